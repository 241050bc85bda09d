/** The tests of the application. Its store lives in memory, and no port is opened. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { storeForTests } from "keywright/testing";

import { createApp } from "./app.js";

const store = storeForTests({ beforeEach, afterEach });

test("a key lists the invoices of its owner, until it ends", async () => {
  const app = createApp(store());
  const { value } = await store()
    .user("alice")
    .createApiKey({ description: "CI", scopes: ["invoices:read"], expiresIn: "90d" });
  const call = async (path, headers) => (await app.request(path, { headers })).json();
  const key = { "X-Api-Key": value };
  assert.deepEqual(await call("/invoices", key), ["A-1", "A-2"]);
  assert.deepEqual(await call("/", key), { hello: "alice" });
  store().clock.advance({ days: 90 });
  assert.equal((await call("/invoices", key)).code, "expired");
  assert.deepEqual(await call("/"), { hello: "stranger" });
});
