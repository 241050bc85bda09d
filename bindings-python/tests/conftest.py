"""The stores that tests work on."""

import keywright
import pytest
from keywright.testing import open_for_tests


@pytest.fixture
def kw():
    with open_for_tests() as store:
        yield store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.db"


@pytest.fixture
def on_disk(path):
    with keywright.open(path) as store:
        yield store
