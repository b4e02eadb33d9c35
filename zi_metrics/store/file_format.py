"""In which of DuckDB's formats new databases are written, and which one a file has.

From 1.4 on a log of changes names the state of the file it belongs to, and DuckDB refuses one that belongs to another
state. In earlier formats an older copy of the file beside a newer log was replayed into a state that never existed.
"""

from typing import TypeAlias

import duckdb

# As DuckDB's `config` takes it.
Settings: TypeAlias = dict[str, str | bool | int | float | list[str]]
# No extension is fetched or loaded, whatever a file looks like.
NO_EXTENSIONS: Settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
NEW_FILES: Settings = {**NO_EXTENSIONS, "storage_compatibility_version": "v1.5.0"}
_GUARDED = (1, 4)


def log_is_guarded(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the open database's format ties its log of changes to it."""
    row = connection.execute(
        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchone()
    written = str(row[0] if row else "").lstrip("v").split("+")[0].split(".")
    return tuple(int(part) for part in written[:2] if part.isdigit()) >= _GUARDED
