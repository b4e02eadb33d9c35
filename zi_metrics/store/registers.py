"""The registers of what is done between two assessments: rows that only gain versions, and two people at once.

A register is a table with the same columns around its own fields (migration 0012); which fields, and who may change
them, is told by its `RegisterTable`. Saving takes only what was changed: what somebody else changed meanwhile in other
fields of the same row stays, and where both changed the same field, or fields that are now impossible together,
nothing of that row is saved and both are shown.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd

from zi_metrics.scope import Act, Scope, Target
from zi_metrics.store import register_versions, tables
from zi_metrics.store.assessments import insert
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Change, Store
from zi_metrics.store.register_bounds import exceeding
from zi_metrics.store.unit_names import ensure_unit

# What a field may hold.
Value = object
# So many rows are recorded in the trail one by one; of more, each unit's together.
_ONE_BY_ONE = 20
_NAME_OF = (
    "SELECT nama FROM unit_kerja WHERE unit_id = ? UNION ALL "
    "SELECT nama FROM simpul_berlaku WHERE simpul_id = ? AND tingkat = 'unit' LIMIT 1"
)


@dataclass(frozen=True)
class RegisterTable:
    """A register as the store knows it.

    tabel: a name of `register_tables.REGISTER_TABLES`; sebutan: what one row is called (Indonesian)
    bidang: its own fields and what each holds when nothing was said; hak: what is needed to change a row
    hak_bidang: field -> acts, any of which will do, where it is not `hak`; hak_nilai: field -> value -> acts, where
    a value is only theirs to give and to take away
    paling_banyak: field -> the field of the same row that it may not be more than (or a day, not after)
    """

    tabel: str
    sebutan: str
    bidang: Mapping[str, Value]
    hak: Act
    hak_bidang: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    hak_nilai: Mapping[str, Mapping[Value, tuple[Act, ...]]] = field(default_factory=dict)
    paling_banyak: Mapping[str, str] = field(default_factory=dict)


# As `register_rows`: store, register, units, year.
RowsOf = Callable[[Store, RegisterTable, Sequence[str] | None, int | None], pd.DataFrame]


@dataclass(frozen=True)
class RowChange:
    """What somebody wants of one row.

    isi: the fields that they changed, and these only; 'pokja' (1-6 or None) is one of them
    baris_id: which row, None = a new one, which needs unit_id and tahun; dibuka: the version that they changed
    dibuang: they remove it (or, with False on a removed one, bring it back)
    lembar: the sheet that it was read from, '' = none
    """

    isi: Mapping[str, Value] = field(default_factory=dict)
    baris_id: str | None = None
    dibuka: int = 0
    dibuang: bool = False
    unit_id: str = ""
    tahun: int = 0
    lembar: str = ""


@dataclass(frozen=True)
class FromFile:
    """The file that rows were read from. nama_berkas: its name; sha256: of its bytes, None = not known."""

    nama_berkas: str
    sha256: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same, or what is impossible together: nothing of the row was saved.

    change: what was wanted; bidang: field -> (wanted, what stands there now); 'dibuang' is one, too
    versi, oleh, waktu: the version that stands there now, and who saved it when (UTC)
    terhadap: field -> (the other field, as it is now) that makes what was wanted of it impossible
    """

    change: RowChange
    bidang: Mapping[str, tuple[Value, Value]]
    versi: int
    oleh: str
    waktu: datetime
    terhadap: Mapping[str, tuple[str, Value]] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedRow:
    """A row that was written: its id, its new version, and the version before (0 = there was none)."""

    baris_id: str
    versi: int
    sebelum: int


@dataclass(frozen=True)
class SavedRows:
    """baris: what was written (nothing for what was so already); konflik: what was not, see `Conflict`."""

    baris: tuple[SavedRow, ...] = ()
    konflik: tuple[Conflict, ...] = ()


def save_rows(
    store: Store,
    table: RegisterTable,
    changes: Sequence[RowChange],
    act: Act | None = None,
    berkas: FromFile | None = None,
) -> SavedRows:
    """Write new versions of rows: all that nobody else changed meanwhile, in one transaction.

    act: what is needed to change a row, where it is another one than the register's own; berkas: where they come from
    Raises KeyError for a unit or row that does not exist, NotAllowed for what is not this person's to change (nothing
    was written then), duckdb.Error when the database refuses.
    """
    acts = {act or table.hak, *(one for some in table.hak_bidang.values() for one in some)}
    with store.write(act or table.hak, *sorted(acts - {act or table.hak})) as change:
        writing = _Writing(table, change, act or table.hak, changes, berkas)
        for wanted in changes:
            writing.take(wanted)
        writing.finish()
    return SavedRows(tuple(writing.saved), tuple(writing.conflicts))


def undo_rows(store: Store, table: RegisterTable, saved: Sequence[SavedRow], act: Act | None = None) -> SavedRows:
    """Take back what was saved: each field that it changed becomes what it was, unless somebody changed it since.

    Raises as `save_rows`.
    """
    changes = []
    with store.cursor() as cursor:
        for row in saved:
            after = register_versions.version(cursor, table.tabel, table.bidang, row.baris_id, row.versi)
            if not row.sebelum:
                changes.append(RowChange({}, row.baris_id, row.versi, dibuang=True))
                continue
            before = register_versions.version(cursor, table.tabel, table.bidang, row.baris_id, row.sebelum)
            changed = {
                name: before[name] for name in ("pokja", *table.bidang) if not same_value(before[name], after[name])
            }
            changes.append(RowChange(changed, row.baris_id, row.versi, dibuang=bool(before["dibuang"])))
    return save_rows(store, table, changes, act)


def register_rows(
    store: Store, table: RegisterTable, unit_ids: Sequence[str] | None = None, tahun: int | None = None
) -> pd.DataFrame:
    """The rows that count (of some units, of a year), without removed ones.

    Columns: baris_id, versi, unit_id, unit, tahun, pokja, the register's fields, oleh, waktu and dibuat (when this
    version was written, and the first one, UTC); by unit, then in the order in which they were first written.
    """
    fields = ", ".join(f"r.{name}" for name in table.bidang)
    parameters: dict[str, object] = {"tahun": None if tahun is None else int(tahun)}
    theirs = ever_theirs = ""
    if unit_ids is not None:
        parameters["units"] = list(unit_ids)
        asked = "unit_id IN (SELECT unnest(CAST($units AS VARCHAR[])))"
        # Of these alone the newest version is looked for; a row may have been another unit's before.
        theirs, ever_theirs = f"AND r.{asked} ", f"WHERE baris_id IN (SELECT baris_id FROM {table.tabel} WHERE {asked})"
    query = (
        f"SELECT r.baris_id, r.versi, r.unit_id, u.nama AS unit, r.tahun, r.pokja, {fields}, r.oleh, r.waktu, b.dibuat "
        f"FROM {table.tabel} r JOIN unit_kerja u USING (unit_id) "
        f"JOIN (SELECT baris_id, max(versi) AS versi, min(waktu) AS dibuat FROM {table.tabel} {ever_theirs} "
        "GROUP BY baris_id) b USING (baris_id, versi) "
        f"WHERE NOT r.dibuang AND ($tahun IS NULL OR r.tahun = $tahun) {theirs}"
        "ORDER BY u.nama, b.dibuat, r.baris_id"
    )
    return tables.read(store, query, parameters)


def row_versions(store: Store, table: RegisterTable, baris_id: str) -> pd.DataFrame:
    """Every version of one row, the newest first: versi, unit_id, tahun, pokja, its fields, dibuang, oleh, waktu."""
    fields = ", ".join(("versi", "unit_id", "tahun", "pokja", *table.bidang, "dibuang", "oleh", "waktu"))
    query = f"SELECT {fields} FROM {table.tabel} WHERE baris_id = $id ORDER BY versi DESC"
    return tables.read(store, query, {"id": baris_id})


def became(store: Store, table: RegisterTable, nama: str, value: Value, unit_ids: Sequence[str]) -> dict[str, datetime]:
    """Since when (UTC) rows of some units have a value in a field, for those that have it now: row's id -> moment."""
    query = (
        f"SELECT r.baris_id, min(r.waktu) FROM {table.tabel} r "
        f"LEFT JOIN (SELECT baris_id, max(versi) AS lain FROM {table.tabel} WHERE {nama} IS DISTINCT FROM $value "
        "GROUP BY baris_id) b USING (baris_id) "
        "WHERE r.unit_id IN (SELECT unnest(CAST($units AS VARCHAR[]))) AND r.versi > coalesce(b.lain, 0) "
        "GROUP BY r.baris_id"
    )
    if nama not in table.bidang:
        raise KeyError(nama)
    with store.cursor() as cursor:
        return dict(cursor.execute(query, {"value": value, "units": list(unit_ids)}).fetchall())


def refused(
    scope: Scope,
    table: RegisterTable,
    before: Mapping[str, Value] | None,
    after: Mapping[str, Value],
    changed: Iterable[str],
    act: Act | None = None,
) -> dict[str, tuple[Act, Target]]:
    """What of a change is not a person's to make: field -> the act that it takes, and where.

    before: the row as it stands, None for a new one; after: as it is to be, both with unit_id, pokja and the fields
    changed: names of fields, 'pokja' and 'dibuang' too; act: as of `save_rows`
    """
    row_act = act or table.hak
    found = {}
    for name in dict.fromkeys((*changed, "pokja") if before is None else changed):
        acts = _acts_of(table, name, before, after, row_act)
        for row in (before or after, after):
            target = Target(str(row["unit_id"]), pokja=_area(row["pokja"]))
            if not any(scope.may(one, target) for one in acts):
                found.setdefault(name, (acts[0], target))
    return found


def _acts_of(
    table: RegisterTable, name: str, before: Mapping[str, Value] | None, after: Mapping[str, Value], row_act: Act
) -> Sequence[Act]:
    """The acts of which any will do for a change of a field."""
    if name not in table.bidang:
        return (row_act,)
    was = None if before is None else before[name]
    values = [table.hak_nilai.get(name, {}).get(value) for value in (was, after[name])]
    return next((own for own in values if own), table.hak_bidang.get(name, (row_act,)))


def same_value(one: Value, other: Value) -> bool:
    """Whether two values of a field are the same; what is missing is the same however it is missing."""
    missing = [value is None or value is pd.NaT or value != value for value in (one, other)]
    return all(missing) or (not any(missing) and one == other)


class _Writing:
    """One saving, inside its transaction."""

    def __init__(
        self, table: RegisterTable, change: Change, act: Act, changes: Sequence[RowChange], berkas: FromFile | None
    ) -> None:
        self._table, self._change, self._act = table, change, act
        ids = [one.baris_id for one in changes if one.baris_id is not None]
        self._standing = register_versions.newest(change.cursor, table.tabel, table.bidang, ids)
        # Rows that are made in the same moment are listed by their ids: as they were given.
        self._new_ids = iter(sorted(uuid.uuid4().hex for _ in range(len(changes) - len(ids))))
        self._berkas = berkas or FromFile("")
        self._now = utc_now()
        self._rows: list[dict] = []
        self._told: list[tuple[dict, dict | None, dict, str]] = []
        self._names: dict[str, str] = {}
        self.saved: list[SavedRow] = []
        self.conflicts: list[Conflict] = []

    def take(self, wanted: RowChange) -> None:
        """Check one change, and keep it for writing or as a conflict."""
        if wanted.baris_id is None:
            row = {"pokja": None, **self._table.bidang, **wanted.isi}
            row |= {"baris_id": next(self._new_ids), "unit_id": wanted.unit_id, "tahun": wanted.tahun, "dibuang": False}
            self._require(None, row, wanted.isi)
            self._write(row, 0, None, dict(wanted.isi), wanted.lembar)
            return
        now = self._standing[wanted.baris_id]
        if conflict := self._conflict(wanted, now):
            self.conflicts.append(conflict)
            return
        changed = {name: value for name, value in wanted.isi.items() if not same_value(value, now[name])}
        if wanted.dibuang != now["dibuang"]:
            changed["dibuang"] = wanted.dibuang
        if not changed:
            return
        row = now | changed
        self._require(now, row, changed)
        self._write(row, int(now["versi"]), {name: now[name] for name in changed}, changed, wanted.lembar)

    def finish(self) -> None:
        """Write what was kept, and its trail."""
        if not self._rows:
            return
        insert(self._change.cursor, self._table.tabel, pd.DataFrame(self._rows).astype({"pokja": "Int32"}))
        if len(self._told) <= _ONE_BY_ONE:
            for row, before, after, sheet in self._told:
                what = f"{self._table.sebutan} {row['tahun']}, {self._names[row['unit_id']]}"
                after = {"baris_id": row["baris_id"], "versi": row["versi"], **after}
                was = None if before is None else _plain(before)
                self._record(row["unit_id"], what, was, _plain(after), {sheet}, self._done_by(row, before))
            return
        for unit_id in dict.fromkeys(row["unit_id"] for row in self._rows):
            # What each said before and says now stands in its versions.
            of_unit = {row["baris_id"]: row["versi"] for row in self._rows if row["unit_id"] == unit_id}
            what = f"{len(of_unit)} {self._table.sebutan}, {self._names[unit_id]}"
            sheets = {sheet for row, *_, sheet in self._told if row["unit_id"] == unit_id}
            self._record(unit_id, what, None, {"baris": of_unit}, sheets, self._act)

    def _record(
        self, unit_id: str, what: str, before: dict | None, after: dict, sheets: Iterable[str], act: Act
    ) -> None:
        """A row of the trail, with the file and the sheets that it came from."""
        if read := ", ".join(sorted(filter(None, sheets))):
            after = {**after, "lembar": read}
        name = self._berkas.nama_berkas or None
        self._change.record(unit_id, what, before, after, name, self._berkas.sha256, act)

    def _done_by(self, row: dict, before: dict | None) -> Act:
        """The act that a change took: the row's own, unless every field that was changed is another's to change."""
        if before is None:
            return self._act
        acts = [_acts_of(self._table, name, before, row, self._act) for name in before]
        return self._act if any(self._act in some for some in acts) or not acts else acts[0][0]

    def _write(self, row: dict, before: int, was: dict | None, changed: dict, sheet: str) -> None:
        row = row | {"versi": before + 1, "oleh": self._change.oleh, "waktu": self._now}
        self._rows.append(row)
        # A row that is named twice is changed on what it became.
        self._standing[row["baris_id"]] = row
        self._told.append((row, was, changed, sheet))
        self.saved.append(SavedRow(row["baris_id"], before + 1, before))

    def _conflict(self, wanted: RowChange, now: dict) -> Conflict | None:
        if now["versi"] <= wanted.dibuka:
            return None
        was = (
            now
            if not wanted.dibuka
            else register_versions.version(
                self._change.cursor, self._table.tabel, self._table.bidang, now["baris_id"], wanted.dibuka
            )
        )
        asked = {**wanted.isi, "dibuang": wanted.dibuang}
        clash = {
            name: (value, now[name])
            for name, value in asked.items()
            if not same_value(now[name], was[name]) and not same_value(value, now[name])
        }
        # Removing what somebody is still writing on, and writing on what somebody removed, are both to be told.
        if wanted.dibuang and not was["dibuang"]:
            clash |= {
                name: (was[name], now[name]) for name in self._table.bidang if not same_value(was[name], now[name])
            }
        limits = self._impossible(wanted.isi, was, now)
        clash |= {name: (wanted.isi[name], now[name]) for name in limits if name not in clash}
        if not clash or (set(clash) == {"dibuang"} and not wanted.isi and wanted.dibuang == now["dibuang"]):
            return None
        return Conflict(wanted, clash, int(now["versi"]), now["oleh"], now["waktu"], limits)

    def _impossible(self, isi: Mapping[str, Value], was: Mapping, now: Mapping) -> dict[str, tuple[str, Value]]:
        """What is wanted and cannot be together with what another wrote: field -> the other field, as it is now."""
        bounds = self._table.paling_banyak
        # What is impossible by itself is told where it is typed or read.
        already = exceeding(bounds, {**was, **isi})
        pairs = [pair for pair in exceeding(bounds, {**now, **isi}) if pair not in already]
        both = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
        return {one: (other, now[other]) for one, other in both if one in isi and other not in isi}

    def _require(self, before: Mapping[str, Value] | None, after: Mapping[str, Value], changed: Iterable[str]) -> None:
        """Raises NotAllowed for what is not this person's to change, KeyError for a unit that does not exist."""
        name = self._name(str(after["unit_id"]))
        for act, target in refused(self._change.scope, self._table, before, after, changed, self._act).values():
            self._change.require(replace(target, nama=name), act)

    def _name(self, unit_id: str) -> str:
        if unit_id not in self._names:
            row = self._change.cursor.execute(_NAME_OF, [unit_id, unit_id]).fetchone()
            if row is None:
                raise KeyError(unit_id)
            # Work begins before the first assessment: a unit of the tree has nothing stored by then.
            ensure_unit(self._change, unit_id, row[0], False, self._now)
            self._names[unit_id] = row[0]
        return self._names[unit_id]


def _area(pokja: Value) -> frozenset[int] | None:
    return None if pokja is None or pokja is pd.NA or pokja != pokja else frozenset({int(str(pokja))})


def _plain(said: dict) -> dict:
    """As JSON can hold it."""
    return {
        name: value if isinstance(value, str | int | float | bool | type(None)) else str(value)
        for name, value in said.items()
    }
