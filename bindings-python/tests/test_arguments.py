"""What is taken as an argument, and what is said of anything else."""

from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from uuid import UUID, uuid4

import keywright
import pytest

NAIVE = datetime(2030, 1, 1)  # noqa: DTZ001 - that is the point
NOTE_ABOUT_IP = ["while processing 'ip'"]
BERLIN = timezone(timedelta(hours=1))


def test_ids_are_texts_integers_and_uuids(kw):
    uuid = uuid4()
    for given, text in (("alice", "alice"), (42, "42"), (-1, "-1"), (uuid, str(uuid)), (2**70, str(2**70))):
        assert kw.user(given).id == text
        assert kw.team(given).id == text
    for wrong in (None, b"alice", 1.5, True, ["alice"], object()):
        with pytest.raises(TypeError):
            kw.user(wrong)
        with pytest.raises(TypeError):
            kw.acting_as(wrong)


def test_the_id_of_a_key_is_a_uuid_or_its_text(kw):
    key = kw.user("alice").create_api_key("CI").api_key
    assert kw.get_api_key(key.id) == kw.get_api_key(str(key.id)) == key
    with pytest.raises(keywright.NotFoundError):
        kw.get_api_key(UUID(int=0))
    with pytest.raises(keywright.InvalidArgumentError):
        kw.get_api_key("no id")
    with pytest.raises(TypeError):
        kw.get_api_key(7)


def test_an_instant_without_a_time_zone_is_refused(kw):
    key = kw.user("alice").create_api_key("CI").api_key
    for call in (
        lambda: kw.user("alice").create_api_key("CI", expires_at=NAIVE),
        lambda: key.update(expires_at=NAIVE),
        lambda: kw.revoke_all(created_before=NAIVE),
        lambda: key.usage(NAIVE, NAIVE),
        lambda: kw.clock.set(NAIVE),
    ):
        with pytest.raises(keywright.InvalidArgumentError, match="time zone"):
            call()
    assert len(kw.user("alice").list_api_keys()) == 1


def test_instants_of_other_time_zones_are_the_same_instants(kw):
    local = datetime(2027, 6, 1, 12, tzinfo=BERLIN)
    key = kw.user("alice").create_api_key("CI", expires_at=local).api_key
    assert key.expires_at == local
    assert key.expires_at.utcoffset() == timedelta(0)


def test_a_duration_is_taken_where_an_instant_is(kw):
    user = kw.user("alice")
    expected = kw.now() + timedelta(days=1)
    assert user.create_api_key("CI", expires_in=timedelta(days=1)).api_key.expires_at == expected
    assert user.create_api_key("CI", expires_at=timedelta(days=1)).api_key.expires_at == expected
    assert user.create_api_key("CI").api_key.expires_at is None


def test_an_end_that_means_nothing_is_refused(kw):
    user = kw.user("alice")
    for wrong, error in (
        ({"expires_in": timedelta(days=-1)}, keywright.InvalidArgumentError),
        ({"expires_in": timedelta()}, keywright.InvalidArgumentError),
        ({"expires_at": kw.now()}, keywright.InvalidArgumentError),
        ({"expires_in": timedelta(1), "expires_at": kw.now()}, keywright.InvalidArgumentError),
        ({"expires_in": kw.now()}, TypeError),
        ({"expires_at": 1_900_000_000}, TypeError),
        ({"expires_in": 90}, TypeError),
        ({"expires_at": "2030-01-01"}, TypeError),
    ):
        with pytest.raises(error):
            user.create_api_key("CI", **wrong)
    assert user.list_api_keys() == []


def test_never_is_told_from_not_given(kw):
    key = kw.user("alice").create_api_key("CI", expires_in=timedelta(days=1)).api_key
    assert key.update(description="other").expires_at == key.expires_at
    assert key.update(expires_at=None).expires_at is None
    named = kw.user("alice").update(display_name="Alice", primary_email="a@example.com")
    assert named.update(primary_email=None).display_name == "Alice"
    assert kw.get_user("alice").primary_email is None


def test_lists_of_texts_are_any_iterable_but_a_text(kw):
    user = kw.user("alice")
    for scopes in (["a:b"], ("a:b",), {"a:b"}, iter(["a:b"]), (scope for scope in ["a:b"])):
        assert user.create_api_key("CI", scopes=scopes).api_key.scopes == ("a:b",)
    for wrong in ("a:b", b"a:b", [1], 7, [None]):
        with pytest.raises(TypeError):
            user.create_api_key("CI", scopes=wrong)
        with pytest.raises(TypeError):
            kw.verify("typo", scopes=wrong)
    with pytest.raises(keywright.InvalidArgumentError):
        user.create_api_key("CI", scopes=["no scope"])


def test_metadata_is_a_mapping_that_json_can_hold(kw):
    user = kw.user("alice")
    for metadata in ({}, {"a": None, "b": [1, 2.5, "ü🦀"], "c": {"d": True}}):
        assert user.create_api_key("CI", metadata=metadata).api_key.metadata == metadata
    for wrong in ([], "text", 7, {"a": object()}, {1: "a"}, {"a": {1, 2}}):
        with pytest.raises(TypeError):
            user.create_api_key("CI", metadata=wrong)
    for wrong in ({"a": float("nan")}, {"a": "x" * 5000}):
        with pytest.raises(keywright.InvalidArgumentError):
            user.create_api_key("CI", metadata=wrong)


def test_addresses_are_texts_or_of_the_module_ipaddress(kw):
    created = kw.user("alice").create_api_key("CI", ip_allow_list=["192.0.2.0/24", "2001:db8::/32"])
    for ip in ("192.0.2.7", ip_address("192.0.2.7"), ip_address("2001:db8::1"), "::ffff:192.0.2.7"):
        assert kw.verify(created.value, ip=ip)
    assert kw.verify(created.value).reason == "ip_denied"
    for wrong in ("", "localhost", "192.0.2.7:80", "192.0.2.0/24"):
        with pytest.raises(keywright.InvalidArgumentError):
            kw.verify(created.value, ip=wrong)
    for wrong in (3221225991, b"192.0.2.7"):
        with pytest.raises(TypeError) as refused:
            kw.verify(created.value, ip=wrong)
        # CPython 3.10 has no notes.
        assert getattr(refused.value, "__notes__", NOTE_ABOUT_IP) == NOTE_ABOUT_IP


def test_whatever_is_presented_as_a_key_gets_a_verdict_or_a_type_error(kw):
    created = kw.user("alice").create_api_key("CI")
    assert kw.verify(created.value)
    assert kw.verify(created.value.encode())
    for denied in (None, "", b"", " " + created.value, "\ud800", "\0", "x" * 10**6, b"\xff\xfe", created.value + "\udcff"):
        assert kw.verify(denied).reason == "malformed"
    for wrong in (7, object(), [created.value], bytearray(b"x"), True):
        with pytest.raises(TypeError) as refused:
            kw.verify(wrong)
        assert created.value not in str(refused.value)


def test_words_are_enums_or_their_texts(kw):
    created = kw.team("acme").create_api_key("CI", is_public=True)
    for owner_type in ("team", keywright.OwnerType.TEAM):
        assert kw.verify(created.value, owner_type=owner_type)
    for accept in ("secret", keywright.Accept.SECRET):
        assert kw.verify(created.value, accept=accept).reason is keywright.Reason.WRONG_TYPE
    for status in ("active", keywright.Status.ACTIVE):
        assert len(kw.list_api_keys(status=status)) == 1
    for call in (
        lambda: kw.verify(created.value, owner_type="TEAM"),
        lambda: kw.verify(created.value, accept="none"),
        lambda: kw.list_api_keys(status="dead"),
        lambda: created.api_key.rotate(grace="forever"),
        lambda: created.api_key.usage_of_last(1, step="week"),
        lambda: kw.team("acme").remove_member("bob", team_keys="burn"),
    ):
        with pytest.raises(keywright.InvalidArgumentError):
            call()


def test_headers_are_a_mapping_or_pairs_as_texts_or_bytes(kw):
    created = kw.user("alice").create_api_key("CI")
    for headers in (
        {"X-Api-Key": created.value},
        {"x-api-key": created.value.encode()},
        [(b"x-api-key", created.value.encode())],
        (pair for pair in [("X-API-KEY", created.value)]),
    ):
        assert kw.authenticate(headers).user_id == "alice"
    assert kw.authenticate({}).reason is keywright.Reason.MISSING
    for odd in (b"x-api-key\xff", "x-api-key\ud800"):
        assert kw.authenticate([(odd, created.value)]).reason is keywright.Reason.MISSING
    for wrong in ("X-Api-Key: x", b"x", 7, ["X-Api-Key"], {"X-Api-Key": 7}, {7: "x"}, [(None, "x")]):
        with pytest.raises((TypeError, ValueError)):
            kw.authenticate(wrong)


def test_an_owner_is_a_handle_or_a_record(kw):
    kw.user("alice").create_api_key("CI")
    kw.create_team("Acme", id="acme").create_api_key("CI")
    for owner in (kw.user("alice"), kw.get_user("alice"), kw.team("acme"), kw.get_team("acme")):
        assert len(kw.list_api_keys(owner=owner)) == 1
    for wrong in ("alice", 7, kw):
        with pytest.raises(TypeError):
            kw.list_api_keys(owner=wrong)


def test_nothing_named_is_never_everything(kw):
    kw.user("alice").create_api_key("CI")
    with pytest.raises(keywright.InvalidArgumentError):
        kw.revoke_all()
    for call in (kw.get_user, lambda: kw.get_user("a", api_key="b"), kw.get_team):
        with pytest.raises(keywright.InvalidArgumentError):
            call()


def test_options_are_given_by_name(kw):
    with pytest.raises(TypeError):
        kw.verify("typo", "user")
    with pytest.raises(TypeError):
        kw.user("alice").create_api_key("CI", timedelta(days=1))
    with pytest.raises(TypeError):
        kw.user("alice").create_api_key("CI", expire_in=timedelta(days=1))


@pytest.mark.parametrize("limit", [0, 1 << 20, None])
def test_a_limit_of_memory_changes_no_answer(path, limit):
    for kw in (keywright.open(path, memory_limit=limit), keywright.open_in_memory(memory_limit=limit)):
        with kw:
            created = kw.user("alice").create_api_key("CI")
            assert [bool(kw.verify(created.value)) for _ in range(3)] == [True] * 3
            created.api_key.revoke()
            assert kw.verify(created.value).reason is keywright.Reason.REVOKED


@pytest.mark.parametrize(("limit", "error"), [(-1, keywright.InvalidArgumentError), (1.5, TypeError), (True, TypeError)])
def test_a_limit_of_memory_that_is_none_is_refused(path, limit, error):
    with pytest.raises(error):
        keywright.open(path, memory_limit=limit)
    assert not path.exists()
