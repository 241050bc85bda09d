"""The exceptions: one class for each code, the same codes as in every language."""

import json
import pickle

import keywright
import pytest
from keywright import _keywright as native
from keywright import exceptions
from support import vectors

CODES = vectors("error-codes")


def test_every_code_has_one_class_and_every_class_is_exported():
    told = {entry["code"]: entry["retryable"] for entry in CODES["codes"]}
    assert {code: error.is_retryable for code, error in exceptions.BY_CODE.items()} == told
    for code, error in exceptions.BY_CODE.items():
        assert error.code == code
        assert issubclass(error, keywright.KeywrightError)
        assert getattr(keywright, error.__name__) is error


def test_every_reason_is_a_member_of_the_enum():
    assert [entry["reason"] for entry in CODES["reasons"]] == list(keywright.Reason)


def test_an_invalid_argument_is_a_value_error(kw):
    with pytest.raises(ValueError, match="description"):
        kw.user("alice").create_api_key("")


def test_denied_carries_the_verdict(kw):
    with pytest.raises(keywright.DeniedError) as denied:
        kw.require_valid("kw_usk_typo")
    assert denied.value.verdict.reason is keywright.Reason.MALFORMED
    assert denied.value.verdict.http().status == 401


def test_every_exception_says_how_to_answer_a_request(kw):
    for code, error in exceptions.BY_CODE.items():
        status, headers, body = error("in words").http()
        assert (status, json.loads(body)["code"]) == (503, code)
        assert ("Retry-After", "1") in headers
        assert "in words" not in body, "what went wrong is for the logs of the host"
    with pytest.raises(keywright.DeniedError) as denied:
        kw.require_valid("kw_usk_typo")
    assert denied.value.http() == denied.value.verdict.http()
    kw.close()
    with pytest.raises(keywright.ClosedError) as closed:
        kw.verify("kw_usk_typo")
    assert pickle.loads(pickle.dumps(closed.value)).http() == closed.value.http()


def test_the_cause_is_linked_and_not_pasted(tmp_path):
    with pytest.raises(keywright.StorageUnavailableError) as unavailable:
        keywright.open(tmp_path / "no" / "folder.db")
    cause = unavailable.value.__cause__
    assert cause is None or str(cause) not in str(unavailable.value)


def test_an_exception_survives_pickling(kw):
    for error in (keywright.NotFoundError("no such key"), keywright.ClosedError("closed")):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.code) == (type(error), str(error), error.code)
    with pytest.raises(keywright.DeniedError) as denied:
        kw.require_valid("typo")
    copy = pickle.loads(pickle.dumps(denied.value))
    assert copy.verdict == denied.value.verdict


def test_a_panic_becomes_an_exception_that_except_exception_catches(kw):
    # Only a build for development can be made to panic.
    if not hasattr(native, "panic_inside"):
        pytest.skip("a release has no way to panic on purpose")
    with pytest.raises(Exception) as caught:  # noqa: PT011 - that it is an Exception is the point
        native.panic_inside()
    assert type(caught.value) is keywright.InternalError
    assert kw.user("alice").create_api_key("still works").api_key.is_valid()
