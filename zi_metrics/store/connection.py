"""One DuckDB connection per database file and process, a cursor per use, and a person's scope around both.

DuckDB gives wrong results when threads share a connection without cursors, and lets only one process open a file
for writing; both facts are kept in this file.
"""

import atexit
import copy
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import duckdb

from zi_metrics.scope import Act, NotAllowed, Person, Scope, Target, everything
from zi_metrics.store.audit import REFUSED, Entry, append
from zi_metrics.store.lake import lake_at, lake_in_use
from zi_metrics.store.lake_database import database_at
from zi_metrics.store.lake_unavailable import is_of_the_lake
from zi_metrics.store.migrations import roll_back
from zi_metrics.store.unavailable import (
    GIVEN_UP,
    OF_THE_FILE,
    StoreUnavailable,
    why_unavailable,
)

DEFAULT_DATABASE = Path(__file__).parents[2] / "data" / "zi.duckdb"
# Where the database lies, when neither the command line nor the caller says so.
DATABASE_VARIABLE = "ZI_DATABASE"
Answer = TypeVar("Answer")


class Store:
    """A database as one person has it: reads see what is in their scope, writes are checked against it.

    path: of the database file; scope: whose it is. Given out by the room `access`.
    """

    def __init__(self, path: Path, scope: Scope | None = None) -> None:
        """Open the file, creating it and its folder when absent; without a scope it is the machine's operator's.

        Raises StoreUnavailable, NewerDatabase.
        """
        self.path = path
        self.scope = scope or everything()
        self._database = database_at(path)

    @property
    def person(self) -> Person:
        """Who is at work."""
        return self.scope.person

    def seen_by(self, scope: Scope) -> "Store":
        """The same database as another scope has it."""
        other = copy.copy(self)
        other.scope = scope
        return other

    def whole(self) -> "Store":
        """The same database without limits, for what is to be the same whoever asks: figures that are learned from all
        units (nobody's own are shown by them), who may do what, the version.
        """
        return self.seen_by(everything(self.person))

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one use, narrowed to the scope; it sees a steady snapshot while others write."""
        cursor = self._database.take(self.scope)
        try:
            yield cursor
        except BaseException as error:
            # A cursor that is closed inside a transaction which a lake's server has ended would end the process.
            roll_back(cursor)
            self._database.failed(error)
            cursor.close()
            raise
        self._database.give_back(self.scope, cursor)

    def until_written(self, question: Callable[["Store"], Answer], state: object = None) -> Answer:
        """The answer to a question about the whole database, asked anew only after something was written.

        question: a function, always the same one; it is given the store without limits.
        state: what it rests on as it is now, where that is less than all that is stored (`table_marks`)
        """
        database = self._database
        # Counted before it is asked: what is stored meanwhile makes the answer an old one.
        now = database.state() if state is None else state
        then, answer = database.answered.get(question, (None, None))
        if then != now:
            answer = question(self.whole())
            database.answered[question] = (now, answer)
        return cast("Answer", answer)

    def changes(self) -> tuple[int, Mapping[str, int]] | None:
        """What is told of changes to the tables, whoever asks, without asking these; None where nothing is."""
        return self._database.changes()

    @contextmanager
    def transaction(self, trail_alone: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction: all that is written in it is stored, or nothing. It is not narrowed.

        Inside another transaction of the same thread it is a part of that one. Writers use `write`; this alone is for
        putting several of them together.
        trail_alone: nothing but the trail is written in it: answers of `until_written` still hold
        """
        database = self._database
        outer = getattr(database.writing, "cursor", None)
        if outer is not None:
            yield outer
            return
        try:
            with database.written(trail_alone) as cursor:
                yield cursor
        except NotAllowed as refused:
            # What was begun is undone by now; that somebody tried stays.
            self._record_refusal(refused)
            raise

    @contextmanager
    def write(self, *acts: Act) -> Iterator["Change"]:
        """The one way to write: a transaction for an act (or one of several) that this person may do somewhere.

        Where exactly turns out inside, and is asked of `Change.require`. Whatever is changed is recorded with
        `Change.record`, in the same transaction. Raises NotAllowed, which is recorded, too.
        """
        act = next((act for act in acts if self.scope.may(act)), acts[0])
        with self.transaction() as cursor:
            self.scope.require(act)
            yield Change(cursor, self.scope, act)

    @contextmanager
    def writing_in_a_row(self) -> Iterator[None]:
        """Many transactions one after the other, each stored as ever; what they leave in the log of changes is folded
        into the file now and then and at the end, not after each.
        """
        with self._database.folding_later():
            yield

    @contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor outside any transaction while nobody else writes, on any server: for what tidies the storage itself
        and changes nothing that is stored.
        """
        with self._database.alone() as cursor:
            yield cursor

    def fold_in(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Bring a file's log of changes into the file; cursor: one of `alone`. Raises duckdb.Error, OSError."""
        self._database.checkpoints.checkpoint(cursor)

    def forget_copies(self) -> None:
        """Write over what is kept beside a file of its blocks as they were. Raises OSError."""
        self._database.checkpoints.forget()

    def record(self, entry: Entry) -> None:
        """Record what is no change of data: somebody came or went, took something away, was refused."""
        with self.transaction(trail_alone=True) as cursor:
            append(cursor, self.person, entry)

    def _record_refusal(self, refused: NotAllowed) -> None:
        target = refused.target
        unit_id, nama = (target.unit_id, target.nama) if target else (None, "")
        with self.transaction(trail_alone=True) as cursor:
            append(cursor, refused.person, Entry(refused.act, unit_id, nama, hasil=REFUSED))

    def end_writing(self, within: float) -> bool:
        """Let no write begin any more, and the one that runs finish within so many seconds; else it is taken back.

        Gives whether it finished.
        """
        return self._database.end_writing(within)

    def close(self) -> None:
        """Close the file, so that another process may open it."""
        self._database.close()


@dataclass(frozen=True)
class Change:
    """A transaction that may write, and the trace that it leaves.

    cursor: sees and writes everything; scope: of who writes; act: what it is, where nothing else is said
    """

    cursor: duckdb.DuckDBPyConnection
    scope: Scope
    act: Act

    @property
    def oleh(self) -> str:
        """The name of who writes, as it is stored with what they write."""
        return self.scope.person.nama

    def require(self, target: Target, act: Act | None = None, why: str = "") -> None:
        """Raise NotAllowed when what is about to be written is not this person's to write; nothing is written then."""
        self.scope.require(act or self.act, target, why)

    def record(
        self,
        unit_id: str | None,
        objek: str,
        sebelum: Mapping | None = None,
        sesudah: Mapping | None = None,
        nama_berkas: str | None = None,
        sha256: str | None = None,
        act: Act | None = None,
    ) -> None:
        """Write a row of the audit trail, see `Entry`."""
        append(
            self.cursor,
            self.scope.person,
            Entry(act or self.act, unit_id, objek, sebelum, sesudah, nama_berkas, sha256),
        )


def only_row(cursor: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> tuple:
    """The row of a query that always gives one, as a count does. Raises LookupError when it gives none."""
    row = cursor.execute(query, list(parameters)).fetchone()
    if row is None:
        raise LookupError(query)
    return row


_stores: dict[Path, Store] = {}
_stores_lock = threading.Lock()
# Set once the program is told to stop.
_ending = threading.Event()
_ENDING = "Aplikasi sedang dihentikan. Coba lagi sebentar lagi; yang sudah tersimpan tetap tersimpan."


def database_path(given: str | os.PathLike | None = None) -> Path:
    """The database to use: what was given, else the lake of ZI_STORE, the environment's ZI_DATABASE, data/zi.duckdb.

    Raises StoreUnavailable for settings of a lake that are wrong.
    """
    lake = None if given else lake_in_use()
    if lake:
        return lake.place
    return Path(given or os.environ.get(DATABASE_VARIABLE) or DEFAULT_DATABASE).resolve()


def open_store(path: str | os.PathLike | None = None) -> Store:
    """The process's one store for this database, the operator's; to others the room `access` gives theirs.

    Raises StoreUnavailable, NewerDatabase.
    """
    resolved = database_path(path)
    with _stores_lock:
        if _ending.is_set():
            raise StoreUnavailable(_ENDING)
        if resolved not in _stores:
            _stores[resolved] = Store(resolved)
        return _stores[resolved]


def opened_store(path: str | os.PathLike | None = None) -> Store | None:
    """The process's store for this database where it is open already; else None, and nothing is opened."""
    with _stores_lock:
        return _stores.get(database_path(path))


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
    lake = lake_at(database_path(path))
    if not isinstance(error, OF_THE_FILE) and not (lake and is_of_the_lake(error)):
        return None
    # A lake opens a new instance by itself.
    if isinstance(error, GIVEN_UP) and not lake:
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


def end_all(within: float) -> bool:
    """Close every store because the program stops: no new transaction begins, the one that runs may finish in time.

    within: seconds. Gives whether all of them did; what did not is interrupted and taken back as a whole. From now on
    no store opens any more.
    """
    _ending.set()
    until, finished = time.monotonic() + within, True
    for store in list(_stores.values()):
        finished &= store.end_writing(max(0.0, until - time.monotonic()))
    close_all()
    return finished
