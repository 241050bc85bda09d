import Foundation

/// What kind of error it is: the stable part, for programs. The texts are the same in every language.
public enum ErrorCode: String, Codable, CaseIterable, Sendable {
    /// An argument breaks a rule; the message names it and the rule.
    case invalidArgument = "invalid_argument"
    /// What was asked for does not exist, or the acting user must not know that it does.
    case notFound = "not_found"
    /// Something with this id exists.
    case alreadyExists = "already_exists"
    /// The acting user may not do this.
    case permissionDenied = "permission_denied"
    /// The store was busy for longer than the time-out. The same call may succeed when it is made again.
    case storageBusy = "storage_busy"
    /// The store could not be reached: a missing folder, a read-only file, an input or output error.
    case storageUnavailable = "storage_unavailable"
    /// The disk is full; nothing was changed.
    case storageFull = "storage_full"
    /// The file is damaged, or is not a Keywright store; it was left as it is.
    case storageCorrupt = "storage_corrupt"
    /// The file under an open store was replaced, or its locks were broken. Open it again.
    case storeReplaced = "store_replaced"
    /// The store was written by a newer version; it was left as it is.
    case schemaTooNew = "schema_too_new"
    /// The store is sealed and no fitting master key was given; or one was given, and it is not sealed.
    case masterKey = "master_key"
    /// A cap of the settings is reached.
    case limitReached = "limit_reached"
    /// The settings switch keys of this owner type off.
    case disabled
    /// The presented key was denied.
    case denied
    /// The store was closed, or a record is a copy.
    case closed
    /// A defect in Keywright. Report it with the message, which holds no secret.
    case `internal`
}

/// Keywright could not answer, or did not do what was asked.
///
/// A key that is expired, revoked or unknown is no error: it is a ``Verdict`` that says so. An error means that a question stayed
/// open or a change did not happen. None of them is ever a yes. The message says what was wrong and what would be right, and
/// never holds a secret.
///
/// ```swift
/// do {
///     try keywright.user("alice").createApiKey(description: "")
/// } catch KeywrightError.invalidArgument(let message) {
///     print(message)
/// }
/// ```
public enum KeywrightError: Error, Hashable, Sendable {
    /// An argument breaks a rule; the message names it and the rule.
    case invalidArgument(message: String)
    /// What was asked for does not exist, or the acting user must not know that it does.
    case notFound(message: String)
    /// Something with this id exists.
    case alreadyExists(message: String)
    /// The acting user may not do this.
    case permissionDenied(message: String)
    /// The store was busy for longer than the time-out. The same call may succeed when it is made again.
    case storageBusy(message: String)
    /// The store could not be reached: a missing folder, a read-only file, an input or output error.
    case storageUnavailable(message: String)
    /// The disk is full; nothing was changed.
    case storageFull(message: String)
    /// The file is damaged, or is not a Keywright store; it was left as it is.
    case storageCorrupt(message: String)
    /// The file under an open store was replaced, or its locks were broken. Open it again.
    case storeReplaced(message: String)
    /// The store was written by a newer version; it was left as it is.
    case schemaTooNew(message: String)
    /// The store is sealed and no fitting master key was given; or one was given, and it is not sealed.
    case masterKey(message: String)
    /// A cap of the settings is reached.
    case limitReached(message: String)
    /// The settings switch keys of this owner type off.
    case disabled(message: String, verdict: Verdict?)
    /// The presented key was denied. The verdict tells why, and how to answer.
    case denied(message: String, verdict: Verdict)
    /// The store was closed, or a record is a copy.
    case closed(message: String)
    /// A defect in Keywright, a panic among them; the handle still works. Report it with the message, which holds no secret.
    case `internal`(message: String)

    /// What kind of error it is, the same in every language.
    public var code: ErrorCode { parts.code }

    /// One sentence: what was wrong and what would be right.
    public var message: String { parts.message }

    /// The verdict of the check that the error comes from, if it comes from one.
    public var verdict: Verdict? {
        switch self {
        case .denied(_, let verdict): verdict
        case .disabled(_, let verdict): verdict
        default: nil
        }
    }

    private var parts: (code: ErrorCode, message: String) {
        switch self {
        case .invalidArgument(let message): (.invalidArgument, message)
        case .notFound(let message): (.notFound, message)
        case .alreadyExists(let message): (.alreadyExists, message)
        case .permissionDenied(let message): (.permissionDenied, message)
        case .storageBusy(let message): (.storageBusy, message)
        case .storageUnavailable(let message): (.storageUnavailable, message)
        case .storageFull(let message): (.storageFull, message)
        case .storageCorrupt(let message): (.storageCorrupt, message)
        case .storeReplaced(let message): (.storeReplaced, message)
        case .schemaTooNew(let message): (.schemaTooNew, message)
        case .masterKey(let message): (.masterKey, message)
        case .limitReached(let message): (.limitReached, message)
        case .disabled(let message, _): (.disabled, message)
        case .denied(let message, _): (.denied, message)
        case .closed(let message): (.closed, message)
        case .internal(let message): (.internal, message)
        }
    }
}

extension KeywrightError: LocalizedError {
    /// The message, for `localizedDescription`.
    public var errorDescription: String? { message }
}

extension KeywrightError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
