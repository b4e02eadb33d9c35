"""What is stored is backed up before a migration touches it."""

from pathlib import Path

import duckdb

from zi_metrics.store.backup import BackupFailed, write_backup
from zi_metrics.store.backup_folder import BEFORE_MIGRATION, Backup
from zi_metrics.store.contents import qualified, table_names
from zi_metrics.store.migrations import LEDGER_TABLE, pending_migrations


def back_up_before_migration(connection: duckdb.DuckDBPyConnection, database: Path) -> Backup | None:
    """Back up a database that holds something and is to be migrated; None where nothing is to be done.

    Raises BackupFailed (then nothing may be migrated), NewerDatabase, duckdb.Error.
    """
    if not pending_migrations(connection) or is_empty(connection):
        return None
    try:
        return write_backup(connection.cursor(), database, BEFORE_MIGRATION)
    except BackupFailed as error:
        raise BackupFailed(
            f"Basis data {database} belum diperbarui untuk versi aplikasi ini, karena sebelum itu dicadangkan dahulu. "
            f"{error}"
        ) from error


def is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing is stored but the record of migrations."""
    tables = [qualified(connection, name) for name in table_names(connection) if name != LEDGER_TABLE]
    return not any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall() for name in tables)
