"""Where the dashboard listens for the command line: a socket that only the database's owner reaches.

Both sides find it from the database's path alone. A path of a socket may be about a hundred bytes long; where the
database's folder is deeper, it lies in the system's folder for temporary files.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

_MAX_PATH_BYTES = 100
_NAME = "s"


def socket_path(database: Path) -> Path:
    """The socket of this database, whether anybody listens or not."""
    whose = hashlib.sha256(str(database).encode()).hexdigest()[:16]
    beside = database.parent / f".zi-{whose[:8]}" / _NAME
    if len(os.fsencode(beside)) <= _MAX_PATH_BYTES:
        return beside
    return Path(tempfile.gettempdir()) / f"zi-{whose}" / _NAME


def make_private_folder(folder: Path) -> None:
    """Make the socket's folder, or take the one that is there, if nobody else can reach into it.

    Raises OSError, among them PermissionError for a folder that others made or may open.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_private(folder, os.geteuid()):
        raise PermissionError(f"{folder} belongs to somebody else, or is open to others")


def is_private(folder: Path, owner: int) -> bool:
    """Whether a folder (not a link to one) belongs to this user and is closed to everybody else."""
    state = folder.lstat()
    return stat.S_ISDIR(state.st_mode) and state.st_uid == owner and not stat.S_IMODE(state.st_mode) & 0o077
