"""What the integrations with web frameworks share: where the store is, what a route asks for, and what is answered."""

from __future__ import annotations

import json
import logging
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keywright import _keywright as native
from keywright._open import open as open_store
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from keywright._enums import Accept, OwnerType
    from keywright._records import HttpAnswer
    from keywright._store import Keywright
    from keywright._types import StorePath
    from keywright.exceptions import KeywrightError

#: Only for what a framework would hide: a request that is answered by 503 leaves no other trace.
logger = logging.getLogger("keywright")

#: The options of `keywright.open`, as the settings of an application spell them.
SETTINGS = {
    "EXISTING": "existing",
    "ANY_FILE_SYSTEM": "any_file_system",
    "PREFIX": "prefix",
    "BUSY_TIME_OUT": "busy_time_out",
    "MEMORY_LIMIT": "memory_limit",
    "RESIDENT": "resident",
    "MASTER_KEYS": "master_keys",
    "ACCEPT_UNSEALED": "accept_unsealed",
}


class Check:
    """What a route asks of the key of every request. Read and refused when the program starts, not when it is asked."""

    __slots__ = ("is_optional", "native")

    def __init__(
        self,
        *,
        scopes: Iterable[str] | None = None,
        optional: bool = False,
        owner_type: OwnerType | str | None = None,
        accept: Accept | str | None = None,
    ) -> None:
        self.is_optional = optional
        self.native = native.Check(owner_type, accept, scopes, optional)


def absolute(path: StorePath) -> Path:
    """Returns the path of a store, and refuses one that depends on where the server was started.

    Raises:
        InvalidArgumentError: The path is relative.
    """
    if not Path(path).is_absolute():
        raise InvalidArgumentError(
            "the path of the store is relative to the folder in which the server happens to start; "
            f"give an absolute one, such as `Path(__file__).parent / {fspath(path)!r}`"
        )
    return Path(path)


def open_by_settings(settings: object) -> Keywright:
    """Opens the store that the settings of an application name by `KEYWRIGHT`.

    Raises:
        InvalidArgumentError: The settings are not what they should be.
        StorageError: As `keywright.open`.
    """
    options = options_of(settings)
    return open_store(options.pop("path"), **options)


def options_of(settings: object) -> dict[str, Any]:
    """Returns the arguments of `keywright.open` that the settings of an application name.

    Raises:
        InvalidArgumentError: The settings are not what they should be.
    """
    if not isinstance(settings, dict) or "STORE" not in settings:
        raise InvalidArgumentError('the settings name no store; set `KEYWRIGHT = {"STORE": "/an/absolute/path.db"}`')
    given: Mapping[str, Any] = settings
    unknown = sorted(str(name) for name in given if name != "STORE" and name not in SETTINGS)
    if unknown:
        known = ", ".join(["STORE", *SETTINGS])
        raise InvalidArgumentError(f"`KEYWRIGHT` knows {known}, and no other. unknown=`{', '.join(unknown)}`")
    return {"path": absolute(given["STORE"])} | {SETTINGS[name]: value for name, value in given.items() if name != "STORE"}


def answer_to(error: KeywrightError) -> HttpAnswer:
    """Returns how to answer a request whose key could not be checked, and leaves a line for whoever looks after it."""
    logger.error("an API key could not be checked. code=`%s`", error.code, exc_info=error)
    return error.http()


def detail_of(answer: HttpAnswer) -> str:
    """Returns the sentence of a problem body."""
    problem: dict[str, Any] = json.loads(answer.body)
    return str(problem["detail"])
