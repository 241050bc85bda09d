"""FastAPI: every status, the headers, optional keys beside a session, OpenAPI, and the life of the store."""

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated

import keywright
import pytest

pytest.importorskip("fastapi")

from fastapi import APIRouter, Depends, FastAPI, Request, WebSocket
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from keywright.aio import AsyncKeywright
from keywright.fastapi import get_keywright, lifespan, open_store, require_api_key, set_keywright
from starlette.exceptions import HTTPException
from starlette.websockets import WebSocketDisconnect
from support import JWT, Limited, bearer

FROM = ("192.0.2.7", 50000)

router = APIRouter()


@router.get("/invoices")
async def invoices(verdict: Annotated[keywright.Verdict, Depends(require_api_key(scopes=["invoices:read"]))]):
    return {"team": verdict.team_id, "user": verdict.user_id}


@router.get("/either")
async def either(request: Request, verdict: Annotated[keywright.Verdict | None, Depends(require_api_key(optional=True))]):
    if verdict is None:
        return {"session": request.headers.get("authorization")}
    return {"user": verdict.user_id}


@router.get("/teams")
async def teams(verdict: Annotated[keywright.Verdict, Depends(require_api_key(owner_type="team", accept="secret"))]):
    return {"team": verdict.team_id}


@router.get("/verdict", response_model=keywright.Verdict)
async def whole(verdict: Annotated[keywright.Verdict, Depends(require_api_key())]):
    return verdict


@router.post("/keys")
async def make(kw: Annotated[AsyncKeywright, Depends(get_keywright)]) -> keywright.CreatedApiKey:
    return await kw.user("alice").create_api_key("made by an endpoint")


@router.websocket("/stream")
async def stream(socket: WebSocket, verdict: Annotated[keywright.Verdict, Depends(require_api_key())]):
    await socket.accept()
    await socket.send_text(verdict.user_id)
    await socket.close()


@pytest.fixture
def app(kw):
    application = FastAPI()
    application.include_router(router)
    set_keywright(application, kw)
    return application


@pytest.fixture
def client(app):
    return TestClient(app, client=FROM)


@pytest.fixture
def created(kw):
    return kw.user("alice").create_api_key("CI", scopes=["invoices:*"], expires_in=timedelta(days=90))


def same(response, answer):
    assert response.status_code == answer.status
    assert response.text == answer.body
    for name, value in answer.headers:
        assert response.headers[name] == value, name


def test_a_valid_key_reaches_the_endpoint(client, created):
    for headers in (bearer(created.value), {"X-Api-Key": created.value}, {"x-stack-api-key": created.value}):
        response = client.get("/invoices", headers=headers)
        assert (response.status_code, response.json()) == (200, {"team": None, "user": "alice"})


def test_a_key_is_never_taken_from_the_query_string(client, created):
    assert client.get("/invoices", params={"api_key": created.value, "x-api-key": created.value}).status_code == 401


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
        response = client.get("/invoices", headers=bearer(value))
        assert (response.status_code, response.json()["code"]) == (status, reason)
        same(response, kw.verify(value, scopes=["invoices:read"], ip=FROM[0]).http())
    kw.clock.advance(days=91)
    response = client.get("/invoices", headers=bearer(created.value))
    assert response.json()["code"] == "expired"
    assert response.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')
    same(client.get("/invoices"), kw.authenticate({}).http())
    two = {"X-Api-Key": wrong.value, **bearer(revoked.value)}
    same(client.get("/invoices", headers=two), kw.authenticate(two).http())


def test_a_key_with_an_ip_list_takes_the_address_of_the_framework_alone(kw, app):
    inside = kw.user("alice").create_api_key("office", scopes=["*:*"], ip_allow_list=["192.0.2.0/24"])
    headers = bearer(inside.value)
    forged = {**headers, "X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.7"}
    assert TestClient(app, client=FROM).get("/invoices", headers=headers).status_code == 200
    for client in (("198.51.100.7", 1), ("not an address", 1)):
        assert TestClient(app, client=client).get("/invoices", headers=forged).json()["code"] == "ip_denied"


def test_a_limit_is_answered_by_429_with_its_headers(client, monkeypatch):
    async def limited(*_arguments):
        return Limited()

    monkeypatch.setattr(AsyncKeywright, "_authenticate_request", limited)
    same(client.get("/invoices"), Limited().http())


def test_a_store_without_an_answer_is_503_and_never_a_yes(kw, client, created, caplog):
    kw.close()
    for path in ("/invoices", "/either"):
        response = client.get(path, headers=bearer(created.value))
        assert response.status_code == 503
        same(response, keywright.ClosedError("closed").http())
    assert "closed" in caplog.text, "the framework would have hidden it"
    assert created.value not in caplog.text


def test_an_optional_key_leaves_the_request_to_the_session(client, created):
    assert client.get("/either").json() == {"session": None}
    assert client.get("/either", headers=bearer(JWT)).json() == {"session": f"Bearer {JWT}"}
    assert client.get("/either", headers=bearer(created.value)).json() == {"user": "alice"}
    assert client.get("/either", headers={**bearer(JWT), "X-Api-Key": created.value}).json() == {"user": "alice"}
    created.api_key.revoke()
    response = client.get("/either", headers={**bearer(JWT), "X-Api-Key": created.value})
    assert response.json()["code"] == "revoked", "a denied key does not fall through to the session"
    assert client.get("/invoices", headers=bearer(JWT)).json()["code"] == "malformed"


def test_a_route_takes_only_the_keys_that_it_asks_for(kw, client, created):
    team, public = kw.team("acme"), kw.team("acme").create_api_key("widget", is_public=True)
    assert client.get("/teams", headers=bearer(created.value)).json()["code"] == "wrong_type"
    assert client.get("/teams", headers=bearer(public.value)).json()["code"] == "wrong_type"
    assert client.get("/teams", headers=bearer(team.create_api_key("CI").value)).json() == {"team": "acme"}


def test_a_mistake_in_what_a_route_asks_is_told_when_the_program_starts():
    for options in ({"scopes": ["no spaces here"]}, {"owner_type": "robot"}, {"accept": "everything"}):
        with pytest.raises(keywright.InvalidArgumentError):
            require_api_key(**options)


def test_openapi_tells_of_both_ways_to_send_a_key(client):
    schema = client.get("/openapi.json").json()
    schemes = schema["components"]["securitySchemes"]
    assert schemes["ApiKeyBearer"]["type"] == "http"
    assert schemes["ApiKeyBearer"]["scheme"] == "bearer"
    assert (schemes["ApiKeyHeader"]["in"], schemes["ApiKeyHeader"]["name"]) == ("header", "X-Api-Key")
    assert schema["paths"]["/invoices"]["get"]["security"] == [{"ApiKeyBearer": []}, {"ApiKeyHeader": []}]
    assert "parameters" not in schema["paths"]["/invoices"]["get"]
    assert "security" not in schema["paths"]["/keys"]["post"]


def test_an_endpoint_returns_verdicts_and_records(client, created):
    told = client.get("/verdict", headers=bearer(created.value)).json()
    assert (told["valid"], told["user_id"], told["api_key"]["id"]) == (True, "alice", str(created.api_key.id))
    made = client.post("/keys").json()
    assert made["api_key"]["description"] == "made by an endpoint"
    assert made["value"].startswith("kw_usk_")


def test_a_handler_of_the_applications_own_is_not_passed_over(kw):
    async def house_style(_request, error):
        return JSONResponse({"house": error.detail}, error.status_code, error.headers)

    application = FastAPI(exception_handlers={HTTPException: house_style})
    application.include_router(router)
    set_keywright(application, kw)
    response = TestClient(application).get("/invoices")
    assert (response.status_code, list(response.json())) == (401, ["house"])
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_lifespan_opens_the_store_and_closes_it(path):
    application = FastAPI(lifespan=lifespan(path))
    application.include_router(router)
    mounted = FastAPI()
    mounted.include_router(router)
    application.mount("/mounted", mounted)
    seen = []

    @application.get("/handle")
    async def handle(kw: Annotated[AsyncKeywright, Depends(get_keywright)]):
        seen.append(kw)

    with TestClient(application) as client:
        value = client.post("/keys").json()["value"]
        assert client.get("/either", headers=bearer(value)).json() == {"user": "alice"}
        assert client.get("/mounted/either", headers=bearer(value)).json() == {"user": "alice"}
        client.get("/handle")
        assert not seen[0].is_closed
    assert seen[0].is_closed
    with pytest.raises(RuntimeError, match="has no store"):
        TestClient(application).get("/invoices")


def test_a_lifespan_of_ones_own_opens_the_store_too(path):
    @asynccontextmanager
    async def own(application):
        async with open_store(application, path) as kw:
            await kw.user("alice").create_api_key("at the start")
            yield

    application = FastAPI(lifespan=own)
    application.include_router(router)
    with TestClient(application) as client:
        assert client.get("/invoices").status_code == 401
    with keywright.open(path, existing=True) as kw:
        assert len(kw.list_api_keys()) == 1


def test_the_handle_of_a_test_takes_the_place_of_the_store(kw, created, path):
    application = FastAPI(lifespan=lifespan(path, existing=True))
    application.include_router(router)
    set_keywright(application, kw)
    with TestClient(application) as client:
        assert client.get("/invoices", headers=bearer(created.value)).status_code == 200
    assert not kw.is_closed, "who opened it closes it"
    assert not path.exists()


def test_a_store_that_is_missing_stops_the_server_from_starting(path):
    application = FastAPI(lifespan=lifespan(path, existing=True))
    with pytest.raises(keywright.StorageUnavailableError), TestClient(application):
        pass


def test_a_relative_path_is_refused():
    with pytest.raises(keywright.InvalidArgumentError, match="absolute"):
        lifespan("keywright.db")


def test_a_websocket_is_refused_before_it_opens(kw, client, created):
    with client.websocket_connect("/stream", headers=bearer(created.value)) as socket:
        assert socket.receive_text() == "alice"
    for value, code in (("kw_usk_typo", 1008), (created.value, 1013)):
        if code == 1013:
            kw.close()
        with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/stream", headers=bearer(value)):
            pass
        assert refused.value.code == code
