package keywright

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.time.Instant
import java.util.UUID
import kotlin.reflect.KVisibility
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Every operation, once with all that it takes and gives. */
class SurfaceTest {
    @Test
    fun `a key is made with everything and comes back the same`() {
        openForTests().use { keywright ->
            val end = Instant.parse("2027-06-01T00:00:00.123456Z")
            val created = keywright.by("support:bob").team("acme").createApiKey(
                description = "  Zoë's 🔑  ",
                expiresAt = end,
                isPublic = true,
                scopes = listOf("builds:*", "invoices:read"),
                metadata = """{ "plan" : "pro", "n": 1 }""",
                ipAllowList = listOf("192.0.2.0/24", "2001:db8::/32"),
            )
            val key = created.apiKey
            assertEquals("Zoë's 🔑", key.description)
            assertEquals(Instant.parse("2027-06-01T00:00:00.123Z"), key.expiresAt, "whole milliseconds")
            assertEquals(listOf(OwnerType.TEAM, null, "acme", true), listOf(key.type, key.userId, key.teamId, key.isPublic))
            assertEquals(listOf("builds:*", "invoices:read"), key.scopes)
            assertEquals(setOf("192.0.2.0/24", "2001:db8::/32"), key.ipAllowList.toSet())
            assertEquals("""{"n":1,"plan":"pro"}""", key.metadata)
            assertEquals("server:support:bob", key.createdBy)
            assertEquals(created.value.takeLast(4), key.lastFour)
            assertEquals(Status.ACTIVE to 1L, key.status to key.generation)
            assertEquals(key, keywright.getApiKey(key.id))
            assertEquals(key, keywright.apiKey(key.id).get())
            assertEquals(listOf(key), keywright.team("acme").listApiKeys(Status.ACTIVE, "zoë"))
            assertEquals(key.id, keywright.verify(created.value, VerifyOptions(ip = "::ffff:192.0.2.9")).apiKeyId)
            assertEquals(Reason.IP_DENIED, keywright.verify(created.value).reason)
            assertEquals(Reason.WRONG_TYPE, keywright.verify(created.value, VerifyOptions(accept = Accept.SECRET)).reason)
        }
    }

    @Test
    fun `a key is changed, suspended, rotated, revoked and purged`() {
        openForTests().use { keywright ->
            val created = keywright.user("alice").createApiKey("CI", expiresIn = Duration.ofDays(1))
            val key = created.apiKey
            assertEquals("other" to null, key.update(description = "other", expiry = Expiry.Never).let { it.description to it.expiresAt })
            val suspended = key.suspend("odd traffic")
            assertEquals(listOf(Status.SUSPENDED, "odd traffic", "server"), suspended.run { listOf(status, suspendReason, suspendedBy) })
            assertEquals(Status.ACTIVE, key.resume().status)
            val rotated = key.rotate(Duration.ofHours(1))
            assertNotEquals(created.value, rotated.value)
            assertEquals(2L to 2, rotated.apiKey.let { it.generation to it.generations.size })
            assertTrue(keywright.verify(created.value).valid && keywright.verify(rotated.value).valid)
            assertEquals(Reason.ROTATED, key.rotate(Grace.Now).let { keywright.verify(rotated.value).reason })
            val revoked = key.revoke("leaked")
            assertEquals(listOf(Status.REVOKED, "leaked", "server"), revoked.run { listOf(status, revokeReason, revokedBy) })
            assertEquals("leaked", key.revoke("again").revokeReason, "a second time changes nothing")
            key.purge()
            assertCoded("not_found") { keywright.getApiKey(key.id) }
            assertCoded("not_found") { key.update(description = "gone") }
        }
    }

    @Test
    fun `users and teams come into being, change and go`() {
        openForTests().use { keywright ->
            assertNull(keywright.getUser("alice"))
            val alice = keywright.user("alice").update(TextChange.Set("Alice"), TextChange.Set("alice@example.org"), """{"a":1}""")
            assertEquals(listOf("Alice", "alice@example.org", """{"a":1}"""), alice.run { listOf(displayName, primaryEmail, metadata) })
            assertNull(alice.update(primaryEmail = TextChange.Clear).primaryEmail)
            val acme = keywright.createTeam("Acme", "acme", creator = "alice")
            assertEquals("Acme" to "Acme 2", acme.displayName to acme.update(TextChange.Set("Acme 2")).displayName)
            assertCoded("already_exists") { keywright.createTeam("Acme", "acme") }
            assertEquals(36, keywright.createTeam("Unnamed").id.length)
            assertEquals(listOf("acme"), alice.listTeams().map { it.id })
            acme.addMember("bob", listOf("team_member"))
            acme.grantPermission("bob", "\$manage_api_keys")
            assertTrue(acme.hasPermission("bob", "\$manage_api_keys"))
            val bobs = keywright.actingAs("bob").team("acme").createApiKey("Bob's")
            assertEquals(listOf(bobs.apiKey.id), acme.previewRemoveMember("bob").apiKeys.map { it.id })
            acme.revokePermission("bob", "\$manage_api_keys")
            assertCoded("not_found") { keywright.actingAs("bob").team("acme").listApiKeys() }
            acme.removeMember("bob", TeamKeys.REVOKE)
            assertEquals(Reason.REVOKED, keywright.verify(bobs.value).reason)
            assertEquals(listOf("carol", "dave"), acme.setMembers(mapOf("dave" to listOf(), "carol" to listOf("team_admin"))).map { it.userId })
            assertEquals(setOf("carol", "dave"), acme.listMembers().map { it.userId }.toSet())
            val value = alice.createApiKey("CI").value
            assertTrue(alice.suspend().suspendedAt != null)
            assertEquals(Reason.SUSPENDED, keywright.verify(value).reason)
            assertNull(alice.resume().suspendedAt)
            assertEquals("alice", keywright.getUserByApiKey(value)?.id)
            assertNull(keywright.getTeamByApiKey(value))
            alice.delete()
            acme.delete()
            assertNull(keywright.getUser("alice") ?: keywright.getTeam("acme"))
            assertEquals(Reason.NOT_FOUND, keywright.verify(value).reason)
            assertEquals("7", keywright.user(7).id)
            assertEquals(UUID(0, 1).toString(), keywright.team(UUID(0, 1)).id)
        }
    }

    @Test
    fun `a user acts with what was stated and with scopes that were offered`() {
        openForTests().use { keywright ->
            val bob = keywright.actingAs("bob", mapOf("acme" to listOf("\$manage_api_keys")), listOf("invoices:read"))
            assertEquals("user:bob", bob.actor)
            val created = bob.team("acme").createApiKey("CI", scopes = listOf("invoices:read"))
            assertEquals("user:bob", created.apiKey.createdBy)
            assertCoded("permission_denied") { bob.team("acme").createApiKey("CI", scopes = listOf("invoices:write")) }
            assertCoded("not_found") { keywright.actingAs("bob").getApiKey(created.apiKey.id) }
            assertCoded("permission_denied") { bob.verify(created.value) }
            assertCoded("permission_denied") { bob.settings() .let { bob.updateSettings(SettingsUpdate(prefix = "x")) } }
        }
    }

    @Test
    fun `lists have pages, and many are revoked at once`() {
        openForTests().use { keywright ->
            keywright.user("alice").createApiKeys(List(5) { NewApiKey("key $it") })
            keywright.user("bob").createApiKey("Bob's")
            val first = keywright.pageApiKeys(ApiKeyFilter(owner = keywright.user("alice").owner()), limit = 3)
            val second = keywright.pageApiKeys(ApiKeyFilter(owner = keywright.user("alice").owner()), 3, first.nextCursor)
            assertEquals(3 to 2, first.items.size to second.items.size)
            assertNull(second.nextCursor)
            assertEquals(5, (first.items + second.items).map { it.id }.toSet().size)
            assertCoded("invalid_argument") { keywright.revokeAll(RevokeAllConditions()) }
            assertEquals(5L, keywright.revokeAll(RevokeAllConditions(owner = keywright.user("alice").owner(), reason = "left")))
            assertEquals(1, keywright.listApiKeys(ApiKeyFilter(status = Status.ACTIVE)).size)
        }
    }

    @Test
    fun `headers are looked through`() {
        openForTests().use { keywright ->
            val (one, two) = List(2) { keywright.user("alice").createApiKey("CI").value }
            assertEquals("alice", keywright.authenticate(mapOf("Authorization" to listOf("Bearer $one"))).userId)
            assertEquals(Reason.MISSING, keywright.authenticate(emptyMap()).reason)
            val both = mapOf("authorization" to listOf("Bearer $one"), "X-Api-Key" to listOf(two))
            assertEquals(Reason.MALFORMED to 400, keywright.authenticate(both).let { it.reason to it.http().status })
            assertEquals(one, keywright.extractApiKey(mapOf("X-Stack-Api-Key" to listOf(one))))
            assertNull(keywright.extractApiKey(emptyMap()))
            assertCoded("invalid_argument") { keywright.extractApiKey(both) }
            assertEquals(Reason.MALFORMED, keywright.verify(null as String?).reason)
            assertEquals(Reason.MALFORMED, keywright.verify("x".repeat(10_000_000)).reason)
            assertEquals(Reason.MALFORMED, keywright.verify("$one ").reason)
            assertEquals(Reason.MALFORMED, keywright.verify("🔑").reason)
        }
    }

    @Test
    fun `a check is explained gate by gate`() {
        openForTests().use { keywright ->
            val value = keywright.user("alice").createApiKey("CI").value
            val explanation = keywright.explain(value, VerifyOptions(scopes = listOf("a:b")))
            assertEquals(Reason.INSUFFICIENT_SCOPE, explanation.verdict.reason)
            assertEquals(Gate.entries, explanation.gates.map { it.gate })
            assertEquals(false, explanation.gates.last().passed)
        }
    }

    @Test
    fun `settings and permissions change`() {
        openForTests().use { keywright ->
            val settings = keywright.updateSettings(
                SettingsUpdate(
                    prefix = "acme",
                    maxApiKeysPerUser = NumberChange.Set(1),
                    maxLifetime = DurationChange.Set(Duration.ofDays(365)),
                    apiKeyHeader = TextChange.Set("X-Acme-Key"),
                    usageDaysKept = DurationChange.Set(Duration.ofDays(400)),
                ),
            )
            assertEquals(settings, keywright.settings())
            assertEquals(listOf("acme", "kw"), settings.prefixes)
            assertEquals(1L to Duration.ofDays(365), settings.maxApiKeysPerUser to settings.maxLifetime)
            val created = keywright.user("alice").createApiKey("CI", expiresIn = Duration.ofDays(1))
            assertTrue(created.value.startsWith("acme_usk_"))
            assertCoded("limit_reached") { keywright.user("alice").createApiKey("more", expiresIn = Duration.ofDays(1)) }
            assertNull(keywright.updateSettings(SettingsUpdate(maxApiKeysPerUser = NumberChange.Clear)).maxApiKeysPerUser)
            assertEquals(0L, keywright.previewDropPrefix("kw"))
            assertEquals(listOf("acme"), keywright.updateSettings(SettingsUpdate(dropPrefix = DropPrefix("kw", 0))).prefixes)
            val billing = keywright.definePermission("billing", listOf("\$manage_api_keys"), "pays")
            assertCoded("already_exists") { keywright.definePermission("billing", refuseExisting = true) }
            assertEquals("money", keywright.renamePermission("billing", "money").id)
            assertEquals(billing.copy(id = "money"), keywright.listPermissionDefinitions().single { it.id == "money" })
            keywright.deletePermission("money")
            assertFalse(keywright.listPermissionDefinitions().any { it.id == "money" })
        }
    }

    @Test
    fun `use is counted and events are told`() {
        openForTests().use { keywright ->
            val created = keywright.user("alice").createApiKey("CI")
            repeat(3) { keywright.verify(created.value, VerifyOptions(ip = "192.0.2.7")) }
            keywright.flush()
            val usage = created.apiKey.usage(keywright.now().minusSeconds(3600), keywright.now().plusSeconds(60), UsageStep.MINUTE)
            assertEquals(3L to "192.0.2.7", usage.total.valid to usage.lastUsedIp)
            assertEquals(3L, usage.points.sumOf { it.counts.valid })
            assertEquals(setOf(created.apiKey.id), keywright.lastUsed(listOf(created.apiKey.id)).keys)
            val events = keywright.events()
            assertTrue(events.map { it.verb }.contains("api_key.created"), events.toString())
            assertEquals(emptyList<Event>(), keywright.events(after = events.last().number))
            assertEquals(emptyList<Signal>(), keywright.signals())
            assertEquals(1L, keywright.warm(keywright.user("alice").owner()).loaded)
            assertEquals(emptyList<String>(), keywright.checkIntegrity().problems)
        }
    }

    @Test
    fun `a store is backed up, restored, exported and imported`() {
        val folder = storePath().parent
        Keywright.open(folder.resolve("one.sqlite3")).use { keywright ->
            val created = keywright.user("alice").createApiKey("CI")
            assertEquals(1L, keywright.backup(folder.resolve("monday.backup")).apiKeys)
            created.apiKey.revoke("leaked")
            val preview = keywright.previewRestore(folder.resolve("monday.backup"))
            assertEquals(listOf("leaked"), preview.revokedSince.map { it.revokeReason })
            assertEquals(1L, keywright.restore(folder.resolve("monday.backup")).apiKeys)
            assertEquals(Reason.REVOKED, keywright.verify(created.value).reason)
            keywright.restore(folder.resolve("monday.backup"), withRevoked = true)
            assertTrue(keywright.verify(created.value).valid)
            val export = folder.resolve("export.jsonl")
            keywright.export(export)
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
            assertCoded("already_exists") { keywright.export(export) }
            Keywright.open(folder.resolve("two.sqlite3")).use { other ->
                assertCoded("not_found") { other.import(folder.resolve("nothing.jsonl")) }
                assertTrue(other.import(export, dryRun = true).isDryRun)
                assertEquals(1L, other.import(export).added.apiKeys)
                assertTrue(other.verify(created.value).valid)
            }
            assertEquals(keywright.status().path, folder.resolve("one.sqlite3").toRealPath().toString())
        }
        assertEquals(2L, Keywright.migrate(folder.resolve("one.sqlite3"), OpenOptions(existing = true)).schemaAfter)
    }

    @Test
    fun `a store is sealed`() {
        val path = storePath()
        val (old, new) = List(2) { Keywright.generateMasterKey() }
        val value = Keywright.open(path, masterKeys = listOf(old)).use { keywright ->
            assertTrue(keywright.sealStatus().isSealed)
            assertEquals(0L, keywright.seal().tampered)
            keywright.user("alice").createApiKey("CI").value
        }
        assertCoded("master_key") { Keywright.open(path) }
        Keywright.open(path, masterKeys = listOf(new, old)).use { keywright ->
            assertEquals(1L, keywright.rotateMasterKey())
            assertTrue(keywright.rekey().sealed > 0)
        }
        Keywright.open(path.toString(), masterKeys = listOf(new)).use { assertTrue(it.verify(value).valid) }
    }

    @Test
    fun `a text is parsed and redacted without a store`() {
        val value = Keywright.openInMemory().use { it.user("alice").createApiKey("CI").value }
        assertEquals("usk" to TokenKind.USER_SECRET, Keywright.parse(value).let { it.kindText to it.kind })
        val redacted = Keywright.redact("key=$value;")
        assertFalse(redacted.contains(value))
        assertTrue(redacted.startsWith("key=kw_usk_"))
        assertCoded("invalid_argument") { Keywright.parse("kw_usk_typo") }
    }

    @Test
    fun `every file that names the version names the same`() {
        val version = call { nativeVersion() }
        val files = mapOf(
            "uniffi/kotlin/pom.xml" to "<artifactId>keywright</artifactId>\n    <version>$version</version>",
            "uniffi/kotlin/build.gradle.kts" to "version = \"$version\"",
            "uniffi/kotlin/README.md" to "keywright:keywright:$version",
            "examples/kotlin-http/pom.xml" to "<keywright.version>$version</keywright.version>",
        )
        for ((name, text) in files) assertTrue(Files.readString(repository.resolve(name)).contains(text), name)
        assertEquals(version, openForTests().use { it.status().keywrightVersion })
    }

    @Test
    fun `people see nothing of what the hand-written half wraps`() {
        val classes = Path.of(NativeLibrary::class.java.protectionDomain.codeSource.location.toURI()).resolve("keywright")
        val names = classes.toFile().list()!!.filter { it.endsWith(".class") && '$' !in it }.map { it.removeSuffix(".class") }
        // The classes of functions that stand in no other have no visibility of their own.
        val kinds = names.map { Class.forName("keywright.$it") }.filter { it.isAnnotationPresent(Metadata::class.java) }
            .filter { it.getAnnotation(Metadata::class.java).kind == 1 }.map { it.kotlin }
        val public = kinds.filter { it.visibility == KVisibility.PUBLIC }.map { it.simpleName!! }
        assertTrue(public.containsAll(listOf("Keywright", "ApiKey", "Verdict", "Settings", "Reason", "Expiry")), public.toString())
        val hidden = Regex("^(Native|Stored|Uniffi|Ffi|RustBuffer|ForeignBytes|HotPath|InternalException|Disposable|NoHandle).*")
        assertEquals(emptyList<String>(), public.filter(hidden::matches))
    }
}
