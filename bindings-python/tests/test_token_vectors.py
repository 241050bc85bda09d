"""`parse` against `tests/vectors/token.json`."""

import keywright
import pytest
from keywright import _keywright as native
from support import vectors

CASES = vectors("token")["tests"]


def text_of(case):
    if "input" in case:
        return case["input"]
    if "input_hex" in case:
        return bytes.fromhex(case["input_hex"])
    return case["input_repeat"]["text"] * case["input_repeat"]["times"]


def test_every_case_is_answered_as_expected():
    for case in CASES:
        expect, text, place = case["expect"], text_of(case), f"test {case['id']} ({case['comment']})"
        if expect["valid"]:
            token = keywright.parse(text)
            assert token.prefix == expect["prefix"], place
            assert token.kind == expect["kind"], place
            assert str(token.id) == expect["uuid"], place
            assert token.last_four == expect["last_four"], place
            assert token.created_at_ms == expect["created_at_ms"], place
        else:
            assert native.parse(text) == (None, expect["cause"]), place
            with pytest.raises(keywright.InvalidArgumentError):
                keywright.parse(text)


def test_every_kind_has_a_case():
    assert {case["expect"].get("kind") for case in CASES} - {None} == set(keywright.TokenKind)
