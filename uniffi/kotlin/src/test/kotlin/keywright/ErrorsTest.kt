package keywright

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The errors: one code for each kind, the same codes as in every language. */
class ErrorsTest {
    private val codes = vectors("error-codes")

    @Test
    fun `every code is known, and says whether to try again`() {
        val told = codes["codes"].associate { it["code"].asText() to it["retryable"].asBoolean() }
        assertEquals(told, KeywrightException.words.mapValues { it.value.isRetryable })
        // Each has a class of its own, whose name is the code.
        val classes = KeywrightException::class.sealedSubclasses.map { it.simpleName!! }
        val names = told.keys.map { code -> code.split("_").joinToString("") { it.replaceFirstChar(Char::uppercase) } }
        assertEquals(names.toSet(), classes.toSet())
    }

    @Test
    fun `every reason is a member of the type`() {
        assertEquals(codes["reasons"].map { it["reason"].asText() }, Reason.entries.map { it.name.lowercase() })
    }

    @Test
    fun `an error has a code, a message and a stack that leads to the call`() {
        openForTests().use { keywright ->
            val error = assertThrows<KeywrightException.InvalidArgument> { keywright.user("alice").createApiKey("") }
            assertEquals("invalid_argument", error.code)
            assertFalse(error.isRetryable)
            assertEquals("the description is empty; it takes 1 to 500 characters", error.message)
            assertTrue(error.stackTraceToString().contains("createApiKey"))
        }
    }

    @Test
    fun `denied carries the verdict`() {
        openForTests().use { keywright ->
            val error = assertThrows<KeywrightException.Denied> { keywright.requireValid("kw_usk_typo") }
            assertEquals("denied" to Reason.MALFORMED, error.code to error.verdict.reason)
            assertEquals(401, error.http().status)
        }
    }

    @Test
    fun `a switch that is off is an error with the verdict`() {
        openForTests().use { keywright ->
            val value = keywright.user("alice").createApiKey("CI").value
            keywright.updateSettings(SettingsUpdate(allowUserApiKeys = false))
            val error = assertCoded("disabled") { keywright.getUserByApiKey(value) }
            assertTrue(error is KeywrightException.Disabled)
            assertEquals(Reason.DISABLED, error.verdict?.reason)
        }
    }

    @Test
    fun `a wrong path is a typed error that leaves everything as it is`() {
        val path = storePath()
        assertCoded("storage_unavailable") { Keywright.open(path.resolveSibling("no").resolve("folder.sqlite3")) }
        assertCoded("storage_unavailable") { Keywright.open(path, OpenOptions(existing = true)) }
        assertFalse(Files.exists(path))
        Files.writeString(path, "this is no database at all, and it is longer than one hundred bytes: ".repeat(20))
        val before = Files.readString(path)
        assertCoded("storage_corrupt") { Keywright.open(path) }
        assertEquals(before, Files.readString(path))
        assertCoded("storage_unavailable") { Keywright.open("with\u0000nul") }
    }

    @Test
    fun `an error says how to answer a request`() {
        val keywright = openForTests()
        assertEquals(401, assertThrows<KeywrightException> { keywright.requireValid("typo") }.http().status)
        val asked = assertThrows<KeywrightException.InvalidArgument> { keywright.verify("typo", VerifyOptions(ip = "none")) }
        assertEquals(503 to "1", asked.http().let { it.status to it.headers["Retry-After"] })
        keywright.close()
        val closed = assertThrows<KeywrightException.Closed> { keywright.verify("typo") }
        assertEquals(503 to "1", closed.http().let { it.status to it.headers["Retry-After"] })
        assertTrue(closed.http().body.contains("\"closed\""))
    }

    @Test
    fun `what the generated half itself refuses is a typed error`() {
        openForTests().use { keywright ->
            val alice = keywright.user("alice")
            assertCoded("invalid_argument") { alice.createApiKey("CI", expiresIn = Duration.ofSeconds(-1)) }
            for (instant in listOf(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
                assertCoded("invalid_argument") { alice.createApiKey("CI", expiresAt = instant) }
            }
            assertCoded("invalid_argument") { keywright.pageApiKeys(limit = -1) }
            assertCoded("invalid_argument") { keywright.events(after = -1) }
            assertCoded("invalid_argument") { keywright.clock.advance(Duration.ofSeconds(-1)) }
            assertCoded("invalid_argument") { Keywright.openInMemory(OpenOptions(memoryLimit = -1)) }
        }
    }

    @Test
    fun `no print of anything holds a key`() {
        val masterKey = Keywright.generateMasterKey()
        Keywright.open(storePath(), masterKeys = listOf(masterKey)).use { keywright ->
            val created = keywright.user("alice").createApiKey("CI")
            val secret = created.value.takeLast(33).take(23)
            val printed = mutableListOf<Any>(
                created, created.apiKey, keywright, keywright.verify(created.value), keywright.explain(created.value),
                keywright.user("alice"), keywright.apiKey(created.apiKey.id), keywright.events(), keywright.sealStatus(),
                keywright.requireValid(created.value), Keywright.parse(created.value), keywright.status(),
            )
            keywright.close()
            val error = assertThrows<KeywrightException> { keywright.verify(created.value) }
            printed += error.stackTraceToString()
            for (text in printed.map(Any::toString)) {
                assertFalse(text.contains(secret), text)
                assertFalse(text.contains(masterKey), text)
            }
        }
        val error = assertCoded("invalid_argument") { Keywright.open(storePath(), masterKeys = listOf("no master key")) }
        assertFalse(error.message!!.contains("no master key"))
    }

    @Test
    fun `a panic becomes an error, and the process goes on`() {
        // Only a build for development can be made to panic.
        val error = assertCoded("internal") { call { panicForTests() } }
        assertFalse(error.message!!.contains("a test wants to see"), "what a panic says is not passed on")
        openForTests().use { keywright ->
            assertTrue(keywright.verify(keywright.user("alice").createApiKey("still works").value).valid)
        }
    }

    @Test
    fun `a library that can not be loaded is told with the platform`() {
        val (end, said) = javaCallers("-Dkeywright.library=/nowhere/libkeywright_uniffi.so")
        assertTrue(end != 0)
        assertTrue(said.contains("native library could not be loaded") && said.contains(NativeLibrary.platform), said)
    }

    @Test
    fun `without their own way in, checks take the general one`() {
        assertEquals(0 to "REVOKED", javaCallers("-Dkeywright.hotPath=off"))
    }

    /** Runs the program in Java in a process of its own: this one has loaded its library. */
    private fun javaCallers(option: String): Pair<Int, String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val path = System.getProperty("java.class.path")
        val program = ProcessBuilder(java, option, "-cp", path, "keywright.JavaCallers").redirectErrorStream(true).start()
        val said = program.inputStream.bufferedReader().readText().trim()
        return program.waitFor() to said
    }
}
