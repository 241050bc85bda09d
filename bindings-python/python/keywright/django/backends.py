"""The owner of a key as a user of the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ObjectDoesNotExist, ValidationError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from keywright._keywright import Verdict


class ApiKeyBackend(BaseBackend):
    """Finds the user whom a valid key belongs to. Put it behind the backends that you have.

    Derive from it and set `user_field` where the ids that you gave to `keywright.user(…)` are no primary keys. Somebody who
    is not active is not found.
    """

    user_field: ClassVar[str] = "pk"

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,  # noqa: ARG002 - what Django calls it with
        *,
        verdict: Verdict | None = None,
    ) -> Any:  # noqa: ANN401 - the host's own class
        """Returns the user of a valid verdict; None for a team's key, or when there is no such user.

        Args:
            request: The request.
            verdict: The verdict of its key.
        """
        if verdict is None or not verdict.valid or verdict.user_id is None:
            return None
        return self._find(self.user_field, verdict.user_id)

    async def aauthenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, verdict: Verdict | None = None
    ) -> Any:  # noqa: ANN401 - the host's own class
        """Does the same on an event loop."""
        return await sync_to_async(self.authenticate)(request, verdict=verdict)

    def get_user(self, user_id: Any) -> Any:  # noqa: ANN401 - the host's own classes
        """Returns the user of an id, who is active."""
        return self._find("pk", user_id)

    def _find(self, field: str, value: Any) -> Any:  # noqa: ANN401 - the host's own classes
        try:
            user = get_user_model()._default_manager.get(**{field: value})  # noqa: SLF001 - its documented name
        except (ObjectDoesNotExist, ValidationError, TypeError, ValueError):
            # A key may belong to an id that this table could not even hold.
            return None
        return user if getattr(user, "is_active", True) else None
