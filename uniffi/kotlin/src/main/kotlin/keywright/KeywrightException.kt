package keywright

/**
 * Keywright could not answer, or did not do what was asked. A program that ignores it has not let anybody in.
 *
 * An answer is no error: [Keywright.verify] tells that a key is denied by its [Verdict].
 *
 * @property code the stable text of what went wrong, the same in every language.
 */
public sealed class KeywrightException(message: String, public val code: String) : RuntimeException(message) {
    /** Whether the same call may succeed when it is made again unchanged. */
    public val isRetryable: Boolean get() = words[code]?.isRetryable ?: false

    /** What the check answered, where the error is about a key that was presented: always there in [Denied]. */
    public open val verdict: Verdict? get() = null

    /** Returns how to answer a request whose key could not be checked: 503, or what the verdict says. */
    public fun http(): HttpAnswer =
        verdict?.http() ?: checkNotNull(words[code]) { "every code has its answer" }.http

    /** An argument breaks a rule; the message names it and the rule. */
    public class InvalidArgument internal constructor(message: String) : KeywrightException(message, "invalid_argument")

    /** What was asked for does not exist, or the acting user must not know that it does. */
    public class NotFound internal constructor(message: String) : KeywrightException(message, "not_found")

    /** Something with this id exists. */
    public class AlreadyExists internal constructor(message: String) : KeywrightException(message, "already_exists")

    /** The acting user may not do this. */
    public class PermissionDenied internal constructor(message: String) : KeywrightException(message, "permission_denied")

    /** The store was busy for longer than the time-out. */
    public class StorageBusy internal constructor(message: String) : KeywrightException(message, "storage_busy")

    /** The store could not be reached: a missing folder, a read-only file, an input or output error. */
    public class StorageUnavailable internal constructor(message: String) :
        KeywrightException(message, "storage_unavailable")

    /** The disk is full; nothing was changed. */
    public class StorageFull internal constructor(message: String) : KeywrightException(message, "storage_full")

    /** The file is damaged, or is not a Keywright store; it was left as it is. */
    public class StorageCorrupt internal constructor(message: String) : KeywrightException(message, "storage_corrupt")

    /** The file under an open store was replaced, or its locks were broken. Open it again. */
    public class StoreReplaced internal constructor(message: String) : KeywrightException(message, "store_replaced")

    /** The store was written by a newer version; it was left as it is. */
    public class SchemaTooNew internal constructor(message: String) : KeywrightException(message, "schema_too_new")

    /** The store is sealed and no fitting master key was given; or one was given, and it is not sealed. */
    public class MasterKey internal constructor(message: String) : KeywrightException(message, "master_key")

    /** A cap of the settings is reached. */
    public class LimitReached internal constructor(message: String) : KeywrightException(message, "limit_reached")

    /** The settings switch keys of this owner type off. */
    public class Disabled internal constructor(message: String, override val verdict: Verdict?) :
        KeywrightException(message, "disabled")

    /**
     * The presented key was denied. Only calls that have no verdict for an answer throw it.
     *
     * @property verdict what the check answered.
     */
    public class Denied internal constructor(message: String, override val verdict: Verdict) :
        KeywrightException(message, "denied")

    /** The store was closed. */
    public class Closed internal constructor(message: String) : KeywrightException(message, "closed")

    /** A defect in Keywright. Report it with the message, which holds no secret. */
    public class Internal internal constructor(message: String) : KeywrightException(message, "internal")

    internal companion object {
        /** What the core knows about each code. */
        val words: Map<String, StoredErrorWord> by lazy {
            NativeLibrary.ensure()
            errorWords().associateBy { it.code }
        }

        /** An error that carries a verdict. */
        fun of(code: String?, message: String?, verdict: Verdict): KeywrightException =
            if (code == "disabled") Disabled(message ?: "no message", verdict) else Denied(message ?: "no message", verdict)

        fun of(error: NativeException): KeywrightException {
            val message = error.message ?: "no message"
            return when (error) {
                is NativeException.InvalidArgument -> InvalidArgument(message)
                is NativeException.NotFound -> NotFound(message)
                is NativeException.AlreadyExists -> AlreadyExists(message)
                is NativeException.PermissionDenied -> PermissionDenied(message)
                is NativeException.StorageBusy -> StorageBusy(message)
                is NativeException.StorageUnavailable -> StorageUnavailable(message)
                is NativeException.StorageFull -> StorageFull(message)
                is NativeException.StorageCorrupt -> StorageCorrupt(message)
                is NativeException.StoreReplaced -> StoreReplaced(message)
                is NativeException.SchemaTooNew -> SchemaTooNew(message)
                is NativeException.MasterKey -> MasterKey(message)
                is NativeException.LimitReached -> LimitReached(message)
                is NativeException.Disabled -> Disabled(message, null)
                is NativeException.Closed -> Closed(message)
                is NativeException.Internal -> Internal(message)
                // A denial comes with its verdict, and never this way.
                is NativeException.Denied -> Internal(message)
            }
        }
    }
}
