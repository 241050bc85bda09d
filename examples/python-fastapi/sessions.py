"""Stands for the sign-in that you have: tokens as a JSON Web Token has them, signed with HMAC-SHA-256."""

import base64
import hashlib
import hmac
import json
import secrets

#: Made anew at every start, so that this example has no secret in it. Yours is kept somewhere.
KEY = secrets.token_bytes(32)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _signature(signed: str) -> str:
    return _text(hmac.digest(KEY, signed.encode(), hashlib.sha256))


def make_token(user_id: str) -> str:
    """Signs a user in."""
    header, payload = ({"alg": "HS256", "typ": "JWT"}, {"sub": user_id})
    signed = ".".join(_text(json.dumps(part).encode()) for part in (header, payload))
    return f"{signed}.{_signature(signed)}"


def user_of(token: str) -> str | None:
    """Returns who is signed in with a token; None when it is none of ours."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(signed), signature):
        return None
    payload = signed.partition(".")[2]
    user_id: str = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]
    return user_id
