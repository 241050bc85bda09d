// A key that is in memory is answered with a kept verdict: which one, and that it is never another's.

import Foundation
import KeywrightTesting
import Testing

@testable import Keywright

@Suite("kept")
struct Kept {
    let keywright: Keywright

    init() throws {
        keywright = try openForTests().keywright
    }

    /// Checks a key until memory answers.
    private func warm(_ value: String) throws -> Verdict {
        _ = try keywright.verify(value)
        return try keywright.verify(value)
    }

    @Test("a hit hands out the verdict of last time, however it is asked for")
    func sameVerdict() async throws {
        let created = try await keywright.user("alice").createApiKey(description: "CI", scopes: ["a:b"])
        let facts = try warm(created.value).facts
        func blocking() throws -> [Verdict] {
            [
                try keywright.verify(created.value),
                try keywright.verify(created.value, scopes: ["a:b"], ip: "192.0.2.7"),
                try keywright.requireValid(created.value),
                try keywright.authenticate(headers: ["x-api-key": created.value]),
            ]
        }
        let verdicts =
            try blocking() + [
                try await keywright.verify(created.value),
                try await keywright.authenticate(headers: ["x-api-key": created.value]),
            ]
        for verdict in verdicts { #expect(verdict.facts === facts) }
    }

    @Test("a denial is never a kept verdict")
    func denial() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        let facts = try warm(created.value).facts
        #expect(try keywright.verify(created.value, scopes: ["a:b"]).reason == .insufficientScope)
        #expect(try keywright.verify(created.value, ownerType: .team).reason == .wrongType)
        #expect(try keywright.verify(created.value).facts === facts)
    }

    @Test("a change of anything about a key makes another verdict")
    func changes() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        var before = try warm(created.value)
        let changes: [(() throws -> Void, (ApiKey) -> Bool)] = [
            ({ try created.update(description: "other") }, { $0.description == "other" }),
            ({ try created.update(metadata: ["a": 1]) }, { $0.metadata == ["a": 1] }),
            ({ try created.update(scopes: ["a:b"]) }, { $0.scopes == ["a:b"] }),
            ({ try created.update(expiresIn: 3600) }, { $0.expiresAt != nil }),
            ({ _ = try created.rotate(grace: .lasting(3600)) }, { $0.generation == 2 }),
        ]
        for (change, hasChanged) in changes {
            try change()
            let after = try warm(created.value)
            #expect(after.facts !== before.facts)
            #expect(hasChanged(try #require(after.apiKey)))
            before = after
        }
        try created.suspend()
        #expect(try keywright.verify(created.value).reason == .suspended)
        try created.resume()
        #expect(try warm(created.value).valid)
        try created.revoke()
        #expect(try keywright.verify(created.value).reason == .revoked)
    }

    @Test("a change by another handle on the file is seen at once")
    func otherHandle() throws {
        let folder = try Folder()
        let (one, other) = (try Keywright.open(folder.path()), try Keywright.open(folder.path()))
        let created = try one.user("alice").createApiKey(description: "CI")
        for _ in 0..<2 { #expect(try one.verify(created.value).valid) }
        try other.apiKey(created.id).update(description: "other")
        #expect(try one.verify(created.value).apiKey?.description == "other")
        try other.apiKey(created.id).revoke()
        #expect(try one.verify(created.value).reason == .revoked)
        try one.close()
        try other.close()
    }

    @Test("keys that share a place never share a verdict, and each check is counted once")
    func sharedPlaces() throws {
        // A build for development has 64 places, so that each is shared by several.
        let owners = (0..<10).map { keywright.user("owner-\($0)") }
        let made = try owners.flatMap { owner in
            try owner.createApiKeys(Array(repeating: NewApiKey(description: owner.id), count: 20)).map { ($0, owner.id) }
        }
        func check(_ at: Int) throws {
            let (created, owner) = made[at]
            for _ in 0..<2 {
                let verdict = try keywright.verify(created.value)
                #expect(verdict.apiKeyId == created.id)
                #expect(verdict.userId == owner)
                #expect(verdict.apiKey?.description == owner)
            }
        }
        for at in made.indices { try check(at) }
        for at in made.indices.reversed() { try check(at) }
        for at in made.indices { try check(at * 7 % made.count) }
        try owners[3].suspend()
        for at in made.indices {
            if made[at].1 == "owner-3" {
                #expect(try keywright.verify(made[at].0.value).reason == .suspended)
            } else {
                try check(at)
            }
        }
        #expect(try made[0].0.usage(ofLast: 1).total.valid == 8)
    }

    @Test("an acting handle checks nothing")
    func acting() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        #expect(try warm(created.value).valid)
        expect(.permissionDenied) { _ = try keywright.actingAs("alice").verify(created.value) }
        #expect(try keywright.by("support:ann").verify(created.value).valid)
    }

    @Test("what is presented crosses as it is")
    func presented() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        #expect(try keywright.verify(nil).reason == .malformed)
        #expect(try keywright.verify("").reason == .malformed)
        #expect(try keywright.verify(" " + created.value).reason == .malformed)
        #expect(try keywright.verify(created.value + "\n").reason == .malformed)
        #expect(try keywright.verify(created.value + "\u{0}").reason == .malformed)
        #expect(try keywright.verify(String(repeating: "🔑", count: 100_000)).reason == .malformed)
        // A text that Foundation made, which Swift does not keep in one piece.
        let bridged = NSString(string: created.value) as String
        #expect(try keywright.verify(bridged).valid)
        #expect(try keywright.authenticate(headers: [:]).reason == .missing)
    }
}
