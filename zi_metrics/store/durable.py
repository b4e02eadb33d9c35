"""Files that are there after a power cut as well: written whole under another name, then put in place at once."""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

_CHUNK = 1 << 20


def sync_file(path: Path) -> None:
    """Have the disk keep what a file holds. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep which names a folder holds; where the system cannot (Windows), nothing."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Write a small text file: afterwards it is there whole, or as it was before. Raises OSError."""
    half = path.with_name(path.name + ".tulis")
    try:
        half.write_text(text, encoding="utf-8")
        half.chmod(0o600)
        sync_file(half)
        os.replace(half, path)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy_whole(source: Path, target: Path) -> str:
    """Copy a file and have the disk keep it; gives the SHA-256 of what was read. Raises OSError."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file. Never of a database that this process has open: closing the file would give up its lock."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def belongs_with(path: Path, database: Path) -> None:
    """Give a new file or folder to whoever owns the database, also when the administrator made it."""
    if not hasattr(os, "chown"):
        return
    with suppress(OSError):
        like = (database if database.exists() else database.parent).stat()
        if os.geteuid() == 0 and (like.st_uid, like.st_gid) != (path.stat().st_uid, path.stat().st_gid):
            shutil.chown(path, like.st_uid, like.st_gid)
