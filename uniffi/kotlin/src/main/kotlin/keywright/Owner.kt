package keywright

import java.time.Duration
import java.time.Instant

/** What a user and a team have in common: keys. */
public sealed class OwnerOperations(internal val surface: Keywright, id: String) : Surface {
    /** Your own id of it. */
    public val id: String = id

    /** Whether it is a user or a team. */
    public abstract val ownerType: OwnerType

    /** Who this is, for filters and conditions. */
    public fun owner(): Owner = Owner(ownerType, id)

    /**
     * Makes a key. Its secret is in what this returns, and nowhere else ever after.
     *
     * @param description what it is for: 1 to 500 characters.
     * @param expiresIn how long it lives; not together with [expiresAt]. Without both it never ends.
     * @param expiresAt when it ends.
     * @param isPublic whether it is for code that runs at the customer's.
     * @param scopes what it may do, such as `invoices:read`.
     * @param metadata a JSON object of your own, as text.
     * @param ipAllowList the networks that it may be used from; from everywhere when there are none.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun createApiKey(
        description: String,
        expiresIn: Duration? = null,
        expiresAt: Instant? = null,
        isPublic: Boolean = false,
        scopes: List<String> = emptyList(),
        metadata: String? = null,
        ipAllowList: List<String> = emptyList(),
    ): CreatedApiKey {
        if (expiresIn != null && expiresAt != null) {
            throw KeywrightException.InvalidArgument("a key takes `expiresIn` or `expiresAt`, not both")
        }
        val expiry = expiresIn?.let(Expiry::After) ?: expiresAt?.let(Expiry::At)
        return createApiKey(NewApiKey(description, expiry, isPublic, scopes, metadata, ipAllowList))
    }

    /** Makes a key: see the other `createApiKey`. */
    @Throws(KeywrightException::class)
    public abstract fun createApiKey(new: NewApiKey): CreatedApiKey

    /** Makes several keys: all, or none. */
    @Throws(KeywrightException::class)
    public abstract fun createApiKeys(new: List<NewApiKey>): List<CreatedApiKey>

    /**
     * Returns the keys, newest first.
     *
     * @param status only those in this state.
     * @param search only those with this in the description or the end of the text.
     */
    @Throws(KeywrightException::class)
    public abstract fun listApiKeys(status: Status? = null, search: String? = null): List<ApiKey>
}

/** What can be done with a user, by id: [Keywright.user] makes one, and every [User] is one. */
public sealed class UserOperations(surface: Keywright, id: String) : OwnerOperations(surface, id) {
    private inline fun <T> native(work: (NativeUserHandle) -> T): T = call { surface.native.user(id).use(work) }

    override val ownerType: OwnerType get() = OwnerType.USER

    override fun createApiKey(new: NewApiKey): CreatedApiKey = native { CreatedApiKey(it.createApiKey(new), surface) }

    override fun createApiKeys(new: List<NewApiKey>): List<CreatedApiKey> =
        native { handle -> handle.createApiKeys(new).map { CreatedApiKey(it, surface) } }

    override fun listApiKeys(status: Status?, search: String?): List<ApiKey> =
        native { handle -> handle.listApiKeys(status, search).map { ApiKey(it, surface) } }

    /**
     * Changes the user, who comes into being by that. What is not given stays; [TextChange.Clear] takes it away.
     *
     * @param displayName a name for people.
     * @param primaryEmail an address for people.
     * @param metadata a JSON object of your own, as text.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun update(
        displayName: TextChange? = null,
        primaryEmail: TextChange? = null,
        metadata: String? = null,
    ): User = native { User(it.update(UserUpdate(displayName, primaryEmail, metadata)), surface) }

    /** Deletes the user with all keys. Revoke here first when your own user is deleted. */
    @Throws(KeywrightException::class)
    public fun delete(): Unit = native { it.delete() }

    /** Suspends all keys of the user. */
    @Throws(KeywrightException::class)
    public fun suspend(): User = native { User(it.suspend(), surface) }

    /** Lifts that suspension. */
    @Throws(KeywrightException::class)
    public fun resume(): User = native { User(it.resume(), surface) }

    /** Returns the teams that the user is in. */
    @Throws(KeywrightException::class)
    public fun listTeams(): List<Team> = native { handle -> handle.listTeams().map { Team(it, surface) } }
}

/** A user, by id. Making one reads nothing, and the user need not exist. */
public class UserHandle internal constructor(surface: Keywright, id: String) : UserOperations(surface, id) {
    override fun toString(): String = "UserHandle(id=$id)"
}

/** What is stored about a user, as it was when it was read. */
public class User internal constructor(private val stored: StoredUser, surface: Keywright) :
    UserOperations(surface, stored.id) {
    /** A name for people. */
    public val displayName: String? get() = stored.displayName

    /** An address for people. */
    public val primaryEmail: String? get() = stored.primaryEmail

    /** A JSON object of your own, as text. */
    public val metadata: String get() = stored.metadata

    /** When the user came into being here. */
    public val createdAt: Instant get() = stored.createdAt

    /** Since when all keys of the user are suspended. */
    public val suspendedAt: Instant? get() = stored.suspendedAt

    /** Who suspended them. */
    public val suspendedBy: String? get() = stored.suspendedBy

    override fun equals(other: Any?): Boolean = other is User && other.stored == stored

    override fun hashCode(): Int = stored.hashCode()

    override fun toString(): String = "User(id=$id, displayName=$displayName)"
}

/** What can be done with a team, by id: [Keywright.team] makes one, and every [Team] is one. */
public sealed class TeamOperations(surface: Keywright, id: String) : OwnerOperations(surface, id) {
    private inline fun <T> native(work: (NativeTeamHandle) -> T): T = call { surface.native.team(id).use(work) }

    override val ownerType: OwnerType get() = OwnerType.TEAM

    override fun createApiKey(new: NewApiKey): CreatedApiKey = native { CreatedApiKey(it.createApiKey(new), surface) }

    override fun createApiKeys(new: List<NewApiKey>): List<CreatedApiKey> =
        native { handle -> handle.createApiKeys(new).map { CreatedApiKey(it, surface) } }

    override fun listApiKeys(status: Status?, search: String?): List<ApiKey> =
        native { handle -> handle.listApiKeys(status, search).map { ApiKey(it, surface) } }

    /**
     * Changes the team, which comes into being by that. What is not given stays; [TextChange.Clear] takes it away.
     *
     * @param displayName a name for people.
     * @param metadata a JSON object of your own, as text.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun update(displayName: TextChange? = null, metadata: String? = null): Team =
        native { Team(it.update(TeamUpdate(displayName, metadata)), surface) }

    /** Deletes the team with all keys and memberships. */
    @Throws(KeywrightException::class)
    public fun delete(): Unit = native { it.delete() }

    /** Suspends all keys of the team. */
    @Throws(KeywrightException::class)
    public fun suspend(): Team = native { Team(it.suspend(), surface) }

    /** Lifts that suspension. */
    @Throws(KeywrightException::class)
    public fun resume(): Team = native { Team(it.resume(), surface) }

    /** Returns the members, by user id. */
    @Throws(KeywrightException::class)
    public fun listMembers(): List<TeamMember> = native { it.listMembers() }

    /**
     * Adds a member.
     *
     * @param permissions what the member may do there; by default what the settings say.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun addMember(userId: String, permissions: List<String>? = null): TeamMember =
        native { it.addMember(userId, permissions) }

    /** Makes these the members, each with its permissions, in one transaction. */
    @Throws(KeywrightException::class)
    public fun setMembers(members: Map<String, List<String>>): List<TeamMember> = native { it.setMembers(members) }

    /**
     * Takes a member out of the team, who loses all rights there at once.
     *
     * @param teamKeys what becomes of the team keys that this member made.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun removeMember(userId: String, teamKeys: TeamKeys = TeamKeys.KEEP): Unit =
        native { it.removeMember(userId, teamKeys) }

    /** Tells which keys of the team a leaving member made. */
    @Throws(KeywrightException::class)
    public fun previewRemoveMember(userId: String): MemberPreview = native { handle ->
        val preview = handle.previewRemoveMember(userId)
        MemberPreview(preview.member, preview.apiKeys.map { ApiKey(it, surface) })
    }

    /** Gives a member a permission. */
    @Throws(KeywrightException::class)
    public fun grantPermission(userId: String, permission: String): TeamMember =
        native { it.grantPermission(userId, permission) }

    /** Takes a permission away from a member. */
    @Throws(KeywrightException::class)
    public fun revokePermission(userId: String, permission: String): TeamMember =
        native { it.revokePermission(userId, permission) }

    /** Says whether a user holds a permission in the team, directly or contained in another. */
    @Throws(KeywrightException::class)
    public fun hasPermission(userId: String, permission: String): Boolean =
        native { it.hasPermission(userId, permission) }

    /** Returns all permissions that a user holds in the team. */
    @Throws(KeywrightException::class)
    public fun listPermissions(userId: String): List<String> = native { it.listPermissions(userId) }
}

/** A team, by id. Making one reads nothing, and the team need not exist. */
public class TeamHandle internal constructor(surface: Keywright, id: String) : TeamOperations(surface, id) {
    override fun toString(): String = "TeamHandle(id=$id)"
}

/** What is stored about a team, as it was when it was read. */
public class Team internal constructor(private val stored: StoredTeam, surface: Keywright) :
    TeamOperations(surface, stored.id) {
    /** A name for people. */
    public val displayName: String? get() = stored.displayName

    /** A JSON object of your own, as text. */
    public val metadata: String get() = stored.metadata

    /** When the team came into being here. */
    public val createdAt: Instant get() = stored.createdAt

    /** Since when all keys of the team are suspended. */
    public val suspendedAt: Instant? get() = stored.suspendedAt

    /** Who suspended them. */
    public val suspendedBy: String? get() = stored.suspendedBy

    override fun equals(other: Any?): Boolean = other is Team && other.stored == stored

    override fun hashCode(): Int = stored.hashCode()

    override fun toString(): String = "Team(id=$id, displayName=$displayName)"
}

/**
 * What a member's leaving would touch.
 *
 * @property member the membership that would end.
 * @property apiKeys the keys of the team that this member made and that are not revoked, newest first.
 */
public class MemberPreview internal constructor(public val member: TeamMember, public val apiKeys: List<ApiKey>) {
    override fun toString(): String = "MemberPreview(member=$member, apiKeys=$apiKeys)"
}
