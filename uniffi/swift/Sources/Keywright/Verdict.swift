import Foundation
internal import KeywrightNative

/// The answer of a check: valid with the record, or denied for one reason. It never holds the key that was presented.
///
/// A denial is a value and no error. Ask for ``valid``, or let `requireValid` throw:
///
/// ```swift
/// let verdict = try keywright.verify(presented)
/// print(verdict.valid, verdict.userId ?? "nobody")
/// ```
public struct Verdict: Sendable {
    /// What a check found out. One object for all verdicts that memory answers with about the same key.
    let facts: Facts
    private let tie: Tie

    init(_ facts: Facts, _ tie: Tie) {
        self.facts = facts
        self.tie = tie
    }

    init(_ native: KeywrightNative.Verdict, _ tie: Tie) throws {
        self.init(try Facts(native), tie)
    }

    /// Whether the key may be used for what was asked.
    public var valid: Bool { facts.valid }

    /// Why the key is denied; nil when it is valid.
    public var reason: Reason? { facts.reason }

    /// The user who owns a valid key; nil for a team's key, and when it is denied.
    public var userId: String? { facts.userId }

    /// The team that owns a valid key; nil for a user's key, and when it is denied.
    public var teamId: String? { facts.teamId }

    /// The id of the key, also when it is denied, as far as it is known. For logs.
    public var apiKeyId: String? { facts.apiKeyId }

    /// Whether a valid key is a public one, which stands in code that runs at the customer's.
    public var isPublic: Bool { facts.isPublic }

    /// How long to wait before the next try, where waiting helps.
    public var retryAfter: TimeInterval? { facts.retryAfter }

    /// The record of a valid key; nil when it is denied. It acts as the server.
    public var apiKey: ApiKey? {
        guard var apiKey = facts.apiKey else { return nil }
        apiKey.tie = tie
        return apiKey
    }

    /// The HTTP answer to a request whose credential the key was: 200 with nothing in it when it is valid.
    public func http() -> HttpAnswer { facts.http }

    /// The HTTP answer to a request that asks about the key, as Stack Auth's `check` does.
    public func checkHttp() -> HttpAnswer { facts.checkHttp }

    /// The verdict if it is valid; otherwise the error that carries it.
    func requireValid() throws -> Verdict {
        guard let denial = facts.denial else { return self }
        throw KeywrightError.denied(message: denial, verdict: self)
    }
}

/// What a verdict says.
final class Facts: Hashable, Sendable {
    let valid: Bool
    let reason: Reason?
    let userId: String?
    let teamId: String?
    let apiKeyId: String?
    let isPublic: Bool
    let retryAfter: TimeInterval?
    let apiKey: ApiKey?
    let http: HttpAnswer
    let checkHttp: HttpAnswer
    /// What an error says that is made of a denial.
    let denial: String?
    /// Under which name memory keeps it, if it does.
    let keptAs: Int64?

    init(_ native: KeywrightNative.Verdict) throws {
        valid = native.valid
        reason = native.reason.map(Reason.init)
        userId = native.userId
        teamId = native.teamId
        apiKeyId = native.apiKeyId
        isPublic = native.isPublic
        retryAfter = native.retryAfter
        apiKey = try native.apiKey.map { try ApiKey($0, .none) }
        http = HttpAnswer(native.http)
        checkHttp = HttpAnswer(native.checkHttp)
        denial = native.denial
        keptAs = native.keptAs
    }

    static func == (left: Facts, right: Facts) -> Bool {
        left === right
            || (left.valid == right.valid && left.reason == right.reason && left.userId == right.userId
                && left.teamId == right.teamId && left.apiKeyId == right.apiKeyId && left.isPublic == right.isPublic
                && left.retryAfter == right.retryAfter && left.apiKey == right.apiKey)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(valid)
        hasher.combine(reason)
        hasher.combine(apiKeyId)
    }
}

extension Verdict: Hashable {
    /// Whether two verdicts say the same.
    public static func == (left: Verdict, right: Verdict) -> Bool { left.facts == right.facts }

    /// Hashes what the verdict says.
    public func hash(into hasher: inout Hasher) { hasher.combine(facts) }
}

extension Verdict: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One line for logs: never the key that was presented.
    public var description: String {
        let whose = userId.map { "user:\($0)" } ?? teamId.map { "team:\($0)" }
        let parts = [reason?.rawValue, whose, apiKeyId].compactMap { $0 }
        return "Verdict(\(([valid ? "valid" : "denied"] + parts).joined(separator: ", ")))"
    }

    /// The same line.
    public var debugDescription: String { description }

    /// What `dump` shows.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "valid": valid, "reason": reason as Any, "userId": userId as Any, "teamId": teamId as Any,
                "apiKeyId": apiKeyId as Any, "isPublic": isPublic, "retryAfter": retryAfter as Any,
                "apiKey": apiKey as Any,
            ])
    }
}

extension Verdict: Encodable {
    private enum CodingKeys: CodingKey {
        case valid, reason, userId, teamId, apiKeyId, isPublic, retryAfter, apiKey
    }

    /// Writes what the verdict says, with the record. A verdict is not read back: only a check makes one.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(valid, forKey: .valid)
        try container.encode(reason, forKey: .reason)
        try container.encode(userId, forKey: .userId)
        try container.encode(teamId, forKey: .teamId)
        try container.encode(apiKeyId, forKey: .apiKeyId)
        try container.encode(isPublic, forKey: .isPublic)
        try container.encode(retryAfter, forKey: .retryAfter)
        try container.encode(apiKey, forKey: .apiKey)
    }
}
