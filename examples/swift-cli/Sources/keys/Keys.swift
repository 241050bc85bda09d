// A key manager for the command line: makes, lists, checks, rotates and ends keys in the store that STORE names.

import Foundation
import Keywright

/// What somebody typed wrong, for a sentence on standard error.
struct Usage: Error {
    static let text = """
        usage: keys create USER DESCRIPTION [--days N] [--scope SCOPE]…
               keys list [USER]
               keys check [--scope SCOPE]…      the key comes from standard input
               keys rotate ID [--grace-days N]
               keys revoke ID [REASON]
        """
}

/// The words of a command line, with its options taken out.
struct Words {
    private(set) var rest: [String] = []
    private var options: [(name: String, value: String)] = []

    init(_ arguments: [String]) throws {
        var arguments = arguments[...]
        while let word = arguments.popFirst() {
            guard word.hasPrefix("--") else {
                rest.append(word)
                continue
            }
            guard let value = arguments.popFirst() else { throw Usage() }
            options.append((word, value))
        }
    }

    mutating func next() throws -> String {
        guard !rest.isEmpty else { throw Usage() }
        return rest.removeFirst()
    }

    mutating func nextIfAny() -> String? {
        rest.isEmpty ? nil : rest.removeFirst()
    }

    func values(_ name: String) -> [String] {
        options.filter { $0.name == name }.map(\.value)
    }

    func days(_ name: String) throws -> TimeInterval? {
        guard let text = values(name).last else { return nil }
        guard let days = Double(text) else { throw Usage() }
        return days * 24 * 3600
    }
}

@main
struct Keys {
    static func main() async {
        do {
            try await run()
        } catch is Usage {
            fail(Usage.text, status: 2)
        } catch let error as KeywrightError {
            fail(error.message, status: 1)
        } catch {
            fail("\(error)", status: 1)
        }
    }

    static func run() async throws {
        var words = try Words(Array(CommandLine.arguments.dropFirst()))
        let verb = try words.next()
        let path = ProcessInfo.processInfo.environment["STORE"] ?? "keys.db"
        let keywright = try await Keywright.open(path, prefix: "acme")
        switch verb {
        case "create": try await create(keywright, &words)
        case "list": try await list(keywright, &words)
        case "check": try await check(keywright, words)
        case "rotate": try await rotate(keywright, &words)
        case "revoke": try await revoke(keywright, &words)
        default: throw Usage()
        }
        try await keywright.close()
    }

    static func create(_ keywright: Keywright, _ words: inout Words) async throws {
        let (user, description) = (try words.next(), try words.next())
        let created = try await keywright.user(user).createApiKey(
            description: description, expiresIn: try words.days("--days"), scopes: words.values("--scope"))
        // The one place where the whole key is printed.
        print(created.value)
    }

    static func list(_ keywright: Keywright, _ words: inout Words) async throws {
        let owner = words.nextIfAny().map { keywright.user($0) }
        for key in try await keywright.listApiKeys(owner: owner) {
            let ends = key.expiresAt.map { $0.ISO8601Format() } ?? "never"
            print("\(key.id)  \(key.status.rawValue)  \(key.userId ?? "-")  …\(key.lastFour)  \(ends)  \(key.description)")
        }
    }

    /// Takes the key from standard input: a command line is seen by every process, and stays in the shell's history.
    static func check(_ keywright: Keywright, _ words: Words) async throws {
        let scopes = words.values("--scope")
        let verdict = try await keywright.verify(readLine(), scopes: scopes.isEmpty ? nil : scopes)
        guard verdict.valid else { fail("denied: \(verdict.reason?.rawValue ?? "")", status: 1) }
        print("valid: \(verdict.userId ?? "") (\(verdict.apiKey?.description ?? ""))")
    }

    static func rotate(_ keywright: Keywright, _ words: inout Words) async throws {
        let key = try keywright.apiKey(try words.next())
        let grace = try words.days("--grace-days").map(Grace.lasting) ?? .now
        print(try await key.rotate(grace: grace).value)
    }

    static func revoke(_ keywright: Keywright, _ words: inout Words) async throws {
        let key = try keywright.apiKey(try words.next())
        print("\(try await key.revoke(reason: words.nextIfAny()).status.rawValue)")
    }

    static func fail(_ text: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((text + "\n").utf8))
        exit(status)
    }
}
