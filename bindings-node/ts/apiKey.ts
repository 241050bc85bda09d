/** Keys: as handles, which are free, and as records, which were read. */

import { inspect } from "node:util";

import { atOnce, later } from "./call.js";
import * as convert from "./convert.js";
import { KeywrightError } from "./errors.js";
import type { NativeApiKey, NativeKeywright } from "./native.js";
import type { Generation, Usage } from "./records.js";
import type { Duration, InvalidReason, Metadata, OwnerType, Status, UsageStep } from "./types.js";

/** A key to be made. */
export interface NewApiKey {
  /** What it is for, 1 to 500 characters. */
  readonly description: string;
  /** How long it lives; without this and `expiresAt`, for ever. */
  readonly expiresIn?: Duration | undefined;
  /** When it ends; null is never. */
  readonly expiresAt?: Date | string | null | undefined;
  /** Whether it will stand in code that runs at the customer's. */
  readonly isPublic?: boolean | undefined;
  /** What it may be used for, such as `invoices:read`. */
  readonly scopes?: Iterable<string> | undefined;
  /** What your program remembers beside it, at most 4 KiB of JSON. */
  readonly metadata?: Metadata | undefined;
  /** From where it may be used; empty is from anywhere. */
  readonly ipAllowList?: Iterable<string> | undefined;
}

/** What to change of a key. What is not given stays. */
export interface ApiKeyUpdate {
  readonly description?: string | undefined;
  /** How long it lives from now. */
  readonly expiresIn?: Duration | undefined;
  /** When it ends; null is never. */
  readonly expiresAt?: Date | string | null | undefined;
  readonly scopes?: Iterable<string> | undefined;
  /** Only the server may set it. */
  readonly metadata?: Metadata | undefined;
  readonly ipAllowList?: Iterable<string> | undefined;
}

const NEW_FIELDS = ["description", "expiresIn", "expiresAt", "isPublic", "scopes", "metadata", "ipAllowList"] as const;
const UPDATE_FIELDS = ["description", "expiresIn", "expiresAt", "scopes", "metadata", "ipAllowList"] as const;

/** Writes a key to be made for the native half. */
export function newKey(key: NewApiKey): object {
  const given = convert.optionsOf(key, NEW_FIELDS, "createApiKey");
  return {
    description: convert.text(given.description, "description"),
    end: convert.end(given.expiresIn, given.expiresAt),
    isPublic: convert.flag(given.isPublic, "isPublic"),
    scopes: convert.texts(given.scopes ?? [], "scopes"),
    metadata: given.metadata === undefined ? undefined : convert.metadata(given.metadata),
    ipAllowList: convert.texts(given.ipAllowList ?? [], "ipAllowList"),
  };
}

// Set by the classes below, which alone can look into their private fields and make one of themselves.
let handleOf: (key: ApiKeyMethods) => NativeApiKey;
let surfaceOf: (key: ApiKeyMethods) => NativeKeywright;
let make: (surface: NativeKeywright, stored: Stored) => ApiKey;
let makeCreated: (surface: NativeKeywright, stored: Stored, value: string) => CreatedApiKey;

/** Makes a handle on a key. */
export let apiKeyHandle: (surface: NativeKeywright, id: string) => ApiKeyHandle;

/** What can be done with a key. */
export abstract class ApiKeyMethods {
  /** The id, which stays for life. */
  readonly id: string;
  readonly #surface: NativeKeywright;

  static {
    surfaceOf = (key) => {
      // A copy (by `structuredClone`, a spread, `Object.assign`) is data only.
      if (!(#surface in key)) {
        throw new KeywrightError(
          "closed",
          "this record is a copy, which is data only; ask the store for the record again",
        );
      }
      return key.#surface;
    };
    handleOf = (key) => atOnce(() => surfaceOf(key).apiKey(key.id));
  }

  /** @internal */
  protected constructor(surface: NativeKeywright, id: string) {
    this.#surface = surface;
    this.id = id;
  }

  /**
   * Changes what is given and leaves the rest.
   *
   * @param changes - What to change.
   * @returns The key as it is now.
   * @throws `invalid_argument` when a value breaks its rules; `not_found` when there is no such key, or the acting user must
   * not know of it.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const key = await keywright.user("alice").createApiKey({ description: "CI" });
   * console.log((await key.update({ description: "CI of acme" })).description); // CI of acme
   * ```
   */
  async update(changes: ApiKeyUpdate): Promise<ApiKey> {
    const given = convert.optionsOf(changes, UPDATE_FIELDS, "update");
    const hasEnd = given.expiresIn !== undefined || given.expiresAt !== undefined;
    const json = JSON.stringify({
      description: convert.optionalText(given.description, "description"),
      end: hasEnd ? convert.end(given.expiresIn, given.expiresAt) : undefined,
      scopes: given.scopes === undefined ? undefined : convert.texts(given.scopes, "scopes"),
      metadata: given.metadata === undefined ? undefined : convert.metadata(given.metadata),
      ipAllowList: given.ipAllowList === undefined ? undefined : convert.texts(given.ipAllowList, "ipAllowList"),
    });
    return keyOf(surfaceOf(this), await later(() => handleOf(this).update(json)));
  }

  /**
   * Makes `verify` deny the key until it is resumed.
   *
   * @param options - Why, for the record.
   * @returns The key as it is now.
   * @throws `not_found` when there is no such key, or the acting user must not know of it.
   */
  async suspend(options?: { readonly reason?: string | undefined }): Promise<ApiKey> {
    const { reason } = convert.optionsOf(options, ["reason"], "suspend");
    const why = convert.optionalText(reason, "reason");
    return keyOf(surfaceOf(this), await later(() => handleOf(this).suspend(why)));
  }

  /**
   * Lifts a suspension.
   *
   * @returns The key as it is now.
   * @throws `not_found`; `permission_denied` when the server suspended it and a user wants to lift that.
   */
  async resume(): Promise<ApiKey> {
    return keyOf(surfaceOf(this), await later(() => handleOf(this).resume()));
  }

  /**
   * Ends the key for good. The first time, who and why stay when it is revoked again.
   *
   * @param options - Why, for the record.
   * @returns The key as it is now.
   * @throws `not_found` when there is no such key, or the acting user must not know of it.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const key = await keywright.user("alice").createApiKey({ description: "laptop" });
   * console.log((await key.revoke({ reason: "laptop lost" })).status); // revoked
   * ```
   */
  async revoke(options?: { readonly reason?: string | undefined }): Promise<ApiKey> {
    const { reason } = convert.optionsOf(options, ["reason"], "revoke");
    const why = convert.optionalText(reason, "reason");
    return keyOf(surfaceOf(this), await later(() => handleOf(this).revoke(why)));
  }

  /**
   * Gives the key another secret. Its id, owner, scopes, end and history stay.
   *
   * @param options - How long the secret before it is accepted: `"now"` for not at all (the default), `"until_used"` until the
   * new one is used, or a duration.
   * @returns The first view of the new secret.
   * @throws `not_found` when there is no such key, or the acting user must not know of it.
   */
  async rotate(options?: { readonly grace?: "now" | "until_used" | Duration | undefined }): Promise<CreatedApiKey> {
    const { grace = "now" } = convert.optionsOf(options, ["grace"], "rotate");
    const period = grace === "now" || grace === "until_used" ? grace : convert.duration(grace, "grace");
    return createdOf(surfaceOf(this), await later(() => handleOf(this).rotate(JSON.stringify(period))));
  }

  /**
   * Deletes the key and all that is stored about it. Only the server may.
   *
   * @throws `not_found`; `permission_denied` when the handle acts as a user.
   */
  async purge(): Promise<void> {
    await later(() => handleOf(this).purge());
  }

  /**
   * Tells how often the key was valid or denied, and why, as a series to plot.
   *
   * @param start - Where the series begins.
   * @param end - Where it ends.
   * @param options - How long a bucket is; a day by default.
   * @returns The series, at most 10,000 buckets.
   * @throws `invalid_argument` when the range is empty or has too many buckets; `not_found`.
   */
  async usage(start: Date, end: Date, options?: { readonly step?: UsageStep | undefined }): Promise<Usage> {
    const { step = "day" } = convert.optionsOf(options, ["step"], "usage");
    const [from, to, length] = [
      convert.instant(start, "start"),
      convert.instant(end, "end"),
      convert.text(step, "step"),
    ];
    return convert.recordOf(await later(() => handleOf(this).usage(from, to, length)));
  }

  /**
   * Tells the same of the last buckets, the one that is going on among them.
   *
   * @param buckets - How many, 1 to 10,000.
   * @param options - How long a bucket is; a day by default.
   * @throws `invalid_argument` when the number is out of its range; `not_found`.
   */
  async usageOfLast(buckets: number, options?: { readonly step?: UsageStep | undefined }): Promise<Usage> {
    const { step = "day" } = convert.optionsOf(options, ["step"], "usageOfLast");
    const [count, length] = [convert.whole(buckets, "buckets"), convert.text(step, "step")];
    return convert.recordOf(await later(() => handleOf(this).usageOfLast(count, length)));
  }
}

/** A key by its id: free, and nothing is read until a method is called. */
export class ApiKeyHandle extends ApiKeyMethods {
  static {
    apiKeyHandle = (surface, id) => new ApiKeyHandle(surface, id);
  }

  private constructor(surface: NativeKeywright, id: string) {
    super(surface, id);
    Object.freeze(this);
  }

  /**
   * Reads the key.
   *
   * @throws `not_found` when there is no such key, or the acting user must not know of it.
   */
  async get(): Promise<ApiKey> {
    return keyOf(surfaceOf(this), await later(() => handleOf(this).get()));
  }
}

/** What a stored key is read as: names as the core writes them. */
export type Stored = { readonly [name: string]: unknown };

/** What every view of a key has. */
export abstract class ApiKeyFields extends ApiKeyMethods {
  /** Whether a user or a team owns it. */
  readonly type: OwnerType;
  /** The user who owns it; null for a team's. */
  readonly userId: string | null;
  /** The team that owns it; null for a user's. */
  readonly teamId: string | null;
  /** What it is for. */
  readonly description: string;
  /** What it was when this was read; the owner's suspension counts too. */
  readonly status: Status;
  /** Whether it stands in code that runs at the customer's. */
  readonly isPublic: boolean;
  /** The last four characters of its newest text. */
  readonly lastFour: string;
  /** What it may be used for. */
  readonly scopes: readonly string[];
  /** What your program remembers beside it. */
  readonly metadata: Metadata;
  /** From where it may be used; empty is from anywhere. */
  readonly ipAllowList: readonly string[];
  readonly createdAt: Date;
  /** Who made it: `server`, `server:<name>` or `user:<id>`. */
  readonly createdBy: string;
  /** When it ends; undefined is never. */
  readonly expiresAt: Date | undefined;
  readonly suspendedAt: Date | null;
  readonly suspendedBy: string | null;
  readonly suspendReason: string | null;
  /** Whether all keys of its owner are suspended. */
  readonly isOwnerSuspended: boolean;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly revokeReason: string | null;
  /** The same as `revokedAt`, under the name that Stack Auth has for it. */
  readonly manuallyRevokedAt: Date | null;
  /** The number of its newest secret. */
  readonly generation: number;
  /** Its secrets, newest first. */
  readonly generations: readonly Generation[];

  /** @internal */
  protected constructor(surface: NativeKeywright, stored: Stored) {
    super(surface, stored["id"] as string);
    const key = convert.shaped(stored) as ApiKeyFields & { readonly expiresAt: Date | null };
    this.type = key.type;
    this.userId = key.userId;
    this.teamId = key.teamId;
    this.description = key.description;
    this.status = key.status;
    this.isPublic = key.isPublic;
    this.lastFour = key.lastFour;
    this.scopes = key.scopes;
    this.metadata = key.metadata;
    this.ipAllowList = key.ipAllowList;
    this.createdAt = key.createdAt;
    this.createdBy = key.createdBy;
    this.expiresAt = key.expiresAt ?? undefined;
    this.suspendedAt = key.suspendedAt;
    this.suspendedBy = key.suspendedBy;
    this.suspendReason = key.suspendReason;
    this.isOwnerSuspended = key.isOwnerSuspended;
    this.revokedAt = key.revokedAt;
    this.revokedBy = key.revokedBy;
    this.revokeReason = key.revokeReason;
    this.manuallyRevokedAt = key.revokedAt;
    this.generation = key.generation;
    this.generations = key.generations;
  }

  /**
   * Says whether the key, as it was read, is active now. It may have been changed since: `verify` knows.
   */
  isValid(): boolean {
    return this.whyInvalid() === null;
  }

  /**
   * Says why the key, as it was read, is not active now: the first that holds, or null. The texts are the same in every
   * language.
   */
  whyInvalid(): InvalidReason | null {
    const surface = surfaceOf(this);
    return atOnce(() => surface.whyInvalid(this.status, this.expiresAt?.getTime())) as InvalidReason | null;
  }
}

/** What is stored about a key, safe to show. Never its secret. */
export class ApiKey extends ApiKeyFields {
  /** What is left of the key's text. */
  readonly value: { readonly lastFour: string };

  static {
    make = (surface, stored) => new ApiKey(surface, stored);
  }

  private constructor(surface: NativeKeywright, stored: Stored) {
    super(surface, stored);
    this.value = Object.freeze({ lastFour: this.lastFour });
    Object.freeze(this);
  }
}

/** What stands for a key wherever a first view is printed. */
const SHOWN_ONCE = "[shown once: send created.value]";

/**
 * The first view of a key, and the only one in which the whole key stands.
 *
 * Printing it, `JSON.stringify` and `structuredClone` leave the key out: `value` is the one way to it.
 *
 * @example
 * ```js
 * import { Keywright } from "keywright";
 *
 * const keywright = Keywright.openInMemory();
 * const created = await keywright.user("alice").createApiKey({ description: "laptop" });
 * console.log(JSON.stringify(created).includes(created.value)); // false
 * ```
 */
export class CreatedApiKey extends ApiKeyFields {
  readonly #value: string;
  readonly #surface: NativeKeywright;
  readonly #stored: Stored;

  static {
    makeCreated = (surface, stored, value) => new CreatedApiKey(surface, stored, value);
  }

  private constructor(surface: NativeKeywright, stored: Stored, value: string) {
    super(surface, stored);
    this.#value = value;
    this.#surface = surface;
    this.#stored = stored;
    Object.freeze(this);
  }

  /** The key. Show it once, and keep it nowhere. */
  get value(): string {
    return this.#value;
  }

  /** The record, as every later view has it. */
  get apiKey(): ApiKey {
    return make(this.#surface, this.#stored);
  }

  /** Returns the record, with a text in place of the key that says how to send it. */
  toJSON(): object {
    return { ...this, value: SHOWN_ONCE };
  }

  [inspect.custom](_depth: number, options: object, print: typeof inspect): string {
    return `CreatedApiKey ${print({ ...this, value: SHOWN_ONCE }, options)}`;
  }
}

/** Makes the record of a key that the native half wrote. */
export function keyOf(surface: NativeKeywright, json: string): ApiKey {
  return make(surface, JSON.parse(json) as Stored);
}

/** Makes the records of several keys. */
export function keysOf(surface: NativeKeywright, json: string): ApiKey[] {
  return (JSON.parse(json) as Stored[]).map((stored) => make(surface, stored));
}

/** Makes the records of keys that stand in another record. */
export function keysWithin(surface: NativeKeywright, stored: readonly Stored[]): readonly ApiKey[] {
  return Object.freeze(stored.map((one) => make(surface, one)));
}

interface StoredFirst {
  readonly api_key: Stored;
  readonly value: string;
}

/** Makes the first view of a key. */
export function createdOf(surface: NativeKeywright, json: string): CreatedApiKey {
  const { api_key, value } = JSON.parse(json) as StoredFirst;
  return makeCreated(surface, api_key, value);
}

/** Makes the first views of several keys. */
export function manyCreatedOf(surface: NativeKeywright, json: string): CreatedApiKey[] {
  return (JSON.parse(json) as StoredFirst[]).map(({ api_key, value }) => makeCreated(surface, api_key, value));
}
