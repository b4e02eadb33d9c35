"""Whether a database is ours, and whole: its tables and columns against those that the migrations make."""

from functools import lru_cache

import duckdb

from zi_metrics.store.migrations import LEDGER, LEDGER_COLUMNS, known_migrations
from zi_metrics.store.own_tables import own_columns, own_views

_NAMED = 3


class StrangeSchema(RuntimeError):
    """The database is not ours, or a part of ours is gone; the message (Indonesian) says which, without the path.

    found: what is strange about it, alone; the message adds the way back of a database file
    """

    def __init__(self, found: str, way: str) -> None:
        """way: what to do where it is a file."""
        super().__init__(f"{found}; {way}")
        self.found = found


def refuse_foreign(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise StrangeSchema for a database that holds something, but nothing that we wrote. One without tables is new.

    To be asked before anything is written into it.
    """
    tables = own_columns(connection)
    ledger = tables.get("migrasi", {})
    others = sorted(set(tables) - {"migrasi"})
    if not others or all(name in ledger for name in LEDGER_COLUMNS):
        return
    raise StrangeSchema(
        f"berisi tabel milik program lain ({_some(others)}), bukan data aplikasi ini",
        "isinya tidak diubah. Pilih basis data lain dengan --database atau ZI_DATABASE",
    )


def refuse_incomplete(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise StrangeSchema when something that the applied migrations made is not there any more, or another one.

    To be asked before further migrations are applied. What a newer version wrote is for `migrate` to refuse.
    """
    if "migrasi" not in own_columns(connection):
        return
    applied = {number for (number,) in connection.execute("SELECT nomor FROM migrasi").fetchall()}
    known = {migration.number for migration in known_migrations()}
    if not applied or applied - known:
        return
    gaps = [f"perubahan skema {number}" for number in sorted(known) if number < max(applied) and number not in applied]
    if lacking := gaps or missing(connection, max(applied)):
        raise StrangeSchema(
            f"tidak lengkap: {_some(lacking)} tidak ada atau berubah. Ada yang mengubahnya di luar aplikasi ini",
            "pulihkan cadangan terakhir (python -m zi_metrics restore), atau pilih basis data lain dengan --database "
            "atau ZI_DATABASE",
        )


def without_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a database has no table at all, not even the record of migrations: new, or emptied."""
    return not own_columns(connection)


def missing(connection: duckdb.DuckDBPyConnection, number: int) -> list[str]:
    """What a database lacks of what migrations 1 to `number` make: 'tabel x', 'kolom x.y', 'tampilan z'."""
    tables, views, _ = _expected(number)
    found = own_columns(connection)
    lacking = [f"tabel {name}" for name in tables if name not in found]
    lacking += [
        f"kolom {name}.{column}"
        for name, columns in tables.items()
        if name in found
        for column, kind in columns.items()
        if found[name].get(column) != kind
    ]
    there = own_views(connection)
    return lacking + [f"tampilan {name}" for name in views if name not in there]


def schema_number(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration that a database of ours has had. Raises duckdb.Error."""
    row = cursor.execute("SELECT coalesce(max(nomor), 0) FROM migrasi").fetchone()
    return int(row[0]) if row else 0


def make_schema(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """What the first migrations make, without a record of them: tables without rows, indexes, views."""
    connection.execute(LEDGER)
    for migration in known_migrations()[:number]:
        connection.execute(migration.sql)


@lru_cache(maxsize=4)
def _expected(number: int) -> tuple[dict[str, dict[str, str]], tuple[str, ...], dict[str, str]]:
    """Table -> column -> type, the views, and index -> what makes it, as the first migrations make them."""
    with duckdb.connect() as fresh:
        make_schema(fresh, number)
        indexes = dict(fresh.execute("SELECT index_name, sql FROM duckdb_indexes() ORDER BY ALL").fetchall())
        return own_columns(fresh), tuple(own_views(fresh)), indexes


def expected_indexes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Index -> what makes it, by the migrations that were applied; none where some are not known, or none were."""
    if "migrasi" not in own_columns(connection):
        return {}
    applied = {number for (number,) in connection.execute("SELECT nomor FROM migrasi").fetchall()}
    if not applied or applied - {migration.number for migration in known_migrations()}:
        return {}
    return dict(_expected(max(applied))[2])


def _some(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {rest} lainnya" if rest > 0 else "")
