/**
 * Keywright in Next.js: route handlers that check the key of a request, and what the bundler has to know.
 *
 * @example
 * ```js
 * import { createKeywright } from "keywright/next";
 *
 * // keywright.js: the store of the application, opened when the first request needs it
 * export const { getKeywright, withApiKey } = createKeywright({ path: process.env.STORE });
 *
 * // app/invoices/route.js
 * export const GET = withApiKey({ scopes: ["invoices:read"] }, (request, context, verdict) => {
 *   return Response.json({ team: verdict.teamId });
 * });
 * ```
 *
 * @packageDocumentation
 */

import { dirname, join, relative, sep } from "node:path";

import * as convert from "./convert.js";
import { Keywright } from "./keywright.js";
import { OPEN_OPTIONS, type OpenOptions } from "./options.js";
import { PLATFORMS, packageOf } from "./platform.js";
import type { ValidVerdict } from "./verdict.js";
import {
  absolute,
  Check,
  examine,
  functionOr,
  type OnError,
  type Outcome,
  Refusal,
  type RequireApiKeyOptions,
  refusedBy,
  toConsole,
} from "./web.js";

export type { OnError, RequireApiKeyOptions } from "./web.js";

/** Which store an application has. */
export interface KeywrightOptions extends OpenOptions {
  /**
   * The file, by an absolute path. It is opened when a request needs it, not while the application is built; so it may be
   * undefined there, as an environment variable often is.
   */
  readonly path: string | URL | undefined;
  /**
   * From where a request comes. Next.js does not say, so a key with an IP list is denied without this: tell here which header
   * your proxy puts the address into.
   */
  readonly ip?: ((request: Request) => string | null | undefined) | undefined;
  /** Is called when a key could not be checked, which is answered by 503. Without, the error goes to `console.error`. */
  readonly onError?: OnError | undefined;
}

/** What a route handler is made of: it gets the verdict as its third argument. */
export type ApiKeyHandler<Incoming extends Request, Context, Found> = (
  request: Incoming,
  context: Context,
  verdict: Found,
) => Response | Promise<Response>;

/** A route handler as Next.js takes it. */
export type RouteHandler<Incoming extends Request, Context> = (
  request: Incoming,
  context: Context,
) => Promise<Response>;

/** What a route asks, where it can not do without a key. */
export type Required = RequireApiKeyOptions & { readonly optional?: false | undefined };

/** The store of an application, and how its routes check keys. */
export interface NextKeywright {
  /**
   * Returns the handle, and opens the store at the first call. There is one for each path in a process, also while a server for
   * development loads the application anew.
   *
   * @throws `invalid_argument` when the path is not absolute; otherwise as `Keywright.open`.
   */
  getKeywright(): Promise<Keywright>;

  /**
   * Gives the application a handle that is open already, such as that of a test.
   *
   * @param keywright - The handle, which whoever opened it closes. Null takes it away again.
   */
  setKeywright(keywright: Keywright | null): void;

  /**
   * Returns a route handler that checks the key of a request first.
   *
   * The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings. A denied request
   * is answered by 401, 403 or 429, and by 503 when the store has no answer; the handler is not called.
   *
   * @param options - What the route asks of a key.
   * @param handler - What answers. Its third argument is the verdict.
   * @throws `invalid_argument` when a scope or a name breaks its rules.
   */
  withApiKey<Incoming extends Request = Request, Context = unknown>(
    options: Required,
    handler: ApiKeyHandler<Incoming, Context, ValidVerdict>,
  ): RouteHandler<Incoming, Context>;
  /** The same where the key is optional: without one, the third argument is null. */
  withApiKey<Incoming extends Request = Request, Context = unknown>(
    options: RequireApiKeyOptions,
    handler: ApiKeyHandler<Incoming, Context, ValidVerdict | null>,
  ): RouteHandler<Incoming, Context>;

  /**
   * Checks the key of a request: for a proxy, or a route handler that is put together by hand.
   *
   * @param request - The request.
   * @param options - What is asked of the key.
   * @returns The verdict of a valid key; or the response that refuses the request, which is to be returned.
   * @throws `invalid_argument` when a scope or a name breaks its rules.
   */
  requireApiKey(request: Request, options?: Required): Promise<ValidVerdict | Response>;
  /** The same where the key is optional: null without one. */
  requireApiKey(request: Request, options: RequireApiKeyOptions): Promise<ValidVerdict | null | Response>;
}

/**
 * Says which store an application has. Call it once, in a file of its own that the routes import. Nothing is opened yet.
 *
 * @param options - The path of the store, and how it is opened.
 */
export function createKeywright(options: KeywrightOptions): NextKeywright {
  const known = ["path", "ip", "onError", ...OPEN_OPTIONS] as const;
  const { path, ip, onError, ...open } = convert.optionsOf(options, known, "createKeywright");
  const addressOf = functionOr(ip, () => undefined, "ip");
  const tell = functionOr(onError, toConsole, "onError");
  let given: Keywright | null = null;

  const getKeywright = async () => given ?? (await openOnce(absolute(path), open));

  const outcomeOf = async (request: Request, check: Check): Promise<Outcome> => {
    let keywright: Keywright;
    try {
      keywright = await getKeywright();
    } catch (error) {
      return refusedBy(error);
    }
    return examine(keywright, check, request.headers, addressOf(request) ?? undefined);
  };

  const responseTo = ({ answer: { status, headers, body }, error }: Refusal) => {
    if (error !== undefined) tell(error);
    return new Response(body, { status, headers });
  };

  const withApiKey = (asked: RequireApiKeyOptions, handler: ApiKeyHandler<Request, unknown, ValidVerdict | null>) => {
    const check = new Check(asked);
    return async (request: Request, context: unknown) => {
      const outcome = await outcomeOf(request, check);
      return outcome instanceof Refusal ? responseTo(outcome) : handler(request, context, outcome);
    };
  };

  const requireApiKey = async (request: Request, asked?: RequireApiKeyOptions) => {
    const outcome = await outcomeOf(request, new Check(asked));
    return outcome instanceof Refusal ? responseTo(outcome) : outcome;
  };

  const setKeywright = (keywright: Keywright | null) => {
    given = keywright;
  };

  return Object.freeze({ getKeywright, setKeywright, withApiKey, requireApiKey }) as NextKeywright;
}

/** Where the handles of a process are: a bundler may load this module more than once, and a server for development does. */
const STORES = Symbol.for("keywright.next.stores");

function openOnce(path: string, options: OpenOptions): Promise<Keywright> {
  const holder = globalThis as { [STORES]?: Map<string, Promise<Keywright>> };
  holder[STORES] ??= new Map();
  const stores = holder[STORES];
  const found = stores.get(path);
  if (found !== undefined) return found;
  const opening = Keywright.open(path, options);
  stores.set(path, opening);
  // A store that could not be opened is tried again by the next request.
  opening.catch(() => stores.delete(path));
  return opening;
}

/** As much of a configuration as is changed. */
interface Changed {
  serverExternalPackages?: readonly string[];
  outputFileTracingIncludes?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Tells Next.js how to treat this package: its native half can not be bundled, and is to be copied into a `standalone` output.
 *
 * @param config - The configuration of `next.config.js`: an object, or a function that makes it.
 *
 * @example
 * ```js
 * import { withKeywright } from "keywright/next";
 *
 * const config = withKeywright({ reactStrictMode: true });
 * console.log(config.serverExternalPackages); // [ 'keywright' ]
 * ```
 */
export function withKeywright<Config extends object>(config?: Config): Config {
  const given: unknown = config ?? {};
  if (typeof given !== "function") return changed(given as object) as Config;
  const made = (...told: unknown[]) => {
    const answer = given(...told) as object;
    return answer instanceof Promise ? answer.then(changed) : changed(answer);
  };
  return made as unknown as Config;
}

function changed(config: Changed): object {
  const { serverExternalPackages = [], outputFileTracingIncludes = {} } = config;
  const everywhere = "/*";
  return {
    ...config,
    serverExternalPackages: [...new Set([...serverExternalPackages, "keywright"])],
    outputFileTracingIncludes: {
      ...outputFileTracingIncludes,
      [everywhere]: [...(outputFileTracingIncludes[everywhere] ?? []), ...nativeFiles()],
    },
  };
}

/** The files that a tracer of `require` does not find: the native half is chosen when the program runs. */
function nativeFiles(): string[] {
  const folders = [join(__dirname, "..", "native")];
  for (const platform of PLATFORMS) {
    try {
      folders.push(dirname(require.resolve(`${packageOf(platform)}/package.json`)));
    } catch {
      // Another platform's: it is not installed here.
    }
  }
  return folders.map((folder) => `${relative(process.cwd(), folder).split(sep).join("/")}/**`);
}
