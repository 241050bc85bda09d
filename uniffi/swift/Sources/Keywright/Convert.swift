// Values in, and records out. Nothing here decides about a key, an owner or a right.

import Foundation
internal import KeywrightNative

// MARK: - In

/// An instant, as whole milliseconds: what the store keeps of one.
///
/// A `Date` is a floating-point number, so the millisecond that it means lies a little above or below, the farther the more. The
/// native half rounds down; it is given a number that lies safely within the millisecond that is meant.
func instant(_ date: Date, _ name: String) throws -> Date {
    let seconds = date.timeIntervalSince1970
    let milliseconds = (seconds * 1000 + max(0.001, seconds.ulp * 1000)).rounded(.down)
    // Beyond, the generated code would end the process; the core says what it takes within.
    guard milliseconds.isFinite, abs(milliseconds) < 1e15 else {
        throw KeywrightError.invalidArgument(message: "`\(name)` is no instant that can be stored")
    }
    return Date(timeIntervalSince1970: milliseconds / 1000 + max(0.5e-6, seconds.ulp * 2))
}

/// A length of time. The same holds for its microseconds.
func duration(_ seconds: TimeInterval, _ name: String) throws -> TimeInterval {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else {
        throw KeywrightError.invalidArgument(
            message: "`\(name)` is negative or too long; it takes seconds. \(name)=`\(seconds)`")
    }
    return seconds == seconds.rounded() ? seconds : seconds + 0.2e-6
}

/// When a key ends.
func expiry(in seconds: TimeInterval?, at date: Date?) throws -> KeywrightNative.Expiry {
    switch (seconds, date) {
    case (nil, nil): .never
    case (let seconds?, nil): .after(duration: try duration(seconds, "expiresIn"))
    case (nil, let date?): .at(instant: try instant(date, "expiresAt"))
    case (.some, .some):
        throw KeywrightError.invalidArgument(message: "`expiresIn` and `expiresAt` are both given; a key ends once")
    }
}

/// An object of JSON as the native half takes it.
func text(_ object: [String: Json], _ name: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(object), let text = String(bytes: bytes, encoding: .utf8) else {
        // Only a number that is none can not be written.
        throw KeywrightError.invalidArgument(message: "`\(name)` holds a number that JSON can not hold")
    }
    return text
}

extension Change where Value == String {
    var native: KeywrightNative.TextChange? {
        switch self {
        case .keep: nil
        case .clear: .clear
        case .set(let value): .set(value: value)
        }
    }
}

extension Change where Value == Int {
    var native: KeywrightNative.NumberChange? {
        switch self {
        case .keep: nil
        case .clear: .clear
        case .set(let value): .set(value: Int64(value))
        }
    }
}

extension Change where Value == TimeInterval {
    func native(_ name: String) throws -> KeywrightNative.DurationChange? {
        switch self {
        case .keep: nil
        case .clear: .clear
        case .set(let value): .set(value: try duration(value, name))
        }
    }
}

extension Grace {
    func native() throws -> KeywrightNative.Grace {
        switch self {
        case .now: .now
        case .lasting(let seconds): .lasting(duration: try duration(seconds, "grace"))
        case .untilUsed: .untilUsed
        }
    }
}

extension OwnerType {
    var native: KeywrightNative.OwnerType {
        switch self {
        case .user: .user
        case .team: .team
        }
    }

    init(_ native: KeywrightNative.OwnerType) {
        self =
            switch native {
            case .user: .user
            case .team: .team
            }
    }
}

extension Accept {
    var native: KeywrightNative.Accept {
        switch self {
        case .any: .any
        case .secret: .secret
        }
    }
}

extension TeamKeys {
    var native: KeywrightNative.TeamKeys {
        switch self {
        case .keep: .keep
        case .revoke: .revoke
        }
    }
}

extension UsageStep {
    var native: KeywrightNative.UsageStep {
        switch self {
        case .minute: .minute
        case .hour: .hour
        case .day: .day
        }
    }

    init(_ native: KeywrightNative.UsageStep) {
        self =
            switch native {
            case .minute: .minute
            case .hour: .hour
            case .day: .day
            }
    }
}

extension Status {
    var native: KeywrightNative.Status {
        switch self {
        case .revoked: .revoked
        case .suspended: .suspended
        case .expired: .expired
        case .active: .active
        }
    }

    init(_ native: KeywrightNative.Status) {
        self =
            switch native {
            case .revoked: .revoked
            case .suspended: .suspended
            case .expired: .expired
            case .active: .active
            }
    }
}

// MARK: - Out

extension Reason {
    init(_ native: KeywrightNative.Reason) {
        self =
            switch native {
            case .missing: .missing
            case .malformed: .malformed
            case .notFound: .notFound
            case .tampered: .tampered
            case .wrongType: .wrongType
            case .disabled: .disabled
            case .revoked: .revoked
            case .rotated: .rotated
            case .suspended: .suspended
            case .expired: .expired
            case .ipDenied: .ipDenied
            case .insufficientScope: .insufficientScope
            case .rateLimited: .rateLimited
            case .quotaExceeded: .quotaExceeded
            }
    }
}

extension Gate {
    init(_ native: KeywrightNative.Gate) {
        self =
            switch native {
            case .shape: .shape
            case .prefix: .prefix
            case .id: .id
            case .seal: .seal
            case .secret: .secret
            case .type: .type
            case .switch: .switch
            case .revoked: .revoked
            case .rotated: .rotated
            case .suspended: .suspended
            case .expired: .expired
            case .ip: .ip
            case .scopes: .scopes
            }
    }
}

extension TokenKind {
    init(_ native: KeywrightNative.TokenKind) {
        self =
            switch native {
            case .userSecret: .userSecret
            case .teamSecret: .teamSecret
            case .userPublic: .userPublic
            case .teamPublic: .teamPublic
            }
    }
}

extension SignalKind {
    init(_ native: KeywrightNative.SignalKind) {
        self =
            switch native {
            case .tampered: .tampered
            case .rotatedKeyUsed: .rotatedKeyUsed
            }
    }
}

extension Freshness {
    init(_ native: KeywrightNative.Freshness) {
        self =
            switch native {
            case .walIndex: .walIndex
            case .dataVersion: .dataVersion
            case .counter: .counter
            }
    }
}

/// A count, which on a watch has 32 bits.
func count(_ native: Int64) -> Int {
    Int(clamping: native)
}

/// The same where there can be none.
func countIfAny(_ native: Int64?) -> Int? {
    native.map { Int(clamping: $0) }
}

/// The object of JSON that a text of the native half is.
func object(_ text: String) throws -> [String: Json] {
    if text == "{}" { return [:] }
    guard let object = try? JSONDecoder().decode([String: Json].self, from: Data(text.utf8)) else {
        throw KeywrightError.internal(message: "a defect in Keywright: a text that should be JSON is none")
    }
    return object
}

private func code(_ text: String?) -> ErrorCode? {
    text.map { ErrorCode(rawValue: $0) ?? .internal }
}

extension HttpAnswer {
    init(_ native: KeywrightNative.HttpAnswer) {
        self.init(status: Int(native.status), headers: native.headers, body: native.body)
    }
}

extension Generation {
    init(_ native: KeywrightNative.Generation) {
        self.init(
            id: native.id, number: count(native.number), lastFour: native.lastFour, prefix: native.prefix,
            createdAt: native.createdAt, firstUsedAt: native.firstUsedAt, retiresAt: native.retiresAt,
            retiresWhenUsed: native.retiresWhenUsed)
    }
}

extension TeamMember {
    init(_ native: KeywrightNative.TeamMember) {
        self.init(
            teamId: native.teamId, userId: native.userId, permissions: native.permissions, createdAt: native.createdAt)
    }
}

extension MemberPreview {
    init(_ native: KeywrightNative.MemberPreview, _ tie: Tie) throws {
        self.init(member: TeamMember(native.member), apiKeys: try native.apiKeys.map { try ApiKey($0, tie) })
    }
}

extension PermissionDefinition {
    init(_ native: KeywrightNative.PermissionDefinition) {
        self.init(id: native.id, description: native.description, contains: native.contains)
    }
}

extension Settings {
    init(_ native: KeywrightNative.Settings) {
        self.init(
            allowUserApiKeys: native.allowUserApiKeys, allowTeamApiKeys: native.allowTeamApiKeys,
            prefixes: native.prefixes, maxApiKeysPerUser: countIfAny(native.maxApiKeysPerUser),
            maxApiKeysPerTeam: countIfAny(native.maxApiKeysPerTeam), maxLifetime: native.maxLifetime,
            apiKeyHeader: native.apiKeyHeader, creatorPermissions: native.creatorPermissions,
            memberPermissions: native.memberPermissions, usageInterval: native.usageInterval,
            usageMinutesKept: native.usageMinutesKept, usageHoursKept: native.usageHoursKept,
            usageDaysKept: native.usageDaysKept)
    }
}

extension Event {
    init(_ native: KeywrightNative.Event) throws {
        self.init(
            number: count(native.number), at: native.at, verb: native.verb, payload: try object(native.payload))
    }
}

extension Signal {
    init(_ native: KeywrightNative.Signal) throws {
        self.init(
            number: count(native.number), kind: SignalKind(native.kind), about: native.about, at: native.at,
            evidence: try object(native.evidence))
    }
}

extension Integrity {
    init(_ native: KeywrightNative.Integrity) {
        self.init(problems: native.problems)
    }
}

extension Warmed {
    init(_ native: KeywrightNative.Warmed) {
        self.init(loaded: count(native.loaded), isWhole: native.isWhole)
    }
}

extension StoreInfo {
    init(_ native: KeywrightNative.StoreInfo) {
        let (memory, flush, usage) = (native.memory, native.flush, native.usage)
        self.init(
            path: native.path, schema: count(native.schema), oldestReader: count(native.oldestReader),
            freshness: Freshness(native.freshness), fileSystem: native.fileSystem,
            sqliteVersion: native.sqliteVersion, keywrightVersion: native.keywrightVersion,
            lastSignal: count(native.lastSignal),
            memory: MemoryInfo(
                keys: count(memory.keys), bytes: count(memory.bytes), isResident: memory.isResident,
                isWhole: memory.isWhole),
            flush: FlushInfo(
                waiting: count(flush.waiting), dropped: count(flush.dropped), lastFlushAt: flush.lastFlushAt,
                lastError: code(flush.lastError)),
            usage: UsageStatus(
                path: usage.path, writtenAt: usage.writtenAt, writes: count(usage.writes),
                waiting: count(usage.waiting), lost: count(usage.lost), error: code(usage.error),
                errorMessage: usage.errorMessage))
    }
}

extension BackupUsage {
    init(_ native: KeywrightNative.BackupUsage) {
        self.init(bytes: count(native.bytes), error: code(native.error), errorMessage: native.errorMessage)
    }
}

extension Backup {
    init(_ native: KeywrightNative.Backup) {
        self.init(
            path: native.path, bytes: count(native.bytes), apiKeys: count(native.apiKeys), takenAt: native.takenAt,
            usage: BackupUsage(native.usage))
    }
}

extension RestoreReport {
    init(_ native: KeywrightNative.RestoreReport, _ tie: Tie) throws {
        func keys(_ natives: [KeywrightNative.ApiKey]) throws -> [ApiKey] {
            try natives.map { try ApiKey($0, tie) }
        }
        self.init(
            apiKeys: count(native.apiKeys), users: count(native.users), teams: count(native.teams),
            apiKeysMadeSince: count(native.apiKeysMadeSince), revokedSince: try keys(native.revokedSince),
            deletedSince: try keys(native.deletedSince), tamperedSince: try keys(native.tamperedSince),
            rotatedSince: try keys(native.rotatedSince), suspendedSince: try keys(native.suspendedSince),
            ownersSuspendedSince: native.ownersSuspendedSince.map {
                "\(OwnerType($0.ownerType).rawValue):\($0.id)"
            },
            unsealedRows: count(native.unsealedRows), usage: BackupUsage(native.usage))
    }
}

extension ImportCounts {
    init(_ native: KeywrightNative.ImportCounts) {
        self.init(
            settings: count(native.settings), permissions: count(native.permissions), users: count(native.users),
            teams: count(native.teams), members: count(native.members), apiKeys: count(native.apiKeys))
    }
}

extension ImportReport {
    init(_ native: KeywrightNative.ImportReport) {
        self.init(
            isDryRun: native.isDryRun, added: ImportCounts(native.added), unchanged: ImportCounts(native.unchanged),
            differs: ImportCounts(native.differs), deletedBefore: count(native.deletedBefore),
            unacceptedPrefixes: native.unacceptedPrefixes)
    }
}

extension SealReport {
    init(_ native: KeywrightNative.SealReport) {
        self.init(
            sealed: count(native.sealed), tampered: count(native.tampered), isResidueLeft: native.isResidueLeft)
    }
}

extension SealStatus {
    init(_ native: KeywrightNative.SealStatus) {
        self.init(
            isSealed: native.isSealed, sealedWith: native.sealedWith, dataKeys: native.dataKeys.map { count($0) },
            sealedRows: count(native.sealedRows), unsealedRows: count(native.unsealedRows),
            acceptsUnsealed: native.acceptsUnsealed)
    }
}

extension LastUse {
    init(_ native: KeywrightNative.LastUse) {
        self.init(at: native.at, ip: native.ip)
    }
}

extension UsageCounts {
    init(_ native: KeywrightNative.UsageCounts) {
        var (denied, unknown) = ([Reason: Int](), count(native.unknown))
        for (text, number) in native.denied {
            if let reason = Reason(rawValue: text) {
                denied[reason] = count(number)
            } else {
                unknown += count(number)
            }
        }
        self.init(
            valid: count(native.valid), denied: denied, wrongSecrets: count(native.wrongSecrets), unknown: unknown)
    }
}

extension Usage {
    init(_ native: KeywrightNative.Usage) {
        self.init(
            apiKeyId: native.apiKeyId, step: UsageStep(native.step),
            points: native.points.map { UsagePoint(start: $0.start, counts: UsageCounts($0.counts)) },
            total: UsageCounts(native.total), lastUsedAt: native.lastUsedAt, lastUsedIp: native.lastUsedIp,
            keptSince: native.keptSince)
    }
}

extension Migrated {
    init(_ native: KeywrightNative.Migrated) {
        self.init(
            schemaBefore: count(native.schemaBefore), schemaAfter: count(native.schemaAfter),
            oldestReaderBefore: count(native.oldestReaderBefore), oldestReaderAfter: count(native.oldestReaderAfter))
    }
}

extension ParsedToken {
    init(_ native: KeywrightNative.ParsedToken) {
        self.init(
            prefix: native.prefix, kind: TokenKind(native.kind), id: native.id, createdAt: native.createdAt,
            checksum: count(native.checksum), lastFour: native.lastFour)
    }
}

extension Page {
    init(_ native: KeywrightNative.Page, _ tie: Tie) throws {
        self.init(items: try native.items.map { try ApiKey($0, tie) }, nextCursor: native.nextCursor)
    }
}
