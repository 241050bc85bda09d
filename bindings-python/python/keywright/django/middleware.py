"""Checks before the views, for other middleware that looks at the user of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

from keywright.django._handle import get_keywright
from keywright.django.decorators import CHECK, acheck_request, check_request, response_of
from keywright.exceptions import DeniedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class _Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - an answer, or the promise of one
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers `DeniedError`, which `require_valid` raises in a view, as its verdict says."""
        return response_of(error.http()) if isinstance(error, DeniedError) else None


class _SyncMiddleware(_Middleware):
    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_arguments: object) -> HttpResponse | None:
        """Checks what the view asks for."""
        check = getattr(view, CHECK, None)
        return None if check is None else check_request(request, check)


class _AsyncMiddleware(_Middleware):
    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        markcoroutinefunction(self)

    async def process_view(self, request: HttpRequest, view: Callable[..., Any], *_arguments: object) -> HttpResponse | None:
        """Checks what the view asks for."""
        check = getattr(view, CHECK, None)
        return None if check is None else await acheck_request(request, check)


def ApiKeyMiddleware(get_response: Callable[[HttpRequest], Any]) -> _Middleware:  # noqa: N802 - Django's spelling of one
    """Checks the key of a request before its view, where the view asks by `require_api_key`, and leaves others alone.

    So other middleware knows the user, such as Django's own that requires a login: it stands below
    `AuthenticationMiddleware`. A `DeniedError` that a view raises is answered as its verdict says. It opens the store when
    the server starts, which does not happen if it can not be opened.
    """
    get_keywright()
    return (_AsyncMiddleware if iscoroutinefunction(get_response) else _SyncMiddleware)(get_response)


ApiKeyMiddleware.sync_capable = True  # type: ignore[attr-defined]
ApiKeyMiddleware.async_capable = True  # type: ignore[attr-defined]
