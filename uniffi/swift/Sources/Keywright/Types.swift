import Foundation

/// An id of your own: a text, a whole number or a UUID, which are taken as their text.
///
/// A UUID is written in lower case, as all other languages write it.
public protocol HostId: Sendable {
    /// The id as text.
    var hostId: String { get }
}

extension String: HostId {
    /// The text itself.
    public var hostId: String { self }
}

extension Substring: HostId {
    /// The text itself.
    public var hostId: String { String(self) }
}

extension UUID: HostId {
    /// The UUID in lower case.
    public var hostId: String { uuidString.lowercased() }
}

extension BinaryInteger where Self: HostId {
    /// The digits.
    public var hostId: String { description }
}

extension Int: HostId {}
extension Int32: HostId {}
extension Int64: HostId {}
extension UInt: HostId {}
extension UInt32: HostId {}
extension UInt64: HostId {}

/// What becomes of a value that can be missing.
///
/// A literal sets it and `nil` clears it; what is not named stays:
///
/// ```swift
/// try keywright.user("alice").update(displayName: "Alice", primaryEmail: nil)
/// ```
public enum Change<Value: Hashable & Sendable>: Hashable, Sendable {
    /// It stays as it is.
    case keep
    /// It is taken away.
    case clear
    /// It becomes this.
    case set(Value)
}

extension Change: ExpressibleByNilLiteral {
    /// Takes it away.
    public init(nilLiteral: ()) { self = .clear }
}

extension Change: ExpressibleByUnicodeScalarLiteral where Value == String {
    /// Makes it this text.
    public init(unicodeScalarLiteral value: String) { self = .set(value) }
}

extension Change: ExpressibleByExtendedGraphemeClusterLiteral where Value == String {
    /// Makes it this text.
    public init(extendedGraphemeClusterLiteral value: String) { self = .set(value) }
}

extension Change: ExpressibleByStringLiteral where Value == String {
    /// Makes it this text.
    public init(stringLiteral value: String) { self = .set(value) }
}

extension Change: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    /// Makes it this number.
    public init(integerLiteral value: Value.IntegerLiteralType) { self = .set(Value(integerLiteral: value)) }
}

/// How long the secret that a rotation replaces goes on to work.
public enum Grace: Hashable, Sendable {
    /// Not at all.
    case now
    /// For this long, so that both work while the new one is put in place.
    case lasting(TimeInterval)
    /// Until a check accepts the new one, or one that comes after it.
    case untilUsed
}

/// A prefix to accept no longer, and how many keys end by that: `previewDropPrefix` tells.
public struct DropPrefix: Hashable, Sendable {
    /// The prefix.
    public var prefix: String
    /// How many keys end by it. Another number is refused.
    public var ends: Int

    /// Names a prefix to drop.
    public init(prefix: String, ends: Int) {
        self.prefix = prefix
        self.ends = ends
    }
}

/// A key to be made, where several are made at once.
public struct NewApiKey: Hashable, Sendable {
    /// What it is for, 1 to 500 characters.
    public var description: String
    /// How long it lives; without this and `expiresAt`, for ever.
    public var expiresIn: TimeInterval?
    /// When it ends.
    public var expiresAt: Date?
    /// Whether it will stand in code that runs at the customer's.
    public var isPublic: Bool
    /// What it may be used for, such as `invoices:read`.
    public var scopes: [String]
    /// What your program remembers beside it, at most 4 KiB of JSON.
    public var metadata: Metadata
    /// From where it may be used; empty is from anywhere.
    public var ipAllowList: [String]

    /// Describes a key to be made.
    public init(
        description: String, expiresIn: TimeInterval? = nil, expiresAt: Date? = nil, isPublic: Bool = false,
        scopes: [String] = [], metadata: Metadata = [:], ipAllowList: [String] = []
    ) {
        self.description = description
        self.expiresIn = expiresIn
        self.expiresAt = expiresAt
        self.isPublic = isPublic
        self.scopes = scopes
        self.metadata = metadata
        self.ipAllowList = ipAllowList
    }
}
