"""Tells Django of a model without a table, so that it does not ask for this migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Changes nothing in the database."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "API key",
                "permissions": (("revoke_apikey", "Can revoke API key"),),
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
    )
