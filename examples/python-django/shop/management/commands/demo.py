"""Makes what there is to see."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from keywright.django import get_keywright

from shop.models import Membership, Order, Organisation


class Command(BaseCommand):
    """Makes two users, an organisation with orders, and a key of it, which it prints."""

    help = "Makes two users, an organisation with orders, and a key of it, which it prints."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Makes them."""
        acme = Organisation.objects.create(slug="acme")
        for name, role in (("alice", "admin"), ("bob", "member")):
            user = User.objects.create_superuser(name, password="demo")  # noqa: S106 - for everybody to know
            Membership.objects.create(organisation=acme, user=user, role=role)
        Order.objects.create(organisation=acme, text="100 gears")
        created = get_keywright().team(acme.pk).create_api_key("demo", scopes=["orders:read"])
        self.stdout.write(created.value)
