// Measures a check of a hot key: through the face, and what it is made of. All in one run, in short bursts by turns, so that what
// else the machine does hits all alike; the least and the middle of each are told.

import Foundation
import Keywright

private let rounds = 41
private let burst = 5_000

private struct Case {
    let name: String
    let run: (Int) async throws -> Bool
    var nanoseconds: [Double] = []
}

@main
private struct Bench {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keywright-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keywright = try await Keywright.open(folder.appendingPathComponent("keys.db"))
        let created = try await keywright.user("alice").createApiKey(description: "bench", scopes: ["invoices:read"])
        let (value, bytes) = (created.value, Array(created.value.utf8))
        // From the store, and then from memory, whose verdict is kept.
        for _ in 0..<2 { _ = try await keywright.requireValid(value) }

        var cases = [
            Case(name: "a call of C that does nothing") { keywright.benchEmptyCall(times: $0) },
            Case(name: "verify, the C ABI alone") { keywright.benchPlainCheck(bytes, times: $0) },
            Case(name: "verify") { times in try blocking(keywright, times) { try $0.verify(value) } },
            Case(name: "verify with a scope") { times in
                try blocking(keywright, times) { try $0.verify(value, scopes: ["invoices:read"]) }
            },
            Case(name: "authenticate") { times in
                try blocking(keywright, times) { try $0.authenticate(headers: ["Authorization": "Bearer " + value]) }
            },
            Case(name: "verify in an async function") { times in
                for _ in 0..<times { guard try await keywright.verify(value).valid else { return false } }
                return true
            },
            Case(name: "verify through the generated half") { try keywright.benchGeneratedCheck(value, times: $0) },
        ]
        for number in 0...rounds {
            for at in cases.indices {
                // The last of them takes some ten times as long.
                let times = at == cases.count - 1 ? burst / 10 : burst
                let start = ContinuousClock.now
                guard try await cases[at].run(times) else { fatalError("a key that is valid was denied") }
                let took = ContinuousClock.now - start
                // The first round warms up.
                if number > 0 { cases[at].nanoseconds.append(Double(took.components.attoseconds) / 1e9 / Double(times)) }
            }
        }
        try await keywright.close()

        print("nanoseconds a call: the least and the middle of \(rounds) bursts")
        for one in cases {
            let sorted = one.nanoseconds.sorted()
            print(String(format: "%9.0f %9.0f  %@", sorted[0], sorted[sorted.count / 2], one.name as NSString))
        }
        let face = cases[2].nanoseconds.min() ?? .infinity
        print(String(format: "verify takes %.2f µs at least; wanted are at most 1.5 µs", face / 1000))
    }

    /// Outside of an `async` function, so that these are the calls that block.
    private static func blocking(
        _ keywright: Keywright, _ times: Int, _ check: (Keywright) throws -> Verdict
    ) throws -> Bool {
        try (0..<times).allSatisfy { _ in try check(keywright).valid }
    }
}
