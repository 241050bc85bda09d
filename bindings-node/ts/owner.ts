/** Users and teams: as handles, which are free, and as records, which were read. */

import {
  type ApiKey,
  type CreatedApiKey,
  createdOf,
  keysOf,
  keysWithin,
  manyCreatedOf,
  type NewApiKey,
  newKey,
  type Stored,
} from "./apiKey.js";
import { later } from "./call.js";
import * as convert from "./convert.js";
import { KeywrightError } from "./errors.js";
import type { NativeKeywright, NativeOwner, NativeTeam, NativeUser } from "./native.js";
import type { MemberPreview, TeamMember } from "./records.js";
import type { HostId, Metadata, OwnerType, Status, TeamKeys } from "./types.js";

/** Whoever owns keys: a handle or a record of a user or a team. */
export interface Owner {
  readonly ownerType: OwnerType;
  readonly id: string;
}

/** Writes an owner for the native half. */
export function ownerOf(value: unknown): { readonly type: string; readonly id: string } {
  const { ownerType, id } = (value ?? {}) as Partial<Owner>;
  if (typeof ownerType !== "string" || typeof id !== "string") {
    throw convert.wrongType("an owner is a user or a team, as handle or record", value);
  }
  return { type: ownerType, id };
}

// Set by the classes below, which alone can look into their private fields and make one of themselves.
let surfaceOf: (owner: OwnerMethods) => NativeKeywright;
let makeUser: (surface: NativeKeywright, stored: Stored) => User;
let makeTeam: (surface: NativeKeywright, stored: Stored) => Team;

/** Makes a handle on a user. */
export let userHandle: (surface: NativeKeywright, id: string) => UserHandle;
/** Makes a handle on a team. */
export let teamHandle: (surface: NativeKeywright, id: string) => TeamHandle;

const nativeUser = (user: UserMethods): NativeUser => surfaceOf(user).user(user.id);
const nativeTeam = (team: TeamMethods): NativeTeam => surfaceOf(team).team(team.id);
const nativeOwner = (owner: OwnerMethods): NativeOwner =>
  owner.ownerType === "user" ? surfaceOf(owner).user(owner.id) : surfaceOf(owner).team(owner.id);

/** What can be done with whoever owns keys. */
export abstract class OwnerMethods implements Owner {
  /** Your own id. */
  readonly id: string;
  /** Whether it is a user or a team. */
  abstract get ownerType(): OwnerType;
  readonly #surface: NativeKeywright;

  static {
    surfaceOf = (owner) => {
      // A copy (by `structuredClone`, a spread, `Object.assign`) is data only.
      if (!(#surface in owner)) {
        throw new KeywrightError(
          "closed",
          "this record is a copy, which is data only; ask the store for the record again",
        );
      }
      return owner.#surface;
    };
  }

  /** @internal */
  protected constructor(surface: NativeKeywright, id: string) {
    this.#surface = surface;
    this.id = id;
  }

  /**
   * Makes a key of the owner.
   *
   * @param key - What to make.
   * @returns The record, and the key as text in `value`, which is shown this once.
   * @throws `invalid_argument` when a value breaks its rules; `limit_reached` when a cap of the settings is reached; `disabled`
   * when the settings switch keys of this owner type off.
   *
   * @example
   * ```js
   * import { Keywright } from "keywright";
   *
   * const keywright = Keywright.openInMemory();
   * const created = await keywright.user("alice").createApiKey({ description: "CI", expiresIn: "90d" });
   * console.log(keywright.verify(created.value).userId); // alice
   * ```
   */
  async createApiKey(key: NewApiKey): Promise<CreatedApiKey> {
    const json = JSON.stringify(newKey(key));
    return createdOf(surfaceOf(this), await later(() => nativeOwner(this).createApiKey(json)));
  }

  /**
   * Makes several keys of the owner in one transaction: all of them, or none.
   *
   * @param keys - What to make.
   * @returns The keys, in the same order.
   * @throws As `createApiKey`.
   */
  async createApiKeys(keys: Iterable<NewApiKey>): Promise<CreatedApiKey[]> {
    const json = JSON.stringify(Array.from(keys, newKey));
    return manyCreatedOf(surfaceOf(this), await later(() => nativeOwner(this).createApiKeys(json)));
  }

  /**
   * Lists the keys of the owner, newest first.
   *
   * @param filter - Only those of a status, or whose description contains a text or whose id it is.
   */
  async listApiKeys(filter?: {
    readonly status?: Status | undefined;
    readonly search?: string | undefined;
  }): Promise<ApiKey[]> {
    const { status, search } = convert.optionsOf(filter, ["status", "search"], "listApiKeys");
    const json = JSON.stringify({
      status: convert.optionalText(status, "status"),
      search: convert.optionalText(search, "search"),
    });
    return keysOf(surfaceOf(this), await later(() => nativeOwner(this).listApiKeys(json)));
  }
}

/** What to change of a user. What is not given stays; null clears. */
export interface UserUpdate {
  readonly displayName?: string | null | undefined;
  readonly primaryEmail?: string | null | undefined;
  /** What your program remembers beside the user, at most 4 KiB of JSON. */
  readonly metadata?: Metadata | undefined;
}

/** What can be done with a user. */
export abstract class UserMethods extends OwnerMethods {
  get ownerType(): "user" {
    return "user";
  }

  /**
   * Changes what is given and leaves the rest. A user comes into being at the first change.
   *
   * @param changes - What to change.
   * @returns The user as stored now.
   * @throws `invalid_argument`; `permission_denied` when the handle acts as another user.
   */
  async update(changes: UserUpdate): Promise<User> {
    const given = convert.optionsOf(changes, ["displayName", "primaryEmail", "metadata"], "update");
    const json = JSON.stringify({
      displayName: clearable(given.displayName, "displayName"),
      primaryEmail: clearable(given.primaryEmail, "primaryEmail"),
      metadata: given.metadata === undefined ? undefined : convert.metadata(given.metadata),
    });
    return userOf(surfaceOf(this), await later(() => nativeUser(this).update(json)));
  }

  /**
   * Deletes the user and its keys. Only the server may.
   *
   * @throws `not_found` when there is no such user.
   */
  async delete(): Promise<void> {
    await later(() => nativeUser(this).delete());
  }

  /**
   * Makes `verify` deny all keys of the user until it is resumed. Only the server may.
   *
   * @returns The user as stored now.
   */
  async suspend(): Promise<User> {
    return userOf(surfaceOf(this), await later(() => nativeUser(this).suspend()));
  }

  /**
   * Lifts the suspension of all keys of the user. Only the server may.
   *
   * @returns The user as stored now.
   * @throws `not_found` when there is no such user.
   */
  async resume(): Promise<User> {
    return userOf(surfaceOf(this), await later(() => nativeUser(this).resume()));
  }

  /** Lists the teams that the user is in. */
  async listTeams(): Promise<Team[]> {
    const surface = surfaceOf(this);
    const stored = JSON.parse(await later(() => nativeUser(this).listTeams())) as Stored[];
    return stored.map((one) => makeTeam(surface, one));
  }
}

/** What to change of a team. What is not given stays; null clears. */
export interface TeamUpdate {
  readonly displayName?: string | null | undefined;
  /** Only the server may set it. */
  readonly metadata?: Metadata | undefined;
}

/** What can be done with a team. */
export abstract class TeamMethods extends OwnerMethods {
  get ownerType(): "team" {
    return "team";
  }

  /**
   * Changes what is given and leaves the rest.
   *
   * @param changes - What to change.
   * @returns The team as stored now.
   * @throws `invalid_argument`; `not_found` when the acting user may not update the team, or must not know of it.
   */
  async update(changes: TeamUpdate): Promise<Team> {
    const given = convert.optionsOf(changes, ["displayName", "metadata"], "update");
    const json = JSON.stringify({
      displayName: clearable(given.displayName, "displayName"),
      metadata: given.metadata === undefined ? undefined : convert.metadata(given.metadata),
    });
    return teamOf(surfaceOf(this), await later(() => nativeTeam(this).update(json)));
  }

  /**
   * Deletes the team and its keys.
   *
   * @throws `not_found` when there is no such team, or the acting user may not delete it.
   */
  async delete(): Promise<void> {
    await later(() => nativeTeam(this).delete());
  }

  /**
   * Makes `verify` deny all keys of the team until it is resumed. Only the server may.
   *
   * @returns The team as stored now.
   */
  async suspend(): Promise<Team> {
    return teamOf(surfaceOf(this), await later(() => nativeTeam(this).suspend()));
  }

  /**
   * Lifts the suspension of all keys of the team. Only the server may.
   *
   * @returns The team as stored now.
   * @throws `not_found` when there is no such team.
   */
  async resume(): Promise<Team> {
    return teamOf(surfaceOf(this), await later(() => nativeTeam(this).resume()));
  }

  /**
   * Lists the members.
   *
   * @throws `not_found` when the acting user may not read them, or must not know of the team.
   */
  async listMembers(): Promise<readonly TeamMember[]> {
    return convert.recordOf(await later(() => nativeTeam(this).listMembers()));
  }

  /**
   * Adds a user to the team.
   *
   * @param userId - The user.
   * @param options - What the member holds; without it, what the settings say.
   * @returns The membership.
   * @throws `already_exists` when the user is a member; `not_found` when a permission is not defined, or the acting user may
   * not invite.
   */
  async addMember(
    userId: HostId,
    options?: { readonly permissions?: Iterable<string> | undefined },
  ): Promise<TeamMember> {
    const { permissions } = convert.optionsOf(options, ["permissions"], "addMember");
    const held = permissions === undefined ? undefined : convert.texts(permissions, "permissions");
    const user = convert.hostId(userId);
    return convert.recordOf(await later(() => nativeTeam(this).addMember(user, held)));
  }

  /**
   * Makes these the members, with these permissions, in one transaction: the sync for those who keep a copy.
   *
   * @param members - The permissions of each member, by user id. Who is not named leaves.
   * @returns The members as stored now.
   * @throws `not_found` when a permission is not defined, or the acting user lacks a right.
   */
  async setMembers(
    members: ReadonlyMap<HostId, Iterable<string>> | Readonly<Record<string, Iterable<string>>>,
  ): Promise<readonly TeamMember[]> {
    const json = JSON.stringify(permissionsById(members, "setMembers"));
    return convert.recordOf(await later(() => nativeTeam(this).setMembers(json)));
  }

  /**
   * Takes a user out of the team. The member's rights end at once.
   *
   * @param userId - The user.
   * @param options - What becomes of the team keys that this member made; they are kept by default.
   * @throws `not_found` when the user is no member, or the acting user may not remove members.
   */
  async removeMember(userId: HostId, options?: { readonly teamKeys?: TeamKeys | undefined }): Promise<void> {
    const { teamKeys = "keep" } = convert.optionsOf(options, ["teamKeys"], "removeMember");
    const [user, keys] = [convert.hostId(userId), convert.text(teamKeys, "teamKeys")];
    await later(() => nativeTeam(this).removeMember(user, keys));
  }

  /**
   * Tells which keys `teamKeys: "revoke"` would hit, and changes nothing.
   *
   * @param userId - The user.
   * @throws `not_found` when the user is no member, or the acting user may not remove members.
   */
  async previewRemoveMember(userId: HostId): Promise<MemberPreview> {
    const user = convert.hostId(userId);
    const json = await later(() => nativeTeam(this).previewRemoveMember(user));
    const { member, api_keys } = JSON.parse(json) as { member: unknown; api_keys: Stored[] };
    return Object.freeze({
      member: convert.shaped(member) as TeamMember,
      apiKeys: keysWithin(surfaceOf(this), api_keys),
    });
  }

  /**
   * Gives a member a permission.
   *
   * @param userId - The member.
   * @param permission - The id of a permission.
   * @returns The membership as stored now.
   * @throws `not_found` when the user is no member, or the permission is not defined.
   */
  async grantPermission(userId: HostId, permission: string): Promise<TeamMember> {
    const [user, id] = [convert.hostId(userId), convert.text(permission, "the permission")];
    return convert.recordOf(await later(() => nativeTeam(this).grantPermission(user, id)));
  }

  /**
   * Takes a permission away that the member holds directly.
   *
   * @param userId - The member.
   * @param permission - The id of a permission.
   * @returns The membership as stored now.
   * @throws `not_found` when the user is no member, or the permission is not defined.
   */
  async revokePermission(userId: HostId, permission: string): Promise<TeamMember> {
    const [user, id] = [convert.hostId(userId), convert.text(permission, "the permission")];
    return convert.recordOf(await later(() => nativeTeam(this).revokePermission(user, id)));
  }

  /**
   * Says whether a user holds a permission in the team, directly or contained in another.
   *
   * @param userId - The user; who is no member holds nothing.
   * @param permission - The id of a permission.
   */
  async hasPermission(userId: HostId, permission: string): Promise<boolean> {
    const [user, id] = [convert.hostId(userId), convert.text(permission, "the permission")];
    return later(() => nativeTeam(this).hasPermission(user, id));
  }

  /**
   * Lists all permissions that a user holds in the team, directly or contained in another.
   *
   * @param userId - The user; who is no member holds nothing.
   */
  async listPermissions(userId: HostId): Promise<readonly string[]> {
    const user = convert.hostId(userId);
    return convert.recordOf(await later(() => nativeTeam(this).listPermissions(user)));
  }
}

/** A user by your own id: free, and nothing is read or made until a method is called. */
export class UserHandle extends UserMethods {
  static {
    userHandle = (surface, id) => new UserHandle(surface, id);
  }

  private constructor(surface: NativeKeywright, id: string) {
    super(surface, id);
    Object.freeze(this);
  }
}

/** A team by your own id: free, and nothing is read or made until a method is called. */
export class TeamHandle extends TeamMethods {
  static {
    teamHandle = (surface, id) => new TeamHandle(surface, id);
  }

  private constructor(surface: NativeKeywright, id: string) {
    super(surface, id);
    Object.freeze(this);
  }
}

/** What is stored about a user. */
export class User extends UserMethods {
  readonly displayName: string | null;
  readonly primaryEmail: string | null;
  /** What your program remembers beside the user. */
  readonly metadata: Metadata;
  readonly createdAt: Date;
  /** Since when all keys of the user are suspended. */
  readonly suspendedAt: Date | null;
  readonly suspendedBy: string | null;

  static {
    makeUser = (surface, stored) => new User(surface, stored);
  }

  private constructor(surface: NativeKeywright, stored: Stored) {
    super(surface, stored["id"] as string);
    const user = convert.shaped(stored) as User;
    this.displayName = user.displayName;
    this.primaryEmail = user.primaryEmail;
    this.metadata = user.metadata;
    this.createdAt = user.createdAt;
    this.suspendedAt = user.suspendedAt;
    this.suspendedBy = user.suspendedBy;
    Object.freeze(this);
  }
}

/** What is stored about a team. */
export class Team extends TeamMethods {
  readonly displayName: string | null;
  /** What your program remembers beside the team. */
  readonly metadata: Metadata;
  readonly createdAt: Date;
  /** Since when all keys of the team are suspended. */
  readonly suspendedAt: Date | null;
  readonly suspendedBy: string | null;

  static {
    makeTeam = (surface, stored) => new Team(surface, stored);
  }

  private constructor(surface: NativeKeywright, stored: Stored) {
    super(surface, stored["id"] as string);
    const team = convert.shaped(stored) as Team;
    this.displayName = team.displayName;
    this.metadata = team.metadata;
    this.createdAt = team.createdAt;
    this.suspendedAt = team.suspendedAt;
    this.suspendedBy = team.suspendedBy;
    Object.freeze(this);
  }
}

/** Makes the record of a user that the native half wrote. */
export function userOf(surface: NativeKeywright, json: string): User {
  return makeUser(surface, JSON.parse(json) as Stored);
}

/** Makes the record of a team that the native half wrote. */
export function teamOf(surface: NativeKeywright, json: string): Team {
  return makeTeam(surface, JSON.parse(json) as Stored);
}

/** Reads permissions by an id: a Map, or an object. */
export function permissionsById(
  value: ReadonlyMap<HostId, Iterable<string>> | Readonly<Record<string, Iterable<string>>>,
  where: string,
): [string, string[]][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw convert.wrongType(`${where} takes a Map or an object`, value);
  }
  const pairs: Iterable<[HostId, Iterable<string>]> = value instanceof Map ? value : Object.entries(value);
  return Array.from(pairs, ([id, held]) => [convert.hostId(id), convert.texts(held, "permissions")]);
}

function clearable(value: unknown, name: string): string | null | undefined {
  return value === null ? null : convert.optionalText(value, name);
}
