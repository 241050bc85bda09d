/** Fastify: every status, the headers, optional keys beside a session, the plug-in that opens and closes the store. */

import assert from "node:assert/strict";
import { test } from "node:test";

import Fastify from "fastify";
import { getKeywright, getVerdict, keywrightPlugin, requireApiKey } from "keywright/fastify";
import { openForTests } from "keywright/testing";
import { coded, storePath } from "./support.mjs";
import { bearer, call, suite } from "./web.mjs";

async function serve(kw, { onError }) {
  const lines = { write: (line) => onError?.(loggedError(JSON.parse(line))) };
  const fastify = Fastify({ logger: onError === undefined ? false : { level: "error", stream: lines } });
  if (kw !== undefined) await fastify.register(keywrightPlugin, { keywright: kw });
  fastify.get("/invoices", { onRequest: requireApiKey({ scopes: ["invoices:read"] }) }, async (request) => {
    const { userId, teamId } = getVerdict(request);
    return { user: userId, team: teamId };
  });
  fastify.get("/either", { preHandler: requireApiKey({ optional: true }) }, async ({ verdict, headers }) => {
    return verdict ? { user: verdict.userId } : { session: headers.authorization ?? null };
  });
  const ofTeams = { onRequest: requireApiKey({ ownerType: "team", accept: "secret" }) };
  fastify.get("/teams", ofTeams, async ({ verdict }) => ({ team: verdict.teamId }));
  fastify.get("/fails", { onRequest: requireApiKey() }, async () => {
    throw new Error("of the route");
  });
  await fastify.listen({ port: 0, host: "127.0.0.1" });
  const { port } = fastify.server.address();
  return { call: (path, headers) => call(port, path, headers), close: () => fastify.close() };
}

const loggedError = ({ err, msg }) => {
  assert.equal(msg, "an API key could not be checked");
  return err;
};

suite(requireApiKey, serve, { seesRawHeaders: true });

test("a whole scope is checked, and the handle is there in every scope", async () => {
  const kw = openForTests();
  const { value } = await kw.user("alice").createApiKey({ description: "CI" });
  const fastify = Fastify();
  await fastify.register(keywrightPlugin, { keywright: kw });
  await fastify.register(
    async (scope) => {
      scope.addHook("onRequest", requireApiKey());
      scope.get("/who", async (request) => [
        request.verdict.userId,
        getKeywright(request) === kw,
        scope.keywright === kw,
      ]);
    },
    { prefix: "/api" },
  );
  fastify.get("/open", async ({ verdict }) => ({ verdict }));
  assert.equal((await fastify.inject("/api/who")).statusCode, 401);
  const headers = bearer(value);
  assert.deepEqual((await fastify.inject({ url: "/api/who", headers })).json(), ["alice", true, true]);
  assert.deepEqual((await fastify.inject({ url: "/open", headers })).json(), { verdict: null });
  await fastify.close();
  assert.equal(kw.isClosed, false, "whoever opened it closes it");
});

test("the plug-in opens the store and closes it with the server", async () => {
  const fastify = Fastify();
  await fastify.register(keywrightPlugin, { path: storePath(), prefix: "acme" });
  await fastify.ready();
  const { keywright } = fastify;
  assert.match((await keywright.user("alice").createApiKey({ description: "CI" })).value, /^acme_usk_/);
  await fastify.close();
  assert.equal(keywright.isClosed, true);
});

test("options that are wrong stop the server from starting", async () => {
  for (const [options, wanted] of [
    [{}, coded("invalid_argument")],
    [{ path: "relative.db" }, coded("invalid_argument")],
    [{ path: storePath(), existng: true }, TypeError],
    [{ path: storePath(), existing: true }, coded("storage_unavailable")],
  ]) {
    const fastify = Fastify();
    await assert.rejects(async () => {
      await fastify.register(keywrightPlugin, options);
      await fastify.ready();
    }, wanted);
  }
});

test("the address is the one that `trustProxy` names", async () => {
  const kw = openForTests();
  const { value } = await kw.user("alice").createApiKey({ description: "CI", ipAllowList: ["192.0.2.0/24"] });
  const fastify = Fastify({ trustProxy: "loopback" });
  await fastify.register(keywrightPlugin, { keywright: kw });
  fastify.get("/", { onRequest: requireApiKey() }, async () => true);
  const from = async (address) => {
    const headers = { ...bearer(value), "X-Forwarded-For": address };
    return (await fastify.inject({ url: "/", headers })).statusCode;
  };
  assert.deepEqual([await from("192.0.2.7"), await from("198.51.100.7")], [200, 403]);
  await fastify.close();
});

test("a verdict that is not there is told, never undefined", () => {
  assert.throws(() => getVerdict({ verdict: null }), /requireApiKey/);
});
