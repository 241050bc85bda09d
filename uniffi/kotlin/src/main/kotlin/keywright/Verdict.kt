package keywright

import java.time.Duration

/**
 * The answer of a check: valid with the record and its owner, or denied with one [reason].
 *
 * A denied verdict carries neither the record nor the owner, so that nothing can be done with it by mistake. It never changes;
 * ask again for the next request.
 */
public class Verdict internal constructor(private val facts: StoredVerdict, private val surface: Keywright) {
    /** Whether the key may pass. */
    public val valid: Boolean = facts.valid

    /** The name of what memory holds of the key; nothing when this may not be handed out again. */
    internal val keptAs: Long? get() = facts.keptAs

    /** Why it may not; null when it may. */
    public val reason: Reason? get() = facts.reason

    /** The record of a valid key; null when it is denied. It acts as the server. */
    public val apiKey: ApiKey? = facts.apiKey?.let { ApiKey(it, surface) }

    /** Which key it is, as far as that is known. For logs: also there when the key is denied. */
    public val apiKeyId: String? get() = facts.apiKeyId

    /** The user who owns a valid key. */
    public val userId: String? get() = facts.userId

    /** The team that owns a valid key. */
    public val teamId: String? get() = facts.teamId

    /** Whether a valid key is public: known to everybody. */
    public val isPublic: Boolean get() = facts.isPublic

    /** How long the client should wait before it asks again. */
    public val retryAfter: Duration? get() = facts.retryAfter

    /** Returns how to answer a request whose credential the key was: 200 with nothing in it when it is valid. */
    public fun http(): HttpAnswer = facts.http

    /** Returns how to answer a request that asks about the key, as Stack Auth's `check` does. */
    public fun checkHttp(): HttpAnswer = facts.checkHttp

    /**
     * Returns this verdict when it is valid.
     *
     * @throws KeywrightException.Denied otherwise, with this verdict in it.
     */
    @Throws(KeywrightException::class)
    public fun requireValid(): Verdict {
        if (!valid) throw KeywrightException.Denied(facts.denial ?: "the key is denied", this)
        return this
    }

    override fun equals(other: Any?): Boolean = other is Verdict && other.facts.copy(keptAs = null) == facts.copy(keptAs = null)

    override fun hashCode(): Int = facts.apiKeyId.hashCode() * 31 + facts.reason.hashCode()

    override fun toString(): String =
        "Verdict(valid=$valid, reason=$reason, apiKeyId=$apiKeyId, userId=$userId, teamId=$teamId, isPublic=$isPublic)"
}

/**
 * Why a key is valid or denied.
 *
 * @property verdict the verdict.
 * @property gates every gate, in the order in which a key meets them, with what it saw.
 */
public class Explanation internal constructor(public val verdict: Verdict, public val gates: List<GateReport>) {
    override fun toString(): String = "Explanation(verdict=$verdict, gates=$gates)"
}
