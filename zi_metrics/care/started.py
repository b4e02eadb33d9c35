"""What a running dashboard does for its database beside showing it: scheduled backups, and an ear for commands."""

import logging
import os
import threading
from pathlib import Path

from zi_metrics.care.health import last_backup
from zi_metrics.care.listener import Listener, can_listen
from zi_metrics.care.schedule import BackupState, Schedule
from zi_metrics.os_causes import cause
from zi_metrics.store.connection import database_path
from zi_metrics.store.lake import lake_at

_LOG = logging.getLogger(__name__)
# Set to "tidak", a dashboard neither backs up by itself nor listens.
CARE_VARIABLE = "ZI_PERAWATAN"
_OFF = "tidak"
_lock = threading.Lock()
_schedules: dict[Path, Schedule] = {}
_listeners: dict[Path, Listener] = {}


def start_care(path: str | os.PathLike | None = None) -> None:
    """Begin to care for a database that this process has opened; once begun, nothing happens. Never raises.

    path: as `open_store` takes it.
    """
    if os.environ.get(CARE_VARIABLE) == _OFF:
        return
    database = database_path(path)
    with _lock:
        if database in _schedules:
            return
        _schedules[database] = Schedule(database)
        _schedules[database].start()
        # Who shares a lake opens it as well, and asks nobody.
        if not can_listen() or lake_at(database):
            return
        try:
            _listeners[database] = Listener(database)
        except OSError as error:
            _LOG.warning("perintah tidak dapat diterima selagi dasbor berjalan: %s", cause(error))


def stop_care(path: str | os.PathLike | None = None) -> None:
    """End it again, before the database is closed for good."""
    database = database_path(path)
    with _lock:
        schedule, listener = _schedules.pop(database, None), _listeners.pop(database, None)
    if schedule:
        schedule.stop()
    if listener:
        listener.close()


def last_backup_state(path: str | os.PathLike | None = None) -> BackupState:
    """How it stands with a database's backups, for a screen and for whoever watches the server."""
    database = database_path(path)
    with _lock:
        schedule = _schedules.get(database)
    return schedule.state if schedule else BackupState(terakhir=last_backup(database))
