"""Random operations against a model of a few lines: the same answers, whatever the order.

A failing run prints the seed and the shortest way to it.
"""

from datetime import timedelta

import keywright
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from keywright.testing import open_for_tests

OWNERS = ["alice", "bob", "team:acme"]
SCOPES = ["invoices:read", "invoices:write"]


class Secret:
    """One text of a key."""

    def __init__(self, value):
        self.value, self.ends_at = value, None


class Key:
    """What the model knows of a key."""

    def __init__(self, created, owner, expires_at, scopes):
        self.id, self.owner, self.expires_at, self.scopes = created.api_key.id, owner, expires_at, scopes
        self.secrets = [Secret(created.value)]
        self.is_revoked = self.is_suspended = self.is_purged = False


class Machine(RuleBasedStateMachine):
    """A store and its model."""

    keys = Bundle("keys")

    def __init__(self):
        super().__init__()
        self.kw = open_for_tests()
        self.now = self.kw.now()
        self.suspended_owners, self.switched_off = set(), set()
        self.all_keys = []

    def teardown(self):
        self.kw.close()

    def owner(self, name):
        return self.kw.team(name[5:]) if name.startswith("team:") else self.kw.user(name)

    def owner_type(self, name):
        return "team" if name.startswith("team:") else "user"

    def expected(self, key, secret, wanted):
        """The gates, in their order."""
        gates = [
            ("not_found", key.is_purged),
            ("disabled", self.owner_type(key.owner) in self.switched_off),
            ("revoked", key.is_revoked),
            ("rotated", secret.ends_at is not None and self.now >= secret.ends_at),
            ("suspended", key.is_suspended or key.owner in self.suspended_owners),
            ("expired", key.expires_at is not None and self.now >= key.expires_at),
            ("insufficient_scope", wanted is not None and wanted not in key.scopes),
        ]
        return next((reason for reason, is_denied in gates if is_denied), None)

    @rule(
        target=keys,
        owner=st.sampled_from(OWNERS),
        hours=st.none() | st.integers(1, 48),
        scopes=st.lists(st.sampled_from(SCOPES), unique=True),
    )
    def create(self, owner, hours, scopes):
        expires_in = None if hours is None else timedelta(hours=hours)
        if self.owner_type(owner) in self.switched_off:
            self.kw.update_settings(**{f"allow_{self.owner_type(owner)}_api_keys": True})
            self.switched_off.discard(self.owner_type(owner))
        created = self.owner(owner).create_api_key("CI", expires_in=expires_in, scopes=scopes)
        key = Key(created, owner, None if expires_in is None else self.now + expires_in, scopes)
        self.all_keys.append(key)
        return key

    @rule(key=keys)
    def revoke(self, key):
        self.change(key, lambda handle: handle.revoke())
        key.is_revoked = True

    @rule(key=keys)
    def suspend(self, key):
        self.change(key, lambda handle: handle.suspend())
        key.is_suspended = True

    @rule(key=keys)
    def resume(self, key):
        self.change(key, lambda handle: handle.resume())
        key.is_suspended = False

    @rule(key=consumes(keys))
    def purge(self, key):
        self.change(key, lambda handle: handle.purge())
        key.is_purged = True

    def change(self, key, call):
        try:
            call(self.kw.api_key(key.id))
        except keywright.NotFoundError:
            assert key.is_purged

    @rule(key=keys, grace=st.sampled_from(["now", timedelta(hours=3)]))
    def rotate(self, key, grace):
        try:
            created = self.kw.api_key(key.id).rotate(grace=grace)
        except keywright.KeywrightError:
            # A key that is over can not be rotated; which ones, the core's own tests tell.
            assert self.expected(key, key.secrets[-1], None) is not None
            return
        live = key.secrets[-1]
        live.ends_at = self.now + (timedelta() if grace == "now" else grace)
        key.secrets.append(Secret(created.value))

    @rule(owner=st.sampled_from(OWNERS))
    def suspend_owner(self, owner):
        self.owner(owner).suspend()
        self.suspended_owners.add(owner)

    @rule(owner=st.sampled_from(OWNERS))
    def resume_owner(self, owner):
        if owner in self.suspended_owners:
            self.owner(owner).resume()
            self.suspended_owners.discard(owner)

    @rule(owner=st.sampled_from(OWNERS))
    def revoke_all(self, owner):
        mine = [key for key in self.all_keys if key.owner == owner and not key.is_purged]
        assert self.kw.revoke_all(owner=self.owner(owner)) == sum(not key.is_revoked for key in mine)
        for key in mine:
            key.is_revoked = True

    @rule(owner_type=st.sampled_from(["user", "team"]), is_on=st.booleans())
    def switch(self, owner_type, is_on):
        self.kw.update_settings(**{f"allow_{owner_type}_api_keys": is_on})
        (self.switched_off.discard if is_on else self.switched_off.add)(owner_type)

    @rule(hours=st.integers(1, 24))
    def wait(self, hours):
        self.kw.clock.advance(hours=hours)
        self.now += timedelta(hours=hours)

    @rule(wanted=st.sampled_from(SCOPES))
    def check_with_scope(self, wanted):
        self.check_all(wanted)

    @invariant()
    def every_secret_is_judged_as_expected(self):
        self.check_all(None)

    def check_all(self, wanted):
        for key in self.all_keys:
            for secret in key.secrets:
                verdict = self.kw.verify(secret.value, scopes=[wanted] if wanted else None)
                assert verdict.reason == self.expected(key, secret, wanted)
                if verdict:
                    assert (verdict.user_id or f"team:{verdict.team_id}") == key.owner
                    assert verdict.api_key_id == key.id

    @invariant()
    def every_key_is_listed(self):
        listed = {key.id for key in self.kw.list_api_keys()}
        assert listed == {key.id for key in self.all_keys if not key.is_purged}


Machine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
test_random_operations_answer_as_the_model_does = Machine.TestCase
