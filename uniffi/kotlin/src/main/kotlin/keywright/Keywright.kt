package keywright

import java.nio.file.Path
import java.time.Instant
import java.util.UUID

/**
 * The handle on one store of keys. Open one for the life of the program, use it from any thread, close it at the end.
 *
 * ```kotlin
 * Keywright.open("keys.sqlite3").use { keywright ->
 *     val created = keywright.user("alice").createApiKey("CI")
 *     println(created.value) // shown once
 *     println(keywright.verify(created.value).userId) // alice
 * }
 * ```
 *
 * All operations may wait for a disk and block, but [verify], [requireValid] and [authenticate], which answer from memory as a
 * rule. [suspending] calls any of them from a coroutine.
 */
public open class Keywright internal constructor(internal val native: NativeKeywright) : Surface, AutoCloseable {
    internal val hotPath: HotPath? = if (NativeLibrary.hasHotPath) HotPath(this) else null

    // ---- the handle itself ------------------------------------------------------------------------------------------

    /** Closes the store: waits for calls in flight, and writes what is written behind. A second time does nothing. */
    override fun close(): Unit = call { native.shutdown() }

    /** Whether the store was closed. */
    public val isClosed: Boolean get() = native.isClosed()

    /** Who acts: `server`, `server:NAME` or `user:ID`. */
    public val actor: String get() = native.actor()

    /** Returns the store's time. */
    public fun now(): Instant = native.now()

    /**
     * Makes a handle that acts as one of your users, whose rights are checked: own keys, and those of teams where the user holds
     * `$manage_api_keys`.
     *
     * @param userId the user, as your own sign-in knows it: never an id that the request brings along.
     * @param teamPermissions what the user holds in teams, when you keep teams yourself. It holds for this handle and is not stored.
     * @param grantableScopes scopes that the user may give to keys; none without this.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun actingAs(
        userId: String,
        teamPermissions: Map<String, List<String>> = emptyMap(),
        grantableScopes: List<String> = emptyList(),
    ): Keywright = call { Keywright(native.actingAs(userId, teamPermissions, grantableScopes)) }

    /** Makes a handle that acts as the server in somebody's name, for the audit log: `by("support:bob")`. */
    @Throws(KeywrightException::class)
    public fun by(name: String): Keywright = call { Keywright(native.by(name)) }

    /** A handle on a user, by your own id. It costs nothing, and the user need not exist. */
    public fun user(id: String): UserHandle = UserHandle(this, id)

    /** The same for an id that is a number. */
    public fun user(id: Long): UserHandle = user(id.toString())

    /** The same for an id that is a UUID. */
    public fun user(id: UUID): UserHandle = user(id.toString())

    /** A handle on a team, by your own id. It costs nothing, and the team need not exist. */
    public fun team(id: String): TeamHandle = TeamHandle(this, id)

    /** The same for an id that is a number. */
    public fun team(id: Long): TeamHandle = team(id.toString())

    /** The same for an id that is a UUID. */
    public fun team(id: UUID): TeamHandle = team(id.toString())

    /** A handle on a key. Its first call tells whether the id is one. */
    public fun apiKey(id: String): ApiKeyHandle = ApiKeyHandle(this, id)

    // ---- users, teams and keys --------------------------------------------------------------------------------------

    /** Returns a user as stored; null when there is none. */
    @Throws(KeywrightException::class)
    public fun getUser(id: String): User? = call { native.getUser(id)?.let { User(it, this) } }

    /**
     * Returns the user who owns a valid key; null when the key is denied.
     *
     * @throws KeywrightException.Disabled when users' keys are switched off: null would be misunderstood. It carries the verdict.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun getUserByApiKey(value: String?, options: VerifyOptions = VerifyOptions()): User? {
        val answer = call { native.getUserByApiKey(presented(value), options) }
        answer.denied?.let { throw KeywrightException.of(answer.errorCode, answer.errorText, Verdict(it, this)) }
        return answer.user?.let { User(it, this) }
    }

    /** Returns a team as stored; null when there is none, or when the acting user must not know of it. */
    @Throws(KeywrightException::class)
    public fun getTeam(id: String): Team? = call { native.getTeam(id)?.let { Team(it, this) } }

    /**
     * Returns the team that owns a valid key; null when the key is denied.
     *
     * @throws KeywrightException.Disabled when teams' keys are switched off: null would be misunderstood. It carries the verdict.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun getTeamByApiKey(value: String?, options: VerifyOptions = VerifyOptions()): Team? {
        val answer = call { native.getTeamByApiKey(presented(value), options) }
        answer.denied?.let { throw KeywrightException.of(answer.errorCode, answer.errorText, Verdict(it, this)) }
        return answer.team?.let { Team(it, this) }
    }

    /**
     * Makes a team.
     *
     * @param displayName a name for people.
     * @param id your own id; without one the team gets one.
     * @param creator the first member, with all permissions; under [actingAs] the acting user.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun createTeam(displayName: String, id: String? = null, creator: String? = null): Team =
        call { Team(native.createTeam(NewTeam(displayName, id, creator)), this) }

    /**
     * Returns a key as stored.
     *
     * @throws KeywrightException.NotFound when there is none.
     */
    @Throws(KeywrightException::class)
    public fun getApiKey(id: String): ApiKey = call { ApiKey(native.getApiKey(id), this) }

    /** Returns keys, newest first: all that the filter lets through. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun listApiKeys(filter: ApiKeyFilter = ApiKeyFilter()): List<ApiKey> =
        call { native.listApiKeys(filter).map { ApiKey(it, this) } }

    /**
     * Returns keys page by page, newest first.
     *
     * @param filter which keys.
     * @param limit how many on a page.
     * @param cursor [Page.nextCursor] of the page before; null for the first one.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun pageApiKeys(filter: ApiKeyFilter = ApiKeyFilter(), limit: Int = 50, cursor: String? = null): Page = call {
        val page = native.pageApiKeys(filter, limit.toLong(), cursor)
        Page(page.items.map { ApiKey(it, this) }, page.nextCursor)
    }

    /** Revokes every key that meets all conditions, of which there must be one, and returns how many there were. */
    @Throws(KeywrightException::class)
    public fun revokeAll(conditions: RevokeAllConditions): Long = call { native.revokeAll(conditions) }

    // ---- checks -----------------------------------------------------------------------------------------------------

    /**
     * Checks a key. Denied is an answer, too: ask [Verdict.valid], or use [requireValid].
     *
     * It answers on the calling thread: from memory as a rule, else by one read.
     *
     * @param value the text of the key as it was presented; nothing is trimmed. Null is answered like an empty text: denied.
     * @param options what the check asks beside. Hold one object for each route: it is cheaper.
     * @throws KeywrightException when there is no answer, which is never a yes.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun verify(value: String?, options: VerifyOptions? = null): Verdict = verify(presented(value), options)

    /** Checks a key that is there as bytes: see the other `verify`. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun verify(value: ByteArray, options: VerifyOptions? = null): Verdict =
        hotPath?.verify(value, options) ?: call { Verdict(native.verify(value, options ?: VerifyOptions()), this) }

    /**
     * Checks a key, and takes a denial for an error.
     *
     * @return a valid verdict.
     * @throws KeywrightException.Denied when the key is denied; it carries the verdict.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun requireValid(value: String?, options: VerifyOptions? = null): Verdict = verify(value, options).requireValid()

    /**
     * Finds the key in the headers of a request and checks it: in `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` and the
     * header of the settings, never in a query string. Two different keys are malformed.
     *
     * @param headers names with their values, as the JDK's and most frameworks' requests have them.
     * @param options what the check asks beside, and whether the route works without a key.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun authenticate(headers: Map<String, List<String>>, options: VerifyOptions? = null): Verdict {
        val flat = flat(headers)
        return hotPath?.authenticate(flat, options)
            ?: call { Verdict(native.authenticate(flat, options ?: VerifyOptions()), this) }
    }

    /**
     * Returns the one well-formed key that stands in the headers of a request, without checking it; null when there is none.
     *
     * @throws KeywrightException.InvalidArgument when what stands there is no key, or there are two. [authenticate] answers that
     * by a verdict.
     */
    @Throws(KeywrightException::class)
    public fun extractApiKey(headers: Map<String, List<String>>): String? {
        val found = call { native.extractApiKey(flat(headers)) }
        return when (found.ending) {
            StoredSearchEnd.FOUND -> found.value?.let { String(it, Charsets.US_ASCII) }
            StoredSearchEnd.MISSING -> null
            StoredSearchEnd.MALFORMED, StoredSearchEnd.AMBIGUOUS -> throw KeywrightException.InvalidArgument(
                "the headers hold no key that can be told. found=`${found.ending.name.lowercase()}`",
            )
        }
    }

    /** Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun explain(value: String?, options: VerifyOptions = VerifyOptions()): Explanation = call {
        val explanation = native.explain(presented(value), options)
        Explanation(Verdict(explanation.verdict, this), explanation.gates)
    }

    // ---- settings and permissions -----------------------------------------------------------------------------------

    /** Returns the settings. */
    @Throws(KeywrightException::class)
    public fun settings(): Settings = call { native.settings() }

    /** Changes settings. What is not given stays. */
    @Throws(KeywrightException::class)
    public fun updateSettings(update: SettingsUpdate): Settings = call { native.updateSettings(update) }

    /** Tells how many keys end when a prefix is dropped, as [SettingsUpdate.dropPrefix] wants to know. */
    @Throws(KeywrightException::class)
    public fun previewDropPrefix(prefix: String): Long = call { native.previewDropPrefix(prefix) }

    /**
     * Defines a permission, or defines it anew.
     *
     * @param contains permissions that whoever holds this one holds too.
     * @param description what it is for.
     * @param refuseExisting whether one that is defined already is an error.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun definePermission(
        id: String,
        contains: List<String> = emptyList(),
        description: String? = null,
        refuseExisting: Boolean = false,
    ): PermissionDefinition = call { native.definePermission(id, contains, description, refuseExisting) }

    /** Gives a permission another name, everywhere. */
    @Throws(KeywrightException::class)
    public fun renamePermission(id: String, newId: String): PermissionDefinition =
        call { native.renamePermission(id, newId) }

    /** Deletes a permission, everywhere. */
    @Throws(KeywrightException::class)
    public fun deletePermission(id: String): Unit = call { native.deletePermission(id) }

    /** Returns all permissions that are defined. */
    @Throws(KeywrightException::class)
    public fun listPermissionDefinitions(): List<PermissionDefinition> = call { native.listPermissionDefinitions() }

    // ---- upkeep -----------------------------------------------------------------------------------------------------

    /** Returns entries of the audit log with a number above [after], oldest first. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun events(after: Long = 0, limit: Int = 100): List<Event> = call { native.events(after, limit.toLong()) }

    /** Returns signals with a number above [after], oldest first. They are written about a second late; [flush] does it at once. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun signals(after: Long = 0, limit: Int = 100): List<Signal> = call { native.signals(after, limit.toLong()) }

    /** Returns what there is to know about the store itself, for a log. */
    @Throws(KeywrightException::class)
    public fun status(): StoreInfo = call { native.status() }

    /** Loads keys into memory before anybody presents them: all, or those of one owner. */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun warm(owner: Owner? = null): Warmed = call { native.warm(owner) }

    /** Looks at every page and row of the store. */
    @Throws(KeywrightException::class)
    public fun checkIntegrity(): Integrity = call { native.checkIntegrity() }

    /** Writes now what is written behind: usage, signals. */
    @Throws(KeywrightException::class)
    public fun flush(): Unit = call { native.flush() }

    /** Returns when keys were last valid, by their ids. A key that never was is not there. */
    @Throws(KeywrightException::class)
    public fun lastUsed(ids: Collection<String>): Map<String, LastUse> = call { native.lastUsed(ids.toList()) }

    /** Copies the store and its usage into one new file, while it is in use. */
    @Throws(KeywrightException::class)
    public fun backup(path: Path): Backup = call { native.backup(path.toString()) }

    /** Tells what [restore] would do. */
    @Throws(KeywrightException::class)
    public fun previewRestore(path: Path): RestoreReport = call { report(native.previewRestore(path.toString())) }

    /**
     * Makes the store what it was when the backup was taken.
     *
     * @param withRevoked whether keys that were revoked since come back as they were. They stay revoked otherwise.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun restore(path: Path, withRevoked: Boolean = false): RestoreReport =
        call { report(native.restore(path.toString(), withRevoked)) }

    /** Writes the store into a new file of JSON lines, which only its owner can read. */
    @Throws(KeywrightException::class)
    public fun export(path: Path): Unit = call { native.export(path.toString()) }

    /**
     * Adds what an export holds. What is there already stays as it is.
     *
     * @param dryRun whether to tell only what would be done.
     */
    @Throws(KeywrightException::class)
    @JvmOverloads
    public fun import(path: Path, dryRun: Boolean = false): ImportReport = call { native.import(path.toString(), dryRun) }

    /** Tells how far the store is sealed. */
    @Throws(KeywrightException::class)
    public fun sealStatus(): SealStatus = call { native.sealStatus() }

    /** Seals every row under the master key that the store was opened with. */
    @Throws(KeywrightException::class)
    public fun seal(): SealReport = call { native.seal() }

    /** Wraps the data keys under the newest master key, and returns how many there were. */
    @Throws(KeywrightException::class)
    public fun rotateMasterKey(): Long = call { native.rotateMasterKey() }

    /** Makes a new data key and seals every row with it. */
    @Throws(KeywrightException::class)
    public fun rekey(): SealReport = call { native.rekey() }

    override fun toString(): String = "Keywright(actor=$actor, isClosed=$isClosed)"

    private fun report(stored: StoredRestoreReport) = RestoreReport(stored, this)

    public companion object {
        /** No key is longer; one more tells that a text is. */
        private const val MOST_BYTES = 129

        /**
         * Opens a store on disk, and makes its file when there is none. The folder must exist. Several programs may open it.
         *
         * @param options how.
         * @param masterKeys of a sealed store, newest first.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(KeywrightException::class)
        public fun open(
            path: Path,
            options: OpenOptions = OpenOptions(),
            masterKeys: List<String> = emptyList(),
        ): Keywright = open(path.toString(), options, masterKeys)

        /** Opens a store on disk: see the other `open`. */
        @JvmStatic
        @JvmOverloads
        @Throws(KeywrightException::class)
        public fun open(
            path: String,
            options: OpenOptions = OpenOptions(),
            masterKeys: List<String> = emptyList(),
        ): Keywright = call { Keywright(NativeKeywright.open(path, options, masterKeys)) }

        /** Opens a store in memory, which is gone when it is closed. */
        @JvmStatic
        @JvmOverloads
        @Throws(KeywrightException::class)
        public fun openInMemory(
            options: OpenOptions = OpenOptions(),
            masterKeys: List<String> = emptyList(),
        ): Keywright = call { Keywright(NativeKeywright.openInMemory(options, masterKeys)) }

        /** Takes the file of a store to the schema of this version. Older programs may then not read it any more. */
        @JvmStatic
        @JvmOverloads
        @Throws(KeywrightException::class)
        public fun migrate(
            path: Path,
            options: OpenOptions = OpenOptions(),
            masterKeys: List<String> = emptyList(),
        ): Migrated = call { keywright.migrate(path.toString(), options, masterKeys) }

        /** Makes a new master key, as text. Keep it apart from the store, and where you will find it again. */
        @JvmStatic
        @Throws(KeywrightException::class)
        public fun generateMasterKey(): String = call { keywright.generateMasterKey() }

        /**
         * Reads the text of a key without a store. It is no check: that takes [verify].
         *
         * @throws KeywrightException.InvalidArgument when the text is no key.
         */
        @JvmStatic
        @Throws(KeywrightException::class)
        public fun parse(text: String): ParsedToken {
            val answer = call { keywright.parse(presented(text)) }
            return answer.token
                ?: throw KeywrightException.InvalidArgument("the text is no key. malformed=`${answer.malformed}`")
        }

        /** Hides the secrets of all keys in a text, such as a line of a log, and leaves their ids to be found by. */
        @JvmStatic
        @Throws(KeywrightException::class)
        public fun redact(text: String): String = call { keywright.redact(text) }

        /** The text of a key that was presented, as bytes: no more of it than tells that it is too long. */
        internal fun presented(value: String?): ByteArray = when {
            value == null -> ByteArray(0)
            value.length > MOST_BYTES -> value.substring(0, MOST_BYTES).toByteArray()
            else -> value.toByteArray()
        }

        /** Names of headers are text; values are bytes, each character of the JDK's being one. */
        private fun flat(headers: Map<String, List<String>>): List<StoredHeader> =
            headers.flatMap { (name, values) -> values.map { StoredHeader(name, it.toByteArray()) } }
    }
}

/** What a restore did or would do. */
public class RestoreReport internal constructor(private val stored: StoredRestoreReport, private val surface: Keywright) {
    private fun keys(stored: List<StoredApiKey>) = stored.map { ApiKey(it, surface) }

    /** How many keys the backup holds. */
    public val apiKeys: Long get() = stored.apiKeys

    /** How many users it holds. */
    public val users: Long get() = stored.users

    /** How many teams it holds. */
    public val teams: Long get() = stored.teams

    /** How many keys the backup does not have: they are gone when it is restored. */
    public val apiKeysMadeSince: Long get() = stored.apiKeysMadeSince

    /** Keys that were revoked since. */
    public val revokedSince: List<ApiKey> get() = keys(stored.revokedSince)

    /** Keys that were deleted since. They come back revoked. */
    public val deletedSince: List<ApiKey> get() = keys(stored.deletedSince)

    /** Keys whose rows something else than Keywright has changed since. They come back revoked. */
    public val tamperedSince: List<ApiKey> get() = keys(stored.tamperedSince)

    /** Keys with a secret that was replaced since. */
    public val rotatedSince: List<ApiKey> get() = keys(stored.rotatedSince)

    /** Keys that were suspended since. */
    public val suspendedSince: List<ApiKey> get() = keys(stored.suspendedSince)

    /** Users and teams that were suspended since. */
    public val ownersSuspendedSince: List<Owner> get() = stored.ownersSuspendedSince

    /** Rows of the backup that are not sealed. */
    public val unsealedRows: Long get() = stored.unsealedRows

    /** What became of the usage. */
    public val usage: BackupUsage get() = stored.usage

    override fun toString(): String = stored.toString()
}
