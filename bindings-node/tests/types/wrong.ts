/** Every line between the marks is a mistake that the compiler must find. */

import type { CheckedVerdict } from "keywright";
import express from "express";
import { Hono } from "hono";
import { ApiKey, Keywright, type NewApiKey, Verdict } from "keywright";

import { requireApiKey } from "keywright/express";
import { keywrightPlugin } from "keywright/fastify";
import { requireApiKey as honoKey } from "keywright/hono";
import { createKeywright } from "keywright/next";

declare const kw: Keywright;
declare const fastify: import("fastify").FastifyInstance;
declare const checked: Awaited<ReturnType<ReturnType<typeof createKeywright>["requireApiKey"]>>;
declare const verdict: CheckedVerdict;
declare const key: ApiKey;

// begin
kw.user(true);
kw.user(undefined);
kw.verify(7);
kw.verify("x", "user");
kw.verify("x", { ownerType: "robot" });
kw.verify("x", { scope: ["a:b"] });
kw.user("a").createApiKey({ expiresIn: 90 });
kw.user("a").createApiKey({ description: "CI", expiresAt: 1_900_000_000_000 });
kw.user("a").createApiKey({ description: "CI", expireIn: "90d" });
kw.user("a").createApiKey({ description: "CI", metadata: { at: new Date() } });
key.description = "other";
key.scopes.push("a:b");
key.update({ revoked: true });
verdict.valid = true;
verdict.apiKey.id;
kw.apiKey(7);
kw.getUser({ apiKey: "x", ownerType: "user" });
new Keywright();
new ApiKey();
new Verdict();
const id: string = verdict.userId;
const made: NewApiKey = {};
requireApiKey({ scope: ["a:b"] });
express().get("/", requireApiKey(), (request) => request.verdict.userId);
fastify.register(keywrightPlugin, {});
fastify.get("/", async (request) => request.verdict.userId);
new Hono().get("/", honoKey({ optional: true }), (c) => c.json(c.var.verdict.userId));
createKeywright({});
createKeywright({ path: "/x" }).withApiKey({ optional: true }, (_, __, verdict) => Response.json(verdict.userId));
checked.userId;
// end
