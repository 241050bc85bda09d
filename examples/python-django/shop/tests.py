"""The tests of the shop: `python manage.py test`. Keys live in memory, and their clock moves when a test says so."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import TestCase
from keywright.django import using
from keywright.testing import open_for_tests

from .models import Membership, Order, Organisation


class ShopTests(TestCase):
    """One organisation, one admin, one member."""

    def setUp(self) -> None:
        """Makes them, and a store of keys for this test alone."""
        self.kw = self.enterContext(open_for_tests())
        self.enterContext(using(self.kw))
        self.acme = Organisation.objects.create(slug="acme")
        Order.objects.create(organisation=self.acme, text="100 gears")
        for name, role in (("alice", "admin"), ("bob", "member")):
            Membership.objects.create(organisation=self.acme, user=User.objects.create_user(name), role=role)

    def make_key(self, name: str) -> object:
        """Asks for a key as a user of this name."""
        self.client.force_login(User.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
        answer = self.client.post("/organisations/acme/keys/", {"description": "CI"})
        self.client.logout()
        return answer

    def orders(self, value: str) -> object:
        """Asks for the orders with a key."""
        return self.client.get("/orders/", headers={"Authorization": f"Bearer {value}"})

    def test_an_admin_of_the_shops_own_table_makes_a_key(self) -> None:
        """And nothing of that table is copied."""
        made = self.make_key("alice")
        self.assertEqual(made.status_code, 201)
        self.assertEqual(self.orders(made.json()["value"]).json(), ["100 gears"])
        self.assertEqual(self.kw.team(self.acme.pk).list_members(), [])

    def test_a_member_makes_none(self) -> None:
        """And learns no more than a stranger."""
        self.assertEqual(self.make_key("bob").status_code, 404)
        self.assertEqual(self.kw.list_api_keys(), [])

    def test_a_right_that_is_taken_away_in_the_shop_is_gone_at_once(self) -> None:
        """Nobody has to tell Keywright."""
        Membership.objects.filter(user__username="alice").update(role="member")
        self.assertEqual(self.make_key("alice").status_code, 404)

    def test_a_key_expires_and_another_is_revoked(self) -> None:
        """Without waiting."""
        team = self.kw.team(self.acme.pk)
        short = team.create_api_key("short", scopes=["orders:read"], expires_in=timedelta(hours=1))
        revoked = team.create_api_key("long", scopes=["orders:read"])
        self.assertEqual(self.orders(short.value).status_code, 200)
        self.kw.clock.advance(hours=1)
        self.assertEqual(self.orders(short.value).json()["code"], "expired")
        revoked.api_key.revoke()
        self.assertEqual(self.orders(revoked.value).json()["code"], "revoked")

    def test_an_organisation_that_is_deleted_takes_its_keys_along(self) -> None:
        """Revoked here first, then deleted there."""
        created = self.kw.team(self.acme.pk).create_api_key("CI", scopes=["orders:read"])
        self.acme.delete()
        self.assertEqual(self.kw.get_api_key(created.api_key.id).revoke_reason, "organisation deleted")
