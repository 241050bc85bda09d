"""The handle on a store, and how it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from keywright import _keywright as native
from keywright._api_key import ApiKey, ApiKeyHandle, given
from keywright._enums import UNSET, Accept, OwnerType, Status, Unset
from keywright._owner import Owner, Team, TeamHandle, User, UserHandle
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from types import TracebackType
    from uuid import UUID

    from keywright._records import (
        Backup,
        Event,
        Explanation,
        ImportReport,
        Integrity,
        LastUse,
        Migrated,
        ParsedToken,
        PermissionDefinition,
        SealReport,
        SealStatus,
        Settings,
        Signal,
        StoreInfo,
    )
    from keywright._records_of_keys import Page, RestoreReport
    from keywright._types import Headers, HostId, Ip, Key, StorePath
    from keywright.aio import AsyncKeywright


Self = TypeVar("Self", bound="Keywright")


def open(
    path: StorePath,
    *,
    existing: bool = False,
    any_file_system: bool = False,
    prefix: str | None = None,
    busy_time_out: timedelta | None = None,
    memory_limit: int | None = None,
    master_keys: Iterable[str] = (),
    accept_unsealed: bool = False,
) -> Keywright:
    """Opens the store at a path, making it if it is missing.

    Opening the same file twice in a process shares one store. Use it from any thread; a child after a fork opens it anew by
    itself. Do not open the file with Python's `sqlite3` in the same process: closing that would drop the locks.

    Args:
        path: The file; its folder must exist. Take an absolute path in a server, whose working folder may change.
        existing: Refuse to make a file.
        any_file_system: Open it on a file system whose locks may not hold.
        prefix: What the keys of a new store begin with, such as `acme`; an existing one has its own.
        busy_time_out: How long to wait for others that write; five seconds by default.
        memory_limit: How many bytes the handle may take for keys that it keeps in memory; 0 keeps none. 64 MiB by default,
            room for about 500,000 keys, and taken only as keys are checked.
        master_keys: The master keys of a sealed store, newest first. Without, `KEYWRIGHT_MASTER_KEY` and
            `KEYWRIGHT_MASTER_KEY_FILE` are read.
        accept_unsealed: Take unsealed rows too, for the days of first sealing.

    Returns:
        The handle, which is also a context manager that closes it.

    Raises:
        StorageError: The file could not be opened, is damaged, or is not a store; it is left as it was.
        MasterKeyError: The store is sealed and no fitting master key was given, or the other way round.
        InvalidArgumentError: An option breaks its rules.

    Example:
        >>> import keywright, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> with keywright.open(f"{folder.name}/keys.db") as kw:
        ...     created = kw.user("alice").create_api_key("laptop")
        ...     print(kw.verify(created.value).user_id)
        alice
    """
    opened = native.open_file(
        path, existing, any_file_system, prefix, busy_time_out, memory_limit, master_keys, accept_unsealed
    )
    return Keywright(opened)


def open_in_memory(
    *,
    prefix: str | None = None,
    memory_limit: int | None = None,
    master_keys: Iterable[str] = (),
    accept_unsealed: bool = False,
) -> Keywright:
    """Opens a store that lives in memory and is gone when its last handle is.

    Args:
        prefix: What keys begin with.
        memory_limit: As in `open`: what may be kept beside the store itself.
        master_keys: Seal it with these; the environment is not read.
        accept_unsealed: Take unsealed rows too.

    Returns:
        The handle, which is also a context manager that closes it.

    Example:
        >>> import keywright
        >>> keywright.open_in_memory().status().path is None
        True
    """
    return Keywright(native.open_in_memory(prefix, memory_limit, master_keys, accept_unsealed))


def migrate(path: StorePath, *, any_file_system: bool = False, master_keys: Iterable[str] = ()) -> Migrated:
    """Takes a store's file to the schema of this version, also where that shuts programs of older versions out.

    Opening takes all other steps by itself. Run it once every process has the new version.

    Args:
        path: The file.
        any_file_system: As in `open`.
        master_keys: As in `open`.

    Returns:
        The schema numbers before and after.

    Raises:
        StorageError: As `open`.

    Example:
        >>> import keywright, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> keywright.open(f"{folder.name}/keys.db").close()
        >>> report = keywright.migrate(f"{folder.name}/keys.db")
        >>> report.schema_before == report.schema_after
        True
    """
    return native.migrate(path, any_file_system, master_keys)


def generate_master_key() -> str:
    """Makes a new master key, as text. Keep it apart from the store, and where you will find it again.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
        >>> kw.seal_status().is_sealed
        True
    """
    return native.generate_master_key()


def parse(text: str | bytes) -> ParsedToken:
    """Reads the text of a key without a store. It is no check: that takes `verify`.

    Args:
        text: The text.

    Raises:
        InvalidArgumentError: The text is no key.

    Example:
        >>> import keywright
        >>> created = keywright.open_in_memory().team("acme").create_api_key("CI")
        >>> keywright.parse(created.value).kind
        <TokenKind.TEAM_SECRET: 'tsk'>
    """
    parsed, malformed = native.parse(text)
    if parsed is None:
        raise InvalidArgumentError(f"the text is no key. malformed=`{malformed}`")
    return parsed


def redact(text: str) -> str:
    """Hides the secrets of all keys in a text, and leaves their ids to be found by.

    Args:
        text: Any text, such as a line of a log.

    Example:
        >>> import keywright
        >>> created = keywright.open_in_memory().user("alice").create_api_key("CI")
        >>> created.value in keywright.redact(f"GET / with {created.value}")
        False
    """
    return native.redact(text)


class Keywright(native.Keywright):
    """The handle on one store. Made by `open` and `open_in_memory`; safe to use from any thread.

    A handle acts as the server, which may do everything, until `acting_as` narrows it to a user whose rights are checked at
    every step. It is a context manager, which closes the store.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> created = kw.user("alice").create_api_key("laptop")
        >>> kw.verify(created.value).user_id
        'alice'
    """

    __slots__ = ()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Keywright actor={self.actor!r} is_closed={self.is_closed}>"

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("a handle can not be pickled; open the store in the other process")

    def close(self) -> None:
        """Closes the store: waits for calls in flight and writes what checks noticed and counted. Twice is fine.

        Every handle that was made from this one is closed with it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.close()
            >>> kw.is_closed
            True
        """
        self._close()

    @property
    def is_closed(self) -> bool:
        """Whether the store was closed."""
        return self._is_closed()

    @property
    def actor(self) -> str:
        """Who acts through this handle: `server`, `server:<name>` or `user:<id>`."""
        return self._actor()

    @property
    def aio(self) -> AsyncKeywright:
        """This handle with methods to `await`, for programs with an event loop."""
        # Only now: most programs have no event loop, and `asyncio` takes its time to import.
        from keywright.aio import AsyncKeywright  # noqa: PLC0415

        return AsyncKeywright(self)

    def acting_as(
        self,
        user_id: HostId,
        *,
        team_permissions: Mapping[HostId, Iterable[str]] | None = None,
        grantable_scopes: Iterable[str] = (),
    ) -> Keywright:
        """Returns a handle that acts as a user, with the same methods, each of which checks that user's rights.

        Args:
            user_id: The user who asks, as your own sign-in knows it: never an id that the request brings along.
            team_permissions: What the user holds in teams of your own, for this call. Nothing of it is stored.
            grantable_scopes: The scopes that the user may give to keys.

        Raises:
            InvalidArgumentError: An id, a permission or a scope breaks its rules.
            PermissionDeniedError: The handle acts as a user already.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> alice = kw.acting_as("alice", team_permissions={"acme": ["$manage_api_keys"]})
            >>> alice.team("acme").create_api_key("CI").api_key.created_by
            'user:alice'
        """
        stated = list((team_permissions or {}).items())
        return Keywright(self._acting_as(user_id, stated, grantable_scopes))

    def by(self, name: str) -> Keywright:
        """Returns a handle that acts as the server and says in whose name.

        Args:
            name: Who, such as `support:bob`.

        Raises:
            InvalidArgumentError: The name is empty or too long.
            PermissionDeniedError: The handle acts as a user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.by("support:bob").user("alice").suspend().suspended_by
            'server:support:bob'
        """
        return Keywright(self._by(name))

    def now(self) -> datetime:
        """Returns the store's time, which never goes back within this process.

        Example:
            >>> import keywright
            >>> str(keywright.open_in_memory().now().tzinfo)
            'UTC'
        """
        return self._now()

    def user(self, id: HostId) -> UserHandle:
        """Returns a handle on a user: free, and nothing is read or made.

        Args:
            id: Your id of the user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").list_api_keys()
            []
        """
        return UserHandle._of(self._user(id))  # noqa: SLF001 - one package

    def team(self, id: HostId) -> TeamHandle:
        """Returns a handle on a team: free, and nothing is read or made.

        Args:
            id: Your id of the team.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.team("acme").list_members()
            []
        """
        return TeamHandle._of(self._team(id))  # noqa: SLF001 - one package

    def api_key(self, id: UUID | str) -> ApiKeyHandle:
        """Returns a handle on a key: free, and nothing is read.

        Args:
            id: The id of the key.

        Raises:
            InvalidArgumentError: The text is no id.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> kw.api_key(str(key.id)).revoke().status
            <Status.REVOKED: 'revoked'>
        """
        return ApiKeyHandle._of(self._api_key(id))  # noqa: SLF001 - one package

    def get_user(
        self,
        id: HostId | None = None,
        *,
        api_key: str | bytes | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> User | None:
        """Returns a user as stored: by id, or the owner of a valid key.

        Args:
            id: Your id of the user.
            api_key: A key that was presented, instead of the id.
            accept: As in `verify`.
            scopes: As in `verify`.
            ip: As in `verify`.

        Returns:
            The user; None when there is none, or when the key is denied.

        Raises:
            DisabledError: The settings switch keys of users off.
            InvalidArgumentError: Both are given, or neither.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.get_user(api_key=created.value) == kw.get_user("alice")
            True
        """
        if id is None and api_key is not None:
            return self._user_of(api_key, None, accept, scopes, ip)
        if id is None or api_key is not None:
            raise InvalidArgumentError("give either the id or `api_key`")
        return self._get_user(id)

    def get_team(
        self,
        id: HostId | None = None,
        *,
        api_key: str | bytes | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Team | None:
        """Returns a team as stored: by id, or the owner of a valid key.

        Args:
            id: Your id of the team.
            api_key: A key that was presented, instead of the id.
            accept: As in `verify`.
            scopes: As in `verify`.
            ip: As in `verify`.

        Returns:
            The team; None when there is none, when the acting user must not know of it, or when the key is denied.

        Raises:
            DisabledError: The settings switch keys of teams off.
            InvalidArgumentError: Both are given, or neither.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.get_team("acme") is None
            True
        """
        if id is None and api_key is not None:
            return self._team_of(api_key, None, accept, scopes, ip)
        if id is None or api_key is not None:
            raise InvalidArgumentError("give either the id or `api_key`")
        return self._get_team(id)

    def create_team(self, display_name: str, *, id: HostId | None = None, creator: HostId | None = None) -> Team:
        """Makes a team.

        Args:
            display_name: A name to show.
            id: Your id; without, one is made.
            creator: The user who becomes its first member, with what the settings say. Under `acting_as` it is the actor.

        Raises:
            AlreadyExistsError: A team has this id.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.create_team("Acme", id="acme", creator="alice").has_permission("alice", "$manage_api_keys")
            True
        """
        return self._create_team(display_name, id, creator)

    def get_api_key(self, id: UUID | str) -> ApiKey:
        """Returns a key as stored.

        Args:
            id: The id of the key.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> kw.get_api_key(key.id).description
            'CI'
        """
        return self._api_key(id).get()

    def list_api_keys(
        self, *, owner: Owner | None = None, status: Status | str | None = None, search: str | None = None
    ) -> list[ApiKey]:
        """Lists keys, newest first: all that the actor may see, or fewer.

        Args:
            owner: Only those of this user or team.
            status: Only those of this status.
            search: Only those whose description contains this, or whose id it is.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> len(kw.list_api_keys(owner=kw.user("alice")))
            1
        """
        return self._list_api_keys(owner, status, search)

    def page_api_keys(
        self,
        *,
        owner: Owner | None = None,
        status: Status | str | None = None,
        search: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page:
        """Lists keys page by page, newest first.

        Args:
            owner: Only those of this user or team.
            status: Only those of this status.
            search: Only those whose description contains this, or whose id it is.
            limit: How many on a page, 1 to 1,000.
            cursor: The `next_cursor` of the page before. It says where to go on, never what may be seen.

        Raises:
            InvalidArgumentError: The limit or the cursor breaks its rules.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_keys([keywright.NewApiKey(str(n)) for n in range(3)])
            >>> first = kw.page_api_keys(limit=2)
            >>> len(first.items), len(kw.page_api_keys(limit=2, cursor=first.next_cursor).items)
            (2, 1)
        """
        return self._page_api_keys(owner, status, search, limit, cursor)

    def revoke_all(
        self,
        *,
        owner: Owner | None = None,
        created_before: datetime | None = None,
        created_by: str | None = None,
        prefix: str | None = None,
        reason: str | None = None,
    ) -> int:
        """Revokes every key that all given conditions name, in one transaction, and returns how many.

        Args:
            owner: Keys of this user or team.
            created_before: Keys that were made before.
            created_by: Keys that this actor made: `server`, `server:<name>` or `user:<id>`.
            prefix: Keys with this prefix.
            reason: Why, for the record.

        Raises:
            InvalidArgumentError: Nothing is named, which would mean every key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.revoke_all(owner=kw.user("alice"), reason="account taken over")
            1
        """
        return self._revoke_all(owner, created_before, created_by, prefix, reason)

    def explain(
        self,
        value: Key,
        *,
        owner_type: OwnerType | str | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Explanation:
        """Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.

        Args:
            value: As in `verify`.
            owner_type: As in `verify`.
            accept: As in `verify`.
            scopes: As in `verify`.
            ip: As in `verify`.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.explain(created.value, scopes=["invoices:read"]).gates[-1].saw
            'invoices:read was asked for; it holds none'
        """
        return self._explain(value, owner_type, accept, scopes, ip)

    def extract_api_key(self, headers: Headers) -> str | None:
        """Returns the one well-formed key that stands in the headers of a request, without checking it.

        Args:
            headers: As in `authenticate`.

        Returns:
            The key; None when there is none.

        Raises:
            InvalidArgumentError: What stands there is no key, or there are two. `authenticate` answers that as a verdict.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.extract_api_key({"Accept": "*/*"}) is None
            True
        """
        value, ending = self._extract_api_key(headers)
        if ending in ("malformed", "ambiguous"):
            raise InvalidArgumentError(f"the headers hold no key that can be told. found=`{ending}`")
        return value

    def settings(self) -> Settings:
        """Returns the settings. Only the server may.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().settings().allow_user_api_keys
            True
        """
        return self._settings()

    def update_settings(
        self,
        *,
        allow_user_api_keys: bool | Unset = UNSET,
        allow_team_api_keys: bool | Unset = UNSET,
        prefix: str | Unset = UNSET,
        drop_prefix: tuple[str, int] | Unset = UNSET,
        max_api_keys_per_user: int | Unset | None = UNSET,
        max_api_keys_per_team: int | Unset | None = UNSET,
        max_lifetime: timedelta | Unset | None = UNSET,
        api_key_header: str | Unset | None = UNSET,
        creator_permissions: Iterable[str] | Unset = UNSET,
        member_permissions: Iterable[str] | Unset = UNSET,
        usage_interval: timedelta | Unset = UNSET,
        usage_minutes_kept: timedelta | Unset = UNSET,
        usage_hours_kept: timedelta | Unset = UNSET,
        usage_days_kept: timedelta | Unset | None = UNSET,
    ) -> Settings:
        """Changes what is given and leaves the rest. Only the server may.

        Args:
            allow_user_api_keys: Whether keys of users work. None is lost by switching them off.
            allow_team_api_keys: Whether keys of teams work.
            prefix: What new keys begin with. The prefixes before stay accepted.
            drop_prefix: A prefix to accept no longer, and how many keys end by that: `preview_drop_prefix` tells.
            max_api_keys_per_user: The most active keys of a user; None is no cap.
            max_api_keys_per_team: The most active keys of a team; None is no cap.
            max_lifetime: The longest life of a new key; None is no cap.
            api_key_header: A header of your own that holds keys; None is none.
            creator_permissions: What the creator of a team gets in it.
            member_permissions: What a new member gets.
            usage_interval: How often counts of use are written.
            usage_minutes_kept: How long counts are kept by the minute.
            usage_hours_kept: How long counts are kept by the hour.
            usage_days_kept: How long counts are kept by the day; None is for ever.

        Returns:
            The settings as they are now.

        Raises:
            InvalidArgumentError: A value breaks its rules, or another number of keys would end.
            NotFoundError: A permission is not defined, or the prefix to drop is not accepted.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.update_settings(prefix="acme").prefixes
            ('acme', 'kw')
        """
        changes = given(
            allow_user_api_keys=allow_user_api_keys,
            allow_team_api_keys=allow_team_api_keys,
            prefix=prefix,
            drop_prefix=drop_prefix,
            max_api_keys_per_user=max_api_keys_per_user,
            max_api_keys_per_team=max_api_keys_per_team,
            max_lifetime=max_lifetime,
            api_key_header=api_key_header,
            creator_permissions=creator_permissions,
            member_permissions=member_permissions,
            usage_interval=usage_interval,
            usage_minutes_kept=usage_minutes_kept,
            usage_hours_kept=usage_hours_kept,
            usage_days_kept=usage_days_kept,
        )
        return self._update_settings(changes)

    def preview_drop_prefix(self, prefix: str) -> int:
        """Returns how many keys that work now would end if a prefix were dropped. Only the server may.

        Args:
            prefix: The prefix.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.preview_drop_prefix("kw")
            1
        """
        return self._preview_drop_prefix(prefix)

    def define_permission(
        self,
        id: str,
        *,
        contains: Iterable[str] = (),
        description: str | None = None,
        refuse_existing: bool = False,
    ) -> PermissionDefinition:
        """Defines a permission, or defines it anew. Only the server may.

        Args:
            id: Its name.
            contains: The permissions that come with it.
            description: What it is for.
            refuse_existing: Raise instead of defining it anew.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            NotFoundError: A contained permission is not defined.
            AlreadyExistsError: It is defined, and that was to be refused.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.define_permission("operator", contains=["$manage_api_keys"]).contains
            ('$manage_api_keys',)
        """
        return self._define_permission(id, contains, description, refuse_existing)

    def rename_permission(self, id: str, new_id: str) -> PermissionDefinition:
        """Gives a permission another name, everywhere. Only the server may.

        Args:
            id: Its name.
            new_id: Its name from now on.

        Raises:
            NotFoundError: It is not defined.
            AlreadyExistsError: The new name is taken.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.rename_permission("team_admin", "owner").id
            'owner'
        """
        return self._rename_permission(id, new_id)

    def delete_permission(self, id: str) -> None:
        """Deletes a permission, everywhere. Only the server may.

        Args:
            id: Its name.

        Raises:
            NotFoundError: It is not defined.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> definition = kw.define_permission("operator")
            >>> kw.delete_permission("operator")
        """
        self._delete_permission(id)

    def list_permission_definitions(self) -> list[PermissionDefinition]:
        """Lists all permissions, those of Keywright's own among them. Only the server may.

        Example:
            >>> import keywright
            >>> len(keywright.open_in_memory().list_permission_definitions())
            8
        """
        return self._list_permission_definitions()

    def events(self, after: int = 0, *, limit: int = 100) -> list[Event]:
        """Returns entries of the audit log, oldest first. Only the server may.

        Args:
            after: Those with a number above this one.
            limit: At most so many, 1 to 10,000.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> [event.verb for event in kw.events()]
            ['user.created', 'api_key.created']
        """
        return self._events(after, limit)

    def signals(self, after: int = 0, *, limit: int = 100) -> list[Signal]:
        """Returns signals, oldest first. Only the server may. They are written about a second late; `flush` does it at once.

        Args:
            after: Those with a number above this one.
            limit: At most so many, 1 to 10,000.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> old = kw.user("alice").create_api_key("CI")
            >>> new = old.api_key.rotate()
            >>> bool(kw.verify(old.value))
            False
            >>> kw.flush()
            >>> [signal.kind for signal in kw.signals()]
            [<SignalKind.ROTATED_KEY_USED: 'rotated_key_used'>]
        """
        return self._signals(after, limit)

    def status(self) -> StoreInfo:
        """Returns what there is to know about the store itself, for your logs. Only the server may.

        Example:
            >>> import keywright
            >>> info = keywright.open_in_memory().status()
            >>> info.oldest_reader <= info.schema
            True
        """
        return self._status()

    def check_integrity(self) -> Integrity:
        """Looks at every page and row of the store. Only the server may. It takes time on a large store.

        Example:
            >>> import keywright
            >>> bool(keywright.open_in_memory().check_integrity())
            True
        """
        return self._check_integrity()

    def flush(self) -> None:
        """Writes now what is written behind: signals, first uses and counts of use. Only the server may.

        Raises:
            StorageError: It could not be written, and goes on waiting.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().flush()
        """
        self._flush()

    def last_used(self, ids: Iterable[UUID | str]) -> dict[UUID, LastUse]:
        """Tells when keys were last valid, and from where. Those that never were are not in the answer.

        Args:
            ids: The ids of keys that the actor may see.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> verdict = kw.verify(created.value, ip="192.0.2.7")
            >>> str(kw.last_used([created.api_key.id])[created.api_key.id].ip)
            '192.0.2.7'
        """
        return self._last_used(list(ids))

    def backup(self, path: StorePath) -> Backup:
        """Copies the store into one new file while it is in use. Only the server may.

        Args:
            path: The file, which must not exist.

        Raises:
            AlreadyExistsError: The file exists.
            StorageError: It could not be written.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.backup(f"{folder.name}/backup.db").api_keys
            1
            >>> kw.close()
        """
        return self._backup(path)

    def preview_restore(self, path: StorePath) -> RestoreReport:
        """Tells what `restore` would do, and changes nothing. Only the server may.

        Args:
            path: The backup.

        Raises:
            StorageError: It is none, or is damaged.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> backup = kw.backup(f"{folder.name}/backup.db")
            >>> revoked = key.revoke()
            >>> [key.description for key in kw.preview_restore(backup.path).revoked_since]
            ['CI']
            >>> kw.close()
        """
        return self._preview_restore(path)

    def restore(self, path: StorePath, *, with_revoked: bool = False) -> RestoreReport:
        """Makes the store what it was, in one change that every process sees. Only the server may.

        Args:
            path: The backup.
            with_revoked: Let keys work again that were revoked, suspended, deleted or rotated since. Without, they stay so.

        Raises:
            StorageError: The file is no backup, or is damaged; nothing was changed.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> backup = kw.backup(f"{folder.name}/backup.db")
            >>> created = kw.user("alice").create_api_key("CI")
            >>> report = kw.restore(backup.path)
            >>> bool(kw.verify(created.value))
            False
            >>> kw.close()
        """
        return self._restore(path, with_revoked)

    def export(self, path: StorePath) -> None:
        """Writes the store as lines of JSON into a new file for its owner alone. Only the server may.

        It holds the digest of every secret: keep it as safe as the store.

        Args:
            path: The file, which must not exist.

        Raises:
            FileExistsError: The file exists.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> keywright.open_in_memory().export(f"{folder.name}/store.jsonl")
        """
        self._export(path)

    def import_(self, path: StorePath, *, dry_run: bool = False) -> ImportReport:
        """Adds what an export holds and the store does not, in one change. Only the server may.

        What is there already stays as it is, so an import can be run again. The name ends in `_` because `import` is a word
        of Python's.

        Args:
            path: The export.
            dry_run: Check everything and tell what would be added.

        Raises:
            InvalidArgumentError: A line breaks a rule; nothing was added.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.export(f"{folder.name}/store.jsonl")
            >>> another = keywright.open_in_memory()
            >>> another.import_(f"{folder.name}/store.jsonl").added.api_keys
            1
            >>> another.verify(created.value).user_id
            'alice'
        """
        return self._import(path, dry_run)

    def seal_status(self) -> SealStatus:
        """Tells how far the store is sealed. Only the server may.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().seal_status().is_sealed
            False
        """
        return self._seal_status()

    def seal(self) -> SealReport:
        """Seals every row that is not sealed yet, while others work. Only the server may.

        Returns:
            How many rows were sealed.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.seal().tampered
            0
        """
        return self._seal()

    def rotate_master_key(self) -> int:
        """Wraps the data keys under the newest master key of this handle. No key is made anew. Only the server may.

        Returns:
            How many data keys were wrapped anew.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.rotate_master_key()
            0
        """
        return self._rotate_master_key()

    def rekey(self) -> SealReport:
        """Makes a new data key and seals every row with it, while others work. Only the server may.

        Returns:
            How many rows were sealed.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.rekey().tampered
            0
        """
        return self._rekey()
