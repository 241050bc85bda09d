/** Express, in both of its versions: every status, the headers, optional keys beside a session, mounted applications. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, mock, test } from "node:test";

import express5 from "express";
import express4 from "express4";
import { getKeywright, getVerdict, requireApiKey, setKeywright } from "keywright/express";
import { openForTests } from "keywright/testing";
import { bearer, listening, suite } from "./web.mjs";

function application(express, kw, options) {
  const app = express();
  app.set("env", "test"); // Express then prints none of the errors that it answers.
  if (kw !== undefined) setKeywright(app, kw, options);
  app.get("/invoices", requireApiKey({ scopes: ["invoices:read"] }), (request, response) => {
    const { userId, teamId } = getVerdict(request);
    response.json({ user: userId, team: teamId });
  });
  app.get("/either", requireApiKey({ optional: true }), (request, response) => {
    const { verdict } = request;
    response.json(verdict ? { user: verdict.userId } : { session: request.headers.authorization ?? null });
  });
  app.get("/teams", requireApiKey({ ownerType: "team", accept: "secret" }), (request, response) => {
    response.json({ team: request.verdict.teamId });
  });
  app.get("/fails", requireApiKey(), () => {
    throw new Error("of the route");
  });
  return app;
}

for (const [name, express] of Object.entries({ "Express 4": express4, "Express 5": express5 })) {
  const serve = (kw, options) => listening(createServer(application(express, kw, options)));
  describe(name, () => {
    suite(requireApiKey, serve, { seesRawHeaders: true });

    test("a whole router is checked, and an application that is mounted has the store of its parent", async () => {
      const kw = openForTests();
      const { value } = await kw.user("alice").createApiKey({ description: "CI" });
      const [app, mounted, router] = [express(), express(), express.Router()];
      mounted.get("/who", requireApiKey(), (request, response) => {
        response.json(getKeywright(request) === kw && request.verdict.userId);
      });
      router.use(requireApiKey());
      router.get("/who", (request, response) => response.json(request.verdict.userId));
      setKeywright(app, kw);
      app.use("/api", router);
      app.use("/mounted", mounted);
      const server = await listening(createServer(app));
      for (const path of ["/api/who", "/mounted/who"]) {
        assert.equal((await server.call(path)).status, 401);
        assert.equal((await server.call(path, bearer(value))).json, "alice");
      }
      await server.close();
    });

    test("the address is the one that `trust proxy` names", async () => {
      const kw = openForTests();
      const { value } = await kw.user("alice").createApiKey({ description: "CI", ipAllowList: ["192.0.2.0/24"] });
      const app = express();
      setKeywright(app, kw);
      app.set("trust proxy", "loopback");
      app.get("/", requireApiKey(), (_, response) => response.json(true));
      const server = await listening(createServer(app));
      assert.equal((await server.call("/", { ...bearer(value), "X-Forwarded-For": "192.0.2.7" })).status, 200);
      assert.equal((await server.call("/", { ...bearer(value), "X-Forwarded-For": "198.51.100.7" })).status, 403);
      await server.close();
    });

    test("without a function of its own an error leaves one line, without the key", async () => {
      const kw = openForTests();
      const { value } = await kw.user("alice").createApiKey({ description: "CI" });
      const server = await serve(kw, undefined);
      await kw.close();
      const printed = mock.method(console, "error", () => {});
      assert.equal((await server.call("/invoices", bearer(value))).status, 503);
      const lines = printed.mock.calls.map(({ arguments: given }) => given.join(" "));
      printed.mock.restore();
      assert.equal(lines.length, 1);
      assert.match(lines[0], /code=`closed`/);
      assert.ok(!lines[0].includes(value));
      await server.close();
    });
  });
}

test("a verdict that is not there is told, never undefined", () => {
  assert.throws(() => getVerdict({}), /requireApiKey/);
  assert.throws(() => getVerdict({ verdict: null }), /requireApiKey/);
  assert.throws(() => setKeywright(express5(), openForTests(), { onErorr: () => {} }), TypeError);
  assert.throws(() => setKeywright(express5(), openForTests(), { onError: "console" }), TypeError);
});
