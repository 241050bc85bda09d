package keywright

import com.fasterxml.jackson.databind.JsonNode
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

/** Permissions against `tests/vectors/permission.json`. The file says itself how a test is run. */
class PermissionVectorsTest {
    @TestFactory
    fun `every question is answered as expected`(): List<DynamicTest> = vectors("permission")["tests"].map { test ->
        dynamicTest("${test["id"]} (${test["comment"].asText()})") {
            openForTests().use { keywright ->
                test["steps"].forEach { take(keywright, it) }
                test["ask"].forEach { ask(keywright, it) }
            }
        }
    }

    private fun take(keywright: Keywright, step: JsonNode) {
        val refused = step["refused"]?.asText()
        val (verb, value) = step.properties().single { it.key != "refused" }.let { it.key to it.value }
        if (refused == null) return take(keywright, verb, value)
        val before = keywright.events(0, 10_000)
        assertCoded(refused) { take(keywright, verb, value) }
        assertEquals(before, keywright.events(0, 10_000))
    }

    private fun take(keywright: Keywright, verb: String, value: JsonNode) {
        val acme = keywright.team("acme")
        when (verb) {
            "define" -> keywright.definePermission(value["id"].asText(), value["contains"].texts())
            "rename" -> keywright.renamePermission(value["id"].asText(), value["new_id"].asText())
            "delete" -> keywright.deletePermission(value.asText())
            "create_team" -> keywright.createTeam("Acme", "acme", value.asText())
            "join" -> acme.addMember(value.asText())
            "leave" -> acme.removeMember(value.asText())
            "set_member" -> acme.addMember(value["user"].asText(), value["permissions"].texts())
            "grant" -> acme.grantPermission(value["user"].asText(), value["permission"].asText())
            "ungrant" -> acme.revokePermission(value["user"].asText(), value["permission"].asText())
            "settings" -> keywright.updateSettings(settingsUpdate(value))
            else -> error("the vectors know a step that this test does not: $verb")
        }
    }

    private fun ask(keywright: Keywright, question: JsonNode) {
        val user = question["user"].asText()
        val stated = question["stated"]?.let { mapOf("acme" to it.texts()) }
        question["refused"]?.let { refused ->
            assertCoded(refused.asText()) { keywright.actingAs(user, stated ?: emptyMap()) }
            return
        }
        val acting = keywright.actingAs(user, stated ?: emptyMap())
        for (surface in if (stated == null) listOf(acting, keywright) else listOf(acting)) {
            val team = surface.team("acme")
            val holds = question["holds"].texts()
            assertEquals(holds, team.listPermissions(user))
            holds.forEach { assertEquals(true, team.hasPermission(user, it), it) }
            question["lacks"].texts().forEach { assertEquals(false, team.hasPermission(user, it), it) }
        }
        if (question["manages_keys"].asBoolean()) {
            assertEquals(emptyList<ApiKey>(), acting.team("acme").listApiKeys())
        } else {
            assertCoded("not_found") { acting.team("acme").listApiKeys() }
        }
    }
}

/** What the vectors say of settings. */
internal fun settingsUpdate(spec: JsonNode): SettingsUpdate {
    val known = setOf(
        "allow_user_api_keys", "allow_team_api_keys", "prefix", "drop_prefix", "api_key_header",
        "member_permissions", "creator_permissions",
    )
    val unknown = spec.fieldNames().asSequence().toSet() - known
    check(unknown.isEmpty()) { "the vectors know settings that this test does not: $unknown" }
    return SettingsUpdate(
        allowUserApiKeys = spec["allow_user_api_keys"]?.asBoolean(),
        allowTeamApiKeys = spec["allow_team_api_keys"]?.asBoolean(),
        prefix = spec["prefix"]?.asText(),
        dropPrefix = spec["drop_prefix"]?.let { DropPrefix(it["prefix"].asText(), it["ends"].asLong()) },
        apiKeyHeader = spec["api_key_header"]?.let { if (it.isNull) TextChange.Clear else TextChange.Set(it.asText()) },
        creatorPermissions = spec["creator_permissions"]?.texts(),
        memberPermissions = spec["member_permissions"]?.texts(),
    )
}
