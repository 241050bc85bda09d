"""One handle, many threads."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import keywright
import pytest

THREADS = 64

#: Another process, since a second SQLite in this one would drop the locks of the first.
HOLDS_THE_LOCK = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
store.execute("ROLLBACK")
"""


@pytest.mark.parametrize("is_on_disk", [False, True])
def test_sixty_four_threads_share_a_handle(path, is_on_disk):
    with keywright.open(path) if is_on_disk else keywright.open_in_memory() as kw:
        begun = threading.Barrier(THREADS)

        def work(number):
            user = kw.user(f"user-{number}")
            begun.wait()
            created = user.create_api_key("CI")
            for _ in range(50):
                verdict = kw.verify(created.value)
                assert verdict.user_id == user.id
                assert verdict.api_key.description == "CI"
            created.api_key.revoke()
            return kw.verify(created.value).reason

        with ThreadPoolExecutor(THREADS) as pool:
            reasons = list(pool.map(work, range(THREADS)))
        assert reasons == [keywright.Reason.REVOKED] * THREADS
        assert len(kw.list_api_keys(status="revoked")) == THREADS


def test_other_threads_run_while_one_waits_for_the_store(path):
    # This thread ends the wait of the other, which it can only if it runs meanwhile.
    with keywright.open(path) as kw, keywright.open(path) as same:
        command = [sys.executable, "-c", HOLDS_THE_LOCK, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout.readline() == "locked\n"
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(kw.user("alice").create_api_key, "CI")
                assert same.list_api_keys() == []
                other.stdin.write("\n")
                other.stdin.flush()
                assert waiting.result(timeout=60).api_key.is_valid()
