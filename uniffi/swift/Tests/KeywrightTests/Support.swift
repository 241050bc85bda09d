// What several tests need.

import Foundation
import Keywright
import Testing

/// The root of the repository.
let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../..").standardizedFileURL

/// Reads the vectors that all languages share.
func vectors(_ name: String) throws -> Json {
    let file = root.appendingPathComponent("tests/vectors/\(name).json")
    return try JSONDecoder().decode(Json.self, from: Data(contentsOf: file))
}

/// A new folder, which goes away with what holds it.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("keywright-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String = "keys.db") -> String {
        url.appendingPathComponent(name).path
    }
}

/// Expects an error of a code.
func expect(
    _ code: ErrorCode, sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Void
) {
    do {
        try call()
        Issue.record("nothing was thrown; expected \(code.rawValue)", sourceLocation: sourceLocation)
    } catch let error as KeywrightError {
        #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
}

/// The same for a call that waits elsewhere.
func expectLater(
    _ code: ErrorCode, sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Void
) async {
    do {
        try await call()
        Issue.record("nothing was thrown; expected \(code.rawValue)", sourceLocation: sourceLocation)
    } catch let error as KeywrightError {
        #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
}

/// The secret part of a key, as no print may show it.
func secret(of value: String) -> String {
    String(value.suffix(33).prefix(27))
}

/// How the vectors write an instant.
func instant(_ text: String) throws -> Date {
    let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return try (try? withFraction.parse(text)) ?? Date.ISO8601FormatStyle().parse(text)
}

// A vector that has another shape than the test expects is a mistake of the test, which these make loud.
extension Json {
    var text: String { string ?? "not a text: \(self)" }
    var number: Int { integer.map(Int.init) ?? Int.min }
    var isTrue: Bool { self == .bool(true) }
    var texts: [String] { list.map(\.text) }

    var list: [Json] {
        if case .array(let values) = self { values } else { [] }
    }

    var fields: [String: Json] {
        if case .object(let values) = self { values } else { [:] }
    }

    /// The verb of a step, and what it is about.
    var step: (verb: String, value: Json) {
        let named = fields.filter { $0.key != "refused" }
        return named.first.map { ($0.key, $0.value) } ?? ("nothing", .null)
    }
}
