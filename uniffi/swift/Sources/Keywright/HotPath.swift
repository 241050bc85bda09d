// The way in for checks: writing and reading every answer as the generated half does costs some ten times the check. A key that
// is in memory is answered with the verdict of last time, by its name.

import Foundation
internal import KeywrightNative
internal import KeywrightNativeFFI

/// What failed before there was an answer.
private let defect = Int64.min
/// Memory can not answer, and the store was not asked.
private let mustWait = Int64.min + 1

/// A handle's way in, with the verdicts that it has handed out.
final class HotPath: Sendable {
    private let native: KeywrightNative.Keywright
    /// The native half finds the handle by it. It is given back once, when nobody holds this object any more.
    fileprivate let number: Int64
    private let kept: KeptVerdicts

    init(_ native: KeywrightNative.Keywright) {
        self.native = native
        number = native.hotPath()
        kept = KeptVerdicts(most: Int(mostKept()))
    }

    deinit {
        keywright_release_handle(number)
    }

    /// Checks a key.
    func check(_ value: String?, _ asked: VerifyOptions?) throws -> Facts {
        try facts(lending(value, asked) { keywright_check(number, $0, $1) }) ?? again(value, asked)
    }

    /// Checks a key if memory can answer, and otherwise returns nil.
    func checkFromMemory(_ value: String?, _ asked: VerifyOptions?) throws -> Facts? {
        let answer = lending(value, asked) { keywright_try_check(number, $0, $1) }
        return answer == mustWait ? nil : try facts(answer) ?? again(value, asked)
    }

    /// Checks the key in the headers of a request.
    func check(_ headers: [Header], _ asked: VerifyOptions?) throws -> Facts {
        try facts(lending(headers, asked) { keywright_check_headers(number, $0, $1) }) ?? again(headers, asked)
    }

    /// Does the same if memory can answer, and otherwise returns nil.
    func checkFromMemory(_ headers: [Header], _ asked: VerifyOptions?) throws -> Facts? {
        let answer = lending(headers, asked) { keywright_try_check_headers(number, $0, $1) }
        return answer == mustWait ? nil : try facts(answer) ?? again(headers, asked)
    }

    /// The verdict that a number stands for; nil when another key has taken its place between the answer and now.
    private func facts(_ answer: Int64) throws -> Facts? {
        if answer >= 0 { return kept.find(answer) }
        guard answer != defect else {
            throw KeywrightError.internal(message: "a defect in Keywright; standard error has the details")
        }
        let buffer = keywright_take_answer(number, answer)
        guard buffer.len > 0 else {
            try called { try native.hotPathError(ticket: answer) }
            throw KeywrightError.internal(message: "a defect in Keywright: an answer was lost")
        }
        let facts = try Facts(called { try FfiConverterTypeVerdict_lift(buffer) })
        if let name = facts.keptAs { kept.keep(facts, name) { keywright_tell_name(number, name) } }
        return facts
    }

    /// The check was counted and its verdict is gone: asks for it again in the way that counts nothing.
    private func again(_ value: String?, _ asked: VerifyOptions?) throws -> Facts {
        let options = asked ?? nothingAsked
        return try Facts(called { try native.explain(value: presented(value), options: options) }.verdict)
    }

    /// As above, but for one count too many: there is no such way for headers.
    private func again(_ headers: [Header], _ asked: VerifyOptions?) throws -> Facts {
        try Facts(called { try native.authenticate(headers: headers, options: asked ?? nothingAsked) })
    }
}

// What `make bench-swift` compares with. Each repeats within, so that the loop is the same for all.
extension Keywright {
    /// The plain C function alone, with its bytes at hand and no verdict to look up.
    package func benchPlainCheck(_ bytes: [UInt8], times: Int) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let value = KeywrightBytes(address: buffer.baseAddress, length: buffer.count)
            return (0..<times).allSatisfy { _ in hotPath.benchPlain(value) >= 0 }
        }
    }

    /// The same through the generated half, which writes and reads everything.
    package func benchGeneratedCheck(_ value: String, times: Int) throws -> Bool {
        try (0..<times).allSatisfy { _ in
            try native.verify(value: presented(value), options: nothingAsked).valid
        }
    }

    /// A call of C that does nothing.
    package func benchEmptyCall(times: Int) -> Bool {
        (0..<times).allSatisfy { _ in !keywright_tell_name(0, 0) }
    }
}

extension HotPath {
    fileprivate func benchPlain(_ value: KeywrightBytes) -> Int64 {
        keywright_check(number, value, KeywrightBytes(address: nil, length: 0))
    }
}

private let nothingAsked = VerifyOptions(ownerType: nil, accept: nil, scopes: nil, ip: nil, isOptional: false)

/// The verdicts that are kept, each at the place that its name says. Threads meet only where they look at the same part of it.
private struct KeptVerdicts: Sendable {
    private let most: Int
    private let parts: [Part]

    init(most: Int) {
        self.most = most
        parts = (0..<32).map { _ in Part() }
    }

    /// The verdict of a name, if it is still there.
    func find(_ name: Int64) -> Facts? {
        let place = Int(name % Int64(most))  // on a watch a whole number has 32 bits, and a name has 64
        return parts[place % parts.count].find(place / parts.count, name)
    }

    /// Keeps a verdict if its name still holds, which is told under the lock: so what was told and what is here are the same.
    func keep(_ facts: Facts, _ name: Int64, _ tell: () -> Bool) {
        let place = Int(name % Int64(most))
        parts[place % parts.count].keep(place / parts.count, facts, name, tell)
    }
}

private final class Part: @unchecked Sendable {
    // At an address of its own, since a mutex must not move. All else is touched under it.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var kept: [(name: Int64, facts: Facts)?] = []

    init() {
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func find(_ index: Int, _ name: Int64) -> Facts? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard index < kept.count, let one = kept[index], one.name == name else { return nil }
        return one.facts
    }

    func keep(_ index: Int, _ facts: Facts, _ name: Int64, _ tell: () -> Bool) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard tell() else { return }
        if index >= kept.count { kept += repeatElement(nil, count: max(index + 1, kept.count * 2) - kept.count) }
        kept[index] = (name, facts)
    }
}

/// Lends the native half the bytes of a text, and of what is asked beside it.
@inline(__always)
private func lending(
    _ value: String?, _ asked: VerifyOptions?, _ call: (KeywrightBytes, KeywrightBytes) -> Int64
) -> Int64 {
    var value = value ?? ""
    return value.withUTF8 { value in
        let bytes = KeywrightBytes(address: value.baseAddress, length: min(value.count, mostBytes))
        return lending(asked) { call(bytes, $0) }
    }
}

private func lending(
    _ headers: [Header], _ asked: VerifyOptions?, _ call: (KeywrightBytes, KeywrightBytes) -> Int64
) -> Int64 {
    var written: [UInt8] = []
    // A list as the generated half writes it: how many in four bytes, the most significant first, and then each.
    withUnsafeBytes(of: Int32(headers.count).bigEndian) { written.append(contentsOf: $0) }
    for header in headers { FfiConverterTypeHeader.write(header, into: &written) }
    return written.withUnsafeBufferPointer { headers in
        let bytes = KeywrightBytes(address: headers.baseAddress, length: headers.count)
        return lending(asked) { call(bytes, $0) }
    }
}

@inline(__always)
private func lending(_ asked: VerifyOptions?, _ call: (KeywrightBytes) -> Int64) -> Int64 {
    guard let asked else { return call(KeywrightBytes(address: nil, length: 0)) }
    var written: [UInt8] = []
    FfiConverterTypeVerifyOptions.write(asked, into: &written)
    return written.withUnsafeBufferPointer {
        call(KeywrightBytes(address: $0.baseAddress, length: $0.count))
    }
}
