"""A backup of a database that is open and in use: written from one snapshot, checked by opening it, then put in place.

The rows are written anew, table by table, into a fresh file; so all of them are read, and nobody waits. A copy of the
file's bytes would be torn, and would take damage along unseen.
"""

import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import zi_metrics
from zi_metrics.os_causes import cause
from zi_metrics.store.backup_folder import (
    Backup,
    BackupNote,
    TableContent,
    backup_folder,
    backup_name,
    note_of,
    note_text,
)
from zi_metrics.store.contents import catalog, contents, differences, qualified
from zi_metrics.store.durable import belongs_with, sha256_of, sync_file, sync_folder, write_whole
from zi_metrics.store.file_format import NEW_FILES, Settings
from zi_metrics.store.lake import in_lake, lake_at
from zi_metrics.store.lake_connection import only_backup
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.rotation import rotate
from zi_metrics.store.schema import make_schema, missing, schema_number
from zi_metrics.store.unavailable import StoreUnavailable, full_disk, why_unavailable

# One thread: whoever works on a screen goes first.
_QUIET: Settings = {**NEW_FILES, "threads": "1"}
# Files that were uploaded lie in tables with bytes; so few rows of them are held in memory at a time.
_ROWS, _ROWS_WITH_BYTES = 100_000, 32
# More than the database takes must be free, or the backup would take the last room from it.
_SPARE = 4 << 20
_one_at_a_time = threading.Lock()


class BackupFailed(StoreUnavailable):
    """No backup could be made; the message (Indonesian) says why and what to do. The database is as it was."""


def write_backup(cursor: duckdb.DuckDBPyConnection, database: Path, jenis: str, folder: Path | None = None) -> Backup:
    """Back up what `cursor` sees now, and throw away the backups that rotation no longer keeps; gives the new one.

    cursor: one of its own on the open database, in no transaction; it reads one snapshot while others go on writing.
    folder: where to; by default `backup_folder(database)`. Raises BackupFailed; then nothing is left behind.
    """
    folder = folder or backup_folder(database)
    half = _half_written(folder, database)
    with _one_at_a_time, _only_server(cursor):
        try:
            _make_folder(folder, database)
            _remove(half)
            _refuse_without_room(folder, database)
            backup = _write(cursor, database, jenis, folder, half)
        except (OSError, duckdb.Error, _Differs) as error:
            raise BackupFailed(_why(database, folder, error)) from error
        finally:
            with suppress(OSError):
                _remove(half)
        rotate(database, folder)
    return backup


def check_backup(backup: Backup) -> list[str]:
    """What is wrong with a backup (Indonesian): its bytes, its tables, their counts and hashes; empty when nothing."""
    path, note = backup.path, backup.note
    try:
        if path.stat().st_size != note.ukuran or sha256_of(path) != note.sha256:
            return ["berkasnya tidak lagi seperti saat ditulis (SHA-256 berbeda)"]
        with duckdb.connect(str(path), read_only=True, config=_QUIET) as opened:
            opened.execute("SET enable_external_access = false")
            found = contents(opened)
    except OSError as error:
        return [f"berkasnya tidak dapat dibaca: {cause(error)}"]
    except duckdb.Error as error:
        return [why_unavailable(path, error)]
    if note.versi_duckdb != duckdb.__version__:
        # Another version may make other hashes of the same rows.
        found = {table: TableContent(have.baris, "") for table, have in found.items()}
        return differences({table: TableContent(want.baris, "") for table, want in note.isi.items()}, found)
    return differences(note.isi, found)


def _only_server(cursor: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
    """Of a lake, one server at a time backs up: the name of what is half written is the same for all."""
    return only_backup(cursor) if in_lake(cursor) else nullcontext()


class _Differs(Exception):
    """The backup just written is not what was read; the message says in what."""


def _write(cursor: duckdb.DuckDBPyConnection, database: Path, jenis: str, folder: Path, half: Path) -> Backup:
    now = datetime.now(UTC).replace(microsecond=0)
    cursor.begin()
    try:
        schema, wanted = schema_number(cursor), contents(cursor)
        with duckdb.connect(str(half), config=_QUIET) as copy:
            half.chmod(0o600)
            lacking = (_copy_lake if in_lake(cursor) else _copy_file)(cursor, copy)
            copy.execute("CHECKPOINT")
    finally:
        cursor.rollback()
    if lacking:
        raise _Differs(f"susunan berbeda: {', '.join(lacking)}")
    sync_file(half)
    note = BackupNote(
        waktu=now,
        jenis=jenis,
        basis_data=str(database),
        skema=schema,
        versi_program=zi_metrics.__version__,
        versi_duckdb=duckdb.__version__,
        isi=wanted,
        ukuran=half.stat().st_size,
        sha256=sha256_of(half),
    )
    if wrong := check_backup(Backup(half, note)):
        raise _Differs("; ".join(wrong))
    path = _free_name(folder, database, now, jenis)
    # The note goes first: a note without a file is nothing, a file without a note would stay for ever.
    write_whole(note_of(path), note_text(note))
    os.replace(half, path)
    sync_folder(folder)
    for made_file in (path, note_of(path)):
        belongs_with(made_file, database)
    return Backup(path, note)


def _copy_file(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection) -> list[str]:
    """Copy everything; gives the names of tables, indexes and views that differ."""
    made = catalog(source)
    for kind in ("tabel", "indeks", "tampilan"):
        for (what, name), sql in made.items():
            if what == kind == "tabel":
                target.execute(sql)
                copy_rows(source, target, name)
            elif what == kind:
                target.execute(sql)
    return sorted(name for (_, name), _ in made.items() ^ catalog(target).items())


def _copy_lake(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection) -> list[str]:
    """The same of a lake, into the file that the same migrations make: with the indexes that a lake does not have."""
    number = schema_number(source)
    make_schema(target, number)
    names = own_tables(source)
    for name in names:
        copy_rows(source, target, name)
    return [*missing(source, number), *missing(target, number), *(set(names) ^ set(own_tables(target)))]


def copy_rows(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write a table's rows into the table of the same name in another database. Raises duckdb.Error."""
    into = qualified(target, table)
    for query in _queries(source, table):
        target.register("incoming", source.execute(query).to_arrow_reader(_ROWS))
        target.execute(f"INSERT INTO {into} BY NAME SELECT * FROM incoming")
        target.unregister("incoming")


def _queries(source: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """Queries whose rows together are the table's, and of which none asks for much memory."""
    name = qualified(source, table)
    kinds = {kind for _, kind, *_ in source.execute(f"DESCRIBE {name}").fetchall()}
    if "BLOB" not in kinds:
        yield f"SELECT * FROM {name}"
        return
    last = source.execute(f"SELECT coalesce(max(rowid), -1) FROM {name}").fetchone()
    for first in range(0, (last[0] if last else -1) + 1, _ROWS_WITH_BYTES):
        yield f"SELECT * FROM {name} WHERE rowid BETWEEN {first} AND {first + _ROWS_WITH_BYTES - 1}"


def _half_written(folder: Path, database: Path) -> Path:
    """The one name under which a backup of this database is written before it is whole."""
    whose = hashlib.sha256(str(database).encode()).hexdigest()[:12]
    return folder / f".{database.stem}-{whose}.sementara"


def _remove(half: Path) -> None:
    for path in half.parent.glob(f"{half.name}*"):
        path.unlink()


def _free_name(folder: Path, database: Path, now: datetime, jenis: str) -> Path:
    path = folder / backup_name(database, now, jenis)
    number = 2
    while path.exists() or note_of(path).exists():
        path = folder / backup_name(database, now, f"{jenis}-{number}")
        number += 1
    return path


def _make_folder(folder: Path, database: Path) -> None:
    if folder.is_dir():
        return
    # People's names lie in it.
    folder.mkdir(mode=0o700, parents=True)
    belongs_with(folder, database)


def _refuse_without_room(folder: Path, database: Path) -> None:
    lake = lake_at(database)
    files = lake.folder.rglob("*") if lake else [database]
    if shutil.disk_usage(folder).free < sum(path.stat().st_size for path in files) + _SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _why(database: Path, folder: Path, error: Exception) -> str:
    way = (
        "Tidak ada yang disimpan setengah jadi, dan basis datanya tidak diubah. Perbaiki itu, atau pilih folder "
        "cadangan lain dengan ZI_CADANGAN; lalu ulangi."
    )
    if isinstance(error, OSError):
        return f"Cadangan {database} tidak dapat ditulis di {folder}: {cause(error)}. {way}"
    if isinstance(error, _Differs):
        return f"Cadangan {database} tidak sama dengan isinya ({error}), maka tidak dipakai. {way}"
    if full := full_disk(error):
        return f"Cadangan {database} tidak dapat ditulis di {folder}: {full}. {way}"
    return f"Cadangan {database} tidak dapat dibuat. {why_unavailable(database, error)} {way}"
