"""Many files read by several processes at once: each file's upload in the order of the files, none before its turn.

The processes are our own, started anew, so that this works beside a server's threads, too. What one of them has read
comes back as a value; one that dies costs its file, not the others.
"""

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Generic, TypeVar

from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.loaded import collect_what_comes
from zi_metrics.os_causes import cause
from zi_metrics.processors import processors
from zi_metrics.reading.bounds import MAX_COLUMNS_FILE_BYTES, MIB
from zi_metrics.reading.file_names import shown
from zi_metrics.safe_logging import tell_failures_safely
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings
from zi_metrics.upload import Upload, prepare_upload

Key = TypeVar("Key")
# As in `__main__`: loading makes many objects, which are not to be looked through.
_START = "import gc, sys; gc.disable(); sys.path[:] = sys.argv[1:]; from zi_metrics.many_uploads import main; main()"
_SIZE = struct.Struct("=q")
# So many files are read ahead of the one whose turn it is, for each process.
_AHEAD = 3
_MOST_PROCESSES = 16


@dataclass(frozen=True)
class Asked(Generic[Key]):
    """One file to read.

    key: by which the caller knows it
    name: as people know it
    content: where it lies, or its bytes
    """

    key: Key
    name: str
    content: Path | bytes


def read_each(
    files: Iterable[Asked[Key]],
    mappings: ColumnMappings = no_mappings,
    survey_mappings: SurveyMappings = no_survey_mappings,
    processes: int | None = None,
) -> Iterator[tuple[Asked[Key], Upload]]:
    """Each file with what it holds, in the order given, read ahead by several processes (None = one per processor).

    mappings, survey_mappings: see `upload.prepare_upload`; they travel, so they must be picklable. Never raises for a
    file. Who stops asking ends the processes.
    """
    count = min(_MOST_PROCESSES, processes or processors())
    readers = [_Reader() for _ in range(count)]
    free: SimpleQueue[_Reader] = SimpleQueue()
    for reader in readers:
        free.put(reader)

    def read(asked: Asked[Key]) -> Upload:
        reader = free.get()
        try:
            return reader.read((asked.name, asked.content, mappings, survey_mappings))
        finally:
            free.put(reader)

    pool = ThreadPoolExecutor(count)
    waiting: deque[tuple[Asked[Key], Future[Upload]]] = deque()
    try:
        for asked in files:
            waiting.append((asked, pool.submit(read, asked)))
            while len(waiting) > _AHEAD * count:
                first, found = waiting.popleft()
                yield first, found.result()
        while waiting:
            first, found = waiting.popleft()
            yield first, found.result()
    finally:
        for reader in readers:
            reader.close()
        pool.shutdown(cancel_futures=True)


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises ValueError with a sentence that names it (Indonesian) when there are none to be had."""
    try:
        size = path.stat().st_size
        # Whether a workbook of this size may be read as well is for reading to say.
        if size > MAX_COLUMNS_FILE_BYTES:
            raise ValueError(f"Berkas '{path}' terlalu besar ({size / MIB:.0f} MB).")
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"Berkas '{path}': {cause(error)}. Periksa nama, letak, dan izinnya.") from error


class _Reader:
    """One process that reads files, one after the other; started when first needed, and anew when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._starting = threading.Lock()

    def read(self, question: tuple) -> Upload:
        try:
            process = self._running()
            _write(_of(process.stdin), question)
            return pickle.loads(_packed(_of(process.stdout)))
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self._end()
            name = shown(str(question[0]))
            return Upload(
                (), (f"Berkas '{name}' belum dibaca karena pembacanya terhenti (mungkin kekurangan memori). Ulangi.",)
            )

    def close(self) -> None:
        """End the process; what it reads just now is given up."""
        self._is_closed = True
        self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        with self._starting:
            if self._is_closed:
                raise EOFError
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _START, *sys.path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            return self._process

    def _end(self) -> None:
        with self._starting:
            process, self._process = self._process, None
            if process is not None:
                process.kill()
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    with contextlib.suppress(OSError):
                        _of(pipe).close()


def _of(pipe: "IO[bytes] | None") -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _write(pipe: IO[bytes], value: object) -> None:
    packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _packed(pipe: IO[bytes]) -> bytes:
    """Of our own process, which knows no other types than ours."""
    size = pipe.read(_SIZE.size)
    if len(size) < _SIZE.size:
        raise EOFError
    packed = pipe.read(_SIZE.unpack(size)[0])
    if len(packed) < _SIZE.unpack(size)[0]:
        raise EOFError
    return packed


def main() -> None:
    """A reading process: takes files from standard input until it ends, and writes what they hold to the output."""
    tell_failures_safely()
    collect_what_comes()
    # An interrupt at the terminal is for who asks; then standard input ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Compiled libraries write to standard output by themselves.
    os.dup2(2, 1)
    while True:
        try:
            name, content, mappings, survey_mappings = pickle.loads(_packed(sys.stdin.buffer))
        except EOFError:
            return
        try:
            found = content if isinstance(content, bytes) else content_of(content)
        except ValueError as problem:
            _write(answers, Upload((), (str(problem),)))
            continue
        _write(answers, prepare_upload(name, found, mappings=mappings, survey_mappings=survey_mappings))
