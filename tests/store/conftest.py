"""What the tests of the store begin with."""

import os
import shutil
import subprocess
import sys

import duckdb
import made_up
import oracle
import pytest
from erased import MARKER, marked_assessment, survey
from lake_servers import SharedLake, rows_of_all
from moments import seen_moments
from old_databases import BEFORE_HIGHEST, database_as_of
from places import ROOT
from trails import TRAIL_LENGTH
from versioned import save

from zi_metrics.scope import Person, everything
from zi_metrics.store import database as databases
from zi_metrics.store import tables
from zi_metrics.store.audit import Entry
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import Store, open_store
from zi_metrics.store.personal_originals import PersonalPart, record_personal
from zi_metrics.store.scenarios import save_scenario
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, save_nodes
from zi_metrics.store.versions import restore, withdraw_import

# Stores the samples of a few units, and is gone before the log of changes is folded into the file.
_KILLED = """
import os, sys
from pathlib import Path
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.checkpoints import Checkpoints
from zi_metrics.store.connection import Store, open_store
from kill_operations import few_samples
Checkpoints.fold_in = lambda self, cursor: None
store = Store(Path(sys.argv[1]))
few_samples(store)
os._exit(9)
"""


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


@pytest.fixture(scope="module")
def tampered(tmp_path_factory):
    """A connection with a trail of some length, `asli`, without the keys of a store: who writes the file needs none."""
    store = Store(tmp_path_factory.mktemp("jejak") / "jejak.duckdb")
    for number in range(TRAIL_LENGTH):
        who = store.seen_by(everything(Person(f"{number % 3}@instansi.test", f"Orang {number % 3}")))
        file = ("berkas.xlsx", "ab" * 32) if number % 2 else (None, None)
        who.record(Entry("impor_lke", f"unit {number % 4}", f"LKE {number}", None, {"versi": number}, *file))
    with store.cursor() as cursor:
        rows = cursor.execute("FROM catatan_audit ORDER BY nomor").to_arrow_table()
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        connection.execute("CREATE TABLE asli AS FROM rows")
        yield connection
    store.close()


@pytest.fixture
def full(store):
    """A store with other units' data, and one import with a scenario, a withdrawal and a restored copy upon it."""
    for number in range(3):
        save(store, number)
    save(store, 4, unit="Unit Lain")
    survey(store, "Unit Lain", "biasa")
    judged, impor = marked_assessment(store, "Unit Terhapus")
    save_scenario(store, judged, f"skenario {MARKER}", {"P.1.i.a": "A"})
    record_personal(store, tables.assessments(store).set_index("unit").loc["Unit Terhapus", "sha256"],
                    [PersonalPart(MARKER, "nik", True)])  # fmt: skip
    withdraw_import(store, impor, MARKER)
    restore(store, judged)
    with store.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return store, impor


@pytest.fixture
def killed(tmp_path):
    """A database that was killed right after a commit."""
    path = tmp_path / "zi.duckdb"
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == 9 and path.with_name("zi.duckdb.wal").exists()
    return path


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory):
    """A closed database without an assessment, to copy."""
    path = tmp_path_factory.mktemp("kosong") / "kosong.duckdb"
    Store(path).close()
    return path


@pytest.fixture
def unworked(store):
    """A store with two units, in the tree too, whose registers are empty."""
    save_nodes(store, [TreeNode("Kantor Uji", "unit"), TreeNode("Kantor Lain", "unit")])
    with store.transaction() as cursor:
        for unit in ("Kantor Uji", "Kantor Lain"):
            cursor.execute("INSERT INTO unit_kerja VALUES (?, ?, false, now())", [unit_key(unit), unit])
    return store


@pytest.fixture(scope="module")
def whole_lake(cluster, tmp_path_factory):
    """A closed lake to be copied, a backup of what it once held, and what is in the backup."""
    made = SharedLake(cluster, f"utuh_{os.getpid()}", tmp_path_factory.mktemp("utuh") / "bersama")
    with made.here():
        save(open_store(), 1)
        wanted = rows_of_all()
        with open_store().cursor() as cursor:
            backup = write_backup(cursor, made.place, BY_HAND)
        save(open_store(), 2)
    yield made, backup, wanted
    made.remove()


@pytest.fixture
def copied_lake(whole_lake, cluster, tmp_path):
    """A copy of it that this process is a server of."""
    made = SharedLake(cluster, f"rusak_{os.getpid()}", tmp_path / "bersama", copied=whole_lake[0])
    with made.here():
        yield made
    made.remove()


@pytest.fixture
def large(monkeypatch, store):
    """A database that counts as large, as far as it is a file."""
    monkeypatch.setattr(databases, "_SMALL_BYTES", 0)
    with store.writing_in_a_row():
        pass
    return store


@pytest.fixture
def two_servers(shared_lake, monkeypatch):
    """(one that looks, one that writes); what was seen holds for no time."""
    monkeypatch.setattr("zi_metrics.store.lake_database._UNSEEN", 0.0)
    looking, writing = Store(shared_lake.place), Store(shared_lake.place)
    yield looking, writing
    looking.close()
    writing.close()


@pytest.fixture(scope="module")
def moments(tmp_path_factory):
    """The checkpoints after a few stored assessments, each from before to after."""
    return seen_moments(tmp_path_factory.mktemp("saat"))
