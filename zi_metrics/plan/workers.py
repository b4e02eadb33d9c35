"""Plans and simulations on all processors: processes that are started once, kept, and gone with the program.

Looking for a plan keeps one processor busy and the interpreter with it; elsewhere it holds up nobody's page.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import ParamSpec, TypeVar

from zi_metrics.processors import processors

Common = TypeVar("Common")
One = TypeVar("One")
Answer = TypeVar("Answer")
Given = ParamSpec("Given")
# What is raised where processes were ended, cannot be started, or are being forgotten by another thread.
_GONE = (BrokenProcessPool, CancelledError, OSError)
# Fewer are done before the processes have begun, and hold up nobody for long.
_FEWEST = 50
# So many at a time: little to send, and the last parts end at about the same time.
_EACH = 5
_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None
# Work that was asked for while no process had begun, to begin one: done once there is one.
_begun: Future | None = None


def in_parts(work: Callable[[Common, Sequence[One]], Answer], common: Common, each: Sequence[One]) -> list[Answer]:
    """The answers of a function about parts of many, in their order; few are asked here, many in other processes.

    work: a function of a module; what it takes, gives and raises can be pickled.
    """
    if len(each) < _FEWEST or processors() < 2:
        return [work(common, each)]
    parts = [each[first : first + _EACH] for first in range(0, len(each), _EACH)]
    try:
        return list(_kept().map(work, [common] * len(parts), parts))
    except _GONE:
        # A process was ended from outside (memory, mostly), or none can be started: slower, but answered.
        logging.getLogger(__name__).warning("processes for plans are gone; the plans are made in this one")
        _forget()
        return [work(common, each)]


def elsewhere(work: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer | None:
    """The answer of a function from another process; None where there is no such process, or none yet.

    work: as of `in_parts`; it never gives None. The first to ask is not kept waiting until a process has begun.
    """
    global _begun
    if processors() < 2:
        return None
    try:
        pool = _kept()
        begun = _begun
        if begun is None:
            begun = _begun = pool.submit(work, *given, **named)
        return pool.submit(work, *given, **named).result() if begun.done() else None
    except _GONE:
        logging.getLogger(__name__).warning("processes for simulations are gone; it is done in this one")
        _forget()
        return None


def _kept() -> ProcessPoolExecutor:
    """The processes, started when they are needed first; they end with the program."""
    global _pool
    with _lock:
        if _pool is None:
            # Nothing of this process, whose threads hold locks and whose database is open, may be in them.
            _pool = ProcessPoolExecutor(processors(), get_context("spawn"), _begin)
        return _pool


def _begin() -> None:
    """In a new process: it says nothing of its own (the solver writes now and then), and does not outlive the other."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    other = parent_process()
    if other is not None:
        # Killed, it could tell nobody, and these would wait for work for ever.
        other.join()
        os._exit(0)


def _forget() -> None:
    global _pool, _begun
    with _lock:
        gone, _pool, _begun = _pool, None, None
    if gone is not None:
        gone.shutdown(wait=False, cancel_futures=True)
