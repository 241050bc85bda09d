// A store for tests of your own. It takes no path, so a real store can never get a movable clock.

import Foundation
public import Keywright

/// A store in memory, and its clock, which stands still until you move it.
///
/// ```swift
/// let store = try openForTests()
/// let created = try store.keywright.user("alice").createApiKey(description: "CI", expiresIn: 90 * 24 * 3600)
/// try store.clock.advance(days: 91)
/// print(try store.keywright.verify(created.value).reason?.rawValue ?? "") // expired
/// ```
public struct TestStore: Sendable {
    /// The handle on the store. Handles made from it share its clock.
    public let keywright: Keywright
    /// The time of the store.
    public let clock: TestClock
}

/// Opens a store in memory whose clock stands still.
///
/// - Parameter now: What the clock shows at first: the first of January 2027 by default.
public func openForTests(now: Date = Date(timeIntervalSince1970: 1_798_761_600)) throws -> TestStore {
    let clock = try MovableClock(now: now)
    return TestStore(keywright: clock.keywright, clock: TestClock(movable: clock))
}

/// The time of a store for tests.
public struct TestClock: Sendable {
    let movable: MovableClock

    /// What the clock shows.
    public func now() -> Date { movable.now }

    /// Moves the clock forward.
    ///
    /// - Parameter seconds: How far.
    /// - Throws: `invalidArgument` when it is negative; `set` moves the clock back.
    public func advance(by seconds: TimeInterval) throws {
        try movable.advance(by: seconds)
    }

    /// Moves the clock forward by the sum of these.
    ///
    /// - Parameters:
    ///   - days: So many days.
    ///   - hours: So many hours.
    ///   - minutes: So many minutes.
    ///   - seconds: So many seconds.
    /// - Throws: `invalidArgument` when it is negative; `set` moves the clock back.
    public func advance(days: Double = 0, hours: Double = 0, minutes: Double = 0, seconds: Double = 0) throws {
        try advance(by: ((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    }

    /// Makes the clock show an instant.
    ///
    /// - Parameter now: The instant.
    public func set(_ now: Date) throws {
        try movable.set(now)
    }
}

extension TestClock: CustomStringConvertible {
    /// What the clock shows.
    public var description: String { "TestClock(\(now().ISO8601Format()))" }
}
