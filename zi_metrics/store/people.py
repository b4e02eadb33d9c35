"""People and their roles, as an admin wrote them down: rows are only added, the highest version counts."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pandas as pd

from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Change, Store
from zi_metrics.store.table_marks import marks_of

_PEOPLE = (
    "SELECT pengguna_id, versi, nama, aktif, oleh, waktu FROM pengguna "
    "QUALIFY row_number() OVER (PARTITION BY pengguna_id ORDER BY versi DESC) = 1"
)
_ROLES = (
    "SELECT peran_id, versi, pengguna_id, peran, simpul_id, pokja, mulai, sampai, dicabut, oleh, waktu FROM peran "
    "QUALIFY row_number() OVER (PARTITION BY peran_id ORDER BY versi DESC) = 1"
)
PERSON_COLUMNS = ("pengguna_id", "nama", "aktif", "oleh", "waktu")
ROLE_COLUMNS = ("peran_id", "pengguna_id", "peran", "simpul_id", "pokja", "mulai", "sampai", "oleh", "waktu")


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who may sign in.

    id: the address they sign in with, in lower case; nama: as shown; aktif: False = may not sign in (any more)
    """

    id: str
    nama: str
    aktif: bool = True


@dataclass(frozen=True)
class Role:
    """What somebody is, where, and when.

    peran: a role of the table of rights; simpul_id: the unit or branch it is about, None = all of the agency
    pokja: the areas it is limited to, () = all; mulai, sampai: its first and last day, None = no limit
    peran_id: '' = a new one
    """

    pengguna_id: str
    peran: str
    simpul_id: str | None = None
    pokja: tuple[int, ...] = ()
    mulai: date | None = None
    sampai: date | None = None
    peran_id: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the role counts on a day."""
        return (self.mulai is None or self.mulai <= day) and (self.sampai is None or day <= self.sampai)


def people(store: Store) -> pd.DataFrame:
    """Everybody who was ever entered: PERSON_COLUMNS, by name. Empty for who may not manage people."""
    return tables.read(store, f"SELECT {', '.join(PERSON_COLUMNS)} FROM ({_PEOPLE}) ORDER BY nama, pengguna_id")


def roles(store: Store) -> pd.DataFrame:
    """All roles that were not taken back, past and future ones too: ROLE_COLUMNS. pokja: '1,4', '' = all areas."""
    query = f"SELECT {', '.join(ROLE_COLUMNS)} FROM ({_ROLES}) WHERE NOT dicabut ORDER BY pengguna_id, peran, waktu"
    return tables.read(store, query)


def person_known(store: Store, pengguna_id: str) -> KnownPerson | None:
    """The person who signs in with an address; None when nobody entered them."""
    return _everybody(store).people.get(pengguna_id)


def roles_of(store: Store, pengguna_id: str) -> list[Role]:
    """A person's roles that were not taken back, past and future ones too."""
    return list(_everybody(store).roles.get(pengguna_id, ()))


@dataclass(frozen=True)
class _Everybody:
    """People by their address, and the roles of each: of a whole agency asked as quickly as of one who comes."""

    people: Mapping[str, KnownPerson]
    roles: Mapping[str, list[Role]]


def _everybody(store: Store) -> _Everybody:
    return store.until_written(_ask_everybody, marks_of(store, "pengguna", "peran"))


def _ask_everybody(store: Store) -> _Everybody:
    columns = "pengguna_id, peran, simpul_id, pokja, mulai, sampai, peran_id"
    with store.cursor() as cursor:
        known = cursor.execute(f"SELECT pengguna_id, nama, aktif FROM ({_PEOPLE})").fetchall()
        rows = cursor.execute(f"SELECT {columns} FROM ({_ROLES}) WHERE NOT dicabut").fetchall()
    given: dict[str, list[Role]] = {}
    for who, peran, simpul, pokja, *rest in rows:
        given.setdefault(who, []).append(Role(who, peran, simpul, _pokja(pokja), *rest))
    return _Everybody({row[0]: KnownPerson(*row) for row in known}, given)


def state(store: Store) -> tuple[str, ...]:
    """Changes whenever somebody's scope may have changed."""
    return marks_of(store, "pengguna", "peran", "simpul", "gabungan")


def with_role(store: Store, peran: str, day: date) -> list[KnownPerson]:
    """The active people who have a role on a day, by name: whom to ask."""
    query = (
        f"SELECT DISTINCT o.pengguna_id, o.nama FROM ({_PEOPLE}) o JOIN ({_ROLES}) r USING (pengguna_id) "
        "WHERE o.aktif AND NOT r.dicabut AND r.peran = $1 AND coalesce(r.mulai, $2) <= $2 "
        "AND coalesce(r.sampai, $2) >= $2 ORDER BY o.nama"
    )
    with store.whole().cursor() as cursor:
        return [KnownPerson(*row) for row in cursor.execute(query, [peran, day]).fetchall()]


def save_people(store: Store, persons: Sequence[KnownPerson], given: Sequence[Role]) -> int:
    """Enter or change people and roles in one transaction; gives how many rows were new.

    A role without an id that says what another one of the person says already is that one. Raises NotAllowed,
    duckdb.Error when the database refuses (nothing was written then).
    """
    added, now = 0, utc_now()
    with store.write(Act.PENGGUNA) as change:
        cursor = change.cursor
        for person in persons:
            versi, *known = _newest(cursor, "versi, nama, aktif", "pengguna", "pengguna_id", person.id) or (
                0,
                None,
                None,
            )
            if known == [person.nama, person.aktif]:
                continue
            cursor.execute(
                "INSERT INTO pengguna VALUES (?, ?, ?, ?, ?, ?)",
                [person.id, versi + 1, person.nama, person.aktif, change.oleh, now],
            )
            before = {"nama": known[0], "aktif": known[1]} if versi else None
            change.record(None, f"pengguna {person.id}", before, {"nama": person.nama, "aktif": person.aktif})
            added += 1
        for role in given:
            added += _save_role(change, role, False, now)
    return added


def revoke_role(store: Store, peran_id: str) -> bool:
    """Take a role back; False when that was done before. Raises KeyError for one that does not exist, NotAllowed."""
    with store.write(Act.PENGGUNA) as change:
        row = change.cursor.execute(f"SELECT * FROM ({_ROLES}) WHERE peran_id = ?", [peran_id]).fetchone()
        if row is None:
            raise KeyError(peran_id)
        _, _, who, peran, simpul, pokja, mulai, sampai, dicabut, *_ = row
        if dicabut:
            return False
        role = Role(who, peran, simpul, _pokja(pokja), mulai, sampai, peran_id)
        _save_role(change, role, True, utc_now())
    return True


def _save_role(change: Change, role: Role, dicabut: bool, now: datetime) -> int:
    cursor, pokja = change.cursor, ",".join(map(str, sorted(role.pokja)))
    said = (role.pengguna_id, role.peran, role.simpul_id, pokja, role.mulai, role.sampai, dicabut)
    known = cursor.execute(
        f"SELECT peran_id, versi, pengguna_id, peran, simpul_id, pokja, mulai, sampai, dicabut FROM ({_ROLES}) "
        "WHERE pengguna_id = ?",
        [role.pengguna_id],
    ).fetchall()
    if any(row[2:] == said for row in known if row[0] == role.peran_id or not role.peran_id):
        return 0
    mine = next((row for row in known if row[0] == role.peran_id), None)
    cursor.execute(
        "INSERT INTO peran VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [role.peran_id or uuid.uuid4().hex, (mine[1] if mine else 0) + 1, *said, change.oleh, now],
    )
    fields = ("pengguna", "peran", "simpul_id", "pokja", "mulai", "sampai", "dicabut")
    before = dict(zip(fields, mine[2:], strict=True)) if mine else None
    after = dict(zip(fields, said, strict=True))
    change.record(role.simpul_id, f"peran {role.peran} {role.pengguna_id}", before, after)
    return 1


def _newest(cursor: duckdb.DuckDBPyConnection, columns: str, table: str, key: str, value: str) -> tuple | None:
    query = f"SELECT {columns} FROM {table} WHERE {key} = ? ORDER BY versi DESC LIMIT 1"
    return cursor.execute(query, [value]).fetchone()


def _pokja(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)
