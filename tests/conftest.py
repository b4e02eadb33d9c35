"""What several tests need: a store of their own, and one filled with the sample portfolio."""

import shutil
from pathlib import Path

import pytest
from browsing import ROOT, chromium, serving

from zi_metrics.sample import fill_with_samples
from zi_metrics.store.connection import Store

READY = {
    "lengkap": ROOT / "data" / "contoh" / "LKE Contoh 01 2026 TPI (lengkap).xlsx",
    "setengah": ROOT / "data" / "contoh" / "LKE Contoh 02 2026 TPI (setengah terisi).xlsx",
}


@pytest.fixture
def store(tmp_path):
    """An empty store, closed afterwards."""
    opened = Store(tmp_path / "uji.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory):
    """A closed database file with the sample portfolio; copy it before writing."""
    path = tmp_path_factory.mktemp("contoh") / "contoh.duckdb"
    filled = Store(path)
    fill_with_samples(filled)
    filled.close()
    return path


@pytest.fixture
def sample_path(sample_file, tmp_path):
    """A database file of this test's own with the sample portfolio."""
    return Path(shutil.copy(sample_file, tmp_path / "contoh.duckdb"))


@pytest.fixture
def sample_store(sample_path):
    """A store of this test's own with the sample portfolio."""
    opened = Store(sample_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the journeys of one file; other tests count the processes that are left."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(sample_file, tmp_path_factory):
    """The address of a server on the sample portfolio, for the tests of one file."""
    database = tmp_path_factory.mktemp("server") / "contoh.duckdb"
    shutil.copy(sample_file, database)
    with serving(database) as (address, _):
        yield address
