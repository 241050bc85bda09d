import Foundation
internal import KeywrightNative

/// What ties a record to the handle that it came from, and so to who acts. A copy (one that was decoded) has none, and is data
/// only. It is no part of what a record says: it is neither compared nor encoded.
public struct Tie: Sendable {
    let keywright: Keywright?

    static let none = Tie(keywright: nil)

    /// The handle, as the native half has it.
    func native() throws -> KeywrightNative.Keywright {
        try handle().native
    }

    func handle() throws -> Keywright {
        guard let keywright else { throw KeywrightError.copy }
        return keywright
    }
}

extension Tie: Hashable {
    /// Always: a tie is no part of what a record says.
    public static func == (left: Tie, right: Tie) -> Bool { true }

    /// Nothing: a tie is no part of what a record says.
    public func hash(into hasher: inout Hasher) {}
}

extension Tie: CustomReflectable {
    /// Nothing: a tie is no part of what a record says.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What can be done with a key: with an ``ApiKeyHandle``, and with the records ``ApiKey`` and ``CreatedApiKey``.
///
/// Each method is there twice. The blocking one is for threads that may wait for a disk. In an `async` function Swift takes the
/// other, which waits elsewhere.
public protocol ApiKeyMethods: Sendable {
    /// The id, which stays for life.
    var id: String { get }
    /// What ties it to its handle.
    var tie: Tie { get }
}

extension ApiKeyMethods {
    private func with<Answer>(_ call: (KeywrightNative.ApiKeyHandle) throws -> Answer) throws -> Answer {
        try called { try call(try tie.native().apiKey(id: id)) }
    }

    /// Changes what is given and leaves the rest.
    ///
    /// - Parameters:
    ///   - description: What it is for, 1 to 500 characters.
    ///   - expiresIn: How long it lives from now.
    ///   - expiresAt: When it ends; nil is never.
    ///   - scopes: What it may be used for.
    ///   - metadata: What your program remembers beside it. Only the server may set it.
    ///   - ipAllowList: From where it may be used; empty is from anywhere.
    /// - Returns: The key as it is now.
    /// - Throws: `invalidArgument` when a value breaks its rules; `notFound` when there is no such key, or the acting user must
    ///   not know of it.
    @discardableResult
    public func update(
        description: String? = nil, expiresIn: TimeInterval? = nil, expiresAt: Change<Date> = .keep,
        scopes: [String]? = nil, metadata: Metadata? = nil, ipAllowList: [String]? = nil
    ) throws -> ApiKey {
        let end: KeywrightNative.Expiry? =
            switch (expiresIn, expiresAt) {
            case (nil, .keep): nil
            case (let seconds, .keep): try expiry(in: seconds, at: nil)
            case (nil, .clear): .never
            case (let seconds, .set(let date)): try expiry(in: seconds, at: date)
            case (.some, .clear):
                throw KeywrightError.invalidArgument(
                    message: "`expiresIn` and `expiresAt` are both given; a key ends once")
            }
        let update = KeywrightNative.ApiKeyUpdate(
            description: description, expiry: end, scopes: scopes,
            metadata: try metadata.map { try text($0, "metadata") }, ipAllowList: ipAllowList)
        return try ApiKey(try with { try $0.update(update: update) }, tie)
    }

    /// Makes a check deny the key until it is resumed.
    ///
    /// - Parameter reason: Why, for the record.
    /// - Returns: The key as it is now.
    /// - Throws: `notFound` when there is no such key, or the acting user must not know of it.
    @discardableResult
    public func suspend(reason: String? = nil) throws -> ApiKey {
        try ApiKey(try with { try $0.suspend(reason: reason) }, tie)
    }

    /// Lifts a suspension.
    ///
    /// - Returns: The key as it is now.
    /// - Throws: `notFound`; `permissionDenied` when the server suspended it and a user wants to lift that.
    @discardableResult
    public func resume() throws -> ApiKey {
        try ApiKey(try with { try $0.resume() }, tie)
    }

    /// Ends the key for good. The first time, who and why stay when it is revoked again.
    ///
    /// - Parameter reason: Why, for the record.
    /// - Returns: The key as it is now.
    /// - Throws: `notFound` when there is no such key, or the acting user must not know of it.
    @discardableResult
    public func revoke(reason: String? = nil) throws -> ApiKey {
        try ApiKey(try with { try $0.revoke(reason: reason) }, tie)
    }

    /// Gives the key another secret. Its id, owner, scopes, end and history stay.
    ///
    /// - Parameter grace: How long the secret before it is accepted; not at all by default.
    /// - Returns: The first view of the new secret.
    /// - Throws: `notFound` when there is no such key, or the acting user must not know of it.
    public func rotate(grace: Grace = .now) throws -> CreatedApiKey {
        let grace = try grace.native()
        return try CreatedApiKey(try with { try $0.rotate(grace: grace) }, tie)
    }

    /// Deletes the key and all that is stored about it. Only the server may.
    ///
    /// - Throws: `notFound`; `permissionDenied` when the handle acts as a user.
    public func purge() throws {
        try with { try $0.purge() }
    }

    /// Tells how often the key was valid or denied, and why, as a series to plot.
    ///
    /// - Parameters:
    ///   - start: Where the series begins.
    ///   - end: Where it ends.
    ///   - step: How long a bucket is.
    /// - Returns: The series, at most 10,000 buckets.
    /// - Throws: `invalidArgument` when the range is empty or has too many buckets; `notFound`.
    public func usage(from start: Date, to end: Date, step: UsageStep = .day) throws -> Usage {
        let (start, end) = (try instant(start, "start"), try instant(end, "end"))
        return Usage(try with { try $0.usage(start: start, end: end, step: step.native) })
    }

    /// Tells the same of the last buckets, the one that runs among them.
    ///
    /// - Parameters:
    ///   - buckets: How many, 1 to 10,000.
    ///   - step: How long a bucket is.
    /// - Throws: As `usage`.
    public func usage(ofLast buckets: Int, step: UsageStep = .day) throws -> Usage {
        Usage(try with { try $0.usageOfLast(buckets: Int64(buckets), step: step.native) })
    }
}

extension ApiKeyMethods {
    /// The same, waiting elsewhere.
    @discardableResult
    public func update(
        description: String? = nil, expiresIn: TimeInterval? = nil, expiresAt: Change<Date> = .keep,
        scopes: [String]? = nil, metadata: Metadata? = nil, ipAllowList: [String]? = nil
    ) async throws -> ApiKey {
        try await later {
            try self.update(
                description: description, expiresIn: expiresIn, expiresAt: expiresAt, scopes: scopes,
                metadata: metadata, ipAllowList: ipAllowList)
        }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func suspend(reason: String? = nil) async throws -> ApiKey {
        try await later { try self.suspend(reason: reason) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func resume() async throws -> ApiKey {
        try await later { try self.resume() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func revoke(reason: String? = nil) async throws -> ApiKey {
        try await later { try self.revoke(reason: reason) }
    }

    /// The same, waiting elsewhere.
    public func rotate(grace: Grace = .now) async throws -> CreatedApiKey {
        try await later { try self.rotate(grace: grace) }
    }

    /// The same, waiting elsewhere.
    public func purge() async throws {
        try await later { try self.purge() }
    }

    /// The same, waiting elsewhere.
    public func usage(from start: Date, to end: Date, step: UsageStep = .day) async throws -> Usage {
        try await later { try self.usage(from: start, to: end, step: step) }
    }

    /// The same, waiting elsewhere.
    public func usage(ofLast buckets: Int, step: UsageStep = .day) async throws -> Usage {
        try await later { try self.usage(ofLast: buckets, step: step) }
    }
}

/// A handle on a key: free, and nothing is read.
public struct ApiKeyHandle: ApiKeyMethods {
    /// The id of the key.
    public let id: String
    /// What ties it to its handle.
    public let tie: Tie

    /// Returns the key as stored.
    ///
    /// - Throws: `notFound` when there is no such key, or the acting user must not know of it.
    public func get() throws -> ApiKey {
        try tie.handle().getApiKey(id)
    }

    /// The same, waiting elsewhere.
    public func get() async throws -> ApiKey {
        try await later { try self.get() }
    }
}

extension ApiKeyHandle: CustomStringConvertible {
    /// The id.
    public var description: String { "ApiKeyHandle(\(id))" }
}

/// What is stored about a key, safe to show. Never its secret.
public struct ApiKey: ApiKeyMethods, Codable, Hashable {
    /// The id, which stays for life.
    public let id: String
    /// Whether a user or a team owns it.
    public let type: OwnerType
    /// The user who owns it; nil for a team's key.
    public let userId: String?
    /// The team that owns it; nil for a user's key.
    public let teamId: String?
    /// What it is for.
    public let description: String
    /// What state it was in when it was read.
    public let status: Status
    /// Whether it is for code that runs at the customer's.
    public let isPublic: Bool
    /// The last four characters of its newest secret.
    public let lastFour: String
    /// What it may be used for.
    public let scopes: [String]
    /// What your program remembers beside it.
    public let metadata: Metadata
    /// From where it may be used; empty is from anywhere.
    public let ipAllowList: [String]
    /// When it was made.
    public let createdAt: Date
    /// Who made it: `server`, `server:<name>` or `user:<id>`.
    public let createdBy: String
    /// When it ends; nil is never.
    public let expiresAt: Date?
    /// When it was suspended.
    public let suspendedAt: Date?
    /// Who suspended it.
    public let suspendedBy: String?
    /// Why.
    public let suspendReason: String?
    /// Whether all keys of its owner are suspended.
    public let isOwnerSuspended: Bool
    /// When it was revoked.
    public let revokedAt: Date?
    /// Who revoked it.
    public let revokedBy: String?
    /// Why.
    public let revokeReason: String?
    /// The number of the newest secret.
    public let generation: Int
    /// All its secrets, the oldest first.
    public let generations: [Generation]
    /// What ties it to its handle.
    public internal(set) var tie = Tie.none

    // The tie is not among them: a record that was encoded is data only.
    private enum CodingKeys: CodingKey {
        case id, type, userId, teamId, description, status, isPublic, lastFour, scopes, metadata, ipAllowList, createdAt,
            createdBy, expiresAt, suspendedAt, suspendedBy, suspendReason, isOwnerSuspended, revokedAt, revokedBy,
            revokeReason, generation, generations
    }

    init(_ native: KeywrightNative.ApiKey, _ tie: Tie) throws {
        id = native.id
        type = OwnerType(native.owner.ownerType)
        userId = type == .user ? native.owner.id : nil
        teamId = type == .team ? native.owner.id : nil
        description = native.description
        status = Status(native.status)
        isPublic = native.isPublic
        lastFour = native.lastFour
        scopes = native.scopes
        metadata = try object(native.metadata)
        ipAllowList = native.ipAllowList
        createdAt = native.createdAt
        createdBy = native.createdBy
        expiresAt = native.expiresAt
        suspendedAt = native.suspendedAt
        suspendedBy = native.suspendedBy
        suspendReason = native.suspendReason
        isOwnerSuspended = native.isOwnerSuspended
        revokedAt = native.revokedAt
        revokedBy = native.revokedBy
        revokeReason = native.revokeReason
        generation = count(native.generation)
        generations = native.generations.map(Generation.init)
        self.tie = tie
    }

    /// Says whether the key, as it was read, is active now. It may have been changed since: a check knows.
    ///
    /// - Throws: `closed` when the record is a copy.
    public func isValid() throws -> Bool {
        try whyInvalid() == nil
    }

    /// Says why the key, as it was read, is not active now: the first that holds, or nil.
    ///
    /// - Throws: `closed` when the record is a copy.
    public func whyInvalid() throws -> InvalidReason? {
        let why = try called {
            try tie.native().whyInvalid(
                status: status.native, expiresAt: try expiresAt.map { try instant($0, "expiresAt") })
        }
        return why.flatMap(InvalidReason.init)
    }
}

/// What stands for a key wherever a first view is printed.
private let shownOnce = "[shown once: send created.value]"

/// The first view of a key, and the only one in which the whole key stands.
///
/// Printing it, `dump` and encoding it leave the key out: ``value`` is the one way to it.
///
/// ```swift
/// let created = try keywright.user("alice").createApiKey(description: "laptop")
/// print("\(created)".contains(created.value)) // false
/// print(created.value.prefix(7)) // kw_usk_
/// ```
///
/// The fields of the record are there as well: `created.description` is what the key is for.
@dynamicMemberLookup
public struct CreatedApiKey: ApiKeyMethods, Hashable {
    /// The record, as every later view has it.
    public let apiKey: ApiKey
    /// The key. Show it once, and keep it nowhere.
    public let value: String

    init(_ native: KeywrightNative.CreatedApiKey, _ tie: Tie) throws {
        apiKey = try ApiKey(native.apiKey, tie)
        value = String(decoding: native.value, as: UTF8.self)
    }

    /// The id, which stays for life.
    public var id: String { apiKey.id }
    /// What ties it to its handle.
    public var tie: Tie { apiKey.tie }

    /// A field of the record.
    public subscript<Field>(dynamicMember field: KeyPath<ApiKey, Field>) -> Field { apiKey[keyPath: field] }

    /// As of the record.
    public func isValid() throws -> Bool { try apiKey.isValid() }

    /// As of the record.
    public func whyInvalid() throws -> InvalidReason? { try apiKey.whyInvalid() }
}

// `print` takes the debug description where there is no other, and `description` is what a key is for.
extension CreatedApiKey: CustomDebugStringConvertible, CustomReflectable {
    /// The id, without the key.
    public var debugDescription: String { "CreatedApiKey(\(id), value: \(shownOnce))" }

    /// The record, without the key.
    public var customMirror: Mirror {
        Mirror(self, children: ["apiKey": apiKey, "value": shownOnce])
    }
}

extension CreatedApiKey: Encodable {
    private enum CodingKeys: CodingKey {
        case apiKey, value
    }

    /// Writes the record, with a text in place of the key that says how to send it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(apiKey, forKey: .apiKey)
        try container.encode(shownOnce, forKey: .value)
    }
}
