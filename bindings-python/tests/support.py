"""What several tests need."""

import json
from pathlib import Path

from keywright import HttpAnswer, Reason

ROOT = Path(__file__).parents[2]


def vectors(name):
    """Reads the vectors that all languages share."""
    return json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


#: A token as sessions have it: three parts, and no key.
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"


def bearer(value):
    """Returns the headers of a request with a bearer token."""
    return {"Authorization": f"Bearer {value}"}


class Limited:
    """A verdict as limits will give it."""

    valid, reason = False, Reason.RATE_LIMITED

    def http(self):
        headers = [("Retry-After", "7"), ("Content-Type", "application/problem+json")]
        return HttpAnswer(429, headers, '{"detail": "slow"}')
