/** The way to the native half: what it throws becomes the error that callers know. */

import { errorOf } from "./errors.js";
import type { NativeVerdict } from "./native.js";
import { type Verdict, verdictOf } from "./verdict.js";

// A verdict inside an error is a denial, which has no record and so needs no handle.
const detached = (verdict: NativeVerdict): Verdict => verdictOf(verdict, undefined);

/** Awaits a call that runs on libuv's pool. */
export async function later<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw errorOf(error, detached);
  }
}

/** Makes a call that answers at once. */
export function atOnce<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw errorOf(error, detached);
  }
}
