// Written by `make gen` from uniffi/src, with uniffi-bindgen: change that, not this.

@file:Suppress("NAME_SHADOWING")

@file:JvmName("NativeBindings")

package keywright

// Common helper code.
//
// Ideally this would live in a separate .kt file where it can be unittested etc
// in isolation, and perhaps even published as a re-useable package.
//
// However, it's important that the details of how this helper code works (e.g. the
// way that different builtin types are passed across the FFI) exactly match what's
// expected by the Rust code on the other side of the interface. In practice right
// now that means coming from the exact some version of `uniffi` that was used to
// compile the Rust component. The easiest way to ensure this is to bundle the Kotlin
// helpers directly inline like we're doing here.

import com.sun.jna.Library
import com.sun.jna.IntegerType
import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.Structure
import com.sun.jna.Callback
import com.sun.jna.ptr.*
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean

// This is a helper for safely working with byte buffers returned from the Rust code.
// A rust-owned buffer is represented by its capacity, its current length, and a
// pointer to the underlying data.

/**
 * @suppress
 */
@Structure.FieldOrder("capacity", "len", "data")
internal open class RustBuffer : Structure() {
    // Note: `capacity` and `len` are actually `ULong` values, but JVM only supports signed values.
    // When dealing with these fields, make sure to call `toULong()`.
    @JvmField var capacity: Long = 0
    @JvmField var len: Long = 0
    @JvmField var data: Pointer? = null

    class ByValue: RustBuffer(), Structure.ByValue
    class ByReference: RustBuffer(), Structure.ByReference

   internal fun setValue(other: RustBuffer) {
        capacity = other.capacity
        len = other.len
        data = other.data
    }

    companion object {
        internal fun alloc(size: ULong = 0UL) = uniffiRustCall() { status ->
            // Note: need to convert the size to a `Long` value to make this work with JVM.
            UniffiLib.ffi_keywright_uniffi_rustbuffer_alloc(size.toLong(), status)
        }.also {
            if(it.data == null) {
               throw RuntimeException("RustBuffer.alloc() returned null data pointer (size=${size})")
           }
        }

        internal fun create(capacity: ULong, len: ULong, data: Pointer?): RustBuffer.ByValue {
            var buf = RustBuffer.ByValue()
            buf.capacity = capacity.toLong()
            buf.len = len.toLong()
            buf.data = data
            return buf
        }

        internal fun free(buf: RustBuffer.ByValue) = uniffiRustCall() { status ->
            UniffiLib.ffi_keywright_uniffi_rustbuffer_free(buf, status)
        }
    }

    @Suppress("TooGenericExceptionThrown")
    fun asByteBuffer() =
        this.data?.getByteBuffer(0, this.len)?.also {
            it.order(ByteOrder.BIG_ENDIAN)
        }
}

// This is a helper for safely passing byte references into the rust code.
// It's not actually used at the moment, because there aren't many things that you
// can take a direct pointer to in the JVM, and if we're going to copy something
// then we might as well copy it into a `RustBuffer`. But it's here for API
// completeness.

@Structure.FieldOrder("len", "data")
internal open class ForeignBytes : Structure() {
    @JvmField var len: Int = 0
    @JvmField var data: Pointer? = null

    class ByValue : ForeignBytes(), Structure.ByValue
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Only `lower` is valid — zero-copy byte buffers only flow foreign -> Rust,
// and only in argument position. `lift`, `read`, `write`, and
// `allocationSize` have no sound implementation here and all panic at
// runtime. The `FfiConverter` interface is implemented so that the
// compiler enforces the full method set (rather than relying on eyeball).
//
// The provided `ByteBuffer` MUST be direct — only direct buffers have a
// stable native address that JNA can expose via `getDirectBufferPointer`.
// The returned `ForeignBytes.ByValue` is only valid for the duration of
// the FFI call; the Rust side treats it as a borrow.
internal object FfiConverterByRefBytes : FfiConverter<java.nio.ByteBuffer, ForeignBytes.ByValue> {
    override fun lower(value: java.nio.ByteBuffer): ForeignBytes.ByValue {
        require(value.isDirect) { "UniFFI zero-copy &[u8] requires a direct ByteBuffer. Use ByteBuffer.allocateDirect()." }
        val remaining = value.remaining()
        val fb = ForeignBytes.ByValue()
        fb.len = remaining
        // Zero-length direct buffers: skip getDirectBufferPointer (platform-variable behavior)
        // and pass null. The Rust side treats (null, 0) as &[].
        fb.data = if (remaining == 0) null else com.sun.jna.Native.getDirectBufferPointer(value)
        return fb
    }

    override fun lift(value: ForeignBytes.ByValue): java.nio.ByteBuffer =
        error("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")

    override fun read(buf: java.nio.ByteBuffer): java.nio.ByteBuffer =
        error("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun write(value: java.nio.ByteBuffer, buf: java.nio.ByteBuffer): Unit =
        error("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    override fun allocationSize(value: java.nio.ByteBuffer): ULong =
        error("ByRef bytes have no RustBuffer allocation size: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
}
/**
 * The FfiConverter interface handles converter types to and from the FFI
 *
 * All implementing objects should be public to support external types.  When a
 * type is external we need to import it's FfiConverter.
 *
 * @suppress
 */
internal interface FfiConverter<KotlinType, FfiType> {
    // Convert an FFI type to a Kotlin type
    fun lift(value: FfiType): KotlinType

    // Convert an Kotlin type to an FFI type
    fun lower(value: KotlinType): FfiType

    // Read a Kotlin type from a `ByteBuffer`
    fun read(buf: ByteBuffer): KotlinType

    // Calculate bytes to allocate when creating a `RustBuffer`
    //
    // This must return at least as many bytes as the write() function will
    // write. It can return more bytes than needed, for example when writing
    // Strings we can't know the exact bytes needed until we the UTF-8
    // encoding, so we pessimistically allocate the largest size possible (3
    // bytes per codepoint).  Allocating extra bytes is not really a big deal
    // because the `RustBuffer` is short-lived.
    fun allocationSize(value: KotlinType): ULong

    // Write a Kotlin type to a `ByteBuffer`
    fun write(value: KotlinType, buf: ByteBuffer)

    // Lower a value into a `RustBuffer`
    //
    // This method lowers a value into a `RustBuffer` rather than the normal
    // FfiType.  It's used by the callback interface code.  Callback interface
    // returns are always serialized into a `RustBuffer` regardless of their
    // normal FFI type.
    fun lowerIntoRustBuffer(value: KotlinType): RustBuffer.ByValue {
        val rbuf = RustBuffer.alloc(allocationSize(value))
        try {
            val bbuf = rbuf.data!!.getByteBuffer(0, rbuf.capacity).also {
                it.order(ByteOrder.BIG_ENDIAN)
            }
            write(value, bbuf)
            rbuf.writeField("len", bbuf.position().toLong())
            return rbuf
        } catch (e: Throwable) {
            RustBuffer.free(rbuf)
            throw e
        }
    }

    // Lift a value from a `RustBuffer`.
    //
    // This here mostly because of the symmetry with `lowerIntoRustBuffer()`.
    // It's currently only used by the `FfiConverterRustBuffer` class below.
    fun liftFromRustBuffer(rbuf: RustBuffer.ByValue): KotlinType {
        val byteBuf = rbuf.asByteBuffer()!!
        try {
           val item = read(byteBuf)
           if (byteBuf.hasRemaining()) {
               throw RuntimeException("junk remaining in buffer after lifting, something is very wrong!!")
           }
           return item
        } finally {
            RustBuffer.free(rbuf)
        }
    }
}

/**
 * FfiConverter that uses `RustBuffer` as the FfiType
 *
 * @suppress
 */
internal interface FfiConverterRustBuffer<KotlinType>: FfiConverter<KotlinType, RustBuffer.ByValue> {
    override fun lift(value: RustBuffer.ByValue) = liftFromRustBuffer(value)
    override fun lower(value: KotlinType) = lowerIntoRustBuffer(value)
}
// A handful of classes and functions to support the generated data structures.
// This would be a good candidate for isolating in its own ffi-support lib.

internal const val UNIFFI_CALL_SUCCESS = 0.toByte()
internal const val UNIFFI_CALL_ERROR = 1.toByte()
internal const val UNIFFI_CALL_UNEXPECTED_ERROR = 2.toByte()

@Structure.FieldOrder("code", "error_buf")
internal open class UniffiRustCallStatus : Structure() {
    @JvmField var code: Byte = 0
    @JvmField var error_buf: RustBuffer.ByValue = RustBuffer.ByValue()

    class ByValue: UniffiRustCallStatus(), Structure.ByValue

    fun isSuccess(): Boolean {
        return code == UNIFFI_CALL_SUCCESS
    }

    fun isError(): Boolean {
        return code == UNIFFI_CALL_ERROR
    }

    fun isPanic(): Boolean {
        return code == UNIFFI_CALL_UNEXPECTED_ERROR
    }

    companion object {
        fun create(code: Byte, errorBuf: RustBuffer.ByValue): UniffiRustCallStatus.ByValue {
            val callStatus = UniffiRustCallStatus.ByValue()
            callStatus.code = code
            callStatus.error_buf = errorBuf
            return callStatus
        }
    }
}

internal class InternalException(message: String) : kotlin.Exception(message)

/**
 * Each top-level error class has a companion object that can lift the error from the call status's rust buffer
 *
 * @suppress
 */
internal interface UniffiRustCallStatusErrorHandler<E> {
    fun lift(error_buf: RustBuffer.ByValue): E;
}

// Helpers for calling Rust
// In practice we usually need to be synchronized to call this safely, so it doesn't
// synchronize itself

// Call a rust function that returns a Result<>.  Pass in the Error class companion that corresponds to the Err
private inline fun <U, E: kotlin.Exception> uniffiRustCallWithError(errorHandler: UniffiRustCallStatusErrorHandler<E>, callback: (UniffiRustCallStatus) -> U): U {
    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}

// Check UniffiRustCallStatus and throw an error if the call wasn't successful
private fun<E: kotlin.Exception> uniffiCheckCallStatus(errorHandler: UniffiRustCallStatusErrorHandler<E>, status: UniffiRustCallStatus) {
    if (status.isSuccess()) {
        return
    } else if (status.isError()) {
        throw errorHandler.lift(status.error_buf)
    } else if (status.isPanic()) {
        // when the rust code sees a panic, it tries to construct a rustbuffer
        // with the message.  but if that code panics, then it just sends back
        // an empty buffer.
        if (status.error_buf.len > 0) {
            throw InternalException(FfiConverterString.lift(status.error_buf))
        } else {
            throw InternalException("Rust panic")
        }
    } else {
        throw InternalException("Unknown rust call status: $status.code")
    }
}

/**
 * UniffiRustCallStatusErrorHandler implementation for times when we don't expect a CALL_ERROR
 *
 * @suppress
 */
internal object UniffiNullRustCallStatusErrorHandler: UniffiRustCallStatusErrorHandler<InternalException> {
    override fun lift(error_buf: RustBuffer.ByValue): InternalException {
        RustBuffer.free(error_buf)
        return InternalException("Unexpected CALL_ERROR")
    }
}

// Call a rust function that returns a plain value
private inline fun <U> uniffiRustCall(callback: (UniffiRustCallStatus) -> U): U {
    return uniffiRustCallWithError(UniffiNullRustCallStatusErrorHandler, callback)
}

internal inline fun<T> uniffiTraitInterfaceCall(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
        callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
        callStatus.error_buf = FfiConverterString.lower(err)
    }
}

internal inline fun<T, reified E: Throwable> uniffiTraitInterfaceCallWithError(
    callStatus: UniffiRustCallStatus,
    makeCall: () -> T,
    writeReturn: (T) -> Unit,
    lowerError: (E) -> RustBuffer.ByValue
) {
    try {
        writeReturn(makeCall())
    } catch(e: kotlin.Exception) {
        if (e is E) {
            callStatus.code = UNIFFI_CALL_ERROR
            callStatus.error_buf = lowerError(e)
        } else {
            val err = try { e.stackTraceToString() } catch(_: Throwable) { "" }
            callStatus.code = UNIFFI_CALL_UNEXPECTED_ERROR
            callStatus.error_buf = FfiConverterString.lower(err)
        }
    }
}
// Initial value and increment amount for handles.
// These ensure that Kotlin-generated handles always have the lowest bit set
private const val UNIFFI_HANDLEMAP_INITIAL = 1.toLong()
private const val UNIFFI_HANDLEMAP_DELTA = 2.toLong()

// Map handles to objects
//
// This is used pass an opaque 64-bit handle representing a foreign object to the Rust code.
internal class UniffiHandleMap<T: Any> {
    private val map = ConcurrentHashMap<Long, T>()
    // Start
    private val counter = java.util.concurrent.atomic.AtomicLong(UNIFFI_HANDLEMAP_INITIAL)

    val size: Int
        get() = map.size

    // Insert a new object into the handle map and get a handle for it
    fun insert(obj: T): Long {
        val handle = counter.getAndAdd(UNIFFI_HANDLEMAP_DELTA)
        map.put(handle, obj)
        return handle
    }

    // Clone a handle, creating a new one
    fun clone(handle: Long): Long {
        val obj = map.get(handle) ?: throw InternalException("UniffiHandleMap.clone: Invalid handle")
        return insert(obj)
    }

    // Get an object from the handle map
    fun get(handle: Long): T {
        return map.get(handle) ?: throw InternalException("UniffiHandleMap.get: Invalid handle")
    }

    // Remove an entry from the handlemap and get the Kotlin object back
    fun remove(handle: Long): T {
        return map.remove(handle) ?: throw InternalException("UniffiHandleMap: Invalid handle")
    }
}

// Contains loading, initialization code,
// and the FFI Function declarations in a com.sun.jna.Library.
@Synchronized
private fun findLibraryName(componentName: String): String {
    val libOverride = System.getProperty("uniffi.component.$componentName.libraryOverride")
    if (libOverride != null) {
        return libOverride
    }
    return "keywright_uniffi"
}

// Define FFI callback types
internal interface UniffiRustFutureContinuationCallback : com.sun.jna.Callback {
    fun callback(`data`: Long,`pollResult`: Byte,)
}
internal interface UniffiForeignFutureDroppedCallback : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceFree : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
}
internal interface UniffiCallbackInterfaceClone : com.sun.jna.Callback {
    fun callback(`handle`: Long,)
    : Long
}
@Structure.FieldOrder("handle", "free")
internal open class UniffiForeignFutureDroppedCallbackStruct(
    @JvmField internal var `handle`: Long = 0.toLong(),
    @JvmField internal var `free`: UniffiForeignFutureDroppedCallback? = null,
) : Structure() {
    class UniffiByValue(
        `handle`: Long = 0.toLong(),
        `free`: UniffiForeignFutureDroppedCallback? = null,
    ): UniffiForeignFutureDroppedCallbackStruct(`handle`,`free`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureDroppedCallbackStruct) {
        `handle` = other.`handle`
        `free` = other.`free`
    }

}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI8(
    @JvmField internal var `returnValue`: Byte = 0.toByte(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Byte = 0.toByte(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI8(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI8) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI8 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI8.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI16(
    @JvmField internal var `returnValue`: Short = 0.toShort(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Short = 0.toShort(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI16(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI16) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI16 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI16.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI32(
    @JvmField internal var `returnValue`: Int = 0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Int = 0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultU64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultU64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultU64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteU64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultU64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultI64(
    @JvmField internal var `returnValue`: Long = 0.toLong(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Long = 0.toLong(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultI64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultI64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteI64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultI64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF32(
    @JvmField internal var `returnValue`: Float = 0.0f,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Float = 0.0f,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF32(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF32) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF32 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF32.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultF64(
    @JvmField internal var `returnValue`: Double = 0.0,
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: Double = 0.0,
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultF64(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultF64) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteF64 : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultF64.UniffiByValue,)
}
@Structure.FieldOrder("returnValue", "callStatus")
internal open class UniffiForeignFutureResultRustBuffer(
    @JvmField internal var `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `returnValue`: RustBuffer.ByValue = RustBuffer.ByValue(),
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultRustBuffer(`returnValue`,`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultRustBuffer) {
        `returnValue` = other.`returnValue`
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteRustBuffer : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultRustBuffer.UniffiByValue,)
}
@Structure.FieldOrder("callStatus")
internal open class UniffiForeignFutureResultVoid(
    @JvmField internal var `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
) : Structure() {
    class UniffiByValue(
        `callStatus`: UniffiRustCallStatus.ByValue = UniffiRustCallStatus.ByValue(),
    ): UniffiForeignFutureResultVoid(`callStatus`,), Structure.ByValue

   internal fun uniffiSetValue(other: UniffiForeignFutureResultVoid) {
        `callStatus` = other.`callStatus`
    }

}
internal interface UniffiForeignFutureCompleteVoid : com.sun.jna.Callback {
    fun callback(`callbackData`: Long,`result`: UniffiForeignFutureResultVoid.UniffiByValue,)
}

// A JNA Library to expose the extern-C FFI definitions.
// This is an implementation detail which will be called internally by the public API.

// For large crates we prevent `MethodTooLargeException` (see #2340)
// N.B. the name of the extension is very misleading, since it is
// rather `InterfaceTooLargeException`, caused by too many methods
// in the interface for large crates.
//
// By splitting the otherwise huge interface into two parts
// * UniffiLib (this)
// * IntegrityCheckingUniffiLib
// And all checksum methods are put into `IntegrityCheckingUniffiLib`
// we allow for ~2x as many methods in the UniffiLib interface.
//
// Note: above all written when we used JNA's `loadIndirect` etc.
// We now use JNA's "direct mapping" - unclear if same considerations apply exactly.
internal object IntegrityCheckingUniffiLib {
    init {
        Native.register(IntegrityCheckingUniffiLib::class.java, findLibraryName(componentName = "keywright_uniffi"))
        uniffiCheckContractApiVersion(this)
        uniffiCheckApiChecksums(this)
    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_keywright_uniffi_checksum_func_panic_for_tests(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_error_words(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_most_kept(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_generate_master_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_migrate(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_native_version(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_parse(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_func_redact(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_get(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_id(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_purge(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_resume(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_revoke(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_rotate(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_suspend(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_update(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage_of_last(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_get_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_list_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_page_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_revoke_all(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_hot_path(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_hot_path_error(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_acting_as(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_actor(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_by(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_create_team(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_define_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_delete_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_events(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_get_team(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_get_user(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_is_closed(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_list_permission_definitions(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_now(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_preview_drop_prefix(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_rename_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_settings(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_shutdown(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_signals(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_team(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_update_settings(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_user(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_why_invalid(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_backup(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_check_integrity(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_export(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_flush(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_import(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_last_used(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_preview_restore(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_rekey(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_restore(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_rotate_master_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_seal(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_seal_status(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_status(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_warm(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_authenticate(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_explain(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_extract_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_get_team_by_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_get_user_by_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_try_verify(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_keywright_verify(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_add_member(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_delete(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_grant_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_has_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_id(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_list_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_list_members(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_list_permissions(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_preview_remove_member(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_remove_member(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_resume(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_revoke_permission(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_set_members(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_suspend(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_teamhandle_update(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_create_api_key(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_create_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_delete(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_id(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_list_api_keys(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_list_teams(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_resume(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_suspend(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_userhandle_update(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_testclock_advance(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_testclock_keywright(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_testclock_now(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_method_testclock_set(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_constructor_keywright_open(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_constructor_keywright_open_in_memory(
    ): Int
    external fun uniffi_keywright_uniffi_checksum_constructor_testclock_open_for_tests(
    ): Int
    external fun ffi_keywright_uniffi_uniffi_contract_version(
    ): Int


}

internal object UniffiLib {

    // The Cleaner for the whole library
    internal val CLEANER: UniffiCleaner by lazy {
        UniffiCleaner.create()
    }


    init {
        Native.register(UniffiLib::class.java, findLibraryName(componentName = "keywright_uniffi"))

    }

    internal fun ensureInitialized() = Unit
    external fun uniffi_keywright_uniffi_fn_clone_apikeyhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_free_apikeyhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_get(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_id(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_purge(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_resume(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_revoke(`ptr`: Long,`reason`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_rotate(`ptr`: Long,`grace`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_suspend(`ptr`: Long,`reason`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_update(`ptr`: Long,`update`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_usage(`ptr`: Long,`start`: RustBuffer.ByValue,`end`: RustBuffer.ByValue,`step`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_apikeyhandle_usage_of_last(`ptr`: Long,`buckets`: Long,`step`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_clone_keywright(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_free_keywright(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_constructor_keywright_open(`path`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,`masterKeys`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_constructor_keywright_open_in_memory(`options`: RustBuffer.ByValue,`masterKeys`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_get_api_key(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_list_api_keys(`ptr`: Long,`filter`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_page_api_keys(`ptr`: Long,`filter`: RustBuffer.ByValue,`limit`: Long,`cursor`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_revoke_all(`ptr`: Long,`conditions`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_hot_path(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_hot_path_error(`ptr`: Long,`ticket`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_keywright_acting_as(`ptr`: Long,`userId`: RustBuffer.ByValue,`teamPermissions`: RustBuffer.ByValue,`grantableScopes`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_actor(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_api_key(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_by(`ptr`: Long,`name`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_create_team(`ptr`: Long,`new`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_define_permission(`ptr`: Long,`id`: RustBuffer.ByValue,`contains`: RustBuffer.ByValue,`description`: RustBuffer.ByValue,`refuseExisting`: Byte,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_delete_permission(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_keywright_events(`ptr`: Long,`after`: Long,`limit`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_get_team(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_get_user(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_is_closed(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_keywright_uniffi_fn_method_keywright_list_permission_definitions(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_now(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_preview_drop_prefix(`ptr`: Long,`prefix`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_rename_permission(`ptr`: Long,`id`: RustBuffer.ByValue,`newId`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_settings(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_shutdown(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_keywright_signals(`ptr`: Long,`after`: Long,`limit`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_team(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_update_settings(`ptr`: Long,`update`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_user(`ptr`: Long,`id`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_why_invalid(`ptr`: Long,`status`: RustBuffer.ByValue,`expiresAt`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_backup(`ptr`: Long,`path`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_check_integrity(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_export(`ptr`: Long,`path`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_keywright_flush(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_keywright_import(`ptr`: Long,`path`: RustBuffer.ByValue,`dryRun`: Byte,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_last_used(`ptr`: Long,`ids`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_preview_restore(`ptr`: Long,`path`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_rekey(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_restore(`ptr`: Long,`path`: RustBuffer.ByValue,`withRevoked`: Byte,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_rotate_master_key(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_keywright_seal(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_seal_status(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_status(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_warm(`ptr`: Long,`owner`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_authenticate(`ptr`: Long,`headers`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_explain(`ptr`: Long,`value`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_extract_api_key(`ptr`: Long,`headers`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_get_team_by_api_key(`ptr`: Long,`value`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_get_user_by_api_key(`ptr`: Long,`value`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_try_verify(`ptr`: Long,`value`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_keywright_verify(`ptr`: Long,`value`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_clone_teamhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_free_teamhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_add_member(`ptr`: Long,`userId`: RustBuffer.ByValue,`permissions`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_create_api_key(`ptr`: Long,`new`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_create_api_keys(`ptr`: Long,`new`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_delete(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_grant_permission(`ptr`: Long,`userId`: RustBuffer.ByValue,`permission`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_has_permission(`ptr`: Long,`userId`: RustBuffer.ByValue,`permission`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_id(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_list_api_keys(`ptr`: Long,`status`: RustBuffer.ByValue,`search`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_list_members(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_list_permissions(`ptr`: Long,`userId`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_preview_remove_member(`ptr`: Long,`userId`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_remove_member(`ptr`: Long,`userId`: RustBuffer.ByValue,`teamKeys`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_resume(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_revoke_permission(`ptr`: Long,`userId`: RustBuffer.ByValue,`permission`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_set_members(`ptr`: Long,`members`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_suspend(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_teamhandle_update(`ptr`: Long,`update`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_clone_userhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_free_userhandle(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_userhandle_create_api_key(`ptr`: Long,`new`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_create_api_keys(`ptr`: Long,`new`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_delete(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_userhandle_id(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_list_api_keys(`ptr`: Long,`status`: RustBuffer.ByValue,`search`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_list_teams(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_resume(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_suspend(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_userhandle_update(`ptr`: Long,`update`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_clone_testclock(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_free_testclock(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_constructor_testclock_open_for_tests(`now`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_testclock_advance(`ptr`: Long,`duration`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_method_testclock_keywright(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_method_testclock_now(`ptr`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_method_testclock_set(`ptr`: Long,`now`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_func_panic_for_tests(uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun uniffi_keywright_uniffi_fn_func_error_words(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_func_most_kept(uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_keywright_uniffi_fn_func_generate_master_key(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_func_migrate(`path`: RustBuffer.ByValue,`options`: RustBuffer.ByValue,`masterKeys`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_func_native_version(uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_func_parse(`text`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun uniffi_keywright_uniffi_fn_func_redact(`text`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_keywright_uniffi_rustbuffer_alloc(`size`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_keywright_uniffi_rustbuffer_from_bytes(`bytes`: ForeignBytes.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_keywright_uniffi_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
    external fun ffi_keywright_uniffi_rustbuffer_reserve(`buf`: RustBuffer.ByValue,`additional`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_keywright_uniffi_rust_future_poll_u8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_u8(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_u8(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_u8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_keywright_uniffi_rust_future_poll_i8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_i8(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_i8(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_i8(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Byte
    external fun ffi_keywright_uniffi_rust_future_poll_u16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_u16(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_u16(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_u16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_keywright_uniffi_rust_future_poll_i16(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_i16(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_i16(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_i16(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Short
    external fun ffi_keywright_uniffi_rust_future_poll_u32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_u32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_u32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_u32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_keywright_uniffi_rust_future_poll_i32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_i32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_i32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_i32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun ffi_keywright_uniffi_rust_future_poll_u64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_u64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_u64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_u64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun ffi_keywright_uniffi_rust_future_poll_i64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_i64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_i64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_i64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun ffi_keywright_uniffi_rust_future_poll_f32(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_f32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_f32(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_f32(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Float
    external fun ffi_keywright_uniffi_rust_future_poll_f64(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_f64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_f64(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_f64(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Double
    external fun ffi_keywright_uniffi_rust_future_poll_rust_buffer(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_rust_buffer(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_rust_buffer(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_keywright_uniffi_rust_future_poll_void(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_cancel_void(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_free_void(`handle`: Long,
    ): Unit
    external fun ffi_keywright_uniffi_rust_future_complete_void(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Unit


}

private fun uniffiCheckContractApiVersion(lib: IntegrityCheckingUniffiLib) {
    // Get the bindings contract version from our ComponentInterface
    val bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    val scaffolding_contract_version = lib.ffi_keywright_uniffi_uniffi_contract_version()
    if (bindings_contract_version != scaffolding_contract_version) {
        throw RuntimeException("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    }
}
@Suppress("UNUSED_PARAMETER")
private fun uniffiCheckApiChecksums(lib: IntegrityCheckingUniffiLib) {
    if ((lib.uniffi_keywright_uniffi_checksum_func_panic_for_tests() and 0xFFFF) != 49386) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_error_words() and 0xFFFF) != 40165) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_most_kept() and 0xFFFF) != 54216) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_generate_master_key() and 0xFFFF) != 2510) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_migrate() and 0xFFFF) != 27917) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_native_version() and 0xFFFF) != 6196) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_parse() and 0xFFFF) != 47417) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_func_redact() and 0xFFFF) != 35362) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_get() and 0xFFFF) != 45719) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_id() and 0xFFFF) != 7081) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_purge() and 0xFFFF) != 56000) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_resume() and 0xFFFF) != 37520) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_revoke() and 0xFFFF) != 30613) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_rotate() and 0xFFFF) != 1115) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_suspend() and 0xFFFF) != 35737) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_update() and 0xFFFF) != 60002) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage() and 0xFFFF) != 40480) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_apikeyhandle_usage_of_last() and 0xFFFF) != 62662) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_get_api_key() and 0xFFFF) != 36230) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_list_api_keys() and 0xFFFF) != 31279) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_page_api_keys() and 0xFFFF) != 8053) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_revoke_all() and 0xFFFF) != 47043) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_hot_path() and 0xFFFF) != 63392) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_hot_path_error() and 0xFFFF) != 4145) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_acting_as() and 0xFFFF) != 28352) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_actor() and 0xFFFF) != 12881) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_api_key() and 0xFFFF) != 29027) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_by() and 0xFFFF) != 48994) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_create_team() and 0xFFFF) != 55345) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_define_permission() and 0xFFFF) != 26009) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_delete_permission() and 0xFFFF) != 57283) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_events() and 0xFFFF) != 33883) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_get_team() and 0xFFFF) != 62297) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_get_user() and 0xFFFF) != 61681) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_is_closed() and 0xFFFF) != 42519) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_list_permission_definitions() and 0xFFFF) != 39261) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_now() and 0xFFFF) != 2147) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_preview_drop_prefix() and 0xFFFF) != 16169) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_rename_permission() and 0xFFFF) != 54370) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_settings() and 0xFFFF) != 45184) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_shutdown() and 0xFFFF) != 55524) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_signals() and 0xFFFF) != 47225) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_team() and 0xFFFF) != 57613) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_update_settings() and 0xFFFF) != 37185) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_user() and 0xFFFF) != 20917) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_why_invalid() and 0xFFFF) != 50300) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_backup() and 0xFFFF) != 49644) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_check_integrity() and 0xFFFF) != 14771) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_export() and 0xFFFF) != 18637) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_flush() and 0xFFFF) != 18518) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_import() and 0xFFFF) != 47636) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_last_used() and 0xFFFF) != 5517) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_preview_restore() and 0xFFFF) != 8362) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_rekey() and 0xFFFF) != 10001) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_restore() and 0xFFFF) != 47153) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_rotate_master_key() and 0xFFFF) != 22846) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_seal() and 0xFFFF) != 25941) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_seal_status() and 0xFFFF) != 19348) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_status() and 0xFFFF) != 19809) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_warm() and 0xFFFF) != 48183) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_authenticate() and 0xFFFF) != 38992) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_explain() and 0xFFFF) != 25339) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_extract_api_key() and 0xFFFF) != 29159) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_get_team_by_api_key() and 0xFFFF) != 59720) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_get_user_by_api_key() and 0xFFFF) != 28902) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_try_verify() and 0xFFFF) != 12259) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_keywright_verify() and 0xFFFF) != 1528) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_add_member() and 0xFFFF) != 11106) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_key() and 0xFFFF) != 5564) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_create_api_keys() and 0xFFFF) != 7400) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_delete() and 0xFFFF) != 13443) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_grant_permission() and 0xFFFF) != 55582) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_has_permission() and 0xFFFF) != 5272) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_id() and 0xFFFF) != 62778) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_list_api_keys() and 0xFFFF) != 32251) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_list_members() and 0xFFFF) != 58205) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_list_permissions() and 0xFFFF) != 6013) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_preview_remove_member() and 0xFFFF) != 27241) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_remove_member() and 0xFFFF) != 48795) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_resume() and 0xFFFF) != 8999) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_revoke_permission() and 0xFFFF) != 315) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_set_members() and 0xFFFF) != 3607) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_suspend() and 0xFFFF) != 25675) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_teamhandle_update() and 0xFFFF) != 5870) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_create_api_key() and 0xFFFF) != 54965) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_create_api_keys() and 0xFFFF) != 38837) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_delete() and 0xFFFF) != 19685) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_id() and 0xFFFF) != 7550) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_list_api_keys() and 0xFFFF) != 62076) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_list_teams() and 0xFFFF) != 16763) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_resume() and 0xFFFF) != 63445) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_suspend() and 0xFFFF) != 51588) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_userhandle_update() and 0xFFFF) != 39091) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_testclock_advance() and 0xFFFF) != 16095) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_testclock_keywright() and 0xFFFF) != 55418) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_testclock_now() and 0xFFFF) != 60096) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_method_testclock_set() and 0xFFFF) != 31241) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_constructor_keywright_open() and 0xFFFF) != 34651) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_constructor_keywright_open_in_memory() and 0xFFFF) != 6221) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
    if ((lib.uniffi_keywright_uniffi_checksum_constructor_testclock_open_for_tests() and 0xFFFF) != 57035) {
        throw RuntimeException("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

/**
 * @suppress
 */
internal fun uniffiEnsureInitialized() {
    // Call arbitrary methods on IntegrityCheckingUniffiLib and UniffiLib to ensure that
    // their init blocks run. This ensures initialization across crates works as expected.
    IntegrityCheckingUniffiLib.ensureInitialized()
    UniffiLib.ensureInitialized()
}

// Async support

// Public interface members begin here.


// Interface implemented by anything that can contain an object reference.
//
// Such types expose a `destroy()` method that must be called to cleanly
// dispose of the contained objects. Failure to call this method may result
// in memory leaks.
//
// The easiest way to ensure this method is called is to use the `.use`
// helper method to execute a block and destroy the object at the end.
internal interface Disposable {
    fun destroy()
    companion object {
        fun destroy(vararg args: Any?) {
            for (arg in args) {
                when (arg) {
                    is Disposable -> arg.destroy()
                    is ArrayList<*> -> {
                        for (idx in arg.indices) {
                            val element = arg[idx]
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Map<*, *> -> {
                        for (element in arg.values) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                    is Iterable<*> -> {
                        for (element in arg) {
                            if (element is Disposable) {
                                element.destroy()
                            }
                        }
                    }
                }
            }
        }
    }
}

/**
 * @suppress
 */
internal inline fun <T : Disposable?, R> T.use(block: (T) -> R) =
    try {
        block(this)
    } finally {
        try {
            // N.B. our implementation is on the nullable type `Disposable?`.
            this?.destroy()
        } catch (e: Throwable) {
            // swallow
        }
    }

/**
 * Placeholder object used to signal that we're constructing an interface with a FFI handle.
 *
 * This is the first argument for interface constructors that input a raw handle. It exists is that
 * so we can avoid signature conflicts when an interface has a regular constructor than inputs a
 * Long.
 *
 * @suppress
 * */
internal object UniffiWithHandle

/**
 * Used to instantiate an interface without an actual pointer, for fakes in tests, mostly.
 *
 * @suppress
 * */
internal object NoHandle
/**
 * The cleaner interface for Object finalization code to run.
 * This is the entry point to any implementation that we're using.
 *
 * The cleaner registers objects and returns cleanables, so now we are
 * defining a `UniffiCleaner` with a `UniffiClenaer.Cleanable` to abstract the
 * different implmentations available at compile time.
 *
 * @suppress
 */
internal interface UniffiCleaner {
    interface Cleanable {
        fun clean()
    }

    fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable

    companion object
}

// The fallback Jna cleaner, which is available for both Android, and the JVM.
private class UniffiJnaCleaner : UniffiCleaner {
    private val cleaner = com.sun.jna.internal.Cleaner.getCleaner()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        UniffiJnaCleanable(cleaner.register(value, cleanUpTask))
}

private class UniffiJnaCleanable(
    private val cleanable: com.sun.jna.internal.Cleaner.Cleanable,
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}


// We decide at uniffi binding generation time whether we were
// using Android or not.
// There are further runtime checks to chose the correct implementation
// of the cleaner.
private fun UniffiCleaner.Companion.create(): UniffiCleaner =
    try {
        // For safety's sake: if the library hasn't been run in android_cleaner = true
        // mode, but is being run on Android, then we still need to think about
        // Android API versions.
        // So we check if java.lang.ref.Cleaner is there, and use that…
        java.lang.Class.forName("java.lang.ref.Cleaner")
        JavaLangRefCleaner()
    } catch (e: ClassNotFoundException) {
        // … otherwise, fallback to the JNA cleaner.
        UniffiJnaCleaner()
    }

private class JavaLangRefCleaner : UniffiCleaner {
    val cleaner = java.lang.ref.Cleaner.create()

    override fun register(value: Any, cleanUpTask: Runnable): UniffiCleaner.Cleanable =
        JavaLangRefCleanable(cleaner.register(value, cleanUpTask))
}

private class JavaLangRefCleanable(
    val cleanable: java.lang.ref.Cleaner.Cleanable
) : UniffiCleaner.Cleanable {
    override fun clean() = cleanable.clean()
}

/**
 * @suppress
 */
internal object FfiConverterInt: FfiConverter<Int, Int> {
    override fun lift(value: Int): Int {
        return value
    }

    override fun read(buf: ByteBuffer): Int {
        return buf.getInt()
    }

    override fun lower(value: Int): Int {
        return value
    }

    override fun allocationSize(value: Int) = 4UL

    override fun write(value: Int, buf: ByteBuffer) {
        buf.putInt(value)
    }
}

/**
 * @suppress
 */
internal object FfiConverterLong: FfiConverter<Long, Long> {
    override fun lift(value: Long): Long {
        return value
    }

    override fun read(buf: ByteBuffer): Long {
        return buf.getLong()
    }

    override fun lower(value: Long): Long {
        return value
    }

    override fun allocationSize(value: Long) = 8UL

    override fun write(value: Long, buf: ByteBuffer) {
        buf.putLong(value)
    }
}

/**
 * @suppress
 */
internal object FfiConverterBoolean: FfiConverter<Boolean, Byte> {
    override fun lift(value: Byte): Boolean {
        return value.toInt() != 0
    }

    override fun read(buf: ByteBuffer): Boolean {
        return lift(buf.get())
    }

    override fun lower(value: Boolean): Byte {
        return if (value) 1.toByte() else 0.toByte()
    }

    override fun allocationSize(value: Boolean) = 1UL

    override fun write(value: Boolean, buf: ByteBuffer) {
        buf.put(lower(value))
    }
}

/**
 * @suppress
 */
internal object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    // Note: we don't inherit from FfiConverterRustBuffer, because we use a
    // special encoding when lowering/lifting.  We can use `RustBuffer.len` to
    // store our length and avoid writing it out to the buffer.
    override fun lift(value: RustBuffer.ByValue): String {
        try {
            val byteArr = ByteArray(value.len.toInt())
            value.asByteBuffer()!!.get(byteArr)
            return byteArr.toString(Charsets.UTF_8)
        } finally {
            RustBuffer.free(value)
        }
    }

    override fun read(buf: ByteBuffer): String {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr.toString(Charsets.UTF_8)
    }

    fun toUtf8(value: String): ByteBuffer {
        // Make sure we don't have invalid UTF-16, check for lone surrogates.
        return Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            encode(CharBuffer.wrap(value))
        }
    }

    override fun lower(value: String): RustBuffer.ByValue {
        val byteBuf = toUtf8(value)
        // Ideally we'd pass these bytes to `ffi_bytebuffer_from_bytes`, but doing so would require us
        // to copy them into a JNA `Memory`. So we might as well directly copy them into a `RustBuffer`.
        val rbuf = RustBuffer.alloc(byteBuf.limit().toULong())
        rbuf.asByteBuffer()!!.put(byteBuf)
        return rbuf
    }

    // We aren't sure exactly how many bytes our string will be once it's UTF-8
    // encoded.  Allocate 3 bytes per UTF-16 code unit which will always be
    // enough.
    override fun allocationSize(value: String): ULong {
        val sizeForLength = 4UL
        val sizeForString = value.length.toULong() * 3UL
        return sizeForLength + sizeForString
    }

    override fun write(value: String, buf: ByteBuffer) {
        val byteBuf = toUtf8(value)
        buf.putInt(byteBuf.limit())
        buf.put(byteBuf)
    }
}

/**
 * @suppress
 */
internal object FfiConverterByteArray: FfiConverterRustBuffer<ByteArray> {
    override fun read(buf: ByteBuffer): ByteArray {
        val len = buf.getInt()
        val byteArr = ByteArray(len)
        buf.get(byteArr)
        return byteArr
    }
    override fun allocationSize(value: ByteArray): ULong {
        return 4UL + value.size.toULong()
    }
    override fun write(value: ByteArray, buf: ByteBuffer) {
        buf.putInt(value.size)
        buf.put(value)
    }
}


/**
 * @suppress
 */
internal object FfiConverterTimestamp: FfiConverterRustBuffer<java.time.Instant> {
    override fun read(buf: ByteBuffer): java.time.Instant {
        val seconds = buf.getLong()
        // Type mismatch (should be u32) but we check for overflow/underflow below
        val nanoseconds = buf.getInt().toLong()
        if (nanoseconds < 0) {
            throw java.time.DateTimeException("Instant nanoseconds exceed minimum or maximum supported by uniffi")
        }
        if (seconds >= 0) {
            return java.time.Instant.EPOCH.plus(java.time.Duration.ofSeconds(seconds, nanoseconds))
        } else {
            return java.time.Instant.EPOCH.minus(java.time.Duration.ofSeconds(-seconds, nanoseconds))
        }
    }

    // 8 bytes for seconds, 4 bytes for nanoseconds
    override fun allocationSize(value: java.time.Instant) = 12UL

    override fun write(value: java.time.Instant, buf: ByteBuffer) {
        var epochOffset = java.time.Duration.between(java.time.Instant.EPOCH, value)

        var sign = 1
        if (epochOffset.isNegative()) {
            sign = -1
            epochOffset = epochOffset.negated()
        }

        if (epochOffset.nano < 0) {
            // Java docs provide guarantee that nano will always be positive, so this should be impossible
            // See: https://docs.oracle.com/javase/8/docs/api/java/time/Instant.html
            throw IllegalArgumentException("Invalid timestamp, nano value must be non-negative")
        }

        buf.putLong(sign * epochOffset.seconds)
        // Type mismatch (should be u32) but since values will always be between 0 and 999,999,999 it should be OK
        buf.putInt(epochOffset.nano)
    }
}


/**
 * @suppress
 */
internal object FfiConverterDuration: FfiConverterRustBuffer<java.time.Duration> {
    override fun read(buf: ByteBuffer): java.time.Duration {
        // Type mismatch (should be u64) but we check for overflow/underflow below
        val seconds = buf.getLong()
        // Type mismatch (should be u32) but we check for overflow/underflow below
        val nanoseconds = buf.getInt().toLong()
        if (seconds < 0) {
            throw java.time.DateTimeException("Duration exceeds minimum or maximum value supported by uniffi")
        }
        if (nanoseconds < 0) {
            throw java.time.DateTimeException("Duration nanoseconds exceed minimum or maximum supported by uniffi")
        }
        return java.time.Duration.ofSeconds(seconds, nanoseconds)
    }

    // 8 bytes for seconds, 4 bytes for nanoseconds
    override fun allocationSize(value: java.time.Duration) = 12UL

    override fun write(value: java.time.Duration, buf: ByteBuffer) {
        if (value.seconds < 0) {
            // Rust does not support negative Durations
            throw IllegalArgumentException("Invalid duration, must be non-negative")
        }

        if (value.nano < 0) {
            // Java docs provide guarantee that nano will always be positive, so this should be impossible
            // See: https://docs.oracle.com/javase/8/docs/api/java/time/Duration.html
            throw IllegalArgumentException("Invalid duration, nano value must be non-negative")
        }

        // Type mismatch (should be u64) but since Rust doesn't support negative durations we should be OK
        buf.putLong(value.seconds)
        // Type mismatch (should be u32) but since values will always be between 0 and 999,999,999 it should be OK
        buf.putInt(value.nano)
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A key, by id.
 */
internal interface NativeApiKeyHandleInterface {

    /**
     * Returns the key as stored.
     */
    fun `get`(): StoredApiKey

    /**
     * The id, as it is written.
     */
    fun `id`(): kotlin.String

    /**
     * Deletes the key with its history.
     */
    fun `purge`()

    /**
     * Lifts the suspension.
     */
    fun `resume`(): StoredApiKey

    /**
     * Ends the key for good. A second time changes nothing.
     */
    fun `revoke`(`reason`: kotlin.String?): StoredApiKey

    /**
     * Gives the key another secret, and the one that it replaces an end.
     */
    fun `rotate`(`grace`: Grace): StoredCreatedApiKey

    /**
     * Suspends the key until it is resumed.
     */
    fun `suspend`(`reason`: kotlin.String?): StoredApiKey

    /**
     * Changes the key.
     */
    fun `update`(`update`: ApiKeyUpdate): StoredApiKey

    /**
     * Returns how the key was used between two instants.
     */
    fun `usage`(`start`: java.time.Instant, `end`: java.time.Instant, `step`: UsageStep): Usage

    /**
     * Returns how the key was used in the last minutes, hours or days.
     */
    fun `usageOfLast`(`buckets`: kotlin.Long, `step`: UsageStep): Usage

    companion object
}

/**
 * A key, by id.
 */
internal open class NativeApiKeyHandle: Disposable, AutoCloseable, NativeApiKeyHandleInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_keywright_uniffi_fn_free_apikeyhandle(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_keywright_uniffi_fn_clone_apikeyhandle(handle, status)
        }
    }


    /**
     * Returns the key as stored.
     */
    @Throws(NativeException::class)override fun `get`(): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_get(
        it,
        _status)
}
    }
    )
    }



    /**
     * The id, as it is written.
     */override fun `id`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_id(
        it,
        _status)
}
    }
    )
    }



    /**
     * Deletes the key with its history.
     */
    @Throws(NativeException::class)override fun `purge`()
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_purge(
        it,
        _status)
}
    }




    /**
     * Lifts the suspension.
     */
    @Throws(NativeException::class)override fun `resume`(): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_resume(
        it,
        _status)
}
    }
    )
    }



    /**
     * Ends the key for good. A second time changes nothing.
     */
    @Throws(NativeException::class)override fun `revoke`(`reason`: kotlin.String?): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_revoke(
        it,

        FfiConverterOptionalString.lower(`reason`),_status)
}
    }
    )
    }



    /**
     * Gives the key another secret, and the one that it replaces an end.
     */
    @Throws(NativeException::class)override fun `rotate`(`grace`: Grace): StoredCreatedApiKey {
            return FfiConverterTypeStoredCreatedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_rotate(
        it,

        FfiConverterTypeGrace.lower(`grace`),_status)
}
    }
    )
    }



    /**
     * Suspends the key until it is resumed.
     */
    @Throws(NativeException::class)override fun `suspend`(`reason`: kotlin.String?): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_suspend(
        it,

        FfiConverterOptionalString.lower(`reason`),_status)
}
    }
    )
    }



    /**
     * Changes the key.
     */
    @Throws(NativeException::class)override fun `update`(`update`: ApiKeyUpdate): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_update(
        it,

        FfiConverterTypeApiKeyUpdate.lower(`update`),_status)
}
    }
    )
    }



    /**
     * Returns how the key was used between two instants.
     */
    @Throws(NativeException::class)override fun `usage`(`start`: java.time.Instant, `end`: java.time.Instant, `step`: UsageStep): Usage {
            return FfiConverterTypeUsage.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_usage(
        it,

        FfiConverterTimestamp.lower(`start`),
        FfiConverterTimestamp.lower(`end`),
        FfiConverterTypeUsageStep.lower(`step`),_status)
}
    }
    )
    }



    /**
     * Returns how the key was used in the last minutes, hours or days.
     */
    @Throws(NativeException::class)override fun `usageOfLast`(`buckets`: kotlin.Long, `step`: UsageStep): Usage {
            return FfiConverterTypeUsage.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_apikeyhandle_usage_of_last(
        it,

        FfiConverterLong.lower(`buckets`),
        FfiConverterTypeUsageStep.lower(`step`),_status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
internal object FfiConverterTypeNativeApiKeyHandle: FfiConverter<NativeApiKeyHandle, Long> {
    override fun lower(value: NativeApiKeyHandle): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): NativeApiKeyHandle {
        return NativeApiKeyHandle(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): NativeApiKeyHandle {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: NativeApiKeyHandle) = 8UL

    override fun write(value: NativeApiKeyHandle, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The handle on one store. Any thread may use it.
 */
internal interface NativeKeywrightInterface {

    /**
     * Returns a key as stored.
     */
    fun `getApiKey`(`id`: kotlin.String): StoredApiKey

    /**
     * Returns keys, newest first.
     */
    fun `listApiKeys`(`filter`: ApiKeyFilter): List<StoredApiKey>

    /**
     * Returns keys page by page, newest first.
     */
    fun `pageApiKeys`(`filter`: ApiKeyFilter, `limit`: kotlin.Long, `cursor`: kotlin.String?): StoredPage

    /**
     * Revokes every key that meets all conditions, and returns how many there were.
     */
    fun `revokeAll`(`conditions`: RevokeAllConditions): kotlin.Long

    /**
     * Makes a number by which the JVM's own way in finds this handle. It stays valid, and holds memory, until that way releases
     * it: nothing else may take it.
     */
    fun `hotPath`(): kotlin.Long

    /**
     * Throws the error that waits under a ticket.
     */
    fun `hotPathError`(`ticket`: kotlin.Long)

    /**
     * Makes a handle that acts as a user, whose rights are checked. The permissions in teams that are stated here hold for
     * this handle and are not stored.
     */
    fun `actingAs`(`userId`: kotlin.String, `teamPermissions`: Map<kotlin.String, List<kotlin.String>>, `grantableScopes`: List<kotlin.String>): NativeKeywright

    /**
     * Says who acts: `server`, `server:NAME` or `user:ID`.
     */
    fun `actor`(): kotlin.String

    /**
     * A handle on a key.
     */
    fun `apiKey`(`id`: kotlin.String): NativeApiKeyHandle

    /**
     * Makes a handle that acts as the server in somebody's name, for the audit log.
     */
    fun `by`(`name`: kotlin.String): NativeKeywright

    /**
     * Makes a team.
     */
    fun `createTeam`(`new`: NewTeam): StoredTeam

    /**
     * Defines a permission, or defines it anew.
     */
    fun `definePermission`(`id`: kotlin.String, `contains`: List<kotlin.String>, `description`: kotlin.String?, `refuseExisting`: kotlin.Boolean): PermissionDefinition

    /**
     * Deletes a permission, everywhere.
     */
    fun `deletePermission`(`id`: kotlin.String)

    /**
     * Returns entries of the audit log after this number, oldest first.
     */
    fun `events`(`after`: kotlin.Long, `limit`: kotlin.Long): List<Event>

    /**
     * Returns a team as stored, or nothing.
     */
    fun `getTeam`(`id`: kotlin.String): StoredTeam?

    /**
     * Returns a user as stored, or nothing.
     */
    fun `getUser`(`id`: kotlin.String): StoredUser?

    /**
     * Says whether the store was closed.
     */
    fun `isClosed`(): kotlin.Boolean

    /**
     * Returns all permissions that are defined.
     */
    fun `listPermissionDefinitions`(): List<PermissionDefinition>

    /**
     * Returns the store's time.
     */
    fun `now`(): java.time.Instant

    /**
     * Tells how many keys end when a prefix is dropped.
     */
    fun `previewDropPrefix`(`prefix`: kotlin.String): kotlin.Long

    /**
     * Gives a permission another name, everywhere.
     */
    fun `renamePermission`(`id`: kotlin.String, `newId`: kotlin.String): PermissionDefinition

    /**
     * Returns the settings.
     */
    fun `settings`(): Settings

    /**
     * Closes the store: waits for calls in flight, writes what is written behind. A second time does nothing.
     */
    fun `shutdown`()

    /**
     * Returns signals after this number, oldest first.
     */
    fun `signals`(`after`: kotlin.Long, `limit`: kotlin.Long): List<Signal>

    /**
     * A handle on a team. It costs nothing, and the team need not exist.
     */
    fun `team`(`id`: kotlin.String): NativeTeamHandle

    /**
     * Changes settings.
     */
    fun `updateSettings`(`update`: SettingsUpdate): Settings

    /**
     * A handle on a user. It costs nothing, and the user need not exist.
     */
    fun `user`(`id`: kotlin.String): NativeUserHandle

    /**
     * Says why a key that was read with this status and this end is not valid now: `manually-revoked`, `suspended` or
     * `expired`, or nothing when it is valid.
     */
    fun `whyInvalid`(`status`: Status, `expiresAt`: java.time.Instant?): kotlin.String?

    /**
     * Copies the store and its usage into one new file, while it is in use.
     */
    fun `backup`(`path`: kotlin.String): Backup

    /**
     * Looks at every page and row of the store.
     */
    fun `checkIntegrity`(): Integrity

    /**
     * Writes the store into a new file of JSON lines, which only its owner can read.
     */
    fun `export`(`path`: kotlin.String)

    /**
     * Writes now what is written behind.
     */
    fun `flush`()

    /**
     * Adds what an export holds. What is there already stays as it is.
     */
    fun `import`(`path`: kotlin.String, `dryRun`: kotlin.Boolean): ImportReport

    /**
     * Returns when keys were last valid, by their ids. A key that never was is not there.
     */
    fun `lastUsed`(`ids`: List<kotlin.String>): Map<kotlin.String, LastUse>

    /**
     * Tells what a restore would do.
     */
    fun `previewRestore`(`path`: kotlin.String): StoredRestoreReport

    /**
     * Makes a new data key and seals every row with it.
     */
    fun `rekey`(): SealReport

    /**
     * Makes the store what it was when the backup was taken. Keys that were revoked since stay revoked, unless
     * `with_revoked` says otherwise.
     */
    fun `restore`(`path`: kotlin.String, `withRevoked`: kotlin.Boolean): StoredRestoreReport

    /**
     * Wraps the data keys under the newest master key, and returns how many there were.
     */
    fun `rotateMasterKey`(): kotlin.Long

    /**
     * Seals every row under the master key that the store was opened with.
     */
    fun `seal`(): SealReport

    /**
     * Tells how far the store is sealed.
     */
    fun `sealStatus`(): SealStatus

    /**
     * Returns what there is to know about the store itself, for a log.
     */
    fun `status`(): StoreInfo

    /**
     * Loads keys into memory before anybody presents them: all, or those of one owner.
     */
    fun `warm`(`owner`: Owner?): Warmed

    /**
     * Finds the key in the headers of a request and checks it. It is never looked for in a query string.
     */
    fun `authenticate`(`headers`: List<StoredHeader>, `options`: VerifyOptions): StoredVerdict

    /**
     * Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
     */
    fun `explain`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredExplanation

    /**
     * Returns the key that stands in the headers of a request, without checking it.
     */
    fun `extractApiKey`(`headers`: List<StoredHeader>): StoredExtractedApiKey

    /**
     * Returns the team that owns a valid key.
     */
    fun `getTeamByApiKey`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredTeamOfKey

    /**
     * Returns the user who owns a valid key.
     */
    fun `getUserByApiKey`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredUserOfKey

    /**
     * Checks a key if memory can answer, and otherwise answers nothing.
     */
    fun `tryVerify`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredVerdict?

    /**
     * Checks a key. Denied is an answer too; an error means that there is none.
     */
    fun `verify`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredVerdict

    companion object
}

/**
 * The handle on one store. Any thread may use it.
 */
internal open class NativeKeywright: Disposable, AutoCloseable, NativeKeywrightInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_keywright_uniffi_fn_free_keywright(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_keywright_uniffi_fn_clone_keywright(handle, status)
        }
    }


    /**
     * Returns a key as stored.
     */
    @Throws(NativeException::class)override fun `getApiKey`(`id`: kotlin.String): StoredApiKey {
            return FfiConverterTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_get_api_key(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Returns keys, newest first.
     */
    @Throws(NativeException::class)override fun `listApiKeys`(`filter`: ApiKeyFilter): List<StoredApiKey> {
            return FfiConverterSequenceTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_list_api_keys(
        it,

        FfiConverterTypeApiKeyFilter.lower(`filter`),_status)
}
    }
    )
    }



    /**
     * Returns keys page by page, newest first.
     */
    @Throws(NativeException::class)override fun `pageApiKeys`(`filter`: ApiKeyFilter, `limit`: kotlin.Long, `cursor`: kotlin.String?): StoredPage {
            return FfiConverterTypeStoredPage.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_page_api_keys(
        it,

        FfiConverterTypeApiKeyFilter.lower(`filter`),
        FfiConverterLong.lower(`limit`),
        FfiConverterOptionalString.lower(`cursor`),_status)
}
    }
    )
    }



    /**
     * Revokes every key that meets all conditions, and returns how many there were.
     */
    @Throws(NativeException::class)override fun `revokeAll`(`conditions`: RevokeAllConditions): kotlin.Long {
            return FfiConverterLong.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_revoke_all(
        it,

        FfiConverterTypeRevokeAllConditions.lower(`conditions`),_status)
}
    }
    )
    }



    /**
     * Makes a number by which the JVM's own way in finds this handle. It stays valid, and holds memory, until that way releases
     * it: nothing else may take it.
     */override fun `hotPath`(): kotlin.Long {
            return FfiConverterLong.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_hot_path(
        it,
        _status)
}
    }
    )
    }



    /**
     * Throws the error that waits under a ticket.
     */
    @Throws(NativeException::class)override fun `hotPathError`(`ticket`: kotlin.Long)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_hot_path_error(
        it,

        FfiConverterLong.lower(`ticket`),_status)
}
    }




    /**
     * Makes a handle that acts as a user, whose rights are checked. The permissions in teams that are stated here hold for
     * this handle and are not stored.
     */
    @Throws(NativeException::class)override fun `actingAs`(`userId`: kotlin.String, `teamPermissions`: Map<kotlin.String, List<kotlin.String>>, `grantableScopes`: List<kotlin.String>): NativeKeywright {
            return FfiConverterTypeNativeKeywright.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_acting_as(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterMapStringSequenceString.lower(`teamPermissions`),
        FfiConverterSequenceString.lower(`grantableScopes`),_status)
}
    }
    )
    }



    /**
     * Says who acts: `server`, `server:NAME` or `user:ID`.
     */override fun `actor`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_actor(
        it,
        _status)
}
    }
    )
    }



    /**
     * A handle on a key.
     */
    @Throws(NativeException::class)override fun `apiKey`(`id`: kotlin.String): NativeApiKeyHandle {
            return FfiConverterTypeNativeApiKeyHandle.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_api_key(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Makes a handle that acts as the server in somebody's name, for the audit log.
     */
    @Throws(NativeException::class)override fun `by`(`name`: kotlin.String): NativeKeywright {
            return FfiConverterTypeNativeKeywright.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_by(
        it,

        FfiConverterString.lower(`name`),_status)
}
    }
    )
    }



    /**
     * Makes a team.
     */
    @Throws(NativeException::class)override fun `createTeam`(`new`: NewTeam): StoredTeam {
            return FfiConverterTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_create_team(
        it,

        FfiConverterTypeNewTeam.lower(`new`),_status)
}
    }
    )
    }



    /**
     * Defines a permission, or defines it anew.
     */
    @Throws(NativeException::class)override fun `definePermission`(`id`: kotlin.String, `contains`: List<kotlin.String>, `description`: kotlin.String?, `refuseExisting`: kotlin.Boolean): PermissionDefinition {
            return FfiConverterTypePermissionDefinition.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_define_permission(
        it,

        FfiConverterString.lower(`id`),
        FfiConverterSequenceString.lower(`contains`),
        FfiConverterOptionalString.lower(`description`),
        FfiConverterBoolean.lower(`refuseExisting`),_status)
}
    }
    )
    }



    /**
     * Deletes a permission, everywhere.
     */
    @Throws(NativeException::class)override fun `deletePermission`(`id`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_delete_permission(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }




    /**
     * Returns entries of the audit log after this number, oldest first.
     */
    @Throws(NativeException::class)override fun `events`(`after`: kotlin.Long, `limit`: kotlin.Long): List<Event> {
            return FfiConverterSequenceTypeEvent.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_events(
        it,

        FfiConverterLong.lower(`after`),
        FfiConverterLong.lower(`limit`),_status)
}
    }
    )
    }



    /**
     * Returns a team as stored, or nothing.
     */
    @Throws(NativeException::class)override fun `getTeam`(`id`: kotlin.String): StoredTeam? {
            return FfiConverterOptionalTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_get_team(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Returns a user as stored, or nothing.
     */
    @Throws(NativeException::class)override fun `getUser`(`id`: kotlin.String): StoredUser? {
            return FfiConverterOptionalTypeStoredUser.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_get_user(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Says whether the store was closed.
     */override fun `isClosed`(): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_is_closed(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns all permissions that are defined.
     */
    @Throws(NativeException::class)override fun `listPermissionDefinitions`(): List<PermissionDefinition> {
            return FfiConverterSequenceTypePermissionDefinition.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_list_permission_definitions(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns the store's time.
     */override fun `now`(): java.time.Instant {
            return FfiConverterTimestamp.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_now(
        it,
        _status)
}
    }
    )
    }



    /**
     * Tells how many keys end when a prefix is dropped.
     */
    @Throws(NativeException::class)override fun `previewDropPrefix`(`prefix`: kotlin.String): kotlin.Long {
            return FfiConverterLong.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_preview_drop_prefix(
        it,

        FfiConverterString.lower(`prefix`),_status)
}
    }
    )
    }



    /**
     * Gives a permission another name, everywhere.
     */
    @Throws(NativeException::class)override fun `renamePermission`(`id`: kotlin.String, `newId`: kotlin.String): PermissionDefinition {
            return FfiConverterTypePermissionDefinition.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_rename_permission(
        it,

        FfiConverterString.lower(`id`),
        FfiConverterString.lower(`newId`),_status)
}
    }
    )
    }



    /**
     * Returns the settings.
     */
    @Throws(NativeException::class)override fun `settings`(): Settings {
            return FfiConverterTypeSettings.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_settings(
        it,
        _status)
}
    }
    )
    }



    /**
     * Closes the store: waits for calls in flight, writes what is written behind. A second time does nothing.
     */
    @Throws(NativeException::class)override fun `shutdown`()
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_shutdown(
        it,
        _status)
}
    }




    /**
     * Returns signals after this number, oldest first.
     */
    @Throws(NativeException::class)override fun `signals`(`after`: kotlin.Long, `limit`: kotlin.Long): List<Signal> {
            return FfiConverterSequenceTypeSignal.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_signals(
        it,

        FfiConverterLong.lower(`after`),
        FfiConverterLong.lower(`limit`),_status)
}
    }
    )
    }



    /**
     * A handle on a team. It costs nothing, and the team need not exist.
     */override fun `team`(`id`: kotlin.String): NativeTeamHandle {
            return FfiConverterTypeNativeTeamHandle.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_team(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Changes settings.
     */
    @Throws(NativeException::class)override fun `updateSettings`(`update`: SettingsUpdate): Settings {
            return FfiConverterTypeSettings.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_update_settings(
        it,

        FfiConverterTypeSettingsUpdate.lower(`update`),_status)
}
    }
    )
    }



    /**
     * A handle on a user. It costs nothing, and the user need not exist.
     */override fun `user`(`id`: kotlin.String): NativeUserHandle {
            return FfiConverterTypeNativeUserHandle.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_user(
        it,

        FfiConverterString.lower(`id`),_status)
}
    }
    )
    }



    /**
     * Says why a key that was read with this status and this end is not valid now: `manually-revoked`, `suspended` or
     * `expired`, or nothing when it is valid.
     */
    @Throws(NativeException::class)override fun `whyInvalid`(`status`: Status, `expiresAt`: java.time.Instant?): kotlin.String? {
            return FfiConverterOptionalString.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_why_invalid(
        it,

        FfiConverterTypeStatus.lower(`status`),
        FfiConverterOptionalTimestamp.lower(`expiresAt`),_status)
}
    }
    )
    }



    /**
     * Copies the store and its usage into one new file, while it is in use.
     */
    @Throws(NativeException::class)override fun `backup`(`path`: kotlin.String): Backup {
            return FfiConverterTypeBackup.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_backup(
        it,

        FfiConverterString.lower(`path`),_status)
}
    }
    )
    }



    /**
     * Looks at every page and row of the store.
     */
    @Throws(NativeException::class)override fun `checkIntegrity`(): Integrity {
            return FfiConverterTypeIntegrity.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_check_integrity(
        it,
        _status)
}
    }
    )
    }



    /**
     * Writes the store into a new file of JSON lines, which only its owner can read.
     */
    @Throws(NativeException::class)override fun `export`(`path`: kotlin.String)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_export(
        it,

        FfiConverterString.lower(`path`),_status)
}
    }




    /**
     * Writes now what is written behind.
     */
    @Throws(NativeException::class)override fun `flush`()
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_flush(
        it,
        _status)
}
    }




    /**
     * Adds what an export holds. What is there already stays as it is.
     */
    @Throws(NativeException::class)override fun `import`(`path`: kotlin.String, `dryRun`: kotlin.Boolean): ImportReport {
            return FfiConverterTypeImportReport.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_import(
        it,

        FfiConverterString.lower(`path`),
        FfiConverterBoolean.lower(`dryRun`),_status)
}
    }
    )
    }



    /**
     * Returns when keys were last valid, by their ids. A key that never was is not there.
     */
    @Throws(NativeException::class)override fun `lastUsed`(`ids`: List<kotlin.String>): Map<kotlin.String, LastUse> {
            return FfiConverterMapStringTypeLastUse.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_last_used(
        it,

        FfiConverterSequenceString.lower(`ids`),_status)
}
    }
    )
    }



    /**
     * Tells what a restore would do.
     */
    @Throws(NativeException::class)override fun `previewRestore`(`path`: kotlin.String): StoredRestoreReport {
            return FfiConverterTypeStoredRestoreReport.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_preview_restore(
        it,

        FfiConverterString.lower(`path`),_status)
}
    }
    )
    }



    /**
     * Makes a new data key and seals every row with it.
     */
    @Throws(NativeException::class)override fun `rekey`(): SealReport {
            return FfiConverterTypeSealReport.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_rekey(
        it,
        _status)
}
    }
    )
    }



    /**
     * Makes the store what it was when the backup was taken. Keys that were revoked since stay revoked, unless
     * `with_revoked` says otherwise.
     */
    @Throws(NativeException::class)override fun `restore`(`path`: kotlin.String, `withRevoked`: kotlin.Boolean): StoredRestoreReport {
            return FfiConverterTypeStoredRestoreReport.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_restore(
        it,

        FfiConverterString.lower(`path`),
        FfiConverterBoolean.lower(`withRevoked`),_status)
}
    }
    )
    }



    /**
     * Wraps the data keys under the newest master key, and returns how many there were.
     */
    @Throws(NativeException::class)override fun `rotateMasterKey`(): kotlin.Long {
            return FfiConverterLong.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_rotate_master_key(
        it,
        _status)
}
    }
    )
    }



    /**
     * Seals every row under the master key that the store was opened with.
     */
    @Throws(NativeException::class)override fun `seal`(): SealReport {
            return FfiConverterTypeSealReport.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_seal(
        it,
        _status)
}
    }
    )
    }



    /**
     * Tells how far the store is sealed.
     */
    @Throws(NativeException::class)override fun `sealStatus`(): SealStatus {
            return FfiConverterTypeSealStatus.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_seal_status(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns what there is to know about the store itself, for a log.
     */
    @Throws(NativeException::class)override fun `status`(): StoreInfo {
            return FfiConverterTypeStoreInfo.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_status(
        it,
        _status)
}
    }
    )
    }



    /**
     * Loads keys into memory before anybody presents them: all, or those of one owner.
     */
    @Throws(NativeException::class)override fun `warm`(`owner`: Owner?): Warmed {
            return FfiConverterTypeWarmed.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_warm(
        it,

        FfiConverterOptionalTypeOwner.lower(`owner`),_status)
}
    }
    )
    }



    /**
     * Finds the key in the headers of a request and checks it. It is never looked for in a query string.
     */
    @Throws(NativeException::class)override fun `authenticate`(`headers`: List<StoredHeader>, `options`: VerifyOptions): StoredVerdict {
            return FfiConverterTypeStoredVerdict.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_authenticate(
        it,

        FfiConverterSequenceTypeStoredHeader.lower(`headers`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }



    /**
     * Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.
     */
    @Throws(NativeException::class)override fun `explain`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredExplanation {
            return FfiConverterTypeStoredExplanation.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_explain(
        it,

        FfiConverterByteArray.lower(`value`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }



    /**
     * Returns the key that stands in the headers of a request, without checking it.
     */
    @Throws(NativeException::class)override fun `extractApiKey`(`headers`: List<StoredHeader>): StoredExtractedApiKey {
            return FfiConverterTypeStoredExtractedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_extract_api_key(
        it,

        FfiConverterSequenceTypeStoredHeader.lower(`headers`),_status)
}
    }
    )
    }



    /**
     * Returns the team that owns a valid key.
     */
    @Throws(NativeException::class)override fun `getTeamByApiKey`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredTeamOfKey {
            return FfiConverterTypeStoredTeamOfKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_get_team_by_api_key(
        it,

        FfiConverterByteArray.lower(`value`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }



    /**
     * Returns the user who owns a valid key.
     */
    @Throws(NativeException::class)override fun `getUserByApiKey`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredUserOfKey {
            return FfiConverterTypeStoredUserOfKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_get_user_by_api_key(
        it,

        FfiConverterByteArray.lower(`value`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }



    /**
     * Checks a key if memory can answer, and otherwise answers nothing.
     */
    @Throws(NativeException::class)override fun `tryVerify`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredVerdict? {
            return FfiConverterOptionalTypeStoredVerdict.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_try_verify(
        it,

        FfiConverterByteArray.lower(`value`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }



    /**
     * Checks a key. Denied is an answer too; an error means that there is none.
     */
    @Throws(NativeException::class)override fun `verify`(`value`: kotlin.ByteArray, `options`: VerifyOptions): StoredVerdict {
            return FfiConverterTypeStoredVerdict.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_keywright_verify(
        it,

        FfiConverterByteArray.lower(`value`),
        FfiConverterTypeVerifyOptions.lower(`options`),_status)
}
    }
    )
    }








    companion object {

    /**
     * Opens a store on disk, and makes its file when there is none. The folder must exist. A store that is sealed takes its
     * master keys, newest first.
     */
    @Throws(NativeException::class) fun `open`(`path`: kotlin.String, `options`: OpenOptions, `masterKeys`: List<kotlin.String>): NativeKeywright {
            return FfiConverterTypeNativeKeywright.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_constructor_keywright_open(


        FfiConverterString.lower(`path`),
        FfiConverterTypeOpenOptions.lower(`options`),
        FfiConverterSequenceString.lower(`masterKeys`),_status)
}
    )
    }



    /**
     * Opens a store in memory, which is gone when it is closed.
     */
    @Throws(NativeException::class) fun `openInMemory`(`options`: OpenOptions, `masterKeys`: List<kotlin.String>): NativeKeywright {
            return FfiConverterTypeNativeKeywright.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_constructor_keywright_open_in_memory(


        FfiConverterTypeOpenOptions.lower(`options`),
        FfiConverterSequenceString.lower(`masterKeys`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
internal object FfiConverterTypeNativeKeywright: FfiConverter<NativeKeywright, Long> {
    override fun lower(value: NativeKeywright): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): NativeKeywright {
        return NativeKeywright(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): NativeKeywright {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: NativeKeywright) = 8UL

    override fun write(value: NativeKeywright, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A team, by id.
 */
internal interface NativeTeamHandleInterface {

    /**
     * Adds a member with these permissions, or with those of the settings.
     */
    fun `addMember`(`userId`: kotlin.String, `permissions`: List<kotlin.String>?): TeamMember

    /**
     * Makes a key.
     */
    fun `createApiKey`(`new`: NewApiKey): StoredCreatedApiKey

    /**
     * Makes several keys: all, or none.
     */
    fun `createApiKeys`(`new`: List<NewApiKey>): List<StoredCreatedApiKey>

    /**
     * Deletes the team with all keys and memberships.
     */
    fun `delete`()

    /**
     * Gives a member a permission.
     */
    fun `grantPermission`(`userId`: kotlin.String, `permission`: kotlin.String): TeamMember

    /**
     * Says whether a user holds a permission in the team, directly or contained in another.
     */
    fun `hasPermission`(`userId`: kotlin.String, `permission`: kotlin.String): kotlin.Boolean

    /**
     * The host's own id.
     */
    fun `id`(): kotlin.String

    /**
     * Returns the keys of the team, newest first.
     */
    fun `listApiKeys`(`status`: Status?, `search`: kotlin.String?): List<StoredApiKey>

    /**
     * Returns the members, by user id.
     */
    fun `listMembers`(): List<TeamMember>

    /**
     * Returns all permissions that a user holds in the team.
     */
    fun `listPermissions`(`userId`: kotlin.String): List<kotlin.String>

    /**
     * Tells which keys of the team a leaving member made.
     */
    fun `previewRemoveMember`(`userId`: kotlin.String): StoredMemberPreview

    /**
     * Takes a member out of the team.
     */
    fun `removeMember`(`userId`: kotlin.String, `teamKeys`: TeamKeys)

    /**
     * Lifts that suspension.
     */
    fun `resume`(): StoredTeam

    /**
     * Takes a permission away from a member.
     */
    fun `revokePermission`(`userId`: kotlin.String, `permission`: kotlin.String): TeamMember

    /**
     * Makes these the members, each with its permissions, in one transaction.
     */
    fun `setMembers`(`members`: Map<kotlin.String, List<kotlin.String>>): List<TeamMember>

    /**
     * Suspends all keys of the team.
     */
    fun `suspend`(): StoredTeam

    /**
     * Changes the team, which comes into being by that.
     */
    fun `update`(`update`: TeamUpdate): StoredTeam

    companion object
}

/**
 * A team, by id.
 */
internal open class NativeTeamHandle: Disposable, AutoCloseable, NativeTeamHandleInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_keywright_uniffi_fn_free_teamhandle(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_keywright_uniffi_fn_clone_teamhandle(handle, status)
        }
    }


    /**
     * Adds a member with these permissions, or with those of the settings.
     */
    @Throws(NativeException::class)override fun `addMember`(`userId`: kotlin.String, `permissions`: List<kotlin.String>?): TeamMember {
            return FfiConverterTypeTeamMember.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_add_member(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterOptionalSequenceString.lower(`permissions`),_status)
}
    }
    )
    }



    /**
     * Makes a key.
     */
    @Throws(NativeException::class)override fun `createApiKey`(`new`: NewApiKey): StoredCreatedApiKey {
            return FfiConverterTypeStoredCreatedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_create_api_key(
        it,

        FfiConverterTypeNewApiKey.lower(`new`),_status)
}
    }
    )
    }



    /**
     * Makes several keys: all, or none.
     */
    @Throws(NativeException::class)override fun `createApiKeys`(`new`: List<NewApiKey>): List<StoredCreatedApiKey> {
            return FfiConverterSequenceTypeStoredCreatedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_create_api_keys(
        it,

        FfiConverterSequenceTypeNewApiKey.lower(`new`),_status)
}
    }
    )
    }



    /**
     * Deletes the team with all keys and memberships.
     */
    @Throws(NativeException::class)override fun `delete`()
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_delete(
        it,
        _status)
}
    }




    /**
     * Gives a member a permission.
     */
    @Throws(NativeException::class)override fun `grantPermission`(`userId`: kotlin.String, `permission`: kotlin.String): TeamMember {
            return FfiConverterTypeTeamMember.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_grant_permission(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterString.lower(`permission`),_status)
}
    }
    )
    }



    /**
     * Says whether a user holds a permission in the team, directly or contained in another.
     */
    @Throws(NativeException::class)override fun `hasPermission`(`userId`: kotlin.String, `permission`: kotlin.String): kotlin.Boolean {
            return FfiConverterBoolean.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_has_permission(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterString.lower(`permission`),_status)
}
    }
    )
    }



    /**
     * The host's own id.
     */override fun `id`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_id(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns the keys of the team, newest first.
     */
    @Throws(NativeException::class)override fun `listApiKeys`(`status`: Status?, `search`: kotlin.String?): List<StoredApiKey> {
            return FfiConverterSequenceTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_list_api_keys(
        it,

        FfiConverterOptionalTypeStatus.lower(`status`),
        FfiConverterOptionalString.lower(`search`),_status)
}
    }
    )
    }



    /**
     * Returns the members, by user id.
     */
    @Throws(NativeException::class)override fun `listMembers`(): List<TeamMember> {
            return FfiConverterSequenceTypeTeamMember.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_list_members(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns all permissions that a user holds in the team.
     */
    @Throws(NativeException::class)override fun `listPermissions`(`userId`: kotlin.String): List<kotlin.String> {
            return FfiConverterSequenceString.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_list_permissions(
        it,

        FfiConverterString.lower(`userId`),_status)
}
    }
    )
    }



    /**
     * Tells which keys of the team a leaving member made.
     */
    @Throws(NativeException::class)override fun `previewRemoveMember`(`userId`: kotlin.String): StoredMemberPreview {
            return FfiConverterTypeStoredMemberPreview.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_preview_remove_member(
        it,

        FfiConverterString.lower(`userId`),_status)
}
    }
    )
    }



    /**
     * Takes a member out of the team.
     */
    @Throws(NativeException::class)override fun `removeMember`(`userId`: kotlin.String, `teamKeys`: TeamKeys)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_remove_member(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterTypeTeamKeys.lower(`teamKeys`),_status)
}
    }




    /**
     * Lifts that suspension.
     */
    @Throws(NativeException::class)override fun `resume`(): StoredTeam {
            return FfiConverterTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_resume(
        it,
        _status)
}
    }
    )
    }



    /**
     * Takes a permission away from a member.
     */
    @Throws(NativeException::class)override fun `revokePermission`(`userId`: kotlin.String, `permission`: kotlin.String): TeamMember {
            return FfiConverterTypeTeamMember.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_revoke_permission(
        it,

        FfiConverterString.lower(`userId`),
        FfiConverterString.lower(`permission`),_status)
}
    }
    )
    }



    /**
     * Makes these the members, each with its permissions, in one transaction.
     */
    @Throws(NativeException::class)override fun `setMembers`(`members`: Map<kotlin.String, List<kotlin.String>>): List<TeamMember> {
            return FfiConverterSequenceTypeTeamMember.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_set_members(
        it,

        FfiConverterMapStringSequenceString.lower(`members`),_status)
}
    }
    )
    }



    /**
     * Suspends all keys of the team.
     */
    @Throws(NativeException::class)override fun `suspend`(): StoredTeam {
            return FfiConverterTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_suspend(
        it,
        _status)
}
    }
    )
    }



    /**
     * Changes the team, which comes into being by that.
     */
    @Throws(NativeException::class)override fun `update`(`update`: TeamUpdate): StoredTeam {
            return FfiConverterTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_teamhandle_update(
        it,

        FfiConverterTypeTeamUpdate.lower(`update`),_status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
internal object FfiConverterTypeNativeTeamHandle: FfiConverter<NativeTeamHandle, Long> {
    override fun lower(value: NativeTeamHandle): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): NativeTeamHandle {
        return NativeTeamHandle(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): NativeTeamHandle {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: NativeTeamHandle) = 8UL

    override fun write(value: NativeTeamHandle, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * The clock of a store for tests, with the store that it belongs to.
 */
internal interface NativeTestClockInterface {

    /**
     * Moves the clock forward.
     */
    fun `advance`(`duration`: java.time.Duration)

    /**
     * The handle on the store.
     */
    fun `keywright`(): NativeKeywright

    /**
     * What the clock shows.
     */
    fun `now`(): java.time.Instant

    /**
     * Makes the clock show an instant.
     */
    fun `set`(`now`: java.time.Instant)

    companion object
}

/**
 * The clock of a store for tests, with the store that it belongs to.
 */
internal open class NativeTestClock: Disposable, AutoCloseable, NativeTestClockInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_keywright_uniffi_fn_free_testclock(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_keywright_uniffi_fn_clone_testclock(handle, status)
        }
    }


    /**
     * Moves the clock forward.
     */
    @Throws(NativeException::class)override fun `advance`(`duration`: java.time.Duration)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_testclock_advance(
        it,

        FfiConverterDuration.lower(`duration`),_status)
}
    }




    /**
     * The handle on the store.
     */override fun `keywright`(): NativeKeywright {
            return FfiConverterTypeNativeKeywright.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_testclock_keywright(
        it,
        _status)
}
    }
    )
    }



    /**
     * What the clock shows.
     */override fun `now`(): java.time.Instant {
            return FfiConverterTimestamp.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_testclock_now(
        it,
        _status)
}
    }
    )
    }



    /**
     * Makes the clock show an instant.
     */
    @Throws(NativeException::class)override fun `set`(`now`: java.time.Instant)
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_testclock_set(
        it,

        FfiConverterTimestamp.lower(`now`),_status)
}
    }









    companion object {

    /**
     * Opens a store in memory whose clock shows this instant until it is moved. It takes no path, so a real store can never
     * get a movable clock.
     */
    @Throws(NativeException::class) fun `openForTests`(`now`: java.time.Instant): NativeTestClock {
            return FfiConverterTypeNativeTestClock.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_constructor_testclock_open_for_tests(


        FfiConverterTimestamp.lower(`now`),_status)
}
    )
    }



    }

}


/**
 * @suppress
 */
internal object FfiConverterTypeNativeTestClock: FfiConverter<NativeTestClock, Long> {
    override fun lower(value: NativeTestClock): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): NativeTestClock {
        return NativeTestClock(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): NativeTestClock {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: NativeTestClock) = 8UL

    override fun write(value: NativeTestClock, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}


// This template implements a class for working with a Rust struct via a handle
// to the live Rust struct on the other side of the FFI.
//
// There's some subtlety here, because we have to be careful not to operate on a Rust
// struct after it has been dropped, and because we must expose a public API for freeing
// theq Kotlin wrapper object in lieu of reliable finalizers. The core requirements are:
//
//   * Each instance holds an opaque handle to the underlying Rust struct.
//     Method calls need to read this handle from the object's state and pass it in to
//     the Rust FFI.
//
//   * When an instance is no longer needed, its handle should be passed to a
//     special destructor function provided by the Rust FFI, which will drop the
//     underlying Rust struct.
//
//   * Given an instance, calling code is expected to call the special
//     `destroy` method in order to free it after use, either by calling it explicitly
//     or by using a higher-level helper like the `use` method. Failing to do so risks
//     leaking the underlying Rust struct.
//
//   * We can't assume that calling code will do the right thing, and must be prepared
//     to handle Kotlin method calls executing concurrently with or even after a call to
//     `destroy`, and to handle multiple (possibly concurrent!) calls to `destroy`.
//
//   * We must never allow Rust code to operate on the underlying Rust struct after
//     the destructor has been called, and must never call the destructor more than once.
//     Doing so may trigger memory unsafety.
//
//   * To mitigate many of the risks of leaking memory and use-after-free unsafety, a `Cleaner`
//     is implemented to call the destructor when the Kotlin object becomes unreachable.
//     This is done in a background thread. This is not a panacea, and client code should be aware that
//      1. the thread may starve if some there are objects that have poorly performing
//     `drop` methods or do significant work in their `drop` methods.
//      2. the thread is shared across the whole library. This can be tuned by using `android_cleaner = true`,
//         or `android = true` in the [`kotlin` section of the `uniffi.toml` file](https://mozilla.github.io/uniffi-rs/kotlin/configuration.html).
//
// If we try to implement this with mutual exclusion on access to the handle, there is the
// possibility of a race between a method call and a concurrent call to `destroy`:
//
//    * Thread A starts a method call, reads the value of the handle, but is interrupted
//      before it can pass the handle over the FFI to Rust.
//    * Thread B calls `destroy` and frees the underlying Rust struct.
//    * Thread A resumes, passing the already-read handle value to Rust and triggering
//      a use-after-free.
//
// One possible solution would be to use a `ReadWriteLock`, with each method call taking
// a read lock (and thus allowed to run concurrently) and the special `destroy` method
// taking a write lock (and thus blocking on live method calls). However, we aim not to
// generate methods with any hidden blocking semantics, and a `destroy` method that might
// block if called incorrectly seems to meet that bar.
//
// So, we achieve our goals by giving each instance an associated `AtomicLong` counter to track
// the number of in-flight method calls, and an `AtomicBoolean` flag to indicate whether `destroy`
// has been called. These are updated according to the following rules:
//
//    * The initial value of the counter is 1, indicating a live object with no in-flight calls.
//      The initial value for the flag is false.
//
//    * At the start of each method call, we atomically check the counter.
//      If it is 0 then the underlying Rust struct has already been destroyed and the call is aborted.
//      If it is nonzero them we atomically increment it by 1 and proceed with the method call.
//
//    * At the end of each method call, we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
//    * When `destroy` is called, we atomically flip the flag from false to true.
//      If the flag was already true we silently fail.
//      Otherwise we atomically decrement and check the counter.
//      If it has reached zero then we destroy the underlying Rust struct.
//
// Astute readers may observe that this all sounds very similar to the way that Rust's `Arc<T>` works,
// and indeed it is, with the addition of a flag to guard against multiple calls to `destroy`.
//
// The overall effect is that the underlying Rust struct is destroyed only when `destroy` has been
// called *and* all in-flight method calls have completed, avoiding violating any of the expectations
// of the underlying Rust code.
//
// This makes a cleaner a better alternative to _not_ calling `destroy()` as
// and when the object is finished with, but the abstraction is not perfect: if the Rust object's `drop`
// method is slow, and/or there are many objects to cleanup, and it's on a low end Android device, then the cleaner
// thread may be starved, and the app will leak memory.
//
// In this case, `destroy`ing manually may be a better solution.
//
// The cleaner can live side by side with the manual calling of `destroy`. In the order of responsiveness, uniffi objects
// with Rust peers are reclaimed:
//
// 1. By calling the `destroy` method of the object, which calls `rustObject.free()`. If that doesn't happen:
// 2. When the object becomes unreachable, AND the Cleaner thread gets to call `rustObject.free()`. If the thread is starved then:
// 3. The memory is reclaimed when the process terminates.
//
// [1] https://stackoverflow.com/questions/24376768/can-java-finalize-an-object-when-it-is-still-in-scope/24380219
//


/**
 * A user, by id.
 */
internal interface NativeUserHandleInterface {

    /**
     * Makes a key.
     */
    fun `createApiKey`(`new`: NewApiKey): StoredCreatedApiKey

    /**
     * Makes several keys: all, or none.
     */
    fun `createApiKeys`(`new`: List<NewApiKey>): List<StoredCreatedApiKey>

    /**
     * Deletes the user with all keys.
     */
    fun `delete`()

    /**
     * The host's own id.
     */
    fun `id`(): kotlin.String

    /**
     * Returns the keys of the user, newest first.
     */
    fun `listApiKeys`(`status`: Status?, `search`: kotlin.String?): List<StoredApiKey>

    /**
     * Returns the teams that the user is in.
     */
    fun `listTeams`(): List<StoredTeam>

    /**
     * Lifts that suspension.
     */
    fun `resume`(): StoredUser

    /**
     * Suspends all keys of the user.
     */
    fun `suspend`(): StoredUser

    /**
     * Changes the user, who comes into being by that.
     */
    fun `update`(`update`: UserUpdate): StoredUser

    companion object
}

/**
 * A user, by id.
 */
internal open class NativeUserHandle: Disposable, AutoCloseable, NativeUserHandleInterface
{

    @Suppress("UNUSED_PARAMETER")
    /**
     * @suppress
     */
    constructor(withHandle: UniffiWithHandle, handle: Long) {
        this.handle = handle
        this.cleanable = UniffiLib.CLEANER.register(this, UniffiCleanAction(handle))
    }

    /**
     * @suppress
     *
     * This constructor can be used to instantiate a fake object. Only used for tests. Any
     * attempt to actually use an object constructed this way will fail as there is no
     * connected Rust object.
     */
    @Suppress("UNUSED_PARAMETER")
    constructor(noHandle: NoHandle) {
        this.handle = 0
        this.cleanable = null
    }

    protected val handle: Long
    protected val cleanable: UniffiCleaner.Cleanable?

    private val wasDestroyed = AtomicBoolean(false)
    private val callCounter = AtomicLong(1)

    /**
     * Whether the current object has been destroyed and its reference is gone in the Rust side.
     */
    val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()

    override fun destroy() {
        // Only allow a single call to this method.
        // TODO: maybe we should log a warning if called more than once?
        if (this.wasDestroyed.compareAndSet(false, true)) {
            // This decrement always matches the initial count of 1 given at creation time.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    @Synchronized
    override fun close() {
        this.destroy()
    }

    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
        // Check and increment the call counter, to keep the object alive.
        // This needs a compare-and-set retry loop in case of concurrent updates.
        do {
            val c = this.callCounter.get()
            if (c == 0L) {
                throw IllegalStateException("${this.javaClass.simpleName} object has already been destroyed")
            }
            if (c == Long.MAX_VALUE) {
                throw IllegalStateException("${this.javaClass.simpleName} call counter would overflow")
            }
        } while (! this.callCounter.compareAndSet(c, c + 1L))
        // Now we can safely do the method call without the handle being freed concurrently.
        try {
            return block(this.uniffiCloneHandle())
        } finally {
            // This decrement always matches the increment we performed above.
            if (this.callCounter.decrementAndGet() == 0L) {
                cleanable?.clean()
            }
        }
    }

    // Use a static inner class instead of a closure so as not to accidentally
    // capture `this` as part of the cleanable's action.
    private class UniffiCleanAction(private val handle: Long) : Runnable {
        override fun run() {
            if (handle == 0.toLong()) {
                // Fake object created with `NoHandle`, don't try to free.
                return;
            }
            uniffiRustCall { status ->
                UniffiLib.uniffi_keywright_uniffi_fn_free_userhandle(handle, status)
            }
        }
    }

    /**
     * @suppress
     */
    fun uniffiCloneHandle(): Long {
        if (handle == 0.toLong()) {
            throw InternalException("uniffiCloneHandle() called on NoHandle object");
        }
        return uniffiRustCall() { status ->
            UniffiLib.uniffi_keywright_uniffi_fn_clone_userhandle(handle, status)
        }
    }


    /**
     * Makes a key.
     */
    @Throws(NativeException::class)override fun `createApiKey`(`new`: NewApiKey): StoredCreatedApiKey {
            return FfiConverterTypeStoredCreatedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_create_api_key(
        it,

        FfiConverterTypeNewApiKey.lower(`new`),_status)
}
    }
    )
    }



    /**
     * Makes several keys: all, or none.
     */
    @Throws(NativeException::class)override fun `createApiKeys`(`new`: List<NewApiKey>): List<StoredCreatedApiKey> {
            return FfiConverterSequenceTypeStoredCreatedApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_create_api_keys(
        it,

        FfiConverterSequenceTypeNewApiKey.lower(`new`),_status)
}
    }
    )
    }



    /**
     * Deletes the user with all keys.
     */
    @Throws(NativeException::class)override fun `delete`()
        =
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_delete(
        it,
        _status)
}
    }




    /**
     * The host's own id.
     */override fun `id`(): kotlin.String {
            return FfiConverterString.lift(
    callWithHandle {
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_id(
        it,
        _status)
}
    }
    )
    }



    /**
     * Returns the keys of the user, newest first.
     */
    @Throws(NativeException::class)override fun `listApiKeys`(`status`: Status?, `search`: kotlin.String?): List<StoredApiKey> {
            return FfiConverterSequenceTypeStoredApiKey.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_list_api_keys(
        it,

        FfiConverterOptionalTypeStatus.lower(`status`),
        FfiConverterOptionalString.lower(`search`),_status)
}
    }
    )
    }



    /**
     * Returns the teams that the user is in.
     */
    @Throws(NativeException::class)override fun `listTeams`(): List<StoredTeam> {
            return FfiConverterSequenceTypeStoredTeam.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_list_teams(
        it,
        _status)
}
    }
    )
    }



    /**
     * Lifts that suspension.
     */
    @Throws(NativeException::class)override fun `resume`(): StoredUser {
            return FfiConverterTypeStoredUser.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_resume(
        it,
        _status)
}
    }
    )
    }



    /**
     * Suspends all keys of the user.
     */
    @Throws(NativeException::class)override fun `suspend`(): StoredUser {
            return FfiConverterTypeStoredUser.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_suspend(
        it,
        _status)
}
    }
    )
    }



    /**
     * Changes the user, who comes into being by that.
     */
    @Throws(NativeException::class)override fun `update`(`update`: UserUpdate): StoredUser {
            return FfiConverterTypeStoredUser.lift(
    callWithHandle {
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_method_userhandle_update(
        it,

        FfiConverterTypeUserUpdate.lower(`update`),_status)
}
    }
    )
    }









    /**
     * @suppress
     */
    companion object

}


/**
 * @suppress
 */
internal object FfiConverterTypeNativeUserHandle: FfiConverter<NativeUserHandle, Long> {
    override fun lower(value: NativeUserHandle): Long {
        return value.uniffiCloneHandle()
    }

    override fun lift(value: Long): NativeUserHandle {
        return NativeUserHandle(UniffiWithHandle, value)
    }

    override fun read(buf: ByteBuffer): NativeUserHandle {
        return lift(buf.getLong())
    }

    override fun allocationSize(value: NativeUserHandle) = 8UL

    override fun write(value: NativeUserHandle, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}



/**
 * Which keys a list shows.
 */
data class ApiKeyFilter @JvmOverloads constructor(
    /**
     * Whose.
     */
    val `owner`: Owner? = null
    ,
    /**
     * In which state.
     */
    val `status`: Status? = null
    ,
    /**
     * With this in the description, the owner or the end of the key.
     */
    val `search`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeApiKeyFilter: FfiConverterRustBuffer<ApiKeyFilter> {
    override fun read(buf: ByteBuffer): ApiKeyFilter {
        return ApiKeyFilter(
            FfiConverterOptionalTypeOwner.read(buf),
            FfiConverterOptionalTypeStatus.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: ApiKeyFilter) = (
            FfiConverterOptionalTypeOwner.allocationSize(value.`owner`) +
            FfiConverterOptionalTypeStatus.allocationSize(value.`status`) +
            FfiConverterOptionalString.allocationSize(value.`search`)
    )

    override fun write(value: ApiKeyFilter, buf: ByteBuffer) {
            FfiConverterOptionalTypeOwner.write(value.`owner`, buf)
            FfiConverterOptionalTypeStatus.write(value.`status`, buf)
            FfiConverterOptionalString.write(value.`search`, buf)
    }
}



/**
 * What to change of a key. What is not given stays.
 */
data class ApiKeyUpdate @JvmOverloads constructor(
    /**
     * What it is for.
     */
    val `description`: kotlin.String? = null
    ,
    /**
     * When it ends.
     */
    val `expiry`: Expiry? = null
    ,
    /**
     * What it may do.
     */
    val `scopes`: List<kotlin.String>? = null
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String? = null
    ,
    /**
     * The networks that it may be used from.
     */
    val `ipAllowList`: List<kotlin.String>? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeApiKeyUpdate: FfiConverterRustBuffer<ApiKeyUpdate> {
    override fun read(buf: ByteBuffer): ApiKeyUpdate {
        return ApiKeyUpdate(
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalTypeExpiry.read(buf),
            FfiConverterOptionalSequenceString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: ApiKeyUpdate) = (
            FfiConverterOptionalString.allocationSize(value.`description`) +
            FfiConverterOptionalTypeExpiry.allocationSize(value.`expiry`) +
            FfiConverterOptionalSequenceString.allocationSize(value.`scopes`) +
            FfiConverterOptionalString.allocationSize(value.`metadata`) +
            FfiConverterOptionalSequenceString.allocationSize(value.`ipAllowList`)
    )

    override fun write(value: ApiKeyUpdate, buf: ByteBuffer) {
            FfiConverterOptionalString.write(value.`description`, buf)
            FfiConverterOptionalTypeExpiry.write(value.`expiry`, buf)
            FfiConverterOptionalSequenceString.write(value.`scopes`, buf)
            FfiConverterOptionalString.write(value.`metadata`, buf)
            FfiConverterOptionalSequenceString.write(value.`ipAllowList`, buf)
    }
}



/**
 * A backup that was made.
 */
data class Backup(
    /**
     * Where it is.
     */
    val `path`: kotlin.String
    ,
    /**
     * How large.
     */
    val `bytes`: kotlin.Long
    ,
    /**
     * How many keys are in it.
     */
    val `apiKeys`: kotlin.Long
    ,
    /**
     * Of which moment it is.
     */
    val `takenAt`: java.time.Instant
    ,
    /**
     * What became of the usage.
     */
    val `usage`: BackupUsage

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeBackup: FfiConverterRustBuffer<Backup> {
    override fun read(buf: ByteBuffer): Backup {
        return Backup(
            FfiConverterString.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterTypeBackupUsage.read(buf),
        )
    }

    override fun allocationSize(value: Backup) = (
            FfiConverterString.allocationSize(value.`path`) +
            FfiConverterLong.allocationSize(value.`bytes`) +
            FfiConverterLong.allocationSize(value.`apiKeys`) +
            FfiConverterTimestamp.allocationSize(value.`takenAt`) +
            FfiConverterTypeBackupUsage.allocationSize(value.`usage`)
    )

    override fun write(value: Backup, buf: ByteBuffer) {
            FfiConverterString.write(value.`path`, buf)
            FfiConverterLong.write(value.`bytes`, buf)
            FfiConverterLong.write(value.`apiKeys`, buf)
            FfiConverterTimestamp.write(value.`takenAt`, buf)
            FfiConverterTypeBackupUsage.write(value.`usage`, buf)
    }
}



/**
 * What became of the usage in a backup or a restore.
 */
data class BackupUsage(
    /**
     * How many bytes of it were copied.
     */
    val `bytes`: kotlin.Long
    ,
    /**
     * The code of what went wrong with it.
     */
    val `error`: kotlin.String?
    ,
    /**
     * The same in words.
     */
    val `errorMessage`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeBackupUsage: FfiConverterRustBuffer<BackupUsage> {
    override fun read(buf: ByteBuffer): BackupUsage {
        return BackupUsage(
            FfiConverterLong.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: BackupUsage) = (
            FfiConverterLong.allocationSize(value.`bytes`) +
            FfiConverterOptionalString.allocationSize(value.`error`) +
            FfiConverterOptionalString.allocationSize(value.`errorMessage`)
    )

    override fun write(value: BackupUsage, buf: ByteBuffer) {
            FfiConverterLong.write(value.`bytes`, buf)
            FfiConverterOptionalString.write(value.`error`, buf)
            FfiConverterOptionalString.write(value.`errorMessage`, buf)
    }
}



/**
 * A prefix to drop, with how many keys end by that, as the preview said.
 */
data class DropPrefix(
    /**
     * The prefix.
     */
    val `prefix`: kotlin.String
    ,
    /**
     * How many keys end.
     */
    val `ends`: kotlin.Long

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeDropPrefix: FfiConverterRustBuffer<DropPrefix> {
    override fun read(buf: ByteBuffer): DropPrefix {
        return DropPrefix(
            FfiConverterString.read(buf),
            FfiConverterLong.read(buf),
        )
    }

    override fun allocationSize(value: DropPrefix) = (
            FfiConverterString.allocationSize(value.`prefix`) +
            FfiConverterLong.allocationSize(value.`ends`)
    )

    override fun write(value: DropPrefix, buf: ByteBuffer) {
            FfiConverterString.write(value.`prefix`, buf)
            FfiConverterLong.write(value.`ends`, buf)
    }
}



/**
 * One entry of the audit log: something changed.
 */
data class Event(
    /**
     * Its place in the log.
     */
    val `number`: kotlin.Long
    ,
    /**
     * When.
     */
    val `at`: java.time.Instant
    ,
    /**
     * What was done.
     */
    val `verb`: kotlin.String
    ,
    /**
     * To what, by whom, and how: a JSON object, as text.
     */
    val `payload`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeEvent: FfiConverterRustBuffer<Event> {
    override fun read(buf: ByteBuffer): Event {
        return Event(
            FfiConverterLong.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: Event) = (
            FfiConverterLong.allocationSize(value.`number`) +
            FfiConverterTimestamp.allocationSize(value.`at`) +
            FfiConverterString.allocationSize(value.`verb`) +
            FfiConverterString.allocationSize(value.`payload`)
    )

    override fun write(value: Event, buf: ByteBuffer) {
            FfiConverterLong.write(value.`number`, buf)
            FfiConverterTimestamp.write(value.`at`, buf)
            FfiConverterString.write(value.`verb`, buf)
            FfiConverterString.write(value.`payload`, buf)
    }
}



/**
 * What is written behind.
 */
data class FlushInfo(
    /**
     * How many things wait to be written.
     */
    val `waiting`: kotlin.Long
    ,
    /**
     * How many were dropped since the store was opened.
     */
    val `dropped`: kotlin.Long
    ,
    /**
     * When something was last written.
     */
    val `lastFlushAt`: java.time.Instant?
    ,
    /**
     * The code of the error of the last try.
     */
    val `lastError`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeFlushInfo: FfiConverterRustBuffer<FlushInfo> {
    override fun read(buf: ByteBuffer): FlushInfo {
        return FlushInfo(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: FlushInfo) = (
            FfiConverterLong.allocationSize(value.`waiting`) +
            FfiConverterLong.allocationSize(value.`dropped`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`lastFlushAt`) +
            FfiConverterOptionalString.allocationSize(value.`lastError`)
    )

    override fun write(value: FlushInfo, buf: ByteBuffer) {
            FfiConverterLong.write(value.`waiting`, buf)
            FfiConverterLong.write(value.`dropped`, buf)
            FfiConverterOptionalTimestamp.write(value.`lastFlushAt`, buf)
            FfiConverterOptionalString.write(value.`lastError`, buf)
    }
}



/**
 * What a gate saw of a key.
 */
data class GateReport(
    /**
     * Which one.
     */
    val `gate`: Gate
    ,
    /**
     * Whether the key passed; nothing when it did not come so far.
     */
    val `passed`: kotlin.Boolean?
    ,
    /**
     * What it saw, in words.
     */
    val `saw`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeGateReport: FfiConverterRustBuffer<GateReport> {
    override fun read(buf: ByteBuffer): GateReport {
        return GateReport(
            FfiConverterTypeGate.read(buf),
            FfiConverterOptionalBoolean.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: GateReport) = (
            FfiConverterTypeGate.allocationSize(value.`gate`) +
            FfiConverterOptionalBoolean.allocationSize(value.`passed`) +
            FfiConverterString.allocationSize(value.`saw`)
    )

    override fun write(value: GateReport, buf: ByteBuffer) {
            FfiConverterTypeGate.write(value.`gate`, buf)
            FfiConverterOptionalBoolean.write(value.`passed`, buf)
            FfiConverterString.write(value.`saw`, buf)
    }
}



/**
 * One secret of a key.
 */
data class Generation(
    /**
     * The id that stands in the text of this secret.
     */
    val `id`: kotlin.String
    ,
    /**
     * The first one is 1.
     */
    val `number`: kotlin.Long
    ,
    /**
     * The last four characters of the text.
     */
    val `lastFour`: kotlin.String
    ,
    /**
     * The prefix of the text.
     */
    val `prefix`: kotlin.String
    ,
    /**
     * When it was made.
     */
    val `createdAt`: java.time.Instant
    ,
    /**
     * When a check first accepted it; only kept where a rotation waits for it.
     */
    val `firstUsedAt`: java.time.Instant?
    ,
    /**
     * When it ends, because another one replaced it.
     */
    val `retiresAt`: java.time.Instant?
    ,
    /**
     * Whether it ends when the one that replaced it is used.
     */
    val `retiresWhenUsed`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeGeneration: FfiConverterRustBuffer<Generation> {
    override fun read(buf: ByteBuffer): Generation {
        return Generation(
            FfiConverterString.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: Generation) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterLong.allocationSize(value.`number`) +
            FfiConverterString.allocationSize(value.`lastFour`) +
            FfiConverterString.allocationSize(value.`prefix`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`firstUsedAt`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`retiresAt`) +
            FfiConverterBoolean.allocationSize(value.`retiresWhenUsed`)
    )

    override fun write(value: Generation, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterLong.write(value.`number`, buf)
            FfiConverterString.write(value.`lastFour`, buf)
            FfiConverterString.write(value.`prefix`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
            FfiConverterOptionalTimestamp.write(value.`firstUsedAt`, buf)
            FfiConverterOptionalTimestamp.write(value.`retiresAt`, buf)
            FfiConverterBoolean.write(value.`retiresWhenUsed`, buf)
    }
}



/**
 * How to answer over HTTP: plain values that any framework takes.
 */
data class HttpAnswer(
    /**
     * The status code.
     */
    val `status`: kotlin.Int
    ,
    /**
     * Names of headers in their usual spelling, with their values.
     */
    val `headers`: Map<kotlin.String, kotlin.String>
    ,
    /**
     * A JSON text, or nothing.
     */
    val `body`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeHttpAnswer: FfiConverterRustBuffer<HttpAnswer> {
    override fun read(buf: ByteBuffer): HttpAnswer {
        return HttpAnswer(
            FfiConverterInt.read(buf),
            FfiConverterMapStringString.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: HttpAnswer) = (
            FfiConverterInt.allocationSize(value.`status`) +
            FfiConverterMapStringString.allocationSize(value.`headers`) +
            FfiConverterString.allocationSize(value.`body`)
    )

    override fun write(value: HttpAnswer, buf: ByteBuffer) {
            FfiConverterInt.write(value.`status`, buf)
            FfiConverterMapStringString.write(value.`headers`, buf)
            FfiConverterString.write(value.`body`, buf)
    }
}



/**
 * How many of each thing an import met.
 */
data class ImportCounts(
    /**
     * Settings.
     */
    val `settings`: kotlin.Long
    ,
    /**
     * Definitions of permissions.
     */
    val `permissions`: kotlin.Long
    ,
    /**
     * Users.
     */
    val `users`: kotlin.Long
    ,
    /**
     * Teams.
     */
    val `teams`: kotlin.Long
    ,
    /**
     * Memberships.
     */
    val `members`: kotlin.Long
    ,
    /**
     * Keys.
     */
    val `apiKeys`: kotlin.Long

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeImportCounts: FfiConverterRustBuffer<ImportCounts> {
    override fun read(buf: ByteBuffer): ImportCounts {
        return ImportCounts(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
        )
    }

    override fun allocationSize(value: ImportCounts) = (
            FfiConverterLong.allocationSize(value.`settings`) +
            FfiConverterLong.allocationSize(value.`permissions`) +
            FfiConverterLong.allocationSize(value.`users`) +
            FfiConverterLong.allocationSize(value.`teams`) +
            FfiConverterLong.allocationSize(value.`members`) +
            FfiConverterLong.allocationSize(value.`apiKeys`)
    )

    override fun write(value: ImportCounts, buf: ByteBuffer) {
            FfiConverterLong.write(value.`settings`, buf)
            FfiConverterLong.write(value.`permissions`, buf)
            FfiConverterLong.write(value.`users`, buf)
            FfiConverterLong.write(value.`teams`, buf)
            FfiConverterLong.write(value.`members`, buf)
            FfiConverterLong.write(value.`apiKeys`, buf)
    }
}



/**
 * What an import did or would do.
 */
data class ImportReport(
    /**
     * Whether nothing was written.
     */
    val `isDryRun`: kotlin.Boolean
    ,
    /**
     * What was added.
     */
    val `added`: ImportCounts
    ,
    /**
     * What was there already, the same.
     */
    val `unchanged`: ImportCounts
    ,
    /**
     * What was there already, and otherwise. It was left as it is.
     */
    val `differs`: ImportCounts
    ,
    /**
     * Keys that this store had once and deleted. They were left out.
     */
    val `deletedBefore`: kotlin.Long
    ,
    /**
     * Prefixes of keys that the settings do not accept.
     */
    val `unacceptedPrefixes`: List<kotlin.String>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeImportReport: FfiConverterRustBuffer<ImportReport> {
    override fun read(buf: ByteBuffer): ImportReport {
        return ImportReport(
            FfiConverterBoolean.read(buf),
            FfiConverterTypeImportCounts.read(buf),
            FfiConverterTypeImportCounts.read(buf),
            FfiConverterTypeImportCounts.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: ImportReport) = (
            FfiConverterBoolean.allocationSize(value.`isDryRun`) +
            FfiConverterTypeImportCounts.allocationSize(value.`added`) +
            FfiConverterTypeImportCounts.allocationSize(value.`unchanged`) +
            FfiConverterTypeImportCounts.allocationSize(value.`differs`) +
            FfiConverterLong.allocationSize(value.`deletedBefore`) +
            FfiConverterSequenceString.allocationSize(value.`unacceptedPrefixes`)
    )

    override fun write(value: ImportReport, buf: ByteBuffer) {
            FfiConverterBoolean.write(value.`isDryRun`, buf)
            FfiConverterTypeImportCounts.write(value.`added`, buf)
            FfiConverterTypeImportCounts.write(value.`unchanged`, buf)
            FfiConverterTypeImportCounts.write(value.`differs`, buf)
            FfiConverterLong.write(value.`deletedBefore`, buf)
            FfiConverterSequenceString.write(value.`unacceptedPrefixes`, buf)
    }
}



/**
 * What a look at every page and row found.
 */
data class Integrity(
    /**
     * What is wrong; nothing when all is well.
     */
    val `problems`: List<kotlin.String>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeIntegrity: FfiConverterRustBuffer<Integrity> {
    override fun read(buf: ByteBuffer): Integrity {
        return Integrity(
            FfiConverterSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: Integrity) = (
            FfiConverterSequenceString.allocationSize(value.`problems`)
    )

    override fun write(value: Integrity, buf: ByteBuffer) {
            FfiConverterSequenceString.write(value.`problems`, buf)
    }
}



/**
 * The last time that a key was valid.
 */
data class LastUse(
    /**
     * When.
     */
    val `at`: java.time.Instant
    ,
    /**
     * From where, when the check was told.
     */
    val `ip`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeLastUse: FfiConverterRustBuffer<LastUse> {
    override fun read(buf: ByteBuffer): LastUse {
        return LastUse(
            FfiConverterTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: LastUse) = (
            FfiConverterTimestamp.allocationSize(value.`at`) +
            FfiConverterOptionalString.allocationSize(value.`ip`)
    )

    override fun write(value: LastUse, buf: ByteBuffer) {
            FfiConverterTimestamp.write(value.`at`, buf)
            FfiConverterOptionalString.write(value.`ip`, buf)
    }
}



/**
 * What is kept in memory.
 */
data class MemoryInfo(
    /**
     * How many keys.
     */
    val `keys`: kotlin.Long
    ,
    /**
     * How many bytes they take.
     */
    val `bytes`: kotlin.Long
    ,
    /**
     * Whether the store was opened to keep all.
     */
    val `isResident`: kotlin.Boolean
    ,
    /**
     * Whether all are there.
     */
    val `isWhole`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeMemoryInfo: FfiConverterRustBuffer<MemoryInfo> {
    override fun read(buf: ByteBuffer): MemoryInfo {
        return MemoryInfo(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: MemoryInfo) = (
            FfiConverterLong.allocationSize(value.`keys`) +
            FfiConverterLong.allocationSize(value.`bytes`) +
            FfiConverterBoolean.allocationSize(value.`isResident`) +
            FfiConverterBoolean.allocationSize(value.`isWhole`)
    )

    override fun write(value: MemoryInfo, buf: ByteBuffer) {
            FfiConverterLong.write(value.`keys`, buf)
            FfiConverterLong.write(value.`bytes`, buf)
            FfiConverterBoolean.write(value.`isResident`, buf)
            FfiConverterBoolean.write(value.`isWhole`, buf)
    }
}



/**
 * What taking a file to the schema of this version came to.
 */
data class Migrated(
    /**
     * The schema it had.
     */
    val `schemaBefore`: kotlin.Long
    ,
    /**
     * The schema it has.
     */
    val `schemaAfter`: kotlin.Long
    ,
    /**
     * The oldest reader it had.
     */
    val `oldestReaderBefore`: kotlin.Long
    ,
    /**
     * The oldest reader it has.
     */
    val `oldestReaderAfter`: kotlin.Long

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeMigrated: FfiConverterRustBuffer<Migrated> {
    override fun read(buf: ByteBuffer): Migrated {
        return Migrated(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
        )
    }

    override fun allocationSize(value: Migrated) = (
            FfiConverterLong.allocationSize(value.`schemaBefore`) +
            FfiConverterLong.allocationSize(value.`schemaAfter`) +
            FfiConverterLong.allocationSize(value.`oldestReaderBefore`) +
            FfiConverterLong.allocationSize(value.`oldestReaderAfter`)
    )

    override fun write(value: Migrated, buf: ByteBuffer) {
            FfiConverterLong.write(value.`schemaBefore`, buf)
            FfiConverterLong.write(value.`schemaAfter`, buf)
            FfiConverterLong.write(value.`oldestReaderBefore`, buf)
            FfiConverterLong.write(value.`oldestReaderAfter`, buf)
    }
}



/**
 * A key to be made.
 */
data class NewApiKey @JvmOverloads constructor(
    /**
     * What it is for: 1 to 500 characters.
     */
    val `description`: kotlin.String
    ,
    /**
     * When it ends; never, when nothing is said.
     */
    val `expiry`: Expiry? = null
    ,
    /**
     * Whether it is for code that runs at the customer's.
     */
    val `isPublic`: kotlin.Boolean = false
    ,
    /**
     * What it may do.
     */
    val `scopes`: List<kotlin.String> = listOf()
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String? = null
    ,
    /**
     * The networks that it may be used from; from everywhere when there are none.
     */
    val `ipAllowList`: List<kotlin.String> = listOf()

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeNewApiKey: FfiConverterRustBuffer<NewApiKey> {
    override fun read(buf: ByteBuffer): NewApiKey {
        return NewApiKey(
            FfiConverterString.read(buf),
            FfiConverterOptionalTypeExpiry.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: NewApiKey) = (
            FfiConverterString.allocationSize(value.`description`) +
            FfiConverterOptionalTypeExpiry.allocationSize(value.`expiry`) +
            FfiConverterBoolean.allocationSize(value.`isPublic`) +
            FfiConverterSequenceString.allocationSize(value.`scopes`) +
            FfiConverterOptionalString.allocationSize(value.`metadata`) +
            FfiConverterSequenceString.allocationSize(value.`ipAllowList`)
    )

    override fun write(value: NewApiKey, buf: ByteBuffer) {
            FfiConverterString.write(value.`description`, buf)
            FfiConverterOptionalTypeExpiry.write(value.`expiry`, buf)
            FfiConverterBoolean.write(value.`isPublic`, buf)
            FfiConverterSequenceString.write(value.`scopes`, buf)
            FfiConverterOptionalString.write(value.`metadata`, buf)
            FfiConverterSequenceString.write(value.`ipAllowList`, buf)
    }
}



/**
 * A team to be made.
 */
data class NewTeam @JvmOverloads constructor(
    /**
     * A name for people.
     */
    val `displayName`: kotlin.String
    ,
    /**
     * The host's own id; without one the team gets one.
     */
    val `id`: kotlin.String? = null
    ,
    /**
     * Who is its first member, with the permissions of a creator.
     */
    val `creator`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeNewTeam: FfiConverterRustBuffer<NewTeam> {
    override fun read(buf: ByteBuffer): NewTeam {
        return NewTeam(
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: NewTeam) = (
            FfiConverterString.allocationSize(value.`displayName`) +
            FfiConverterOptionalString.allocationSize(value.`id`) +
            FfiConverterOptionalString.allocationSize(value.`creator`)
    )

    override fun write(value: NewTeam, buf: ByteBuffer) {
            FfiConverterString.write(value.`displayName`, buf)
            FfiConverterOptionalString.write(value.`id`, buf)
            FfiConverterOptionalString.write(value.`creator`, buf)
    }
}



/**
 * How a store is opened.
 */
data class OpenOptions @JvmOverloads constructor(
    /**
     * Whether a file must be there already.
     */
    val `existing`: kotlin.Boolean = false
    ,
    /**
     * Whether a file system is taken that is not known to keep its locks.
     */
    val `anyFileSystem`: kotlin.Boolean = false
    ,
    /**
     * The prefix of the keys of a new store; `kw` when nothing is said.
     */
    val `prefix`: kotlin.String? = null
    ,
    /**
     * How long a change waits for another process.
     */
    val `busyTimeOut`: java.time.Duration? = null
    ,
    /**
     * How many bytes of memory keys may take.
     */
    val `memoryLimit`: kotlin.Long? = null
    ,
    /**
     * Whether every key is kept in memory, so that an unknown one is refused without a look at the store.
     */
    val `resident`: kotlin.Boolean = false
    ,
    /**
     * Whether rows that are not sealed are believed, in the days of first sealing.
     */
    val `acceptUnsealed`: kotlin.Boolean = false

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeOpenOptions: FfiConverterRustBuffer<OpenOptions> {
    override fun read(buf: ByteBuffer): OpenOptions {
        return OpenOptions(
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterOptionalLong.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: OpenOptions) = (
            FfiConverterBoolean.allocationSize(value.`existing`) +
            FfiConverterBoolean.allocationSize(value.`anyFileSystem`) +
            FfiConverterOptionalString.allocationSize(value.`prefix`) +
            FfiConverterOptionalDuration.allocationSize(value.`busyTimeOut`) +
            FfiConverterOptionalLong.allocationSize(value.`memoryLimit`) +
            FfiConverterBoolean.allocationSize(value.`resident`) +
            FfiConverterBoolean.allocationSize(value.`acceptUnsealed`)
    )

    override fun write(value: OpenOptions, buf: ByteBuffer) {
            FfiConverterBoolean.write(value.`existing`, buf)
            FfiConverterBoolean.write(value.`anyFileSystem`, buf)
            FfiConverterOptionalString.write(value.`prefix`, buf)
            FfiConverterOptionalDuration.write(value.`busyTimeOut`, buf)
            FfiConverterOptionalLong.write(value.`memoryLimit`, buf)
            FfiConverterBoolean.write(value.`resident`, buf)
            FfiConverterBoolean.write(value.`acceptUnsealed`, buf)
    }
}



/**
 * The owner of a key: exactly one user or one team.
 */
data class Owner(
    /**
     * Whether it is a user or a team.
     */
    val `ownerType`: OwnerType
    ,
    /**
     * The host's own id of it.
     */
    val `id`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeOwner: FfiConverterRustBuffer<Owner> {
    override fun read(buf: ByteBuffer): Owner {
        return Owner(
            FfiConverterTypeOwnerType.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: Owner) = (
            FfiConverterTypeOwnerType.allocationSize(value.`ownerType`) +
            FfiConverterString.allocationSize(value.`id`)
    )

    override fun write(value: Owner, buf: ByteBuffer) {
            FfiConverterTypeOwnerType.write(value.`ownerType`, buf)
            FfiConverterString.write(value.`id`, buf)
    }
}



/**
 * What the text of a key tells without a store. It is no check.
 */
data class ParsedToken(
    /**
     * The project's brand.
     */
    val `prefix`: kotlin.String
    ,
    /**
     * Whose key it is, and whether it is public.
     */
    val `kind`: TokenKind
    ,
    /**
     * The kind as it stands in the text: `usk`, `tsk`, `upk` or `tpk`.
     */
    val `kindText`: kotlin.String
    ,
    /**
     * The id of this secret.
     */
    val `id`: kotlin.String
    ,
    /**
     * When it was made.
     */
    val `createdAt`: java.time.Instant
    ,
    /**
     * The checksum at its end.
     */
    val `checksum`: kotlin.Long
    ,
    /**
     * Its last four characters.
     */
    val `lastFour`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeParsedToken: FfiConverterRustBuffer<ParsedToken> {
    override fun read(buf: ByteBuffer): ParsedToken {
        return ParsedToken(
            FfiConverterString.read(buf),
            FfiConverterTypeTokenKind.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: ParsedToken) = (
            FfiConverterString.allocationSize(value.`prefix`) +
            FfiConverterTypeTokenKind.allocationSize(value.`kind`) +
            FfiConverterString.allocationSize(value.`kindText`) +
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`) +
            FfiConverterLong.allocationSize(value.`checksum`) +
            FfiConverterString.allocationSize(value.`lastFour`)
    )

    override fun write(value: ParsedToken, buf: ByteBuffer) {
            FfiConverterString.write(value.`prefix`, buf)
            FfiConverterTypeTokenKind.write(value.`kind`, buf)
            FfiConverterString.write(value.`kindText`, buf)
            FfiConverterString.write(value.`id`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
            FfiConverterLong.write(value.`checksum`, buf)
            FfiConverterString.write(value.`lastFour`, buf)
    }
}



/**
 * A permission, and those that it contains.
 */
data class PermissionDefinition(
    /**
     * The permission.
     */
    val `id`: kotlin.String
    ,
    /**
     * What it is for.
     */
    val `description`: kotlin.String?
    ,
    /**
     * Permissions that whoever holds this one holds too.
     */
    val `contains`: List<kotlin.String>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypePermissionDefinition: FfiConverterRustBuffer<PermissionDefinition> {
    override fun read(buf: ByteBuffer): PermissionDefinition {
        return PermissionDefinition(
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceString.read(buf),
        )
    }

    override fun allocationSize(value: PermissionDefinition) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterOptionalString.allocationSize(value.`description`) +
            FfiConverterSequenceString.allocationSize(value.`contains`)
    )

    override fun write(value: PermissionDefinition, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterOptionalString.write(value.`description`, buf)
            FfiConverterSequenceString.write(value.`contains`, buf)
    }
}



/**
 * Which keys to revoke at once: those that meet all of these.
 */
data class RevokeAllConditions @JvmOverloads constructor(
    /**
     * Whose.
     */
    val `owner`: Owner? = null
    ,
    /**
     * Made before this.
     */
    val `createdBefore`: java.time.Instant? = null
    ,
    /**
     * Made by whom: `server`, `server:NAME` or `user:ID`.
     */
    val `createdBy`: kotlin.String? = null
    ,
    /**
     * With this prefix.
     */
    val `prefix`: kotlin.String? = null
    ,
    /**
     * Why they are revoked.
     */
    val `reason`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeRevokeAllConditions: FfiConverterRustBuffer<RevokeAllConditions> {
    override fun read(buf: ByteBuffer): RevokeAllConditions {
        return RevokeAllConditions(
            FfiConverterOptionalTypeOwner.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: RevokeAllConditions) = (
            FfiConverterOptionalTypeOwner.allocationSize(value.`owner`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`createdBefore`) +
            FfiConverterOptionalString.allocationSize(value.`createdBy`) +
            FfiConverterOptionalString.allocationSize(value.`prefix`) +
            FfiConverterOptionalString.allocationSize(value.`reason`)
    )

    override fun write(value: RevokeAllConditions, buf: ByteBuffer) {
            FfiConverterOptionalTypeOwner.write(value.`owner`, buf)
            FfiConverterOptionalTimestamp.write(value.`createdBefore`, buf)
            FfiConverterOptionalString.write(value.`createdBy`, buf)
            FfiConverterOptionalString.write(value.`prefix`, buf)
            FfiConverterOptionalString.write(value.`reason`, buf)
    }
}



/**
 * What sealing came to.
 */
data class SealReport(
    /**
     * How many rows were sealed.
     */
    val `sealed`: kotlin.Long
    ,
    /**
     * How many rows something else than Keywright had changed.
     */
    val `tampered`: kotlin.Long
    ,
    /**
     * Whether what was there before can still be found in the file.
     */
    val `isResidueLeft`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeSealReport: FfiConverterRustBuffer<SealReport> {
    override fun read(buf: ByteBuffer): SealReport {
        return SealReport(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: SealReport) = (
            FfiConverterLong.allocationSize(value.`sealed`) +
            FfiConverterLong.allocationSize(value.`tampered`) +
            FfiConverterBoolean.allocationSize(value.`isResidueLeft`)
    )

    override fun write(value: SealReport, buf: ByteBuffer) {
            FfiConverterLong.write(value.`sealed`, buf)
            FfiConverterLong.write(value.`tampered`, buf)
            FfiConverterBoolean.write(value.`isResidueLeft`, buf)
    }
}



/**
 * How far a store is sealed.
 */
data class SealStatus(
    /**
     * Whether it is.
     */
    val `isSealed`: kotlin.Boolean
    ,
    /**
     * The id of the master key.
     */
    val `sealedWith`: kotlin.String?
    ,
    /**
     * The numbers of its data keys.
     */
    val `dataKeys`: List<kotlin.Long>
    ,
    /**
     * How many rows are sealed.
     */
    val `sealedRows`: kotlin.Long
    ,
    /**
     * How many are not.
     */
    val `unsealedRows`: kotlin.Long
    ,
    /**
     * Whether rows that are not sealed are believed.
     */
    val `acceptsUnsealed`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeSealStatus: FfiConverterRustBuffer<SealStatus> {
    override fun read(buf: ByteBuffer): SealStatus {
        return SealStatus(
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: SealStatus) = (
            FfiConverterBoolean.allocationSize(value.`isSealed`) +
            FfiConverterOptionalString.allocationSize(value.`sealedWith`) +
            FfiConverterSequenceLong.allocationSize(value.`dataKeys`) +
            FfiConverterLong.allocationSize(value.`sealedRows`) +
            FfiConverterLong.allocationSize(value.`unsealedRows`) +
            FfiConverterBoolean.allocationSize(value.`acceptsUnsealed`)
    )

    override fun write(value: SealStatus, buf: ByteBuffer) {
            FfiConverterBoolean.write(value.`isSealed`, buf)
            FfiConverterOptionalString.write(value.`sealedWith`, buf)
            FfiConverterSequenceLong.write(value.`dataKeys`, buf)
            FfiConverterLong.write(value.`sealedRows`, buf)
            FfiConverterLong.write(value.`unsealedRows`, buf)
            FfiConverterBoolean.write(value.`acceptsUnsealed`, buf)
    }
}



/**
 * The switches of a store.
 */
data class Settings(
    /**
     * Whether users' keys work.
     */
    val `allowUserApiKeys`: kotlin.Boolean
    ,
    /**
     * Whether teams' keys work.
     */
    val `allowTeamApiKeys`: kotlin.Boolean
    ,
    /**
     * The prefixes that are accepted; new keys get the first one.
     */
    val `prefixes`: List<kotlin.String>
    ,
    /**
     * How many active keys a user may have.
     */
    val `maxApiKeysPerUser`: kotlin.Long?
    ,
    /**
     * How many active keys a team may have.
     */
    val `maxApiKeysPerTeam`: kotlin.Long?
    ,
    /**
     * How long a new key may live at most.
     */
    val `maxLifetime`: java.time.Duration?
    ,
    /**
     * A header of the project's own in which keys come.
     */
    val `apiKeyHeader`: kotlin.String?
    ,
    /**
     * What the creator of a team is given there.
     */
    val `creatorPermissions`: List<kotlin.String>
    ,
    /**
     * What a member is given when nothing is said.
     */
    val `memberPermissions`: List<kotlin.String>
    ,
    /**
     * How often usage is written.
     */
    val `usageInterval`: java.time.Duration
    ,
    /**
     * How long points of a minute are kept.
     */
    val `usageMinutesKept`: java.time.Duration
    ,
    /**
     * How long points of an hour are kept.
     */
    val `usageHoursKept`: java.time.Duration
    ,
    /**
     * How long points of a day are kept; nothing is for ever.
     */
    val `usageDaysKept`: java.time.Duration?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeSettings: FfiConverterRustBuffer<Settings> {
    override fun read(buf: ByteBuffer): Settings {
        return Settings(
            FfiConverterBoolean.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterOptionalLong.read(buf),
            FfiConverterOptionalLong.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterDuration.read(buf),
            FfiConverterDuration.read(buf),
            FfiConverterDuration.read(buf),
            FfiConverterOptionalDuration.read(buf),
        )
    }

    override fun allocationSize(value: Settings) = (
            FfiConverterBoolean.allocationSize(value.`allowUserApiKeys`) +
            FfiConverterBoolean.allocationSize(value.`allowTeamApiKeys`) +
            FfiConverterSequenceString.allocationSize(value.`prefixes`) +
            FfiConverterOptionalLong.allocationSize(value.`maxApiKeysPerUser`) +
            FfiConverterOptionalLong.allocationSize(value.`maxApiKeysPerTeam`) +
            FfiConverterOptionalDuration.allocationSize(value.`maxLifetime`) +
            FfiConverterOptionalString.allocationSize(value.`apiKeyHeader`) +
            FfiConverterSequenceString.allocationSize(value.`creatorPermissions`) +
            FfiConverterSequenceString.allocationSize(value.`memberPermissions`) +
            FfiConverterDuration.allocationSize(value.`usageInterval`) +
            FfiConverterDuration.allocationSize(value.`usageMinutesKept`) +
            FfiConverterDuration.allocationSize(value.`usageHoursKept`) +
            FfiConverterOptionalDuration.allocationSize(value.`usageDaysKept`)
    )

    override fun write(value: Settings, buf: ByteBuffer) {
            FfiConverterBoolean.write(value.`allowUserApiKeys`, buf)
            FfiConverterBoolean.write(value.`allowTeamApiKeys`, buf)
            FfiConverterSequenceString.write(value.`prefixes`, buf)
            FfiConverterOptionalLong.write(value.`maxApiKeysPerUser`, buf)
            FfiConverterOptionalLong.write(value.`maxApiKeysPerTeam`, buf)
            FfiConverterOptionalDuration.write(value.`maxLifetime`, buf)
            FfiConverterOptionalString.write(value.`apiKeyHeader`, buf)
            FfiConverterSequenceString.write(value.`creatorPermissions`, buf)
            FfiConverterSequenceString.write(value.`memberPermissions`, buf)
            FfiConverterDuration.write(value.`usageInterval`, buf)
            FfiConverterDuration.write(value.`usageMinutesKept`, buf)
            FfiConverterDuration.write(value.`usageHoursKept`, buf)
            FfiConverterOptionalDuration.write(value.`usageDaysKept`, buf)
    }
}



/**
 * What to change of the settings. What is not given stays.
 */
data class SettingsUpdate @JvmOverloads constructor(
    /**
     * Whether users' keys work.
     */
    val `allowUserApiKeys`: kotlin.Boolean? = null
    ,
    /**
     * Whether teams' keys work.
     */
    val `allowTeamApiKeys`: kotlin.Boolean? = null
    ,
    /**
     * The prefix of new keys.
     */
    val `prefix`: kotlin.String? = null
    ,
    /**
     * A prefix that is accepted no more.
     */
    val `dropPrefix`: DropPrefix? = null
    ,
    /**
     * How many active keys a user may have.
     */
    val `maxApiKeysPerUser`: NumberChange? = null
    ,
    /**
     * How many active keys a team may have.
     */
    val `maxApiKeysPerTeam`: NumberChange? = null
    ,
    /**
     * How long a new key may live at most.
     */
    val `maxLifetime`: DurationChange? = null
    ,
    /**
     * A header of the project's own in which keys come.
     */
    val `apiKeyHeader`: TextChange? = null
    ,
    /**
     * What the creator of a team is given there.
     */
    val `creatorPermissions`: List<kotlin.String>? = null
    ,
    /**
     * What a member is given when nothing is said.
     */
    val `memberPermissions`: List<kotlin.String>? = null
    ,
    /**
     * How often usage is written.
     */
    val `usageInterval`: java.time.Duration? = null
    ,
    /**
     * How long points of a minute are kept.
     */
    val `usageMinutesKept`: java.time.Duration? = null
    ,
    /**
     * How long points of an hour are kept.
     */
    val `usageHoursKept`: java.time.Duration? = null
    ,
    /**
     * How long points of a day are kept.
     */
    val `usageDaysKept`: DurationChange? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeSettingsUpdate: FfiConverterRustBuffer<SettingsUpdate> {
    override fun read(buf: ByteBuffer): SettingsUpdate {
        return SettingsUpdate(
            FfiConverterOptionalBoolean.read(buf),
            FfiConverterOptionalBoolean.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalTypeDropPrefix.read(buf),
            FfiConverterOptionalTypeNumberChange.read(buf),
            FfiConverterOptionalTypeNumberChange.read(buf),
            FfiConverterOptionalTypeDurationChange.read(buf),
            FfiConverterOptionalTypeTextChange.read(buf),
            FfiConverterOptionalSequenceString.read(buf),
            FfiConverterOptionalSequenceString.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterOptionalTypeDurationChange.read(buf),
        )
    }

    override fun allocationSize(value: SettingsUpdate) = (
            FfiConverterOptionalBoolean.allocationSize(value.`allowUserApiKeys`) +
            FfiConverterOptionalBoolean.allocationSize(value.`allowTeamApiKeys`) +
            FfiConverterOptionalString.allocationSize(value.`prefix`) +
            FfiConverterOptionalTypeDropPrefix.allocationSize(value.`dropPrefix`) +
            FfiConverterOptionalTypeNumberChange.allocationSize(value.`maxApiKeysPerUser`) +
            FfiConverterOptionalTypeNumberChange.allocationSize(value.`maxApiKeysPerTeam`) +
            FfiConverterOptionalTypeDurationChange.allocationSize(value.`maxLifetime`) +
            FfiConverterOptionalTypeTextChange.allocationSize(value.`apiKeyHeader`) +
            FfiConverterOptionalSequenceString.allocationSize(value.`creatorPermissions`) +
            FfiConverterOptionalSequenceString.allocationSize(value.`memberPermissions`) +
            FfiConverterOptionalDuration.allocationSize(value.`usageInterval`) +
            FfiConverterOptionalDuration.allocationSize(value.`usageMinutesKept`) +
            FfiConverterOptionalDuration.allocationSize(value.`usageHoursKept`) +
            FfiConverterOptionalTypeDurationChange.allocationSize(value.`usageDaysKept`)
    )

    override fun write(value: SettingsUpdate, buf: ByteBuffer) {
            FfiConverterOptionalBoolean.write(value.`allowUserApiKeys`, buf)
            FfiConverterOptionalBoolean.write(value.`allowTeamApiKeys`, buf)
            FfiConverterOptionalString.write(value.`prefix`, buf)
            FfiConverterOptionalTypeDropPrefix.write(value.`dropPrefix`, buf)
            FfiConverterOptionalTypeNumberChange.write(value.`maxApiKeysPerUser`, buf)
            FfiConverterOptionalTypeNumberChange.write(value.`maxApiKeysPerTeam`, buf)
            FfiConverterOptionalTypeDurationChange.write(value.`maxLifetime`, buf)
            FfiConverterOptionalTypeTextChange.write(value.`apiKeyHeader`, buf)
            FfiConverterOptionalSequenceString.write(value.`creatorPermissions`, buf)
            FfiConverterOptionalSequenceString.write(value.`memberPermissions`, buf)
            FfiConverterOptionalDuration.write(value.`usageInterval`, buf)
            FfiConverterOptionalDuration.write(value.`usageMinutesKept`, buf)
            FfiConverterOptionalDuration.write(value.`usageHoursKept`, buf)
            FfiConverterOptionalTypeDurationChange.write(value.`usageDaysKept`, buf)
    }
}



/**
 * Something to look at that changed nothing.
 */
data class Signal(
    /**
     * Its place among the signals.
     */
    val `number`: kotlin.Long
    ,
    /**
     * What it is about.
     */
    val `kind`: SignalKind
    ,
    /**
     * Which key, user or team.
     */
    val `about`: kotlin.String
    ,
    /**
     * When.
     */
    val `at`: java.time.Instant
    ,
    /**
     * What was seen: a JSON object, as text.
     */
    val `evidence`: kotlin.String

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeSignal: FfiConverterRustBuffer<Signal> {
    override fun read(buf: ByteBuffer): Signal {
        return Signal(
            FfiConverterLong.read(buf),
            FfiConverterTypeSignalKind.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterString.read(buf),
        )
    }

    override fun allocationSize(value: Signal) = (
            FfiConverterLong.allocationSize(value.`number`) +
            FfiConverterTypeSignalKind.allocationSize(value.`kind`) +
            FfiConverterString.allocationSize(value.`about`) +
            FfiConverterTimestamp.allocationSize(value.`at`) +
            FfiConverterString.allocationSize(value.`evidence`)
    )

    override fun write(value: Signal, buf: ByteBuffer) {
            FfiConverterLong.write(value.`number`, buf)
            FfiConverterTypeSignalKind.write(value.`kind`, buf)
            FfiConverterString.write(value.`about`, buf)
            FfiConverterTimestamp.write(value.`at`, buf)
            FfiConverterString.write(value.`evidence`, buf)
    }
}



/**
 * What there is to know about a store itself.
 */
data class StoreInfo(
    /**
     * Where its file is; nowhere for a store in memory.
     */
    val `path`: kotlin.String?
    ,
    /**
     * The number of its schema.
     */
    val `schema`: kotlin.Long
    ,
    /**
     * The oldest schema whose programs may read it.
     */
    val `oldestReader`: kotlin.Long
    ,
    /**
     * How a check proves that nothing was changed since.
     */
    val `freshness`: Freshness
    ,
    /**
     * The file system it is on.
     */
    val `fileSystem`: kotlin.String?
    ,
    /**
     * The version of SQLite.
     */
    val `sqliteVersion`: kotlin.String
    ,
    /**
     * The version of Keywright.
     */
    val `keywrightVersion`: kotlin.String
    ,
    /**
     * The number of the last signal.
     */
    val `lastSignal`: kotlin.Long
    ,
    /**
     * What is kept in memory.
     */
    val `memory`: MemoryInfo
    ,
    /**
     * What is written behind.
     */
    val `flush`: FlushInfo
    ,
    /**
     * The file of usage.
     */
    val `usage`: UsageStatus

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoreInfo: FfiConverterRustBuffer<StoreInfo> {
    override fun read(buf: ByteBuffer): StoreInfo {
        return StoreInfo(
            FfiConverterOptionalString.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterTypeFreshness.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterTypeMemoryInfo.read(buf),
            FfiConverterTypeFlushInfo.read(buf),
            FfiConverterTypeUsageStatus.read(buf),
        )
    }

    override fun allocationSize(value: StoreInfo) = (
            FfiConverterOptionalString.allocationSize(value.`path`) +
            FfiConverterLong.allocationSize(value.`schema`) +
            FfiConverterLong.allocationSize(value.`oldestReader`) +
            FfiConverterTypeFreshness.allocationSize(value.`freshness`) +
            FfiConverterOptionalString.allocationSize(value.`fileSystem`) +
            FfiConverterString.allocationSize(value.`sqliteVersion`) +
            FfiConverterString.allocationSize(value.`keywrightVersion`) +
            FfiConverterLong.allocationSize(value.`lastSignal`) +
            FfiConverterTypeMemoryInfo.allocationSize(value.`memory`) +
            FfiConverterTypeFlushInfo.allocationSize(value.`flush`) +
            FfiConverterTypeUsageStatus.allocationSize(value.`usage`)
    )

    override fun write(value: StoreInfo, buf: ByteBuffer) {
            FfiConverterOptionalString.write(value.`path`, buf)
            FfiConverterLong.write(value.`schema`, buf)
            FfiConverterLong.write(value.`oldestReader`, buf)
            FfiConverterTypeFreshness.write(value.`freshness`, buf)
            FfiConverterOptionalString.write(value.`fileSystem`, buf)
            FfiConverterString.write(value.`sqliteVersion`, buf)
            FfiConverterString.write(value.`keywrightVersion`, buf)
            FfiConverterLong.write(value.`lastSignal`, buf)
            FfiConverterTypeMemoryInfo.write(value.`memory`, buf)
            FfiConverterTypeFlushInfo.write(value.`flush`, buf)
            FfiConverterTypeUsageStatus.write(value.`usage`, buf)
    }
}



/**
 * What is stored about a key, safe to show. It never holds the secret.
 */
internal data class StoredApiKey (
    /**
     * The id, which stays for the life of the key.
     */
    val `id`: kotlin.String
    ,
    /**
     * Whose it is.
     */
    val `owner`: Owner
    ,
    /**
     * What it is for.
     */
    val `description`: kotlin.String
    ,
    /**
     * What state it was in when this was read.
     */
    val `status`: Status
    ,
    /**
     * Whether it is for code that runs at the customer's.
     */
    val `isPublic`: kotlin.Boolean
    ,
    /**
     * The last four characters of the newest secret's text.
     */
    val `lastFour`: kotlin.String
    ,
    /**
     * What it may do.
     */
    val `scopes`: List<kotlin.String>
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String
    ,
    /**
     * The networks that it may be used from; from everywhere when there are none.
     */
    val `ipAllowList`: List<kotlin.String>
    ,
    /**
     * When it was made.
     */
    val `createdAt`: java.time.Instant
    ,
    /**
     * Who made it: `server`, `server:NAME` or `user:ID`.
     */
    val `createdBy`: kotlin.String
    ,
    /**
     * When it ends.
     */
    val `expiresAt`: java.time.Instant?
    ,
    /**
     * When it was suspended.
     */
    val `suspendedAt`: java.time.Instant?
    ,
    /**
     * Who suspended it.
     */
    val `suspendedBy`: kotlin.String?
    ,
    /**
     * Why.
     */
    val `suspendReason`: kotlin.String?
    ,
    /**
     * Whether all keys of its owner are suspended.
     */
    val `isOwnerSuspended`: kotlin.Boolean
    ,
    /**
     * When it was revoked.
     */
    val `revokedAt`: java.time.Instant?
    ,
    /**
     * Who revoked it.
     */
    val `revokedBy`: kotlin.String?
    ,
    /**
     * Why.
     */
    val `revokeReason`: kotlin.String?
    ,
    /**
     * The number of the newest secret.
     */
    val `generation`: kotlin.Long
    ,
    /**
     * All its secrets, the oldest first.
     */
    val `generations`: List<Generation>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredApiKey: FfiConverterRustBuffer<StoredApiKey> {
    override fun read(buf: ByteBuffer): StoredApiKey {
        return StoredApiKey(
            FfiConverterString.read(buf),
            FfiConverterTypeOwner.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTypeStatus.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterString.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterSequenceTypeGeneration.read(buf),
        )
    }

    override fun allocationSize(value: StoredApiKey) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterTypeOwner.allocationSize(value.`owner`) +
            FfiConverterString.allocationSize(value.`description`) +
            FfiConverterTypeStatus.allocationSize(value.`status`) +
            FfiConverterBoolean.allocationSize(value.`isPublic`) +
            FfiConverterString.allocationSize(value.`lastFour`) +
            FfiConverterSequenceString.allocationSize(value.`scopes`) +
            FfiConverterString.allocationSize(value.`metadata`) +
            FfiConverterSequenceString.allocationSize(value.`ipAllowList`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`) +
            FfiConverterString.allocationSize(value.`createdBy`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`expiresAt`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`suspendedAt`) +
            FfiConverterOptionalString.allocationSize(value.`suspendedBy`) +
            FfiConverterOptionalString.allocationSize(value.`suspendReason`) +
            FfiConverterBoolean.allocationSize(value.`isOwnerSuspended`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`revokedAt`) +
            FfiConverterOptionalString.allocationSize(value.`revokedBy`) +
            FfiConverterOptionalString.allocationSize(value.`revokeReason`) +
            FfiConverterLong.allocationSize(value.`generation`) +
            FfiConverterSequenceTypeGeneration.allocationSize(value.`generations`)
    )

    override fun write(value: StoredApiKey, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterTypeOwner.write(value.`owner`, buf)
            FfiConverterString.write(value.`description`, buf)
            FfiConverterTypeStatus.write(value.`status`, buf)
            FfiConverterBoolean.write(value.`isPublic`, buf)
            FfiConverterString.write(value.`lastFour`, buf)
            FfiConverterSequenceString.write(value.`scopes`, buf)
            FfiConverterString.write(value.`metadata`, buf)
            FfiConverterSequenceString.write(value.`ipAllowList`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
            FfiConverterString.write(value.`createdBy`, buf)
            FfiConverterOptionalTimestamp.write(value.`expiresAt`, buf)
            FfiConverterOptionalTimestamp.write(value.`suspendedAt`, buf)
            FfiConverterOptionalString.write(value.`suspendedBy`, buf)
            FfiConverterOptionalString.write(value.`suspendReason`, buf)
            FfiConverterBoolean.write(value.`isOwnerSuspended`, buf)
            FfiConverterOptionalTimestamp.write(value.`revokedAt`, buf)
            FfiConverterOptionalString.write(value.`revokedBy`, buf)
            FfiConverterOptionalString.write(value.`revokeReason`, buf)
            FfiConverterLong.write(value.`generation`, buf)
            FfiConverterSequenceTypeGeneration.write(value.`generations`, buf)
    }
}



/**
 * The first view of a key, and the only one with its secret.
 */
internal data class StoredCreatedApiKey (
    /**
     * What is stored.
     */
    val `apiKey`: StoredApiKey
    ,
    /**
     * The whole text of the key: bytes, so that no debug print shows it. Show it once, and keep it nowhere.
     */
    val `value`: kotlin.ByteArray

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredCreatedApiKey: FfiConverterRustBuffer<StoredCreatedApiKey> {
    override fun read(buf: ByteBuffer): StoredCreatedApiKey {
        return StoredCreatedApiKey(
            FfiConverterTypeStoredApiKey.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: StoredCreatedApiKey) = (
            FfiConverterTypeStoredApiKey.allocationSize(value.`apiKey`) +
            FfiConverterByteArray.allocationSize(value.`value`)
    )

    override fun write(value: StoredCreatedApiKey, buf: ByteBuffer) {
            FfiConverterTypeStoredApiKey.write(value.`apiKey`, buf)
            FfiConverterByteArray.write(value.`value`, buf)
    }
}



/**
 * A code of an error, and what is to be known about it.
 */
internal data class StoredErrorWord (
    /**
     * The stable text of the code.
     */
    val `code`: kotlin.String
    ,
    /**
     * Whether the same call may succeed when it is made again unchanged.
     */
    val `isRetryable`: kotlin.Boolean
    ,
    /**
     * How to answer a request whose key could not be checked.
     */
    val `http`: HttpAnswer

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredErrorWord: FfiConverterRustBuffer<StoredErrorWord> {
    override fun read(buf: ByteBuffer): StoredErrorWord {
        return StoredErrorWord(
            FfiConverterString.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterTypeHttpAnswer.read(buf),
        )
    }

    override fun allocationSize(value: StoredErrorWord) = (
            FfiConverterString.allocationSize(value.`code`) +
            FfiConverterBoolean.allocationSize(value.`isRetryable`) +
            FfiConverterTypeHttpAnswer.allocationSize(value.`http`)
    )

    override fun write(value: StoredErrorWord, buf: ByteBuffer) {
            FfiConverterString.write(value.`code`, buf)
            FfiConverterBoolean.write(value.`isRetryable`, buf)
            FfiConverterTypeHttpAnswer.write(value.`http`, buf)
    }
}



/**
 * Why a key is valid or denied.
 */
internal data class StoredExplanation (
    /**
     * The verdict.
     */
    val `verdict`: StoredVerdict
    ,
    /**
     * Every gate, in the order in which a key meets them.
     */
    val `gates`: List<GateReport>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredExplanation: FfiConverterRustBuffer<StoredExplanation> {
    override fun read(buf: ByteBuffer): StoredExplanation {
        return StoredExplanation(
            FfiConverterTypeStoredVerdict.read(buf),
            FfiConverterSequenceTypeGateReport.read(buf),
        )
    }

    override fun allocationSize(value: StoredExplanation) = (
            FfiConverterTypeStoredVerdict.allocationSize(value.`verdict`) +
            FfiConverterSequenceTypeGateReport.allocationSize(value.`gates`)
    )

    override fun write(value: StoredExplanation, buf: ByteBuffer) {
            FfiConverterTypeStoredVerdict.write(value.`verdict`, buf)
            FfiConverterSequenceTypeGateReport.write(value.`gates`, buf)
    }
}



/**
 * The key that stands in the headers of a request.
 */
internal data class StoredExtractedApiKey (
    /**
     * The text of the key, when one was found: bytes, so that no debug print shows it.
     */
    val `value`: kotlin.ByteArray?
    ,
    /**
     * How the search ended.
     */
    val `ending`: StoredSearchEnd

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredExtractedApiKey: FfiConverterRustBuffer<StoredExtractedApiKey> {
    override fun read(buf: ByteBuffer): StoredExtractedApiKey {
        return StoredExtractedApiKey(
            FfiConverterOptionalByteArray.read(buf),
            FfiConverterTypeStoredSearchEnd.read(buf),
        )
    }

    override fun allocationSize(value: StoredExtractedApiKey) = (
            FfiConverterOptionalByteArray.allocationSize(value.`value`) +
            FfiConverterTypeStoredSearchEnd.allocationSize(value.`ending`)
    )

    override fun write(value: StoredExtractedApiKey, buf: ByteBuffer) {
            FfiConverterOptionalByteArray.write(value.`value`, buf)
            FfiConverterTypeStoredSearchEnd.write(value.`ending`, buf)
    }
}



/**
 * One field of a request's header.
 */
internal data class StoredHeader (
    /**
     * Its name.
     */
    val `name`: kotlin.String
    ,
    /**
     * Its value, which may be a key: bytes, so that no debug print shows it.
     */
    val `value`: kotlin.ByteArray

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredHeader: FfiConverterRustBuffer<StoredHeader> {
    override fun read(buf: ByteBuffer): StoredHeader {
        return StoredHeader(
            FfiConverterString.read(buf),
            FfiConverterByteArray.read(buf),
        )
    }

    override fun allocationSize(value: StoredHeader) = (
            FfiConverterString.allocationSize(value.`name`) +
            FfiConverterByteArray.allocationSize(value.`value`)
    )

    override fun write(value: StoredHeader, buf: ByteBuffer) {
            FfiConverterString.write(value.`name`, buf)
            FfiConverterByteArray.write(value.`value`, buf)
    }
}



/**
 * What a member's leaving would touch.
 */
internal data class StoredMemberPreview (
    /**
     * The membership that would end.
     */
    val `member`: TeamMember
    ,
    /**
     * The keys of the team that this member made and that are not revoked, newest first.
     */
    val `apiKeys`: List<StoredApiKey>

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredMemberPreview: FfiConverterRustBuffer<StoredMemberPreview> {
    override fun read(buf: ByteBuffer): StoredMemberPreview {
        return StoredMemberPreview(
            FfiConverterTypeTeamMember.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
        )
    }

    override fun allocationSize(value: StoredMemberPreview) = (
            FfiConverterTypeTeamMember.allocationSize(value.`member`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`apiKeys`)
    )

    override fun write(value: StoredMemberPreview, buf: ByteBuffer) {
            FfiConverterTypeTeamMember.write(value.`member`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`apiKeys`, buf)
    }
}



/**
 * Some of many keys.
 */
internal data class StoredPage (
    /**
     * The keys, newest first.
     */
    val `items`: List<StoredApiKey>
    ,
    /**
     * What to ask for the next page with; nothing on the last one.
     */
    val `nextCursor`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredPage: FfiConverterRustBuffer<StoredPage> {
    override fun read(buf: ByteBuffer): StoredPage {
        return StoredPage(
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredPage) = (
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`items`) +
            FfiConverterOptionalString.allocationSize(value.`nextCursor`)
    )

    override fun write(value: StoredPage, buf: ByteBuffer) {
            FfiConverterSequenceTypeStoredApiKey.write(value.`items`, buf)
            FfiConverterOptionalString.write(value.`nextCursor`, buf)
    }
}



/**
 * What became of reading the text of a key.
 */
internal data class StoredParseAnswer (
    /**
     * What it tells, when it is one.
     */
    val `token`: ParsedToken?
    ,
    /**
     * Which rule it breaks, when it is none.
     */
    val `malformed`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredParseAnswer: FfiConverterRustBuffer<StoredParseAnswer> {
    override fun read(buf: ByteBuffer): StoredParseAnswer {
        return StoredParseAnswer(
            FfiConverterOptionalTypeParsedToken.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredParseAnswer) = (
            FfiConverterOptionalTypeParsedToken.allocationSize(value.`token`) +
            FfiConverterOptionalString.allocationSize(value.`malformed`)
    )

    override fun write(value: StoredParseAnswer, buf: ByteBuffer) {
            FfiConverterOptionalTypeParsedToken.write(value.`token`, buf)
            FfiConverterOptionalString.write(value.`malformed`, buf)
    }
}



/**
 * What a restore did or would do.
 */
internal data class StoredRestoreReport (
    /**
     * How many keys the backup holds.
     */
    val `apiKeys`: kotlin.Long
    ,
    /**
     * How many users.
     */
    val `users`: kotlin.Long
    ,
    /**
     * How many teams.
     */
    val `teams`: kotlin.Long
    ,
    /**
     * How many keys the backup does not have: they are gone when it is restored.
     */
    val `apiKeysMadeSince`: kotlin.Long
    ,
    /**
     * Keys that were revoked since.
     */
    val `revokedSince`: List<StoredApiKey>
    ,
    /**
     * Keys that were deleted since. They come back revoked.
     */
    val `deletedSince`: List<StoredApiKey>
    ,
    /**
     * Keys whose rows something else than Keywright has changed since. They come back revoked.
     */
    val `tamperedSince`: List<StoredApiKey>
    ,
    /**
     * Keys with a secret that was replaced since.
     */
    val `rotatedSince`: List<StoredApiKey>
    ,
    /**
     * Keys that were suspended since.
     */
    val `suspendedSince`: List<StoredApiKey>
    ,
    /**
     * Users and teams that were suspended since.
     */
    val `ownersSuspendedSince`: List<Owner>
    ,
    /**
     * Rows of the backup that are not sealed.
     */
    val `unsealedRows`: kotlin.Long
    ,
    /**
     * What became of the usage.
     */
    val `usage`: BackupUsage

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredRestoreReport: FfiConverterRustBuffer<StoredRestoreReport> {
    override fun read(buf: ByteBuffer): StoredRestoreReport {
        return StoredRestoreReport(
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterSequenceTypeStoredApiKey.read(buf),
            FfiConverterSequenceTypeOwner.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterTypeBackupUsage.read(buf),
        )
    }

    override fun allocationSize(value: StoredRestoreReport) = (
            FfiConverterLong.allocationSize(value.`apiKeys`) +
            FfiConverterLong.allocationSize(value.`users`) +
            FfiConverterLong.allocationSize(value.`teams`) +
            FfiConverterLong.allocationSize(value.`apiKeysMadeSince`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`revokedSince`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`deletedSince`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`tamperedSince`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`rotatedSince`) +
            FfiConverterSequenceTypeStoredApiKey.allocationSize(value.`suspendedSince`) +
            FfiConverterSequenceTypeOwner.allocationSize(value.`ownersSuspendedSince`) +
            FfiConverterLong.allocationSize(value.`unsealedRows`) +
            FfiConverterTypeBackupUsage.allocationSize(value.`usage`)
    )

    override fun write(value: StoredRestoreReport, buf: ByteBuffer) {
            FfiConverterLong.write(value.`apiKeys`, buf)
            FfiConverterLong.write(value.`users`, buf)
            FfiConverterLong.write(value.`teams`, buf)
            FfiConverterLong.write(value.`apiKeysMadeSince`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`revokedSince`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`deletedSince`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`tamperedSince`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`rotatedSince`, buf)
            FfiConverterSequenceTypeStoredApiKey.write(value.`suspendedSince`, buf)
            FfiConverterSequenceTypeOwner.write(value.`ownersSuspendedSince`, buf)
            FfiConverterLong.write(value.`unsealedRows`, buf)
            FfiConverterTypeBackupUsage.write(value.`usage`, buf)
    }
}



/**
 * What is stored about a team.
 */
internal data class StoredTeam (
    /**
     * The host's own id.
     */
    val `id`: kotlin.String
    ,
    /**
     * A name for people.
     */
    val `displayName`: kotlin.String?
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String
    ,
    /**
     * When the team came into being here.
     */
    val `createdAt`: java.time.Instant
    ,
    /**
     * Since when all keys of the team are suspended.
     */
    val `suspendedAt`: java.time.Instant?
    ,
    /**
     * Who suspended them.
     */
    val `suspendedBy`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredTeam: FfiConverterRustBuffer<StoredTeam> {
    override fun read(buf: ByteBuffer): StoredTeam {
        return StoredTeam(
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredTeam) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterOptionalString.allocationSize(value.`displayName`) +
            FfiConverterString.allocationSize(value.`metadata`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`suspendedAt`) +
            FfiConverterOptionalString.allocationSize(value.`suspendedBy`)
    )

    override fun write(value: StoredTeam, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterOptionalString.write(value.`displayName`, buf)
            FfiConverterString.write(value.`metadata`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
            FfiConverterOptionalTimestamp.write(value.`suspendedAt`, buf)
            FfiConverterOptionalString.write(value.`suspendedBy`, buf)
    }
}



/**
 * The team that owns a key.
 */
internal data class StoredTeamOfKey (
    /**
     * The team; none when the key is denied.
     */
    val `team`: StoredTeam?
    ,
    /**
     * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
     */
    val `denied`: StoredVerdict?
    ,
    /**
     * The code of the error that it is told by.
     */
    val `errorCode`: kotlin.String?
    ,
    /**
     * The text of that error.
     */
    val `errorText`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredTeamOfKey: FfiConverterRustBuffer<StoredTeamOfKey> {
    override fun read(buf: ByteBuffer): StoredTeamOfKey {
        return StoredTeamOfKey(
            FfiConverterOptionalTypeStoredTeam.read(buf),
            FfiConverterOptionalTypeStoredVerdict.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredTeamOfKey) = (
            FfiConverterOptionalTypeStoredTeam.allocationSize(value.`team`) +
            FfiConverterOptionalTypeStoredVerdict.allocationSize(value.`denied`) +
            FfiConverterOptionalString.allocationSize(value.`errorCode`) +
            FfiConverterOptionalString.allocationSize(value.`errorText`)
    )

    override fun write(value: StoredTeamOfKey, buf: ByteBuffer) {
            FfiConverterOptionalTypeStoredTeam.write(value.`team`, buf)
            FfiConverterOptionalTypeStoredVerdict.write(value.`denied`, buf)
            FfiConverterOptionalString.write(value.`errorCode`, buf)
            FfiConverterOptionalString.write(value.`errorText`, buf)
    }
}



/**
 * What is stored about a user.
 */
internal data class StoredUser (
    /**
     * The host's own id.
     */
    val `id`: kotlin.String
    ,
    /**
     * A name for people.
     */
    val `displayName`: kotlin.String?
    ,
    /**
     * An address for people.
     */
    val `primaryEmail`: kotlin.String?
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String
    ,
    /**
     * When the user came into being here.
     */
    val `createdAt`: java.time.Instant
    ,
    /**
     * Since when all keys of the user are suspended.
     */
    val `suspendedAt`: java.time.Instant?
    ,
    /**
     * Who suspended them.
     */
    val `suspendedBy`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredUser: FfiConverterRustBuffer<StoredUser> {
    override fun read(buf: ByteBuffer): StoredUser {
        return StoredUser(
            FfiConverterString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterTimestamp.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredUser) = (
            FfiConverterString.allocationSize(value.`id`) +
            FfiConverterOptionalString.allocationSize(value.`displayName`) +
            FfiConverterOptionalString.allocationSize(value.`primaryEmail`) +
            FfiConverterString.allocationSize(value.`metadata`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`suspendedAt`) +
            FfiConverterOptionalString.allocationSize(value.`suspendedBy`)
    )

    override fun write(value: StoredUser, buf: ByteBuffer) {
            FfiConverterString.write(value.`id`, buf)
            FfiConverterOptionalString.write(value.`displayName`, buf)
            FfiConverterOptionalString.write(value.`primaryEmail`, buf)
            FfiConverterString.write(value.`metadata`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
            FfiConverterOptionalTimestamp.write(value.`suspendedAt`, buf)
            FfiConverterOptionalString.write(value.`suspendedBy`, buf)
    }
}



/**
 * The user who owns a key.
 */
internal data class StoredUserOfKey (
    /**
     * The user; nobody when the key is denied.
     */
    val `user`: StoredUser?
    ,
    /**
     * The verdict that has to be told instead, when it is one that a host must not take for a missing key.
     */
    val `denied`: StoredVerdict?
    ,
    /**
     * The code of the error that it is told by.
     */
    val `errorCode`: kotlin.String?
    ,
    /**
     * The text of that error.
     */
    val `errorText`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredUserOfKey: FfiConverterRustBuffer<StoredUserOfKey> {
    override fun read(buf: ByteBuffer): StoredUserOfKey {
        return StoredUserOfKey(
            FfiConverterOptionalTypeStoredUser.read(buf),
            FfiConverterOptionalTypeStoredVerdict.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: StoredUserOfKey) = (
            FfiConverterOptionalTypeStoredUser.allocationSize(value.`user`) +
            FfiConverterOptionalTypeStoredVerdict.allocationSize(value.`denied`) +
            FfiConverterOptionalString.allocationSize(value.`errorCode`) +
            FfiConverterOptionalString.allocationSize(value.`errorText`)
    )

    override fun write(value: StoredUserOfKey, buf: ByteBuffer) {
            FfiConverterOptionalTypeStoredUser.write(value.`user`, buf)
            FfiConverterOptionalTypeStoredVerdict.write(value.`denied`, buf)
            FfiConverterOptionalString.write(value.`errorCode`, buf)
            FfiConverterOptionalString.write(value.`errorText`, buf)
    }
}



/**
 * The answer of a check: valid with the record and its owner, or denied with one reason.
 */
internal data class StoredVerdict (
    /**
     * Whether the key may pass.
     */
    val `valid`: kotlin.Boolean
    ,
    /**
     * Why not.
     */
    val `reason`: Reason?
    ,
    /**
     * The record of a valid key.
     */
    val `apiKey`: StoredApiKey?
    ,
    /**
     * Which key it is, as far as that is known; for logs.
     */
    val `apiKeyId`: kotlin.String?
    ,
    /**
     * The user who owns a valid key.
     */
    val `userId`: kotlin.String?
    ,
    /**
     * The team that owns a valid key.
     */
    val `teamId`: kotlin.String?
    ,
    /**
     * Whether a valid key is public.
     */
    val `isPublic`: kotlin.Boolean
    ,
    /**
     * How long a client should wait.
     */
    val `retryAfter`: java.time.Duration?
    ,
    /**
     * How to answer a request whose credential the key was.
     */
    val `http`: HttpAnswer
    ,
    /**
     * How to answer a request that asks about the key.
     */
    val `checkHttp`: HttpAnswer
    ,
    /**
     * What to say of a denial that is taken for an error.
     */
    val `denial`: kotlin.String?
    ,
    /**
     * A name for what memory holds of this key, for a program that keeps verdicts; nothing when it may not be kept.
     */
    val `keptAs`: kotlin.Long?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeStoredVerdict: FfiConverterRustBuffer<StoredVerdict> {
    override fun read(buf: ByteBuffer): StoredVerdict {
        return StoredVerdict(
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalTypeReason.read(buf),
            FfiConverterOptionalTypeStoredApiKey.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterBoolean.read(buf),
            FfiConverterOptionalDuration.read(buf),
            FfiConverterTypeHttpAnswer.read(buf),
            FfiConverterTypeHttpAnswer.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalLong.read(buf),
        )
    }

    override fun allocationSize(value: StoredVerdict) = (
            FfiConverterBoolean.allocationSize(value.`valid`) +
            FfiConverterOptionalTypeReason.allocationSize(value.`reason`) +
            FfiConverterOptionalTypeStoredApiKey.allocationSize(value.`apiKey`) +
            FfiConverterOptionalString.allocationSize(value.`apiKeyId`) +
            FfiConverterOptionalString.allocationSize(value.`userId`) +
            FfiConverterOptionalString.allocationSize(value.`teamId`) +
            FfiConverterBoolean.allocationSize(value.`isPublic`) +
            FfiConverterOptionalDuration.allocationSize(value.`retryAfter`) +
            FfiConverterTypeHttpAnswer.allocationSize(value.`http`) +
            FfiConverterTypeHttpAnswer.allocationSize(value.`checkHttp`) +
            FfiConverterOptionalString.allocationSize(value.`denial`) +
            FfiConverterOptionalLong.allocationSize(value.`keptAs`)
    )

    override fun write(value: StoredVerdict, buf: ByteBuffer) {
            FfiConverterBoolean.write(value.`valid`, buf)
            FfiConverterOptionalTypeReason.write(value.`reason`, buf)
            FfiConverterOptionalTypeStoredApiKey.write(value.`apiKey`, buf)
            FfiConverterOptionalString.write(value.`apiKeyId`, buf)
            FfiConverterOptionalString.write(value.`userId`, buf)
            FfiConverterOptionalString.write(value.`teamId`, buf)
            FfiConverterBoolean.write(value.`isPublic`, buf)
            FfiConverterOptionalDuration.write(value.`retryAfter`, buf)
            FfiConverterTypeHttpAnswer.write(value.`http`, buf)
            FfiConverterTypeHttpAnswer.write(value.`checkHttp`, buf)
            FfiConverterOptionalString.write(value.`denial`, buf)
            FfiConverterOptionalLong.write(value.`keptAs`, buf)
    }
}



/**
 * A user in a team.
 */
data class TeamMember(
    /**
     * The team.
     */
    val `teamId`: kotlin.String
    ,
    /**
     * The user.
     */
    val `userId`: kotlin.String
    ,
    /**
     * What the user was given there, without what these permissions contain.
     */
    val `permissions`: List<kotlin.String>
    ,
    /**
     * Since when.
     */
    val `createdAt`: java.time.Instant

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeTeamMember: FfiConverterRustBuffer<TeamMember> {
    override fun read(buf: ByteBuffer): TeamMember {
        return TeamMember(
            FfiConverterString.read(buf),
            FfiConverterString.read(buf),
            FfiConverterSequenceString.read(buf),
            FfiConverterTimestamp.read(buf),
        )
    }

    override fun allocationSize(value: TeamMember) = (
            FfiConverterString.allocationSize(value.`teamId`) +
            FfiConverterString.allocationSize(value.`userId`) +
            FfiConverterSequenceString.allocationSize(value.`permissions`) +
            FfiConverterTimestamp.allocationSize(value.`createdAt`)
    )

    override fun write(value: TeamMember, buf: ByteBuffer) {
            FfiConverterString.write(value.`teamId`, buf)
            FfiConverterString.write(value.`userId`, buf)
            FfiConverterSequenceString.write(value.`permissions`, buf)
            FfiConverterTimestamp.write(value.`createdAt`, buf)
    }
}



/**
 * What to change of a team. What is not given stays.
 */
data class TeamUpdate @JvmOverloads constructor(
    /**
     * A name for people.
     */
    val `displayName`: TextChange? = null
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeTeamUpdate: FfiConverterRustBuffer<TeamUpdate> {
    override fun read(buf: ByteBuffer): TeamUpdate {
        return TeamUpdate(
            FfiConverterOptionalTypeTextChange.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: TeamUpdate) = (
            FfiConverterOptionalTypeTextChange.allocationSize(value.`displayName`) +
            FfiConverterOptionalString.allocationSize(value.`metadata`)
    )

    override fun write(value: TeamUpdate, buf: ByteBuffer) {
            FfiConverterOptionalTypeTextChange.write(value.`displayName`, buf)
            FfiConverterOptionalString.write(value.`metadata`, buf)
    }
}



/**
 * How a key was used.
 */
data class Usage(
    /**
     * Which key.
     */
    val `apiKeyId`: kotlin.String
    ,
    /**
     * How long one point is.
     */
    val `step`: UsageStep
    ,
    /**
     * The series, without gaps.
     */
    val `points`: List<UsagePoint>
    ,
    /**
     * All of it together.
     */
    val `total`: UsageCounts
    ,
    /**
     * When the key was last valid.
     */
    val `lastUsedAt`: java.time.Instant?
    ,
    /**
     * From where, when the check was told.
     */
    val `lastUsedIp`: kotlin.String?
    ,
    /**
     * Since when points of this length are kept.
     */
    val `keptSince`: java.time.Instant?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeUsage: FfiConverterRustBuffer<Usage> {
    override fun read(buf: ByteBuffer): Usage {
        return Usage(
            FfiConverterString.read(buf),
            FfiConverterTypeUsageStep.read(buf),
            FfiConverterSequenceTypeUsagePoint.read(buf),
            FfiConverterTypeUsageCounts.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
        )
    }

    override fun allocationSize(value: Usage) = (
            FfiConverterString.allocationSize(value.`apiKeyId`) +
            FfiConverterTypeUsageStep.allocationSize(value.`step`) +
            FfiConverterSequenceTypeUsagePoint.allocationSize(value.`points`) +
            FfiConverterTypeUsageCounts.allocationSize(value.`total`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`lastUsedAt`) +
            FfiConverterOptionalString.allocationSize(value.`lastUsedIp`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`keptSince`)
    )

    override fun write(value: Usage, buf: ByteBuffer) {
            FfiConverterString.write(value.`apiKeyId`, buf)
            FfiConverterTypeUsageStep.write(value.`step`, buf)
            FfiConverterSequenceTypeUsagePoint.write(value.`points`, buf)
            FfiConverterTypeUsageCounts.write(value.`total`, buf)
            FfiConverterOptionalTimestamp.write(value.`lastUsedAt`, buf)
            FfiConverterOptionalString.write(value.`lastUsedIp`, buf)
            FfiConverterOptionalTimestamp.write(value.`keptSince`, buf)
    }
}



/**
 * How many checks there were.
 */
data class UsageCounts(
    /**
     * Which said yes.
     */
    val `valid`: kotlin.Long
    ,
    /**
     * Which said no, by reason. A reason that did not occur is not there.
     */
    val `denied`: Map<kotlin.String, kotlin.Long>
    ,
    /**
     * With the id of this key and a wrong secret.
     */
    val `wrongSecrets`: kotlin.Long
    ,
    /**
     * Of which neither is known any more.
     */
    val `unknown`: kotlin.Long

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeUsageCounts: FfiConverterRustBuffer<UsageCounts> {
    override fun read(buf: ByteBuffer): UsageCounts {
        return UsageCounts(
            FfiConverterLong.read(buf),
            FfiConverterMapStringLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
        )
    }

    override fun allocationSize(value: UsageCounts) = (
            FfiConverterLong.allocationSize(value.`valid`) +
            FfiConverterMapStringLong.allocationSize(value.`denied`) +
            FfiConverterLong.allocationSize(value.`wrongSecrets`) +
            FfiConverterLong.allocationSize(value.`unknown`)
    )

    override fun write(value: UsageCounts, buf: ByteBuffer) {
            FfiConverterLong.write(value.`valid`, buf)
            FfiConverterMapStringLong.write(value.`denied`, buf)
            FfiConverterLong.write(value.`wrongSecrets`, buf)
            FfiConverterLong.write(value.`unknown`, buf)
    }
}



/**
 * One point of a series.
 */
data class UsagePoint(
    /**
     * When it begins.
     */
    val `start`: java.time.Instant
    ,
    /**
     * What was counted in it.
     */
    val `counts`: UsageCounts

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeUsagePoint: FfiConverterRustBuffer<UsagePoint> {
    override fun read(buf: ByteBuffer): UsagePoint {
        return UsagePoint(
            FfiConverterTimestamp.read(buf),
            FfiConverterTypeUsageCounts.read(buf),
        )
    }

    override fun allocationSize(value: UsagePoint) = (
            FfiConverterTimestamp.allocationSize(value.`start`) +
            FfiConverterTypeUsageCounts.allocationSize(value.`counts`)
    )

    override fun write(value: UsagePoint, buf: ByteBuffer) {
            FfiConverterTimestamp.write(value.`start`, buf)
            FfiConverterTypeUsageCounts.write(value.`counts`, buf)
    }
}



/**
 * The file of usage.
 */
data class UsageStatus(
    /**
     * Where it is; nowhere for a store in memory.
     */
    val `path`: kotlin.String?
    ,
    /**
     * When it was last written.
     */
    val `writtenAt`: java.time.Instant?
    ,
    /**
     * How often it was written.
     */
    val `writes`: kotlin.Long
    ,
    /**
     * How many checks are counted in memory and not written yet.
     */
    val `waiting`: kotlin.Long
    ,
    /**
     * How many checks are in no series.
     */
    val `lost`: kotlin.Long
    ,
    /**
     * The code of what is wrong with it. Checks go on all the same.
     */
    val `error`: kotlin.String?
    ,
    /**
     * The same in words.
     */
    val `errorMessage`: kotlin.String?

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeUsageStatus: FfiConverterRustBuffer<UsageStatus> {
    override fun read(buf: ByteBuffer): UsageStatus {
        return UsageStatus(
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalTimestamp.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterLong.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: UsageStatus) = (
            FfiConverterOptionalString.allocationSize(value.`path`) +
            FfiConverterOptionalTimestamp.allocationSize(value.`writtenAt`) +
            FfiConverterLong.allocationSize(value.`writes`) +
            FfiConverterLong.allocationSize(value.`waiting`) +
            FfiConverterLong.allocationSize(value.`lost`) +
            FfiConverterOptionalString.allocationSize(value.`error`) +
            FfiConverterOptionalString.allocationSize(value.`errorMessage`)
    )

    override fun write(value: UsageStatus, buf: ByteBuffer) {
            FfiConverterOptionalString.write(value.`path`, buf)
            FfiConverterOptionalTimestamp.write(value.`writtenAt`, buf)
            FfiConverterLong.write(value.`writes`, buf)
            FfiConverterLong.write(value.`waiting`, buf)
            FfiConverterLong.write(value.`lost`, buf)
            FfiConverterOptionalString.write(value.`error`, buf)
            FfiConverterOptionalString.write(value.`errorMessage`, buf)
    }
}



/**
 * What to change of a user. What is not given stays.
 */
data class UserUpdate @JvmOverloads constructor(
    /**
     * A name for people.
     */
    val `displayName`: TextChange? = null
    ,
    /**
     * An address for people.
     */
    val `primaryEmail`: TextChange? = null
    ,
    /**
     * A JSON object of the host's own, as text.
     */
    val `metadata`: kotlin.String? = null

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeUserUpdate: FfiConverterRustBuffer<UserUpdate> {
    override fun read(buf: ByteBuffer): UserUpdate {
        return UserUpdate(
            FfiConverterOptionalTypeTextChange.read(buf),
            FfiConverterOptionalTypeTextChange.read(buf),
            FfiConverterOptionalString.read(buf),
        )
    }

    override fun allocationSize(value: UserUpdate) = (
            FfiConverterOptionalTypeTextChange.allocationSize(value.`displayName`) +
            FfiConverterOptionalTypeTextChange.allocationSize(value.`primaryEmail`) +
            FfiConverterOptionalString.allocationSize(value.`metadata`)
    )

    override fun write(value: UserUpdate, buf: ByteBuffer) {
            FfiConverterOptionalTypeTextChange.write(value.`displayName`, buf)
            FfiConverterOptionalTypeTextChange.write(value.`primaryEmail`, buf)
            FfiConverterOptionalString.write(value.`metadata`, buf)
    }
}



/**
 * What a check asks beside the key itself.
 */
data class VerifyOptions @JvmOverloads constructor(
    /**
     * Which owners' keys are taken.
     */
    val `ownerType`: OwnerType? = null
    ,
    /**
     * Whether public keys are taken.
     */
    val `accept`: Accept? = null
    ,
    /**
     * What the key must be allowed to do.
     */
    val `scopes`: List<kotlin.String>? = null
    ,
    /**
     * Where the request comes from. A key with an allow list is denied without it.
     */
    val `ip`: kotlin.String? = null
    ,
    /**
     * Whether the route works without a key: only used with the headers of a request.
     */
    val `isOptional`: kotlin.Boolean = false

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeVerifyOptions: FfiConverterRustBuffer<VerifyOptions> {
    override fun read(buf: ByteBuffer): VerifyOptions {
        return VerifyOptions(
            FfiConverterOptionalTypeOwnerType.read(buf),
            FfiConverterOptionalTypeAccept.read(buf),
            FfiConverterOptionalSequenceString.read(buf),
            FfiConverterOptionalString.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: VerifyOptions) = (
            FfiConverterOptionalTypeOwnerType.allocationSize(value.`ownerType`) +
            FfiConverterOptionalTypeAccept.allocationSize(value.`accept`) +
            FfiConverterOptionalSequenceString.allocationSize(value.`scopes`) +
            FfiConverterOptionalString.allocationSize(value.`ip`) +
            FfiConverterBoolean.allocationSize(value.`isOptional`)
    )

    override fun write(value: VerifyOptions, buf: ByteBuffer) {
            FfiConverterOptionalTypeOwnerType.write(value.`ownerType`, buf)
            FfiConverterOptionalTypeAccept.write(value.`accept`, buf)
            FfiConverterOptionalSequenceString.write(value.`scopes`, buf)
            FfiConverterOptionalString.write(value.`ip`, buf)
            FfiConverterBoolean.write(value.`isOptional`, buf)
    }
}



/**
 * What loading keys into memory came to.
 */
data class Warmed(
    /**
     * How many secrets memory took in.
     */
    val `loaded`: kotlin.Long
    ,
    /**
     * Whether memory holds every key there is.
     */
    val `isWhole`: kotlin.Boolean

){





    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeWarmed: FfiConverterRustBuffer<Warmed> {
    override fun read(buf: ByteBuffer): Warmed {
        return Warmed(
            FfiConverterLong.read(buf),
            FfiConverterBoolean.read(buf),
        )
    }

    override fun allocationSize(value: Warmed) = (
            FfiConverterLong.allocationSize(value.`loaded`) +
            FfiConverterBoolean.allocationSize(value.`isWhole`)
    )

    override fun write(value: Warmed, buf: ByteBuffer) {
            FfiConverterLong.write(value.`loaded`, buf)
            FfiConverterBoolean.write(value.`isWhole`, buf)
    }
}



/**
 * Which keys a check takes.
 */

enum class Accept {

    /**
     * Secret and public ones.
     */
    ANY,
    /**
     * Secret ones only: what a server route should ask for, since a public key is known to everybody.
     */
    SECRET;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeAccept: FfiConverterRustBuffer<Accept> {
    override fun read(buf: ByteBuffer) = try {

        Accept.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Accept) = 4UL

    override fun write(value: Accept, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * A time that can be taken away.
 */
sealed class DurationChange {

    /**
     * There is none any more.
     */
    object Clear : DurationChange()


    /**
     * It is this.
     */
    data class Set(
        /**
         * How long.
         */
        val `value`: java.time.Duration) : DurationChange()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeDurationChange : FfiConverterRustBuffer<DurationChange>{
    override fun read(buf: ByteBuffer): DurationChange {
        return when(buf.getInt()) {
            1 -> DurationChange.Clear
            2 -> DurationChange.Set(
                FfiConverterDuration.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: DurationChange): ULong = when(value) {
        is DurationChange.Clear -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is DurationChange.Set -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterDuration.allocationSize(value.`value`)
            )
        }
    }

    override fun write(value: DurationChange, buf: ByteBuffer) {
        when(value) {
            is DurationChange.Clear -> {
                buf.putInt(1)
                Unit
            }
            is DurationChange.Set -> {
                buf.putInt(2)
                FfiConverterDuration.write(value.`value`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * When a key ends.
 */
sealed class Expiry {

    /**
     * Never.
     */
    object Never : Expiry()


    /**
     * At an instant.
     */
    data class At(
        /**
         * Which one; it lies in the future.
         */
        val `instant`: java.time.Instant) : Expiry()

    {


        companion object
    }

    /**
     * After a time from now.
     */
    data class After(
        /**
         * How long.
         */
        val `duration`: java.time.Duration) : Expiry()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeExpiry : FfiConverterRustBuffer<Expiry>{
    override fun read(buf: ByteBuffer): Expiry {
        return when(buf.getInt()) {
            1 -> Expiry.Never
            2 -> Expiry.At(
                FfiConverterTimestamp.read(buf),
                )
            3 -> Expiry.After(
                FfiConverterDuration.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: Expiry): ULong = when(value) {
        is Expiry.Never -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is Expiry.At -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterTimestamp.allocationSize(value.`instant`)
            )
        }
        is Expiry.After -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterDuration.allocationSize(value.`duration`)
            )
        }
    }

    override fun write(value: Expiry, buf: ByteBuffer) {
        when(value) {
            is Expiry.Never -> {
                buf.putInt(1)
                Unit
            }
            is Expiry.At -> {
                buf.putInt(2)
                FfiConverterTimestamp.write(value.`instant`, buf)
                Unit
            }
            is Expiry.After -> {
                buf.putInt(3)
                FfiConverterDuration.write(value.`duration`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * How a check proves that nothing was changed since.
 */

enum class Freshness {

    /**
     * By two fields of SQLite's WAL index, in memory: about a nanosecond.
     */
    WAL_INDEX,
    /**
     * By a question to SQLite, where the WAL index can not be read: some microseconds.
     */
    DATA_VERSION,
    /**
     * By a counter of this process, for a store in memory.
     */
    COUNTER;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeFreshness: FfiConverterRustBuffer<Freshness> {
    override fun read(buf: ByteBuffer) = try {

        Freshness.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Freshness) = 4UL

    override fun write(value: Freshness, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What a check looks at, in the order in which a key meets it.
 */

enum class Gate {

    /**
     * Size, alphabet, shape and checksum of the text.
     */
    SHAPE,
    /**
     * The prefix is one that the store accepts.
     */
    PREFIX,
    /**
     * The id in the text is one of the store's.
     */
    ID,
    /**
     * The stored row is what Keywright wrote.
     */
    SEAL,
    /**
     * The secret in the text is the one of this id.
     */
    SECRET,
    /**
     * The owner type and the kind are what the route takes.
     */
    TYPE,
    /**
     * The settings allow keys of this owner type.
     */
    SWITCH,
    /**
     * The key is not revoked.
     */
    REVOKED,
    /**
     * This generation of the key is not retired.
     */
    ROTATED,
    /**
     * Neither the key nor its owner is suspended.
     */
    SUSPENDED,
    /**
     * The key's end has not come.
     */
    EXPIRED,
    /**
     * The request comes from a network that the key allows.
     */
    IP,
    /**
     * The key holds the scopes that the route asks for.
     */
    SCOPES;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeGate: FfiConverterRustBuffer<Gate> {
    override fun read(buf: ByteBuffer) = try {

        Gate.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Gate) = 4UL

    override fun write(value: Gate, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * How long the secret that a rotation replaces goes on to work.
 */
sealed class Grace {

    /**
     * Not at all.
     */
    object Now : Grace()


    /**
     * For this long, so that both work while the new one is put in place.
     */
    data class Lasting(
        /**
         * How long.
         */
        val `duration`: java.time.Duration) : Grace()

    {


        companion object
    }

    /**
     * Until a check accepts the new one, or one that comes after it.
     */
    object UntilUsed : Grace()









    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeGrace : FfiConverterRustBuffer<Grace>{
    override fun read(buf: ByteBuffer): Grace {
        return when(buf.getInt()) {
            1 -> Grace.Now
            2 -> Grace.Lasting(
                FfiConverterDuration.read(buf),
                )
            3 -> Grace.UntilUsed
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: Grace): ULong = when(value) {
        is Grace.Now -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is Grace.Lasting -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterDuration.allocationSize(value.`duration`)
            )
        }
        is Grace.UntilUsed -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
    }

    override fun write(value: Grace, buf: ByteBuffer) {
        when(value) {
            is Grace.Now -> {
                buf.putInt(1)
                Unit
            }
            is Grace.Lasting -> {
                buf.putInt(2)
                FfiConverterDuration.write(value.`duration`, buf)
                Unit
            }
            is Grace.UntilUsed -> {
                buf.putInt(3)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}







/**
 * Keywright could not answer, or did not do what was asked. A host that ignores it has not let anybody in.
 */
internal sealed class NativeException(message: String): kotlin.Exception(message) {

    /**
     * An argument breaks a rule; the text names it and the rule.
     */
        class InvalidArgument(message: String) : NativeException(message)

    /**
     * What was asked for does not exist, or the acting user must not know that it does.
     */
        class NotFound(message: String) : NativeException(message)

    /**
     * Something with this id exists.
     */
        class AlreadyExists(message: String) : NativeException(message)

    /**
     * The acting user may not do this.
     */
        class PermissionDenied(message: String) : NativeException(message)

    /**
     * The store was busy for longer than the time-out. The same call may succeed when it is made again.
     */
        class StorageBusy(message: String) : NativeException(message)

    /**
     * The store could not be reached: a missing folder, a read-only file, an input or output error.
     */
        class StorageUnavailable(message: String) : NativeException(message)

    /**
     * The disk is full; nothing was changed.
     */
        class StorageFull(message: String) : NativeException(message)

    /**
     * The file is damaged, or is not a Keywright store; it was left as it is.
     */
        class StorageCorrupt(message: String) : NativeException(message)

    /**
     * The file under an open store was replaced, or its locks were broken. Open it again.
     */
        class StoreReplaced(message: String) : NativeException(message)

    /**
     * The store was written by a newer version; it was left as it is.
     */
        class SchemaTooNew(message: String) : NativeException(message)

    /**
     * The store is sealed and no fitting master key was given; or one was given, and it is not sealed.
     */
        class MasterKey(message: String) : NativeException(message)

    /**
     * A cap of the settings is reached.
     */
        class LimitReached(message: String) : NativeException(message)

    /**
     * The settings switch keys of this owner type off.
     */
        class Disabled(message: String) : NativeException(message)

    /**
     * The presented key was denied.
     */
        class Denied(message: String) : NativeException(message)

    /**
     * The store was closed.
     */
        class Closed(message: String) : NativeException(message)

    /**
     * A defect in Keywright. Report it with the text, which holds no secret.
     */
        class Internal(message: String) : NativeException(message)


    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<NativeException> {
        override fun lift(error_buf: RustBuffer.ByValue): NativeException = FfiConverterTypeNativeError.lift(error_buf)
    }
}

/**
 * @suppress
 */
internal object FfiConverterTypeNativeError : FfiConverterRustBuffer<NativeException> {
    override fun read(buf: ByteBuffer): NativeException {

            return when(buf.getInt()) {
            1 -> NativeException.InvalidArgument(FfiConverterString.read(buf))
            2 -> NativeException.NotFound(FfiConverterString.read(buf))
            3 -> NativeException.AlreadyExists(FfiConverterString.read(buf))
            4 -> NativeException.PermissionDenied(FfiConverterString.read(buf))
            5 -> NativeException.StorageBusy(FfiConverterString.read(buf))
            6 -> NativeException.StorageUnavailable(FfiConverterString.read(buf))
            7 -> NativeException.StorageFull(FfiConverterString.read(buf))
            8 -> NativeException.StorageCorrupt(FfiConverterString.read(buf))
            9 -> NativeException.StoreReplaced(FfiConverterString.read(buf))
            10 -> NativeException.SchemaTooNew(FfiConverterString.read(buf))
            11 -> NativeException.MasterKey(FfiConverterString.read(buf))
            12 -> NativeException.LimitReached(FfiConverterString.read(buf))
            13 -> NativeException.Disabled(FfiConverterString.read(buf))
            14 -> NativeException.Denied(FfiConverterString.read(buf))
            15 -> NativeException.Closed(FfiConverterString.read(buf))
            16 -> NativeException.Internal(FfiConverterString.read(buf))
            else -> throw RuntimeException("invalid error enum value, something is very wrong!!")
        }

    }

    override fun allocationSize(value: NativeException): ULong {
        return 4UL
    }

    override fun write(value: NativeException, buf: ByteBuffer) {
        when(value) {
            is NativeException.InvalidArgument -> {
                buf.putInt(1)
                Unit
            }
            is NativeException.NotFound -> {
                buf.putInt(2)
                Unit
            }
            is NativeException.AlreadyExists -> {
                buf.putInt(3)
                Unit
            }
            is NativeException.PermissionDenied -> {
                buf.putInt(4)
                Unit
            }
            is NativeException.StorageBusy -> {
                buf.putInt(5)
                Unit
            }
            is NativeException.StorageUnavailable -> {
                buf.putInt(6)
                Unit
            }
            is NativeException.StorageFull -> {
                buf.putInt(7)
                Unit
            }
            is NativeException.StorageCorrupt -> {
                buf.putInt(8)
                Unit
            }
            is NativeException.StoreReplaced -> {
                buf.putInt(9)
                Unit
            }
            is NativeException.SchemaTooNew -> {
                buf.putInt(10)
                Unit
            }
            is NativeException.MasterKey -> {
                buf.putInt(11)
                Unit
            }
            is NativeException.LimitReached -> {
                buf.putInt(12)
                Unit
            }
            is NativeException.Disabled -> {
                buf.putInt(13)
                Unit
            }
            is NativeException.Denied -> {
                buf.putInt(14)
                Unit
            }
            is NativeException.Closed -> {
                buf.putInt(15)
                Unit
            }
            is NativeException.Internal -> {
                buf.putInt(16)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }

}



/**
 * A number that can be taken away.
 */
sealed class NumberChange {

    /**
     * There is none any more.
     */
    object Clear : NumberChange()


    /**
     * It is this.
     */
    data class Set(
        /**
         * The number.
         */
        val `value`: kotlin.Long) : NumberChange()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeNumberChange : FfiConverterRustBuffer<NumberChange>{
    override fun read(buf: ByteBuffer): NumberChange {
        return when(buf.getInt()) {
            1 -> NumberChange.Clear
            2 -> NumberChange.Set(
                FfiConverterLong.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: NumberChange): ULong = when(value) {
        is NumberChange.Clear -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is NumberChange.Set -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterLong.allocationSize(value.`value`)
            )
        }
    }

    override fun write(value: NumberChange, buf: ByteBuffer) {
        when(value) {
            is NumberChange.Clear -> {
                buf.putInt(1)
                Unit
            }
            is NumberChange.Set -> {
                buf.putInt(2)
                FfiConverterLong.write(value.`value`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * Whether a user or a team owns a key.
 */

enum class OwnerType {

    /**
     * The key belongs to one user.
     */
    USER,
    /**
     * The key belongs to a team.
     */
    TEAM;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeOwnerType: FfiConverterRustBuffer<OwnerType> {
    override fun read(buf: ByteBuffer) = try {

        OwnerType.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: OwnerType) = 4UL

    override fun write(value: OwnerType, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * Why a key is denied.
 */

enum class Reason {

    /**
     * No key was presented.
     */
    MISSING,
    /**
     * The text is no key of this store: size, alphabet, shape, checksum or prefix is wrong.
     */
    MALFORMED,
    /**
     * The store knows no such key.
     */
    NOT_FOUND,
    /**
     * The stored row was changed by something else than Keywright. Told to the outside as not found.
     */
    TAMPERED,
    /**
     * The key is of another owner type, or public where only secret ones are taken.
     */
    WRONG_TYPE,
    /**
     * The settings switch keys of this owner type off.
     */
    DISABLED,
    /**
     * The key was revoked.
     */
    REVOKED,
    /**
     * The key was rotated and this generation has ended.
     */
    ROTATED,
    /**
     * The key or its owner is suspended.
     */
    SUSPENDED,
    /**
     * The key's end has come.
     */
    EXPIRED,
    /**
     * The request comes from a network that the key does not allow, or from an unknown one.
     */
    IP_DENIED,
    /**
     * The key does not hold the scopes that were asked for.
     */
    INSUFFICIENT_SCOPE,
    /**
     * A rate limit is reached.
     */
    RATE_LIMITED,
    /**
     * A quota is used up.
     */
    QUOTA_EXCEEDED;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeReason: FfiConverterRustBuffer<Reason> {
    override fun read(buf: ByteBuffer) = try {

        Reason.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Reason) = 4UL

    override fun write(value: Reason, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What a signal is about.
 */

enum class SignalKind {

    /**
     * A stored row is not what Keywright wrote.
     */
    TAMPERED,
    /**
     * A secret was used, the right one, that rotation has ended: an old copy is still in use, or was stolen.
     */
    ROTATED_KEY_USED;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeSignalKind: FfiConverterRustBuffer<SignalKind> {
    override fun read(buf: ByteBuffer) = try {

        SignalKind.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: SignalKind) = 4UL

    override fun write(value: SignalKind, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What state a key is in: the first of these that holds.
 */

enum class Status {

    /**
     * Ended for good.
     */
    REVOKED,
    /**
     * Out of use until it is resumed; also when its owner is suspended.
     */
    SUSPENDED,
    /**
     * Past its end.
     */
    EXPIRED,
    /**
     * None of these.
     */
    ACTIVE;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeStatus: FfiConverterRustBuffer<Status> {
    override fun read(buf: ByteBuffer) = try {

        Status.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: Status) = 4UL

    override fun write(value: Status, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * How the search for a key in the headers of a request ended.
 */

internal enum class StoredSearchEnd {

    /**
     * One text that has the shape of this project's keys.
     */
    FOUND,
    /**
     * No header holds anything.
     */
    MISSING,
    /**
     * A header holds something that is no key of this project.
     */
    MALFORMED,
    /**
     * Two headers hold two different keys.
     */
    AMBIGUOUS;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeStoredSearchEnd: FfiConverterRustBuffer<StoredSearchEnd> {
    override fun read(buf: ByteBuffer) = try {

        StoredSearchEnd.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: StoredSearchEnd) = 4UL

    override fun write(value: StoredSearchEnd, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * What becomes of the team keys that a leaving member made.
 */

enum class TeamKeys {

    /**
     * They stay: they are the team's.
     */
    KEEP,
    /**
     * They are revoked in the same transaction.
     */
    REVOKE;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeTeamKeys: FfiConverterRustBuffer<TeamKeys> {
    override fun read(buf: ByteBuffer) = try {

        TeamKeys.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: TeamKeys) = 4UL

    override fun write(value: TeamKeys, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * A text that can be taken away.
 */
sealed class TextChange {

    /**
     * There is none any more.
     */
    object Clear : TextChange()


    /**
     * It is this.
     */
    data class Set(
        /**
         * The text.
         */
        val `value`: kotlin.String) : TextChange()

    {


        companion object
    }








    companion object
}

/**
 * @suppress
 */
internal object FfiConverterTypeTextChange : FfiConverterRustBuffer<TextChange>{
    override fun read(buf: ByteBuffer): TextChange {
        return when(buf.getInt()) {
            1 -> TextChange.Clear
            2 -> TextChange.Set(
                FfiConverterString.read(buf),
                )
            else -> throw RuntimeException("invalid enum value, something is very wrong!!")
        }
    }

    override fun allocationSize(value: TextChange): ULong = when(value) {
        is TextChange.Clear -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
            )
        }
        is TextChange.Set -> {
            // Add the size for the Int that specifies the variant plus the size needed for all fields
            (
                4UL
                + FfiConverterString.allocationSize(value.`value`)
            )
        }
    }

    override fun write(value: TextChange, buf: ByteBuffer) {
        when(value) {
            is TextChange.Clear -> {
                buf.putInt(1)
                Unit
            }
            is TextChange.Set -> {
                buf.putInt(2)
                FfiConverterString.write(value.`value`, buf)
                Unit
            }
        }.let { /* this makes the `when` an expression, which ensures it is exhaustive */ }
    }
}





/**
 * The part of a key's text that tells whose key it is.
 */

enum class TokenKind {

    /**
     * A user's secret key, `usk`.
     */
    USER_SECRET,
    /**
     * A team's secret key, `tsk`.
     */
    TEAM_SECRET,
    /**
     * A user's public key, `upk`.
     */
    USER_PUBLIC,
    /**
     * A team's public key, `tpk`.
     */
    TEAM_PUBLIC;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeTokenKind: FfiConverterRustBuffer<TokenKind> {
    override fun read(buf: ByteBuffer) = try {

        TokenKind.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: TokenKind) = 4UL

    override fun write(value: TokenKind, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}





/**
 * How long one point of a series of usage is.
 */

enum class UsageStep {

    /**
     * A minute.
     */
    MINUTE,
    /**
     * An hour.
     */
    HOUR,
    /**
     * A day, in UTC.
     */
    DAY;




    companion object
}


/**
 * @suppress
 */
internal object FfiConverterTypeUsageStep: FfiConverterRustBuffer<UsageStep> {
    override fun read(buf: ByteBuffer) = try {

        UsageStep.entries[buf.getInt() - 1]

    } catch (e: IndexOutOfBoundsException) {
        throw RuntimeException("invalid enum value, something is very wrong!!", e)
    }

    override fun allocationSize(value: UsageStep) = 4UL

    override fun write(value: UsageStep, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}






/**
 * @suppress
 */
internal object FfiConverterOptionalLong: FfiConverterRustBuffer<kotlin.Long?> {
    override fun read(buf: ByteBuffer): kotlin.Long? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterLong.read(buf)
    }

    override fun allocationSize(value: kotlin.Long?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterLong.allocationSize(value)
        }
    }

    override fun write(value: kotlin.Long?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterLong.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalBoolean: FfiConverterRustBuffer<kotlin.Boolean?> {
    override fun read(buf: ByteBuffer): kotlin.Boolean? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterBoolean.read(buf)
    }

    override fun allocationSize(value: kotlin.Boolean?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterBoolean.allocationSize(value)
        }
    }

    override fun write(value: kotlin.Boolean?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterBoolean.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalString: FfiConverterRustBuffer<kotlin.String?> {
    override fun read(buf: ByteBuffer): kotlin.String? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterString.read(buf)
    }

    override fun allocationSize(value: kotlin.String?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterString.allocationSize(value)
        }
    }

    override fun write(value: kotlin.String?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterString.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalByteArray: FfiConverterRustBuffer<kotlin.ByteArray?> {
    override fun read(buf: ByteBuffer): kotlin.ByteArray? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterByteArray.read(buf)
    }

    override fun allocationSize(value: kotlin.ByteArray?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterByteArray.allocationSize(value)
        }
    }

    override fun write(value: kotlin.ByteArray?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterByteArray.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTimestamp: FfiConverterRustBuffer<java.time.Instant?> {
    override fun read(buf: ByteBuffer): java.time.Instant? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTimestamp.read(buf)
    }

    override fun allocationSize(value: java.time.Instant?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTimestamp.allocationSize(value)
        }
    }

    override fun write(value: java.time.Instant?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTimestamp.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalDuration: FfiConverterRustBuffer<java.time.Duration?> {
    override fun read(buf: ByteBuffer): java.time.Duration? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterDuration.read(buf)
    }

    override fun allocationSize(value: java.time.Duration?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterDuration.allocationSize(value)
        }
    }

    override fun write(value: java.time.Duration?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterDuration.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeDropPrefix: FfiConverterRustBuffer<DropPrefix?> {
    override fun read(buf: ByteBuffer): DropPrefix? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeDropPrefix.read(buf)
    }

    override fun allocationSize(value: DropPrefix?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeDropPrefix.allocationSize(value)
        }
    }

    override fun write(value: DropPrefix?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeDropPrefix.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeOwner: FfiConverterRustBuffer<Owner?> {
    override fun read(buf: ByteBuffer): Owner? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeOwner.read(buf)
    }

    override fun allocationSize(value: Owner?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeOwner.allocationSize(value)
        }
    }

    override fun write(value: Owner?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeOwner.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeParsedToken: FfiConverterRustBuffer<ParsedToken?> {
    override fun read(buf: ByteBuffer): ParsedToken? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeParsedToken.read(buf)
    }

    override fun allocationSize(value: ParsedToken?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeParsedToken.allocationSize(value)
        }
    }

    override fun write(value: ParsedToken?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeParsedToken.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeStoredApiKey: FfiConverterRustBuffer<StoredApiKey?> {
    override fun read(buf: ByteBuffer): StoredApiKey? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStoredApiKey.read(buf)
    }

    override fun allocationSize(value: StoredApiKey?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStoredApiKey.allocationSize(value)
        }
    }

    override fun write(value: StoredApiKey?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStoredApiKey.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeStoredTeam: FfiConverterRustBuffer<StoredTeam?> {
    override fun read(buf: ByteBuffer): StoredTeam? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStoredTeam.read(buf)
    }

    override fun allocationSize(value: StoredTeam?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStoredTeam.allocationSize(value)
        }
    }

    override fun write(value: StoredTeam?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStoredTeam.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeStoredUser: FfiConverterRustBuffer<StoredUser?> {
    override fun read(buf: ByteBuffer): StoredUser? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStoredUser.read(buf)
    }

    override fun allocationSize(value: StoredUser?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStoredUser.allocationSize(value)
        }
    }

    override fun write(value: StoredUser?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStoredUser.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeStoredVerdict: FfiConverterRustBuffer<StoredVerdict?> {
    override fun read(buf: ByteBuffer): StoredVerdict? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStoredVerdict.read(buf)
    }

    override fun allocationSize(value: StoredVerdict?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStoredVerdict.allocationSize(value)
        }
    }

    override fun write(value: StoredVerdict?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStoredVerdict.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeAccept: FfiConverterRustBuffer<Accept?> {
    override fun read(buf: ByteBuffer): Accept? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeAccept.read(buf)
    }

    override fun allocationSize(value: Accept?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeAccept.allocationSize(value)
        }
    }

    override fun write(value: Accept?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeAccept.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeDurationChange: FfiConverterRustBuffer<DurationChange?> {
    override fun read(buf: ByteBuffer): DurationChange? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeDurationChange.read(buf)
    }

    override fun allocationSize(value: DurationChange?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeDurationChange.allocationSize(value)
        }
    }

    override fun write(value: DurationChange?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeDurationChange.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeExpiry: FfiConverterRustBuffer<Expiry?> {
    override fun read(buf: ByteBuffer): Expiry? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeExpiry.read(buf)
    }

    override fun allocationSize(value: Expiry?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeExpiry.allocationSize(value)
        }
    }

    override fun write(value: Expiry?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeExpiry.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeNumberChange: FfiConverterRustBuffer<NumberChange?> {
    override fun read(buf: ByteBuffer): NumberChange? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeNumberChange.read(buf)
    }

    override fun allocationSize(value: NumberChange?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeNumberChange.allocationSize(value)
        }
    }

    override fun write(value: NumberChange?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeNumberChange.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeOwnerType: FfiConverterRustBuffer<OwnerType?> {
    override fun read(buf: ByteBuffer): OwnerType? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeOwnerType.read(buf)
    }

    override fun allocationSize(value: OwnerType?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeOwnerType.allocationSize(value)
        }
    }

    override fun write(value: OwnerType?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeOwnerType.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeReason: FfiConverterRustBuffer<Reason?> {
    override fun read(buf: ByteBuffer): Reason? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeReason.read(buf)
    }

    override fun allocationSize(value: Reason?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeReason.allocationSize(value)
        }
    }

    override fun write(value: Reason?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeReason.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeStatus: FfiConverterRustBuffer<Status?> {
    override fun read(buf: ByteBuffer): Status? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeStatus.read(buf)
    }

    override fun allocationSize(value: Status?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeStatus.allocationSize(value)
        }
    }

    override fun write(value: Status?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeStatus.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalTypeTextChange: FfiConverterRustBuffer<TextChange?> {
    override fun read(buf: ByteBuffer): TextChange? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterTypeTextChange.read(buf)
    }

    override fun allocationSize(value: TextChange?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterTypeTextChange.allocationSize(value)
        }
    }

    override fun write(value: TextChange?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterTypeTextChange.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterOptionalSequenceString: FfiConverterRustBuffer<List<kotlin.String>?> {
    override fun read(buf: ByteBuffer): List<kotlin.String>? {
        if (buf.get().toInt() == 0) {
            return null
        }
        return FfiConverterSequenceString.read(buf)
    }

    override fun allocationSize(value: List<kotlin.String>?): ULong {
        if (value == null) {
            return 1UL
        } else {
            return 1UL + FfiConverterSequenceString.allocationSize(value)
        }
    }

    override fun write(value: List<kotlin.String>?, buf: ByteBuffer) {
        if (value == null) {
            buf.put(0)
        } else {
            buf.put(1)
            FfiConverterSequenceString.write(value, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceLong: FfiConverterRustBuffer<List<kotlin.Long>> {
    override fun read(buf: ByteBuffer): List<kotlin.Long> {
        val len = buf.getInt()
        return List<kotlin.Long>(len) {
            FfiConverterLong.read(buf)
        }
    }

    override fun allocationSize(value: List<kotlin.Long>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterLong.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<kotlin.Long>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterLong.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceString: FfiConverterRustBuffer<List<kotlin.String>> {
    override fun read(buf: ByteBuffer): List<kotlin.String> {
        val len = buf.getInt()
        return List<kotlin.String>(len) {
            FfiConverterString.read(buf)
        }
    }

    override fun allocationSize(value: List<kotlin.String>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterString.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<kotlin.String>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterString.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeEvent: FfiConverterRustBuffer<List<Event>> {
    override fun read(buf: ByteBuffer): List<Event> {
        val len = buf.getInt()
        return List<Event>(len) {
            FfiConverterTypeEvent.read(buf)
        }
    }

    override fun allocationSize(value: List<Event>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeEvent.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Event>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeEvent.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeGateReport: FfiConverterRustBuffer<List<GateReport>> {
    override fun read(buf: ByteBuffer): List<GateReport> {
        val len = buf.getInt()
        return List<GateReport>(len) {
            FfiConverterTypeGateReport.read(buf)
        }
    }

    override fun allocationSize(value: List<GateReport>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeGateReport.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<GateReport>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeGateReport.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeGeneration: FfiConverterRustBuffer<List<Generation>> {
    override fun read(buf: ByteBuffer): List<Generation> {
        val len = buf.getInt()
        return List<Generation>(len) {
            FfiConverterTypeGeneration.read(buf)
        }
    }

    override fun allocationSize(value: List<Generation>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeGeneration.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Generation>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeGeneration.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeNewApiKey: FfiConverterRustBuffer<List<NewApiKey>> {
    override fun read(buf: ByteBuffer): List<NewApiKey> {
        val len = buf.getInt()
        return List<NewApiKey>(len) {
            FfiConverterTypeNewApiKey.read(buf)
        }
    }

    override fun allocationSize(value: List<NewApiKey>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeNewApiKey.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<NewApiKey>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeNewApiKey.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeOwner: FfiConverterRustBuffer<List<Owner>> {
    override fun read(buf: ByteBuffer): List<Owner> {
        val len = buf.getInt()
        return List<Owner>(len) {
            FfiConverterTypeOwner.read(buf)
        }
    }

    override fun allocationSize(value: List<Owner>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeOwner.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Owner>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeOwner.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypePermissionDefinition: FfiConverterRustBuffer<List<PermissionDefinition>> {
    override fun read(buf: ByteBuffer): List<PermissionDefinition> {
        val len = buf.getInt()
        return List<PermissionDefinition>(len) {
            FfiConverterTypePermissionDefinition.read(buf)
        }
    }

    override fun allocationSize(value: List<PermissionDefinition>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypePermissionDefinition.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<PermissionDefinition>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypePermissionDefinition.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeSignal: FfiConverterRustBuffer<List<Signal>> {
    override fun read(buf: ByteBuffer): List<Signal> {
        val len = buf.getInt()
        return List<Signal>(len) {
            FfiConverterTypeSignal.read(buf)
        }
    }

    override fun allocationSize(value: List<Signal>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeSignal.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<Signal>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeSignal.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeStoredApiKey: FfiConverterRustBuffer<List<StoredApiKey>> {
    override fun read(buf: ByteBuffer): List<StoredApiKey> {
        val len = buf.getInt()
        return List<StoredApiKey>(len) {
            FfiConverterTypeStoredApiKey.read(buf)
        }
    }

    override fun allocationSize(value: List<StoredApiKey>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeStoredApiKey.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<StoredApiKey>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeStoredApiKey.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeStoredCreatedApiKey: FfiConverterRustBuffer<List<StoredCreatedApiKey>> {
    override fun read(buf: ByteBuffer): List<StoredCreatedApiKey> {
        val len = buf.getInt()
        return List<StoredCreatedApiKey>(len) {
            FfiConverterTypeStoredCreatedApiKey.read(buf)
        }
    }

    override fun allocationSize(value: List<StoredCreatedApiKey>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeStoredCreatedApiKey.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<StoredCreatedApiKey>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeStoredCreatedApiKey.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeStoredErrorWord: FfiConverterRustBuffer<List<StoredErrorWord>> {
    override fun read(buf: ByteBuffer): List<StoredErrorWord> {
        val len = buf.getInt()
        return List<StoredErrorWord>(len) {
            FfiConverterTypeStoredErrorWord.read(buf)
        }
    }

    override fun allocationSize(value: List<StoredErrorWord>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeStoredErrorWord.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<StoredErrorWord>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeStoredErrorWord.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeStoredHeader: FfiConverterRustBuffer<List<StoredHeader>> {
    override fun read(buf: ByteBuffer): List<StoredHeader> {
        val len = buf.getInt()
        return List<StoredHeader>(len) {
            FfiConverterTypeStoredHeader.read(buf)
        }
    }

    override fun allocationSize(value: List<StoredHeader>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeStoredHeader.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<StoredHeader>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeStoredHeader.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeStoredTeam: FfiConverterRustBuffer<List<StoredTeam>> {
    override fun read(buf: ByteBuffer): List<StoredTeam> {
        val len = buf.getInt()
        return List<StoredTeam>(len) {
            FfiConverterTypeStoredTeam.read(buf)
        }
    }

    override fun allocationSize(value: List<StoredTeam>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeStoredTeam.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<StoredTeam>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeStoredTeam.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeTeamMember: FfiConverterRustBuffer<List<TeamMember>> {
    override fun read(buf: ByteBuffer): List<TeamMember> {
        val len = buf.getInt()
        return List<TeamMember>(len) {
            FfiConverterTypeTeamMember.read(buf)
        }
    }

    override fun allocationSize(value: List<TeamMember>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeTeamMember.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<TeamMember>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeTeamMember.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterSequenceTypeUsagePoint: FfiConverterRustBuffer<List<UsagePoint>> {
    override fun read(buf: ByteBuffer): List<UsagePoint> {
        val len = buf.getInt()
        return List<UsagePoint>(len) {
            FfiConverterTypeUsagePoint.read(buf)
        }
    }

    override fun allocationSize(value: List<UsagePoint>): ULong {
        val sizeForLength = 4UL
        val sizeForItems = value.map { FfiConverterTypeUsagePoint.allocationSize(it) }.sum()
        return sizeForLength + sizeForItems
    }

    override fun write(value: List<UsagePoint>, buf: ByteBuffer) {
        buf.putInt(value.size)
        value.iterator().forEach {
            FfiConverterTypeUsagePoint.write(it, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterMapStringLong: FfiConverterRustBuffer<Map<kotlin.String, kotlin.Long>> {
    override fun read(buf: ByteBuffer): Map<kotlin.String, kotlin.Long> {
        val len = buf.getInt()
        return buildMap<kotlin.String, kotlin.Long>(len) {
            repeat(len) {
                val k = FfiConverterString.read(buf)
                val v = FfiConverterLong.read(buf)
                this[k] = v
            }
        }
    }

    override fun allocationSize(value: Map<kotlin.String, kotlin.Long>): ULong {
        val spaceForMapSize = 4UL
        val spaceForChildren = value.map { (k, v) ->
            FfiConverterString.allocationSize(k) +
            FfiConverterLong.allocationSize(v)
        }.sum()
        return spaceForMapSize + spaceForChildren
    }

    override fun write(value: Map<kotlin.String, kotlin.Long>, buf: ByteBuffer) {
        buf.putInt(value.size)
        // The parens on `(k, v)` here ensure we're calling the right method,
        // which is important for compatibility with older android devices.
        // Ref https://blog.danlew.net/2017/03/16/kotlin-puzzler-whose-line-is-it-anyways/
        value.forEach { (k, v) ->
            FfiConverterString.write(k, buf)
            FfiConverterLong.write(v, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterMapStringString: FfiConverterRustBuffer<Map<kotlin.String, kotlin.String>> {
    override fun read(buf: ByteBuffer): Map<kotlin.String, kotlin.String> {
        val len = buf.getInt()
        return buildMap<kotlin.String, kotlin.String>(len) {
            repeat(len) {
                val k = FfiConverterString.read(buf)
                val v = FfiConverterString.read(buf)
                this[k] = v
            }
        }
    }

    override fun allocationSize(value: Map<kotlin.String, kotlin.String>): ULong {
        val spaceForMapSize = 4UL
        val spaceForChildren = value.map { (k, v) ->
            FfiConverterString.allocationSize(k) +
            FfiConverterString.allocationSize(v)
        }.sum()
        return spaceForMapSize + spaceForChildren
    }

    override fun write(value: Map<kotlin.String, kotlin.String>, buf: ByteBuffer) {
        buf.putInt(value.size)
        // The parens on `(k, v)` here ensure we're calling the right method,
        // which is important for compatibility with older android devices.
        // Ref https://blog.danlew.net/2017/03/16/kotlin-puzzler-whose-line-is-it-anyways/
        value.forEach { (k, v) ->
            FfiConverterString.write(k, buf)
            FfiConverterString.write(v, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterMapStringTypeLastUse: FfiConverterRustBuffer<Map<kotlin.String, LastUse>> {
    override fun read(buf: ByteBuffer): Map<kotlin.String, LastUse> {
        val len = buf.getInt()
        return buildMap<kotlin.String, LastUse>(len) {
            repeat(len) {
                val k = FfiConverterString.read(buf)
                val v = FfiConverterTypeLastUse.read(buf)
                this[k] = v
            }
        }
    }

    override fun allocationSize(value: Map<kotlin.String, LastUse>): ULong {
        val spaceForMapSize = 4UL
        val spaceForChildren = value.map { (k, v) ->
            FfiConverterString.allocationSize(k) +
            FfiConverterTypeLastUse.allocationSize(v)
        }.sum()
        return spaceForMapSize + spaceForChildren
    }

    override fun write(value: Map<kotlin.String, LastUse>, buf: ByteBuffer) {
        buf.putInt(value.size)
        // The parens on `(k, v)` here ensure we're calling the right method,
        // which is important for compatibility with older android devices.
        // Ref https://blog.danlew.net/2017/03/16/kotlin-puzzler-whose-line-is-it-anyways/
        value.forEach { (k, v) ->
            FfiConverterString.write(k, buf)
            FfiConverterTypeLastUse.write(v, buf)
        }
    }
}




/**
 * @suppress
 */
internal object FfiConverterMapStringSequenceString: FfiConverterRustBuffer<Map<kotlin.String, List<kotlin.String>>> {
    override fun read(buf: ByteBuffer): Map<kotlin.String, List<kotlin.String>> {
        val len = buf.getInt()
        return buildMap<kotlin.String, List<kotlin.String>>(len) {
            repeat(len) {
                val k = FfiConverterString.read(buf)
                val v = FfiConverterSequenceString.read(buf)
                this[k] = v
            }
        }
    }

    override fun allocationSize(value: Map<kotlin.String, List<kotlin.String>>): ULong {
        val spaceForMapSize = 4UL
        val spaceForChildren = value.map { (k, v) ->
            FfiConverterString.allocationSize(k) +
            FfiConverterSequenceString.allocationSize(v)
        }.sum()
        return spaceForMapSize + spaceForChildren
    }

    override fun write(value: Map<kotlin.String, List<kotlin.String>>, buf: ByteBuffer) {
        buf.putInt(value.size)
        // The parens on `(k, v)` here ensure we're calling the right method,
        // which is important for compatibility with older android devices.
        // Ref https://blog.danlew.net/2017/03/16/kotlin-puzzler-whose-line-is-it-anyways/
        value.forEach { (k, v) ->
            FfiConverterString.write(k, buf)
            FfiConverterSequenceString.write(v, buf)
        }
    }
}
        /**
         * Panics where the core would: the tests prove with it what a panic becomes. It is in every build, since what is generated from
         * one has to fit the other, and panics in builds for development only.
         */
    @Throws(NativeException::class) internal fun `panicForTests`()
        =
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_panic_for_tests(

        _status)
}



        /**
         * Every code there is.
         */ internal fun `errorWords`(): List<StoredErrorWord> {
            return FfiConverterSequenceTypeStoredErrorWord.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_error_words(

        _status)
}
    )
    }


        /**
         * How many verdicts the other side has room for.
         */ internal fun `mostKept`(): kotlin.Long {
            return FfiConverterLong.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_most_kept(

        _status)
}
    )
    }


        /**
         * Makes the text of a new master key. Keep it apart from the store, and where you will find it again.
         */
    @Throws(NativeException::class) internal fun `generateMasterKey`(): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_generate_master_key(

        _status)
}
    )
    }


        /**
         * Takes the file of a store to the schema of this version.
         */
    @Throws(NativeException::class) internal fun `migrate`(`path`: kotlin.String, `options`: OpenOptions, `masterKeys`: List<kotlin.String>): Migrated {
            return FfiConverterTypeMigrated.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_migrate(


        FfiConverterString.lower(`path`),
        FfiConverterTypeOpenOptions.lower(`options`),
        FfiConverterSequenceString.lower(`masterKeys`),_status)
}
    )
    }


        /**
         * The version of the native library.
         */ internal fun `nativeVersion`(): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCall() { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_native_version(

        _status)
}
    )
    }


        /**
         * Reads the text of a key without a store. It is no check.
         */
    @Throws(NativeException::class) internal fun `parse`(`text`: kotlin.ByteArray): StoredParseAnswer {
            return FfiConverterTypeStoredParseAnswer.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_parse(


        FfiConverterByteArray.lower(`text`),_status)
}
    )
    }


        /**
         * Hides the secrets of all keys in a text, and leaves their ids to be found by.
         */
    @Throws(NativeException::class) internal fun `redact`(`text`: kotlin.String): kotlin.String {
            return FfiConverterString.lift(
    uniffiRustCallWithError(NativeException) { _status ->
    UniffiLib.uniffi_keywright_uniffi_fn_func_redact(


        FfiConverterString.lower(`text`),_status)
}
    )
    }
