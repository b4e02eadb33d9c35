"""Which database files this process has open.

Such a file must not be opened once more as a file: closing it again would give up the lock that DuckDB holds on it.
"""

from pathlib import Path

_held: list[Path] = []


def hold(database: Path) -> None:
    """This process has opened the database."""
    _held.append(database)


def release(database: Path) -> None:
    """This process has closed the database."""
    if database in _held:
        _held.remove(database)


def is_held(database: Path) -> bool:
    """Whether this process has the database open."""
    return database in _held
