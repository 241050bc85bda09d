/** The tests of the application. Its store lives in memory, and its clock moves when a test says so. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import { storeForTests } from "keywright/testing";

import { createApp } from "./app.js";

const store = storeForTests({ beforeEach, afterEach });
let server;

beforeEach(async () => {
  server = createApp(store()).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function call(path, { headers, ...more } = {}) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    ...more,
    headers: { "Content-Type": "application/json", ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

const bearer = (value) => ({ headers: { Authorization: `Bearer ${value}` } });
const withKey = (value) => ({ headers: { "X-Api-Key": value } });
const makeKey = (user) =>
  store()
    .user(user)
    .createApiKey({ description: "CI", scopes: ["invoices:read"], expiresIn: "90d" });

async function session() {
  const { body } = await call("/session", { method: "POST", body: JSON.stringify({ user: "alice" }) });
  return bearer(body.token);
}

test("an expired key is refused the moment it ends", async () => {
  const { value } = await makeKey("alice");
  assert.deepEqual((await call("/invoices", withKey(value))).body, ["A-1", "A-2"]);
  store().clock.advance({ days: 90, seconds: -1 });
  assert.equal((await call("/invoices", withKey(value))).status, 200);
  store().clock.advance({ seconds: 1 });
  const { status, body } = await call("/invoices", withKey(value));
  assert.deepEqual([status, body.code], [401, "expired"]);
});

test("a user makes a key, uses it and revokes it", async () => {
  const signedIn = await session();
  const made = await call("/keys", { ...signedIn, method: "POST", body: JSON.stringify({ description: "laptop" }) });
  assert.equal(made.status, 201);
  assert.deepEqual((await call("/invoices", withKey(made.body.value))).body, ["A-1", "A-2"]);
  assert.deepEqual(
    (await call("/keys", signedIn)).body.map(({ description }) => description),
    ["laptop"],
  );
  assert.equal((await call(`/keys/${made.body.apiKey.id}`, { ...signedIn, method: "DELETE" })).status, 204);
  const { status, body } = await call("/invoices", withKey(made.body.value));
  assert.deepEqual([status, body.code], [401, "revoked"]);
});

test("nobody revokes the key of another", async () => {
  const ofBob = await makeKey("bob");
  assert.equal((await call(`/keys/${ofBob.id}`, { ...(await session()), method: "DELETE" })).status, 404);
  assert.deepEqual((await call("/invoices", withKey(ofBob.value))).body, ["B-1"]);
});

test("a session reads invoices too, and a key makes no keys", async () => {
  assert.deepEqual((await call("/invoices", await session())).body, ["A-1", "A-2"]);
  const { value } = await makeKey("alice");
  assert.equal((await call("/invoices", bearer(value))).status, 200);
  assert.equal((await call("/keys", { ...bearer(value), method: "POST", body: "{}" })).status, 401);
});
