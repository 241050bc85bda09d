/**
 * Keywright in Hono on Node.js: a middleware that checks the key of a request.
 *
 * @example
 * ```js
 * import { Hono } from "hono";
 * import { requireApiKey, setKeywright } from "keywright/hono";
 * import { openForTests } from "keywright/testing";
 *
 * const app = new Hono();
 * app.use(setKeywright(openForTests())); // or await Keywright.open("/var/lib/acme/keywright.db")
 *
 * app.get("/invoices", requireApiKey({ scopes: ["invoices:read"] }), (c) => c.json({ team: c.var.verdict.teamId }));
 * const { status } = await app.request("/invoices");
 * console.log(status); // 401
 * ```
 *
 * @packageDocumentation
 */

import type { Context, MiddlewareHandler } from "hono";

import * as convert from "./convert.js";
import type { Keywright } from "./keywright.js";
import type { ValidVerdict } from "./verdict.js";
import { Check, examine, functionOr, type OnError, Refusal, type RequireApiKeyOptions, toConsole } from "./web.js";

export type { OnError, RequireApiKeyOptions } from "./web.js";

/** What `setKeywright` is told beside the handle. */
export interface SetKeywrightOptions {
  /**
   * From where a request comes. Without, it is the other end of the connection, as `@hono/node-server` knows it; behind a proxy,
   * say here which of its headers holds the address.
   */
  readonly ip?: ((c: Context) => string | null | undefined) | undefined;
  /** Is called when a key could not be checked, which is answered by 503. Without, the error goes to `console.error`. */
  readonly onError?: OnError | undefined;
}

/** What a middleware of `setKeywright` leaves in a context. */
export interface KeywrightVariables {
  readonly keywright: Keywright;
}

interface Mounted {
  readonly keywright: Keywright;
  readonly ip: (c: Context) => string | null | undefined;
  readonly onError: OnError;
}

/** What the contexts that are being answered have. Beside the handle it is nobody else's business. */
const mountedIn = new WeakMap<object, Mounted>();

/**
 * Returns a middleware that gives an application the handle on its store: `c.var.keywright`. Whoever opened it closes it.
 *
 * @param keywright - The handle, such as that of a test.
 * @param options - From where requests come, and what happens when a key could not be checked.
 */
export function setKeywright(
  keywright: Keywright,
  options?: SetKeywrightOptions,
): MiddlewareHandler<{ Variables: KeywrightVariables }> {
  const given = convert.optionsOf(options, ["ip", "onError"], "setKeywright");
  const mounted: Mounted = {
    keywright,
    ip: functionOr(given.ip, addressOf, "ip"),
    onError: functionOr(given.onError, toConsole, "onError"),
  };
  return async (c, next) => {
    mountedIn.set(c, mounted);
    c.set("keywright", keywright);
    await next();
  };
}

/**
 * Returns the handle of the application that a request belongs to.
 *
 * @param c - The context of the request.
 * @throws An `Error` when the application has none.
 */
export function getKeywright(c: Context): Keywright {
  return mountedOf(c).keywright;
}

/**
 * Returns a middleware that checks the key of a request, for a route or, with `use`, for many.
 *
 * The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings. A denied request is
 * answered by 401, 403 or 429, and by 503 when the store has no answer; what comes behind is not called. `c.var.verdict` has the
 * verdict.
 *
 * @param options - What the route asks of a key.
 * @throws `invalid_argument` when a scope or a name breaks its rules.
 */
export function requireApiKey(
  options?: RequireApiKeyOptions & { readonly optional?: false | undefined },
): MiddlewareHandler<{ Variables: { verdict: ValidVerdict } }>;
/** The same where the key is optional: without one, the verdict is null. */
export function requireApiKey(
  options: RequireApiKeyOptions,
): MiddlewareHandler<{ Variables: { verdict: ValidVerdict | null } }>;
/** Both of these. */
export function requireApiKey(options?: RequireApiKeyOptions): unknown {
  const check = new Check(options);
  const middleware: MiddlewareHandler<{ Variables: { verdict: ValidVerdict | null } }> = async (c, next) => {
    const { keywright, ip, onError } = mountedOf(c);
    const outcome = await examine(keywright, check, c.req.raw.headers, ip(c) ?? undefined);
    if (outcome instanceof Refusal) {
      const { answer, error } = outcome;
      if (error !== undefined) onError(error);
      return c.newResponse(answer.body, { status: answer.status as 401, headers: answer.headers });
    }
    c.set("verdict", outcome);
    await next();
    return undefined;
  };
  return middleware;
}

function mountedOf(c: Context): Mounted {
  const mounted = mountedIn.get(c);
  if (mounted === undefined) throw new Error("this application has no store: call `app.use(setKeywright(keywright))`");
  return mounted;
}

/** The other end of the connection, where `@hono/node-server` hands its own request over. */
function addressOf(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress;
}
