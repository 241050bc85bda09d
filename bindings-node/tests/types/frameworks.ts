/** Programs of every framework, for the compiler alone. */

import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import type { Keywright, ValidVerdict } from "keywright";
import * as inExpress from "keywright/express";
import * as inFastify from "keywright/fastify";
import * as inHono from "keywright/hono";
import { createKeywright, withKeywright } from "keywright/next";

declare const keywright: Keywright;

const app = express();
inExpress.setKeywright(app, keywright, { onError: (error) => void error.code });
app.use("/api", inExpress.requireApiKey());
app.get("/invoices/:id", inExpress.requireApiKey({ scopes: new Set(["invoices:read"]) }), (request, response) => {
  const verdict: ValidVerdict = inExpress.getVerdict(request);
  const id: string = request.params.id;
  const store: Keywright = inExpress.getKeywright(request);
  response.json([verdict.userId, request.verdict?.teamId, id, store.isClosed]);
});

const fastify = Fastify();
void fastify.register(inFastify.keywrightPlugin, { path: "/var/lib/acme/keywright.db", existing: true });
void fastify.register(inFastify.keywrightPlugin, { keywright });
fastify.get("/", { onRequest: inFastify.requireApiKey() }, async (request) => {
  const verdict: ValidVerdict = inFastify.getVerdict(request);
  const store: Keywright = fastify.keywright;
  return [verdict.apiKey.description, request.verdict?.teamId, store === inFastify.getKeywright(request)];
});
fastify.addHook("preHandler", inFastify.requireApiKey({ optional: true, accept: "secret" }));

const hono = new Hono();
hono.use(inHono.setKeywright(keywright, { ip: (c) => c.req.header("X-Real-Ip") }));
hono.get("/", inHono.requireApiKey({ ownerType: "team" }), (c) => {
  const verdict: ValidVerdict = c.var.verdict;
  return c.json([verdict.teamId, inHono.getKeywright(c).isClosed]);
});
hono.get("/either", inHono.requireApiKey({ optional: true }), (c) => {
  const verdict: ValidVerdict | null = c.var.verdict;
  return c.json(verdict === null);
});
const chained = new Hono().use(inHono.setKeywright(keywright)).get("/", (c) => c.json(c.var.keywright.isClosed));

export { chained };

const { withApiKey, requireApiKey, getKeywright } = createKeywright({ path: process.env["STORE"], prefix: "acme" });
export const GET = withApiKey({ scopes: ["invoices:read"] }, (request, _context, verdict) => {
  const found: ValidVerdict = verdict;
  return Response.json([request.url, found.userId]);
});
// What Next.js checks of the exports of a route.
const route: (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response> = GET;
export const PUT = withApiKey<Request, { params: Promise<{ id: string }> }>({}, async (_request, { params }, verdict) =>
  Response.json([(await params).id, verdict.teamId]),
);
export async function POST(request: Request): Promise<Response> {
  const verdict = await requireApiKey(request, { accept: "secret" });
  if (verdict instanceof Response) return verdict;
  const either = await requireApiKey(request, { optional: true });
  if (either instanceof Response) return either;
  const userId: string | null = verdict.userId ?? either?.userId ?? null;
  return Response.json([userId, (await getKeywright()).isClosed, route.name]);
}
const config: { reactStrictMode: boolean } = withKeywright({ reactStrictMode: true });
const made: (phase: string) => Promise<{ env: object }> = withKeywright(async (phase: string) => ({ env: { phase } }));

export { config, made };
