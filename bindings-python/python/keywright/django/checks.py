"""What `manage.py check` says about the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks

from keywright._web import options_of
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

MIDDLEWARE = "keywright.django.middleware.ApiKeyMiddleware"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"


@checks.register(checks.Tags.security)
def check_settings(app_configs: Sequence[Any] | None = None, **_options: object) -> list[checks.CheckMessage]:  # noqa: ARG001
    """Looks at `KEYWRIGHT` and the order of the middleware. It opens nothing."""
    try:
        options = options_of(getattr(settings, "KEYWRIGHT", None))
    except InvalidArgumentError as error:
        return [checks.Error(str(error), id="keywright.E001")]
    found: list[checks.CheckMessage] = []
    path = options["path"]
    if options.get("existing") and not path.is_file():
        hint = "Make it with `keywright init`, or take EXISTING away."
        found.append(checks.Error(f"There is no store at {path}, and EXISTING is set.", hint=hint, id="keywright.E002"))
    elif not path.parent.is_dir():
        found.append(checks.Error(f"The folder of the store is missing: {path.parent}.", id="keywright.E002"))
    order = list(settings.MIDDLEWARE)
    if MIDDLEWARE in order and AUTHENTICATION in order and order.index(MIDDLEWARE) < order.index(AUTHENTICATION):
        text = "ApiKeyMiddleware stands above AuthenticationMiddleware, which then puts the user of the session in place."
        found.append(checks.Warning(text, hint="Move it below.", id="keywright.W001"))
    return found
