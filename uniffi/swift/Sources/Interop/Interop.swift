// The exemplar store in Swift: writes it, and checks what another language wrote. See `tests/interop/expected.json`.

import Foundation
import Keywright

extension Json {
    fileprivate var text: String { string ?? "" }
    fileprivate var list: [Json] { if case .array(let values) = self { values } else { [] } }
    fileprivate var texts: [String] { list.map(\.text) }
    fileprivate var fields: [String: Json] { if case .object(let values) = self { values } else { [:] } }
    fileprivate var isTrue: Bool { self == .bool(true) }
    fileprivate func at(_ name: String) -> Json { fields[name] ?? .null }
}

private func end(_ given: Json) throws -> Date? {
    guard let text = given.string else { return nil }
    return try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
}

private func write(_ keywright: Keywright, _ expected: Json) throws -> [String: String] {
    let settings = expected.at("settings")
    try keywright.updateSettings(
        maxApiKeysPerTeam: .set(Int(settings.at("max_api_keys_per_team").integer ?? 0)),
        apiKeyHeader: .set(settings.at("api_key_header").text))
    for permission in expected.at("permissions").list {
        try keywright.definePermission(
            permission.at("id").text, contains: permission.at("contains").texts, description: permission.at("description").string)
    }
    for user in expected.at("users").list {
        try keywright.user(user.at("id").text).update(
            displayName: user.at("display_name").string.map { .set($0) } ?? .keep,
            primaryEmail: user.at("primary_email").string.map { .set($0) } ?? .keep, metadata: user.at("metadata").fields)
    }
    for team in expected.at("teams").list {
        let made = try keywright.createTeam(displayName: team.at("display_name").text, id: team.at("id").text)
        try made.update(metadata: team.at("metadata").fields)
        try made.setMembers(team.at("members").fields.mapValues(\.texts))
    }
    var values: [String: String] = [:]
    for key in expected.at("keys").list {
        let (name, id) = (key.at("name").text, key.at("owner").at("id").text)
        let new = NewApiKey(
            description: key.at("description").text, expiresAt: try end(key.at("expires_at")),
            isPublic: key.at("is_public").isTrue, scopes: key.at("scopes").texts, metadata: key.at("metadata").fields,
            ipAllowList: key.at("ip_allow_list").texts)
        let made =
            key.at("owner").at("type") == "user"
            ? try keywright.user(id).createApiKeys([new])[0] : try keywright.team(id).createApiKeys([new])[0]
        values[name] = made.value
        switch key.at("ends").string {
        case "revoked": try made.revoke(reason: key.at("reason").string)
        case "suspended": try made.suspend(reason: key.at("reason").string)
        case "rotated", "retired":
            values[name + "/first"] = made.value
            values[name] = try made.rotate(grace: key.at("ends") == "rotated" ? .lasting(3600) : .now).value
        default: break
        }
    }
    return values
}

private func same<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) {
    if found != wanted { fail("\(what): found \(found), not \(wanted)") }
}

private func check(_ keywright: Keywright, _ expected: Json, _ values: [String: String]) throws {
    let settings = try keywright.settings()
    same(settings.prefixes.first, expected.at("settings").at("prefix").string, "prefix")
    same(settings.apiKeyHeader?.lowercased(), expected.at("settings").at("api_key_header").text.lowercased(), "header")
    same(settings.maxApiKeysPerTeam.map(Int64.init), expected.at("settings").at("max_api_keys_per_team").integer, "cap")
    let definitions = try keywright.listPermissionDefinitions()
    for permission in expected.at("permissions").list {
        let found = definitions.first { $0.id == permission.at("id").text }
        same(found?.description, permission.at("description").string, "description of a permission")
        same(found?.contains, permission.at("contains").texts, "contains")
    }
    for user in expected.at("users").list {
        let found = try keywright.getUser(user.at("id").text)
        same(found?.displayName, user.at("display_name").string, "display name")
        same(found?.primaryEmail, user.at("primary_email").string, "email")
        same(found?.metadata, user.at("metadata").fields, "metadata")
    }
    for team in expected.at("teams").list {
        let found = try keywright.getTeam(team.at("id").text)
        same(found?.displayName, team.at("display_name").string, "display name")
        same(found?.metadata, team.at("metadata").fields, "metadata")
        let members = try keywright.team(team.at("id").text).listMembers()
        same(
            Dictionary(uniqueKeysWithValues: members.map { ($0.userId, $0.permissions.sorted()) }),
            team.at("members").fields.mapValues { $0.texts.sorted() }, "members")
    }
    for question in expected.at("holds").list {
        let answer = try keywright.team(question.at("team").text)
            .hasPermission(question.at("permission").text, userId: question.at("user").text)
        same(answer, question.at("answer").isTrue, "has permission")
    }
    for key in expected.at("keys").list { try checkKey(keywright, key, values) }
}

private func checkKey(_ keywright: Keywright, _ key: Json, _ values: [String: String]) throws {
    let (name, ends) = (key.at("name").text, key.at("ends").string)
    let value = values[name] ?? ""
    let verdict = try keywright.verify(value, ip: key.at("ip").string)
    let isEnded = ends == "revoked" || ends == "suspended"
    same(verdict.reason?.rawValue, isEnded ? ends : nil, name)
    if ends == "rotated" || ends == "retired" {
        let first = try keywright.verify(values[name + "/first"], ip: key.at("ip").string)
        same(first.reason, ends == "retired" ? .rotated : nil, "\(name): the first secret")
    }
    let found = try keywright.getApiKey(verdict.apiKeyId ?? "")
    // Not the whole record: when a new secret was first used is written behind, and may be there by now.
    if verdict.valid {
        same(verdict.apiKey?.id, found.id, "\(name): id")
        same(verdict.apiKey?.metadata, found.metadata, "\(name): metadata of the verdict")
    }
    same(found.type.rawValue, key.at("owner").at("type").string, "\(name): type")
    same(found.userId ?? found.teamId, key.at("owner").at("id").string, "\(name): owner")
    same(found.description, key.at("description").text, "\(name): description")
    same(found.isPublic, key.at("is_public").isTrue, "\(name): public")
    same(found.metadata, key.at("metadata").fields, "\(name): metadata")
    same(found.scopes.sorted(), key.at("scopes").texts.sorted(), "\(name): scopes")
    same(found.ipAllowList.sorted(), key.at("ip_allow_list").texts.sorted(), "\(name): networks")
    same(milliseconds(found.expiresAt), milliseconds(try end(key.at("expires_at"))), "\(name): end")
    same(found.createdBy, "server", "\(name): by")
    same(found.lastFour, String(value.suffix(4)), "\(name): last four")
    same(Optional(found.status.rawValue), isEnded ? ends : "active", "\(name): status")
    same(found.revokeReason ?? found.suspendReason, key.at("reason").string, "\(name): reason")
    let generations = ends == "rotated" || ends == "retired" ? 2 : 1
    same([found.generation, found.generations.count], [generations, generations], "\(name): generations")
}

private func milliseconds(_ date: Date?) -> Double? {
    date.map { ($0.timeIntervalSince1970 * 1000).rounded() }
}

private func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(1)
}

private func json(_ path: String) throws -> Json {
    try JSONDecoder().decode(Json.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
}

private func run() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else { fail("usage: Interop write|check STORE EXPECTED VALUES") }
    let (store, expected, values) = (arguments[2], try json(arguments[3]), arguments[4])
    if arguments[1] == "write" {
        let keywright = try Keywright.open(store, prefix: expected.at("settings").at("prefix").string)
        let written = try write(keywright, expected)
        try JSONEncoder().encode(written).write(to: URL(fileURLWithPath: values))
        try keywright.close()
    } else {
        let keywright = try Keywright.open(store, existing: true)
        try check(keywright, expected, try json(values).fields.mapValues(\.text))
        try keywright.close()
    }
}

@main
private struct Interop {
    static func main() {
        do { try run() } catch { fail("\(error)") }
    }
}
