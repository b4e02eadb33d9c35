"""Whether the database answers, when it was last backed up, and how much room is left on its disk."""

import os
import shutil
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from zi_metrics.bahasa import format_plain
from zi_metrics.os_causes import cause
from zi_metrics.store.backup_folder import backups
from zi_metrics.store.connection import database_path, open_store, why_failed
from zi_metrics.store.migrations import NewerDatabase
from zi_metrics.store.schema import schema_number
from zi_metrics.store.unavailable import StoreUnavailable

# So long the database may take to answer the smallest question there is.
MAX_SECONDS = 5.0


@dataclass(frozen=True)
class Health:
    """How the database is.

    siap: it answers
    sebab: why it does not (Indonesian); None when it does
    cadangan_terakhir: when its last backup was taken (UTC); None when there is none
    ruang_kosong: free bytes on the database's disk; None when the system does not say
    """

    siap: bool
    sebab: str | None
    cadangan_terakhir: datetime | None
    ruang_kosong: int | None


def health(path: str | os.PathLike | None = None, seconds: float = MAX_SECONDS) -> Health:
    """How the database is; asks it, and waits for no longer than so many seconds. Never raises for its failures.

    path: as `open_store` takes it. A store that is open in this process is asked; else the database is opened.
    """
    database = database_path(path)
    why = _unanswered(database, seconds)
    return Health(why is None, why, last_backup(database), _free(database))


def last_backup(database: Path) -> datetime | None:
    """When the newest backup was taken (UTC); None when there is none, or its folder cannot be read."""
    try:
        return next((backup.note.waktu for backup in backups(database)), None)
    except OSError:
        return None


def _unanswered(database: Path, seconds: float) -> str | None:
    """Why the database does not answer; None when it does."""
    # Opening and asking may hang on a disk that does; the one who asks must not, nor may threads pile up behind it.
    with _asking_lock:
        asking = _asking.get(database)
        if asking is None or not asking.thread.is_alive():
            asking = _asking[database] = _Asking(database)
    asking.thread.join(seconds)
    return (
        asking.said[0]
        if asking.said
        else f"Basis data {database} tidak menjawab dalam {format_plain(seconds, 1)} detik."
    )


class _Asking:
    """One question, asked in a thread of its own: `said` holds the answer once it is there."""

    def __init__(self, database: Path) -> None:
        self.said: list[str | None] = []
        self.thread = threading.Thread(target=self._ask, args=(database,), name="zi-kesehatan", daemon=True)
        self.thread.start()

    def _ask(self, database: Path) -> None:
        self.said.append(_ask(database))


_asking: dict[Path, _Asking] = {}
_asking_lock = threading.Lock()


def _ask(database: Path) -> str | None:
    try:
        with open_store(database).cursor() as cursor:
            schema_number(cursor)
    except (StoreUnavailable, NewerDatabase) as error:
        return str(error)
    except duckdb.Error as error:
        return why_failed(error, database) or f"Basis data {database} tidak dapat ditanyai."
    except OSError as error:
        return f"Basis data {database} tidak dapat dibuka: {cause(error)}."
    return None


def _free(database: Path) -> int | None:
    try:
        return shutil.disk_usage(database.parent).free
    except OSError:
        return None
