"""The tests of the application. Its store lives in memory, and its clock moves when a test says so."""

from datetime import timedelta

import pytest
from app import app
from fastapi.testclient import TestClient
from keywright.fastapi import set_keywright


@pytest.fixture
def client(keywright_store):
    """The application on the store of `keywright.testing`; pytest finds that fixture by itself."""
    set_keywright(app, keywright_store)
    with TestClient(app) as client:
        yield client
    set_keywright(app, None)


@pytest.fixture
def session(client):
    token = client.post("/session", json={"user": "alice"}).json()["token"]
    return {"Authorization": f"Bearer {token}"}


def reason(response):
    return response.json()["code"]


def test_an_expired_key_is_refused_the_moment_it_ends(client, keywright_store):
    created = keywright_store.user("alice").create_api_key("CI", scopes=["invoices:read"], expires_in=timedelta(days=90))
    headers = {"X-Api-Key": created.value}
    assert client.get("/invoices", headers=headers).json() == ["A-1", "A-2"]
    keywright_store.clock.advance(days=90, seconds=-1)
    assert client.get("/invoices", headers=headers).status_code == 200
    keywright_store.clock.advance(seconds=1)
    response = client.get("/invoices", headers=headers)
    assert (response.status_code, reason(response)) == (401, "expired")


def test_a_user_makes_a_key_uses_it_and_revokes_it(client, session):
    made = client.post("/keys", json={"description": "laptop"}, headers=session)
    assert made.status_code == 201
    key = {"X-Api-Key": made.json()["value"]}
    assert client.get("/invoices", headers=key).json() == ["A-1", "A-2"]
    assert [one["description"] for one in client.get("/keys", headers=session).json()] == ["laptop"]

    key_id = made.json()["api_key"]["id"]
    assert client.delete(f"/keys/{key_id}", headers=session).status_code == 204
    response = client.get("/invoices", headers=key)
    assert (response.status_code, reason(response)) == (401, "revoked")


def test_nobody_revokes_the_key_of_another(client, session, keywright_store):
    of_bob = keywright_store.user("bob").create_api_key("CI", scopes=["invoices:read"])
    assert client.delete(f"/keys/{of_bob.api_key.id}", headers=session).status_code == 404
    assert client.get("/invoices", headers={"X-Api-Key": of_bob.value}).json() == ["B-1"]


def test_a_session_reads_invoices_too_and_a_key_makes_no_keys(client, session, keywright_store):
    assert client.get("/invoices", headers=session).json() == ["A-1", "A-2"]
    created = keywright_store.user("alice").create_api_key("CI", scopes=["invoices:read"])
    as_bearer = {"Authorization": f"Bearer {created.value}"}
    assert client.get("/invoices", headers=as_bearer).status_code == 200
    assert client.post("/keys", json={"description": "another"}, headers=as_bearer).status_code == 401


def test_a_key_without_the_scope_is_refused(client, keywright_store):
    created = keywright_store.user("alice").create_api_key("CI")
    response = client.get("/invoices", headers={"X-Api-Key": created.value})
    assert (response.status_code, reason(response)) == (403, "insufficient_scope")
