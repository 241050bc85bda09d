/** A key that is in memory is answered with a kept object: which one, and that it is never another's. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { afterEach, beforeEach, test } from "node:test";

import { Keywright } from "keywright";
import { storeForTests } from "keywright/testing";
import { storePath } from "./support.mjs";

const kw = storeForTests({ beforeEach, afterEach });

/** Checks a key until memory answers. */
function warm(store, value) {
  store.verify(value);
  return store.verify(value);
}

test("a hit hands out the same frozen object, however it is asked for", async () => {
  const { value } = await kw()
    .user("alice")
    .createApiKey({ description: "CI", scopes: ["a:b"] });
  const verdict = warm(kw(), value);
  assert.ok(Object.isFrozen(verdict));
  assert.equal(kw().verify(value), verdict);
  assert.equal(kw().verify(Buffer.from(value)), verdict);
  assert.equal(kw().verify(value, { scopes: ["a:b"], ip: "192.0.2.7" }), verdict);
  assert.equal(kw().requireValid(value), verdict);
  assert.equal(kw().authenticate({ "x-api-key": value }), verdict);
  assert.equal(await kw().verifyAsync(value), verdict);
  assert.equal(kw().verify(value).apiKey, verdict.apiKey, "the record is made once");
});

test("a denial is never a kept object", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  const verdict = warm(kw(), value);
  assert.equal(kw().verify(value, { scopes: ["a:b"] }).reason, "insufficient_scope");
  assert.equal(kw().verify(value, { ownerType: "team" }).reason, "wrong_type");
  assert.equal(kw().verify(value), verdict);
});

test("each check counts once, whichever way it takes", async () => {
  const created = await kw().user("alice").createApiKey({ description: "CI" });
  const { value } = created;
  const total = async () => (await created.usageOfLast(1)).total;
  // From the store, from memory without an object, from memory with one; and the same as `requireValid` after a change.
  for (let checks = 1; checks <= 3; checks += 1) kw().verify(value);
  assert.equal((await total()).valid, 3);
  await created.update({ description: "other" });
  for (let checks = 1; checks <= 4; checks += 1) kw().requireValid(value);
  assert.equal((await total()).valid, 7);
  await created.update({ expiresAt: new Date(kw().now().getTime() + 1000) });
  kw().verify(value);
  kw().clock.advance(1000);
  for (let checks = 1; checks <= 3; checks += 1) assert.equal(kw().verify(value).reason, "expired");
  assert.throws(() => kw().requireValid(value), { code: "denied" });
  const { valid, denied } = await total();
  assert.deepEqual([valid, denied.expired], [8, 4]);
});

test("handles do not answer for each other, and one that is closed answers no more", async () => {
  const one = Keywright.openInMemory();
  const other = Keywright.openInMemory();
  const { value } = await one.user("alice").createApiKey({ description: "CI" });
  const verdict = warm(one, value);
  assert.equal(one.verify(value), verdict);
  for (let checks = 0; checks < 3; checks += 1) assert.equal(other.verify(value).reason, "not_found");
  one.closeSync();
  assert.throws(() => one.verify(value), { code: "closed" });
  other.closeSync();
});

test("a change of anything about a key makes another object", async () => {
  const created = await kw().user("alice").createApiKey({ description: "CI" });
  let before = warm(kw(), created.value);
  for (const [change, check] of [
    [() => created.update({ description: "other" }), ({ apiKey }) => apiKey.description === "other"],
    [() => created.update({ metadata: { a: 1 } }), ({ apiKey }) => apiKey.metadata.a === 1],
    [() => created.update({ scopes: ["a:b"] }), ({ apiKey }) => apiKey.scopes[0] === "a:b"],
    [() => created.update({ expiresAt: "90d" }), ({ apiKey }) => apiKey.expiresAt !== undefined],
    [() => created.rotate({ grace: "1d" }), ({ apiKey }) => apiKey.generation === 2],
  ]) {
    await change();
    const after = warm(kw(), created.value);
    assert.notEqual(after, before);
    assert.ok(after.valid && check(after));
    before = after;
  }
  await created.suspend();
  assert.equal(kw().verify(created.value).reason, "suspended");
  await created.resume();
  assert.equal(warm(kw(), created.value).valid, true);
  await created.revoke();
  assert.equal(kw().verify(created.value).reason, "revoked");
});

test("a change by another handle on the file is seen at once", async () => {
  const path = storePath();
  const [one, other] = [Keywright.openSync(path), Keywright.openSync(path)];
  const created = await one.user("alice").createApiKey({ description: "CI" });
  const verdict = warm(one, created.value);
  assert.equal(one.verify(created.value), verdict);
  await other.apiKey(created.id).update({ description: "other" });
  assert.equal(one.verify(created.value).apiKey.description, "other");
  await other.apiKey(created.id).revoke();
  assert.equal(one.verify(created.value).reason, "revoked");
  await one.close();
  await other.close();
});

test("as many keys as there are places keep their objects", async () => {
  // A build for development has 64.
  const created = await kw()
    .user("alice")
    .createApiKeys(Array.from({ length: 64 }, () => ({ description: "CI" })));
  const verdicts = created.map(({ value }) => warm(kw(), value));
  for (const [at, { value }] of created.entries()) assert.equal(kw().verify(value), verdicts[at]);
  // A key that changes keeps its place, and pushes nobody out.
  await created[5].update({ description: "other" });
  const changed = warm(kw(), created[5].value);
  for (const [at, { value }] of created.entries()) {
    assert.equal(kw().verify(value), at === 5 ? changed : verdicts[at]);
  }
});

test("a text is the same however it is held in memory", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  const verdict = warm(kw(), value);
  const [half, rest] = [value.slice(0, 30), value.slice(30)];
  const texts = {
    flat: value,
    joined: `${half}${rest}`,
    "cut out of a longer one": `${"x".repeat(100)}${value}${"x".repeat(1000)}`.slice(100, 100 + value.length),
    "in two bytes a letter": `€${value}`.slice(1),
    "made of bytes": Buffer.from(value).toString("latin1"),
  };
  for (const [how, text] of Object.entries(texts)) assert.equal(kw().verify(text), verdict, how);
});

test("a text of any length and alphabet is answered as with options, and the next one is not touched by it", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  const verdict = warm(kw(), value);
  const texts = ["", "x", value.slice(0, -1), `${value}x`, `${value} `, `${value}\0`, `${value.slice(0, -1)}é`];
  for (const letter of ["x", "é", "€", "😀", "\ud800"]) {
    const bytes = Buffer.byteLength(letter);
    // Around the longest key, the room that both halves share, and far beyond.
    for (const length of [1, 127, 128, 129, 254, 255, 256, 257, 300, 100_000]) {
      texts.push(letter.repeat(Math.max(Math.floor(length / bytes), 1)), letter.repeat(Math.ceil(length / bytes)));
    }
    texts.push(value + letter, letter + value, value.repeat(3), value + letter.repeat(1000));
  }
  for (const text of texts) {
    const { valid, reason } = kw().verify(text);
    assert.deepEqual([valid, reason], [false, kw().verify(text, {}).reason], `a text of ${text.length}`);
    assert.throws(() => kw().requireValid(text), { code: "denied" });
    assert.equal(kw().verify(value), verdict);
  }
});

test("no text stays in the memory that both halves see", async () => {
  const store = Keywright.openInMemory();
  const { value } = await store.user("alice").createApiKey({ description: "CI" });
  const seen = [];
  const { alloc } = Buffer;
  Buffer.alloc = (...given) => {
    seen.push(alloc(...given));
    return seen.at(-1);
  };
  try {
    store.verify(value);
  } finally {
    Buffer.alloc = alloc;
  }
  const [memory, ...others] = seen;
  assert.deepEqual([memory.length, others], [256, []]);
  const isEmpty = () => memory.subarray(1).every((byte) => byte === 0);
  assert.ok(isEmpty(), "from the store");
  for (const text of [value, value, value.slice(0, -1), "x".repeat(255), value.repeat(10)]) {
    store.verify(text);
    assert.ok(isEmpty(), `a text of ${text.length}`);
  }
  store.closeSync();
  assert.throws(() => store.verify(value), { code: "closed" });
  assert.ok(isEmpty(), "closed");
});

test("copies of the package in one process do not answer for each other", async () => {
  const require = createRequire(import.meta.url);
  const copy = () => {
    for (const name of Object.keys(require.cache)) if (name.endsWith(".js")) delete require.cache[name];
    return require("keywright").Keywright;
  };
  const classes = [copy(), copy()];
  assert.notEqual(classes[0], classes[1]);
  const stores = classes.map((one) => one.openInMemory());
  const keys = await Promise.all(stores.map((store) => store.user("alice").createApiKey({ description: "CI" })));
  const verdicts = stores.map((store, at) => warm(store, keys[at].value));
  for (let round = 0; round < 3; round += 1) {
    for (const at of [0, 1]) {
      assert.equal(stores[at].verify(keys[at].value), verdicts[at]);
      assert.equal(stores[at].verify(keys[1 - at].value).reason, "not_found");
    }
  }
  for (const store of stores) store.closeSync();
});

test("keys that share a place never share an object", async () => {
  // A build for development has 64 places, so that each is shared by several.
  const KEYS = 300;
  const owners = Array.from({ length: 10 }, (_, number) => kw().user(`owner-${number}`));
  const made = [];
  for (const owner of owners) {
    const keys = Array.from({ length: KEYS / owners.length }, () => ({ description: owner.id }));
    made.push(...(await owner.createApiKeys(keys)).map((created) => [created.value, created.id, owner.id]));
  }
  const check = ([value, id, owner]) => {
    const verdict = kw().verify(value);
    assert.deepEqual([verdict.apiKeyId, verdict.userId, verdict.apiKey.description], [id, owner, owner]);
    assert.equal(kw().verify(value).apiKeyId, id);
  };
  for (let round = 0; round < 3; round += 1) {
    for (const one of made) check(one);
    for (const one of [...made].reverse()) check(one);
    for (let at = 0; at < made.length; at += 1) check(made[(at * 7) % made.length]);
  }
  await owners[3].suspend();
  for (const one of made) {
    if (one[2] === "owner-3") assert.equal(kw().verify(one[0]).reason, "suspended");
    else check(one);
  }
});
