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
