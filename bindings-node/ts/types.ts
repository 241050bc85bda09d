/** The words that answers and options are made of. */

/** Who owns a key. */
export type OwnerType = "user" | "team";

/** Which keys a check takes: `secret` refuses public ones. */
export type Accept = "any" | "secret";

/** What a key is at the moment: the first of these that holds. */
export type Status = "revoked" | "suspended" | "expired" | "active";

/** Why a stored key is not valid. The texts are the same in every language. */
export type InvalidReason = "manually-revoked" | "suspended" | "expired";

/** Why a presented key is denied. */
export type Reason = (typeof REASONS)[number];

/** Every reason, in the order of the documentation. */
export const REASONS = [
  "missing",
  "malformed",
  "not_found",
  "tampered",
  "wrong_type",
  "disabled",
  "revoked",
  "rotated",
  "suspended",
  "expired",
  "ip_denied",
  "insufficient_scope",
  "rate_limited",
  "quota_exceeded",
] as const;

/** A gate that a presented key passes, in their order. */
export type Gate =
  | "shape"
  | "prefix"
  | "id"
  | "seal"
  | "secret"
  | "type"
  | "switch"
  | "revoked"
  | "rotated"
  | "suspended"
  | "expired"
  | "ip"
  | "scopes";

/** What the text of a key says about its owner and its secrecy: user or team, secret or public. */
export type TokenKind = "usk" | "tsk" | "upk" | "tpk";

/** What becomes of the team keys that a leaving member made. */
export type TeamKeys = "keep" | "revoke";

/** What a signal is about. */
export type SignalKind = "tampered" | "rotated_key_used";

/** How long a bucket of a usage series is. */
export type UsageStep = "minute" | "hour" | "day";

/** How a handle learns that another process changed the store. */
export type Freshness = "wal_index" | "data_version" | "counter";

/** An id of your own: a text, or a number that is taken as its text. */
export type HostId = string | number | bigint;

/** What is presented as a key. Nothing is as an empty text. */
export type Key = string | Uint8Array | null | undefined;

/**
 * A length of time: milliseconds, or a text of a number and a unit: `"45s"`, `"30m"`, `"12h"`, `"90d"`, `"1w"`, `"1y"`.
 */
export type Duration = number | string;

/**
 * The headers of a request, as frameworks have them: `Headers`, an object, pairs of name and value, or the flat list that
 * Node calls `rawHeaders`.
 */
export type HeadersLike =
  | Iterable<readonly [string, string]>
  | readonly string[]
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A value that JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What your program remembers beside a record. */
export type Metadata = { readonly [name: string]: Json };
