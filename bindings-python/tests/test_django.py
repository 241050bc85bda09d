"""Django: every status, the headers, users and sessions beside keys, the middleware, the admin, checks and commands."""

import asyncio
import os
import signal
from datetime import timedelta

import keywright
import pytest

pytest.importorskip("django")
pytest.importorskip("rest_framework")

import django_project
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.test import AsyncClient, Client, override_settings
from keywright.django import _handle, get_keywright, using
from keywright.django.checks import check_settings
from support import JWT, Limited, bearer

FROM = "192.0.2.7"
MIDDLEWARE = "keywright.django.middleware.ApiKeyMiddleware"
EXACT = {"EXCEPTION_HANDLER": "keywright.django.rest_framework.exception_handler"}


@pytest.fixture(scope="module", autouse=True)
def database():
    call_command("migrate", verbosity=0)


@pytest.fixture(autouse=True)
def store(kw):
    with using(kw):
        yield
    User.objects.all().delete()


@pytest.fixture(params=["decorator", "middleware"])
def client(request):
    """A client that a cookie alone can not make post: once without the middleware, and once with it."""
    middleware = [*django_project.settings.MIDDLEWARE, *([MIDDLEWARE] if request.param == "middleware" else [])]
    with override_settings(MIDDLEWARE=middleware):
        yield Client(enforce_csrf_checks=True)


@pytest.fixture
def alice():
    return User.objects.create_user("alice", password="of alice")


@pytest.fixture
def created(kw, alice):
    return kw.user(alice.pk).create_api_key("CI", scopes=["invoices:*"], expires_in=timedelta(days=90))


def same(response, answer):
    assert response.status_code == answer.status
    assert response.text == answer.body
    for name, value in answer.headers:
        assert response.headers[name] == value, name


def test_a_valid_key_reaches_the_view(client, created, alice):
    for headers in (bearer(created.value), {"X-Api-Key": created.value}, {"x-stack-api-key": created.value}):
        response = client.get("/invoices", headers=headers)
        assert (response.status_code, response.json()) == (200, {"team": None, "user": str(alice.pk)})


def test_a_key_is_never_taken_from_the_query_string(client, created):
    assert client.get("/invoices", {"api_key": created.value, "x-api-key": created.value}).status_code == 401


def test_every_denial_is_answered_as_the_core_says(kw, client, created):
    wrong = kw.user("alice").create_api_key("without scopes")
    elsewhere = kw.user("alice").create_api_key("office", scopes=["*:*"], ip_allow_list=["198.51.100.0/24"])
    revoked = kw.user("alice").create_api_key("revoked", scopes=["*:*"])
    revoked.api_key.revoke()
    for value, status, reason in (
        (wrong.value, 403, "insufficient_scope"),
        (elsewhere.value, 403, "ip_denied"),
        (revoked.value, 401, "revoked"),
        ("kw_usk_typo", 401, "malformed"),
    ):
        response = client.get("/invoices", headers=bearer(value), REMOTE_ADDR=FROM)
        assert (response.status_code, response.json()["code"]) == (status, reason)
        same(response, kw.verify(value, scopes=["invoices:read"], ip=FROM).http())
    kw.clock.advance(days=91)
    assert client.get("/invoices", headers=bearer(created.value)).json()["code"] == "expired"
    same(client.get("/invoices"), kw.authenticate({}).http())
    two = {"X-Api-Key": wrong.value, **bearer(revoked.value)}
    same(client.get("/invoices", headers=two), kw.authenticate(two).http())


def test_a_key_with_an_ip_list_takes_the_address_of_the_framework_alone(kw, client):
    inside = kw.user("alice").create_api_key("office", scopes=["*:*"], ip_allow_list=["192.0.2.0/24"])
    forged = {**bearer(inside.value), "X-Forwarded-For": FROM}
    assert client.get("/invoices", headers=forged, REMOTE_ADDR=FROM).status_code == 200
    for address in ("198.51.100.7", ""):
        assert client.get("/invoices", headers=forged, REMOTE_ADDR=address).json()["code"] == "ip_denied"


def test_a_limit_is_answered_by_429_with_its_headers(client):
    answer = Limited().http()

    class Store:
        def _authenticate_request(self, *_arguments):
            return Limited()

    with using(Store()):
        same(client.get("/invoices"), answer)
        with override_settings(REST_FRAMEWORK=EXACT):
            same(client.get("/rest"), answer)
        response = client.get("/rest")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


def test_a_store_without_an_answer_is_503_and_never_a_yes(kw, client, created, caplog):
    kw.close()
    for path in ("/invoices", "/either"):
        same(client.get(path, headers=bearer(created.value)), keywright.ClosedError("closed").http())
    response = client.get("/rest", headers=bearer(created.value))
    assert (response.status_code, response.headers["Retry-After"], response.json()["code"]) == (503, "1", "closed")
    assert "closed" in caplog.text
    assert created.value not in caplog.text


def test_an_optional_key_leaves_the_request_to_the_session(client, created, alice):
    assert client.get("/either").json() == {"key_of": None, "user": None}
    bob = User.objects.create_user("bob")
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/either").json() == {"key_of": None, "user": "bob"}
    assert client.get("/either", headers=bearer(JWT)).json() == {"key_of": None, "user": "bob"}
    both = {**bearer(JWT), "X-Api-Key": created.value}
    assert client.get("/either", headers=both).json() == {"key_of": str(alice.pk), "user": "alice"}
    created.api_key.revoke()
    assert client.get("/either", headers=both).json()["code"] == "revoked", "it does not fall through to the session"


def test_a_key_never_works_in_the_name_of_the_session_beside_it(kw, client):
    client.force_login(User.objects.create_user("bob"), "django.contrib.auth.backends.ModelBackend")
    of_a_team = kw.team("acme").create_api_key("CI")
    of_nobody_here = kw.user("carol").create_api_key("CI")
    User.objects.create_user("gone", is_active=False)
    of_a_locked = kw.user(User.objects.get(username="gone").pk).create_api_key("CI")
    for created in (of_a_team, of_nobody_here, of_a_locked):
        assert client.get("/either", headers=bearer(created.value)).json()["user"] is None


def test_a_view_that_needs_a_key_is_exempt_from_the_check_of_forged_requests(kw, client, created):
    value = kw.team("acme").create_api_key("CI").value
    assert client.post("/teams", headers=bearer(value)).json() == {"team": "acme"}
    assert client.post("/either", headers=bearer(created.value)).status_code == 403


def test_a_route_takes_only_the_keys_that_it_asks_for(kw, client, created):
    public = kw.team("acme").create_api_key("widget", is_public=True)
    assert client.post("/teams", headers=bearer(created.value)).json()["code"] == "wrong_type"
    assert client.post("/teams", headers=bearer(public.value)).json()["code"] == "wrong_type"


def test_a_view_that_does_not_ask_for_a_key_takes_none(client, created):
    response = client.get("/not-asking", headers=bearer(created.value))
    assert response.status_code == 302, "to the login: a key does not open what nobody opened for keys"


def test_one_request_is_one_check(kw, client, created):
    client.get("/invoices", headers=bearer(created.value))
    kw.flush()
    assert created.api_key.usage_of_last(1).total.valid == 1


def test_the_middleware_checks_before_a_middleware_that_requires_a_login(created):
    order = [*django_project.settings.MIDDLEWARE, MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    with override_settings(MIDDLEWARE=order):
        client = Client()
        assert client.get("/invoices", headers=bearer(created.value)).status_code == 200
        assert client.get("/invoices").status_code == 401
        assert client.get("/not-asking").status_code == 302


def test_the_middleware_answers_a_denial_that_a_view_raises(kw):
    with override_settings(MIDDLEWARE=[MIDDLEWARE]):
        same(Client().get("/raising", headers={"X-Token": "kw_usk_typo"}), kw.verify("kw_usk_typo").http())


def test_asynchronous_views_are_checked_on_the_event_loop(client, created):
    async def requests():
        ours = AsyncClient()
        valid = await ours.get("/asynchronous", headers=bearer(created.value))
        synchronous = await ours.get("/invoices", headers=bearer(created.value))
        return valid, synchronous, await ours.get("/asynchronous")

    valid, synchronous, missing = asyncio.run(requests())
    assert (valid.status_code, valid.json()) == (200, {"user": "alice"})
    assert (synchronous.status_code, missing.status_code) == (200, 401)
    assert client.get("/asynchronous", headers=bearer(created.value)).json() == {"user": "alice"}


def test_rest_framework_takes_a_key_or_a_session(kw, client, created, alice):
    assert client.get("/rest", headers=bearer(created.value)).json() == {"key_of": str(alice.pk), "user": "alice"}
    team = kw.team("acme").create_api_key("CI", scopes=["*:*"])
    assert client.post("/rest", headers=bearer(team.value)).json() == {"key_of": "acme", "user": None}
    client.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/rest").json() == {"key_of": None, "user": "alice"}
    assert client.get("/rest", headers=bearer(JWT)).json() == {"key_of": None, "user": "alice"}
    assert client.post("/rest").status_code == 403, "a session still needs its token against forged requests"


def test_rest_framework_answers_denials_with_the_status_and_headers_of_the_core(kw, client, created):
    missing = client.get("/rest")
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, "Bearer")
    wrong = kw.user("alice").create_api_key("without scopes")
    created.api_key.revoke()
    for value in (wrong.value, created.value):
        answer = kw.verify(value, scopes=["invoices:read"]).http()
        told = client.get("/rest", headers=bearer(value))
        assert told.status_code == answer.status
        assert told.headers["WWW-Authenticate"] == dict(answer.headers)["WWW-Authenticate"]
        assert told.json()["code"] in ("insufficient_scope", "revoked")
        with override_settings(REST_FRAMEWORK=EXACT):
            same(client.get("/rest", headers=bearer(value)), answer)


def test_rest_framework_refuses_the_key_of_somebody_who_is_not_active(client, created, alice):
    alice.is_active = False
    alice.save()
    assert client.get("/rest", headers=bearer(created.value)).status_code == 401


def test_the_store_of_the_settings_is_opened_once_and_closed_when_they_change(path):
    _handle._handle.lent = None
    with override_settings(KEYWRIGHT={"STORE": path, "PREFIX": "acme"}):
        opened = get_keywright()
        assert get_keywright() is opened
        assert opened.user("alice").create_api_key("CI").value.startswith("acme_usk_")
    assert opened.is_closed
    with override_settings(KEYWRIGHT={"STORE": "relative.db"}), pytest.raises(keywright.InvalidArgumentError):
        get_keywright()


def test_a_store_that_is_missing_stops_the_server_from_starting(path):
    _handle._handle.lent = None
    settings = {"MIDDLEWARE": [MIDDLEWARE], "KEYWRIGHT": {"STORE": path, "EXISTING": True}}
    with override_settings(**settings), pytest.raises(keywright.StorageUnavailableError):
        Client().get("/invoices")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_handle_of_before_a_fork_works_after_it(path):
    _handle._handle.lent = None
    with override_settings(KEYWRIGHT={"STORE": path}):
        created = get_keywright().user("alice").create_api_key("CI", scopes=["invoices:read"])
        assert Client().get("/invoices", headers=bearer(created.value)).status_code == 200
        # A thread that holds the lock at the moment of the fork is not there in the child to let go of it.
        with _handle._handle.lock:
            pid = os.fork()
            if pid == 0:
                code = 1
                signal.alarm(60)  # a child that waits for the lock would do so for ever
                try:
                    assert Client().get("/invoices", headers=bearer(created.value)).status_code == 200
                    created.api_key.revoke(reason="by the child")
                    _handle._handle.close()
                    code = 0
                finally:
                    os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert Client().get("/invoices", headers=bearer(created.value)).json()["code"] == "revoked"


def test_the_system_checks_name_what_is_wrong_with_the_settings(path):
    order = [MIDDLEWARE, "django.contrib.auth.middleware.AuthenticationMiddleware"]
    for settings, expected in (
        ({"KEYWRIGHT": None}, ["keywright.E001"]),
        ({"KEYWRIGHT": {"STORE": "relative.db"}}, ["keywright.E001"]),
        ({"KEYWRIGHT": {"STORE": path, "TYPO": 1}}, ["keywright.E001"]),
        ({"KEYWRIGHT": {"STORE": path, "EXISTING": True}}, ["keywright.E002"]),
        ({"KEYWRIGHT": {"STORE": path.parent / "none" / "keys.db"}}, ["keywright.E002"]),
        ({"KEYWRIGHT": {"STORE": path}, "MIDDLEWARE": order}, ["keywright.W001"]),
        ({"KEYWRIGHT": {"STORE": path}, "MIDDLEWARE": order[::-1]}, []),
    ):
        with override_settings(**settings):
            assert [message.id for message in check_settings()] == expected
    assert not path.exists(), "a check opens nothing"


def test_the_migrations_are_complete():
    call_command("makemigrations", "keywright", check=True, dry_run=True, verbosity=0)


def test_the_command_runs_the_command_line_on_the_store_of_the_settings(path, capfd):
    with override_settings(KEYWRIGHT={"STORE": path}):
        with pytest.raises(CommandError):
            call_command("keywright", "key", "list")
        with keywright.open(path) as kw:
            created = kw.user("alice").create_api_key("CI")
            call_command("keywright", "key", "list", "--json")
            assert str(created.api_key.id) in capfd.readouterr().out
            call_command("keywright", "key", "revoke", str(created.api_key.id))
            assert kw.verify(created.value).reason == "revoked"
    assert "KEYWRIGHT_STORE" not in os.environ


@pytest.fixture
def staff(alice):
    alice.is_staff = True
    alice.save()
    client = Client(enforce_csrf_checks=False)
    client.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    return client


def allow(user, *names):
    user.user_permissions.set(Permission.objects.filter(codename__in=names))


def test_the_admin_lists_the_keys_for_whoever_may_see_them(kw, staff, alice, created):
    assert staff.get("/admin/keywright/apikey/").status_code == 403
    allow(alice, "view_apikey")
    kw.team("acme").create_api_keys([keywright.NewApiKey(f"number {number:02}") for number in range(60)])
    page = staff.get("/admin/keywright/apikey/").text
    assert "number 59" in page
    assert "number 09" not in page
    assert "Revoke" not in page, "seeing is not revoking"
    assert created.value not in page
    older = page.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    assert "number 09" in staff.get(f"/admin/keywright/apikey/?{older}").text
    found = staff.get("/admin/keywright/apikey/", {"q": "number 07", "status": "active"}).text
    assert ("number 07" in found, "number 08" in found) == (True, False)
    assert "errornote" in staff.get("/admin/keywright/apikey/", {"status": "no such"}).text


def test_the_admin_revokes_for_whoever_may(kw, staff, alice, created):
    page = f"/admin/keywright/apikey/{created.api_key.id}/revoke/"
    allow(alice, "view_apikey")
    assert staff.post(page).status_code == 403
    assert kw.verify(created.value)
    allow(alice, "view_apikey", "revoke_apikey")
    alice = User.objects.get(pk=alice.pk)
    assert "Revoke" in staff.get(page).text
    assert kw.verify(created.value), "asking is not doing"
    assert staff.post(page, {"reason": "leaked"}).status_code == 302
    key = kw.get_api_key(created.api_key.id)
    assert (key.revoked_by, key.revoke_reason, key.status) == ("server:admin:alice", "leaked", "revoked")
    unknown = "/admin/keywright/apikey/00000000-0000-7000-8000-000000000000/revoke/"
    assert staff.post(unknown).status_code == 302
    assert staff.get("/admin/keywright/apikey/add/").status_code == 403
