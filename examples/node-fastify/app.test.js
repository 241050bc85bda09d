/** The tests of the application. Its store lives in memory, and no port is opened. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { storeForTests } from "keywright/testing";

import { createApp } from "./app.js";

const store = storeForTests({ beforeEach, afterEach });

test("a key lists the invoices of its owner, until it is revoked", async () => {
  const fastify = await createApp({ keywright: store() });
  const created = await store()
    .user("alice")
    .createApiKey({ description: "CI", scopes: ["invoices:read"] });
  const call = (url) => fastify.inject({ url, headers: { "x-api-key": created.value } });
  assert.deepEqual((await call("/invoices")).json(), ["A-1", "A-2"]);
  assert.deepEqual((await call("/")).json(), { hello: "alice" });
  await created.revoke();
  assert.equal((await call("/invoices")).json().code, "revoked");
  assert.deepEqual((await fastify.inject("/")).json(), { hello: "stranger" });
});
