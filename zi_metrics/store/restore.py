"""A backup put in the place of the database: wholly or not at all, whenever it is ended, and nothing is deleted.

The database and its log of changes are moved aside together: a newer log beside an older file is never left. What is
to be done is written down first (a journal beside the database); from then on the next opening finishes it.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from zi_metrics.os_causes import cause
from zi_metrics.store.backup import check_backup
from zi_metrics.store.backup_folder import Backup
from zi_metrics.store.checkpoints import kept_blocks
from zi_metrics.store.durable import belongs_with, copy_whole, sync_file, sync_folder, write_whole
from zi_metrics.store.file_format import NEW_FILES
from zi_metrics.store.held import is_held
from zi_metrics.store.lake import lake_at
from zi_metrics.store.lake_restore import restore_lake
from zi_metrics.store.lost import logs, mark
from zi_metrics.store.migrations import NewerDatabase, known_migrations, migrate
from zi_metrics.store.unavailable import StoreUnavailable

try:
    import fcntl
except ImportError:  # Windows: a file that is open there cannot be moved away, which stops the restore as well.
    fcntl = None

_NEW = ".pulihan"
_IN_USE = (
    "Basis data {path} sedang dipakai program lain (biasanya dasbor yang sedang berjalan). Hentikan dasbor itu dahulu, "
    "ulangi perintah ini, lalu jalankan dasbornya lagi; selagi dipakai, basis data tidak dapat diganti."
)


class RestoreFailed(StoreUnavailable):
    """A backup was not put in place; the message (Indonesian) says why and what to do."""


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    path: the database that is in place now
    aside: the folder with what was there before (file and log of changes); None when nothing was
    """

    path: Path
    aside: Path | None


def restore_backup(database: Path, backup: Backup) -> Restored:
    """Check a backup whole, and put a copy of it in the place of the database, which is moved aside.

    The database must not be open, neither in this process nor in another. An older backup is brought along at the
    next opening. Raises RestoreFailed, NewerDatabase; then the database is as it was.
    """
    refuse_unusable(backup)
    if lake := lake_at(database):
        return Restored(database, restore_lake(lake, backup))

    def make(new: Path) -> None:
        if copy_whole(backup.path, new) != backup.note.sha256:
            raise RestoreFailed(f"Cadangan {backup.path} berubah selagi disalin. Basis data tidak diubah.")

    return _swap(database, make)


def refuse_unusable(backup: Backup) -> None:
    """Raise NewerDatabase, RestoreFailed for a backup that cannot be put in place."""
    newest = len(known_migrations())
    if backup.note.skema > newest:
        raise NewerDatabase(
            f"Cadangan {backup.path} ditulis oleh versi aplikasi yang lebih baru ({backup.note.versi_program}, migrasi "
            f"{backup.note.skema}; versi ini mengenal {newest}). Perbarui aplikasi, atau pilih cadangan lain."
        )
    if wrong := check_backup(backup):
        raise RestoreFailed(
            f"Cadangan {backup.path} rusak: {'; '.join(wrong)}. Basis data tidak diubah. Pilih cadangan lain: "
            "python -m zi_metrics restore --daftar."
        )


def begin_empty(database: Path) -> Restored:
    """Put a new empty database in the place of the one that is there, or was, which is moved aside; backups stay.

    Raises RestoreFailed; then the database is as it was.
    """
    if lake := lake_at(database):
        return Restored(database, restore_lake(lake, None))
    return _swap(database, make_empty)


def make_empty(path: Path) -> None:
    """Make a database without anything in it but the present schema, and have the disk keep it.

    Raises duckdb.Error, OSError.
    """
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path), config=NEW_FILES) as fresh:
        migrate(fresh)
    sync_file(path)


def finish_restore(database: Path) -> None:
    """Finish a restore that was ended in the middle; to be called before the database is opened.

    Raises RestoreFailed when one is at work right now, or cannot be finished.
    """
    path = _journal(database)
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            if not _lock(file.fileno()):
                raise RestoreFailed(
                    f"Basis data {database} sedang dipulihkan dari cadangan. Tunggu sampai selesai, lalu ulangi."
                )
            said = json.load(file)
            _carry_out(database, _plain(said["baru"]), _plain(said["sisih"]))
    except FileNotFoundError:
        return  # finished by the one who began it
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = cause(error) if isinstance(error, OSError) else "catatannya tidak terbaca"
        raise RestoreFailed(
            f"Pemulihan {database} terhenti di tengah jalan dan tidak dapat diteruskan: {why}. Perbaiki itu, lalu "
            f"jalankan lagi. Yang lama ada di folder {database.name}.disisihkan-…; hapus {path.name} hanya bila "
            f"{database.name} sudah Anda kembalikan sendiri."
        ) from error


def _swap(database: Path, make: Callable[[Path], None]) -> Restored:
    """Move what is there aside, and put in its place what `make` writes under the name that it is given."""
    if is_held(database):
        raise RestoreFailed(_IN_USE.format(path=database))
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    aside = _free(database.with_name(f"{database.name}.disisihkan-{stamp}"))
    new = database.with_name(database.name + _NEW)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        finish_restore(database)
        there = database.exists() or bool(logs(database))
        with _not_in_use(database):
            new.unlink(missing_ok=True)
            make(new)
            new.chmod((database.stat().st_mode if database.exists() else 0o600) & 0o777)
            belongs_with(new, database)
            write_whole(_journal(database), json.dumps({"baru": new.name, "sisih": aside.name}))
            with suppress(FileNotFoundError), _journal(database).open("rb") as file:
                # Whoever opens the database in this very moment finishes it in our stead.
                _wait_for(file.fileno())
                _carry_out(database, new.name, aside.name)
    except (OSError, duckdb.Error) as error:
        with suppress(OSError):
            if not _journal(database).exists():
                new.unlink(missing_ok=True)
        why = cause(error) if isinstance(error, OSError) else str(error).splitlines()[0]
        raise RestoreFailed(
            f"Tidak dapat ditaruh di {database}: {why}. Perbaiki itu, lalu ulangi; tidak ada yang dihapus."
        ) from error
    mark(database)
    return Restored(database, aside if there else None)


def _carry_out(database: Path, new_name: str, aside_name: str) -> None:
    """What the journal says, from wherever it was left; the journal's end is the end of it."""
    folder = database.parent
    if not _journal(database).exists():
        return
    if (folder / new_name).exists():
        # The log first: an older log beside a newer file DuckDB would refuse, none at all it takes for a whole one.
        old = [*logs(database), *(path for path in (kept_blocks(database), database) if path.exists())]
        if old:
            (folder / aside_name).mkdir(mode=0o700, exist_ok=True)
            belongs_with(folder / aside_name, database)
        for path in old:
            os.replace(path, folder / aside_name / path.name)
        if old:
            sync_folder(folder / aside_name)
        os.replace(folder / new_name, database)
        sync_folder(folder)
    _journal(database).unlink()
    sync_folder(folder)


@contextmanager
def _not_in_use(database: Path) -> Iterator[None]:
    """Hold the lock that DuckDB takes on a file, so that nobody opens it meanwhile. Raises RestoreFailed, OSError."""
    if fcntl is None or not database.exists():
        yield
        return
    with database.open("rb+") as file:
        try:
            fcntl.lockf(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RestoreFailed(_IN_USE.format(path=database)) from error
        yield


def _journal(database: Path) -> Path:
    return database.with_name(database.name + ".pemulihan")


def _lock(descriptor: int) -> bool:
    """Hold a file until it is closed or the process ends; False when somebody else does."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _wait_for(descriptor: int) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _free(path: Path) -> Path:
    number = 2
    while path.exists():
        path = path.with_name(f"{path.name}-{number}")
        number += 1
    return path


def _plain(name: object) -> str:
    """A name that leads to no other folder. Raises ValueError."""
    if not isinstance(name, str) or Path(name).name != name:
        raise ValueError(name)
    return name
