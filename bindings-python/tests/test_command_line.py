"""The command line that comes with the wheel."""

import json
import subprocess
import sys
from pathlib import Path

import keywright

PROGRAM = Path(sys.executable).with_name("keywright")


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, **options)


def test_the_command_line_and_the_package_work_on_one_store(on_disk, path):
    created = on_disk.user("alice").create_api_key("CI")
    answer = run("key", "list", "--store", path, "--json")
    assert answer.returncode == 0, answer.stderr
    assert created.api_key.to_dict()["id"] in json.dumps(json.loads(answer.stdout))
    assert run("verify", "--store", path, input=created.value).returncode == 0
    revoked = run("key", "revoke", str(created.api_key.id), "--store", path)
    assert revoked.returncode == 0, revoked.stderr
    assert on_disk.verify(created.value).reason is keywright.Reason.REVOKED
    assert run("verify", "--store", path, input=created.value).returncode == 1


def test_a_wrong_call_exits_with_two(tmp_path):
    assert run("no-such-verb").returncode == 2
    assert run("key", "list", "--store", tmp_path / "none.db").returncode == 3
    assert run("--help").returncode == 0
