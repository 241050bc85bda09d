"""The verdicts that a handle hands out again."""

import gc
import weakref
from datetime import timedelta

import keywright
import pytest

KEYS = 3_000


def twice(kw, value, **options):
    """Checks until memory answers, and once more."""
    for _ in range(3):
        verdict = kw.verify(value, **options)
    return verdict, kw.verify(value, **options)


def test_a_key_in_use_gets_the_same_verdict_again(on_disk):
    value = on_disk.user("alice").create_api_key("CI").value
    first, second = twice(on_disk, value)
    assert first is second
    assert first.api_key is second.api_key
    assert first.user_id is second.user_id
    assert on_disk.authenticate({"X-Api-Key": value}) is first
    assert on_disk.require_valid(value) is first


def test_a_change_of_anything_about_a_key_makes_another_verdict(on_disk):
    created = on_disk.user("alice").create_api_key("CI")
    before, _ = twice(on_disk, created.value)
    created.api_key.update(description="CI of acme", scopes=["invoices:read"])
    after, again = twice(on_disk, created.value)
    assert after is again
    assert after is not before
    assert (before.api_key.description, after.api_key.description) == ("CI", "CI of acme")
    assert before != after


def test_what_is_asked_is_decided_anew_each_time(on_disk):
    created = on_disk.user("alice").create_api_key("CI", scopes=["invoices:read"], ip_allow_list=["192.0.2.0/24"])
    allowed = {"scopes": ["invoices:read"], "ip": "192.0.2.7"}
    for _ in range(5):
        assert on_disk.verify(created.value, **allowed)
        assert on_disk.verify(created.value, ip="198.51.100.7").reason == "ip_denied"
        assert on_disk.verify(created.value, scopes=["invoices:write"], ip="192.0.2.7").reason == "insufficient_scope"
        assert on_disk.verify(created.value, owner_type="team", ip="192.0.2.7").reason == "wrong_type"
        assert on_disk.verify(created.value[:-1] + "!").reason == "malformed"


@pytest.mark.parametrize("take_away", ["revoke", "suspend", "purge", "rotate"])
def test_no_kept_verdict_outlives_a_right_that_was_taken_away(on_disk, path, take_away):
    created = on_disk.user("alice").create_api_key("CI")
    assert all(twice(on_disk, created.value))
    with keywright.open(path) as other:
        getattr(other.api_key(created.api_key.id), take_away)()
    assert not on_disk.verify(created.value)
    assert not on_disk.verify(created.value)


def test_an_expiry_ends_a_kept_verdict(kw):
    created = kw.user("alice").create_api_key("CI", expires_in=timedelta(hours=1))
    assert all(twice(kw, created.value))
    kw.clock.advance(hours=1)
    assert kw.verify(created.value).reason == "expired"


def test_many_keys_share_few_places_and_none_is_taken_for_another(on_disk):
    values = {}
    for team in ("acme", "bolt"):
        new = [keywright.NewApiKey(f"{team} {number}") for number in range(KEYS // 2)]
        values |= {created.value: created.api_key for created in on_disk.team(team).create_api_keys(new)}
    for _ in range(3):
        for value, key in values.items():
            verdict = on_disk.verify(value)
            assert (verdict.team_id, verdict.api_key_id) == (key.team_id, key.id)


def test_keys_that_come_by_once_do_not_drive_out_those_in_use(on_disk):
    created = on_disk.team("acme").create_api_keys([keywright.NewApiKey(str(number)) for number in range(KEYS)])
    passing = [one.value for one in created]
    in_use, passing = passing[:64], passing[64:]
    # Keys that move, when memory makes room for more of them, are named anew.
    for value in in_use * 40 + passing * 2 + in_use * 40:
        assert on_disk.verify(value)
    kept = [on_disk.verify(value) for value in in_use]
    for _ in range(20):
        for value in passing:
            assert on_disk.verify(value)
        again = [on_disk.verify(value) for value in in_use]
    same = sum(before is after for before, after in zip(kept, again, strict=True))
    assert same > 48, "some share a pair of places, and no more than those are made anew"


def test_a_key_that_stays_in_use_is_kept_though_all_places_were_taken(on_disk):
    team = on_disk.team("acme")
    earlier = team.create_api_keys([keywright.NewApiKey(str(number)) for number in range(2 * KEYS)])
    for _ in range(2):
        for created in earlier:
            assert on_disk.verify(created.value)
    for number in range(16):
        value = team.create_api_key(f"new {number}").value
        for _ in range(40):
            on_disk.verify(value)
        first, second = twice(on_disk, value)
        assert first is second


def test_a_handle_that_is_gone_takes_its_verdicts_along(path):
    class Handle(keywright.Keywright):
        pass

    kw = Handle(keywright.open(path))
    value = kw.user("alice").create_api_key("CI").value
    verdict, _ = twice(kw, value)
    gone = weakref.ref(kw)
    del kw
    gc.collect()
    assert gone() is None
    assert verdict.user_id == "alice", "what somebody holds stays"
    verdict.api_key.revoke()
