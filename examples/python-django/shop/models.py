"""The tables that the project had before it had keys."""

from django.conf import settings
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from keywright.django import get_keywright


class Organisation(models.Model):
    """Who places orders."""

    slug = models.SlugField(unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership")

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A user in an organisation, and as what."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    role = models.CharField(max_length=10, choices=[("admin", "admin"), ("member", "member")])

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.organisation}"


class Order(models.Model):
    """What an organisation ordered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    text = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.text


@receiver(pre_delete, sender=Organisation)
def end_keys(instance: Organisation, **_options: object) -> None:
    """Ends the keys of an organisation before it is gone: if the rest fails, nobody is left with a working key."""
    keywright = get_keywright()
    keywright.revoke_all(owner=keywright.team(instance.pk), reason="organisation deleted")
