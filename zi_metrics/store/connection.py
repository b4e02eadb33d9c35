"""One DuckDB connection per database file and process, a cursor per use.

DuckDB gives wrong results when threads share a connection without cursors, and lets only one process open a file
for writing; both facts are kept in this file.
"""

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from zi_metrics.store.highest import fill_highest
from zi_metrics.store.leftovers import remove_leftovers
from zi_metrics.store.migrations import migrate, roll_back
from zi_metrics.store.schema import StrangeSchema, refuse_foreign, refuse_incomplete
from zi_metrics.store.unavailable import (
    GIVEN_UP,
    OF_THE_FILE,
    StoreUnavailable,
    refuse_what_is_no_database,
    why_unavailable,
)

DEFAULT_DATABASE = Path(__file__).parents[2] / "data" / "zi.duckdb"
# Where the database lies, when neither the command line nor the caller says so.
DATABASE_VARIABLE = "ZI_DATABASE"
# No extension is fetched or loaded, whatever a file looks like.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Store:
    """A database file, opened and brought to the current schema."""

    def __init__(self, path: Path) -> None:
        """Open the file, creating it and its folder when absent. Raises StoreUnavailable, NewerDatabase."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            refuse_what_is_no_database(path)
            self._connection = duckdb.connect(str(path), config=_CLOSED)
            remove_leftovers(path)
        except (duckdb.Error, OSError) as error:
            raise StoreUnavailable(why_unavailable(path, error)) from error
        try:
            _make_present(self._connection)
        except (duckdb.Error, StrangeSchema) as error:
            self._connection.close()
            raise StoreUnavailable(why_unavailable(path, error)) from error
        except BaseException:
            self._connection.close()
            raise
        # One writer at a time inside the process: version numbers are handed out inside the transaction.
        self._write_lock = threading.Lock()
        self._writing = threading.local()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one use; it sees a steady snapshot while others write."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction: all that is written in it is stored, or nothing.

        Inside another transaction of the same thread it is a part of that one.
        """
        outer = getattr(self._writing, "cursor", None)
        if outer is not None:
            yield outer
            return
        with self._write_lock, self.cursor() as cursor:
            cursor.begin()
            self._writing.cursor = cursor
            try:
                yield cursor
            except BaseException:
                roll_back(cursor)
                raise
            finally:
                self._writing.cursor = None
            cursor.commit()

    def close(self) -> None:
        """Close the file, so that another process may open it."""
        self._connection.close()


def _make_present(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring a database that was just opened to the present schema; what is none of ours is left as it was.

    Raises StrangeSchema, NewerDatabase, duckdb.Error.
    """
    # Files are data: nothing in a query may reach outside the database, nor fetch an extension.
    connection.execute("SET enable_external_access = false")
    refuse_foreign(connection)
    refuse_incomplete(connection)
    migrate(connection)
    # An instrument that was not there when the database was brought along may be there now.
    fill_highest(connection)


def only_row(cursor: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> tuple:
    """The row of a query that always gives one, as a count does. Raises LookupError when it gives none."""
    row = cursor.execute(query, list(parameters)).fetchone()
    if row is None:
        raise LookupError(query)
    return row


_stores: dict[Path, Store] = {}
_stores_lock = threading.Lock()


def database_path(given: str | os.PathLike | None = None) -> Path:
    """The database to use: what was given, else the environment's ZI_DATABASE, else data/zi.duckdb."""
    return Path(given or os.environ.get(DATABASE_VARIABLE) or DEFAULT_DATABASE).resolve()


def open_store(path: str | os.PathLike | None = None) -> Store:
    """The process's one store for this database. Raises StoreUnavailable."""
    resolved = database_path(path)
    with _stores_lock:
        if resolved not in _stores:
            _stores[resolved] = Store(resolved)
        return _stores[resolved]


def close_store(path: str | os.PathLike | None = None) -> None:
    """Close and forget the process's store for this database, if it is open."""
    with _stores_lock:
        store = _stores.pop(database_path(path), None)
    if store:
        store.close()


def why_failed(error: Exception, path: str | os.PathLike | None = None) -> str | None:
    """Why a database failed that was open already (Indonesian); None for an error that is not its own.

    One that DuckDB has given up is closed, so that the next use opens it anew.
    """
    if isinstance(error, StoreUnavailable):
        return str(error)
    if not isinstance(error, OF_THE_FILE):
        return None
    if isinstance(error, GIVEN_UP):
        with suppress(duckdb.Error):
            close_store(path)
    return why_unavailable(database_path(path), error)


@atexit.register
def close_all() -> None:
    """Close every store when the program ends, so that all data stands in the database file itself."""
    for path in list(_stores):
        # Where the file cannot be written any more (a full disk), its log keeps what was stored.
        with suppress(duckdb.Error):
            close_store(path)
