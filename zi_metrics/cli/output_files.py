"""Files that commands write: whole or not at all, and never over a database."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zi_metrics.cli.parser import CommandError
from zi_metrics.os_causes import cause
from zi_metrics.store.connection import database_path
from zi_metrics.store.unavailable import is_database

# What lies beside a database or a backup under its name, and is lost with as much harm.
_BESIDE = (".wal", ".blok", ".penanda", ".json")


def write_output(name: str, content: bytes, database: str | None) -> None:
    """Write what a command was asked for: what had this name before stays when the disk is full.

    name: as `-o` says it; database: as `--database` says it. Raises CommandError where the name is that of a database,
    a backup or what belongs to one, and where the system refuses.
    """
    path = Path(name)
    with _told(path):
        _refuse(path, database)
        if path.exists() and not path.is_file():
            # A pipe or a terminal: there is nothing to be kept whole.
            path.write_bytes(content)
            return
    with output_path(name, database) as half:
        half.write_bytes(content)


@contextmanager
def output_path(name: str, database: str | None) -> Iterator[Path]:
    """Where to write a file a part at a time: it takes its name when all of it is there. Raises as `write_output`."""
    path = Path(name)
    half = path.with_name(f".{path.name}.{os.getpid()}") if path.name else path
    with _told(path):
        _refuse(path, database)
        try:
            yield half
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)


@contextmanager
def output_folder(name: str, files: Sequence[str]) -> Iterator[Path]:
    """Where to write several files of one folder: they take their names when all are there.

    files: their names. The folder is made where there is none. Raises CommandError where something else lies in it, and
    where the system refuses.
    """
    path = Path(name)
    with _told(path):
        if not path.parent.is_dir():
            raise _no_folder(path)
        if path.exists() and not path.is_dir():
            raise CommandError([f"'{path}' sudah ada dan bukan folder. Sebutkan folder, atau berkas berakhiran .zip."])
        if path.is_dir() and (strange := sorted({one.name for one in path.iterdir()} - set(files))):
            raise CommandError(
                [f"Folder '{path}' berisi yang lain ({strange[0]}), jadi tidak ditimpa. Sebutkan folder lain."]
            )
        with TemporaryDirectory(dir=path.parent, prefix=".data-") as made:
            half = Path(made)
            yield half
            path.mkdir(exist_ok=True)
            for file in files:
                (half / file).replace(path / file)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, as a CommandError."""
    try:
        yield
    except OSError as error:
        raise CommandError([f"Berkas '{path}' tidak dapat ditulis: {cause(error)}. Sebutkan tempat lain."]) from error


def _refuse(path: Path, database: str | None) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if not path.parent.is_dir():
        raise _no_folder(path)
    if _belongs_to_a_database(path, database_path(database)):
        raise CommandError(
            [f"Berkas '{path}' adalah basis data atau cadangannya, jadi tidak ditimpa. Sebutkan nama lain."]
        )


def _no_folder(path: Path) -> CommandError:
    return CommandError([f"Berkas '{path}' tidak dapat ditulis: foldernya tidak ada. Buat dahulu foldernya."])


def _belongs_to_a_database(path: Path, database: Path) -> bool:
    whole = path.resolve()
    about = [whole, *(whole.with_name(whole.name.removesuffix(end)) for end in _BESIDE if whole.name.endswith(end))]
    return any(one == database.resolve() or is_database(one) for one in about)
