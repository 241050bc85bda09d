/** How a handle ends, and what it says afterwards. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, test } from "node:test";

import { Keywright } from "keywright";
import { storeForTests } from "keywright/testing";
import { coded, PACKAGE, storePath } from "./support.mjs";

const store = storeForTests({ beforeEach, afterEach });

test("closing twice is fine and any use afterwards is closed", async () => {
  const kw = store();
  const created = await kw.user("alice").createApiKey({ description: "CI" });
  const alice = kw.actingAs("alice");
  await kw.close();
  await kw.close();
  kw.closeSync();
  assert.equal(kw.isClosed, true);
  assert.equal(alice.isClosed, true, "handles that were made from it are closed with it");
  for (const call of [
    () => kw.verify(created.value),
    () => kw.requireValid(created.value),
    () => kw.authenticate({ "X-Api-Key": created.value }),
    () => kw.extractApiKey({ "X-Api-Key": created.value }),
  ]) {
    assert.throws(call, coded("closed"));
  }
  for (const call of [
    () => kw.verifyAsync(created.value),
    () => kw.user("alice").createApiKey({ description: "CI" }),
    () => alice.user("alice").listApiKeys(),
    () => created.revoke(),
    () => kw.settings(),
    () => kw.status(),
    () => kw.flush(),
    () => kw.explain(created.value),
  ]) {
    await assert.rejects(call(), coded("closed"));
  }
});

test("a closed store prints, and says that it is closed", async () => {
  await store().close();
  assert.equal(String((await import("node:util")).inspect(store())), "Keywright { actor: 'server', isClosed: true }");
});

test("disposing closes", async () => {
  const path = storePath();
  const kw = Keywright.openSync(path);
  kw[Symbol.dispose]();
  assert.equal(kw.isClosed, true);
  const again = await Keywright.open(path, { existing: true });
  await again[Symbol.asyncDispose]();
  assert.equal(again.isClosed, true);
});

test("calls in flight end before a close does", async () => {
  const kw = Keywright.openSync(storePath());
  const calls = Array.from({ length: 20 }, () => kw.user("alice").createApiKey({ description: "CI" }));
  const closed = kw.close();
  const ends = await Promise.allSettled(calls);
  await closed;
  for (const end of ends) if (end.status === "rejected") coded("closed")(end.reason);
  assert.ok(ends.some(({ status }) => status === "fulfilled"));
});

test("a second handle on the file goes on", async () => {
  const path = storePath();
  const [one, two] = [Keywright.openSync(path), Keywright.openSync(path)];
  const { value } = await one.user("alice").createApiKey({ description: "CI" });
  await one.close();
  assert.equal(two.verify(value).valid, true);
  await two.close();
});

test("a verdict outlives the store", async () => {
  const kw = store();
  const verdict = kw.verify((await kw.user("alice").createApiKey({ description: "CI" })).value);
  await kw.close();
  assert.equal(verdict.userId, "alice");
  assert.equal(verdict.apiKey.description, "CI");
  await assert.rejects(verdict.apiKey.revoke(), coded("closed"));
});

const LEFT_OPEN = `
  import { Keywright } from "keywright";
  const kw = Keywright.openSync(process.argv[1]);
  const { id, value } = await kw.user("alice").createApiKey({ description: "CI" });
  if (!kw.verify(value).valid) throw new Error("not valid");
  process.stdout.write(id);
  if (process.argv[2] === "exit") process.exit(0);
`;

for (const way of ["by itself", "exit"]) {
  test(`a program that ends ${way} without closing writes what waits`, async () => {
    const path = storePath();
    const id = execFileSync(process.execPath, ["--input-type=module", "--eval", LEFT_OPEN, path, way], {
      cwd: PACKAGE,
      encoding: "utf8",
    });
    const kw = Keywright.openSync(path, { existing: true });
    assert.deepEqual([...(await kw.lastUsed([id])).keys()], [id]);
    await kw.close();
  });
}

test("a handle that nobody holds is collected with its store", async () => {
  const path = storePath();
  const collected = new Set();
  const registry = new FinalizationRegistry((name) => collected.add(name));
  await (async () => {
    const kw = Keywright.openSync(path);
    const { value } = await kw.user("alice").createApiKey({ description: "CI" });
    assert.equal(kw.verify(value).valid, true);
    registry.register(kw, "handle");
  })();
  // The collector is asked until it has done so; each round lets finalizers run.
  while (!collected.has("handle")) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
});

test("a handle can not be cloned to a worker", () => {
  assert.deepEqual(structuredClone(store().user("alice")), { id: "alice" }, "a copy is data only");
  assert.equal(structuredClone(Keywright.openInMemory()).verify, undefined);
});
