// What the native half says beside its surface, in a file of its own: both modules use the same names.

import Foundation
import KeywrightNative

/// Which rule the text of a key breaks, or nothing. One of the texts is very long, and crosses byte by byte in a build for
/// development; its first bytes tell.
func cause(of bytes: [UInt8]) throws -> String? {
    try parse(text: Data(bytes.prefix(1000))).malformed
}

/// Every code that the native half can answer with, and whether it may be tried again.
func nativeCodes() -> [String: Bool] {
    Dictionary(uniqueKeysWithValues: errorWords().map { ($0.code, $0.isRetryable) })
}
