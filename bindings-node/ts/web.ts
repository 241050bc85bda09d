/** What the integrations with web frameworks share: what a route asks for, how a request is checked, and what is answered. */

import { isAbsolute } from "node:path";

import { atOnce } from "./call.js";
import * as convert from "./convert.js";
import { KeywrightError } from "./errors.js";
import { answerToRequest, type Keywright } from "./keywright.js";
import { type NativeCheck, native } from "./native.js";
import { askedOf, pathOf } from "./options.js";
import type { HttpAnswer } from "./records.js";
import type { Accept, HeadersLike, OwnerType } from "./types.js";
import type { CheckedVerdict, ValidVerdict } from "./verdict.js";

/** What a route asks of the key of every request. */
export interface RequireApiKeyOptions {
  /** The scopes that the route needs, all of them. */
  readonly scopes?: Iterable<string> | undefined;
  /** Go on without a key when the request holds none of this project, such as one with a session's token. */
  readonly optional?: boolean | undefined;
  /** Take only keys of a `user` or of a `team`. */
  readonly ownerType?: OwnerType | undefined;
  /** `secret` refuses public keys; `any`, the default, takes both. */
  readonly accept?: Accept | undefined;
}

/** What happens when a key could not be checked. The request is answered by 503 in any case. */
export type OnError = (error: KeywrightError) => void;

/** What a route asks, read and refused when the program starts, not when it is asked. */
export class Check {
  readonly isOptional: boolean;
  readonly native: NativeCheck;

  constructor(options: RequireApiKeyOptions | undefined) {
    const asked = askedOf(options ?? {}, ["scopes", "optional", "ownerType", "accept"], "requireApiKey") ?? {};
    this.isOptional = asked.optional === true;
    this.native = atOnce(() => native().check(asked));
  }
}

/** How a request is refused. */
export class Refusal {
  constructor(
    readonly answer: HttpAnswer,
    /** Why there is no answer; undefined where there is one, and it is no. */
    readonly error: KeywrightError | undefined,
  ) {}
}

/** What becomes of a request: it goes on with a verdict, or without one where keys are optional, or is refused. */
export type Outcome = ValidVerdict | null | Refusal;

/**
 * Checks the key of a request: at once where memory has the answer, and otherwise on libuv's pool, so that the event loop never
 * waits for the store.
 */
export function examine(
  keywright: Keywright,
  check: Check,
  headers: HeadersLike,
  address: string | undefined,
): Outcome | Promise<Outcome> {
  try {
    const answer = answerToRequest(keywright, check.native, headers, address);
    if (!(answer instanceof Promise)) return outcomeOf(check, answer);
    return answer.then((verdict) => outcomeOf(check, verdict)).catch(refusedBy);
  } catch (error) {
    return refusedBy(error);
  }
}

function outcomeOf(check: Check, verdict: CheckedVerdict): Outcome {
  if (verdict.valid) return verdict;
  if (check.isOptional && verdict.reason === "missing") return null;
  return new Refusal(verdict.http(), undefined);
}

/** An error of the store is an answer, and never a yes; anything else is a defect, and the framework's to tell. */
export function refusedBy(error: unknown): Refusal {
  if (!KeywrightError.is(error)) throw error;
  return new Refusal(error.http(), error);
}

/**
 * Leaves a line for whoever looks after a server: a request that is answered by 503 leaves no other trace. Frameworks without a
 * log write their own errors there too.
 */
export const toConsole: OnError = (error) => {
  console.error(`an API key could not be checked. code=\`${error.code}\``, error);
};

/**
 * The path of a store, which does not depend on where a server was started.
 *
 * @throws `invalid_argument` when it does.
 */
export function absolute(path: string | URL | undefined): string {
  if (path === undefined) throw convert.invalid("no path of a store is given: set `path` to an absolute one");
  const file = pathOf(path);
  if (isAbsolute(file)) return file;
  throw convert.invalid(
    "the path of the store is relative to the folder in which the server happens to start; give an absolute one. " +
      `path=\`${file}\``,
  );
}

/** What a function of the host is, or the default. */
export function functionOr<T>(value: T | undefined, otherwise: T, name: string): T {
  if (value === undefined) return otherwise;
  if (typeof value !== "function") throw convert.wrongType(`${name} is a function`, value);
  return value;
}

/** What a route that looks for a verdict is told when nothing checked its request. */
export function unchecked(): Error {
  return new Error("this request has no verdict: put `requireApiKey()` before the route, and not an optional one");
}
