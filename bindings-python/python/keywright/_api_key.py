"""Keys: what is stored about one, what to make one of, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from keywright._enums import UNSET, OwnerType, Status, Unset, UsageStep
from keywright._handle import Bound
from keywright._records import Generation, Record, Usage
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from keywright._keywright import ApiKeyHandle as NativeApiKeyHandle  # noqa: F401 - named in a text below


def expiry_of(expires_in: timedelta | None, expires_at: datetime | timedelta | None) -> datetime | timedelta | None:
    """Returns the one of two that was given."""
    if expires_in is not None and expires_at is not None:
        raise InvalidArgumentError("both `expires_in` and `expires_at` are given; give one of them")
    if isinstance(expires_in, datetime):
        raise TypeError("`expires_in` is `datetime.timedelta`; an instant goes by `expires_at`")
    return expires_at if expires_in is None else expires_in


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key to be made, for `create_api_keys`.

    Attributes:
        description: What it is for, 1 to 500 characters.
        expires_in: How long it lives.
        expires_at: When it ends; with neither, never.
        is_public: Whether it will stand in code that runs at the customer's.
        scopes: What it may be used for, such as `invoices:read`.
        metadata: What your program remembers beside it, at most 4 KiB of JSON.
        ip_allow_list: From where it may be used; empty is from anywhere.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> new = [keywright.NewApiKey("laptop"), keywright.NewApiKey("CI", scopes=["invoices:read"])]
        >>> [created.api_key.description for created in kw.user("alice").create_api_keys(new)]
        ['laptop', 'CI']
    """

    description: str
    _: KW_ONLY
    expires_in: timedelta | None = None
    expires_at: datetime | timedelta | None = None
    is_public: bool = False
    scopes: Iterable[str] = ()
    metadata: Mapping[str, Any] | None = None
    ip_allow_list: Iterable[str] = ()

    @property
    def expiry(self) -> datetime | timedelta | None:
        """When it ends, or how long it lives."""
        return expiry_of(self.expires_in, self.expires_at)


class ApiKeyMethods(Bound["NativeApiKeyHandle"]):
    """What can be done with a key."""

    __slots__ = ()

    def get(self) -> ApiKey:
        """Returns the key as it is stored now.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> key.get() == key
            True
        """
        return self._native.get()

    def update(
        self,
        *,
        description: str | Unset = UNSET,
        expires_in: timedelta | Unset = UNSET,
        expires_at: datetime | timedelta | Unset | None = UNSET,
        scopes: Iterable[str] | Unset = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
        ip_allow_list: Iterable[str] | Unset = UNSET,
    ) -> ApiKey:
        """Changes what is given and leaves the rest.

        Args:
            description: What it is for.
            expires_in: How long it lives from now.
            expires_at: When it ends; None is never.
            scopes: What it may be used for.
            metadata: What your program remembers beside it. Only the server may set it.
            ip_allow_list: From where it may be used; empty is from anywhere.

        Returns:
            The key as it is now.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> key.update(description="CI of acme").description
            'CI of acme'
        """
        changes = given(description=description, scopes=scopes, metadata=metadata, ip_allow_list=ip_allow_list)
        if expires_in is not UNSET or expires_at is not UNSET:
            ends_in = None if expires_in is UNSET else expires_in
            ends_at = None if expires_at is UNSET else expires_at
            changes["expiry"] = expiry_of(ends_in, ends_at)
        return self._native.update(changes)

    def suspend(self, *, reason: str | None = None) -> ApiKey:
        """Makes `verify` deny the key until it is resumed.

        Args:
            reason: Why, for the record.

        Returns:
            The key as it is now.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> key.suspend(reason="looks odd").status
            <Status.SUSPENDED: 'suspended'>
        """
        return self._native.suspend(reason)

    def resume(self) -> ApiKey:
        """Lifts a suspension.

        Returns:
            The key as it is now.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.
            PermissionDeniedError: The server suspended it, and a user wants to lift that.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key.suspend()
            >>> key.resume().is_valid()
            True
        """
        return self._native.resume()

    def revoke(self, *, reason: str | None = None) -> ApiKey:
        """Ends the key for good. The first time, who and why stay when it is revoked again.

        Args:
            reason: Why, for the record.

        Returns:
            The key as it is now.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> key.revoke(reason="laptop lost").revoke_reason
            'laptop lost'
        """
        return self._native.revoke(reason)

    def rotate(self, *, grace: timedelta | Literal["now", "until_used"] = "now") -> CreatedApiKey:
        """Gives the key another secret. Its id, owner, scopes, end and history stay.

        Args:
            grace: How long the secret before it is accepted: not at all, for a duration, or until the new one is used.

        Returns:
            The first view of the new secret.

        Raises:
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> old = kw.user("alice").create_api_key("CI")
            >>> new = old.api_key.rotate()
            >>> kw.verify(old.value).reason, bool(kw.verify(new.value))
            (<Reason.ROTATED: 'rotated'>, True)
        """
        return self._native.rotate(grace)

    def purge(self) -> None:
        """Deletes the key and all that is stored about it. Only the server may.

        Raises:
            NotFoundError: There is no such key.
            PermissionDeniedError: The handle acts as a user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").create_api_key("CI").api_key.purge()
            >>> kw.user("alice").list_api_keys()
            []
        """
        self._native.purge()

    def usage(self, start: datetime, end: datetime, *, step: UsageStep | str = UsageStep.DAY) -> Usage:
        """Tells how often the key was valid or denied, and why, as a series to plot.

        Args:
            start: Where the series begins.
            end: Where it ends.
            step: How long a bucket is: `minute`, `hour` or `day`.

        Returns:
            The series, at most 10,000 buckets.

        Raises:
            InvalidArgumentError: The range is empty or has too many buckets.
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> from datetime import timedelta
            >>> kw = keywright.open_in_memory()
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> len(key.usage(kw.now() - timedelta(days=6), kw.now()).points)
            7
        """
        return self._native.usage(start, end, step)

    def usage_of_last(self, buckets: int, *, step: UsageStep | str = UsageStep.DAY) -> Usage:
        """Tells the same of the last buckets, the one that is going on among them.

        Args:
            buckets: How many, 1 to 10,000.
            step: How long a bucket is: `minute`, `hour` or `day`.

        Returns:
            The series.

        Raises:
            InvalidArgumentError: The number is out of its range.
            NotFoundError: There is no such key, or the acting user must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> verdict = kw.verify(created.value)
            >>> created.api_key.usage_of_last(30).total.valid
            1
        """
        return self._native.usage_of_last(buckets, step)


class ApiKeyHandle(ApiKeyMethods):
    """A key by its id: free, and nothing is read until a method is called.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> key = kw.user("alice").create_api_key("CI").api_key
        >>> kw.api_key(key.id).revoke().status
        <Status.REVOKED: 'revoked'>
    """

    __slots__ = ()

    @property
    def id(self) -> UUID:
        """The id."""
        return self._native.id()

    def __repr__(self) -> str:
        return f"<ApiKeyHandle id={self.id}>"


@dataclass(frozen=True, slots=True)
class ApiKey(ApiKeyMethods, Record):
    """What is stored about a key, safe to show. Never its secret.

    Attributes:
        id: Its id, which stays for life.
        type: Whether a user or a team owns it.
        user_id: The user who owns it, if one does.
        team_id: The team that owns it, if one does.
        description: What it is for.
        status: What it was when this was read; the owner's suspension counts too.
        is_public: Whether it stands in code that runs at the customer's.
        last_four: The last four characters of its newest text.
        scopes: What it may be used for.
        metadata: What your program remembers beside it.
        ip_allow_list: From where it may be used; empty is from anywhere.
        created_at: When it was made.
        created_by: Who made it: `server`, `server:<name>` or `user:<id>`.
        expires_at: When it ends; None is never.
        suspended_at: Since when it is suspended.
        suspended_by: By whom.
        suspend_reason: Why.
        is_owner_suspended: Whether all keys of its owner are suspended.
        revoked_at: When it was revoked.
        revoked_by: By whom.
        revoke_reason: Why.
        generation: The number of its newest secret.
        generations: Its secrets, newest first.
    """

    id: UUID
    type: OwnerType
    user_id: str | None
    team_id: str | None
    description: str
    status: Status
    is_public: bool
    last_four: str
    scopes: tuple[str, ...]
    metadata: Mapping[str, Any]
    ip_allow_list: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    suspended_at: datetime | None
    suspended_by: str | None
    suspend_reason: str | None
    is_owner_suspended: bool
    revoked_at: datetime | None
    revoked_by: str | None
    revoke_reason: str | None
    generation: int
    generations: tuple[Generation, ...]

    def is_valid(self) -> bool:
        """Returns whether the key, as it was read, is active now. It may have been changed since: `verify` knows.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").create_api_key("CI").api_key.is_valid()
            True
        """
        return self.why_invalid() is None

    def why_invalid(self) -> str | None:
        """Returns why the key, as it was read, is not active now: the first that holds, or None.

        Returns:
            `manually-revoked`, `suspended` or `expired`; the texts are the same in every language.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").create_api_key("CI").api_key.revoke().why_invalid()
            'manually-revoked'
        """
        return self._native.why_invalid()

    def __hash__(self) -> int:
        return hash((self.id, self.status, self.description))


@dataclass(frozen=True, slots=True)
class CreatedApiKey(Record):
    """The first view of a key, and the only one in which the whole key stands.

    Attributes:
        api_key: The record.
        value: The key. Show it once, and keep it nowhere. It is in `to_dict()` and never in `repr()`.

    Example:
        >>> import keywright
        >>> created = keywright.open_in_memory().user("alice").create_api_key("CI")
        >>> created.value in repr(created)
        False
    """

    api_key: ApiKey
    value: str = field(repr=False)

    def __repr__(self) -> str:
        return f"CreatedApiKey(api_key={self.api_key!r}, value='[redacted]')"

    def __hash__(self) -> int:
        return hash(self.api_key)


def given(**options: object) -> dict[str, Any]:
    """Returns the options that were given."""
    return {name: value for name, value in options.items() if value is not UNSET}
