"""Invoices over HTTP: keys for programs, sessions for people, and people make their own keys."""

import os
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from keywright import ApiKey, CreatedApiKey, InvalidArgumentError, NotFoundError, PermissionDeniedError, Verdict
from keywright.aio import AsyncKeywright
from keywright.fastapi import get_keywright, lifespan, require_api_key
from pydantic import BaseModel, Field
from sessions import make_token, user_of

INVOICES = {"alice": ["A-1", "A-2"], "bob": ["B-1"]}

STORE = Path(os.environ.get("STORE", Path(__file__).with_name("keywright.db"))).absolute()

app = FastAPI(title="Invoices", lifespan=lifespan(STORE, prefix="acme"))

Store = Annotated[AsyncKeywright, Depends(get_keywright)]
MayRead = Annotated[Verdict | None, Depends(require_api_key(scopes=["invoices:read"], accept="secret", optional=True))]


def signed_in(request: Request) -> str:
    """Returns the user of the session. Keys do not count here: a key must not make keys."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    user_id = user_of(token) if scheme.lower() == "bearer" else None
    if user_id is None:
        raise HTTPException(401, "sign in first", {"WWW-Authenticate": "Bearer"})
    return user_id


User = Annotated[str, Depends(signed_in)]


class SignIn(BaseModel):
    """Who signs in. A real one would ask for a password."""

    user: str = Field(pattern=r"^[a-z]{1,20}$")


class NewKey(BaseModel):
    """What a user says about a key to be made."""

    description: str


@app.post("/session")
async def sign_in(body: SignIn) -> dict[str, str]:
    """Signs a user in."""
    return {"token": make_token(body.user)}


@app.get("/invoices")
async def list_invoices(request: Request, verdict: MayRead) -> list[str]:
    """Lists the invoices of whoever asks: the owner of the key, or the user of the session."""
    user_id = verdict.user_id if verdict else signed_in(request)
    return INVOICES.get(user_id or "", [])


@app.post("/keys", status_code=201)
async def make_key(body: NewKey, user_id: User, kw: Store) -> CreatedApiKey:
    """Makes a key of the user. This is the one answer that holds the whole key."""
    narrowed = kw.acting_as(user_id, grantable_scopes=["invoices:read"])
    return await narrowed.user(user_id).create_api_key(body.description, scopes=["invoices:read"])


@app.get("/keys")
async def list_keys(user_id: User, kw: Store) -> list[ApiKey]:
    """Lists the keys of the user."""
    return await kw.acting_as(user_id).user(user_id).list_api_keys()


@app.delete("/keys/{key_id}", status_code=204)
async def revoke_key(key_id: str, user_id: User, kw: Store) -> None:
    """Ends a key of the user. Whoever does not own it is told that there is none."""
    try:
        await kw.acting_as(user_id).api_key(key_id).revoke(reason="by its owner")
    except (InvalidArgumentError, NotFoundError, PermissionDeniedError) as error:
        raise HTTPException(404, "there is no such key") from error
