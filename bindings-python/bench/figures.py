"""Measures what a check costs in Python, each figure as a ratio of two cases of the same run.

Every case runs once in each round, and the order moves on by one from round to round; a ratio is the median of the ratios of
the rounds. Run by `make bench-python` against the wheel as it is released.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import http
import http.client
import importlib.metadata
import os
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import keywright
from keywright.fastapi import set_keywright
from served import make_apps

if TYPE_CHECKING:
    from fastapi import FastAPI

HOT = 256
#: How often a thread does what is measured in one: to begin and to end a thread is no part of a check, and the lock of the
#: interpreter changes hands every 5 ms.
PER_THREAD = 10
PER_CALL = 1_000
RANDOM = random.Random(5)  # noqa: S311 - the same order in every run


@dataclass
class Case:
    """Something to measure: `run` does it `times` times, and `per_round` is how long one took in each round."""

    name: str
    run: Callable[[], object]
    times: int
    per_round: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Runs it once."""
        begun = time.perf_counter_ns()
        self.run()
        self.per_round.append((time.perf_counter_ns() - begun) / self.times)

    @property
    def median(self) -> float:
        """How long one took, in the middle."""
        return statistics.median(self.per_round)


@dataclass
class Row:
    """A figure: one case beside another, and what was asked."""

    this: str
    baseline: str
    target: str
    #: The ratio as it is asked for: how often the baseline fits into this, or this into the baseline.
    is_times_faster: bool = False


def loop(call: Callable[[str], object], keys: list[str]) -> Callable[[], None]:
    """Returns a loop that calls something with each key. Every case has the same loop around it."""

    def run() -> None:
        for key in keys:
            call(key)

    return run


def side_by_side(keys: list[str]) -> list[str]:
    """Copies texts, in their order, into memory that lies together.

    A server has just read its text: to find one that was made long ago is no part of a check.
    """
    return [key.encode().decode() for key in keys]


class HandWritten:
    """What one would write without a library: a hash, and a SELECT in SQLite."""

    def __init__(self, path: Path, keys: list[str]) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self.connection.execute(
            "CREATE TABLE api_key "
            "(digest BLOB PRIMARY KEY, owner TEXT NOT NULL, expires_at REAL, revoked_at REAL) WITHOUT ROWID"
        )
        rows = [(hashlib.sha256(key.encode()).digest(), f"user-{number}", None, None) for number, key in enumerate(keys)]
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO api_key VALUES (?, ?, ?, ?)", rows)
        self.connection.execute("COMMIT")

    def verify(self, key: str) -> str | None:
        """Returns the owner of a key that is neither expired nor revoked."""
        row = self.connection.execute(
            "SELECT owner, expires_at, revoked_at FROM api_key WHERE digest = ?", (hashlib.sha256(key.encode()).digest(),)
        ).fetchone()
        if row is None or row[2] is not None or (row[1] is not None and row[1] <= time.time()):
            return None
        owner: str = row[0]
        return owner


def plain_hash(key: str) -> bytes:
    """Hashes a key as one would before a look-up."""
    return hashlib.sha256(key.encode()).digest()


def rest_framework(folder: Path, count: int) -> tuple[Callable[[str], object], Callable[[str], object], list[str]]:
    """Returns both ways of djangorestframework-api-key to check a key, and keys of its own."""
    import django  # noqa: PLC0415 - an optional peer
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        SECRET_KEY="of the bench",  # noqa: S106 - nobody's
        INSTALLED_APPS=["rest_framework", "rest_framework_api_key"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "peer.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from rest_framework_api_key.models import APIKey  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    rows, values = [], []
    for number in range(count):
        row = APIKey(name=f"user-{number}")
        values.append(APIKey.objects.assign_key(row))
        rows.append(row)
    APIKey.objects.bulk_create(rows, batch_size=PER_CALL)

    def both(key: str) -> object:
        return APIKey.objects.is_valid(key) and APIKey.objects.get_from_key(key)

    return APIKey.objects.is_valid, both, values


def scope_of(path: str, value: str) -> dict[str, object]:
    """Returns a request as a server hands it to an application."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"*/*"), (b"authorization", b"Bearer " + value.encode())],
        "client": ("192.0.2.7", 50000),
        "server": ("localhost", 80),
    }


async def receive() -> dict[str, object]:
    """Gives an application the body of a request, which is empty."""
    return {"type": "http.request", "body": b"", "more_body": False}


class Requests:
    """Requests to an endpoint, without a network between."""

    def __init__(self, apps: dict[str, FastAPI], path: str, value: str, times: int) -> None:
        self.app, self.scope, self.times = apps[path], scope_of(path, value), times
        self.statuses: list[object] = []

    async def send(self, message: dict[str, object]) -> None:
        """Takes what the application answers."""
        if message["type"] == "http.response.start":
            self.statuses.append(message["status"])

    async def all(self) -> None:
        """Makes them, one after another."""
        for _ in range(self.times):
            await self.app(dict(self.scope), receive, self.send)

    def __call__(self) -> None:
        """Makes them, and sees that each was answered by 200."""
        self.statuses.clear()
        asyncio.run(self.all())
        if self.statuses != [200] * self.times:
            raise SystemExit(f"an endpoint answered {set(self.statuses)}")


class Server:
    """The same endpoints behind a server of their own, called over HTTP on one connection."""

    def __init__(self, store: Path, value: str, times: int) -> None:
        command = [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "0", "--no-access-log"]
        self.process = subprocess.Popen(  # noqa: S603 - a program of ours
            [*command, "--factory", "served:Served"],
            cwd=Path(__file__).parent,
            env={**os.environ, "STORE": str(store)},
            stderr=subprocess.PIPE,
            text=True,
        )
        said = []
        for line in self.process.stderr or ():
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.connection = http.client.HTTPConnection("127.0.0.1", int(found[1]))
                break
        else:
            raise SystemExit("".join(said))
        self.headers = {"Authorization": f"Bearer {value}"}
        self.times = times

    def requests(self, path: str) -> Callable[[], None]:
        """Returns requests to an endpoint."""

        def run() -> None:
            for _ in range(self.times):
                self.connection.request("GET", path, headers=self.headers)
                answer = self.connection.getresponse()
                answer.read()
                if answer.status != http.HTTPStatus.OK:
                    raise SystemExit(f"{path} answered {answer.status}")

        return run

    def stop(self) -> None:
        """Ends the server."""
        self.connection.close()
        self.process.terminate()
        self.process.communicate()


def in_threads(count: int, work: Callable[[], object]) -> Callable[[], None]:
    """Returns work that several threads do at the same time, each all of it several times."""

    def each() -> None:
        for _ in range(PER_THREAD):
            work()

    def run() -> None:
        threads = [threading.Thread(target=each) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


def resident() -> int:
    """Returns how much memory this process has, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def growth(verify: Callable[[str], object], keys: list[str], count: int) -> float:
    """Returns by how many MiB the process grew over so many checks, after as many as fill what is kept.

    They also take so long that the uses of before, of many more keys, are written meanwhile.
    """
    work = loop(verify, keys)
    for _ in range(200):
        work()
    before = resident()
    for _ in range(count // len(keys)):
        work()
    return (resident() - before) / (1 << 20)


def format_time(nanoseconds: float) -> str:
    """Writes a time for people."""
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.2f} {unit}"
    return f"{nanoseconds:.0f} ns"


def holds(row: Row, ratio: float) -> str:
    """Says whether a ratio is what was asked, if anything was."""
    if not row.target:
        return ""
    wanted = float(row.target.split()[1].rstrip("x"))
    return "yes" if (ratio >= wanted if row.target.startswith(">=") else ratio <= wanted) else "NO"


def table(cases: dict[str, Case], rows: list[Row]) -> list[str]:
    """Writes the figures as the documentation shows them."""
    lines = ["| case | this | baseline | ratio (quartiles) | target | holds |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        this, baseline = cases[row.this], cases[row.baseline]
        pairs = zip(this.per_round, baseline.per_round, strict=True)
        ratios = [(b / t) if row.is_times_faster else (t / b) for t, b in pairs]
        middle = statistics.median(ratios)
        low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (middle,) * 3
        told = f"{middle:.2f} ({low:.2f} to {high:.2f})"
        lines.append(
            f"| {this.name} | {format_time(this.median)} | {baseline.name}, {format_time(baseline.median)} | {told} "
            f"| {row.target} | {holds(row, middle)} |"
        )
    return lines


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--checks", type=int, default=20_000, help="how many checks a case makes in a round")
    parser.add_argument("--growth", type=int, default=10_000_000, help="how many checks the memory is watched over")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as name, keywright.open(Path(name) / "keys.db") as kw:
        folder = Path(name)
        keys: list[str] = []
        for first in range(0, options.keys, PER_CALL):
            new = [keywright.NewApiKey(f"key {n}") for n in range(first, min(first + PER_CALL, options.keys))]
            keys += [created.value for created in kw.user(f"user-{first // PER_CALL}").create_api_keys(new)]
        own = HandWritten(folder / "own.db", keys)
        hot = (side_by_side(keys[:HOT]) * (options.checks // HOT + 1))[: options.checks]
        anywhere = side_by_side(RANDOM.choices(keys, k=options.checks))
        few = max(options.checks // 100, 1)
        verify, hand_written = kw.verify, own.verify
        # What is kept fills up before anything is measured.
        for value in keys:
            verify(value)

        def reading(key: str) -> object:
            verdict = verify(key)
            return verdict.valid and verdict.user_id

        reading_hot, hashing_hot = loop(reading, hot), loop(plain_hash, hot)
        requests = max(options.checks // 50, 1)
        apps = make_apps()
        for app in apps.values():
            set_keywright(app, kw)
        server = Server(Path(name) / "keys.db", keys[0], requests)
        cases = [
            Case("sha256 of the key", hashing_hot, len(hot)),
            Case("verify, hot", loop(verify, hot), len(hot)),
            Case("verify, hot, reading `valid` and the owner", reading_hot, len(hot)),
            Case("verify, random", loop(verify, anywhere), len(anywhere)),
            Case("hand-written, hot", loop(hand_written, hot[: few * 10]), few * 10),
            Case("hand-written, random", loop(hand_written, anywhere[: few * 10]), few * 10),
            Case("two threads, each", in_threads(2, reading_hot), 2 * PER_THREAD * len(hot)),
            Case("two threads that hash, each", in_threads(2, hashing_hot), 2 * PER_THREAD * len(hot)),
            Case("HTTP request without a dependency", server.requests("/without"), requests),
            Case("HTTP request with an empty dependency", server.requests("/empty"), requests),
            Case("HTTP request with the dependency", server.requests("/with"), requests),
            Case("call without a dependency", Requests(apps, "/without", keys[0], requests), requests),
            Case("call with an empty dependency", Requests(apps, "/empty", keys[0], requests), requests),
            Case("call with the dependency", Requests(apps, "/with", keys[0], requests), requests),
        ]
        rows = [
            Row("verify, hot", "sha256 of the key", "<= 0.45"),
            Row("verify, hot, reading `valid` and the owner", "sha256 of the key", "<= 0.6"),
            Row("verify, hot, reading `valid` and the owner", "hand-written, hot", ">= 35x", is_times_faster=True),
            Row("verify, random", "hand-written, random", ">= 15x", is_times_faster=True),
            Row("two threads, each", "verify, hot, reading `valid` and the owner", ">= 0.9x", is_times_faster=True),
            Row("two threads that hash, each", "sha256 of the key", "", is_times_faster=True),
            Row("HTTP request with the dependency", "HTTP request without a dependency", "<= 1.05"),
            Row("HTTP request with an empty dependency", "HTTP request without a dependency", ""),
            Row("call with the dependency", "call without a dependency", ""),
            Row("call with an empty dependency", "call without a dependency", ""),
        ]
        missing = None
        try:
            is_valid, both, values = rest_framework(folder, options.keys)
        except ImportError as error:
            missing = f"NOT RUN  the rows of djangorestframework-api-key: {error}"
        else:
            some = side_by_side(RANDOM.choices(values, k=few))
            one, two = "djangorestframework-api-key `is_valid`", "djangorestframework-api-key `is_valid`, `get_from_key`"
            cases += [Case(one, loop(is_valid, some), few), Case(two, loop(both, some), few)]
            rows += [
                Row("verify, random", one, ">= 500x", is_times_faster=True),
                Row("verify, random", two, ">= 500x", is_times_faster=True),
            ]
        for number in range(options.rounds):
            for case in cases[number % len(cases) :] + cases[: number % len(cases)]:
                case.measure()
        server.stop()
        grown = growth(verify, hot, options.growth)
        lines = table({case.name: case for case in cases}, rows)
        told = "yes" if grown <= 1 else "NO"
        lines.append(f"| memory after {options.growth:,} checks |  |  | {grown:.2f} MiB more | <= 1 MiB | {told} |")
        sys.stdout.write("\n".join(lines) + "\n\n")
        sys.stdout.write(
            f"{os.cpu_count()} cores, {platform.system().lower()}, {options.rounds} rounds, {options.keys:,} keys, "
            f"CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version} in the hand-written check, "
            f"FastAPI {importlib.metadata.version('fastapi')}.\n"
        )
        if missing is not None:
            sys.stdout.write(f"{missing}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
