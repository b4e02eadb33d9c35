"""Erasing on request: nothing of the import is left, not even in the file's bytes; all else stays as it was."""

import pickle

import duckdb
import pytest
from acting import acting
from erased import MARKER, bytes_of, marked_assessment, survey
from lakes import in_a_lake
from versioned import UNIT, save

from zi_metrics.store import erasure, tables
from zi_metrics.store.connection import Store
from zi_metrics.store.erasure import ERASURE_COLUMNS, KEPT, REASONS, NoSuchImport, erase_import, erasures, imports
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.register_tables import REGISTER_TABLES


def everything(store, but=()):
    """Every row of every table, in an order of its own."""
    with store.cursor() as cursor:
        return {
            n: sorted(map(repr, cursor.execute(f"FROM {n}").fetchall())) for n in own_tables(cursor) if n not in but
        }


def test_nothing_is_left_of_an_assessment_in_any_table_nor_in_the_files_bytes(full):
    store, impor = full
    assert MARKER.encode() in bytes_of(store)
    erased = erase_import(store, impor, "permintaan")
    assert erased.impor == 2 and erased.berkas == 1 and erased.bersih != in_a_lake(), "the restored copy goes, too"
    assert {"penilaian", "jawaban", "masukan", "temuan", "nilai_simpul", "skenario", "pencabutan", "pemulihan",
            "berkas", "berkas_pribadi", "unit_kerja", "impor"} <= set(erased.baris)  # fmt: skip
    assert not any(MARKER in row for rows in everything(store).values() for row in rows)
    assert MARKER.encode() not in bytes_of(store)
    store.close()
    assert MARKER.encode() not in store.path.read_bytes()
    again = Store(store.path)
    assert set(tables.unit_names(again)) == {UNIT, "Unit Lain"}
    again.close()


def test_nothing_is_left_of_a_survey(store):
    save(store, 0)
    survey(store, UNIT, "biasa")
    impor = survey(store, "Unit Terhapus", MARKER)
    erased = erase_import(store, impor, "data-pribadi")
    assert {"survei", "survei_jawaban", "komentar", "survei_hitung", "survei_responden", "impor"} <= set(erased.baris)
    assert MARKER.encode() not in bytes_of(store) and erased.bersih != in_a_lake()
    assert len(everything(store)["survei"]) == 1


def test_what_others_have_stays_row_by_row(full):
    store, _ = full
    kept = everything(store)
    _, impor = marked_assessment(store, "Unit Baru", number=1)
    erase_import(store, impor, "salah-unggah")
    after = everything(store)
    assert {t: r for t, r in after.items() if t not in KEPT} == {t: r for t, r in kept.items() if t not in KEPT}
    if not in_a_lake():
        # The rewritten tables still refuse what they refused.
        with store.cursor() as cursor, pytest.raises(duckdb.ConstraintException):
            cursor.execute("INSERT INTO unit_kerja FROM unit_kerja LIMIT 1")


def test_an_original_that_another_import_has_as_well_stays(store):
    content = f"{MARKER} bersama".encode()
    _, first = marked_assessment(store, "Unit A", content)
    _, second = marked_assessment(store, "Unit B", content)
    erased = erase_import(store, first, "perintah")
    assert (erased.berkas, erased.berkas_tetap) == (0, 1) and len(everything(store)["berkas"]) == 1
    assert erase_import(store, second, "perintah").berkas == 1 and everything(store)["berkas"] == []


def test_the_trace_says_that_and_when_not_what(full):
    store, impor = full
    erase_import(acting(store, "Admin"), impor, "permintaan")
    (row,) = erasures(store).to_dict("records")
    assert tuple(row) == ERASURE_COLUMNS and row["oleh"] == "Admin" and row["alasan"] == "permintaan"
    assert row["impor"] == 2 and row["baris"] > 100 and row["berkas"] == 1
    assert impor not in repr(row) and "Terhapus" not in repr(row) and MARKER not in repr(row)


def test_a_wrong_id_or_reason_changes_nothing(full):
    store, impor = full
    before = everything(store)
    with pytest.raises(NoSuchImport):
        erase_import(store, "tidak-ada", "permintaan")
    with pytest.raises(ValueError, match="permintaan"):
        erase_import(store, impor, f"karena {MARKER}")
    assert everything(store) == before and set(REASONS) >= {"permintaan", "perintah"}


@pytest.mark.parametrize("at", ["unit_kerja", "penilaian", "berkas"])
def test_a_failure_in_the_middle_leaves_everything(full, at, monkeypatch):
    store, impor = full
    before = everything(store)
    real = erasure._write_anew

    def failing(cursor, table):
        if table == at:
            raise duckdb.IOException("no space left on device")
        real(cursor, table)

    monkeypatch.setattr(erasure, "_write_anew", failing)
    with pytest.raises(duckdb.IOException):
        erase_import(store, impor, "permintaan")
    assert everything(store) == before


def test_every_table_that_names_an_import_is_either_erased_or_a_trace(store):
    """A table that a later migration adds is covered by its columns; one that names imports otherwise must be seen."""
    with store.cursor() as cursor:
        columns = cursor.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND table_name IN "
            "(SELECT table_name FROM duckdb_tables())"
        ).fetchall()
    owned = {table for table, column in columns if column in erasure._OWNERS}
    named = {
        table for table, column in columns if column.endswith("_id") and column[:-3] in {"impor", "penilaian", "survei"}
    }
    assert owned >= named - set(KEPT)
    # Everything else belongs to a unit, a file's shape, a file, or to nobody; a new name here has to be thought about.
    assert {table for table, _ in columns} - owned - set(KEPT) <= {
        "unit_kerja", "berkas", "berkas_pribadi", "pemetaan", "prasyarat", "migrasi",
        "pengguna", "peran", "simpul", "nama_unit", "gabungan",
            # What is done between two assessments, written by people, whatever becomes of an import.
            *REGISTER_TABLES, "pengaturan",
        "batas_pengusulan",
    }  # fmt: skip


def test_a_new_tables_rows_go_as_well(full):
    store, impor = full
    with store.transaction() as cursor:
        cursor.execute("CREATE TABLE tambahan (penilaian_id VARCHAR, isi VARCHAR)")
        cursor.execute("INSERT INTO tambahan SELECT penilaian_id, ? FROM penilaian WHERE impor_id = ?", [MARKER, impor])
    assert erase_import(store, impor, "permintaan").baris["tambahan"] == 1
    assert MARKER.encode() not in bytes_of(store)


def test_the_list_of_imports_tells_which_is_which(full):
    store, impor = full
    table = imports(store, "unit terhapus")
    assert impor in set(table["impor_id"]) and set(table["ada_asli"]) == {True}
    assert table.set_index("impor_id").loc[impor, "dicabut"] and len(imports(store)) >= 6
    assert pickle.dumps(table)


# Of a lake what is erased goes at once, and with it what somebody may be reading (`lake_care.forget_erased`).
@pytest.mark.file
def test_somebody_who_reads_meanwhile_loses_nothing_and_the_bytes_go_at_the_next_cleaning(full):
    store, impor = full
    with store.cursor() as reading:
        reading.begin()
        before = reading.execute("SELECT count(*) FROM jawaban").fetchone()
        erase_import(store, impor, "permintaan")
        assert reading.execute("SELECT count(*) FROM jawaban").fetchone() == before
        reading.rollback()
    assert erasure.write_over_free_space(store)
    assert MARKER.encode() not in bytes_of(store)
