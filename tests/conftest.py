"""What several rooms' tests need: a store of their own, one filled with the sample portfolio, the app, no leftovers."""

import os
import shutil
from pathlib import Path

import psutil
import pytest
from agency import Agency, fill_agency
from forking import forks
from full_database import full_database
from screen_parts import app_on
from sharing import made_once

from zi_metrics.care.started import CARE_VARIABLE
from zi_metrics.reading import bounds, parent
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store
from zi_ui.warming import WARMING_VARIABLE

# For the servers and commands that tests start; see tools/project.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Seconds by the clock that a child which reads a file may take in tests, however busy the machine is.
PATIENCE = 600


@pytest.fixture(scope="session", autouse=True)
def patience():
    """No file is refused because the machine is busy: the server's clock gives its children longer than in use.

    What a child may take of the processor, MAX_SECONDS and one more, stays as it is, and it sets that limit itself;
    so a file that asks for too much work is ended all the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("MAX_SECONDS", "MAX_COLUMNS_SECONDS", "MAX_SECONDS_IN_QUEUE"):
            patch.setattr(bounds, limit, PATIENCE)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_care():
    """No database of a test is backed up by itself, nor listened for; who tests that begins it by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CARE_VARIABLE, "tidak")
        # Servers of tests are asked at once what a test is about.
        patch.setenv(WARMING_VARIABLE, "tidak")
        yield


@pytest.fixture
def store(tmp_path):
    """An empty store, closed afterwards."""
    opened = Store(tmp_path / "uji.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def run_folder(request, tmp_path_factory):
    """A folder of this run, the same for all its workers (with xdist each has its own one inside)."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def sample_file(run_folder):
    """A closed database file with the sample portfolio, made once in a run; copy it before writing."""

    def make(path):
        filled = Store(path)
        fill_with_samples(filled)
        filled.close()

    return made_once(run_folder, "contoh.duckdb", make)


@pytest.fixture(scope="session")
def full_file(run_folder):
    """A closed database file with rows in every table, made once in a run; copy it before writing."""
    return made_once(run_folder, "penuh.duckdb", full_database)


@pytest.fixture(scope="session")
def agency_file(run_folder):
    """A closed database file with the agency, made once in a run."""
    return made_once(run_folder, "instansi.duckdb", fill_agency)


@pytest.fixture
def agency(agency_file, tmp_path):
    """An agency of this test's own."""
    path = Path(shutil.copy(agency_file, tmp_path / "instansi.duckdb"))
    yield Agency(path)
    close_store(path)


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


@pytest.fixture
def nothing_left_behind(tmp_path, monkeypatch):
    """Afterwards no process that reads files is left, and no file of theirs."""
    monkeypatch.setattr(parent.tempfile, "tempdir", str(tmp_path))
    yield
    assert psutil.Process().children() == []
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def forking():
    """Has the product read files by forks of one child that has started already: use as a context. See `forks`."""
    with forks() as patched:
        yield patched


@pytest.fixture
def app(monkeypatch):
    """Start the app on a database and go to a page."""
    opened = []

    def start(database, page="ringkasan", **parameters):
        monkeypatch.setenv(DATABASE_VARIABLE, str(database))
        opened.append(database)
        return app_on(parameters, page).run()

    yield start
    for database in opened:
        close_store(database)
