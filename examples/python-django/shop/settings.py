"""The settings of the project."""

import os
import secrets
from pathlib import Path

FOLDER = Path(os.environ.get("FOLDER", Path(__file__).parents[1])).absolute()

# Made anew at every start, so that this example has no secret in it. Yours is kept somewhere.
SECRET_KEY = secrets.token_urlsafe(50)
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ROOT_URLCONF = "shop.urls"
USE_TZ = True
LOGIN_URL = "admin:login"
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Two files: a database of Django's own, and the store of the keys, which only Keywright opens.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "shop.sqlite3"}}
KEYWRIGHT = {"STORE": FOLDER / "keywright.db", "PREFIX": "shop"}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "rest_framework",
    "keywright.django",
    "shop",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keywright.django.middleware.ApiKeyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "keywright.django.backends.ApiKeyBackend",
]
REST_FRAMEWORK = {"EXCEPTION_HANDLER": "keywright.django.rest_framework.exception_handler"}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
