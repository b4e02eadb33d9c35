"""Whether what is stored is whole: kept files are what was imported, nothing refers to what is not there, no gaps.

Each check is a function in `CHECKS`; whoever adds a table that refers to others adds its lines to `_REFERENCES`, and
whoever keeps a promise of another kind adds a check.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb

from zi_metrics.store import audit
from zi_metrics.store.contents import qualified
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.register_tables import REGISTER_TABLES


@dataclass(frozen=True)
class Damage:
    """One thing that is not as it must be.

    pokok: what it is about: a table, or a table and a key ("berkas 3f2a…")
    pesan: what is wrong with it (Indonesian)
    """

    pokok: str
    pesan: str


# A table's column, and the table and column where each of its values must be.
_REFERENCES = (
    ("penilaian", "impor_id", "impor", "impor_id"),
    ("penilaian", "unit_id", "unit_kerja", "unit_id"),
    ("jawaban", "penilaian_id", "penilaian", "penilaian_id"),
    ("masukan", "penilaian_id", "penilaian", "penilaian_id"),
    ("temuan", "penilaian_id", "penilaian", "penilaian_id"),
    ("nilai_simpul", "penilaian_id", "penilaian", "penilaian_id"),
    # Every assessment has scores, and with them its answers were written.
    ("penilaian", "penilaian_id", "nilai_simpul", "penilaian_id"),
    ("pencabutan", "impor_id", "impor", "impor_id"),
    ("pemulihan", "penilaian_id", "penilaian", "penilaian_id"),
    ("pemulihan", "dari_penilaian_id", "penilaian", "penilaian_id"),
    ("prasyarat", "unit_id", "unit_kerja", "unit_id"),
    ("skenario", "unit_id", "unit_kerja", "unit_id"),
    ("skenario", "dari_penilaian_id", "penilaian", "penilaian_id"),
    *((table, "unit_id", "unit_kerja", "unit_id") for table in REGISTER_TABLES),
    ("survei", "impor_id", "impor", "impor_id"),
    ("survei", "unit_id", "unit_kerja", "unit_id"),
    *(
        (table, "survei_id", "survei", "survei_id")
        for table in (
            *("survei_pertanyaan", "survei_taraf", "survei_jawaban", "survei_hitung", "survei_hitung_kelompok"),
            *("survei_responden", "survei_momen", "survei_nrr", "survei_temuan", "komentar", "survei_dilayani"),
        )
    ),
)
# Tables whose rows are numbered 1, 2, 3 … among those that share these columns.
_VERSIONS = {
    "penilaian": ("unit_id", "tahun", "penilai"),
    "survei": ("unit_id", "tahun", "jenis", "periode"),
    "prasyarat": ("unit_id", "tahun", "kode"),
    "skenario": ("skenario_id",),
    "pemetaan": ("sidik",),
    "pengguna": ("pengguna_id",),
    "peran": ("peran_id",),
    "simpul": ("simpul_id",),
    "gabungan": ("unit_id",),
    "batas_pengusulan": ("tahun",),
    **{table: ("baris_id",) for table in REGISTER_TABLES},
    "pengaturan": ("kunci",),
}
# Of these an erasure on request may have taken versions away.
_ERASABLE = ("penilaian", "survei", "skenario")
# Files are read so many at a time.
_FILES = 16


def kept_files(cursor: duckdb.DuckDBPyConnection) -> Iterator[Damage]:
    """Each kept original has the size and the SHA-256 that were noted when it was imported."""
    if "berkas" not in own_tables(cursor):
        return
    name = qualified(cursor, "berkas")
    keys = [key for (key,) in cursor.execute(f"SELECT sha256 FROM {name} ORDER BY ALL").fetchall()]
    for first in range(0, len(keys), _FILES):
        query = f"SELECT sha256, ukuran, isi FROM {name} WHERE sha256 IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        for key, size, content in cursor.execute(query, [keys[first : first + _FILES]]).fetchall():
            if len(content) != size or hashlib.sha256(content).hexdigest() != key:
                yield Damage(f"berkas {key[:12]}…", "isi berkas asli tidak lagi seperti saat diimpor")


def references(cursor: duckdb.DuckDBPyConnection) -> Iterator[Damage]:
    """What a row refers to is there."""
    there = _columns(cursor)
    for table, column, other, key in _REFERENCES:
        if (table, column) not in there or (other, key) not in there:
            continue
        row = cursor.execute(
            f"SELECT count(*), min({column}) FROM {qualified(cursor, table)} AS dari WHERE {column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {qualified(cursor, other)} AS ke WHERE ke.{key} = dari.{column})"
        ).fetchone()
        if row and row[0]:
            yield Damage(
                f"tabel {table}", f"{row[0]} baris menunjuk {other} yang tidak ada ({column} {str(row[1])[:12]}…)"
            )


def version_numbers(cursor: duckdb.DuckDBPyConnection) -> Iterator[Damage]:
    """Versions are numbered from 1 without gap and without one doubled: nothing that was stored is gone."""
    there = _columns(cursor)
    erased = _was_erased(cursor)
    for table, columns in _VERSIONS.items():
        if any((table, column) not in there for column in (*columns, "versi")):
            continue
        keys = ", ".join(columns)
        row = cursor.execute(
            f"SELECT count(*), min(kunci) FROM (SELECT concat_ws(', ', {keys}) AS kunci FROM "
            f"{qualified(cursor, table)} GROUP BY {keys} HAVING count(DISTINCT versi) <> count(*) "
            f"OR ({not (erased and table in _ERASABLE)} AND (min(versi) <> 1 OR max(versi) <> count(*))))"
        ).fetchone()
        if row and row[0]:
            yield Damage(f"tabel {table}", f"urutan versi {row[0]} deret tidak utuh, misalnya ({row[1]})")


def trail(cursor: duckdb.DuckDBPyConnection) -> Iterator[Damage]:
    """The audit trail is as it was written: each row follows from the one before it."""
    if "catatan_audit" not in own_tables(cursor):
        return
    found = audit.check(cursor)
    if found.broken is not None:
        yield Damage("jejak perubahan", f"{found.why}; jejaknya tidak dapat dipercaya sejak itu")


def _was_erased(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was ever erased on request."""
    if "penghapusan" not in own_tables(cursor):
        return False
    row = cursor.execute(f"SELECT count(*) FROM {qualified(cursor, 'penghapusan')}").fetchone()
    return bool(row and row[0])


Check = Callable[[duckdb.DuckDBPyConnection], Iterator[Damage]]
# What is checked, and how it is called (Indonesian). A table that a database does not have yet is passed over.
CHECKS: dict[str, Check] = {
    "berkas asli": kept_files,
    "rujukan antartabel": references,
    "urutan versi": version_numbers,
    "jejak perubahan": trail,
}


def _columns(cursor: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    return set(
        cursor.execute(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE NOT internal AND database_name = current_database() AND schema_name = 'main'"
        ).fetchall()
    )
