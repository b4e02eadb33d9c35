"""The database's own tables and their columns, as its catalog tells them; a lake's are told as quickly as a file's.

Never by `duckdb_tables()`, which also tells how many rows each has: a lake's server is asked that once for each table,
and what is asked when a server starts or a page is shown would take ten times as long.
"""

import duckdb

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM duckdb_columns() c
WHERE NOT c.internal AND c.database_name = current_database() AND NOT EXISTS (
    SELECT 1 FROM duckdb_views() v
    WHERE v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_name = c.table_name
)
ORDER BY ALL
"""
_VIEWS = (
    "SELECT view_name FROM duckdb_views() "
    "WHERE NOT internal AND NOT temporary AND database_name = current_database() ORDER BY ALL"
)


def own_columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Table -> column -> type, by name; neither views nor what is temporary."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.execute(_COLUMNS).fetchall():
        tables.setdefault(table, {})[column] = kind
    return tables


def own_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables' names, in alphabetical order."""
    return sorted(own_columns(cursor))


def own_views(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The views' names, in alphabetical order."""
    return [name for (name,) in cursor.execute(_VIEWS).fetchall()]
