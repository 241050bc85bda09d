"""The tests of the application. Its store lives in memory, and its clock moves when a test says so."""

from datetime import timedelta

import pytest
from app import create_app


@pytest.fixture
def client(keywright_store):
    return create_app(keywright_store).test_client()


def test_an_expired_key_is_refused(client, keywright_store):
    created = keywright_store.user("alice").create_api_key("CI", scopes=["invoices:read"], expires_in=timedelta(days=90))
    headers = {"Authorization": f"Bearer {created.value}"}
    assert client.get("/invoices", headers=headers).json == ["A-1", "A-2"]
    keywright_store.clock.advance(days=91)
    response = client.get("/invoices", headers=headers)
    assert (response.status_code, response.json["code"]) == (401, "expired")


def test_a_user_makes_a_key_uses_it_and_revokes_it(client):
    assert client.post("/keys", data={"description": "laptop"}).status_code == 401
    client.post("/session", data={"user": "alice"})
    made = client.post("/keys", data={"description": "laptop"})
    assert made.status_code == 201
    headers = {"X-Api-Key": made.json["value"]}
    assert client.get("/invoices", headers=headers).json == ["A-1", "A-2"]
    assert client.delete(f"/keys/{made.json['api_key']['id']}").status_code == 204
    assert client.get("/invoices", headers=headers).json["code"] == "revoked"
    assert client.get("/invoices").json == ["A-1", "A-2"], "the session still reads"
