"""The parent's side: has a child process read the file, and outlives whatever that does to the child."""

import contextlib
import hashlib
import importlib.util
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO

from zi_metrics.reading import answer, bounds
from zi_metrics.reading.grid import Grid, Sheet, UnreadableFile

_LOG = logging.getLogger(__name__)
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
# The child gets its two locations appended after the standard library, and nothing of the server's settings.
_START_CHILD = "import sys; sys.path += sys.argv[1:]; from zi_metrics.reading.child import main; main()"
# Without these Python may not start: Windows needs the first, some Linux builds the second.
_ENVIRONMENT_NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")
_POLL_SECONDS = 0.05
_LONGEST_NAME_SHOWN = 100
_TRY_LATER = "Tunggu sebentar, lalu unggah lagi. Bila tetap gagal, hubungi pengelola aplikasi."

_places = threading.BoundedSemaphore(bounds.MAX_CHILDREN)


def read_spreadsheet(file_name: str, content: bytes) -> Grid:
    """Reads an uploaded workbook (.xlsx, .xlsm, .xls, .ods; told by its bytes, not its name) into a Grid.

    Safe with any bytes: the parsing happens in a child process bounded in memory and time (see bounds.py), at most
    MAX_CHILDREN at once; a call waits its turn. May be called from several threads. Raises UnreadableFile only.
    """
    try:
        bounds.check_size(content)
        if not _places.acquire(timeout=bounds.MAX_SECONDS_IN_QUEUE):
            raise bounds.Refusal("belum dibaca karena server sedang membaca banyak berkas lain", _TRY_LATER)
        try:
            sheets = _sheets_by_child(content)
        finally:
            _places.release()
    except bounds.Refusal as refusal:
        raise UnreadableFile(f"Berkas '{_shown(file_name)}' {refusal.what}.", refusal.advice) from None
    return Grid(file_name, hashlib.sha256(content).hexdigest(), sheets)


def _shown(file_name: str) -> str:
    printable = "".join(letter for letter in file_name if letter.isprintable())
    return printable if len(printable) <= _LONGEST_NAME_SHOWN else printable[:_LONGEST_NAME_SHOWN] + "…"


def _sheets_by_child(content: bytes) -> tuple[Sheet, ...]:
    """Raises bounds.Refusal."""
    try:
        # Files without a name: the system removes them, whatever happens to either process.
        with (
            tempfile.TemporaryFile() as question,
            tempfile.TemporaryFile() as reply,
            tempfile.TemporaryFile() as errors,
        ):
            question.write(content)
            question.seek(0)
            with _child(question, reply, errors) as child:
                _watch(child, reply, errors)
            if child.returncode != 0:
                _LOG.warning("reading child ended with %s: %s", child.returncode, _tail(errors))
                raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)
            reply.seek(0)
            return answer.decode(reply.read(bounds.MAX_ANSWER_BYTES + 1))
    except ValueError as error:
        _LOG.warning("reading child gave no valid answer: %s", error)
        raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN) from error
    except (OSError, MemoryError) as error:
        _LOG.exception("cannot run the reading child")
        raise bounds.Refusal("belum dapat dibaca karena server kekurangan sumber daya", _TRY_LATER) from error


@contextlib.contextmanager
def _child(question: BinaryIO, reply: BinaryIO, errors: BinaryIO):
    """A running child, certainly ended and reaped on leaving."""
    library = importlib.util.find_spec("python_calamine")
    library_root = str(Path(library.origin).parents[1]) if library and library.origin else ""
    process = subprocess.Popen(
        # -I and -S: no PYTHON* variables, no current directory, no site customisation.
        [_python(), "-I", "-S", "-c", _START_CHILD, str(_PACKAGE_ROOT), library_root],
        stdin=question,
        stdout=reply,
        stderr=errors,
        env={name: os.environ[name] for name in _ENVIRONMENT_NEEDED if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _python() -> str:
    """The interpreter; on Windows not the virtual environment's launcher, whose own child would escape the watch."""
    return getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable


def _watch(child: subprocess.Popen, reply: BinaryIO, errors: BinaryIO) -> None:
    """Returns when the child has ended by itself; raises bounds.Refusal when it takes too long or too much."""
    deadline = time.monotonic() + bounds.MAX_SECONDS
    while True:
        try:
            child.wait(timeout=_POLL_SECONDS)
            return
        except subprocess.TimeoutExpired:
            pass
        if time.monotonic() > deadline:
            raise bounds.Refusal(f"terlalu lama dibaca (lebih dari {bounds.MAX_SECONDS} detik)", bounds.REMOVE_EXCESS)
        if _resident_bytes(child.pid) > bounds.MAX_CHILD_BYTES:
            raise bounds.Refusal(bounds.TOO_HUNGRY, bounds.REMOVE_EXCESS)
        if max(os.fstat(file.fileno()).st_size for file in (reply, errors)) > bounds.MAX_ANSWER_BYTES:
            raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)


def _resident_bytes(pid: int) -> int:
    # Here, because the child imports this package too and has no use for it.
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:  # ended meanwhile
        return 0


def _tail(errors: BinaryIO) -> str:
    """The end of what the child wrote to stderr, for the server's log."""
    end = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, end - 2_000))
    return errors.read().decode("utf-8", "replace").strip()
