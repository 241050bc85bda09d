package keywright

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.assertThrows

/** What several tests need. */
internal val repository: Path by lazy { Path.of(System.getProperty("repository")).toRealPath() }

/** Reads the vectors that all languages share. */
internal fun vectors(name: String): JsonNode =
    ObjectMapper().readTree(repository.resolve("tests/vectors/$name.json").toFile())

/** A path for a store of its own, in a folder that goes away. */
internal fun storePath(): Path {
    val folder = Files.createTempDirectory("keywright-test")
    Runtime.getRuntime().addShutdownHook(Thread { folder.toFile().deleteRecursively() })
    return folder.resolve("keys.sqlite3")
}

/** Asserts that a call ends with the error of a code. */
internal fun assertCoded(code: String, work: () -> Unit): KeywrightException {
    val error = assertThrows<KeywrightException> { work() }
    assertEquals(code, error.code, error.message)
    return error
}

internal fun JsonNode.texts(): List<String> = map { it.asText() }

/** The one member of an object: a step with what it is about. */
internal fun JsonNode.single(): Pair<String, JsonNode> = properties().single().let { it.key to it.value }
