"""Keywright in programs with an event loop: the same store, with methods to `await`.

Written by `generate_aio.py` from the classes whose methods these are. Do not edit.

`kw.aio` is this view of a handle; `keywright.aio.open(…)` is for those who use nothing else. A check answers on the event
loop when memory has the answer. Where the store must be read it runs on a thread, as everything else does. What is awaited
and cancelled goes on to its end on that thread: a change then happens or not, never half. Records have methods that block;
`kw.aio.api_key(key.id)` has those to await.

Example:
    >>> import asyncio, keywright.aio, tempfile
    >>> async def main(path):
    ...     async with keywright.aio.open(path) as kw:
    ...         created = await kw.user("alice").create_api_key("laptop")
    ...         return (await kw.verify(created.value)).user_id
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     asyncio.run(main(f"{folder}/keys.db"))
    'alice'
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from keywright._enums import UNSET, TeamKeys, UsageStep
from keywright._keywright import Question
from keywright._open import open as open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from datetime import datetime, timedelta
    from typing import Any, Literal
    from uuid import UUID

    from keywright._api_key import ApiKey, ApiKeyHandle, CreatedApiKey, NewApiKey
    from keywright._enums import Accept, OwnerType, Status, Unset
    from keywright._keywright import Check, Verdict
    from keywright._owner import Owner, Team, TeamHandle, User, UserHandle
    from keywright._records import (
        Backup,
        Event,
        Explanation,
        ImportReport,
        Integrity,
        LastUse,
        PermissionDefinition,
        SealReport,
        SealStatus,
        Settings,
        Signal,
        StoreInfo,
        TeamMember,
        Usage,
        Warmed,
    )
    from keywright._records_of_keys import MemberPreview, Page, RestoreReport
    from keywright._store import Keywright
    from keywright._types import Headers, HostId, Ip, Key, StorePath

class AsyncUser:
    """A user, with methods to `await`."""

    __slots__ = ("_sync",)

    def __init__(self, sync: UserHandle) -> None:
        self._sync = sync

    def __repr__(self) -> str:
        return repr(self._sync).replace("<", "<async ", 1)

    @property
    def id(self) -> str:
        """The id."""
        return self._sync.id

    async def create_api_key(
        self,
        description: str,
        *,
        expires_in: timedelta | None = None,
        expires_at: datetime | timedelta | None = None,
        is_public: bool = False,
        scopes: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        ip_allow_list: Iterable[str] = (),
    ) -> CreatedApiKey:
        """Makes a key of the owner.

        As `UserHandle.create_api_key`.
        """
        return await asyncio.to_thread(self._sync.create_api_key, description, expires_in=expires_in, expires_at=expires_at, is_public=is_public, scopes=scopes, metadata=metadata, ip_allow_list=ip_allow_list)

    async def create_api_keys(
        self,
        new: Iterable[NewApiKey],
    ) -> list[CreatedApiKey]:
        """Makes several keys of the owner in one transaction: all of them, or none.

        As `UserHandle.create_api_keys`.
        """
        return await asyncio.to_thread(self._sync.create_api_keys, new)

    async def list_api_keys(
        self,
        *,
        status: Status | str | None = None,
        search: str | None = None,
    ) -> list[ApiKey]:
        """Lists the keys of the owner, newest first.

        As `UserHandle.list_api_keys`.
        """
        return await asyncio.to_thread(self._sync.list_api_keys, status=status, search=search)

    async def update(
        self,
        *,
        display_name: str | Unset | None = UNSET,
        primary_email: str | Unset | None = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> User:
        """Changes what is given and leaves the rest. A user comes into being at the first change.

        As `UserHandle.update`.
        """
        return await asyncio.to_thread(self._sync.update, display_name=display_name, primary_email=primary_email, metadata=metadata)

    async def delete(self) -> None:
        """Deletes the user and its keys. Only the server may.

        As `UserHandle.delete`.
        """
        await asyncio.to_thread(self._sync.delete)

    async def suspend(self) -> User:
        """Makes `verify` deny all keys of the user until it is resumed. Only the server may.

        As `UserHandle.suspend`.
        """
        return await asyncio.to_thread(self._sync.suspend)

    async def resume(self) -> User:
        """Lifts the suspension of all keys of the user. Only the server may.

        As `UserHandle.resume`.
        """
        return await asyncio.to_thread(self._sync.resume)

    async def list_teams(self) -> list[Team]:
        """Lists the teams that the user is in.

        As `UserHandle.list_teams`.
        """
        return await asyncio.to_thread(self._sync.list_teams)


class AsyncTeam:
    """A team, with methods to `await`."""

    __slots__ = ("_sync",)

    def __init__(self, sync: TeamHandle) -> None:
        self._sync = sync

    def __repr__(self) -> str:
        return repr(self._sync).replace("<", "<async ", 1)

    @property
    def id(self) -> str:
        """The id."""
        return self._sync.id

    async def create_api_key(
        self,
        description: str,
        *,
        expires_in: timedelta | None = None,
        expires_at: datetime | timedelta | None = None,
        is_public: bool = False,
        scopes: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        ip_allow_list: Iterable[str] = (),
    ) -> CreatedApiKey:
        """Makes a key of the owner.

        As `TeamHandle.create_api_key`.
        """
        return await asyncio.to_thread(self._sync.create_api_key, description, expires_in=expires_in, expires_at=expires_at, is_public=is_public, scopes=scopes, metadata=metadata, ip_allow_list=ip_allow_list)

    async def create_api_keys(
        self,
        new: Iterable[NewApiKey],
    ) -> list[CreatedApiKey]:
        """Makes several keys of the owner in one transaction: all of them, or none.

        As `TeamHandle.create_api_keys`.
        """
        return await asyncio.to_thread(self._sync.create_api_keys, new)

    async def list_api_keys(
        self,
        *,
        status: Status | str | None = None,
        search: str | None = None,
    ) -> list[ApiKey]:
        """Lists the keys of the owner, newest first.

        As `TeamHandle.list_api_keys`.
        """
        return await asyncio.to_thread(self._sync.list_api_keys, status=status, search=search)

    async def update(
        self,
        *,
        display_name: str | Unset | None = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> Team:
        """Changes what is given and leaves the rest.

        As `TeamHandle.update`.
        """
        return await asyncio.to_thread(self._sync.update, display_name=display_name, metadata=metadata)

    async def delete(self) -> None:
        """Deletes the team and its keys.

        As `TeamHandle.delete`.
        """
        await asyncio.to_thread(self._sync.delete)

    async def suspend(self) -> Team:
        """Makes `verify` deny all keys of the team until it is resumed. Only the server may.

        As `TeamHandle.suspend`.
        """
        return await asyncio.to_thread(self._sync.suspend)

    async def resume(self) -> Team:
        """Lifts the suspension of all keys of the team. Only the server may.

        As `TeamHandle.resume`.
        """
        return await asyncio.to_thread(self._sync.resume)

    async def list_members(self) -> list[TeamMember]:
        """Lists the members.

        As `TeamHandle.list_members`.
        """
        return await asyncio.to_thread(self._sync.list_members)

    async def add_member(
        self,
        user_id: HostId,
        *,
        permissions: Iterable[str] | None = None,
    ) -> TeamMember:
        """Adds a user to the team.

        As `TeamHandle.add_member`.
        """
        return await asyncio.to_thread(self._sync.add_member, user_id, permissions=permissions)

    async def set_members(
        self,
        members: Mapping[HostId, Iterable[str]],
    ) -> list[TeamMember]:
        """Makes these the members, with these permissions, in one transaction: the sync for those who keep a copy.

        As `TeamHandle.set_members`.
        """
        return await asyncio.to_thread(self._sync.set_members, members)

    async def remove_member(
        self,
        user_id: HostId,
        *,
        team_keys: TeamKeys | str = TeamKeys.KEEP,
    ) -> None:
        """Takes a user out of the team. The member's rights end at once.

        As `TeamHandle.remove_member`.
        """
        await asyncio.to_thread(self._sync.remove_member, user_id, team_keys=team_keys)

    async def preview_remove_member(
        self,
        user_id: HostId,
    ) -> MemberPreview:
        """Tells which keys `team_keys="revoke"` would hit, and changes nothing.

        As `TeamHandle.preview_remove_member`.
        """
        return await asyncio.to_thread(self._sync.preview_remove_member, user_id)

    async def grant_permission(
        self,
        user_id: HostId,
        permission: str,
    ) -> TeamMember:
        """Gives a member a permission.

        As `TeamHandle.grant_permission`.
        """
        return await asyncio.to_thread(self._sync.grant_permission, user_id, permission)

    async def revoke_permission(
        self,
        user_id: HostId,
        permission: str,
    ) -> TeamMember:
        """Takes a permission away that the member holds directly.

        As `TeamHandle.revoke_permission`.
        """
        return await asyncio.to_thread(self._sync.revoke_permission, user_id, permission)

    async def has_permission(
        self,
        user_id: HostId,
        permission: str,
    ) -> bool:
        """Returns whether a user holds a permission in the team, directly or contained in another.

        As `TeamHandle.has_permission`.
        """
        return await asyncio.to_thread(self._sync.has_permission, user_id, permission)

    async def list_permissions(
        self,
        user_id: HostId,
    ) -> list[str]:
        """Lists what a user holds in the team, contained permissions included.

        As `TeamHandle.list_permissions`.
        """
        return await asyncio.to_thread(self._sync.list_permissions, user_id)


class AsyncApiKey:
    """A key, with methods to `await`."""

    __slots__ = ("_sync",)

    def __init__(self, sync: ApiKeyHandle) -> None:
        self._sync = sync

    def __repr__(self) -> str:
        return repr(self._sync).replace("<", "<async ", 1)

    @property
    def id(self) -> UUID:
        """The id."""
        return self._sync.id

    async def get(self) -> ApiKey:
        """Returns the key as it is stored now.

        As `ApiKeyHandle.get`.
        """
        return await asyncio.to_thread(self._sync.get)

    async def update(
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

        As `ApiKeyHandle.update`.
        """
        return await asyncio.to_thread(self._sync.update, description=description, expires_in=expires_in, expires_at=expires_at, scopes=scopes, metadata=metadata, ip_allow_list=ip_allow_list)

    async def suspend(
        self,
        *,
        reason: str | None = None,
    ) -> ApiKey:
        """Makes `verify` deny the key until it is resumed.

        As `ApiKeyHandle.suspend`.
        """
        return await asyncio.to_thread(self._sync.suspend, reason=reason)

    async def resume(self) -> ApiKey:
        """Lifts a suspension.

        As `ApiKeyHandle.resume`.
        """
        return await asyncio.to_thread(self._sync.resume)

    async def revoke(
        self,
        *,
        reason: str | None = None,
    ) -> ApiKey:
        """Ends the key for good. The first time, who and why stay when it is revoked again.

        As `ApiKeyHandle.revoke`.
        """
        return await asyncio.to_thread(self._sync.revoke, reason=reason)

    async def rotate(
        self,
        *,
        grace: timedelta | Literal["now", "until_used"] = "now",
    ) -> CreatedApiKey:
        """Gives the key another secret. Its id, owner, scopes, end and history stay.

        As `ApiKeyHandle.rotate`.
        """
        return await asyncio.to_thread(self._sync.rotate, grace=grace)

    async def purge(self) -> None:
        """Deletes the key and all that is stored about it. Only the server may.

        As `ApiKeyHandle.purge`.
        """
        await asyncio.to_thread(self._sync.purge)

    async def usage(
        self,
        start: datetime,
        end: datetime,
        *,
        step: UsageStep | str = UsageStep.DAY,
    ) -> Usage:
        """Tells how often the key was valid or denied, and why, as a series to plot.

        As `ApiKeyHandle.usage`.
        """
        return await asyncio.to_thread(self._sync.usage, start, end, step=step)

    async def usage_of_last(
        self,
        buckets: int,
        *,
        step: UsageStep | str = UsageStep.DAY,
    ) -> Usage:
        """Tells the same of the last buckets, the one that is going on among them.

        As `ApiKeyHandle.usage_of_last`.
        """
        return await asyncio.to_thread(self._sync.usage_of_last, buckets, step=step)


class AsyncKeywright:
    """A store, with methods to `await`."""

    __slots__ = ("_sync",)

    def __init__(self, sync: Keywright) -> None:
        self._sync = sync

    def __repr__(self) -> str:
        return repr(self._sync).replace("<", "<async ", 1)

    @property
    def is_closed(self) -> bool:
        """Whether the store was closed."""
        return self._sync.is_closed

    @property
    def actor(self) -> str:
        """Who acts through this handle: `server`, `server:<name>` or `user:<id>`."""
        return self._sync.actor

    @property
    def sync(self) -> Keywright:
        """The handle that this is a view of."""
        return self._sync

    async def _authenticate_request(
        self, check: Check, headers: Headers, host: str | None
    ) -> Verdict:
        answer = self._sync._ask_about_request(check, headers, host)
        if isinstance(answer, Question):
            return await asyncio.to_thread(self._sync._answer, answer)
        return answer

    async def _answer(self, question: Question) -> Verdict:
        verdict = self._sync._answer_at_once(question)
        if verdict is None:
            # The store must be read, or something else may take its time: not on the event loop.
            verdict = await asyncio.to_thread(self._sync._answer, question)
        return verdict

    async def __aenter__(self) -> AsyncKeywright:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def verify(
        self,
        value: Key,
        *,
        owner_type: str | None = None,
        accept: str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Verdict:
        """Checks a key.

        As `Keywright.verify`.
        """
        return await self._answer(Question.of_key(value, owner_type, accept, scopes, ip))

    async def require_valid(
        self,
        value: Key,
        *,
        owner_type: str | None = None,
        accept: str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Verdict:
        """Checks a key, as `verify`, and raises `DeniedError` when it is denied.

        As `Keywright.require_valid`.
        """
        return (await self._answer(Question.of_key(value, owner_type, accept, scopes, ip)))._require_valid()

    async def authenticate(
        self,
        headers: Headers,
        *,
        owner_type: str | None = None,
        accept: str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
        optional: bool = False,
    ) -> Verdict:
        """Finds the key in the headers of a request and checks it, as `verify`.

        As `Keywright.authenticate`.
        """
        return await self._answer(Question.of_headers(headers, owner_type, accept, scopes, ip, optional))

    async def close(self) -> None:
        """Closes the store: waits for calls in flight and writes what checks noticed and counted. Twice is fine.

        As `Keywright.close`.
        """
        await asyncio.to_thread(self._sync.close)

    def acting_as(
        self,
        user_id: HostId,
        *,
        team_permissions: Mapping[HostId, Iterable[str]] | None = None,
        grantable_scopes: Iterable[str] = (),
    ) -> AsyncKeywright:
        """Returns a handle that acts as a user, with the same methods, each of which checks that user's rights.

        As `Keywright.acting_as`.
        """
        return AsyncKeywright(self._sync.acting_as(user_id, team_permissions=team_permissions, grantable_scopes=grantable_scopes))

    def by(
        self,
        name: str,
    ) -> AsyncKeywright:
        """Returns a handle that acts as the server and says in whose name.

        As `Keywright.by`.
        """
        return AsyncKeywright(self._sync.by(name))

    def now(self) -> datetime:
        """Returns the store's time, which never goes back within this process.

        As `Keywright.now`.
        """
        return self._sync.now()

    def user(
        self,
        id: HostId,
    ) -> AsyncUser:
        """Returns a handle on a user: free, and nothing is read or made.

        As `Keywright.user`.
        """
        return AsyncUser(self._sync.user(id))

    def team(
        self,
        id: HostId,
    ) -> AsyncTeam:
        """Returns a handle on a team: free, and nothing is read or made.

        As `Keywright.team`.
        """
        return AsyncTeam(self._sync.team(id))

    def api_key(
        self,
        id: UUID | str,
    ) -> AsyncApiKey:
        """Returns a handle on a key: free, and nothing is read.

        As `Keywright.api_key`.
        """
        return AsyncApiKey(self._sync.api_key(id))

    async def get_user(
        self,
        id: HostId | None = None,
        *,
        api_key: str | bytes | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> User | None:
        """Returns a user as stored: by id, or the owner of a valid key.

        As `Keywright.get_user`.
        """
        return await asyncio.to_thread(self._sync.get_user, id, api_key=api_key, accept=accept, scopes=scopes, ip=ip)

    async def get_team(
        self,
        id: HostId | None = None,
        *,
        api_key: str | bytes | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Team | None:
        """Returns a team as stored: by id, or the owner of a valid key.

        As `Keywright.get_team`.
        """
        return await asyncio.to_thread(self._sync.get_team, id, api_key=api_key, accept=accept, scopes=scopes, ip=ip)

    async def create_team(
        self,
        display_name: str,
        *,
        id: HostId | None = None,
        creator: HostId | None = None,
    ) -> Team:
        """Makes a team.

        As `Keywright.create_team`.
        """
        return await asyncio.to_thread(self._sync.create_team, display_name, id=id, creator=creator)

    async def get_api_key(
        self,
        id: UUID | str,
    ) -> ApiKey:
        """Returns a key as stored.

        As `Keywright.get_api_key`.
        """
        return await asyncio.to_thread(self._sync.get_api_key, id)

    async def list_api_keys(
        self,
        *,
        owner: Owner | None = None,
        status: Status | str | None = None,
        search: str | None = None,
    ) -> list[ApiKey]:
        """Lists keys, newest first: all that the actor may see, or fewer.

        As `Keywright.list_api_keys`.
        """
        return await asyncio.to_thread(self._sync.list_api_keys, owner=owner, status=status, search=search)

    async def page_api_keys(
        self,
        *,
        owner: Owner | None = None,
        status: Status | str | None = None,
        search: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page:
        """Lists keys page by page, newest first.

        As `Keywright.page_api_keys`.
        """
        return await asyncio.to_thread(self._sync.page_api_keys, owner=owner, status=status, search=search, limit=limit, cursor=cursor)

    async def revoke_all(
        self,
        *,
        owner: Owner | None = None,
        created_before: datetime | None = None,
        created_by: str | None = None,
        prefix: str | None = None,
        reason: str | None = None,
    ) -> int:
        """Revokes every key that all given conditions name, in one transaction, and returns how many.

        As `Keywright.revoke_all`.
        """
        return await asyncio.to_thread(self._sync.revoke_all, owner=owner, created_before=created_before, created_by=created_by, prefix=prefix, reason=reason)

    async def explain(
        self,
        value: Key,
        *,
        owner_type: OwnerType | str | None = None,
        accept: Accept | str | None = None,
        scopes: Iterable[str] | None = None,
        ip: Ip | None = None,
    ) -> Explanation:
        """Tells why a key is valid or denied: every gate, and what it saw. Nothing is counted.

        As `Keywright.explain`.
        """
        return await asyncio.to_thread(self._sync.explain, value, owner_type=owner_type, accept=accept, scopes=scopes, ip=ip)

    async def extract_api_key(
        self,
        headers: Headers,
    ) -> str | None:
        """Returns the one well-formed key that stands in the headers of a request, without checking it.

        As `Keywright.extract_api_key`.
        """
        return await asyncio.to_thread(self._sync.extract_api_key, headers)

    async def settings(self) -> Settings:
        """Returns the settings. Only the server may.

        As `Keywright.settings`.
        """
        return await asyncio.to_thread(self._sync.settings)

    async def update_settings(
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

        As `Keywright.update_settings`.
        """
        return await asyncio.to_thread(self._sync.update_settings, allow_user_api_keys=allow_user_api_keys, allow_team_api_keys=allow_team_api_keys, prefix=prefix, drop_prefix=drop_prefix, max_api_keys_per_user=max_api_keys_per_user, max_api_keys_per_team=max_api_keys_per_team, max_lifetime=max_lifetime, api_key_header=api_key_header, creator_permissions=creator_permissions, member_permissions=member_permissions, usage_interval=usage_interval, usage_minutes_kept=usage_minutes_kept, usage_hours_kept=usage_hours_kept, usage_days_kept=usage_days_kept)

    async def preview_drop_prefix(
        self,
        prefix: str,
    ) -> int:
        """Returns how many keys that work now would end if a prefix were dropped. Only the server may.

        As `Keywright.preview_drop_prefix`.
        """
        return await asyncio.to_thread(self._sync.preview_drop_prefix, prefix)

    async def define_permission(
        self,
        id: str,
        *,
        contains: Iterable[str] = (),
        description: str | None = None,
        refuse_existing: bool = False,
    ) -> PermissionDefinition:
        """Defines a permission, or defines it anew. Only the server may.

        As `Keywright.define_permission`.
        """
        return await asyncio.to_thread(self._sync.define_permission, id, contains=contains, description=description, refuse_existing=refuse_existing)

    async def rename_permission(
        self,
        id: str,
        new_id: str,
    ) -> PermissionDefinition:
        """Gives a permission another name, everywhere. Only the server may.

        As `Keywright.rename_permission`.
        """
        return await asyncio.to_thread(self._sync.rename_permission, id, new_id)

    async def delete_permission(
        self,
        id: str,
    ) -> None:
        """Deletes a permission, everywhere. Only the server may.

        As `Keywright.delete_permission`.
        """
        await asyncio.to_thread(self._sync.delete_permission, id)

    async def list_permission_definitions(self) -> list[PermissionDefinition]:
        """Lists all permissions, those of Keywright's own among them. Only the server may.

        As `Keywright.list_permission_definitions`.
        """
        return await asyncio.to_thread(self._sync.list_permission_definitions)

    async def events(
        self,
        after: int = 0,
        *,
        limit: int = 100,
    ) -> list[Event]:
        """Returns entries of the audit log, oldest first. Only the server may.

        As `Keywright.events`.
        """
        return await asyncio.to_thread(self._sync.events, after, limit=limit)

    async def signals(
        self,
        after: int = 0,
        *,
        limit: int = 100,
    ) -> list[Signal]:
        """Returns signals, oldest first. Only the server may. They are written about a second late; `flush` does it at once.

        As `Keywright.signals`.
        """
        return await asyncio.to_thread(self._sync.signals, after, limit=limit)

    async def status(self) -> StoreInfo:
        """Returns what there is to know about the store itself, for your logs. Only the server may.

        As `Keywright.status`.
        """
        return await asyncio.to_thread(self._sync.status)

    async def warm(
        self,
        owner: Owner | None = None,
    ) -> Warmed:
        """Loads keys into memory, so that the first check of each need not read the store. Only the server may.

        As `Keywright.warm`.
        """
        return await asyncio.to_thread(self._sync.warm, owner)

    async def check_integrity(self) -> Integrity:
        """Looks at every page and row of the store. Only the server may. It takes time on a large store.

        As `Keywright.check_integrity`.
        """
        return await asyncio.to_thread(self._sync.check_integrity)

    async def flush(self) -> None:
        """Writes now what is written behind: signals, first uses and counts of use. Only the server may.

        As `Keywright.flush`.
        """
        await asyncio.to_thread(self._sync.flush)

    async def last_used(
        self,
        ids: Iterable[UUID | str],
    ) -> dict[UUID, LastUse]:
        """Tells when keys were last valid, and from where. Those that never were are not in the answer.

        As `Keywright.last_used`.
        """
        return await asyncio.to_thread(self._sync.last_used, ids)

    async def backup(
        self,
        path: StorePath,
    ) -> Backup:
        """Copies the store into one new file while it is in use. Only the server may.

        As `Keywright.backup`.
        """
        return await asyncio.to_thread(self._sync.backup, path)

    async def preview_restore(
        self,
        path: StorePath,
    ) -> RestoreReport:
        """Tells what `restore` would do, and changes nothing. Only the server may.

        As `Keywright.preview_restore`.
        """
        return await asyncio.to_thread(self._sync.preview_restore, path)

    async def restore(
        self,
        path: StorePath,
        *,
        with_revoked: bool = False,
    ) -> RestoreReport:
        """Makes the store what it was, in one change that every process sees. Only the server may.

        As `Keywright.restore`.
        """
        return await asyncio.to_thread(self._sync.restore, path, with_revoked=with_revoked)

    async def export(
        self,
        path: StorePath,
    ) -> None:
        """Writes the store as lines of JSON into a new file for its owner alone. Only the server may.

        As `Keywright.export`.
        """
        await asyncio.to_thread(self._sync.export, path)

    async def import_(
        self,
        path: StorePath,
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Adds what an export holds and the store does not, in one change. Only the server may.

        As `Keywright.import_`.
        """
        return await asyncio.to_thread(self._sync.import_, path, dry_run=dry_run)

    async def seal_status(self) -> SealStatus:
        """Tells how far the store is sealed. Only the server may.

        As `Keywright.seal_status`.
        """
        return await asyncio.to_thread(self._sync.seal_status)

    async def seal(self) -> SealReport:
        """Seals every row that is not sealed yet, while others work. Only the server may.

        As `Keywright.seal`.
        """
        return await asyncio.to_thread(self._sync.seal)

    async def rotate_master_key(self) -> int:
        """Wraps the data keys under the newest master key of this handle. No key is made anew. Only the server may.

        As `Keywright.rotate_master_key`.
        """
        return await asyncio.to_thread(self._sync.rotate_master_key)

    async def rekey(self) -> SealReport:
        """Makes a new data key and seals every row with it, while others work. Only the server may.

        As `Keywright.rekey`.
        """
        return await asyncio.to_thread(self._sync.rekey)


class Opening:
    """A store that is being opened: for `async with`, which closes it, or for `await`."""

    __slots__ = ("_keywright", "_open")

    def __init__(self, opened: Callable[[], Keywright]) -> None:
        self._open = opened
        self._keywright: AsyncKeywright | None = None

    async def _opened(self) -> AsyncKeywright:
        return AsyncKeywright(await asyncio.to_thread(self._open))

    def __await__(self) -> Generator[Any, None, AsyncKeywright]:
        return self._opened().__await__()

    async def __aenter__(self) -> AsyncKeywright:
        self._keywright = await self._opened()
        return self._keywright

    async def __aexit__(self, *_error: object) -> None:
        if self._keywright is not None:
            await self._keywright.close()


def open(
    path: StorePath,
    *,
    existing: bool = False,
    any_file_system: bool = False,
    prefix: str | None = None,
    busy_time_out: timedelta | None = None,
    memory_limit: int | None = None,
    resident: bool = False,
    master_keys: Iterable[str] = (),
    accept_unsealed: bool = False,
) -> Opening:
    """Opens a store, as `keywright.open`.

    Returns:
        Something for `async with` or `await`.
    """
    return Opening(
        lambda: open_store(
            path,
            existing=existing,
            any_file_system=any_file_system,
            prefix=prefix,
            busy_time_out=busy_time_out,
            memory_limit=memory_limit,
            resident=resident,
            master_keys=master_keys,
            accept_unsealed=accept_unsealed,
        )
    )
