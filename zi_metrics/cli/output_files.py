"""Files that commands write: whole or not at all, and never over a database."""

import errno
import os
from pathlib import Path

from zi_metrics.cli.common import CommandError
from zi_metrics.os_causes import cause
from zi_metrics.store.connection import database_path
from zi_metrics.store.unavailable import is_database

# What lies beside a database or a backup under its name, and is lost with as much harm.
_BESIDE = (".wal", ".penanda", ".json")


def write_output(name: str, content: bytes, database: str | None) -> None:
    """Write what a command was asked for: what had this name before stays when the disk is full.

    name: as `-o` says it; database: as `--database` says it. Raises CommandError where the name is that of a database,
    a backup or what belongs to one, and where the system refuses.
    """
    path = Path(name)
    half = path.with_name(f".{path.name}.{os.getpid()}") if path.name else path
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if not path.parent.is_dir():
            raise CommandError([f"Berkas '{path}' tidak dapat ditulis: foldernya tidak ada. Buat dahulu foldernya."])
        if _belongs_to_a_database(path, database_path(database)):
            raise CommandError(
                [f"Berkas '{path}' adalah basis data atau cadangannya, jadi tidak ditimpa. Sebutkan nama lain."]
            )
        if path.exists() and not path.is_file():
            # A pipe or a terminal: there is nothing to be kept whole.
            path.write_bytes(content)
            return
        try:
            half.write_bytes(content)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError([f"Berkas '{path}' tidak dapat ditulis: {cause(error)}. Sebutkan tempat lain."]) from error


def _belongs_to_a_database(path: Path, database: Path) -> bool:
    whole = path.resolve()
    about = [whole, *(whole.with_name(whole.name.removesuffix(end)) for end in _BESIDE if whole.name.endswith(end))]
    return any(one == database.resolve() or is_database(one) for one in about)
