"""Invoices over HTTP: keys for programs, a session cookie for people, and people make their own keys."""

import os
import secrets
from pathlib import Path

from flask import Blueprint, Flask, abort, request, session
from keywright import InvalidArgumentError, Keywright, NotFoundError, PermissionDeniedError
from keywright.flask import Extension, get_keywright, get_verdict, require_api_key
from werkzeug.datastructures import WWWAuthenticate

INVOICES = {"alice": ["A-1", "A-2"], "bob": ["B-1"]}

views = Blueprint("invoices", __name__)


def create_app(keywright: Keywright | None = None) -> Flask:
    """Makes the application; a test gives it a store of its own."""
    app = Flask(__name__)
    # Made anew at every start, so that this example has no secret in it. Yours is kept somewhere.
    app.secret_key = secrets.token_bytes(32)
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    store = Path(os.environ.get("STORE", Path(__file__).with_name("keywright.db"))).absolute()
    app.config["KEYWRIGHT"] = {"STORE": store, "PREFIX": "acme"}
    Extension(app, keywright=keywright)
    app.register_blueprint(views)
    return app


def signed_in() -> str:
    """Returns the user of the session. Keys do not count here: a key must not make keys."""
    user_id: str | None = session.get("user")
    if user_id is None:
        abort(401, www_authenticate=WWWAuthenticate("bearer"))
    return user_id


@views.post("/session")
def sign_in():
    """Signs a user in. A real one would ask for a password."""
    session["user"] = request.form["user"]
    return {}


@views.get("/invoices")
@require_api_key(scopes=["invoices:read"], accept="secret", optional=True)
def list_invoices():
    """Lists the invoices of whoever asks: the owner of the key, or the user of the session."""
    verdict = get_verdict()
    return INVOICES.get(verdict.user_id if verdict else signed_in(), [])


@views.post("/keys")
def make_key():
    """Makes a key of the user. This is the one answer that holds the whole key."""
    user_id = signed_in()
    narrowed = get_keywright().acting_as(user_id, grantable_scopes=["invoices:read"])
    created = narrowed.user(user_id).create_api_key(request.form["description"], scopes=["invoices:read"])
    return created.to_dict(), 201


@views.delete("/keys/<key_id>")
def revoke_key(key_id):
    """Ends a key of the user. Whoever does not own it is told that there is none."""
    try:
        get_keywright().acting_as(signed_in()).api_key(key_id).revoke(reason="by its owner")
    except (InvalidArgumentError, NotFoundError, PermissionDeniedError):
        abort(404)
    return "", 204
