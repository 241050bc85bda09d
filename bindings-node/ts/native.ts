/**
 * The native half: what it offers, how it is found, and how its errors become ours.
 *
 * It is private. Simple arguments go in by position and the others as one JSON text; records come out as JSON.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";

import { KeywrightError } from "./errors.js";
import { currentPlatform, PLATFORMS, packageOf } from "./platform.js";

type Maybe<T> = T | null | undefined;
/** What a check is asked beside the key. */
export interface Asked {
  ownerType?: string | undefined;
  accept?: string | undefined;
  scopes?: string[] | undefined;
  ip?: string | undefined;
  optional?: boolean | undefined;
}

/** The place of an object that there is already, or a verdict to make one of. */
export type Answer = number | NativeVerdict;

export interface NativeKeywright {
  close(): Promise<void>;
  closeSync(): void;
  isClosed(): boolean;
  actingAs(stated: string): NativeKeywright;
  by(name: string): NativeKeywright;
  actor(): string;
  now(): number;
  whyInvalid(status: string, expiresAt: Maybe<number>): string | null;
  user(id: string): NativeUser;
  team(id: string): NativeTeam;
  apiKey(id: string): NativeApiKey;
  getUser(id: string): Promise<string>;
  getTeam(id: string): Promise<string>;
  createTeam(team: string): Promise<string>;
  settings(): Promise<string>;
  updateSettings(changes: string): Promise<string>;
  previewDropPrefix(prefix: string): Promise<string>;
  definePermission(definition: string): Promise<string>;
  renamePermission(id: string, newId: string): Promise<string>;
  deletePermission(id: string): Promise<void>;
  listPermissionDefinitions(): Promise<string>;
  events(after: number, limit: number): Promise<string>;
  signals(after: number, limit: number): Promise<string>;
  listApiKeys(filter: string): Promise<string>;
  pageApiKeys(filter: string, limit: number, cursor: Maybe<string>): Promise<string>;
  revokeAll(conditions: string): Promise<string>;
  status(): Promise<string>;
  warm(owner: Maybe<string>): Promise<string>;
  checkIntegrity(): Promise<string>;
  flush(): Promise<void>;
  lastUsed(ids: string[]): Promise<string>;
  backup(path: string): Promise<string>;
  previewRestore(path: string): Promise<string>;
  restore(path: string, withRevoked: boolean): Promise<string>;
  export(path: string): Promise<void>;
  import(path: string, dryRun: boolean): Promise<string>;
  sealStatus(): Promise<string>;
  seal(): Promise<string>;
  rotateMasterKey(): Promise<string>;
  rekey(): Promise<string>;
  verify(value: string, asked?: Asked): Answer;
  keep(verdict: NativeVerdict): void;
  recaller(question: Uint8Array): () => number;
  fetch(value: string): Answer;
  fetchValid(value: string): Answer;
  tryVerify(value: string, asked?: Asked): Answer | null;
  verifyAsync(value: string, asked?: Asked): Promise<NativeVerdict>;
  requireValid(value: string, asked?: Asked): Answer;
  authenticate(headers: string[], asked?: Asked): Answer;
  ownHeader(): string | null | undefined;
  tryAuthenticateRequest(check: NativeCheck, headers: string[], address: Maybe<string>): Answer | null;
  authenticateRequest(check: NativeCheck, headers: string[], address: Maybe<string>): Promise<NativeVerdict>;
  explain(value: string, asked?: Asked): Promise<NativeExplanation>;
  extractApiKey(headers: string[]): { value?: string; ending: string };
  userOf(value: string, asked?: Asked): Promise<string>;
  teamOf(value: string, asked?: Asked): Promise<string>;
}

/** What users and teams have in common. */
export interface NativeOwner {
  update(changes: string): Promise<string>;
  delete(): Promise<void>;
  suspend(): Promise<string>;
  resume(): Promise<string>;
  createApiKey(key: string): Promise<string>;
  createApiKeys(keys: string): Promise<string>;
  listApiKeys(filter: string): Promise<string>;
}

export interface NativeUser extends NativeOwner {
  listTeams(): Promise<string>;
}

export interface NativeTeam extends NativeOwner {
  listMembers(): Promise<string>;
  addMember(user: string, permissions: Maybe<string[]>): Promise<string>;
  setMembers(members: string): Promise<string>;
  removeMember(user: string, teamKeys: string): Promise<void>;
  previewRemoveMember(user: string): Promise<string>;
  grantPermission(user: string, permission: string): Promise<string>;
  revokePermission(user: string, permission: string): Promise<string>;
  hasPermission(user: string, permission: string): Promise<boolean>;
  listPermissions(user: string): Promise<string>;
}

export interface NativeApiKey {
  id(): string;
  get(): Promise<string>;
  update(changes: string): Promise<string>;
  suspend(reason: Maybe<string>): Promise<string>;
  resume(): Promise<string>;
  revoke(reason: Maybe<string>): Promise<string>;
  rotate(grace: string): Promise<string>;
  purge(): Promise<void>;
  usage(start: number, end: number, step: string): Promise<string>;
  usageOfLast(buckets: number, step: string): Promise<string>;
}

export interface NativeVerdict {
  facts(): {
    valid: boolean;
    reason?: string;
    apiKeyId?: string;
    userId?: string;
    teamId?: string;
    isPublic: boolean;
    retryAfter?: number;
    place?: number;
  };
  apiKey(): string;
  http(): string;
  checkHttp(): string;
}

/** What a route asks of every key. It is only handed over. */
export type NativeCheck = object;

export interface NativeExplanation {
  verdict(): NativeVerdict;
  gates(): string;
}

export interface NativeClock {
  keywright(): NativeKeywright;
  now(): number;
  advance(milliseconds: string): void;
  set(now: string): void;
}

/** Everything that the native half exports. A test compares this list with what is built. */
export interface Native {
  readonly VERSION: string;
  open(path: string, options: string): Promise<NativeKeywright>;
  openSync(path: string, options: string): NativeKeywright;
  openInMemory(options: string): NativeKeywright;
  openForTests(now: number): NativeClock;
  migrate(path: string, options: string): Promise<string>;
  generateMasterKey(): string;
  parse(text: string): string;
  redact(text: string): string;
  run(arguments_: string[]): number;
  errorHttp(code: string): string;
  check(asked: Asked): NativeCheck;
  apiKeyHeaders(): string[];
  words(): string;
}

let loaded: Native | undefined;

/**
 * Loads the native half once, when it is first needed: a program that only imports the package can still say what is missing.
 *
 * @throws `internal` when this machine has none, with what to do.
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  const platform = currentPlatform();
  if (platform === undefined) {
    const known = PLATFORMS.map(({ name }) => name).join(", ");
    throw new KeywrightError(
      "internal",
      `keywright has no native half for this machine; it is built for ${known}. machine=\`${process.platform}-${process.arch}\``,
    );
  }
  // A package that was built on this machine carries its own; a published one has it in a package for each platform.
  const beside = join(__dirname, "..", "native", `keywright.${platform.name}.node`);
  const place = existsSync(beside) ? beside : packageOf(platform);
  try {
    return require(place) as Native;
  } catch (cause) {
    const remedy =
      place === beside
        ? "the file is there and can not be loaded; install the package anew"
        : "install it beside `keywright`, in the same version; an install that leaves optional packages out leaves it out too";
    const message = `the native half of keywright is missing: ${remedy}. package=\`${packageOf(platform)}\``;
    throw new KeywrightError("internal", message, { cause });
  }
}
