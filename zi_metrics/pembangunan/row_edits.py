"""What somebody typed into a table of a register's rows, and has not saved: kept by row, checked, made into changes.

A table on screen tells of edits by place ('row 3'). Which row that is, only holds for the table that was shown: here
they become edits of rows, each with the version that the person saw, so that they survive whatever the table becomes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd
from rapidfuzz import fuzz, process

from zi_metrics.bahasa import format_list
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, shown, understood
from zi_metrics.pembangunan.name_doubts import name_doubts
from zi_metrics.pembangunan.register import Register, RegisterField
from zi_metrics.pembangunan.register_headings import POKJA, TAHUN, UNIT
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, area_of_row, default_area
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.pembangunan.row_identity import identity, identity_words
from zi_metrics.scope import ACT_WORDS, Act, Scope
from zi_metrics.store.registers import Conflict, RowChange, refused, same_value
from zi_metrics.table_rows import records
from zi_metrics.texts import name_key
from zi_metrics.written_dates import YEARS

# The columns that say whose a row is.
WHOSE = (UNIT, TAHUN, POKJA)
WHOSE_WORDS = {UNIT: "Unit kerja", TAHUN: "Tahun", POKJA: "Pokja"}
_NEW = "baru-"
_NAMED, _ALIKE, _MOST_ALIKE = 60, 60, 3


@dataclass(frozen=True)
class ShownRow:
    """A row as a table shows it.

    kunci: its baris_id, or what a new row goes by until it is saved; versi: the one that is shown, 0 = not stored yet
    isi: column -> what is stored, as the table writes it; {} for a new row
    """

    kunci: str
    versi: int
    isi: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RowEdit:
    """What somebody typed into one row.

    kunci: as of `ShownRow`; dibuka: the version that they saw, 0 = a new row
    isi: column -> as typed, only where it is not what they saw; dibuang: they removed it
    """

    kunci: str
    dibuka: int
    isi: Mapping[str, object] = field(default_factory=dict)
    dibuang: bool = False


@dataclass(frozen=True)
class NewRows:
    """What new rows take where they say nothing of it.

    units: name -> unit_id, all that may be named; unit (its id), tahun, pokja (or EVERY_AREA): None = each row must say
    isi: fields' values
    """

    units: Mapping[str, str]
    unit: str | None = None
    tahun: int | None = None
    pokja: int | None = None
    isi: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedEdits:
    """changes: kunci -> what is to be saved, nothing for what is so already; problems: why it cannot be, all of them
    (Indonesian, each naming row and column); doubts: what is to be looked at before it is saved (Indonesian).
    """

    changes: Mapping[str, RowChange]
    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def edits_of(state: Mapping, shown: Sequence[ShownRow], before: Mapping[str, RowEdit]) -> dict[str, RowEdit]:
    """The edits of a table, by row, on top of those that were kept before it was shown.

    state: as a table on screen tells it: edited_rows (place -> column -> value), added_rows, deleted_rows (places)
    """
    edits = dict(before)
    for place, cells in state.get("edited_rows", {}).items():
        if int(place) < len(shown):
            row = shown[int(place)]
            edit = _with(edits.get(row.kunci) or RowEdit(row.kunci, row.versi), cells, row.isi)
            edits[row.kunci] = edit
            if not edit.isi and not edit.dibuang and edit.dibuka:
                del edits[row.kunci]
    for number, cells in enumerate(state.get("added_rows", ()), first_new(before)):
        typed = {name: value for name, value in cells.items() if not name.startswith("_") and not _is_empty(value)}
        if typed:
            edits[f"{_NEW}{number}"] = RowEdit(f"{_NEW}{number}", 0, typed)
    for place in state.get("deleted_rows", ()):
        if place < len(shown):
            row = shown[place]
            if row.versi:
                edits[row.kunci] = replace(edits.get(row.kunci) or RowEdit(row.kunci, row.versi), dibuang=True)
            else:
                edits.pop(row.kunci, None)
    return edits


def late_edits(
    state: Mapping, before: Mapping, shown: Sequence[ShownRow], became: Mapping[str, tuple[str, int]], first: int
) -> dict[str, RowEdit]:
    """What a table still told after it was put away: the edits in which its last state differs from the one before.

    became: kunci -> the row that it is by now, and its version, where it was saved meanwhile; first: the number of the
    first row that was added to that table
    """
    edits: dict[str, RowEdit] = {}
    told, known = state.get("edited_rows", {}), before.get("edited_rows", {})
    for place, cells in told.items():
        new = {name: value for name, value in cells.items() if value != known.get(place, {}).get(name)}
        if new and int(place) < len(shown):
            row = shown[int(place)]
            baris_id, versi = became.get(row.kunci, (row.kunci, row.versi))
            edits[baris_id] = RowEdit(baris_id, versi, new)
    old = list(before.get("added_rows", ()))
    for number, cells in enumerate(state.get("added_rows", ())):
        was = old[number] if number < len(old) else {}
        new = {name: value for name, value in cells.items() if value != was.get(name) and not name.startswith("_")}
        if new:
            baris_id, versi = became.get(f"{_NEW}{first + number}", (f"{_NEW}{first + number}", 0))
            edits[baris_id] = RowEdit(baris_id, versi, new)
    return edits


def first_new(before: Mapping[str, RowEdit]) -> int:
    """The number that the first row gets that is added to a table."""
    return 1 + max((int(key.removeprefix(_NEW)) for key in before if key.startswith(_NEW)), default=0)


def checked(
    edits: Mapping[str, RowEdit],
    rows: pd.DataFrame,
    register: Register,
    new: NewRows,
    instrument: Instrument,
    scope: Scope,
    act: Act | None = None,
) -> CheckedEdits:
    """Edits as changes to be saved, or all that stands against it.

    rows: as `register_rows` gives them, those that are edited among them; scope: of who is at work; act: as of
    `save_rows`
    """
    checking = _Checking(register, new, instrument, scope, act)
    standing = {row["baris_id"]: row for row in records(rows)}
    changes: dict[str, RowChange] = {}
    for key, edit in edits.items():
        change = checking.change(edit, standing.get(key))
        if change is not None:
            changes[key] = change
    said = [(row_name(register, standing.get(key), edits[key]), change.isi) for key, change in changes.items()]
    doubts = [*_doubled(register, changes, standing), *name_doubts(register, said)]
    return CheckedEdits(changes, tuple(dict.fromkeys(checking.problems)), tuple(doubts))


def _doubled(
    register: Register, changes: Mapping[str, RowChange], standing: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """What of new rows stands there already, or is typed twice: it would be counted twice."""
    left = [row for key, row in standing.items() if key not in changes or not changes[key].dibuang]
    known = {identity(register, row, str(row["unit_id"]), int(str(row["tahun"]))) for row in left}
    said = []
    for change in changes.values():
        if change.baris_id is None:
            key = identity(register, change.isi, change.unit_id, change.tahun)
            if key in known:
                words = identity_words(register, change.isi)
                said.append(f"Baris baru ini sudah ada ({words}); bila disimpan juga, terhitung dua kali.")
            known.add(key)
    return said


def decided(edit: RowEdit, conflict: Conflict, mine: Mapping[str, bool]) -> RowEdit | None:
    """An edit after somebody has seen what another wrote meanwhile; None when nothing is left of it.

    mine: field -> whether their own text is to stay; what is not named there, stays
    """
    if is_about_row(conflict):
        return replace(edit, dibuka=conflict.versi) if all(mine.get(name, True) for name in conflict.bidang) else None
    isi = dict(edit.isi)
    for name, (_, now) in conflict.bidang.items():
        if not mine.get(name, True):
            isi[name] = cell(now) if name != POKJA or cell(now) is not None else EVERY_AREA
    return replace(edit, isi=isi, dibuka=conflict.versi)


def is_about_row(conflict: Conflict) -> bool:
    """Whether a conflict is about the row as a whole: one removed what the other wrote on."""
    return conflict.change.dibuang or "dibuang" in conflict.bidang


def cell(value: object) -> object:
    """A value to be compared, however a table holds it: a date as 2026-05-21, nothing as None."""
    if _is_empty(value):
        return None
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return value
    return float(str(value)) if isinstance(value, int | float) or hasattr(value, "dtype") else value


def row_name(register: Register, row: Mapping[str, object] | None, edit: RowEdit | None = None) -> str:
    """How a row is called in a sentence: 'Menyusun SOP …' (Kantor Uji)."""
    said = {**(row or {}), **(edit.isi if edit else {})}
    text = " ".join(shown(register.main, said.get(register.main.nama)).split())
    text = text if len(text) <= _NAMED else text[: _NAMED - 2].rstrip() + " …"
    number = f" {edit.kunci.removeprefix(_NEW)}" if edit and edit.kunci.startswith(_NEW) else ""
    name = f"Baris '{text}'" if text else f"Baris baru{number}" if number else f"Satu {register.baris}"
    return f"{name} ({said[UNIT]})" if said.get(UNIT) else name


class _Checking:
    """Checks edits one by one, and gathers what is wrong."""

    def __init__(self, register: Register, new: NewRows, instrument: Instrument, scope: Scope, act: Act | None) -> None:
        self._register, self._new, self._instrument, self._scope, self._act = register, new, instrument, scope, act
        self._ids = {name_key(name): unit_id for name, unit_id in new.units.items()}
        self._fields = {one.nama: one for one in register.bidang}
        self.problems: list[str] = []

    def change(self, edit: RowEdit, row: Mapping[str, object] | None) -> RowChange | None:
        """One edit as a change; None for what changes nothing, or has a problem."""
        name = row_name(self._register, row, edit)
        if edit.dibuang:
            changed = RowChange({}, edit.kunci, edit.dibuka, dibuang=True)
            return changed if self._may(name, row, row, ["dibuang"]) else None
        count = len(self.problems)
        isi = self._understood(name, edit)
        if not edit.dibuka:
            return self._new_row(name, edit, isi, count)
        for column in (UNIT, TAHUN):
            if row and column in edit.isi and not same_value(cell(edit.isi[column]), cell(row.get(column))):
                self._say(name, WHOSE_WORDS[column], "baris yang sudah tersimpan tidak dapat dipindah; hapus, lalu "
                          "tulis baru")  # fmt: skip
        self._follow_code(isi, row)
        if row is not None:
            isi = {one: value for one, value in isi.items() if edit.dibuka < _version(row) or not _is(value, row[one])}
        self._say_contradictions(name, {**(row or {}), **isi}, isi)
        if len(self.problems) > count or not isi:
            return None
        change = RowChange(isi, edit.kunci, edit.dibuka)
        return change if row is None or self._may(name, row, {**row, **isi}, isi) else None

    def _new_row(self, name: str, edit: RowEdit, isi: dict[str, object], count: int) -> RowChange | None:
        isi = {**self._new.isi, **isi}
        unit_id, tahun = self._unit(name, edit), self._year(name, edit)
        if POKJA not in isi:
            area = area_of_row(isi, self._instrument) or self._new.pokja
            area = default_area(self._register, isi, self._instrument) if area is None else area
            if area is None and "kode" in self._fields:
                self._say(name, WHOSE_WORDS[POKJA], "belum dipilih, dan kodenya tidak menentukan satu area")
            isi[POKJA] = None if area == EVERY_AREA else area
        for one in self._register.bidang:
            if one.wajib and _is_empty(isi.get(one.nama)) and one.nama not in edit.isi:
                self._say(name, one.judul, "belum diisi")
        self._say_contradictions(name, isi, isi)
        if len(self.problems) > count or unit_id is None or tahun is None:
            return None
        empty = {one.nama: one.empty for one in self._register.bidang}
        after = {**empty, **isi, "unit_id": unit_id}
        if not self._may(name, None, after, isi):
            return None
        return RowChange(isi, unit_id=unit_id, tahun=tahun)

    def _understood(self, name: str, edit: RowEdit) -> dict[str, object]:
        isi: dict[str, object] = {}
        for column, typed in edit.isi.items():
            if column == POKJA and not _is_empty(typed):
                isi[POKJA] = None if int(float(str(typed))) == EVERY_AREA else int(float(str(typed)))
            elif column == POKJA and edit.dibuka:
                self._say(name, WHOSE_WORDS[POKJA], "dikosongkan; pilih areanya, atau Lintas area")
            one = self._fields.get(column)
            if one is None:
                continue
            try:
                isi[column] = understood(one, _written(one, typed), self._instrument)
            except NotUnderstood as why:
                self._say(name, one.judul, str(why))
                continue
            if one.wajib and _is_empty(isi[column]):
                self._say(name, one.judul, "belum diisi")
        return isi

    def _say_contradictions(self, name: str, isi: Mapping[str, object], changed: Iterable[str]) -> None:
        for wrong in contradictions(self._register, isi, set(changed)):
            self._say(name, wrong.bidang.judul, wrong.kalimat)

    def _follow_code(self, isi: dict[str, object], row: Mapping[str, object] | None) -> None:
        """A row whose area is that of its codes moves with them, unless its area was typed, too."""
        if row is None or "kode" not in isi or POKJA in isi:
            return
        now, then = area_of_row(row, self._instrument), area_of_row(isi, self._instrument)
        if then is not None and now is not None and _is(now, row[POKJA]):
            isi[POKJA] = then

    def _unit(self, name: str, edit: RowEdit) -> str | None:
        typed = edit.isi.get(UNIT)
        if _is_empty(typed):
            if self._new.unit is None:
                self._say(name, WHOSE_WORDS[UNIT], "belum dipilih")
            return self._new.unit
        found = self._ids.get(name_key(str(typed)))
        if found is None:
            self._say(name, WHOSE_WORDS[UNIT], f"'{typed}' tidak dikenal{nearest_words(str(typed), self._new.units)}")
        return found

    def _year(self, name: str, edit: RowEdit) -> int | None:
        typed = edit.isi.get(TAHUN)
        if _is_empty(typed):
            if self._new.tahun is None:
                self._say(name, WHOSE_WORDS[TAHUN], "belum diisi")
            return self._new.tahun
        try:
            year = int(float(str(typed)))
        except ValueError:
            year = 0
        if year not in YEARS:
            self._say(name, WHOSE_WORDS[TAHUN], f"'{typed}' bukan tahun; tulis misalnya 2026")
            return None
        return year

    def _may(
        self,
        name: str,
        before: Mapping[str, object] | None,
        after: Mapping[str, object] | None,
        changed: Iterable[str],
    ) -> bool:
        if after is None:
            return True
        found = refused(self._scope, self._register.table, before, after, changed, self._act)
        if not found:
            return True
        words = dict(WHOSE_WORDS) | {one.nama: one.judul for one in self._register.bidang} | {"dibuang": "menghapusnya"}
        said = format_list([words[one] for one in found])
        acts = format_list(sorted({ACT_WORDS[act] for act, _ in found.values()}))
        self.problems.append(f"{name}: {said} bukan hak Anda di area itu (perlu hak {acts}).")
        return False

    def _say(self, name: str, column: str, why: str) -> None:
        self.problems.append(f"{name}, kolom {column}: {why}.")


def nearest_words(name: str, known: Iterable[str]) -> str:
    """'; yang mirip: A, B' for a name that is not known; '' when nothing is alike."""
    alike = process.extract(name, list(known), scorer=fuzz.WRatio, limit=_MOST_ALIKE, score_cutoff=_ALIKE)
    return f"; yang mirip: {', '.join(one for one, *_ in alike)}" if alike else ""


def _with(edit: RowEdit, cells: Mapping[str, object], stored: Mapping[str, object]) -> RowEdit:
    """The edit with more cells typed; one that is typed back to what is stored is none."""
    isi = dict(edit.isi)
    for name, value in cells.items():
        if name in stored and same_value(cell(value), stored[name]):
            isi.pop(name, None)
        else:
            isi[name] = value
    return replace(edit, isi=isi)


def _written(one: RegisterField, typed: object) -> object:
    # A number that was typed is that number, also a small percentage, which a spreadsheet would have meant as a share.
    # With a comma, as three figures behind a point would be thousands.
    return repr(typed).replace(".", ",") if one.jenis == "persen" and isinstance(typed, float) else typed


def _is(value: object, stored: object) -> bool:
    return same_value(cell(value), cell(stored))


def _version(row: Mapping[str, object]) -> int:
    return int(str(row["versi"]))


def _is_empty(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or value != value or value == ""
