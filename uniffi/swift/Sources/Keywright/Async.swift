// The methods of a handle for `async` functions. Each waits where a thread may wait.

import Foundation

extension Keywright {
    /// The same, waiting elsewhere.
    public func getUser(_ id: some HostId) async throws -> User? {
        try await later { try self.getUser(id) }
    }

    /// The same, waiting elsewhere.
    public func getUser(
        apiKey: String?, accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil
    ) async throws -> User? {
        try await later { try self.getUser(apiKey: apiKey, accept: accept, scopes: scopes, ip: ip) }
    }

    /// The same, waiting elsewhere.
    public func getTeam(_ id: some HostId) async throws -> Team? {
        try await later { try self.getTeam(id) }
    }

    /// The same, waiting elsewhere.
    public func getTeam(
        apiKey: String?, accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil
    ) async throws -> Team? {
        try await later { try self.getTeam(apiKey: apiKey, accept: accept, scopes: scopes, ip: ip) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func createTeam(
        displayName: String, id: (any HostId)? = nil, creator: (any HostId)? = nil
    ) async throws -> Team {
        try await later { try self.createTeam(displayName: displayName, id: id, creator: creator) }
    }

    /// The same, waiting elsewhere.
    public func getApiKey(_ id: String) async throws -> ApiKey {
        try await later { try self.getApiKey(id) }
    }

    /// The same, waiting elsewhere.
    public func listApiKeys(
        owner: (any OwnerMethods)? = nil, status: Status? = nil, search: String? = nil
    ) async throws -> [ApiKey] {
        try await later { try self.listApiKeys(owner: owner, status: status, search: search) }
    }

    /// The same, waiting elsewhere.
    public func pageApiKeys(
        owner: (any OwnerMethods)? = nil, status: Status? = nil, search: String? = nil, limit: Int = 50,
        cursor: String? = nil
    ) async throws -> Page {
        try await later {
            try self.pageApiKeys(
                owner: owner, status: status, search: search, limit: limit, cursor: cursor)
        }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func revokeAll(
        owner: (any OwnerMethods)? = nil, createdBefore: Date? = nil, createdBy: String? = nil, prefix: String? = nil,
        reason: String? = nil
    ) async throws -> Int {
        try await later {
            try self.revokeAll(
                owner: owner, createdBefore: createdBefore, createdBy: createdBy, prefix: prefix, reason: reason)
        }
    }

    /// The same, waiting elsewhere.
    public func settings() async throws -> Settings {
        try await later { try self.settings() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func updateSettings(
        allowUserApiKeys: Bool? = nil, allowTeamApiKeys: Bool? = nil, prefix: String? = nil,
        dropPrefix: DropPrefix? = nil, maxApiKeysPerUser: Change<Int> = .keep, maxApiKeysPerTeam: Change<Int> = .keep,
        maxLifetime: Change<TimeInterval> = .keep, apiKeyHeader: Change<String> = .keep,
        creatorPermissions: [String]? = nil, memberPermissions: [String]? = nil, usageInterval: TimeInterval? = nil,
        usageMinutesKept: TimeInterval? = nil, usageHoursKept: TimeInterval? = nil,
        usageDaysKept: Change<TimeInterval> = .keep
    ) async throws -> Settings {
        try await later {
            try self.updateSettings(
                allowUserApiKeys: allowUserApiKeys, allowTeamApiKeys: allowTeamApiKeys, prefix: prefix,
                dropPrefix:
                    dropPrefix, maxApiKeysPerUser: maxApiKeysPerUser, maxApiKeysPerTeam: maxApiKeysPerTeam,
                maxLifetime:
                    maxLifetime, apiKeyHeader: apiKeyHeader, creatorPermissions: creatorPermissions,
                memberPermissions:
                    memberPermissions, usageInterval: usageInterval, usageMinutesKept: usageMinutesKept,
                usageHoursKept:
                    usageHoursKept, usageDaysKept: usageDaysKept)
        }
    }

    /// The same, waiting elsewhere.
    public func previewDropPrefix(_ prefix: String) async throws -> Int {
        try await later { try self.previewDropPrefix(prefix) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func definePermission(
        _ id: String, contains: [String] = [], description: String? = nil, refuseExisting: Bool = false
    ) async throws -> PermissionDefinition {
        try await later {
            try self.definePermission(
                id, contains: contains, description: description, refuseExisting: refuseExisting)
        }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func renamePermission(_ id: String, to newId: String) async throws -> PermissionDefinition {
        try await later { try self.renamePermission(id, to: newId) }
    }

    /// The same, waiting elsewhere.
    public func deletePermission(_ id: String) async throws {
        try await later { try self.deletePermission(id) }
    }

    /// The same, waiting elsewhere.
    public func listPermissionDefinitions() async throws -> [PermissionDefinition] {
        try await later { try self.listPermissionDefinitions() }
    }

    /// The same, waiting elsewhere.
    public func events(after: Int = 0, limit: Int = 100) async throws -> [Event] {
        try await later { try self.events(after: after, limit: limit) }
    }

    /// The same, waiting elsewhere.
    public func signals(after: Int = 0, limit: Int = 100) async throws -> [Signal] {
        try await later { try self.signals(after: after, limit: limit) }
    }

    /// The same, waiting elsewhere.
    public func lastUsed(_ ids: [String]) async throws -> [String: LastUse] {
        try await later { try self.lastUsed(ids) }
    }

    /// The same, waiting elsewhere.
    public func status() async throws -> StoreInfo {
        try await later { try self.status() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func warm(owner: (any OwnerMethods)? = nil) async throws -> Warmed {
        try await later { try self.warm(owner: owner) }
    }

    /// The same, waiting elsewhere.
    public func checkIntegrity() async throws -> Integrity {
        try await later { try self.checkIntegrity() }
    }

    /// The same, waiting elsewhere.
    public func flush() async throws {
        try await later { try self.flush() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func backup(to path: some PathLike) async throws -> Backup {
        try await later { try self.backup(to: path) }
    }

    /// The same, waiting elsewhere.
    public func previewRestore(from path: some PathLike) async throws -> RestoreReport {
        try await later { try self.previewRestore(from: path) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func restore(from path: some PathLike, withRevoked: Bool = false) async throws -> RestoreReport {
        try await later { try self.restore(from: path, withRevoked: withRevoked) }
    }

    /// The same, waiting elsewhere.
    public func export(to path: some PathLike) async throws {
        try await later { try self.export(to: path) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func `import`(from path: some PathLike, dryRun: Bool = false) async throws -> ImportReport {
        try await later { try self.`import`(from: path, dryRun: dryRun) }
    }

    /// The same, waiting elsewhere.
    public func sealStatus() async throws -> SealStatus {
        try await later { try self.sealStatus() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func seal() async throws -> SealReport {
        try await later { try self.seal() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func rotateMasterKey() async throws -> Int {
        try await later { try self.rotateMasterKey() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func rekey() async throws -> SealReport {
        try await later { try self.rekey() }
    }
}
