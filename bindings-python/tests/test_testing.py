"""What the package offers for tests of applications."""

from datetime import datetime, timedelta, timezone

import keywright
import pytest
from keywright.testing import open_for_tests


def test_an_application_expires_and_revokes_without_sleeping(keywright_store):
    kw = keywright_store
    created = kw.user("alice").create_api_key("CI", expires_in=timedelta(days=90))
    assert kw.verify(created.value)
    kw.clock.advance(days=91)
    assert kw.verify(created.value).reason is keywright.Reason.EXPIRED
    other = kw.user("alice").create_api_key("CI")
    other.api_key.revoke()
    assert kw.verify(other.value).reason is keywright.Reason.REVOKED


def test_the_clock_stands_still_until_it_is_moved():
    start = datetime(2030, 5, 1, 12, tzinfo=timezone.utc)
    with open_for_tests(start) as kw:
        assert kw.now() == kw.clock.now() == start
        kw.clock.advance(hours=1, minutes=1, seconds=1)
        kw.clock.advance(timedelta(milliseconds=5))
        assert kw.now() - start == timedelta(hours=1, minutes=1, seconds=1, milliseconds=5)
        kw.clock.set(start + timedelta(days=365))
        assert kw.acting_as("alice").now() == start + timedelta(days=365)
        with pytest.raises(keywright.InvalidArgumentError):
            kw.clock.advance(days=-1)


def test_a_real_store_has_no_movable_clock(on_disk):
    assert not hasattr(on_disk, "clock")
    assert abs(on_disk.now() - datetime.now(timezone.utc)) < timedelta(hours=1)
