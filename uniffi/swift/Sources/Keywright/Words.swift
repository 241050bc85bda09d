/// Whether a user or a team owns a key.
public enum OwnerType: String, Codable, CaseIterable, Sendable {
    /// The key belongs to one user.
    case user
    /// The key belongs to a team.
    case team
}

/// Which keys a check takes.
public enum Accept: String, Codable, CaseIterable, Sendable {
    /// Secret and public ones.
    case any
    /// Secret ones only: what a server route should ask for, since a public key is known to everybody.
    case secret
}

/// What state a key is in: the first of these that holds.
public enum Status: String, Codable, CaseIterable, Sendable {
    /// Ended for good.
    case revoked
    /// Out of use until it is resumed; also when its owner is suspended.
    case suspended
    /// Past its end.
    case expired
    /// None of these.
    case active
}

/// Why a stored key is not valid. The texts are the same in every language.
public enum InvalidReason: String, Codable, CaseIterable, Sendable {
    /// Somebody revoked it.
    case manuallyRevoked = "manually-revoked"
    /// It or its owner is suspended.
    case suspended
    /// Its end has come.
    case expired
}

/// Why a presented key is denied.
public enum Reason: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// No key was presented.
    case missing
    /// The text is no key of this store: size, alphabet, shape, checksum or prefix is wrong.
    case malformed
    /// The store knows no such key.
    case notFound = "not_found"
    /// The stored row was changed by something else than Keywright. Told to the outside as not found.
    case tampered
    /// The key is of another owner type, or public where only secret ones are taken.
    case wrongType = "wrong_type"
    /// The settings switch keys of this owner type off.
    case disabled
    /// The key was revoked.
    case revoked
    /// The key was rotated and this generation has ended.
    case rotated
    /// The key or its owner is suspended.
    case suspended
    /// The key's end has come.
    case expired
    /// The request comes from a network that the key does not allow, or from an unknown one.
    case ipDenied = "ip_denied"
    /// The key does not hold the scopes that were asked for.
    case insufficientScope = "insufficient_scope"
    /// A rate limit is reached.
    case rateLimited = "rate_limited"
    /// A quota is used up.
    case quotaExceeded = "quota_exceeded"
}

/// What a check looks at, in the order in which a key meets it.
public enum Gate: String, Codable, CaseIterable, Sendable {
    /// Size, alphabet, shape and checksum of the text.
    case shape
    /// The prefix is one that the store accepts.
    case prefix
    /// The id in the text is one of the store's.
    case id
    /// The stored row is what Keywright wrote.
    case seal
    /// The secret in the text is the one of this id.
    case secret
    /// The owner type and the kind are what the route takes.
    case type
    /// The settings allow keys of this owner type.
    case `switch`
    /// The key is not revoked.
    case revoked
    /// This generation of the key is not retired.
    case rotated
    /// Neither the key nor its owner is suspended.
    case suspended
    /// The key's end has not come.
    case expired
    /// The request comes from a network that the key allows.
    case ip
    /// The key holds the scopes that the route asks for.
    case scopes
}

/// The part of a key's text that tells whose key it is, and whether it is secret.
public enum TokenKind: String, Codable, CaseIterable, Sendable {
    /// A user's secret key.
    case userSecret = "usk"
    /// A team's secret key.
    case teamSecret = "tsk"
    /// A user's public key.
    case userPublic = "upk"
    /// A team's public key.
    case teamPublic = "tpk"
}

/// What becomes of the team keys that a leaving member made.
public enum TeamKeys: String, Codable, CaseIterable, Sendable {
    /// They stay: they are the team's.
    case keep
    /// They are revoked in the same transaction.
    case revoke
}

/// What a signal is about.
public enum SignalKind: String, Codable, CaseIterable, Sendable {
    /// A stored row is not what Keywright wrote.
    case tampered
    /// A secret was used, the right one, that rotation has ended: an old copy is still in use, or was stolen.
    case rotatedKeyUsed = "rotated_key_used"
}

/// How long one bucket of a series of usage is.
public enum UsageStep: String, Codable, CaseIterable, Sendable {
    /// A minute.
    case minute
    /// An hour.
    case hour
    /// A day, in UTC.
    case day
}

/// How a check proves that nothing was changed since.
public enum Freshness: String, Codable, CaseIterable, Sendable {
    /// By two fields of SQLite's WAL index, in memory: about a nanosecond.
    case walIndex = "wal_index"
    /// By a question to SQLite, where the WAL index can not be read: some microseconds.
    case dataVersion = "data_version"
    /// By a counter of this process, for a store in memory.
    case counter
}
