"""A backup a day by itself, while the dashboard runs: when the last is a day old, and again after a failure.

The audit trail is checked with it.
"""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from zi_metrics.care.health import last_backup
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import SCHEDULED
from zi_metrics.store.before_migration import is_empty
from zi_metrics.store.connection import Store, opened_store, why_failed
from zi_metrics.store.integrity import trail
from zi_metrics.store.lake import lake_at
from zi_metrics.store.unavailable import StoreUnavailable

_LOG = logging.getLogger(__name__)
EVERY = timedelta(days=1)
# Whoever starts the dashboard wants to see a page first.
FIRST_AFTER = timedelta(minutes=1)
AGAIN_AFTER = timedelta(hours=1)
# Several dashboards that were started together do not all write at once.
MAX_JITTER = timedelta(minutes=10)


@dataclass(frozen=True)
class BackupState:
    """How it stands with a database's scheduled backups.

    terakhir: when the newest backup of any kind was taken (UTC); None when there is none
    galat: why the last attempt failed (Indonesian); None when it did not
    gagal_pada: when it failed (UTC); None when it did not
    berikut: when the next attempt is due (UTC); None when nothing is scheduled in this process
    """

    terakhir: datetime | None = None
    galat: str | None = None
    gagal_pada: datetime | None = None
    berikut: datetime | None = None


class Schedule:
    """Backs up one database by itself until it is stopped."""

    def __init__(self, database: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._now = database, now
        self._state = BackupState(berikut=self._first_due())
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="zi-cadangan", daemon=True).start()

    def stop(self) -> None:
        """No further attempt is begun."""
        self._stopped.set()

    @property
    def state(self) -> BackupState:
        """How it stands now."""
        return replace(self._state, terakhir=last_backup(self._database))

    def attempt(self) -> None:
        """Back up now, if the database is open in this process and holds anything; a failure is kept in `state`."""
        store = opened_store(self._database)
        why = _back_up(store) if store else None
        now = self._now()
        if why is None:
            self._state = BackupState(berikut=now + EVERY + _jitter())
        else:
            _LOG.error("cadangan terjadwal gagal: %s", why)
            self._state = BackupState(galat=why, gagal_pada=now, berikut=now + AGAIN_AFTER)

    def _first_due(self) -> datetime:
        last = last_backup(self._database)
        soon = self._now() + FIRST_AFTER
        return max(soon, last + EVERY) + _jitter() if last else soon

    def _run(self) -> None:
        while True:
            due = self._state.berikut or self._now()
            # In short waits: the clock may be set, and a computer that slept wakes late.
            if self._stopped.wait(min(60.0, max(0.0, (due - self._now()).total_seconds()))):
                return
            if self._now() >= due:
                self.attempt()


def _back_up(store: Store) -> str | None:
    """Why it failed; None when it did not, or nothing is stored yet."""
    try:
        with store.cursor() as cursor:
            # Of several servers over one lake, the first does it for all.
            if not is_empty(cursor) and not (lake_at(store.path) and _is_recent(last_backup(store.path))):
                write_backup(cursor, store.path, SCHEDULED)
            if found := next(trail(cursor), None):
                return f"Jejak perubahan tidak utuh: {found.pesan}."
    except StoreUnavailable as error:
        return str(error)
    except duckdb.Error as error:
        return why_failed(error, store.path) or str(error)
    except Exception as error:  # The thread must live on, and the failure be seen.
        _LOG.exception("cadangan terjadwal gagal")
        return f"{type(error).__name__}: {error}"
    return None


def _is_recent(taken: datetime | None) -> bool:
    return taken is not None and datetime.now(UTC) - taken < EVERY / 2


def _jitter() -> timedelta:
    return random.random() * MAX_JITTER
