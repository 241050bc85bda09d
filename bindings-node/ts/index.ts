/**
 * API keys for your users and teams, inside your own process.
 *
 * @example
 * ```js
 * import { Keywright } from "keywright";
 *
 * const keywright = Keywright.openInMemory(); // or await Keywright.open("keywright.db")
 * const created = await keywright.user("alice").createApiKey({ description: "laptop" });
 * console.log(keywright.requireValid(created.value).userId); // alice
 * ```
 *
 * @packageDocumentation
 */

export { ApiKey, ApiKeyHandle, type ApiKeyUpdate, CreatedApiKey, type NewApiKey } from "./apiKey.js";
export { DeniedError, ERROR_CODES, type ErrorCode, KeywrightError, type KeywrightErrorOptions } from "./errors.js";
export { Keywright } from "./keywright.js";
export type {
  ActingAsOptions,
  ApiKeyFilter,
  AuthenticateOptions,
  ByApiKey,
  MemoryOptions,
  NewTeam,
  OpenOptions,
  RevokeAllConditions,
  SettingsUpdate,
  VerifyOptions,
} from "./options.js";
export { type Owner, Team, TeamHandle, type TeamUpdate, User, UserHandle, type UserUpdate } from "./owner.js";
export type {
  Backup,
  BackupUsage,
  Event,
  Explanation,
  FlushInfo,
  GateReport,
  Generation,
  HttpAnswer,
  ImportCounts,
  ImportReport,
  Integrity,
  LastUse,
  MemberPreview,
  MemoryInfo,
  Migrated,
  Page,
  ParsedToken,
  PermissionDefinition,
  RestoreReport,
  SealReport,
  SealStatus,
  Settings,
  Signal,
  StoreInfo,
  TeamMember,
  Usage,
  UsageCounts,
  UsagePoint,
  UsageStatus,
  Warmed,
} from "./records.js";
export { generateMasterKey, migrate, parse, redact } from "./tools.js";
export {
  type Accept,
  type Duration,
  type Freshness,
  type Gate,
  type HeadersLike,
  type HostId,
  type InvalidReason,
  type Json,
  type Key,
  type Metadata,
  type OwnerType,
  REASONS,
  type Reason,
  type SignalKind,
  type Status,
  type TeamKeys,
  type TokenKind,
  type UsageStep,
} from "./types.js";
export { type CheckedVerdict, type DeniedVerdict, type ValidVerdict, Verdict } from "./verdict.js";
export { VERSION } from "./version.js";
