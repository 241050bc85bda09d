/** What every integration with a web framework has to do, tested over real HTTP on this machine. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { mock, test } from "node:test";

import { Keywright, KeywrightError } from "keywright";
import { openForTests } from "keywright/testing";
import { storePath } from "./support.mjs";

/** A token as sessions have it: three parts, and no key. */
export const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

export const bearer = (value) => ({ Authorization: `Bearer ${value}` });

/** Listens on a free port of this machine, and returns how to call and to close. */
export async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref(); // A test that fails before its end does not keep the process.
  const { port } = server.address();
  return {
    call: (path, headers) => call(port, path, headers),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Makes a request. Headers may be a flat list, which can hold a name twice. */
export async function call(port, path, headers = {}, { method = "GET", body } = {}) {
  const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false });
  asked.end(body);
  const [response] = await once(asked, "response");
  response.setEncoding("utf8");
  let text = "";
  for await (const part of response) text += part;
  const isJson = (response.headers["content-type"] ?? "").includes("json");
  return { status: response.statusCode, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** Sees that an answer is the one of the core, to the letter. */
export function same({ status, headers, text }, wanted) {
  assert.deepEqual([status, text], [wanted.status, wanted.body]);
  for (const [name, value] of Object.entries(wanted.headers)) assert.equal(headers[name.toLowerCase()], value, name);
}

/**
 * The tests of an integration.
 *
 * `serve(keywright, { onError })` starts a server and returns `{ call, close }`. Its routes are `/invoices`, which needs
 * `invoices:read` and answers `{ user, team }`; `/either`, whose key is optional and which answers `{ user }` or
 * `{ session }` with what `Authorization` holds; `/teams`, for secret keys of teams, which answers `{ team }`; `/fails`, which
 * fails with a valid key. Without a store it has none. `seesRawHeaders`: two `Authorization` headers are two.
 */
export function suite(requireApiKey, serve, { seesRawHeaders }) {
  const run = (name, work, options) =>
    test(name, async () => {
      const kw = openForTests();
      const server = await serve(kw, options ?? {});
      try {
        await work(kw, server.call);
      } finally {
        await server.close();
        await kw.close();
      }
    });
  const create = (kw, more) =>
    kw.user("alice").createApiKey({ description: "CI", scopes: ["invoices:*"], expiresIn: "90d", ...more });

  run("a valid key reaches the route", async (kw, call) => {
    const { value } = await create(kw);
    for (let round = 0; round < 3; round += 1) {
      for (const headers of [bearer(value), { "X-Api-Key": value }, { "x-stack-api-key": value }]) {
        const { status, json } = await call("/invoices", headers);
        assert.deepEqual([status, json], [200, { user: "alice", team: null }]);
      }
    }
  });

  run("a key is never taken from the query string", async (kw, call) => {
    const { value } = await create(kw);
    assert.equal((await call(`/invoices?api_key=${value}&authorization=Bearer%20${value}`)).status, 401);
  });

  run("every denial is answered as the core says", async (kw, call) => {
    const created = await create(kw);
    const wrong = await create(kw, { scopes: [] });
    const elsewhere = await create(kw, { ipAllowList: ["198.51.100.0/24"] });
    const revoked = await create(kw);
    await revoked.revoke();
    for (const [value, status, reason] of [
      [wrong.value, 403, "insufficient_scope"],
      [elsewhere.value, 403, "ip_denied"],
      [revoked.value, 401, "revoked"],
      ["kw_usk_typo", 401, "malformed"],
    ]) {
      const answer = await call("/invoices", bearer(value));
      assert.deepEqual([answer.status, answer.json.code], [status, reason]);
      same(answer, kw.verify(value, { scopes: ["invoices:read"], ip: "127.0.0.1" }).http());
      assert.ok(!JSON.stringify(answer).includes(value), "no answer holds the key");
    }
    kw.clock.advance({ days: 91 });
    assert.equal((await call("/invoices", bearer(created.value))).json.code, "expired");
    same(await call("/invoices"), kw.authenticate({}).http());
    const two = { "X-Api-Key": wrong.value, ...bearer(revoked.value) };
    same(await call("/invoices", two), kw.authenticate(two).http());
  });

  run("two different keys are refused, also under one name", async (kw, call) => {
    const [one, other] = [await create(kw), await create(kw)];
    const twice = [
      "Host",
      "localhost",
      "Authorization",
      `Bearer ${one.value}`,
      "Authorization",
      `Bearer ${other.value}`,
    ];
    assert.equal((await call("/invoices", twice)).status, seesRawHeaders ? 400 : 401);
    assert.equal((await call("/either", twice)).status === 200 && seesRawHeaders, false);
  });

  run("a key with an IP list takes the address of the connection alone", async (kw, call) => {
    const inside = await create(kw, { ipAllowList: ["127.0.0.0/8"] });
    const outside = await create(kw, { ipAllowList: ["192.0.2.0/24"] });
    const forged = { "X-Forwarded-For": "192.0.2.7", "X-Real-Ip": "192.0.2.7", Forwarded: "for=192.0.2.7" };
    assert.equal((await call("/invoices", { ...bearer(inside.value), ...forged })).status, 200);
    assert.equal((await call("/invoices", { ...bearer(outside.value), ...forged })).json.code, "ip_denied");
  });

  const told = [];
  run(
    "a store without an answer is 503 and never a yes",
    async (kw, call) => {
      const { value } = await create(kw);
      assert.equal((await call("/invoices", bearer(value))).status, 200);
      await kw.close();
      for (const path of ["/invoices", "/either"]) {
        same(await call(path, bearer(value)), new KeywrightError("closed", "closed").http());
      }
      assert.deepEqual(
        told.map(({ code }) => code),
        ["closed", "closed"],
      );
      assert.ok(!told.some((error) => String(error.stack).includes(value)));
    },
    { onError: (error) => told.push(error) },
  );

  run("an optional key leaves the request to the session", async (kw, call) => {
    const created = await create(kw);
    assert.deepEqual((await call("/either")).json, { session: null });
    assert.deepEqual((await call("/either", bearer(JWT))).json, { session: `Bearer ${JWT}` });
    const both = { ...bearer(JWT), "X-Api-Key": created.value };
    assert.deepEqual((await call("/either", both)).json, { user: "alice" });
    await created.revoke();
    const denied = await call("/either", both);
    assert.equal(denied.json.code, "revoked", "a denied key does not fall through to the session");
    assert.equal((await call("/invoices", bearer(JWT))).json.code, "malformed");
  });

  run("a route takes only the keys that it asks for", async (kw, call) => {
    const created = await create(kw);
    const widget = await kw.team("acme").createApiKey({ description: "widget", isPublic: true });
    for (const { value } of [created, widget]) {
      assert.equal((await call("/teams", bearer(value))).json.code, "wrong_type");
    }
    const { value } = await kw.team("acme").createApiKey({ description: "CI" });
    assert.deepEqual((await call("/teams", bearer(value))).json, { team: "acme" });
  });

  run(
    "a header of the settings counts from the very next request on, and no longer than it stands there",
    async (kw, call) => {
      const { value } = await create(kw);
      const own = { "X-Acme-Key": value };
      assert.equal((await call("/invoices", own)).json.code, "missing");
      await kw.updateSettings({ apiKeyHeader: "X-Acme-Key" });
      assert.equal((await call("/invoices", own)).status, 200);
      await kw.updateSettings({ apiKeyHeader: "x-other" });
      assert.equal((await call("/invoices", own)).json.code, "missing");
      assert.equal((await call("/invoices", { "x-Other": value })).status, 200);
      await kw.updateSettings({ apiKeyHeader: null });
      assert.equal((await call("/invoices", { "x-Other": value })).json.code, "missing");
    },
  );

  run("an error of the route is the framework's to answer", async (kw, call) => {
    const { value } = await create(kw);
    assert.equal((await call("/fails", bearer(value))).status, 500);
    assert.equal((await call("/fails")).status, 401);
  });

  test("a revocation through another handle holds for the very next request", async () => {
    const path = storePath();
    const [kw, other] = [await Keywright.open(path), await Keywright.open(path)];
    const server = await serve(kw, {});
    try {
      const created = await create(other);
      for (let round = 0; round < 3; round += 1) {
        assert.equal((await server.call("/invoices", bearer(created.value))).status, 200);
      }
      await other.apiKey(created.id).revoke();
      assert.equal((await server.call("/invoices", bearer(created.value))).json.code, "revoked");
    } finally {
      await server.close();
      await Promise.all([kw.close(), other.close()]);
    }
  });

  test("without a store nothing is let through", async () => {
    // Each framework tells of such an error on the console, and so do its own handlers.
    const quiet = mock.method(console, "error", () => {});
    const server = await serve(undefined, {});
    try {
      const { status } = await server.call("/invoices", bearer("kw_usk_typo"));
      assert.ok(status >= 500, String(status));
    } finally {
      await server.close();
      quiet.mock.restore();
    }
  });

  test("what a route asks is read when the program starts", () => {
    assert.throws(() => requireApiKey({ scope: ["a:b"] }), TypeError);
    assert.throws(() => requireApiKey({ scopes: "a:b" }), TypeError);
    assert.throws(() => requireApiKey({ scopes: ["no scope"] }), { code: "invalid_argument" });
    assert.throws(() => requireApiKey({ ownerType: "robot" }), { code: "invalid_argument" });
    assert.throws(() => requireApiKey({ accept: "public" }), { code: "invalid_argument" });
  });
}
