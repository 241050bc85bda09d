/** The exemplar store in Node: writes it, and checks what another language wrote. See `expected.json`. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { Keywright } from "../../bindings-node/dist/index.mjs";

async function write(kw, expected) {
  const { api_key_header: apiKeyHeader, max_api_keys_per_team: maxApiKeysPerTeam } = expected.settings;
  await kw.updateSettings({ apiKeyHeader, maxApiKeysPerTeam });
  for (const { id, contains, description } of expected.permissions) {
    await kw.definePermission(id, { contains, ...(description === null ? {} : { description }) });
  }
  for (const { id, display_name: displayName, primary_email: primaryEmail, metadata } of expected.users) {
    const changes = Object.entries({ displayName, primaryEmail, metadata }).filter(([, value]) => value !== null);
    await kw.user(id).update(Object.fromEntries(changes));
  }
  for (const { id, display_name: displayName, metadata, members } of expected.teams) {
    const team = await kw.createTeam({ id, displayName });
    await team.update({ metadata });
    await team.setMembers(members);
  }
  const values = {};
  for (const { name, owner, ends, reason, ...key } of expected.keys) {
    const handle = owner.type === "user" ? kw.user(owner.id) : kw.team(owner.id);
    const created = await handle.createApiKey({
      description: key.description,
      isPublic: key.is_public,
      scopes: key.scopes,
      metadata: key.metadata,
      ipAllowList: key.ip_allow_list,
      expiresAt: key.expires_at === null ? null : new Date(key.expires_at),
    });
    values[name] = created.value;
    if (ends === "revoked") await created.revoke({ reason });
    if (ends === "suspended") await created.suspend({ reason });
    if (ends === "rotated" || ends === "retired") {
      values[`${name}/first`] = created.value;
      values[name] = (await created.rotate({ grace: ends === "rotated" ? "1h" : "now" })).value;
    }
  }
  return values;
}

async function check(kw, expected, values) {
  const settings = await kw.settings();
  assert.equal(settings.prefixes[0], expected.settings.prefix);
  assert.equal(settings.apiKeyHeader, expected.settings.api_key_header);
  assert.equal(settings.maxApiKeysPerTeam, expected.settings.max_api_keys_per_team);
  const definitions = await kw.listPermissionDefinitions();
  for (const { id, description, contains } of expected.permissions) {
    const found = definitions.find((definition) => definition.id === id);
    assert.deepEqual([found.description, [...found.contains]], [description, contains]);
  }
  for (const { id, display_name, primary_email, metadata } of expected.users) {
    const found = await kw.getUser(id);
    assert.deepEqual([found.displayName, found.primaryEmail, plain(found.metadata)], [display_name, primary_email, metadata]);
  }
  for (const { id, display_name, metadata, members } of expected.teams) {
    const found = await kw.getTeam(id);
    assert.deepEqual([found.displayName, plain(found.metadata)], [display_name, metadata]);
    const listed = (await found.listMembers()).map(({ userId, permissions }) => [userId, [...permissions].sort()]);
    const wanted = Object.entries(members).map(([userId, permissions]) => [userId, [...permissions].sort()]);
    assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(wanted));
  }
  for (const { team, user, permission, answer } of expected.holds) {
    assert.equal(await kw.team(team).hasPermission(user, permission), answer);
  }
  for (const key of expected.keys) await checkKey(kw, key, values);
}

async function checkKey(kw, { name, owner, ends, ...key }, values) {
  const asked = key.ip === null ? {} : { ip: key.ip };
  const verdict = kw.verify(values[name], asked);
  const isDenied = ends === "revoked" || ends === "suspended";
  assert.equal(verdict.reason, isDenied ? ends : null, name);
  const isRotated = ends === "rotated" || ends === "retired";
  if (isRotated) assert.equal(kw.verify(values[`${name}/first`], asked).reason, ends === "retired" ? "rotated" : null, name);
  const found = await kw.getApiKey(verdict.apiKeyId);
  if (verdict.valid) assert.equal(verdict.apiKey.id, found.id, name);
  assert.deepEqual([found.type, found.userId ?? found.teamId], [owner.type, owner.id], name);
  assert.deepEqual([found.description, found.isPublic, plain(found.metadata)], [key.description, key.is_public, key.metadata], name);
  assert.deepEqual([...found.scopes].sort(), [...key.scopes].sort(), name);
  assert.deepEqual([...found.ipAllowList].sort(), [...key.ip_allow_list].sort(), name);
  assert.equal(found.expiresAt?.toISOString() ?? null, key.expires_at, name);
  assert.deepEqual([found.createdBy, found.lastFour], ["server", values[name].slice(-4)], name);
  assert.equal(found.status, isDenied ? ends : "active", name);
  assert.equal(found.revokeReason ?? found.suspendReason, key.reason, name);
  assert.deepEqual([found.generation, found.generations.length], isRotated ? [2, 2] : [1, 1], name);
}

/** Frozen records compare as what they hold. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

const [verb, store, expectedPath, valuesPath] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedPath, "utf8"));
const kw = await Keywright.open(store, verb === "write" ? { prefix: expected.settings.prefix } : { existing: true });
if (verb === "write") writeFileSync(valuesPath, JSON.stringify(await write(kw, expected)));
else await check(kw, expected, JSON.parse(readFileSync(valuesPath, "utf8")));
await kw.close();
