/** Invoices over HTTP, for programs with a key. */

import Fastify from "fastify";
import { getVerdict, keywrightPlugin, requireApiKey } from "keywright/fastify";

const INVOICES = { alice: ["A-1", "A-2"], bob: ["B-1"] };

/** Makes the server. `store` is `{ path }`, or `{ keywright }` in a test. */
export async function createApp(store, options) {
  const fastify = Fastify(options);
  await fastify.register(keywrightPlugin, store);

  // Everybody may look; whoever has a key is greeted by name.
  fastify.get("/", { onRequest: requireApiKey({ optional: true }) }, async ({ verdict }) => ({
    hello: verdict?.userId ?? "stranger",
  }));

  // All routes in here need a secret key with this scope.
  await fastify.register(async (invoices) => {
    invoices.addHook("onRequest", requireApiKey({ scopes: ["invoices:read"], accept: "secret" }));
    invoices.get("/invoices", async (request) => INVOICES[getVerdict(request).userId] ?? []);
  });
  return fastify;
}
