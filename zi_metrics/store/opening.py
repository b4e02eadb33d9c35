"""A database file opened and brought to the present schema; what is none of ours, or not whole, is left as it was."""

import os
from contextlib import suppress
from pathlib import Path

import duckdb

from zi_metrics.store.before_migration import back_up_before_migration
from zi_metrics.store.checkpoints import Checkpoints, put_back
from zi_metrics.store.durable import sync_folder
from zi_metrics.store.file_format import NEW_FILES, log_is_guarded
from zi_metrics.store.highest import fill_highest
from zi_metrics.store.indexes import mend_indexes
from zi_metrics.store.lake import lake_at
from zi_metrics.store.lost import literal, marker, refuse_emptied, refuse_lost
from zi_metrics.store.migrations import migrate
from zi_metrics.store.own_tables import own_columns
from zi_metrics.store.restore import finish_restore, make_empty, restore_backup
from zi_metrics.store.schema import refuse_foreign, refuse_incomplete


def is_there(path: Path) -> bool:
    """Whether there is a database to open, before one would be made; a restore that was ended is finished first.

    Raises StoreUnavailable for one that is lost, RestoreFailed, OSError.
    """
    if lake := lake_at(path):
        # Where nothing was made yet, its marker is not there; what is lost says so when it is opened.
        return marker(lake.place).exists()
    finish_restore(path)
    if not path.exists():
        refuse_lost(path)
    return path.exists()


def open_present(path: Path, checkpoints: Checkpoints) -> duckdb.DuckDBPyConnection:
    """Open a database, creating it when absent, and migrate it; what it holds is backed up before that.

    checkpoints: those of this file, which nobody has open yet

    A file of an earlier format is replaced by its backup then, and moved aside: the present format refuses a log of
    changes that belongs to another state of the file. Raises StrangeSchema, NewerDatabase, StoreUnavailable,
    duckdb.Error.
    """
    _create(path)
    connection = _open_ours(path, checkpoints)
    try:
        backup = back_up_before_migration(connection, path)
        if backup and not log_is_guarded(connection):
            connection.close()
            checkpoints.close()
            restore_backup(path, backup)
            connection = _open_ours(path, checkpoints)
        if migrate(connection):
            checkpoints.fold_in(connection)
        # An instrument that was not there when the database was brought along may be there now.
        fill_highest(connection)
    except BaseException:
        connection.close()
        checkpoints.close()
        raise
    return connection


def _create(path: Path) -> None:
    """Make a new database where there is none: whole, or not at all, and never over one that came meanwhile."""
    if path.exists():
        return
    new = path.with_name(f"{path.name}.baru-{os.getpid()}")
    make_empty(new)
    # What an agency writes about itself is for whoever runs this, as its backups are.
    with suppress(OSError):
        new.chmod(0o600)
    try:
        # A link, unlike a move, replaces nothing.
        os.link(new, path)
    except OSError:
        # Somebody else made it meanwhile; or a file system without links, where DuckDB makes it by itself.
        return
    finally:
        for left in path.parent.glob(f"{literal(path.name)}.baru-*"):
            with suppress(OSError):
                left.unlink()
    sync_folder(path.parent)


def _open_ours(path: Path, checkpoints: Checkpoints) -> duckdb.DuckDBPyConnection:
    put_back(path)
    after_log = path.with_name(f"{path.name}.wal").exists()
    connection = duckdb.connect(str(path), config=NEW_FILES)
    try:
        checkpoints.begin(connection)
        # Files are data: nothing in a query may reach outside the database, nor fetch an extension.
        connection.execute("SET enable_external_access = false")
        tables = own_columns(connection)
        refuse_foreign(tables)
        refuse_incomplete(connection, tables)
        if mend_indexes(connection, tables, after_log):
            checkpoints.fold_in(connection)
        # Not even the record of migrations: new, or emptied.
        if not tables:
            refuse_emptied(path, "tidak berisi satu tabel pun")
    except BaseException:
        connection.close()
        checkpoints.close()
        raise
    return connection
