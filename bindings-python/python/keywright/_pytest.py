"""The fixture that pytest finds once the package is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keywright.testing import TestKeywright


@pytest.fixture
def keywright_store() -> Iterator[TestKeywright]:
    """A store in memory whose clock stands still until the test moves it; closed after the test."""
    # Only now: pytest loads this file in every project of the environment, also where nobody asks for the fixture.
    from keywright.testing import open_for_tests  # noqa: PLC0415

    with open_for_tests() as keywright:
        yield keywright
