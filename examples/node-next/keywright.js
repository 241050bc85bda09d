/** The store of the application, and how its routes check keys. */

import { createKeywright } from "keywright/next";

export const { getKeywright, withApiKey } = createKeywright({
  // An absolute path, such as /var/lib/acme/keywright.db. Opened by the first request, never while the application is built.
  path: process.env.STORE,
  prefix: "acme",
  // Next.js does not say where a request comes from. This header is set by the proxy in front of it; without one, leave it out.
  ip: (request) => request.headers.get("x-real-ip"),
});
