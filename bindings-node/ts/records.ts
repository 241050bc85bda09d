/**
 * Records that are nothing but data. A record is a snapshot: it is frozen, and does not change when the store does.
 *
 * Instants are `Date`, durations are milliseconds, and what is not there is null.
 */

import type { ApiKey } from "./apiKey.js";
import type { ErrorCode } from "./errors.js";
import type { Freshness, Gate, Json, Reason, SignalKind, TokenKind, UsageStep } from "./types.js";
import type { CheckedVerdict } from "./verdict.js";

/** An HTTP answer for your framework to send. `headers` fits `new Response`, `res.writeHead` and `res.set`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** JSON, or nothing. */
  readonly body: string;
}

/** One secret of a key. Rotation adds one. */
export interface Generation {
  /** The id in the text of this secret. */
  readonly id: string;
  /** 1 for the first. */
  readonly number: number;
  readonly lastFour: string;
  /** What its text begins with. */
  readonly prefix: string;
  readonly createdAt: Date;
  /** When it was first used, as far as that is recorded. */
  readonly firstUsedAt: Date | null;
  /** When it ends, or ended. */
  readonly retiresAt: Date | null;
  /** Whether it ends with the first use of a later one. */
  readonly retiresWhenUsed: boolean;
}

/** A user in a team. */
export interface TeamMember {
  readonly teamId: string;
  readonly userId: string;
  /** What the member holds directly. */
  readonly permissions: readonly string[];
  readonly createdAt: Date;
}

/** What removing a member with `teamKeys: "revoke"` would hit. */
export interface MemberPreview {
  readonly member: TeamMember;
  /** The team keys that the member made and that are not revoked, newest first. */
  readonly apiKeys: readonly ApiKey[];
}

/** A permission, and what it contains. */
export interface PermissionDefinition {
  readonly id: string;
  readonly description: string | null;
  readonly contains: readonly string[];
}

/** The switches and caps of a store. Durations are milliseconds. */
export interface Settings {
  readonly allowUserApiKeys: boolean;
  readonly allowTeamApiKeys: boolean;
  /** What keys begin with: the first for new ones, the others are accepted. */
  readonly prefixes: readonly string[];
  /** The most active keys of a user; null is no cap. */
  readonly maxApiKeysPerUser: number | null;
  /** The most active keys of a team; null is no cap. */
  readonly maxApiKeysPerTeam: number | null;
  /** The longest life of a new key; null is no cap. */
  readonly maxLifetime: number | null;
  /** A header of your own that holds keys, in lower case. */
  readonly apiKeyHeader: string | null;
  /** What the creator of a team gets in it. */
  readonly creatorPermissions: readonly string[];
  /** What a new member gets. */
  readonly memberPermissions: readonly string[];
  /** How often counts of use are written. */
  readonly usageInterval: number;
  readonly usageMinutesKept: number;
  readonly usageHoursKept: number;
  /** Null is for ever. */
  readonly usageDaysKept: number | null;
}

/** An entry of the audit log. */
export interface Event {
  /** Counts up by one. */
  readonly number: number;
  readonly at: Date;
  /** What happened, such as `api_key.revoked`. */
  readonly verb: string;
  /** Who did it, and to what. */
  readonly payload: { readonly [name: string]: Json };
}

/** Something to look at that changed nothing, such as the use of an ended secret. */
export interface Signal {
  /** Counts up by one. */
  readonly number: number;
  readonly kind: SignalKind;
  /** Whom it is about. */
  readonly about: string;
  /** When it was noticed first, within an hour. */
  readonly at: Date;
  readonly evidence: { readonly [name: string]: Json };
}

/** What a look at every page and row of a store found. Nothing is wrong when `problems` is empty. */
export interface Integrity {
  /** A sentence for each. */
  readonly problems: readonly string[];
}

/** What waits to be written behind. */
export interface FlushInfo {
  readonly waiting: number;
  /** How many were given up. */
  readonly dropped: number;
  readonly lastFlushAt: Date | null;
  /** What prevented it, while it does. */
  readonly lastError: ErrorCode | null;
}

/** How the file fares in which counts of use are written. */
export interface UsageStatus {
  /** Null in memory. */
  readonly path: string | null;
  readonly writtenAt: Date | null;
  readonly writes: number;
  readonly waiting: number;
  /** How many were given up. */
  readonly lost: number;
  /** What prevents writing, while it does. */
  readonly error: ErrorCode | null;
  readonly errorMessage: string | null;
}

/** What a handle keeps in memory. */
export interface MemoryInfo {
  /** How many secrets have a place: one for each key, and more for keys that were rotated. */
  readonly keys: number;
  readonly bytes: number;
  /** Whether every key is to be kept. */
  readonly isResident: boolean;
  /** Whether every key is, so that the store is not asked about unknown ones. */
  readonly isWhole: boolean;
}

/** What loading keys into memory came to. */
export interface Warmed {
  /** How many secrets memory took in. */
  readonly loaded: number;
  /** Whether memory holds every key there is. Only when the store was opened as `resident`. */
  readonly isWhole: boolean;
}

/** What a store says about itself, for your logs. */
export interface StoreInfo {
  /** Null in memory. */
  readonly path: string | null;
  readonly schema: number;
  /** The lowest schema number whose programs can work on the file. */
  readonly oldestReader: number;
  readonly freshness: Freshness;
  readonly fileSystem: string | null;
  readonly sqliteVersion: string;
  readonly keywrightVersion: string;
  /** The number of the newest signal. */
  readonly lastSignal: number;
  readonly memory: MemoryInfo;
  readonly flush: FlushInfo;
  readonly usage: UsageStatus;
}

/** A backup that was made. */
export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly apiKeys: number;
  /** The moment of which it is a picture. */
  readonly takenAt: Date;
  /** What became of the counts of use, which stand in a second file. */
  readonly usage: BackupUsage;
}

/** The counts of use beside a backup. */
export interface BackupUsage {
  /** 0 where there are none. */
  readonly bytes: number;
  readonly error: ErrorCode | null;
  readonly errorMessage: string | null;
}

/** What a restore did, or would do. */
export interface RestoreReport {
  readonly apiKeys: number;
  readonly users: number;
  readonly teams: number;
  /** Keys that are gone, since the backup does not have them. */
  readonly apiKeysMadeSince: number;
  readonly revokedSince: readonly ApiKey[];
  readonly deletedSince: readonly ApiKey[];
  readonly tamperedSince: readonly ApiKey[];
  readonly rotatedSince: readonly ApiKey[];
  readonly suspendedSince: readonly ApiKey[];
  /** `user:<id>` and `team:<id>`. */
  readonly ownersSuspendedSince: readonly string[];
  readonly unsealedRows: number;
  readonly usage: BackupUsage;
}

/** How many of each kind. */
export interface ImportCounts {
  readonly settings: number;
  readonly permissions: number;
  readonly users: number;
  readonly teams: number;
  readonly members: number;
  readonly apiKeys: number;
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly isDryRun: boolean;
  readonly added: ImportCounts;
  readonly unchanged: ImportCounts;
  /** What was there already, and stayed as it was. */
  readonly differs: ImportCounts;
  /** Keys that were deleted here once, and stay so. */
  readonly deletedBefore: number;
  /** Prefixes of imported keys that this store does not accept. */
  readonly unacceptedPrefixes: readonly string[];
}

/** What sealing did. */
export interface SealReport {
  readonly sealed: number;
  /** Rows that were passed over, because they do not fit their seal. */
  readonly tampered: number;
  /** Whether unsealed rows may still stand in freed pages of the file. */
  readonly isResidueLeft: boolean;
}

/** How far a store is sealed. */
export interface SealStatus {
  readonly isSealed: boolean;
  /** The id of the master key, which is not secret. */
  readonly sealedWith: string | null;
  readonly dataKeys: readonly number[];
  readonly sealedRows: number;
  readonly unsealedRows: number;
  readonly acceptsUnsealed: boolean;
}

/** When and from where a key was last valid. */
export interface LastUse {
  readonly at: Date;
  /** From where, if the check was told. */
  readonly ip: string | null;
}

/** How often a key was presented, and with what end. */
export interface UsageCounts {
  readonly valid: number;
  /** For each reason that occurred. */
  readonly denied: { readonly [reason in Reason]?: number };
  /** How often its id came with a wrong secret. */
  readonly wrongSecrets: number;
  /** Counts of a newer version. */
  readonly unknown: number;
}

/** One bucket of a series. */
export interface UsagePoint {
  readonly start: Date;
  readonly counts: UsageCounts;
}

/** How a key was used, as a series to plot: every bucket is there, also the empty ones. */
export interface Usage {
  readonly apiKeyId: string;
  readonly step: UsageStep;
  /** Oldest first. */
  readonly points: readonly UsagePoint[];
  readonly total: UsageCounts;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  /** Older buckets of this length are gone; null when they are kept for ever. */
  readonly keptSince: Date | null;
}

/** What a gate saw. */
export interface GateReport {
  readonly gate: Gate;
  /** Null when it was not reached. */
  readonly passed: boolean | null;
  /** For people. */
  readonly saw: string;
}

/** Why a key is valid or denied. */
export interface Explanation {
  /** What `verify` would have answered. */
  readonly verdict: CheckedVerdict;
  /** Every gate, in order. */
  readonly gates: readonly GateReport[];
}

/** What `migrate` did to a file. */
export interface Migrated {
  readonly schemaBefore: number;
  readonly schemaAfter: number;
  readonly oldestReaderBefore: number;
  readonly oldestReaderAfter: number;
}

/** What the text of a key tells without a store. Never its secret. */
export interface ParsedToken {
  readonly prefix: string;
  readonly kind: TokenKind;
  /** The id of the generation, which is also the key's id as long as it was not rotated. */
  readonly id: string;
  /** When the id was made. */
  readonly createdAt: Date;
  readonly checksum: number;
  readonly lastFour: string;
}

/** One page of a list. */
export interface Page {
  readonly items: readonly ApiKey[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}
