"""Flask: every status, the headers, optional keys beside a session, the extension, and a fork."""

import os
from datetime import timedelta

import keywright
import pytest

pytest.importorskip("flask")

import flask
from keywright.flask import Extension, get_keywright, get_verdict, require_api_key
from support import JWT, Limited, bearer

FROM = {"REMOTE_ADDR": "192.0.2.7"}


def make_app(**options):
    app = flask.Flask("acme")
    Extension(app, **options)

    @app.get("/invoices")
    @require_api_key(scopes=["invoices:read"])
    def invoices():
        return {"team": get_verdict().team_id, "user": get_verdict().user_id}

    @app.get("/either")
    @require_api_key(optional=True)
    def either():
        verdict = get_verdict()
        return {"user": verdict.user_id} if verdict else {"session": flask.request.headers.get("Authorization")}

    @app.get("/teams")
    @require_api_key(owner_type="team", accept="secret")
    def teams():
        return {"team": get_verdict().team_id}

    @app.post("/keys")
    def make():
        return get_keywright().user("alice").create_api_key("made by a view").to_dict()

    return app


@pytest.fixture
def client(kw):
    return make_app(keywright=kw).test_client()


@pytest.fixture
def created(kw):
    return kw.user("alice").create_api_key("CI", scopes=["invoices:*"], expires_in=timedelta(days=90))


def same(response, answer):
    assert response.status_code == answer.status
    assert response.text == answer.body
    for name, value in answer.headers:
        assert response.headers[name] == value, name


def test_a_valid_key_reaches_the_view(client, created):
    for headers in (bearer(created.value), {"X-Api-Key": created.value}, {"x-stack-api-key": created.value}):
        response = client.get("/invoices", headers=headers)
        assert (response.status_code, response.json) == (200, {"team": None, "user": "alice"})


def test_a_key_is_never_taken_from_the_query_string(client, created):
    assert client.get("/invoices", query_string={"api_key": created.value}).status_code == 401


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
        response = client.get("/invoices", headers=bearer(value), environ_base=FROM)
        assert (response.status_code, response.json["code"]) == (status, reason)
        same(response, kw.verify(value, scopes=["invoices:read"], ip=FROM["REMOTE_ADDR"]).http())
    kw.clock.advance(days=91)
    assert client.get("/invoices", headers=bearer(created.value)).json["code"] == "expired"
    same(client.get("/invoices"), kw.authenticate({}).http())
    two = {"X-Api-Key": wrong.value, **bearer(revoked.value)}
    same(client.get("/invoices", headers=two), kw.authenticate(two).http())


def test_a_key_with_an_ip_list_takes_the_address_of_the_framework_alone(kw, client):
    inside = kw.user("alice").create_api_key("office", scopes=["*:*"], ip_allow_list=["192.0.2.0/24"])
    forged = {**bearer(inside.value), "X-Forwarded-For": "192.0.2.7"}
    assert client.get("/invoices", headers=forged, environ_base=FROM).status_code == 200
    for address in ("198.51.100.7", "not an address"):
        response = client.get("/invoices", headers=forged, environ_base={"REMOTE_ADDR": address})
        assert response.json["code"] == "ip_denied"


def test_a_limit_is_answered_by_429_with_its_headers(kw, monkeypatch):
    class Store:
        def _authenticate_request(self, *_arguments):
            return Limited()

    app = make_app(keywright=kw)
    monkeypatch.setitem(app.extensions, "keywright", Store())
    same(app.test_client().get("/invoices"), Limited().http())


def test_a_store_without_an_answer_is_503_and_never_a_yes(kw, client, created, caplog):
    kw.close()
    for path in ("/invoices", "/either"):
        same(client.get(path, headers=bearer(created.value)), keywright.ClosedError("closed").http())
    assert "closed" in caplog.text
    assert created.value not in caplog.text


def test_an_optional_key_leaves_the_request_to_the_session(client, created):
    assert client.get("/either").json == {"session": None}
    assert client.get("/either", headers=bearer(JWT)).json == {"session": f"Bearer {JWT}"}
    assert client.get("/either", headers={**bearer(JWT), "X-Api-Key": created.value}).json == {"user": "alice"}
    created.api_key.revoke()
    response = client.get("/either", headers={**bearer(JWT), "X-Api-Key": created.value})
    assert response.json["code"] == "revoked", "a denied key does not fall through to the session"
    assert client.get("/invoices", headers=bearer(JWT)).json["code"] == "malformed"


def test_a_route_takes_only_the_keys_that_it_asks_for(kw, client, created):
    public = kw.team("acme").create_api_key("widget", is_public=True)
    assert client.get("/teams", headers=bearer(created.value)).json["code"] == "wrong_type"
    assert client.get("/teams", headers=bearer(public.value)).json["code"] == "wrong_type"
    value = kw.team("acme").create_api_key("CI").value
    assert client.get("/teams", headers=bearer(value)).json == {"team": "acme"}


def test_a_whole_blueprint_is_checked_before_its_requests(kw, created):
    app = make_app(keywright=kw)
    blueprint = flask.Blueprint("api", __name__, url_prefix="/api")

    @blueprint.before_request
    @require_api_key()
    def checked():
        return None

    @blueprint.get("/who")
    def who():
        return {"user": get_verdict().user_id}

    app.register_blueprint(blueprint)
    client = app.test_client()
    assert client.get("/api/who").status_code == 401
    assert client.get("/api/who", headers=bearer(created.value)).json == {"user": "alice"}


def test_the_extension_opens_the_store_that_the_settings_name(path):
    app = flask.Flask("acme")
    app.config["KEYWRIGHT"] = {"STORE": path, "PREFIX": "acme", "BUSY_TIME_OUT": timedelta(seconds=1)}
    extension = Extension()
    extension.init_app(app)
    with app.app_context():
        kw = get_keywright()
        assert kw.user("alice").create_api_key("CI").value.startswith("acme_usk_")
        kw.close()
    with pytest.raises(RuntimeError), flask.Flask("other").app_context():
        get_keywright()


def test_settings_that_are_wrong_stop_the_server_from_starting(path):
    for settings, error in (
        (None, keywright.InvalidArgumentError),
        ({}, keywright.InvalidArgumentError),
        ({"STORE": "relative.db"}, keywright.InvalidArgumentError),
        ({"STORE": path, "EXISTNG": True}, keywright.InvalidArgumentError),
        ({"STORE": path, "EXISTING": True}, keywright.StorageUnavailableError),
    ):
        app = flask.Flask("acme")
        app.config["KEYWRIGHT"] = settings
        with pytest.raises(error):
            Extension(app)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_handle_of_before_a_fork_works_after_it(on_disk):
    client = make_app(keywright=on_disk).test_client()
    value = client.post("/keys").json["value"]
    assert client.get("/either", headers=bearer(value)).json == {"user": "alice"}
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            assert client.get("/either", headers=bearer(value)).json == {"user": "alice"}
            assert client.post("/keys").status_code == 200
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(on_disk.list_api_keys()) == 2
