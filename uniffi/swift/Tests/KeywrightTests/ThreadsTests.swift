// Any thread may use a handle, and all see a change at once.

import Dispatch
import Foundation
import Keywright
import KeywrightTesting
import Testing

/// Runs something on several threads at once, which wait for one another at the start.
private func atOnce(_ threads: Int, _ work: @escaping @Sendable (Int) throws -> Void) throws {
    let (ready, go, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchGroup())
    let failures = Failures()
    for number in 0..<threads {
        done.enter()
        Thread.detachNewThread {
            ready.signal()
            go.wait()
            do { try work(number) } catch { failures.add(error) }
            done.leave()
        }
    }
    for _ in 0..<threads { ready.wait() }
    for _ in 0..<threads { go.signal() }
    done.wait()
    if let error = failures.first { throw error }
}

private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [any Error] = []
    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    var first: (any Error)? { lock.withLock { errors.first } }
}

@Suite("threads")
struct Threads {
    @Test("two threads check and change the same store")
    func twoThreads() throws {
        let folder = try Folder()
        let keywright = try Keywright.open(folder.path())
        try atOnce(2) { number in
            for round in 0..<50 {
                let owner = keywright.user("owner-\(number)")
                let created = try owner.createApiKey(description: "key \(round)")
                #expect(try keywright.verify(created.value).userId == "owner-\(number)")
                #expect(try keywright.verify(created.value).userId == "owner-\(number)")
                try created.revoke()
                #expect(try keywright.verify(created.value).reason == .revoked)
            }
        }
        #expect(try keywright.listApiKeys(status: .revoked).count == 100)
        #expect(try keywright.checkIntegrity().problems == [])
        try keywright.close()
    }

    @Test("keys of several threads never get one another's verdict")
    func neverAnothers() throws {
        let keywright = try openForTests().keywright
        // A build for development keeps 64 verdicts, so that each place is shared by several keys.
        var made: [(value: String, id: String, owner: String)] = []
        for number in 0..<10 {
            let owner = "owner-\(number)"
            let keys = Array(repeating: NewApiKey(description: owner), count: 30)
            made += try keywright.user(owner).createApiKeys(keys).map { ($0.value, $0.id, owner) }
        }
        let keys = made
        try atOnce(4) { thread in
            for round in 0..<3 {
                for at in keys.indices {
                    let (value, id, owner) = keys[(at * [1, 7, 11, 13][thread] + round) % keys.count]
                    let verdict = try keywright.verify(value)
                    guard verdict.apiKeyId == id, verdict.userId == owner, verdict.apiKey?.description == owner else {
                        Issue.record("the verdict of another key")
                        return
                    }
                }
            }
        }
    }

    @Test("a key that is revoked while others check it is denied at once")
    func revokedInMidUse() throws {
        let folder = try Folder()
        let keywright = try Keywright.open(folder.path())
        let other = try Keywright.open(folder.path())
        for _ in 0..<20 {
            let created = try keywright.user("alice").createApiKey(description: "CI")
            let isRevoked = Flag()
            try atOnce(3) { number in
                if number == 0 {
                    try other.getApiKey(created.id).revoke()
                    isRevoked.set()
                    return
                }
                var checks = 0
                while checks < 20 {
                    // What was true before the check began is what the check must say.
                    let wasRevoked = isRevoked.isSet
                    let verdict = try keywright.verify(created.value)
                    if wasRevoked {
                        #expect(verdict.reason == .revoked)
                        checks += 1
                    }
                }
            }
        }
        try keywright.close()
        try other.close()
    }

    @Test("many tasks wait elsewhere, and none of them holds up the others")
    func manyTasks() async throws {
        let folder = try Folder()
        let keywright = try await Keywright.open(folder.path())
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let created = try await keywright.user("owner-\(number % 7)").createApiKey(description: "CI")
                    let verdict = try await keywright.requireValid(created.value)
                    return try #require(verdict.apiKeyId)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 100)
        try await keywright.close()
    }

    @Test("a close while others work answers them or says closed")
    func closeInMidUse() throws {
        let folder = try Folder()
        let keywright = try Keywright.open(folder.path())
        let created = try keywright.user("alice").createApiKey(description: "CI")
        try atOnce(3) { number in
            if number == 0 {
                try keywright.close()
                return
            }
            while true {
                do {
                    guard try keywright.verify(created.value).valid else {
                        Issue.record("a close is no denial")
                        return
                    }
                } catch let error as KeywrightError where error.code == .closed {
                    return
                }
            }
        }
    }
}

private final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    func set() { lock.withLock { value = true } }
    var isSet: Bool { lock.withLock { value } }
}
