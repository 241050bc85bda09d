package keywright

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.time.Duration
import java.time.Instant
import java.util.zip.CRC32
import keywright.testing.TestKeywright
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows

private const val DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** `verify` and `authenticate` against `tests/vectors/verdict.json`. The file says itself how a test is run. */
class VerdictVectorsTest {
    private val worlds = vectors("verdict")["tests"]

    /** No world brings these about yet. One that can be reached leaves this list and gets its cases. */
    private val notReachableYet = setOf(Reason.TAMPERED, Reason.RATE_LIMITED, Reason.QUOTA_EXCEEDED)

    @TestFactory
    fun `every question is answered as expected`(): List<DynamicTest> = worlds.map { world ->
        dynamicTest("${world["id"]} (${world["comment"].asText()})") {
            openForTests(Instant.parse(world["now"].asText())).use { keywright ->
                val stage = Stage(keywright)
                stage.begin(world)
                for (round in world["rounds"]) {
                    round["steps"].forEach(stage::take)
                    repeat(2) {
                        for (question in round["ask"]) {
                            val told = ObjectMapper().valueToTree<JsonNode>(stage.told(stage.ask(question)))
                            assertEquals(question["expect"], told, question["comment"]?.asText())
                        }
                    }
                }
            }
        }
    }

    @Test
    fun `every reason that can be reached is asked for`() {
        val questions = worlds.flatMap { it["rounds"] }.flatMap { it["ask"] }
        val asked = questions.mapNotNull { it["expect"]["reason"]?.asText()?.uppercase() }.map(Reason::valueOf).toSet()
        assertEquals(Reason.entries.toSet() - notReachableYet, asked)
    }
}

/** A store, and the keys made so far by their names in the file. */
private class Stage(private val keywright: TestKeywright) {
    private val made = LinkedHashMap<String, CreatedApiKey>()

    fun begin(world: JsonNode) {
        world["settings"]?.let { keywright.updateSettings(settingsUpdate(it)) }
        world["keys"].forEach(::create)
    }

    private fun owner(spec: JsonNode): OwnerOperations {
        val id = spec["id"].asText()
        return if (spec["type"].asText() == "user") keywright.user(id) else keywright.team(id)
    }

    private fun key(name: JsonNode) = keywright.apiKey(made.getValue(name.asText()).apiKey.id)

    private fun expiry(spec: JsonNode): Expiry? = when {
        spec.has("expires_in_ms") -> Expiry.After(Duration.ofMillis(spec["expires_in_ms"].asLong()))
        spec.has("never_expires") -> Expiry.Never
        else -> null
    }

    private fun create(spec: JsonNode) {
        val new = NewApiKey(
            description = spec["description"].asText(),
            expiry = expiry(spec),
            isPublic = spec["is_public"]?.asBoolean() ?: false,
            scopes = spec["scopes"]?.texts() ?: emptyList(),
            ipAllowList = spec["ip_allow_list"]?.texts() ?: emptyList(),
        )
        assertNull(made.put(spec["name"].asText(), owner(spec["owner"]).createApiKey(new)))
    }

    fun take(step: JsonNode) {
        val (verb, value) = step.single()
        when (verb) {
            "create" -> create(value)
            "update" -> key(value["key"]).update(
                description = value["description"]?.asText(),
                expiry = expiry(value),
                scopes = value["scopes"]?.texts(),
                ipAllowList = value["ip_allow_list"]?.texts(),
            )
            "rotate" -> {
                val grace = value["grace_ms"]?.let { Grace.Lasting(Duration.ofMillis(it.asLong())) } ?: Grace.Now
                made[value["name"].asText()] = key(value["key"]).rotate(grace)
            }
            "revoke" -> key(value).revoke()
            "revoke_all" -> keywright.revokeAll(RevokeAllConditions(owner = owner(value).owner()))
            "suspend" -> key(value).suspend()
            "resume" -> key(value).resume()
            "purge" -> key(value).purge()
            "suspend_owner" -> when (val owner = owner(value)) {
                is UserOperations -> owner.suspend()
                is TeamOperations -> owner.suspend()
            }
            "resume_owner" -> when (val owner = owner(value)) {
                is UserOperations -> owner.resume()
                is TeamOperations -> owner.resume()
            }
            "delete_owner" -> when (val owner = owner(value)) {
                is UserOperations -> owner.delete()
                is TeamOperations -> owner.delete()
            }
            "settings" -> keywright.updateSettings(settingsUpdate(value))
            "advance_ms" -> keywright.clock.advance(Duration.ofMillis(value.asLong()))
            "set_now" -> keywright.clock.set(Instant.parse(value.asText()))
            else -> error("the vectors know a step that this test does not: $verb")
        }
    }

    private fun changed(name: String, operations: List<Pair<String, JsonNode>>): String =
        operations.fold(made.getValue(name).value) { text, (verb, value) -> changed(text, verb, value) }

    private fun changed(text: String, verb: String, value: JsonNode): String {
        val parts = text.split("_")
        return when (verb) {
            "char" -> mistyped(text, value.asInt())
            "swap" -> {
                var at = text.length - 1 - value.asInt()
                while (text[at] == text[at - 1]) at -= 1
                text.substring(0, at - 1) + text[at] + text[at - 1] + text.substring(at + 1)
            }
            "drop" -> text.removeRange(text.length - 1 - value.asInt(), text.length - value.asInt())
            "prepend" -> value.asText() + text
            "append" -> text + value.asText()
            "kind" -> (parts.dropLast(2) + value.asText() + parts.last()).joinToString("_")
            "prefix" -> (listOf(value.asText()) + parts.takeLast(2)).joinToString("_")
            "id_of" -> {
                val id = made.getValue(value.asText()).value.split("_").last().take(22)
                (parts.dropLast(1) + (id + parts.last().drop(22))).joinToString("_")
            }
            "sign" -> {
                val checksum = CRC32().apply { update(text.dropLast(6).toByteArray()) }
                var (rest, digits) = checksum.value to ""
                repeat(6) {
                    digits = DIGITS[(rest % 62).toInt()] + digits
                    rest /= 62
                }
                text.dropLast(6) + digits
            }
            else -> error("the vectors know a change that this test does not: $verb")
        }
    }

    private fun mistyped(text: String, place: Int): String {
        val at = text.length - 1 - place
        return text.substring(0, at) + DIGITS[(DIGITS.indexOf(text[at]) + 1) % 62] + text.substring(at + 1)
    }

    private fun filledIn(text: String): String {
        val filled = made.keys.fold(text) { sofar, name ->
            sofar.replace("{key:$name}", made.getValue(name).value)
                .replace("{mistyped:$name}", mistyped(made.getValue(name).value, 0))
        }
        assertFalse(filled.contains("{"))
        return filled
    }

    private fun options(spec: JsonNode?) = VerifyOptions(
        ownerType = spec?.get("owner_type")?.let { OwnerType.valueOf(it.asText().uppercase()) },
        accept = spec?.get("accept")?.let { Accept.valueOf(it.asText().uppercase()) },
        scopes = spec?.get("scopes")?.texts(),
        ip = spec?.get("ip")?.asText(),
        isOptional = spec?.get("optional")?.asBoolean() ?: false,
    )

    fun ask(question: JsonNode): Verdict {
        val present = question["present"]
        val options = options(question["options"])
        present["headers"]?.let { pairs ->
            val headers = LinkedHashMap<String, MutableList<String>>()
            for (pair in pairs) headers.getOrPut(pair[0].asText(), ::mutableListOf).add(filledIn(pair[1].asText()))
            val verdict = keywright.authenticate(headers, options)
            val flat = headers.flatMap { (name, values) -> values.map { StoredHeader(name, it.toByteArray()) } }
            assertEquals(verdict, Verdict(call { keywright.native.authenticate(flat, options) }, keywright))
            return verdict
        }
        val text = present["key"]?.let { name -> changed(name.asText(), present["change"]?.map { it.single() } ?: emptyList()) }
            ?: present["text"].asText().repeat(present["times"]?.asInt() ?: 1)
        val verdict = keywright.verify(text, options)
        agree(text, options, verdict)
        return verdict
    }

    /** Every other way to ask about the same text gives the same answer. */
    private fun agree(text: String, options: VerifyOptions, verdict: Verdict) {
        assertEquals(verdict, keywright.verify(text.toByteArray(), options))
        assertEquals(verdict, Verdict(call { keywright.native.verify(text.toByteArray(), options) }, keywright))
        assertEquals(verdict, keywright.explain(text, options).verdict)
        if (options == VerifyOptions()) assertEquals(verdict, keywright.verify(text))
        if (verdict.valid) {
            assertEquals(verdict, keywright.requireValid(text, options))
            val asked = options.copy(ownerType = null)
            val owners = keywright.getUserByApiKey(text, asked)?.id to keywright.getTeamByApiKey(text, asked)?.id
            assertEquals(verdict.userId to verdict.teamId, owners)
        } else {
            val error = assertThrows<KeywrightException.Denied> { keywright.requireValid(text, options) }
            assertEquals(verdict, error.verdict)
        }
    }

    /** What a verdict says, in the words of the file. */
    fun told(verdict: Verdict): Map<String, Any?> {
        val told = LinkedHashMap<String, Any?>()
        told["valid"] = verdict.valid
        made.forEach { (name, created) ->
            if (created.apiKey.id == verdict.apiKeyId && created.apiKey.generation == 1L) told["key"] = name
        }
        if (verdict.valid) {
            val key = checkNotNull(verdict.apiKey)
            assertEquals(200 to 200, verdict.http().status to verdict.checkHttp().status)
            assertEquals(key.id, verdict.apiKeyId)
            told["owner"] = mapOf("type" to key.type.name.lowercase(), "id" to (verdict.userId ?: verdict.teamId))
            told["is_public"] = verdict.isPublic
            return told
        }
        assertEquals(listOf(null, null, null), listOf(verdict.apiKey, verdict.userId, verdict.teamId))
        told["reason"] = verdict.reason?.name?.lowercase()
        told["api_key_id"] = if (verdict.apiKeyId == null) "absent" else "given"
        told["status"] = verdict.http().status
        told["check_status"] = verdict.checkHttp().status
        told["check_code"] = ObjectMapper().readTree(verdict.checkHttp().body)["code"].asText()
        return told
    }
}
