"""Numbered SQL files, some with a step beside them, that bring a database to the schema this version expects."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zi_metrics.refused import Refused
from zi_metrics.store.highest import fill_highest
from zi_metrics.store.lake import in_lake

FOLDER = Path(__file__).parent / "migrations"
# Where it is recorded what was applied: by this table a database is known as ours.
LEDGER_TABLE = "migrasi"
LEDGER = (
    "CREATE TABLE IF NOT EXISTS migrasi (nomor INTEGER NOT NULL, nama VARCHAR NOT NULL, diterapkan TIMESTAMP NOT NULL)"
)
LEDGER_COLUMNS = ("nomor", "nama", "diterapkan")
# What SQL alone cannot do, by the file's name without its number: runs after the SQL, in the same transaction.
_STEPS: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {"nilai_tertinggi": fill_highest}

_INDEX = re.compile(r"^\s*CREATE\s+(UNIQUE\s+)?INDEX\b", re.IGNORECASE | re.MULTILINE)


class NewerDatabase(Refused, RuntimeError):
    """The database was written by a newer version of the program (message in Indonesian)."""


@dataclass(frozen=True)
class Migration:
    """One numbered file: 0001_awal.sql has number 1 and name 'awal'."""

    number: int
    name: str
    sql: str


def known_migrations(folder: Path = FOLDER) -> list[Migration]:
    """All migrations in order. Raises ValueError when numbers are doubled or leave a gap."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    numbers = [m.number for m in found]
    if numbers != list(range(1, len(found) + 1)):
        raise ValueError(f"migration numbers must run 1..n without gap: {numbers}")
    return found


def migrate(connection: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> list[int]:
    """Apply what is missing, each migration in one transaction with its record; gives the numbers applied.

    Raises NewerDatabase when the database has migrations that this version does not know.
    """
    connection.execute(LEDGER)
    done = []
    for migration in pending_migrations(connection, folder):
        connection.begin()
        try:
            _apply(connection, migration.sql)
            if migration.name in _STEPS:
                _STEPS[migration.name](connection)
            connection.execute(
                "INSERT INTO migrasi VALUES (?, ?, now() AT TIME ZONE 'UTC')", [migration.number, migration.name]
            )
        except BaseException:
            roll_back(connection)
            raise
        connection.commit()
        done.append(migration.number)
    return done


def _apply(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    if not in_lake(connection):
        connection.execute(sql)
        return
    for statement in connection.extract_statements(sql):
        # A lake has no indexes: there the lock over all servers keeps keys single, and the store's own looking.
        if not _INDEX.search(statement.query):
            connection.execute(statement)


def pending_migrations(connection: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> list[Migration]:
    """The migrations that a database has not had yet, in order.

    Raises NewerDatabase when it has some that this version does not know.
    """
    try:
        applied = {number for (number,) in connection.execute("SELECT nomor FROM migrasi").fetchall()}
    except duckdb.CatalogException:
        applied = set()
    known = known_migrations(folder)
    unknown = applied - {m.number for m in known}
    if unknown:
        raise NewerDatabase(
            f"Basis data ini ditulis oleh versi aplikasi yang lebih baru (migrasi {max(unknown)}). "
            "Perbarui aplikasi, atau pilih basis data lain."
        )
    return [migration for migration in known if migration.number not in applied]


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """End a transaction that failed; where DuckDB has ended it by itself, what it failed of must stay the error."""
    with suppress(duckdb.Error):
        connection.rollback()
