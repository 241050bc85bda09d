package keywright

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** How a handle ends, and what it says afterwards. */
class CloseTest {
    @Test
    fun `closing twice is fine and any use afterwards is closed`() {
        val keywright = openForTests()
        val created = keywright.user("alice").createApiKey("CI")
        val alice = keywright.actingAs("alice")
        val headers = mapOf("X-Api-Key" to listOf(created.value))
        keywright.close()
        keywright.close()
        assertTrue(keywright.isClosed)
        assertTrue(alice.isClosed, "handles that were made from it are closed with it")
        val calls = listOf<() -> Any?>(
            { keywright.verify(created.value) },
            { keywright.verify(created.value, VerifyOptions(scopes = listOf("a:b"))) },
            { keywright.requireValid(created.value) },
            { keywright.authenticate(headers) },
            { keywright.extractApiKey(headers) },
            { keywright.explain(created.value) },
            { keywright.getUserByApiKey(created.value) },
            { keywright.user("alice").createApiKey("CI") },
            { alice.user("alice").listApiKeys() },
            { created.apiKey.revoke() },
            { keywright.settings() },
            { keywright.status() },
            { keywright.flush() },
        )
        calls.forEach { work -> assertCoded("closed") { work() } }
    }

    @Test
    fun `a closed store prints, and says that it is closed`() {
        val keywright = openForTests()
        keywright.close()
        assertEquals("Keywright(actor=server, isClosed=true)", keywright.toString())
    }

    @Test
    fun `use closes`() {
        val path = storePath()
        val keywright = Keywright.open(path).use { it }
        assertTrue(keywright.isClosed)
        Keywright.open(path, OpenOptions(existing = true)).use { assertEquals(emptyList<ApiKey>(), it.listApiKeys()) }
    }

    @Test
    fun `calls in flight end before a close does`() {
        val keywright = Keywright.open(storePath())
        val pool = Executors.newFixedThreadPool(2)
        val calls = List(20) { pool.submit { keywright.user("alice").createApiKey("CI") } }
        calls.first().get()
        keywright.close()
        val ends = calls.map { runCatching { it.get() }.exceptionOrNull()?.cause }
        ends.filterNotNull().forEach { assertEquals("closed", (it as KeywrightException).code) }
        pool.shutdown()
        assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES))
    }

    @Test
    fun `a second handle on the file goes on`() {
        val path = storePath()
        val (one, two) = Keywright.open(path) to Keywright.open(path)
        val value = one.user("alice").createApiKey("CI").value
        one.close()
        assertTrue(two.verify(value).valid)
        two.close()
    }

    @Test
    fun `a verdict outlives the store`() {
        val keywright = openForTests()
        val verdict = keywright.verify(keywright.user("alice").createApiKey("CI").value)
        keywright.close()
        assertEquals("alice", verdict.userId)
        assertEquals("CI", verdict.apiKey?.description)
        assertCoded("closed") { verdict.apiKey?.revoke() }
    }

    @Test
    fun `a handle that nobody holds is collected with its store`() {
        val path = storePath()
        useAndForget(path)
        // The collector is asked until it has done so; cleaners run in threads of their own.
        while (isOpenHere(path)) {
            System.gc()
            Thread.yield()
        }
        Keywright.open(path, OpenOptions(existing = true)).use { assertEquals(1, it.listApiKeys().size) }
    }

    private fun useAndForget(path: Path) {
        val keywright = Keywright.open(path)
        val value = keywright.user("alice").createApiKey("CI").value
        repeat(3) { assertTrue(keywright.verify(value).valid) }
        if (File("/proc/self/fd").exists()) assertTrue(isOpenHere(path))
    }

    /** Whether this process has the file open. Where there is no `/proc`, nothing can be said, and the test says nothing. */
    private fun isOpenHere(path: Path): Boolean {
        val file = path.toRealPath().toString()
        val open = File("/proc/self/fd").listFiles() ?: return false
        return open.any { runCatching { Files.readSymbolicLink(it.toPath()).toString() }.getOrNull() == file }
    }
}
