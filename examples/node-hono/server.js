import { serve } from "@hono/node-server";
import { Keywright } from "keywright";

import { createApp } from "./app.js";

const keywright = await Keywright.open(process.env.STORE ?? new URL("keywright.db", import.meta.url), {
  prefix: "acme",
});

const { fetch } = createApp(keywright);
const server = serve({ fetch, port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1" }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});

process.once("SIGTERM", () => server.close(() => keywright.closeSync()));
