/** What is taken as an argument, and what is said of anything else. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { storeForTests } from "keywright/testing";
import { coded } from "./support.mjs";

const kw = storeForTests({ beforeEach, afterEach });
const DAY = 86_400_000;

test("ids are texts, whole numbers and bigints", () => {
  for (const [given, text] of [
    ["alice", "alice"],
    [42, "42"],
    [-1, "-1"],
    [2n ** 70n, String(2n ** 70n)],
  ]) {
    assert.equal(kw().user(given).id, text);
    assert.equal(kw().team(given).id, text);
  }
  for (const wrong of [null, undefined, true, ["alice"], {}, Symbol("alice"), () => "alice", Buffer.from("alice")]) {
    assert.throws(() => kw().user(wrong), TypeError);
    assert.throws(() => kw().actingAs(wrong), TypeError);
  }
  for (const wrong of [1.5, Number.NaN, 2 ** 60, Number.POSITIVE_INFINITY]) {
    assert.throws(() => kw().user(wrong), coded("invalid_argument"));
  }
});

test("the id of a key is its text", async () => {
  const { id } = await kw().user("alice").createApiKey({ description: "CI" });
  assert.equal((await kw().getApiKey(id.toUpperCase())).id, id);
  assert.equal(kw().apiKey(id).id, id);
  await assert.rejects(kw().getApiKey("00000000-0000-0000-0000-000000000000"), coded("not_found"));
  await assert.rejects(kw().getApiKey("no id"), coded("invalid_argument"));
  assert.throws(() => kw().apiKey("no id"), coded("invalid_argument"));
  await assert.rejects(kw().getApiKey(7), TypeError);
});

test("an instant is a date", async () => {
  const key = await kw().user("alice").createApiKey({ description: "CI" });
  for (const wrong of ["2030-01-01T00:00:00Z", 1_900_000_000_000, {}, null]) {
    await assert.rejects(key.usage(wrong, new Date()), TypeError);
    await assert.rejects(kw().revokeAll({ createdBefore: wrong }), TypeError);
    assert.throws(() => kw().clock.set(wrong), TypeError);
  }
  const none = new Date(Number.NaN);
  await assert.rejects(key.update({ expiresAt: none }), coded("invalid_argument"));
  assert.throws(() => kw().clock.set(none), coded("invalid_argument"));
});

test("a number is never taken for an instant", async () => {
  const user = kw().user("alice");
  await assert.rejects(user.createApiKey({ description: "CI", expiresAt: Date.now() + DAY }), TypeError);
  assert.deepEqual(await user.listApiKeys(), []);
});

test("a duration is milliseconds or a text", async () => {
  const user = kw().user("alice");
  const lives = async (key) => (await user.createApiKey({ description: "CI", ...key })).expiresAt - kw().now();
  assert.equal(await lives({ expiresIn: DAY }), DAY);
  assert.equal(await lives({ expiresIn: "1d" }), DAY);
  assert.equal(await lives({ expiresAt: "90d" }), 90 * DAY);
  assert.equal(await lives({ expiresIn: "45s" }), 45_000);
  assert.equal(await lives({ expiresIn: "30m" }), 1_800_000);
  assert.equal(await lives({ expiresIn: "12h" }), DAY / 2);
  assert.equal(await lives({ expiresIn: "1w" }), 7 * DAY);
  assert.equal(await lives({ expiresIn: "1y" }), 365 * DAY);
  assert.equal(await lives({ expiresIn: 1500.9 }), 1500);
  for (const wrong of ["", "90", "d", "-1d", "1.5d", "90 d", "90D", "1mo", "١d", -1, Number.NaN, Number.MAX_VALUE]) {
    await assert.rejects(user.createApiKey({ description: "CI", expiresIn: wrong }), coded("invalid_argument"));
  }
  for (const wrong of [true, {}, [], new Date()]) {
    await assert.rejects(user.createApiKey({ description: "CI", expiresIn: wrong }), TypeError);
  }
});

test("an end that means nothing is refused", async () => {
  const user = kw().user("alice");
  for (const wrong of [
    { expiresIn: 0 },
    { expiresAt: kw().now() },
    { expiresAt: new Date(1_900_000_000) },
    { expiresIn: "1d", expiresAt: new Date("2030-01-01") },
  ]) {
    await assert.rejects(user.createApiKey({ description: "CI", ...wrong }), coded("invalid_argument"));
  }
  assert.deepEqual(await user.listApiKeys(), []);
});

test("never is told from not given", async () => {
  const key = await kw().user("alice").createApiKey({ description: "CI", expiresIn: "1d" });
  assert.deepEqual((await key.update({ description: "other" })).expiresAt, key.expiresAt);
  assert.deepEqual((await key.update({ expiresAt: undefined })).expiresAt, key.expiresAt);
  assert.equal((await key.update({ expiresAt: null })).expiresAt, undefined);
  const named = await kw().user("alice").update({ displayName: "Alice", primaryEmail: "a@example.com" });
  const cleared = await named.update({ primaryEmail: null, displayName: undefined });
  assert.deepEqual([cleared.displayName, cleared.primaryEmail], ["Alice", null]);
});

test("lists of texts are anything iterable but a text", async () => {
  const user = kw().user("alice");
  function* generated() {
    yield "a:b";
  }
  for (const scopes of [["a:b"], new Set(["a:b"]), generated()]) {
    assert.deepEqual((await user.createApiKey({ description: "CI", scopes })).scopes, ["a:b"]);
  }
  for (const wrong of ["a:b", [1], 7, [null], {}, null]) {
    if (wrong !== null) await assert.rejects(user.createApiKey({ description: "CI", scopes: wrong }), TypeError);
    assert.throws(() => kw().verify("typo", { scopes: wrong }), TypeError);
  }
  await assert.rejects(user.createApiKey({ description: "CI", scopes: ["no scope"] }), coded("invalid_argument"));
});

test("metadata is an object that JSON can hold", async () => {
  const user = kw().user("alice");
  for (const metadata of [{}, { a: null, b: [1, 2.5, "ü🦀"], c: { d: true } }, { __proto__: null, a: "b" }]) {
    const key = await user.createApiKey({ description: "CI", metadata });
    assert.deepEqual({ ...key.metadata }, { ...metadata });
  }
  for (const wrong of [
    [],
    "text",
    7,
    null,
    { a: () => 1 },
    { a: 1n },
    { a: undefined },
    { a: new Date() },
    { a: new Map() },
  ]) {
    await assert.rejects(user.createApiKey({ description: "CI", metadata: wrong }), TypeError);
  }
  const circle = {};
  circle.self = { circle };
  for (const wrong of [{ a: Number.NaN }, { a: "x".repeat(5000) }, circle]) {
    await assert.rejects(user.createApiKey({ description: "CI", metadata: wrong }), coded("invalid_argument"));
  }
});

test("addresses are texts, with or without a zone", async () => {
  const ipAllowList = ["192.0.2.0/24", "2001:db8::/32", "fe80::/10"];
  const { value } = await kw().user("alice").createApiKey({ description: "CI", ipAllowList });
  for (const ip of ["192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7", "fe80::1%eth0"]) {
    assert.equal(kw().verify(value, { ip }).valid, true, ip);
  }
  assert.equal(kw().verify(value).reason, "ip_denied");
  assert.equal(kw().verify(value, { ip: undefined }).reason, "ip_denied");
  for (const ip of ["", "localhost", "192.0.2.7:80", "192.0.2.0/24"]) {
    assert.throws(() => kw().verify(value, { ip }), coded("invalid_argument"));
  }
  for (const ip of [3221225991, null, Buffer.from("192.0.2.7")]) {
    assert.throws(() => kw().verify(value, { ip }), TypeError);
  }
});

test("whatever is presented as a key gets a verdict or a type error", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  assert.equal(kw().verify(value).valid, true);
  assert.equal(kw().verify(Buffer.from(value)).valid, true);
  assert.equal(kw().verify(new TextEncoder().encode(value)).valid, true);
  const bytes = new Uint8Array(value.length + 8);
  bytes.set(Buffer.from(value), 8);
  assert.equal(kw().verify(bytes.subarray(8)).valid, true, "a view is read where it begins");
  const denied = [
    null,
    undefined,
    "",
    ` ${value}`,
    "\ud800",
    "\0",
    "x".repeat(10 ** 6),
    Buffer.from([0xff, 0xfe]),
    `${value}\udcff`,
  ];
  for (const presented of denied) assert.equal(kw().verify(presented).reason, "malformed");
  for (const wrong of [7, {}, [value], true, Symbol("key"), () => value, new String(value)]) {
    assert.throws(
      () => kw().verify(wrong),
      (error) => error instanceof TypeError && !error.message.includes(value),
    );
    assert.throws(() => kw().requireValid(wrong), TypeError);
  }
  await assert.rejects(kw().verifyAsync(7), TypeError);
  await assert.rejects(kw().getUser({ apiKey: 7 }), TypeError);
});

test("words are texts of a closed set", async () => {
  const created = await kw().team("acme").createApiKey({ description: "CI", isPublic: true });
  assert.equal(kw().verify(created.value, { ownerType: "team" }).valid, true);
  assert.equal(kw().verify(created.value, { accept: "secret" }).reason, "wrong_type");
  assert.equal((await kw().listApiKeys({ status: "active" })).length, 1);
  assert.throws(() => kw().verify(created.value, { ownerType: "TEAM" }), coded("invalid_argument"));
  assert.throws(() => kw().verify(created.value, { accept: "none" }), coded("invalid_argument"));
  for (const call of [
    () => kw().listApiKeys({ status: "dead" }),
    () => created.rotate({ grace: "forever" }),
    () => created.usageOfLast(1, { step: "week" }),
    () => kw().team("acme").removeMember("bob", { teamKeys: "burn" }),
  ]) {
    await assert.rejects(call(), coded("invalid_argument"));
  }
});

test("headers are Headers, an object, pairs or the flat list of Node", async () => {
  const { value } = await kw().user("alice").createApiKey({ description: "CI" });
  for (const headers of [
    { "X-Api-Key": value },
    { "x-api-key": [value], cookie: ["a", "b"], missing: undefined },
    new Headers({ "x-api-key": value }),
    new Map([["x-api-key", value]]),
    [["X-API-KEY", value]],
    ["Host", "localhost", "X-Api-Key", value],
  ]) {
    assert.equal(kw().authenticate(headers).userId, "alice");
    assert.equal(kw().extractApiKey(headers), value);
  }
  for (const headers of [{}, [], new Headers()]) assert.equal(kw().authenticate(headers).reason, "missing");
  assert.equal(kw().extractApiKey({}), null);
  assert.throws(() => kw().extractApiKey({ "x-api-key": "typo" }), coded("invalid_argument"));
  for (const wrong of ["X-Api-Key: x", 7, null, undefined, ["X-Api-Key"], { "X-Api-Key": 7 }, [["a"]], [[1, "b"]]]) {
    assert.throws(() => kw().authenticate(wrong), TypeError);
  }
});

test("an owner is a handle or a record", async () => {
  await kw().user("alice").createApiKey({ description: "CI" });
  await (await kw().createTeam({ displayName: "Acme", id: "acme" })).createApiKey({ description: "CI" });
  for (const owner of [
    kw().user("alice"),
    await kw().getUser("alice"),
    kw().team("acme"),
    await kw().getTeam("acme"),
  ]) {
    assert.equal((await kw().listApiKeys({ owner })).length, 1);
  }
  for (const wrong of ["alice", 7, kw(), {}]) await assert.rejects(kw().listApiKeys({ owner: wrong }), TypeError);
});

test("nothing named is never everything", async () => {
  await kw().user("alice").createApiKey({ description: "CI" });
  await assert.rejects(kw().revokeAll({}), coded("invalid_argument"));
  await assert.rejects(kw().revokeAll(), coded("invalid_argument"));
  await assert.rejects(kw().revokeAll({ reason: "all of them" }), coded("invalid_argument"));
  await assert.rejects(kw().getUser(), TypeError);
  await assert.rejects(kw().getTeam({}), TypeError);
  assert.equal(await kw().getUser({ apiKey: undefined }), null);
});

test("an option of no known name is refused", async () => {
  const user = kw().user("alice");
  const key = await user.createApiKey({ description: "CI" });
  assert.throws(() => kw().verify("typo", { scope: ["a:b"] }), TypeError);
  assert.throws(() => kw().verify("typo", "user"), TypeError);
  assert.throws(() => kw().authenticate({}, { scopes: [], ips: "192.0.2.7" }), TypeError);
  for (const call of [
    () => user.createApiKey({ description: "CI", expireIn: "90d" }),
    () => user.createApiKey("CI"),
    () => user.createApiKey(),
    () => key.update({ revoked: true }),
    () => key.revoke("leaked"),
    () => kw().updateSettings({ allowUserApiKey: false }),
    () => kw().getUser({ apiKey: "typo", ownerType: "user" }),
  ]) {
    await assert.rejects(call(), TypeError);
  }
  assert.equal((await user.listApiKeys()).length, 1);
});

test("numbers that count are whole and in their range", async () => {
  const key = await kw().user("alice").createApiKey({ description: "CI" });
  for (const wrong of [-1, 1.5, Number.NaN, 2 ** 40]) {
    await assert.rejects(key.usageOfLast(wrong), coded("invalid_argument"));
    await assert.rejects(kw().pageApiKeys({ limit: wrong }), coded("invalid_argument"));
    await assert.rejects(kw().updateSettings({ maxApiKeysPerUser: wrong }), coded("invalid_argument"));
  }
  for (const wrong of [-1, 1.5, 2 ** 60]) await assert.rejects(kw().events(wrong), coded("invalid_argument"));
  await assert.rejects(kw().events("1"), TypeError);
  assert.equal((await kw().events(2 ** 50)).length, 0);
  await assert.rejects(kw().pageApiKeys({ limit: 0 }), coded("invalid_argument"));
});
