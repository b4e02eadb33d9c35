"""The parent's side: has a child process read the file, and outlives whatever that does to the child."""

import contextlib
import importlib.util
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from zi_metrics.reading import bounds
from zi_metrics.reading.child import Limits, limits_of
from zi_metrics.reading.fair_places import FairPlaces
from zi_metrics.reading.ready import ReadyProcess
from zi_metrics.safe_logging import log_failure, safe_line, safe_lines_of

Answer = TypeVar("Answer")

_LOG = logging.getLogger(__name__)
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
# The child gets its two locations appended after the standard library, and nothing of the server's settings.
_START_CHILD = "import sys; sys.path += sys.argv[2:]; from zi_metrics.reading.child import main; main()"
# What is loaded stays, and what a child makes goes with the child: nothing is looked through for garbage.
_START_TEMPLATE = (
    "import gc, sys; gc.disable(); sys.path += sys.argv[2:]; from zi_metrics.reading.template import main; main()"
)
# Without these Python may not start: Windows needs the first, some Linux builds the second.
_ENVIRONMENT_NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")
# How often a child is looked at; most have told their end before, and the system holds them to their bounds meanwhile.
_POLL_SECONDS = 0.05
# So many times its seconds of the processor a child may take by the clock: only what hangs takes that long.
_CLOCK_FOR_PROCESSOR = 30

# How the system ends a child that took its seconds of the processor between two looks.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None

_places = FairPlaces(bounds.MAX_CHILDREN, bounds.MAX_CHILDREN_EACH)


def ask(task: str, content: bytes, read_answer: Callable[[BinaryIO], Answer]) -> Answer:
    """Has a child do a task of child.py with these bytes; gives what `read_answer` makes of its answer's start.

    Waits its turn while MAX_CHILDREN are at work, or MAX_CHILDREN_EACH for the same person.
    Raises bounds.Refusal, also when `read_answer` raises ValueError.
    """
    try:
        with _places.place(bounds.MAX_SECONDS_IN_QUEUE) as got:
            if not got:
                raise bounds.Refusal("belum dibaca karena server sedang membaca banyak berkas lain", bounds.TRY_LATER)
            return _ask_child(task, content, read_answer)
    except ValueError as error:
        _LOG.warning("reading child gave no valid answer: %s", safe_line(error))
        raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN) from error
    except (OSError, MemoryError) as error:
        log_failure(_LOG, "cannot run the reading child", error)
        raise bounds.Refusal("belum dapat dibaca karena server kekurangan sumber daya", bounds.TRY_LATER) from error


def _ask_child(task: str, content: bytes, read_answer: Callable[[BinaryIO], Answer]) -> Answer:
    # Files without a name: the system removes them, whatever happens to either process.
    with (
        tempfile.TemporaryFile() as question,
        tempfile.TemporaryFile() as reply,
        tempfile.TemporaryFile() as errors,
    ):
        question.write(content)
        question.seek(0)
        with _child(task, question, reply, errors) as child:
            _watch(child, reply, errors, limits_of(task))
        if child.returncode != 0:
            _LOG.warning("reading child ended with %s: %s", child.returncode, _tail(errors))
            if child.returncode == _OUT_OF_TIME:
                raise _too_long(limits_of(task))
            raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)
        reply.seek(0)
        return read_answer(reply)


def library_roots() -> tuple[Path, ...]:
    """Where the child finds this package, calamine and openpyxl, and nothing else but Python's own libraries."""
    found = (importlib.util.find_spec(name) for name in ("python_calamine", "openpyxl"))
    libraries = (Path(library.origin).parents[1] for library in found if library and library.origin)
    return tuple(dict.fromkeys((_PACKAGE_ROOT, *libraries)))


class Child(Protocol):
    """A process that reads a file."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    @property
    def returncode(self) -> int | None:
        """How it ended, as subprocess tells it; None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """How it ended. Raises subprocess.TimeoutExpired."""
        ...


@contextlib.contextmanager
def _child(task: str, question: BinaryIO, reply: BinaryIO, errors: BinaryIO) -> Iterator[Child]:
    """A running child, certainly ended and reaped on leaving; a fork of the ready process where the system forks."""
    if _ready is not None:
        fork = _ready.child(task, question, reply, errors)
        try:
            yield fork
        finally:
            fork.end()
        return
    process = _start([_START_CHILD, task], question, reply, errors)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _start(
    program: list[str],
    stdin: BinaryIO | int,
    stdout: BinaryIO | int,
    stderr: BinaryIO | int,
    inherited: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """A process of ours with this program and its first argument."""
    return subprocess.Popen(
        # -I and -S: no PYTHON* variables, no current directory, no site customisation.
        [_python(), "-I", "-S", "-c", *program, *map(str, library_roots())],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env={name: os.environ[name] for name in _ENVIRONMENT_NEEDED if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        pass_fds=inherited,
    )


def _start_template(control: int) -> subprocess.Popen[bytes]:
    nowhere = subprocess.DEVNULL
    return _start([_START_TEMPLATE, str(control)], nowhere, nowhere, nowhere, (control,))


# Elsewhere than on Linux such sockets are missing (macOS), or processes that fork.
_ready = ReadyProcess(_start_template) if sys.platform == "linux" else None


def _python() -> str:
    """The interpreter; on Windows not the virtual environment's launcher, whose own child would escape the watch."""
    return getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable


def _watch(child: Child, reply: BinaryIO, errors: BinaryIO, limits: Limits) -> None:
    """Returns when the child has ended by itself; raises bounds.Refusal when it takes too much.

    What it takes of the processor decides, so that a busy machine refuses no file that an idle one reads.
    """
    deadline = time.monotonic() + limits.seconds * _CLOCK_FOR_PROCESSOR
    while True:
        try:
            child.wait(timeout=_POLL_SECONDS)
            return
        except subprocess.TimeoutExpired:
            pass
        processor, resident = _taken(child.pid)
        if processor > limits.seconds or time.monotonic() > deadline:
            raise _too_long(limits)
        if resident > limits.memory:
            raise bounds.Refusal(bounds.TOO_HUNGRY, bounds.REMOVE_EXCESS)
        if max(os.fstat(file.fileno()).st_size for file in (reply, errors)) > limits.answer:
            raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)


def _too_long(limits: Limits) -> bounds.Refusal:
    return bounds.Refusal(f"terlalu lama dibaca (lebih dari {limits.seconds} detik)", bounds.REMOVE_EXCESS)


def _taken(pid: int) -> tuple[float, int]:
    """Seconds of the processor that a process has taken, and the bytes that it has in memory."""
    # Here, because the child imports this package too and has no use for it.
    import psutil

    try:
        process = psutil.Process(pid)
        with process.oneshot():
            times = process.cpu_times()
            return times.user + times.system, process.memory_info().rss
    except psutil.Error:  # ended meanwhile
        return 0.0, 0


def _tail(errors: BinaryIO) -> str:
    """What of the child's words may stand in the server's log: not what it quotes of the file."""
    end = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, end - 2_000))
    return safe_lines_of(errors.read())
