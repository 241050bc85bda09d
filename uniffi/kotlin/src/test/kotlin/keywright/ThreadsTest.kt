package keywright

import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicBoolean
import keywright.testing.openForTests
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A handle is used from any thread, and from coroutines. */
class ThreadsTest {
    /** Runs the same work in two threads at once and hands out what went wrong in either. */
    private fun <T> inTwoThreads(work: (Int) -> T): List<T> {
        val pool = Executors.newFixedThreadPool(2)
        try {
            return pool.invokeAll(List(2) { Callable { work(it) } }).map { it.get() }
        } finally {
            pool.shutdownNow()
        }
    }

    @Test
    fun `two threads use one handle`() {
        Keywright.open(storePath()).use { keywright ->
            val made = inTwoThreads { thread ->
                List(20) { keywright.user("user-$thread").createApiKey("key $it") }.onEach { created ->
                    repeat(5) { assertEquals("user-$thread", keywright.verify(created.value).userId) }
                }
            }
            assertEquals(40, made.flatten().map { it.apiKey.id }.toSet().size)
            assertEquals(40, keywright.listApiKeys().size)
        }
    }

    @Test
    fun `threads that share places get the verdict of their own key`() {
        openForTests().use { keywright ->
            val made = List(200) { keywright.user("user-$it").createApiKey("key").value }
            inTwoThreads { thread ->
                repeat(20) { round ->
                    for (at in made.indices) {
                        val which = (at * (3 + 4 * thread) + round) % made.size
                        assertEquals("user-$which", keywright.verify(made[which]).userId)
                    }
                }
            }
        }
    }

    @Test
    fun `a key that is revoked in mid-use is denied from then on`() {
        Keywright.open(storePath()).use { keywright ->
            repeat(20) { round ->
                val created = keywright.user("alice").createApiKey("round $round")
                val isRevoked = AtomicBoolean()
                inTwoThreads { thread ->
                    if (thread == 0) {
                        created.apiKey.revoke()
                        isRevoked.set(true)
                    } else {
                        do {
                            // What is known before the check starts must hold in its answer.
                            val isKnown = isRevoked.get()
                            val verdict = keywright.verify(created.value)
                            assertTrue(verdict.valid || verdict.reason == Reason.REVOKED)
                            if (isKnown) assertEquals(Reason.REVOKED, verdict.reason)
                        } while (!isKnown)
                    }
                }
            }
        }
    }

    @Test
    fun `suspending leaves the caller's thread and brings the error back`() = runBlocking {
        openForTests().use { keywright ->
            val caller = Thread.currentThread()
            val created = keywright.suspending {
                assertTrue(Thread.currentThread() !== caller)
                user("alice").createApiKey("CI")
            }
            assertTrue(keywright.verify(created.value).valid)
            val key = created.apiKey.suspending { revoke("leaked") }
            assertEquals("leaked", key.revokeReason)
            assertEquals(1, keywright.user("alice").suspending { listApiKeys() }.size)
            val end = runCatching { keywright.suspending { user("alice").createApiKey("") } }
            assertEquals("invalid_argument", (end.exceptionOrNull() as KeywrightException).code)
        }
    }

    @Test
    fun `many coroutines make keys at once`() = runBlocking {
        Keywright.open(storePath()).use { keywright ->
            val made = List(50) { async(Dispatchers.Default) { keywright.suspending { user("alice").createApiKey("key $it") } } }
            assertEquals(50, made.awaitAll().map { it.apiKey.id }.toSet().size)
        }
    }
}
