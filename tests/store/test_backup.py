"""A backup is taken of the open database while others read and write, holds one moment's rows, and is checked."""

import os
import threading

import duckdb
import pytest
from bad_databases import fill, mounted
from lakes import in_a_lake, looked_into
from old_databases import database_as_of
from versioned import save

from zi_metrics.store import backup as module
from zi_metrics.store.backup import BackupFailed, check_backup, write_backup
from zi_metrics.store.backup_folder import BEFORE_MIGRATION, BY_HAND, FOLDER_VARIABLE, backups, note_of, read_backup
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import catalog, contents, qualified
from zi_metrics.store.migrations import known_migrations
from zi_metrics.store.schema import make_schema
from zi_metrics.store.unavailable import StoreUnavailable


def back_up(store):
    with store.cursor() as cursor:
        return write_backup(cursor, store.path, BY_HAND)


def test_a_backup_holds_every_row_index_and_view(sample_store):
    made = back_up(sample_store)
    with sample_store.cursor() as cursor, duckdb.connect(str(made.path), read_only=True) as copy:
        assert contents(copy) == contents(cursor) == made.note.isi
        if in_a_lake():
            # Its backup is a file, as the same migrations make one: with indexes, and told in other words.
            with duckdb.connect() as fresh:
                make_schema(fresh, len(known_migrations()))
                assert catalog(copy) == catalog(fresh)
        else:
            assert catalog(copy) == catalog(cursor)
        assert {kind for kind, _ in catalog(copy)} == {"tabel", "indeks", "tampilan"}
        # By another road than hashes: the rows themselves.
        for table in made.note.isi:
            rows = [sorted(map(repr, one.execute(f"FROM {table}").fetchall())) for one in (cursor, copy)]
            assert rows[0] == rows[1], table
    assert made.note.skema == len(known_migrations()) and check_backup(made) == []
    assert read_backup(made.path) == made == backups(sample_store.path)[0]


def test_nobody_else_reads_a_backup(store):
    made = back_up(store)
    if os.name != "nt":
        assert made.path.stat().st_mode & 0o077 == 0 and made.path.parent.stat().st_mode & 0o077 == 0


def test_a_backup_holds_one_moment_while_others_write(store):
    save(store, 0)
    stop, made = threading.Event(), []

    def write():
        number = 1
        while not stop.is_set():
            save(store, number % 10, unit=f"Unit {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(store) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    sizes = []
    for backup in made:
        assert check_backup(backup) == []
        isi = backup.note.isi
        # Each import is whole in it: as many answers and scores as the assessments have.
        assert isi["jawaban"].baris == 113 * isi["penilaian"].baris == 113 * isi["impor"].baris
        assert isi["nilai_simpul"].baris == 178 * isi["penilaian"].baris
        sizes.append(isi["penilaian"].baris)
    assert sizes == sorted(sizes)
    with store.cursor() as cursor:
        assert contents(cursor)["penilaian"].baris >= sizes[-1]


def test_a_backup_is_of_the_whole_database_whatever_a_session_sees_of_it(sample_store):
    with sample_store.cursor() as cursor:
        cursor.execute(f"CREATE TEMP VIEW penilaian AS SELECT * FROM {qualified(cursor, 'penilaian')} LIMIT 1")
        assert cursor.execute("SELECT count(*) FROM penilaian").fetchone() == (1,)
        made = write_backup(cursor, sample_store.path, BY_HAND)
    assert made.note.isi["penilaian"].baris > 100


def test_what_was_changed_afterwards_is_told(sample_store):
    made = back_up(sample_store)
    whole = made.path.read_bytes()
    middle = len(whole) // 2
    made.path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    assert check_backup(made) == ["berkasnya tidak lagi seperti saat ditulis (SHA-256 berbeda)"]
    made.path.write_bytes(whole[:middle])
    assert check_backup(made) != []
    made.path.unlink()
    assert "tidak ditemukan" in check_backup(made)[0]
    assert backups(sample_store.path) == []


def test_a_backup_that_is_not_what_was_read_is_thrown_away(sample_store, monkeypatch):
    real = module.copy_rows

    def loses_rows(source, target, table):
        real(source, target, table)
        if table == "jawaban":
            target.execute("DELETE FROM jawaban WHERE rowid = 7")

    monkeypatch.setattr(module, "copy_rows", loses_rows)
    with pytest.raises(BackupFailed, match="tabel jawaban berisi"):
        back_up(sample_store)
    assert list((sample_store.path.parent / "cadangan").iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(sample_store, tmp_path, monkeypatch):
    with mounted(tmp_path / "disk", 4) as disk:
        monkeypatch.setenv(FOLDER_VARIABLE, str(disk / "cadangan"))
        with pytest.raises(BackupFailed, match="disknya penuh"):
            back_up(sample_store)
        # Also when the room is taken while it is written.
        monkeypatch.setattr(module, "_refuse_without_room", lambda *_: fill(disk))
        with pytest.raises(BackupFailed, match=r"disknya penuh|tidak dapat ditulisi"):
            back_up(sample_store)
        assert [path.name for path in (disk / "cadangan").iterdir()] == []
    monkeypatch.undo()
    assert check_backup(back_up(sample_store)) == []


def test_before_a_migration_what_is_stored_is_backed_up(sample_file, tmp_path):
    path = tmp_path / "lama.duckdb"
    database_as_of(5, sample_file, path)
    Store(path).close()
    (backup,) = backups(path)
    assert (backup.note.jenis, backup.note.skema) == (BEFORE_MIGRATION, 5) and check_backup(backup) == []
    if not in_a_lake():
        # And the file has the format now whose log is guarded; the earlier one is kept.
        (aside,) = tmp_path.glob("lama.duckdb.disisihkan-*")
        assert (aside / "lama.duckdb").exists()
    Store(path).close()
    assert len(backups(path)) == 1, "nothing to migrate, nothing to back up"


def test_a_new_database_needs_no_backup(tmp_path):
    Store(tmp_path / "baru.duckdb").close()
    assert backups(tmp_path / "baru.duckdb") == []


def test_without_room_for_the_backup_nothing_is_migrated(sample_file, tmp_path, monkeypatch):
    path = tmp_path / "lama.duckdb"
    database_as_of(5, sample_file, path)
    with mounted(tmp_path / "disk", 1) as disk:
        monkeypatch.setenv(FOLDER_VARIABLE, str(disk))
        with pytest.raises(StoreUnavailable, match=r"belum diperbarui.*disknya penuh.*ZI_CADANGAN"):
            Store(path)
    with looked_into(path) as old:
        assert old.execute("SELECT max(nomor) FROM migrasi").fetchone() == (5,)
    monkeypatch.undo()
    Store(path).close()


def test_a_note_that_is_not_ours_is_no_backup(store):
    made = back_up(store)
    for text in ("", "{", "[]", '{"waktu": 1}', "null", note_of(made.path).read_text().replace("+00:00", "")):
        note_of(made.path).write_text(text)
        assert read_backup(made.path) is None and backups(store.path) == []


def test_databases_of_one_name_share_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "bersama"))
    for name in ("satu", "dua"):
        store = Store(tmp_path / name / "zi.duckdb")
        save(store, 0 if name == "satu" else 1)
        back_up(store)
        store.close()
    for name in ("satu", "dua"):
        (one,) = backups(tmp_path / name / "zi.duckdb")
        assert one.note.basis_data == str(tmp_path / name / "zi.duckdb")
