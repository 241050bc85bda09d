"""The examples: their own tests, and each as a real server that is called over real HTTP."""

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager

import keywright
import pytest
from support import ROOT, bearer

EXAMPLES = ROOT / "examples"
LISTENING = re.compile(rb"http://127\.0\.0\.1:(\d+)")
UVICORN = ["-m", "uvicorn", "--host", "127.0.0.1", "--port", "0", "app:app"]
GUNICORN = ["-m", "gunicorn", "--bind", "127.0.0.1:0", "--preload", "--workers", "2", "--no-control-socket"]


def environment(**more):
    # No file of an example may appear beside it.
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **{name: str(value) for name, value in more.items()}}


def run(folder, *arguments, **more):
    command = [sys.executable, *arguments]
    answer = subprocess.run(
        command, cwd=EXAMPLES / folder, env=environment(**more), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@contextmanager
def server(folder, arguments, **more):
    """Starts a server on a free port of this machine and gives its address."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=EXAMPLES / folder,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if found := LISTENING.search(line):
                    yield found.group(0).decode()
                    break
            else:
                pytest.fail(b"".join(said).decode())
        finally:
            process.send_signal(signal.SIGTERM)
            rest = process.stdout.read().decode()
    # uvicorn ends itself by the signal that it was asked with, once it has closed the store.
    assert process.returncode in (0, -signal.SIGTERM), rest
    assert "Traceback" not in rest


class Browser:
    """Calls a server, and keeps its cookies."""

    def __init__(self, address):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def __call__(self, method, path, *, headers=None, form=None, body=None):
        """Returns status, headers and body, the last read if it is JSON."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        headers = dict(headers or {})
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self.address + path, data, headers, method=method)  # noqa: S310 - loopback
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
            is_json = "json" in answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(text) if is_json else text


def answers_denials(browser, path, kw, created, *, scopes):
    """Asks for a path with every kind of key, and compares with what the core says."""
    status, headers, problem = browser("GET", path)
    assert status == 401
    assert headers["WWW-Authenticate"] == "Bearer"
    assert browser("GET", path, headers={"X-Api-Key": created.value})[0] == 200
    unscoped = (
        kw.team("none").create_api_key("unscoped") if created.api_key.team_id else kw.user("none").create_api_key("un")
    )
    status, headers, problem = browser("GET", path, headers=bearer(unscoped.value))
    assert (status, problem["code"]) == (403, "insufficient_scope")
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["WWW-Authenticate"] == f'Bearer error="insufficient_scope", scope="{scopes}"'
    created.api_key.revoke(reason="in another process")
    status, headers, problem = browser("GET", path, headers={"X-Api-Key": created.value})
    assert (status, problem["code"], headers["Cache-Control"]) == (401, "revoked", "no-store")


def test_the_fastapi_example_serves_keys_and_sessions(tmp_path):
    store = tmp_path / "keys.db"
    with server("python-fastapi", UVICORN, STORE=store) as address:
        browser = Browser(address)
        token = browser("POST", "/session", body={"user": "alice"})[2]["token"]
        assert browser("GET", "/invoices", headers=bearer(token))[2] == ["A-1", "A-2"]
        status, _, made = browser("POST", "/keys", headers=bearer(token), body={"description": "laptop"})
        assert status == 201
        beside = {**bearer(token), "X-Api-Key": made["value"]}
        assert browser("GET", "/invoices", headers=beside)[2] == ["A-1", "A-2"]
        with keywright.open(store, existing=True) as kw:
            created = kw.user("bob").create_api_key("CI", scopes=["invoices:read"])
            answers_denials(browser, "/invoices", kw, created, scopes="invoices:read")
        schema = browser("GET", "/openapi.json")[2]
        assert schema["paths"]["/invoices"]["get"]["security"] == [{"ApiKeyBearer": []}, {"ApiKeyHeader": []}]


def test_the_flask_example_serves_keys_and_sessions_from_forked_workers(tmp_path):
    store = tmp_path / "keys.db"
    with server("python-flask", [*GUNICORN, "app:create_app()"], STORE=store) as address:
        browser = Browser(address)
        assert browser("POST", "/keys", form={"description": "laptop"})[0] == 401
        browser("POST", "/session", form={"user": "alice"})
        status, _, made = browser("POST", "/keys", form={"description": "laptop"})
        assert status == 201
        other = Browser(address)
        for _ in range(10):
            assert other("GET", "/invoices", headers=bearer(made["value"]))[2] == ["A-1", "A-2"]
        with keywright.open(store, existing=True) as kw:
            created = kw.user("bob").create_api_key("CI", scopes=["invoices:read"])
            answers_denials(other, "/invoices", kw, created, scopes="invoices:read")


def test_the_django_example_serves_the_keys_of_its_own_organisations_from_forked_workers(tmp_path):
    run("python-django", "manage.py", "migrate", "--verbosity", "0", FOLDER=tmp_path)
    value = run("python-django", "manage.py", "demo", FOLDER=tmp_path).strip()
    assert "demo" in run("python-django", "manage.py", "keywright", "key", "list", FOLDER=tmp_path)
    with server("python-django", [*GUNICORN, "shop.wsgi"], FOLDER=tmp_path) as address:
        browser = Browser(address)
        for _ in range(10):
            assert browser("GET", "/orders/", headers=bearer(value))[2] == ["100 gears"]
        assert browser("GET", "/who/", headers={"X-Api-Key": value})[2] == {"organisation": "acme"}

        def sign_in(name):
            visitor = Browser(address)
            visitor("GET", "/admin/login/")
            token = next(cookie.value for cookie in visitor.cookies if cookie.name == "csrftoken")
            form = {"username": name, "password": "demo", "csrfmiddlewaretoken": token}
            assert visitor("POST", "/admin/login/?next=/admin/", form=form)[0] == 200
            token = next(cookie.value for cookie in visitor.cookies if cookie.name == "csrftoken")
            return visitor, {"X-CSRFToken": token}

        alice, token = sign_in("alice")
        made = alice("POST", "/organisations/acme/keys/", headers=token, form={"description": "by alice"})
        assert made[0] == 201
        assert browser("GET", "/orders/", headers=bearer(made[2]["value"]))[0] == 200
        page = alice("GET", "/admin/keywright/apikey/")[2]
        assert "by alice" in page
        bob, token = sign_in("bob")
        assert bob("POST", "/organisations/acme/keys/", headers=token, form={"description": "by bob"})[0] == 404
        with keywright.open(tmp_path / "keywright.db", existing=True) as kw:
            assert kw.team(1).list_members() == [], "no copy of the members"
            created = kw.team(1).create_api_key("CI", scopes=["orders:read"])
            answers_denials(browser, "/orders/", kw, created, scopes="orders:read")


@pytest.mark.parametrize("folder", ["python-fastapi", "python-flask"])
def test_the_examples_own_tests_pass(folder):
    assert "passed" in run(folder, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-W", "error", ".")


def test_the_tests_of_the_django_example_pass(tmp_path):
    run("python-django", "manage.py", "test", FOLDER=tmp_path)
    run("python-django", "manage.py", "makemigrations", "--check", "--dry-run", FOLDER=tmp_path)
