"""The database's own tables and their columns, as its catalog tells them; a lake's are told as quickly as a file's.

Never by `duckdb_tables()`, which also tells how many rows each has: a lake's server is asked that once for each table,
and what is asked when a server starts or a page is shown would take ten times as long.
"""

import duckdb

# Columns of views are among them; leaving those out in the question takes twice as long.
_COLUMNS = (
    "SELECT table_name, column_name, data_type FROM duckdb_columns() "
    "WHERE NOT internal AND database_name = current_database()"
)
_VIEWS = (
    "SELECT view_name FROM duckdb_views() "
    "WHERE NOT internal AND NOT temporary AND database_name = current_database() ORDER BY ALL"
)


def own_columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Table -> column -> type, by name; neither views nor what is temporary."""
    views = set(own_views(cursor))
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in sorted(cursor.execute(_COLUMNS).fetchall()):
        if table not in views:
            tables.setdefault(table, {})[column] = kind
    return tables


def own_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables' names, in alphabetical order."""
    return sorted(own_columns(cursor))


def own_views(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The views' names, in alphabetical order."""
    return [name for (name,) in cursor.execute(_VIEWS).fetchall()]
