// `parse` against `tests/vectors/token.json`.

import Foundation
import Keywright
import Testing

private func bytes(_ given: Json) -> [UInt8] {
    if let text = given["input"]?.string { return Array(text.utf8) }
    if let hex = given["input_hex"]?.string {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    }
    let repeated = given["input_repeat"] ?? .null
    return Array(String(repeating: repeated["text"]?.text ?? "", count: repeated["times"]?.number ?? 0).utf8)
}

@Suite("token vectors")
struct TokenVectors {
    @Test("every case is answered as expected")
    func everyCase() throws {
        let tests = try vectors("token")["tests"]?.list ?? []
        #expect(!tests.isEmpty)
        for given in tests {
            let (bytes, expected) = (bytes(given), given["expect"] ?? .null)
            let place: Comment = "test \(given["id"] ?? .null) (\(given["comment"]?.text ?? ""))"
            if expected["valid"]?.isTrue == true {
                let token = try Keywright.parse(bytes: bytes)
                #expect(token.prefix == expected["prefix"]?.text, place)
                #expect(token.kind.rawValue == expected["kind"]?.text, place)
                #expect(token.id == expected["uuid"]?.text, place)
                #expect(token.lastFour == expected["last_four"]?.text, place)
                let milliseconds = (token.createdAt.timeIntervalSince1970 * 1000).rounded()
                #expect(milliseconds == Double(expected["created_at_ms"]?.number ?? -1), place)
                if let text = String(bytes: bytes, encoding: .utf8) {
                    #expect(try Keywright.parse(text) == token, place)
                }
            } else {
                #expect(try cause(of: bytes) == expected["cause"]?.text, place)
                expect(.invalidArgument) { _ = try Keywright.parse(bytes: bytes) }
            }
        }
    }

    @Test("every kind has a case")
    func everyKind() throws {
        let tests = try vectors("token")["tests"]?.list ?? []
        let kinds = Set(tests.compactMap { $0["expect"]?["kind"]?.string })
        #expect(kinds == Set(TokenKind.allCases.map(\.rawValue)))
    }
}
