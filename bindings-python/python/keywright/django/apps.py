"""Keywright as an application of Django."""

from django.apps import AppConfig


class KeywrightConfig(AppConfig):
    """Registers the system checks; the store is opened when it is first needed."""

    name = "keywright.django"
    label = "keywright"
    verbose_name = "Keywright"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the system checks."""
        from keywright.django import checks  # noqa: F401, PLC0415 - importing registers them
