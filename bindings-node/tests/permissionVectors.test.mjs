/** Permissions against `tests/vectors/permission.json`. The file says itself how a test is run. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { storeForTests } from "keywright/testing";
import { camel, coded, vectors } from "./support.mjs";

const store = storeForTests({ beforeEach, afterEach });

const STEPS = {
  define: (kw, { id, contains }) => kw.definePermission(id, { contains }),
  rename: (kw, { id, new_id }) => kw.renamePermission(id, new_id),
  delete: (kw, permission) => kw.deletePermission(permission),
  create_team: (kw, creator) => kw.createTeam({ displayName: "Acme", id: "acme", creator }),
  join: (kw, user) => kw.team("acme").addMember(user),
  leave: (kw, user) => kw.team("acme").removeMember(user),
  set_member: (kw, { user, permissions }) => kw.team("acme").addMember(user, { permissions }),
  grant: (kw, { user, permission }) => kw.team("acme").grantPermission(user, permission),
  ungrant: (kw, { user, permission }) => kw.team("acme").revokePermission(user, permission),
  settings: (kw, changes) =>
    kw.updateSettings(Object.fromEntries(Object.entries(changes).map(([name, value]) => [camel(name), value]))),
};

async function take(kw, { refused, ...step }) {
  const [[verb, value]] = Object.entries(step);
  if (refused === undefined) {
    await STEPS[verb](kw, value);
    return;
  }
  const before = await kw.events(0, { limit: 10_000 });
  await assert.rejects(async () => STEPS[verb](kw, value), coded(refused));
  assert.deepEqual(await kw.events(0, { limit: 10_000 }), before);
}

async function ask(kw, { user, stated, refused, holds, lacks, manages_keys }) {
  const teamPermissions = stated === undefined ? undefined : { acme: stated };
  if (refused !== undefined) {
    assert.throws(() => kw.actingAs(user, { teamPermissions }), coded(refused));
    return;
  }
  const acting = kw.actingAs(user, { teamPermissions });
  for (const surface of stated === undefined ? [acting, kw] : [acting]) {
    const team = surface.team("acme");
    assert.deepEqual(await team.listPermissions(user), holds);
    for (const permission of holds) assert.equal(await team.hasPermission(user, permission), true);
    for (const permission of lacks) assert.equal(await team.hasPermission(user, permission), false);
  }
  if (manages_keys) assert.deepEqual(await acting.team("acme").listApiKeys(), []);
  else await assert.rejects(acting.team("acme").listApiKeys(), coded("not_found"));
}

for (const { id, comment, steps, ask: questions } of vectors("permission").tests) {
  test(`every question is answered as expected: ${id} (${comment})`, async () => {
    for (const step of steps) await take(store(), step);
    for (const question of questions) await ask(store(), question);
  });
}
