"""A lake of which a part is gone, or that somebody changed: a backup is restored into it, or nothing is touched and it
is said where to restore it instead.
"""

import os
import shutil

import pytest
from lake_servers import SharedLake, rows_of_all
from screen_parts import app_on, as_read
from versioned import UNIT

from zi_metrics.store.connection import close_store, open_store
from zi_metrics.store.own_tables import own_tables, own_views
from zi_metrics.store.restore import begin_empty, restore_backup
from zi_metrics.store.unavailable import StoreUnavailable


def in_the_lake(*statements):
    store = open_store()
    with store.transaction() as cursor:
        for statement in statements:
            cursor.execute(statement)


def file_of(lake, table):
    return next((lake.folder / "data" / "main" / table).glob("*.parquet"))


def without_a_file(lake):
    file_of(lake, "jawaban").unlink()


def with_half_a_file(lake):
    path = file_of(lake, "jawaban")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_the_data(lake):
    shutil.rmtree(lake.folder / "data")


def without_a_table(_lake):
    in_the_lake("DROP VIEW penilaian_titik", "DROP TABLE nilai_simpul")


def without_a_column(_lake):
    in_the_lake("ALTER TABLE jawaban DROP COLUMN catatan")


def of_another_program(_lake):
    without_any_table(_lake)
    in_the_lake("CREATE TABLE pegawai (nama VARCHAR)")


def without_any_table(_lake):
    with open_store().cursor() as cursor:
        views, tables = own_views(cursor), own_tables(cursor)
    in_the_lake(*(f"DROP VIEW {name}" for name in views), *(f"DROP TABLE {name}" for name in tables))


def without_a_part_of_the_catalog(lake):
    lake.cluster.sql("DROP TABLE ducklake_data_file", lake.name)


def without_what_names_the_catalog(lake):
    lake.cluster.sql("DROP TABLE ducklake_metadata", lake.name)


def with_an_emptied_catalog(lake):
    lake.cluster.drop(lake.name)
    lake.cluster.make(lake.name)


def as_it_lies(lake):
    """Everything of a lake: its files, and its catalog's rows."""
    files = {path: path.read_bytes() for path in lake.folder.rglob("*") if path.is_file()}
    folders = {path for path in lake.folder.rglob("*") if path.is_dir() and path != lake.folder / "data"}
    return files, folders, lake.cluster.sql("SELECT schema_to_xml('public', true, false, '')", lake.name)


@pytest.mark.parametrize(
    ("ruin", "said"),
    [
        (without_a_file, "tidak terbaca"),
        (with_half_a_file, "tidak dapat dipakai"),
        (without_the_data, "tidak terbaca"),
        (without_a_table, "tidak lengkap: tabel nilai_simpul"),
        (without_a_column, "tidak lengkap: kolom jawaban.catatan"),
        (of_another_program, r"milik program lain \(pegawai\)"),
        (without_a_part_of_the_catalog, "tidak dapat dipakai"),
        (without_what_names_the_catalog, "tidak dapat dipakai"),
    ],
)
def test_what_cannot_be_put_aside_is_left_as_it_is(whole_lake, copied_lake, ruin, said):
    _, backup, _ = whole_lake
    ruin(copied_lake)
    close_store()
    before = as_it_lies(copied_lake)
    for restore in (lambda: restore_backup(copied_lake.place, backup), lambda: begin_empty(copied_lake.place)):
        with pytest.raises(StoreUnavailable, match=said) as told:
            restore()
        assert "tidak diubah" in str(told.value) and "createdb" in str(told.value)
        assert as_it_lies(copied_lake) == before


def test_a_lake_that_loses_a_file_while_the_app_runs_is_told_on_the_page(copied_lake):
    open_store()
    for path in (copied_lake.folder / "data" / "main" / "nilai_simpul").glob("*.parquet"):
        path.unlink()
    (told,) = [as_read(error.value) for error in app_on({"unit": UNIT}, "unit_kerja").run().error]
    assert "Sebagian folder bersama" in told and str(copied_lake.folder) in told
    assert "kesalahan aplikasi" not in told


def test_a_backup_of_a_damaged_lake_is_restored_elsewhere_as_is_said(whole_lake, copied_lake, cluster, tmp_path):
    _, backup, wanted = whole_lake
    without_a_file(copied_lake)
    before = as_it_lies(copied_lake)
    new = SharedLake(cluster, f"baru_{os.getpid()}", tmp_path / "baru")
    with new.here():
        assert restore_backup(new.place, backup).aside is None
        assert rows_of_all() == wanted
    new.remove()
    assert as_it_lies(copied_lake) == before


@pytest.mark.parametrize(
    ("ruin", "said"),
    [(without_any_table, "tidak berisi satu tabel pun"), (with_an_emptied_catalog, "tidak ada lagi di server katalog")],
)
def test_an_emptied_lake_is_never_begun_anew_in_silence_and_takes_a_backup(whole_lake, copied_lake, ruin, said):
    _, backup, wanted = whole_lake
    ruin(copied_lake)
    close_store()
    with pytest.raises(StoreUnavailable, match=said) as told:
        open_store()
    assert "restore" in str(told.value)
    assert restore_backup(copied_lake.place, backup).aside is None
    assert rows_of_all() == wanted
