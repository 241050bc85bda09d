"""Keywright in Django REST framework: an authentication class, and a permission class.

Install it with `keywright[djangorestframework]`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib.auth.models import AnonymousUser
from rest_framework import views
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.permissions import BasePermission

from keywright._enums import Reason
from keywright._keywright import Verdict
from keywright._web import Check, answer_to, detail_of
from keywright.django._handle import get_keywright
from keywright.django.backends import ApiKeyBackend
from keywright.django.decorators import response_of
from keywright.exceptions import KeywrightError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse
    from rest_framework.request import Request

    from keywright._enums import Accept, OwnerType
    from keywright._records import HttpAnswer

Self = TypeVar("Self", bound="ApiKeyAuthentication")


class ApiKeyError(APIException):
    """A request is refused because of its key, or because that could not be checked.

    Attributes:
        answer: Status, headers and body, as the core says.
    """

    def __init__(self, answer: HttpAnswer) -> None:
        headers = dict(answer.headers)
        self.answer = answer
        self.status_code = answer.status
        self.detail = json.loads(answer.body)
        # The names under which the framework looks for these two headers.
        self.auth_header = headers.get("WWW-Authenticate")
        self.wait = float(headers["Retry-After"]) if "Retry-After" in headers else None
        Exception.__init__(self, detail_of(answer))


class ApiKeyAuthentication(BaseAuthentication):
    """Takes the key of a request: `request.auth` is the verdict, and `request.user` the owner of a user's key.

    A request without a key of this project is left to the authentication classes behind it, such as that of a session. A
    denied key is an answer. For a team's key the user is nobody, so ask by `HasApiKey` and not by `IsAuthenticated`.

    `requiring` makes the class of a view that asks for scopes.
    """

    #: What is asked of the key.
    check: ClassVar[Check] = Check(optional=True)
    #: How the owner of a user's key is found. None leaves it to the view, and the user is nobody.
    backend: ClassVar[ApiKeyBackend | None] = ApiKeyBackend()

    @classmethod
    def requiring(
        cls: type[Self],
        *,
        scopes: Iterable[str] | None = None,
        owner_type: OwnerType | str | None = None,
        accept: Accept | str | None = None,
    ) -> type[Self]:
        """Returns this class for a view that asks for more.

        Args:
            scopes: The scopes that the view needs, all of them.
            owner_type: Take only keys of a `user` or of a `team`.
            accept: `secret` refuses public keys; `any`, the default, takes both.

        Raises:
            InvalidArgumentError: A scope or a name breaks its rules.
        """
        check = Check(scopes=scopes, optional=True, owner_type=owner_type, accept=accept)
        return type(cls.__name__, (cls,), {"check": check, "__module__": cls.__module__, "__doc__": cls.__doc__})

    def authenticate(self, request: Request) -> tuple[Any, Verdict] | None:
        """Checks the key of a request.

        Raises:
            ApiKeyError: The key is denied, or there is no answer.
            AuthenticationFailed: The key is valid, and its owner is no active user here.
        """
        try:
            verdict = get_keywright()._authenticate_request(  # noqa: SLF001 - one package
                self.check.native, request.headers, request.META.get("REMOTE_ADDR")
            )
        except KeywrightError as error:
            raise ApiKeyError(answer_to(error)) from error
        if verdict.reason is Reason.MISSING:
            return None
        if not verdict.valid:
            raise ApiKeyError(verdict.http())
        if verdict.user_id is None or self.backend is None:
            return AnonymousUser(), verdict
        user = self.backend.authenticate(request, verdict=verdict)
        if user is None:
            raise AuthenticationFailed("The owner of the API key is no active user.")
        return user, verdict

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        """Returns what `WWW-Authenticate` says to a request without a key."""
        return "Bearer"


class HasApiKey(BasePermission):
    """Lets a request pass whose key `ApiKeyAuthentication` found valid."""

    def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ANN401, ARG002 - the framework's signature
        """Says whether the request brought a valid key."""
        return isinstance(request.auth, Verdict) and request.auth.valid


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answers `ApiKeyError` exactly as the core says, and leaves others to the framework.

    For `REST_FRAMEWORK = {"EXCEPTION_HANDLER": "keywright.django.rest_framework.exception_handler"}`. Without it the status,
    `WWW-Authenticate`, `Retry-After` and the members of the body are the same, written by the renderer of the view.
    """
    if isinstance(error, ApiKeyError):
        return response_of(error.answer)
    return views.exception_handler(error, context)
