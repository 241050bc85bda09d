"""The handle on a store: who acts through it, its owners and keys, and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from keywright._api_key import ApiKey, ApiKeyHandle
from keywright._owner import Owner, Team, TeamHandle, User, UserHandle
from keywright._settings import SettingsMethods
from keywright._upkeep import UpkeepMethods
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from types import TracebackType
    from uuid import UUID

    from keywright._enums import Accept, OwnerType, Status
    from keywright._records import Explanation
    from keywright._records_of_keys import Page
    from keywright._types import Headers, HostId, Ip, Key
    from keywright.aio import AsyncKeywright


Self = TypeVar("Self", bound="Keywright")


class Keywright(SettingsMethods, UpkeepMethods):
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
