"""What the tests of the store begin with."""

import shutil

import duckdb
import made_up
import oracle
import pytest
from old_databases import BEFORE_HIGHEST, database_as_of
from sharing import made_once
from two_units import made
from versioned import save

from zi_metrics.store.connection import Store


@pytest.fixture(scope="module")
def three_versions(tmp_path_factory):
    """A closed database with three versions of the unit's TPI answers, and another judge's and unit's."""
    path = tmp_path_factory.mktemp("versi") / "tiga.duckdb"
    filled = Store(path)
    for number in range(3):
        save(filled, number)
    save(filled, 3, penilai="unit")
    save(filled, 4, unit="Unit Lain")
    filled.close()
    return path


@pytest.fixture
def versioned_store(three_versions, tmp_path):
    """A store of this test's own with three versions."""
    opened = Store(shutil.copy(three_versions, tmp_path / "uji.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def instruments(tmp_path, monkeypatch):
    """The shipped instruments and one that no regulation knows; gives code -> raw file."""
    folder = made_up.use_with(tmp_path / "instrumen", monkeypatch, **{made_up.KODE: made_up.TEXT})
    return {path.stem: oracle.raw(path) for path in folder.glob("*.yaml")}


@pytest.fixture(scope="module")
def large_old_database(sample_file, tmp_path_factory):
    """An old database with so many rows that bringing it along takes a while."""
    path = tmp_path_factory.mktemp("besar") / "besar.duckdb"
    database_as_of(BEFORE_HIGHEST, sample_file, path)
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TEMP TABLE kali AS SELECT range AS i FROM range(60)")
        for table, column in (("penilaian", "unit_id || '-' || i AS unit_id, "), ("nilai_simpul", "")):
            old.execute(
                f"INSERT INTO {table} BY NAME SELECT t.* REPLACE ({column}penilaian_id || '-' || i AS penilaian_id) "
                f"FROM {table} t, kali"
            )
    return path


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
