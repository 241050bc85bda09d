package keywright

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import keywright.testing.openForTests
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The snippets of the README: they stand here word for word, and run. */
class ReadmeTest {
    @Test
    fun `every snippet of the README is one of these`() {
        val readmes = listOf("README.md", "uniffi/kotlin/README.md").map { Files.readString(repository.resolve(it)) }
        val sources = repository.resolve("uniffi/kotlin/src/test")
        fun lines(text: String) = text.lines().map(String::trim).filter(String::isNotEmpty).joinToString("\n")
        val run = mapOf(
            "kotlin" to lines(Files.readString(sources.resolve("kotlin/keywright/ReadmeTest.kt"))),
            "java" to lines(Files.readString(sources.resolve("java/keywright/JavaCallers.java"))),
        )
        val snippets = Regex("^```(kotlin|java)\n(.*?)^```", setOf(RegexOption.MULTILINE, RegexOption.DOT_MATCHES_ALL))
            .let { form -> readmes.flatMap { form.findAll(it) } }.map { it.groupValues[1] to it.groupValues[2] }
        assertEquals(6, snippets.size)
        for ((language, snippet) in snippets) {
            assertTrue(run.getValue(language).contains(lines(snippet)), snippet)
        }
    }

    /** The store of the quick start stands in a folder that goes away. */
    private object Keywright {
        fun open(name: String) = keywright.Keywright.open(storePath().resolveSibling(name))

        fun openInMemory() = keywright.Keywright.openInMemory()
    }

    @Test
    fun `the first README`() {
        val keywright = Keywright.openInMemory() // or Keywright.open("keywright.db")
        val created = keywright.user("alice").createApiKey("laptop")
        println("shown once: ${created.value}")
        val verdict = keywright.verify(created.value)
        check(verdict.valid && verdict.userId == "alice")
        created.apiKey.revoke("laptop lost")
        check(!keywright.verify(created.value).valid)
    }

    @Test
    fun `the quick start`() {
        val keywright = Keywright.open("keys.sqlite3") // made if it is missing
        val created = keywright.user("alice").createApiKey("laptop") // "alice" is your own id of the user
        println(created.value) // show it once; it is kept nowhere
        val verdict = keywright.verify(created.value)
        println(if (verdict.valid) verdict.userId else verdict.reason) // alice
        created.apiKey.revoke("laptop lost")
        check(!keywright.verify(created.value).valid)
        keywright.close()
    }

    @Test
    fun `a request`() {
        val keywright = openForTests()
        fun answer(headers: Map<String, List<String>>, address: String): HttpAnswer =
            try {
                val asked = VerifyOptions(accept = Accept.SECRET, scopes = listOf("invoices:read"), ip = address)
                keywright.authenticate(headers, asked).http() // 200 when it may pass
            } catch (error: KeywrightException) {
                error.http() // no answer is not a yes: 503
            }
        val value = keywright.user("alice").createApiKey("CI", scopes = listOf("invoices:*")).value
        assertEquals(200, answer(mapOf("Authorization" to listOf("Bearer $value")), "192.0.2.7").status)
        assertEquals(401, answer(mapOf("Authorization" to listOf("Bearer typo")), "192.0.2.7").status)
        keywright.close()
        assertEquals(503, answer(emptyMap(), "192.0.2.7").status)
    }

    @Test
    fun coroutines() = runBlocking {
        val keywright = openForTests()
        val made = keywright.suspending { user("alice").createApiKey("CI", expiresIn = Duration.ofDays(90)) }
        val renewed = made.apiKey.suspending { rotate(Duration.ofHours(1)) }
        check(keywright.verify(renewed.value).valid)
        keywright.close()
    }

    @Test
    fun `tests of your own`() {
        openForTests().use { store ->
            val trial = store.user("alice").createApiKey("trial", expiresIn = Duration.ofDays(90))
            store.clock.advance(Duration.ofDays(91))
            check(store.verify(trial.value).reason == Reason.EXPIRED)
        }
    }

    @Test
    fun `every link of the README leads somewhere`() {
        for (name in listOf("android/build-aar", "android/check-alignment", "android/build.gradle.kts", "android/consumer-rules.pro")) {
            assertTrue(Files.exists(repository.resolve("uniffi/kotlin").resolve(Path.of(name))), name)
        }
    }
}
