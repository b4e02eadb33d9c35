"""The unique indexes after a process was killed: made anew from the tables, before anything looks a row up by them.

DuckDB 1.5.5 keeps what the log of changes adds to an index aside until something uses that index. When the file is
closed or folded in before that, the index is written without it: the rows are there, and looking one up finds nothing
(a kill after a commit, an opening, a closing). So whoever opens a file beside a log makes its indexes anew; and an
index that does not find the row that was stored last, too: a file may have been closed so before this was known.
"""

import duckdb

from zi_metrics.store.schema import StrangeSchema, Tables, expected_indexes

_INDEXES = (
    "SELECT index_name, table_name, expressions FROM duckdb_indexes() WHERE database_name = current_database() "
    "ORDER BY index_name"
)
# Tables that ever had a row.
_FILLED = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND estimated_size > 0"


def mend_indexes(connection: duckdb.DuckDBPyConnection, tables: Tables, after_log: bool) -> list[str]:
    """Make indexes anew that may not hold what their tables hold, and those that are not there; gives their names.

    tables: those of the connection; after_log: a log of changes lay beside the file when it was opened.
    Raises StrangeSchema where a table holds one key twice, duckdb.Error.
    """
    wanted = expected_indexes(connection, tables)
    there = connection.execute(_INDEXES).fetchall()
    filled = {name for (name,) in connection.execute(_FILLED).fetchall()}
    doubtful = [
        name
        for name, table, keys in there
        if after_log or (table in filled and not _finds_the_last(connection, table, keys))
    ]
    for name in doubtful:
        # One cannot be dropped and made in one transaction; whoever is killed between leaves it to the next opening.
        connection.execute(f"DROP INDEX {name}")
    lacking = [name for name in wanted if name in doubtful or name not in {name for name, *_ in there}]
    for name in lacking:
        try:
            connection.execute(wanted[name])
        except duckdb.ConstraintException as error:
            raise StrangeSchema(
                f"memuat baris berganda, yang seharusnya satu ({name})", "pulihkan cadangan terakhir"
            ) from error
    return lacking


def _finds_the_last(connection: duckdb.DuckDBPyConnection, table: str, expressions: str) -> bool:
    """Whether the row that was stored last is found by its key."""
    columns = [name.strip(" '\"") for name in expressions.strip("[]").split(",")]
    listed = ", ".join(columns)
    last = connection.execute(f"SELECT {listed} FROM {table} ORDER BY rowid DESC LIMIT 1").fetchone()
    if last is None:
        return True
    condition = " AND ".join(f"{column} = ?" for column in columns)
    row = connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}", list(last)).fetchone()
    return bool(row and row[0])
