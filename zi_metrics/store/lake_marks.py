"""Which of a lake's tables was written to when: the lake itself tells it, of each of its states.

Asked of the tables themselves, as of a file's, it would take a question to the catalog for each of them.
"""

import threading
from collections.abc import Iterable, Mapping

import duckdb

from zi_metrics.store.lake_connection import snapshot

_CHANGES = "SELECT snapshot_id, changes FROM ducklake_snapshots('zi') WHERE snapshot_id > ?"
_TABLES = "SELECT table_id, table_name FROM ducklake_table_info('zi')"
# What changes no table's rows.
_NO_ROWS = ("schemas_", "views_", "macros_")


class LakeMarks:
    """In which of the lake's states each table was last written to, as far as this process has seen it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        # The state up to which changes are known; the tables that were written to since it was begun, how often it was.
        self._seen: int | None = None
        self._begun = 0
        self._marks: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def now(self, cursor: duckdb.DuckDBPyConnection) -> tuple[int, Mapping[str, int]]:
        """(how often this was begun, table -> the newest state that changed it since then)."""
        with self._turn:
            if self._seen is None:
                self._begin(snapshot(cursor))
            else:
                self._follow(self._seen, cursor)
            return self._begun, dict(self._marks)

    def _begin(self, newest: int) -> None:
        """Everything counts as written to."""
        self._seen = newest
        self._begun += 1
        self._marks.clear()

    def _follow(self, seen: int, cursor: duckdb.DuckDBPyConnection) -> None:
        found = cursor.execute(_CHANGES, [seen]).fetchall()
        # Where a catalog was put in place of another, it may have come less far.
        newest = max(number for number, _ in found) if found else snapshot(cursor)
        if newest - seen != len(found):
            # Some are let go by now, and what they changed is forgotten.
            self._begin(newest)
            return
        for number, changes in sorted(found, key=lambda one: one[0]):
            tables = self._written(changes or {}, cursor)
            if tables is None:
                self._begin(number)
            else:
                self._marks.update((table, number) for table in tables)
        self._seen = newest

    def _written(self, changes: Mapping[str, Iterable[str]], cursor: duckdb.DuckDBPyConnection) -> set[str] | None:
        """The tables that one state's changes are about; None where that cannot be told."""
        found = set()
        for kind, changed in changes.items():
            if kind.startswith(_NO_ROWS):
                continue
            for one in changed or ():
                if one not in self._names and not one.isdigit():
                    return None
                if one not in self._names:
                    self._names = {str(number): name for number, name in cursor.execute(_TABLES).fetchall()}
                if one not in self._names:
                    return None
                found.add(self._names[one])
        return found
