"""Folding the log of changes into the database file, so that whoever is killed meanwhile leaves a file that opens.

DuckDB 1.5.5 writes data to blocks that are free, and then one page that says what is where. But the blocks in which it
keeps what it knows of tables (its metadata) are shared: new parts go into the free places of a block whose other parts
are in use, and the whole block is written again where it stands. A process that is killed within these microseconds, or
a power cut, leaves a block that is half old and half new; its checksum is wrong, and the database does not open any
more. So these blocks are copied into a file beside the database before each checkpoint, and the next opening puts back
what is half written, where the page that says what is where is still the old one. The log of changes is still there
then.

Hence no checkpoint may happen but by `Checkpoints`: DuckDB is told to make none of its own.
"""

import hashlib
import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import duckdb

from zi_metrics.store.durable import belongs_with, sync_folder
from zi_metrics.store.held import is_held

try:
    import fcntl
except ImportError:  # Windows: nobody else can read a file there that DuckDB has open.
    fcntl = None

# The file's head: what it is, and two pages of which the newer one says what is where. Blocks follow it.
_HEAD_BYTES = 3 * 4096
_SIGN, _DIGEST_BYTES, _NUMBERS = b"ZIBLOK1\n", 16, struct.Struct("<QQ")
_BLOCKS = "SELECT block_id, block_size FROM pragma_metadata_info(), (SELECT block_size FROM pragma_database_size())"


@dataclass(frozen=True)
class _Kept:
    """What was copied: the file's head, and blocks by where they begin in the file."""

    head: bytes
    blocks: dict[int, bytes]


def kept_blocks(database: Path) -> Path:
    """The file beside a database that holds its blocks of metadata as they were before the last checkpoint."""
    return database.with_name(database.name + ".blok")


def put_back(database: Path) -> bool:
    """Make a block whole that was being written when the process was killed; to be called before the file is opened.

    Gives whether there was one. Nothing is done to a file that somebody has open. Raises OSError where a block cannot
    be written.
    """
    if fcntl is None or is_held(database):
        return False
    kept = _read(kept_blocks(database))
    if kept is None or not database.exists():
        return False
    with database.open("rb") as file:
        if not _torn(file.fileno(), kept):
            return False
    with database.open("rb+") as file:
        try:
            fcntl.lockf(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        torn = _torn(file.fileno(), kept)
        for place in torn:
            file.seek(place)
            file.write(kept.blocks[place])
        file.flush()
        os.fsync(file.fileno())
    return bool(torn)


class Checkpoints:
    """The checkpoints of one database file that this process has open; one at a time, while nobody writes."""

    def __init__(self, database: Path) -> None:
        self._path = database
        # Open for as long as the database: closing any of a process's openings of a file gives up its lock on it.
        self._file: FileIO | None = None
        # Whether one was begun and not finished: then the copies are still needed.
        self._unfinished = False

    def begin(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Have DuckDB make no checkpoint of its own, neither at a large commit nor when the file is closed."""
        connection.execute("SET checkpoint_threshold = '1024TiB'")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")

    def fold_in(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Write what the log of changes holds into the file itself, so that file and log cannot be parted with a loss.

        What is in the log is stored already: where it cannot be folded in now, it stays there until the next time.
        """
        with suppress(duckdb.Error, OSError):
            self.checkpoint(cursor)

    def fold_rest(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fold in what is left in the log, if anything, before the file is closed."""
        log = self._path.with_name(f"{self._path.name}.wal")
        if log.exists() and log.stat().st_size:
            self.fold_in(connection)

    def checkpoint(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Fold the log in. Raises duckdb.Error, OSError; then it stays as it is."""
        if fcntl is not None:
            self._keep(cursor)
        self._unfinished = True
        cursor.execute("CHECKPOINT")
        self._unfinished = False

    def forget(self) -> None:
        """Write over the copies: they hold the smallest and the largest text of tables. Raises OSError."""
        path = kept_blocks(self._path)
        if path.exists():
            with path.open("rb+") as copies:
                copies.write(b"\0" * path.stat().st_size)
                copies.flush()
                os.fsync(copies.fileno())

    def close(self) -> None:
        """After the database was closed; copies that nobody needs any more are removed."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if not self._unfinished and not is_held(self._path):
            with suppress(OSError):
                kept_blocks(self._path).unlink(missing_ok=True)

    def _keep(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Copy the blocks of metadata, and have the disk keep the copies before anything is written over."""
        if self._file is None:
            self._file = FileIO(self._path)
        descriptor = self._file.fileno()
        path, head = kept_blocks(self._path), os.pread(descriptor, _HEAD_BYTES, 0)
        if self._unfinished and (kept := _read(path)) and kept.head == head:
            # What was copied before the one that failed is what the file is still read by.
            return
        blocks = [(_HEAD_BYTES + number * size, size) for number, size in cursor.execute(_BLOCKS).fetchall()]
        parts = [
            _NUMBERS.pack(len(blocks), blocks[0][1] if blocks else 0),
            b"".join(place.to_bytes(8, "little") for place, _ in blocks),
            head,
            *(os.pread(descriptor, size, place) for place, size in blocks),
        ]
        new = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as copies:
            copies.writelines([_SIGN, _digest(parts), *parts])
            copies.flush()
            os.fsync(copies.fileno())
        if new:
            belongs_with(path, self._path)
            sync_folder(path.parent)


def _read(path: Path) -> _Kept | None:
    """The copies, if they are whole: whoever was killed while making them had written nothing else yet."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    begin = len(_SIGN) + _DIGEST_BYTES
    if len(content) < begin + _NUMBERS.size + _HEAD_BYTES or not content.startswith(_SIGN):
        return None
    count, size = _NUMBERS.unpack_from(content, begin)
    head = begin + _NUMBERS.size + 8 * count
    end = head + _HEAD_BYTES + count * size
    # An earlier, longer one may stand behind.
    if end > len(content) or _digest([content[begin:end]]) != content[len(_SIGN) : begin]:
        return None
    places = struct.unpack_from(f"<{count}Q", content, begin + _NUMBERS.size)
    first = head + _HEAD_BYTES
    blocks = {place: content[first + at * size : first + (at + 1) * size] for at, place in enumerate(places)}
    return _Kept(content[head:first], blocks)


def _torn(descriptor: int, kept: _Kept) -> list[int]:
    """Where blocks begin that are neither the copies nor whole, in a file that is still to be read by its old head."""
    if os.pread(descriptor, _HEAD_BYTES, 0) != kept.head:
        return []
    now = {place: os.pread(descriptor, len(block), place) for place, block in kept.blocks.items()}
    return [place for place, block in now.items() if block != kept.blocks[place] and not is_whole(block)]


def is_whole(block: bytes) -> bool:
    """Whether a block carries the checksum of what follows it, as DuckDB 1.5.5 reckons it.

    Of a DuckDB that reckons otherwise none would be whole, and each that differs from its copy be put back: no harm.
    """
    words = struct.unpack(f"<{len(block) // 8}Q", block[: len(block) // 8 * 8])
    found = 5381
    for word in words[1:]:
        found ^= word * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return bool(words) and found == words[0]


def _digest(parts: list[bytes]) -> bytes:
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        digest.update(part)
    return digest.digest()
