import { Keywright } from "keywright";

import { createApp } from "./app.js";

const keywright = await Keywright.open(process.env.STORE ?? new URL("keywright.db", import.meta.url), {
  prefix: "acme",
});

const server = createApp(keywright).listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});

process.once("SIGTERM", () => server.close(() => keywright.closeSync()));
