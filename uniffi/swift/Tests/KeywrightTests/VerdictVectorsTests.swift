// `verify` and `authenticate` against `tests/vectors/verdict.json`. The file says itself how a test is run.

import Foundation
import Keywright
import KeywrightTesting
import Testing

private let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

/// No world brings these about yet. One that can be reached leaves this list and gets its cases.
private let notReachableYet: Set<Reason> = [.tampered, .rateLimited, .quotaExceeded]

/// CRC-32 as zlib has it.
private func checksum(_ text: some Collection<Character>) -> UInt32 {
    var rest = UInt32.max
    for byte in String(text).utf8 {
        rest ^= UInt32(byte)
        for _ in 0..<8 { rest = (rest >> 1) ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~rest
}

private func signed(_ text: String) -> String {
    var (rest, end) = (checksum(text.dropLast(6)), "")
    for _ in 0..<6 {
        end = String(digits[Int(rest % 62)]) + end
        rest /= 62
    }
    return text.dropLast(6) + end
}

/// A store, and the texts made so far by their names in the file.
private struct Stage {
    let store: TestStore
    var made: [String: CreatedApiKey] = [:]
    var keywright: Keywright { store.keywright }

    init(_ world: Json) throws {
        store = try openForTests(now: try instant(world["now"]?.text ?? ""))
        try settings(world["settings"] ?? [:])
        for key in world["keys"]?.list ?? [] { try create(key) }
    }

    func settings(_ given: Json) throws {
        try keywright.updateSettings(
            allowUserApiKeys: given["allow_user_api_keys"].map(\.isTrue),
            allowTeamApiKeys: given["allow_team_api_keys"].map(\.isTrue), prefix: given["prefix"]?.text,
            dropPrefix: given["drop_prefix"].map {
                DropPrefix(prefix: $0["prefix"]?.text ?? "", ends: $0["ends"]?.number ?? -1)
            },
            apiKeyHeader: given["api_key_header"].map { .set($0.text) } ?? .keep)
    }

    mutating func create(_ given: Json) throws {
        let (owner, id) = (given["owner"] ?? .null, given["owner"]?["id"]?.text ?? "")
        let key = NewApiKey(
            description: given["description"]?.text ?? "",
            expiresIn: given["expires_in_ms"].map { Double($0.number) / 1000 },
            isPublic: given["is_public"]?.isTrue ?? false, scopes: given["scopes"]?.texts ?? [],
            ipAllowList: given["ip_allow_list"]?.texts ?? [])
        let created =
            owner["type"] == "user"
            ? try keywright.user(id).createApiKeys([key]) : try keywright.team(id).createApiKeys([key])
        made[given["name"]?.text ?? ""] = try #require(created.first)
    }

    func key(_ name: Json?) throws -> CreatedApiKey {
        try #require(made[name?.text ?? ""])
    }

    mutating func take(_ step: Json) throws {
        let (verb, value) = step.step
        let id = value["id"]?.text ?? ""
        let isUser = value["type"] == "user"
        switch verb {
        case "create": try create(value)
        case "update":
            try key(value["key"]).update(
                expiresIn: value["expires_in_ms"].map { Double($0.number) / 1000 },
                expiresAt: value["never_expires"] == nil ? .keep : nil, scopes: value["scopes"]?.texts,
                ipAllowList: value["ip_allow_list"]?.texts)
        case "rotate":
            let grace = value["grace_ms"].map { Grace.lasting(Double($0.number) / 1000) } ?? .now
            made[value["name"]?.text ?? ""] = try key(value["key"]).rotate(grace: grace)
        case "revoke": try key(value).revoke()
        case "revoke_all":
            try keywright.revokeAll(owner: isUser ? keywright.user(id) : keywright.team(id))
        case "suspend": try key(value).suspend()
        case "resume": try key(value).resume()
        case "purge": try key(value).purge()
        case "suspend_owner": _ = isUser ? try keywright.user(id).suspend().id : try keywright.team(id).suspend().id
        case "resume_owner": _ = isUser ? try keywright.user(id).resume().id : try keywright.team(id).resume().id
        case "delete_owner": isUser ? try keywright.user(id).delete() : try keywright.team(id).delete()
        case "settings": try settings(value)
        case "advance_ms": try store.clock.advance(by: Double(value.number) / 1000)
        case "set_now": try store.clock.set(try instant(value.text))
        default: Issue.record("an unknown step: \(verb)")
        }
    }

    func changed(_ name: String, _ changes: [Json]) throws -> String {
        var text = try key(.string(name)).value
        for change in changes {
            let (verb, value) = change.step
            var letters = Array(text)
            let at = letters.count - 1 - max(0, value.integer.map(Int.init) ?? 0)
            let parts = text.split(separator: "_").map(String.init)
            switch verb {
            case "char":
                letters[at] = digits[((digits.firstIndex(of: letters[at]) ?? 0) + 1) % 62]
                text = String(letters)
            case "swap":
                let place = try #require((1...at).reversed().first { letters[$0] != letters[$0 - 1] })
                letters.swapAt(place, place - 1)
                text = String(letters)
            case "drop":
                letters.remove(at: at)
                text = String(letters)
            case "prepend": text = value.text + text
            case "append": text += value.text
            case "kind": text = (parts.dropLast(2) + [value.text] + parts.suffix(1)).joined(separator: "_")
            case "prefix": text = ([value.text] + parts.suffix(2)).joined(separator: "_")
            case "id_of":
                let other = try key(value).value.split(separator: "_").last ?? ""
                let last = other.prefix(22) + (parts.last ?? "").dropFirst(22)
                text = (parts.dropLast() + [String(last)]).joined(separator: "_")
            case "sign": text = signed(text)
            default: Issue.record("an unknown change: \(verb)")
            }
        }
        return text
    }

    func filledIn(_ text: String) throws -> String {
        var filled = text
        for (name, created) in made {
            filled = filled.replacingOccurrences(of: "{key:\(name)}", with: created.value)
            let mistyped = try changed(name, [["char": 0]])
            filled = filled.replacingOccurrences(of: "{mistyped:\(name)}", with: mistyped)
        }
        #expect(!filled.contains("{"))
        return filled
    }

    func ask(_ question: Json) async throws -> Verdict {
        let (present, options) = (question["present"] ?? .null, question["options"] ?? [:])
        let ownerType = options["owner_type"].flatMap { OwnerType(rawValue: $0.text) }
        let accept = options["accept"].flatMap { Accept(rawValue: $0.text) }
        let (scopes, ip) = (options["scopes"]?.texts, options["ip"]?.text)
        if let headers = present["headers"]?.list {
            let pairs = try headers.map { pair in
                (name: pair.list.first?.text ?? "", value: try filledIn(pair.list.last?.text ?? ""))
            }
            let verdict = try check(pairs, options["optional"]?.isTrue ?? false, ownerType, accept, scopes, ip)
            let later = try await keywright.authenticate(
                headers: pairs, optional: options["optional"]?.isTrue ?? false, ownerType: ownerType, accept: accept,
                scopes: scopes, ip: ip)
            #expect(later == verdict)
            return verdict
        }
        let text =
            try present["key"].map { try changed($0.text, present["change"]?.list ?? []) }
            ?? String(repeating: present["text"]?.text ?? "", count: present["times"]?.number ?? 1)
        let verdict = try check(text, ownerType, accept, scopes, ip)
        let later = try await keywright.verify(text, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
        #expect(later == verdict)
        try agree(text, ownerType, accept, scopes, ip, verdict)
        return verdict
    }

    // Outside of an `async` function, so that these are the calls that block.

    func check(
        _ pairs: [(name: String, value: String)], _ optional: Bool, _ ownerType: OwnerType?, _ accept: Accept?,
        _ scopes: [String]?, _ ip: String?
    ) throws -> Verdict {
        try keywright.authenticate(
            headers: pairs, optional: optional, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
    }

    func check(
        _ text: String, _ ownerType: OwnerType?, _ accept: Accept?, _ scopes: [String]?, _ ip: String?
    ) throws -> Verdict {
        try keywright.verify(text, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
    }

    /// Every other way to ask about the same text gives the same answer.
    func agree(
        _ text: String, _ ownerType: OwnerType?, _ accept: Accept?, _ scopes: [String]?, _ ip: String?,
        _ verdict: Verdict
    ) throws {
        let explanation = try keywright.explain(text, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
        #expect(explanation.verdict == verdict)
        do {
            let valid = try keywright.requireValid(
                text, ownerType: ownerType, accept: accept, scopes: scopes, ip: ip)
            #expect(valid == verdict)
            #expect(verdict.valid)
            let user = try keywright.getUser(apiKey: text, accept: accept, scopes: scopes, ip: ip)
            let team = try keywright.getTeam(apiKey: text, accept: accept, scopes: scopes, ip: ip)
            #expect(user?.id == verdict.userId)
            #expect(team?.id == verdict.teamId)
        } catch KeywrightError.denied(_, let denied) {
            #expect(denied == verdict)
            #expect(!verdict.valid)
        }
    }

    /// What a verdict says, in the words of the file.
    func told(_ verdict: Verdict) throws -> [String: Json] {
        var told: [String: Json] = ["valid": .bool(verdict.valid)]
        for (name, created) in made where created.id == verdict.apiKeyId && created.generation == 1 {
            told["key"] = .string(name)
        }
        if verdict.valid {
            #expect(verdict.http().status == 200)
            #expect(verdict.checkHttp().status == 200)
            let apiKey = try #require(verdict.apiKey)
            #expect(apiKey.id == verdict.apiKeyId)
            let owner = try #require(verdict.userId ?? verdict.teamId)
            told["owner"] = ["type": .string(apiKey.type.rawValue), "id": .string(owner)]
            told["is_public"] = .bool(verdict.isPublic)
            return told
        }
        #expect(verdict.apiKey == nil)
        #expect(verdict.userId == nil)
        #expect(verdict.teamId == nil)
        let body = try JSONDecoder().decode(Json.self, from: Data(verdict.checkHttp().body.utf8))
        told["reason"] = .string(verdict.reason?.rawValue ?? "")
        told["api_key_id"] = verdict.apiKeyId == nil ? "absent" : "given"
        told["status"] = .integer(Int64(verdict.http().status))
        told["check_status"] = .integer(Int64(verdict.checkHttp().status))
        told["check_code"] = body["code"]
        return told
    }
}

@Suite("verdict vectors")
struct VerdictVectors {
    @Test("every question is answered as expected")
    func everyQuestion() async throws {
        let worlds = try vectors("verdict")["tests"]?.list ?? []
        #expect(!worlds.isEmpty)
        for world in worlds {
            var stage = try Stage(world)
            for round in world["rounds"]?.list ?? [] {
                for step in round["steps"]?.list ?? [] { try stage.take(step) }
                let questions = round["ask"]?.list ?? []
                // Cold, and then from memory.
                for question in questions + questions {
                    let told = try stage.told(try await stage.ask(question))
                    #expect(
                        told == question["expect"]?.fields,
                        "test \(world["id"] ?? .null): \(question["comment"]?.text ?? "")")
                }
            }
            try await stage.keywright.close()
        }
    }

    @Test("every reason that can be reached is asked for")
    func everyReason() throws {
        let worlds = try vectors("verdict")["tests"]?.list ?? []
        let questions = worlds.flatMap { $0["rounds"]?.list ?? [] }.flatMap { $0["ask"]?.list ?? [] }
        let asked = Set(questions.compactMap { $0["expect"]?["reason"]?.string }.compactMap(Reason.init))
        #expect(asked == Set(Reason.allCases).subtracting(notReachableYet))
    }
}
