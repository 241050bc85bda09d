/** What calls of a handle are asked for, and how that is written for the native half. */

import { fileURLToPath } from "node:url";

import * as convert from "./convert.js";
import type { Asked } from "./native.js";
import { type Owner, ownerOf } from "./owner.js";
import type { Accept, Duration, HostId, Key, OwnerType, Status } from "./types.js";

/** How a store in memory is opened. */
export interface MemoryOptions {
  /** What the keys of a new store begin with, such as `acme`; an existing one has its own. */
  readonly prefix?: string | undefined;
  /** How many bytes of memory may hold keys. */
  readonly memoryLimit?: number | undefined;
  /** Keep every key of the store in memory, about 100 bytes each: an unknown one is then refused without a read. */
  readonly resident?: boolean | undefined;
  /**
   * How long a synchronous check that memory has no answer to waits for what other processes and threads hold; 50 milliseconds by
   * default, and for a store in memory as long as it takes. Then it is `storage_busy`. `verifyAsync` waits on another thread.
   */
  readonly verifyTimeOut?: Duration | undefined;
  /** The master keys of a sealed store, newest first. */
  readonly masterKeys?: Iterable<string> | undefined;
  /** Take unsealed rows too, for the days of first sealing. */
  readonly acceptUnsealed?: boolean | undefined;
}

/** How a store on disk is opened. Without `masterKeys`, `KEYWRIGHT_MASTER_KEY` and `KEYWRIGHT_MASTER_KEY_FILE` are read. */
export interface OpenOptions extends MemoryOptions {
  /** Refuse to make a file. */
  readonly existing?: boolean | undefined;
  /** Open it on a file system whose locks may not hold. */
  readonly anyFileSystem?: boolean | undefined;
  /** How long to wait for others that write; five seconds by default. */
  readonly busyTimeOut?: Duration | undefined;
}

/** What a check asks beside the key. */
export interface VerifyOptions {
  /** Take only keys of a `user` or of a `team`. */
  readonly ownerType?: OwnerType | undefined;
  /** `secret` refuses public keys; `any`, the default, takes both. */
  readonly accept?: Accept | undefined;
  /** The scopes that the request needs, all of them. */
  readonly scopes?: Iterable<string> | undefined;
  /** From where the request comes, as your framework knows it. A key with an IP list is denied without. */
  readonly ip?: string | undefined;
}

/** What `authenticate` asks. */
export interface AuthenticateOptions extends VerifyOptions {
  /** A bearer token that is no key, such as a session's, is `missing` instead of `malformed`. */
  readonly optional?: boolean | undefined;
}

/** A user or a team by the key that was presented. */
export interface ByApiKey extends Omit<VerifyOptions, "ownerType"> {
  readonly apiKey: Key;
}

/** A team to be made. */
export interface NewTeam {
  /** A name to show. */
  readonly displayName: string;
  /** Your id; without, one is made. */
  readonly id?: HostId | undefined;
  /** The user who becomes its first member, with what the settings say. Under `actingAs` it is the actor. */
  readonly creator?: HostId | undefined;
}

/** Which keys a list shows. */
export interface ApiKeyFilter {
  /** Only those of this user or team. */
  readonly owner?: Owner | undefined;
  readonly status?: Status | undefined;
  /** Only those whose description contains this, or whose id it is. */
  readonly search?: string | undefined;
}

/** What to change of the settings. What is not given stays; null is no cap, no header, or for ever. */
export interface SettingsUpdate {
  /** Whether keys of users work. None is lost by switching them off. */
  readonly allowUserApiKeys?: boolean | undefined;
  readonly allowTeamApiKeys?: boolean | undefined;
  /** What new keys begin with. The prefixes before stay accepted. */
  readonly prefix?: string | undefined;
  /** A prefix to accept no longer, and how many keys end by that: `previewDropPrefix` tells. */
  readonly dropPrefix?: { readonly prefix: string; readonly ends: number } | undefined;
  readonly maxApiKeysPerUser?: number | null | undefined;
  readonly maxApiKeysPerTeam?: number | null | undefined;
  /** The longest life of a new key. */
  readonly maxLifetime?: Duration | null | undefined;
  /** A header of your own that holds keys. */
  readonly apiKeyHeader?: string | null | undefined;
  /** What the creator of a team gets in it. */
  readonly creatorPermissions?: Iterable<string> | undefined;
  /** What a new member gets. */
  readonly memberPermissions?: Iterable<string> | undefined;
  /** How often counts of use are written. */
  readonly usageInterval?: Duration | undefined;
  readonly usageMinutesKept?: Duration | undefined;
  readonly usageHoursKept?: Duration | undefined;
  readonly usageDaysKept?: Duration | null | undefined;
}

/** What is stated about a user in whose name a handle acts. */
export interface ActingAsOptions {
  /** What the user holds in teams of your own, by team id, for this handle. Nothing of it is stored. */
  readonly teamPermissions?:
    | ReadonlyMap<HostId, Iterable<string>>
    | Readonly<Record<string, Iterable<string>>>
    | undefined;
  /** The scopes that the user may give to keys. */
  readonly grantableScopes?: Iterable<string> | undefined;
}

/** Which keys `revokeAll` hits: those that all given conditions name. */
export interface RevokeAllConditions {
  readonly owner?: Owner | undefined;
  readonly createdBefore?: Date | undefined;
  /** `server`, `server:<name>` or `user:<id>`. */
  readonly createdBy?: string | undefined;
  readonly prefix?: string | undefined;
  /** Why, for the record. */
  readonly reason?: string | undefined;
}

/** The names of the options of each call. */
export const MEMORY_OPTIONS = [
  "prefix",
  "memoryLimit",
  "resident",
  "verifyTimeOut",
  "masterKeys",
  "acceptUnsealed",
] as const;
/** As above. */
export const OPEN_OPTIONS = [...MEMORY_OPTIONS, "existing", "anyFileSystem", "busyTimeOut"] as const;
/** As above. */
export const VERIFY_OPTIONS = ["ownerType", "accept", "scopes", "ip"] as const;
/** As above. */
export const AUTHENTICATE_OPTIONS = [...VERIFY_OPTIONS, "optional"] as const;
/** As above. */
export const SETTINGS_FIELDS = [
  "allowUserApiKeys",
  "allowTeamApiKeys",
  "prefix",
  "dropPrefix",
  "maxApiKeysPerUser",
  "maxApiKeysPerTeam",
  "maxLifetime",
  "apiKeyHeader",
  "creatorPermissions",
  "memberPermissions",
  "usageInterval",
  "usageMinutesKept",
  "usageHoursKept",
  "usageDaysKept",
] as const;

/** Writes what a check asks beside the key: nothing at all where there are no options. */
export function askedOf<T extends VerifyOptions>(
  options: T | undefined,
  known: readonly (keyof T & string)[],
  where: string,
): Asked | undefined {
  return options === undefined ? undefined : askedFrom(convert.optionsOf(options, known, where));
}

function askedFrom({ ownerType, accept, scopes, ip, optional }: AuthenticateOptions): Asked {
  return {
    ownerType: convert.optionalText(ownerType, "ownerType"),
    accept: convert.optionalText(accept, "accept"),
    scopes: scopes === undefined ? undefined : convert.texts(scopes, "scopes"),
    ip: convert.optionalText(ip, "ip"),
    optional: convert.flag(optional, "optional"),
  };
}

/** Says whether an owner is asked for by a key. */
export function isByApiKey(which: HostId | ByApiKey): which is ByApiKey {
  return typeof which === "object" && which !== null && "apiKey" in which;
}

/** Writes a key and what is asked beside it. */
export function byApiKey(which: ByApiKey, where: string): [string, Asked] {
  const given = convert.optionsOf(which, ["apiKey", "accept", "scopes", "ip"], where);
  return [convert.presented(given.apiKey), askedFrom(given)];
}

/** Writes which keys a list shows. */
export function filterOf({ owner, status, search }: ApiKeyFilter): string {
  return JSON.stringify({
    owner: owner === undefined ? undefined : ownerOf(owner),
    status: convert.optionalText(status, "status"),
    search: convert.optionalText(search, "search"),
  });
}

/** The path of a file. */
export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : convert.text(path, "a path");
}

/** Writes how a store is opened. */
export function openOptions(
  options: OpenOptions | undefined,
  known: readonly (keyof OpenOptions)[] = OPEN_OPTIONS,
  where = "open",
): string {
  const given = convert.optionsOf(options, known, where);
  return JSON.stringify({
    existing: convert.flag(given.existing, "existing"),
    anyFileSystem: convert.flag(given.anyFileSystem, "anyFileSystem"),
    prefix: convert.optionalText(given.prefix, "prefix"),
    busyTimeOut: given.busyTimeOut === undefined ? undefined : convert.duration(given.busyTimeOut, "busyTimeOut"),
    memoryLimit: given.memoryLimit === undefined ? undefined : convert.whole(given.memoryLimit, "memoryLimit", 2 ** 48),
    resident: convert.flag(given.resident, "resident"),
    verifyTimeOut:
      given.verifyTimeOut === undefined ? undefined : convert.duration(given.verifyTimeOut, "verifyTimeOut"),
    masterKeys: convert.texts(given.masterKeys ?? [], "masterKeys"),
    acceptUnsealed: convert.flag(given.acceptUnsealed, "acceptUnsealed"),
  });
}

/** Writes what of the settings is to change. */
export function settingsChanges(changes: SettingsUpdate): object {
  const given = convert.optionsOf(changes, SETTINGS_FIELDS, "updateSettings");
  const orNull = <T>(value: T | null | undefined, read: (value: T) => unknown) =>
    value === undefined || value === null ? value : read(value);
  const span = (name: string) => (value: Duration) => convert.duration(value, name);
  const count = (name: string) => (value: number) => convert.whole(value, name);
  const flag = (value: boolean | undefined, name: string) => (value === undefined ? value : convert.flag(value, name));
  const ids = (value: Iterable<string> | undefined, name: string) =>
    value === undefined ? value : convert.texts(value, name);
  const drop = given.dropPrefix;
  return {
    allowUserApiKeys: flag(given.allowUserApiKeys, "allowUserApiKeys"),
    allowTeamApiKeys: flag(given.allowTeamApiKeys, "allowTeamApiKeys"),
    prefix: convert.optionalText(given.prefix, "prefix"),
    dropPrefix:
      drop === undefined
        ? undefined
        : {
            prefix: convert.text(drop.prefix, "dropPrefix.prefix"),
            ends: convert.whole(drop.ends, "dropPrefix.ends", Number.MAX_SAFE_INTEGER),
          },
    maxApiKeysPerUser: orNull(given.maxApiKeysPerUser, count("maxApiKeysPerUser")),
    maxApiKeysPerTeam: orNull(given.maxApiKeysPerTeam, count("maxApiKeysPerTeam")),
    maxLifetime: orNull(given.maxLifetime, span("maxLifetime")),
    apiKeyHeader: orNull(given.apiKeyHeader, (value) => convert.text(value, "apiKeyHeader")),
    creatorPermissions: ids(given.creatorPermissions, "creatorPermissions"),
    memberPermissions: ids(given.memberPermissions, "memberPermissions"),
    usageInterval:
      given.usageInterval === undefined ? undefined : convert.duration(given.usageInterval, "usageInterval"),
    usageMinutesKept:
      given.usageMinutesKept === undefined ? undefined : convert.duration(given.usageMinutesKept, "usageMinutesKept"),
    usageHoursKept:
      given.usageHoursKept === undefined ? undefined : convert.duration(given.usageHoursKept, "usageHoursKept"),
    usageDaysKept: orNull(given.usageDaysKept, span("usageDaysKept")),
  };
}
