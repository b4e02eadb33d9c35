"""Whether a database is ours, and whole: its tables and columns against those that the migrations make.

What all migrations together make is kept in `migrations/kini.json`: making it at each opening would take longer than
all the rest. `python -m zi_metrics.store.schema` writes it anew; a test says when that is due.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

import duckdb

from zi_metrics.store.migrations import FOLDER, LEDGER, LEDGER_COLUMNS, LEDGER_TABLE, known_migrations
from zi_metrics.store.own_tables import own_columns, own_views

PRESENT = FOLDER / "kini.json"
_NAMED = 3
# Table -> column -> type, as `own_columns` gives them.
Tables = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Schema:
    """What migrations 1 to `number` make; indexes: name -> the statement that makes it."""

    number: int
    tables: dict[str, dict[str, str]]
    views: list[str]
    indexes: dict[str, str]


class StrangeSchema(RuntimeError):
    """The database is not ours, or a part of ours is gone; the message (Indonesian) says which, without the path.

    found: what is strange about it, alone; the message adds the way back of a database file
    """

    def __init__(self, found: str, way: str) -> None:
        """way: what to do where it is a file."""
        super().__init__(f"{found}; {way}")
        self.found = found


def refuse_foreign(tables: Tables) -> None:
    """Raise StrangeSchema for a database that holds something, but nothing that we wrote. One without tables is new.

    To be asked before anything is written into it.
    """
    ledger = tables.get(LEDGER_TABLE, {})
    others = sorted(set(tables) - {LEDGER_TABLE})
    if not others or all(name in ledger for name in LEDGER_COLUMNS):
        return
    raise StrangeSchema(
        f"berisi tabel milik program lain ({_some(others)}), bukan data aplikasi ini",
        "isinya tidak diubah. Pilih basis data lain dengan --database atau ZI_DATABASE",
    )


def refuse_incomplete(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Raise StrangeSchema when something that the applied migrations made is not there any more, or another one.

    tables: those of the connection. To be asked before further migrations are applied. What a newer version wrote is
    for `migrate` to refuse.
    """
    if LEDGER_TABLE not in tables:
        return
    applied = {number for (number,) in connection.execute("SELECT nomor FROM migrasi").fetchall()}
    known = {migration.number for migration in known_migrations()}
    if not applied or applied - known:
        return
    gaps = [f"perubahan skema {number}" for number in sorted(known) if number < max(applied) and number not in applied]
    if lacking := gaps or _lacking(tables, own_views(connection), max(applied)):
        raise StrangeSchema(
            f"tidak lengkap: {_some(lacking)} tidak ada atau berubah. Ada yang mengubahnya di luar aplikasi ini",
            "pulihkan cadangan terakhir (python -m zi_metrics restore), atau pilih basis data lain dengan --database "
            "atau ZI_DATABASE",
        )


def missing(connection: duckdb.DuckDBPyConnection, number: int) -> list[str]:
    """What a database lacks of what migrations 1 to `number` make: 'tabel x', 'kolom x.y', 'tampilan z'."""
    return _lacking(own_columns(connection), own_views(connection), number)


def _lacking(found: Tables, views: list[str], number: int) -> list[str]:
    wanted = expected(number)
    lacking = [f"tabel {name}" for name in wanted.tables if name not in found]
    lacking += [
        f"kolom {name}.{column}"
        for name, columns in wanted.tables.items()
        if name in found
        for column, kind in columns.items()
        if found[name].get(column) != kind
    ]
    return lacking + [f"tampilan {name}" for name in wanted.views if name not in views]


def schema_number(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration that a database of ours has had. Raises duckdb.Error."""
    row = cursor.execute("SELECT coalesce(max(nomor), 0) FROM migrasi").fetchone()
    return int(row[0]) if row else 0


def make_schema(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """What the first migrations make, without a record of them: tables without rows, indexes, views."""
    connection.execute(LEDGER)
    for migration in known_migrations()[:number]:
        connection.execute(migration.sql)


def made_anew(number: int) -> Schema:
    """What the first migrations make, found by making it."""
    with duckdb.connect() as fresh:
        make_schema(fresh, number)
        indexes = dict(fresh.execute("SELECT index_name, sql FROM duckdb_indexes() ORDER BY ALL").fetchall())
        return Schema(number, own_columns(fresh), own_views(fresh), indexes)


@lru_cache(maxsize=4)
def expected(number: int) -> Schema:
    """What the first migrations make."""
    present = Schema(**json.loads(PRESENT.read_text(encoding="utf-8")))
    return present if present.number == number else made_anew(number)


def expected_indexes(connection: duckdb.DuckDBPyConnection, tables: Tables) -> dict[str, str]:
    """Index -> what makes it, by the migrations that were applied; none where some are not known, or none were.

    tables: those of the connection
    """
    if LEDGER_TABLE not in tables:
        return {}
    applied = {number for (number,) in connection.execute("SELECT nomor FROM migrasi").fetchall()}
    if not applied or applied - {migration.number for migration in known_migrations()}:
        return {}
    return dict(expected(max(applied)).indexes)


def _some(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {rest} lainnya" if rest > 0 else "")


if __name__ == "__main__":
    newest = made_anew(len(known_migrations()))
    PRESENT.write_text(json.dumps(asdict(newest), indent=1) + "\n", encoding="utf-8")
