"""A lake that several servers share keeps what a file keeps: nothing lost, nothing twice, and says what is wrong."""

import os
import shutil
import threading
import time
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from erased import MARKER, bytes_of, marked_assessment
from versioned import save

from zi_metrics.care.verification import verify_store
from zi_metrics.store import lake_connection, lake_database, lake_opening, tables
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import Store, close_store, open_store, why_failed
from zi_metrics.store.contents import contents
from zi_metrics.store.erasure import NOTHING_TO_WRITE_OVER, erase_import
from zi_metrics.store.lake import FOLDER_VARIABLE, STORE_VARIABLE, WAIT_VARIABLE, Lake, lake_in_use
from zi_metrics.store.lake_care import tidy
from zi_metrics.store.lake_unavailable import why_lake_unavailable
from zi_metrics.store.lost import marker
from zi_metrics.store.migrations import known_migrations
from zi_metrics.store.restore import begin_empty, restore_backup
from zi_metrics.store.unavailable import StoreUnavailable

GOOD = {STORE_VARIABLE: "danau", FOLDER_VARIABLE: "/srv/zi", "PGDATABASE": "zi"}


def rows_of(store):
    with store.cursor() as cursor:
        return contents(cursor)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({STORE_VARIABLE: "lautan"}, "harus berkas"),
        ({FOLDER_VARIABLE: ""}, FOLDER_VARIABLE),
        ({FOLDER_VARIABLE: "zi"}, "letak lengkap"),
        ({"PGDATABASE": ""}, "PGDATABASE"),
        ({"PGDATABASE": "host=x password=rahasia"}, "nama saja"),
        ({"PGDATABASE": "postgres://zi:rahasia@x/zi"}, "nama saja"),
        ({WAIT_VARIABLE: "0"}, WAIT_VARIABLE),
        ({WAIT_VARIABLE: "lama"}, WAIT_VARIABLE),
    ],
)
def test_wrong_settings_are_told_without_a_password(monkeypatch, wrong, said):
    for name, value in (GOOD | wrong).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreUnavailable, match=said) as told:
        lake_in_use()
    assert "rahasia" not in str(told.value)


def test_a_file_is_used_where_nothing_is_said(monkeypatch):
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert lake_in_use() is None
    monkeypatch.setenv(STORE_VARIABLE, "berkas")
    assert lake_in_use() is None


@pytest.mark.parametrize("name", ["ducklake", "postgres_scanner"])
def test_the_extensions_are_of_duckdbs_own_version(name):
    versions = [folder.name for folder in lake_connection.extension_file(name).parents[1].iterdir()]
    assert versions == [f"v{duckdb.__version__}"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            'Unable to connect to Postgres at "host=x password=rahasia": FATAL: password authentication failed',
            "menolak",
        ),
        ("connection to server failed: Connection refused", "tidak dapat dihubungi"),
        ("ERROR: canceling statement due to lock timeout", "belum selesai dalam 7 detik"),
        ("Cannot open file /srv/zi/data/x.parquet", "folder bersama"),
        ("sesuatu dengan sandi PALING-RAHASIA di dalamnya", "tidak dapat dipakai"),
        ("sesuatu password='rahasia' lain", "tidak dapat dipakai"),
    ],
)
def test_no_message_has_the_password(monkeypatch, error, said):
    monkeypatch.setenv("PGPASSWORD", "PALING-RAHASIA")
    monkeypatch.setenv("PGHOST", "katalog.instansi.test")
    text = why_lake_unavailable(
        Lake(Path("/srv/zi/zi.danau"), Path("/srv/zi/data"), "zi", 7), duckdb.IOException(error)
    )
    assert said in text and "rahasia" not in text.lower()


def test_two_servers_that_begin_at_once_lose_nothing_and_double_nothing(shared_lake):
    stored, lock = [], threading.Lock()

    def work(who):
        server = Store(shared_lake.place)
        for number in range(3):
            one = save(server, 10 * who + number)
            with lock:
                stored.append(one.versi)
        server.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored) == [1, 2, 3, 4, 5, 6]
    assert verify_store(open_store()).kerusakan == ()


def test_one_thread_works_on_a_question_also_after_many_rows(shared_lake):
    def threads():
        with server.cursor() as cursor:
            return cursor.execute("SELECT current_setting('threads')").fetchone()[0]

    server = Store(shared_lake.place)
    assert threads() == 1
    with server.writing_in_a_row():
        save(server, 1)
    assert threads() == 1
    server.close()


def test_a_commit_that_was_overtaken_is_refused_even_without_the_lock(shared_lake, monkeypatch):
    monkeypatch.setattr(lake_database, "locked", lambda connection: nullcontext())
    one, other = Store(shared_lake.place), Store(shared_lake.place)

    def overtaken():
        with one.transaction() as cursor:
            cursor.execute("SELECT count(*) FROM penilaian").fetchall()
            save(other, 1)
            cursor.execute("INSERT INTO pengaturan VALUES ('a', 1, 'b', 'c', now()::TIMESTAMP)")

    with pytest.raises(duckdb.Error) as refused:
        overtaken()
    assert "pada saat yang sama" in why_failed(refused.value, shared_lake.place)
    with other.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM pengaturan").fetchall() == [(0,)]
    assert len(tables.assessments(other)) == 1
    one.close()
    other.close()


def test_who_waits_too_long_for_another_server_is_told(shared_lake, monkeypatch):
    monkeypatch.setenv(WAIT_VARIABLE, "1")
    one, other = Store(shared_lake.place), Store(shared_lake.place)
    with one.transaction(), pytest.raises(duckdb.Error) as refused, other.transaction():
        pass
    assert "belum selesai dalam 1 detik" in why_failed(refused.value, shared_lake.place)
    # And then goes on.
    save(other, 1)
    one.close()
    other.close()


def test_what_another_server_stores_is_noticed_by_what_is_kept(shared_lake):
    one, other = Store(shared_lake.place), Store(shared_lake.place)
    before = tables.version(one)
    assert tables.version(one) == before
    save(other, 1)
    until = time.monotonic() + 60
    while tables.version(one) == before:
        assert time.monotonic() < until, "never noticed"
        time.sleep(0.05)
    assert len(tables.assessments(one)) == 1
    one.close()
    other.close()


def test_a_catalog_that_is_gone_is_told_and_used_again_when_it_is_back(shared_lake):
    store = open_store()
    save(store, 1)
    shared_lake.cluster.stop()
    try:
        for use in (lambda: tables.assessments(store), lambda: save(store, 2)):
            with pytest.raises(duckdb.Error) as gone:
                use()
            assert "tidak dapat dihubungi" in why_failed(gone.value, store.path)
        close_store(store.path)
        with pytest.raises(StoreUnavailable, match="tidak dapat dihubungi"):
            open_store()
    finally:
        shared_lake.cluster.start()
    # The same store, opened before, goes on.
    save(open_store(), 3)
    assert len(tables.assessments(open_store())) == 1
    assert verify_store(open_store()).kerusakan == ()


def test_an_instance_that_duckdb_has_given_up_is_opened_anew(shared_lake):
    store = open_store()
    first = store._database.connection
    with pytest.raises(duckdb.FatalException), store.cursor():
        raise duckdb.FatalException("database has been invalidated")
    save(store, 1)
    assert store._database.connection is not first and len(tables.assessments(store)) == 1


def test_a_lake_goes_into_a_file_and_a_file_into_a_lake_whole(shared_lake, full_file, tmp_path):
    source = Store(Path(shutil.copy(full_file, tmp_path / "asal.duckdb")))
    wanted = rows_of(source)
    with source.cursor() as cursor:
        backup = write_backup(cursor, source.path, BY_HAND)
    source.close()
    save(open_store(), 1)
    close_store()
    # Into the lake, whose content is put aside as a backup.
    restored = restore_backup(shared_lake.place, backup)
    assert rows_of(open_store()) == wanted
    assert restored.aside and list(restored.aside.glob("*.duckdb"))
    # And out again.
    with open_store().cursor() as cursor:
        back = write_backup(cursor, shared_lake.place, BY_HAND)
    target = tmp_path / "tujuan.duckdb"
    restore_backup(target, back)
    there = Store(target)
    assert rows_of(there) == wanted and verify_store(there).kerusakan == ()
    there.close()
    # What is put in the place of all is empty, and still a lake.
    begin_empty(shared_lake.place)
    assert tables.is_empty(open_store())


def test_a_damaged_backup_changes_nothing_in_a_lake(shared_lake):
    store = open_store()
    save(store, 1)
    with store.cursor() as cursor:
        backup = write_backup(cursor, store.path, BY_HAND)
    save(store, 2)
    backup.path.write_bytes(backup.path.read_bytes()[:-1] + b"x")
    before = rows_of(store)
    with pytest.raises(StoreUnavailable, match="rusak"):
        restore_backup(store.path, backup)
    assert rows_of(store) == before


def test_tidying_joins_files_beside_a_writer_and_changes_no_row(shared_lake):
    store, writer = open_store(), Store(shared_lake.place)
    for number in range(4):
        save(store, number)
    stray = shared_lake.folder / "data" / "main" / "jawaban" / "baru.parquet"
    shutil.copy(next(stray.parent.glob("*.parquet")), stray)
    before, failed = rows_of(store), []

    def write():
        try:
            save(writer, 5, unit="Unit Lain")
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    first = tidy(store)
    thread.join()
    assert failed == []
    after = rows_of(store)
    assert after["penilaian"].baris == before["penilaian"].baris + 1
    # Nobody is kept waiting for: old states go, their files with them, and a stray one only when it is old enough.
    second = tidy(store, kept=timedelta(0))
    assert rows_of(store) == after and verify_store(store).kerusakan == ()
    assert first and second and second.dihapus > 0 and (first.yatim, second.yatim) == (0, 0) and stray.exists()
    writer.close()


def test_other_servers_go_on_after_tidying(shared_lake):
    one, other = Store(shared_lake.place), Store(shared_lake.place)
    # Both have read of every table where its rows are.
    save(one, 0)
    save(other, 1)
    assert tidy(one)
    assert len(tables.assessments(other)) == 1 and save(other, 2).versi == 3
    one.close()
    other.close()


def test_a_server_that_knows_what_is_no_more_of_the_catalog_opens_it_anew(shared_lake, monkeypatch):
    with monkeypatch.context() as patch:
        # As lakes were made before: what is kept for tables' earlier forms is still there.
        patch.setattr(lake_opening, "settle", lambda connection: None)
        one, other = Store(shared_lake.place), Store(shared_lake.place)
    save(one, 0)
    save(other, 1)
    tidy(one)
    with pytest.raises(duckdb.Error) as told:
        tables.assessments(other)
    # DuckDB misses the table, or gives itself up over it, and each has its sentence.
    assert "Ulangi sebentar lagi" in why_failed(told.value, shared_lake.place)
    assert len(tables.assessments(other)) == 1 and save(other, 2).versi == 3
    one.close()
    other.close()


def test_every_table_of_a_lake_is_remembered_and_a_start_that_was_ended_leaves_no_row(shared_lake, monkeypatch):
    begun = lake_connection.own_columns

    def ended(cursor):
        monkeypatch.undo()
        # As if the process had ended with the rows in place: they are put there, and not taken away.
        columns = begun(cursor)
        for table in ("survei_jawaban", "pengguna", "rencana_aksi"):
            row = lake_connection._row(columns[table])
            cursor.execute(f"INSERT INTO {table} BY NAME SELECT {', '.join(f'{v} AS {c}' for c, v in row)}")
        raise KeyboardInterrupt

    monkeypatch.setattr(lake_connection, "own_columns", ended)
    with pytest.raises(KeyboardInterrupt):
        Store(shared_lake.place)
    store = Store(shared_lake.place)
    assert {name: one.baris for name, one in rows_of(store).items() if one.baris} == {
        "migrasi": len(known_migrations())
    }
    known = "SELECT count(*) FROM ducklake_table_stats JOIN ducklake_table USING (table_id) WHERE end_snapshot IS NULL"
    assert int(shared_lake.cluster.sql(known, shared_lake.name)) == len(rows_of(store))
    assert verify_store(store).kerusakan == ()
    store.close()


def test_a_file_needs_no_tidying(store):
    assert tidy(store) is None


def test_erased_rows_stand_in_no_file_of_the_lake_nor_in_its_catalog(shared_lake):
    store, other = open_store(), Store(shared_lake.place)
    save(store, 1)
    _, impor = marked_assessment(store, "Unit Terhapus")
    # What another server remembers of the tables does not come back with what it stores next.
    save(other, 2)
    assert MARKER.encode() in bytes_of(store)
    erased = erase_import(store, impor, "permintaan")
    assert not erased.bersih and erased.bekas == NOTHING_TO_WRITE_OVER
    assert MARKER.encode() not in bytes_of(store)
    save(other, 3)
    save(store, 4)
    assert MARKER.encode() not in bytes_of(store)
    assert len(tables.assessments(other)) == 1 and verify_store(store).kerusakan == ()
    other.close()


@pytest.mark.parametrize(
    "query",
    ["SELECT * FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO '{out}'", "ATTACH '{out}'", "INSTALL httpfs",
     "SELECT * FROM read_text('{folder}/data/../zi.danau.penanda')"],
)  # fmt: skip
def test_no_query_reaches_outside_the_lake(shared_lake, tmp_path, query):
    out = tmp_path / "luar"
    with pytest.raises(duckdb.Error), open_store().cursor() as cursor:
        cursor.execute(query.format(out=out, folder=shared_lake.folder))
    assert not out.exists()


def test_a_folder_of_another_lake_and_an_emptied_catalog_are_refused(shared_lake, monkeypatch):
    save(open_store(), 1)
    close_store()
    other = shared_lake.folder / "lain"
    other.mkdir()
    with monkeypatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(other))
        with pytest.raises(StoreUnavailable, match="belum terpasang"):
            open_store()
        patch.setenv(FOLDER_VARIABLE, str(other / "tidak ada"))
        with pytest.raises(StoreUnavailable, match="tidak ada"):
            open_store()
    assert marker(shared_lake.place).exists()
    shared_lake.cluster.drop(shared_lake.name)
    shared_lake.cluster.make(shared_lake.name)
    with pytest.raises(StoreUnavailable, match="pernah berisi"):
        open_store()
    assert os.environ["PGDATABASE"] == shared_lake.name
