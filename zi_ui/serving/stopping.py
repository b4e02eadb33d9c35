"""A graceful stop: what is being written is finished or taken back, the database is closed, all within a bound.

systemd, Docker and `kill` send SIGTERM. Uvicorn then closes the connections and calls the app's end, which stands
here; what hangs on (a slow upload, a script in a long computation) is cut off when the time is up. What was not
committed by then is gone as a whole: the database never holds half an import.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Protocol

from zi_metrics.store.connection import end_all
from zi_ui.serving import logs
from zi_ui.serving.media import watch_downloads

# Seconds from the signal to the end, and how many of them a transaction may take to finish by itself.
BOUND, _FOR_WRITING = 10.0, 6.0
# With systemd's TimeoutStopSec and Docker's --time above the bound, this is never cut short from outside.
_FORCED = 1


class Beside(Protocol):
    """What runs beside the server."""

    def start(self) -> None:
        """Begin, and return at once."""

    def stop(self) -> None:
        """End soon."""


@asynccontextmanager
async def until_stopped(_app: object, beside: Beside | None = None) -> AsyncIterator[None]:
    """Around the server's life: watch for the signal to stop, and close the databases at the end.

    beside: is started once the server is about to answer, and stopped before the databases close
    """
    _watch(signal.SIGTERM)
    _watch(signal.SIGINT)
    watch_downloads()
    logs.event("mulai", process=os.getpid())
    if beside:
        beside.start()
    yield
    begun = time.monotonic()
    if beside:
        await asyncio.to_thread(beside.stop)
    finished = await asyncio.to_thread(end_all, _FOR_WRITING)
    level = logging.INFO if finished else logging.WARNING
    logs.event("berhenti", level, finished=finished, ms=round((time.monotonic() - begun) * 1000))


def _watch(number: signal.Signals) -> None:
    """Let the time begin to run when the signal comes; what was to happen then happens as well."""
    before = signal.getsignal(number)

    def came(received: int, frame: FrameType | None) -> None:
        threading.Thread(target=_cut_off, name="zi-stop", daemon=True).start()
        if callable(before):
            before(received, frame)

    # Only a process's first thread may; mounted elsewhere, the other server's own way to stop holds.
    if threading.current_thread() is threading.main_thread():
        signal.signal(number, came)


def _cut_off() -> None:
    time.sleep(BOUND)
    logs.event("dihentikan_paksa", logging.WARNING)
    os._exit(_FORCED)
