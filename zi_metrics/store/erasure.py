"""Erasing an import on request: the only thing that deletes rows. Its trace says that something went, not what.

Everywhere else a change is a new row. Here an import goes with all that came from it: its rows in every table, what was
restored from it, scenarios upon it, and its original file where no other import has the same one. What is deleted
would still stand in the database file, in rows marked as deleted and in blocks that are free; so the tables are
written anew, and the free blocks written over. Backups made before hold it until they rotate away.
"""

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import duckdb
import pandas as pd

from zi_metrics.scope import Act
from zi_metrics.store import audit, tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.lake import in_lake
from zi_metrics.store.lake_care import forget_erased
from zi_metrics.store.migrations import roll_back
from zi_metrics.store.own_tables import own_columns

# Why something may be erased: a code, as a text of its own could repeat what was to go.
REASONS = {
    "permintaan": "permintaan orang yang datanya termuat",
    "data-pribadi": "memuat data pribadi yang tidak boleh disimpan",
    "salah-unggah": "berkas yang tidak seharusnya diunggah",
    "perintah": "perintah pejabat yang berwenang",
}
# Columns that say what a row belongs to. Where a table has several, a row goes by any of them.
_OWNERS = ("impor_id", "penilaian_id", "dari_penilaian_id", "survei_id")
# Tables that name imports and stay: traces of what was done, without contents.
KEPT = ("penghapusan", "catatan_audit")
# Where a row is one of several that mean one thing: (table, column of the whole). A scenario goes with its versions.
_WHOLES = {"skenario": "skenario_id"}
_ORIGINALS = "berkas"
_FILLER, _FILLER_ROW, _MOST_ROUNDS = "pengisi_ruang_kosong", 256 * 1024, 8
BACKUPS_HOLD_IT = (
    "Cadangan yang dibuat sebelumnya masih memuatnya, sampai cadangan itu diganti yang baru atau ditulis ulang."
)
# Where nothing was written over, what to do (Indonesian); of a lake, that nothing can be.
NOT_WRITTEN_OVER = (
    "Barisnya sudah tidak ada, tetapi bekasnya di berkas basis data belum ditimpa karena sedang dipakai. Ulangi saat "
    "tidak ada yang memakainya: python -m zi_metrics erase --bersihkan."
)
NOTHING_TO_WRITE_OVER = (
    "Barisnya sudah tidak ada dan berkas yang memuatnya sudah dihapus dari folder bersama. Bekasnya di disk folder "
    "bersama dan server katalog tidak dapat ditimpa dari sini; itu urusan pengelola disk dan PostgreSQL (VACUUM)."
)


class NoSuchImport(KeyError):
    """There is no import with this id."""


@dataclass(frozen=True)
class Erased:
    """What was erased.

    impor: imports, those restored from it included
    baris: table -> rows that went
    berkas: originals that went; berkas_tetap: originals that stay, as another import has the same file
    bersih: whether the database file was written over as well, so that nothing of it can be found there
    bekas: what is left of it then, and what to do (Indonesian); '' when nothing is
    """

    impor: int
    baris: dict[str, int]
    berkas: int
    berkas_tetap: int
    bersih: bool
    bekas: str = ""


def erase_import(store: Store, impor_id: str, alasan: str) -> Erased:
    """Remove an import and everything that came from it, in one transaction; then write over where it stood.

    alasan: a key of REASONS.
    Raises NoSuchImport, ValueError for another reason, NotAllowed, duckdb.Error when the database refuses (nothing is
    gone then).
    """
    if alasan not in REASONS:
        raise ValueError(f"alasan: {', '.join(REASONS)}")
    with store.write(Act.HAPUS_DATA) as change:
        cursor = change.cursor
        imports = _imports_of(cursor, impor_id)
        columns = owned_columns(cursor)
        files, units = _files_of(cursor, imports), _units_of(cursor, imports)
        about = _ids_of(cursor, imports)
        gone = _delete_rows(cursor, columns, imports)
        erased_files = [sha for sha in files if not _is_used(cursor, sha)]
        for table in (_ORIGINALS, "berkas_pribadi"):
            gone[table] = delete_where(cursor, table, "sha256", erased_files)
        nothing_left = _units_of_nothing(cursor, columns, units)
        gone["unit_kerja"] = delete_where(cursor, "unit_kerja", "unit_id", nothing_left)
        # The trail goes on saying that something was done, and by whom; not any more to what.
        emptied = audit.erase_contents(cursor, about, erased_files, nothing_left)
        gone = {table: count for table, count in gone.items() if count}
        cursor.execute(
            "INSERT INTO penghapusan (penghapusan_id, waktu, oleh, alasan, impor, baris, berkas) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [uuid.uuid4().hex, utc_now(), change.oleh, alasan, len(imports),
             sum(gone.values()), gone.get(_ORIGINALS, 0)],
        )  # fmt: skip
        change.record(
            None,
            "impor dihapus atas permintaan",
            sesudah={"alasan": alasan, "impor": len(imports), audit.EMPTIED: emptied},
        )
        for table in [*gone, *(["catatan_audit"] if emptied else [])]:
            _write_anew(cursor, table)
    clean = write_over_free_space(store)
    kept = gone.get(_ORIGINALS, 0)
    return Erased(len(imports), gone, kept, len(files) - len(erased_files), clean, "" if clean else left_of(store))


def left_of(store: Store) -> str:
    """What is left of erased rows where nothing was written over, and what to do (Indonesian)."""
    with store.cursor() as cursor:
        return NOTHING_TO_WRITE_OVER if in_lake(cursor) else NOT_WRITTEN_OVER


ERASURE_COLUMNS = ("penghapusan_id", "waktu", "oleh", "alasan", "impor", "baris", "berkas")


def erasures(store: Store) -> pd.DataFrame:
    """What was erased so far, latest first. Columns: ERASURE_COLUMNS (waktu in UTC; counts of imports, rows, files)."""
    columns = ", ".join(ERASURE_COLUMNS)
    return tables.read(store, f"SELECT {columns} FROM penghapusan ORDER BY waktu DESC, penghapusan_id")


IMPORT_COLUMNS = ("impor_id", "waktu", "unit", "tahun", "isi", "nama_berkas", "ada_asli", "dicabut")


def imports(store: Store, unit: str | None = None) -> pd.DataFrame:
    """The imports (of one unit, by its name), latest first, to choose the one that is to go.

    Columns: IMPORT_COLUMNS (isi: the judge's or survey's code; ada_asli: its original is kept; dicabut: withdrawn).
    """
    return tables.read(store, tables.named_query("imports"), {"unit": unit})


def write_over_free_space(store: Store) -> bool:
    """Bring all into the database file and write over its free blocks; False where others at work prevent it, and in a
    lake, whose files are deleted instead: where they stood, on the folder's and the server's disks, nobody can write.

    May be called again at any time; it changes nothing that is stored.
    """
    with store.cursor() as cursor:
        lake = in_lake(cursor)
    if lake:
        forget_erased(store)
        return False
    fillers = [f"{_FILLER}_{number}" for number in range(_MOST_ROUNDS)]
    with store.alone() as cursor:
        try:
            _drop(store, cursor, fillers)
            left = _free_blocks(cursor)
            # A checkpoint frees blocks of its own, so that one round may not do.
            for filler in fillers:
                cursor.begin()
                cursor.execute(f"CREATE TABLE {filler} (isi BLOB)")
                # Rows of a block's size, of which nothing can be made shorter.
                for _ in range(left + 1):
                    cursor.execute(f"INSERT INTO {filler} VALUES (?)", [os.urandom(_FILLER_ROW)])
                cursor.commit()
                store.fold_in(cursor)
                if not (left := _free_blocks(cursor)):
                    break
        except duckdb.TransactionException:
            left = -1
            roll_back(cursor)
        with suppress(duckdb.Error):
            _drop(store, cursor, fillers)
    store.forget_copies()
    return left == 0


def _drop(store: Store, cursor: duckdb.DuckDBPyConnection, fillers: Sequence[str]) -> None:
    for filler in fillers:
        cursor.execute(f"DROP TABLE IF EXISTS {filler}")
    store.fold_in(cursor)


def _free_blocks(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(only_row(cursor, "SELECT free_blocks FROM pragma_database_size()")[0])


def _imports_of(cursor: duckdb.DuckDBPyConnection, impor_id: str) -> list[str]:
    """The import and those whose assessments are copies of its own, or that its own are copies of: the same content."""
    if not only_row(cursor, "SELECT count(*) FROM impor WHERE impor_id = ?", [impor_id])[0]:
        raise NoSuchImport(impor_id)
    found, fresh = {impor_id}, [impor_id]
    pairs = cursor.execute(
        "SELECT a.impor_id, b.impor_id FROM pemulihan JOIN penilaian a USING (penilaian_id) "
        "JOIN penilaian b ON b.penilaian_id = dari_penilaian_id"
    ).fetchall()
    while fresh:
        near = {b for a, b in pairs if a in fresh} | {a for a, b in pairs if b in fresh}
        fresh = list(near - found)
        found |= near
    return sorted(found)


def owned_columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The columns of every table that may hold a part of an import."""
    return {table: set(columns) for table, columns in own_columns(cursor).items() if table not in KEPT}


def _files_of(cursor: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> list[str]:
    query = (
        "SELECT DISTINCT sha256 FROM impor JOIN berkas USING (sha256) "
        "WHERE impor_id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    )
    return [sha for (sha,) in cursor.execute(query, [list(imports)]).fetchall()]


def _ids_of(cursor: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> list[str]:
    """The assessments and surveys of some imports."""
    query = (
        "SELECT penilaian_id FROM penilaian WHERE impor_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) "
        "UNION ALL SELECT survei_id FROM survei WHERE impor_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))"
    )
    return [one for (one,) in cursor.execute(query, {"ids": list(imports)}).fetchall()]


def _delete_rows(
    cursor: duckdb.DuckDBPyConnection, columns: dict[str, set[str]], imports: Sequence[str]
) -> dict[str, int]:
    ids = {"impor_id": list(imports)}
    for table, key in (("penilaian", "penilaian_id"), ("survei", "survei_id")):
        query = f"SELECT {key} FROM {table} WHERE impor_id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        ids[key] = [one for (one,) in cursor.execute(query, [list(imports)]).fetchall()]
    ids["dari_penilaian_id"] = ids["penilaian_id"]
    gone: dict[str, int] = {}
    for table, names in sorted(columns.items()):
        gone[table] = 0
        for owner in _OWNERS:
            if owner not in names:
                continue
            if whole := _WHOLES.get(table):
                query = f"SELECT DISTINCT {whole} FROM {table} WHERE {owner} IN (SELECT unnest(CAST(? AS VARCHAR[])))"
                wholes = [one for (one,) in cursor.execute(query, [ids[owner]]).fetchall()]
                gone[table] += delete_where(cursor, table, whole, wholes)
            else:
                gone[table] += delete_where(cursor, table, owner, ids[owner])
    return gone


def _is_used(cursor: duckdb.DuckDBPyConnection, sha256: str) -> bool:
    return bool(only_row(cursor, "SELECT count(*) FROM impor WHERE sha256 = ?", [sha256])[0])


def _units_of(cursor: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> list[str]:
    query = (
        "SELECT DISTINCT unit_id FROM (SELECT unit_id, impor_id FROM penilaian UNION SELECT unit_id, impor_id FROM "
        "survei) WHERE impor_id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    )
    return [one for (one,) in cursor.execute(query, [list(imports)]).fetchall()]


def _units_of_nothing(
    cursor: duckdb.DuckDBPyConnection, columns: dict[str, set[str]], units: Sequence[str]
) -> list[str]:
    """Those units of which nothing is left in any table: a name may be what had to go."""
    others = [table for table, names in columns.items() if "unit_id" in names and table != "unit_kerja"]
    left = " ".join(f"AND NOT EXISTS (FROM {table} x WHERE x.unit_id = u.unit_id)" for table in sorted(others))
    query = f"SELECT unit_id FROM unit_kerja u WHERE unit_id IN (SELECT unnest(CAST(? AS VARCHAR[]))) {left}"
    return [one for (one,) in cursor.execute(query, [list(units)]).fetchall()]


def delete_where(cursor: duckdb.DuckDBPyConnection, table: str, column: str, values: Sequence[str]) -> int:
    """Delete rows by a column; gives how many. table, column: of the schema."""
    query = f"DELETE FROM {table} WHERE {column} IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    return int(only_row(cursor, query, [list(values)])[0]) if values else 0


def _write_anew(cursor: duckdb.DuckDBPyConnection, table: str) -> None:
    """Put a copy of a table in its place, with its columns and indexes: deleted rows stay behind in the old one.

    In a lake it is its catalog where they do: the first and the last of a column's texts stay noted there as long as
    the table does. Of the originals, which are large and no texts, only the files go (`forget_erased`).
    """
    if table == _ORIGINALS and in_lake(cursor):
        return
    (sql,) = only_row(
        cursor,
        "SELECT sql FROM duckdb_tables() WHERE table_name = ? AND database_name = current_database() AND NOT temporary",
        [table],
    )
    indexes = cursor.execute(
        "SELECT sql FROM duckdb_indexes() WHERE table_name = ? AND database_name = current_database()", [table]
    ).fetchall()
    copy = f"{table}_baru"
    cursor.execute(sql.replace(table, copy, 1))
    cursor.execute(f"INSERT INTO {copy} BY NAME FROM {table}")
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE {copy} RENAME TO {table}")
    for (index,) in indexes:
        cursor.execute(index)
