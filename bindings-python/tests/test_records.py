"""Records: frozen, comparable, printable, picklable, and data only once they are copied."""

import copy
import dataclasses
import json
import pickle
from datetime import datetime, timedelta, timezone
from uuid import UUID

import keywright
import pytest

NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def created(kw):
    return kw.user("alice").create_api_key(
        "CI",
        expires_in=timedelta(days=90),
        scopes=["invoices:read"],
        metadata={"plan": "pro", "tags": ["a", {"b": 1}]},
        ip_allow_list=["192.0.2.0/24"],
    )


def records(kw, created):
    """One of every record that the package has."""
    team = kw.create_team("Acme", id="acme", creator="bob")
    kw.team("acme").create_api_key("of the team")
    verdict = kw.verify(created.value, ip="192.0.2.7")
    rotated = created.api_key.rotate()
    kw.verify(created.value, ip="192.0.2.7")
    kw.flush()
    usage = created.api_key.usage_of_last(2)
    explanation = kw.explain(rotated.value)
    return [
        created,
        created.api_key,
        *created.api_key.generations,
        verdict,
        explanation,
        *explanation.gates,
        team,
        kw.get_user("alice"),
        *team.list_members(),
        team.preview_remove_member("bob"),
        *kw.list_permission_definitions(),
        kw.settings(),
        kw.status(),
        kw.status().flush,
        kw.status().usage,
        *kw.events(),
        *kw.signals(),
        kw.check_integrity(),
        kw.page_api_keys(),
        usage,
        usage.total,
        *usage.points,
        *kw.last_used([created.api_key.id]).values(),
        kw.seal_status(),
        keywright.parse(created.value),
        verdict.http(),
    ]


def test_every_field_has_the_type_that_it_promises(kw, created):
    for record in records(kw, created):
        if not dataclasses.is_dataclass(record):
            continue
        for field in dataclasses.fields(record):
            value, wanted = getattr(record, field.name), str(field.type)
            names = {base.__name__ for base in type(value).__mro__} - {"object"}
            names |= {"None"} if value is None else set()
            names |= {"Mapping"} if isinstance(value, dict) else set()
            names |= {"Path"} if "PosixPath" in names else set()
            heads = {part.strip().split("[")[0] for part in wanted.split("|")}
            assert names & heads, f"{type(record).__name__}.{field.name}: {wanted}, not {type(value).__name__}"


def test_records_can_not_be_changed(created):
    with pytest.raises(dataclasses.FrozenInstanceError):
        created.api_key.description = "another"
    for change in (
        lambda metadata: metadata.update(plan="free"),
        lambda metadata: metadata["tags"].append("c"),
        lambda metadata: metadata["tags"][1].pop("b"),
        lambda metadata: metadata.__setitem__("plan", "free"),
    ):
        with pytest.raises(TypeError):
            change(created.api_key.metadata)
    assert created.api_key.metadata == {"plan": "pro", "tags": ["a", {"b": 1}]}


def test_equal_records_compare_equal_and_hash_alike(kw, created):
    again = kw.get_api_key(created.api_key.id)
    assert again == created.api_key
    assert hash(again) == hash(created.api_key)
    assert created.api_key.suspend() != created.api_key
    first, second = (kw.verify(created.value, ip="192.0.2.7") for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert first != kw.verify("typo")
    assert first != "a verdict"


def test_no_print_shows_a_secret(kw, created):
    secret = created.value.rsplit("_", 1)[1][22:49]
    for record in records(kw, created):
        assert secret not in repr(record)
        assert secret not in str(record)
    assert created.value == created.to_dict()["value"], "asked for by name, it is there"


def test_every_record_survives_pickling_and_copying(kw, created):
    for record in records(kw, created):
        for restored in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record), copy.copy(record)):
            assert restored == record
            assert repr(restored) == repr(record)


def test_a_copy_is_data_only_and_its_methods_answer_closed(kw, created):
    team = kw.create_team("Acme", id="acme")
    user = kw.get_user("alice")
    verdict = kw.verify(created.value, ip="192.0.2.7")
    for copied, call in (
        (created.api_key, lambda key: key.revoke()),
        (created.api_key, lambda key: key.is_valid()),
        (verdict.api_key, lambda key: key.revoke()),
        (user, lambda user: user.list_api_keys()),
        (team, lambda team: team.delete()),
    ):
        with pytest.raises(keywright.ClosedError):
            call(pickle.loads(pickle.dumps(copied)))
        with pytest.raises(keywright.ClosedError):
            call(copy.copy(copied))
    changed = dataclasses.replace(created.api_key, description="forged")
    with pytest.raises(keywright.ClosedError):
        changed.revoke()
    assert kw.verify(created.value, ip="192.0.2.7")


def test_a_copied_verdict_says_the_same(kw, created):
    for verdict in (kw.verify(created.value, ip="192.0.2.7"), kw.verify(created.value), kw.verify("typo")):
        copied = pickle.loads(pickle.dumps(verdict))
        assert bool(copied) == bool(verdict)
        assert copied.reason is verdict.reason
        assert copied.http() == verdict.http()
        assert copied.check_http() == verdict.check_http()
        assert copied.to_dict() == verdict.to_dict()
        assert copied.api_key == verdict.api_key
        assert pickle.loads(pickle.dumps(copied)) == verdict


def test_every_record_becomes_json(kw, created):
    for record in records(kw, created):
        if hasattr(record, "to_dict"):
            json.dumps(record.to_dict(), allow_nan=False)
    told = created.api_key.to_dict()
    assert told["id"] == str(created.api_key.id)
    assert told["type"] == "user"
    assert told["created_at"] == "2027-01-01T00:00:00Z"
    assert told["expires_at"] == "2027-04-01T00:00:00Z"
    assert told["scopes"] == ["invoices:read"]


def test_values_are_those_of_python(created):
    key = created.api_key
    assert isinstance(key.id, UUID)
    assert key.created_at == NOW
    assert key.created_at.utcoffset() == timedelta(0)
    assert key.expires_at == NOW + timedelta(days=90)
    assert key.status is keywright.Status.ACTIVE
    assert key.status == "active"
    assert f"{key.status}" == "active"
    assert key.type is keywright.OwnerType.USER


def test_a_record_of_a_checked_surface_stays_checked(kw):
    alice = kw.acting_as("alice")
    key = alice.user("alice").create_api_key("CI").api_key
    assert key.created_by == "user:alice"
    with pytest.raises(keywright.PermissionDeniedError):
        key.purge()
    with pytest.raises(keywright.PermissionDeniedError):
        key.suspend().update(metadata={})
    for record in (alice.get_user("alice"), alice.user("alice")):
        with pytest.raises(keywright.PermissionDeniedError):
            record.suspend()
    kw.get_api_key(key.id).purge()


def test_a_record_of_a_verdict_acts_as_the_server(kw, created):
    verdict = kw.verify(created.value, ip="192.0.2.7")
    assert verdict.api_key is verdict.api_key, "made once"
    assert verdict.api_key.revoke(reason="leaked").revoked_by == "server"


def test_a_kept_record_asks_the_clock_whether_it_is_valid(kw, created):
    assert created.api_key.why_invalid() is None
    kw.clock.advance(days=91)
    assert created.api_key.why_invalid() == "expired"
    assert created.api_key.status == "active", "what was read stays as it was read"


def test_pydantic_reads_and_writes_every_record_of_an_endpoint(kw, created):
    pydantic = pytest.importorskip("pydantic")
    for record in (created, created.api_key, kw.get_user("alice"), kw.settings(), kw.page_api_keys(), *kw.events()):
        adapter = pydantic.TypeAdapter(type(record))
        text = adapter.dump_json(record)
        assert adapter.validate_json(text) == record
        assert set(adapter.json_schema()["required"]) == {field.name for field in dataclasses.fields(record)}
        json.loads(text)


def test_pydantic_writes_verdicts_and_explanations_and_reads_none(kw, created):
    pydantic = pytest.importorskip("pydantic")
    valid, denied = kw.verify(created.value, ip="192.0.2.7"), kw.verify("typo")
    adapter = pydantic.TypeAdapter(keywright.Verdict)
    for verdict in (valid, denied):
        assert json.loads(adapter.dump_json(verdict)) == verdict.to_dict()
        assert adapter.validate_python(verdict) is verdict
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_python(valid.to_dict())
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_json(adapter.dump_json(valid))
    schema = adapter.json_schema(mode="serialization")
    assert set(schema["required"]) == set(valid.to_dict())
    explanation = kw.explain(created.value)
    told = json.loads(pydantic.TypeAdapter(keywright.Explanation).dump_json(explanation))
    assert told == explanation.to_dict()
