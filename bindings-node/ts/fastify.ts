/**
 * Keywright in Fastify: a plug-in that opens and closes the store, and a hook that checks the key of a request.
 *
 * @example
 * ```js
 * import Fastify from "fastify";
 * import { keywrightPlugin, requireApiKey } from "keywright/fastify";
 * import { openForTests } from "keywright/testing";
 *
 * const fastify = Fastify();
 * await fastify.register(keywrightPlugin, { keywright: openForTests() }); // or { path: "/var/lib/acme/keywright.db" }
 *
 * fastify.get("/invoices", { onRequest: requireApiKey({ scopes: ["invoices:read"] }) }, async (request) => {
 *   return { team: request.verdict.teamId };
 * });
 * const { statusCode } = await fastify.inject("/invoices");
 * console.log(statusCode); // 401
 * await fastify.close();
 * ```
 *
 * @packageDocumentation
 */

import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";

import * as convert from "./convert.js";
import { Keywright } from "./keywright.js";
import { OPEN_OPTIONS, type OpenOptions } from "./options.js";
import type { ValidVerdict } from "./verdict.js";
import { absolute, Check, examine, type Outcome, Refusal, type RequireApiKeyOptions, unchecked } from "./web.js";

export type { RequireApiKeyOptions } from "./web.js";

declare module "fastify" {
  interface FastifyInstance {
    /** The handle on the store. */
    keywright: Keywright;
  }
  interface FastifyRequest {
    /** The verdict of a valid key, which `requireApiKey` left; null without, and where it is optional and no key came. */
    verdict: ValidVerdict | null;
  }
}

/** Which store a server has: one to be opened, or a handle that is open already. */
export type KeywrightPluginOptions =
  | (OpenOptions & {
      /** The file, by an absolute path. It is closed with the server. */
      readonly path: string | URL;
      readonly keywright?: undefined;
    })
  | {
      /** A handle that is open already, such as that of a test. Whoever opened it closes it. */
      readonly keywright: Keywright;
      readonly path?: undefined;
    };

/** A hook as Fastify takes it: for `onRequest`, `preHandler` and the others before the handler. */
export type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

const plugin: FastifyPluginAsync<KeywrightPluginOptions> = async (fastify, options) => {
  // Fastify passes on what `register` was told, its own `prefix` and `logLevel` among it: those of a plug-in's routes.
  const known = ["path", "keywright", ...OPEN_OPTIONS, "logLevel"] as const;
  const {
    path,
    keywright: given,
    logLevel: _,
    ...open
  } = convert.optionsOf<Partial<OpenOptions> & { path?: string | URL; keywright?: Keywright; logLevel?: unknown }>(
    options as object,
    known,
    "keywrightPlugin",
  );
  const keywright = given ?? (await Keywright.open(absolute(path), open));
  fastify.decorate("keywright", keywright);
  fastify.decorateRequest("verdict", null);
  if (given === undefined) fastify.addHook("onClose", () => keywright.close());
};

/**
 * Opens the store when the server starts, and closes it when it ends. `fastify.keywright` is the handle, and `request.verdict`
 * what `requireApiKey` left.
 */
export const keywrightPlugin: FastifyPluginAsync<KeywrightPluginOptions> = Object.assign(plugin, {
  // What it decorates is there for the whole server, not only for what is registered within it.
  [Symbol.for("skip-override")]: true,
  [Symbol.for("fastify.display-name")]: "keywright",
  [Symbol.for("plugin-meta")]: { name: "keywright", fastify: "5.x" },
});

/**
 * Returns the handle of the server that a request belongs to.
 *
 * @param request - The request.
 * @throws An `Error` when the server has none.
 */
export function getKeywright(request: FastifyRequest): Keywright {
  return handleOf(request.server);
}

/**
 * Returns the verdict of a valid key, which `requireApiKey` left.
 *
 * @param request - The request.
 * @throws An `Error` when there is none, since nothing checked the request, or the key was optional and none came: look at
 * `request.verdict` there.
 */
export function getVerdict(request: FastifyRequest): ValidVerdict {
  if (!request.verdict) throw unchecked();
  return request.verdict;
}

/**
 * Returns a hook that checks the key of a request: `{ onRequest: requireApiKey() }` at a route, or `addHook` for many.
 *
 * The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings, and the address
 * from `request.ip`. A denied request is answered by 401, 403 or 429, and by 503 when the store has no answer, which the
 * request's log tells of; the handler is not called.
 *
 * @param options - What the route asks of a key.
 * @throws `invalid_argument` when a scope or a name breaks its rules.
 */
export function requireApiKey(options?: RequireApiKeyOptions): Hook {
  const check = new Check(options);
  return (request, reply, done) => {
    const goOn = (outcome: Outcome) => {
      if (outcome instanceof Refusal) {
        refuse(request, reply, outcome);
        return;
      }
      request.verdict = outcome;
      done();
    };
    const outcome = examine(handleOf(request.server), check, request.raw.rawHeaders, request.ip);
    if (outcome instanceof Promise) outcome.then(goOn).catch(done);
    else goOn(outcome);
  };
}

function handleOf(fastify: FastifyInstance): Keywright {
  if (!fastify.hasDecorator("keywright")) {
    throw new Error("this server has no store: call `register(keywrightPlugin, { path })`");
  }
  return fastify.keywright;
}

function refuse(request: FastifyRequest, reply: FastifyReply, { answer, error }: Refusal): void {
  if (error !== undefined) request.log.error({ err: error }, "an API key could not be checked");
  // Bytes, since Fastify would add a character set to the type of a text.
  void reply.code(answer.status).headers(answer.headers).send(Buffer.from(answer.body));
}
