"""The dashboard's ear: a thread that answers the command line, one request after another."""

import logging
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

from zi_metrics.care.requests import serve_line
from zi_metrics.care.socket_place import make_private_folder, socket_path
from zi_metrics.store.connection import opened_store

_LOG = logging.getLogger(__name__)


class Listener:
    """Listens for requests about one database until it is closed."""

    def __init__(self, database: Path) -> None:
        """Begin to listen. Raises OSError where that cannot be."""
        self._database = database
        self._path = socket_path(database)
        make_private_folder(self._path.parent)
        # This process holds the database: what lies here was left by one that ended.
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.bind(str(self._path))
            os.chmod(self._path, 0o600)
            self._socket.listen(4)
        except OSError:
            self._socket.close()
            raise
        self._thread = threading.Thread(target=self._listen, name="zi-pendengar", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return  # closed
            try:
                serve_line(line, lambda: opened_store(self._database))
            except Exception:
                # A thread that ends is never heard of again.
                _LOG.exception("permintaan tidak dapat dijawab")

    def close(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            # Wakes the one who waits for a connection.
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._path.parent.rmdir()


def can_listen() -> bool:
    """Whether this system has such sockets (Windows' Python has none)."""
    return hasattr(socket, "AF_UNIX")
