import Foundation
import Keywright
import KeywrightTesting
import Testing

@Test("an old key is denied when the clock has moved")
func anOldKeyIsDenied() throws {
    let store = try openForTests()
    let created = try store.keywright.user("alice").createApiKey(description: "CI", expiresIn: 90 * 24 * 3600)
    try store.clock.advance(days: 91)
    #expect(try store.keywright.verify(created.value).reason == .expired)
}

@Test("the clock stands still until it is moved, forward or to any instant")
func theClock() throws {
    let start = Date(timeIntervalSince1970: 1_800_000_000)
    let store = try openForTests(now: start)
    #expect(store.keywright.now() == start)
    #expect(store.clock.now() == start)
    try store.clock.advance(days: 1, hours: 2, minutes: 3, seconds: 4)
    #expect(store.clock.now() == start + 93_784)
    try store.clock.advance(by: 0.5)
    #expect(store.keywright.now() == start + 93_784.5)
    expect(.invalidArgument) { try store.clock.advance(by: -1) }
    try store.clock.set(start - 3600)
    #expect(store.clock.now() == start - 3600)
    #expect("\(store.clock)" == "TestClock(2027-01-15T07:00:00Z)")
    // Each store has a clock of its own.
    #expect(try openForTests().clock.now() == Date(timeIntervalSince1970: 1_798_761_600))
}
