"""What it is called when Keywright could not answer.

A key that is expired, revoked or unknown is no exception: it is a verdict that says so. An exception means that a question
stayed open or a change did not happen. None of them is ever a yes.

Every class has a stable `code`, the same in every language. `KeywrightError` is the base of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from keywright import _keywright as native

if TYPE_CHECKING:
    from keywright._keywright import Verdict
    from keywright._records import HttpAnswer


class KeywrightError(Exception):
    """The base of every exception of this package.

    Attributes:
        code: What kind of error it is, the same in every language.
        is_retryable: Whether the same call may succeed a moment later.
        verdict: The verdict of the check that the error comes from, if it comes from one.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> try:
        ...     kw.user("").list_api_keys()
        ... except keywright.KeywrightError as error:
        ...     print(error.code)
        invalid_argument
    """

    code: ClassVar[str] = "internal"
    is_retryable: ClassVar[bool] = False
    verdict: Verdict | None

    def __init__(self, message: str = "", verdict: Verdict | None = None) -> None:
        super().__init__(message)
        self.verdict = verdict

    def http(self) -> HttpAnswer:
        """Returns how to answer a request whose key could not be checked because of this.

        Returns:
            503 with `Retry-After`; for a denial, what its verdict says.

        Example:
            >>> import keywright
            >>> kw = keywright.open_in_memory()
            >>> kw.close()
            >>> try:
            ...     kw.verify("a key")
            ... except keywright.KeywrightError as error:
            ...     print(error.http().status)
            503
        """
        if self.verdict is not None:
            return self.verdict.http()
        return native.error_http(self.code)

    def __reduce__(self) -> tuple[type[KeywrightError], tuple[str, Verdict | None]]:
        return type(self), (str(self), self.verdict)


class InvalidArgumentError(KeywrightError, ValueError):
    """An argument breaks a rule; the message names it and the rule. It is a `ValueError` too."""

    code = "invalid_argument"


class NotFoundError(KeywrightError):
    """What was asked for does not exist, or the acting user must not know that it does."""

    code = "not_found"


class AlreadyExistsError(KeywrightError):
    """Something with this id exists."""

    code = "already_exists"


class PermissionDeniedError(KeywrightError):
    """The acting user may not do this."""

    code = "permission_denied"


class StorageError(KeywrightError):
    """The store could not be read or written. The base of what the disk and other processes can do."""


class StorageBusyError(StorageError):
    """The store was busy for longer than the time-out. Try again."""

    code = "storage_busy"
    is_retryable = True


class StorageUnavailableError(StorageError):
    """The store could not be reached: a missing folder, a read-only file, an input or output error."""

    code = "storage_unavailable"


class StorageFullError(StorageError):
    """The disk is full; nothing was changed."""

    code = "storage_full"


class StorageCorruptError(StorageError):
    """The file is damaged, or is not a Keywright store; it was left as it is."""

    code = "storage_corrupt"


class StoreReplacedError(StorageError):
    """The file under an open store was replaced, or its locks were broken. Open the store again."""

    code = "store_replaced"


class SchemaTooNewError(StorageError):
    """The store was written by a newer version; it was left as it is."""

    code = "schema_too_new"


class MasterKeyError(KeywrightError):
    """The store is sealed and no fitting master key was given; or one was given, and it is not sealed."""

    code = "master_key"


class LimitReachedError(KeywrightError):
    """A cap of the settings is reached."""

    code = "limit_reached"


class DisabledError(KeywrightError):
    """The settings switch keys of this owner type off."""

    code = "disabled"


class DeniedError(KeywrightError):
    """The presented key was denied; `verdict` tells why, and its `http()` how to answer.

    Example:
        >>> import keywright
        >>> kw = keywright.open_in_memory()
        >>> try:
        ...     kw.require_valid("typo")
        ... except keywright.DeniedError as error:
        ...     print(error.verdict.reason)
        malformed
    """

    code = "denied"
    verdict: Verdict


class ClosedError(KeywrightError):
    """The store was closed, or the record is a copy, which is data only."""

    code = "closed"


class InternalError(KeywrightError):
    """A defect in Keywright. Report it with the text of the error, which holds no secret."""

    code = "internal"


#: The class of every code. A test compares it with the list that all languages share.
BY_CODE: dict[str, type[KeywrightError]] = {
    subclass.code: subclass
    for subclass in (
        InvalidArgumentError,
        NotFoundError,
        AlreadyExistsError,
        PermissionDeniedError,
        StorageBusyError,
        StorageUnavailableError,
        StorageFullError,
        StorageCorruptError,
        StoreReplacedError,
        SchemaTooNewError,
        MasterKeyError,
        LimitReachedError,
        DisabledError,
        DeniedError,
        ClosedError,
        InternalError,
    )
}
