"""The parent's side of the ready process (template.py): started when first needed, and anew when it is gone."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from typing import BinaryIO

from zi_metrics.reading.template import END, INTEGER


class ReadyProcess:
    """Gives children that are forks of one process that has loaded everything; for systems that fork.

    start: starts the process with one argument, the number of a socket that it inherits
    """

    def __init__(self, start: Callable[[int], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    @property
    def pid(self) -> int | None:
        """The process's number; None while none runs."""
        return self._process.pid if self._process is not None and self._owner == os.getpid() else None

    def child(self, task: str, question: BinaryIO, reply: BinaryIO, errors: BinaryIO) -> "ReadyChild":
        """A child at work on a task. Raises OSError where none can be started."""
        told, tell = os.pipe()
        try:
            files = [question.fileno(), reply.fileno(), errors.fileno(), tell]
            with self._lock:
                try:
                    control = self._running()
                    socket.send_fds(control, [task.encode("ascii")], files)
                except OSError:
                    # It was ended meanwhile, as a system short of memory does.
                    self._give_up()
                    control = self._running()
                    socket.send_fds(control, [task.encode("ascii")], files)
        except OSError:
            os.close(told)
            raise
        finally:
            os.close(tell)
        return ReadyChild(told, control)

    def _running(self) -> socket.socket:
        # A fork of ours (a server's worker) has its own.
        if self._control is None or self._owner != os.getpid():
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self._process = self._start(its.fileno())
            self._control, self._owner = ours, os.getpid()
        return self._control

    def _give_up(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


class ReadyChild:
    """A child, with those of `subprocess.Popen`'s ways that its watch needs."""

    def __init__(self, told: int, control: socket.socket) -> None:
        self._told, self._control = told, control
        self.returncode: int | None = None
        try:
            self.pid = self._next()
        except OSError:
            os.close(told)
            raise

    def wait(self, timeout: float | None = None) -> int:
        """How it ended. Raises subprocess.TimeoutExpired, and OSError when the ready process itself is gone."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("reading child", timeout or 0)
            self.returncode = os.waitstatus_to_exitcode(self._next())
        return self.returncode

    def end(self) -> None:
        """Have it ended, if it still runs, and wait for that."""
        try:
            if self.returncode is None:
                with contextlib.suppress(OSError):
                    self._control.send(END + str(self.pid).encode("ascii"))
                # Without the ready process nobody else would end it.
                with contextlib.suppress(OSError):
                    self.wait()
        finally:
            os.close(self._told)

    def _next(self) -> int:
        packed = os.read(self._told, INTEGER.size)
        if len(packed) < INTEGER.size:
            self.returncode = -signal.SIGKILL
            raise ConnectionResetError("the ready process is gone")
        return INTEGER.unpack(packed)[0]
