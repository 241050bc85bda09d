/**
 * Keywright in Express 4 and 5: a middleware that checks the key of a request.
 *
 * @example
 * ```js
 * import express from "express";
 * import { Keywright } from "keywright";
 * import { requireApiKey, setKeywright } from "keywright/express";
 *
 * const app = express();
 * setKeywright(app, Keywright.openInMemory()); // or await Keywright.open("/var/lib/acme/keywright.db")
 *
 * app.get("/invoices", requireApiKey({ scopes: ["invoices:read"] }), (request, response) => {
 *   response.json({ team: request.verdict.teamId });
 * });
 *
 * const server = app.listen(0, "127.0.0.1");
 * ```
 *
 * @packageDocumentation
 */

import type { IncomingMessage, ServerResponse } from "node:http";

import * as convert from "./convert.js";
import type { Keywright } from "./keywright.js";
import type { ValidVerdict } from "./verdict.js";
import {
  Check,
  examine,
  functionOr,
  type OnError,
  type Outcome,
  Refusal,
  type RequireApiKeyOptions,
  toConsole,
  unchecked,
} from "./web.js";

export type { OnError, RequireApiKeyOptions } from "./web.js";

declare global {
  namespace Express {
    interface Request {
      /** The verdict of a valid key, which `requireApiKey` left; null where it is optional and no key came. */
      verdict?: ValidVerdict | null;
    }
  }
}

/** As much of an application as is needed. Its settings are those of whatever is mounted in it, too. */
export interface Application {
  get(name: string): unknown;
  set(name: string, value: unknown): unknown;
}

/** As much of a request as is needed. */
export interface ExpressRequest extends IncomingMessage {
  readonly app: Application;
  /** The address as the application's `trust proxy` has it. */
  readonly ip?: string | undefined;
  verdict?: ValidVerdict | null;
}

/** A middleware as Express takes it. */
export type Middleware = (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Where the handle lives in the settings of an application. */
const SETTING = "keywright";

interface Mounted {
  readonly keywright: Keywright;
  readonly onError: OnError;
}

/**
 * Gives an application, and whatever is mounted in it, the handle on its store. Whoever opened it closes it.
 *
 * @param app - The application.
 * @param keywright - The handle, such as that of a test.
 * @param options - `onError` is called when a key could not be checked, which is answered by 503; without, the error goes to
 * `console.error`.
 */
export function setKeywright(
  app: Application,
  keywright: Keywright,
  options?: { readonly onError?: OnError | undefined },
): void {
  const { onError } = convert.optionsOf(options, ["onError"], "setKeywright");
  app.set(SETTING, { keywright, onError: functionOr(onError, toConsole, "onError") } satisfies Mounted);
}

/**
 * Returns the handle of the application that a request belongs to.
 *
 * @param request - The request.
 * @throws An `Error` when the application has none.
 */
export function getKeywright(request: { readonly app: Application }): Keywright {
  return mounted(request).keywright;
}

/**
 * Returns the verdict of a valid key, which `requireApiKey` left.
 *
 * @param request - The request.
 * @throws An `Error` when there is none, since nothing checked the request, or the key was optional and none came: look at
 * `request.verdict` there.
 */
export function getVerdict(request: { readonly verdict?: ValidVerdict | null }): ValidVerdict {
  if (!request.verdict) throw unchecked();
  return request.verdict;
}

/**
 * Returns a middleware that checks the key of a request, for a route or, with `use`, for many.
 *
 * The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings, and the address
 * from `request.ip`. A denied request is answered by 401, 403 or 429, and by 503 when the store has no answer; what comes behind
 * is not called. `request.verdict` has the verdict.
 *
 * @param options - What the route asks of a key.
 * @throws `invalid_argument` when a scope or a name breaks its rules.
 */
export function requireApiKey(options?: RequireApiKeyOptions): Middleware {
  const check = new Check(options);
  return (request, response, next) => {
    const { keywright, onError } = mounted(request);
    const goOn = (outcome: Outcome) => {
      if (outcome instanceof Refusal) {
        refuse(response, outcome, onError);
        return;
      }
      request.verdict = outcome;
      next();
    };
    // The raw ones: of two `Authorization` headers Node keeps the first alone in `headers`.
    const headers = request.rawHeaders?.length ? request.rawHeaders : request.headers;
    const outcome = examine(keywright, check, headers, request.ip);
    if (outcome instanceof Promise) outcome.then(goOn).catch(next);
    else goOn(outcome);
  };
}

function mounted(request: { readonly app: Application }): Mounted {
  const found = request.app.get(SETTING) as Mounted | undefined;
  if (found === undefined) throw new Error("this application has no store: call `setKeywright(app, keywright)`");
  return found;
}

function refuse(response: ServerResponse, { answer, error }: Refusal, onError: OnError): void {
  if (error !== undefined) onError(error);
  // By Node's own means: Express would add a character set to the type.
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.end(answer.body);
}
