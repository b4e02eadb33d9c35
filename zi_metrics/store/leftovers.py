"""What DuckDB puts aside on disk when memory runs short, and leaves there when its process is killed."""

from contextlib import suppress
from pathlib import Path

_SPILLED = "duckdb_temp_*"


def remove_leftovers(path: Path) -> None:
    """Remove what an earlier process put aside for this database, answers and comments among it.

    To be called with the database open: its lock says that whoever wrote these files is gone, and this process has put
    nothing aside yet. What cannot be removed stays; it harms nothing but the promise that nothing is left.
    """
    folder = path.with_name(path.name + ".tmp")
    with suppress(OSError):
        for file in folder.glob(_SPILLED):
            file.unlink(missing_ok=True)
        folder.rmdir()
