"""What a type checker must accept of a program that uses the package; and what it must not. Executed too."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID  # noqa: TC003 - the program stands on its own

import keywright
import keywright.aio
import pytest
from keywright.testing import open_for_tests


def consumer() -> None:
    """Uses every kind of value once."""
    with open_for_tests(datetime(2027, 1, 1, tzinfo=timezone.utc)) as kw:
        created: keywright.CreatedApiKey = kw.user(42).create_api_key(
            "CI", expires_in=timedelta(days=1), scopes=("a:b",), metadata={"plan": "pro"}
        )
        value: str = created.value
        key: keywright.ApiKey = created.api_key
        key_id: UUID = key.id
        ends: datetime | None = key.expires_at
        verdict: keywright.Verdict = kw.verify(value, scopes=["a:b"], ip="192.0.2.7")
        if verdict.api_key is not None and ends is not None:
            left: timedelta = ends - verdict.api_key.created_at
            assert left == timedelta(days=1)
        reason: keywright.Reason | None = kw.verify(None).reason
        assert reason is keywright.Reason.MALFORMED
        status, headers, body = kw.verify(b"typo").http()
        assert (status, len(headers) > 0, "detail" in body) == (401, True, True)
        owners: list[keywright.Owner] = [kw.user("a"), kw.team("b")]
        assert [len(kw.list_api_keys(owner=owner)) for owner in owners] == [0, 0]
        changed: keywright.ApiKey = key.update(expires_at=None)
        assert changed.expires_at is None
        assert kw.api_key(key_id).rotate(grace="until_used").value != value
        assert kw.api_key(str(key_id)).rotate(grace=timedelta(hours=1)).value != value
        kw.clock.advance(days=1)
        page: keywright.Page = kw.acting_as("42").page_api_keys(owner=kw.user("42"))
        assert page.next_cursor is None
        user: keywright.User | None = kw.get_user(api_key=value)
        assert user is not None and user.id == "42"  # noqa: PT018 - narrows the type
        code: str = keywright.DeniedError.code
        assert code == "denied"


async def asynchronous(path: Path) -> str | None:
    """The same for programs with an event loop."""
    async with keywright.aio.open(path) as kw:
        created = await kw.user("alice").create_api_key("CI")
        verdict: keywright.Verdict = await kw.verify(created.value)
        return verdict.user_id


WRONG = """
import keywright
kw = keywright.open_in_memory()
kw.user(1.5)
kw.verify(7)
kw.verify("x", "user")
kw.user("a").create_api_key("CI", expires_in=90)
kw.user("a").create_api_key("CI", expires_in=None).api_key.description = "other"
kw.verify("x").valid = True
kw.api_key(7)
key: str = kw.user("a").create_api_key("CI").api_key
"""


def test_a_program_with_types_runs():
    consumer()


def mypy(*arguments, **options):
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)


def pyright(*arguments):
    pytest.importorskip("pyright")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, stdin=subprocess.DEVNULL)


@pytest.fixture
def program(tmp_path):
    """This file up to the wrong lines, as a program that uses the package."""
    file = tmp_path / "program.py"
    file.write_text(Path(__file__).read_text(encoding="utf-8").split("WRONG =", maxsplit=1)[0], encoding="utf-8")
    return file


@pytest.fixture
def wrong(tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text(WRONG, encoding="utf-8")
    return file


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_type_checkers_accept_the_program(program, checker):
    answer = checker(program)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_type_checkers_refuse_every_line_that_is_wrong(wrong, checker):
    lines = {int(number) for number in re.findall(r"wrong\.py:(\d+):.* error: ", checker(wrong).stdout)}
    assert lines == set(range(4, 12))


def test_mypy_accepts_an_application_with_an_integration():
    folder = Path(__file__).parents[2] / "examples" / "python-fastapi"
    answer = mypy(folder / "app.py", cwd=folder)
    assert answer.returncode == 0, answer.stdout
