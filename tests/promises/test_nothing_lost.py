"""What is confirmed is stored whole and stays; what fails leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time

import duckdb
import pytest
from acting import acting
from messy_survey.generator import make_survey
from places import READY, ROOT

from zi_metrics.lke.importing import ImportRefused, Label, prepare, store_prepared
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.migrations import NewerDatabase, known_migrations, migrate
from zi_metrics.store.unavailable import StoreUnavailable
from zi_metrics.surveys.importing import SurveyLabel, prepare_survey
from zi_metrics.upload import store_upload

# A seed of the survey generator whose file leaves nothing open.
TOLD_SURVEY = 4
LABEL = Label("Unit Uji", 2026, "tpi")
TABLES = ("unit_kerja", "berkas", "impor", "penilaian", "jawaban", "masukan", "temuan", "nilai_simpul")


def row_counts(store):
    with store.cursor() as cursor:
        return {t: cursor.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}


def test_an_import_keeps_where_each_answer_came_from(store, prepared):
    (stored,) = store_prepared(acting(store, "Penguji"), [(prepared, LABEL)])
    (row,) = tables.assessments(store).to_dict("records")
    assert (row["unit"], row["tahun"], row["penilai"], row["versi"]) == ("Unit Uji", 2026, "tpi", 1)
    assert row["oleh"] == "Penguji" and row["nama_berkas"] == READY["lengkap"].name and len(row["sha256"]) == 64
    assert tables.original_file(store, row["sha256"]) == READY["lengkap"].read_bytes()
    answers = tables.answers(store, stored.penilaian_id).set_index("kode")
    assert len(answers) == 113 and (answers["lembar"] == "LKE ZI").all()
    assert answers.loc["P.1.i.a", "sel"] == "K7"
    counts = tables.counts(store, stored.penilaian_id)
    assert counts[(counts["kode"] == "R.1.i.a")]["sel"].tolist() == ["K127", "K128"]


def test_the_same_file_twice_changes_nothing_and_says_so(store, prepared):
    (first,) = store_prepared(store, [(prepared, LABEL)])
    before = row_counts(store)
    (again,) = store_prepared(store, [(prepared, LABEL)])
    assert first.new and not again.new and again.penilaian_id == first.penilaian_id
    assert row_counts(store) == before


def test_a_newer_file_makes_a_version_and_the_older_one_stays(store, prepared):
    store_prepared(store, [(prepared, LABEL)])
    half = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    (second,) = store_prepared(store, [(half, LABEL)])
    assert second.versi == 2
    (current,) = tables.assessments(store).to_dict("records")
    assert current["penilaian_id"] == second.penilaian_id
    assert row_counts(store)["penilaian"] == 2 and row_counts(store)["jawaban"] == 226


def test_names_of_a_unit_that_differ_in_case_and_spaces_are_one_unit(store, prepared):
    store_prepared(store, [(prepared, LABEL)])
    store_prepared(store, [(prepared, Label("  unit   UJI ", 2025, "unit"))])
    assert tables.unit_names(store) == ["Unit Uji"]


def test_a_failure_in_the_middle_leaves_nothing(store, prepared, monkeypatch):
    import zi_metrics.store.assessments as module

    real = module.insert_columns

    def failing(cursor, table, columns):
        if table == "nilai_simpul":
            raise duckdb.Error("disk full")
        real(cursor, table, columns)

    monkeypatch.setattr(module, "insert_columns", failing)
    with pytest.raises(duckdb.Error):
        store_prepared(store, [(prepared, LABEL)])
    assert set(row_counts(store).values()) == {0}
    monkeypatch.undo()
    store_prepared(store, [(prepared, LABEL)])
    assert row_counts(store)["penilaian"] == 1


def test_bad_labels_are_refused_all_at_once_and_nothing_is_stored(store, prepared):
    with pytest.raises(ImportRefused) as refused:
        store_prepared(store, [(prepared, Label("", 1999, "bpk"))])
    assert len(refused.value.problems) == 3
    assert set(row_counts(store).values()) == {0}


def test_two_people_at_once_get_two_versions(store, prepared):
    half = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    results, errors = [], []

    def save(item):
        try:
            results.extend(store_prepared(store, [(item, LABEL)]))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=save, args=(item,)) for item in (prepared, half)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and sorted(r.versi for r in results) == [1, 2]


@pytest.mark.file
def test_a_killed_import_leaves_whole_versions_only(tmp_path):
    database = tmp_path / "mati.duckdb"
    script = (
        "import sys, pathlib\n"
        "from zi_metrics.lke.importing import prepare, store_prepared, Label\n"
        "from zi_metrics.store.connection import open_store\n"
        "item = prepare('uji.xlsx', pathlib.Path(sys.argv[2]).read_bytes())\n"
        "store = open_store(sys.argv[1])\n"
        "for year in range(2014, 2027):\n"
        "    for judge in ('unit', 'tpi', 'tpn'):\n"
        "        store_prepared(store, [(item, Label('Unit Uji', year, judge))])\n"
        "        print(year, judge, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(database), str(READY["lengkap"])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    confirmed = [child.stdout.readline() for _ in range(4)]
    # Into the middle of the next one; any moment will do.
    time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    confirmed += child.stdout.readlines()
    child.wait()
    store = Store(database)
    counts = row_counts(store)
    store.close()
    assert counts["penilaian"] >= len(confirmed) >= 4
    assert counts["jawaban"] == 113 * counts["penilaian"] and counts["nilai_simpul"] == 178 * counts["penilaian"]


@pytest.mark.file
def test_a_database_in_use_elsewhere_is_explained(tmp_path):
    database = tmp_path / "dipakai.duckdb"
    script = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('ok', flush=True); sys.stdin.read()"
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline().strip() == "ok"
    try:
        with pytest.raises(StoreUnavailable, match="sedang dipakai program lain"):
            Store(database)
    finally:
        child.communicate()


@pytest.mark.file
def test_a_file_that_is_no_database_is_explained(tmp_path):
    path = tmp_path / "bukan.duckdb"
    path.write_bytes(b"bukan basis data" * 100)
    with pytest.raises(StoreUnavailable, match="bukan basis data DuckDB"):
        Store(path)


def test_migrations_apply_once_in_order_and_are_recorded(tmp_path):
    connection = duckdb.connect(str(tmp_path / "m.duckdb"))
    numbers = [m.number for m in known_migrations()]
    assert migrate(connection) == numbers and migrate(connection) == []
    assert [r[0] for r in connection.execute("SELECT nomor FROM migrasi ORDER BY nomor").fetchall()] == numbers


def test_a_failing_migration_leaves_the_schema_as_it_was(tmp_path):
    folder = tmp_path / "migrasi"
    folder.mkdir()
    (folder / "0001_baik.sql").write_text("CREATE TABLE a (x INTEGER)")
    (folder / "0002_rusak.sql").write_text("CREATE TABLE b (x INTEGER); CREATE TABLE a (x INTEGER)")
    connection = duckdb.connect(str(tmp_path / "m.duckdb"))
    with pytest.raises(duckdb.Error):
        migrate(connection, folder)
    names = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert names == {"a", "migrasi"}


@pytest.mark.file
def test_a_database_of_a_newer_version_is_not_touched(tmp_path):
    path = tmp_path / "baru.duckdb"
    Store(path).close()
    connection = duckdb.connect(str(path))
    connection.execute("INSERT INTO migrasi VALUES (999, 'nanti', now())")
    connection.close()
    with pytest.raises(NewerDatabase, match="versi aplikasi yang lebih baru"):
        Store(path)


def test_readers_and_a_writer_at_once_see_whole_assessments(sample_store, prepared):
    wrong = []

    def read():
        for _ in range(30):
            table = tables.assessments(sample_store)
            scores = tables.node_scores(sample_store, table["penilaian_id"], ["A", "B"])
            if len(scores) != 2 * len(table):
                wrong.append((len(scores), len(table)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for year in range(2015, 2022):
        store_prepared(sample_store, [(prepared, Label("Unit Uji", year, "unit"))])
    for reader in readers:
        reader.join()
    assert not wrong


def test_nothing_to_import_is_no_import(store):
    assert save_imports(store, []) == []
    assert set(row_counts(store).values()) == {0}


def test_assessments_and_surveys_of_one_upload_are_stored_together_or_not_at_all(store, prepared, monkeypatch):
    made = make_survey(TOLD_SURVEY)
    (survey,) = prepare_survey(made.file_name, made.content)
    label = SurveyLabel("Unit Uji", 2026)
    before = row_counts(store)

    def refuse(*_):
        raise duckdb.Error("penuh")

    with monkeypatch.context() as patched:
        patched.setattr(stored_surveys, "_write", refuse)
        with pytest.raises(duckdb.Error):
            store_upload(store, [(prepared, LABEL)], [(survey, label)])
    assert row_counts(store) == before
    stored, surveyed = store_upload(store, [(prepared, LABEL)], [(survey, label)])
    assert stored[0].new and surveyed[0].new
    assert len(tables.assessments(store)) == 1 and len(stored_surveys.surveys(store)) == 1


def test_a_transaction_inside_another_is_a_part_of_it_and_others_wait(store):
    def fails_after_an_inner_one():
        with store.transaction() as outer:
            with store.transaction() as inner:
                assert inner is outer
                inner.execute("INSERT INTO pencabutan VALUES ('x', now()::TIMESTAMP, 'Penguji', 'uji')")
            raise RuntimeError("after the inner one")

    with pytest.raises(RuntimeError, match="after the inner one"):
        fails_after_an_inner_one()
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM pencabutan").fetchone() == (0,)
