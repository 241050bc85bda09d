// Written by `make gen` from uniffi/src, with uniffi-bindgen: change that, not this.

// swiftlint:disable all
import Foundation

// Depending on the consumer's build setup, the low-level FFI code
// might be in a separate module, or it might be compiled inline into
// this module. This is a bit of light hackery to work with both.
#if canImport(KeywrightNativeFFI)
import KeywrightNativeFFI
#endif

fileprivate extension RustBuffer {
    // Allocate a new buffer, copying the contents of a `UInt8` array.
    init(bytes: [UInt8]) {
        let rbuf = bytes.withUnsafeBufferPointer { ptr in
            RustBuffer.from(ptr)
        }
        self.init(capacity: rbuf.capacity, len: rbuf.len, data: rbuf.data)
    }

    static func empty() -> RustBuffer {
        RustBuffer(capacity: 0, len:0, data: nil)
    }

    static func from(_ ptr: UnsafeBufferPointer<UInt8>) -> RustBuffer {
        try! rustCall { ffi_keywright_uniffi_rustbuffer_from_bytes(ForeignBytes(bufferPointer: ptr), $0) }
    }

    // Frees the buffer in place.
    // The buffer must not be used after this is called.
    func deallocate() {
        try! rustCall { ffi_keywright_uniffi_rustbuffer_free(self, $0) }
    }
}

fileprivate extension ForeignBytes {
    init(bufferPointer: UnsafeBufferPointer<UInt8>) {
        self.init(len: Int32(bufferPointer.count), data: bufferPointer.baseAddress)
    }

    init(rawBufferPointer: UnsafeRawBufferPointer) {
        self.init(
            len: Int32(rawBufferPointer.count),
            data: rawBufferPointer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
    }
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Conforms to `FfiConverter` so the compiler enforces the full converter
// method set. Only the scope-bound `lower(_:_body:)` overload is sound —
// zero-copy byte buffers only flow foreign -> Rust, and only in argument
// position. The four protocol-witness methods (`lift`, `lower`, `read`,
// `write`) `fatalError` at runtime if anyone reaches them.
//
// The scope-bound `lower` takes a closure because the `ForeignBytes`
// pointer is only guaranteed valid for the duration of
// `Data.withUnsafeBytes`. Callers must run the full FFI call inside
// the closure body.
fileprivate enum FfiConverterByRefBytes: FfiConverter {
    typealias SwiftType = Data
    typealias FfiType = ForeignBytes

    static func lower<R>(_ value: Data, _ body: (ForeignBytes) throws -> R) rethrows -> R {
        return try value.withUnsafeBytes { rawBuf in
            try body(ForeignBytes(rawBufferPointer: rawBuf))
        }
    }

    static func lower(_ value: Data) -> ForeignBytes {
        fatalError("ByRef bytes cannot use the plain lower: returning ForeignBytes escapes the Data.withUnsafeBytes scope. Use the scope-bound lower(_:_body:) overload instead.")
    }

    static func lift(_ value: ForeignBytes) throws -> Data {
        fatalError("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")
    }

    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Data {
        fatalError("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }

    static func write(_ value: Data, into buf: inout [UInt8]) {
        fatalError("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }
}

// For every type used in the interface, we provide helper methods for conveniently
// lifting and lowering that type from C-compatible data, and for reading and writing
// values of that type in a buffer.

// Helper classes/extensions that don't change.
// Someday, this will be in a library of its own.

fileprivate extension Data {
    init(rustBuffer: RustBuffer) {
        self.init(
            bytesNoCopy: rustBuffer.data!,
            count: Int(rustBuffer.len),
            deallocator: .none
        )
    }
}

// Define reader functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.
//
// With external types, one swift source file needs to be able to call the read
// method on another source file's FfiConverter, but then what visibility
// should Reader have?
// - If Reader is fileprivate, then this means the read() must also
//   be fileprivate, which doesn't work with external types.
// - If Reader is internal/public, we'll get compile errors since both source
//   files will try define the same type.
//
// Instead, the read() method and these helper functions input a tuple of data

fileprivate func createReader(data: Data) -> (data: Data, offset: Data.Index) {
    (data: data, offset: 0)
}

// Reads an integer at the current offset, in big-endian order, and advances
// the offset on success. Throws if reading the integer would move the
// offset past the end of the buffer.
fileprivate func readInt<T: FixedWidthInteger>(_ reader: inout (data: Data, offset: Data.Index)) throws -> T {
    let range = reader.offset..<reader.offset + MemoryLayout<T>.size
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
    return value.bigEndian
}

// Reads an arbitrary number of bytes, to be used to read
// raw bytes, this is useful when lifting strings
fileprivate func readBytes(_ reader: inout (data: Data, offset: Data.Index), count: Int) throws -> Array<UInt8> {
    let range = reader.offset..<(reader.offset+count)
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
    reader.offset = range.upperBound
    return value
}

// Reads a float at the current offset.
fileprivate func readFloat(_ reader: inout (data: Data, offset: Data.Index)) throws -> Float {
    return Float(bitPattern: try readInt(&reader))
}

// Reads a float at the current offset.
fileprivate func readDouble(_ reader: inout (data: Data, offset: Data.Index)) throws -> Double {
    return Double(bitPattern: try readInt(&reader))
}

// Indicates if the offset has reached the end of the buffer.
fileprivate func hasRemaining(_ reader: (data: Data, offset: Data.Index)) -> Bool {
    return reader.offset < reader.data.count
}

// Define writer functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.  See the above discussion on Readers for details.

fileprivate func createWriter() -> [UInt8] {
    return []
}

fileprivate func writeBytes<S>(_ writer: inout [UInt8], _ byteArr: S) where S: Sequence, S.Element == UInt8 {
    writer.append(contentsOf: byteArr)
}

// Writes an integer in big-endian order.
//
// Warning: make sure what you are trying to write
// is in the correct type!
fileprivate func writeInt<T: FixedWidthInteger>(_ writer: inout [UInt8], _ value: T) {
    var value = value.bigEndian
    withUnsafeBytes(of: &value) { writer.append(contentsOf: $0) }
}

fileprivate func writeFloat(_ writer: inout [UInt8], _ value: Float) {
    writeInt(&writer, value.bitPattern)
}

fileprivate func writeDouble(_ writer: inout [UInt8], _ value: Double) {
    writeInt(&writer, value.bitPattern)
}

// Protocol for types that transfer other types across the FFI. This is
// analogous to the Rust trait of the same name.
fileprivate protocol FfiConverter {
    associatedtype FfiType
    associatedtype SwiftType

    static func lift(_ value: FfiType) throws -> SwiftType
    static func lower(_ value: SwiftType) -> FfiType
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType
    static func write(_ value: SwiftType, into buf: inout [UInt8])
}

// Types conforming to `Primitive` pass themselves directly over the FFI.
fileprivate protocol FfiConverterPrimitive: FfiConverter where FfiType == SwiftType { }

extension FfiConverterPrimitive {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ value: FfiType) throws -> SwiftType {
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> FfiType {
        return value
    }
}

// Types conforming to `FfiConverterRustBuffer` lift and lower into a `RustBuffer`.
// Used for complex types where it's hard to write a custom lift/lower.
fileprivate protocol FfiConverterRustBuffer: FfiConverter where FfiType == RustBuffer {}

extension FfiConverterRustBuffer {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ buf: RustBuffer) throws -> SwiftType {
        var reader = createReader(data: Data(rustBuffer: buf))
        let value = try read(from: &reader)
        if hasRemaining(reader) {
            throw UniffiInternalError.incompleteData
        }
        buf.deallocate()
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> RustBuffer {
          var writer = createWriter()
          write(value, into: &writer)
          return RustBuffer(bytes: writer)
    }
}
// An error type for FFI errors. These errors occur at the UniFFI level, not
// the library level.
fileprivate enum UniffiInternalError: LocalizedError {
    case bufferOverflow
    case incompleteData
    case unexpectedOptionalTag
    case unexpectedEnumCase
    case unexpectedNullPointer
    case unexpectedRustCallStatusCode
    case unexpectedRustCallError
    case unexpectedStaleHandle
    case rustPanic(_ message: String)

    public var errorDescription: String? {
        switch self {
        case .bufferOverflow: return "Reading the requested value would read past the end of the buffer"
        case .incompleteData: return "The buffer still has data after lifting its containing value"
        case .unexpectedOptionalTag: return "Unexpected optional tag; should be 0 or 1"
        case .unexpectedEnumCase: return "Raw enum value doesn't match any cases"
        case .unexpectedNullPointer: return "Raw pointer value was null"
        case .unexpectedRustCallStatusCode: return "Unexpected RustCallStatus code"
        case .unexpectedRustCallError: return "CALL_ERROR but no errorClass specified"
        case .unexpectedStaleHandle: return "The object in the handle map has been dropped already"
        case let .rustPanic(message): return message
        }
    }
}

fileprivate extension NSLock {
    func withLock<T>(f: () throws -> T) rethrows -> T {
        self.lock()
        defer { self.unlock() }
        return try f()
    }
}

fileprivate let CALL_SUCCESS: Int8 = 0
fileprivate let CALL_ERROR: Int8 = 1
fileprivate let CALL_UNEXPECTED_ERROR: Int8 = 2
fileprivate let CALL_CANCELLED: Int8 = 3

fileprivate extension RustCallStatus {
    init() {
        self.init(
            code: CALL_SUCCESS,
            errorBuf: RustBuffer.init(
                capacity: 0,
                len: 0,
                data: nil
            )
        )
    }
}

private func rustCall<T>(_ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    let neverThrow: ((RustBuffer) throws -> Never)? = nil
    return try makeRustCall(callback, errorHandler: neverThrow)
}

private func rustCallWithError<T, E: Swift.Error>(
    _ errorHandler: @escaping (RustBuffer) throws -> E,
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    try makeRustCall(callback, errorHandler: errorHandler)
}

private func makeRustCall<T, E: Swift.Error>(
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T,
    errorHandler: ((RustBuffer) throws -> E)?
) throws -> T {
    uniffiEnsureKeywrightUniffiInitialized()
    var callStatus = RustCallStatus.init()
    let returnedVal = callback(&callStatus)
    try uniffiCheckCallStatus(callStatus: callStatus, errorHandler: errorHandler)
    return returnedVal
}

private func uniffiCheckCallStatus<E: Swift.Error>(
    callStatus: RustCallStatus,
    errorHandler: ((RustBuffer) throws -> E)?
) throws {
    switch callStatus.code {
        case CALL_SUCCESS:
            return

        case CALL_ERROR:
            if let errorHandler = errorHandler {
                throw try errorHandler(callStatus.errorBuf)
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.unexpectedRustCallError
            }

        case CALL_UNEXPECTED_ERROR:
            // When the rust code sees a panic, it tries to construct a RustBuffer
            // with the message.  But if that code panics, then it just sends back
            // an empty buffer.
            if callStatus.errorBuf.len > 0 {
                throw UniffiInternalError.rustPanic(try FfiConverterString.lift(callStatus.errorBuf))
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.rustPanic("Rust panic")
            }

        case CALL_CANCELLED:
            fatalError("Cancellation not supported yet")

        default:
            throw UniffiInternalError.unexpectedRustCallStatusCode
    }
}

private func uniffiTraitInterfaceCall<T>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> ()
) {
    do {
        try writeReturn(makeCall())
    } catch let error {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}

private func uniffiTraitInterfaceCallWithError<T, E>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> (),
    lowerError: (E) -> RustBuffer
) {
    do {
        try writeReturn(makeCall())
    } catch let error as E {
        callStatus.pointee.code = CALL_ERROR
        callStatus.pointee.errorBuf = lowerError(error)
    } catch {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}
// Initial value and increment amount for handles.
// These ensure that SWIFT handles always have the lowest bit set
fileprivate let UNIFFI_HANDLEMAP_INITIAL: UInt64 = 1
fileprivate let UNIFFI_HANDLEMAP_DELTA: UInt64 = 2

fileprivate final class UniffiHandleMap<T>: @unchecked Sendable {
    // All mutation happens with this lock held, which is why we implement @unchecked Sendable.
    private let lock = NSLock()
    private var map: [UInt64: T] = [:]
    private var currentHandle: UInt64 = UNIFFI_HANDLEMAP_INITIAL

    func insert(obj: T) -> UInt64 {
        lock.withLock {
            return doInsert(obj)
        }
    }

    // Low-level insert function, this assumes `lock` is held.
    private func doInsert(_ obj: T) -> UInt64 {
        let handle = currentHandle
        currentHandle += UNIFFI_HANDLEMAP_DELTA
        map[handle] = obj
        return handle
    }

     func get(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

     func clone(handle: UInt64) throws -> UInt64 {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return doInsert(obj)
        }
    }

    @discardableResult
    func remove(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map.removeValue(forKey: handle) else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

    var count: Int {
        get {
            map.count
        }
    }
}


// Public interface members begin here.


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterInt32: FfiConverterPrimitive {
    typealias FfiType = Int32
    typealias SwiftType = Int32

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Int32 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Int32, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterInt64: FfiConverterPrimitive {
    typealias FfiType = Int64
    typealias SwiftType = Int64

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Int64 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Int64, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterBool : FfiConverter {
    typealias FfiType = Int8
    typealias SwiftType = Bool

    public static func lift(_ value: Int8) throws -> Bool {
        return value != 0
    }

    public static func lower(_ value: Bool) -> Int8 {
        return value ? 1 : 0
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Bool {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Bool, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterString: FfiConverter {
    typealias SwiftType = String
    typealias FfiType = RustBuffer

    public static func lift(_ value: RustBuffer) throws -> String {
        defer {
            value.deallocate()
        }
        if value.data == nil {
            return String()
        }
        let bytes = UnsafeBufferPointer<UInt8>(start: value.data!, count: Int(value.len))
        // Use Swift's native UTF-8 decoder; `String(bytes:encoding:.utf8)` goes
        // through Foundation's NSString and silently strips a leading U+FEFF BOM.
        // Invalid UTF-8 substitutes U+FFFD instead of trapping (unreachable
        // given Rust's `String` invariant).
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func lower(_ value: String) -> RustBuffer {
        return value.utf8CString.withUnsafeBufferPointer { ptr in
            // The swift string gives us int8_t, we want uint8_t.
            ptr.withMemoryRebound(to: UInt8.self) { ptr in
                // The swift string gives us a trailing null byte, we don't want it.
                let buf = UnsafeBufferPointer(rebasing: ptr.prefix(upTo: ptr.count - 1))
                return RustBuffer.from(buf)
            }
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> String {
        let len: Int32 = try readInt(&buf)
        // See `lift` above for why we avoid Foundation's NSString-backed decoder here.
        return String(decoding: try readBytes(&buf, count: Int(len)), as: UTF8.self)
    }

    public static func write(_ value: String, into buf: inout [UInt8]) {
        let len = Int32(value.utf8.count)
        writeInt(&buf, len)
        writeBytes(&buf, value.utf8)
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterData: FfiConverterRustBuffer {
    typealias SwiftType = Data

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Data {
        let len: Int32 = try readInt(&buf)
        return Data(try readBytes(&buf, count: Int(len)))
    }

    public static func write(_ value: Data, into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        writeBytes(&buf, value)
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterTimestamp: FfiConverterRustBuffer {
    typealias SwiftType = Date

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Date {
        let seconds: Int64 = try readInt(&buf)
        let nanoseconds: UInt32 = try readInt(&buf)
        // Build the Date from whole seconds first, then add the nanoseconds as a
        // separate TimeInterval.  Date stores CFAbsoluteTime (seconds since 2001),
        // so adding a small fraction to the ~7.8e8 base is twice as precise as
        // adding it to the ~1.76e9 Unix-epoch value, because the smaller magnitude
        // leaves more mantissa bits for the sub-second part.
        if seconds >= 0 {
            return Date(timeIntervalSince1970: Double(seconds))
                .addingTimeInterval(Double(nanoseconds) / 1.0e9)
        } else {
            return Date(timeIntervalSince1970: Double(seconds))
                .addingTimeInterval(-Double(nanoseconds) / 1.0e9)
        }
    }

    public static func write(_ value: Date, into buf: inout [UInt8]) {
        var delta = value.timeIntervalSince1970
        var sign: Int64 = 1
        if delta < 0 {
            // The nanoseconds portion of the epoch offset must always be
            // positive, to simplify the calculation we will use the absolute
            // value of the offset.
            sign = -1
            delta = -delta
        }
        if delta.rounded(.down) > Double(Int64.max) {
            fatalError("Timestamp overflow, exceeds max bounds supported by Uniffi")
        }
        let seconds = Int64(delta)
        let nanoseconds = UInt32((delta - Double(seconds)) * 1.0e9)
        writeInt(&buf, sign * seconds)
        writeInt(&buf, nanoseconds)
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDuration: FfiConverterRustBuffer {
    typealias SwiftType = TimeInterval

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TimeInterval {
        let seconds: UInt64 = try readInt(&buf)
        let nanoseconds: UInt32 = try readInt(&buf)
        return Double(seconds) + (Double(nanoseconds) / 1.0e9)
    }

    public static func write(_ value: TimeInterval, into buf: inout [UInt8]) {
        if value.rounded(.down) > Double(Int64.max) {
            fatalError("Duration overflow, exceeds max bounds supported by Uniffi")
        }

        if value < 0 {
            fatalError("Invalid duration, must be non-negative")
        }

        let seconds = UInt64(value)
        let nanoseconds = UInt32((value - Double(seconds)) * 1.0e9)
        writeInt(&buf, seconds)
        writeInt(&buf, nanoseconds)
    }
}




/**
 * A key, by id.
 */
public protocol ApiKeyHandleProtocol: AnyObject, Sendable {

    /**
     * Returns the key as stored.
     */
    func get() throws  -> ApiKey

    /**
     * The id, as it is written.
     */
    func id()  -> String

    /**
     * Deletes the key with its history.
     */
    func purge() throws

    /**
     * Lifts the suspension.
     */
    func resume() throws  -> ApiKey

    /**
     * Ends the key for good. A second time changes nothing.
     */
    func revoke(reason: String?) throws  -> ApiKey

    /**
     * Gives the key another secret, and the one that it replaces an end.
     */
    func rotate(grace: Grace) throws  -> CreatedApiKey

    /**
     * Suspends the key until it is resumed.
     */
    func suspend(reason: String?) throws  -> ApiKey

    /**
     * Changes the key.
     */
    func update(update: ApiKeyUpdate) throws  -> ApiKey

    /**
     * Returns how the key was used between two instants.
     */
    func usage(start: Date, end: Date, step: UsageStep) throws  -> Usage

    /**
     * Returns how the key was used in the last minutes, hours or days.
     */
    func usageOfLast(buckets: Int64, step: UsageStep) throws  -> Usage

}
/**
 * A key, by id.
 */
open class ApiKeyHandle: ApiKeyHandleProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_keywright_uniffi_fn_clone_apikeyhandle(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_keywright_uniffi_fn_free_apikeyhandle(handle, $0) }
    }




    /**
     * Returns the key as stored.
     */
open func get()throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_get(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The id, as it is written.
     */
open func id() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_id(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Deletes the key with its history.
     */
open func purge()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_purge(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Lifts the suspension.
     */
open func resume()throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_resume(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Ends the key for good. A second time changes nothing.
     */
open func revoke(reason: String?)throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_revoke(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(reason),uniffiCallStatus
    )
})
}

    /**
     * Gives the key another secret, and the one that it replaces an end.
     */
open func rotate(grace: Grace)throws  -> CreatedApiKey  {
    return try  FfiConverterTypeCreatedApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_rotate(
            self.uniffiCloneHandle(),
        FfiConverterTypeGrace_lower(grace),uniffiCallStatus
    )
})
}

    /**
     * Suspends the key until it is resumed.
     */
open func suspend(reason: String?)throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_suspend(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(reason),uniffiCallStatus
    )
})
}

    /**
     * Changes the key.
     */
open func update(update: ApiKeyUpdate)throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_update(
            self.uniffiCloneHandle(),
        FfiConverterTypeApiKeyUpdate_lower(update),uniffiCallStatus
    )
})
}

    /**
     * Returns how the key was used between two instants.
     */
open func usage(start: Date, end: Date, step: UsageStep)throws  -> Usage  {
    return try  FfiConverterTypeUsage_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_usage(
            self.uniffiCloneHandle(),
        FfiConverterTimestamp.lower(start),
        FfiConverterTimestamp.lower(end),
        FfiConverterTypeUsageStep_lower(step),uniffiCallStatus
    )
})
}

    /**
     * Returns how the key was used in the last minutes, hours or days.
     */
open func usageOfLast(buckets: Int64, step: UsageStep)throws  -> Usage  {
    return try  FfiConverterTypeUsage_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_apikeyhandle_usage_of_last(
            self.uniffiCloneHandle(),
        FfiConverterInt64.lower(buckets),
        FfiConverterTypeUsageStep_lower(step),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeApiKeyHandle: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = ApiKeyHandle

    public static func lift(_ handle: UInt64) throws -> ApiKeyHandle {
        return ApiKeyHandle(unsafeFromHandle: handle)
    }

    public static func lower(_ value: ApiKeyHandle) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ApiKeyHandle {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: ApiKeyHandle, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyHandle_lift(_ handle: UInt64) throws -> ApiKeyHandle {
    return try FfiConverterTypeApiKeyHandle.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyHandle_lower(_ value: ApiKeyHandle) -> UInt64 {
    return FfiConverterTypeApiKeyHandle.lower(value)
}






/**
 * The handle on one store. Any thread may use it.
 */
public protocol KeywrightProtocol: AnyObject, Sendable {

    /**
     * Returns a key as stored.
     */
    func getApiKey(id: String) throws  -> ApiKey

    /**
     * Returns keys, newest first.
     */
    func listApiKeys(filter: ApiKeyFilter) throws  -> [ApiKey]

    /**
     * Returns keys page by page, newest first.
     */
    func pageApiKeys(filter: ApiKeyFilter, limit: Int64, cursor: String?) throws  -> Page

    /**
     * Revokes every key that meets all conditions, and returns how many there were.
     */
    func revokeAll(conditions: RevokeAllConditions) throws  -> Int64

    /**
     * Makes a number by which the JVM's own way in finds this handle. It stays valid, and holds memory, until that way releases
     * it: nothing else may take it.
     */
    func hotPath()  -> Int64

    /**
     * Throws the error that waits under a ticket.
     */
    func hotPathError(ticket: Int64) throws

    /**
     * Makes a handle that acts as a user, whose rights are checked. The permissions in teams that are stated here hold for
     * this handle and are not stored.
     */
    func actingAs(userId: String, teamPermissions: [String: [String]], grantableScopes: [String]) throws  -> Keywright

    /**
     * Says who acts: `server`, `server:NAME` or `user:ID`.
     */
    func actor()  -> String

    /**
     * A handle on a key.
     */
    func apiKey(id: String) throws  -> ApiKeyHandle

    /**
     * Makes a handle that acts as the server in somebody's name, for the audit log.
     */
    func by(name: String) throws  -> Keywright

    /**
     * Makes a team.
     */
    func createTeam(new: NewTeam) throws  -> Team

    /**
     * Defines a permission, or defines it anew.
     */
    func definePermission(id: String, contains: [String], description: String?, refuseExisting: Bool) throws  -> PermissionDefinition

    /**
     * Deletes a permission, everywhere.
     */
    func deletePermission(id: String) throws

    /**
     * Returns entries of the audit log after this number, oldest first.
     */
    func events(after: Int64, limit: Int64) throws  -> [Event]

    /**
     * Returns a team as stored, or nothing.
     */
    func getTeam(id: String) throws  -> Team?

    /**
     * Returns a user as stored, or nothing.
     */
    func getUser(id: String) throws  -> User?

    /**
     * Says whether the store was closed.
     */
    func isClosed()  -> Bool

    /**
     * Returns all permissions that are defined.
     */
    func listPermissionDefinitions() throws  -> [PermissionDefinition]

    /**
     * Returns the store's time.
     */
    func now()  -> Date

    /**
     * Tells how many keys end when a prefix is dropped.
     */
    func previewDropPrefix(prefix: String) throws  -> Int64

    /**
     * Gives a permission another name, everywhere.
     */
    func renamePermission(id: String, newId: String) throws  -> PermissionDefinition

    /**
     * Returns the settings.
     */
    func settings() throws  -> Settings

    /**
     * Closes the store: waits for calls in flight, writes what is written behind. A second time does nothing.
     */
    func shutdown() throws

    /**
     * Returns signals after this number, oldest first.
     */
    func signals(after: Int64, limit: Int64) throws  -> [Signal]

    /**
     * A handle on a team. It costs nothing, and the team need not exist.
     */
    func team(id: String)  -> TeamHandle

    /**
     * Changes settings.
     */
    func updateSettings(update: SettingsUpdate) throws  -> Settings

    /**
     * A handle on a user. It costs nothing, and the user need not exist.
     */
    func user(id: String)  -> UserHandle

    /**
     * Says why a key that was read with this status and this end is not valid now: `manually-revoked`, `suspended` or
     * `expired`, or nothing when it is valid.
     */
    func whyInvalid(status: Status, expiresAt: Date?) throws  -> String?

    /**
     * Copies the store and its usage into one new file, while it is in use.
     */
    func backup(path: String) throws  -> Backup

    /**
     * Looks at every page and row of the store.
     */
    func checkIntegrity() throws  -> Integrity

    /**
     * Writes the store into a new file of JSON lines, which only its owner can read.
     */
    func export(path: String) throws

    /**
     * Writes now what is written behind.
     */
    func flush() throws

    /**
     * Adds what an export holds. What is there already stays as it is.
     */
    func `import`(path: String, dryRun: Bool) throws  -> ImportReport

    /**
     * Returns when keys were last valid, by their ids. A key that never was is not there.
     */
    func lastUsed(ids: [String]) throws  -> [String: LastUse]

    /**
     * Tells what a restore would do.
     */
    func previewRestore(path: String) throws  -> RestoreReport

    /**
     * Makes a new data key and seals every row with it.
     */
    func rekey() throws  -> SealReport

    /**
     * Makes the store what it was when the backup was taken. Keys that were revoked since stay revoked, unless
     * `with_revoked` says otherwise.
     */
    func restore(path: String, withRevoked: Bool) throws  -> RestoreReport

    /**
     * Wraps the data keys under the newest master key, and returns how many there were.
     */
    func rotateMasterKey() throws  -> Int64

    /**
     * Seals every row under the master key that the store was opened with.
     */
    func seal() throws  -> SealReport

    /**
     * Tells how far the store is sealed.
     */
    func sealStatus() throws  -> SealStatus

    /**
     * Returns what there is to know about the store itself, for a log.
     */
    func status() throws  -> StoreInfo

    /**
     * Loads keys into memory before anybody presents them: all, or those of one owner.
     */
    func warm(owner: Owner?) throws  -> Warmed

    /**
     * Finds the key in the headers of a request and checks it. It is never looked for in a query string.
     */
    func authenticate(headers: [Header], options: VerifyOptions) throws  -> Verdict

    /**
     * Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
     */
    func explain(value: Data, options: VerifyOptions) throws  -> Explanation

    /**
     * Returns the key that stands in the headers of a request, without checking it.
     */
    func extractApiKey(headers: [Header]) throws  -> ExtractedApiKey

    /**
     * Returns the team that owns a valid key.
     */
    func getTeamByApiKey(value: Data, options: VerifyOptions) throws  -> TeamOfKey

    /**
     * Returns the user who owns a valid key.
     */
    func getUserByApiKey(value: Data, options: VerifyOptions) throws  -> UserOfKey

    /**
     * Checks a key if memory can answer, and otherwise answers nothing.
     */
    func tryVerify(value: Data, options: VerifyOptions) throws  -> Verdict?

    /**
     * Checks a key. Denied is an answer too; an error means that there is none.
     */
    func verify(value: Data, options: VerifyOptions) throws  -> Verdict

}
/**
 * The handle on one store. Any thread may use it.
 */
open class Keywright: KeywrightProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_keywright_uniffi_fn_clone_keywright(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_keywright_uniffi_fn_free_keywright(handle, $0) }
    }


    /**
     * Opens a store on disk, and makes its file when there is none. The folder must exist. A store that is sealed takes its
     * master keys, newest first.
     */
public static func `open`(path: String, options: OpenOptions, masterKeys: [String])throws  -> Keywright  {
    return try  FfiConverterTypeKeywright_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_constructor_keywright_open(
        FfiConverterString.lower(path),
        FfiConverterTypeOpenOptions_lower(options),
        FfiConverterSequenceString.lower(masterKeys),uniffiCallStatus
    )
})
}

    /**
     * Opens a store in memory, which is gone when it is closed.
     */
public static func openInMemory(options: OpenOptions, masterKeys: [String])throws  -> Keywright  {
    return try  FfiConverterTypeKeywright_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_constructor_keywright_open_in_memory(
        FfiConverterTypeOpenOptions_lower(options),
        FfiConverterSequenceString.lower(masterKeys),uniffiCallStatus
    )
})
}



    /**
     * Returns a key as stored.
     */
open func getApiKey(id: String)throws  -> ApiKey  {
    return try  FfiConverterTypeApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_get_api_key(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Returns keys, newest first.
     */
open func listApiKeys(filter: ApiKeyFilter)throws  -> [ApiKey]  {
    return try  FfiConverterSequenceTypeApiKey.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_list_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterTypeApiKeyFilter_lower(filter),uniffiCallStatus
    )
})
}

    /**
     * Returns keys page by page, newest first.
     */
open func pageApiKeys(filter: ApiKeyFilter, limit: Int64, cursor: String?)throws  -> Page  {
    return try  FfiConverterTypePage_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_page_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterTypeApiKeyFilter_lower(filter),
        FfiConverterInt64.lower(limit),
        FfiConverterOptionString.lower(cursor),uniffiCallStatus
    )
})
}

    /**
     * Revokes every key that meets all conditions, and returns how many there were.
     */
open func revokeAll(conditions: RevokeAllConditions)throws  -> Int64  {
    return try  FfiConverterInt64.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_revoke_all(
            self.uniffiCloneHandle(),
        FfiConverterTypeRevokeAllConditions_lower(conditions),uniffiCallStatus
    )
})
}

    /**
     * Makes a number by which the JVM's own way in finds this handle. It stays valid, and holds memory, until that way releases
     * it: nothing else may take it.
     */
open func hotPath() -> Int64  {
    return try!  FfiConverterInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_hot_path(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Throws the error that waits under a ticket.
     */
open func hotPathError(ticket: Int64)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_hot_path_error(
            self.uniffiCloneHandle(),
        FfiConverterInt64.lower(ticket),uniffiCallStatus
    )
}
}

    /**
     * Makes a handle that acts as a user, whose rights are checked. The permissions in teams that are stated here hold for
     * this handle and are not stored.
     */
open func actingAs(userId: String, teamPermissions: [String: [String]], grantableScopes: [String])throws  -> Keywright  {
    return try  FfiConverterTypeKeywright_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_acting_as(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterDictionaryStringSequenceString.lower(teamPermissions),
        FfiConverterSequenceString.lower(grantableScopes),uniffiCallStatus
    )
})
}

    /**
     * Says who acts: `server`, `server:NAME` or `user:ID`.
     */
open func actor() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_actor(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * A handle on a key.
     */
open func apiKey(id: String)throws  -> ApiKeyHandle  {
    return try  FfiConverterTypeApiKeyHandle_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_api_key(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Makes a handle that acts as the server in somebody's name, for the audit log.
     */
open func by(name: String)throws  -> Keywright  {
    return try  FfiConverterTypeKeywright_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_by(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(name),uniffiCallStatus
    )
})
}

    /**
     * Makes a team.
     */
open func createTeam(new: NewTeam)throws  -> Team  {
    return try  FfiConverterTypeTeam_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_create_team(
            self.uniffiCloneHandle(),
        FfiConverterTypeNewTeam_lower(new),uniffiCallStatus
    )
})
}

    /**
     * Defines a permission, or defines it anew.
     */
open func definePermission(id: String, contains: [String], description: String?, refuseExisting: Bool)throws  -> PermissionDefinition  {
    return try  FfiConverterTypePermissionDefinition_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_define_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),
        FfiConverterSequenceString.lower(contains),
        FfiConverterOptionString.lower(description),
        FfiConverterBool.lower(refuseExisting),uniffiCallStatus
    )
})
}

    /**
     * Deletes a permission, everywhere.
     */
open func deletePermission(id: String)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_delete_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
}
}

    /**
     * Returns entries of the audit log after this number, oldest first.
     */
open func events(after: Int64, limit: Int64)throws  -> [Event]  {
    return try  FfiConverterSequenceTypeEvent.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_events(
            self.uniffiCloneHandle(),
        FfiConverterInt64.lower(after),
        FfiConverterInt64.lower(limit),uniffiCallStatus
    )
})
}

    /**
     * Returns a team as stored, or nothing.
     */
open func getTeam(id: String)throws  -> Team?  {
    return try  FfiConverterOptionTypeTeam.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_get_team(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Returns a user as stored, or nothing.
     */
open func getUser(id: String)throws  -> User?  {
    return try  FfiConverterOptionTypeUser.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_get_user(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Says whether the store was closed.
     */
open func isClosed() -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_is_closed(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns all permissions that are defined.
     */
open func listPermissionDefinitions()throws  -> [PermissionDefinition]  {
    return try  FfiConverterSequenceTypePermissionDefinition.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_list_permission_definitions(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns the store's time.
     */
open func now() -> Date  {
    return try!  FfiConverterTimestamp.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_now(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Tells how many keys end when a prefix is dropped.
     */
open func previewDropPrefix(prefix: String)throws  -> Int64  {
    return try  FfiConverterInt64.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_preview_drop_prefix(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(prefix),uniffiCallStatus
    )
})
}

    /**
     * Gives a permission another name, everywhere.
     */
open func renamePermission(id: String, newId: String)throws  -> PermissionDefinition  {
    return try  FfiConverterTypePermissionDefinition_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_rename_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),
        FfiConverterString.lower(newId),uniffiCallStatus
    )
})
}

    /**
     * Returns the settings.
     */
open func settings()throws  -> Settings  {
    return try  FfiConverterTypeSettings_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_settings(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Closes the store: waits for calls in flight, writes what is written behind. A second time does nothing.
     */
open func shutdown()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_shutdown(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Returns signals after this number, oldest first.
     */
open func signals(after: Int64, limit: Int64)throws  -> [Signal]  {
    return try  FfiConverterSequenceTypeSignal.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_signals(
            self.uniffiCloneHandle(),
        FfiConverterInt64.lower(after),
        FfiConverterInt64.lower(limit),uniffiCallStatus
    )
})
}

    /**
     * A handle on a team. It costs nothing, and the team need not exist.
     */
open func team(id: String) -> TeamHandle  {
    return try!  FfiConverterTypeTeamHandle_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_team(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Changes settings.
     */
open func updateSettings(update: SettingsUpdate)throws  -> Settings  {
    return try  FfiConverterTypeSettings_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_update_settings(
            self.uniffiCloneHandle(),
        FfiConverterTypeSettingsUpdate_lower(update),uniffiCallStatus
    )
})
}

    /**
     * A handle on a user. It costs nothing, and the user need not exist.
     */
open func user(id: String) -> UserHandle  {
    return try!  FfiConverterTypeUserHandle_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_user(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(id),uniffiCallStatus
    )
})
}

    /**
     * Says why a key that was read with this status and this end is not valid now: `manually-revoked`, `suspended` or
     * `expired`, or nothing when it is valid.
     */
open func whyInvalid(status: Status, expiresAt: Date?)throws  -> String?  {
    return try  FfiConverterOptionString.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_why_invalid(
            self.uniffiCloneHandle(),
        FfiConverterTypeStatus_lower(status),
        FfiConverterOptionTimestamp.lower(expiresAt),uniffiCallStatus
    )
})
}

    /**
     * Copies the store and its usage into one new file, while it is in use.
     */
open func backup(path: String)throws  -> Backup  {
    return try  FfiConverterTypeBackup_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_backup(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(path),uniffiCallStatus
    )
})
}

    /**
     * Looks at every page and row of the store.
     */
open func checkIntegrity()throws  -> Integrity  {
    return try  FfiConverterTypeIntegrity_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_check_integrity(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Writes the store into a new file of JSON lines, which only its owner can read.
     */
open func export(path: String)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_export(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(path),uniffiCallStatus
    )
}
}

    /**
     * Writes now what is written behind.
     */
open func flush()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_flush(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Adds what an export holds. What is there already stays as it is.
     */
open func `import`(path: String, dryRun: Bool)throws  -> ImportReport  {
    return try  FfiConverterTypeImportReport_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_import(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(path),
        FfiConverterBool.lower(dryRun),uniffiCallStatus
    )
})
}

    /**
     * Returns when keys were last valid, by their ids. A key that never was is not there.
     */
open func lastUsed(ids: [String])throws  -> [String: LastUse]  {
    return try  FfiConverterDictionaryStringTypeLastUse.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_last_used(
            self.uniffiCloneHandle(),
        FfiConverterSequenceString.lower(ids),uniffiCallStatus
    )
})
}

    /**
     * Tells what a restore would do.
     */
open func previewRestore(path: String)throws  -> RestoreReport  {
    return try  FfiConverterTypeRestoreReport_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_preview_restore(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(path),uniffiCallStatus
    )
})
}

    /**
     * Makes a new data key and seals every row with it.
     */
open func rekey()throws  -> SealReport  {
    return try  FfiConverterTypeSealReport_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_rekey(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Makes the store what it was when the backup was taken. Keys that were revoked since stay revoked, unless
     * `with_revoked` says otherwise.
     */
open func restore(path: String, withRevoked: Bool)throws  -> RestoreReport  {
    return try  FfiConverterTypeRestoreReport_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_restore(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(path),
        FfiConverterBool.lower(withRevoked),uniffiCallStatus
    )
})
}

    /**
     * Wraps the data keys under the newest master key, and returns how many there were.
     */
open func rotateMasterKey()throws  -> Int64  {
    return try  FfiConverterInt64.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_rotate_master_key(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Seals every row under the master key that the store was opened with.
     */
open func seal()throws  -> SealReport  {
    return try  FfiConverterTypeSealReport_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_seal(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Tells how far the store is sealed.
     */
open func sealStatus()throws  -> SealStatus  {
    return try  FfiConverterTypeSealStatus_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_seal_status(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns what there is to know about the store itself, for a log.
     */
open func status()throws  -> StoreInfo  {
    return try  FfiConverterTypeStoreInfo_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_status(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Loads keys into memory before anybody presents them: all, or those of one owner.
     */
open func warm(owner: Owner?)throws  -> Warmed  {
    return try  FfiConverterTypeWarmed_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_warm(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeOwner.lower(owner),uniffiCallStatus
    )
})
}

    /**
     * Finds the key in the headers of a request and checks it. It is never looked for in a query string.
     */
open func authenticate(headers: [Header], options: VerifyOptions)throws  -> Verdict  {
    return try  FfiConverterTypeVerdict_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_authenticate(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeHeader.lower(headers),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
     */
open func explain(value: Data, options: VerifyOptions)throws  -> Explanation  {
    return try  FfiConverterTypeExplanation_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_explain(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(value),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Returns the key that stands in the headers of a request, without checking it.
     */
open func extractApiKey(headers: [Header])throws  -> ExtractedApiKey  {
    return try  FfiConverterTypeExtractedApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_extract_api_key(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeHeader.lower(headers),uniffiCallStatus
    )
})
}

    /**
     * Returns the team that owns a valid key.
     */
open func getTeamByApiKey(value: Data, options: VerifyOptions)throws  -> TeamOfKey  {
    return try  FfiConverterTypeTeamOfKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_get_team_by_api_key(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(value),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Returns the user who owns a valid key.
     */
open func getUserByApiKey(value: Data, options: VerifyOptions)throws  -> UserOfKey  {
    return try  FfiConverterTypeUserOfKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_get_user_by_api_key(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(value),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Checks a key if memory can answer, and otherwise answers nothing.
     */
open func tryVerify(value: Data, options: VerifyOptions)throws  -> Verdict?  {
    return try  FfiConverterOptionTypeVerdict.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_try_verify(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(value),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Checks a key. Denied is an answer too; an error means that there is none.
     */
open func verify(value: Data, options: VerifyOptions)throws  -> Verdict  {
    return try  FfiConverterTypeVerdict_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_keywright_verify(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(value),
        FfiConverterTypeVerifyOptions_lower(options),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeKeywright: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Keywright

    public static func lift(_ handle: UInt64) throws -> Keywright {
        return Keywright(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Keywright) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Keywright {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Keywright, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeywright_lift(_ handle: UInt64) throws -> Keywright {
    return try FfiConverterTypeKeywright.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeywright_lower(_ value: Keywright) -> UInt64 {
    return FfiConverterTypeKeywright.lower(value)
}






/**
 * A team, by id.
 */
public protocol TeamHandleProtocol: AnyObject, Sendable {

    /**
     * Adds a member with these permissions, or with those of the settings.
     */
    func addMember(userId: String, permissions: [String]?) throws  -> TeamMember

    /**
     * Makes a key.
     */
    func createApiKey(new: NewApiKey) throws  -> CreatedApiKey

    /**
     * Makes several keys: all, or none.
     */
    func createApiKeys(new: [NewApiKey]) throws  -> [CreatedApiKey]

    /**
     * Deletes the team with all keys and memberships.
     */
    func delete() throws

    /**
     * Gives a member a permission.
     */
    func grantPermission(userId: String, permission: String) throws  -> TeamMember

    /**
     * Says whether a user holds a permission in the team, directly or contained in another.
     */
    func hasPermission(userId: String, permission: String) throws  -> Bool

    /**
     * The host's own id.
     */
    func id()  -> String

    /**
     * Returns the keys of the team, newest first.
     */
    func listApiKeys(status: Status?, search: String?) throws  -> [ApiKey]

    /**
     * Returns the members, by user id.
     */
    func listMembers() throws  -> [TeamMember]

    /**
     * Returns all permissions that a user holds in the team.
     */
    func listPermissions(userId: String) throws  -> [String]

    /**
     * Tells which keys of the team a leaving member made.
     */
    func previewRemoveMember(userId: String) throws  -> MemberPreview

    /**
     * Takes a member out of the team.
     */
    func removeMember(userId: String, teamKeys: TeamKeys) throws

    /**
     * Lifts that suspension.
     */
    func resume() throws  -> Team

    /**
     * Takes a permission away from a member.
     */
    func revokePermission(userId: String, permission: String) throws  -> TeamMember

    /**
     * Makes these the members, each with its permissions, in one transaction.
     */
    func setMembers(members: [String: [String]]) throws  -> [TeamMember]

    /**
     * Suspends all keys of the team.
     */
    func suspend() throws  -> Team

    /**
     * Changes the team, which comes into being by that.
     */
    func update(update: TeamUpdate) throws  -> Team

}
/**
 * A team, by id.
 */
open class TeamHandle: TeamHandleProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_keywright_uniffi_fn_clone_teamhandle(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_keywright_uniffi_fn_free_teamhandle(handle, $0) }
    }




    /**
     * Adds a member with these permissions, or with those of the settings.
     */
open func addMember(userId: String, permissions: [String]?)throws  -> TeamMember  {
    return try  FfiConverterTypeTeamMember_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_add_member(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterOptionSequenceString.lower(permissions),uniffiCallStatus
    )
})
}

    /**
     * Makes a key.
     */
open func createApiKey(new: NewApiKey)throws  -> CreatedApiKey  {
    return try  FfiConverterTypeCreatedApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_create_api_key(
            self.uniffiCloneHandle(),
        FfiConverterTypeNewApiKey_lower(new),uniffiCallStatus
    )
})
}

    /**
     * Makes several keys: all, or none.
     */
open func createApiKeys(new: [NewApiKey])throws  -> [CreatedApiKey]  {
    return try  FfiConverterSequenceTypeCreatedApiKey.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_create_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeNewApiKey.lower(new),uniffiCallStatus
    )
})
}

    /**
     * Deletes the team with all keys and memberships.
     */
open func delete()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_delete(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Gives a member a permission.
     */
open func grantPermission(userId: String, permission: String)throws  -> TeamMember  {
    return try  FfiConverterTypeTeamMember_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_grant_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterString.lower(permission),uniffiCallStatus
    )
})
}

    /**
     * Says whether a user holds a permission in the team, directly or contained in another.
     */
open func hasPermission(userId: String, permission: String)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_has_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterString.lower(permission),uniffiCallStatus
    )
})
}

    /**
     * The host's own id.
     */
open func id() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_id(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns the keys of the team, newest first.
     */
open func listApiKeys(status: Status?, search: String?)throws  -> [ApiKey]  {
    return try  FfiConverterSequenceTypeApiKey.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_list_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeStatus.lower(status),
        FfiConverterOptionString.lower(search),uniffiCallStatus
    )
})
}

    /**
     * Returns the members, by user id.
     */
open func listMembers()throws  -> [TeamMember]  {
    return try  FfiConverterSequenceTypeTeamMember.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_list_members(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns all permissions that a user holds in the team.
     */
open func listPermissions(userId: String)throws  -> [String]  {
    return try  FfiConverterSequenceString.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_list_permissions(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),uniffiCallStatus
    )
})
}

    /**
     * Tells which keys of the team a leaving member made.
     */
open func previewRemoveMember(userId: String)throws  -> MemberPreview  {
    return try  FfiConverterTypeMemberPreview_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_preview_remove_member(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),uniffiCallStatus
    )
})
}

    /**
     * Takes a member out of the team.
     */
open func removeMember(userId: String, teamKeys: TeamKeys)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_remove_member(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterTypeTeamKeys_lower(teamKeys),uniffiCallStatus
    )
}
}

    /**
     * Lifts that suspension.
     */
open func resume()throws  -> Team  {
    return try  FfiConverterTypeTeam_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_resume(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Takes a permission away from a member.
     */
open func revokePermission(userId: String, permission: String)throws  -> TeamMember  {
    return try  FfiConverterTypeTeamMember_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_revoke_permission(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(userId),
        FfiConverterString.lower(permission),uniffiCallStatus
    )
})
}

    /**
     * Makes these the members, each with its permissions, in one transaction.
     */
open func setMembers(members: [String: [String]])throws  -> [TeamMember]  {
    return try  FfiConverterSequenceTypeTeamMember.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_set_members(
            self.uniffiCloneHandle(),
        FfiConverterDictionaryStringSequenceString.lower(members),uniffiCallStatus
    )
})
}

    /**
     * Suspends all keys of the team.
     */
open func suspend()throws  -> Team  {
    return try  FfiConverterTypeTeam_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_suspend(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Changes the team, which comes into being by that.
     */
open func update(update: TeamUpdate)throws  -> Team  {
    return try  FfiConverterTypeTeam_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_teamhandle_update(
            self.uniffiCloneHandle(),
        FfiConverterTypeTeamUpdate_lower(update),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeamHandle: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = TeamHandle

    public static func lift(_ handle: UInt64) throws -> TeamHandle {
        return TeamHandle(unsafeFromHandle: handle)
    }

    public static func lower(_ value: TeamHandle) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TeamHandle {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: TeamHandle, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamHandle_lift(_ handle: UInt64) throws -> TeamHandle {
    return try FfiConverterTypeTeamHandle.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamHandle_lower(_ value: TeamHandle) -> UInt64 {
    return FfiConverterTypeTeamHandle.lower(value)
}






/**
 * The clock of a store for tests, with the store that it belongs to.
 */
public protocol TestClockProtocol: AnyObject, Sendable {

    /**
     * Moves the clock forward.
     */
    func advance(duration: TimeInterval) throws

    /**
     * The handle on the store.
     */
    func keywright()  -> Keywright

    /**
     * What the clock shows.
     */
    func now()  -> Date

    /**
     * Makes the clock show an instant.
     */
    func set(now: Date) throws

}
/**
 * The clock of a store for tests, with the store that it belongs to.
 */
open class TestClock: TestClockProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_keywright_uniffi_fn_clone_testclock(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_keywright_uniffi_fn_free_testclock(handle, $0) }
    }


    /**
     * Opens a store in memory whose clock shows this instant until it is moved. It takes no path, so a real store can never
     * get a movable clock.
     */
public static func openForTests(now: Date)throws  -> TestClock  {
    return try  FfiConverterTypeTestClock_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_constructor_testclock_open_for_tests(
        FfiConverterTimestamp.lower(now),uniffiCallStatus
    )
})
}



    /**
     * Moves the clock forward.
     */
open func advance(duration: TimeInterval)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_testclock_advance(
            self.uniffiCloneHandle(),
        FfiConverterDuration.lower(duration),uniffiCallStatus
    )
}
}

    /**
     * The handle on the store.
     */
open func keywright() -> Keywright  {
    return try!  FfiConverterTypeKeywright_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_testclock_keywright(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * What the clock shows.
     */
open func now() -> Date  {
    return try!  FfiConverterTimestamp.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_testclock_now(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Makes the clock show an instant.
     */
open func set(now: Date)throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_testclock_set(
            self.uniffiCloneHandle(),
        FfiConverterTimestamp.lower(now),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTestClock: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = TestClock

    public static func lift(_ handle: UInt64) throws -> TestClock {
        return TestClock(unsafeFromHandle: handle)
    }

    public static func lower(_ value: TestClock) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TestClock {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: TestClock, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTestClock_lift(_ handle: UInt64) throws -> TestClock {
    return try FfiConverterTypeTestClock.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTestClock_lower(_ value: TestClock) -> UInt64 {
    return FfiConverterTypeTestClock.lower(value)
}






/**
 * A user, by id.
 */
public protocol UserHandleProtocol: AnyObject, Sendable {

    /**
     * Makes a key.
     */
    func createApiKey(new: NewApiKey) throws  -> CreatedApiKey

    /**
     * Makes several keys: all, or none.
     */
    func createApiKeys(new: [NewApiKey]) throws  -> [CreatedApiKey]

    /**
     * Deletes the user with all keys.
     */
    func delete() throws

    /**
     * The host's own id.
     */
    func id()  -> String

    /**
     * Returns the keys of the user, newest first.
     */
    func listApiKeys(status: Status?, search: String?) throws  -> [ApiKey]

    /**
     * Returns the teams that the user is in.
     */
    func listTeams() throws  -> [Team]

    /**
     * Lifts that suspension.
     */
    func resume() throws  -> User

    /**
     * Suspends all keys of the user.
     */
    func suspend() throws  -> User

    /**
     * Changes the user, who comes into being by that.
     */
    func update(update: UserUpdate) throws  -> User

}
/**
 * A user, by id.
 */
open class UserHandle: UserHandleProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_keywright_uniffi_fn_clone_userhandle(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_keywright_uniffi_fn_free_userhandle(handle, $0) }
    }




    /**
     * Makes a key.
     */
open func createApiKey(new: NewApiKey)throws  -> CreatedApiKey  {
    return try  FfiConverterTypeCreatedApiKey_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_create_api_key(
            self.uniffiCloneHandle(),
        FfiConverterTypeNewApiKey_lower(new),uniffiCallStatus
    )
})
}

    /**
     * Makes several keys: all, or none.
     */
open func createApiKeys(new: [NewApiKey])throws  -> [CreatedApiKey]  {
    return try  FfiConverterSequenceTypeCreatedApiKey.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_create_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeNewApiKey.lower(new),uniffiCallStatus
    )
})
}

    /**
     * Deletes the user with all keys.
     */
open func delete()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_delete(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * The host's own id.
     */
open func id() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_id(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Returns the keys of the user, newest first.
     */
open func listApiKeys(status: Status?, search: String?)throws  -> [ApiKey]  {
    return try  FfiConverterSequenceTypeApiKey.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_list_api_keys(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeStatus.lower(status),
        FfiConverterOptionString.lower(search),uniffiCallStatus
    )
})
}

    /**
     * Returns the teams that the user is in.
     */
open func listTeams()throws  -> [Team]  {
    return try  FfiConverterSequenceTypeTeam.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_list_teams(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Lifts that suspension.
     */
open func resume()throws  -> User  {
    return try  FfiConverterTypeUser_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_resume(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Suspends all keys of the user.
     */
open func suspend()throws  -> User  {
    return try  FfiConverterTypeUser_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_suspend(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Changes the user, who comes into being by that.
     */
open func update(update: UserUpdate)throws  -> User  {
    return try  FfiConverterTypeUser_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_method_userhandle_update(
            self.uniffiCloneHandle(),
        FfiConverterTypeUserUpdate_lower(update),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUserHandle: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = UserHandle

    public static func lift(_ handle: UInt64) throws -> UserHandle {
        return UserHandle(unsafeFromHandle: handle)
    }

    public static func lower(_ value: UserHandle) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UserHandle {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: UserHandle, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserHandle_lift(_ handle: UInt64) throws -> UserHandle {
    return try FfiConverterTypeUserHandle.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserHandle_lower(_ value: UserHandle) -> UInt64 {
    return FfiConverterTypeUserHandle.lower(value)
}




/**
 * What is stored about a key, safe to show. It never holds the secret.
 */
public struct ApiKey: Equatable, Hashable {
    /**
     * The id, which stays for the life of the key.
     */
    public let id: String
    /**
     * Whose it is.
     */
    public let owner: Owner
    /**
     * What it is for.
     */
    public let description: String
    /**
     * What state it was in when this was read.
     */
    public let status: Status
    /**
     * Whether it is for code that runs at the customer's.
     */
    public let isPublic: Bool
    /**
     * The last four characters of the newest secret's text.
     */
    public let lastFour: String
    /**
     * What it may do.
     */
    public let scopes: [String]
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String
    /**
     * The networks that it may be used from; from everywhere when there are none.
     */
    public let ipAllowList: [String]
    /**
     * When it was made.
     */
    public let createdAt: Date
    /**
     * Who made it: `server`, `server:NAME` or `user:ID`.
     */
    public let createdBy: String
    /**
     * When it ends.
     */
    public let expiresAt: Date?
    /**
     * When it was suspended.
     */
    public let suspendedAt: Date?
    /**
     * Who suspended it.
     */
    public let suspendedBy: String?
    /**
     * Why.
     */
    public let suspendReason: String?
    /**
     * Whether all keys of its owner are suspended.
     */
    public let isOwnerSuspended: Bool
    /**
     * When it was revoked.
     */
    public let revokedAt: Date?
    /**
     * Who revoked it.
     */
    public let revokedBy: String?
    /**
     * Why.
     */
    public let revokeReason: String?
    /**
     * The number of the newest secret.
     */
    public let generation: Int64
    /**
     * All its secrets, the oldest first.
     */
    public let generations: [Generation]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The id, which stays for the life of the key.
         */id: String,
        /**
         * Whose it is.
         */owner: Owner,
        /**
         * What it is for.
         */description: String,
        /**
         * What state it was in when this was read.
         */status: Status,
        /**
         * Whether it is for code that runs at the customer's.
         */isPublic: Bool,
        /**
         * The last four characters of the newest secret's text.
         */lastFour: String,
        /**
         * What it may do.
         */scopes: [String],
        /**
         * A JSON object of the host's own, as text.
         */metadata: String,
        /**
         * The networks that it may be used from; from everywhere when there are none.
         */ipAllowList: [String],
        /**
         * When it was made.
         */createdAt: Date,
        /**
         * Who made it: `server`, `server:NAME` or `user:ID`.
         */createdBy: String,
        /**
         * When it ends.
         */expiresAt: Date?,
        /**
         * When it was suspended.
         */suspendedAt: Date?,
        /**
         * Who suspended it.
         */suspendedBy: String?,
        /**
         * Why.
         */suspendReason: String?,
        /**
         * Whether all keys of its owner are suspended.
         */isOwnerSuspended: Bool,
        /**
         * When it was revoked.
         */revokedAt: Date?,
        /**
         * Who revoked it.
         */revokedBy: String?,
        /**
         * Why.
         */revokeReason: String?,
        /**
         * The number of the newest secret.
         */generation: Int64,
        /**
         * All its secrets, the oldest first.
         */generations: [Generation]) {
        self.id = id
        self.owner = owner
        self.description = description
        self.status = status
        self.isPublic = isPublic
        self.lastFour = lastFour
        self.scopes = scopes
        self.metadata = metadata
        self.ipAllowList = ipAllowList
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.suspendedAt = suspendedAt
        self.suspendedBy = suspendedBy
        self.suspendReason = suspendReason
        self.isOwnerSuspended = isOwnerSuspended
        self.revokedAt = revokedAt
        self.revokedBy = revokedBy
        self.revokeReason = revokeReason
        self.generation = generation
        self.generations = generations
    }




}

#if compiler(>=6)
extension ApiKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeApiKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ApiKey {
        return
            try ApiKey(
                id: FfiConverterString.read(from: &buf),
                owner: FfiConverterTypeOwner.read(from: &buf),
                description: FfiConverterString.read(from: &buf),
                status: FfiConverterTypeStatus.read(from: &buf),
                isPublic: FfiConverterBool.read(from: &buf),
                lastFour: FfiConverterString.read(from: &buf),
                scopes: FfiConverterSequenceString.read(from: &buf),
                metadata: FfiConverterString.read(from: &buf),
                ipAllowList: FfiConverterSequenceString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf),
                createdBy: FfiConverterString.read(from: &buf),
                expiresAt: FfiConverterOptionTimestamp.read(from: &buf),
                suspendedAt: FfiConverterOptionTimestamp.read(from: &buf),
                suspendedBy: FfiConverterOptionString.read(from: &buf),
                suspendReason: FfiConverterOptionString.read(from: &buf),
                isOwnerSuspended: FfiConverterBool.read(from: &buf),
                revokedAt: FfiConverterOptionTimestamp.read(from: &buf),
                revokedBy: FfiConverterOptionString.read(from: &buf),
                revokeReason: FfiConverterOptionString.read(from: &buf),
                generation: FfiConverterInt64.read(from: &buf),
                generations: FfiConverterSequenceTypeGeneration.read(from: &buf)
        )
    }

    public static func write(_ value: ApiKey, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterTypeOwner.write(value.owner, into: &buf)
        FfiConverterString.write(value.description, into: &buf)
        FfiConverterTypeStatus.write(value.status, into: &buf)
        FfiConverterBool.write(value.isPublic, into: &buf)
        FfiConverterString.write(value.lastFour, into: &buf)
        FfiConverterSequenceString.write(value.scopes, into: &buf)
        FfiConverterString.write(value.metadata, into: &buf)
        FfiConverterSequenceString.write(value.ipAllowList, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
        FfiConverterString.write(value.createdBy, into: &buf)
        FfiConverterOptionTimestamp.write(value.expiresAt, into: &buf)
        FfiConverterOptionTimestamp.write(value.suspendedAt, into: &buf)
        FfiConverterOptionString.write(value.suspendedBy, into: &buf)
        FfiConverterOptionString.write(value.suspendReason, into: &buf)
        FfiConverterBool.write(value.isOwnerSuspended, into: &buf)
        FfiConverterOptionTimestamp.write(value.revokedAt, into: &buf)
        FfiConverterOptionString.write(value.revokedBy, into: &buf)
        FfiConverterOptionString.write(value.revokeReason, into: &buf)
        FfiConverterInt64.write(value.generation, into: &buf)
        FfiConverterSequenceTypeGeneration.write(value.generations, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKey_lift(_ buf: RustBuffer) throws -> ApiKey {
    return try FfiConverterTypeApiKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKey_lower(_ value: ApiKey) -> RustBuffer {
    return FfiConverterTypeApiKey.lower(value)
}


/**
 * Which keys a list shows.
 */
public struct ApiKeyFilter: Equatable, Hashable {
    /**
     * Whose.
     */
    public let owner: Owner?
    /**
     * In which state.
     */
    public let status: Status?
    /**
     * With this in the description, the owner or the end of the key.
     */
    public let search: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whose.
         */owner: Owner? = nil,
        /**
         * In which state.
         */status: Status? = nil,
        /**
         * With this in the description, the owner or the end of the key.
         */search: String? = nil) {
        self.owner = owner
        self.status = status
        self.search = search
    }




}

#if compiler(>=6)
extension ApiKeyFilter: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeApiKeyFilter: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ApiKeyFilter {
        return
            try ApiKeyFilter(
                owner: FfiConverterOptionTypeOwner.read(from: &buf),
                status: FfiConverterOptionTypeStatus.read(from: &buf),
                search: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: ApiKeyFilter, into buf: inout [UInt8]) {
        FfiConverterOptionTypeOwner.write(value.owner, into: &buf)
        FfiConverterOptionTypeStatus.write(value.status, into: &buf)
        FfiConverterOptionString.write(value.search, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyFilter_lift(_ buf: RustBuffer) throws -> ApiKeyFilter {
    return try FfiConverterTypeApiKeyFilter.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyFilter_lower(_ value: ApiKeyFilter) -> RustBuffer {
    return FfiConverterTypeApiKeyFilter.lower(value)
}


/**
 * What to change of a key. What is not given stays.
 */
public struct ApiKeyUpdate: Equatable, Hashable {
    /**
     * What it is for.
     */
    public let description: String?
    /**
     * When it ends.
     */
    public let expiry: Expiry?
    /**
     * What it may do.
     */
    public let scopes: [String]?
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String?
    /**
     * The networks that it may be used from.
     */
    public let ipAllowList: [String]?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What it is for.
         */description: String? = nil,
        /**
         * When it ends.
         */expiry: Expiry? = nil,
        /**
         * What it may do.
         */scopes: [String]? = nil,
        /**
         * A JSON object of the host's own, as text.
         */metadata: String? = nil,
        /**
         * The networks that it may be used from.
         */ipAllowList: [String]? = nil) {
        self.description = description
        self.expiry = expiry
        self.scopes = scopes
        self.metadata = metadata
        self.ipAllowList = ipAllowList
    }




}

#if compiler(>=6)
extension ApiKeyUpdate: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeApiKeyUpdate: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ApiKeyUpdate {
        return
            try ApiKeyUpdate(
                description: FfiConverterOptionString.read(from: &buf),
                expiry: FfiConverterOptionTypeExpiry.read(from: &buf),
                scopes: FfiConverterOptionSequenceString.read(from: &buf),
                metadata: FfiConverterOptionString.read(from: &buf),
                ipAllowList: FfiConverterOptionSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: ApiKeyUpdate, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.description, into: &buf)
        FfiConverterOptionTypeExpiry.write(value.expiry, into: &buf)
        FfiConverterOptionSequenceString.write(value.scopes, into: &buf)
        FfiConverterOptionString.write(value.metadata, into: &buf)
        FfiConverterOptionSequenceString.write(value.ipAllowList, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyUpdate_lift(_ buf: RustBuffer) throws -> ApiKeyUpdate {
    return try FfiConverterTypeApiKeyUpdate.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeApiKeyUpdate_lower(_ value: ApiKeyUpdate) -> RustBuffer {
    return FfiConverterTypeApiKeyUpdate.lower(value)
}


/**
 * A backup that was made.
 */
public struct Backup: Equatable, Hashable {
    /**
     * Where it is.
     */
    public let path: String
    /**
     * How large.
     */
    public let bytes: Int64
    /**
     * How many keys are in it.
     */
    public let apiKeys: Int64
    /**
     * Of which moment it is.
     */
    public let takenAt: Date
    /**
     * What became of the usage.
     */
    public let usage: BackupUsage

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Where it is.
         */path: String,
        /**
         * How large.
         */bytes: Int64,
        /**
         * How many keys are in it.
         */apiKeys: Int64,
        /**
         * Of which moment it is.
         */takenAt: Date,
        /**
         * What became of the usage.
         */usage: BackupUsage) {
        self.path = path
        self.bytes = bytes
        self.apiKeys = apiKeys
        self.takenAt = takenAt
        self.usage = usage
    }




}

#if compiler(>=6)
extension Backup: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeBackup: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Backup {
        return
            try Backup(
                path: FfiConverterString.read(from: &buf),
                bytes: FfiConverterInt64.read(from: &buf),
                apiKeys: FfiConverterInt64.read(from: &buf),
                takenAt: FfiConverterTimestamp.read(from: &buf),
                usage: FfiConverterTypeBackupUsage.read(from: &buf)
        )
    }

    public static func write(_ value: Backup, into buf: inout [UInt8]) {
        FfiConverterString.write(value.path, into: &buf)
        FfiConverterInt64.write(value.bytes, into: &buf)
        FfiConverterInt64.write(value.apiKeys, into: &buf)
        FfiConverterTimestamp.write(value.takenAt, into: &buf)
        FfiConverterTypeBackupUsage.write(value.usage, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBackup_lift(_ buf: RustBuffer) throws -> Backup {
    return try FfiConverterTypeBackup.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBackup_lower(_ value: Backup) -> RustBuffer {
    return FfiConverterTypeBackup.lower(value)
}


/**
 * What became of the usage in a backup or a restore.
 */
public struct BackupUsage: Equatable, Hashable {
    /**
     * How many bytes of it were copied.
     */
    public let bytes: Int64
    /**
     * The code of what went wrong with it.
     */
    public let error: String?
    /**
     * The same in words.
     */
    public let errorMessage: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many bytes of it were copied.
         */bytes: Int64,
        /**
         * The code of what went wrong with it.
         */error: String?,
        /**
         * The same in words.
         */errorMessage: String?) {
        self.bytes = bytes
        self.error = error
        self.errorMessage = errorMessage
    }




}

#if compiler(>=6)
extension BackupUsage: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeBackupUsage: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> BackupUsage {
        return
            try BackupUsage(
                bytes: FfiConverterInt64.read(from: &buf),
                error: FfiConverterOptionString.read(from: &buf),
                errorMessage: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: BackupUsage, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.bytes, into: &buf)
        FfiConverterOptionString.write(value.error, into: &buf)
        FfiConverterOptionString.write(value.errorMessage, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBackupUsage_lift(_ buf: RustBuffer) throws -> BackupUsage {
    return try FfiConverterTypeBackupUsage.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBackupUsage_lower(_ value: BackupUsage) -> RustBuffer {
    return FfiConverterTypeBackupUsage.lower(value)
}


/**
 * The first view of a key, and the only one with its secret.
 */
public struct CreatedApiKey: Equatable, Hashable {
    /**
     * What is stored.
     */
    public let apiKey: ApiKey
    /**
     * The whole text of the key: bytes, so that no debug print shows it. Show it once, and keep it nowhere.
     */
    public let value: Data

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What is stored.
         */apiKey: ApiKey,
        /**
         * The whole text of the key: bytes, so that no debug print shows it. Show it once, and keep it nowhere.
         */value: Data) {
        self.apiKey = apiKey
        self.value = value
    }




}

#if compiler(>=6)
extension CreatedApiKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCreatedApiKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CreatedApiKey {
        return
            try CreatedApiKey(
                apiKey: FfiConverterTypeApiKey.read(from: &buf),
                value: FfiConverterData.read(from: &buf)
        )
    }

    public static func write(_ value: CreatedApiKey, into buf: inout [UInt8]) {
        FfiConverterTypeApiKey.write(value.apiKey, into: &buf)
        FfiConverterData.write(value.value, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCreatedApiKey_lift(_ buf: RustBuffer) throws -> CreatedApiKey {
    return try FfiConverterTypeCreatedApiKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCreatedApiKey_lower(_ value: CreatedApiKey) -> RustBuffer {
    return FfiConverterTypeCreatedApiKey.lower(value)
}


/**
 * A prefix to drop, with how many keys end by that, as the preview said.
 */
public struct DropPrefix: Equatable, Hashable {
    /**
     * The prefix.
     */
    public let prefix: String
    /**
     * How many keys end.
     */
    public let ends: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The prefix.
         */prefix: String,
        /**
         * How many keys end.
         */ends: Int64) {
        self.prefix = prefix
        self.ends = ends
    }




}

#if compiler(>=6)
extension DropPrefix: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDropPrefix: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DropPrefix {
        return
            try DropPrefix(
                prefix: FfiConverterString.read(from: &buf),
                ends: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: DropPrefix, into buf: inout [UInt8]) {
        FfiConverterString.write(value.prefix, into: &buf)
        FfiConverterInt64.write(value.ends, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDropPrefix_lift(_ buf: RustBuffer) throws -> DropPrefix {
    return try FfiConverterTypeDropPrefix.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDropPrefix_lower(_ value: DropPrefix) -> RustBuffer {
    return FfiConverterTypeDropPrefix.lower(value)
}


/**
 * A code of an error, and what is to be known about it.
 */
public struct ErrorWord: Equatable, Hashable {
    /**
     * The stable text of the code.
     */
    public let code: String
    /**
     * Whether the same call may succeed when it is made again unchanged.
     */
    public let isRetryable: Bool
    /**
     * How to answer a request whose key could not be checked.
     */
    public let http: HttpAnswer

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The stable text of the code.
         */code: String,
        /**
         * Whether the same call may succeed when it is made again unchanged.
         */isRetryable: Bool,
        /**
         * How to answer a request whose key could not be checked.
         */http: HttpAnswer) {
        self.code = code
        self.isRetryable = isRetryable
        self.http = http
    }




}

#if compiler(>=6)
extension ErrorWord: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeErrorWord: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ErrorWord {
        return
            try ErrorWord(
                code: FfiConverterString.read(from: &buf),
                isRetryable: FfiConverterBool.read(from: &buf),
                http: FfiConverterTypeHttpAnswer.read(from: &buf)
        )
    }

    public static func write(_ value: ErrorWord, into buf: inout [UInt8]) {
        FfiConverterString.write(value.code, into: &buf)
        FfiConverterBool.write(value.isRetryable, into: &buf)
        FfiConverterTypeHttpAnswer.write(value.http, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeErrorWord_lift(_ buf: RustBuffer) throws -> ErrorWord {
    return try FfiConverterTypeErrorWord.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeErrorWord_lower(_ value: ErrorWord) -> RustBuffer {
    return FfiConverterTypeErrorWord.lower(value)
}


/**
 * One entry of the audit log: something changed.
 */
public struct Event: Equatable, Hashable {
    /**
     * Its place in the log.
     */
    public let number: Int64
    /**
     * When.
     */
    public let at: Date
    /**
     * What was done.
     */
    public let verb: String
    /**
     * To what, by whom, and how: a JSON object, as text.
     */
    public let payload: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its place in the log.
         */number: Int64,
        /**
         * When.
         */at: Date,
        /**
         * What was done.
         */verb: String,
        /**
         * To what, by whom, and how: a JSON object, as text.
         */payload: String) {
        self.number = number
        self.at = at
        self.verb = verb
        self.payload = payload
    }




}

#if compiler(>=6)
extension Event: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEvent: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Event {
        return
            try Event(
                number: FfiConverterInt64.read(from: &buf),
                at: FfiConverterTimestamp.read(from: &buf),
                verb: FfiConverterString.read(from: &buf),
                payload: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Event, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.number, into: &buf)
        FfiConverterTimestamp.write(value.at, into: &buf)
        FfiConverterString.write(value.verb, into: &buf)
        FfiConverterString.write(value.payload, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEvent_lift(_ buf: RustBuffer) throws -> Event {
    return try FfiConverterTypeEvent.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEvent_lower(_ value: Event) -> RustBuffer {
    return FfiConverterTypeEvent.lower(value)
}


/**
 * Why a key is valid or denied.
 */
public struct Explanation: Equatable, Hashable {
    /**
     * The verdict.
     */
    public let verdict: Verdict
    /**
     * Every gate, in the order in which a key meets them.
     */
    public let gates: [GateReport]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The verdict.
         */verdict: Verdict,
        /**
         * Every gate, in the order in which a key meets them.
         */gates: [GateReport]) {
        self.verdict = verdict
        self.gates = gates
    }




}

#if compiler(>=6)
extension Explanation: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeExplanation: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Explanation {
        return
            try Explanation(
                verdict: FfiConverterTypeVerdict.read(from: &buf),
                gates: FfiConverterSequenceTypeGateReport.read(from: &buf)
        )
    }

    public static func write(_ value: Explanation, into buf: inout [UInt8]) {
        FfiConverterTypeVerdict.write(value.verdict, into: &buf)
        FfiConverterSequenceTypeGateReport.write(value.gates, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExplanation_lift(_ buf: RustBuffer) throws -> Explanation {
    return try FfiConverterTypeExplanation.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExplanation_lower(_ value: Explanation) -> RustBuffer {
    return FfiConverterTypeExplanation.lower(value)
}


/**
 * The key that stands in the headers of a request.
 */
public struct ExtractedApiKey: Equatable, Hashable {
    /**
     * The text of the key, when one was found: bytes, so that no debug print shows it.
     */
    public let value: Data?
    /**
     * How the search ended.
     */
    public let ending: SearchEnd

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The text of the key, when one was found: bytes, so that no debug print shows it.
         */value: Data?,
        /**
         * How the search ended.
         */ending: SearchEnd) {
        self.value = value
        self.ending = ending
    }




}

#if compiler(>=6)
extension ExtractedApiKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeExtractedApiKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ExtractedApiKey {
        return
            try ExtractedApiKey(
                value: FfiConverterOptionData.read(from: &buf),
                ending: FfiConverterTypeSearchEnd.read(from: &buf)
        )
    }

    public static func write(_ value: ExtractedApiKey, into buf: inout [UInt8]) {
        FfiConverterOptionData.write(value.value, into: &buf)
        FfiConverterTypeSearchEnd.write(value.ending, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExtractedApiKey_lift(_ buf: RustBuffer) throws -> ExtractedApiKey {
    return try FfiConverterTypeExtractedApiKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExtractedApiKey_lower(_ value: ExtractedApiKey) -> RustBuffer {
    return FfiConverterTypeExtractedApiKey.lower(value)
}


/**
 * What is written behind.
 */
public struct FlushInfo: Equatable, Hashable {
    /**
     * How many things wait to be written.
     */
    public let waiting: Int64
    /**
     * How many were dropped since the store was opened.
     */
    public let dropped: Int64
    /**
     * When something was last written.
     */
    public let lastFlushAt: Date?
    /**
     * The code of the error of the last try.
     */
    public let lastError: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many things wait to be written.
         */waiting: Int64,
        /**
         * How many were dropped since the store was opened.
         */dropped: Int64,
        /**
         * When something was last written.
         */lastFlushAt: Date?,
        /**
         * The code of the error of the last try.
         */lastError: String?) {
        self.waiting = waiting
        self.dropped = dropped
        self.lastFlushAt = lastFlushAt
        self.lastError = lastError
    }




}

#if compiler(>=6)
extension FlushInfo: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeFlushInfo: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> FlushInfo {
        return
            try FlushInfo(
                waiting: FfiConverterInt64.read(from: &buf),
                dropped: FfiConverterInt64.read(from: &buf),
                lastFlushAt: FfiConverterOptionTimestamp.read(from: &buf),
                lastError: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: FlushInfo, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.waiting, into: &buf)
        FfiConverterInt64.write(value.dropped, into: &buf)
        FfiConverterOptionTimestamp.write(value.lastFlushAt, into: &buf)
        FfiConverterOptionString.write(value.lastError, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFlushInfo_lift(_ buf: RustBuffer) throws -> FlushInfo {
    return try FfiConverterTypeFlushInfo.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFlushInfo_lower(_ value: FlushInfo) -> RustBuffer {
    return FfiConverterTypeFlushInfo.lower(value)
}


/**
 * What a gate saw of a key.
 */
public struct GateReport: Equatable, Hashable {
    /**
     * Which one.
     */
    public let gate: Gate
    /**
     * Whether the key passed; nothing when it did not come so far.
     */
    public let passed: Bool?
    /**
     * What it saw, in words.
     */
    public let saw: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Which one.
         */gate: Gate,
        /**
         * Whether the key passed; nothing when it did not come so far.
         */passed: Bool?,
        /**
         * What it saw, in words.
         */saw: String) {
        self.gate = gate
        self.passed = passed
        self.saw = saw
    }




}

#if compiler(>=6)
extension GateReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeGateReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> GateReport {
        return
            try GateReport(
                gate: FfiConverterTypeGate.read(from: &buf),
                passed: FfiConverterOptionBool.read(from: &buf),
                saw: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: GateReport, into buf: inout [UInt8]) {
        FfiConverterTypeGate.write(value.gate, into: &buf)
        FfiConverterOptionBool.write(value.passed, into: &buf)
        FfiConverterString.write(value.saw, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGateReport_lift(_ buf: RustBuffer) throws -> GateReport {
    return try FfiConverterTypeGateReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGateReport_lower(_ value: GateReport) -> RustBuffer {
    return FfiConverterTypeGateReport.lower(value)
}


/**
 * One secret of a key.
 */
public struct Generation: Equatable, Hashable {
    /**
     * The id that stands in the text of this secret.
     */
    public let id: String
    /**
     * The first one is 1.
     */
    public let number: Int64
    /**
     * The last four characters of the text.
     */
    public let lastFour: String
    /**
     * The prefix of the text.
     */
    public let prefix: String
    /**
     * When it was made.
     */
    public let createdAt: Date
    /**
     * When a check first accepted it; only kept where a rotation waits for it.
     */
    public let firstUsedAt: Date?
    /**
     * When it ends, because another one replaced it.
     */
    public let retiresAt: Date?
    /**
     * Whether it ends when the one that replaced it is used.
     */
    public let retiresWhenUsed: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The id that stands in the text of this secret.
         */id: String,
        /**
         * The first one is 1.
         */number: Int64,
        /**
         * The last four characters of the text.
         */lastFour: String,
        /**
         * The prefix of the text.
         */prefix: String,
        /**
         * When it was made.
         */createdAt: Date,
        /**
         * When a check first accepted it; only kept where a rotation waits for it.
         */firstUsedAt: Date?,
        /**
         * When it ends, because another one replaced it.
         */retiresAt: Date?,
        /**
         * Whether it ends when the one that replaced it is used.
         */retiresWhenUsed: Bool) {
        self.id = id
        self.number = number
        self.lastFour = lastFour
        self.prefix = prefix
        self.createdAt = createdAt
        self.firstUsedAt = firstUsedAt
        self.retiresAt = retiresAt
        self.retiresWhenUsed = retiresWhenUsed
    }




}

#if compiler(>=6)
extension Generation: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeGeneration: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Generation {
        return
            try Generation(
                id: FfiConverterString.read(from: &buf),
                number: FfiConverterInt64.read(from: &buf),
                lastFour: FfiConverterString.read(from: &buf),
                prefix: FfiConverterString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf),
                firstUsedAt: FfiConverterOptionTimestamp.read(from: &buf),
                retiresAt: FfiConverterOptionTimestamp.read(from: &buf),
                retiresWhenUsed: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: Generation, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterInt64.write(value.number, into: &buf)
        FfiConverterString.write(value.lastFour, into: &buf)
        FfiConverterString.write(value.prefix, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
        FfiConverterOptionTimestamp.write(value.firstUsedAt, into: &buf)
        FfiConverterOptionTimestamp.write(value.retiresAt, into: &buf)
        FfiConverterBool.write(value.retiresWhenUsed, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGeneration_lift(_ buf: RustBuffer) throws -> Generation {
    return try FfiConverterTypeGeneration.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGeneration_lower(_ value: Generation) -> RustBuffer {
    return FfiConverterTypeGeneration.lower(value)
}


/**
 * One field of a request's header.
 */
public struct Header: Equatable, Hashable {
    /**
     * Its name.
     */
    public let name: String
    /**
     * Its value, which may be a key: bytes, so that no debug print shows it.
     */
    public let value: Data

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its name.
         */name: String,
        /**
         * Its value, which may be a key: bytes, so that no debug print shows it.
         */value: Data) {
        self.name = name
        self.value = value
    }




}

#if compiler(>=6)
extension Header: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeHeader: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Header {
        return
            try Header(
                name: FfiConverterString.read(from: &buf),
                value: FfiConverterData.read(from: &buf)
        )
    }

    public static func write(_ value: Header, into buf: inout [UInt8]) {
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterData.write(value.value, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHeader_lift(_ buf: RustBuffer) throws -> Header {
    return try FfiConverterTypeHeader.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHeader_lower(_ value: Header) -> RustBuffer {
    return FfiConverterTypeHeader.lower(value)
}


/**
 * How to answer over HTTP: plain values that any framework takes.
 */
public struct HttpAnswer: Equatable, Hashable {
    /**
     * The status code.
     */
    public let status: Int32
    /**
     * Names of headers in their usual spelling, with their values.
     */
    public let headers: [String: String]
    /**
     * A JSON text, or nothing.
     */
    public let body: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The status code.
         */status: Int32,
        /**
         * Names of headers in their usual spelling, with their values.
         */headers: [String: String],
        /**
         * A JSON text, or nothing.
         */body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }




}

#if compiler(>=6)
extension HttpAnswer: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeHttpAnswer: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> HttpAnswer {
        return
            try HttpAnswer(
                status: FfiConverterInt32.read(from: &buf),
                headers: FfiConverterDictionaryStringString.read(from: &buf),
                body: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: HttpAnswer, into buf: inout [UInt8]) {
        FfiConverterInt32.write(value.status, into: &buf)
        FfiConverterDictionaryStringString.write(value.headers, into: &buf)
        FfiConverterString.write(value.body, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHttpAnswer_lift(_ buf: RustBuffer) throws -> HttpAnswer {
    return try FfiConverterTypeHttpAnswer.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHttpAnswer_lower(_ value: HttpAnswer) -> RustBuffer {
    return FfiConverterTypeHttpAnswer.lower(value)
}


/**
 * How many of each thing an import met.
 */
public struct ImportCounts: Equatable, Hashable {
    /**
     * Settings.
     */
    public let settings: Int64
    /**
     * Definitions of permissions.
     */
    public let permissions: Int64
    /**
     * Users.
     */
    public let users: Int64
    /**
     * Teams.
     */
    public let teams: Int64
    /**
     * Memberships.
     */
    public let members: Int64
    /**
     * Keys.
     */
    public let apiKeys: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Settings.
         */settings: Int64,
        /**
         * Definitions of permissions.
         */permissions: Int64,
        /**
         * Users.
         */users: Int64,
        /**
         * Teams.
         */teams: Int64,
        /**
         * Memberships.
         */members: Int64,
        /**
         * Keys.
         */apiKeys: Int64) {
        self.settings = settings
        self.permissions = permissions
        self.users = users
        self.teams = teams
        self.members = members
        self.apiKeys = apiKeys
    }




}

#if compiler(>=6)
extension ImportCounts: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeImportCounts: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ImportCounts {
        return
            try ImportCounts(
                settings: FfiConverterInt64.read(from: &buf),
                permissions: FfiConverterInt64.read(from: &buf),
                users: FfiConverterInt64.read(from: &buf),
                teams: FfiConverterInt64.read(from: &buf),
                members: FfiConverterInt64.read(from: &buf),
                apiKeys: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: ImportCounts, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.settings, into: &buf)
        FfiConverterInt64.write(value.permissions, into: &buf)
        FfiConverterInt64.write(value.users, into: &buf)
        FfiConverterInt64.write(value.teams, into: &buf)
        FfiConverterInt64.write(value.members, into: &buf)
        FfiConverterInt64.write(value.apiKeys, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportCounts_lift(_ buf: RustBuffer) throws -> ImportCounts {
    return try FfiConverterTypeImportCounts.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportCounts_lower(_ value: ImportCounts) -> RustBuffer {
    return FfiConverterTypeImportCounts.lower(value)
}


/**
 * What an import did or would do.
 */
public struct ImportReport: Equatable, Hashable {
    /**
     * Whether nothing was written.
     */
    public let isDryRun: Bool
    /**
     * What was added.
     */
    public let added: ImportCounts
    /**
     * What was there already, the same.
     */
    public let unchanged: ImportCounts
    /**
     * What was there already, and otherwise. It was left as it is.
     */
    public let differs: ImportCounts
    /**
     * Keys that this store had once and deleted. They were left out.
     */
    public let deletedBefore: Int64
    /**
     * Prefixes of keys that the settings do not accept.
     */
    public let unacceptedPrefixes: [String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether nothing was written.
         */isDryRun: Bool,
        /**
         * What was added.
         */added: ImportCounts,
        /**
         * What was there already, the same.
         */unchanged: ImportCounts,
        /**
         * What was there already, and otherwise. It was left as it is.
         */differs: ImportCounts,
        /**
         * Keys that this store had once and deleted. They were left out.
         */deletedBefore: Int64,
        /**
         * Prefixes of keys that the settings do not accept.
         */unacceptedPrefixes: [String]) {
        self.isDryRun = isDryRun
        self.added = added
        self.unchanged = unchanged
        self.differs = differs
        self.deletedBefore = deletedBefore
        self.unacceptedPrefixes = unacceptedPrefixes
    }




}

#if compiler(>=6)
extension ImportReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeImportReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ImportReport {
        return
            try ImportReport(
                isDryRun: FfiConverterBool.read(from: &buf),
                added: FfiConverterTypeImportCounts.read(from: &buf),
                unchanged: FfiConverterTypeImportCounts.read(from: &buf),
                differs: FfiConverterTypeImportCounts.read(from: &buf),
                deletedBefore: FfiConverterInt64.read(from: &buf),
                unacceptedPrefixes: FfiConverterSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: ImportReport, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.isDryRun, into: &buf)
        FfiConverterTypeImportCounts.write(value.added, into: &buf)
        FfiConverterTypeImportCounts.write(value.unchanged, into: &buf)
        FfiConverterTypeImportCounts.write(value.differs, into: &buf)
        FfiConverterInt64.write(value.deletedBefore, into: &buf)
        FfiConverterSequenceString.write(value.unacceptedPrefixes, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportReport_lift(_ buf: RustBuffer) throws -> ImportReport {
    return try FfiConverterTypeImportReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportReport_lower(_ value: ImportReport) -> RustBuffer {
    return FfiConverterTypeImportReport.lower(value)
}


/**
 * What a look at every page and row found.
 */
public struct Integrity: Equatable, Hashable {
    /**
     * What is wrong; nothing when all is well.
     */
    public let problems: [String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What is wrong; nothing when all is well.
         */problems: [String]) {
        self.problems = problems
    }




}

#if compiler(>=6)
extension Integrity: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeIntegrity: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Integrity {
        return
            try Integrity(
                problems: FfiConverterSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: Integrity, into buf: inout [UInt8]) {
        FfiConverterSequenceString.write(value.problems, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeIntegrity_lift(_ buf: RustBuffer) throws -> Integrity {
    return try FfiConverterTypeIntegrity.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeIntegrity_lower(_ value: Integrity) -> RustBuffer {
    return FfiConverterTypeIntegrity.lower(value)
}


/**
 * The last time that a key was valid.
 */
public struct LastUse: Equatable, Hashable {
    /**
     * When.
     */
    public let at: Date
    /**
     * From where, when the check was told.
     */
    public let ip: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * When.
         */at: Date,
        /**
         * From where, when the check was told.
         */ip: String?) {
        self.at = at
        self.ip = ip
    }




}

#if compiler(>=6)
extension LastUse: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLastUse: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LastUse {
        return
            try LastUse(
                at: FfiConverterTimestamp.read(from: &buf),
                ip: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: LastUse, into buf: inout [UInt8]) {
        FfiConverterTimestamp.write(value.at, into: &buf)
        FfiConverterOptionString.write(value.ip, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLastUse_lift(_ buf: RustBuffer) throws -> LastUse {
    return try FfiConverterTypeLastUse.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLastUse_lower(_ value: LastUse) -> RustBuffer {
    return FfiConverterTypeLastUse.lower(value)
}


/**
 * What a member's leaving would touch.
 */
public struct MemberPreview: Equatable, Hashable {
    /**
     * The membership that would end.
     */
    public let member: TeamMember
    /**
     * The keys of the team that this member made and that are not revoked, newest first.
     */
    public let apiKeys: [ApiKey]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The membership that would end.
         */member: TeamMember,
        /**
         * The keys of the team that this member made and that are not revoked, newest first.
         */apiKeys: [ApiKey]) {
        self.member = member
        self.apiKeys = apiKeys
    }




}

#if compiler(>=6)
extension MemberPreview: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMemberPreview: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MemberPreview {
        return
            try MemberPreview(
                member: FfiConverterTypeTeamMember.read(from: &buf),
                apiKeys: FfiConverterSequenceTypeApiKey.read(from: &buf)
        )
    }

    public static func write(_ value: MemberPreview, into buf: inout [UInt8]) {
        FfiConverterTypeTeamMember.write(value.member, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.apiKeys, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemberPreview_lift(_ buf: RustBuffer) throws -> MemberPreview {
    return try FfiConverterTypeMemberPreview.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemberPreview_lower(_ value: MemberPreview) -> RustBuffer {
    return FfiConverterTypeMemberPreview.lower(value)
}


/**
 * What is kept in memory.
 */
public struct MemoryInfo: Equatable, Hashable {
    /**
     * How many keys.
     */
    public let keys: Int64
    /**
     * How many bytes they take.
     */
    public let bytes: Int64
    /**
     * Whether the store was opened to keep all.
     */
    public let isResident: Bool
    /**
     * Whether all are there.
     */
    public let isWhole: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many keys.
         */keys: Int64,
        /**
         * How many bytes they take.
         */bytes: Int64,
        /**
         * Whether the store was opened to keep all.
         */isResident: Bool,
        /**
         * Whether all are there.
         */isWhole: Bool) {
        self.keys = keys
        self.bytes = bytes
        self.isResident = isResident
        self.isWhole = isWhole
    }




}

#if compiler(>=6)
extension MemoryInfo: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMemoryInfo: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MemoryInfo {
        return
            try MemoryInfo(
                keys: FfiConverterInt64.read(from: &buf),
                bytes: FfiConverterInt64.read(from: &buf),
                isResident: FfiConverterBool.read(from: &buf),
                isWhole: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: MemoryInfo, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.keys, into: &buf)
        FfiConverterInt64.write(value.bytes, into: &buf)
        FfiConverterBool.write(value.isResident, into: &buf)
        FfiConverterBool.write(value.isWhole, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemoryInfo_lift(_ buf: RustBuffer) throws -> MemoryInfo {
    return try FfiConverterTypeMemoryInfo.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemoryInfo_lower(_ value: MemoryInfo) -> RustBuffer {
    return FfiConverterTypeMemoryInfo.lower(value)
}


/**
 * What taking a file to the schema of this version came to.
 */
public struct Migrated: Equatable, Hashable {
    /**
     * The schema it had.
     */
    public let schemaBefore: Int64
    /**
     * The schema it has.
     */
    public let schemaAfter: Int64
    /**
     * The oldest reader it had.
     */
    public let oldestReaderBefore: Int64
    /**
     * The oldest reader it has.
     */
    public let oldestReaderAfter: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The schema it had.
         */schemaBefore: Int64,
        /**
         * The schema it has.
         */schemaAfter: Int64,
        /**
         * The oldest reader it had.
         */oldestReaderBefore: Int64,
        /**
         * The oldest reader it has.
         */oldestReaderAfter: Int64) {
        self.schemaBefore = schemaBefore
        self.schemaAfter = schemaAfter
        self.oldestReaderBefore = oldestReaderBefore
        self.oldestReaderAfter = oldestReaderAfter
    }




}

#if compiler(>=6)
extension Migrated: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMigrated: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Migrated {
        return
            try Migrated(
                schemaBefore: FfiConverterInt64.read(from: &buf),
                schemaAfter: FfiConverterInt64.read(from: &buf),
                oldestReaderBefore: FfiConverterInt64.read(from: &buf),
                oldestReaderAfter: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Migrated, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.schemaBefore, into: &buf)
        FfiConverterInt64.write(value.schemaAfter, into: &buf)
        FfiConverterInt64.write(value.oldestReaderBefore, into: &buf)
        FfiConverterInt64.write(value.oldestReaderAfter, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMigrated_lift(_ buf: RustBuffer) throws -> Migrated {
    return try FfiConverterTypeMigrated.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMigrated_lower(_ value: Migrated) -> RustBuffer {
    return FfiConverterTypeMigrated.lower(value)
}


/**
 * A key to be made.
 */
public struct NewApiKey: Equatable, Hashable {
    /**
     * What it is for: 1 to 500 characters.
     */
    public let description: String
    /**
     * When it ends; never, when nothing is said.
     */
    public let expiry: Expiry?
    /**
     * Whether it is for code that runs at the customer's.
     */
    public let isPublic: Bool
    /**
     * What it may do.
     */
    public let scopes: [String]
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String?
    /**
     * The networks that it may be used from; from everywhere when there are none.
     */
    public let ipAllowList: [String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What it is for: 1 to 500 characters.
         */description: String,
        /**
         * When it ends; never, when nothing is said.
         */expiry: Expiry? = nil,
        /**
         * Whether it is for code that runs at the customer's.
         */isPublic: Bool = false,
        /**
         * What it may do.
         */scopes: [String] = [],
        /**
         * A JSON object of the host's own, as text.
         */metadata: String? = nil,
        /**
         * The networks that it may be used from; from everywhere when there are none.
         */ipAllowList: [String] = []) {
        self.description = description
        self.expiry = expiry
        self.isPublic = isPublic
        self.scopes = scopes
        self.metadata = metadata
        self.ipAllowList = ipAllowList
    }




}

#if compiler(>=6)
extension NewApiKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeNewApiKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> NewApiKey {
        return
            try NewApiKey(
                description: FfiConverterString.read(from: &buf),
                expiry: FfiConverterOptionTypeExpiry.read(from: &buf),
                isPublic: FfiConverterBool.read(from: &buf),
                scopes: FfiConverterSequenceString.read(from: &buf),
                metadata: FfiConverterOptionString.read(from: &buf),
                ipAllowList: FfiConverterSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: NewApiKey, into buf: inout [UInt8]) {
        FfiConverterString.write(value.description, into: &buf)
        FfiConverterOptionTypeExpiry.write(value.expiry, into: &buf)
        FfiConverterBool.write(value.isPublic, into: &buf)
        FfiConverterSequenceString.write(value.scopes, into: &buf)
        FfiConverterOptionString.write(value.metadata, into: &buf)
        FfiConverterSequenceString.write(value.ipAllowList, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNewApiKey_lift(_ buf: RustBuffer) throws -> NewApiKey {
    return try FfiConverterTypeNewApiKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNewApiKey_lower(_ value: NewApiKey) -> RustBuffer {
    return FfiConverterTypeNewApiKey.lower(value)
}


/**
 * A team to be made.
 */
public struct NewTeam: Equatable, Hashable {
    /**
     * A name for people.
     */
    public let displayName: String
    /**
     * The host's own id; without one the team gets one.
     */
    public let id: String?
    /**
     * Who is its first member, with the permissions of a creator.
     */
    public let creator: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * A name for people.
         */displayName: String,
        /**
         * The host's own id; without one the team gets one.
         */id: String? = nil,
        /**
         * Who is its first member, with the permissions of a creator.
         */creator: String? = nil) {
        self.displayName = displayName
        self.id = id
        self.creator = creator
    }




}

#if compiler(>=6)
extension NewTeam: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeNewTeam: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> NewTeam {
        return
            try NewTeam(
                displayName: FfiConverterString.read(from: &buf),
                id: FfiConverterOptionString.read(from: &buf),
                creator: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: NewTeam, into buf: inout [UInt8]) {
        FfiConverterString.write(value.displayName, into: &buf)
        FfiConverterOptionString.write(value.id, into: &buf)
        FfiConverterOptionString.write(value.creator, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNewTeam_lift(_ buf: RustBuffer) throws -> NewTeam {
    return try FfiConverterTypeNewTeam.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNewTeam_lower(_ value: NewTeam) -> RustBuffer {
    return FfiConverterTypeNewTeam.lower(value)
}


/**
 * How a store is opened.
 */
public struct OpenOptions: Equatable, Hashable {
    /**
     * Whether a file must be there already.
     */
    public let existing: Bool
    /**
     * Whether a file system is taken that is not known to keep its locks.
     */
    public let anyFileSystem: Bool
    /**
     * The prefix of the keys of a new store; `kw` when nothing is said.
     */
    public let prefix: String?
    /**
     * How long a change waits for another process.
     */
    public let busyTimeOut: TimeInterval?
    /**
     * How many bytes of memory keys may take.
     */
    public let memoryLimit: Int64?
    /**
     * Whether every key is kept in memory, so that an unknown one is refused without a look at the store.
     */
    public let resident: Bool
    /**
     * Whether rows that are not sealed are believed, in the days of first sealing.
     */
    public let acceptUnsealed: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether a file must be there already.
         */existing: Bool = false,
        /**
         * Whether a file system is taken that is not known to keep its locks.
         */anyFileSystem: Bool = false,
        /**
         * The prefix of the keys of a new store; `kw` when nothing is said.
         */prefix: String? = nil,
        /**
         * How long a change waits for another process.
         */busyTimeOut: TimeInterval? = nil,
        /**
         * How many bytes of memory keys may take.
         */memoryLimit: Int64? = nil,
        /**
         * Whether every key is kept in memory, so that an unknown one is refused without a look at the store.
         */resident: Bool = false,
        /**
         * Whether rows that are not sealed are believed, in the days of first sealing.
         */acceptUnsealed: Bool = false) {
        self.existing = existing
        self.anyFileSystem = anyFileSystem
        self.prefix = prefix
        self.busyTimeOut = busyTimeOut
        self.memoryLimit = memoryLimit
        self.resident = resident
        self.acceptUnsealed = acceptUnsealed
    }




}

#if compiler(>=6)
extension OpenOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOpenOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OpenOptions {
        return
            try OpenOptions(
                existing: FfiConverterBool.read(from: &buf),
                anyFileSystem: FfiConverterBool.read(from: &buf),
                prefix: FfiConverterOptionString.read(from: &buf),
                busyTimeOut: FfiConverterOptionDuration.read(from: &buf),
                memoryLimit: FfiConverterOptionInt64.read(from: &buf),
                resident: FfiConverterBool.read(from: &buf),
                acceptUnsealed: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: OpenOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.existing, into: &buf)
        FfiConverterBool.write(value.anyFileSystem, into: &buf)
        FfiConverterOptionString.write(value.prefix, into: &buf)
        FfiConverterOptionDuration.write(value.busyTimeOut, into: &buf)
        FfiConverterOptionInt64.write(value.memoryLimit, into: &buf)
        FfiConverterBool.write(value.resident, into: &buf)
        FfiConverterBool.write(value.acceptUnsealed, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOpenOptions_lift(_ buf: RustBuffer) throws -> OpenOptions {
    return try FfiConverterTypeOpenOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOpenOptions_lower(_ value: OpenOptions) -> RustBuffer {
    return FfiConverterTypeOpenOptions.lower(value)
}


/**
 * The owner of a key: exactly one user or one team.
 */
public struct Owner: Equatable, Hashable {
    /**
     * Whether it is a user or a team.
     */
    public let ownerType: OwnerType
    /**
     * The host's own id of it.
     */
    public let id: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether it is a user or a team.
         */ownerType: OwnerType,
        /**
         * The host's own id of it.
         */id: String) {
        self.ownerType = ownerType
        self.id = id
    }




}

#if compiler(>=6)
extension Owner: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOwner: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Owner {
        return
            try Owner(
                ownerType: FfiConverterTypeOwnerType.read(from: &buf),
                id: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Owner, into buf: inout [UInt8]) {
        FfiConverterTypeOwnerType.write(value.ownerType, into: &buf)
        FfiConverterString.write(value.id, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwner_lift(_ buf: RustBuffer) throws -> Owner {
    return try FfiConverterTypeOwner.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwner_lower(_ value: Owner) -> RustBuffer {
    return FfiConverterTypeOwner.lower(value)
}


/**
 * Some of many keys.
 */
public struct Page: Equatable, Hashable {
    /**
     * The keys, newest first.
     */
    public let items: [ApiKey]
    /**
     * What to ask for the next page with; nothing on the last one.
     */
    public let nextCursor: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The keys, newest first.
         */items: [ApiKey],
        /**
         * What to ask for the next page with; nothing on the last one.
         */nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }




}

#if compiler(>=6)
extension Page: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePage: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Page {
        return
            try Page(
                items: FfiConverterSequenceTypeApiKey.read(from: &buf),
                nextCursor: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Page, into buf: inout [UInt8]) {
        FfiConverterSequenceTypeApiKey.write(value.items, into: &buf)
        FfiConverterOptionString.write(value.nextCursor, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePage_lift(_ buf: RustBuffer) throws -> Page {
    return try FfiConverterTypePage.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePage_lower(_ value: Page) -> RustBuffer {
    return FfiConverterTypePage.lower(value)
}


/**
 * What became of reading the text of a key.
 */
public struct ParseAnswer: Equatable, Hashable {
    /**
     * What it tells, when it is one.
     */
    public let token: ParsedToken?
    /**
     * Which rule it breaks, when it is none.
     */
    public let malformed: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What it tells, when it is one.
         */token: ParsedToken?,
        /**
         * Which rule it breaks, when it is none.
         */malformed: String?) {
        self.token = token
        self.malformed = malformed
    }




}

#if compiler(>=6)
extension ParseAnswer: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeParseAnswer: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ParseAnswer {
        return
            try ParseAnswer(
                token: FfiConverterOptionTypeParsedToken.read(from: &buf),
                malformed: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: ParseAnswer, into buf: inout [UInt8]) {
        FfiConverterOptionTypeParsedToken.write(value.token, into: &buf)
        FfiConverterOptionString.write(value.malformed, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeParseAnswer_lift(_ buf: RustBuffer) throws -> ParseAnswer {
    return try FfiConverterTypeParseAnswer.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeParseAnswer_lower(_ value: ParseAnswer) -> RustBuffer {
    return FfiConverterTypeParseAnswer.lower(value)
}


/**
 * What the text of a key tells without a store. It is no check.
 */
public struct ParsedToken: Equatable, Hashable {
    /**
     * The project's brand.
     */
    public let prefix: String
    /**
     * Whose key it is, and whether it is public.
     */
    public let kind: TokenKind
    /**
     * The kind as it stands in the text: `usk`, `tsk`, `upk` or `tpk`.
     */
    public let kindText: String
    /**
     * The id of this secret.
     */
    public let id: String
    /**
     * When it was made.
     */
    public let createdAt: Date
    /**
     * The checksum at its end.
     */
    public let checksum: Int64
    /**
     * Its last four characters.
     */
    public let lastFour: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The project's brand.
         */prefix: String,
        /**
         * Whose key it is, and whether it is public.
         */kind: TokenKind,
        /**
         * The kind as it stands in the text: `usk`, `tsk`, `upk` or `tpk`.
         */kindText: String,
        /**
         * The id of this secret.
         */id: String,
        /**
         * When it was made.
         */createdAt: Date,
        /**
         * The checksum at its end.
         */checksum: Int64,
        /**
         * Its last four characters.
         */lastFour: String) {
        self.prefix = prefix
        self.kind = kind
        self.kindText = kindText
        self.id = id
        self.createdAt = createdAt
        self.checksum = checksum
        self.lastFour = lastFour
    }




}

#if compiler(>=6)
extension ParsedToken: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeParsedToken: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ParsedToken {
        return
            try ParsedToken(
                prefix: FfiConverterString.read(from: &buf),
                kind: FfiConverterTypeTokenKind.read(from: &buf),
                kindText: FfiConverterString.read(from: &buf),
                id: FfiConverterString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf),
                checksum: FfiConverterInt64.read(from: &buf),
                lastFour: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: ParsedToken, into buf: inout [UInt8]) {
        FfiConverterString.write(value.prefix, into: &buf)
        FfiConverterTypeTokenKind.write(value.kind, into: &buf)
        FfiConverterString.write(value.kindText, into: &buf)
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
        FfiConverterInt64.write(value.checksum, into: &buf)
        FfiConverterString.write(value.lastFour, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeParsedToken_lift(_ buf: RustBuffer) throws -> ParsedToken {
    return try FfiConverterTypeParsedToken.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeParsedToken_lower(_ value: ParsedToken) -> RustBuffer {
    return FfiConverterTypeParsedToken.lower(value)
}


/**
 * A permission, and those that it contains.
 */
public struct PermissionDefinition: Equatable, Hashable {
    /**
     * The permission.
     */
    public let id: String
    /**
     * What it is for.
     */
    public let description: String?
    /**
     * Permissions that whoever holds this one holds too.
     */
    public let contains: [String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The permission.
         */id: String,
        /**
         * What it is for.
         */description: String?,
        /**
         * Permissions that whoever holds this one holds too.
         */contains: [String]) {
        self.id = id
        self.description = description
        self.contains = contains
    }




}

#if compiler(>=6)
extension PermissionDefinition: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePermissionDefinition: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PermissionDefinition {
        return
            try PermissionDefinition(
                id: FfiConverterString.read(from: &buf),
                description: FfiConverterOptionString.read(from: &buf),
                contains: FfiConverterSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: PermissionDefinition, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterOptionString.write(value.description, into: &buf)
        FfiConverterSequenceString.write(value.contains, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePermissionDefinition_lift(_ buf: RustBuffer) throws -> PermissionDefinition {
    return try FfiConverterTypePermissionDefinition.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePermissionDefinition_lower(_ value: PermissionDefinition) -> RustBuffer {
    return FfiConverterTypePermissionDefinition.lower(value)
}


/**
 * What a restore did or would do.
 */
public struct RestoreReport: Equatable, Hashable {
    /**
     * How many keys the backup holds.
     */
    public let apiKeys: Int64
    /**
     * How many users.
     */
    public let users: Int64
    /**
     * How many teams.
     */
    public let teams: Int64
    /**
     * How many keys the backup does not have: they are gone when it is restored.
     */
    public let apiKeysMadeSince: Int64
    /**
     * Keys that were revoked since.
     */
    public let revokedSince: [ApiKey]
    /**
     * Keys that were deleted since. They come back revoked.
     */
    public let deletedSince: [ApiKey]
    /**
     * Keys whose rows something else than Keywright has changed since. They come back revoked.
     */
    public let tamperedSince: [ApiKey]
    /**
     * Keys with a secret that was replaced since.
     */
    public let rotatedSince: [ApiKey]
    /**
     * Keys that were suspended since.
     */
    public let suspendedSince: [ApiKey]
    /**
     * Users and teams that were suspended since.
     */
    public let ownersSuspendedSince: [Owner]
    /**
     * Rows of the backup that are not sealed.
     */
    public let unsealedRows: Int64
    /**
     * What became of the usage.
     */
    public let usage: BackupUsage

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many keys the backup holds.
         */apiKeys: Int64,
        /**
         * How many users.
         */users: Int64,
        /**
         * How many teams.
         */teams: Int64,
        /**
         * How many keys the backup does not have: they are gone when it is restored.
         */apiKeysMadeSince: Int64,
        /**
         * Keys that were revoked since.
         */revokedSince: [ApiKey],
        /**
         * Keys that were deleted since. They come back revoked.
         */deletedSince: [ApiKey],
        /**
         * Keys whose rows something else than Keywright has changed since. They come back revoked.
         */tamperedSince: [ApiKey],
        /**
         * Keys with a secret that was replaced since.
         */rotatedSince: [ApiKey],
        /**
         * Keys that were suspended since.
         */suspendedSince: [ApiKey],
        /**
         * Users and teams that were suspended since.
         */ownersSuspendedSince: [Owner],
        /**
         * Rows of the backup that are not sealed.
         */unsealedRows: Int64,
        /**
         * What became of the usage.
         */usage: BackupUsage) {
        self.apiKeys = apiKeys
        self.users = users
        self.teams = teams
        self.apiKeysMadeSince = apiKeysMadeSince
        self.revokedSince = revokedSince
        self.deletedSince = deletedSince
        self.tamperedSince = tamperedSince
        self.rotatedSince = rotatedSince
        self.suspendedSince = suspendedSince
        self.ownersSuspendedSince = ownersSuspendedSince
        self.unsealedRows = unsealedRows
        self.usage = usage
    }




}

#if compiler(>=6)
extension RestoreReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRestoreReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> RestoreReport {
        return
            try RestoreReport(
                apiKeys: FfiConverterInt64.read(from: &buf),
                users: FfiConverterInt64.read(from: &buf),
                teams: FfiConverterInt64.read(from: &buf),
                apiKeysMadeSince: FfiConverterInt64.read(from: &buf),
                revokedSince: FfiConverterSequenceTypeApiKey.read(from: &buf),
                deletedSince: FfiConverterSequenceTypeApiKey.read(from: &buf),
                tamperedSince: FfiConverterSequenceTypeApiKey.read(from: &buf),
                rotatedSince: FfiConverterSequenceTypeApiKey.read(from: &buf),
                suspendedSince: FfiConverterSequenceTypeApiKey.read(from: &buf),
                ownersSuspendedSince: FfiConverterSequenceTypeOwner.read(from: &buf),
                unsealedRows: FfiConverterInt64.read(from: &buf),
                usage: FfiConverterTypeBackupUsage.read(from: &buf)
        )
    }

    public static func write(_ value: RestoreReport, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.apiKeys, into: &buf)
        FfiConverterInt64.write(value.users, into: &buf)
        FfiConverterInt64.write(value.teams, into: &buf)
        FfiConverterInt64.write(value.apiKeysMadeSince, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.revokedSince, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.deletedSince, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.tamperedSince, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.rotatedSince, into: &buf)
        FfiConverterSequenceTypeApiKey.write(value.suspendedSince, into: &buf)
        FfiConverterSequenceTypeOwner.write(value.ownersSuspendedSince, into: &buf)
        FfiConverterInt64.write(value.unsealedRows, into: &buf)
        FfiConverterTypeBackupUsage.write(value.usage, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRestoreReport_lift(_ buf: RustBuffer) throws -> RestoreReport {
    return try FfiConverterTypeRestoreReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRestoreReport_lower(_ value: RestoreReport) -> RustBuffer {
    return FfiConverterTypeRestoreReport.lower(value)
}


/**
 * Which keys to revoke at once: those that meet all of these.
 */
public struct RevokeAllConditions: Equatable, Hashable {
    /**
     * Whose.
     */
    public let owner: Owner?
    /**
     * Made before this.
     */
    public let createdBefore: Date?
    /**
     * Made by whom: `server`, `server:NAME` or `user:ID`.
     */
    public let createdBy: String?
    /**
     * With this prefix.
     */
    public let prefix: String?
    /**
     * Why they are revoked.
     */
    public let reason: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whose.
         */owner: Owner? = nil,
        /**
         * Made before this.
         */createdBefore: Date? = nil,
        /**
         * Made by whom: `server`, `server:NAME` or `user:ID`.
         */createdBy: String? = nil,
        /**
         * With this prefix.
         */prefix: String? = nil,
        /**
         * Why they are revoked.
         */reason: String? = nil) {
        self.owner = owner
        self.createdBefore = createdBefore
        self.createdBy = createdBy
        self.prefix = prefix
        self.reason = reason
    }




}

#if compiler(>=6)
extension RevokeAllConditions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRevokeAllConditions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> RevokeAllConditions {
        return
            try RevokeAllConditions(
                owner: FfiConverterOptionTypeOwner.read(from: &buf),
                createdBefore: FfiConverterOptionTimestamp.read(from: &buf),
                createdBy: FfiConverterOptionString.read(from: &buf),
                prefix: FfiConverterOptionString.read(from: &buf),
                reason: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: RevokeAllConditions, into buf: inout [UInt8]) {
        FfiConverterOptionTypeOwner.write(value.owner, into: &buf)
        FfiConverterOptionTimestamp.write(value.createdBefore, into: &buf)
        FfiConverterOptionString.write(value.createdBy, into: &buf)
        FfiConverterOptionString.write(value.prefix, into: &buf)
        FfiConverterOptionString.write(value.reason, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRevokeAllConditions_lift(_ buf: RustBuffer) throws -> RevokeAllConditions {
    return try FfiConverterTypeRevokeAllConditions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRevokeAllConditions_lower(_ value: RevokeAllConditions) -> RustBuffer {
    return FfiConverterTypeRevokeAllConditions.lower(value)
}


/**
 * What sealing came to.
 */
public struct SealReport: Equatable, Hashable {
    /**
     * How many rows were sealed.
     */
    public let sealed: Int64
    /**
     * How many rows something else than Keywright had changed.
     */
    public let tampered: Int64
    /**
     * Whether what was there before can still be found in the file.
     */
    public let isResidueLeft: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many rows were sealed.
         */sealed: Int64,
        /**
         * How many rows something else than Keywright had changed.
         */tampered: Int64,
        /**
         * Whether what was there before can still be found in the file.
         */isResidueLeft: Bool) {
        self.sealed = sealed
        self.tampered = tampered
        self.isResidueLeft = isResidueLeft
    }




}

#if compiler(>=6)
extension SealReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSealReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SealReport {
        return
            try SealReport(
                sealed: FfiConverterInt64.read(from: &buf),
                tampered: FfiConverterInt64.read(from: &buf),
                isResidueLeft: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: SealReport, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.sealed, into: &buf)
        FfiConverterInt64.write(value.tampered, into: &buf)
        FfiConverterBool.write(value.isResidueLeft, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSealReport_lift(_ buf: RustBuffer) throws -> SealReport {
    return try FfiConverterTypeSealReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSealReport_lower(_ value: SealReport) -> RustBuffer {
    return FfiConverterTypeSealReport.lower(value)
}


/**
 * How far a store is sealed.
 */
public struct SealStatus: Equatable, Hashable {
    /**
     * Whether it is.
     */
    public let isSealed: Bool
    /**
     * The id of the master key.
     */
    public let sealedWith: String?
    /**
     * The numbers of its data keys.
     */
    public let dataKeys: [Int64]
    /**
     * How many rows are sealed.
     */
    public let sealedRows: Int64
    /**
     * How many are not.
     */
    public let unsealedRows: Int64
    /**
     * Whether rows that are not sealed are believed.
     */
    public let acceptsUnsealed: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether it is.
         */isSealed: Bool,
        /**
         * The id of the master key.
         */sealedWith: String?,
        /**
         * The numbers of its data keys.
         */dataKeys: [Int64],
        /**
         * How many rows are sealed.
         */sealedRows: Int64,
        /**
         * How many are not.
         */unsealedRows: Int64,
        /**
         * Whether rows that are not sealed are believed.
         */acceptsUnsealed: Bool) {
        self.isSealed = isSealed
        self.sealedWith = sealedWith
        self.dataKeys = dataKeys
        self.sealedRows = sealedRows
        self.unsealedRows = unsealedRows
        self.acceptsUnsealed = acceptsUnsealed
    }




}

#if compiler(>=6)
extension SealStatus: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSealStatus: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SealStatus {
        return
            try SealStatus(
                isSealed: FfiConverterBool.read(from: &buf),
                sealedWith: FfiConverterOptionString.read(from: &buf),
                dataKeys: FfiConverterSequenceInt64.read(from: &buf),
                sealedRows: FfiConverterInt64.read(from: &buf),
                unsealedRows: FfiConverterInt64.read(from: &buf),
                acceptsUnsealed: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: SealStatus, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.isSealed, into: &buf)
        FfiConverterOptionString.write(value.sealedWith, into: &buf)
        FfiConverterSequenceInt64.write(value.dataKeys, into: &buf)
        FfiConverterInt64.write(value.sealedRows, into: &buf)
        FfiConverterInt64.write(value.unsealedRows, into: &buf)
        FfiConverterBool.write(value.acceptsUnsealed, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSealStatus_lift(_ buf: RustBuffer) throws -> SealStatus {
    return try FfiConverterTypeSealStatus.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSealStatus_lower(_ value: SealStatus) -> RustBuffer {
    return FfiConverterTypeSealStatus.lower(value)
}


/**
 * The switches of a store.
 */
public struct Settings: Equatable, Hashable {
    /**
     * Whether users' keys work.
     */
    public let allowUserApiKeys: Bool
    /**
     * Whether teams' keys work.
     */
    public let allowTeamApiKeys: Bool
    /**
     * The prefixes that are accepted; new keys get the first one.
     */
    public let prefixes: [String]
    /**
     * How many active keys a user may have.
     */
    public let maxApiKeysPerUser: Int64?
    /**
     * How many active keys a team may have.
     */
    public let maxApiKeysPerTeam: Int64?
    /**
     * How long a new key may live at most.
     */
    public let maxLifetime: TimeInterval?
    /**
     * A header of the project's own in which keys come.
     */
    public let apiKeyHeader: String?
    /**
     * What the creator of a team is given there.
     */
    public let creatorPermissions: [String]
    /**
     * What a member is given when nothing is said.
     */
    public let memberPermissions: [String]
    /**
     * How often usage is written.
     */
    public let usageInterval: TimeInterval
    /**
     * How long points of a minute are kept.
     */
    public let usageMinutesKept: TimeInterval
    /**
     * How long points of an hour are kept.
     */
    public let usageHoursKept: TimeInterval
    /**
     * How long points of a day are kept; nothing is for ever.
     */
    public let usageDaysKept: TimeInterval?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether users' keys work.
         */allowUserApiKeys: Bool,
        /**
         * Whether teams' keys work.
         */allowTeamApiKeys: Bool,
        /**
         * The prefixes that are accepted; new keys get the first one.
         */prefixes: [String],
        /**
         * How many active keys a user may have.
         */maxApiKeysPerUser: Int64?,
        /**
         * How many active keys a team may have.
         */maxApiKeysPerTeam: Int64?,
        /**
         * How long a new key may live at most.
         */maxLifetime: TimeInterval?,
        /**
         * A header of the project's own in which keys come.
         */apiKeyHeader: String?,
        /**
         * What the creator of a team is given there.
         */creatorPermissions: [String],
        /**
         * What a member is given when nothing is said.
         */memberPermissions: [String],
        /**
         * How often usage is written.
         */usageInterval: TimeInterval,
        /**
         * How long points of a minute are kept.
         */usageMinutesKept: TimeInterval,
        /**
         * How long points of an hour are kept.
         */usageHoursKept: TimeInterval,
        /**
         * How long points of a day are kept; nothing is for ever.
         */usageDaysKept: TimeInterval?) {
        self.allowUserApiKeys = allowUserApiKeys
        self.allowTeamApiKeys = allowTeamApiKeys
        self.prefixes = prefixes
        self.maxApiKeysPerUser = maxApiKeysPerUser
        self.maxApiKeysPerTeam = maxApiKeysPerTeam
        self.maxLifetime = maxLifetime
        self.apiKeyHeader = apiKeyHeader
        self.creatorPermissions = creatorPermissions
        self.memberPermissions = memberPermissions
        self.usageInterval = usageInterval
        self.usageMinutesKept = usageMinutesKept
        self.usageHoursKept = usageHoursKept
        self.usageDaysKept = usageDaysKept
    }




}

#if compiler(>=6)
extension Settings: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSettings: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Settings {
        return
            try Settings(
                allowUserApiKeys: FfiConverterBool.read(from: &buf),
                allowTeamApiKeys: FfiConverterBool.read(from: &buf),
                prefixes: FfiConverterSequenceString.read(from: &buf),
                maxApiKeysPerUser: FfiConverterOptionInt64.read(from: &buf),
                maxApiKeysPerTeam: FfiConverterOptionInt64.read(from: &buf),
                maxLifetime: FfiConverterOptionDuration.read(from: &buf),
                apiKeyHeader: FfiConverterOptionString.read(from: &buf),
                creatorPermissions: FfiConverterSequenceString.read(from: &buf),
                memberPermissions: FfiConverterSequenceString.read(from: &buf),
                usageInterval: FfiConverterDuration.read(from: &buf),
                usageMinutesKept: FfiConverterDuration.read(from: &buf),
                usageHoursKept: FfiConverterDuration.read(from: &buf),
                usageDaysKept: FfiConverterOptionDuration.read(from: &buf)
        )
    }

    public static func write(_ value: Settings, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.allowUserApiKeys, into: &buf)
        FfiConverterBool.write(value.allowTeamApiKeys, into: &buf)
        FfiConverterSequenceString.write(value.prefixes, into: &buf)
        FfiConverterOptionInt64.write(value.maxApiKeysPerUser, into: &buf)
        FfiConverterOptionInt64.write(value.maxApiKeysPerTeam, into: &buf)
        FfiConverterOptionDuration.write(value.maxLifetime, into: &buf)
        FfiConverterOptionString.write(value.apiKeyHeader, into: &buf)
        FfiConverterSequenceString.write(value.creatorPermissions, into: &buf)
        FfiConverterSequenceString.write(value.memberPermissions, into: &buf)
        FfiConverterDuration.write(value.usageInterval, into: &buf)
        FfiConverterDuration.write(value.usageMinutesKept, into: &buf)
        FfiConverterDuration.write(value.usageHoursKept, into: &buf)
        FfiConverterOptionDuration.write(value.usageDaysKept, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSettings_lift(_ buf: RustBuffer) throws -> Settings {
    return try FfiConverterTypeSettings.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSettings_lower(_ value: Settings) -> RustBuffer {
    return FfiConverterTypeSettings.lower(value)
}


/**
 * What to change of the settings. What is not given stays.
 */
public struct SettingsUpdate: Equatable, Hashable {
    /**
     * Whether users' keys work.
     */
    public let allowUserApiKeys: Bool?
    /**
     * Whether teams' keys work.
     */
    public let allowTeamApiKeys: Bool?
    /**
     * The prefix of new keys.
     */
    public let prefix: String?
    /**
     * A prefix that is accepted no more.
     */
    public let dropPrefix: DropPrefix?
    /**
     * How many active keys a user may have.
     */
    public let maxApiKeysPerUser: NumberChange?
    /**
     * How many active keys a team may have.
     */
    public let maxApiKeysPerTeam: NumberChange?
    /**
     * How long a new key may live at most.
     */
    public let maxLifetime: DurationChange?
    /**
     * A header of the project's own in which keys come.
     */
    public let apiKeyHeader: TextChange?
    /**
     * What the creator of a team is given there.
     */
    public let creatorPermissions: [String]?
    /**
     * What a member is given when nothing is said.
     */
    public let memberPermissions: [String]?
    /**
     * How often usage is written.
     */
    public let usageInterval: TimeInterval?
    /**
     * How long points of a minute are kept.
     */
    public let usageMinutesKept: TimeInterval?
    /**
     * How long points of an hour are kept.
     */
    public let usageHoursKept: TimeInterval?
    /**
     * How long points of a day are kept.
     */
    public let usageDaysKept: DurationChange?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether users' keys work.
         */allowUserApiKeys: Bool? = nil,
        /**
         * Whether teams' keys work.
         */allowTeamApiKeys: Bool? = nil,
        /**
         * The prefix of new keys.
         */prefix: String? = nil,
        /**
         * A prefix that is accepted no more.
         */dropPrefix: DropPrefix? = nil,
        /**
         * How many active keys a user may have.
         */maxApiKeysPerUser: NumberChange? = nil,
        /**
         * How many active keys a team may have.
         */maxApiKeysPerTeam: NumberChange? = nil,
        /**
         * How long a new key may live at most.
         */maxLifetime: DurationChange? = nil,
        /**
         * A header of the project's own in which keys come.
         */apiKeyHeader: TextChange? = nil,
        /**
         * What the creator of a team is given there.
         */creatorPermissions: [String]? = nil,
        /**
         * What a member is given when nothing is said.
         */memberPermissions: [String]? = nil,
        /**
         * How often usage is written.
         */usageInterval: TimeInterval? = nil,
        /**
         * How long points of a minute are kept.
         */usageMinutesKept: TimeInterval? = nil,
        /**
         * How long points of an hour are kept.
         */usageHoursKept: TimeInterval? = nil,
        /**
         * How long points of a day are kept.
         */usageDaysKept: DurationChange? = nil) {
        self.allowUserApiKeys = allowUserApiKeys
        self.allowTeamApiKeys = allowTeamApiKeys
        self.prefix = prefix
        self.dropPrefix = dropPrefix
        self.maxApiKeysPerUser = maxApiKeysPerUser
        self.maxApiKeysPerTeam = maxApiKeysPerTeam
        self.maxLifetime = maxLifetime
        self.apiKeyHeader = apiKeyHeader
        self.creatorPermissions = creatorPermissions
        self.memberPermissions = memberPermissions
        self.usageInterval = usageInterval
        self.usageMinutesKept = usageMinutesKept
        self.usageHoursKept = usageHoursKept
        self.usageDaysKept = usageDaysKept
    }




}

#if compiler(>=6)
extension SettingsUpdate: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSettingsUpdate: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SettingsUpdate {
        return
            try SettingsUpdate(
                allowUserApiKeys: FfiConverterOptionBool.read(from: &buf),
                allowTeamApiKeys: FfiConverterOptionBool.read(from: &buf),
                prefix: FfiConverterOptionString.read(from: &buf),
                dropPrefix: FfiConverterOptionTypeDropPrefix.read(from: &buf),
                maxApiKeysPerUser: FfiConverterOptionTypeNumberChange.read(from: &buf),
                maxApiKeysPerTeam: FfiConverterOptionTypeNumberChange.read(from: &buf),
                maxLifetime: FfiConverterOptionTypeDurationChange.read(from: &buf),
                apiKeyHeader: FfiConverterOptionTypeTextChange.read(from: &buf),
                creatorPermissions: FfiConverterOptionSequenceString.read(from: &buf),
                memberPermissions: FfiConverterOptionSequenceString.read(from: &buf),
                usageInterval: FfiConverterOptionDuration.read(from: &buf),
                usageMinutesKept: FfiConverterOptionDuration.read(from: &buf),
                usageHoursKept: FfiConverterOptionDuration.read(from: &buf),
                usageDaysKept: FfiConverterOptionTypeDurationChange.read(from: &buf)
        )
    }

    public static func write(_ value: SettingsUpdate, into buf: inout [UInt8]) {
        FfiConverterOptionBool.write(value.allowUserApiKeys, into: &buf)
        FfiConverterOptionBool.write(value.allowTeamApiKeys, into: &buf)
        FfiConverterOptionString.write(value.prefix, into: &buf)
        FfiConverterOptionTypeDropPrefix.write(value.dropPrefix, into: &buf)
        FfiConverterOptionTypeNumberChange.write(value.maxApiKeysPerUser, into: &buf)
        FfiConverterOptionTypeNumberChange.write(value.maxApiKeysPerTeam, into: &buf)
        FfiConverterOptionTypeDurationChange.write(value.maxLifetime, into: &buf)
        FfiConverterOptionTypeTextChange.write(value.apiKeyHeader, into: &buf)
        FfiConverterOptionSequenceString.write(value.creatorPermissions, into: &buf)
        FfiConverterOptionSequenceString.write(value.memberPermissions, into: &buf)
        FfiConverterOptionDuration.write(value.usageInterval, into: &buf)
        FfiConverterOptionDuration.write(value.usageMinutesKept, into: &buf)
        FfiConverterOptionDuration.write(value.usageHoursKept, into: &buf)
        FfiConverterOptionTypeDurationChange.write(value.usageDaysKept, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSettingsUpdate_lift(_ buf: RustBuffer) throws -> SettingsUpdate {
    return try FfiConverterTypeSettingsUpdate.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSettingsUpdate_lower(_ value: SettingsUpdate) -> RustBuffer {
    return FfiConverterTypeSettingsUpdate.lower(value)
}


/**
 * Something to look at that changed nothing.
 */
public struct Signal: Equatable, Hashable {
    /**
     * Its place among the signals.
     */
    public let number: Int64
    /**
     * What it is about.
     */
    public let kind: SignalKind
    /**
     * Which key, user or team.
     */
    public let about: String
    /**
     * When.
     */
    public let at: Date
    /**
     * What was seen: a JSON object, as text.
     */
    public let evidence: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its place among the signals.
         */number: Int64,
        /**
         * What it is about.
         */kind: SignalKind,
        /**
         * Which key, user or team.
         */about: String,
        /**
         * When.
         */at: Date,
        /**
         * What was seen: a JSON object, as text.
         */evidence: String) {
        self.number = number
        self.kind = kind
        self.about = about
        self.at = at
        self.evidence = evidence
    }




}

#if compiler(>=6)
extension Signal: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSignal: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Signal {
        return
            try Signal(
                number: FfiConverterInt64.read(from: &buf),
                kind: FfiConverterTypeSignalKind.read(from: &buf),
                about: FfiConverterString.read(from: &buf),
                at: FfiConverterTimestamp.read(from: &buf),
                evidence: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Signal, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.number, into: &buf)
        FfiConverterTypeSignalKind.write(value.kind, into: &buf)
        FfiConverterString.write(value.about, into: &buf)
        FfiConverterTimestamp.write(value.at, into: &buf)
        FfiConverterString.write(value.evidence, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSignal_lift(_ buf: RustBuffer) throws -> Signal {
    return try FfiConverterTypeSignal.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSignal_lower(_ value: Signal) -> RustBuffer {
    return FfiConverterTypeSignal.lower(value)
}


/**
 * What there is to know about a store itself.
 */
public struct StoreInfo: Equatable, Hashable {
    /**
     * Where its file is; nowhere for a store in memory.
     */
    public let path: String?
    /**
     * The number of its schema.
     */
    public let schema: Int64
    /**
     * The oldest schema whose programs may read it.
     */
    public let oldestReader: Int64
    /**
     * How a check proves that nothing was changed since.
     */
    public let freshness: Freshness
    /**
     * The file system it is on.
     */
    public let fileSystem: String?
    /**
     * The version of SQLite.
     */
    public let sqliteVersion: String
    /**
     * The version of Keywright.
     */
    public let keywrightVersion: String
    /**
     * The number of the last signal.
     */
    public let lastSignal: Int64
    /**
     * What is kept in memory.
     */
    public let memory: MemoryInfo
    /**
     * What is written behind.
     */
    public let flush: FlushInfo
    /**
     * The file of usage.
     */
    public let usage: UsageStatus

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Where its file is; nowhere for a store in memory.
         */path: String?,
        /**
         * The number of its schema.
         */schema: Int64,
        /**
         * The oldest schema whose programs may read it.
         */oldestReader: Int64,
        /**
         * How a check proves that nothing was changed since.
         */freshness: Freshness,
        /**
         * The file system it is on.
         */fileSystem: String?,
        /**
         * The version of SQLite.
         */sqliteVersion: String,
        /**
         * The version of Keywright.
         */keywrightVersion: String,
        /**
         * The number of the last signal.
         */lastSignal: Int64,
        /**
         * What is kept in memory.
         */memory: MemoryInfo,
        /**
         * What is written behind.
         */flush: FlushInfo,
        /**
         * The file of usage.
         */usage: UsageStatus) {
        self.path = path
        self.schema = schema
        self.oldestReader = oldestReader
        self.freshness = freshness
        self.fileSystem = fileSystem
        self.sqliteVersion = sqliteVersion
        self.keywrightVersion = keywrightVersion
        self.lastSignal = lastSignal
        self.memory = memory
        self.flush = flush
        self.usage = usage
    }




}

#if compiler(>=6)
extension StoreInfo: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStoreInfo: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> StoreInfo {
        return
            try StoreInfo(
                path: FfiConverterOptionString.read(from: &buf),
                schema: FfiConverterInt64.read(from: &buf),
                oldestReader: FfiConverterInt64.read(from: &buf),
                freshness: FfiConverterTypeFreshness.read(from: &buf),
                fileSystem: FfiConverterOptionString.read(from: &buf),
                sqliteVersion: FfiConverterString.read(from: &buf),
                keywrightVersion: FfiConverterString.read(from: &buf),
                lastSignal: FfiConverterInt64.read(from: &buf),
                memory: FfiConverterTypeMemoryInfo.read(from: &buf),
                flush: FfiConverterTypeFlushInfo.read(from: &buf),
                usage: FfiConverterTypeUsageStatus.read(from: &buf)
        )
    }

    public static func write(_ value: StoreInfo, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.path, into: &buf)
        FfiConverterInt64.write(value.schema, into: &buf)
        FfiConverterInt64.write(value.oldestReader, into: &buf)
        FfiConverterTypeFreshness.write(value.freshness, into: &buf)
        FfiConverterOptionString.write(value.fileSystem, into: &buf)
        FfiConverterString.write(value.sqliteVersion, into: &buf)
        FfiConverterString.write(value.keywrightVersion, into: &buf)
        FfiConverterInt64.write(value.lastSignal, into: &buf)
        FfiConverterTypeMemoryInfo.write(value.memory, into: &buf)
        FfiConverterTypeFlushInfo.write(value.flush, into: &buf)
        FfiConverterTypeUsageStatus.write(value.usage, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStoreInfo_lift(_ buf: RustBuffer) throws -> StoreInfo {
    return try FfiConverterTypeStoreInfo.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStoreInfo_lower(_ value: StoreInfo) -> RustBuffer {
    return FfiConverterTypeStoreInfo.lower(value)
}


/**
 * What is stored about a team.
 */
public struct Team: Equatable, Hashable {
    /**
     * The host's own id.
     */
    public let id: String
    /**
     * A name for people.
     */
    public let displayName: String?
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String
    /**
     * When the team came into being here.
     */
    public let createdAt: Date
    /**
     * Since when all keys of the team are suspended.
     */
    public let suspendedAt: Date?
    /**
     * Who suspended them.
     */
    public let suspendedBy: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The host's own id.
         */id: String,
        /**
         * A name for people.
         */displayName: String?,
        /**
         * A JSON object of the host's own, as text.
         */metadata: String,
        /**
         * When the team came into being here.
         */createdAt: Date,
        /**
         * Since when all keys of the team are suspended.
         */suspendedAt: Date?,
        /**
         * Who suspended them.
         */suspendedBy: String?) {
        self.id = id
        self.displayName = displayName
        self.metadata = metadata
        self.createdAt = createdAt
        self.suspendedAt = suspendedAt
        self.suspendedBy = suspendedBy
    }




}

#if compiler(>=6)
extension Team: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeam: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Team {
        return
            try Team(
                id: FfiConverterString.read(from: &buf),
                displayName: FfiConverterOptionString.read(from: &buf),
                metadata: FfiConverterString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf),
                suspendedAt: FfiConverterOptionTimestamp.read(from: &buf),
                suspendedBy: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Team, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterOptionString.write(value.displayName, into: &buf)
        FfiConverterString.write(value.metadata, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
        FfiConverterOptionTimestamp.write(value.suspendedAt, into: &buf)
        FfiConverterOptionString.write(value.suspendedBy, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeam_lift(_ buf: RustBuffer) throws -> Team {
    return try FfiConverterTypeTeam.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeam_lower(_ value: Team) -> RustBuffer {
    return FfiConverterTypeTeam.lower(value)
}


/**
 * A user in a team.
 */
public struct TeamMember: Equatable, Hashable {
    /**
     * The team.
     */
    public let teamId: String
    /**
     * The user.
     */
    public let userId: String
    /**
     * What the user was given there, without what these permissions contain.
     */
    public let permissions: [String]
    /**
     * Since when.
     */
    public let createdAt: Date

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The team.
         */teamId: String,
        /**
         * The user.
         */userId: String,
        /**
         * What the user was given there, without what these permissions contain.
         */permissions: [String],
        /**
         * Since when.
         */createdAt: Date) {
        self.teamId = teamId
        self.userId = userId
        self.permissions = permissions
        self.createdAt = createdAt
    }




}

#if compiler(>=6)
extension TeamMember: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeamMember: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TeamMember {
        return
            try TeamMember(
                teamId: FfiConverterString.read(from: &buf),
                userId: FfiConverterString.read(from: &buf),
                permissions: FfiConverterSequenceString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf)
        )
    }

    public static func write(_ value: TeamMember, into buf: inout [UInt8]) {
        FfiConverterString.write(value.teamId, into: &buf)
        FfiConverterString.write(value.userId, into: &buf)
        FfiConverterSequenceString.write(value.permissions, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamMember_lift(_ buf: RustBuffer) throws -> TeamMember {
    return try FfiConverterTypeTeamMember.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamMember_lower(_ value: TeamMember) -> RustBuffer {
    return FfiConverterTypeTeamMember.lower(value)
}


/**
 * The team that owns a key.
 */
public struct TeamOfKey: Equatable, Hashable {
    /**
     * The team; none when the key is denied.
     */
    public let team: Team?
    /**
     * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
     */
    public let denied: Verdict?
    /**
     * The code of the error that it is told by.
     */
    public let errorCode: String?
    /**
     * The text of that error.
     */
    public let errorText: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The team; none when the key is denied.
         */team: Team?,
        /**
         * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
         */denied: Verdict?,
        /**
         * The code of the error that it is told by.
         */errorCode: String?,
        /**
         * The text of that error.
         */errorText: String?) {
        self.team = team
        self.denied = denied
        self.errorCode = errorCode
        self.errorText = errorText
    }




}

#if compiler(>=6)
extension TeamOfKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeamOfKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TeamOfKey {
        return
            try TeamOfKey(
                team: FfiConverterOptionTypeTeam.read(from: &buf),
                denied: FfiConverterOptionTypeVerdict.read(from: &buf),
                errorCode: FfiConverterOptionString.read(from: &buf),
                errorText: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: TeamOfKey, into buf: inout [UInt8]) {
        FfiConverterOptionTypeTeam.write(value.team, into: &buf)
        FfiConverterOptionTypeVerdict.write(value.denied, into: &buf)
        FfiConverterOptionString.write(value.errorCode, into: &buf)
        FfiConverterOptionString.write(value.errorText, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamOfKey_lift(_ buf: RustBuffer) throws -> TeamOfKey {
    return try FfiConverterTypeTeamOfKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamOfKey_lower(_ value: TeamOfKey) -> RustBuffer {
    return FfiConverterTypeTeamOfKey.lower(value)
}


/**
 * What to change of a team. What is not given stays.
 */
public struct TeamUpdate: Equatable, Hashable {
    /**
     * A name for people.
     */
    public let displayName: TextChange?
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * A name for people.
         */displayName: TextChange? = nil,
        /**
         * A JSON object of the host's own, as text.
         */metadata: String? = nil) {
        self.displayName = displayName
        self.metadata = metadata
    }




}

#if compiler(>=6)
extension TeamUpdate: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeamUpdate: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TeamUpdate {
        return
            try TeamUpdate(
                displayName: FfiConverterOptionTypeTextChange.read(from: &buf),
                metadata: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: TeamUpdate, into buf: inout [UInt8]) {
        FfiConverterOptionTypeTextChange.write(value.displayName, into: &buf)
        FfiConverterOptionString.write(value.metadata, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamUpdate_lift(_ buf: RustBuffer) throws -> TeamUpdate {
    return try FfiConverterTypeTeamUpdate.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamUpdate_lower(_ value: TeamUpdate) -> RustBuffer {
    return FfiConverterTypeTeamUpdate.lower(value)
}


/**
 * How a key was used.
 */
public struct Usage: Equatable, Hashable {
    /**
     * Which key.
     */
    public let apiKeyId: String
    /**
     * How long one point is.
     */
    public let step: UsageStep
    /**
     * The series, without gaps.
     */
    public let points: [UsagePoint]
    /**
     * All of it together.
     */
    public let total: UsageCounts
    /**
     * When the key was last valid.
     */
    public let lastUsedAt: Date?
    /**
     * From where, when the check was told.
     */
    public let lastUsedIp: String?
    /**
     * Since when points of this length are kept.
     */
    public let keptSince: Date?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Which key.
         */apiKeyId: String,
        /**
         * How long one point is.
         */step: UsageStep,
        /**
         * The series, without gaps.
         */points: [UsagePoint],
        /**
         * All of it together.
         */total: UsageCounts,
        /**
         * When the key was last valid.
         */lastUsedAt: Date?,
        /**
         * From where, when the check was told.
         */lastUsedIp: String?,
        /**
         * Since when points of this length are kept.
         */keptSince: Date?) {
        self.apiKeyId = apiKeyId
        self.step = step
        self.points = points
        self.total = total
        self.lastUsedAt = lastUsedAt
        self.lastUsedIp = lastUsedIp
        self.keptSince = keptSince
    }




}

#if compiler(>=6)
extension Usage: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUsage: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Usage {
        return
            try Usage(
                apiKeyId: FfiConverterString.read(from: &buf),
                step: FfiConverterTypeUsageStep.read(from: &buf),
                points: FfiConverterSequenceTypeUsagePoint.read(from: &buf),
                total: FfiConverterTypeUsageCounts.read(from: &buf),
                lastUsedAt: FfiConverterOptionTimestamp.read(from: &buf),
                lastUsedIp: FfiConverterOptionString.read(from: &buf),
                keptSince: FfiConverterOptionTimestamp.read(from: &buf)
        )
    }

    public static func write(_ value: Usage, into buf: inout [UInt8]) {
        FfiConverterString.write(value.apiKeyId, into: &buf)
        FfiConverterTypeUsageStep.write(value.step, into: &buf)
        FfiConverterSequenceTypeUsagePoint.write(value.points, into: &buf)
        FfiConverterTypeUsageCounts.write(value.total, into: &buf)
        FfiConverterOptionTimestamp.write(value.lastUsedAt, into: &buf)
        FfiConverterOptionString.write(value.lastUsedIp, into: &buf)
        FfiConverterOptionTimestamp.write(value.keptSince, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsage_lift(_ buf: RustBuffer) throws -> Usage {
    return try FfiConverterTypeUsage.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsage_lower(_ value: Usage) -> RustBuffer {
    return FfiConverterTypeUsage.lower(value)
}


/**
 * How many checks there were.
 */
public struct UsageCounts: Equatable, Hashable {
    /**
     * Which said yes.
     */
    public let valid: Int64
    /**
     * Which said no, by reason. A reason that did not occur is not there.
     */
    public let denied: [String: Int64]
    /**
     * With the id of this key and a wrong secret.
     */
    public let wrongSecrets: Int64
    /**
     * Of which neither is known any more.
     */
    public let unknown: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Which said yes.
         */valid: Int64,
        /**
         * Which said no, by reason. A reason that did not occur is not there.
         */denied: [String: Int64],
        /**
         * With the id of this key and a wrong secret.
         */wrongSecrets: Int64,
        /**
         * Of which neither is known any more.
         */unknown: Int64) {
        self.valid = valid
        self.denied = denied
        self.wrongSecrets = wrongSecrets
        self.unknown = unknown
    }




}

#if compiler(>=6)
extension UsageCounts: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUsageCounts: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UsageCounts {
        return
            try UsageCounts(
                valid: FfiConverterInt64.read(from: &buf),
                denied: FfiConverterDictionaryStringInt64.read(from: &buf),
                wrongSecrets: FfiConverterInt64.read(from: &buf),
                unknown: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: UsageCounts, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.valid, into: &buf)
        FfiConverterDictionaryStringInt64.write(value.denied, into: &buf)
        FfiConverterInt64.write(value.wrongSecrets, into: &buf)
        FfiConverterInt64.write(value.unknown, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageCounts_lift(_ buf: RustBuffer) throws -> UsageCounts {
    return try FfiConverterTypeUsageCounts.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageCounts_lower(_ value: UsageCounts) -> RustBuffer {
    return FfiConverterTypeUsageCounts.lower(value)
}


/**
 * One point of a series.
 */
public struct UsagePoint: Equatable, Hashable {
    /**
     * When it begins.
     */
    public let start: Date
    /**
     * What was counted in it.
     */
    public let counts: UsageCounts

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * When it begins.
         */start: Date,
        /**
         * What was counted in it.
         */counts: UsageCounts) {
        self.start = start
        self.counts = counts
    }




}

#if compiler(>=6)
extension UsagePoint: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUsagePoint: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UsagePoint {
        return
            try UsagePoint(
                start: FfiConverterTimestamp.read(from: &buf),
                counts: FfiConverterTypeUsageCounts.read(from: &buf)
        )
    }

    public static func write(_ value: UsagePoint, into buf: inout [UInt8]) {
        FfiConverterTimestamp.write(value.start, into: &buf)
        FfiConverterTypeUsageCounts.write(value.counts, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsagePoint_lift(_ buf: RustBuffer) throws -> UsagePoint {
    return try FfiConverterTypeUsagePoint.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsagePoint_lower(_ value: UsagePoint) -> RustBuffer {
    return FfiConverterTypeUsagePoint.lower(value)
}


/**
 * The file of usage.
 */
public struct UsageStatus: Equatable, Hashable {
    /**
     * Where it is; nowhere for a store in memory.
     */
    public let path: String?
    /**
     * When it was last written.
     */
    public let writtenAt: Date?
    /**
     * How often it was written.
     */
    public let writes: Int64
    /**
     * How many checks are counted in memory and not written yet.
     */
    public let waiting: Int64
    /**
     * How many checks are in no series.
     */
    public let lost: Int64
    /**
     * The code of what is wrong with it. Checks go on all the same.
     */
    public let error: String?
    /**
     * The same in words.
     */
    public let errorMessage: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Where it is; nowhere for a store in memory.
         */path: String?,
        /**
         * When it was last written.
         */writtenAt: Date?,
        /**
         * How often it was written.
         */writes: Int64,
        /**
         * How many checks are counted in memory and not written yet.
         */waiting: Int64,
        /**
         * How many checks are in no series.
         */lost: Int64,
        /**
         * The code of what is wrong with it. Checks go on all the same.
         */error: String?,
        /**
         * The same in words.
         */errorMessage: String?) {
        self.path = path
        self.writtenAt = writtenAt
        self.writes = writes
        self.waiting = waiting
        self.lost = lost
        self.error = error
        self.errorMessage = errorMessage
    }




}

#if compiler(>=6)
extension UsageStatus: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUsageStatus: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UsageStatus {
        return
            try UsageStatus(
                path: FfiConverterOptionString.read(from: &buf),
                writtenAt: FfiConverterOptionTimestamp.read(from: &buf),
                writes: FfiConverterInt64.read(from: &buf),
                waiting: FfiConverterInt64.read(from: &buf),
                lost: FfiConverterInt64.read(from: &buf),
                error: FfiConverterOptionString.read(from: &buf),
                errorMessage: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: UsageStatus, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.path, into: &buf)
        FfiConverterOptionTimestamp.write(value.writtenAt, into: &buf)
        FfiConverterInt64.write(value.writes, into: &buf)
        FfiConverterInt64.write(value.waiting, into: &buf)
        FfiConverterInt64.write(value.lost, into: &buf)
        FfiConverterOptionString.write(value.error, into: &buf)
        FfiConverterOptionString.write(value.errorMessage, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageStatus_lift(_ buf: RustBuffer) throws -> UsageStatus {
    return try FfiConverterTypeUsageStatus.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageStatus_lower(_ value: UsageStatus) -> RustBuffer {
    return FfiConverterTypeUsageStatus.lower(value)
}


/**
 * What is stored about a user.
 */
public struct User: Equatable, Hashable {
    /**
     * The host's own id.
     */
    public let id: String
    /**
     * A name for people.
     */
    public let displayName: String?
    /**
     * An address for people.
     */
    public let primaryEmail: String?
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String
    /**
     * When the user came into being here.
     */
    public let createdAt: Date
    /**
     * Since when all keys of the user are suspended.
     */
    public let suspendedAt: Date?
    /**
     * Who suspended them.
     */
    public let suspendedBy: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The host's own id.
         */id: String,
        /**
         * A name for people.
         */displayName: String?,
        /**
         * An address for people.
         */primaryEmail: String?,
        /**
         * A JSON object of the host's own, as text.
         */metadata: String,
        /**
         * When the user came into being here.
         */createdAt: Date,
        /**
         * Since when all keys of the user are suspended.
         */suspendedAt: Date?,
        /**
         * Who suspended them.
         */suspendedBy: String?) {
        self.id = id
        self.displayName = displayName
        self.primaryEmail = primaryEmail
        self.metadata = metadata
        self.createdAt = createdAt
        self.suspendedAt = suspendedAt
        self.suspendedBy = suspendedBy
    }




}

#if compiler(>=6)
extension User: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUser: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> User {
        return
            try User(
                id: FfiConverterString.read(from: &buf),
                displayName: FfiConverterOptionString.read(from: &buf),
                primaryEmail: FfiConverterOptionString.read(from: &buf),
                metadata: FfiConverterString.read(from: &buf),
                createdAt: FfiConverterTimestamp.read(from: &buf),
                suspendedAt: FfiConverterOptionTimestamp.read(from: &buf),
                suspendedBy: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: User, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterOptionString.write(value.displayName, into: &buf)
        FfiConverterOptionString.write(value.primaryEmail, into: &buf)
        FfiConverterString.write(value.metadata, into: &buf)
        FfiConverterTimestamp.write(value.createdAt, into: &buf)
        FfiConverterOptionTimestamp.write(value.suspendedAt, into: &buf)
        FfiConverterOptionString.write(value.suspendedBy, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUser_lift(_ buf: RustBuffer) throws -> User {
    return try FfiConverterTypeUser.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUser_lower(_ value: User) -> RustBuffer {
    return FfiConverterTypeUser.lower(value)
}


/**
 * The user who owns a key.
 */
public struct UserOfKey: Equatable, Hashable {
    /**
     * The user; nobody when the key is denied.
     */
    public let user: User?
    /**
     * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
     */
    public let denied: Verdict?
    /**
     * The code of the error that it is told by.
     */
    public let errorCode: String?
    /**
     * The text of that error.
     */
    public let errorText: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The user; nobody when the key is denied.
         */user: User?,
        /**
         * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
         */denied: Verdict?,
        /**
         * The code of the error that it is told by.
         */errorCode: String?,
        /**
         * The text of that error.
         */errorText: String?) {
        self.user = user
        self.denied = denied
        self.errorCode = errorCode
        self.errorText = errorText
    }




}

#if compiler(>=6)
extension UserOfKey: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUserOfKey: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UserOfKey {
        return
            try UserOfKey(
                user: FfiConverterOptionTypeUser.read(from: &buf),
                denied: FfiConverterOptionTypeVerdict.read(from: &buf),
                errorCode: FfiConverterOptionString.read(from: &buf),
                errorText: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: UserOfKey, into buf: inout [UInt8]) {
        FfiConverterOptionTypeUser.write(value.user, into: &buf)
        FfiConverterOptionTypeVerdict.write(value.denied, into: &buf)
        FfiConverterOptionString.write(value.errorCode, into: &buf)
        FfiConverterOptionString.write(value.errorText, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserOfKey_lift(_ buf: RustBuffer) throws -> UserOfKey {
    return try FfiConverterTypeUserOfKey.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserOfKey_lower(_ value: UserOfKey) -> RustBuffer {
    return FfiConverterTypeUserOfKey.lower(value)
}


/**
 * What to change of a user. What is not given stays.
 */
public struct UserUpdate: Equatable, Hashable {
    /**
     * A name for people.
     */
    public let displayName: TextChange?
    /**
     * An address for people.
     */
    public let primaryEmail: TextChange?
    /**
     * A JSON object of the host's own, as text.
     */
    public let metadata: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * A name for people.
         */displayName: TextChange? = nil,
        /**
         * An address for people.
         */primaryEmail: TextChange? = nil,
        /**
         * A JSON object of the host's own, as text.
         */metadata: String? = nil) {
        self.displayName = displayName
        self.primaryEmail = primaryEmail
        self.metadata = metadata
    }




}

#if compiler(>=6)
extension UserUpdate: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUserUpdate: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UserUpdate {
        return
            try UserUpdate(
                displayName: FfiConverterOptionTypeTextChange.read(from: &buf),
                primaryEmail: FfiConverterOptionTypeTextChange.read(from: &buf),
                metadata: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: UserUpdate, into buf: inout [UInt8]) {
        FfiConverterOptionTypeTextChange.write(value.displayName, into: &buf)
        FfiConverterOptionTypeTextChange.write(value.primaryEmail, into: &buf)
        FfiConverterOptionString.write(value.metadata, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserUpdate_lift(_ buf: RustBuffer) throws -> UserUpdate {
    return try FfiConverterTypeUserUpdate.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUserUpdate_lower(_ value: UserUpdate) -> RustBuffer {
    return FfiConverterTypeUserUpdate.lower(value)
}


/**
 * The answer of a check: valid with the record and its owner, or denied with one reason.
 */
public struct Verdict: Equatable, Hashable {
    /**
     * Whether the key may pass.
     */
    public let valid: Bool
    /**
     * Why not.
     */
    public let reason: Reason?
    /**
     * The record of a valid key.
     */
    public let apiKey: ApiKey?
    /**
     * Which key it is, as far as that is known; for logs.
     */
    public let apiKeyId: String?
    /**
     * The user who owns a valid key.
     */
    public let userId: String?
    /**
     * The team that owns a valid key.
     */
    public let teamId: String?
    /**
     * Whether a valid key is public.
     */
    public let isPublic: Bool
    /**
     * How long a client should wait.
     */
    public let retryAfter: TimeInterval?
    /**
     * How to answer a request whose credential the key was.
     */
    public let http: HttpAnswer
    /**
     * How to answer a request that asks about the key.
     */
    public let checkHttp: HttpAnswer
    /**
     * What to say of a denial that is taken for an error.
     */
    public let denial: String?
    /**
     * A name for what memory holds of this key, for a program that keeps verdicts; nothing when it may not be kept.
     */
    public let keptAs: Int64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether the key may pass.
         */valid: Bool,
        /**
         * Why not.
         */reason: Reason?,
        /**
         * The record of a valid key.
         */apiKey: ApiKey?,
        /**
         * Which key it is, as far as that is known; for logs.
         */apiKeyId: String?,
        /**
         * The user who owns a valid key.
         */userId: String?,
        /**
         * The team that owns a valid key.
         */teamId: String?,
        /**
         * Whether a valid key is public.
         */isPublic: Bool,
        /**
         * How long a client should wait.
         */retryAfter: TimeInterval?,
        /**
         * How to answer a request whose credential the key was.
         */http: HttpAnswer,
        /**
         * How to answer a request that asks about the key.
         */checkHttp: HttpAnswer,
        /**
         * What to say of a denial that is taken for an error.
         */denial: String?,
        /**
         * A name for what memory holds of this key, for a program that keeps verdicts; nothing when it may not be kept.
         */keptAs: Int64?) {
        self.valid = valid
        self.reason = reason
        self.apiKey = apiKey
        self.apiKeyId = apiKeyId
        self.userId = userId
        self.teamId = teamId
        self.isPublic = isPublic
        self.retryAfter = retryAfter
        self.http = http
        self.checkHttp = checkHttp
        self.denial = denial
        self.keptAs = keptAs
    }




}

#if compiler(>=6)
extension Verdict: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeVerdict: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Verdict {
        return
            try Verdict(
                valid: FfiConverterBool.read(from: &buf),
                reason: FfiConverterOptionTypeReason.read(from: &buf),
                apiKey: FfiConverterOptionTypeApiKey.read(from: &buf),
                apiKeyId: FfiConverterOptionString.read(from: &buf),
                userId: FfiConverterOptionString.read(from: &buf),
                teamId: FfiConverterOptionString.read(from: &buf),
                isPublic: FfiConverterBool.read(from: &buf),
                retryAfter: FfiConverterOptionDuration.read(from: &buf),
                http: FfiConverterTypeHttpAnswer.read(from: &buf),
                checkHttp: FfiConverterTypeHttpAnswer.read(from: &buf),
                denial: FfiConverterOptionString.read(from: &buf),
                keptAs: FfiConverterOptionInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Verdict, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.valid, into: &buf)
        FfiConverterOptionTypeReason.write(value.reason, into: &buf)
        FfiConverterOptionTypeApiKey.write(value.apiKey, into: &buf)
        FfiConverterOptionString.write(value.apiKeyId, into: &buf)
        FfiConverterOptionString.write(value.userId, into: &buf)
        FfiConverterOptionString.write(value.teamId, into: &buf)
        FfiConverterBool.write(value.isPublic, into: &buf)
        FfiConverterOptionDuration.write(value.retryAfter, into: &buf)
        FfiConverterTypeHttpAnswer.write(value.http, into: &buf)
        FfiConverterTypeHttpAnswer.write(value.checkHttp, into: &buf)
        FfiConverterOptionString.write(value.denial, into: &buf)
        FfiConverterOptionInt64.write(value.keptAs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerdict_lift(_ buf: RustBuffer) throws -> Verdict {
    return try FfiConverterTypeVerdict.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerdict_lower(_ value: Verdict) -> RustBuffer {
    return FfiConverterTypeVerdict.lower(value)
}


/**
 * What a check asks beside the key itself.
 */
public struct VerifyOptions: Equatable, Hashable {
    /**
     * Which owners' keys are taken.
     */
    public let ownerType: OwnerType?
    /**
     * Whether public keys are taken.
     */
    public let accept: Accept?
    /**
     * What the key must be allowed to do.
     */
    public let scopes: [String]?
    /**
     * Where the request comes from. A key with an allow list is denied without it.
     */
    public let ip: String?
    /**
     * Whether the route works without a key: only used with the headers of a request.
     */
    public let isOptional: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Which owners' keys are taken.
         */ownerType: OwnerType? = nil,
        /**
         * Whether public keys are taken.
         */accept: Accept? = nil,
        /**
         * What the key must be allowed to do.
         */scopes: [String]? = nil,
        /**
         * Where the request comes from. A key with an allow list is denied without it.
         */ip: String? = nil,
        /**
         * Whether the route works without a key: only used with the headers of a request.
         */isOptional: Bool = false) {
        self.ownerType = ownerType
        self.accept = accept
        self.scopes = scopes
        self.ip = ip
        self.isOptional = isOptional
    }




}

#if compiler(>=6)
extension VerifyOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeVerifyOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> VerifyOptions {
        return
            try VerifyOptions(
                ownerType: FfiConverterOptionTypeOwnerType.read(from: &buf),
                accept: FfiConverterOptionTypeAccept.read(from: &buf),
                scopes: FfiConverterOptionSequenceString.read(from: &buf),
                ip: FfiConverterOptionString.read(from: &buf),
                isOptional: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: VerifyOptions, into buf: inout [UInt8]) {
        FfiConverterOptionTypeOwnerType.write(value.ownerType, into: &buf)
        FfiConverterOptionTypeAccept.write(value.accept, into: &buf)
        FfiConverterOptionSequenceString.write(value.scopes, into: &buf)
        FfiConverterOptionString.write(value.ip, into: &buf)
        FfiConverterBool.write(value.isOptional, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerifyOptions_lift(_ buf: RustBuffer) throws -> VerifyOptions {
    return try FfiConverterTypeVerifyOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerifyOptions_lower(_ value: VerifyOptions) -> RustBuffer {
    return FfiConverterTypeVerifyOptions.lower(value)
}


/**
 * What loading keys into memory came to.
 */
public struct Warmed: Equatable, Hashable {
    /**
     * How many secrets memory took in.
     */
    public let loaded: Int64
    /**
     * Whether memory holds every key there is.
     */
    public let isWhole: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How many secrets memory took in.
         */loaded: Int64,
        /**
         * Whether memory holds every key there is.
         */isWhole: Bool) {
        self.loaded = loaded
        self.isWhole = isWhole
    }




}

#if compiler(>=6)
extension Warmed: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeWarmed: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Warmed {
        return
            try Warmed(
                loaded: FfiConverterInt64.read(from: &buf),
                isWhole: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: Warmed, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.loaded, into: &buf)
        FfiConverterBool.write(value.isWhole, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWarmed_lift(_ buf: RustBuffer) throws -> Warmed {
    return try FfiConverterTypeWarmed.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWarmed_lower(_ value: Warmed) -> RustBuffer {
    return FfiConverterTypeWarmed.lower(value)
}


/**
 * Which keys a check takes.
 */

public enum Accept: Equatable, Hashable {

    /**
     * Secret and public ones.
     */
    case any
    /**
     * Secret ones only: what a server route should ask for, since a public key is known to everybody.
     */
    case secret





}

#if compiler(>=6)
extension Accept: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeAccept: FfiConverterRustBuffer {
    typealias SwiftType = Accept

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Accept {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .any

        case 2: return .secret

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Accept, into buf: inout [UInt8]) {
        switch value {


        case .any:
            writeInt(&buf, Int32(1))


        case .secret:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAccept_lift(_ buf: RustBuffer) throws -> Accept {
    return try FfiConverterTypeAccept.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAccept_lower(_ value: Accept) -> RustBuffer {
    return FfiConverterTypeAccept.lower(value)
}



/**
 * A time that can be taken away.
 */

public enum DurationChange: Equatable, Hashable {

    /**
     * There is none any more.
     */
    case clear
    /**
     * It is this.
     */
    case set(
        /**
         * How long.
         */value: TimeInterval
    )





}

#if compiler(>=6)
extension DurationChange: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDurationChange: FfiConverterRustBuffer {
    typealias SwiftType = DurationChange

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DurationChange {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .clear

        case 2: return .set(value: try FfiConverterDuration.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: DurationChange, into buf: inout [UInt8]) {
        switch value {


        case .clear:
            writeInt(&buf, Int32(1))


        case let .set(value):
            writeInt(&buf, Int32(2))
            FfiConverterDuration.write(value, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDurationChange_lift(_ buf: RustBuffer) throws -> DurationChange {
    return try FfiConverterTypeDurationChange.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDurationChange_lower(_ value: DurationChange) -> RustBuffer {
    return FfiConverterTypeDurationChange.lower(value)
}



/**
 * When a key ends.
 */

public enum Expiry: Equatable, Hashable {

    /**
     * Never.
     */
    case never
    /**
     * At an instant.
     */
    case at(
        /**
         * Which one; it lies in the future.
         */instant: Date
    )
    /**
     * After a time from now.
     */
    case after(
        /**
         * How long.
         */duration: TimeInterval
    )





}

#if compiler(>=6)
extension Expiry: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeExpiry: FfiConverterRustBuffer {
    typealias SwiftType = Expiry

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Expiry {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .never

        case 2: return .at(instant: try FfiConverterTimestamp.read(from: &buf)
        )

        case 3: return .after(duration: try FfiConverterDuration.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Expiry, into buf: inout [UInt8]) {
        switch value {


        case .never:
            writeInt(&buf, Int32(1))


        case let .at(instant):
            writeInt(&buf, Int32(2))
            FfiConverterTimestamp.write(instant, into: &buf)


        case let .after(duration):
            writeInt(&buf, Int32(3))
            FfiConverterDuration.write(duration, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExpiry_lift(_ buf: RustBuffer) throws -> Expiry {
    return try FfiConverterTypeExpiry.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExpiry_lower(_ value: Expiry) -> RustBuffer {
    return FfiConverterTypeExpiry.lower(value)
}



/**
 * How a check proves that nothing was changed since.
 */

public enum Freshness: Equatable, Hashable {

    /**
     * By two fields of SQLite's WAL index, in memory: about a nanosecond.
     */
    case walIndex
    /**
     * By a question to SQLite, where the WAL index can not be read: some microseconds.
     */
    case dataVersion
    /**
     * By a counter of this process, for a store in memory.
     */
    case counter





}

#if compiler(>=6)
extension Freshness: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeFreshness: FfiConverterRustBuffer {
    typealias SwiftType = Freshness

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Freshness {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .walIndex

        case 2: return .dataVersion

        case 3: return .counter

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Freshness, into buf: inout [UInt8]) {
        switch value {


        case .walIndex:
            writeInt(&buf, Int32(1))


        case .dataVersion:
            writeInt(&buf, Int32(2))


        case .counter:
            writeInt(&buf, Int32(3))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFreshness_lift(_ buf: RustBuffer) throws -> Freshness {
    return try FfiConverterTypeFreshness.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFreshness_lower(_ value: Freshness) -> RustBuffer {
    return FfiConverterTypeFreshness.lower(value)
}



/**
 * What a check looks at, in the order in which a key meets it.
 */

public enum Gate: Equatable, Hashable {

    /**
     * Size, alphabet, shape and checksum of the text.
     */
    case shape
    /**
     * The prefix is one that the store accepts.
     */
    case prefix
    /**
     * The id in the text is one of the store's.
     */
    case id
    /**
     * The stored row is what Keywright wrote.
     */
    case seal
    /**
     * The secret in the text is the one of this id.
     */
    case secret
    /**
     * The owner type and the kind are what the route takes.
     */
    case type
    /**
     * The settings allow keys of this owner type.
     */
    case `switch`
    /**
     * The key is not revoked.
     */
    case revoked
    /**
     * This generation of the key is not retired.
     */
    case rotated
    /**
     * Neither the key nor its owner is suspended.
     */
    case suspended
    /**
     * The key's end has not come.
     */
    case expired
    /**
     * The request comes from a network that the key allows.
     */
    case ip
    /**
     * The key holds the scopes that the route asks for.
     */
    case scopes





}

#if compiler(>=6)
extension Gate: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeGate: FfiConverterRustBuffer {
    typealias SwiftType = Gate

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Gate {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .shape

        case 2: return .prefix

        case 3: return .id

        case 4: return .seal

        case 5: return .secret

        case 6: return .type

        case 7: return .`switch`

        case 8: return .revoked

        case 9: return .rotated

        case 10: return .suspended

        case 11: return .expired

        case 12: return .ip

        case 13: return .scopes

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Gate, into buf: inout [UInt8]) {
        switch value {


        case .shape:
            writeInt(&buf, Int32(1))


        case .prefix:
            writeInt(&buf, Int32(2))


        case .id:
            writeInt(&buf, Int32(3))


        case .seal:
            writeInt(&buf, Int32(4))


        case .secret:
            writeInt(&buf, Int32(5))


        case .type:
            writeInt(&buf, Int32(6))


        case .`switch`:
            writeInt(&buf, Int32(7))


        case .revoked:
            writeInt(&buf, Int32(8))


        case .rotated:
            writeInt(&buf, Int32(9))


        case .suspended:
            writeInt(&buf, Int32(10))


        case .expired:
            writeInt(&buf, Int32(11))


        case .ip:
            writeInt(&buf, Int32(12))


        case .scopes:
            writeInt(&buf, Int32(13))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGate_lift(_ buf: RustBuffer) throws -> Gate {
    return try FfiConverterTypeGate.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGate_lower(_ value: Gate) -> RustBuffer {
    return FfiConverterTypeGate.lower(value)
}



/**
 * How long the secret that a rotation replaces goes on to work.
 */

public enum Grace: Equatable, Hashable {

    /**
     * Not at all.
     */
    case now
    /**
     * For this long, so that both work while the new one is put in place.
     */
    case lasting(
        /**
         * How long.
         */duration: TimeInterval
    )
    /**
     * Until a check accepts the new one, or one that comes after it.
     */
    case untilUsed





}

#if compiler(>=6)
extension Grace: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeGrace: FfiConverterRustBuffer {
    typealias SwiftType = Grace

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Grace {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .now

        case 2: return .lasting(duration: try FfiConverterDuration.read(from: &buf)
        )

        case 3: return .untilUsed

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Grace, into buf: inout [UInt8]) {
        switch value {


        case .now:
            writeInt(&buf, Int32(1))


        case let .lasting(duration):
            writeInt(&buf, Int32(2))
            FfiConverterDuration.write(duration, into: &buf)


        case .untilUsed:
            writeInt(&buf, Int32(3))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGrace_lift(_ buf: RustBuffer) throws -> Grace {
    return try FfiConverterTypeGrace.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGrace_lower(_ value: Grace) -> RustBuffer {
    return FfiConverterTypeGrace.lower(value)
}



/**
 * Keywright could not answer, or did not do what was asked. A host that ignores it has not let anybody in.
 */
public
enum KeywrightError: Swift.Error, Equatable, Hashable, Foundation.LocalizedError {



    /**
     * An argument breaks a rule; the text names it and the rule.
     */
    case InvalidArgument(message: String)

    /**
     * What was asked for does not exist, or the acting user must not know that it does.
     */
    case NotFound(message: String)

    /**
     * Something with this id exists.
     */
    case AlreadyExists(message: String)

    /**
     * The acting user may not do this.
     */
    case PermissionDenied(message: String)

    /**
     * The store was busy for longer than the time-out. The same call may succeed when it is made again.
     */
    case StorageBusy(message: String)

    /**
     * The store could not be reached: a missing folder, a read-only file, an input or output error.
     */
    case StorageUnavailable(message: String)

    /**
     * The disk is full; nothing was changed.
     */
    case StorageFull(message: String)

    /**
     * The file is damaged, or is not a Keywright store; it was left as it is.
     */
    case StorageCorrupt(message: String)

    /**
     * The file under an open store was replaced, or its locks were broken. Open it again.
     */
    case StoreReplaced(message: String)

    /**
     * The store was written by a newer version; it was left as it is.
     */
    case SchemaTooNew(message: String)

    /**
     * The store is sealed and no fitting master key was given; or one was given, and it is not sealed.
     */
    case MasterKey(message: String)

    /**
     * A cap of the settings is reached.
     */
    case LimitReached(message: String)

    /**
     * The settings switch keys of this owner type off.
     */
    case Disabled(message: String)

    /**
     * The presented key was denied.
     */
    case Denied(message: String)

    /**
     * The store was closed.
     */
    case Closed(message: String)

    /**
     * A defect in Keywright. Report it with the text, which holds no secret.
     */
    case Internal(message: String)







    public var errorDescription: String? {
        String(reflecting: self)
    }

}

#if compiler(>=6)
extension KeywrightError: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeKeywrightError: FfiConverterRustBuffer {
    typealias SwiftType = KeywrightError

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> KeywrightError {
        let variant: Int32 = try readInt(&buf)
        switch variant {




        case 1: return .InvalidArgument(
            message: try FfiConverterString.read(from: &buf)
        )

        case 2: return .NotFound(
            message: try FfiConverterString.read(from: &buf)
        )

        case 3: return .AlreadyExists(
            message: try FfiConverterString.read(from: &buf)
        )

        case 4: return .PermissionDenied(
            message: try FfiConverterString.read(from: &buf)
        )

        case 5: return .StorageBusy(
            message: try FfiConverterString.read(from: &buf)
        )

        case 6: return .StorageUnavailable(
            message: try FfiConverterString.read(from: &buf)
        )

        case 7: return .StorageFull(
            message: try FfiConverterString.read(from: &buf)
        )

        case 8: return .StorageCorrupt(
            message: try FfiConverterString.read(from: &buf)
        )

        case 9: return .StoreReplaced(
            message: try FfiConverterString.read(from: &buf)
        )

        case 10: return .SchemaTooNew(
            message: try FfiConverterString.read(from: &buf)
        )

        case 11: return .MasterKey(
            message: try FfiConverterString.read(from: &buf)
        )

        case 12: return .LimitReached(
            message: try FfiConverterString.read(from: &buf)
        )

        case 13: return .Disabled(
            message: try FfiConverterString.read(from: &buf)
        )

        case 14: return .Denied(
            message: try FfiConverterString.read(from: &buf)
        )

        case 15: return .Closed(
            message: try FfiConverterString.read(from: &buf)
        )

        case 16: return .Internal(
            message: try FfiConverterString.read(from: &buf)
        )


        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: KeywrightError, into buf: inout [UInt8]) {
        switch value {




        case .InvalidArgument(_ /* message is ignored*/):
            writeInt(&buf, Int32(1))
        case .NotFound(_ /* message is ignored*/):
            writeInt(&buf, Int32(2))
        case .AlreadyExists(_ /* message is ignored*/):
            writeInt(&buf, Int32(3))
        case .PermissionDenied(_ /* message is ignored*/):
            writeInt(&buf, Int32(4))
        case .StorageBusy(_ /* message is ignored*/):
            writeInt(&buf, Int32(5))
        case .StorageUnavailable(_ /* message is ignored*/):
            writeInt(&buf, Int32(6))
        case .StorageFull(_ /* message is ignored*/):
            writeInt(&buf, Int32(7))
        case .StorageCorrupt(_ /* message is ignored*/):
            writeInt(&buf, Int32(8))
        case .StoreReplaced(_ /* message is ignored*/):
            writeInt(&buf, Int32(9))
        case .SchemaTooNew(_ /* message is ignored*/):
            writeInt(&buf, Int32(10))
        case .MasterKey(_ /* message is ignored*/):
            writeInt(&buf, Int32(11))
        case .LimitReached(_ /* message is ignored*/):
            writeInt(&buf, Int32(12))
        case .Disabled(_ /* message is ignored*/):
            writeInt(&buf, Int32(13))
        case .Denied(_ /* message is ignored*/):
            writeInt(&buf, Int32(14))
        case .Closed(_ /* message is ignored*/):
            writeInt(&buf, Int32(15))
        case .Internal(_ /* message is ignored*/):
            writeInt(&buf, Int32(16))


        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeywrightError_lift(_ buf: RustBuffer) throws -> KeywrightError {
    return try FfiConverterTypeKeywrightError.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeywrightError_lower(_ value: KeywrightError) -> RustBuffer {
    return FfiConverterTypeKeywrightError.lower(value)
}


/**
 * A number that can be taken away.
 */

public enum NumberChange: Equatable, Hashable {

    /**
     * There is none any more.
     */
    case clear
    /**
     * It is this.
     */
    case set(
        /**
         * The number.
         */value: Int64
    )





}

#if compiler(>=6)
extension NumberChange: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeNumberChange: FfiConverterRustBuffer {
    typealias SwiftType = NumberChange

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> NumberChange {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .clear

        case 2: return .set(value: try FfiConverterInt64.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: NumberChange, into buf: inout [UInt8]) {
        switch value {


        case .clear:
            writeInt(&buf, Int32(1))


        case let .set(value):
            writeInt(&buf, Int32(2))
            FfiConverterInt64.write(value, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNumberChange_lift(_ buf: RustBuffer) throws -> NumberChange {
    return try FfiConverterTypeNumberChange.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeNumberChange_lower(_ value: NumberChange) -> RustBuffer {
    return FfiConverterTypeNumberChange.lower(value)
}



/**
 * Whether a user or a team owns a key.
 */

public enum OwnerType: Equatable, Hashable {

    /**
     * The key belongs to one user.
     */
    case user
    /**
     * The key belongs to a team.
     */
    case team





}

#if compiler(>=6)
extension OwnerType: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOwnerType: FfiConverterRustBuffer {
    typealias SwiftType = OwnerType

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OwnerType {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .user

        case 2: return .team

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: OwnerType, into buf: inout [UInt8]) {
        switch value {


        case .user:
            writeInt(&buf, Int32(1))


        case .team:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwnerType_lift(_ buf: RustBuffer) throws -> OwnerType {
    return try FfiConverterTypeOwnerType.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwnerType_lower(_ value: OwnerType) -> RustBuffer {
    return FfiConverterTypeOwnerType.lower(value)
}



/**
 * Why a key is denied.
 */

public enum Reason: Equatable, Hashable {

    /**
     * No key was presented.
     */
    case missing
    /**
     * The text is no key of this store: size, alphabet, shape, checksum or prefix is wrong.
     */
    case malformed
    /**
     * The store knows no such key.
     */
    case notFound
    /**
     * The stored row was changed by something else than Keywright. Told to the outside as not found.
     */
    case tampered
    /**
     * The key is of another owner type, or public where only secret ones are taken.
     */
    case wrongType
    /**
     * The settings switch keys of this owner type off.
     */
    case disabled
    /**
     * The key was revoked.
     */
    case revoked
    /**
     * The key was rotated and this generation has ended.
     */
    case rotated
    /**
     * The key or its owner is suspended.
     */
    case suspended
    /**
     * The key's end has come.
     */
    case expired
    /**
     * The request comes from a network that the key does not allow, or from an unknown one.
     */
    case ipDenied
    /**
     * The key does not hold the scopes that were asked for.
     */
    case insufficientScope
    /**
     * A rate limit is reached.
     */
    case rateLimited
    /**
     * A quota is used up.
     */
    case quotaExceeded





}

#if compiler(>=6)
extension Reason: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReason: FfiConverterRustBuffer {
    typealias SwiftType = Reason

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Reason {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .missing

        case 2: return .malformed

        case 3: return .notFound

        case 4: return .tampered

        case 5: return .wrongType

        case 6: return .disabled

        case 7: return .revoked

        case 8: return .rotated

        case 9: return .suspended

        case 10: return .expired

        case 11: return .ipDenied

        case 12: return .insufficientScope

        case 13: return .rateLimited

        case 14: return .quotaExceeded

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Reason, into buf: inout [UInt8]) {
        switch value {


        case .missing:
            writeInt(&buf, Int32(1))


        case .malformed:
            writeInt(&buf, Int32(2))


        case .notFound:
            writeInt(&buf, Int32(3))


        case .tampered:
            writeInt(&buf, Int32(4))


        case .wrongType:
            writeInt(&buf, Int32(5))


        case .disabled:
            writeInt(&buf, Int32(6))


        case .revoked:
            writeInt(&buf, Int32(7))


        case .rotated:
            writeInt(&buf, Int32(8))


        case .suspended:
            writeInt(&buf, Int32(9))


        case .expired:
            writeInt(&buf, Int32(10))


        case .ipDenied:
            writeInt(&buf, Int32(11))


        case .insufficientScope:
            writeInt(&buf, Int32(12))


        case .rateLimited:
            writeInt(&buf, Int32(13))


        case .quotaExceeded:
            writeInt(&buf, Int32(14))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReason_lift(_ buf: RustBuffer) throws -> Reason {
    return try FfiConverterTypeReason.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReason_lower(_ value: Reason) -> RustBuffer {
    return FfiConverterTypeReason.lower(value)
}



/**
 * How the search for a key in the headers of a request ended.
 */

public enum SearchEnd: Equatable, Hashable {

    /**
     * One text that has the shape of this project's keys.
     */
    case found
    /**
     * No header holds anything.
     */
    case missing
    /**
     * A header holds something that is no key of this project.
     */
    case malformed
    /**
     * Two headers hold two different keys.
     */
    case ambiguous





}

#if compiler(>=6)
extension SearchEnd: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSearchEnd: FfiConverterRustBuffer {
    typealias SwiftType = SearchEnd

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SearchEnd {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .found

        case 2: return .missing

        case 3: return .malformed

        case 4: return .ambiguous

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: SearchEnd, into buf: inout [UInt8]) {
        switch value {


        case .found:
            writeInt(&buf, Int32(1))


        case .missing:
            writeInt(&buf, Int32(2))


        case .malformed:
            writeInt(&buf, Int32(3))


        case .ambiguous:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSearchEnd_lift(_ buf: RustBuffer) throws -> SearchEnd {
    return try FfiConverterTypeSearchEnd.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSearchEnd_lower(_ value: SearchEnd) -> RustBuffer {
    return FfiConverterTypeSearchEnd.lower(value)
}



/**
 * What a signal is about.
 */

public enum SignalKind: Equatable, Hashable {

    /**
     * A stored row is not what Keywright wrote.
     */
    case tampered
    /**
     * A secret was used, the right one, that rotation has ended: an old copy is still in use, or was stolen.
     */
    case rotatedKeyUsed





}

#if compiler(>=6)
extension SignalKind: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSignalKind: FfiConverterRustBuffer {
    typealias SwiftType = SignalKind

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SignalKind {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .tampered

        case 2: return .rotatedKeyUsed

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: SignalKind, into buf: inout [UInt8]) {
        switch value {


        case .tampered:
            writeInt(&buf, Int32(1))


        case .rotatedKeyUsed:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSignalKind_lift(_ buf: RustBuffer) throws -> SignalKind {
    return try FfiConverterTypeSignalKind.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSignalKind_lower(_ value: SignalKind) -> RustBuffer {
    return FfiConverterTypeSignalKind.lower(value)
}



/**
 * What state a key is in: the first of these that holds.
 */

public enum Status: Equatable, Hashable {

    /**
     * Ended for good.
     */
    case revoked
    /**
     * Out of use until it is resumed; also when its owner is suspended.
     */
    case suspended
    /**
     * Past its end.
     */
    case expired
    /**
     * None of these.
     */
    case active





}

#if compiler(>=6)
extension Status: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStatus: FfiConverterRustBuffer {
    typealias SwiftType = Status

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Status {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .revoked

        case 2: return .suspended

        case 3: return .expired

        case 4: return .active

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Status, into buf: inout [UInt8]) {
        switch value {


        case .revoked:
            writeInt(&buf, Int32(1))


        case .suspended:
            writeInt(&buf, Int32(2))


        case .expired:
            writeInt(&buf, Int32(3))


        case .active:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatus_lift(_ buf: RustBuffer) throws -> Status {
    return try FfiConverterTypeStatus.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatus_lower(_ value: Status) -> RustBuffer {
    return FfiConverterTypeStatus.lower(value)
}



/**
 * What becomes of the team keys that a leaving member made.
 */

public enum TeamKeys: Equatable, Hashable {

    /**
     * They stay: they are the team's.
     */
    case keep
    /**
     * They are revoked in the same transaction.
     */
    case revoke





}

#if compiler(>=6)
extension TeamKeys: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTeamKeys: FfiConverterRustBuffer {
    typealias SwiftType = TeamKeys

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TeamKeys {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .keep

        case 2: return .revoke

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: TeamKeys, into buf: inout [UInt8]) {
        switch value {


        case .keep:
            writeInt(&buf, Int32(1))


        case .revoke:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamKeys_lift(_ buf: RustBuffer) throws -> TeamKeys {
    return try FfiConverterTypeTeamKeys.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTeamKeys_lower(_ value: TeamKeys) -> RustBuffer {
    return FfiConverterTypeTeamKeys.lower(value)
}



/**
 * A text that can be taken away.
 */

public enum TextChange: Equatable, Hashable {

    /**
     * There is none any more.
     */
    case clear
    /**
     * It is this.
     */
    case set(
        /**
         * The text.
         */value: String
    )





}

#if compiler(>=6)
extension TextChange: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTextChange: FfiConverterRustBuffer {
    typealias SwiftType = TextChange

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TextChange {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .clear

        case 2: return .set(value: try FfiConverterString.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: TextChange, into buf: inout [UInt8]) {
        switch value {


        case .clear:
            writeInt(&buf, Int32(1))


        case let .set(value):
            writeInt(&buf, Int32(2))
            FfiConverterString.write(value, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTextChange_lift(_ buf: RustBuffer) throws -> TextChange {
    return try FfiConverterTypeTextChange.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTextChange_lower(_ value: TextChange) -> RustBuffer {
    return FfiConverterTypeTextChange.lower(value)
}



/**
 * The part of a key's text that tells whose key it is.
 */

public enum TokenKind: Equatable, Hashable {

    /**
     * A user's secret key, `usk`.
     */
    case userSecret
    /**
     * A team's secret key, `tsk`.
     */
    case teamSecret
    /**
     * A user's public key, `upk`.
     */
    case userPublic
    /**
     * A team's public key, `tpk`.
     */
    case teamPublic





}

#if compiler(>=6)
extension TokenKind: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTokenKind: FfiConverterRustBuffer {
    typealias SwiftType = TokenKind

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TokenKind {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .userSecret

        case 2: return .teamSecret

        case 3: return .userPublic

        case 4: return .teamPublic

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: TokenKind, into buf: inout [UInt8]) {
        switch value {


        case .userSecret:
            writeInt(&buf, Int32(1))


        case .teamSecret:
            writeInt(&buf, Int32(2))


        case .userPublic:
            writeInt(&buf, Int32(3))


        case .teamPublic:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTokenKind_lift(_ buf: RustBuffer) throws -> TokenKind {
    return try FfiConverterTypeTokenKind.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTokenKind_lower(_ value: TokenKind) -> RustBuffer {
    return FfiConverterTypeTokenKind.lower(value)
}



/**
 * How long one point of a series of usage is.
 */

public enum UsageStep: Equatable, Hashable {

    /**
     * A minute.
     */
    case minute
    /**
     * An hour.
     */
    case hour
    /**
     * A day, in UTC.
     */
    case day





}

#if compiler(>=6)
extension UsageStep: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUsageStep: FfiConverterRustBuffer {
    typealias SwiftType = UsageStep

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UsageStep {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .minute

        case 2: return .hour

        case 3: return .day

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: UsageStep, into buf: inout [UInt8]) {
        switch value {


        case .minute:
            writeInt(&buf, Int32(1))


        case .hour:
            writeInt(&buf, Int32(2))


        case .day:
            writeInt(&buf, Int32(3))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageStep_lift(_ buf: RustBuffer) throws -> UsageStep {
    return try FfiConverterTypeUsageStep.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUsageStep_lower(_ value: UsageStep) -> RustBuffer {
    return FfiConverterTypeUsageStep.lower(value)
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionInt64: FfiConverterRustBuffer {
    typealias SwiftType = Int64?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterInt64.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterInt64.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionBool: FfiConverterRustBuffer {
    typealias SwiftType = Bool?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterBool.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterBool.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionString: FfiConverterRustBuffer {
    typealias SwiftType = String?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterString.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterString.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionData: FfiConverterRustBuffer {
    typealias SwiftType = Data?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterData.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterData.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTimestamp: FfiConverterRustBuffer {
    typealias SwiftType = Date?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTimestamp.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTimestamp.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionDuration: FfiConverterRustBuffer {
    typealias SwiftType = TimeInterval?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterDuration.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterDuration.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeApiKey: FfiConverterRustBuffer {
    typealias SwiftType = ApiKey?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeApiKey.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeApiKey.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeDropPrefix: FfiConverterRustBuffer {
    typealias SwiftType = DropPrefix?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeDropPrefix.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeDropPrefix.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeOwner: FfiConverterRustBuffer {
    typealias SwiftType = Owner?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeOwner.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeOwner.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeParsedToken: FfiConverterRustBuffer {
    typealias SwiftType = ParsedToken?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeParsedToken.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeParsedToken.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeTeam: FfiConverterRustBuffer {
    typealias SwiftType = Team?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeTeam.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeTeam.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeUser: FfiConverterRustBuffer {
    typealias SwiftType = User?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeUser.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeUser.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeVerdict: FfiConverterRustBuffer {
    typealias SwiftType = Verdict?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeVerdict.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeVerdict.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeAccept: FfiConverterRustBuffer {
    typealias SwiftType = Accept?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeAccept.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeAccept.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeDurationChange: FfiConverterRustBuffer {
    typealias SwiftType = DurationChange?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeDurationChange.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeDurationChange.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeExpiry: FfiConverterRustBuffer {
    typealias SwiftType = Expiry?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeExpiry.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeExpiry.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeNumberChange: FfiConverterRustBuffer {
    typealias SwiftType = NumberChange?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeNumberChange.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeNumberChange.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeOwnerType: FfiConverterRustBuffer {
    typealias SwiftType = OwnerType?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeOwnerType.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeOwnerType.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeReason: FfiConverterRustBuffer {
    typealias SwiftType = Reason?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeReason.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeReason.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeStatus: FfiConverterRustBuffer {
    typealias SwiftType = Status?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeStatus.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeStatus.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeTextChange: FfiConverterRustBuffer {
    typealias SwiftType = TextChange?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeTextChange.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeTextChange.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionSequenceString: FfiConverterRustBuffer {
    typealias SwiftType = [String]?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterSequenceString.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterSequenceString.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceInt64: FfiConverterRustBuffer {
    typealias SwiftType = [Int64]

    public static func write(_ value: [Int64], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterInt64.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Int64] {
        let len: Int32 = try readInt(&buf)
        var seq = [Int64]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterInt64.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceString: FfiConverterRustBuffer {
    typealias SwiftType = [String]

    public static func write(_ value: [String], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterString.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String] {
        let len: Int32 = try readInt(&buf)
        var seq = [String]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterString.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeApiKey: FfiConverterRustBuffer {
    typealias SwiftType = [ApiKey]

    public static func write(_ value: [ApiKey], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeApiKey.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [ApiKey] {
        let len: Int32 = try readInt(&buf)
        var seq = [ApiKey]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeApiKey.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeCreatedApiKey: FfiConverterRustBuffer {
    typealias SwiftType = [CreatedApiKey]

    public static func write(_ value: [CreatedApiKey], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeCreatedApiKey.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [CreatedApiKey] {
        let len: Int32 = try readInt(&buf)
        var seq = [CreatedApiKey]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeCreatedApiKey.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeErrorWord: FfiConverterRustBuffer {
    typealias SwiftType = [ErrorWord]

    public static func write(_ value: [ErrorWord], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeErrorWord.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [ErrorWord] {
        let len: Int32 = try readInt(&buf)
        var seq = [ErrorWord]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeErrorWord.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeEvent: FfiConverterRustBuffer {
    typealias SwiftType = [Event]

    public static func write(_ value: [Event], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeEvent.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Event] {
        let len: Int32 = try readInt(&buf)
        var seq = [Event]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeEvent.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeGateReport: FfiConverterRustBuffer {
    typealias SwiftType = [GateReport]

    public static func write(_ value: [GateReport], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeGateReport.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [GateReport] {
        let len: Int32 = try readInt(&buf)
        var seq = [GateReport]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeGateReport.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeGeneration: FfiConverterRustBuffer {
    typealias SwiftType = [Generation]

    public static func write(_ value: [Generation], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeGeneration.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Generation] {
        let len: Int32 = try readInt(&buf)
        var seq = [Generation]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeGeneration.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeHeader: FfiConverterRustBuffer {
    typealias SwiftType = [Header]

    public static func write(_ value: [Header], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeHeader.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Header] {
        let len: Int32 = try readInt(&buf)
        var seq = [Header]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeHeader.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeNewApiKey: FfiConverterRustBuffer {
    typealias SwiftType = [NewApiKey]

    public static func write(_ value: [NewApiKey], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeNewApiKey.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [NewApiKey] {
        let len: Int32 = try readInt(&buf)
        var seq = [NewApiKey]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeNewApiKey.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeOwner: FfiConverterRustBuffer {
    typealias SwiftType = [Owner]

    public static func write(_ value: [Owner], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeOwner.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Owner] {
        let len: Int32 = try readInt(&buf)
        var seq = [Owner]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeOwner.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypePermissionDefinition: FfiConverterRustBuffer {
    typealias SwiftType = [PermissionDefinition]

    public static func write(_ value: [PermissionDefinition], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypePermissionDefinition.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [PermissionDefinition] {
        let len: Int32 = try readInt(&buf)
        var seq = [PermissionDefinition]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypePermissionDefinition.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeSignal: FfiConverterRustBuffer {
    typealias SwiftType = [Signal]

    public static func write(_ value: [Signal], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeSignal.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Signal] {
        let len: Int32 = try readInt(&buf)
        var seq = [Signal]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeSignal.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeTeam: FfiConverterRustBuffer {
    typealias SwiftType = [Team]

    public static func write(_ value: [Team], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeTeam.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Team] {
        let len: Int32 = try readInt(&buf)
        var seq = [Team]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeTeam.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeTeamMember: FfiConverterRustBuffer {
    typealias SwiftType = [TeamMember]

    public static func write(_ value: [TeamMember], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeTeamMember.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [TeamMember] {
        let len: Int32 = try readInt(&buf)
        var seq = [TeamMember]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeTeamMember.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeUsagePoint: FfiConverterRustBuffer {
    typealias SwiftType = [UsagePoint]

    public static func write(_ value: [UsagePoint], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeUsagePoint.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [UsagePoint] {
        let len: Int32 = try readInt(&buf)
        var seq = [UsagePoint]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeUsagePoint.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringInt64: FfiConverterRustBuffer {
    public static func write(_ value: [String: Int64], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterInt64.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: Int64] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: Int64]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterInt64.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringString: FfiConverterRustBuffer {
    public static func write(_ value: [String: String], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterString.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: String] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: String]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterString.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringTypeLastUse: FfiConverterRustBuffer {
    public static func write(_ value: [String: LastUse], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterTypeLastUse.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: LastUse] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: LastUse]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterTypeLastUse.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringSequenceString: FfiConverterRustBuffer {
    public static func write(_ value: [String: [String]], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterSequenceString.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: [String]] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: [String]]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterSequenceString.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}
/**
 * Panics where the core would: the tests prove with it what a panic becomes. It is in every build, since what is generated from
 * one has to fit the other, and panics in builds for development only.
 */
public func panicForTests()throws   {try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_panic_for_tests(uniffiCallStatus
    )
}
}
/**
 * Every code there is.
 */
public func errorWords() -> [ErrorWord]  {
    return try!  FfiConverterSequenceTypeErrorWord.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_error_words(uniffiCallStatus
    )
})
}
/**
 * How many verdicts the other side has room for.
 */
public func mostKept() -> Int64  {
    return try!  FfiConverterInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_most_kept(uniffiCallStatus
    )
})
}
/**
 * Makes the text of a new master key. Keep it apart from the store, and where you will find it again.
 */
public func generateMasterKey()throws  -> String  {
    return try  FfiConverterString.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_generate_master_key(uniffiCallStatus
    )
})
}
/**
 * Takes the file of a store to the schema of this version.
 */
public func migrate(path: String, options: OpenOptions, masterKeys: [String])throws  -> Migrated  {
    return try  FfiConverterTypeMigrated_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_migrate(
        FfiConverterString.lower(path),
        FfiConverterTypeOpenOptions_lower(options),
        FfiConverterSequenceString.lower(masterKeys),uniffiCallStatus
    )
})
}
/**
 * The version of the native library.
 */
public func nativeVersion() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_native_version(uniffiCallStatus
    )
})
}
/**
 * Reads the text of a key without a store. It is no check.
 */
public func parse(text: Data)throws  -> ParseAnswer  {
    return try  FfiConverterTypeParseAnswer_lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_parse(
        FfiConverterData.lower(text),uniffiCallStatus
    )
})
}
/**
 * Hides the secrets of all keys in a text, and leaves their ids to be found by.
 */
public func redact(text: String)throws  -> String  {
    return try  FfiConverterString.lift(try rustCallWithError(FfiConverterTypeKeywrightError_lift) {
        uniffiCallStatus in
    uniffi_keywright_uniffi_fn_func_redact(
        FfiConverterString.lower(text),uniffiCallStatus
    )
})
}

private enum InitializationResult {
    case ok
    case contractVersionMismatch
    case apiChecksumMismatch
}
// Use a global variable to perform the versioning checks. Swift ensures that
// the code inside is only computed once.
private let initializationResult: InitializationResult = {
    // Get the bindings contract version from our ComponentInterface
    let bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    let scaffolding_contract_version = ffi_keywright_uniffi_uniffi_contract_version()
    if bindings_contract_version != scaffolding_contract_version {
        return InitializationResult.contractVersionMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_panic_for_tests() != 49386) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_error_words() != 40165) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_most_kept() != 54216) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_generate_master_key() != 2510) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_migrate() != 27917) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_native_version() != 6196) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_parse() != 47417) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_func_redact() != 35362) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_get() != 45719) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_id() != 7081) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_purge() != 56000) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_resume() != 37520) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_revoke() != 30613) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_rotate() != 1115) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_suspend() != 35737) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_update() != 60002) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage() != 40480) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage_of_last() != 62662) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_get_api_key() != 36230) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_list_api_keys() != 31279) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_page_api_keys() != 8053) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_revoke_all() != 47043) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_hot_path() != 63392) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_hot_path_error() != 4145) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_acting_as() != 28352) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_actor() != 12881) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_api_key() != 29027) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_by() != 48994) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_create_team() != 55345) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_define_permission() != 26009) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_delete_permission() != 57283) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_events() != 33883) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_get_team() != 62297) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_get_user() != 61681) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_is_closed() != 42519) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_list_permission_definitions() != 39261) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_now() != 2147) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_preview_drop_prefix() != 16169) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_rename_permission() != 54370) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_settings() != 45184) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_shutdown() != 55524) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_signals() != 47225) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_team() != 57613) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_update_settings() != 37185) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_user() != 20917) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_why_invalid() != 50300) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_backup() != 49644) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_check_integrity() != 14771) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_export() != 18637) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_flush() != 18518) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_import() != 47636) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_last_used() != 5517) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_preview_restore() != 8362) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_rekey() != 10001) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_restore() != 47153) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_rotate_master_key() != 22846) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_seal() != 25941) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_seal_status() != 19348) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_status() != 19809) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_warm() != 48183) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_authenticate() != 38992) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_explain() != 25339) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_extract_api_key() != 29159) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_get_team_by_api_key() != 59720) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_get_user_by_api_key() != 28902) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_try_verify() != 12259) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_keywright_verify() != 1528) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_add_member() != 11106) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_key() != 5564) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_keys() != 7400) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_delete() != 13443) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_grant_permission() != 55582) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_has_permission() != 5272) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_id() != 62778) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_list_api_keys() != 32251) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_list_members() != 58205) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_list_permissions() != 6013) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_preview_remove_member() != 27241) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_remove_member() != 48795) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_resume() != 8999) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_revoke_permission() != 315) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_set_members() != 3607) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_suspend() != 25675) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_teamhandle_update() != 5870) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_create_api_key() != 54965) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_create_api_keys() != 38837) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_delete() != 19685) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_id() != 7550) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_list_api_keys() != 62076) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_list_teams() != 16763) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_resume() != 63445) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_suspend() != 51588) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_userhandle_update() != 39091) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_testclock_advance() != 16095) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_testclock_keywright() != 55418) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_testclock_now() != 60096) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_method_testclock_set() != 31241) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_constructor_keywright_open() != 34651) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_constructor_keywright_open_in_memory() != 6221) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_keywright_uniffi_checksum_constructor_testclock_open_for_tests() != 57035) {
        return InitializationResult.apiChecksumMismatch
    }

    return InitializationResult.ok
}()

// Make the ensure init function public so that other modules which have external type references to
// our types can call it.
public func uniffiEnsureKeywrightUniffiInitialized() {
    switch initializationResult {
    case .ok:
        break
    case .contractVersionMismatch:
        fatalError("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    case .apiChecksumMismatch:
        fatalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

// swiftlint:enable all
