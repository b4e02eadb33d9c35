"""What the tests of files that go out are made of."""

import pytest
from somebody import told_store


@pytest.fixture
def told(tmp_path):
    """A store in which somebody's name, address and words stand wherever people write."""
    store = told_store(tmp_path / "orang.duckdb")
    yield store
    store.close()
