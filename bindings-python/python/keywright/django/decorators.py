"""Views that ask for a key."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction
from django.apps import apps
from django.http import HttpResponse

from keywright._enums import Reason
from keywright._web import Check, answer_to
from keywright.django._handle import get_keywright
from keywright.exceptions import KeywrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from keywright._enums import Accept, OwnerType
    from keywright._keywright import Verdict
    from keywright._records import HttpAnswer

View = TypeVar("View", bound="Callable[..., Any]")

#: What a view asks for, where the middleware finds it.
CHECK = "keywright_check"
#: What a request was checked for, and the verdict.
CHECKED, VERDICT = "_keywright_checked", "_keywright_verdict"


def get_verdict(request: HttpRequest) -> Verdict | None:
    """Returns the verdict of a request, which `require_api_key` left; None where it is optional and no key came.

    Args:
        request: The request.
    """
    verdict: Verdict | None = getattr(request, VERDICT, None)
    return verdict


def require_api_key(
    *,
    scopes: Iterable[str] | None = None,
    optional: bool = False,
    owner_type: OwnerType | str | None = None,
    accept: Accept | str | None = None,
) -> Callable[[View], View]:
    """Returns a decorator for a view that checks the key of the request. Of a class, decorate `dispatch`.

    The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings, and the
    address from `REMOTE_ADDR`. A denied request is answered by 401, 403 or 429, and by 503 when the store has no answer; the
    view is not called. With `ApiKeyBackend` in the settings, `request.user` is the owner of a user's key, and nobody for a
    team's key.

    A view that needs a key is exempt from the check against forged requests (CSRF), for which a browser would have to send
    the key by itself. One for which it is optional is not, since a session may take its place.

    Args:
        scopes: The scopes that the view needs, all of them.
        optional: Call the view also when the request holds no key of this project, such as one with a session's token.
        owner_type: Take only keys of a `user` or of a `team`.
        accept: `secret` refuses public keys; `any`, the default, takes both.

    Raises:
        InvalidArgumentError: A scope or a name breaks its rules.
    """
    check = Check(scopes=scopes, optional=optional, owner_type=owner_type, accept=accept)

    def decorate(view: View) -> View:
        if iscoroutinefunction(view):

            async def asynchronous(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the view's
                refused = None if getattr(request, CHECKED, None) is check else await acheck_request(request, check)
                return await view(request, *args, **kwargs) if refused is None else refused

            checked: Callable[..., Any] = wraps(view)(asynchronous)
        else:

            def synchronous(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the view's
                refused = None if getattr(request, CHECKED, None) is check else check_request(request, check)
                return view(request, *args, **kwargs) if refused is None else refused

            checked = wraps(view)(synchronous)
        setattr(checked, CHECK, check)
        if not optional:
            checked.csrf_exempt = True  # type: ignore[attr-defined]
        return cast("View", checked)

    return decorate


def check_request(request: HttpRequest, check: Check) -> HttpResponse | None:
    """Checks the key of a request. Returns the answer that refuses it, or nothing."""
    try:
        verdict = get_keywright()._authenticate_request(  # noqa: SLF001 - one package
            check.native, request.headers, request.META.get("REMOTE_ADDR")
        )
    except KeywrightError as error:
        return response_of(answer_to(error))
    refused = _refusal(request, check, verdict)
    if refused is None and verdict.valid:
        for backend in _backends():
            _take_user(request, backend.authenticate(request, verdict=verdict))
    return refused


async def acheck_request(request: HttpRequest, check: Check) -> HttpResponse | None:
    """Does the same on an event loop, without making it wait."""
    try:
        verdict = await get_keywright().aio._authenticate_request(  # noqa: SLF001 - one package
            check.native, request.headers, request.META.get("REMOTE_ADDR")
        )
    except KeywrightError as error:
        return response_of(answer_to(error))
    refused = _refusal(request, check, verdict)
    if refused is None and verdict.valid:
        for backend in _backends():
            _take_user(request, await backend.aauthenticate(request, verdict=verdict))
    return refused


def response_of(answer: HttpAnswer) -> HttpResponse:
    """Returns an answer of the core as one of Django's."""
    return HttpResponse(answer.body.encode(), status=answer.status, headers=dict(answer.headers))


def _refusal(request: HttpRequest, check: Check, verdict: Verdict) -> HttpResponse | None:
    if verdict.valid:
        setattr(request, CHECKED, check)
        setattr(request, VERDICT, verdict)
        return None
    if check.is_optional and verdict.reason is Reason.MISSING:
        setattr(request, CHECKED, check)
        return None
    return response_of(verdict.http())


def _backends() -> list[Any]:
    """Returns the backends of the settings that find users by their keys: none where keys and users are kept apart."""
    if not apps.is_installed("django.contrib.auth"):
        return []
    # Only now: a backend can be imported once the models are there.
    from django.contrib.auth import get_backends  # noqa: PLC0415

    from keywright.django.backends import ApiKeyBackend  # noqa: PLC0415

    return [backend for backend in get_backends() if isinstance(backend, ApiKeyBackend)][:1]


def _take_user(request: HttpRequest, user: Any) -> None:  # noqa: ANN401 - the host's own class
    """Makes the owner of the key the user of the request: never whom a session names that came along."""
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - as above

    owner = user or AnonymousUser()

    async def auser() -> Any:  # noqa: ANN401 - as above
        return owner

    request.user = owner
    request.auser = auser
