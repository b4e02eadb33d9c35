"""A process that is ready: it has loaded what reads files, reads nobody's itself, and forks a child for each.

So a child starts at once, with all bounds of its own, and nothing of one file reaches the next. The parent asks over a
socket, one datagram each:

- a task (see child.py), with four files: question, reply, errors, and a pipe on which the child's end is told;
- 'end' and the number of a child, which is then killed.

The pipe gets the child's number, when it runs, and later how it ended, both as INTEGER. When the parent is gone, so
are the children.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable

INTEGER = struct.Struct("=q")
END = b"end "
_LONGEST_TASK = 64
_FILES = 4
# After so many, a child's reading of its file takes no less time for one more.
_FIRST_READINGS = 3


def main() -> None:
    """Serves the parent whose socket the first argument names, until that closes it."""
    # What every child needs is loaded once, here; the bounds are each child's own.
    from zi_metrics.reading import (  # noqa: F401
        archive,
        cell_bytes,
        child,
        column_text,
        protocol,
        spreadsheet,
    )
    from zi_metrics.reading.first_workbook import first_workbook

    for _ in range(_FIRST_READINGS):
        protocol.encode(spreadsheet.sheets_of(first_workbook()))
    serve(child.main)


def serve(work: Callable[[], None], idle_seconds: float | None = None) -> None:
    """Serves the parent whose socket the first argument names, until that closes it.

    work: what a child does, its task the first argument; idle_seconds: after so long without any it ends, None = never
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    # An interrupt at the terminal is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is loaded is not looked through again in each child, which would copy it.
    gc.freeze()
    told: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([control, woken], [], [], idle_seconds)
        if not ready and not told:
            break
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 512)
            _tell_ends(told)
        if control in ready:
            message, files, _, _ = socket.recv_fds(control, _LONGEST_TASK, _FILES)
            if not message:
                break
            if message.startswith(END):
                _end(int(message[len(END) :]), told)
            elif len(files) == _FILES:
                _fork(work, message.decode("ascii"), files, told, [control.fileno(), woken, wake])
    for number in told:
        os.kill(number, signal.SIGKILL)


def _end(number: int, told: dict[int, int]) -> None:
    if number in told:
        os.kill(number, signal.SIGKILL)


def _fork(work: Callable[[], None], task: str, files: list[int], told: dict[int, int], own: list[int]) -> None:
    number = os.fork()
    if number == 0:
        _be_child(work, task, files, [*told.values(), *own])
    for file in files[:3]:
        os.close(file)
    told[number] = files[3]
    _write(files[3], number)


def _tell_ends(told: dict[int, int]) -> None:
    while told:
        number, status = os.waitpid(-1, os.WNOHANG)
        if not number:
            return
        pipe = told.pop(number)
        _write(pipe, status)
        os.close(pipe)


def _write(pipe: int, value: int) -> None:
    # A parent that no longer wants to know has closed its end.
    with contextlib.suppress(BrokenPipeError):
        os.write(pipe, INTEGER.pack(value))


def _be_child(work: Callable[[], None], task: str, files: list[int], not_mine: list[int]) -> None:
    """Never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        for place, file in enumerate(files[:3]):
            os.dup2(file, place)
        for file in {*files, *not_mine} - {0, 1, 2}:
            os.close(file)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        sys.argv = ["", task]
        work()
        status = 0
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        with contextlib.suppress(BaseException):
            sys.stderr.flush()
        os._exit(status)
