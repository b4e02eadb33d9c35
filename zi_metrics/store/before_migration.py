"""What is stored is backed up before a migration touches it."""

from pathlib import Path

import duckdb

from zi_metrics.store.backup import BackupFailed, write_backup
from zi_metrics.store.backup_folder import BEFORE_MIGRATION, Backup
from zi_metrics.store.contents import qualified
from zi_metrics.store.migrations import LEDGER_TABLE, pending_migrations
from zi_metrics.store.own_tables import own_tables


def back_up_before_migration(connection: duckdb.DuckDBPyConnection, database: Path) -> Backup | None:
    """Back up a database that holds something and is to be migrated; None where nothing is to be done.

    connection: nobody else uses it yet, and it is in no transaction.

    Raises BackupFailed (then nothing may be migrated), NewerDatabase, duckdb.Error.
    """
    if not pending_migrations(connection) or is_empty(connection):
        return None
    try:
        return write_backup(connection, database, BEFORE_MIGRATION)
    except BackupFailed as error:
        raise BackupFailed(
            f"Basis data {database} belum diperbarui untuk versi aplikasi ini, karena sebelum itu dicadangkan dahulu. "
            f"{error}"
        ) from error


def is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing is stored but the record of migrations."""
    tables = [qualified(connection, name) for name in own_tables(connection) if name != LEDGER_TABLE]
    return not any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall() for name in tables)
