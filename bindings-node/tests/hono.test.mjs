/** Hono on Node: every status, the headers, optional keys beside a session, where the address comes from. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { getKeywright, requireApiKey, setKeywright } from "keywright/hono";
import { openForTests } from "keywright/testing";
import { bearer, listening, suite } from "./web.mjs";

function application(kw, options) {
  const app = new Hono();
  if (kw !== undefined) app.use(setKeywright(kw, options));
  app.get("/invoices", requireApiKey({ scopes: ["invoices:read"] }), (c) => {
    const { userId, teamId } = c.var.verdict;
    return c.json({ user: userId, team: teamId });
  });
  app.get("/either", requireApiKey({ optional: true }), (c) => {
    const { verdict } = c.var;
    return c.json(verdict ? { user: verdict.userId } : { session: c.req.header("authorization") ?? null });
  });
  app.get("/teams", requireApiKey({ ownerType: "team", accept: "secret" }), (c) =>
    c.json({ team: c.var.verdict.teamId }),
  );
  app.get("/fails", requireApiKey(), () => {
    throw new Error("of the route");
  });
  app.onError((_, c) => c.text("an error", 500));
  return app;
}

suite(requireApiKey, (kw, options) => listening(createAdaptorServer({ fetch: application(kw, options).fetch })), {
  seesRawHeaders: false,
});

test("a whole application is checked, and what others set before stays", async () => {
  const kw = openForTests();
  const { value } = await kw.user("alice").createApiKey({ description: "CI" });
  const inner = new Hono();
  inner.use(requireApiKey());
  inner.get("/who", (c) => c.json([c.var.verdict.userId, getKeywright(c) === kw, c.var.keywright === kw]));
  const app = new Hono();
  app.use(setKeywright(kw));
  app.use(async (c, next) => {
    c.header("X-Before", "set");
    await next();
  });
  app.route("/api", inner);
  const refused = await app.request("/api/who");
  assert.deepEqual([refused.status, refused.headers.get("X-Before")], [401, "set"]);
  assert.equal(refused.headers.get("Content-Type"), "application/problem+json");
  const answer = await app.request("/api/who", { headers: bearer(value) });
  assert.deepEqual(await answer.json(), ["alice", true, true]);
});

test("the address is unknown without a connection, unless the application says where it stands", async () => {
  const kw = openForTests();
  const { value } = await kw.user("alice").createApiKey({ description: "CI", ipAllowList: ["192.0.2.0/24"] });
  const ask = async (options) => {
    const app = new Hono().use(setKeywright(kw, options)).get("/", requireApiKey(), (c) => c.json(true));
    return (await app.request("/", { headers: { ...bearer(value), "X-Real-Ip": "192.0.2.7" } })).status;
  };
  assert.equal(await ask(), 403);
  assert.equal(await ask({ ip: (c) => c.req.header("X-Real-Ip") }), 200);
  assert.equal(await ask({ ip: () => null }), 403);
  assert.equal(await ask({ ip: () => "not an address" }), 403);
  assert.throws(() => setKeywright(kw, { ip: "X-Real-Ip" }), TypeError);
  assert.throws(() => setKeywright(kw, { ips: () => null }), TypeError);
});
