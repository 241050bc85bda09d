// What needs no handle on a store.

import Foundation
internal import KeywrightNative

/// A path: a text, or a file URL.
public protocol PathLike: Sendable {
    /// The path as text.
    ///
    /// - Throws: `invalidArgument` when it is the URL of something else than a file.
    func filePath() throws -> String
}

extension String: PathLike {
    /// The text itself.
    public func filePath() -> String { self }
}

extension URL: PathLike {
    /// The path of a file URL.
    public func filePath() throws -> String {
        guard isFileURL else {
            throw KeywrightError.invalidArgument(message: "a store is a file, and this URL names none")
        }
        return path
    }
}

extension Keywright {
    /// The version of Keywright.
    public static var version: String { nativeVersion() }

    /// Reads the text of a key without a store. It is no check: that takes `verify`.
    ///
    /// - Parameter text: The text, such as one that somebody pasted.
    /// - Throws: `invalidArgument` when the text is no key.
    public static func parse(_ text: String) throws -> ParsedToken {
        try parse(bytes: Array(text.utf8.prefix(mostBytes)))
    }

    /// The same of bytes, which may be no text at all.
    ///
    /// - Parameter bytes: The bytes.
    /// - Throws: `invalidArgument` when they are no key.
    public static func parse(bytes: [UInt8]) throws -> ParsedToken {
        let answer = try called { try KeywrightNative.parse(text: Data(bytes.prefix(mostBytes))) }
        guard let token = answer.token else {
            throw KeywrightError.invalidArgument(
                message: "the text is no key. malformed=`\(answer.malformed ?? "")`")
        }
        return ParsedToken(token)
    }

    /// Hides the secrets of all keys in a text, and leaves their ids to be found by.
    ///
    /// - Parameter text: Any text, such as a line of a log.
    public static func redact(_ text: String) throws -> String {
        try called { try KeywrightNative.redact(text: text) }
    }

    /// Makes a new master key, as text. Keep it apart from the store, and where you will find it again.
    public static func generateMasterKey() throws -> String {
        try called { try KeywrightNative.generateMasterKey() }
    }

    /// Takes a store's file to the schema of this version, also where that shuts programs of older versions out. Opening takes
    /// all other steps by itself. Run it once every process has the new version.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - anyFileSystem: As in `open`.
    ///   - masterKeys: As in `open`.
    /// - Returns: The schema numbers before and after.
    /// - Throws: As `open`.
    @discardableResult
    public static func migrate(
        _ path: some PathLike, anyFileSystem: Bool = false, masterKeys: [String] = []
    ) throws -> Migrated {
        let file = try path.filePath()
        let options = OpenOptions(
            existing: true, anyFileSystem: anyFileSystem, prefix: nil, busyTimeOut: nil, memoryLimit: nil,
            resident: false, acceptUnsealed: false)
        return Migrated(
            try called { try KeywrightNative.migrate(path: file, options: options, masterKeys: masterKeys) })
    }

    /// The same, waiting elsewhere.
    @discardableResult
    public static func migrate(
        _ path: some PathLike, anyFileSystem: Bool = false, masterKeys: [String] = []
    ) async throws -> Migrated {
        try await later { try migrate(path, anyFileSystem: anyFileSystem, masterKeys: masterKeys) }
    }
}

extension KeywrightError {
    private static let words = Dictionary(uniqueKeysWithValues: errorWords().map { ($0.code, $0) })

    /// Whether the same call may succeed when it is made again unchanged.
    public var isRetryable: Bool { code.isRetryable }

    /// The HTTP answer to a request whose key could not be checked: 503 with `Retry-After`, and for a denied key what its
    /// verdict says.
    public func http() -> HttpAnswer {
        if let verdict { return verdict.http() }
        guard let word = Self.words[code.rawValue] else { return HttpAnswer(status: 503, headers: [:], body: "") }
        return HttpAnswer(word.http)
    }

    fileprivate static func isRetryable(_ code: ErrorCode) -> Bool {
        words[code.rawValue]?.isRetryable ?? false
    }
}

extension ErrorCode {
    /// Whether the same call may succeed when it is made again unchanged.
    public var isRetryable: Bool { KeywrightError.isRetryable(self) }
}
