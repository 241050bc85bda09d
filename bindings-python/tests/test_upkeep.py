"""Backups, exports, seals and usage."""

from datetime import timedelta

import keywright
import pytest


def test_a_backup_brings_back_what_was_and_not_what_was_revoked(on_disk, tmp_path):
    kept, revoked = (on_disk.user("alice").create_api_key(text) for text in ("kept", "revoked"))
    backup = on_disk.backup(tmp_path / "backup.db")
    assert (backup.path, backup.api_keys) == (tmp_path / "backup.db", 2)
    with pytest.raises(keywright.AlreadyExistsError):
        on_disk.backup(tmp_path / "backup.db")

    revoked.api_key.revoke()
    later = on_disk.user("alice").create_api_key("later")
    preview = on_disk.preview_restore(backup.path)
    report = on_disk.restore(str(backup.path))
    assert preview == report
    assert [key.description for key in report.revoked_since] == ["revoked"]
    assert report.api_keys_made_since == 1
    reasons = [on_disk.verify(created.value).reason for created in (kept, revoked, later)]
    assert reasons == [None, "revoked", "not_found"]

    on_disk.restore(backup.path, with_revoked=True)
    assert on_disk.verify(revoked.value)


def test_an_export_is_for_its_owner_alone_and_comes_in_elsewhere(on_disk, tmp_path):
    created = on_disk.user("alice").create_api_key("CI")
    file = tmp_path / "store.jsonl"
    on_disk.export(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert created.value not in file.read_text(encoding="utf-8")
    with pytest.raises(FileExistsError):
        on_disk.export(file)

    with keywright.open_in_memory() as another:
        assert another.import_(file, dry_run=True).added.api_keys == 1
        assert another.list_api_keys() == []
        assert not another.import_(file).is_dry_run
        assert another.verify(created.value).user_id == "alice"
        assert another.import_(file).unchanged.api_keys == 1


def test_an_export_that_fails_leaves_no_file(kw, tmp_path):
    alice = kw.acting_as("alice")
    with pytest.raises(keywright.PermissionDeniedError):
        alice.export(tmp_path / "store.jsonl")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        kw.import_(tmp_path / "none.jsonl")


def test_a_sealed_store_opens_with_its_master_key_alone(path, monkeypatch):
    old, new = keywright.generate_master_key(), keywright.generate_master_key()
    with keywright.open(path) as kw:
        created = kw.user("alice").create_api_key("CI")
    with keywright.open(path, master_keys=[old], accept_unsealed=True) as kw:
        assert kw.seal().sealed > 0
        assert kw.seal_status().unsealed_rows == 0
    for keys in ([], [new]):
        with pytest.raises(keywright.MasterKeyError) as refused:
            keywright.open(path, master_keys=keys)
        assert old not in str(refused.value)
    with keywright.open(path, master_keys=[new, old]) as kw:
        assert kw.rotate_master_key() == 1
        assert kw.rekey().tampered == 0
    monkeypatch.setenv("KEYWRIGHT_MASTER_KEY", new)
    with keywright.open(path) as kw:
        assert kw.verify(created.value)


def test_a_master_key_that_is_none_is_refused_and_not_repeated(path):
    for wrong in ("c2hvcnQ=", "not base64 at all", ""):
        with pytest.raises(keywright.InvalidArgumentError) as refused:
            keywright.open(path, master_keys=[wrong])
        assert not wrong or wrong not in str(refused.value)
    assert not path.exists()


def test_usage_tells_what_happened_by_bucket(kw):
    created = kw.user("alice").create_api_key("CI", ip_allow_list=["192.0.2.7"])
    for _ in range(3):
        assert kw.verify(created.value, ip="192.0.2.7")
    kw.clock.advance(hours=1)
    assert not kw.verify(created.value)
    start = kw.now() - timedelta(hours=1)
    usage = created.api_key.usage(start, kw.now() + timedelta(minutes=1), step="hour")
    assert [(point.counts.valid, dict(point.counts.denied)) for point in usage.points] == [
        (3, {}),
        (0, {keywright.Reason.IP_DENIED: 1}),
    ]
    assert usage.total.total == 4
    assert str(usage.last_used_ip) == "192.0.2.7"
    assert usage.step is keywright.UsageStep.HOUR


def test_a_file_that_is_no_store_is_refused_and_left_alone(path):
    path.write_text("no database")
    with pytest.raises(keywright.StorageCorruptError):
        keywright.open(path)
    assert path.read_text() == "no database"
    with pytest.raises(keywright.StorageUnavailableError):
        keywright.open(path.with_name("missing.db"), existing=True)


def test_status_and_integrity_are_told(on_disk, path):
    info = on_disk.status()
    assert info.path == path
    assert info.keywright_version == keywright.__version__
    assert on_disk.check_integrity()
    assert keywright.migrate(path).schema_after == info.schema


def test_a_resident_handle_holds_every_key(tmp_path):
    other = keywright.open_in_memory()
    unknown = other.user("alice").create_api_key("unknown here").value
    for kw in (keywright.open(tmp_path / "keys.db", resident=True), keywright.open_in_memory(resident=True)):
        created = kw.user("alice").create_api_key("CI")
        assert kw.warm().is_whole
        assert kw.status().memory.is_resident
        assert kw.verify(created.value)
        assert kw.verify(unknown).reason == keywright.Reason.NOT_FOUND
        created.api_key.revoke()
        assert not kw.verify(created.value)
        kw.close()


def test_warming_loads_the_keys_of_one_owner_or_all(on_disk):
    for owner in (on_disk.user("alice"), on_disk.team("acme")):
        owner.create_api_keys([keywright.NewApiKey(str(number)) for number in range(10)])
    assert on_disk.status().memory.keys == 0
    assert on_disk.warm(on_disk.team("acme")).loaded == 10
    assert on_disk.status().memory.keys == 10
    assert on_disk.warm().loaded == 20
    assert on_disk.status().memory.bytes > 0
    with pytest.raises(keywright.PermissionDeniedError):
        on_disk.acting_as("alice").warm()
