// Backups, exports, seals and usage.

import Foundation
import Keywright
import KeywrightTesting
import Testing

@Suite("upkeep")
struct Upkeep {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    @Test("a backup brings back what was and not what was revoked")
    func backup() throws {
        let keywright = try Keywright.open(folder.path())
        let alice = keywright.user("alice")
        let (kept, revoked) = (try alice.createApiKey(description: "kept"), try alice.createApiKey(description: "revoked"))
        let backup = try keywright.backup(to: folder.path("backup.db"))
        #expect(backup.apiKeys == 2)
        expect(.alreadyExists) { try keywright.backup(to: backup.path) }
        try revoked.revoke()
        let later = try alice.createApiKey(description: "later")
        let preview = try keywright.previewRestore(from: backup.path)
        let report = try keywright.restore(from: folder.url.appendingPathComponent("backup.db"))
        #expect(preview == report)
        #expect(report.revokedSince.map(\.description) == ["revoked"])
        #expect(report.apiKeysMadeSince == 1)
        #expect(try keywright.verify(kept.value).valid)
        #expect(try keywright.verify(revoked.value).reason == .revoked)
        #expect(try keywright.verify(later.value).reason == .notFound)
        try keywright.restore(from: backup.path, withRevoked: true)
        #expect(try keywright.verify(revoked.value).valid)
        try keywright.close()
    }

    @Test("an export is for its owner alone and comes in elsewhere")
    func export() throws {
        let keywright = try Keywright.open(folder.path())
        let created = try keywright.user("alice").createApiKey(description: "CI")
        let file = folder.path("store.jsonl")
        try keywright.export(to: file)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(secret(of: created.value)))
        expect(.alreadyExists) { try keywright.export(to: file) }
        let another = try Keywright.openInMemory()
        #expect(try another.import(from: file, dryRun: true).added.apiKeys == 1)
        #expect(try another.listApiKeys() == [])
        #expect(try another.import(from: file).isDryRun == false)
        #expect(try another.verify(created.value).userId == "alice")
        #expect(try another.import(from: file).unchanged.apiKeys == 1)
        try keywright.close()
    }

    @Test("an export that fails leaves no file")
    func failedExport() throws {
        let keywright = try openForTests().keywright
        expect(.permissionDenied) { try keywright.actingAs("alice").export(to: folder.path("store.jsonl")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        expect(.notFound) { try keywright.import(from: folder.path("none.jsonl")) }
    }

    @Test("a sealed store opens with its master key alone")
    func sealed() throws {
        let (old, fresh) = (try Keywright.generateMasterKey(), try Keywright.generateMasterKey())
        let plain = try Keywright.open(folder.path())
        let created = try plain.user("alice").createApiKey(description: "CI")
        try plain.close()
        let sealing = try Keywright.open(folder.path(), masterKeys: [old], acceptUnsealed: true)
        #expect(try sealing.seal().sealed > 0)
        #expect(try sealing.sealStatus().unsealedRows == 0)
        try sealing.close()
        for masterKeys in [[], [fresh]] {
            do {
                _ = try Keywright.open(folder.path(), masterKeys: masterKeys)
                Issue.record("nothing was thrown")
            } catch let error as KeywrightError {
                #expect(error.code == .masterKey)
                #expect(!"\(error)".contains(old) && !"\(error)".contains(fresh))
            }
        }
        let both = try Keywright.open(folder.path(), masterKeys: [fresh, old])
        #expect(try both.rotateMasterKey() == 1)
        #expect(try both.rekey().tampered == 0)
        try both.close()
        let again = try Keywright.open(folder.path(), masterKeys: [fresh])
        #expect(try again.verify(created.value).valid)
        try again.close()
    }

    @Test("a master key that is none is refused and not repeated")
    func noMasterKey() throws {
        for wrong in ["c2hvcnQ=", "not base64 at all"] {
            do {
                _ = try Keywright.open(folder.path(), masterKeys: [wrong])
                Issue.record("nothing was thrown")
            } catch let error as KeywrightError {
                #expect(error.code == .invalidArgument)
                #expect(!"\(error)".contains(wrong))
            }
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path()))
    }

    @Test("usage tells what happened by bucket")
    func usage() throws {
        let store = try openForTests()
        let created = try store.keywright.user("alice").createApiKey(description: "CI", ipAllowList: ["192.0.2.7"])
        for _ in 0..<3 { #expect(try store.keywright.verify(created.value, ip: "192.0.2.7").valid) }
        try store.clock.advance(hours: 1)
        #expect(try !store.keywright.verify(created.value).valid)
        let now = store.keywright.now()
        let usage = try created.usage(from: now - 3600, to: now + 60, step: .hour)
        #expect(usage.points.map(\.counts.valid) == [3, 0])
        #expect(usage.points.map(\.counts.denied) == [[:], [.ipDenied: 1]])
        #expect(usage.step == .hour)
        #expect(usage.lastUsedIp == "192.0.2.7")
        #expect(usage.total.valid == 3)
    }

    @Test("status and integrity are told")
    func status() async throws {
        let keywright = try await Keywright.open(folder.url.appendingPathComponent("keys.db"))
        let info = try await keywright.status()
        #expect(info.path == folder.path())
        #expect(info.keywrightVersion == Keywright.version)
        #expect(try await keywright.checkIntegrity().problems == [])
        #expect(try await Keywright.migrate(folder.path()).schemaAfter == info.schema)
        try await keywright.close()
    }

    @Test("pages follow one another")
    func pages() throws {
        let keywright = try openForTests().keywright
        let alice = keywright.user("alice")
        _ = try alice.createApiKeys((0..<5).map { NewApiKey(description: "key \($0)") })
        var (seen, cursor) = ([String](), String?.none)
        repeat {
            let page = try keywright.pageApiKeys(owner: alice, limit: 2, cursor: cursor)
            seen += page.items.map(\.description)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(seen.sorted() == (0..<5).map { "key \($0)" })
        #expect(try keywright.listApiKeys(search: "key 3").map(\.description) == ["key 3"])
        #expect(try alice.listApiKeys(status: .revoked) == [])
        #expect(try keywright.revokeAll(owner: alice, reason: "gone") == 5)
    }

    @Test("a text is read and redacted without a store")
    func withoutStore() throws {
        let created = try openForTests().keywright.user("alice").createApiKey(description: "CI")
        #expect(try Keywright.parse(created.value).id == created.id)
        let redacted = try Keywright.redact("GET / with \(created.value)")
        #expect(!redacted.contains(secret(of: created.value)))
        #expect(redacted.hasPrefix("GET / with kw_usk_"))
    }

    @Test("keys are loaded into memory, all or those of an owner")
    func warm() throws {
        let keywright = try Keywright.openInMemory(resident: true)
        let created = try keywright.user("alice").createApiKey(description: "CI")
        _ = try keywright.team("acme").createApiKey(description: "CI")
        #expect(try keywright.warm() == keywright.warm())
        let memory = try keywright.status().memory
        #expect(memory.keys == 2)
        #expect(memory.isWhole)
        #expect(try keywright.verify(created.value).userId == "alice")
        let usual = try Keywright.openInMemory()
        _ = try usual.user("alice").createApiKey(description: "CI")
        _ = try usual.team("acme").createApiKey(description: "CI")
        #expect(try usual.warm(owner: usual.team("acme")).loaded == 1)
        expect(.permissionDenied) { try usual.actingAs("alice").warm() }
    }

    @Test("owners, members and permissions do what they say")
    func owners() async throws {
        let keywright = try openForTests().keywright
        let team = try await keywright.createTeam(displayName: "Acme", id: 7, creator: "bob")
        #expect(team.id == "7")
        try await team.setMembers(["bob": ["team_admin"], "alice": []])
        #expect(try await team.listMembers().map(\.userId) == ["alice", "bob"])
        try await team.grantPermission("team_member", to: "alice")
        #expect(try await team.hasPermission("$read_members", userId: "alice"))
        try await team.revokePermission("team_member", from: "alice")
        #expect(try await team.listPermissions(userId: "alice") == [])
        let key = try await keywright.actingAs("bob").team(7).createApiKey(description: "CI")
        try await team.removeMember("bob", teamKeys: .revoke)
        #expect(try await keywright.verify(key.value).reason == .revoked)
        #expect(try await keywright.user("alice").listTeams().map(\.id) == ["7"])
        #expect(try keywright.by("support:ann").actor == "server:support:ann")
        try await team.update(displayName: nil)
        #expect(try await keywright.getTeam("7")?.displayName == nil)
        try await team.delete()
        #expect(try await keywright.getTeam("7") == nil)
        #expect(try await keywright.events(limit: 10_000).map(\.number).first == 1)
    }
}
