"""A lake as this process has it open: what differs from a database file, behind the same doors."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb

from zi_metrics.scope import everything
from zi_metrics.store.database import Database
from zi_metrics.store.lake import Lake, lake_at
from zi_metrics.store.lake_connection import cursor_on, locked, snapshot
from zi_metrics.store.lake_marks import LakeMarks
from zi_metrics.store.lake_opening import open_lake
from zi_metrics.store.lake_unavailable import is_outdated
from zi_metrics.store.unavailable import GIVEN_UP, StoreUnavailable, why_unavailable

# So long, in seconds, another server's write may go unnoticed by what is kept: a page asks many times.
_UNSEEN = 0.25


def database_at(path: Path) -> Database:
    """What lies at a path, opened: a database file, or the lake whose place it is.

    Raises StoreUnavailable, NewerDatabase.
    """
    lake = lake_at(path)
    return LakeDatabase(path, lake) if lake else Database(path)


class LakeDatabase(Database):
    """A lake, opened and brought to the current schema."""

    # A cursor must be told first what it works on, which takes as long as a question.
    keeps_whole = True
    several_threads = False

    def __init__(self, path: Path, lake: Lake) -> None:
        """Open the lake, creating it in an empty catalog. Raises StoreUnavailable, NewerDatabase."""
        self.lake = lake
        self._opening = threading.Lock()
        self._given_up = False
        self._seen: tuple[float, int] | None = None
        self._marks = LakeMarks()
        super().__init__(path)

    def state(self) -> object:
        """Another one after every commit of any server, at most a moment later."""
        seen, now = self._seen, time.monotonic()
        if seen is None or now - seen[0] > _UNSEEN:
            with self._whole() as cursor:
                seen = (now, snapshot(cursor))
            self._seen = seen
        return self.commits, seen[1]

    def changes(self) -> tuple[int, Mapping[str, int]] | None:
        """What the lake tells of its tables, of every server's changes."""
        with self._whole() as cursor:
            return self._marks.now(cursor)

    def failed(self, error: BaseException) -> None:
        """DuckDB gives up its whole instance after some losses of the line, and never notices that the catalog's own
        tables are others than it has read; a new one is opened at the next use.
        """
        if isinstance(error, GIVEN_UP) or "invalidated" in str(error) or is_outdated(error):
            self._given_up = True

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the lake, of a new instance where DuckDB has given up the last."""
        if not self._given_up:
            try:
                return cursor_on(self.connection)
            except duckdb.Error as error:
                self.failed(error)
                if not self._given_up:
                    raise
        self._open_anew()
        return cursor_on(self.connection)

    @contextmanager
    def _whole(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees everything, for one use."""
        whole = everything()
        cursor = self.take(whole)
        try:
            yield cursor
        except BaseException as error:
            self.failed(error)
            cursor.close()
            raise
        self.give_back(whole, cursor)

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            return open_lake(self.lake)
        except duckdb.Error as error:
            raise StoreUnavailable(why_unavailable(self.path, error)) from error

    def _open_anew(self) -> None:
        with self._opening:
            if not self._given_up:
                return
            connection = self._open()
            for cursor in self.kept.let_go():
                with suppress(duckdb.Error):
                    cursor.close()
            self.connection, self._given_up, self._seen = connection, False, None

    def _alone(self) -> AbstractContextManager[None]:
        return self._locked()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Where DuckDB has given up, a cursor opens a new instance, whose line the lock is to be held by.
        self.cursor().close()
        with ExitStack() as held:
            try:
                held.enter_context(locked(self.connection))
            except duckdb.Error as error:
                self.failed(error)
                raise
            yield

    def _stored(self, cursor: duckdb.DuckDBPyConnection) -> None:  # noqa: ARG002 (a file's needs it)
        self._seen = None

    def _fold_rest(self) -> None:
        """There is no file with a log of changes."""

    def _release(self) -> None:
        """Nothing of this machine is held."""
