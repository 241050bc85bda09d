/**
 * What it is called when Keywright could not answer.
 *
 * A key that is expired, revoked or unknown is no error: it is a verdict that says so. An error means that a question stayed
 * open or a change did not happen. None of them is ever a yes.
 */

import { getSystemErrorName } from "node:util";

import { answerOf } from "./convert.js";
import { type NativeVerdict, native } from "./native.js";
import type { HttpAnswer } from "./records.js";
import type { Verdict } from "./verdict.js";

/** Every code, the same in every language, and whether the same call may succeed a moment later. */
export const ERROR_CODES = {
  invalid_argument: false,
  not_found: false,
  already_exists: false,
  permission_denied: false,
  storage_busy: true,
  storage_unavailable: false,
  storage_full: false,
  storage_corrupt: false,
  store_replaced: false,
  schema_too_new: false,
  master_key: false,
  limit_reached: false,
  disabled: false,
  denied: false,
  closed: false,
  internal: false,
} as const satisfies Record<string, boolean>;

/** What kind of error it is: the stable part, for programs. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error carries beside its message. */
export interface KeywrightErrorOptions {
  /** What it comes from. */
  readonly cause?: unknown;
  /** The verdict of the check that it comes from. */
  readonly verdict?: Verdict | undefined;
}

// Found by every copy of this package in a process, so that `is` recognises the errors of all of them.
const BRAND = Symbol.for("keywright.KeywrightError");

/**
 * Keywright could not answer, or did not do what was asked. Its message says what was wrong and what would be right, and
 * never holds a secret.
 *
 * @example
 * ```js
 * import { Keywright, KeywrightError } from "keywright";
 *
 * const keywright = Keywright.openInMemory();
 * try {
 *   await keywright.user("alice").createApiKey({ description: "" });
 * } catch (error) {
 *   if (KeywrightError.is(error, "invalid_argument")) console.log(error.message);
 * }
 * ```
 */
export class KeywrightError extends Error {
  /** What kind of error it is, the same in every language. */
  readonly code: ErrorCode;
  /** The verdict of the check that the error comes from, if it comes from one. */
  readonly verdict: Verdict | undefined;

  /**
   * Makes an error. Programs catch them; only tests make them.
   *
   * @param code - What kind of error it is.
   * @param message - One sentence.
   * @param options - Where it comes from.
   */
  constructor(code: ErrorCode, message: string, options: KeywrightErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.verdict = options.verdict;
    // Own and enumerable it would be printed with every error.
    Object.defineProperty(this, "verdict", { enumerable: false });
  }

  /** Whether the same call may succeed when it is made again unchanged. */
  get isRetryable(): boolean {
    return ERROR_CODES[this.code];
  }

  /**
   * Returns the HTTP answer to a request whose key could not be checked: 503 with `Retry-After`, and for a denied key what its
   * verdict says.
   */
  http(): HttpAnswer {
    return this.verdict?.http() ?? answerOf(native().errorHttp(this.code));
  }

  /**
   * Says whether something that was caught is an error of Keywright, and of this code. It holds across copies of the package,
   * where `instanceof` does not.
   *
   * @param error - What was caught.
   * @param code - Only an error of this code.
   */
  static is<Code extends ErrorCode = ErrorCode>(
    error: unknown,
    code?: Code,
  ): error is KeywrightError & { readonly code: Code } {
    if (typeof error !== "object" || error === null || !(BRAND in error)) return false;
    return code === undefined || (error as { readonly code?: unknown }).code === code;
  }
}

Object.defineProperty(KeywrightError.prototype, BRAND, { value: true });
Object.defineProperty(KeywrightError.prototype, "name", {
  value: "KeywrightError",
  configurable: true,
  writable: true,
});

/**
 * The presented key was denied. `verdict` tells why, and its `http()` how to answer.
 *
 * @example
 * ```js
 * import { DeniedError, Keywright } from "keywright";
 *
 * const keywright = Keywright.openInMemory();
 * try {
 *   keywright.requireValid("mistyped");
 * } catch (error) {
 *   if (error instanceof DeniedError) console.log(error.verdict.reason); // malformed
 * }
 * ```
 */
export class DeniedError extends KeywrightError {
  declare readonly code: "denied";
  declare readonly verdict: Verdict;

  /**
   * Makes an error. Programs catch them; only tests make them.
   *
   * @param message - One sentence.
   * @param verdict - Why the key was denied.
   */
  constructor(message: string, verdict: Verdict) {
    super("denied", message, { verdict });
  }
}

Object.defineProperty(DeniedError.prototype, "name", { value: "DeniedError", configurable: true, writable: true });

/** What the native half throws and rejects with. */
interface Failure extends Error {
  code: ErrorCode | "file";
  causes: string[];
  errno?: number;
  verdict?: NativeVerdict;
}

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && Array.isArray((error as Partial<Failure>).causes);
}

/**
 * Makes the error that callers see out of what the native half threw. It is made where the call was, so that its stack leads
 * there: a rejection of libuv's pool has none.
 *
 * @param error - What the native half threw.
 * @param verdictOf - Makes a verdict of the native one.
 */
export function errorOf(error: unknown, verdictOf: (verdict: NativeVerdict) => Verdict): unknown {
  if (KeywrightError.is(error)) return error;
  if (!isFailure(error)) {
    return new KeywrightError("internal", "a defect in Keywright: a call did not reach its native half", {
      cause: error,
    });
  }
  if (error.code === "file") return fileError(error);
  const verdict = error.verdict === undefined ? undefined : verdictOf(error.verdict);
  if (error.code === "denied" && verdict !== undefined) return new DeniedError(error.message, verdict);
  return new KeywrightError(error.code, error.message, { cause: chain(error.causes), verdict });
}

/** The errors that Node's own `fs` would have raised. */
function fileError({ message, errno = 0 }: Failure): Error {
  const code = errno === 0 ? "EIO" : getSystemErrorName(-errno);
  return Object.assign(new Error(`${code}: ${message}`), { code, errno: -errno, syscall: "open" });
}

/** The sources of an error, as the causes of one another. */
function chain(causes: readonly string[]): Error | undefined {
  return causes.reduceRight<Error | undefined>(
    (cause, message) => (cause === undefined ? new Error(message) : new Error(message, { cause })),
    undefined,
  );
}
