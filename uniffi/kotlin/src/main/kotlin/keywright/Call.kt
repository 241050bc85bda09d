package keywright

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** Calls the native half, and makes of its errors those that people see. */
internal inline fun <T> call(work: () -> T): T {
    NativeLibrary.ensure()
    return try {
        work()
    } catch (error: NativeException) {
        throw KeywrightException.of(error)
    } catch (error: InternalException) {
        // What a panic says is not passed on: nobody proved that it is safe to show.
        throw KeywrightException.Internal("a defect in Keywright; standard error has the details")
    } catch (error: IllegalArgumentException) {
        // The one thing that the generated half refuses itself is a duration that is negative.
        throw KeywrightException.InvalidArgument("an argument can not be passed on: ${error.message}")
    }
}

/**
 * Calls [work] where it may wait for a disk or a lock, on [Dispatchers.IO], and suspends meanwhile.
 *
 * Every operation that may wait can be called so: `keywright.suspending { user("alice").createApiKey("CI") }`. The receiver is a
 * [Keywright], a handle or a record. A check needs none of it: [Keywright.verify] answers from memory.
 *
 * A call that has begun is finished, also when the coroutine was cancelled meanwhile: a change is made whole or not at all.
 */
public suspend fun <R, T> R.suspending(work: R.() -> T): T where R : Surface =
    withContext(Dispatchers.IO) { work() }

/** What operations are called on: a [Keywright], a handle, or a record that came from one. */
public sealed interface Surface
