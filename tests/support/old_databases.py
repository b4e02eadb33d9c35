"""Databases as earlier versions of the program left them: with the first so many migrations only."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from lakes import looked_into

from zi_metrics.store.migrations import FOLDER, known_migrations, migrate

# The last migration before nilai_tertinggi was kept.
BEFORE_HIGHEST = 6


def database_as_of(number, source, path):
    """A database file with migrations 1 to `number` and the rows of a present one, a closed file or a lake; gives
    table -> its columns.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        for migration in sorted(FOLDER.glob("*.sql"))[:number]:
            shutil.copy(migration, folder)
        assert [migration.number for migration in known_migrations(folder)] == list(range(1, number + 1))
        old = duckdb.connect(str(path))
        assert migrate(old, folder) == list(range(1, number + 1))
    columns = {}
    rows = old.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = ? AND table_name IN "
        "(SELECT table_name FROM duckdb_tables() WHERE database_name = ?) ORDER BY table_name, column_index",
        [Path(path).stem] * 2,
    ).fetchall()
    for table, column in rows:
        columns.setdefault(table, []).append(column)
    with looked_into(source) as present:
        for table, names in columns.items():
            if table != "migrasi":
                old.register("incoming", present.execute(f"SELECT {', '.join(names)} FROM {table}").to_arrow_table())
                old.execute(f"INSERT INTO {table} BY NAME FROM incoming")
                old.unregister("incoming")
    old.close()
    return columns
