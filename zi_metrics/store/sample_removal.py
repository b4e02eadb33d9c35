"""Away with the sample portfolio, in one act: all that is of its units, and nothing else."""

from collections.abc import Sequence

import duckdb

from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.erasure import delete_where, owned_columns

_SAMPLES = "SELECT unit_id FROM unit_kerja WHERE contoh"
# What a row may belong to, and how the ids of samples are found.
_OWNERS = {
    "penilaian_id": f"SELECT penilaian_id FROM penilaian WHERE unit_id IN ({_SAMPLES})",
    "survei_id": f"SELECT survei_id FROM survei WHERE unit_id IN ({_SAMPLES})",
    "unit_id": _SAMPLES,
}
# Imports, files and branches of the tree of which nothing is left.
_IMPORTS = (
    "SELECT impor_id FROM impor WHERE impor_id IN (SELECT unnest(CAST(? AS VARCHAR[]))) AND impor_id NOT IN "
    "(SELECT impor_id FROM penilaian UNION SELECT impor_id FROM survei)"
)
_FILES = "SELECT sha256 FROM berkas WHERE sha256 NOT IN (SELECT sha256 FROM impor WHERE sha256 IS NOT NULL)"
_BARE_BRANCHES = (
    "SELECT DISTINCT simpul_id FROM simpul WHERE tingkat <> 'unit' AND simpul_id IN "
    "(SELECT unnest(CAST(? AS VARCHAR[]))) AND simpul_id NOT IN "
    "(SELECT induk_id FROM simpul WHERE induk_id IS NOT NULL)"
)


def remove_samples(store: Store, by: str) -> int:
    """Delete the sample units with all that is theirs, in one transaction; gives how many units went.

    by: in whose name samples are written, so that what they say of the whole agency goes, too.
    What is of other units stays; so do branches of the tree that hold other units, and the trail of what was done.
    Raises NotAllowed, duckdb.Error when the database refuses (nothing is gone then).
    """
    with store.write(Act.CONTOH) as change:
        cursor = change.cursor
        ids = {owner: _ids(cursor, query) for owner, query in _OWNERS.items()}
        units = ids["unit_id"]
        if not units:
            return 0
        touched = _ids(
            cursor,
            f"SELECT impor_id FROM penilaian WHERE unit_id IN ({_SAMPLES}) "
            f"UNION SELECT impor_id FROM survei WHERE unit_id IN ({_SAMPLES})",
        )
        above = _above(cursor, units)
        columns = owned_columns(cursor)
        ids["dari_penilaian_id"] = ids["penilaian_id"]
        for table, names in sorted(columns.items()):
            for owner in names & ids.keys():
                delete_where(cursor, table, owner, ids[owner])
            if {"unit_id", "oleh"} <= names:
                cursor.execute(f"DELETE FROM {table} WHERE unit_id IS NULL AND oleh = ?", [by])
        imports = _ids(cursor, _IMPORTS, touched)
        for table, names in sorted(columns.items()):
            if "impor_id" in names:
                delete_where(cursor, table, "impor_id", imports)
        files = _ids(cursor, _FILES)
        for table in ("berkas", "berkas_pribadi"):
            delete_where(cursor, table, "sha256", files)
        delete_where(cursor, "simpul", "simpul_id", units)
        # From the leaves up: a branch whose last branch went is bare itself.
        while bare := _ids(cursor, _BARE_BRANCHES, above):
            delete_where(cursor, "simpul", "simpul_id", bare)
        change.record(None, "portofolio contoh dibuang", {"unit": len(units)}, {"unit": 0})
    return len(units)


def _ids(cursor: duckdb.DuckDBPyConnection, query: str, parameter: Sequence[str] | None = None) -> list[str]:
    rows = cursor.execute(query, [list(parameter)] if parameter is not None else []).fetchall()
    return [one for (one,) in rows]


def _above(cursor: duckdb.DuckDBPyConnection, units: Sequence[str]) -> list[str]:
    """The branches above some units."""
    return _ids(
        cursor,
        "WITH RECURSIVE atas AS (SELECT induk_id FROM simpul WHERE simpul_id IN (SELECT unnest(CAST(? AS VARCHAR[]))) "
        "UNION SELECT s.induk_id FROM simpul s JOIN atas a ON s.simpul_id = a.induk_id) "
        "SELECT induk_id FROM atas WHERE induk_id IS NOT NULL",
        units,
    )
