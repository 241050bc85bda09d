package keywright

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.io.File
import java.time.Duration
import java.time.Instant

/** The exemplar store in Kotlin: writes it, and checks what another language wrote. See `tests/interop/expected.json`. */
object Interop {
    private val json = ObjectMapper()

    @JvmStatic
    fun main(arguments: Array<String>) {
        val (verb, store, expectedPath, valuesPath) = arguments
        val expected = json.readTree(File(expectedPath))
        if (verb == "write") {
            Keywright.open(store, OpenOptions(prefix = expected["settings"]["prefix"].asText())).use {
                json.writeValue(File(valuesPath), write(it, expected))
            }
        } else {
            val values = json.readTree(File(valuesPath))
            Keywright.open(store, OpenOptions(existing = true)).use { check(it, expected, values) }
        }
    }

    private fun JsonNode.textOrNull(): String? = takeUnless { it.isNull }?.asText()

    private fun write(keywright: Keywright, expected: JsonNode): Map<String, String> {
        val settings = expected["settings"]
        keywright.updateSettings(
            SettingsUpdate(
                apiKeyHeader = TextChange.Set(settings["api_key_header"].asText()),
                maxApiKeysPerTeam = NumberChange.Set(settings["max_api_keys_per_team"].asLong()),
            ),
        )
        for (permission in expected["permissions"]) {
            keywright.definePermission(
                permission["id"].asText(), permission["contains"].texts(), permission["description"].textOrNull(),
            )
        }
        for (user in expected["users"]) {
            keywright.user(user["id"].asText()).update(
                displayName = user["display_name"].textOrNull()?.let(TextChange::Set),
                primaryEmail = user["primary_email"].textOrNull()?.let(TextChange::Set),
                metadata = user["metadata"].toString(),
            )
        }
        for (team in expected["teams"]) {
            val made = keywright.createTeam(team["display_name"].asText(), team["id"].asText())
            made.update(metadata = team["metadata"].toString())
            made.setMembers(team["members"].properties().associate { it.key to it.value.texts() })
        }
        val values = LinkedHashMap<String, String>()
        for (key in expected["keys"]) {
            val name = key["name"].asText()
            val id = key["owner"]["id"].asText()
            val owner: OwnerOperations = if (key["owner"]["type"].asText() == "user") keywright.user(id) else keywright.team(id)
            val created = owner.createApiKey(
                key["description"].asText(),
                expiresAt = key["expires_at"].textOrNull()?.let(Instant::parse),
                isPublic = key["is_public"].asBoolean(),
                scopes = key["scopes"].texts(),
                metadata = key["metadata"].toString(),
                ipAllowList = key["ip_allow_list"].texts(),
            )
            values[name] = created.value
            when (val ends = key["ends"].textOrNull()) {
                "revoked" -> created.apiKey.revoke(key["reason"].asText())
                "suspended" -> created.apiKey.suspend(key["reason"].asText())
                "rotated", "retired" -> {
                    values["$name/first"] = created.value
                    val grace = if (ends == "rotated") Grace.Lasting(Duration.ofHours(1)) else Grace.Now
                    values[name] = created.apiKey.rotate(grace).value
                }
            }
        }
        return values
    }

    private fun same(wanted: Any?, found: Any?, what: String) = check(wanted == found) { "$what: found $found, not $wanted" }

    private fun check(keywright: Keywright, expected: JsonNode, values: JsonNode) {
        val settings = keywright.settings()
        same(expected["settings"]["prefix"].asText(), settings.prefixes.first(), "prefix")
        same(expected["settings"]["api_key_header"].asText(), settings.apiKeyHeader, "header")
        same(expected["settings"]["max_api_keys_per_team"].asLong(), settings.maxApiKeysPerTeam, "cap")
        val definitions = keywright.listPermissionDefinitions().associateBy { it.id }
        for (permission in expected["permissions"]) {
            val found = definitions.getValue(permission["id"].asText())
            same(permission["description"].textOrNull() to permission["contains"].texts(), found.description to found.contains, found.id)
        }
        for (user in expected["users"]) {
            val found = checkNotNull(keywright.getUser(user["id"].asText()))
            same(user["display_name"].textOrNull() to user["primary_email"].textOrNull(), found.displayName to found.primaryEmail, found.id)
            same(user["metadata"], json.readTree(found.metadata), found.id)
        }
        for (team in expected["teams"]) {
            val found = checkNotNull(keywright.getTeam(team["id"].asText()))
            same(team["display_name"].textOrNull(), found.displayName, found.id)
            same(team["metadata"], json.readTree(found.metadata), found.id)
            val members = found.listMembers().associate { it.userId to it.permissions.toSet() }
            same(team["members"].properties().associate { it.key to it.value.texts().toSet() }, members, found.id)
        }
        for (question in expected["holds"]) {
            val answer = keywright.team(question["team"].asText())
                .hasPermission(question["user"].asText(), question["permission"].asText())
            same(question["answer"].asBoolean(), answer, "hasPermission")
        }
        for (key in expected["keys"]) check(keywright, key, key["name"].asText(), values)
    }

    private fun check(keywright: Keywright, key: JsonNode, name: String, values: JsonNode) {
        val ends = key["ends"].textOrNull()
        val options = VerifyOptions(ip = key["ip"].textOrNull())
        val value = values[name].asText()
        val verdict = keywright.verify(value, options)
        val denied = ends.takeIf { it == "revoked" || it == "suspended" }
        same(denied?.uppercase()?.let(Reason::valueOf), verdict.reason, name)
        val isRotated = ends == "rotated" || ends == "retired"
        if (isRotated) {
            val first = keywright.verify(values["$name/first"].asText(), options)
            same(Reason.ROTATED.takeIf { ends == "retired" }, first.reason, name)
        }
        val found = keywright.getApiKey(checkNotNull(verdict.apiKeyId))
        if (verdict.valid) same(found.id, verdict.apiKey?.id, name)
        same(key["owner"]["type"].asText() to key["owner"]["id"].asText(), found.type.name.lowercase() to (found.userId ?: found.teamId), name)
        same(key["description"].asText() to key["is_public"].asBoolean(), found.description to found.isPublic, name)
        same(key["scopes"].texts().toSet(), found.scopes.toSet(), name)
        same(key["ip_allow_list"].texts().toSet(), found.ipAllowList.toSet(), name)
        same(key["metadata"], json.readTree(found.metadata), name)
        same(key["expires_at"].textOrNull()?.let(Instant::parse), found.expiresAt, name)
        same("server" to value.takeLast(4), found.createdBy to found.lastFour, name)
        same(denied ?: "active", found.status.name.lowercase(), name)
        same(key["reason"].textOrNull(), found.revokeReason ?: found.suspendReason, name)
        val generations = if (isRotated) 2 else 1
        same(generations.toLong() to generations, found.generation to found.generations.size, name)
    }
}
