"""Keywright in Flask: an extension that opens the store, and a decorator that checks the key of a request.

Install it with `keywright[flask]`.

Example:
    >>> from flask import Flask
    >>> from keywright.flask import Extension, get_verdict, require_api_key
    >>> from keywright.testing import open_for_tests
    >>> app = Flask("acme")
    >>> @app.get("/invoices")
    ... @require_api_key(scopes=["invoices:read"])
    ... def invoices():
    ...     return {"team": get_verdict().team_id}
    >>> extension = Extension(app, keywright=open_for_tests())  # or app.config["KEYWRIGHT"] = {"STORE": "/…/keywright.db"}
    >>> app.test_client().get("/invoices").status
    '401 UNAUTHORIZED'
"""

from __future__ import annotations

import atexit
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Response, current_app, g, request

from keywright._enums import Reason
from keywright._web import Check, answer_to, open_by_settings
from keywright.exceptions import KeywrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

    from keywright._enums import Accept, OwnerType
    from keywright._keywright import Verdict
    from keywright._records import HttpAnswer
    from keywright._store import Keywright

__all__ = ["Extension", "get_keywright", "get_verdict", "require_api_key"]

#: Where the handle lives in the extensions of an application.
NAME = "keywright"

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class Extension:
    """Opens the store of an application, which `app.config["KEYWRIGHT"]` names, and closes it when the process ends.

    The settings are `STORE`, an absolute path, and the options of `keywright.open` in upper case, such as `EXISTING`.

    Args:
        app: The application; without, call `init_app` later.
        keywright: A handle that is open already, such as that of a test. Whoever opened it closes it.

    Raises:
        InvalidArgumentError: The settings are not what they should be.
        StorageError: As `keywright.open`.
    """

    def __init__(self, app: Flask | None = None, *, keywright: Keywright | None = None) -> None:
        if app is not None:
            self.init_app(app, keywright=keywright)

    def init_app(self, app: Flask, *, keywright: Keywright | None = None) -> None:
        """Opens the store of an application, at once: a server whose store can not be opened does not start.

        Args:
            app: The application.
            keywright: As in the class.

        Example:
            >>> from flask import Flask
            >>> from keywright.flask import Extension
            >>> from keywright.testing import open_for_tests
            >>> extension = Extension()
            >>> extension.init_app(Flask("acme"), keywright=open_for_tests())
        """
        if keywright is None:
            keywright = open_by_settings(app.config.get("KEYWRIGHT"))
            # Flask has no moment at which an application ends. Closing writes what checks counted.
            atexit.register(keywright.close)
        app.extensions[NAME] = keywright


def get_keywright() -> Keywright:
    """Returns the handle of the current application.

    Raises:
        RuntimeError: The application has none.

    Example:
        >>> from flask import Flask
        >>> from keywright.flask import Extension, get_keywright
        >>> from keywright.testing import open_for_tests
        >>> app = Flask("acme")
        >>> extension = Extension(app, keywright=open_for_tests())
        >>> with app.app_context():
        ...     get_keywright().user("alice").list_api_keys()
        []
    """
    keywright: Keywright | None = current_app.extensions.get(NAME)
    if keywright is None:
        raise RuntimeError("this application has no store: call `keywright.flask.Extension(app)`")
    return keywright


def get_verdict() -> Verdict | None:
    """Returns the verdict of the request, which `require_api_key` left; None where it is optional and no key came.

    Example:
        >>> from flask import Flask
        >>> from keywright.flask import get_verdict
        >>> with Flask("acme").test_request_context():
        ...     get_verdict() is None
        True
    """
    verdict: Verdict | None = g.get("keywright_verdict")
    return verdict


def require_api_key(
    *,
    scopes: Iterable[str] | None = None,
    optional: bool = False,
    owner_type: OwnerType | str | None = None,
    accept: Accept | str | None = None,
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer | Response]]:
    """Returns a decorator for a view, or for a function of `before_request`, that checks the key of the request.

    The key is taken from `Authorization: Bearer`, `X-Api-Key`, `X-Stack-Api-Key` or the header of the settings, and the
    address from `request.remote_addr`. A denied request is answered by 401, 403 or 429, and by 503 when the store has no
    answer; the view is not called. It stands below the decorator of the route.

    Args:
        scopes: The scopes that the view needs, all of them.
        optional: Call the view also when the request holds no key of this project, such as one with a session's token.
        owner_type: Take only keys of a `user` or of a `team`.
        accept: `secret` refuses public keys; `any`, the default, takes both.

    Raises:
        InvalidArgumentError: A scope or a name breaks its rules.

    Example:
        >>> from keywright.flask import require_api_key
        >>> @require_api_key(owner_type="team", accept="secret")
        ... def builds():
        ...     return {}
    """
    check = Check(scopes=scopes, optional=optional, owner_type=owner_type, accept=accept)

    def decorate(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer | Response]:
        @wraps(view)
        def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer | Response:
            refused = _refusal(check)
            if refused is not None:
                return Response(refused.body, refused.status, refused.headers)
            run: Any = current_app.ensure_sync(view)
            answer: Answer = run(*args, **kwargs)
            return answer

        return checked

    return decorate


def _refusal(check: Check) -> HttpAnswer | None:
    """Checks the key of the request. Returns how to refuse it, or nothing."""
    try:
        verdict = get_keywright()._authenticate_request(  # noqa: SLF001 - one package
            check.native, request.headers, request.remote_addr
        )
    except KeywrightError as error:
        return answer_to(error)
    if verdict.valid:
        g.keywright_verdict = verdict
        return None
    if check.is_optional and verdict.reason is Reason.MISSING:
        return None
    return verdict.http()
