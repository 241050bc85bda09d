// How a key is checked.

import Foundation
internal import KeywrightNative

/// What a check is asked beside the key.
func asked(
    _ ownerType: OwnerType?, _ accept: Accept?, _ scopes: [String]?, _ ip: String?, optional: Bool = false
) -> VerifyOptions {
    VerifyOptions(
        ownerType: ownerType?.native, accept: accept?.native, scopes: scopes, ip: ip, isOptional: optional)
}

/// The same where nothing at all may be asked, which costs less.
private func askedIfAny(
    _ ownerType: OwnerType?, _ accept: Accept?, _ scopes: [String]?, _ ip: String?, optional: Bool = false
) -> VerifyOptions? {
    if ownerType == nil, accept == nil, scopes == nil, ip == nil, !optional { return nil }
    return asked(ownerType, accept, scopes, ip, optional: optional)
}

/// No key is longer, so a check needs no more of a text to tell that it is none. One byte on top tells that it is longer.
let mostBytes = 129

/// A key as it was presented. Nothing is as an empty text.
func presented(_ value: String?) -> Data {
    value.map { Data($0.utf8.prefix(mostBytes)) } ?? Data()
}

private func nativeHeaders(_ headers: some Sequence<(name: String, value: String)>) -> [Header] {
    headers.map { Header(name: $0.name, value: Data($0.value.utf8)) }
}

extension Keywright {
    /// Checks a key. The answer comes at once: from memory in most cases, by reading one row in the others.
    ///
    /// An answer is a value: a key that is expired, revoked or unknown is a verdict that says so. An error means that there is
    /// no answer, and is never a yes.
    ///
    /// ```swift
    /// let created = try keywright.user("alice").createApiKey(description: "CI", scopes: ["invoices:read"])
    /// let verdict = try keywright.verify(created.value, scopes: ["invoices:write"])
    /// print(verdict.valid, verdict.reason?.rawValue ?? "") // false insufficient_scope
    /// ```
    ///
    /// - Parameters:
    ///   - value: The key as it was presented. Nothing is trimmed, and nil is as an empty text.
    ///   - ownerType: Take only keys of users, or of teams.
    ///   - accept: Whether public keys are taken.
    ///   - scopes: The scopes that the request needs, all of them.
    ///   - ip: From where the request comes, as your framework knows it. A key with an IP list is denied without.
    /// - Throws: `invalidArgument` when an option breaks its rules; `permissionDenied` when the handle acts as a user; `closed`;
    ///   storage errors.
    public func verify(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil
    ) throws -> Verdict {
        Verdict(try hotPath.check(value, askedIfAny(ownerType, accept, scopes, ip)), tie)
    }

    /// The same: from memory where that can answer, without leaving the actor of the caller, and otherwise waiting elsewhere.
    public func verify(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Verdict {
        if let facts = try hotPath.checkFromMemory(value, askedIfAny(ownerType, accept, scopes, ip)) {
            return Verdict(facts, tie)
        }
        return try await later {
            try self.verify(value, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
        }
    }

    /// Checks a key and throws when it is denied.
    ///
    /// - Parameters:
    ///   - value: As in `verify`.
    ///   - ownerType: As in `verify`.
    ///   - accept: As in `verify`.
    ///   - scopes: As in `verify`.
    ///   - ip: As in `verify`.
    /// - Returns: A verdict that is valid.
    /// - Throws: `denied`, with the verdict that tells why; otherwise as `verify`.
    @discardableResult
    public func requireValid(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil
    ) throws -> Verdict {
        try verify(value, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip).requireValid()
    }

    /// The same: from memory where that can answer, without leaving the actor of the caller, and otherwise waiting elsewhere.
    @discardableResult
    public func requireValid(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Verdict {
        try await verify(
            value, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip, isolation: isolation
        ).requireValid()
    }

    /// Finds the key in the headers of a request and checks it.
    ///
    /// It is looked for in `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` and the header of the settings; never in the
    /// query string. Two different keys are `malformed`.
    ///
    /// ```swift
    /// let verdict = try keywright.authenticate(headers: ["Authorization": "Bearer \(created.value)"])
    /// print(verdict.userId ?? "nobody") // alice
    /// ```
    ///
    /// - Parameters:
    ///   - headers: Names and values, such as `request.headers` of Vapor.
    ///   - optional: Whether the route works without a key: a bearer token that is no key, such as a session's, is then
    ///     `missing` instead of `malformed`.
    ///   - ownerType: As in `verify`.
    ///   - accept: As in `verify`.
    ///   - scopes: As in `verify`.
    ///   - ip: As in `verify`.
    /// - Throws: As `verify`.
    public func authenticate(
        headers: some Sequence<(name: String, value: String)>, optional: Bool = false, ownerType: OwnerType? = nil,
        accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil
    ) throws -> Verdict {
        let asked = askedIfAny(ownerType, accept, scopes, ip, optional: optional)
        return Verdict(try hotPath.check(nativeHeaders(headers), asked), tie)
    }

    /// The same for a dictionary.
    public func authenticate(
        headers: [String: String], optional: Bool = false, ownerType: OwnerType? = nil, accept: Accept? = nil,
        scopes: [String]? = nil, ip: String? = nil
    ) throws -> Verdict {
        try authenticate(
            headers: headers.map { (name: $0.key, value: $0.value) }, optional: optional, ownerType: ownerType,
            accept: accept, scopes: scopes, ip: ip)
    }

    /// The same: from memory where that can answer, without leaving the actor of the caller, and otherwise waiting elsewhere.
    public func authenticate(
        headers: some Sequence<(name: String, value: String)>, optional: Bool = false, ownerType: OwnerType? = nil,
        accept: Accept? = nil, scopes: [String]? = nil, ip: String? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Verdict {
        let (headers, asked) = (nativeHeaders(headers), askedIfAny(ownerType, accept, scopes, ip, optional: optional))
        if let facts = try hotPath.checkFromMemory(headers, asked) { return Verdict(facts, tie) }
        return try await later { Verdict(try self.hotPath.check(headers, asked), self.tie) }
    }

    /// The same for a dictionary.
    public func authenticate(
        headers: [String: String], optional: Bool = false, ownerType: OwnerType? = nil, accept: Accept? = nil,
        scopes: [String]? = nil, ip: String? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Verdict {
        try await authenticate(
            headers: headers.map { (name: $0.key, value: $0.value) }, optional: optional, ownerType: ownerType,
            accept: accept, scopes: scopes, ip: ip)
    }

    /// Returns the one well-formed key that stands in the headers of a request, without checking it.
    ///
    /// - Parameter headers: As in `authenticate`.
    /// - Returns: The key; nil when there is none.
    /// - Throws: `invalidArgument` when what stands there is no key, or there are two. `authenticate` answers that as a verdict.
    public func extractApiKey(headers: some Sequence<(name: String, value: String)>) throws -> String? {
        let headers = nativeHeaders(headers)
        let extracted = try called { try native.extractApiKey(headers: headers) }
        switch extracted.ending {
        case .found, .missing: return extracted.value.map { String(decoding: $0, as: UTF8.self) }
        case .malformed, .ambiguous:
            throw KeywrightError.invalidArgument(
                message: "the headers hold no key that can be told. found=`\(extracted.ending)`")
        }
    }

    /// The same for a dictionary.
    public func extractApiKey(headers: [String: String]) throws -> String? {
        try extractApiKey(headers: headers.map { (name: $0.key, value: $0.value) })
    }

    /// Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
    ///
    /// - Parameters:
    ///   - value: As in `verify`.
    ///   - ownerType: As in `verify`.
    ///   - accept: As in `verify`.
    ///   - scopes: As in `verify`.
    ///   - ip: As in `verify`.
    /// - Throws: As `verify`.
    public func explain(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil
    ) throws -> Explanation {
        let options = asked(ownerType, accept, scopes, ip)
        let explanation = try called { try native.explain(value: presented(value), options: options) }
        return Explanation(
            verdict: try Verdict(explanation.verdict, tie),
            gates: explanation.gates.map { GateReport(gate: Gate($0.gate), passed: $0.passed, saw: $0.saw) })
    }

    /// The same, waiting elsewhere.
    public func explain(
        _ value: String?, ownerType: OwnerType? = nil, accept: Accept? = nil, scopes: [String]? = nil,
        ip: String? = nil
    ) async throws -> Explanation {
        try await later {
            try self.explain(value, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
        }
    }
}
