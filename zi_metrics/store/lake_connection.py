"""A lake as this process has it open: DuckDB with its two extensions, the catalog, and the lock over all servers.

DuckLake lets two inserts of the same key through, as it has no keys. So whoever writes holds an advisory lock of
PostgreSQL from before the first reading until after the commit: the server gives it back when its holder dies. Should a
holder have lost it unseen, its commit is refused where somebody else's came between: no commit is tried again.
"""

import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from zi_metrics.store.file_format import NO_EXTENSIONS, Settings
from zi_metrics.store.lake import FOLDER_VARIABLE, HUNG_AFTER, Lake
from zi_metrics.store.migrations import roll_back
from zi_metrics.store.own_tables import own_columns
from zi_metrics.store.refused import StoreUnavailable

# The order is that of loading: the lake asks for its catalog's reader.
_EXTENSIONS = ("postgres_scanner", "ducklake")
# A server that does not answer is given up, whether it is gone or hangs.
_CALL = (
    "application_name=zona-integritas connect_timeout=5 keepalives_idle=10 keepalives_interval=5 keepalives_count=3 "
    "tcp_user_timeout=15000"
)
# A question takes the catalog's answer and some small files: several threads would wait for each other, for up to twice
# the processor's time, with 24 units and with 10,000. People who ask at once are worked for at once all the same.
SETTINGS: Settings = {**NO_EXTENSIONS, "threads": 1}
# What PostgreSQL knows the locks by, in this database: numbers that mean nothing else.
_LOCK = "SELECT pg_advisory_xact_lock(22834, 1)"
_BACKUP_LOCK = "SELECT pg_try_advisory_xact_lock(22834, 2) AS didapat"
# Tables that are being settled, see `settle`.
_UNSETTLED = "SELECT to_regclass(''zi_menyiapkan'') IS NOT NULL AS ada"
_NOTED = "SELECT tabel FROM zi_menyiapkan"
_NOTE_UNSETTLED = (
    "CREATE TABLE IF NOT EXISTS zi_menyiapkan AS SELECT table_name AS tabel FROM ducklake_table t "
    "WHERE end_snapshot IS NULL AND NOT EXISTS (SELECT 1 FROM ducklake_table_stats s WHERE s.table_id = t.table_id)"
)
_THERE = "SELECT to_regclass(''ducklake_metadata'') IS NOT NULL AS ada"


def extension_file(name: str) -> Path:
    """The file of an extension, from its Python package. Raises StoreUnavailable where it is not installed."""
    packages = {sysconfig.get_paths()[kind] for kind in ("platlib", "purelib")}
    inside = f"duckdb_extension_{name}/extensions/v{duckdb.__version__}/{name}.duckdb_extension"
    for folder in sorted(packages):
        if (path := Path(folder) / inside).is_file():
            return path
    raise StoreUnavailable(
        f"Pustaka duckdb-extension-{name.replace('_', '-')} {duckdb.__version__} tidak terpasang; ia harus seversi "
        "dengan duckdb. Pasang requirements.txt sekali lagi."
    )


def connect(lake: Lake) -> duckdb.DuckDBPyConnection:
    """DuckDB with the extensions and a line to the catalog's server; the lake itself is not attached yet.

    Raises StoreUnavailable, duckdb.Error, OSError.
    """
    if not lake.folder.parent.is_dir():
        # Never made here: a folder that is not mounted would be filled on this machine's own disk.
        raise StoreUnavailable(
            f"Folder bersama {lake.folder.parent} tidak ada. Pasang (mount) atau buat dahulu, lalu ulangi; letaknya "
            f"diatur dengan {FOLDER_VARIABLE}."
        )
    connection = duckdb.connect(":memory:", config=SETTINGS)
    try:
        for name in _EXTENSIONS:
            connection.execute(f"LOAD {_text(str(extension_file(name)))}")
        # See above: a commit that was overtaken is refused.
        connection.execute("SET ducklake_max_retry_count = 0")
        # What runs over memory is refused instead of written to this machine's disk.
        connection.execute("SET temp_directory = ''")
        limits = f"-c lock_timeout={lake.tunggu * 1000} -c idle_in_transaction_session_timeout={HUNG_AFTER * 1000}"
        line = f"{_call(lake)} options='{limits}'"
        # Of a schema that there is none of: whoever lists tables would be told of all the catalog's own, slowly.
        connection.execute(f"ATTACH {_text(line)} AS kunci (TYPE postgres, SCHEMA 'tidak_ada')")
    except BaseException:
        connection.close()
        raise
    return connection


def has_catalog(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is a lake in the catalog's database already."""
    row = connection.execute(f"FROM postgres_query('kunci', '{_THERE}')").fetchone()
    return bool(row and row[0])


def attach(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Attach the lake, making an empty one where there is none, and shut everything else out. Raises duckdb.Error."""
    lake.folder.mkdir(mode=0o700, exist_ok=True)
    folder = _text(f"{lake.folder}{os.sep}")
    connection.execute(
        f"ATTACH {_text(f'ducklake:postgres:{_call(lake)}')} AS zi (DATA_PATH {folder}, OVERRIDE_DATA_PATH true)"
    )
    connection.execute("USE zi")
    # Files are data: nothing in a query may reach outside the lake's own folder, nor fetch an extension.
    connection.execute(f"SET allowed_directories = [{folder}]")
    connection.execute("SET enable_external_access = false")


def cursor_on(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor that works on the lake; a new one does not by itself."""
    cursor = connection.cursor()
    try:
        cursor.execute("USE zi")
    except BaseException:
        cursor.close()
        raise
    return cursor


@contextmanager
def locked(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Be the only writer of all servers inside.

    Raises duckdb.Error where another takes too long, or the server is gone.
    """
    with _holder(connection) as holder:
        holder.execute(f"FROM postgres_query('kunci', '{_LOCK}')").fetchall()
        yield


@contextmanager
def only_backup(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Be the only one of all servers who backs up inside. Raises StoreUnavailable where another does, duckdb.Error."""
    with _holder(cursor) as holder:
        row = holder.execute(f"FROM postgres_query('kunci', '{_BACKUP_LOCK}')").fetchone()
        if not (row and row[0]):
            raise StoreUnavailable("Server lain sedang mencadangkan basis data ini. Tunggu sampai selesai.")
        yield


def snapshot(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the lake's newest state, another after every commit of any server."""
    row = cursor.execute("FROM zi.current_snapshot()").fetchone()
    return int(row[0]) if row else 0


def is_unsettled(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether somebody was ended while they settled the lake."""
    row = connection.execute(f"FROM postgres_query('kunci', '{_UNSETTLED}')").fetchone()
    return bool(row and row[0])


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """After tables were made or changed, for whoever holds the lock: what reading them would stumble over.

    Few rows are kept in the catalog, in a table for each form that one of the lake's had. The first tidying drops those
    of earlier forms, under servers that know of them and look there. So it is done before they learn of them.
    And of a table in which there was never a row DuckLake asks the catalog anew for each of its columns, with every
    question, as it remembers only what it finds: so each gets one, and loses it. Which these are is noted in the
    catalog until it is done.
    """
    # Counted and read to the end: what a result is left open of, is not committed.
    cursor.execute("SELECT count(*) FROM ducklake_flush_inlined_data('zi')").fetchall()
    cursor.execute(f"CALL postgres_execute('kunci', '{_NOTE_UNSETTLED}')")
    new = [name for (name,) in cursor.execute(f"FROM postgres_query('kunci', '{_NOTED}')").fetchall()]
    columns = own_columns(cursor)
    rows = [(table, _row(columns[table])) for table in new if table in columns]
    # Taken away before as well: whoever was ended may have left it.
    gone = [f"DELETE FROM {table} WHERE {' AND '.join(map(' IS NOT DISTINCT FROM '.join, row))}" for table, row in rows]
    there = [
        f"INSERT INTO {table} BY NAME SELECT {', '.join(f'{value} AS {column}' for column, value in row)}"
        for table, row in rows
    ]
    for statements in ([*gone, *there], gone):
        cursor.begin()
        try:
            for statement in statements:
                cursor.execute(statement)
            cursor.commit()
        except BaseException:
            roll_back(cursor)
            raise
    cursor.execute("CALL postgres_execute('kunci', 'DROP TABLE zi_menyiapkan')")


def _row(columns: dict[str, str]) -> list[tuple[str, str]]:
    """A row that no table ever has, and any may: (column, value as SQL)."""
    likely = ("", "0", "1970-01-01", "[]")
    return [
        (column, f"coalesce({', '.join(f'TRY_CAST({_text(one)} AS {kind})' for one in likely)})")
        for column, kind in columns.items()
    ]


@contextmanager
def _holder(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor in a transaction of its own, which reads nothing of the lake: as long as it lasts, its locks do."""
    holder = connection.cursor()
    try:
        holder.begin()
        yield holder
    finally:
        # Before it is closed: one that is closed inside a transaction which the server has ended ends the process.
        roll_back(holder)
        holder.close()


def _call(lake: Lake) -> str:
    return f"dbname={lake.basis} {_CALL}" if lake.basis else _CALL


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
