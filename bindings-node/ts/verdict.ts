/** The answer of a check. */

import { type ApiKey, keyOf } from "./apiKey.js";
import { atOnce } from "./call.js";
import * as convert from "./convert.js";
import type { NativeKeywright, NativeVerdict } from "./native.js";
import type { HttpAnswer } from "./records.js";
import type { Reason } from "./types.js";

/** The ids of owners, each once; so many at most. */
const OWNERS = 10_000;
const owners = new Map<string, string>();

/**
 * The id of an owner, as one text for all of the owner's verdicts: each would otherwise bring its own from the native half, and
 * a check of another key of the owner would find it neither in the heap's nor in the processor's memory.
 */
function ownerOf(id: string | undefined): string | null {
  if (id === undefined) return null;
  const known = owners.get(id);
  if (known !== undefined) return known;
  if (owners.size >= OWNERS) owners.clear();
  owners.set(id, id);
  return id;
}

/**
 * Makes a verdict of the native one. `surface` is the handle that it came from, and `kept` the list in which its objects are
 * kept, if this one is to be.
 */
export let verdictOf: (
  native: NativeVerdict,
  surface: NativeKeywright | undefined,
  kept?: CheckedVerdict[],
) => CheckedVerdict;

/**
 * The answer of a check: valid with the record, or denied for one reason. It is frozen, and never holds the key that was
 * presented.
 *
 * An object is always true in JavaScript, so ask for `valid`, or let `requireValid` throw.
 *
 * @example
 * ```js
 * import { Keywright } from "keywright";
 *
 * const keywright = Keywright.openInMemory();
 * const { value } = await keywright.user("alice").createApiKey({ description: "laptop" });
 * const { valid, userId } = keywright.verify(value);
 * console.log(valid, userId); // true alice
 * console.log(keywright.verify("mistyped").reason); // malformed
 * ```
 */
export class Verdict {
  /** Whether the key may be used for what was asked. */
  readonly valid: boolean;
  /** Why the key is denied; null when it is valid. */
  readonly reason: Reason | null;
  /** The user who owns a valid key; null for a team's key, and when it is denied. */
  readonly userId: string | null;
  /** The team that owns a valid key; null for a user's key, and when it is denied. */
  readonly teamId: string | null;
  /** The id of the key, also when it is denied, as far as it is known. For logs. */
  readonly apiKeyId: string | null;
  /** Whether a valid key is a public one, which stands in code that runs at the customer's. */
  readonly isPublic: boolean;
  /** How many milliseconds to wait before the next try, where waiting helps. */
  readonly retryAfter: number | null;
  readonly #native: NativeVerdict;
  readonly #surface: NativeKeywright | undefined;
  #apiKey: ApiKey | null | undefined;

  static {
    verdictOf = (native, surface, kept) => new Verdict(native, surface, kept) as CheckedVerdict;
  }

  private constructor(native: NativeVerdict, surface: NativeKeywright | undefined, kept: CheckedVerdict[] | undefined) {
    const facts = native.facts();
    this.valid = facts.valid;
    this.reason = (facts.reason as Reason | undefined) ?? null;
    this.userId = ownerOf(facts.userId);
    this.teamId = ownerOf(facts.teamId);
    this.apiKeyId = facts.apiKeyId ?? null;
    this.isPublic = facts.isPublic;
    this.retryAfter = facts.retryAfter ?? null;
    this.#native = native;
    this.#surface = surface;
    Object.freeze(this);
    if (kept !== undefined && facts.place !== undefined) {
      kept[facts.place] = this as unknown as CheckedVerdict;
      // Only now: at no moment may the native half name a place whose object is another's.
      surface?.keep(native);
    }
  }

  /** The record of a valid key; null when it is denied. It acts as the server. */
  get apiKey(): ApiKey | null {
    if (this.#apiKey === undefined) {
      const json = atOnce(() => this.#native.apiKey());
      this.#apiKey = json === "null" || this.#surface === undefined ? null : keyOf(this.#surface, json);
    }
    return this.#apiKey;
  }

  /**
   * Returns the HTTP answer to a request whose credential the key was: 200 with nothing in it when it is valid.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const { status, headers, body } = Keywright.openInMemory().verify(undefined).http();
   * const response = new Response(body, { status, headers });
   * console.log(response.status); // 401
   * ```
   */
  http(): HttpAnswer {
    return convert.answerOf(atOnce(() => this.#native.http()));
  }

  /** Returns the HTTP answer to a request that asks about the key, as Stack Auth's `check` does. */
  checkHttp(): HttpAnswer {
    return convert.answerOf(atOnce(() => this.#native.checkHttp()));
  }

  /** Returns what the verdict says, with the record, for `JSON.stringify`. */
  toJSON(): object {
    return { ...this, apiKey: this.apiKey };
  }
}

/** A verdict that lets the key pass. */
export type ValidVerdict = Verdict & {
  readonly valid: true;
  readonly reason: null;
  readonly apiKey: ApiKey;
  readonly apiKeyId: string;
};

/** A verdict that does not. It carries neither the record nor the owner, so that nothing can be done with it by mistake. */
export type DeniedVerdict = Verdict & {
  readonly valid: false;
  readonly reason: Reason;
  readonly apiKey: null;
  readonly userId: null;
  readonly teamId: null;
};

/** What a check answers: asking for `valid` tells which of the two it is. */
export type CheckedVerdict = ValidVerdict | DeniedVerdict;
