"""How a handle ends, and what it says afterwards."""

import gc
import pickle
import threading

import keywright
import pytest


def test_closing_twice_is_fine_and_any_use_afterwards_is_closed(kw):
    created = kw.user("alice").create_api_key("CI")
    alice = kw.acting_as("alice")
    kw.close()
    kw.close()
    assert kw.is_closed
    assert alice.is_closed, "handles that were made from it are closed with it"
    for call in (
        lambda: kw.verify(created.value),
        lambda: kw.require_valid(created.value),
        lambda: kw.authenticate({"X-Api-Key": created.value}),
        lambda: kw.user("alice").create_api_key("CI"),
        lambda: alice.user("alice").list_api_keys(),
        created.api_key.revoke,
        kw.settings,
        kw.status,
        kw.flush,
    ):
        with pytest.raises(keywright.ClosedError):
            call()


def test_a_context_manager_closes_also_after_an_error(path):
    with pytest.raises(RuntimeError), keywright.open(path) as kw:
        raise RuntimeError
    assert kw.is_closed
    with keywright.open(path, existing=True) as kw:
        assert kw.list_api_keys() == []


def test_a_second_handle_on_the_file_goes_on(path):
    with keywright.open(path) as one, keywright.open(path) as two:
        created = one.user("alice").create_api_key("CI")
        one.close()
        assert two.verify(created.value)


def test_a_verdict_outlives_the_store(kw):
    verdict = kw.verify(kw.user("alice").create_api_key("CI").value)
    kw.close()
    assert verdict
    assert verdict.user_id == "alice"
    assert verdict.api_key.description == "CI"
    with pytest.raises(keywright.ClosedError):
        verdict.api_key.revoke()


def test_a_handle_that_nobody_closes_writes_what_waits(path):
    kw = keywright.open(path)
    created = kw.user("alice").create_api_key("CI")
    assert kw.verify(created.value)
    del kw, created
    gc.collect()
    with keywright.open(path) as kw:
        [key] = kw.list_api_keys()
        assert key.id in kw.last_used([key.id])


def test_a_store_that_is_closed_under_threads_answers_closed_to_all(path):
    kw = keywright.open(path)
    value = kw.user("alice").create_api_key("CI").value
    begun = threading.Barrier(9)
    endings = []

    def check():
        begun.wait()
        try:
            while True:
                assert kw.verify(value)
        except keywright.ClosedError as error:
            endings.append(error.code)

    threads = [threading.Thread(target=check) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.wait()
    kw.close()
    for thread in threads:
        thread.join(timeout=60)
    assert endings == ["closed"] * 8


def test_a_handle_can_not_be_pickled(kw):
    for handle in (kw, kw.user("alice")):
        with pytest.raises((TypeError, keywright.ClosedError)):
            pickle.loads(pickle.dumps(handle)).list_api_keys()
