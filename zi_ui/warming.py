"""What the first visitors would wait for is loaded and computed once the server answers, beside it.

The screens' modules, the database, and what Ringkasan shows of the newest year to who sees all units; what is learned
from all units is the same for whoever sees a part. Python runs one thread at a time: where pages are drawn meanwhile,
these and the loading take turns. Were all pages drawn first, a crowd that comes at once would compute the same unit
after unit, which takes longer, and none of it would be loaded before the last of them is gone. Nobody hangs on it: what
fails is logged, and the first visitor computes it as ever.
"""

import importlib
import logging
import os
import pkgutil
import threading
import time
from collections.abc import Callable, Iterator

import zi_ui
from zi_metrics.access.given import operators_store
from zi_metrics.store.tables import is_empty
from zi_ui import turns
from zi_ui.beforehand import figures
from zi_ui.serving import logs, memory

# So many seconds it loads in one turn, at least one step: about as long as a first visitor's page takes.
_TURN_S = 0.3
# Set to "tidak", a server loads nothing beforehand.
WARMING_VARIABLE = "ZI_PEMANASAN"
_OFF = "tidak"
# Seconds that the server has to begin to answer, before anything is loaded.
_AFTER = 0.5
_WITHOUT_SESSION = "streamlit.runtime.scriptrunner_utils.script_run_context"
Step = Callable[[], object]


class Warming:
    """Loading in a thread of its own, from `start` until it is done or told to `stop`."""

    def __init__(self, steps: Callable[[], Iterator[Step]] | None = None, after: float = _AFTER) -> None:
        """steps: what is done one after the other (None = all that the first visit needs); after: seconds before."""
        self._steps, self._after = steps or first_needed, after
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="zi-warming", daemon=True)

    def start(self) -> None:
        """Begin, where it is not switched off, and return at once."""
        if os.environ.get(WARMING_VARIABLE) == _OFF:
            return
        # What is kept draws its own "being computed" for whoever waits; here nobody does.
        logging.getLogger(_WITHOUT_SESSION).setLevel(logging.ERROR)
        self._thread.start()

    def stop(self, within: float = 2.0) -> None:
        """Begin no further step; wait so many seconds for the one that runs."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join(within)

    def _run(self) -> None:
        if self._stopped.wait(self._after):
            return
        try:
            steps = self._steps()
            while self._go_on(steps):
                if self._stopped.is_set():
                    return
            logs.event("dihangatkan")
        except Exception:
            # The database may be another's, or broken: the first visitor is told, as without this.
            logs.failure("tidak_dihangatkan")
        memory.set_aside()
        memory.look(self._stopped)

    def _go_on(self, steps: Iterator[Step]) -> bool:
        """Take as many steps as fit in one turn; whether there may be more."""
        with turns.between():
            until = time.monotonic() + _TURN_S
            while not self._stopped.is_set():
                # What is next may have to be found out by asking the database, too.
                if (step := next(steps, None)) is None:
                    return False
                step()
                if time.monotonic() >= until:
                    break
        return True


def first_needed() -> Iterator[Step]:
    """The steps, each short."""
    for module in pkgutil.walk_packages(zi_ui.__path__, f"{zi_ui.__name__}."):
        yield lambda name=module.name: _load(name)
    store = operators_store(lewat="layar")
    if not is_empty(store):
        yield from figures(store)


def _load(name: str) -> None:
    importlib.import_module(name)
