@file:JvmName("Testing")

package keywright.testing

import java.time.Duration
import java.time.Instant
import keywright.Keywright
import keywright.KeywrightException
import keywright.NativeTestClock
import keywright.call

/**
 * The clock of a store for tests. It stands still until it is moved.
 */
public class Clock internal constructor(private val native: NativeTestClock) {
    /** Returns what it shows. */
    public fun now(): Instant = native.now()

    /**
     * Moves it forward.
     *
     * @throws KeywrightException.InvalidArgument when the duration is negative; [set] moves it back.
     */
    @Throws(KeywrightException::class)
    public fun advance(duration: Duration): Unit = call { native.advance(duration) }

    /** Makes it show an instant. */
    @Throws(KeywrightException::class)
    public fun set(now: Instant): Unit = call { native.set(now) }

    override fun toString(): String = "Clock(now=${now()})"
}

/**
 * A store in memory with a [clock] that a test moves. Handles made from it share that clock.
 */
public class TestKeywright internal constructor(native: NativeTestClock) : Keywright(native.keywright()) {
    /** The clock. */
    public val clock: Clock = Clock(native)
}

/**
 * Opens a store in memory whose clock stands still. It takes no path, so a real store can never get a movable clock.
 *
 * ```kotlin
 * openForTests().use { keywright ->
 *     val created = keywright.user("alice").createApiKey("CI", expiresIn = Duration.ofDays(90))
 *     keywright.clock.advance(Duration.ofDays(91))
 *     check(keywright.verify(created.value).reason == Reason.EXPIRED)
 * }
 * ```
 *
 * @param now what the clock shows at first: the first of January 2027 by default.
 */
@JvmOverloads
@Throws(KeywrightException::class)
public fun openForTests(now: Instant = Instant.parse("2027-01-01T00:00:00Z")): TestKeywright =
    call { TestKeywright(NativeTestClock.openForTests(now)) }
