"""How a store is opened, and what needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keywright import _keywright as native
from keywright._store import Keywright
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from keywright._records import Migrated, ParsedToken
    from keywright._types import StorePath


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
) -> Keywright:
    """Opens the store at a path, making it if it is missing.

    Opening the same file twice in a process shares one store. Use it from any thread; a child after a fork opens it anew by
    itself. Do not open the file with Python's `sqlite3` in the same process: closing that would drop the locks.

    Args:
        path: The file; its folder must exist. Take an absolute path in a server, whose working folder may change.
        existing: Refuse to make a file.
        any_file_system: Open it on a file system whose locks may not hold.
        prefix: What the keys of a new store begin with, such as `acme`; an existing one has its own.
        busy_time_out: How long to wait for others that write; five seconds by default.
        memory_limit: How many bytes the handle may take for keys that it keeps in memory; 0 keeps none. 64 MiB by default,
            room for about 400,000 keys, and taken as keys are checked.
        resident: Keep every key in memory instead, about 100 bytes each, so that an unknown one is refused without a look at
            the store. They are loaded behind; `warm` waits for them.
        master_keys: The master keys of a sealed store, newest first. Without, `KEYWRIGHT_MASTER_KEY` and
            `KEYWRIGHT_MASTER_KEY_FILE` are read.
        accept_unsealed: Take unsealed rows too, for the days of first sealing.

    Returns:
        The handle, which is also a context manager that closes it.

    Raises:
        StorageError: The file could not be opened, is damaged, or is not a store; it is left as it was.
        MasterKeyError: The store is sealed and no fitting master key was given, or the other way round.
        InvalidArgumentError: An option breaks its rules.

    Example:
        >>> import keywright, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> with keywright.open(f"{folder.name}/keys.db") as kw:
        ...     created = kw.user("alice").create_api_key("laptop")
        ...     print(kw.verify(created.value).user_id)
        alice
    """
    opened = native.open_file(
        path, existing, any_file_system, prefix, busy_time_out, memory_limit, resident, master_keys, accept_unsealed
    )
    return Keywright(opened)


def open_in_memory(
    *,
    prefix: str | None = None,
    memory_limit: int | None = None,
    resident: bool = False,
    master_keys: Iterable[str] = (),
    accept_unsealed: bool = False,
) -> Keywright:
    """Opens a store that lives in memory and is gone when its last handle is.

    Args:
        prefix: What keys begin with.
        memory_limit: As in `open`: what may be kept beside the store itself.
        resident: As in `open`.
        master_keys: Seal it with these; the environment is not read.
        accept_unsealed: Take unsealed rows too.

    Returns:
        The handle, which is also a context manager that closes it.

    Example:
        >>> import keywright
        >>> keywright.open_in_memory().status().path is None
        True
    """
    return Keywright(native.open_in_memory(prefix, memory_limit, resident, master_keys, accept_unsealed))


def migrate(path: StorePath, *, any_file_system: bool = False, master_keys: Iterable[str] = ()) -> Migrated:
    """Takes a store's file to the schema of this version, also where that shuts programs of older versions out.

    Opening takes all other steps by itself. Run it once every process has the new version.

    Args:
        path: The file.
        any_file_system: As in `open`.
        master_keys: As in `open`.

    Returns:
        The schema numbers before and after.

    Raises:
        StorageError: As `open`.

    Example:
        >>> import keywright, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> keywright.open(f"{folder.name}/keys.db").close()
        >>> report = keywright.migrate(f"{folder.name}/keys.db")
        >>> report.schema_before == report.schema_after
        True
    """
    return native.migrate(path, any_file_system, master_keys)


def generate_master_key() -> str:
    """Makes a new master key, as text. Keep it apart from the store, and where you will find it again.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
        >>> kw.seal_status().is_sealed
        True
    """
    return native.generate_master_key()


def parse(text: str | bytes) -> ParsedToken:
    """Reads the text of a key without a store. It is no check: that takes `verify`.

    Args:
        text: The text.

    Raises:
        InvalidArgumentError: The text is no key.

    Example:
        >>> import keywright
        >>> created = keywright.open_in_memory().team("acme").create_api_key("CI")
        >>> keywright.parse(created.value).kind
        <TokenKind.TEAM_SECRET: 'tsk'>
    """
    parsed, malformed = native.parse(text)
    if parsed is None:
        raise InvalidArgumentError(f"the text is no key. malformed=`{malformed}`")
    return parsed


def redact(text: str) -> str:
    """Hides the secrets of all keys in a text, and leaves their ids to be found by.

    Args:
        text: Any text, such as a line of a log.

    Example:
        >>> import keywright
        >>> created = keywright.open_in_memory().user("alice").create_api_key("CI")
        >>> created.value in keywright.redact(f"GET / with {created.value}")
        False
    """
    return native.redact(text)
