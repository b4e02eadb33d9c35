"""Cursors that nobody uses just now, kept for whoever asks next, each narrowed to a scope (`narrowing`)."""

import threading
from typing import NamedTuple

import duckdb

from zi_metrics.scope import Scope
from zi_metrics.store.narrowing import shape_of

# So many are kept, those used last: few are used in the same moment.
_MOST = 64


class _Kept(NamedTuple):
    key: str
    shape: tuple[bool, ...]
    cursor: duckdb.DuckDBPyConnection


class KeptCursors:
    """Kept cursors of one database, for all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # The one that was used last stands at the end.
        self._kept: list[_Kept] = []

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, scope: Scope) -> tuple[duckdb.DuckDBPyConnection, bool] | None:
        """A cursor for a scope, and whether it sees that very scope already; else it is one of the same shape, and has
        to be refilled before anything is asked. None where there is neither.
        """
        shape = shape_of(scope)
        with self._lock:
            for place in reversed(range(len(self._kept))):
                if self._kept[place].key == scope.key:
                    return self._kept.pop(place).cursor, True
            for place, kept in enumerate(self._kept):
                # What sees everything has no lists.
                if kept.shape == shape and kept.key and scope.key:
                    return self._kept.pop(place).cursor, False
        return None

    def keep(self, scope: Scope, cursor: duckdb.DuckDBPyConnection) -> list[duckdb.DuckDBPyConnection]:
        """Keep a cursor that sees a scope; gives those that are too many by now, to be closed."""
        with self._lock:
            self._kept.append(_Kept(scope.key, shape_of(scope), cursor))
            surplus, self._kept = self._kept[:-_MOST], self._kept[-_MOST:]
        return [kept.cursor for kept in surplus]

    def let_go(self) -> list[duckdb.DuckDBPyConnection]:
        """All of them, to be closed; none is kept any more."""
        with self._lock:
            left, self._kept = self._kept, []
        return [kept.cursor for kept in left]
