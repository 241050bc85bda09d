package keywright

import java.util.HexFormat
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** `parse` against `tests/vectors/token.json`. */
class TokenVectorsTest {
    private val cases = vectors("token")["tests"]

    @Test
    fun `every case is answered as expected`() {
        assertTrue(cases.size() > 0)
        for (case in cases) {
            val place = "test ${case["id"]} (${case["comment"]})"
            val expect = case["expect"]
            val bytes = when {
                case.has("input") -> case["input"].asText().toByteArray()
                case.has("input_hex") -> HexFormat.of().parseHex(case["input_hex"].asText())
                else -> case["input_repeat"].let { it["text"].asText().repeat(it["times"].asInt()) }.toByteArray()
            }
            val answer = call { keywright.parse(bytes) }
            if (expect["valid"].asBoolean()) {
                val token = Keywright.parse(String(bytes))
                assertEquals(answer.token, token, place)
                assertEquals(expect["prefix"].asText(), token.prefix, place)
                assertEquals(expect["kind"].asText(), token.kindText, place)
                assertEquals(expect["uuid"].asText(), token.id, place)
                assertEquals(expect["last_four"].asText(), token.lastFour, place)
                assertEquals(expect["created_at_ms"].asLong(), token.createdAt.toEpochMilli(), place)
            } else {
                assertEquals(expect["cause"].asText(), answer.malformed, place)
                assertCoded("invalid_argument") { Keywright.parse(String(bytes)) }
            }
        }
    }

    @Test
    fun `every kind has a case`() {
        val kinds = cases.mapNotNull { it["expect"]["kind"]?.asText() }.toSet()
        assertEquals(setOf("tpk", "tsk", "upk", "usk"), kinds)
    }
}
