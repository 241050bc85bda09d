"""Records that are nothing but data. The native half makes them, with their values in the order of the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from keywright._enums import Freshness, Gate, Reason, SignalKind, TokenKind, UsageStep
from keywright._json import to_json
from keywright._keywright import Verdict


class Record:
    """What all records have in common. A record is a snapshot: it does not change when the store does."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Returns the record as a dictionary that `json.dumps` takes.

        Returns:
            Instants as RFC 3339 text, durations as seconds, ids and enums as text.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().settings().to_dict()["prefixes"]
            ['kw']
        """
        values: dict[str, Any] = to_json(self)
        return values


class HttpAnswer(NamedTuple):
    """An HTTP answer for your framework to send.

    Attributes:
        status: The status code.
        headers: Pairs of name and value.
        body: The body; JSON, or nothing.
    """

    status: int
    headers: list[tuple[str, str]]
    body: str


@dataclass(frozen=True, slots=True)
class Generation(Record):
    """One secret of a key. Rotation adds one.

    Attributes:
        id: The id in the text of this secret.
        number: 1 for the first.
        last_four: The last four characters of its text.
        prefix: What its text begins with.
        created_at: When it was made.
        first_used_at: When it was first used, as far as that is recorded.
        retires_at: When it ends, or ended.
        retires_when_used: Whether it ends with the first use of a later one.
    """

    id: UUID
    number: int
    last_four: str
    prefix: str
    created_at: datetime
    first_used_at: datetime | None
    retires_at: datetime | None
    retires_when_used: bool


@dataclass(frozen=True, slots=True)
class TeamMember(Record):
    """A user in a team.

    Attributes:
        team_id: The team.
        user_id: The user.
        permissions: What the member holds directly.
        created_at: Since when.
    """

    team_id: str
    user_id: str
    permissions: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PermissionDefinition(Record):
    """A permission, and what it contains.

    Attributes:
        id: Its name.
        description: What it is for.
        contains: The permissions that come with it.
    """

    id: str
    description: str | None
    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings(Record):
    """The switches and caps of a store.

    Attributes:
        allow_user_api_keys: Whether keys of users work.
        allow_team_api_keys: Whether keys of teams work.
        prefixes: What keys begin with: the first for new ones, the others are accepted.
        max_api_keys_per_user: The most active keys of a user; None is no cap.
        max_api_keys_per_team: The most active keys of a team; None is no cap.
        max_lifetime: The longest life of a new key; None is no cap.
        api_key_header: A header of your own that holds keys, in lower case.
        creator_permissions: What the creator of a team gets in it.
        member_permissions: What a new member gets.
        usage_interval: How often counts are written.
        usage_minutes_kept: How long counts are kept by the minute.
        usage_hours_kept: How long counts are kept by the hour.
        usage_days_kept: How long counts are kept by the day; None is for ever.
    """

    allow_user_api_keys: bool
    allow_team_api_keys: bool
    prefixes: tuple[str, ...]
    max_api_keys_per_user: int | None
    max_api_keys_per_team: int | None
    max_lifetime: timedelta | None
    api_key_header: str | None
    creator_permissions: tuple[str, ...]
    member_permissions: tuple[str, ...]
    usage_interval: timedelta
    usage_minutes_kept: timedelta
    usage_hours_kept: timedelta
    usage_days_kept: timedelta | None


@dataclass(frozen=True, slots=True)
class Event(Record):
    """An entry of the audit log.

    Attributes:
        number: Counts up by one.
        at: When it happened.
        verb: What happened, such as `api_key.revoked`.
        payload: Who did it, and to what.
    """

    number: int
    at: datetime
    verb: str
    payload: Mapping[str, Any]

    def __hash__(self) -> int:
        return hash((self.number, self.at, self.verb))


@dataclass(frozen=True, slots=True)
class Signal(Record):
    """Something to look at that changed nothing, such as the use of an ended secret.

    Attributes:
        number: Counts up by one.
        kind: What it is about.
        about: Whom it is about.
        at: When it was noticed first, within an hour.
        evidence: What was seen.
    """

    number: int
    kind: SignalKind
    about: str
    at: datetime
    evidence: Mapping[str, Any]

    def __hash__(self) -> int:
        return hash((self.number, self.kind, self.about))


@dataclass(frozen=True, slots=True)
class Integrity(Record):
    """What a look at every page and row of a store found. It is true when nothing is wrong.

    Attributes:
        problems: A sentence for each.
    """

    problems: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class FlushInfo(Record):
    """What waits to be written behind.

    Attributes:
        waiting: How many notices wait.
        dropped: How many were given up.
        last_flush_at: When something was written last.
        last_error: The code of what prevented it, while it does.
    """

    waiting: int
    dropped: int
    last_flush_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class UsageStatus(Record):
    """How the file fares in which counts of use are written.

    Attributes:
        path: The file; None in memory.
        written_at: When counts were written last.
        writes: How often.
        waiting: How many counts wait.
        lost: How many were given up.
        error: The code of what prevents writing, while it does.
        error_message: The same as a sentence.
    """

    path: Path | None
    written_at: datetime | None
    writes: int
    waiting: int
    lost: int
    error: str | None
    error_message: str | None


@dataclass(frozen=True, slots=True)
class MemoryInfo(Record):
    """What a handle keeps of the keys in memory.

    Attributes:
        keys: How many keys.
        bytes: How much memory they take.
        is_resident: Whether the handle means to keep them all.
        is_whole: Whether it does.
    """

    keys: int
    bytes: int
    is_resident: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Warmed(Record):
    """What `warm` did.

    Attributes:
        loaded: How many keys were loaded.
        is_whole: Whether every key of the store is in memory now.
    """

    loaded: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class StoreInfo(Record):
    """What a store says about itself, for your logs.

    Attributes:
        path: The file; None in memory.
        schema: The schema number of the file.
        oldest_reader: The lowest schema number whose programs can work on it.
        freshness: How this handle learns of changes by other processes.
        file_system: The file system, where it is known.
        sqlite_version: The version of SQLite that is built in.
        keywright_version: The version of this package.
        last_signal: The number of the newest signal.
        flush: What waits to be written behind.
        usage: How the counts of use fare.
        memory: What this handle keeps in memory.
    """

    path: Path | None
    schema: int
    oldest_reader: int
    freshness: Freshness
    file_system: str | None
    sqlite_version: str
    keywright_version: str
    last_signal: int
    flush: FlushInfo
    usage: UsageStatus
    memory: MemoryInfo


@dataclass(frozen=True, slots=True)
class Backup(Record):
    """A backup that was made.

    Attributes:
        path: The file.
        bytes: Its size.
        api_keys: How many keys stand in it.
        taken_at: The moment of which it is a picture.
    """

    path: Path
    bytes: int
    api_keys: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class ImportCounts(Record):
    """How many of each kind.

    Attributes:
        settings: 1 or 0.
        permissions: Permission definitions.
        users: Users.
        teams: Teams.
        members: Memberships.
        api_keys: Keys.
    """

    settings: int
    permissions: int
    users: int
    teams: int
    members: int
    api_keys: int


@dataclass(frozen=True, slots=True)
class ImportReport(Record):
    """What an import did, or would do.

    Attributes:
        is_dry_run: Whether nothing was written.
        added: What was new.
        unchanged: What was there already, the same.
        differs: What was there already, and stayed as it was.
        deleted_before: Keys that were deleted here once, and stay so.
        unaccepted_prefixes: Prefixes of imported keys that this store does not accept.
    """

    is_dry_run: bool
    added: ImportCounts
    unchanged: ImportCounts
    differs: ImportCounts
    deleted_before: int
    unaccepted_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealReport(Record):
    """What sealing did.

    Attributes:
        sealed: How many rows were sealed.
        tampered: How many rows were passed over, because they do not fit their seal.
        is_residue_left: Whether unsealed rows may still stand in freed pages of the file.
    """

    sealed: int
    tampered: int
    is_residue_left: bool


@dataclass(frozen=True, slots=True)
class SealStatus(Record):
    """How far a store is sealed.

    Attributes:
        is_sealed: Whether a data key stands in it.
        sealed_with: The id of the master key, which is not secret.
        data_keys: The numbers of the data keys.
        sealed_rows: How many rows are sealed.
        unsealed_rows: How many are not.
        accepts_unsealed: Whether this handle takes unsealed rows.
    """

    is_sealed: bool
    sealed_with: str | None
    data_keys: tuple[int, ...]
    sealed_rows: int
    unsealed_rows: int
    accepts_unsealed: bool


@dataclass(frozen=True, slots=True)
class LastUse(Record):
    """When and from where a key was last valid.

    Attributes:
        at: When.
        ip: From where, if the check was told.
    """

    at: datetime
    ip: IPv4Address | IPv6Address | None


@dataclass(frozen=True, slots=True)
class UsageCounts(Record):
    """How often a key was presented, and with what end.

    Attributes:
        valid: How often it was valid.
        denied: How often it was denied, for each reason that occurred.
        wrong_secrets: How often its id came with a wrong secret.
        unknown: Counts of a newer version.
    """

    valid: int
    denied: Mapping[Reason, int]
    wrong_secrets: int
    unknown: int

    @property
    def total(self) -> int:
        """The sum of all."""
        return self.valid + sum(self.denied.values()) + self.wrong_secrets + self.unknown

    def __hash__(self) -> int:
        return hash((self.valid, self.wrong_secrets, self.unknown))


@dataclass(frozen=True, slots=True)
class UsagePoint(Record):
    """One bucket of a series.

    Attributes:
        start: When it begins.
        counts: What was counted in it.
    """

    start: datetime
    counts: UsageCounts


@dataclass(frozen=True, slots=True)
class Usage(Record):
    """How a key was used, as a series to plot: every bucket is there, also the empty ones.

    Attributes:
        api_key_id: The key.
        step: How long a bucket is.
        points: The buckets, oldest first.
        total: Their sum.
        last_used_at: When the key was last valid.
        last_used_ip: From where, if the check was told.
        kept_since: Older buckets of this length are gone; None when they are kept for ever.
    """

    api_key_id: UUID
    step: UsageStep
    points: tuple[UsagePoint, ...]
    total: UsageCounts
    last_used_at: datetime | None
    last_used_ip: IPv4Address | IPv6Address | None
    kept_since: datetime | None


@dataclass(frozen=True, slots=True)
class GateReport(Record):
    """What a gate saw.

    Attributes:
        gate: The gate.
        passed: Whether it let the key pass; None when it was not reached.
        saw: What it saw, for people.
    """

    gate: Gate
    passed: bool | None
    saw: str


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """Why a key is valid or denied.

    Attributes:
        verdict: What `verify` would have answered.
        gates: Every gate, in order.
    """

    verdict: Verdict
    gates: tuple[GateReport, ...]


@dataclass(frozen=True, slots=True)
class Migrated(Record):
    """What `migrate` did to a file.

    Attributes:
        schema_before: The schema number that it had.
        schema_after: The schema number that it has now.
        oldest_reader_before: The lowest schema number whose programs could work on it.
        oldest_reader_after: The lowest schema number whose programs can work on it now.
    """

    schema_before: int
    schema_after: int
    oldest_reader_before: int
    oldest_reader_after: int


@dataclass(frozen=True, slots=True)
class ParsedToken(Record):
    """What the text of a key tells without a store. Never its secret.

    Attributes:
        prefix: What it begins with.
        kind: What it says about owner and secrecy.
        id: The id of the generation, which is also the key's id as long as it was not rotated.
        created_at_ms: When the id was made, in milliseconds since 1970.
        checksum: The checksum at its end.
        last_four: Its last four characters.
    """

    prefix: str
    kind: TokenKind
    id: UUID
    created_at_ms: int
    checksum: int
    last_four: str
