import Foundation
internal import KeywrightNative

/// What can be done with whoever owns keys: with the handles ``UserHandle`` and ``TeamHandle``, and the records ``User`` and
/// ``Team``.
///
/// Each method is there twice. The blocking one is for threads that may wait for a disk. In an `async` function Swift takes the
/// other, which waits elsewhere.
public protocol OwnerMethods: Sendable {
    /// Your own id.
    var id: String { get }
    /// Whether it is a user or a team.
    var ownerType: OwnerType { get }
    /// What ties it to its handle.
    var tie: Tie { get }
}

extension OwnerMethods {
    var native: KeywrightNative.Owner {
        KeywrightNative.Owner(ownerType: ownerType.native, id: id)
    }

    /// Makes a key of the owner.
    ///
    /// ```swift
    /// let created = try keywright.user("alice").createApiKey(description: "CI", expiresIn: 90 * 24 * 3600)
    /// print(try keywright.verify(created.value).userId ?? "nobody") // alice
    /// ```
    ///
    /// - Parameters:
    ///   - description: What it is for, 1 to 500 characters.
    ///   - expiresIn: How long it lives; without this and `expiresAt`, for ever.
    ///   - expiresAt: When it ends.
    ///   - isPublic: Whether it will stand in code that runs at the customer's.
    ///   - scopes: What it may be used for, such as `invoices:read`.
    ///   - metadata: What your program remembers beside it, at most 4 KiB of JSON.
    ///   - ipAllowList: From where it may be used; empty is from anywhere.
    /// - Returns: The record, and the key as text in `value`, which is shown this once.
    /// - Throws: `invalidArgument` when a value breaks its rules; `limitReached` when a cap of the settings is reached;
    ///   `disabled` when the settings switch keys of this owner type off.
    public func createApiKey(
        description: String, expiresIn: TimeInterval? = nil, expiresAt: Date? = nil, isPublic: Bool = false,
        scopes: [String] = [], metadata: Metadata = [:], ipAllowList: [String] = []
    ) throws -> CreatedApiKey {
        let new = NewApiKey(
            description: description, expiresIn: expiresIn, expiresAt: expiresAt, isPublic: isPublic, scopes: scopes,
            metadata: metadata, ipAllowList: ipAllowList)
        let native = try new.native()
        let created = try called {
            switch ownerType {
            case .user: try tie.native().user(id: id).createApiKey(new: native)
            case .team: try tie.native().team(id: id).createApiKey(new: native)
            }
        }
        return try CreatedApiKey(created, tie)
    }

    /// Makes several keys of the owner in one transaction: all of them, or none.
    ///
    /// - Parameter keys: What to make.
    /// - Returns: The keys, in the same order.
    /// - Throws: As `createApiKey`.
    public func createApiKeys(_ keys: [NewApiKey]) throws -> [CreatedApiKey] {
        let natives = try keys.map { try $0.native() }
        let created = try called {
            switch ownerType {
            case .user: try tie.native().user(id: id).createApiKeys(new: natives)
            case .team: try tie.native().team(id: id).createApiKeys(new: natives)
            }
        }
        return try created.map { try CreatedApiKey($0, tie) }
    }

    /// Lists the keys of the owner, newest first.
    ///
    /// - Parameters:
    ///   - status: Only those of this status.
    ///   - search: Only those whose description contains this, or whose id it is.
    public func listApiKeys(status: Status? = nil, search: String? = nil) throws -> [ApiKey] {
        let keys = try called {
            switch ownerType {
            case .user: try tie.native().user(id: id).listApiKeys(status: status?.native, search: search)
            case .team: try tie.native().team(id: id).listApiKeys(status: status?.native, search: search)
            }
        }
        return try keys.map { try ApiKey($0, tie) }
    }
}

extension OwnerMethods {
    /// The same, waiting elsewhere.
    public func createApiKey(
        description: String, expiresIn: TimeInterval? = nil, expiresAt: Date? = nil, isPublic: Bool = false,
        scopes: [String] = [], metadata: Metadata = [:], ipAllowList: [String] = []
    ) async throws -> CreatedApiKey {
        try await later {
            try self.createApiKey(
                description: description, expiresIn: expiresIn, expiresAt: expiresAt, isPublic: isPublic,
                scopes: scopes, metadata: metadata, ipAllowList: ipAllowList)
        }
    }

    /// The same, waiting elsewhere.
    public func createApiKeys(_ keys: [NewApiKey]) async throws -> [CreatedApiKey] {
        try await later { try self.createApiKeys(keys) }
    }

    /// The same, waiting elsewhere.
    public func listApiKeys(status: Status? = nil, search: String? = nil) async throws -> [ApiKey] {
        try await later { try self.listApiKeys(status: status, search: search) }
    }
}

extension NewApiKey {
    func native() throws -> KeywrightNative.NewApiKey {
        KeywrightNative.NewApiKey(
            description: description, expiry: try expiry(in: expiresIn, at: expiresAt), isPublic: isPublic,
            scopes: scopes, metadata: metadata.isEmpty ? nil : try text(metadata, "metadata"),
            ipAllowList: ipAllowList)
    }
}

// MARK: - Users

/// What can be done with a user.
public protocol UserMethods: OwnerMethods {}

extension UserMethods {
    private func with<Answer>(_ call: (KeywrightNative.UserHandle) throws -> Answer) throws -> Answer {
        try called { try call(try tie.native().user(id: id)) }
    }

    /// A user owns the keys.
    public var ownerType: OwnerType { .user }

    /// Changes what is given and leaves the rest. The user comes into being by this.
    ///
    /// - Parameters:
    ///   - displayName: A name to show; nil takes it away.
    ///   - primaryEmail: An address; nil takes it away.
    ///   - metadata: What your program remembers beside the user, at most 4 KiB of JSON.
    /// - Returns: The user as it is now.
    /// - Throws: `invalidArgument` when a value breaks its rules; `permissionDenied` when the handle acts as another user.
    @discardableResult
    public func update(
        displayName: Change<String> = .keep, primaryEmail: Change<String> = .keep, metadata: Metadata? = nil
    ) throws -> User {
        let update = KeywrightNative.UserUpdate(
            displayName: displayName.native, primaryEmail: primaryEmail.native,
            metadata: try metadata.map { try text($0, "metadata") })
        return try User(try with { try $0.update(update: update) }, tie)
    }

    /// Deletes the user with all keys and memberships.
    ///
    /// - Throws: `permissionDenied` when the handle acts as a user.
    public func delete() throws {
        try with { try $0.delete() }
    }

    /// Makes a check deny all keys of the user until they are resumed.
    ///
    /// - Returns: The user as it is now.
    /// - Throws: `permissionDenied` when the handle acts as a user.
    @discardableResult
    public func suspend() throws -> User {
        try User(try with { try $0.suspend() }, tie)
    }

    /// Lifts that suspension. Keys that were suspended one by one stay so.
    ///
    /// - Returns: The user as it is now.
    /// - Throws: `permissionDenied` when the handle acts as a user.
    @discardableResult
    public func resume() throws -> User {
        try User(try with { try $0.resume() }, tie)
    }

    /// Lists the teams that the user is in.
    public func listTeams() throws -> [Team] {
        try (try with { try $0.listTeams() }).map { try Team($0, tie) }
    }
}

extension UserMethods {
    /// The same, waiting elsewhere.
    @discardableResult
    public func update(
        displayName: Change<String> = .keep, primaryEmail: Change<String> = .keep, metadata: Metadata? = nil
    ) async throws -> User {
        try await later {
            try self.update(displayName: displayName, primaryEmail: primaryEmail, metadata: metadata)
        }
    }

    /// The same, waiting elsewhere.
    public func delete() async throws {
        try await later { try self.delete() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func suspend() async throws -> User {
        try await later { try self.suspend() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func resume() async throws -> User {
        try await later { try self.resume() }
    }

    /// The same, waiting elsewhere.
    public func listTeams() async throws -> [Team] {
        try await later { try self.listTeams() }
    }
}

/// A handle on a user: free, and nothing is read or made until a method is called.
public struct UserHandle: UserMethods {
    /// Your own id.
    public let id: String
    /// What ties it to its handle.
    public let tie: Tie
}

extension UserHandle: CustomStringConvertible {
    /// The id.
    public var description: String { "UserHandle(\(id))" }
}

/// What is stored about a user.
public struct User: UserMethods, Codable, Hashable {
    /// Your own id.
    public let id: String
    /// A name to show.
    public let displayName: String?
    /// An address.
    public let primaryEmail: String?
    /// What your program remembers beside the user.
    public let metadata: Metadata
    /// When the user came into being here.
    public let createdAt: Date
    /// Since when all keys of the user are suspended.
    public let suspendedAt: Date?
    /// Who suspended them.
    public let suspendedBy: String?
    /// What ties it to its handle.
    public internal(set) var tie = Tie.none

    private enum CodingKeys: CodingKey {
        case id, displayName, primaryEmail, metadata, createdAt, suspendedAt, suspendedBy
    }

    init(_ native: KeywrightNative.User, _ tie: Tie) throws {
        id = native.id
        displayName = native.displayName
        primaryEmail = native.primaryEmail
        metadata = try object(native.metadata)
        createdAt = native.createdAt
        suspendedAt = native.suspendedAt
        suspendedBy = native.suspendedBy
        self.tie = tie
    }
}

// MARK: - Teams

/// What can be done with a team.
public protocol TeamMethods: OwnerMethods {}

extension TeamMethods {
    private func with<Answer>(_ call: (KeywrightNative.TeamHandle) throws -> Answer) throws -> Answer {
        try called { try call(try tie.native().team(id: id)) }
    }

    /// A team owns the keys.
    public var ownerType: OwnerType { .team }

    /// Changes what is given and leaves the rest. The team comes into being by this.
    ///
    /// - Parameters:
    ///   - displayName: A name to show; nil takes it away.
    ///   - metadata: What your program remembers beside the team, at most 4 KiB of JSON.
    /// - Returns: The team as it is now.
    /// - Throws: `invalidArgument` when a value breaks its rules; `notFound` when the acting user must not know of the team.
    @discardableResult
    public func update(displayName: Change<String> = .keep, metadata: Metadata? = nil) throws -> Team {
        let update = KeywrightNative.TeamUpdate(
            displayName: displayName.native, metadata: try metadata.map { try text($0, "metadata") })
        return try Team(try with { try $0.update(update: update) }, tie)
    }

    /// Deletes the team with all keys and memberships.
    ///
    /// - Throws: `notFound` when the acting user must not know of the team; `permissionDenied`.
    public func delete() throws {
        try with { try $0.delete() }
    }

    /// Makes a check deny all keys of the team until they are resumed.
    ///
    /// - Returns: The team as it is now.
    /// - Throws: `permissionDenied` when the handle acts as a user.
    @discardableResult
    public func suspend() throws -> Team {
        try Team(try with { try $0.suspend() }, tie)
    }

    /// Lifts that suspension. Keys that were suspended one by one stay so.
    ///
    /// - Returns: The team as it is now.
    /// - Throws: `permissionDenied` when the handle acts as a user.
    @discardableResult
    public func resume() throws -> Team {
        try Team(try with { try $0.resume() }, tie)
    }

    /// Lists the members, by user id.
    public func listMembers() throws -> [TeamMember] {
        try with { try $0.listMembers() }.map(TeamMember.init)
    }

    /// Adds a member, or sets what a member holds.
    ///
    /// - Parameters:
    ///   - userId: Your id of the user.
    ///   - permissions: What the member holds; what the settings say by default.
    /// - Throws: `notFound` when a permission is not defined, or the acting user must not know of the team.
    @discardableResult
    public func addMember(_ userId: some HostId, permissions: [String]? = nil) throws -> TeamMember {
        TeamMember(try with { try $0.addMember(userId: userId.hostId, permissions: permissions) })
    }

    /// Makes these the members, each with its permissions, in one transaction: the copy of a list that you keep yourself.
    ///
    /// - Parameter members: What each member holds, by user id.
    @discardableResult
    public func setMembers(_ members: [String: [String]]) throws -> [TeamMember] {
        try with { try $0.setMembers(members: members) }.map(TeamMember.init)
    }

    /// Takes a member out of the team, whose rights end at once.
    ///
    /// - Parameters:
    ///   - userId: Your id of the user.
    ///   - teamKeys: What becomes of the team keys that this member made.
    /// - Throws: `notFound` when there is no such member.
    public func removeMember(_ userId: some HostId, teamKeys: TeamKeys = .keep) throws {
        try with { try $0.removeMember(userId: userId.hostId, teamKeys: teamKeys.native) }
    }

    /// Tells what removing a member together with its team keys would hit.
    ///
    /// - Parameter userId: Your id of the user.
    public func previewRemoveMember(_ userId: some HostId) throws -> MemberPreview {
        try MemberPreview(try with { try $0.previewRemoveMember(userId: userId.hostId) }, tie)
    }

    /// Gives a member a permission.
    ///
    /// - Parameters:
    ///   - permission: Its name.
    ///   - userId: Your id of the user.
    /// - Throws: `notFound` when there is no such member or permission.
    @discardableResult
    public func grantPermission(_ permission: String, to userId: some HostId) throws -> TeamMember {
        TeamMember(try with { try $0.grantPermission(userId: userId.hostId, permission: permission) })
    }

    /// Takes a permission away from a member.
    ///
    /// - Parameters:
    ///   - permission: Its name.
    ///   - userId: Your id of the user.
    /// - Throws: `notFound` when there is no such member.
    @discardableResult
    public func revokePermission(_ permission: String, from userId: some HostId) throws -> TeamMember {
        TeamMember(try with { try $0.revokePermission(userId: userId.hostId, permission: permission) })
    }

    /// Says whether a user holds a permission in the team, directly or contained in another.
    ///
    /// - Parameters:
    ///   - permission: Its name.
    ///   - userId: Your id of the user.
    public func hasPermission(_ permission: String, userId: some HostId) throws -> Bool {
        try with { try $0.hasPermission(userId: userId.hostId, permission: permission) }
    }

    /// Lists all permissions that a user holds in the team, the contained ones among them.
    ///
    /// - Parameter userId: Your id of the user.
    public func listPermissions(userId: some HostId) throws -> [String] {
        try with { try $0.listPermissions(userId: userId.hostId) }
    }
}

extension TeamMethods {
    /// The same, waiting elsewhere.
    @discardableResult
    public func update(displayName: Change<String> = .keep, metadata: Metadata? = nil) async throws -> Team {
        try await later { try self.update(displayName: displayName, metadata: metadata) }
    }

    /// The same, waiting elsewhere.
    public func delete() async throws {
        try await later { try self.delete() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func suspend() async throws -> Team {
        try await later { try self.suspend() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func resume() async throws -> Team {
        try await later { try self.resume() }
    }

    /// The same, waiting elsewhere.
    public func listMembers() async throws -> [TeamMember] {
        try await later { try self.listMembers() }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func addMember(_ userId: some HostId, permissions: [String]? = nil) async throws -> TeamMember {
        try await later { try self.addMember(userId, permissions: permissions) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func setMembers(_ members: [String: [String]]) async throws -> [TeamMember] {
        try await later { try self.setMembers(members) }
    }

    /// The same, waiting elsewhere.
    public func removeMember(_ userId: some HostId, teamKeys: TeamKeys = .keep) async throws {
        try await later { try self.removeMember(userId, teamKeys: teamKeys) }
    }

    /// The same, waiting elsewhere.
    public func previewRemoveMember(_ userId: some HostId) async throws -> MemberPreview {
        try await later { try self.previewRemoveMember(userId) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func grantPermission(_ permission: String, to userId: some HostId) async throws -> TeamMember {
        try await later { try self.grantPermission(permission, to: userId) }
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public func revokePermission(_ permission: String, from userId: some HostId) async throws -> TeamMember {
        try await later { try self.revokePermission(permission, from: userId) }
    }

    /// The same, waiting elsewhere.
    public func hasPermission(_ permission: String, userId: some HostId) async throws -> Bool {
        try await later { try self.hasPermission(permission, userId: userId) }
    }

    /// The same, waiting elsewhere.
    public func listPermissions(userId: some HostId) async throws -> [String] {
        try await later { try self.listPermissions(userId: userId) }
    }
}

/// A handle on a team: free, and nothing is read or made until a method is called.
public struct TeamHandle: TeamMethods {
    /// Your own id.
    public let id: String
    /// What ties it to its handle.
    public let tie: Tie
}

extension TeamHandle: CustomStringConvertible {
    /// The id.
    public var description: String { "TeamHandle(\(id))" }
}

/// What is stored about a team.
public struct Team: TeamMethods, Codable, Hashable {
    /// Your own id.
    public let id: String
    /// A name to show.
    public let displayName: String?
    /// What your program remembers beside the team.
    public let metadata: Metadata
    /// When the team came into being here.
    public let createdAt: Date
    /// Since when all keys of the team are suspended.
    public let suspendedAt: Date?
    /// Who suspended them.
    public let suspendedBy: String?
    /// What ties it to its handle.
    public internal(set) var tie = Tie.none

    private enum CodingKeys: CodingKey {
        case id, displayName, metadata, createdAt, suspendedAt, suspendedBy
    }

    init(_ native: KeywrightNative.Team, _ tie: Tie) throws {
        id = native.id
        displayName = native.displayName
        metadata = try object(native.metadata)
        createdAt = native.createdAt
        suspendedAt = native.suspendedAt
        suspendedBy = native.suspendedBy
        self.tie = tie
    }
}
