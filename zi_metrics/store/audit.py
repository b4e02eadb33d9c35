"""The audit trail: who did what to what, when; rows are only added, each with the hash of the one before it.

Changing, removing or putting in a row breaks the chain from there on. Whoever can write the file can write the whole
chain anew; so its last hash belongs into each backup's manifest and, where it matters, on paper.
What a row is about is sealed by a salted hash of its own, which the chain goes over: an erasure on request can empty
it, and the chain stays whole.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from zi_metrics.scope import Act, Person
from zi_metrics.store.clock import utc_now

# Events that are no act in the table of rights.
MASUK, KELUAR = "masuk", "keluar"
DONE, REFUSED = "dilakukan", "ditolak"
# What an erasure says in `sesudah`: the numbers of the rows whose contents went with it.
EMPTIED = "catatan_dikosongkan"
_FIRST = "0" * 64
# Without an order, which takes three times as long.
_LAST = "SELECT max(nomor), arg_max(sidik, nomor) FROM catatan_audit"
COLUMNS = (
    "nomor",
    "waktu",
    "siapa",
    "nama",
    "lewat",
    "tindakan",
    "hasil",
    "unit_id",
    "objek",
    "nama_berkas",
    "sha256",
    "sebelum",
    "sesudah",
    "garam",
    "sidik_isi",
    "sidik_sebelum",
    "sidik",
)
# What an erasure may empty; the salt goes with it.
_CONTENT = ("objek", "nama_berkas", "sha256", "sebelum", "sesudah")
_SHOWN = COLUMNS[:-4]
_CONTENT_AT = [COLUMNS.index(name) for name in _CONTENT]
_SALT_AT, _SEAL_AT = COLUMNS.index("garam"), COLUMNS.index("sidik_isi")
_INSERT = f"INSERT INTO catatan_audit ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
# Rows that are read and checked at a time.
_BATCH = 10_000


@dataclass(frozen=True)
class Entry:
    """One thing that happened.

    tindakan: an Act, or MASUK, KELUAR
    unit_id: the unit it is about, None = none or all; objek: what was touched, in words (Indonesian)
    sebelum, sesudah: before and after, as far as nobody can find it elsewhere; None = not there
    nama_berkas, sha256: the file it came from
    hasil: DONE or REFUSED
    """

    tindakan: str
    unit_id: str | None = None
    objek: str = ""
    sebelum: Mapping | None = None
    sesudah: Mapping | None = None
    nama_berkas: str | None = None
    sha256: str | None = None
    hasil: str = DONE


@dataclass(frozen=True)
class Chain:
    """What checking the trail found.

    rows: how many there are; last: hash of the last one; broken: number of the first row that does not follow from
    the one before it (None = whole), why: what is wrong there (Indonesian)
    """

    rows: int
    last: str
    broken: int | None = None
    why: str = ""


def append(cursor: duckdb.DuckDBPyConnection, person: Person, entry: Entry) -> None:
    """Add a row, inside the caller's transaction; the store's writers hold the lock, so numbers have no gaps."""
    last = cursor.execute(_LAST).fetchone()
    nomor, before = last if last and last[0] else (0, _FIRST)
    salt = secrets.token_hex(16)
    content = (entry.objek, entry.nama_berkas, entry.sha256, _json(entry.sebelum), _json(entry.sesudah))
    row = (
        nomor + 1,
        utc_now(),
        person.id,
        person.nama,
        person.lewat,
        str(entry.tindakan),
        entry.hasil,
        entry.unit_id,
        *content,
        salt,
        seal((salt, *content)),
        before,
    )
    cursor.execute(_INSERT, [*row, _sealed((*row, ""))])


def erase_contents(
    cursor: duckdb.DuckDBPyConnection, about: Sequence[str], files: Sequence[str], units: Sequence[str] = ()
) -> list[int]:
    """Empty what rows say that are about something erased, inside the caller's transaction; gives their numbers.

    about: ids that stand in `sebelum` or `sesudah`; files: hashes of files; units: of which
    nothing is left. Who, when and what act stays. The caller
    records the numbers under EMPTIED in `sesudah` of a row of its own: without that, an empty row breaks the chain.
    """
    emptied = ", ".join(f"{name} = NULL" for name in (*_CONTENT, "garam"))
    # Looked for first: a lake's UPDATE does not tell what it changed.
    query = (
        "SELECT nomor FROM catatan_audit WHERE sha256 IN (SELECT unnest(CAST($files AS VARCHAR[]))) "
        "OR len(list_filter(CAST($about AS VARCHAR[]), "
        "lambda id: contains(coalesce(sebelum, '') || coalesce(sesudah, ''), id))) > 0 "
        "OR unit_id IN (SELECT unnest(CAST($units AS VARCHAR[]))) ORDER BY nomor"
    )
    asked = {"files": list(files), "about": list(about), "units": list(units)}
    found = [nomor for (nomor,) in cursor.execute(query, asked).fetchall()]
    cursor.execute(f"UPDATE catatan_audit SET {emptied} WHERE nomor IN (SELECT unnest(CAST(? AS BIGINT[])))", [found])
    return found


def seal(row: tuple) -> str:
    """The hash of a row, of all its fields but the hash itself; or of what a row is about."""
    said = [value.isoformat() if isinstance(value, datetime) else value for value in row]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()


def check(cursor: duckdb.DuckDBPyConnection) -> Chain:
    """Follow the whole chain, row by row."""
    rows, before = 0, _FIRST
    empty: set[int] = set()
    found = cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM catatan_audit ORDER BY nomor")
    while batch := found.fetchmany(_BATCH):
        for row in batch:
            if row[0] != rows + 1:
                return Chain(rows, before, rows + 1, f"catatan nomor {rows + 1} tidak ada")
            if row[-2] != before:
                return Chain(rows, before, row[0], f"catatan nomor {row[0]} tidak menyambung catatan sebelumnya")
            content = tuple(row[place] for place in (_SALT_AT, *_CONTENT_AT))
            is_erased = not any(field is not None for field in content)
            if _sealed(row) != row[-1] or not (is_erased or seal(content) == row[_SEAL_AT]):
                return Chain(rows, before, row[0], f"isi catatan nomor {row[0]} berubah setelah ditulis")
            rows, before = row[0], row[-1]
            empty = empty | {row[0]} if is_erased else empty - _emptied_by(row)
    if empty:
        return Chain(rows, before, min(empty), f"isi catatan nomor {min(empty)} dikosongkan tanpa penghapusan tercatat")
    return Chain(rows, before)


def _emptied_by(row: tuple) -> set[int]:
    """The numbers of the rows that an erasure emptied; of a row that is about something else, none."""
    if row[COLUMNS.index("tindakan")] != Act.HAPUS_DATA or row[COLUMNS.index("sesudah")] is None:
        return set()
    return set(json.loads(row[COLUMNS.index("sesudah")]).get(EMPTIED, ()))


def _sealed(row: tuple) -> str:
    """The hash of a whole row: over the hash of its content, not the content itself."""
    inside = {_SALT_AT, *_CONTENT_AT}
    return seal(tuple(field for place, field in enumerate(row[:-1]) if place not in inside))


def search(
    cursor: duckdb.DuckDBPyConnection,
    words: str = "",
    tindakan: str | None = None,
    siapa: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = 500,
) -> pd.DataFrame:
    """Rows of the trail, the latest first: COLUMNS without the hashes, and `unit` (the name, None where none).

    words: all of these stand somewhere in name, object, unit or file, in any case; since, until: UTC
    """
    condition = " AND ".join(
        f"contains(lower(concat_ws(' ', c.siapa, c.nama, c.objek, c.nama_berkas, u.nama, c.sebelum, c.sesudah)), $k{i})"
        for i, _ in enumerate(words.split())
    )
    query = (
        f"SELECT {', '.join(f'c.{name}' for name in _SHOWN)}, u.nama AS unit FROM catatan_audit c "
        "LEFT JOIN unit_kerja u USING (unit_id) "
        "WHERE ($tindakan IS NULL OR c.tindakan = $tindakan) AND ($siapa IS NULL OR c.siapa = $siapa) "
        "AND ($since IS NULL OR c.waktu >= $since) AND ($until IS NULL OR c.waktu < $until) "
        f"{'AND ' + condition if condition else ''} ORDER BY c.nomor DESC LIMIT $most"
    )
    parameters = {"tindakan": tindakan, "siapa": siapa, "since": since, "until": until, "most": most}
    parameters |= {f"k{i}": word.lower() for i, word in enumerate(words.split())}
    return cursor.execute(query, parameters).df()


def _json(what: Mapping | None) -> str | None:
    return None if what is None else json.dumps(dict(what), ensure_ascii=False, sort_keys=True, default=str)
