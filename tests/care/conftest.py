"""What the tests of the care for the database begin with."""

import pytest

from zi_metrics.store.connection import close_store


@pytest.fixture
def healthy(sample_path):
    """A database with the samples; what the process opens of it is closed afterwards."""
    yield sample_path
    close_store(sample_path)
