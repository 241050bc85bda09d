// Records: printable without secrets, Codable, and data only once they are copied.

import Foundation
import Keywright
import KeywrightTesting
import Testing

private func roundTrip<Record: Codable & Equatable>(_ record: Record) throws -> Record {
    let again = try JSONDecoder().decode(Record.self, from: JSONEncoder().encode(record))
    #expect(again == record)
    return again
}

@Suite("records")
struct Records {
    let store: TestStore
    let created: CreatedApiKey
    var keywright: Keywright { store.keywright }

    init() throws {
        store = try openForTests()
        created = try store.keywright.user("alice").createApiKey(
            description: "CI", expiresIn: 90 * 24 * 3600, scopes: ["invoices:read"],
            metadata: ["plan": "pro", "created_at": "as it is", "tags": ["a", ["some_b": 1]], "share": 0.5, "none": nil],
            ipAllowList: ["192.0.2.0/24"])
    }

    @Test("values are those of Swift")
    func values() throws {
        let apiKey = created.apiKey
        #expect(apiKey.type == .user)
        #expect(apiKey.userId == "alice")
        #expect(apiKey.teamId == nil)
        #expect(apiKey.createdAt == Date(timeIntervalSince1970: 1_798_761_600))
        #expect(apiKey.expiresAt == Date(timeIntervalSince1970: 1_798_761_600 + 90 * 24 * 3600))
        #expect(apiKey.status == .active)
        #expect(apiKey.metadata["share"] == 0.5)
        #expect(apiKey.metadata["tags"]?["some_b"] == nil)
        #expect(apiKey.metadata["tags"] == ["a", ["some_b": 1]])
        #expect(created.description == "CI", "the fields of the record are those of the first view")
        #expect(try keywright.user("alice").createApiKey(description: "for ever").expiresAt == nil)
    }

    @Test("every instant of whole milliseconds comes back as it was given")
    func instants() throws {
        // Each lies a little above or below what a floating-point number can say.
        for seconds in [1_900_000_000.0, 4_102_444_800, 253_402_300_799] {
            for milliseconds in Array(stride(from: 0.0, to: 1000, by: 7)) + [999] {
                let given = Date(timeIntervalSince1970: seconds + milliseconds / 1000)
                let key = try created.update(expiresAt: .set(given))
                let read = try #require(key.expiresAt)
                #expect((read.timeIntervalSince1970 * 1000).rounded() == seconds * 1000 + milliseconds)
                #expect(try key.update(expiresAt: .set(read)).expiresAt == read)
            }
        }
    }

    @Test("the same record is equal to itself read again")
    func equal() throws {
        #expect(try keywright.getApiKey(created.id) == created.apiKey)
        #expect(try created.suspend() != created.apiKey)
    }

    @Test("no print, dump, mirror or encoding shows a secret")
    func noSecret() throws {
        let rotated = try created.rotate(grace: .lasting(3600))
        for first in [created, rotated] {
            let secret = secret(of: first.value)
            let verdict = try keywright.verify(first.value, ip: "192.0.2.7")
            #expect(verdict.valid)
            let things: [Any] = [
                first, first.apiKey, verdict, keywright, [first], ["created": first], Optional(first) as Any,
                try keywright.explain(first.value), store.clock, keywright.user("alice"),
            ]
            for thing in things {
                var dumped = ""
                dump(thing, to: &dumped)
                #expect(!dumped.contains(secret))
                #expect(!"\(thing)".contains(secret))
                #expect(!String(reflecting: thing).contains(secret))
                #expect(!Mirror(reflecting: thing).children.contains { "\($0.value)".contains(secret) })
            }
            for encoded in [try JSONEncoder().encode(first), try JSONEncoder().encode(verdict)] {
                #expect(!String(decoding: encoded, as: UTF8.self).contains(secret))
            }
        }
        let encoded = try JSONDecoder().decode(Json.self, from: JSONEncoder().encode(created))
        #expect(encoded["value"] == "[shown once: send created.value]")
        #expect("\(created)" == "CreatedApiKey(\(created.id), value: [shown once: send created.value])")
        #expect(created.value.hasPrefix("kw_usk_"), "asked for by name, it is there")
    }

    @Test("a copy is data only and its methods answer closed")
    func copies() throws {
        let key = try roundTrip(created.apiKey)
        expect(.closed) { try key.update(description: "another") }
        expect(.closed) { try key.revoke() }
        expect(.closed) { _ = try key.isValid() }
        let user = try roundTrip(try #require(try keywright.getUser("alice")))
        expect(.closed) { _ = try user.listApiKeys() }
        let team = try roundTrip(try keywright.createTeam(displayName: "Acme", id: "acme", creator: "bob"))
        expect(.closed) { try team.delete() }
        #expect(try keywright.verify(created.value, ip: "192.0.2.7").valid)
    }

    @Test("every record goes through JSON and comes back the same")
    func codable() throws {
        let team = try keywright.createTeam(displayName: "Acme", id: "acme", creator: "bob")
        _ = try keywright.actingAs("bob").team("acme").createApiKey(description: "of the team")
        #expect(try keywright.verify(created.value, ip: "192.0.2.7").valid)
        #expect(try keywright.verify(created.value).reason == .ipDenied)
        _ = try created.rotate()
        #expect(try keywright.verify(created.value, ip: "192.0.2.7").reason == .rotated)
        try keywright.flush()
        for member in try team.listMembers() { _ = try roundTrip(member) }
        #expect(try roundTrip(try team.previewRemoveMember("bob")).apiKeys.count == 1)
        for definition in try keywright.listPermissionDefinitions() { _ = try roundTrip(definition) }
        _ = try roundTrip(try keywright.settings())
        let status = try roundTrip(try keywright.status())
        #expect(status.keywrightVersion == Keywright.version)
        for event in try keywright.events() { _ = try roundTrip(event) }
        let signals = try keywright.signals()
        #expect(signals.first?.kind == .rotatedKeyUsed)
        for signal in signals { _ = try roundTrip(signal) }
        _ = try roundTrip(try keywright.warm())
        _ = try roundTrip(try keywright.checkIntegrity())
        _ = try roundTrip(try keywright.pageApiKeys(limit: 1))
        let usage = try roundTrip(try created.usage(ofLast: 2))
        #expect(usage.total.valid == 1)
        #expect(usage.total.denied == [.ipDenied: 1, .rotated: 1])
        #expect(usage.lastUsedIp == "192.0.2.7")
        _ = try roundTrip(try #require(try keywright.lastUsed([created.id])[created.id]))
        _ = try roundTrip(try keywright.sealStatus())
        _ = try roundTrip(try Keywright.parse(created.value))
        for gate in try keywright.explain(created.value).gates { _ = try roundTrip(gate) }
        _ = try roundTrip(try keywright.verify("typo").http())
    }

    @Test("a record of a checked surface stays checked")
    func checked() throws {
        let alice = try keywright.actingAs("alice")
        let key = try alice.user("alice").createApiKey(description: "CI")
        #expect(key.createdBy == "user:alice")
        expect(.permissionDenied) { try key.purge() }
        expect(.permissionDenied) { try key.suspend().update(metadata: ["a": 1]) }
        expect(.permissionDenied) { try alice.getUser("alice")?.suspend() }
        expect(.permissionDenied) { try alice.user("alice").suspend() }
        try keywright.getApiKey(key.id).purge()
    }

    @Test("a record of a verdict acts as the server")
    func ofVerdict() throws {
        let verdict = try keywright.verify(created.value, ip: "192.0.2.7")
        #expect(try verdict.apiKey?.revoke(reason: "leaked").revokedBy == "server")
        #expect(try keywright.verify(created.value, ip: "192.0.2.7").reason == .revoked)
    }

    @Test("a kept record asks the clock whether it is valid")
    func clock() throws {
        #expect(try created.whyInvalid() == nil)
        try store.clock.advance(days: 91)
        #expect(try created.whyInvalid() == .expired)
        #expect(try !created.isValid())
        #expect(created.status == .active, "what was read stays as it was read")
        let key = try keywright.user("alice").createApiKey(description: "CI")
        #expect(try key.suspend().whyInvalid() == .suspended)
        #expect(try key.revoke().whyInvalid() == .manuallyRevoked)
    }

    @Test("what can be missing is kept, cleared or set")
    func changes() throws {
        let alice = keywright.user("alice")
        try alice.update(displayName: "Alice", primaryEmail: "alice@example.com", metadata: ["a": 1])
        #expect(try alice.update(primaryEmail: nil).displayName == "Alice")
        let user = try #require(try keywright.getUser("alice"))
        #expect(user.primaryEmail == nil)
        #expect(user.metadata == ["a": 1])
        #expect(try created.update(description: "other").expiresAt == created.expiresAt)
        #expect(try created.update(expiresAt: nil).expiresAt == nil)
        try keywright.updateSettings(maxApiKeysPerUser: 5, maxLifetime: .set(3600), apiKeyHeader: "X-Acme-Key")
        let settings = try keywright.updateSettings(maxApiKeysPerUser: nil)
        #expect(settings.maxApiKeysPerUser == nil)
        #expect(settings.maxLifetime == 3600)
        #expect(settings.apiKeyHeader == "x-acme-key")
    }

    @Test("an id of your own is a text, a number or a UUID in lower case")
    func hostIds() throws {
        let uuid = try #require(UUID(uuidString: "01890A5D-AC96-774B-BCCE-B302099A8057"))
        #expect(keywright.user(uuid).id == "01890a5d-ac96-774b-bcce-b302099a8057")
        #expect(keywright.user(7).id == "7")
        #expect(keywright.team(UInt64.max).id == "18446744073709551615")
    }

    @Test("extreme numbers and texts of JSON come back as they were given")
    func extremes() throws {
        let metadata: Metadata = [
            "least": .integer(.min), "most": .integer(.max), "emoji": "🔑\u{0}\n\"", "": "",
            "small": .number(.leastNonzeroMagnitude),
            "large": .number(.greatestFiniteMagnitude), "deep": [[[[]]]],
        ]
        #expect(try created.update(metadata: metadata).metadata == metadata)
        #expect(try keywright.getApiKey(created.id).metadata == metadata)
    }
}
