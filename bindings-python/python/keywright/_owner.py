"""Users and teams: as handles, which are free, and as records, which were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from keywright._api_key import ApiKey, CreatedApiKey, NewApiKey, given
from keywright._enums import UNSET, OwnerType, Status, TeamKeys, Unset
from keywright._handle import Bound
from keywright._records import Record, TeamMember

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta
    from typing import ClassVar

    from keywright._keywright import TeamHandle as NativeTeamHandle
    from keywright._keywright import UserHandle as NativeUserHandle
    from keywright._records_of_keys import MemberPreview
    from keywright._types import HostId

NativeOwner = TypeVar("NativeOwner", "NativeUserHandle", "NativeTeamHandle")


class OwnerMethods(Bound[NativeOwner]):
    """What can be done with whoever owns keys."""

    __slots__ = ()

    def create_api_key(
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

        Args:
            description: What it is for, 1 to 500 characters.
            expires_in: How long it lives.
            expires_at: When it ends; with neither, never.
            is_public: Whether it will stand in code that runs at the customer's.
            scopes: What it may be used for, such as `invoices:read`.
            metadata: What your program remembers beside it, at most 4 KiB of JSON.
            ip_allow_list: From where it may be used; empty is from anywhere.

        Returns:
            The record, and the key as text, which is shown this once.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            LimitReachedError: A cap of the settings is reached.
            DisabledError: The settings switch keys of this owner type off.

        Example:
            >>> import keywright
            >>> from datetime import timedelta
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI", expires_in=timedelta(days=90))
            >>> kw.verify(created.value).user_id
            'alice'
        """
        new = NewApiKey(
            description,
            expires_in=expires_in,
            expires_at=expires_at,
            is_public=is_public,
            scopes=scopes,
            metadata=metadata,
            ip_allow_list=ip_allow_list,
        )
        return self._native.create_api_key(new)

    def create_api_keys(self, new: Iterable[NewApiKey]) -> list[CreatedApiKey]:
        """Makes several keys of the owner in one transaction: all of them, or none.

        Args:
            new: What to make.

        Returns:
            The keys, in the same order.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            LimitReachedError: A cap of the settings is reached.
            DisabledError: The settings switch keys of this owner type off.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> len(kw.user("alice").create_api_keys([keywright.NewApiKey("CI"), keywright.NewApiKey("laptop")]))
            2
        """
        return self._native.create_api_keys(list(new))

    def list_api_keys(self, *, status: Status | str | None = None, search: str | None = None) -> list[ApiKey]:
        """Lists the keys of the owner, newest first.

        Args:
            status: Only those of this status.
            search: Only those whose description contains this, or whose id it is.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> [key.description for key in kw.user("alice").list_api_keys(status="active")]
            ['CI']
        """
        return self._native.list_api_keys(status, search)


class UserMethods(OwnerMethods["NativeUserHandle"]):
    """What can be done with a user."""

    __slots__ = ()

    owner_type: ClassVar[OwnerType] = OwnerType.USER

    def update(
        self,
        *,
        display_name: str | Unset | None = UNSET,
        primary_email: str | Unset | None = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> User:
        """Changes what is given and leaves the rest. A user comes into being at the first change.

        Args:
            display_name: A name to show; None clears it.
            primary_email: An address; None clears it.
            metadata: What your program remembers beside the user, at most 4 KiB of JSON.

        Returns:
            The user as stored now.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            PermissionDeniedError: The handle acts as another user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").update(display_name="Alice").display_name
            'Alice'
        """
        return self._native.update(given(display_name=display_name, primary_email=primary_email, metadata=metadata))

    def delete(self) -> None:
        """Deletes the user and its keys. Only the server may.

        Raises:
            NotFoundError: There is no such user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").update(display_name="Alice").delete()
            >>> kw.get_user("alice") is None
            True
        """
        self._native.delete()

    def suspend(self) -> User:
        """Makes `verify` deny all keys of the user until it is resumed. Only the server may.

        Returns:
            The user as stored now.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").suspend().suspended_by
            'server'
        """
        return self._native.suspend()

    def resume(self) -> User:
        """Lifts the suspension of all keys of the user. Only the server may.

        Returns:
            The user as stored now.

        Raises:
            NotFoundError: There is no such user.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.user("alice").suspend().resume().suspended_at is None
            True
        """
        return self._native.resume()

    def list_teams(self) -> list[Team]:
        """Lists the teams that the user is in.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> team = kw.create_team("Acme", id="acme", creator="alice")
            >>> [team.id for team in kw.user("alice").list_teams()]
            ['acme']
        """
        return self._native.list_teams()


class TeamMethods(OwnerMethods["NativeTeamHandle"]):
    """What can be done with a team."""

    __slots__ = ()

    owner_type: ClassVar[OwnerType] = OwnerType.TEAM

    def update(
        self,
        *,
        display_name: str | Unset | None = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> Team:
        """Changes what is given and leaves the rest.

        Args:
            display_name: A name to show; None clears it.
            metadata: What your program remembers beside the team. Only the server may set it.

        Returns:
            The team as stored now.

        Raises:
            InvalidArgumentError: A value breaks its rules.
            NotFoundError: The acting user may not update the team, or must not know of it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.team("acme").update(display_name="Acme").display_name
            'Acme'
        """
        return self._native.update(given(display_name=display_name, metadata=metadata))

    def delete(self) -> None:
        """Deletes the team and its keys.

        Raises:
            NotFoundError: There is no such team, or the acting user may not delete it.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.create_team("Acme", id="acme").delete()
            >>> kw.get_team("acme") is None
            True
        """
        self._native.delete()

    def suspend(self) -> Team:
        """Makes `verify` deny all keys of the team until it is resumed. Only the server may.

        Returns:
            The team as stored now.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.team("acme").suspend().suspended_by
            'server'
        """
        return self._native.suspend()

    def resume(self) -> Team:
        """Lifts the suspension of all keys of the team. Only the server may.

        Returns:
            The team as stored now.

        Raises:
            NotFoundError: There is no such team.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.team("acme").suspend().resume().suspended_at is None
            True
        """
        return self._native.resume()

    def list_members(self) -> list[TeamMember]:
        """Lists the members.

        Raises:
            NotFoundError: The acting user may not read them, or must not know of the team.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice")
            >>> [member.user_id for member in kw.team("acme").list_members()]
            ['alice']
        """
        return self._native.list_members()

    def add_member(self, user_id: HostId, *, permissions: Iterable[str] | None = None) -> TeamMember:
        """Adds a user to the team.

        Args:
            user_id: The user.
            permissions: What the member holds; None is what the settings say.

        Returns:
            The membership.

        Raises:
            AlreadyExistsError: The user is a member.
            NotFoundError: A permission is not defined, or the acting user may not invite.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.team("acme").add_member("alice", permissions=["team_admin"]).permissions
            ('team_admin',)
        """
        return self._native.add_member(user_id, permissions)

    def set_members(self, members: Mapping[HostId, Iterable[str]]) -> list[TeamMember]:
        """Makes these the members, with these permissions, in one transaction: the sync for those who keep a copy.

        Args:
            members: The permissions of each member. Who is not named leaves.

        Returns:
            The members as stored now.

        Raises:
            NotFoundError: A permission is not defined, or the acting user lacks a right.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> len(kw.team("acme").set_members({"alice": ["team_admin"], "bob": []}))
            2
        """
        return self._native.set_members(list(members.items()))

    def remove_member(self, user_id: HostId, *, team_keys: TeamKeys | str = TeamKeys.KEEP) -> None:
        """Takes a user out of the team. The member's rights end at once.

        Args:
            user_id: The user.
            team_keys: What becomes of the team keys that this member made: `keep` or `revoke`.

        Raises:
            NotFoundError: The user is no member, or the acting user may not remove members.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice")
            >>> kw.team("acme").remove_member("alice", team_keys="revoke")
            >>> kw.team("acme").list_members()
            []
        """
        self._native.remove_member(user_id, team_keys)

    def preview_remove_member(self, user_id: HostId) -> MemberPreview:
        """Tells which keys `team_keys="revoke"` would hit, and changes nothing.

        Args:
            user_id: The user.

        Raises:
            NotFoundError: The user is no member, or the acting user may not remove members.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice")
            >>> kw.team("acme").preview_remove_member("alice").api_keys
            ()
        """
        return self._native.preview_remove_member(user_id)

    def grant_permission(self, user_id: HostId, permission: str) -> TeamMember:
        """Gives a member a permission.

        Args:
            user_id: The member.
            permission: The id of a permission.

        Returns:
            The membership as stored now.

        Raises:
            NotFoundError: The user is no member, or the permission is not defined.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice", permissions=[])
            >>> kw.team("acme").grant_permission("alice", "$manage_api_keys").permissions
            ('$manage_api_keys',)
        """
        return self._native.grant_permission(user_id, permission)

    def revoke_permission(self, user_id: HostId, permission: str) -> TeamMember:
        """Takes a permission away that the member holds directly.

        Args:
            user_id: The member.
            permission: The id of a permission.

        Returns:
            The membership as stored now.

        Raises:
            NotFoundError: The user is no member, or the permission is not defined.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice", permissions=["team_admin"])
            >>> kw.team("acme").revoke_permission("alice", "team_admin").permissions
            ()
        """
        return self._native.revoke_permission(user_id, permission)

    def has_permission(self, user_id: HostId, permission: str) -> bool:
        """Returns whether a user holds a permission in the team, directly or contained in another.

        Args:
            user_id: The user; who is no member holds nothing.
            permission: The id of a permission.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice", permissions=["team_admin"])
            >>> kw.team("acme").has_permission("alice", "$manage_api_keys")
            True
        """
        return self._native.has_permission(user_id, permission)

    def list_permissions(self, user_id: HostId) -> list[str]:
        """Lists what a user holds in the team, contained permissions included.

        Args:
            user_id: The user; who is no member holds nothing.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> member = kw.team("acme").add_member("alice")
            >>> kw.team("acme").list_permissions("alice")
            ['$invite_members', '$read_members', 'team_member']
        """
        return self._native.list_permissions(user_id)


class UserHandle(UserMethods):
    """A user by its id: free, and nothing is read or made until a method is called.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> kw.user(42)
        <UserHandle id='42'>
    """

    __slots__ = ()

    @property
    def id(self) -> str:
        """The id."""
        return self._native.id()

    def __repr__(self) -> str:
        return f"<UserHandle id={self.id!r}>"


class TeamHandle(TeamMethods):
    """A team by its id: free, and nothing is read or made until a method is called.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> kw.team("acme")
        <TeamHandle id='acme'>
    """

    __slots__ = ()

    @property
    def id(self) -> str:
        """The id."""
        return self._native.id()

    def __repr__(self) -> str:
        return f"<TeamHandle id={self.id!r}>"


@dataclass(frozen=True, slots=True)
class User(UserMethods, Record):
    """A user as stored.

    Attributes:
        id: Your id of the user.
        display_name: A name to show.
        primary_email: An address.
        metadata: What your program remembers beside the user.
        created_at: When the user came into being here.
        suspended_at: Since when all keys are suspended.
        suspended_by: By whom.
    """

    id: str
    display_name: str | None
    primary_email: str | None
    metadata: Mapping[str, Any]
    created_at: datetime
    suspended_at: datetime | None
    suspended_by: str | None

    def __hash__(self) -> int:
        return hash((self.id, self.created_at))


@dataclass(frozen=True, slots=True)
class Team(TeamMethods, Record):
    """A team as stored.

    Attributes:
        id: Your id of the team, or the one that was made for it.
        display_name: A name to show.
        metadata: What your program remembers beside the team.
        created_at: When the team came into being here.
        suspended_at: Since when all keys are suspended.
        suspended_by: By whom.
    """

    id: str
    display_name: str | None
    metadata: Mapping[str, Any]
    created_at: datetime
    suspended_at: datetime | None
    suspended_by: str | None

    def __hash__(self) -> int:
        return hash((self.id, self.created_at))


#: Whoever can own keys.
Owner: TypeAlias = UserHandle | User | TeamHandle | Team
