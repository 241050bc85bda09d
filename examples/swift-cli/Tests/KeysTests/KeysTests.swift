// Runs the program as a person does.

import Foundation
import Testing

private struct Answer {
    let status: Int32
    let output: String
    let errors: String
}

/// Where SwiftPM puts the program.
private let program = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../.build/debug/keys").standardizedFileURL

private func keys(_ store: String, _ arguments: String..., input: String = "") throws -> Answer {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["STORE": store]) { $1 }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    standardInput.fileHandleForWriting.write(Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let texts = [output, errors].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    process.waitUntilExit()
    return Answer(status: process.terminationStatus, output: texts[0], errors: texts[1])
}

@Suite("keys")
struct KeysTests {
    @Test("a key is made, listed, checked, rotated and revoked")
    func lifeOfAKey() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = folder.appendingPathComponent("keys.db").path

        let made = try keys(store, "create", "alice", "laptop", "--days", "90", "--scope", "invoices:read")
        #expect(made.status == 0, "\(made.errors)")
        let key = made.output.trimmingCharacters(in: .newlines)
        #expect(key.hasPrefix("acme_usk_"))

        let listed = try keys(store, "list", "alice").output
        #expect(listed.contains("laptop") && listed.contains("active") && !listed.contains(key))
        let id = String(listed.prefix { $0 != " " })
        #expect(try keys(store, "list", "bob").output == "")

        #expect(try keys(store, "check", input: key).output == "valid: alice (laptop)\n")
        #expect(try keys(store, "check", "--scope", "invoices:write", input: key).errors == "denied: insufficient_scope\n")

        let other = try keys(store, "rotate", id).output
        #expect(try keys(store, "check", input: key).errors == "denied: rotated\n")
        #expect(try keys(store, "check", input: other).status == 0)

        #expect(try keys(store, "revoke", id, "laptop lost").output == "revoked\n")
        let denied = try keys(store, "check", input: other)
        #expect(denied.status == 1)
        #expect(denied.errors == "denied: revoked\n")

        #expect(try keys(store, "revoke", "no id").status == 1)
        #expect(try keys(store, "dance").status == 2)
    }
}
