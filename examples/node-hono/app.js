/** Invoices over HTTP, for programs with a key. */

import { Hono } from "hono";
import { requireApiKey, setKeywright } from "keywright/hono";

const INVOICES = { alice: ["A-1", "A-2"], bob: ["B-1"] };

/** Makes the application on a store. */
export function createApp(keywright) {
  const app = new Hono();
  app.use(setKeywright(keywright));

  // Everybody may look; whoever has a key is greeted by name.
  app.get("/", requireApiKey({ optional: true }), (c) => c.json({ hello: c.var.verdict?.userId ?? "stranger" }));

  app.get("/invoices", requireApiKey({ scopes: ["invoices:read"], accept: "secret" }), (c) =>
    c.json(INVOICES[c.var.verdict.userId] ?? []),
  );
  return app;
}
