/** Records: frozen, printable without secrets, JSON, and data only once they are copied. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { inspect } from "node:util";

import { ApiKey, CreatedApiKey, parse, Team, User } from "keywright";
import { storeForTests } from "keywright/testing";
import { coded } from "./support.mjs";

const kw = storeForTests({ beforeEach, afterEach });

function create() {
  return kw()
    .user("alice")
    .createApiKey({
      description: "CI",
      expiresIn: "90d",
      scopes: ["invoices:read"],
      metadata: { plan: "pro", created_at: "as it is", tags: ["a", { some_b: 1 }] },
      ipAllowList: ["192.0.2.0/24"],
    });
}

const text = (value) => typeof value === "string";
const number = (value) => typeof value === "number";
const boolean = (value) => typeof value === "boolean";
const date = (value) => value instanceof Date && !Number.isNaN(value.getTime());
const texts = (value) => Array.isArray(value) && value.every(text);
const object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const list = (shape) => (value) => Array.isArray(value) && value.every((one) => has(one, shape));
const orNull = (check) => (value) => value === null || check(value);

function has(value, shape) {
  const where = inspect(value);
  assert.deepEqual(Object.keys(value).sort(), Object.keys(shape).sort(), where);
  for (const [name, check] of Object.entries(shape)) {
    if (typeof check === "object") has(value[name], check);
    else assert.ok(check(value[name]), `${name} of ${where}`);
  }
  assert.ok(Object.isFrozen(value), where);
  return true;
}

const GENERATION = {
  id: text,
  number,
  lastFour: text,
  prefix: text,
  createdAt: date,
  firstUsedAt: orNull(date),
  retiresAt: orNull(date),
  retiresWhenUsed: boolean,
};
const KEY = {
  id: text,
  type: text,
  userId: orNull(text),
  teamId: orNull(text),
  description: text,
  status: text,
  isPublic: boolean,
  lastFour: text,
  scopes: texts,
  metadata: object,
  ipAllowList: texts,
  createdAt: date,
  createdBy: text,
  expiresAt: (value) => value === undefined || date(value),
  suspendedAt: orNull(date),
  suspendedBy: orNull(text),
  suspendReason: orNull(text),
  isOwnerSuspended: boolean,
  revokedAt: orNull(date),
  revokedBy: orNull(text),
  revokeReason: orNull(text),
  manuallyRevokedAt: orNull(date),
  generation: number,
  generations: list(GENERATION),
};
const STORED_KEY = { ...KEY, value: { lastFour: text } };
const VERDICT = {
  valid: boolean,
  reason: orNull(text),
  userId: orNull(text),
  teamId: orNull(text),
  apiKeyId: orNull(text),
  isPublic: boolean,
  retryAfter: orNull(number),
};
const OWNER = {
  id: text,
  displayName: orNull(text),
  metadata: object,
  createdAt: date,
  suspendedAt: orNull(date),
  suspendedBy: orNull(text),
};
const MEMBER = { teamId: text, userId: text, permissions: texts, createdAt: date };
const COUNTS = { valid: number, denied: object, wrongSecrets: number, unknown: number };
const SETTINGS = {
  allowUserApiKeys: boolean,
  allowTeamApiKeys: boolean,
  prefixes: texts,
  maxApiKeysPerUser: orNull(number),
  maxApiKeysPerTeam: orNull(number),
  maxLifetime: orNull(number),
  apiKeyHeader: orNull(text),
  creatorPermissions: texts,
  memberPermissions: texts,
  usageInterval: number,
  usageMinutesKept: number,
  usageHoursKept: number,
  usageDaysKept: orNull(number),
};
const STORE_INFO = {
  path: orNull(text),
  schema: number,
  oldestReader: number,
  freshness: text,
  fileSystem: orNull(text),
  sqliteVersion: text,
  keywrightVersion: text,
  lastSignal: number,
  memory: { keys: number, bytes: number, isResident: boolean, isWhole: boolean },
  flush: { waiting: number, dropped: number, lastFlushAt: orNull(date), lastError: orNull(text) },
  usage: {
    path: orNull(text),
    writtenAt: orNull(date),
    writes: number,
    waiting: number,
    lost: number,
    error: orNull(text),
    errorMessage: orNull(text),
  },
};

test("every field has the type that it promises", async () => {
  const created = await create();
  has(created, KEY);
  has(created.apiKey, STORED_KEY);
  const team = await kw().createTeam({ displayName: "Acme", id: "acme", creator: "bob" });
  await kw().actingAs("bob").team("acme").createApiKey({ description: "of the team" });
  has(team, OWNER);
  has(await kw().user("alice").update({ primaryEmail: "a@example.com" }), { ...OWNER, primaryEmail: text });
  has(kw().verify(created.value, { ip: "192.0.2.7" }), VERDICT);
  const rotated = await created.rotate();
  has(kw().verify(created.value, { ip: "192.0.2.7" }), VERDICT);
  await kw().flush();
  for (const member of await team.listMembers()) has(member, MEMBER);
  has(await team.previewRemoveMember("bob"), { member: MEMBER, apiKeys: list(STORED_KEY) });
  assert.equal((await team.previewRemoveMember("bob")).apiKeys.length, 1);
  for (const definition of await kw().listPermissionDefinitions()) {
    has(definition, { id: text, description: orNull(text), contains: texts });
  }
  has(await kw().settings(), SETTINGS);
  has(await kw().status(), STORE_INFO);
  const events = await kw().events();
  assert.ok(events.length > 3);
  for (const event of events) has(event, { number, at: date, verb: text, payload: object });
  const [signal] = await kw().signals();
  has(signal, { number, kind: text, about: text, at: date, evidence: object });
  has(await kw().warm(), { loaded: number, isWhole: boolean });
  has(await kw().checkIntegrity(), { problems: texts });
  has(await kw().pageApiKeys({ limit: 1 }), { items: list(STORED_KEY), nextCursor: text });
  has(await created.usageOfLast(2), {
    apiKeyId: text,
    step: text,
    points: list({ start: date, counts: COUNTS }),
    total: COUNTS,
    lastUsedAt: date,
    lastUsedIp: text,
    keptSince: orNull(date),
  });
  has((await kw().lastUsed([created.id])).get(created.id), { at: date, ip: text });
  has(await kw().sealStatus(), {
    isSealed: boolean,
    sealedWith: orNull(text),
    dataKeys: (value) => value.every(number),
    sealedRows: number,
    unsealedRows: number,
    acceptsUnsealed: boolean,
  });
  has(parse(created.value), { prefix: text, kind: text, id: text, createdAt: date, checksum: number, lastFour: text });
  has(await kw().explain(rotated.value), {
    verdict: VERDICT,
    gates: list({ gate: text, passed: orNull(boolean), saw: text }),
  });
  const { status, headers, body } = kw().verify("typo").http();
  assert.ok(number(status) && object(headers) && Object.values(headers).every(text) && text(body));
});

test("records can not be changed", async () => {
  const created = await create();
  for (const change of [
    () => Object.assign(created, { description: "another" }),
    () => created.scopes.push("invoices:write"),
    () => Object.assign(created.metadata, { plan: "free" }),
    () => created.metadata.tags.push("c"),
    () => delete created.metadata.tags[1].some_b,
    () => Object.assign(kw().verify("typo"), { valid: true }),
    () => Object.assign(created.generations[0], { lastFour: "xxxx" }),
    () => Object.assign(created, { value: "another" }),
  ]) {
    assert.throws(change, TypeError);
  }
  assert.deepEqual(created.metadata, { plan: "pro", created_at: "as it is", tags: ["a", { some_b: 1 }] });
});

test("the same record is equal to itself read again", async () => {
  const created = await create();
  assert.deepEqual(await kw().getApiKey(created.id), created.apiKey);
  assert.notDeepEqual(await created.suspend(), created.apiKey);
});

test("no print, JSON or clone shows a secret", async () => {
  const created = await create();
  const secret = created.value.split("_").at(-1).slice(22, 49);
  const verdict = kw().verify(created.value, { ip: "192.0.2.7" });
  for (const record of [created, created.apiKey, verdict, kw(), [created], { created }, await created.rotate()]) {
    for (const options of [{}, { customInspect: false }, { showHidden: true, depth: 9, getters: false }]) {
      assert.ok(!inspect(record, options).includes(secret));
    }
    assert.ok(!String(record).includes(secret));
    assert.ok(!JSON.stringify(record).includes(secret));
    assert.ok(!inspect(structuredClone(record)).includes(secret));
    assert.ok(!inspect({ ...record }).includes(secret));
  }
  assert.equal(JSON.parse(JSON.stringify(created)).value, "[shown once: send created.value]");
  assert.match(inspect(created), /value: '\[shown once: send created\.value\]'/);
  assert.equal(typeof created.value, "string", "asked for by name, it is there");
});

test("a copy is data only and its methods answer closed", async () => {
  const created = await create();
  const user = await kw().getUser("alice");
  assert.equal(structuredClone(created.apiKey).description, "CI");
  for (const record of [created, created.apiKey, user]) {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(record)), { ...record });
    await assert.rejects(copy.update({}), coded("closed"));
  }
  assert.throws(() => Object.create(ApiKey.prototype, { status: { value: "active" } }).isValid(), coded("closed"));
  await assert.rejects(Object.create(Team.prototype).delete(), coded("closed"));
  await assert.rejects(Object.create(User.prototype).listApiKeys(), coded("closed"));
  assert.equal(kw().verify(created.value, { ip: "192.0.2.7" }).valid, true);
});

test("every record becomes JSON", async () => {
  const created = await create();
  const told = JSON.parse(JSON.stringify(created.apiKey));
  assert.deepEqual(
    [told.type, told.createdAt, told.expiresAt, told.scopes, told.value],
    ["user", "2027-01-01T00:00:00.000Z", "2027-04-01T00:00:00.000Z", ["invoices:read"], { lastFour: created.lastFour }],
  );
  const verdict = kw().verify(created.value, { ip: "192.0.2.7" });
  assert.equal(JSON.parse(JSON.stringify(verdict)).apiKey.id, created.id);
  assert.equal(JSON.parse(JSON.stringify(kw().verify("typo"))).apiKey, null);
});

test("values are those of JavaScript", async () => {
  const created = await create();
  assert.deepEqual(created.createdAt, new Date("2027-01-01T00:00:00Z"));
  assert.deepEqual(created.expiresAt, new Date("2027-04-01T00:00:00Z"));
  assert.equal((await kw().user("alice").createApiKey({ description: "for ever" })).expiresAt, undefined);
  assert.ok(created instanceof CreatedApiKey && created.apiKey instanceof ApiKey);
});

test("a record of a checked surface stays checked", async () => {
  const alice = kw().actingAs("alice");
  const key = await alice.user("alice").createApiKey({ description: "CI" });
  assert.equal(key.createdBy, "user:alice");
  await assert.rejects(key.purge(), coded("permission_denied"));
  await assert.rejects((await key.suspend()).update({ metadata: {} }), coded("permission_denied"));
  for (const record of [await alice.getUser("alice"), alice.user("alice")]) {
    await assert.rejects(record.suspend(), coded("permission_denied"));
  }
  await (await kw().getApiKey(key.id)).purge();
});

test("a record of a verdict acts as the server", async () => {
  const verdict = kw().verify((await create()).value, { ip: "192.0.2.7" });
  assert.equal(verdict.apiKey, verdict.apiKey, "made once");
  assert.equal((await verdict.apiKey.revoke({ reason: "leaked" })).revokedBy, "server");
});

test("a kept record asks the clock whether it is valid", async () => {
  const created = await create();
  assert.equal(created.whyInvalid(), null);
  kw().clock.advance({ days: 91 });
  assert.equal(created.whyInvalid(), "expired");
  assert.equal(created.isValid(), false);
  assert.equal(created.status, "active", "what was read stays as it was read");
  const key = await kw().user("alice").createApiKey({ description: "CI" });
  assert.equal((await key.suspend()).whyInvalid(), "suspended");
  assert.equal((await key.revoke()).whyInvalid(), "manually-revoked");
});
