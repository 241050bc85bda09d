// The errors: one case for each kind, the same codes as in every language.

import Foundation
import Keywright
import KeywrightTesting
import Testing

@Suite("errors")
struct Errors {
    let keywright: Keywright

    init() throws {
        keywright = try openForTests().keywright
    }

    @Test("every code is known, and says whether to try again")
    func everyCode() throws {
        let codes = try vectors("error-codes")["codes"]?.list ?? []
        let told = Dictionary(
            uniqueKeysWithValues: codes.map { ($0["code"]?.text ?? "", $0["retryable"]?.isTrue ?? false) })
        let ours = Dictionary(uniqueKeysWithValues: ErrorCode.allCases.map { ($0.rawValue, $0.isRetryable) })
        #expect(ours == told)
        #expect(nativeCodes() == told, "what the native half can answer with")
    }

    @Test("every code has its case")
    func everyCase() throws {
        let verdict = try keywright.verify("typo")
        let errors: [KeywrightError] = [
            .invalidArgument(message: "…"), .notFound(message: "…"), .alreadyExists(message: "…"),
            .permissionDenied(message: "…"), .storageBusy(message: "…"), .storageUnavailable(message: "…"),
            .storageFull(message: "…"), .storageCorrupt(message: "…"), .storeReplaced(message: "…"),
            .schemaTooNew(message: "…"), .masterKey(message: "…"), .limitReached(message: "…"),
            .disabled(message: "…", verdict: nil), .denied(message: "…", verdict: verdict), .closed(message: "…"),
            .internal(message: "…"),
        ]
        #expect(errors.map(\.code) == ErrorCode.allCases)
        for error in errors {
            #expect(error.message == "…")
            #expect(error.localizedDescription == "…")
            #expect("\(error)" == "\(error.code.rawValue): …")
        }
    }

    @Test("every reason is a case")
    func everyReason() throws {
        let reasons = try vectors("error-codes")["reasons"]?.list ?? []
        #expect(reasons.map { $0["reason"]?.text } == Reason.allCases.map(\.rawValue))
    }

    @Test("an error has a code and the message of the core")
    func message() {
        do {
            _ = try keywright.user("alice").createApiKey(description: "")
            Issue.record("nothing was thrown")
        } catch KeywrightError.invalidArgument(let message) {
            #expect(message == "the description is empty; it takes 1 to 500 characters")
        } catch {
            Issue.record("another error: \(error)")
        }
    }

    @Test("denied carries the verdict, and how to answer")
    func denied() throws {
        do {
            try keywright.requireValid("kw_usk_typo")
            Issue.record("nothing was thrown")
        } catch let error as KeywrightError {
            #expect(error.code == .denied)
            #expect(error.verdict?.reason == .malformed)
            #expect(error.http() == error.verdict?.http())
            #expect(error.http().status == 401)
        }
    }

    @Test("an error that is no answer is 503")
    func noAnswer() {
        let answer = KeywrightError.storageBusy(message: "…").http()
        #expect(answer.status == 503)
        #expect(answer.headers["Retry-After"] != nil)
    }

    @Test("a switch that is off is told, and is no missing key")
    func disabled() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        try keywright.updateSettings(allowUserApiKeys: false)
        do {
            _ = try keywright.getUser(apiKey: created.value)
            Issue.record("nothing was thrown")
        } catch let error as KeywrightError {
            #expect(error.code == .disabled)
            #expect(error.verdict?.reason == .disabled)
        }
        expect(.disabled) { _ = try keywright.actingAs("alice").user("alice").createApiKey(description: "CI") }
    }

    @Test("each code is thrown where it belongs")
    func whereTheyBelong() throws {
        try keywright.createTeam(displayName: "Acme", id: "acme")
        expect(.alreadyExists) { try keywright.createTeam(displayName: "Acme", id: "acme") }
        expect(.notFound) { _ = try keywright.getApiKey("01890000-0000-7000-8000-000000000000") }
        expect(.invalidArgument) { _ = try keywright.apiKey("no id") }
        expect(.permissionDenied) { _ = try keywright.actingAs("alice").user("bob").listApiKeys() }
        expect(.notFound) { _ = try keywright.actingAs("alice").team("acme").listApiKeys() }
        try keywright.updateSettings(maxApiKeysPerUser: 1)
        _ = try keywright.user("alice").createApiKey(description: "CI")
        expect(.limitReached) { _ = try keywright.user("alice").createApiKey(description: "CI") }
        expect(.masterKey) { try keywright.seal() }
    }

    @Test("a wrong path is refused and nothing is made")
    func wrongPath() throws {
        let folder = try Folder()
        expect(.storageUnavailable) { _ = try Keywright.open(folder.path("missing/keys.db")) }
        expect(.storageUnavailable) { _ = try Keywright.open(folder.path("none.db"), existing: true) }
        expect(.storageUnavailable) { _ = try Keywright.open(folder.url) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        expect(.invalidArgument) { _ = try Keywright.open(try #require(URL(string: "https://example.com/keys.db"))) }
    }

    @Test("a file that is no store is refused and left alone")
    func noStore() throws {
        let folder = try Folder()
        try Data("no database".utf8).write(to: folder.url.appendingPathComponent("keys.db"))
        expect(.storageCorrupt) { _ = try Keywright.open(folder.path()) }
        #expect(try String(contentsOfFile: folder.path(), encoding: .utf8) == "no database")
    }

    @Test("a panic is an error of its own, and the store goes on")
    func panic() throws {
        expect(.internal) { try panicForTests() }
        let created = try keywright.user("alice").createApiKey(description: "still works")
        #expect(try keywright.verify(created.value).valid)
    }

    @Test("no message holds what was presented")
    func noSecret() throws {
        let created = try keywright.user("alice").createApiKey(description: "CI")
        let mistyped = created.value.dropLast() + "!"
        for text in [created.value, String(mistyped)] {
            for call: () throws -> Void in [
                { _ = try Keywright.parse(text + "x") },
                { _ = try keywright.apiKey(text) },
                { try keywright.requireValid(text, ownerType: .team) },
                { _ = try keywright.extractApiKey(headers: ["X-Api-Key": text + "x"]) },
                { _ = try keywright.user("alice").createApiKey(description: "CI", scopes: [text]) },
                { _ = try Keywright.openInMemory(masterKeys: [text]) },
            ] {
                do {
                    try call()
                    Issue.record("nothing was thrown")
                } catch {
                    #expect(!"\(error) \(error.localizedDescription)".contains(secret(of: created.value)))
                }
            }
        }
    }

    @Test("a date and a time that cannot be are refused, and end nothing")
    func impossibleTimes() throws {
        let alice = keywright.user("alice")
        for seconds in [-1.0, .nan, .infinity, 1e300] {
            expect(.invalidArgument) { _ = try alice.createApiKey(description: "CI", expiresIn: seconds) }
            expect(.invalidArgument) {
                _ = try alice.createApiKey(description: "CI", expiresAt: Date(timeIntervalSince1970: seconds))
            }
            expect(.invalidArgument) {
                _ = try alice.createApiKey(description: "CI").rotate(grace: .lasting(seconds))
            }
        }
        for date in [Date.distantPast, Date(timeIntervalSince1970: 1e13)] {
            expect(.invalidArgument) { _ = try alice.createApiKey(description: "CI", expiresAt: date) }
        }
        expect(.invalidArgument) {
            _ = try alice.createApiKey(description: "CI", expiresIn: 1, expiresAt: Date(timeIntervalSince1970: 4e9))
        }
        expect(.invalidArgument) { _ = try alice.createApiKey(description: "CI", metadata: ["a": .number(.nan)]) }
    }
}
