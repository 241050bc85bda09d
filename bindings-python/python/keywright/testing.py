"""A store for tests of your own: in memory, with a clock that stands still until you move it.

It takes no path, so a real store can never get a movable clock.

Example:
    >>> from datetime import timedelta
    >>> from keywright.testing import open_for_tests
    >>> kw = open_for_tests()
    >>> created = kw.user("alice").create_api_key("CI", expires_in=timedelta(days=90))
    >>> kw.clock.advance(days=91)
    >>> kw.verify(created.value).reason
    <Reason.EXPIRED: 'expired'>
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from keywright import _keywright as native
from keywright._store import Keywright

__all__ = ["Clock", "TestKeywright", "open_for_tests"]


class Clock:
    """The time of a store for tests."""

    __slots__ = ("_native",)

    def __init__(self, clock: native.TestClock) -> None:
        self._native = clock

    def now(self) -> datetime:
        """Returns what the clock shows."""
        return self._native.now()

    def advance(
        self,
        duration: timedelta = timedelta(),
        /,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Moves the clock forward.

        Args:
            duration: By so much, and
            days: by so many days, and
            hours: by so many hours, and
            minutes: by so many minutes, and
            seconds: by so many seconds.

        Raises:
            InvalidArgumentError: The sum is negative; `set` moves the clock back.
        """
        self._native.advance(duration + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def set(self, now: datetime) -> None:
        """Makes the clock show an instant.

        Args:
            now: An aware datetime.
        """
        self._native.set(now)

    def __repr__(self) -> str:
        return f"<Clock now={self.now().isoformat()}>"


class TestKeywright(Keywright):
    """A handle whose clock can be moved. Handles made from it share that clock."""

    __test__ = False  # pytest would take the class for tests
    __slots__ = ("clock",)

    clock: Clock


def open_for_tests(now: datetime = datetime(2027, 1, 1, tzinfo=timezone.utc)) -> TestKeywright:
    """Opens a store in memory whose clock stands still.

    Args:
        now: What the clock shows at first.

    Example:
        >>> from keywright.testing import open_for_tests
        >>> open_for_tests().now().year
        2027
    """
    opened, clock = native.open_for_tests(now)
    keywright = TestKeywright(opened)
    keywright.clock = Clock(clock)
    return keywright
