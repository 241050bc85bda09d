/**
 * A store for tests of your own: in memory, with a clock that stands still until you move it.
 *
 * It takes no path, so a real store can never get a movable clock.
 *
 * @example
 * ```js
 * import { openForTests } from "keywright/testing";
 *
 * const keywright = openForTests();
 * const created = await keywright.user("alice").createApiKey({ description: "CI", expiresIn: "90d" });
 * keywright.clock.advance({ days: 91 });
 * console.log(keywright.verify(created.value).reason); // expired
 * ```
 *
 * @packageDocumentation
 */

import { inspect } from "node:util";

import { atOnce } from "./call.js";
import * as convert from "./convert.js";
import { type Keywright, keywrightOf } from "./keywright.js";
import { type NativeClock, native } from "./native.js";
import type { Duration } from "./types.js";

/** A length of time in parts. */
export interface Parts {
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
  readonly minutes?: number | undefined;
  readonly seconds?: number | undefined;
  readonly milliseconds?: number | undefined;
}

const PARTS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 } as const;

let clockOf: (native: NativeClock) => Clock;

/** The time of a store for tests. */
export class Clock {
  readonly #native: NativeClock;

  static {
    clockOf = (native) => new Clock(native);
  }

  private constructor(native: NativeClock) {
    this.#native = native;
  }

  /** Returns what the clock shows. */
  now(): Date {
    return new Date(this.#native.now());
  }

  /**
   * Moves the clock forward.
   *
   * @param by - A duration, or its parts: `{ days: 91 }`.
   * @throws `invalid_argument` when it is negative; `set` moves the clock back.
   */
  advance(by: Duration | Parts): void {
    const milliseconds = convert.duration(typeof by === "object" ? sumOf(by) : by, "the duration");
    atOnce(() => this.#native.advance(JSON.stringify(milliseconds)));
  }

  /**
   * Makes the clock show an instant.
   *
   * @param now - The instant.
   */
  set(now: Date): void {
    const milliseconds = convert.instant(now, "now");
    atOnce(() => this.#native.set(JSON.stringify(milliseconds)));
  }

  [inspect.custom](): string {
    return `Clock ${this.now().toISOString()}`;
  }
}

function sumOf(parts: Parts): number {
  const given = convert.optionsOf(parts, Object.keys(PARTS) as (keyof Parts)[], "advance");
  return Object.entries(given).reduce(
    (sum, [name, count]) => sum + (count ?? 0) * PARTS[name as keyof typeof PARTS],
    0,
  );
}

/** A handle whose clock can be moved. Handles made from it share that clock. */
export type TestKeywright = Keywright & { readonly clock: Clock };

/**
 * Opens a store in memory whose clock stands still.
 *
 * @param options - What the clock shows at first: the first of January 2027 by default.
 */
export function openForTests(options?: { readonly now?: Date | undefined }): TestKeywright {
  const { now = new Date("2027-01-01T00:00:00Z") } = convert.optionsOf(options, ["now"], "openForTests");
  const start = convert.instant(now, "now");
  const opened = atOnce(() => native().openForTests(start));
  return Object.assign(keywrightOf(opened.keywright()), { clock: clockOf(opened) });
}

/** What vitest, Jest, Mocha and `node:test` call around each test. */
export interface Hooks {
  beforeEach(hook: () => void): unknown;
  afterEach(hook: () => Promise<void>): unknown;
}

/**
 * Opens a fresh store before each test and closes it afterwards.
 *
 * @param hooks - `{ beforeEach, afterEach }` of vitest or `node:test`.
 * @returns A function that returns the store of the test that runs.
 *
 * @example
 * ```js
 * import assert from "node:assert/strict";
 * import { afterEach, beforeEach, test } from "node:test"; // or "vitest"
 * import { storeForTests } from "keywright/testing";
 *
 * const store = storeForTests({ beforeEach, afterEach });
 *
 * test("an old key is denied", async () => {
 *   const created = await store().user("alice").createApiKey({ description: "CI", expiresIn: "90d" });
 *   store().clock.advance({ days: 91 });
 *   assert.equal(store().verify(created.value).reason, "expired");
 * });
 * ```
 */
export function storeForTests(hooks: Hooks): () => TestKeywright {
  let current: TestKeywright | undefined;
  hooks.beforeEach(() => {
    current = openForTests();
  });
  hooks.afterEach(async () => {
    await current?.close();
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error("the store is there while a test runs; call this inside of one");
    return current;
  };
}
