"""Keywright in FastAPI: a dependency that checks the key of a request, and a lifespan that opens and closes the store.

Install it with `keywright[fastapi]`.

Example:
    >>> from typing import Annotated
    >>> from fastapi import Depends, FastAPI
    >>> from keywright import Verdict
    >>> from keywright.fastapi import lifespan, require_api_key
    >>> app = FastAPI(lifespan=lifespan("/var/lib/acme/keywright.db"))
    >>> @app.get("/invoices")
    ... async def invoices(verdict: Annotated[Verdict, Depends(require_api_key(scopes=["invoices:read"]))]):
    ...     return {"team": verdict.team_id}
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from fastapi import Depends, HTTPException, Response, WebSocketException
from fastapi.exception_handlers import http_exception_handler
from fastapi.openapi.models import APIKey, HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.exceptions import HTTPException as StarletteHTTPException

# FastAPI reads the types of a dependency when the program runs.
from starlette.requests import HTTPConnection, Request  # noqa: TC002

from keywright._enums import Accept, OwnerType, Reason
from keywright._keywright import Verdict  # noqa: TC001 - as above
from keywright._web import Check, absolute, answer_to, detail_of
from keywright.aio import AsyncKeywright
from keywright.aio import open as open_async
from keywright.exceptions import KeywrightError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from contextlib import AbstractAsyncContextManager
    from datetime import timedelta

    from fastapi import FastAPI

    from keywright._records import HttpAnswer
    from keywright._store import Keywright
    from keywright._types import StorePath

__all__ = ["ApiKeyError", "get_keywright", "lifespan", "open_store", "require_api_key", "set_keywright"]

#: Where the handle lives: with the application, and in the state of every request, which mounted applications share. Not in
#: `app.state`, which takes three microseconds to look into in the midst of a request.
HANDLE = "_keywright"
STATE = "keywright"

WEBSOCKET_DENIED = 1008
WEBSOCKET_TRY_AGAIN = 1013
UNAVAILABLE = 503


class ApiKeyError(HTTPException):
    """A request is refused because of its key, or because that could not be checked.

    FastAPI answers it as the core says: status, headers and a problem body. An application that has a handler of its own
    for `HTTPException` gets it there.

    Attributes:
        answer: Status, headers and body.
        verdict: The denial; None when there is no answer.
    """

    def __init__(self, answer: HttpAnswer, verdict: Verdict | None = None) -> None:
        headers = {name: value for name, value in answer.headers if name != "Content-Type"}
        super().__init__(answer.status, detail_of(answer), headers)
        self.answer = answer
        self.verdict = verdict


async def answer_refused(_request: Request, error: ApiKeyError) -> Response:
    """Answers a refused request with the body of the core, where FastAPI would write one of its own."""
    return Response(error.answer.body, error.answer.status, dict(error.answer.headers))


class _Header(SecurityBase):
    """Tells OpenAPI of the header that keys come in beside `Authorization`. It reads nothing.

    A dependency has one security scheme, so the second one is a dependency of the first. FastAPI goes through it in each
    request, which takes longer than the check; the other way, to rewrite what an application says of itself, would leave a
    document without it that is written before the application starts.
    """

    def __init__(self) -> None:
        self.model = APIKey.model_validate({"in": "header", "name": "X-Api-Key", "description": "An API key"})
        self.scheme_name = "ApiKeyHeader"

    async def __call__(self) -> None:
        return None


_HEADER = _Header()


class RequireApiKey(SecurityBase):
    """The dependency that `require_api_key` makes. To OpenAPI it is the security scheme of bearer tokens."""

    def __init__(self, check: Check) -> None:
        self.model = HTTPBearer(description="An API key")
        self.scheme_name = "ApiKeyBearer"
        self._check = check

    async def __call__(self, connection: HTTPConnection, _: None = Depends(_HEADER)) -> Verdict | None:
        scope = connection.scope
        client = scope.get("client")
        try:
            verdict = await _handle_of(connection)._authenticate_request(  # noqa: SLF001 - one package
                self._check.native, scope["headers"], client[0] if client else None
            )
        except KeywrightError as error:
            raise _refused(connection, answer_to(error), None) from error
        if verdict.valid:
            return verdict
        if self._check.is_optional and verdict.reason is Reason.MISSING:
            return None
        raise _refused(connection, verdict.http(), verdict)


class RequiredApiKey(Protocol):
    """A dependency that gives the verdict of a valid key."""

    async def __call__(self, connection: HTTPConnection) -> Verdict:
        """Checks the key of a request."""


class OptionalApiKey(Protocol):
    """A dependency that gives the verdict of a valid key, or None when the request brought none."""

    async def __call__(self, connection: HTTPConnection) -> Verdict | None:
        """Checks the key of a request."""


@overload
def require_api_key(
    *,
    scopes: Iterable[str] | None = None,
    optional: Literal[False] = False,
    owner_type: OwnerType | str | None = None,
    accept: Accept | str | None = None,
) -> RequiredApiKey: ...
@overload
def require_api_key(
    *,
    scopes: Iterable[str] | None = None,
    optional: Literal[True],
    owner_type: OwnerType | str | None = None,
    accept: Accept | str | None = None,
) -> OptionalApiKey: ...
def require_api_key(
    *,
    scopes: Iterable[str] | None = None,
    optional: bool = False,
    owner_type: OwnerType | str | None = None,
    accept: Accept | str | None = None,
) -> Any:
    """Returns a dependency that checks the key of a request and gives the verdict.

    The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings, and the
    address from `request.client`. A denied request is answered by 401, 403 or 429, and by 503 when the store has no answer.

    Args:
        scopes: The scopes that the route needs, all of them.
        optional: Give None when the request holds no key of this project, such as one with a session's token.
        owner_type: Take only keys of a `user` or of a `team`.
        accept: `secret` refuses public keys; `any`, the default, takes both.

    Returns:
        What `Depends` takes.

    Raises:
        InvalidArgumentError: A scope or a name breaks its rules.

    Example:
        >>> from typing import Annotated
        >>> from fastapi import Depends
        >>> from keywright import Verdict
        >>> from keywright.fastapi import require_api_key
        >>> TeamKey = Annotated[Verdict, Depends(require_api_key(owner_type="team", accept="secret"))]
    """
    return RequireApiKey(Check(scopes=scopes, optional=optional, owner_type=owner_type, accept=accept))


async def get_keywright(connection: HTTPConnection) -> AsyncKeywright:
    """Returns the handle of the application that a request belongs to: a dependency.

    Raises:
        RuntimeError: The application has none.

    Example:
        >>> from typing import Annotated
        >>> from fastapi import Depends
        >>> from keywright.aio import AsyncKeywright
        >>> from keywright.fastapi import get_keywright
        >>> Store = Annotated[AsyncKeywright, Depends(get_keywright)]
    """
    return _handle_of(connection)


def set_keywright(app: FastAPI, keywright: Keywright | AsyncKeywright | None) -> None:
    """Gives an application a handle that is open already, such as that of a test; its lifespan then opens none.

    Args:
        app: The application.
        keywright: The handle, which whoever opened it closes. None takes it away again.

    Example:
        >>> from fastapi import FastAPI
        >>> from keywright.fastapi import set_keywright
        >>> from keywright.testing import open_for_tests
        >>> app = FastAPI()
        >>> set_keywright(app, open_for_tests())
    """
    view = keywright if keywright is None or isinstance(keywright, AsyncKeywright) else keywright.aio
    setattr(app, HANDLE, view)


@asynccontextmanager
async def open_store(
    app: FastAPI,
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
) -> AsyncIterator[AsyncKeywright]:
    """Opens the store of an application for the time of a `with`: for a lifespan of your own.

    Args:
        app: The application.
        path: The file, by an absolute path.
        existing: As in `keywright.open`.
        any_file_system: As in `keywright.open`.
        prefix: As in `keywright.open`.
        busy_time_out: As in `keywright.open`.
        memory_limit: As in `keywright.open`.
        resident: As in `keywright.open`.
        master_keys: As in `keywright.open`.
        accept_unsealed: As in `keywright.open`.

    Yields:
        The handle: the one of `set_keywright`, if there is one.

    Raises:
        InvalidArgumentError: The path is relative.
        StorageError: As `keywright.open`.

    Example:
        >>> from contextlib import asynccontextmanager
        >>> from keywright.fastapi import open_store
        >>> @asynccontextmanager
        ... async def lifespan(app):
        ...     async with open_store(app, "/var/lib/acme/keywright.db", existing=True):
        ...         yield
    """
    found: AsyncKeywright | None = getattr(app, HANDLE, None)
    if found is not None:
        yield found
        return
    opened = open_async(
        absolute(path),
        existing=existing,
        any_file_system=any_file_system,
        prefix=prefix,
        busy_time_out=busy_time_out,
        memory_limit=memory_limit,
        resident=resident,
        master_keys=master_keys,
        accept_unsealed=accept_unsealed,
    )
    async with opened as keywright:
        set_keywright(app, keywright)
        try:
            yield keywright
        finally:
            set_keywright(app, None)


def lifespan(
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
) -> Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]:
    """Returns a lifespan that opens the store when the server starts, and closes it when it ends.

    Args:
        path: The file, by an absolute path.
        existing: As in `keywright.open`.
        any_file_system: As in `keywright.open`.
        prefix: As in `keywright.open`.
        busy_time_out: As in `keywright.open`.
        memory_limit: As in `keywright.open`.
        resident: As in `keywright.open`.
        master_keys: As in `keywright.open`.
        accept_unsealed: As in `keywright.open`.

    Returns:
        What `FastAPI(lifespan=…)` takes. `open_store` is for those who have one already.

    Raises:
        InvalidArgumentError: The path is relative.

    Example:
        >>> from fastapi import FastAPI
        >>> from keywright.fastapi import lifespan
        >>> app = FastAPI(lifespan=lifespan("/var/lib/acme/keywright.db", existing=True))
    """
    store = absolute(path)

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        opened = open_store(
            app,
            store,
            existing=existing,
            any_file_system=any_file_system,
            prefix=prefix,
            busy_time_out=busy_time_out,
            memory_limit=memory_limit,
            resident=resident,
            master_keys=master_keys,
            accept_unsealed=accept_unsealed,
        )
        async with opened as keywright:
            yield {STATE: keywright}

    return run


def _refused(connection: HTTPConnection, answer: HttpAnswer, verdict: Verdict | None) -> Exception:
    error = ApiKeyError(answer, verdict)
    if connection.scope["type"] == "websocket":
        code = WEBSOCKET_TRY_AGAIN if answer.status == UNAVAILABLE else WEBSOCKET_DENIED
        return WebSocketException(code, error.detail)
    # FastAPI would write a body of its own. So the handler is added to those of the application, at its first refusal and
    # where nobody would be passed over: not when the application has a handler of its own. Without this table, which is
    # none of FastAPI's documented ones, the status and the headers are still right.
    handlers, _ = connection.scope.get("starlette.exception_handlers", ({}, {}))
    if handlers.get(StarletteHTTPException) is http_exception_handler:
        handlers.setdefault(ApiKeyError, answer_refused)
    return error


def _handle_of(connection: HTTPConnection) -> AsyncKeywright:
    scope = connection.scope
    keywright = getattr(scope["app"], HANDLE, None) or scope.get("state", {}).get(STATE)
    if keywright is None:
        raise RuntimeError(
            "this application has no store: give it `lifespan=keywright.fastapi.lifespan(…)`, or `set_keywright(app, …)`; "
            "with a test client, enter it (`with TestClient(app)`), or its lifespan does not run"
        )
    return keywright  # type: ignore[no-any-return]
