"""JSON in and out: what a record holds of it, and how a record becomes it."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

from keywright._keywright import Verdict
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReadOnlyDict(dict[str, Any]):
    """A dictionary that refuses to change: a record may be seen by many at once."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_options: object) -> NoReturn:
        raise TypeError("this is part of a record and can not change; make a copy with `dict(…)`")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[ReadOnlyDict], tuple[dict[str, Any]]]:
        return ReadOnlyDict, (dict(self),)


class ReadOnlyList(list[Any]):
    """A list that refuses to change."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_options: object) -> NoReturn:
        raise TypeError("this is part of a record and can not change; make a copy with `list(…)`")

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type[ReadOnlyList], tuple[list[Any]]]:
        return ReadOnlyList, (list(self),)


def read_only(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Returns a value of JSON that can not change, all the way down."""
    if isinstance(value, dict):
        return ReadOnlyDict({key: read_only(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return ReadOnlyList(map(read_only, value))
    return value


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Reads a JSON object that can not change."""
    return read_only(json.loads(text))


def json_text(mapping: Mapping[str, Any]) -> str:
    """Writes a mapping as JSON, and refuses what is none: infinite numbers, and keys that are no texts."""
    if not all(isinstance(key, str) for key in mapping):
        raise TypeError("the keys of metadata are `str`")
    try:
        return json.dumps(dict(mapping), allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except ValueError as error:
        raise InvalidArgumentError("JSON can not hold this metadata: an infinite number, or a circle") from error


def to_json(value: Any) -> Any:  # noqa: ANN401, PLR0911 - JSON has no narrower type; a case for each
    """Returns what JSON can hold of a value of a record."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Verdict):
        return verdict_to_dict(value)
    if isinstance(value, dict):
        return {str(key): to_json(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(inner) for inner in value]
    return str(value)


def verdict_to_dict(verdict: Verdict) -> dict[str, Any]:
    """Returns a verdict as the command line prints it."""
    names = ("valid", "reason", "api_key_id", "user_id", "team_id", "is_public", "api_key")
    return {name: to_json(getattr(verdict, name)) for name in names}
