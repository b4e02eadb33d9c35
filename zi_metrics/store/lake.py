"""Which store is in use: a DuckDB file, or a lake that several servers share; and how the settings of a lake are read.

A lake is DuckDB's own lakehouse format (DuckLake): what is stored where stands in a PostgreSQL database, the rows lie
in Parquet files in a folder that all servers see. To everybody else it is a path, as a file is: that of the lake's
place in the shared folder, beside which its backups and its marker lie.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zi_metrics.store.refused import StoreUnavailable

# Which kind of store: `berkas` (when nothing is said) or `danau`.
STORE_VARIABLE = "ZI_STORE"
FILE, LAKE = "berkas", "danau"
# The shared folder of a lake.
FOLDER_VARIABLE = "ZI_DANAU"
# How long, in seconds, a writer waits for another server's; and how long one may take before it counts as hung.
WAIT_VARIABLE = "ZI_DANAU_TUNGGU"
# Who waits gets the lock in turn, and a holder that dies gives it back at once: a long limit costs only those who wait
# for a server that hangs. With four writers on a machine that had fifteen times its work, 30 seconds were not enough.
_WAIT, _MOST_WAIT, HUNG_AFTER = 60, 600, 900
# The catalog's database is named as every PostgreSQL program takes it; its password only by PGPASSFILE or PGPASSWORD.
_DATABASE, _HOST, _PORT = "PGDATABASE", "PGHOST", "PGPORT"
_PLACE = "zi.danau"
_PARQUET = "data"
_HOW = "Lihat docs/menjalankan.md, bagian Beberapa server."


@dataclass(frozen=True)
class Lake:
    """A lake as the settings name it.

    place: what stands for it as a path; folder: of its Parquet files
    basis: name of the catalog's database in PostgreSQL; None = as libpq finds it
    tunggu: seconds that a writer waits for another
    """

    place: Path
    folder: Path
    basis: str | None = None
    tunggu: int = _WAIT

    @property
    def catalog(self) -> str:
        """The catalog's database and server, for people: never with a password."""
        host = os.environ.get(_HOST) or "soket lokal"
        port = f":{os.environ[_PORT]}" if os.environ.get(_PORT) else ""
        return f"{self.basis or os.environ.get(_DATABASE, '')} di {host}{port}"


def lake_in_use() -> Lake | None:
    """The lake that the settings name; None when they name a file. Raises StoreUnavailable for settings that are wrong.

    Nothing is looked at but the settings: whether folder and server are there, turns out when it is opened.
    """
    kind = (os.environ.get(STORE_VARIABLE) or FILE).strip().casefold()
    if kind == FILE:
        return None
    if kind != LAKE:
        raise StoreUnavailable(
            f"{STORE_VARIABLE} harus {FILE} (satu berkas DuckDB, bawaan) atau {LAKE} (beberapa server atas satu basis "
            f"data), bukan '{kind}'. {_HOW}"
        )
    wrong = []
    folder = os.environ.get(FOLDER_VARIABLE, "")
    if not folder or not Path(folder).is_absolute():
        wrong.append(f"{FOLDER_VARIABLE} harus menyebut letak lengkap folder bersama, misalnya /srv/zi")
    if not os.environ.get(_DATABASE):
        wrong.append(f"{_DATABASE} harus menyebut nama basis data katalog di PostgreSQL, misalnya zi")
    elif any(mark in os.environ[_DATABASE] for mark in "=:/"):
        # libpq would take a whole address there, with its password, and messages would repeat it.
        wrong.append(f"{_DATABASE} harus nama saja, bukan alamat; sandi lewat PGPASSFILE")
    wait = os.environ.get(WAIT_VARIABLE) or str(_WAIT)
    if not (wait.isascii() and wait.isdigit() and 1 <= int(wait) <= _MOST_WAIT):
        wrong.append(f"{WAIT_VARIABLE} harus bilangan detik dari 1 sampai {_MOST_WAIT}")
    if wrong:
        raise StoreUnavailable(f"{STORE_VARIABLE}={LAKE}: {'; '.join(wrong)}. {_HOW}")
    shared = Path(folder).resolve()
    return Lake(shared / _PLACE, shared / _PARQUET, tunggu=int(wait))


def lake_at(path: Path) -> Lake | None:
    """The lake whose place this is; None for a database file. Raises StoreUnavailable for settings that are wrong."""
    if os.environ.get(STORE_VARIABLE) is None:
        return None
    lake = lake_in_use()
    return lake if lake and lake.place == path else None


def in_lake(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether what a cursor works on is a lake, and no database file."""
    row = cursor.execute("SELECT type FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return row is not None and row[0] == "ducklake"
