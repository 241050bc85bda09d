"""Keywright in Django: the store of the settings, views that ask for a key, a middleware, and a backend for users.

Install it with `keywright[django]`, then

    INSTALLED_APPS += ["keywright.django"]
    KEYWRIGHT = {"STORE": BASE_DIR / "keywright.db"}

The other settings are the options of `keywright.open` in upper case, such as `EXISTING`. Beside what is here there are
`keywright.django.middleware.ApiKeyMiddleware`, `keywright.django.backends.ApiKeyBackend`, the classes of
`keywright.django.rest_framework`, a list of keys in the admin, system checks, and `manage.py keywright`.
"""

from keywright.django._handle import get_keywright, using
from keywright.django.decorators import get_verdict, require_api_key

__all__ = ["get_keywright", "get_verdict", "require_api_key", "using"]
