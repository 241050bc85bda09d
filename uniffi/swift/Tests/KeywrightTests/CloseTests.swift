// How a handle ends, and what it says afterwards.

import Foundation
import Keywright
import KeywrightTesting
import Testing

@Suite("close")
struct Close {
    @Test("closing twice is fine and any use afterwards is closed")
    func closingTwice() throws {
        let keywright = try openForTests().keywright
        let created = try keywright.user("alice").createApiKey(description: "CI")
        let alice = try keywright.actingAs("alice")
        try keywright.close()
        try keywright.close()
        #expect(keywright.isClosed)
        #expect(alice.isClosed, "handles that were made from it are closed with it")
        let calls: [() throws -> Void] = [
            { _ = try keywright.verify(created.value) },
            { try keywright.requireValid(created.value) },
            { _ = try keywright.authenticate(headers: ["X-Api-Key": created.value]) },
            { _ = try keywright.extractApiKey(headers: ["X-Api-Key": created.value]) },
            { _ = try keywright.user("alice").createApiKey(description: "CI") },
            { _ = try alice.user("alice").listApiKeys() },
            { try created.revoke() },
            { _ = try keywright.settings() },
            { _ = try keywright.status() },
            { try keywright.flush() },
            { _ = try keywright.explain(created.value) },
        ]
        for call in calls { expect(.closed, call) }
    }

    @Test("any use that waits elsewhere is closed as well")
    func closedLater() async throws {
        let keywright = try openForTests().keywright
        let created = try await keywright.user("alice").createApiKey(description: "CI")
        try await keywright.close()
        await expectLater(.closed) { _ = try await keywright.verify(created.value) }
        await expectLater(.closed) { _ = try await keywright.authenticate(headers: ["X-Api-Key": created.value]) }
        await expectLater(.closed) { _ = try await keywright.user("alice").listApiKeys() }
        await expectLater(.closed) { try await created.revoke() }
    }

    @Test("a closed store prints, and says that it is closed")
    func closedPrints() throws {
        let keywright = try openForTests().keywright
        try keywright.close()
        #expect("\(keywright)" == "Keywright(server, closed)")
    }

    @Test("a second handle on the file goes on")
    func secondHandle() throws {
        let folder = try Folder()
        let (one, two) = (try Keywright.open(folder.path()), try Keywright.open(folder.path()))
        let created = try one.user("alice").createApiKey(description: "CI")
        try one.close()
        #expect(try two.verify(created.value).valid)
        try two.close()
    }

    @Test("a verdict outlives the store")
    func verdictOutlives() throws {
        let keywright = try openForTests().keywright
        let created = try keywright.user("alice").createApiKey(description: "CI")
        let verdict = try keywright.verify(created.value)
        try keywright.close()
        #expect(verdict.userId == "alice")
        let apiKey = try #require(verdict.apiKey)
        #expect(apiKey.description == "CI")
        expect(.closed) { try apiKey.revoke() }
    }

    @Test("a store that nobody holds is closed, and what waits is written")
    func nobodyHolds() throws {
        let folder = try Folder()
        func use() throws -> String {
            let keywright = try Keywright.open(folder.path())
            let created = try keywright.user("alice").createApiKey(description: "CI")
            #expect(try keywright.verify(created.value).valid)
            // Once more, from memory: what is kept must not hold the handle.
            #expect(try keywright.verify(created.value).valid)
            return created.id
        }
        let id = try use()
        // SQLite takes its two companions away when the last connection to a file is closed.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix("-shm") } == [])
        let keywright = try Keywright.open(folder.path(), existing: true)
        #expect(try Array(keywright.lastUsed([id]).keys) == [id])
        try keywright.close()
    }

    @Test("a record holds the store open")
    func recordHolds() throws {
        let folder = try Folder()
        func made() throws -> CreatedApiKey {
            try Keywright.open(folder.path()).user("alice").createApiKey(description: "CI")
        }
        let created = try made()
        #expect(try created.revoke(reason: "laptop lost").status == .revoked)
    }
}
