"""The words that answers and options are made of. Each is a `str`, so a plain text compares equal."""

from enum import Enum


class _Text(str, Enum):
    """A text of a closed set."""

    def __str__(self) -> str:
        return str(self.value)


class OwnerType(_Text):
    """Who owns a key."""

    USER = "user"
    TEAM = "team"


class Accept(_Text):
    """Which keys a check takes."""

    ANY = "any"
    SECRET = "secret"  # noqa: S105 - the name of a kind of key


class Status(_Text):
    """What a key is at the moment: the first that holds."""

    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ACTIVE = "active"


class Reason(_Text):
    """Why a key is denied."""

    MISSING = "missing"
    MALFORMED = "malformed"
    NOT_FOUND = "not_found"
    TAMPERED = "tampered"
    WRONG_TYPE = "wrong_type"
    DISABLED = "disabled"
    REVOKED = "revoked"
    ROTATED = "rotated"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    IP_DENIED = "ip_denied"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    RATE_LIMITED = "rate_limited"
    QUOTA_EXCEEDED = "quota_exceeded"


class Gate(_Text):
    """A gate that a presented key passes, in the order in which they stand here."""

    SHAPE = "shape"
    PREFIX = "prefix"
    ID = "id"
    SEAL = "seal"
    SECRET = "secret"  # noqa: S105 - the name of a gate
    TYPE = "type"
    SWITCH = "switch"
    REVOKED = "revoked"
    ROTATED = "rotated"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    IP = "ip"
    SCOPES = "scopes"


class TokenKind(_Text):
    """What the text of a key says about its owner and its secrecy."""

    USER_SECRET = "usk"  # noqa: S105 - the name of a kind
    TEAM_SECRET = "tsk"  # noqa: S105 - the name of a kind
    USER_PUBLIC = "upk"
    TEAM_PUBLIC = "tpk"


class TeamKeys(_Text):
    """What becomes of the team keys that a leaving member made."""

    KEEP = "keep"
    REVOKE = "revoke"


class SignalKind(_Text):
    """What a signal is about."""

    TAMPERED = "tampered"
    ROTATED_KEY_USED = "rotated_key_used"


class UsageStep(_Text):
    """How long a bucket of a usage series is."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Freshness(_Text):
    """How a handle learns that another process changed the store."""

    WAL_INDEX = "wal_index"
    DATA_VERSION = "data_version"
    COUNTER = "counter"


class Unset(Enum):
    """What an option holds that was not given, where None means something else."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset.UNSET
