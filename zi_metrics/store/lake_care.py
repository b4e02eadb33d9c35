"""What a lake needs every night, beside those who write: small files joined, old states let go, what is left deleted.

Every step that makes a new state of the lake holds the lock of all writers, one table at a time, so that nobody waits
long. What somebody may still be reading is kept for a day; a file that no state names, for a week: until its commit, a
writer's file is such a one.
"""

from dataclasses import dataclass
from datetime import timedelta

import duckdb

from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.lake import in_lake
from zi_metrics.store.own_tables import own_tables

KEPT, ORPHANS_KEPT = timedelta(days=1), timedelta(days=7)
# The originals are large and read one at a time: joining them would write all of them anew every night.
_LEFT_APART = ("berkas",)


@dataclass(frozen=True)
class Tidied:
    """What tidying a lake did.

    sebelum, sesudah: files that the tables' rows lie in
    dilepas: old states that were let go; dihapus: files deleted with them; yatim: files of no state that were deleted
    """

    sebelum: int
    sesudah: int
    dilepas: int
    dihapus: int
    yatim: int


def tidy(store: Store, kept: timedelta = KEPT, orphans_kept: timedelta = ORPHANS_KEPT) -> Tidied | None:
    """Tidy a lake; None for a database file, which does so by itself at every write. Others may read and write.

    kept: how old what is let go must be; orphans_kept: how old a file must be that belongs to nothing.
    Raises StoreUnavailable, duckdb.Error; what was done until then is done, and the rest is left as it was.
    """
    with store.cursor() as cursor:
        if not in_lake(cursor):
            return None
        before, names = _files(cursor), own_tables(cursor)
    for name in names:
        with store.alone() as cursor:
            _count(cursor, f"ducklake_flush_inlined_data('zi', table_name => '{name}')")
            # Files of which nearly every row was deleted (a restore's, away with the samples).
            _count(cursor, f"ducklake_rewrite_data_files('zi', '{name}')")
            if name not in _LEFT_APART:
                _count(cursor, f"ducklake_merge_adjacent_files('zi', '{name}')")
    with store.alone() as cursor:
        released = _count(cursor, f"ducklake_expire_snapshots('zi', older_than => {_before(kept)})")
        deleted = _count(cursor, f"ducklake_cleanup_old_files('zi', older_than => {_before(kept)})")
        # By age only: without one, files of whoever is about to commit would go, and their rows with them.
        orphans = _count(cursor, f"ducklake_delete_orphaned_files('zi', older_than => {_before(orphans_kept)})")
        return Tidied(before, _files(cursor), released, deleted, orphans)


def forget_erased(store: Store) -> None:
    """Delete the files that hold erased rows, at once: all old states are let go, so that a page which is being drawn
    from one may fail, and is drawn anew.

    Raises StoreUnavailable, duckdb.Error.
    """
    with store.alone() as cursor:
        for name in own_tables(cursor):
            _count(cursor, f"ducklake_flush_inlined_data('zi', table_name => '{name}')")
            _count(cursor, f"ducklake_rewrite_data_files('zi', '{name}', delete_threshold => 0)")
        # Two minutes' difference of the servers' clocks must not leave the newest old state.
        _count(cursor, f"ducklake_expire_snapshots('zi', older_than => {_before(-timedelta(minutes=2))})")
        _count(cursor, "ducklake_cleanup_old_files('zi', cleanup_all => true)")


def _before(age: timedelta) -> str:
    return f"now() - to_seconds({int(age.total_seconds())})"


def _count(cursor: duckdb.DuckDBPyConnection, call: str) -> int:
    # Counted, since the functions give times with a zone, which Python takes only with another package.
    # And read to the end: what a result is left open of, is not committed.
    ((number,),) = cursor.execute(f"SELECT count(*) FROM {call}").fetchall()
    return int(number)


def _files(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(only_row(cursor, "SELECT coalesce(sum(file_count), 0) FROM ducklake_table_info('zi')")[0])
