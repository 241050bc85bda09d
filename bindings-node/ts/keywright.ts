/** The handle on a store, and how it is opened. */

import { inspect } from "node:util";

import { type ApiKey, type ApiKeyHandle, apiKeyHandle, keyOf, keysOf, keysWithin, type Stored } from "./apiKey.js";
import { atOnce, later } from "./call.js";
import * as convert from "./convert.js";
import { errorOf } from "./errors.js";
import { closeAtExit } from "./exit.js";
import { allOf, KeyHeaders } from "./headers.js";
import { type Answer, type NativeCheck, type NativeKeywright, native } from "./native.js";
import {
  type ActingAsOptions,
  type ApiKeyFilter,
  AUTHENTICATE_OPTIONS,
  type AuthenticateOptions,
  askedOf,
  type ByApiKey,
  byApiKey,
  filterOf,
  isByApiKey,
  MEMORY_OPTIONS,
  type MemoryOptions,
  type NewTeam,
  type OpenOptions,
  openOptions,
  pathOf,
  type RevokeAllConditions,
  type SettingsUpdate,
  settingsChanges,
  VERIFY_OPTIONS,
  type VerifyOptions,
} from "./options.js";
import {
  type Owner,
  ownerOf,
  permissionsById,
  type Team,
  type TeamHandle,
  teamHandle,
  teamOf,
  type User,
  type UserHandle,
  userHandle,
  userOf,
} from "./owner.js";
import { FETCH, Quick } from "./quick.js";
import type {
  Backup,
  Event,
  Explanation,
  GateReport,
  ImportReport,
  Integrity,
  LastUse,
  Page,
  PermissionDefinition,
  RestoreReport,
  SealReport,
  SealStatus,
  Settings,
  Signal,
  StoreInfo,
  Warmed,
} from "./records.js";
import type { HeadersLike, HostId, Key } from "./types.js";
import { type CheckedVerdict, type ValidVerdict, verdictOf } from "./verdict.js";

/** Makes a handle of the native one. */
export let keywrightOf: (native: NativeKeywright) => Keywright;

/**
 * Checks the key of a request as a route asks for: at once where memory has the answer, and otherwise on libuv's pool.
 *
 * @throws As `authenticate`, and the promise rejects so.
 */
export let answerToRequest: (
  keywright: Keywright,
  check: NativeCheck,
  headers: HeadersLike,
  address: string | undefined,
) => CheckedVerdict | Promise<CheckedVerdict>;

/**
 * The handle on one store. `open`, `openSync` and `openInMemory` make it; keep it for as long as the process lives.
 *
 * A handle acts as the server, which may do everything, until `actingAs` narrows it to a user whose rights are checked at
 * every step.
 *
 * @example
 * ```js
 * import { Keywright } from "keywright";
 *
 * const keywright = Keywright.openInMemory();
 * const created = await keywright.user("alice").createApiKey({ description: "laptop" });
 * console.log(keywright.requireValid(created.value).userId); // alice
 * ```
 */
export class Keywright {
  readonly #native: NativeKeywright;
  /** The quickest way to a check, once it was asked for. */
  #quick: Quick | undefined;
  /** The objects of verdicts that memory answered with; the native half knows which is whose. */
  readonly #kept: CheckedVerdict[] = [];
  /** The headers that keys come in, and the one of them that the settings name. */
  #keyHeaders: { readonly own: string | null; readonly headers: KeyHeaders } | undefined;

  static {
    keywrightOf = (native) => new Keywright(native);
    answerToRequest = (keywright, check, headers, address) => keywright.#answerToRequest(check, headers, address);
  }

  private constructor(native: NativeKeywright) {
    this.#native = native;
  }

  /**
   * Opens the store at a path, making it if it is missing.
   *
   * Opening the same file twice in a process shares one store, also from worker threads. Do not open the file with another
   * SQLite in the same process (such as better-sqlite3): its closing would drop the locks.
   *
   * @param path - The file; its folder must exist. Take an absolute path in a server, whose working folder may change.
   * @param options - How to open it.
   * @throws `storage_unavailable`, `storage_corrupt`, `schema_too_new` when the file could not be opened, is damaged, is not a
   * store, or is too new; it is left as it was. `master_key` when the store is sealed and no fitting master key was given, or
   * the other way round. `internal` when this machine has no native half, with what to install.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = await Keywright.open("keywright.db");
   * await keywright.close();
   * ```
   */
  static async open(path: string | URL, options?: OpenOptions): Promise<Keywright> {
    const [file, json] = [pathOf(path), openOptions(options)];
    return new Keywright(closeAtExit(await later(() => native().open(file, json))));
  }

  /**
   * Does the same at once, for the start of a program and for scripts.
   *
   * @param path - As in `open`.
   * @param options - As in `open`.
   * @throws As `open`.
   */
  static openSync(path: string | URL, options?: OpenOptions): Keywright {
    const [file, json] = [pathOf(path), openOptions(options)];
    return new Keywright(closeAtExit(atOnce(() => native().openSync(file, json))));
  }

  /**
   * Opens a store that lives in memory and is gone when its last handle is.
   *
   * @param options - How to open it. The environment is not read for master keys.
   */
  static openInMemory(options?: MemoryOptions): Keywright {
    const json = openOptions(options, MEMORY_OPTIONS, "openInMemory");
    return new Keywright(atOnce(() => native().openInMemory(json)));
  }

  /**
   * Closes the store: waits for calls in flight and writes what checks noticed and counted. Twice is fine. Every handle that
   * was made from this one is closed with it.
   */
  async close(): Promise<void> {
    await later(() => this.#native.close());
  }

  /** Does the same at once, for the end of a script. */
  closeSync(): void {
    atOnce(() => this.#native.closeSync());
  }

  /** Closes the store at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.closeSync();
  }

  /** Closes the store at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Whether the store was closed. */
  get isClosed(): boolean {
    return this.#native.isClosed();
  }

  /** Who acts through this handle: `server`, `server:<name>` or `user:<id>`. */
  get actor(): string {
    return this.#native.actor();
  }

  /**
   * Returns a handle that acts as a user, with the same methods, each of which checks that user's rights.
   *
   * @param userId - The user who asks, as your own sign-in knows it: never an id that the request brings along.
   * @param options - What is stated about the user.
   * @throws `invalid_argument` when an id, a permission or a scope breaks its rules; `permission_denied` when the handle acts
   * as a user already.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const alice = keywright.actingAs("alice", { teamPermissions: { acme: ["$manage_api_keys"] } });
   * const created = await alice.team("acme").createApiKey({ description: "CI" });
   * console.log(created.createdBy); // user:alice
   * ```
   */
  actingAs(userId: HostId, options?: ActingAsOptions): Keywright {
    const given = convert.optionsOf(options, ["teamPermissions", "grantableScopes"], "actingAs");
    const json = JSON.stringify({
      userId: convert.hostId(userId),
      teamPermissions: permissionsById(given.teamPermissions ?? {}, "teamPermissions"),
      grantableScopes: convert.texts(given.grantableScopes ?? [], "grantableScopes"),
    });
    return new Keywright(atOnce(() => this.#native.actingAs(json)));
  }

  /**
   * Returns a handle that acts as the server and says in whose name.
   *
   * @param name - Who, such as `support:bob`.
   * @throws `invalid_argument` when the name is empty or too long; `permission_denied` when the handle acts as a user.
   */
  by(name: string): Keywright {
    const who = convert.text(name, "the name");
    return new Keywright(atOnce(() => this.#native.by(who)));
  }

  /** Returns the store's time, which never goes back within this process. */
  now(): Date {
    return new Date(this.#native.now());
  }

  /**
   * Returns a handle on a user: free, and nothing is read or made.
   *
   * @param id - Your id of the user.
   */
  user(id: HostId): UserHandle {
    return userHandle(this.#native, convert.hostId(id));
  }

  /**
   * Returns a handle on a team: free, and nothing is read or made.
   *
   * @param id - Your id of the team.
   */
  team(id: HostId): TeamHandle {
    return teamHandle(this.#native, convert.hostId(id));
  }

  /**
   * Returns a handle on a key: free, and nothing is read.
   *
   * @param id - The id of the key.
   * @throws `invalid_argument` when the text is no id.
   */
  apiKey(id: string): ApiKeyHandle {
    const key = convert.text(id, "the id of a key");
    return apiKeyHandle(
      this.#native,
      atOnce(() => this.#native.apiKey(key).id()),
    );
  }

  /**
   * Returns a user as stored: by id, or the owner of a valid key.
   *
   * @param which - Your id of the user, or `{ apiKey }` with a key that was presented.
   * @returns The user; null when there is none, or when the key is denied.
   * @throws `disabled` when the settings switch keys of users off.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const { value } = await keywright.user("alice").createApiKey({ description: "CI" });
   * console.log((await keywright.getUser({ apiKey: value }))?.id); // alice
   * ```
   */
  async getUser(which: HostId | ByApiKey): Promise<User | null> {
    const question = isByApiKey(which) ? byApiKey(which, "getUser") : convert.hostId(which);
    const json = await later(() =>
      typeof question === "string" ? this.#native.getUser(question) : this.#native.userOf(...question),
    );
    return json === "null" ? null : userOf(this.#native, json);
  }

  /**
   * Returns a team as stored: by id, or the owner of a valid key.
   *
   * @param which - Your id of the team, or `{ apiKey }` with a key that was presented.
   * @returns The team; null when there is none, when the acting user must not know of it, or when the key is denied.
   * @throws `disabled` when the settings switch keys of teams off.
   */
  async getTeam(which: HostId | ByApiKey): Promise<Team | null> {
    const question = isByApiKey(which) ? byApiKey(which, "getTeam") : convert.hostId(which);
    const json = await later(() =>
      typeof question === "string" ? this.#native.getTeam(question) : this.#native.teamOf(...question),
    );
    return json === "null" ? null : teamOf(this.#native, json);
  }

  /**
   * Makes a team.
   *
   * @param team - What to make.
   * @throws `already_exists` when a team has this id.
   */
  async createTeam(team: NewTeam): Promise<Team> {
    const given = convert.optionsOf(team, ["displayName", "id", "creator"], "createTeam");
    const json = JSON.stringify({
      displayName: convert.text(given.displayName, "displayName"),
      id: given.id === undefined ? undefined : convert.hostId(given.id),
      creator: given.creator === undefined ? undefined : convert.hostId(given.creator),
    });
    return teamOf(this.#native, await later(() => this.#native.createTeam(json)));
  }

  /**
   * Returns a key as stored.
   *
   * @param id - The id of the key.
   * @throws `not_found` when there is no such key, or the acting user must not know of it.
   */
  async getApiKey(id: string): Promise<ApiKey> {
    const key = convert.text(id, "the id of a key");
    return keyOf(this.#native, await later(() => this.#native.apiKey(key).get()));
  }

  /**
   * Lists keys, newest first: all that the actor may see, or fewer.
   *
   * @param filter - Which ones.
   */
  async listApiKeys(filter?: ApiKeyFilter): Promise<ApiKey[]> {
    const json = filterOf(convert.optionsOf(filter, ["owner", "status", "search"], "listApiKeys"));
    return keysOf(this.#native, await later(() => this.#native.listApiKeys(json)));
  }

  /**
   * Lists keys page by page, newest first.
   *
   * @param options - Which ones; how many on a page, 1 to 1,000 (50 by default); and the `nextCursor` of the page before, which
   * says where to go on, never what may be seen.
   * @throws `invalid_argument` when the limit or the cursor breaks its rules.
   */
  async pageApiKeys(
    options?: ApiKeyFilter & { readonly limit?: number | undefined; readonly cursor?: string | null | undefined },
  ): Promise<Page> {
    const {
      limit = 50,
      cursor,
      ...filter
    } = convert.optionsOf(options, ["owner", "status", "search", "limit", "cursor"], "pageApiKeys");
    const [json, count] = [filterOf(filter), convert.whole(limit, "limit")];
    const from = cursor === null ? undefined : convert.optionalText(cursor, "cursor");
    const page = JSON.parse(await later(() => this.#native.pageApiKeys(json, count, from))) as {
      items: Stored[];
      next_cursor: string | null;
    };
    return Object.freeze({ items: keysWithin(this.#native, page.items), nextCursor: page.next_cursor });
  }

  /**
   * Revokes every key that all given conditions name, in one transaction, and returns how many.
   *
   * @param conditions - Which ones.
   * @throws `invalid_argument` when nothing is named, which would mean every key.
   */
  async revokeAll(conditions: RevokeAllConditions): Promise<number> {
    const fields = ["owner", "createdBefore", "createdBy", "prefix", "reason"] as const;
    const given = convert.optionsOf(conditions, fields, "revokeAll");
    const json = JSON.stringify({
      owner: given.owner === undefined ? undefined : ownerOf(given.owner),
      createdBefore:
        given.createdBefore === undefined ? undefined : convert.instant(given.createdBefore, "createdBefore"),
      createdBy: convert.optionalText(given.createdBy, "createdBy"),
      prefix: convert.optionalText(given.prefix, "prefix"),
      reason: convert.optionalText(given.reason, "reason"),
    });
    return convert.recordOf(await later(() => this.#native.revokeAll(json)));
  }

  /**
   * Checks a key. The answer comes at once: from memory in most cases, by reading one row in the others.
   *
   * An answer is a value: a key that is expired, revoked or unknown is a verdict that says so. An error means that there is no
   * answer, and is never a yes.
   *
   * @param value - The key as it was presented. Nothing is trimmed, and nothing at all is as an empty text.
   * @param options - What the key must be good for.
   * @throws `invalid_argument` when an option breaks its rules; `permission_denied` when the handle acts as a user; `closed`;
   * storage errors.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const { value } = await keywright.user("alice").createApiKey({ description: "CI", scopes: ["invoices:read"] });
   * const { valid, reason } = keywright.verify(value, { scopes: ["invoices:write"] });
   * console.log(valid, reason); // false insufficient_scope
   * ```
   */
  verify(value: Key, options?: VerifyOptions): CheckedVerdict {
    const text = convert.presented(value);
    if (options === undefined) {
      const place = this.#recall(text);
      if (place >= 0) return this.#kept[place] as CheckedVerdict;
      if (place === FETCH) return this.#fetch(text);
    }
    const asked = askedOf(options, VERIFY_OPTIONS, "verify");
    // Written out, since a closure would cost a part of what a check does.
    try {
      return this.#answer(this.#native.verify(text, asked));
    } catch (error) {
      throw this.#error(error);
    }
  }

  /**
   * Does the same without ever waiting on the event loop: from memory where that can answer, on a thread of libuv's pool where
   * the store is to be asked.
   *
   * @param value - As in `verify`.
   * @param options - As in `verify`.
   * @throws As `verify`.
   */
  async verifyAsync(value: Key, options?: VerifyOptions): Promise<CheckedVerdict> {
    const text = convert.presented(value);
    if (options === undefined) {
      const place = this.#recall(text);
      if (place >= 0) return this.#kept[place] as CheckedVerdict;
      if (place === FETCH) return this.#fetch(text);
    }
    const asked = askedOf(options, VERIFY_OPTIONS, "verifyAsync");
    const answer = atOnce(() => this.#native.tryVerify(text, asked));
    if (answer !== null) return this.#answer(answer);
    return verdictOf(await later(() => this.#native.verifyAsync(text, asked)), this.#native);
  }

  /**
   * Checks a key and throws when it is denied.
   *
   * @param value - As in `verify`.
   * @param options - As in `verify`.
   * @returns A verdict that is valid.
   * @throws `denied`, as a `DeniedError` whose `verdict` tells why; otherwise as `verify`.
   */
  requireValid(value: Key, options?: VerifyOptions): ValidVerdict {
    const text = convert.presented(value);
    if (options === undefined) {
      const place = this.#recall(text);
      if (place >= 0) return this.#kept[place] as ValidVerdict;
      if (place === FETCH) return this.#fetchValid(text);
    }
    const asked = askedOf(options, VERIFY_OPTIONS, "requireValid");
    try {
      return this.#answer(this.#native.requireValid(text, asked)) as ValidVerdict;
    } catch (error) {
      throw this.#error(error);
    }
  }

  /**
   * Finds the key in the headers of a request and checks it.
   *
   * It is looked for in `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` and the header of the settings; never in the
   * query string. Two different keys are `malformed`.
   *
   * @param headers - `Headers`, an object, pairs, or Node's `rawHeaders`.
   * @param options - As in `verify`, and whether the route works without a key.
   * @throws As `verify`.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const { value } = await keywright.user("alice").createApiKey({ description: "CI" });
   * const request = new Request("http://localhost/", { headers: { authorization: `Bearer ${value}` } });
   * console.log(keywright.authenticate(request.headers).userId); // alice
   * ```
   */
  authenticate(headers: HeadersLike, options?: AuthenticateOptions): CheckedVerdict {
    const asked = askedOf(options, AUTHENTICATE_OPTIONS, "authenticate");
    const wanted = this.#wanted(headers);
    try {
      return this.#answer(this.#native.authenticate(wanted, asked));
    } catch (error) {
      throw this.#error(error);
    }
  }

  /**
   * Returns the one well-formed key that stands in the headers of a request, without checking it.
   *
   * @param headers - As in `authenticate`.
   * @returns The key; null when there is none.
   * @throws `invalid_argument` when what stands there is no key, or there are two. `authenticate` answers that as a verdict.
   */
  extractApiKey(headers: HeadersLike): string | null {
    const wanted = this.#wanted(headers);
    const { value, ending } = atOnce(() => this.#native.extractApiKey(wanted));
    if (ending === "malformed" || ending === "ambiguous") {
      throw convert.invalid(`the headers hold no key that can be told. found=\`${ending}\``);
    }
    return value ?? null;
  }

  /**
   * Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
   *
   * @param value - As in `verify`.
   * @param options - As in `verify`.
   * @throws As `verify`.
   */
  async explain(value: Key, options?: VerifyOptions): Promise<Explanation> {
    const text = convert.presented(value);
    const asked = askedOf(options, VERIFY_OPTIONS, "explain");
    const explanation = await later(() => this.#native.explain(text, asked));
    return Object.freeze({
      verdict: verdictOf(explanation.verdict(), this.#native),
      gates: convert.recordOf<readonly GateReport[]>(explanation.gates()),
    });
  }

  /** Returns the settings. Only the server may. */
  async settings(): Promise<Settings> {
    return convert.recordOf(await later(() => this.#native.settings()));
  }

  /**
   * Changes what is given and leaves the rest. Only the server may.
   *
   * @param changes - What to change.
   * @returns The settings as they are now.
   * @throws `invalid_argument` when a value breaks its rules, or another number of keys would end; `not_found` when a
   * permission is not defined, or the prefix to drop is not accepted.
   */
  async updateSettings(changes: SettingsUpdate): Promise<Settings> {
    const json = JSON.stringify(settingsChanges(changes));
    return convert.recordOf(await later(() => this.#native.updateSettings(json)));
  }

  /**
   * Returns how many keys that work now would end if a prefix were dropped. Only the server may.
   *
   * @param prefix - The prefix.
   */
  async previewDropPrefix(prefix: string): Promise<number> {
    const text = convert.text(prefix, "the prefix");
    return convert.recordOf(await later(() => this.#native.previewDropPrefix(text)));
  }

  /**
   * Defines a permission, or defines it anew. Only the server may.
   *
   * @param id - Its name.
   * @param options - The permissions that come with it, what it is for, and whether to refuse to define it anew.
   * @throws `invalid_argument`; `not_found` when a contained permission is not defined; `already_exists` when it is defined,
   * and that was to be refused.
   */
  async definePermission(
    id: string,
    options?: {
      readonly contains?: Iterable<string> | undefined;
      readonly description?: string | undefined;
      readonly refuseExisting?: boolean | undefined;
    },
  ): Promise<PermissionDefinition> {
    const given = convert.optionsOf(options, ["contains", "description", "refuseExisting"], "definePermission");
    const json = JSON.stringify({
      id: convert.text(id, "the id of a permission"),
      contains: convert.texts(given.contains ?? [], "contains"),
      description: convert.optionalText(given.description, "description"),
      refuseExisting: convert.flag(given.refuseExisting, "refuseExisting"),
    });
    return convert.recordOf(await later(() => this.#native.definePermission(json)));
  }

  /**
   * Gives a permission another name, everywhere. Only the server may.
   *
   * @param id - Its name.
   * @param newId - Its name from now on.
   * @throws `not_found` when it is not defined; `already_exists` when the new name is taken.
   */
  async renamePermission(id: string, newId: string): Promise<PermissionDefinition> {
    const [from, to] = [convert.text(id, "the id of a permission"), convert.text(newId, "the new id")];
    return convert.recordOf(await later(() => this.#native.renamePermission(from, to)));
  }

  /**
   * Deletes a permission, everywhere. Only the server may.
   *
   * @param id - Its name.
   * @throws `not_found` when it is not defined.
   */
  async deletePermission(id: string): Promise<void> {
    const name = convert.text(id, "the id of a permission");
    await later(() => this.#native.deletePermission(name));
  }

  /** Lists all permissions, those of Keywright's own among them. Only the server may. */
  async listPermissionDefinitions(): Promise<readonly PermissionDefinition[]> {
    return convert.recordOf(await later(() => this.#native.listPermissionDefinitions()));
  }

  /**
   * Returns entries of the audit log, oldest first. Only the server may.
   *
   * @param after - Those with a number above this one.
   * @param options - At most so many, 1 to 10,000; 100 by default.
   */
  async events(after = 0, options?: { readonly limit?: number | undefined }): Promise<readonly Event[]> {
    const { limit = 100 } = convert.optionsOf(options, ["limit"], "events");
    const [from, most] = [convert.whole(after, "after", Number.MAX_SAFE_INTEGER), convert.whole(limit, "limit")];
    return convert.recordOf(await later(() => this.#native.events(from, most)));
  }

  /**
   * Returns signals, oldest first. Only the server may. They are written about a second late; `flush` does it at once.
   *
   * @param after - Those with a number above this one.
   * @param options - At most so many, 1 to 10,000; 100 by default.
   */
  async signals(after = 0, options?: { readonly limit?: number | undefined }): Promise<readonly Signal[]> {
    const { limit = 100 } = convert.optionsOf(options, ["limit"], "signals");
    const [from, most] = [convert.whole(after, "after", Number.MAX_SAFE_INTEGER), convert.whole(limit, "limit")];
    return convert.recordOf(await later(() => this.#native.signals(from, most)));
  }

  /** Returns what there is to know about the store itself, for your logs. Only the server may. */
  async status(): Promise<StoreInfo> {
    return convert.recordOf(await later(() => this.#native.status()));
  }

  /**
   * Loads keys into memory, so that their first check is as fast as every other. Nobody has to: a key is kept once it was
   * checked. Only the server may.
   *
   * @param options - Only the keys of this user or team; without it, all.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory({ resident: true });
   * await keywright.user("alice").createApiKey({ description: "CI" });
   * const { isWhole } = await keywright.warm();
   * console.log(isWhole); // true
   * ```
   */
  async warm(options?: { readonly owner?: Owner | undefined }): Promise<Warmed> {
    const { owner } = convert.optionsOf(options, ["owner"], "warm");
    const json = owner === undefined ? undefined : JSON.stringify(ownerOf(owner));
    return convert.recordOf(await later(() => this.#native.warm(json)));
  }

  /** Looks at every page and row of the store. Only the server may. It takes time on a large store. */
  async checkIntegrity(): Promise<Integrity> {
    return convert.recordOf(await later(() => this.#native.checkIntegrity()));
  }

  /**
   * Writes now what is written behind: signals, first uses and counts of use. Only the server may.
   *
   * @throws Storage errors; what could not be written goes on waiting.
   */
  async flush(): Promise<void> {
    await later(() => this.#native.flush());
  }

  /**
   * Tells when keys were last valid, and from where, by their ids. Those that never were are not in the answer.
   *
   * @param ids - The ids of keys that the actor may see.
   */
  async lastUsed(ids: Iterable<string>): Promise<ReadonlyMap<string, LastUse>> {
    const list = convert.texts(ids, "ids");
    return new Map(convert.recordOf<[string, LastUse][]>(await later(() => this.#native.lastUsed(list))));
  }

  /**
   * Copies the store into one new file while it is in use. Only the server may.
   *
   * @param path - The file, which must not exist.
   * @throws `already_exists` when the file exists; storage errors when it could not be written.
   */
  async backup(path: string | URL): Promise<Backup> {
    const file = pathOf(path);
    return convert.recordOf(await later(() => this.#native.backup(file)));
  }

  /**
   * Tells what `restore` would do, and changes nothing. Only the server may.
   *
   * @param path - The backup.
   * @throws Storage errors when it is none, or is damaged.
   */
  async previewRestore(path: string | URL): Promise<RestoreReport> {
    const file = pathOf(path);
    return this.#restored(await later(() => this.#native.previewRestore(file)));
  }

  /**
   * Makes the store what it was, in one change that every process sees. Only the server may.
   *
   * @param path - The backup.
   * @param options - `withRevoked` lets keys work again that were revoked, suspended, deleted or rotated since. Without, they
   * stay so.
   * @throws Storage errors when the file is no backup, or is damaged; nothing was changed.
   */
  async restore(path: string | URL, options?: { readonly withRevoked?: boolean | undefined }): Promise<RestoreReport> {
    const given = convert.optionsOf(options, ["withRevoked"], "restore");
    const [file, withRevoked] = [pathOf(path), convert.flag(given.withRevoked, "withRevoked")];
    return this.#restored(await later(() => this.#native.restore(file, withRevoked)));
  }

  /**
   * Writes the store as lines of JSON into a new file for its owner alone. Only the server may.
   *
   * It holds the digest of every secret: keep it as safe as the store.
   *
   * @param path - The file, which must not exist.
   * @throws Node's own error with the code `EEXIST` when the file exists.
   */
  async export(path: string | URL): Promise<void> {
    const file = pathOf(path);
    await later(() => this.#native.export(file));
  }

  /**
   * Adds what an export holds and the store does not, in one change. Only the server may.
   *
   * What is there already stays as it is, so an import can be run again.
   *
   * @param path - The export.
   * @param options - `dryRun` checks everything and tells what would be added.
   * @throws `invalid_argument` when a line breaks a rule; nothing was added.
   */
  async import(path: string | URL, options?: { readonly dryRun?: boolean | undefined }): Promise<ImportReport> {
    const given = convert.optionsOf(options, ["dryRun"], "import");
    const [file, dryRun] = [pathOf(path), convert.flag(given.dryRun, "dryRun")];
    return convert.recordOf(await later(() => this.#native.import(file, dryRun)));
  }

  /** Tells how far the store is sealed. Only the server may. */
  async sealStatus(): Promise<SealStatus> {
    return convert.recordOf(await later(() => this.#native.sealStatus()));
  }

  /**
   * Seals every row that is not sealed yet, while others work. Only the server may.
   *
   * @throws `master_key` when the store was opened without a master key.
   */
  async seal(): Promise<SealReport> {
    return convert.recordOf(await later(() => this.#native.seal()));
  }

  /**
   * Wraps the data keys under the newest master key of this handle. No key is made anew. Only the server may.
   *
   * @returns How many data keys were wrapped anew.
   * @throws `master_key` when the store was opened without a master key.
   */
  async rotateMasterKey(): Promise<number> {
    return convert.recordOf(await later(() => this.#native.rotateMasterKey()));
  }

  /**
   * Makes a new data key and seals every row with it, while others work. Only the server may.
   *
   * @throws `master_key` when the store was opened without a master key.
   */
  async rekey(): Promise<SealReport> {
    return convert.recordOf(await later(() => this.#native.rekey()));
  }

  [inspect.custom](_depth: number, options: object, print: typeof inspect): string {
    return `Keywright ${print({ actor: this.actor, isClosed: this.isClosed }, options)}`;
  }

  /** Asks memory about a key: says the place of an object that there is already, or one of two numbers below 0. */
  #recall(text: string): number {
    this.#quick ??= new Quick(this.#native);
    return this.#quick.recall(text);
  }

  /** Makes the object of the verdict that memory just gave. */
  #fetch(text: string): CheckedVerdict {
    try {
      return this.#answer(this.#native.fetch(text));
    } catch (error) {
      throw this.#error(error);
    }
  }

  #fetchValid(text: string): ValidVerdict {
    try {
      return this.#answer(this.#native.fetchValid(text)) as ValidVerdict;
    } catch (error) {
      throw this.#error(error);
    }
  }

  /** Hands out the object that there is of an answer, or makes one. */
  #answer(answer: Answer): CheckedVerdict {
    if (typeof answer !== "number") return verdictOf(answer, this.#native, this.#kept);
    return this.#kept[answer] as CheckedVerdict;
  }

  #answerToRequest(
    check: NativeCheck,
    headers: HeadersLike,
    address: string | undefined,
  ): CheckedVerdict | Promise<CheckedVerdict> {
    const wanted = this.#wanted(headers);
    try {
      const answer = this.#native.tryAuthenticateRequest(check, wanted, address);
      if (answer !== null) return this.#answer(answer);
    } catch (error) {
      throw this.#error(error);
    }
    return later(() => this.#native.authenticateRequest(check, wanted, address)).then((verdict) =>
      verdictOf(verdict, this.#native),
    );
  }

  /** The headers that the core looks for a key in; all of them, where memory does not know what the settings say. */
  #wanted(headers: HeadersLike): string[] {
    const own = this.#ownHeader();
    if (own === undefined) return allOf(headers);
    if (this.#keyHeaders?.own !== own) {
      const names = native().apiKeyHeaders();
      this.#keyHeaders = { own, headers: new KeyHeaders(own === null ? names : [...names, own]) };
    }
    return this.#keyHeaders.headers.of(headers);
  }

  #ownHeader(): string | null | undefined {
    try {
      return this.#native.ownHeader();
    } catch (error) {
      throw this.#error(error);
    }
  }

  #error(error: unknown): unknown {
    return errorOf(error, (verdict) => verdictOf(verdict, this.#native));
  }

  #restored(json: string): RestoreReport {
    const report = JSON.parse(json) as Record<string, unknown>;
    const keys = ["revoked_since", "deleted_since", "tampered_since", "rotated_since", "suspended_since"];
    const plain = Object.fromEntries(Object.entries(report).filter(([name]) => !keys.includes(name)));
    const within = (name: string) => keysWithin(this.#native, report[name] as Stored[]);
    return Object.freeze({
      ...(convert.shaped(plain) as RestoreReport),
      revokedSince: within("revoked_since"),
      deletedSince: within("deleted_since"),
      tamperedSince: within("tampered_since"),
      rotatedSince: within("rotated_since"),
      suspendedSince: within("suspended_since"),
    });
  }
}
