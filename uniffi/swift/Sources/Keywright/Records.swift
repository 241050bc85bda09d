import Foundation

/// An HTTP answer for your framework to send.
public struct HttpAnswer: Codable, Hashable, Sendable {
    /// The status.
    public let status: Int
    /// Name and value of each header.
    public let headers: [String: String]
    /// JSON, or nothing.
    public let body: String
}

/// One secret of a key. Rotation adds one.
public struct Generation: Codable, Hashable, Sendable {
    /// The id in the text of this secret.
    public let id: String
    /// 1 for the first.
    public let number: Int
    /// The last four characters of its text.
    public let lastFour: String
    /// What its text begins with.
    public let prefix: String
    /// When it was made.
    public let createdAt: Date
    /// When it was first used, as far as that is recorded.
    public let firstUsedAt: Date?
    /// When it ends, or ended.
    public let retiresAt: Date?
    /// Whether it ends with the first use of a later one.
    public let retiresWhenUsed: Bool
}

/// A user in a team.
public struct TeamMember: Codable, Hashable, Sendable {
    /// The team.
    public let teamId: String
    /// The user.
    public let userId: String
    /// What the member holds directly.
    public let permissions: [String]
    /// Since when.
    public let createdAt: Date
}

/// What removing a member together with the team keys that it made would hit.
public struct MemberPreview: Codable, Hashable, Sendable {
    /// The member.
    public let member: TeamMember
    /// The team keys that the member made and that are not revoked, newest first.
    public let apiKeys: [ApiKey]
}

/// A permission, and what it contains.
public struct PermissionDefinition: Codable, Hashable, Sendable {
    /// Its name.
    public let id: String
    /// What it is for.
    public let description: String?
    /// The permissions that come with it.
    public let contains: [String]
}

/// The switches and caps of a store.
public struct Settings: Codable, Hashable, Sendable {
    /// Whether keys of users work.
    public let allowUserApiKeys: Bool
    /// Whether keys of teams work.
    public let allowTeamApiKeys: Bool
    /// What keys begin with: the first for new ones, the others are accepted.
    public let prefixes: [String]
    /// The most active keys of a user; nil is no cap.
    public let maxApiKeysPerUser: Int?
    /// The most active keys of a team; nil is no cap.
    public let maxApiKeysPerTeam: Int?
    /// The longest life of a new key; nil is no cap.
    public let maxLifetime: TimeInterval?
    /// A header of your own that holds keys, in lower case.
    public let apiKeyHeader: String?
    /// What the creator of a team gets in it.
    public let creatorPermissions: [String]
    /// What a new member gets.
    public let memberPermissions: [String]
    /// How often counts of use are written.
    public let usageInterval: TimeInterval
    /// How long counts by the minute are kept.
    public let usageMinutesKept: TimeInterval
    /// How long counts by the hour are kept.
    public let usageHoursKept: TimeInterval
    /// How long counts by the day are kept; nil is for ever.
    public let usageDaysKept: TimeInterval?
}

/// An entry of the audit log.
public struct Event: Codable, Hashable, Sendable {
    /// Counts up by one.
    public let number: Int
    /// When it happened.
    public let at: Date
    /// What happened, such as `api_key.revoked`.
    public let verb: String
    /// Who did it, and to what.
    public let payload: [String: Json]
}

/// Something to look at that changed nothing, such as the use of an ended secret.
public struct Signal: Codable, Hashable, Sendable {
    /// Counts up by one.
    public let number: Int
    /// What it is about.
    public let kind: SignalKind
    /// Whom it is about.
    public let about: String
    /// When it was noticed first, within an hour.
    public let at: Date
    /// What was seen.
    public let evidence: [String: Json]
}

/// What a look at every page and row of a store found. Nothing is wrong when there are no problems.
public struct Integrity: Codable, Hashable, Sendable {
    /// A sentence for each.
    public let problems: [String]
}

/// What a handle keeps in memory.
public struct MemoryInfo: Codable, Hashable, Sendable {
    /// How many secrets have a place: one for each key, and more for keys that were rotated.
    public let keys: Int
    /// How many bytes they take.
    public let bytes: Int
    /// Whether every key is to be kept.
    public let isResident: Bool
    /// Whether every key is, so that the store is not asked about unknown ones.
    public let isWhole: Bool
}

/// What loading keys into memory came to.
public struct Warmed: Codable, Hashable, Sendable {
    /// How many secrets memory took in.
    public let loaded: Int
    /// Whether memory holds every key there is. Only when the store was opened as resident.
    public let isWhole: Bool
}

/// What waits to be written behind.
public struct FlushInfo: Codable, Hashable, Sendable {
    /// How many wait.
    public let waiting: Int
    /// How many were given up.
    public let dropped: Int
    /// When something was last written.
    public let lastFlushAt: Date?
    /// What prevents writing, while it does.
    public let lastError: ErrorCode?
}

/// How the file fares in which counts of use are written.
public struct UsageStatus: Codable, Hashable, Sendable {
    /// The file; nil in memory.
    public let path: String?
    /// When it was last written.
    public let writtenAt: Date?
    /// How often it was written.
    public let writes: Int
    /// How many counts wait.
    public let waiting: Int
    /// How many were given up.
    public let lost: Int
    /// What prevents writing, while it does.
    public let error: ErrorCode?
    /// The same as a sentence.
    public let errorMessage: String?
}

/// What a store says about itself, for your logs.
public struct StoreInfo: Codable, Hashable, Sendable {
    /// The file; nil in memory.
    public let path: String?
    /// The schema of the file.
    public let schema: Int
    /// The lowest schema number whose programs can work on the file.
    public let oldestReader: Int
    /// How a check proves that nothing was changed since.
    public let freshness: Freshness
    /// The kind of file system that the file is on.
    public let fileSystem: String?
    /// The version of SQLite within.
    public let sqliteVersion: String
    /// The version of Keywright.
    public let keywrightVersion: String
    /// The number of the newest signal.
    public let lastSignal: Int
    /// What is kept in memory.
    public let memory: MemoryInfo
    /// What waits to be written behind.
    public let flush: FlushInfo
    /// How the counts of use fare.
    public let usage: UsageStatus
}

/// The counts of use beside a backup.
public struct BackupUsage: Codable, Hashable, Sendable {
    /// How many bytes they take; 0 where there are none.
    public let bytes: Int
    /// What prevented it.
    public let error: ErrorCode?
    /// The same as a sentence.
    public let errorMessage: String?
}

/// A backup that was made.
public struct Backup: Codable, Hashable, Sendable {
    /// The file.
    public let path: String
    /// How many bytes it takes.
    public let bytes: Int
    /// How many keys are in it.
    public let apiKeys: Int
    /// The moment of which it is a picture.
    public let takenAt: Date
    /// What became of the counts of use, which stand in a second file.
    public let usage: BackupUsage
}

/// What a restore did, or would do.
public struct RestoreReport: Codable, Hashable, Sendable {
    /// How many keys the store has then.
    public let apiKeys: Int
    /// How many users.
    public let users: Int
    /// How many teams.
    public let teams: Int
    /// Keys that are gone, since the backup does not have them.
    public let apiKeysMadeSince: Int
    /// Keys that were revoked since, and stay so.
    public let revokedSince: [ApiKey]
    /// Keys that were deleted since, and stay so.
    public let deletedSince: [ApiKey]
    /// Keys whose rows were tampered with since.
    public let tamperedSince: [ApiKey]
    /// Keys that were rotated since: the secrets that ended then stay ended.
    public let rotatedSince: [ApiKey]
    /// Keys that were suspended since, and stay so.
    public let suspendedSince: [ApiKey]
    /// Owners that were suspended since, as `user:<id>` and `team:<id>`.
    public let ownersSuspendedSince: [String]
    /// How many rows of the backup are not sealed.
    public let unsealedRows: Int
    /// What became of the counts of use.
    public let usage: BackupUsage
}

/// How many of each kind.
public struct ImportCounts: Codable, Hashable, Sendable {
    /// Settings.
    public let settings: Int
    /// Definitions of permissions.
    public let permissions: Int
    /// Users.
    public let users: Int
    /// Teams.
    public let teams: Int
    /// Members of teams.
    public let members: Int
    /// Keys.
    public let apiKeys: Int
}

/// What an import did, or would do.
public struct ImportReport: Codable, Hashable, Sendable {
    /// Whether nothing was changed.
    public let isDryRun: Bool
    /// What came in.
    public let added: ImportCounts
    /// What was there already, the same.
    public let unchanged: ImportCounts
    /// What was there already, and stayed as it was.
    public let differs: ImportCounts
    /// Keys that were deleted here once, and stay so.
    public let deletedBefore: Int
    /// Prefixes of imported keys that this store does not accept.
    public let unacceptedPrefixes: [String]
}

/// What sealing did.
public struct SealReport: Codable, Hashable, Sendable {
    /// How many rows were sealed.
    public let sealed: Int
    /// Rows that were passed over, because they do not fit their seal.
    public let tampered: Int
    /// Whether unsealed rows may still stand in freed pages of the file.
    public let isResidueLeft: Bool
}

/// How far a store is sealed.
public struct SealStatus: Codable, Hashable, Sendable {
    /// Whether it is.
    public let isSealed: Bool
    /// The id of the master key, which is not secret.
    public let sealedWith: String?
    /// The numbers of the data keys in use.
    public let dataKeys: [Int]
    /// How many rows are sealed.
    public let sealedRows: Int
    /// How many are not.
    public let unsealedRows: Int
    /// Whether this handle takes unsealed rows too.
    public let acceptsUnsealed: Bool
}

/// When and from where a key was last valid.
public struct LastUse: Codable, Hashable, Sendable {
    /// When.
    public let at: Date
    /// From where, if the check was told.
    public let ip: String?
}

/// How often a key was presented, and with what end.
public struct UsageCounts: Codable, Hashable, Sendable {
    /// How often it was valid.
    public let valid: Int
    /// How often it was denied, for each reason that occurred.
    public let denied: [Reason: Int]
    /// How often its id came with a wrong secret.
    public let wrongSecrets: Int
    /// Counts of a newer version.
    public let unknown: Int
}

/// One bucket of a series.
public struct UsagePoint: Codable, Hashable, Sendable {
    /// Where it begins.
    public let start: Date
    /// What happened in it.
    public let counts: UsageCounts
}

/// How a key was used, as a series to plot: every bucket is there, also the empty ones.
public struct Usage: Codable, Hashable, Sendable {
    /// The key.
    public let apiKeyId: String
    /// How long a bucket is.
    public let step: UsageStep
    /// Oldest first.
    public let points: [UsagePoint]
    /// All of them together.
    public let total: UsageCounts
    /// When the key was last valid.
    public let lastUsedAt: Date?
    /// From where, if the check was told.
    public let lastUsedIp: String?
    /// Older buckets of this length are gone; nil when they are kept for ever.
    public let keptSince: Date?
}

/// What a gate saw.
public struct GateReport: Codable, Hashable, Sendable {
    /// Which one.
    public let gate: Gate
    /// Nil when it was not reached.
    public let passed: Bool?
    /// For people.
    public let saw: String
}

/// Why a key is valid or denied.
public struct Explanation: Hashable, Sendable {
    /// What a check would have answered.
    public let verdict: Verdict
    /// Every gate, in order.
    public let gates: [GateReport]
}

/// What a migration did to a file.
public struct Migrated: Codable, Hashable, Sendable {
    /// The schema before.
    public let schemaBefore: Int
    /// The schema after.
    public let schemaAfter: Int
    /// The lowest schema number whose programs could work on the file.
    public let oldestReaderBefore: Int
    /// The lowest one whose programs can now.
    public let oldestReaderAfter: Int
}

/// What the text of a key tells without a store. Never its secret.
public struct ParsedToken: Codable, Hashable, Sendable {
    /// What it begins with.
    public let prefix: String
    /// Whose it is, and whether it is secret.
    public let kind: TokenKind
    /// The id of the generation, which is also the key's id as long as it was not rotated.
    public let id: String
    /// When the id was made.
    public let createdAt: Date
    /// The checksum at its end.
    public let checksum: Int
    /// The last four characters.
    public let lastFour: String
}

/// One page of a list.
public struct Page: Codable, Hashable, Sendable {
    /// The keys, newest first.
    public let items: [ApiKey]
    /// Where the next page begins; nil on the last.
    public let nextCursor: String?
}
