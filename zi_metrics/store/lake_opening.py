"""A lake opened and brought to the present schema, by one server at a time; what is none of ours is left as it was."""

from contextlib import ExitStack

import duckdb

from zi_metrics.store.before_migration import back_up_before_migration
from zi_metrics.store.highest import fill_highest, lacks_highest
from zi_metrics.store.lake import FOLDER_VARIABLE, Lake
from zi_metrics.store.lake_connection import attach, connect, has_catalog, is_unsettled, locked, settle, snapshot
from zi_metrics.store.lost import mark, marker, refuse_emptied
from zi_metrics.store.migrations import migrate, pending_migrations
from zi_metrics.store.own_tables import own_columns
from zi_metrics.store.refused import StoreUnavailable
from zi_metrics.store.schema import refuse_foreign, refuse_incomplete

# The state of a lake that was made, and to which nothing was done.
_MADE = 0


def open_lake(lake: Lake, anew: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a lake, creating it in an empty catalog, and migrate it; what it holds is backed up before that.

    anew: also where the shared folder says that there was one, for who is about to restore it.
    Raises StrangeSchema, NewerDatabase, StoreUnavailable, duckdb.Error, OSError.
    """
    connection = connect(lake)
    try:
        with ExitStack() as alone:
            if new := not has_catalog(connection):
                alone.enter_context(locked(connection))
                # Another server may have made it while this one waited.
                new = not has_catalog(connection)
            if new and not anew:
                refuse_emptied(lake.place, "tidak ada lagi di server katalog")
            attach(connection, lake)
            # Of one that never had a table, whoever made it was ended before the first: nothing is lost.
            bare = not new and not own_columns(connection)
            if bare and not anew and snapshot(connection) > _MADE:
                refuse_emptied(lake.place, "tidak berisi satu tabel pun")
            if not (new or anew or bare or marker(lake.place).exists()):
                raise StoreUnavailable(
                    f"Katalog {lake.catalog} sudah berisi, tetapi penandanya ({marker(lake.place).name}) tidak ada "
                    f"di folder bersama {lake.folder.parent}: folder itu belum terpasang, atau milik katalog lain. "
                    f"Periksa {FOLDER_VARIABLE} dan PGDATABASE."
                )
            mark(lake.place)
            if _is_present(connection) and not is_unsettled(connection):
                return connection
            if not new:
                # Whoever waited here while another server did it, finds nothing left to do.
                alone.enter_context(locked(connection))
                back_up_before_migration(connection, lake.place)
            if migrate(connection) or is_unsettled(connection):
                settle(connection)
            # An instrument that was not there when the lake was brought along may be there now.
            fill_highest(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_present(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a lake is whole and needs nothing. Raises StrangeSchema, NewerDatabase."""
    # In one transaction: in each the catalog is read anew.
    connection.begin()
    try:
        tables = own_columns(connection)
        refuse_foreign(tables)
        refuse_incomplete(connection, tables)
        return not pending_migrations(connection) and not lacks_highest(connection)
    finally:
        connection.rollback()
