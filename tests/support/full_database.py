"""A database with rows in every table, also in those of which this file knows nothing."""

import duckdb
from hostile_names import hostile_database

# What a made-up row holds, by the column's type; a column that names a row of another table holds one that is there.
_VALUES = {
    "VARCHAR": "'isi ' || ?",
    "BOOLEAN": "length(?) > 1000",
    "DOUBLE": "length(?) / 8",
    "TIMESTAMP": "TIMESTAMP '2026-01-31 02:15:00' + to_seconds(length(?))",
    "DATE": "DATE '2026-01-31' + length(?)::INTEGER",
    "BLOB": "?::BLOB",
    "VARCHAR[]": "[?]",
    "INTEGER[]": "[length(?)]",
}
_NUMBER = "least(length(?), 100)"
_NAMED = {"unit_id": "unit_kerja", "impor_id": "impor", "penilaian_id": "penilaian", "survei_id": "survei"}


def full_database(path):
    """A closed database with rows in every table; gives its path."""
    hostile_database(path)
    with duckdb.connect(str(path)) as connection:
        for table in empty_tables(connection):
            names, values = [], []
            for column, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall():
                parent = next((name for name in _NAMED if column.endswith(name)), None)
                names.append(column)
                if parent and _NAMED[parent] != table:
                    values.append(f"(SELECT min({parent}) FROM {_NAMED[parent]} WHERE ? IS NOT NULL)")
                elif column == "versi":
                    values.append("1 + 0 * length(?)")
                else:
                    values.append(_VALUES.get(kind, _NUMBER))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}",
                names,
            )
        assert empty_tables(connection) == []
    return path


def empty_tables(connection):
    """The tables without a row."""
    names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    return [name for name in names if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()]
