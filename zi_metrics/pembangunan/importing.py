"""From a register that was read to rows that are saved: new ones, and what the file changes in those that are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.name_doubts import name_doubts
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, RegisterReading, RegisterRow, default_area
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.pembangunan.row_edits import WHOSE_WORDS, cell, nearest_words
from zi_metrics.pembangunan.row_identity import identity, identity_words, unknown_stage
from zi_metrics.pembangunan.units import units_with_work
from zi_metrics.scope import ACT_WORDS
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import (
    FromFile,
    RowChange,
    SavedRows,
    refused,
    register_rows,
    same_value,
    save_rows,
)
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.table_rows import records
from zi_metrics.texts import name_key


class RegisterRefused(Exception):
    """A register cannot be stored; `problems` lists each reason (Indonesian)."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class RegisterPlan:
    """What storing a register would do.

    changes: to be saved; baru, berubah, sama: rows that are new, that change something, that are so already
    problems: why nothing may be stored (Indonesian); doubts: what is to be looked at before it is (Indonesian)
    tidak_dibaca: headings that mean no field and lines that are no rows, dibaca: what was read as something else, both
    as `RegisterReading` has them; berkas: the file that it was read from
    """

    register: Register
    changes: tuple[RowChange, ...] = ()
    baru: int = 0
    berubah: int = 0
    sama: int = 0
    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    tidak_dibaca: tuple[str, ...] = ()
    dibaca: tuple[str, ...] = ()
    berkas: FromFile | None = None


def lacks(reading: RegisterReading) -> tuple[bool, bool]:
    """Whether unit and year must be asked for, because some row does not say them."""
    return any(row.unit is None for row in reading.rows), any(row.tahun is None for row in reading.rows)


def plan_import(
    store: Store,
    reading: RegisterReading,
    unit: str | None = None,
    tahun: int | None = None,
    instrument: Instrument | None = None,
) -> RegisterPlan:
    """What storing what was read would do; nothing is stored. unit, tahun: of rows that do not say it themselves.

    A row is there already when unit, year, what tells rows apart (`Register.identity`) and its codes are the same;
    then it is changed where the file says something else, and an empty cell changes nothing.
    instrument: tells areas; None = the one in use
    """
    planning = _Planning(store, reading.register, instrument or load_instrument())
    named = [(row, planning.unit_of(row, unit), row.tahun or tahun) for row in reading.rows]
    planning.say_missing(reading.rows, unit, tahun)
    if reading.problems or planning.problems:
        return RegisterPlan(reading.register, problems=(*reading.problems, *dict.fromkeys(planning.problems)))
    known = [(row, unit_id, int(year)) for row, unit_id, year in named if unit_id is not None and year is not None]
    unread = (*reading.unread, *reading.skipped)
    return replace(planning.planned(known), tidak_dibaca=unread, dibaca=reading.dibaca, berkas=reading.berkas)


def store_register(store: Store, plan: RegisterPlan) -> SavedRows:
    """Save what was planned, in one transaction. What somebody else changed meanwhile is told as conflicts.

    Raises RegisterRefused for a plan with problems, NotAllowed for what is not this person's to change, duckdb.Error
    when the database refuses.
    """
    if plan.problems:
        raise RegisterRefused(plan.problems)
    if not plan.changes:
        return SavedRows()
    return save_rows(store, plan.register.table, plan.changes, berkas=plan.berkas)


class _Planning:
    """Compares what a file says with what is stored."""

    def __init__(self, store: Store, register: Register, instrument: Instrument) -> None:
        self._store, self._register, self._instrument = store, register, instrument
        self._units = units_with_work(store)
        self._ids = {name_key(name): unit_id for name, unit_id in self._units.items()}
        self.problems: list[str] = []

    def unit_of(self, row: RegisterRow, asked: str | None) -> str | None:
        """The unit that a row is about; None, and a problem, where nobody knows it."""
        name = row.unit or asked
        if name is None:
            return None
        key = name_key(name)
        if key not in self._ids:
            # By a name of earlier, or merged into another.
            meant = unit_id_of(self._store, name)
            self._ids[key] = meant if meant in self._units.values() else ""
        if not self._ids[key]:
            where = f"{row.place}: unit" if row.unit else "Unit"
            self.problems.append(f"{where} kerja '{name}' tidak dikenal{nearest_words(name, self._units)}.")
        return self._ids[key] or None

    def say_missing(self, rows: Sequence[RegisterRow], unit: str | None, tahun: int | None) -> None:
        """Say what neither the file nor anybody told."""
        for what, lacking in (
            ("unit kerjanya", not unit and any(row.unit is None for row in rows)),
            ("tahunnya", not tahun and any(row.tahun is None for row in rows)),
        ):
            if lacking:
                self.problems.append(f"Ada baris yang tidak menyebut {what}; sebutkan untuk baris-baris itu.")

    def planned(self, rows: Sequence[tuple[RegisterRow, str, int]]) -> RegisterPlan:
        """All rows compared."""
        stored = register_rows(self._store, self._register.table, sorted({unit_id for _, unit_id, _ in rows}))
        matched = self._matched(rows, records(stored))
        changes, new, same = [], 0, 0
        for (row, unit_id, tahun), standing in zip(rows, matched, strict=True):
            change = self._new(row, unit_id, tahun) if standing is None else self._change(row, standing)
            if change is None:
                same += 1
                continue
            new += standing is None
            changes.append(change)
        if self.problems:
            return RegisterPlan(self._register, problems=tuple(dict.fromkeys(self.problems)))
        doubts = [*self._doubled(rows, matched), *self._unknown_stages(rows)]
        doubts += name_doubts(self._register, [(row.place, row.isi) for row, *_ in rows])
        return RegisterPlan(self._register, tuple(changes), new, len(changes) - new, same, doubts=tuple(doubts))

    def _doubled(
        self, rows: Sequence[tuple[RegisterRow, str, int]], matched: Sequence[Mapping[str, object] | None]
    ) -> list[str]:
        """What of new rows stands in the file twice: it would be stored, and counted, twice."""
        first: dict[tuple, str] = {}
        said = []
        for (row, unit_id, tahun), standing in zip(rows, matched, strict=True):
            key = identity(self._register, row.isi, unit_id, tahun)
            if first.setdefault(key, row.place) != row.place and standing is None:
                words = identity_words(self._register, row.isi)
                said.append(f"{row.place}: sama dengan baris lain ({words}); yang pertama: {first[key]}. Tersimpan dan "
                            "terhitung dua kali bila tidak dihapus dari berkas.")  # fmt: skip
        return said

    def _unknown_stages(self, rows: Sequence[tuple[RegisterRow, str, int]]) -> list[str]:
        found = [(row.place, unknown_stage(self._register, row.isi)) for row, *_ in rows]
        return [f"{place}: {why}." for place, why in found if why]

    def _matched(
        self, rows: Sequence[tuple[RegisterRow, str, int]], stored: Sequence[Mapping[str, object]]
    ) -> list[Mapping[str, object] | None]:
        """The stored row that each row is; those with the same codes first, then those whose codes the file leaves
        out. A stored row is one row's only.
        """
        found: list[Mapping[str, object] | None] = [None] * len(rows)
        free = {str(row["baris_id"]): row for row in stored}
        for with_code in (True, False):
            index: dict[tuple, list[str]] = defaultdict(list)
            for key, row in free.items():
                index[identity(self._register, row, str(row["unit_id"]), int(str(row["tahun"])), with_code)].append(key)
            for place, (row, unit_id, tahun) in enumerate(rows):
                if found[place] is not None or (not with_code and row.isi.get("kode")):
                    continue
                alike = index[identity(self._register, row.isi, unit_id, tahun, with_code)]
                if alike:
                    found[place] = free.pop(alike.pop(0))
        return found

    def _new(self, row: RegisterRow, unit_id: str, tahun: int) -> RowChange | None:
        isi = dict(row.isi)
        area = row.pokja
        if area is None:
            area = default_area(self._register, isi, self._instrument)
        isi["pokja"] = None if area == EVERY_AREA else area
        empty = {one.nama: one.empty for one in self._register.bidang}
        # What holds anyway needs nobody's leave.
        said = {name: value for name, value in isi.items() if name == "pokja" or not same_value(value, empty[name])}
        self._ask(row, None, {**empty, **isi, "unit_id": unit_id}, said)
        return RowChange(said, unit_id=unit_id, tahun=tahun, lembar=row.lembar)

    def _change(self, row: RegisterRow, standing: Mapping[str, object]) -> RowChange | None:
        isi = {name: value for name, value in row.isi.items() if not same_value(cell(value), cell(standing[name]))}
        area = None if row.pokja == EVERY_AREA else row.pokja
        if row.pokja is not None and not same_value(cell(area), cell(standing["pokja"])):
            isi["pokja"] = area
        if not isi:
            return None
        # A file that names one of two figures is held against the other one that is stored.
        for wrong in contradictions(self._register, {**standing, **isi}, isi):
            self.problems.append(f"{row.place}: {wrong.bidang.judul} {wrong.kalimat}.")
        self._ask(row, standing, {**standing, **isi}, isi)
        return RowChange(isi, str(standing["baris_id"]), int(str(standing["versi"])), lembar=row.lembar)

    def _ask(
        self,
        row: RegisterRow,
        before: Mapping[str, object] | None,
        after: Mapping[str, object],
        changed: Iterable[str],
    ) -> None:
        """Say what of it is not this person's to write."""
        found = refused(self._store.scope, self._register.table, before, after, changed)
        if found:
            words = WHOSE_WORDS | {one.nama: one.judul for one in self._register.bidang}
            named = ", ".join(words[name] for name in found)
            acts = ", ".join(sorted({ACT_WORDS[act] for act, _ in found.values()}))
            self.problems.append(f"{row.place}: {named} bukan hak Anda (perlu hak {acts}).")
