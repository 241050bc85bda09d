package keywright

import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * The way in for checks: JNI, where a call through JNA costs some hundred times the check. A verdict that memory answers for is
 * made an object once, and handed out again for as long as it is the answer. See `uniffi/src/hot_path.rs` and `kept.rs`.
 */
internal class HotPath(private val surface: Keywright) {
    private val native = surface.native
    private val number = native.hotPath()

    /** Read after each call: as long as a call may read it, this object is in use, and the number below it not given back. */
    @Volatile
    private var isOpen = true

    /**
     * The verdicts that are kept, each at the place that its name says. Read without a lock: a verdict never changes, so whoever
     * sees one sees all of it, and the name in it tells whether it is the right one.
     */
    @Volatile
    private var kept = arrayOfNulls<Verdict>(FIRST_ROOM)

    /** The options of the last check that had some, as bytes. Routes tend to hold one object each. */
    @Volatile
    private var lastAsked: Asked? = null

    init {
        val number = number
        UniffiLib.CLEANER.register(this) { release(number) }
    }

    fun verify(value: ByteArray, options: VerifyOptions?): Verdict {
        val answer = verify(number, value, asked(options))
        check(isOpen)
        return verdict(answer) ?: again(value, options)
    }

    fun authenticate(headers: List<StoredHeader>, options: VerifyOptions?): Verdict {
        val answer = authenticate(number, written(FfiConverterSequenceTypeStoredHeader, headers), asked(options))
        check(isOpen)
        return verdict(answer) ?: call {
            Verdict(native.authenticate(headers, options ?: VerifyOptions()), surface)
        }
    }

    /** The verdict that an answer names; nothing, when another key has taken its place between the answer and now. */
    private fun verdict(answer: Long): Verdict? {
        if (answer >= 0) return keptAs(answer)
        if (answer == Long.MIN_VALUE) throw KeywrightException.Internal("a defect in Keywright; standard error has the details")
        val bytes = take(number, answer)
        check(isOpen)
        if (bytes == null) {
            call { native.hotPathError(answer) }
            throw KeywrightException.Internal("a defect in Keywright: an answer was lost")
        }
        val facts = FfiConverterTypeStoredVerdict.read(ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN))
        return Verdict(facts, surface).also(::keep)
    }

    /** The verdict of a name, if it is the one at its place. */
    internal fun keptAs(name: Long): Verdict? {
        val place = (name % most).toInt()
        kept.getOrNull(place)?.let { if (it.keptAs == name) return it }
        // Whoever told the name may still be writing.
        return synchronized(this) { kept.getOrNull(place)?.takeIf { it.keptAs == name } }
    }

    /** Keeps a verdict, if it may be kept and no other has its place. */
    private fun keep(verdict: Verdict) {
        val name = verdict.keptAs ?: return
        val place = (name % most).toInt()
        synchronized(this) {
            // Only one who holds this lock tells, so what was told and what is in the array are the same.
            if (!tell(number, name)) return
            var room = kept.size
            while (room <= place) room *= 2
            if (room > kept.size) kept = kept.copyOf(room)
            kept[place] = verdict
            // Whoever reads the field after this sees the element.
            kept = kept
        }
        check(isOpen)
    }

    /** The check was counted and its verdict is gone: asks for it again in the way that counts nothing. */
    private fun again(value: ByteArray, options: VerifyOptions?): Verdict = call {
        Verdict(native.explain(value, options ?: VerifyOptions()).verdict, surface)
    }

    private class Asked(val options: VerifyOptions, val bytes: ByteArray)

    private fun asked(options: VerifyOptions?): ByteArray? {
        if (options == null) return null
        lastAsked?.let { if (it.options === options) return it.bytes }
        val bytes = written(FfiConverterTypeVerifyOptions, options)
        lastAsked = Asked(options, bytes)
        return bytes
    }

    companion object {
        private const val FIRST_ROOM = 64

        internal val most: Long by lazy { mostKept() }

        private fun <T> written(converter: FfiConverterRustBuffer<T>, value: T): ByteArray {
            val buffer = ByteBuffer.allocate(converter.allocationSize(value).toInt()).order(ByteOrder.BIG_ENDIAN)
            converter.write(value, buffer)
            return buffer.array().copyOf(buffer.position())
        }

        /** Whether the library has these entries. Asks for a handle that there is not. */
        fun isThere(): Boolean = try {
            !tell(0, 0)
        } catch (_: UnsatisfiedLinkError) {
            false
        }

        @JvmStatic
        private external fun verify(number: Long, value: ByteArray, asked: ByteArray?): Long

        @JvmStatic
        private external fun authenticate(number: Long, headers: ByteArray, asked: ByteArray?): Long

        @JvmStatic
        private external fun take(number: Long, ticket: Long): ByteArray?

        @JvmStatic
        private external fun tell(number: Long, name: Long): Boolean

        @JvmStatic
        private external fun release(number: Long)
    }
}
