package keywright

import java.time.Duration
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A key that is in memory is answered with a kept object: which one, and that it is never another's. */
class KeptTest {
    /** Checks a key until memory answers. */
    private fun warm(keywright: Keywright, value: String): Verdict {
        repeat(2) { keywright.verify(value) }
        return keywright.verify(value)
    }

    @Test
    fun `checks have their own way in`() {
        assertTrue(NativeLibrary.hasHotPath)
    }

    @Test
    fun `a hit hands out the same object, however it is asked for`() {
        openForTests().use { keywright ->
            val value = keywright.user("alice").createApiKey("CI", scopes = listOf("a:b")).value
            val verdict = warm(keywright, value)
            assertSame(verdict, keywright.verify(value))
            assertSame(verdict, keywright.verify(value.toByteArray()))
            assertSame(verdict, keywright.verify(value, VerifyOptions(scopes = listOf("a:b"), ip = "192.0.2.7")))
            assertSame(verdict, keywright.requireValid(value))
            assertSame(verdict, keywright.authenticate(mapOf("x-api-key" to listOf(value))))
        }
    }

    @Test
    fun `a denial is never a kept object`() {
        openForTests().use { keywright ->
            val value = keywright.user("alice").createApiKey("CI").value
            val verdict = warm(keywright, value)
            val scopes = VerifyOptions(scopes = listOf("a:b"))
            assertEquals(Reason.INSUFFICIENT_SCOPE, keywright.verify(value, scopes).reason)
            assertEquals(Reason.WRONG_TYPE, keywright.verify(value, VerifyOptions(ownerType = OwnerType.TEAM)).reason)
            assertEquals(Reason.INSUFFICIENT_SCOPE, keywright.verify(value, scopes).reason)
            assertSame(verdict, keywright.verify(value))
        }
    }

    @Test
    fun `a change of anything about a key makes another object`() {
        openForTests().use { keywright ->
            val created = keywright.user("alice").createApiKey("CI")
            val key = created.apiKey
            var before = warm(keywright, created.value)
            val changes = listOf<Pair<() -> Any, (ApiKey) -> Boolean>>(
                { key.update(description = "other") } to { it.description == "other" },
                { key.update(metadata = """{"a":1}""") } to { it.metadata == """{"a":1}""" },
                { key.update(scopes = listOf("a:b")) } to { it.scopes == listOf("a:b") },
                { key.update(expiry = Expiry.After(Duration.ofDays(90))) } to { it.expiresAt != null },
                { key.rotate(Duration.ofDays(1)) } to { it.generation == 2L },
            )
            for ((change, holds) in changes) {
                change()
                val after = warm(keywright, created.value)
                assertNotSame(before, after)
                assertTrue(holds(after.apiKey!!))
                before = after
            }
            key.suspend()
            assertEquals(Reason.SUSPENDED, keywright.verify(created.value).reason)
            key.resume()
            assertTrue(warm(keywright, created.value).valid)
            key.revoke()
            assertEquals(Reason.REVOKED, keywright.verify(created.value).reason)
        }
    }

    @Test
    fun `a change by another handle on the file is seen at once`() {
        val path = storePath()
        Keywright.open(path).use { one ->
            Keywright.open(path).use { other ->
                val created = one.user("alice").createApiKey("CI")
                val verdict = warm(one, created.value)
                assertSame(verdict, one.verify(created.value))
                other.apiKey(created.apiKey.id).update(description = "other")
                assertEquals("other", one.verify(created.value).apiKey?.description)
                other.apiKey(created.apiKey.id).revoke()
                assertEquals(Reason.REVOKED, one.verify(created.value).reason)
            }
        }
    }

    @Test
    fun `keys that share a place never share an object`() {
        // A build for development has 64 places, so that each is shared by several.
        openForTests().use { keywright ->
            val made = (0 until 10).flatMap { number ->
                val owner = "owner-$number"
                keywright.user(owner).createApiKeys(List(30) { NewApiKey(owner) }).map { Triple(it.value, it.apiKey.id, owner) }
            }
            fun check(one: Triple<String, String, String>) {
                val (value, id, owner) = one
                val verdict = keywright.verify(value)
                assertEquals(listOf(id, owner, owner), listOf(verdict.apiKeyId, verdict.userId, verdict.apiKey?.description))
                assertEquals(id, keywright.verify(value).apiKeyId)
            }
            repeat(3) {
                made.forEach(::check)
                made.reversed().forEach(::check)
                made.indices.forEach { check(made[it * 7 % made.size]) }
            }
            keywright.user("owner-3").suspend()
            for (one in made) {
                if (one.third == "owner-3") assertEquals(Reason.SUSPENDED, keywright.verify(one.first).reason) else check(one)
            }
        }
    }

    @Test
    fun `a name finds its own object and no other at the same place`() {
        openForTests().use { keywright ->
            val verdict = warm(keywright, keywright.user("alice").createApiKey("CI").value)
            val name = checkNotNull(verdict.keptAs)
            val hotPath = checkNotNull(keywright.hotPath)
            assertSame(verdict, hotPath.keptAs(name))
            assertEquals(name % HotPath.most, (name + HotPath.most) % HotPath.most)
            assertNull(hotPath.keptAs(name + HotPath.most), "what a thread would ask for that was overtaken")
            assertNull(hotPath.keptAs(name + 1), "a place that is empty")
        }
    }

    @Test
    fun `each check is counted once, whichever way it takes`() {
        openForTests().use { keywright ->
            val created = keywright.user("alice").createApiKey("CI")
            repeat(10) { assertTrue(keywright.verify(created.value).valid) }
            repeat(3) { keywright.verify(created.value, VerifyOptions(scopes = listOf("a:b"))) }
            keywright.authenticate(mapOf("X-Api-Key" to listOf(created.value)))
            keywright.explain(created.value)
            keywright.flush()
            val total = created.apiKey.usageOfLast(1).total
            assertEquals(11L to mapOf("insufficient_scope" to 3L), total.valid to total.denied)
        }
    }
}
