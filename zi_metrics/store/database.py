"""One database file as this process has it open: DuckDB's connection, the write lock, cursors narrowed to scopes."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

import duckdb

from zi_metrics.scope import Scope
from zi_metrics.store.checkpoints import Checkpoints
from zi_metrics.store.held import hold, release
from zi_metrics.store.kept_cursors import KeptCursors
from zi_metrics.store.leftovers import remove_leftovers
from zi_metrics.store.lost import mark, refuse_lost
from zi_metrics.store.migrations import roll_back
from zi_metrics.store.narrowing import narrow, refill
from zi_metrics.store.opening import open_present
from zi_metrics.store.restore import finish_restore
from zi_metrics.store.schema import StrangeSchema
from zi_metrics.store.unavailable import StoreUnavailable, refuse_what_is_no_database, why_unavailable

# While many transactions follow each other, what they leave in the log of changes stays there for so long: at least
# these seconds, and so many times what folding it in took the last time, which grows with the database.
_FOLD_SECONDS, _FOLD_TIMES = 1.0, 20
# Of a file smaller than this, some thousand units' answers, several threads only wait for each other.
_SMALL_BYTES = 64 * 2**20


class Database:
    """One database file, opened and brought to the current schema: what all stores over it share."""

    # Whether cursors that see everything are kept as well, and not only narrowed ones.
    keeps_whole = False
    # Whether more than one thread may work on a question.
    several_threads = True

    def __init__(self, path: Path) -> None:
        """Open the file, creating it and its folder when absent. Raises StoreUnavailable, NewerDatabase."""
        self.path = path
        self.checkpoints = Checkpoints(path)
        try:
            self.connection = self._open()
        except (duckdb.Error, OSError, StrangeSchema) as error:
            raise StoreUnavailable(why_unavailable(path, error)) from error
        # One writer at a time inside the process: version numbers are handed out inside the transaction.
        self.write_lock = threading.Lock()
        self.writing = threading.local()
        # Who writes many transactions in a row; when the log was last folded in, and how long that took.
        self.rows, self.folded, self.fold_took = 0, 0.0, 0.0
        # Whether one thread works on a question now.
        self.one_thread = False
        self._fit_threads()
        # How often something was stored; and answers that hold until it is again: question -> (state, answer).
        self.commits = 0
        self.answered: dict[Callable, tuple[object, object]] = {}
        # Narrowing takes longer than most questions.
        self.kept = KeptCursors()

    def state(self) -> object:
        """Another one after everything that is stored; what only the trail tells is not a part of it."""
        return self.commits

    def changes(self) -> tuple[int, Mapping[str, int]] | None:
        """(how often this was begun, table -> a number that is another one after each change since then); None where
        only the tables themselves tell.
        """
        return None

    def failed(self, error: BaseException) -> None:
        """Something failed in using a cursor."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor that sees everything."""
        return self.connection.cursor()

    @contextmanager
    def written(self, trail_alone: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction, the only one of this process; `writing` has it for this thread meanwhile.

        trail_alone: nothing is written but the trail, and what is known of all else still holds
        """
        with self.write_lock, self._alone():
            cursor = self.cursor()
            try:
                cursor.begin()
                self.writing.cursor = cursor
                try:
                    yield cursor
                except BaseException:
                    roll_back(cursor)
                    raise
                finally:
                    self.writing.cursor = None
                cursor.commit()
                if not trail_alone:
                    self.commits += 1
                self._stored(cursor)
            except BaseException as error:
                roll_back(cursor)
                self.failed(error)
                raise
            finally:
                cursor.close()

    @contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in no transaction, while nobody writes."""
        with self.write_lock, self._alone():
            cursor = self.cursor()
            try:
                yield cursor
            except BaseException as error:
                self.failed(error)
                raise
            finally:
                cursor.close()

    @contextmanager
    def folding_later(self) -> Iterator[None]:
        """Transactions inside leave their changes in the log for a while; one thread works for them, as
        they are too small for several, which would only wait for each other.
        """
        self.rows += 1
        self._fit_threads()
        try:
            yield
        finally:
            self.rows -= 1
            self._fit_threads()
            with self.write_lock, suppress(duckdb.Error):
                cursor = self.cursor()
                self._stored(cursor)
                cursor.close()

    def take(self, scope: Scope) -> duckdb.DuckDBPyConnection:
        """A cursor that sees what is in scope."""
        if not scope.key and not self.keeps_whole:
            return self.cursor()
        cursor, is_theirs = self.kept.take(scope) or (None, False)
        if cursor is not None and is_theirs:
            return cursor
        make = narrow if cursor is None else refill
        cursor = cursor or self.cursor()
        try:
            if scope.key:
                make(cursor, scope)
        except BaseException:
            # Whatever it sees now, nobody is to ask through it.
            roll_back(cursor)
            cursor.close()
            raise
        return cursor

    def give_back(self, scope: Scope, cursor: duckdb.DuckDBPyConnection) -> None:
        """Keep a narrowed cursor for the next who asks, of this scope or another; close all others."""
        if not scope.key and not self.keeps_whole:
            cursor.close()
            return
        try:
            # A result that nobody read to its end, one row's too, keeps its transaction open: what others change could
            # not be folded into the file until somebody asks through this cursor again.
            cursor.execute("SELECT 1").fetchall()
        except duckdb.Error:
            cursor.close()
            return
        for left in self.kept.keep(scope, cursor):
            left.close()

    def close(self) -> None:
        """Close the file and all that is open on it."""
        for cursor in self.kept.let_go():
            cursor.close()
        self._fold_rest()
        self.connection.close()
        self._release()
        self.checkpoints.close()

    def end_writing(self, within: float) -> bool:
        """Let no write begin any more, and the one that runs finish within so many seconds; else it is taken back.

        Gives whether it finished.
        """
        if self.write_lock.acquire(timeout=within):
            return True
        self.connection.interrupt()
        self.write_lock.acquire(timeout=1.0)
        return False

    def _open(self) -> duckdb.DuckDBPyConnection:
        """The connection to the file, brought to the current schema; it is held until `_release`."""
        path = self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        finish_restore(path)
        refuse_what_is_no_database(path)
        refuse_lost(path)
        connection = open_present(path, self.checkpoints)
        remove_leftovers(path)
        hold(path)
        mark(path)
        return connection

    def _fit_threads(self) -> None:
        """Let as many threads work on a question as are good for it: one for small ones."""
        if not self.several_threads:
            return
        with suppress(duckdb.Error, OSError):
            one = self.rows > 0 or self.path.stat().st_size < _SMALL_BYTES
            if one != self.one_thread:
                cursor = self.cursor()
                cursor.execute("SET threads = 1" if one else "RESET threads")
                cursor.close()
                self.one_thread = one

    def _alone(self) -> AbstractContextManager[None]:
        """Around each write: no other process writes meanwhile. The file is nobody else's anyway."""
        return nullcontext()

    def _stored(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """After each commit, and when many in a row are over."""
        now = time.monotonic()
        if not self.rows or now - self.folded > max(_FOLD_SECONDS, _FOLD_TIMES * self.fold_took):
            self.checkpoints.fold_in(cursor)
            self.folded = time.monotonic()
            self.fold_took = self.folded - now
            self._fit_threads()

    def _fold_rest(self) -> None:
        """Before the connection is closed."""
        self.checkpoints.fold_rest(self.connection)

    def _release(self) -> None:
        """After the connection was closed."""
        release(self.path)
