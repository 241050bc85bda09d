package keywright

import java.time.Duration
import java.time.Instant
import keywright.testing.openForTests
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** `keywright.testing`: a store in memory whose clock a test moves. */
class TestingTest {
    @Test
    fun `the clock stands still until it is moved`() {
        openForTests().use { keywright ->
            val start = Instant.parse("2027-01-01T00:00:00Z")
            assertEquals(listOf(start, start, start), listOf(keywright.now(), keywright.clock.now(), keywright.now()))
            keywright.clock.advance(Duration.ofDays(1))
            assertEquals(start.plus(Duration.ofDays(1)), keywright.now())
            val later = Instant.parse("2028-02-29T00:00:00Z")
            keywright.clock.set(later)
            assertEquals(later, keywright.actingAs("alice").now(), "handles made from it share the clock")
            assertEquals("Clock(now=$later)", keywright.clock.toString())
        }
    }

    @Test
    fun `a key ends when its time has come`() {
        val start = Instant.parse("2030-05-01T12:00:00Z")
        openForTests(start).use { keywright ->
            val created = keywright.user("alice").createApiKey("CI", expiresIn = Duration.ofDays(90))
            assertEquals(start.plus(Duration.ofDays(90)), created.apiKey.expiresAt)
            assertTrue(created.apiKey.isValid())
            keywright.clock.advance(Duration.ofDays(90).minusMillis(1))
            assertTrue(keywright.verify(created.value).valid)
            keywright.clock.advance(Duration.ofMillis(1))
            assertEquals(Reason.EXPIRED, keywright.verify(created.value).reason)
            assertEquals("expired", created.apiKey.whyInvalid(), "a record asks the store's time")
            assertEquals("manually-revoked", created.apiKey.revoke().whyInvalid())
            assertNull(keywright.user("alice").createApiKey("never").apiKey.whyInvalid())
        }
    }

    @Test
    fun `two stores for tests have nothing in common`() {
        openForTests().use { one ->
            openForTests().use { other ->
                val value = one.user("alice").createApiKey("CI").value
                assertEquals(Reason.NOT_FOUND, other.verify(value).reason)
                one.clock.advance(Duration.ofDays(1))
                assertEquals(Instant.parse("2027-01-01T00:00:00Z"), other.now())
            }
        }
    }
}
