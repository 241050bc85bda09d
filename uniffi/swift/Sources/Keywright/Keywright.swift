import Foundation
internal import KeywrightNative

/// The handle on one store. Keep it for as long as the process lives; any thread may use it.
///
/// A handle acts as the server, which may do everything, until ``actingAs(_:teamPermissions:grantableScopes:)`` narrows it to a
/// user whose rights are checked at every step.
///
/// ```swift
/// let keywright = try Keywright.openInMemory()
/// let created = try keywright.user("alice").createApiKey(description: "laptop")
/// print(try keywright.requireValid(created.value).userId ?? "nobody") // alice
/// ```
///
/// Methods that can wait for a disk are there twice. The blocking one is for threads that may wait. In an `async` function
/// Swift takes the other, which waits elsewhere. The store is closed by `close()`, or when nobody holds a handle, a record or
/// a verdict of it any more.
public final class Keywright: Sendable {
    let native: KeywrightNative.Keywright
    let hotPath: HotPath

    init(_ native: KeywrightNative.Keywright) {
        self.native = native
        hotPath = HotPath(native)
    }

    var tie: Tie { Tie(keywright: self) }

    // MARK: Opening and closing

    /// Opens the store at a path, making it if it is missing.
    ///
    /// Opening the same file twice in a process shares one store. Do not open the file with another SQLite in the same process:
    /// its closing would drop the locks.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must exist. Take an absolute path in a server.
    ///   - existing: Whether to refuse to make a file.
    ///   - anyFileSystem: Whether to open it on a file system whose locks may not hold.
    ///   - prefix: What the keys of a new store begin with, such as `acme`; an existing one has its own.
    ///   - busyTimeOut: How long to wait for others that write; five seconds by default.
    ///   - memoryLimit: How many bytes of memory may hold keys.
    ///   - resident: Whether to keep every key of the store in memory: an unknown one is then refused without a read.
    ///   - masterKeys: The master keys of a sealed store, newest first. Without any, `KEYWRIGHT_MASTER_KEY` and
    ///     `KEYWRIGHT_MASTER_KEY_FILE` of the environment are read.
    ///   - acceptUnsealed: Whether to take unsealed rows too, for the days of first sealing.
    /// - Throws: `storageUnavailable`, `storageCorrupt`, `schemaTooNew` when the file could not be opened, is damaged, is not a
    ///   store, or is too new; it is left as it was. `masterKey` when the store is sealed and no fitting master key was given,
    ///   or the other way round.
    public static func open(
        _ path: some PathLike, existing: Bool = false, anyFileSystem: Bool = false, prefix: String? = nil,
        busyTimeOut: TimeInterval? = nil, memoryLimit: Int? = nil, resident: Bool = false, masterKeys: [String] = [],
        acceptUnsealed: Bool = false
    ) throws -> Keywright {
        let options = OpenOptions(
            existing: existing, anyFileSystem: anyFileSystem, prefix: prefix,
            busyTimeOut: try busyTimeOut.map { try duration($0, "busyTimeOut") },
            memoryLimit: memoryLimit.map(Int64.init), resident: resident, acceptUnsealed: acceptUnsealed)
        let file = try path.filePath()
        return Keywright(
            try called { try KeywrightNative.Keywright.open(path: file, options: options, masterKeys: masterKeys) })
    }

    /// The same, waiting elsewhere.
    public static func open(
        _ path: some PathLike, existing: Bool = false, anyFileSystem: Bool = false, prefix: String? = nil,
        busyTimeOut: TimeInterval? = nil, memoryLimit: Int? = nil, resident: Bool = false, masterKeys: [String] = [],
        acceptUnsealed: Bool = false
    ) async throws -> Keywright {
        try await later {
            try open(
                path, existing: existing, anyFileSystem: anyFileSystem, prefix: prefix, busyTimeOut: busyTimeOut,
                memoryLimit: memoryLimit, resident: resident, masterKeys: masterKeys, acceptUnsealed: acceptUnsealed)
        }
    }

    /// Opens a store that lives in memory and is gone with its last handle. The environment is not read for master keys.
    ///
    /// - Parameters:
    ///   - prefix: What keys begin with.
    ///   - memoryLimit: How many bytes of memory may hold keys.
    ///   - resident: Whether to keep every key in memory.
    ///   - masterKeys: The master keys of a sealed store, newest first.
    public static func openInMemory(
        prefix: String? = nil, memoryLimit: Int? = nil, resident: Bool = false, masterKeys: [String] = []
    ) throws -> Keywright {
        let options = OpenOptions(
            existing: false, anyFileSystem: false, prefix: prefix, busyTimeOut: nil,
            memoryLimit: memoryLimit.map(Int64.init), resident: resident, acceptUnsealed: false)
        return Keywright(
            try called { try KeywrightNative.Keywright.openInMemory(options: options, masterKeys: masterKeys) })
    }

    /// Closes the store: waits for calls in flight and writes what checks noticed and counted. Twice is fine. Every handle that
    /// was made from this one is closed with it.
    public func close() throws {
        try called { try native.shutdown() }
    }

    /// The same, waiting elsewhere.
    public func close() async throws {
        try await later { try self.close() }
    }

    /// Whether the store was closed.
    public var isClosed: Bool { native.isClosed() }

    // MARK: Who acts

    /// Who acts through this handle: `server`, `server:<name>` or `user:<id>`.
    public var actor: String { native.actor() }

    /// Returns a handle that acts as a user, with the same methods, each of which checks that user's rights.
    ///
    /// ```swift
    /// let alice = try keywright.actingAs("alice", teamPermissions: ["acme": ["$manage_api_keys"]])
    /// let created = try alice.team("acme").createApiKey(description: "CI")
    /// print(created.createdBy) // user:alice
    /// ```
    ///
    /// - Parameters:
    ///   - userId: The user who asks, as your own sign-in knows it: never an id that the request brings along.
    ///   - teamPermissions: What the user holds in teams of your own, by team id, for this handle. Nothing of it is stored.
    ///   - grantableScopes: The scopes that the user may give to keys.
    /// - Throws: `invalidArgument` when an id, a permission or a scope breaks its rules; `permissionDenied` when the handle acts
    ///   as a user already.
    public func actingAs(
        _ userId: some HostId, teamPermissions: [String: [String]] = [:], grantableScopes: [String] = []
    ) throws -> Keywright {
        Keywright(
            try called {
                try native.actingAs(
                    userId: userId.hostId, teamPermissions: teamPermissions, grantableScopes: grantableScopes)
            })
    }

    /// Returns a handle that acts as the server and says in whose name.
    ///
    /// - Parameter name: Who, such as `support:bob`.
    /// - Throws: `invalidArgument` when the name is empty or too long; `permissionDenied` when the handle acts as a user.
    public func by(_ name: String) throws -> Keywright {
        Keywright(try called { try native.by(name: name) })
    }

    /// The store's time, which never goes back within this process.
    public func now() -> Date { native.now() }

    // MARK: Handles

    /// Returns a handle on a user: free, and nothing is read or made.
    ///
    /// - Parameter id: Your id of the user.
    public func user(_ id: some HostId) -> UserHandle { UserHandle(id: id.hostId, tie: tie) }

    /// Returns a handle on a team: free, and nothing is read or made.
    ///
    /// - Parameter id: Your id of the team.
    public func team(_ id: some HostId) -> TeamHandle { TeamHandle(id: id.hostId, tie: tie) }

    /// Returns a handle on a key: free, and nothing is read.
    ///
    /// - Parameter id: The id of the key.
    /// - Throws: `invalidArgument` when the text is no id.
    public func apiKey(_ id: String) throws -> ApiKeyHandle {
        ApiKeyHandle(id: try called { try native.apiKey(id: id).id() }, tie: tie)
    }

    // MARK: Users, teams and keys

    /// Returns a user as stored, or nil when there is none.
    ///
    /// - Parameter id: Your id of the user.
    public func getUser(_ id: some HostId) throws -> User? {
        try called { try native.getUser(id: id.hostId) }.map { try User($0, tie) }
    }

    /// Returns the user who owns a valid key, or nil when the key is denied.
    ///
    /// - Parameters:
    ///   - apiKey: The key as it was presented.
    ///   - accept: Whether public keys are taken.
    ///   - scopes: The scopes that the request needs, all of them.
    ///   - ip: From where the request comes.
    /// - Throws: `disabled` when the settings switch keys of users off; `denied` when a limit is reached.
    public func getUser(
        apiKey: String?, accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil
    ) throws -> User? {
        let options = asked(nil, accept, scopes, ip)
        let answer = try called { try native.getUserByApiKey(value: presented(apiKey), options: options) }
        if let denied = answer.denied { throw try toBeTold(denied, answer.errorCode, answer.errorText) }
        return try answer.user.map { try User($0, tie) }
    }

    /// Returns a team as stored; nil when there is none, or when the acting user must not know of it.
    ///
    /// - Parameter id: Your id of the team.
    public func getTeam(_ id: some HostId) throws -> Team? {
        try called { try native.getTeam(id: id.hostId) }.map { try Team($0, tie) }
    }

    /// Returns the team that owns a valid key, or nil when the key is denied.
    ///
    /// - Parameters:
    ///   - apiKey: The key as it was presented.
    ///   - accept: Whether public keys are taken.
    ///   - scopes: The scopes that the request needs, all of them.
    ///   - ip: From where the request comes.
    /// - Throws: `disabled` when the settings switch keys of teams off; `denied` when a limit is reached.
    public func getTeam(
        apiKey: String?, accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil
    ) throws -> Team? {
        let options = asked(nil, accept, scopes, ip)
        let answer = try called { try native.getTeamByApiKey(value: presented(apiKey), options: options) }
        if let denied = answer.denied { throw try toBeTold(denied, answer.errorCode, answer.errorText) }
        return try answer.team.map { try Team($0, tie) }
    }

    /// Makes a team.
    ///
    /// - Parameters:
    ///   - displayName: A name to show.
    ///   - id: Your id; without, one is made.
    ///   - creator: The user who becomes its first member, with what the settings say. Under `actingAs` it is the actor.
    /// - Throws: `alreadyExists` when a team has this id.
    @discardableResult
    public func createTeam(
        displayName: String, id: (any HostId)? = nil, creator: (any HostId)? = nil
    ) throws -> Team {
        let new = NewTeam(displayName: displayName, id: id?.hostId, creator: creator?.hostId)
        return try Team(try called { try native.createTeam(new: new) }, tie)
    }

    /// Returns a key as stored.
    ///
    /// - Parameter id: The id of the key.
    /// - Throws: `notFound` when there is no such key, or the acting user must not know of it.
    public func getApiKey(_ id: String) throws -> ApiKey {
        try ApiKey(try called { try native.getApiKey(id: id) }, tie)
    }

    /// Lists keys, newest first: all that the actor may see, or fewer.
    ///
    /// - Parameters:
    ///   - owner: Only those of this user or team.
    ///   - status: Only those of this status.
    ///   - search: Only those whose description contains this, or whose id it is.
    public func listApiKeys(
        owner: (any OwnerMethods)? = nil, status: Status? = nil, search: String? = nil
    ) throws -> [ApiKey] {
        let filter = ApiKeyFilter(owner: owner?.native, status: status?.native, search: search)
        return try called { try native.listApiKeys(filter: filter) }.map { try ApiKey($0, tie) }
    }

    /// Lists keys page by page, newest first.
    ///
    /// - Parameters:
    ///   - owner: Only those of this user or team.
    ///   - status: Only those of this status.
    ///   - search: Only those whose description contains this, or whose id it is.
    ///   - limit: How many on a page, 1 to 1,000.
    ///   - cursor: The `nextCursor` of the page before, which says where to go on, never what may be seen.
    /// - Throws: `invalidArgument` when the limit or the cursor breaks its rules.
    public func pageApiKeys(
        owner: (any OwnerMethods)? = nil, status: Status? = nil, search: String? = nil, limit: Int = 50,
        cursor: String? = nil
    ) throws -> Page {
        let filter = ApiKeyFilter(owner: owner?.native, status: status?.native, search: search)
        let page = try called { try native.pageApiKeys(filter: filter, limit: Int64(limit), cursor: cursor) }
        return try Page(page, tie)
    }

    /// Revokes every key that all given conditions name, in one transaction, and returns how many.
    ///
    /// - Parameters:
    ///   - owner: Those of this user or team.
    ///   - createdBefore: Those made before this.
    ///   - createdBy: Those made by `server`, `server:<name>` or `user:<id>`.
    ///   - prefix: Those whose text begins with this.
    ///   - reason: Why, for the record.
    /// - Throws: `invalidArgument` when nothing is named, which would mean every key.
    @discardableResult
    public func revokeAll(
        owner: (any OwnerMethods)? = nil, createdBefore: Date? = nil, createdBy: String? = nil, prefix: String? = nil,
        reason: String? = nil
    ) throws -> Int {
        let conditions = RevokeAllConditions(
            owner: owner?.native, createdBefore: try createdBefore.map { try instant($0, "createdBefore") },
            createdBy: createdBy, prefix: prefix, reason: reason)
        return count(try called { try native.revokeAll(conditions: conditions) })
    }

    /// The error that is made of a denial which must not be taken for a missing key.
    private func toBeTold(
        _ denied: KeywrightNative.Verdict, _ code: String?, _ text: String?
    ) throws -> KeywrightError {
        let (verdict, message) = (try Verdict(denied, tie), text ?? "")
        return code == ErrorCode.disabled.rawValue
            ? .disabled(message: message, verdict: verdict) : .denied(message: message, verdict: verdict)
    }

    // MARK: Settings and permissions

    /// Returns the settings. Only the server may.
    public func settings() throws -> Settings {
        Settings(try called { try native.settings() })
    }

    /// Changes what is given and leaves the rest. Only the server may.
    ///
    /// - Parameters:
    ///   - allowUserApiKeys: Whether keys of users work. None is lost by switching them off.
    ///   - allowTeamApiKeys: Whether keys of teams work.
    ///   - prefix: What new keys begin with. The prefixes before stay accepted.
    ///   - dropPrefix: A prefix to accept no longer, and how many keys end by that: `previewDropPrefix` tells.
    ///   - maxApiKeysPerUser: The most active keys of a user; nil is no cap.
    ///   - maxApiKeysPerTeam: The most active keys of a team; nil is no cap.
    ///   - maxLifetime: The longest life of a new key; nil is no cap.
    ///   - apiKeyHeader: A header of your own that holds keys; nil is none.
    ///   - creatorPermissions: What the creator of a team gets in it.
    ///   - memberPermissions: What a new member gets.
    ///   - usageInterval: How often counts of use are written.
    ///   - usageMinutesKept: How long counts by the minute are kept.
    ///   - usageHoursKept: How long counts by the hour are kept.
    ///   - usageDaysKept: How long counts by the day are kept; nil is for ever.
    /// - Returns: The settings as they are now.
    /// - Throws: `invalidArgument` when a value breaks its rules, or another number of keys would end; `notFound` when a
    ///   permission is not defined, or the prefix to drop is not accepted.
    @discardableResult
    public func updateSettings(
        allowUserApiKeys: Bool? = nil, allowTeamApiKeys: Bool? = nil, prefix: String? = nil,
        dropPrefix: DropPrefix? = nil, maxApiKeysPerUser: Change<Int> = .keep, maxApiKeysPerTeam: Change<Int> = .keep,
        maxLifetime: Change<TimeInterval> = .keep, apiKeyHeader: Change<String> = .keep,
        creatorPermissions: [String]? = nil, memberPermissions: [String]? = nil, usageInterval: TimeInterval? = nil,
        usageMinutesKept: TimeInterval? = nil, usageHoursKept: TimeInterval? = nil,
        usageDaysKept: Change<TimeInterval> = .keep
    ) throws -> Settings {
        let update = SettingsUpdate(
            allowUserApiKeys: allowUserApiKeys, allowTeamApiKeys: allowTeamApiKeys, prefix: prefix,
            dropPrefix: dropPrefix.map { KeywrightNative.DropPrefix(prefix: $0.prefix, ends: Int64($0.ends)) },
            maxApiKeysPerUser: maxApiKeysPerUser.native, maxApiKeysPerTeam: maxApiKeysPerTeam.native,
            maxLifetime: try maxLifetime.native("maxLifetime"), apiKeyHeader: apiKeyHeader.native,
            creatorPermissions: creatorPermissions, memberPermissions: memberPermissions,
            usageInterval: try usageInterval.map { try duration($0, "usageInterval") },
            usageMinutesKept: try usageMinutesKept.map { try duration($0, "usageMinutesKept") },
            usageHoursKept: try usageHoursKept.map { try duration($0, "usageHoursKept") },
            usageDaysKept: try usageDaysKept.native("usageDaysKept"))
        return Settings(try called { try native.updateSettings(update: update) })
    }

    /// Returns how many keys that work now would end if a prefix were dropped. Only the server may.
    ///
    /// - Parameter prefix: The prefix.
    public func previewDropPrefix(_ prefix: String) throws -> Int {
        count(try called { try native.previewDropPrefix(prefix: prefix) })
    }

    /// Defines a permission, or defines it anew. Only the server may.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - contains: The permissions that come with it.
    ///   - description: What it is for.
    ///   - refuseExisting: Whether to refuse to define it anew.
    /// - Throws: `invalidArgument`; `notFound` when a contained permission is not defined; `alreadyExists` when it is defined,
    ///   and that was to be refused.
    @discardableResult
    public func definePermission(
        _ id: String, contains: [String] = [], description: String? = nil, refuseExisting: Bool = false
    ) throws -> PermissionDefinition {
        PermissionDefinition(
            try called {
                try native.definePermission(
                    id: id, contains: contains, description: description, refuseExisting: refuseExisting)
            })
    }

    /// Gives a permission another name, everywhere. Only the server may.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - newId: Its name from now on.
    /// - Throws: `notFound` when it is not defined; `alreadyExists` when the new name is taken.
    @discardableResult
    public func renamePermission(_ id: String, to newId: String) throws -> PermissionDefinition {
        PermissionDefinition(try called { try native.renamePermission(id: id, newId: newId) })
    }

    /// Deletes a permission, everywhere. Only the server may.
    ///
    /// - Parameter id: Its name.
    /// - Throws: `notFound` when it is not defined.
    public func deletePermission(_ id: String) throws {
        try called { try native.deletePermission(id: id) }
    }

    /// Lists all permissions, those of Keywright's own among them. Only the server may.
    public func listPermissionDefinitions() throws -> [PermissionDefinition] {
        try called { try native.listPermissionDefinitions() }.map(PermissionDefinition.init)
    }

    // MARK: What happened

    /// Returns entries of the audit log, oldest first. Only the server may.
    ///
    /// - Parameters:
    ///   - after: Those with a number above this one.
    ///   - limit: At most so many, 1 to 10,000.
    public func events(after: Int = 0, limit: Int = 100) throws -> [Event] {
        try called { try native.events(after: Int64(after), limit: Int64(limit)) }.map(Event.init)
    }

    /// Returns signals, oldest first. Only the server may. They are written about a second late; `flush` does it at once.
    ///
    /// - Parameters:
    ///   - after: Those with a number above this one.
    ///   - limit: At most so many, 1 to 10,000.
    public func signals(after: Int = 0, limit: Int = 100) throws -> [Signal] {
        try called { try native.signals(after: Int64(after), limit: Int64(limit)) }.map(Signal.init)
    }

    /// Tells when keys were last valid, and from where, by their ids. Those that never were are not in the answer.
    ///
    /// - Parameter ids: The ids of keys that the actor may see.
    public func lastUsed(_ ids: [String]) throws -> [String: LastUse] {
        try called { try native.lastUsed(ids: ids) }.mapValues(LastUse.init)
    }

    // MARK: The store itself

    /// Returns what there is to know about the store itself, for your logs. Only the server may.
    public func status() throws -> StoreInfo {
        StoreInfo(try called { try native.status() })
    }

    /// Loads keys into memory, so that their first check is as fast as every other. Nobody has to: a key is kept once it was
    /// checked. Only the server may.
    ///
    /// - Parameter owner: Only the keys of this user or team; without it, all.
    @discardableResult
    public func warm(owner: (any OwnerMethods)? = nil) throws -> Warmed {
        Warmed(try called { try native.warm(owner: owner?.native) })
    }

    /// Looks at every page and row of the store. Only the server may. It takes time on a large store.
    public func checkIntegrity() throws -> Integrity {
        Integrity(try called { try native.checkIntegrity() })
    }

    /// Writes now what is written behind: signals, first uses and counts of use. Only the server may.
    ///
    /// - Throws: Storage errors; what could not be written goes on waiting.
    public func flush() throws {
        try called { try native.flush() }
    }

    /// Copies the store into one new file while it is in use. Only the server may.
    ///
    /// - Parameter path: The file, which must not exist.
    /// - Throws: `alreadyExists` when the file exists; storage errors when it could not be written.
    @discardableResult
    public func backup(to path: some PathLike) throws -> Backup {
        let file = try path.filePath()
        return Backup(try called { try native.backup(path: file) })
    }

    /// Tells what `restore` would do, and changes nothing. Only the server may.
    ///
    /// - Parameter path: The backup.
    /// - Throws: Storage errors when it is none, or is damaged.
    public func previewRestore(from path: some PathLike) throws -> RestoreReport {
        let file = try path.filePath()
        return try RestoreReport(try called { try native.previewRestore(path: file) }, tie)
    }

    /// Makes the store what it was, in one change that every process sees. Only the server may.
    ///
    /// - Parameters:
    ///   - path: The backup.
    ///   - withRevoked: Whether keys work again that were revoked, suspended, deleted or rotated since.
    /// - Throws: Storage errors when the file is no backup, or is damaged; nothing was changed.
    @discardableResult
    public func restore(from path: some PathLike, withRevoked: Bool = false) throws -> RestoreReport {
        let file = try path.filePath()
        return try RestoreReport(try called { try native.restore(path: file, withRevoked: withRevoked) }, tie)
    }

    /// Writes the store as lines of JSON into a new file for its owner alone. Only the server may.
    ///
    /// It holds the digest of every secret: keep it as safe as the store.
    ///
    /// - Parameter path: The file, which must not exist.
    /// - Throws: `alreadyExists` when the file exists; storage errors when it could not be written.
    public func export(to path: some PathLike) throws {
        let file = try path.filePath()
        try called { try native.export(path: file) }
    }

    /// Adds what an export holds and the store does not, in one change. Only the server may. What is there already stays as it
    /// is, so an import can be run again.
    ///
    /// - Parameters:
    ///   - path: The export.
    ///   - dryRun: Whether to check everything, tell what would be added, and change nothing.
    /// - Throws: `notFound` when there is no such file; `invalidArgument` when a line breaks a rule. Nothing was added then.
    @discardableResult
    public func `import`(from path: some PathLike, dryRun: Bool = false) throws -> ImportReport {
        let file = try path.filePath()
        return ImportReport(try called { try native.`import`(path: file, dryRun: dryRun) })
    }

    /// Tells how far the store is sealed. Only the server may.
    public func sealStatus() throws -> SealStatus {
        SealStatus(try called { try native.sealStatus() })
    }

    /// Seals every row that is not sealed yet, while others work. Only the server may.
    ///
    /// - Throws: `masterKey` when the store was opened without a master key.
    @discardableResult
    public func seal() throws -> SealReport {
        SealReport(try called { try native.seal() })
    }

    /// Wraps the data keys under the newest master key of this handle. No key is made anew. Only the server may.
    ///
    /// - Returns: How many data keys were wrapped anew.
    /// - Throws: `masterKey` when the store was opened without a master key.
    @discardableResult
    public func rotateMasterKey() throws -> Int {
        count(try called { try native.rotateMasterKey() })
    }

    /// Makes a new data key and seals every row with it, while others work. Only the server may.
    ///
    /// - Throws: `masterKey` when the store was opened without a master key.
    @discardableResult
    public func rekey() throws -> SealReport {
        SealReport(try called { try native.rekey() })
    }
}

extension Keywright: CustomStringConvertible, CustomReflectable {
    /// Who acts, and whether it is closed.
    public var description: String { "Keywright(\(actor), \(isClosed ? "closed" : "open"))" }

    /// The same for `dump`.
    public var customMirror: Mirror { Mirror(self, children: ["actor": actor, "isClosed": isClosed]) }
}
