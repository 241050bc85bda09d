import Dispatch
import Foundation
internal import KeywrightNative

/// Where calls wait for a disk or a lock, so that no thread of Swift's own pool does: that one has as many as there are cores.
private let waiting = DispatchQueue(label: "keywright", attributes: .concurrent)

/// Makes a blocking call on a thread that may wait.
func later<Answer: Sendable>(_ call: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
        waiting.async { continuation.resume(with: Result(catching: call)) }
    }
}

/// Calls the native half, and makes the errors that people see of its own.
@inline(__always)
func called<Answer>(_ call: () throws -> Answer) throws -> Answer {
    do {
        return try call()
    } catch {
        throw visible(error)
    }
}

private func visible(_ error: any Error) -> KeywrightError {
    switch error {
    case let error as KeywrightError: error
    case let error as KeywrightNative.KeywrightError: KeywrightError(error)
    // What a panic says is not passed on: nobody proved that it is safe to show.
    default: .internal(message: "a defect in Keywright; standard error has the details")
    }
}

extension KeywrightError {
    init(_ error: KeywrightNative.KeywrightError) {
        self =
            switch error {
            case .InvalidArgument(let message): .invalidArgument(message: message)
            case .NotFound(let message): .notFound(message: message)
            case .AlreadyExists(let message): .alreadyExists(message: message)
            case .PermissionDenied(let message): .permissionDenied(message: message)
            case .StorageBusy(let message): .storageBusy(message: message)
            case .StorageUnavailable(let message): .storageUnavailable(message: message)
            case .StorageFull(let message): .storageFull(message: message)
            case .StorageCorrupt(let message): .storageCorrupt(message: message)
            case .StoreReplaced(let message): .storeReplaced(message: message)
            case .SchemaTooNew(let message): .schemaTooNew(message: message)
            case .MasterKey(let message): .masterKey(message: message)
            case .LimitReached(let message): .limitReached(message: message)
            case .Disabled(let message): .disabled(message: message, verdict: nil)
            // A denial comes with its verdict, which the caller of this adds.
            case .Denied(let message): .internal(message: message)
            case .Closed(let message): .closed(message: message)
            case .Internal(let message): .internal(message: message)
            }
    }

    /// A record that was decoded or made by hand has no handle.
    static let copy = KeywrightError.closed(
        message: "this record is a copy, which is data only; ask the store for the record again")
}
