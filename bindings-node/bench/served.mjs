/** The server that the figures call: one route three times, without a hook, with one that does nothing, and with a key. */

import Fastify from "fastify";
import { keywrightPlugin, requireApiKey } from "keywright/fastify";

/** Adds the routes to a server. `store` is what the plug-in takes. */
export async function createServer(store) {
  const fastify = Fastify();
  await fastify.register(keywrightPlugin, store);
  const answer = async () => ({ hello: "world" });
  fastify.get("/without", answer);
  fastify.get("/empty", { onRequest: (_request, _reply, done) => done() }, answer);
  fastify.get("/with", { onRequest: requireApiKey() }, answer);
  return fastify;
}

if (process.env.STORE_OF_FIGURES !== undefined) {
  const fastify = await createServer({ path: process.env.STORE_OF_FIGURES, existing: true });
  console.log(await fastify.listen({ port: 0, host: "127.0.0.1" }));
  process.once("SIGTERM", () => fastify.close());
}
