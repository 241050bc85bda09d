"""What looks after a store: its events, what it says about itself, backups, exports and seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keywright import _keywright as native

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from keywright._owner import Owner
    from keywright._records import (
        Backup,
        Event,
        ImportReport,
        Integrity,
        LastUse,
        SealReport,
        SealStatus,
        Signal,
        StoreInfo,
        Warmed,
    )
    from keywright._records_of_keys import RestoreReport
    from keywright._types import StorePath


class UpkeepMethods(native.Keywright):
    """What looks after a store. A part of `Keywright`."""

    __slots__ = ()

    def events(self, after: int = 0, *, limit: int = 100) -> list[Event]:
        """Returns entries of the audit log, oldest first. Only the server may.

        Args:
            after: Those with a number above this one.
            limit: At most so many, 1 to 10,000.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> [event.verb for event in kw.events()]
            ['user.created', 'api_key.created']
        """
        return self._events(after, limit)

    def signals(self, after: int = 0, *, limit: int = 100) -> list[Signal]:
        """Returns signals, oldest first. Only the server may. They are written about a second late; `flush` does it at once.

        Args:
            after: Those with a number above this one.
            limit: At most so many, 1 to 10,000.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> old = kw.user("alice").create_api_key("CI")
            >>> new = old.api_key.rotate()
            >>> bool(kw.verify(old.value))
            False
            >>> kw.flush()
            >>> [signal.kind for signal in kw.signals()]
            [<SignalKind.ROTATED_KEY_USED: 'rotated_key_used'>]
        """
        return self._signals(after, limit)

    def status(self) -> StoreInfo:
        """Returns what there is to know about the store itself, for your logs. Only the server may.

        Example:
            >>> import keywright
            >>> info = keywright.open_in_memory().status()
            >>> info.oldest_reader <= info.schema
            True
        """
        return self._status()

    def warm(self, owner: Owner | None = None) -> Warmed:
        """Loads keys into memory, so that the first check of each need not read the store. Only the server may.

        Args:
            owner: Only those of this user or team.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.warm().loaded
            1
        """
        return self._warm(owner)

    def check_integrity(self) -> Integrity:
        """Looks at every page and row of the store. Only the server may. It takes time on a large store.

        Example:
            >>> import keywright
            >>> bool(keywright.open_in_memory().check_integrity())
            True
        """
        return self._check_integrity()

    def flush(self) -> None:
        """Writes now what is written behind: signals, first uses and counts of use. Only the server may.

        Raises:
            StorageError: It could not be written, and goes on waiting.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().flush()
        """
        self._flush()

    def last_used(self, ids: Iterable[UUID | str]) -> dict[UUID, LastUse]:
        """Tells when keys were last valid, and from where. Those that never were are not in the answer.

        Args:
            ids: The ids of keys that the actor may see.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> verdict = kw.verify(created.value, ip="192.0.2.7")
            >>> str(kw.last_used([created.api_key.id])[created.api_key.id].ip)
            '192.0.2.7'
        """
        return self._last_used(list(ids))

    def backup(self, path: StorePath) -> Backup:
        """Copies the store into one new file while it is in use. Only the server may.

        Args:
            path: The file, which must not exist.

        Raises:
            AlreadyExistsError: The file exists.
            StorageError: It could not be written.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.backup(f"{folder.name}/backup.db").api_keys
            1
            >>> kw.close()
        """
        return self._backup(path)

    def preview_restore(self, path: StorePath) -> RestoreReport:
        """Tells what `restore` would do, and changes nothing. Only the server may.

        Args:
            path: The backup.

        Raises:
            StorageError: It is none, or is damaged.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> key = kw.user("alice").create_api_key("CI").api_key
            >>> backup = kw.backup(f"{folder.name}/backup.db")
            >>> revoked = key.revoke()
            >>> [key.description for key in kw.preview_restore(backup.path).revoked_since]
            ['CI']
            >>> kw.close()
        """
        return self._preview_restore(path)

    def restore(self, path: StorePath, *, with_revoked: bool = False) -> RestoreReport:
        """Makes the store what it was, in one change that every process sees. Only the server may.

        Args:
            path: The backup.
            with_revoked: Let keys work again that were revoked, suspended, deleted or rotated since. Without, they stay so.

        Raises:
            StorageError: The file is no backup, or is damaged; nothing was changed.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open(f"{folder.name}/keys.db")
            >>> backup = kw.backup(f"{folder.name}/backup.db")
            >>> created = kw.user("alice").create_api_key("CI")
            >>> report = kw.restore(backup.path)
            >>> bool(kw.verify(created.value))
            False
            >>> kw.close()
        """
        return self._restore(path, with_revoked)

    def export(self, path: StorePath) -> None:
        """Writes the store as lines of JSON into a new file for its owner alone. Only the server may.

        It holds the digest of every secret: keep it as safe as the store.

        Args:
            path: The file, which must not exist.

        Raises:
            FileExistsError: The file exists.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> keywright.open_in_memory().export(f"{folder.name}/store.jsonl")
        """
        self._export(path)

    def import_(self, path: StorePath, *, dry_run: bool = False) -> ImportReport:
        """Adds what an export holds and the store does not, in one change. Only the server may.

        What is there already stays as it is, so an import can be run again. The name ends in `_` because `import` is a word
        of Python's.

        Args:
            path: The export.
            dry_run: Check everything and tell what would be added.

        Raises:
            InvalidArgumentError: A line breaks a rule; nothing was added.

        Example:
            >>> import keywright, tempfile
            >>> folder = tempfile.TemporaryDirectory()
            >>> kw = keywright.open_in_memory()
            >>> created = kw.user("alice").create_api_key("CI")
            >>> kw.export(f"{folder.name}/store.jsonl")
            >>> another = keywright.open_in_memory()
            >>> another.import_(f"{folder.name}/store.jsonl").added.api_keys
            1
            >>> another.verify(created.value).user_id
            'alice'
        """
        return self._import(path, dry_run)

    def seal_status(self) -> SealStatus:
        """Tells how far the store is sealed. Only the server may.

        Example:
            >>> import keywright
            >>> keywright.open_in_memory().seal_status().is_sealed
            False
        """
        return self._seal_status()

    def seal(self) -> SealReport:
        """Seals every row that is not sealed yet, while others work. Only the server may.

        Returns:
            How many rows were sealed.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.seal().tampered
            0
        """
        return self._seal()

    def rotate_master_key(self) -> int:
        """Wraps the data keys under the newest master key of this handle. No key is made anew. Only the server may.

        Returns:
            How many data keys were wrapped anew.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.rotate_master_key()
            0
        """
        return self._rotate_master_key()

    def rekey(self) -> SealReport:
        """Makes a new data key and seals every row with it, while others work. Only the server may.

        Returns:
            How many rows were sealed.

        Raises:
            MasterKeyError: The store was opened without a master key.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory(master_keys=[keywright.generate_master_key()])
            >>> kw.rekey().tampered
            0
        """
        return self._rekey()
