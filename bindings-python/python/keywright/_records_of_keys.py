"""Records that hold keys."""

from __future__ import annotations

from dataclasses import dataclass

from keywright._api_key import ApiKey
from keywright._records import Record, TeamMember


@dataclass(frozen=True, slots=True)
class MemberPreview(Record):
    """What would be hit if a member left with `team_keys="revoke"`.

    Attributes:
        member: The member.
        api_keys: The team keys that would be revoked.
    """

    member: TeamMember
    api_keys: tuple[ApiKey, ...]


@dataclass(frozen=True, slots=True)
class RestoreReport(Record):
    """What a backup brings back, and what is taken from its keys again because it happened since.

    Attributes:
        api_keys: How many keys stand in the backup.
        users: How many users.
        teams: How many teams.
        api_keys_made_since: How many keys are not in it and go.
        revoked_since: Keys that were revoked since.
        deleted_since: Keys that were deleted since.
        tampered_since: Keys whose row was tampered with since.
        rotated_since: Keys that got another secret since.
        suspended_since: Keys that were suspended since.
        owners_suspended_since: Owners who were suspended since, such as `user:alice`.
    """

    api_keys: int
    users: int
    teams: int
    api_keys_made_since: int
    revoked_since: tuple[ApiKey, ...]
    deleted_since: tuple[ApiKey, ...]
    tampered_since: tuple[ApiKey, ...]
    rotated_since: tuple[ApiKey, ...]
    suspended_since: tuple[ApiKey, ...]
    owners_suspended_since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page(Record):
    """One page of a list of keys.

    Attributes:
        items: The keys, newest first.
        next_cursor: What the next call takes to go on; None at the end.
    """

    items: tuple[ApiKey, ...]
    next_cursor: str | None
