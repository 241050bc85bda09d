/** Invoices over HTTP: keys for programs, sessions for people, and people make their own keys. */

import express from "express";
import { KeywrightError } from "keywright";
import { getKeywright, requireApiKey, setKeywright } from "keywright/express";

import { makeToken, userOf } from "./sessions.js";

const INVOICES = { alice: ["A-1", "A-2"], bob: ["B-1"] };

/** Makes the application on a store. */
export function createApp(keywright) {
  const app = express();
  setKeywright(app, keywright);
  app.use(express.json());

  // Signs a user in. A real one would ask for a password.
  app.post("/session", (request, response) => {
    const { user } = request.body;
    if (typeof user !== "string" || !/^[a-z]{1,20}$/.test(user)) return response.status(400).json({ error: "no user" });
    return response.json({ token: makeToken(user) });
  });

  // Whoever asks: the owner of the key, or the user of the session.
  const mayRead = requireApiKey({ scopes: ["invoices:read"], accept: "secret", optional: true });
  app.get("/invoices", mayRead, (request, response) => {
    if (request.verdict) return response.json(INVOICES[request.verdict.userId] ?? []);
    return signedIn(request, response, () => response.json(INVOICES[response.locals.userId] ?? []));
  });

  // The one answer that holds the whole key.
  app.post("/keys", signedIn, async (request, response) => {
    const { userId } = response.locals;
    const narrowed = getKeywright(request).actingAs(userId, { grantableScopes: ["invoices:read"] });
    const created = await narrowed
      .user(userId)
      .createApiKey({ description: String(request.body.description ?? ""), scopes: ["invoices:read"] });
    response.status(201).json({ value: created.value, apiKey: created.apiKey });
  });

  app.get("/keys", signedIn, async (request, response) => {
    const { userId } = response.locals;
    response.json(await getKeywright(request).actingAs(userId).user(userId).listApiKeys());
  });

  app.delete("/keys/:id", signedIn, async (request, response) => {
    await getKeywright(request)
      .actingAs(response.locals.userId)
      .apiKey(request.params.id)
      .revoke({ reason: "by its owner" });
    response.status(204).end();
  });

  // Whoever does not own a key is told that there is none.
  app.use((error, _request, response, next) => {
    const statuses = { invalid_argument: 400, not_found: 404, permission_denied: 404, limit_reached: 409 };
    const status = KeywrightError.is(error) ? statuses[error.code] : undefined;
    if (status === undefined) return next(error);
    return response.status(status).json({ error: error.message });
  });
  return app;
}

/** Lets only people in who are signed in. Keys do not count here: a key must not make keys. */
function signedIn(request, response, next) {
  const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ");
  const userId = scheme.toLowerCase() === "bearer" ? userOf(token) : undefined;
  if (userId === undefined) {
    response.status(401).set("WWW-Authenticate", "Bearer").json({ error: "sign in first" });
    return;
  }
  response.locals.userId = userId;
  next();
}
