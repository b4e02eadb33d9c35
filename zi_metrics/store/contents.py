"""What a database holds, told so that two can be compared: its catalog, and of every table a count and a hash."""

import duckdb

from zi_metrics.store.backup_folder import TableContent
from zi_metrics.store.own_tables import own_tables

# A name that no column has: the row as a whole.
_ROW = "baris_utuh"
_CATALOG = """
SELECT 'tabel' AS jenis, table_name AS nama, sql FROM duckdb_tables()
WHERE NOT internal AND NOT temporary AND database_name = current_database()
UNION ALL
SELECT 'indeks', index_name, sql FROM duckdb_indexes() WHERE database_name = current_database() AND sql IS NOT NULL
UNION ALL
SELECT 'tampilan', view_name, sql FROM duckdb_views()
WHERE NOT internal AND NOT temporary AND database_name = current_database()
"""


def catalog(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """(kind, name) -> the SQL that makes it, for every table, index and view of the database itself."""
    return {(kind, name): sql for kind, name, sql in cursor.execute(_CATALOG).fetchall()}


def qualified(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """The table's full name in SQL: of the database itself, whatever view of the same name a session may have."""
    row = cursor.execute("SELECT current_database()").fetchone()
    return ".".join('"' + str(part).replace('"', '""') + '"' for part in (row[0] if row else "", "main", table))


def contents(cursor: duckdb.DuckDBPyConnection) -> dict[str, TableContent]:
    """Table -> its content, every row read whole. Inside the caller's transaction, if there is one.

    Raises duckdb.Error where something cannot be read.
    """
    found = {}
    for table in own_tables(cursor):
        row = cursor.execute(
            f"SELECT count(*), coalesce(sum(hash({_ROW})::HUGEINT), 0) FROM {qualified(cursor, table)} AS {_ROW}"
        ).fetchone()
        assert row is not None
        found[table] = TableContent(int(row[0]), str(row[1]))
    return found


def differences(wanted: dict[str, TableContent], found: dict[str, TableContent]) -> list[str]:
    """In what a database differs from what it should hold (Indonesian, one text per table); empty when in nothing."""
    told = []
    for table in sorted(wanted.keys() | found.keys()):
        want, have = wanted.get(table), found.get(table)
        if want is None or have is None:
            told.append(f"tabel {table} {'tidak ada' if have is None else 'tidak seharusnya ada'}")
        elif want.baris != have.baris:
            told.append(f"tabel {table} berisi {have.baris} baris, seharusnya {want.baris}")
        elif want != have:
            told.append(f"isi tabel {table} berbeda dari yang dicatat")
    return told
