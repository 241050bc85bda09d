/** Next.js: the wrapper of route handlers on Next's own requests, the handle that opens late, and the configuration. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { Keywright } from "keywright";
import { createKeywright, withKeywright } from "keywright/next";
import { openForTests } from "keywright/testing";
import { NextRequest } from "next/server.js";
import { coded, storePath } from "./support.mjs";
import { bearer, listening, suite } from "./web.mjs";

const { withApiKey } = createKeywright({ path: undefined });

/** Calls route handlers as Next does: with a request of its own class, and the parameters of the route. */
function serve(kw, { onError }) {
  const addresses = new WeakMap();
  const own = createKeywright({ path: undefined, ip: (request) => addresses.get(request), onError });
  if (kw !== undefined) own.setKeywright(kw);
  const routes = {
    "/invoices": own.withApiKey({ scopes: ["invoices:read"] }, async (_, { params }, { userId, teamId }) => {
      assert.deepEqual(await params, {});
      return Response.json({ user: userId, team: teamId });
    }),
    "/either": own.withApiKey({ optional: true }, ({ headers }, _, verdict) =>
      Response.json(verdict ? { user: verdict.userId } : { session: headers.get("authorization") }),
    ),
    "/teams": async (request) => {
      const verdict = await own.requireApiKey(request, { ownerType: "team", accept: "secret" });
      return verdict instanceof Response ? verdict : Response.json({ team: verdict.teamId });
    },
    "/fails": own.withApiKey({}, () => {
      throw new Error("of the route");
    }),
  };
  const server = createServer(async (request, response) => {
    const incoming = new NextRequest(new URL(request.url, "http://localhost"), {
      headers: new Headers(pairs(request)),
    });
    addresses.set(incoming, request.socket.remoteAddress);
    try {
      const answer = await routes[incoming.nextUrl.pathname](incoming, { params: Promise.resolve({}) });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    } catch {
      response.writeHead(500).end();
    }
  });
  return listening(server);
}

/** All headers of a request, those too that stand there twice. */
function* pairs({ rawHeaders }) {
  for (let at = 0; at < rawHeaders.length; at += 2) yield [rawHeaders[at], rawHeaders[at + 1]];
}

suite((options) => withApiKey(options, () => Response.json(true)), serve, { seesRawHeaders: false });

test("the store is opened by the first request, once, however often this is loaded", async () => {
  const path = storePath();
  const one = createKeywright({ path, prefix: "acme" });
  const other = createKeywright({ path });
  await assert.rejects(Keywright.open(path, { existing: true }), coded("storage_unavailable"));
  const [kw, again] = await Promise.all([one.getKeywright(), other.getKeywright()]);
  assert.equal(kw, again);
  assert.match((await kw.user("alice").createApiKey({ description: "CI" })).value, /^acme_usk_/);
  await kw.close();
});

test("a store that can not be opened is 503, and is tried again", async () => {
  const path = storePath();
  const told = [];
  const own = createKeywright({ path, existing: true, onError: (error) => told.push(error.code) });
  const route = own.withApiKey({}, () => Response.json(true));
  assert.equal((await route(new NextRequest("http://localhost/"), {})).status, 503);
  assert.deepEqual(told, ["storage_unavailable"]);
  const kw = await Keywright.open(path);
  const { value } = await kw.user("alice").createApiKey({ description: "CI" });
  const request = new NextRequest("http://localhost/", { headers: bearer(value) });
  assert.equal((await route(request, {})).status, 200);
  await Promise.all([kw.close(), own.getKeywright().then((opened) => opened.close())]);
});

test("a path that depends on where the server starts is refused, by the request that needs it", async () => {
  for (const path of [undefined, "keywright.db"]) {
    await assert.rejects(createKeywright({ path }).getKeywright(), coded("invalid_argument"));
  }
  assert.throws(() => createKeywright({ path: "/x", existng: true }), TypeError);
  assert.throws(() => createKeywright({ path: "/x", ip: "x-real-ip" }), TypeError);
});

test("a handle of a test takes the place of the store", async () => {
  const kw = openForTests();
  const own = createKeywright({ path: undefined });
  own.setKeywright(kw);
  assert.equal(await own.getKeywright(), kw);
  own.setKeywright(null);
  await assert.rejects(own.getKeywright(), coded("invalid_argument"));
});

test("the configuration says that the package is not bundled, and what is copied", async () => {
  const wanted = { serverExternalPackages: ["keywright"] };
  const seen = ({ serverExternalPackages }) => ({ serverExternalPackages });
  assert.deepEqual(seen(withKeywright()), wanted);
  assert.deepEqual(withKeywright({ serverExternalPackages: ["a", "keywright"] }).serverExternalPackages, [
    "a",
    "keywright",
  ]);
  const given = { reactStrictMode: true, outputFileTracingIncludes: { "/*": ["./a/**"], "/b": ["./b/**"] } };
  const config = withKeywright(given);
  assert.equal(config.reactStrictMode, true);
  assert.deepEqual(config.outputFileTracingIncludes["/b"], ["./b/**"]);
  assert.equal(config.outputFileTracingIncludes["/*"][0], "./a/**");
  assert.match(config.outputFileTracingIncludes["/*"][1], /native\/\*\*$/);
  assert.deepEqual(given.outputFileTracingIncludes["/*"], ["./a/**"], "what was given stays as it was");
  const made = withKeywright((phase) => ({ env: { phase } }))("build", {});
  assert.deepEqual([made.env, seen(made)], [{ phase: "build" }, wanted]);
  assert.deepEqual(seen(await withKeywright(async () => ({}))("build", {})), wanted);
});
