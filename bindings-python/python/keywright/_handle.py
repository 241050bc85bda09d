"""What ties a handle or a record to the surface that it came from."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from keywright.exceptions import ClosedError

Native = TypeVar("Native")
Self = TypeVar("Self", bound="Bound[Any]")


class Bound(Generic[Native]):
    """Something whose methods act on a store.

    The tie is no field: it is neither compared nor printed nor copied. So a copy, by pickle or `copy` or
    `dataclasses.replace`, is data only.
    """

    __slots__ = ("_bound",)

    _bound: Native

    @classmethod
    def _of(cls: type[Self], native: object, *values: object) -> Self:
        """Makes one that acts through a native handle."""
        bound = cls(*values)
        object.__setattr__(bound, "_bound", native)
        return bound

    @property
    def _native(self) -> Native:
        try:
            return self._bound
        except AttributeError:
            raise ClosedError("this record is a copy, which is data only; ask the store for the record again") from None
