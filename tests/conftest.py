"""What several tests need: a store of their own, and one filled with the sample portfolio."""

import shutil
from pathlib import Path

import pytest
from browsing import chromium, serving
from places import PAGES, ROOT
from streamlit.testing.v1 import AppTest

from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store


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


@pytest.fixture
def app(monkeypatch):
    """Start the app on a database and go to a page."""
    opened = []

    def start(database, page="ringkasan", **parameters):
        monkeypatch.setenv(DATABASE_VARIABLE, str(database))
        opened.append(database)
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        test.query_params.update({key: str(value) for key, value in parameters.items()})
        test.run()
        if page != "ringkasan":
            test.switch_page(PAGES[page])
            for key, value in parameters.items():
                test.query_params[key] = str(value)
            test.run()
        return test

    yield start
    for database in opened:
        close_store(database)
