/** The seven scenarios of Stack Auth's own SDK tests: the same steps, with `keywright.user(id)` in place of a sign-up. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { storeForTests } from "keywright/testing";

const serverApp = storeForTests({ beforeEach, afterEach });

async function signUp(id) {
  await serverApp()
    .user(id)
    .update({ primaryEmail: `${id}@example.com` });
  return serverApp().actingAs(id).user(id);
}

const inDays = (days) => new Date(serverApp().now().getTime() + days * 86_400_000);

test("should be able to create and update user api keys", async () => {
  const user = await signUp("alice");
  const apiKey = await user.createApiKey({ description: "test", expiresAt: inDays(30) });
  assert.deepEqual(
    [typeof apiKey.value, apiKey.description, apiKey.manuallyRevokedAt, apiKey.type, apiKey.userId],
    ["string", "test", null, "user", "alice"],
  );
  const [listed] = await user.listApiKeys();
  assert.deepEqual(listed.value, { lastFour: apiKey.value.slice(-4) });
  assert.deepEqual([listed.id, listed.expiresAt], [apiKey.id, apiKey.expiresAt]);

  await listed.update({ description: "test2" });
  const [updated] = await user.listApiKeys();
  assert.deepEqual([updated.description, updated.expiresAt], ["test2", apiKey.expiresAt]);
});

test("should be able to get user by api key from server app", async () => {
  const user = await signUp("alice");
  const apiKey = await user.createApiKey({ description: "test", expiresAt: null });
  const found = await serverApp().getUser({ apiKey: apiKey.value });
  assert.deepEqual([found?.id, found?.primaryEmail], ["alice", "alice@example.com"]);
});

test("should be able to revoke an API key from the client and server should not be able to get the user", async () => {
  const user = await signUp("alice");
  const apiKey = await user.createApiKey({ description: "test", expiresAt: null });
  assert.equal(apiKey.isValid(), true);
  await apiKey.revoke();
  const [listed] = await user.listApiKeys();
  assert.equal(listed.isValid(), false);
  assert.equal(listed.whyInvalid(), "manually-revoked");
  assert.ok(listed.manuallyRevokedAt instanceof Date);
  assert.equal(await serverApp().getUser({ apiKey: apiKey.value }), null);
});

test("should be able to revoke an API key from the server", async () => {
  const user = await signUp("alice");
  const apiKey = await user.createApiKey({ description: "test", expiresAt: null });
  const serverUser = await serverApp().getUser({ apiKey: apiKey.value });
  const [ofServer] = await serverUser.listApiKeys();
  await ofServer.revoke();
  const [listed] = await user.listApiKeys();
  assert.equal(listed.isValid(), false);
  assert.equal(await serverApp().getUser({ apiKey: apiKey.value }), null);
});

test("should be able to create a team, add an API key, and get the team from the API key", async () => {
  await signUp("alice");
  const team = await serverApp().actingAs("alice").createTeam({ displayName: "Acme" });
  const apiKey = await team.createApiKey({ description: "test", expiresAt: inDays(30) });
  assert.deepEqual([apiKey.type, apiKey.teamId, apiKey.isValid()], ["team", team.id, true]);
  const found = await serverApp().getTeam({ apiKey: apiKey.value });
  assert.deepEqual([found?.id, found?.displayName], [team.id, "Acme"]);
});

test("should not be able to get a user with a team API key", async () => {
  const team = await serverApp().createTeam({ displayName: "Acme" });
  const apiKey = await team.createApiKey({ description: "test", expiresAt: null });
  assert.equal(await serverApp().getUser({ apiKey: apiKey.value }), null);
});

test("should not allow team members without manage API key permission to manage team API keys", async () => {
  await signUp("alice");
  await signUp("bob");
  const team = await serverApp().actingAs("alice").createTeam({ displayName: "Acme" });
  await team.createApiKey({ description: "of the owner", expiresAt: null });
  await serverApp().team(team.id).addMember("bob");
  const ofMember = serverApp().actingAs("bob").team(team.id);
  await assert.rejects(ofMember.createApiKey({ description: "of a member", expiresAt: null }));
  await assert.rejects(ofMember.listApiKeys());
});
