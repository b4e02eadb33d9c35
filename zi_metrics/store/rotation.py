"""Which backups stay: of the last seven days, five weeks and twelve months that have one, the newest of each."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from zi_metrics.store.backup_folder import Backup, backups, note_of, read_backup

_PERIODS: tuple[tuple[int, Callable[[datetime], tuple]], ...] = (
    (7, lambda taken: (taken.year, taken.month, taken.day)),
    (5, lambda taken: tuple(taken.isocalendar()[:2])),
    (12, lambda taken: (taken.year, taken.month)),
)

_ALWAYS = 3


def to_keep(taken: Iterable[tuple[datetime, int]]) -> set[tuple[datetime, int]]:
    """Of backups (when, and the number of the schema in them), those that stay.

    The newest of each of the last 7 days, 5 weeks and 12 months in which there is one; the newest of each schema, the
    way back to the version of the program that wrote it; and the three newest, so that a backup made by hand does not
    take the place of one that was made just before.
    """
    newest_first = sorted(taken, reverse=True)
    kept = set(newest_first[:_ALWAYS])
    for size, period in _PERIODS:
        first_of: dict[tuple, tuple[datetime, int]] = {}
        for one in newest_first:
            first_of.setdefault(period(one[0]), one)
        kept.update(list(first_of.values())[:size])
    by_schema: dict[int, tuple[datetime, int]] = {}
    for one in newest_first:
        by_schema.setdefault(one[1], one)
    return kept | set(by_schema.values())


def rotate(database: Path, folder: Path) -> list[Path]:
    """Delete this database's backups that no longer stay; gives what was deleted.

    To be called when the newest has just been checked, so that a good one is left whatever the others are. What has no
    note of ours is not touched; what cannot be deleted stays for the next time.
    """
    found = backups(database, folder)
    kept = to_keep(_key(backup) for backup in found)
    gone = []
    for backup in found[1:]:
        if _key(backup) in kept:
            continue
        with suppress(OSError):
            # The file goes first: a note without one is nothing, and goes with the next.
            os.unlink(backup.path)
            gone.append(backup.path)
            os.unlink(note_of(backup.path))
    for note in folder.glob(f"{database.stem}-*.duckdb.json"):
        left = read_backup(note.with_name(note.name.removesuffix(".json")))
        # Of a backup that was never finished, or whose note could not be deleted with it.
        if left and left.note.basis_data == str(database) and not left.path.exists():
            with suppress(OSError):
                note.unlink()
    return gone


def _key(backup: Backup) -> tuple[datetime, int]:
    return backup.note.waktu, backup.note.skema
