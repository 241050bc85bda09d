/** What the package offers for tests of applications. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { Keywright } from "keywright";
import { openForTests, storeForTests } from "keywright/testing";
import { coded, PACKAGE, storePath } from "./support.mjs";

const store = storeForTests({ beforeEach, afterEach });

test("an application expires and revokes without sleeping", async () => {
  const created = await store().user("alice").createApiKey({ description: "CI", expiresIn: "90d" });
  assert.equal(store().verify(created.value).valid, true);
  store().clock.advance({ days: 91 });
  assert.equal(store().verify(created.value).reason, "expired");
  const other = await store().user("alice").createApiKey({ description: "CI" });
  await other.revoke();
  assert.equal(store().verify(other.value).reason, "revoked");
});

let before;

test("each test has a fresh store (first)", async () => {
  before = store();
  await store().user("alice").createApiKey({ description: "CI" });
});

test("each test has a fresh store (second)", async () => {
  assert.notEqual(store(), before);
  assert.equal(before.isClosed, true);
  assert.deepEqual(await store().listApiKeys(), []);
});

test("the store is there only while a test runs", () => {
  const outside = storeForTests({ beforeEach: () => {}, afterEach: () => {} });
  assert.throws(outside, /while a test runs/);
});

test("the clock stands still until it is moved", () => {
  const start = new Date("2030-05-01T12:00:00Z");
  const kw = openForTests({ now: start });
  assert.deepEqual([kw.now(), kw.clock.now()], [start, start]);
  kw.clock.advance({ hours: 1, minutes: 1, seconds: 1 });
  kw.clock.advance(5);
  kw.clock.advance("1d");
  assert.equal(kw.now() - start, 86_400_000 + 3_661_005);
  kw.clock.set(new Date("2031-01-01T00:00:00Z"));
  assert.deepEqual(kw.actingAs("alice").now(), new Date("2031-01-01T00:00:00Z"));
  assert.throws(() => kw.clock.advance({ days: -1 }), coded("invalid_argument"));
  assert.throws(() => kw.clock.advance({ weeks: 1 }), TypeError);
  kw.closeSync();
});

test("a real store has no movable clock", () => {
  const kw = Keywright.openSync(storePath());
  assert.equal("clock" in kw, false);
  // The day and the hour are the machine's; how exact it is, the core's own tests tell.
  assert.equal(kw.now().getUTCFullYear() >= 2026, true);
  kw.closeSync();
});

test("vitest runs the tests of an application in the same way", () => {
  const vitest = join(PACKAGE, "node_modules", ".bin", "vitest");
  const options = { cwd: PACKAGE, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1" } };
  const printed = execFileSync(vitest, ["run", "tests/fixtures/application.test.mjs"], options);
  assert.match(printed, /Tests +2 passed/);
});
