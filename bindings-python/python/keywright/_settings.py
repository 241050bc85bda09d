"""What the handle says and changes about settings and permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keywright import _keywright as native
from keywright._api_key import given
from keywright._enums import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from keywright._records import PermissionDefinition, Settings


class SettingsMethods(native.Keywright):
    """The settings of a store, and its permissions. A part of `Keywright`."""

    __slots__ = ()

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
