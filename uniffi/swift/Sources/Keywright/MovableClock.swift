import Foundation
internal import KeywrightNative

/// The clock of a store for tests, for the module `KeywrightTesting`: that one can not name what is native, since two modules
/// call their handle by the same name.
package struct MovableClock: Sendable {
    private let native: KeywrightNative.TestClock

    package init(now: Date) throws {
        let start = try instant(now, "now")
        native = try called { try KeywrightNative.TestClock.openForTests(now: start) }
    }

    package var keywright: Keywright { Keywright(native.keywright()) }

    package var now: Date { native.now() }

    package func advance(by seconds: TimeInterval) throws {
        let seconds = try duration(seconds, "seconds")
        try called { try native.advance(duration: seconds) }
    }

    package func set(_ now: Date) throws {
        let now = try instant(now, "now")
        try called { try native.set(now: now) }
    }
}

/// Panics in the native half, where a call would: `KeywrightTests` proves with it what a panic becomes.
package func panicForTests() throws {
    try called { try KeywrightNative.panicForTests() }
}
