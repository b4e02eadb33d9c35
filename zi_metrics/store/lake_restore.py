"""A backup put into a lake, in one transaction: whoever reads meanwhile sees what was there, or what is there now.

What was there is written to a file of its own first, a backup as all others; nothing of it is lost.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from zi_metrics.store.backup import BackupFailed, check_backup, copy_rows, write_backup
from zi_metrics.store.backup_folder import Backup
from zi_metrics.store.before_migration import is_empty
from zi_metrics.store.contents import contents, differences, qualified
from zi_metrics.store.file_format import NO_EXTENSIONS
from zi_metrics.store.lake import Lake
from zi_metrics.store.lake_connection import cursor_on, locked
from zi_metrics.store.lake_opening import open_lake
from zi_metrics.store.lake_unavailable import ELSEWHERE, why_lake_unavailable
from zi_metrics.store.migrations import LEDGER_TABLE, migrate, roll_back
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.refused import StoreUnavailable
from zi_metrics.store.schema import StrangeSchema

ASIDE = "sisihan"
_UNCHANGED = f"Isi basis data bersama tidak diubah. Bila sebabnya tidak dapat diperbaiki, {ELSEWHERE}"


def restore_lake(lake: Lake, backup: Backup | None) -> Path | None:
    """Put a backup (of a file or a lake; None = nothing at all) in the place of what a lake holds.

    The backup was checked. Other servers may be at work: they go on with what is restored. Gives the folder with the
    backup of what was there; None when nothing was. Raises StoreUnavailable, NewerDatabase; then the lake is as it was,
    also where it is damaged: what cannot be put aside whole is not replaced.
    """
    try:
        connection = open_lake(lake, anew=True)
        try:
            with locked(connection):
                aside = _put_aside(connection, lake)
                if backup is None:
                    _replace(connection, None)
                else:
                    with _at_present_schema(backup) as source:
                        _replace(connection, source)
                return aside
        finally:
            connection.close()
    except StrangeSchema as error:
        raise StoreUnavailable(why_lake_unavailable(lake, error)) from error
    except (duckdb.Error, OSError, BackupFailed) as error:
        # Of what could not be put aside the cause alone: the way back is another than that of who makes a backup.
        why = error.__cause__ if isinstance(error.__cause__, duckdb.Error) else error
        said = str(why) if isinstance(why, BackupFailed) else why_lake_unavailable(lake, why)
        raise StoreUnavailable(f"{said.rstrip('.')}. {_UNCHANGED}") from error


def _put_aside(connection: duckdb.DuckDBPyConnection, lake: Lake) -> Path | None:
    cursor = cursor_on(connection)
    try:
        if is_empty(cursor):
            return None
        stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
        folder = lake.place.with_name(f"{lake.place.name}.disisihkan-{stamp}")
        try:
            write_backup(cursor, lake.place, ASIDE, folder)
        except BackupFailed:
            with suppress(OSError):
                folder.rmdir()
            raise
        return folder
    finally:
        cursor.close()


@contextmanager
def _at_present_schema(backup: Backup) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of a backup on this machine's disk, brought to the present schema."""
    with tempfile.TemporaryDirectory(prefix="zi-pulihkan-") as folder:
        copy = Path(shutil.copyfile(backup.path, Path(folder) / "salinan.duckdb"))
        if wrong := check_backup(Backup(copy, backup.note)):
            raise StoreUnavailable(f"Cadangan {backup.path} berubah selagi disalin ({'; '.join(wrong)}).")
        with duckdb.connect(str(copy), config=NO_EXTENSIONS) as opened:
            opened.execute("SET enable_external_access = false")
            migrate(opened)
            yield opened


def _replace(connection: duckdb.DuckDBPyConnection, source: duckdb.DuckDBPyConnection | None) -> None:
    """All rows of the lake against those of a file, in one transaction that is not stored when anything differs."""
    cursor = cursor_on(connection)
    try:
        cursor.begin()
        try:
            for table in own_tables(cursor):
                if source is None and table == LEDGER_TABLE:
                    continue
                cursor.execute(f"DELETE FROM {qualified(cursor, table)}")
                if source is not None:
                    copy_rows(source, cursor, table)
            if source is not None and (wrong := differences(contents(source), contents(cursor))):
                raise StoreUnavailable(f"Yang ditulis tidak sama dengan cadangannya: {'; '.join(wrong)}. Tidak diubah.")
            cursor.commit()
        except BaseException:
            roll_back(cursor)
            raise
    finally:
        cursor.close()
