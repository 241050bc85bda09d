"""Forks, and processes that are started in every way that Python knows."""

import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor

import keywright
import pytest

FORKS = 20
START_METHODS = multiprocessing.get_all_start_methods()

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def ended_well(pid):
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def in_child(work):
    """Runs some work in a child of a fork and returns its pid. The child says by its exit code how it went."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_a_child_of_a_fork_goes_on_with_the_handle(on_disk):
    created = on_disk.user("alice").create_api_key("CI")
    assert on_disk.verify(created.value)

    def work():
        assert on_disk.verify(created.value).user_id == "alice"
        created.api_key.revoke(reason="by the child")

    assert ended_well(in_child(work))
    assert on_disk.verify(created.value).reason is keywright.Reason.REVOKED
    assert on_disk.get_api_key(created.api_key.id).revoke_reason == "by the child"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_forks_under_load_neither_hang_nor_answer_wrongly(on_disk):
    created = on_disk.user("alice").create_api_key("CI")
    done = threading.Event()
    failures = []

    def load():
        try:
            while not done.is_set():
                assert on_disk.verify(created.value)
                on_disk.user("bob").update(display_name="Bob")
        except Exception as error:  # noqa: BLE001 - told below, in the thread that pytest watches
            failures.append(error)

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        children = []
        for number in range(FORKS):
            owner = f"child-{number}"

            def work(owner=owner):
                assert on_disk.verify(created.value)
                assert on_disk.verify(on_disk.user(owner).create_api_key("of a child").value).user_id == owner

            children.append(in_child(work))
        assert [ended_well(pid) for pid in children] == [True] * FORKS
    finally:
        done.set()
        for thread in threads:
            thread.join(timeout=60)
    assert failures == []
    assert len(on_disk.list_api_keys(search="of a child")) == FORKS


def make_key(path, owner):
    with keywright.open(path, existing=True) as kw:
        created = kw.user(owner).create_api_key("CI")
        return created, kw.verify(created.value)


def use_closed_store():
    kw = keywright.open_in_memory()
    kw.close()
    kw.settings()


@pytest.mark.parametrize("method", START_METHODS)
def test_records_verdicts_and_exceptions_come_back_from_processes(on_disk, path, method):
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        for created, verdict in pool.map(make_key, [path] * 4, ["alice", "bob", "carol", "dave"]):
            assert verdict
            assert on_disk.verify(created.value).user_id == verdict.user_id == created.api_key.user_id
            assert verdict.api_key == on_disk.get_api_key(created.api_key.id)
        with pytest.raises(keywright.ClosedError):
            pool.submit(use_closed_store).result(timeout=60)


def revoke_in_another_process(path, key_id):
    with keywright.open(path, existing=True) as kw:
        kw.api_key(key_id).revoke()


def test_a_revocation_in_another_process_holds_here_at_once(on_disk, path):
    created = on_disk.user("alice").create_api_key("CI")
    assert on_disk.verify(created.value)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(revoke_in_another_process, path, created.api_key.id).result(timeout=60)
    assert on_disk.verify(created.value).reason is keywright.Reason.REVOKED


def test_a_handle_does_not_travel_to_another_process(on_disk):
    with pytest.raises(TypeError):
        pickle.dumps(on_disk)
