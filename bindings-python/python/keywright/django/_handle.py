"""Where the handle lives: one for the process, opened when it is first needed."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signals import setting_changed

from keywright._web import open_by_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keywright._store import Keywright


class _Handle:
    """The handle of the settings, and the one that a test puts in its place."""

    def __init__(self) -> None:
        self.opened: Keywright | None = None
        self.lent: Keywright | None = None
        self.lock = threading.Lock()

    def get(self) -> Keywright:
        keywright = self.lent or self.opened
        if keywright is None:
            with self.lock:
                if self.opened is None:
                    self.opened = open_by_settings(getattr(settings, "KEYWRIGHT", None))
                keywright = self.opened
        return keywright

    def close(self) -> None:
        with self.lock:
            if self.opened is not None:
                self.opened.close()
                self.opened = None

    def renew_lock(self) -> None:
        # Another thread may hold it at the moment of a fork, and is not there to let go in the child.
        self.lock = threading.Lock()


_handle = _Handle()
# Django has no moment at which a process ends. Closing writes what checks counted.
atexit.register(_handle.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_handle.renew_lock)


def get_keywright() -> Keywright:
    """Returns the handle on the store that `settings.KEYWRIGHT` names, opened at the first call.

    Raises:
        InvalidArgumentError: The settings are not what they should be.
        StorageError: As `keywright.open`.
    """
    return _handle.get()


@contextmanager
def using(keywright: Keywright) -> Iterator[Keywright]:
    """Puts a handle in the place of the store of the settings, for the tests of an application.

    Args:
        keywright: The handle, such as the fixture `keywright_store`. Whoever opened it closes it.

    Yields:
        The handle.
    """
    before, _handle.lent = _handle.lent, keywright
    try:
        yield keywright
    finally:
        _handle.lent = before


def _settings_changed(*, setting: str, **_options: object) -> None:
    if setting == "KEYWRIGHT":
        _handle.close()


# Tests change settings (`override_settings`); a server does not.
setting_changed.connect(_settings_changed)
