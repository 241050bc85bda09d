package keywright

import java.time.Duration
import java.time.Instant

/** What can be done with a key, by its id: [Keywright.apiKey] makes one, and every [ApiKey] is one. */
public sealed class ApiKeyOperations(private val surface: Keywright, id: String) : Surface {
    /** The id, which stays for the life of the key. */
    public val id: String = id

    private inline fun <T> native(work: (NativeApiKeyHandle) -> T): T = call { surface.native.apiKey(id).use(work) }

    private fun record(stored: StoredApiKey) = ApiKey(stored, surface)

    /**
     * Changes the key. What is not given stays.
     *
     * @param description what it is for: 1 to 500 characters.
     * @param expiry when it ends.
     * @param scopes what it may do.
     * @param metadata a JSON object of your own, as text.
     * @param ipAllowList the networks that it may be used from.
     * @return the key as it is now.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun update(
        description: String? = null,
        expiry: Expiry? = null,
        scopes: List<String>? = null,
        metadata: String? = null,
        ipAllowList: List<String>? = null,
    ): ApiKey = update(ApiKeyUpdate(description, expiry, scopes, metadata, ipAllowList))

    /** Changes the key: see the other `update`. */
    @Throws(KeywrightException::class)
    public fun update(update: ApiKeyUpdate): ApiKey = native { record(it.update(update)) }

    /**
     * Suspends the key until it is resumed.
     *
     * @param reason why, for people.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun suspend(reason: String? = null): ApiKey = native { record(it.suspend(reason)) }

    /** Lifts the suspension. One that the server made only the server lifts. */
    @Throws(KeywrightException::class)
    public fun resume(): ApiKey = native { record(it.resume()) }

    /**
     * Ends the key for good. A second time changes nothing: the first time, who and why stay.
     *
     * @param reason why, for people.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun revoke(reason: String? = null): ApiKey = native { record(it.revoke(reason)) }

    /**
     * Gives the key another secret, and the one that it replaces an end. Limits, scopes and history stay.
     *
     * @param grace how long the replaced secret goes on to work.
     * @return the key with its new secret: the only time that this is shown.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun rotate(grace: Grace = Grace.Now): CreatedApiKey = native { CreatedApiKey(it.rotate(grace), surface) }

    /** Gives the key another secret; the one that it replaces works on for this long. */
    @Throws(KeywrightException::class)
    public fun rotate(grace: Duration): CreatedApiKey = rotate(Grace.Lasting(grace))

    /** Deletes the key with its history. [revoke] is what one wants nearly always. */
    @Throws(KeywrightException::class)
    public fun purge(): Unit = native { it.purge() }

    /**
     * Returns how the key was used between two instants, without gaps.
     *
     * @param step how long one point of the series is.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun usage(start: Instant, end: Instant, step: UsageStep = UsageStep.DAY): Usage =
        native { it.usage(start, end, step) }

    /**
     * Returns how the key was used in the last minutes, hours or days.
     *
     * @param buckets how many points.
     * @param step how long one point is.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun usageOfLast(buckets: Int, step: UsageStep = UsageStep.DAY): Usage =
        native { it.usageOfLast(buckets.toLong(), step) }

    internal fun stored(): StoredApiKey = native { it.get() }

    internal fun whyInvalid(status: Status, expiresAt: Instant?): String? =
        call { surface.native.whyInvalid(status, expiresAt) }
}

/** A key, by id. Making one reads nothing, and the key need not exist. */
public class ApiKeyHandle internal constructor(private val surface: Keywright, id: String) :
    ApiKeyOperations(surface, id) {
    /**
     * Returns the key as stored.
     *
     * @throws KeywrightException.NotFound when there is none.
     */
    @Throws(KeywrightException::class)
    public fun get(): ApiKey = ApiKey(stored(), surface)

    override fun toString(): String = "ApiKeyHandle(id=$id)"
}

/**
 * What is stored about a key, safe to show, as it was when it was read. It never holds the secret.
 *
 * Its methods act as whoever read it: as the server, or as the user of [Keywright.actingAs].
 */
public class ApiKey internal constructor(private val stored: StoredApiKey, surface: Keywright) :
    ApiKeyOperations(surface, stored.id) {
    /** Whose it is. */
    public val owner: Owner get() = stored.owner

    /** Whether a user or a team owns it. */
    public val type: OwnerType get() = stored.owner.ownerType

    /** The user who owns it; null when a team does. */
    public val userId: String? get() = stored.owner.id.takeIf { type == OwnerType.USER }

    /** The team that owns it; null when a user does. */
    public val teamId: String? get() = stored.owner.id.takeIf { type == OwnerType.TEAM }

    /** What it is for. */
    public val description: String get() = stored.description

    /** What state it was in when this was read: the first of revoked, suspended, expired and active that holds. */
    public val status: Status get() = stored.status

    /** Whether it is for code that runs at the customer's. */
    public val isPublic: Boolean get() = stored.isPublic

    /** The last four characters of the newest secret's text. */
    public val lastFour: String get() = stored.lastFour

    /** What it may do. */
    public val scopes: List<String> get() = stored.scopes

    /** A JSON object of your own, as text. */
    public val metadata: String get() = stored.metadata

    /** The networks that it may be used from; from everywhere when there are none. */
    public val ipAllowList: List<String> get() = stored.ipAllowList

    /** When it was made. */
    public val createdAt: Instant get() = stored.createdAt

    /** Who made it: `server`, `server:NAME` or `user:ID`. */
    public val createdBy: String get() = stored.createdBy

    /** When it ends; null when never. */
    public val expiresAt: Instant? get() = stored.expiresAt

    /** When it was suspended. */
    public val suspendedAt: Instant? get() = stored.suspendedAt

    /** Who suspended it. */
    public val suspendedBy: String? get() = stored.suspendedBy

    /** Why it was suspended. */
    public val suspendReason: String? get() = stored.suspendReason

    /** Whether all keys of its owner are suspended. */
    public val isOwnerSuspended: Boolean get() = stored.isOwnerSuspended

    /** When it was revoked. */
    public val revokedAt: Instant? get() = stored.revokedAt

    /** Who revoked it. */
    public val revokedBy: String? get() = stored.revokedBy

    /** Why it was revoked. */
    public val revokeReason: String? get() = stored.revokeReason

    /** The number of the newest secret. */
    public val generation: Long get() = stored.generation

    /** All its secrets, the oldest first. */
    public val generations: List<Generation> get() = stored.generations

    /** Says whether the key can be used now, as far as this record knows. A check asks the store: [Keywright.verify]. */
    @Throws(KeywrightException::class)
    public fun isValid(): Boolean = whyInvalid() == null

    /** Says why it can not: `manually-revoked`, `suspended` or `expired`; null when it can. */
    @Throws(KeywrightException::class)
    public fun whyInvalid(): String? = whyInvalid(stored.status, stored.expiresAt)

    override fun equals(other: Any?): Boolean = other is ApiKey && other.stored == stored

    override fun hashCode(): Int = id.hashCode()

    override fun toString(): String =
        "ApiKey(id=$id, owner=${stored.owner.ownerType}:${stored.owner.id}, description=$description, status=$status, lastFour=$lastFour)"
}

/**
 * The first view of a key, and the only one with its secret. It prints without it.
 *
 * @property apiKey what is stored.
 */
public class CreatedApiKey internal constructor(stored: StoredCreatedApiKey, surface: Keywright) {
    public val apiKey: ApiKey = ApiKey(stored.apiKey, surface)

    /** The whole text of the key. Show it once, and keep it nowhere. */
    public val value: String = String(stored.value, Charsets.US_ASCII)

    override fun toString(): String = "CreatedApiKey(apiKey=$apiKey, value=<redacted>)"
}

/**
 * Some of many keys.
 *
 * @property items the keys, newest first.
 * @property nextCursor what to ask for the next page with; null on the last one.
 */
public class Page internal constructor(public val items: List<ApiKey>, public val nextCursor: String?) {
    override fun toString(): String = "Page(items=$items, nextCursor=$nextCursor)"
}
