"""What the tests of the care for the database begin with."""

import shutil
from pathlib import Path

import pytest

from zi_metrics.care.listener import Listener
from zi_metrics.store.connection import close_store, open_store


@pytest.fixture
def healthy(sample_path):
    """A database with the samples; what the process opens of it is closed afterwards."""
    yield sample_path
    close_store(sample_path)


@pytest.fixture
def full_path(full_file, tmp_path):
    """The same, of this test's own."""
    return Path(shutil.copy(full_file, tmp_path / "penuh.duckdb"))


@pytest.fixture
def listened(healthy):
    """A database with the samples that this process has open, as a dashboard does, and listens for."""
    open_store(healthy)
    ear = Listener(healthy)
    yield healthy
    ear.close()
