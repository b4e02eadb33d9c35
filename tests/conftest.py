"""What several rooms' tests need: a store of their own, one filled with the sample portfolio, the app, no leftovers."""

import os
import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psutil
import pytest
from agency import Agency, fill_agency
from forking import forks
from full_database import full_database
from lake_servers import SharedLake
from lakes import Cluster, Lakes, in_a_lake, use
from screen_parts import app_on
from sharing import made_once
from two_units import made

from zi_metrics import as_of
from zi_metrics.care.started import CARE_VARIABLE
from zi_metrics.reading import bounds, parent
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store
from zi_ui.warming import WARMING_VARIABLE

# Seconds by the clock that a file may wait for its turn in tests, however busy the machine is.
PATIENCE = 600
# The one that stays: it has read nothing.
READY = parent._ready
_numbers = count()


@pytest.fixture(scope="session", autouse=True)
def patience():
    """No file is refused because others wait for the machine, too: its turn is waited for longer than in use.

    What a child may take is told in time of the processor and stays as it is.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "MAX_SECONDS_IN_QUEUE", PATIENCE)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_care():
    """No database of a test is backed up by itself, nor listened for; who tests that begins it by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CARE_VARIABLE, "tidak")
        # Servers of tests are asked at once what a test is about.
        patch.setenv(WARMING_VARIABLE, "tidak")
        yield


def pytest_collection_modifyitems(items):
    """What is about the database file itself has nothing to say of a lake."""
    if in_a_lake():
        for item in items:
            if item.get_closest_marker("file"):
                item.add_marker(pytest.mark.skip(reason="about the database file itself"))


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL server of this run's own."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture
def shared_lake(cluster, tmp_path):
    """An empty lake that this process is a server of, as its settings say."""
    made = SharedLake(cluster, f"bersama_{os.getpid()}_{next(_numbers)}", tmp_path / "bersama")
    with made.here():
        yield made
    made.remove()


@pytest.fixture(scope="session", autouse=in_a_lake())
def lakes(cluster, tmp_path_factory):
    """In a run over lakes, every store is one."""
    with pytest.MonkeyPatch.context() as patch:
        made = Lakes(cluster, tmp_path_factory.mktemp("danau"))
        if in_a_lake():
            use(made, patch)
        yield made


@pytest.fixture(autouse=in_a_lake())
def lakes_of_a_test(request, lakes, tmp_path):
    """Its lakes go with it."""
    yield
    lakes.forget(tmp_path)


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
def two_units_file(run_folder):
    """A closed database in which two units have a row in every table, made once in a run."""
    return made_once(run_folder, "dua.duckdb", made)


@pytest.fixture
def two_units(two_units_file, tmp_path):
    """A store of this test's own with two units that have a row in every table."""
    opened = Store(shutil.copy(two_units_file, tmp_path / "dua.duckdb"))
    yield opened
    opened.close()


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
    # Those that go on: of plans, which an earlier test asked for.
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    stays = before | ({READY.pid} if READY else set())
    assert [child.pid for child in psutil.Process().children(recursive=True) if child.pid not in stays] == []
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def child_program(monkeypatch):
    """Has files read by a child that runs another program, given as its text."""

    def run(program):
        monkeypatch.setattr(parent, "_ready", None)
        monkeypatch.setattr(parent, "_START_CHILD", program)

    return run


@pytest.fixture
def forking():
    """Has the product read files by forks of one child that has started already: use as a context. See `forks`."""
    with forks() as patched:
        yield patched


class _RecordedDay(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 11, 29, 12, tzinfo=tz or UTC)


@pytest.fixture
def on_the_recorded_day(monkeypatch):
    """What hangs on today's date is of the day when figures were recorded, however long ago that is."""
    monkeypatch.setattr(as_of, "datetime", _RecordedDay)


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
