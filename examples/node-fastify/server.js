import { createApp } from "./app.js";

const path = process.env.STORE ?? new URL("keywright.db", import.meta.url);
const fastify = await createApp({ path, prefix: "acme" }, { logger: { level: "warn" } });

console.log(await fastify.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" }));

// Closes the store, too.
process.once("SIGTERM", () => fastify.close());
