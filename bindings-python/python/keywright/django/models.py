"""What stands for the keys in the admin. Keys are kept in the store, never in Django's database."""

from django.db import models


class ApiKey(models.Model):  # noqa: DJ008 - no row of it exists
    """Gives the admin its permissions: who may see the list of keys, and who may revoke one. It has no table."""

    class Meta:
        """No table, and two permissions."""

        managed = False
        default_permissions = ("view",)
        permissions = (("revoke_apikey", "Can revoke API key"),)
        verbose_name = "API key"
