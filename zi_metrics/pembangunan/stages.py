"""Where units stand on the road to a predicate: what is recorded of each stage, since when, and what is late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_date, format_number
from zi_metrics.lke.known_prerequisites import begun_on
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.road import Road, Stage, chosen_road, stage_names
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowsOf, register_rows
from zi_metrics.texts import name_key

STAGES = register("tahapan")
BUILDING, TPI, PROPOSAL = "pembangunan", "penilaian_tpi", "pengajuan"
# What a stage can be, and its sign.
DONE, RUNNING, OPEN = "selesai", "berjalan", "belum"
STATE_WORDS = {DONE: "selesai", RUNNING: "berjalan", OPEN: "belum dimulai"}
STATE_SIGN = {DONE: "✔", RUNNING: "▶", OPEN: "○"}


class Recorded(NamedTuple):
    """What is written down of one stage of a unit.

    tahun: of the row; mulai, selesai, tanggal_dokumen: None = not said; all else: '' = not said
    centang: the items of a checklist that are there
    """

    tahun: int
    mulai: date | None = None
    selesai: date | None = None
    dokumen: str = ""
    nomor: str = ""
    tanggal_dokumen: date | None = None
    saksi: str = ""
    tempat: str = ""
    publikasi: str = ""
    tautan: str = ""
    centang: tuple[str, ...] = ()
    catatan: str = ""

    @property
    def begun(self) -> date | None:
        """When it began at the latest; None where no date says so."""
        return begun_on(self.mulai, self.tanggal_dokumen, self.selesai)


@dataclass(frozen=True)
class StageState:
    """One stage of a unit.

    kode, nama: the stage's; tahap: as the chosen road has it, None = it has no such stage
    catatan: what is recorded of it, None = nothing
    """

    kode: str
    nama: str
    tahap: Stage | None
    catatan: Recorded | None = None

    def state(self, today: date) -> str:
        """DONE, RUNNING or OPEN on a day."""
        said = self.catatan
        if said is None or said.begun is None or said.begun > today:
            return OPEN
        return DONE if said.selesai is not None and said.selesai <= today else RUNNING

    @property
    def ticked(self) -> tuple[tuple[str, bool], ...]:
        """The checklist: what is expected and whether it is there, then what is there beside it."""
        there = {name_key(item): item for item in (self.catatan.centang if self.catatan else ())}
        expected = self.tahap.daftar_periksa if self.tahap else []
        known = {name_key(item) for item in expected}
        return (
            *((item, name_key(item) in there) for item in expected),
            *((item, True) for key, item in there.items() if key not in known),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """What is expected by the checklist and not there."""
        return tuple(item for item, there in self.ticked if not there)


@dataclass(frozen=True)
class LateStage:
    """What must be over before the proposal, and is not.

    kode: the stage's; hari: days past the proposal's date, negative = so many are left; kalimat: that in words
    """

    kode: str
    hari: int
    kalimat: str


@dataclass(frozen=True)
class UnitRoad:
    """One unit on its road.

    road: the chosen one; recorded: code of a stage -> what is recorded of it, of other roads' stages, too
    """

    unit_id: str
    road: Road
    recorded: Mapping[str, Recorded] = field(default_factory=dict)

    @cached_property
    def tahap(self) -> tuple[StageState, ...]:
        """The stages of the road, in its order."""
        return tuple(StageState(one.kode, one.nama, one, self.recorded.get(one.kode)) for one in self.road.tahap)

    @cached_property
    def lain(self) -> tuple[StageState, ...]:
        """What is recorded of stages that the road does not have."""
        names, own = stage_names(), self.road.by_code
        return tuple(
            StageState(kode, names.get(kode, kode), None, said)
            for kode, said in self.recorded.items()
            if kode not in own
        )

    @property
    def is_recorded(self) -> bool:
        """Whether anything at all is written down of it."""
        return bool(self.recorded)

    def standing(self, today: date) -> Stage | None:
        """The stage that it stands in: the one begun last, of those begun on one day the later on the road; None where
        none has begun.
        """
        begun = [
            (day, place, stage)
            for place, stage in enumerate(self.road.tahap)
            if (day := self.begun(stage.kode)) is not None and day <= today
        ]
        return max(begun, key=lambda one: one[:2])[2] if begun else None

    def days_in(self, today: date) -> int | None:
        """For how many days it stands there."""
        stage = self.standing(today)
        day = None if stage is None else self.begun(stage.kode)
        return None if day is None else (today - day).days

    def begun(self, kode: str) -> date | None:
        """When a stage began, of whichever road; None where nobody said."""
        said = self.recorded.get(kode)
        return None if said is None else said.begun

    def late(self, until: date, today: date, over: Iterable[str] = ()) -> tuple[LateStage, ...]:
        """The stages that must be over by the proposal's date and were not, in their order; nothing where nobody
        recorded anything of the road, as that says nothing about the unit.

        over: codes of stages that something else shows to be over (TPI's assessment is stored)
        """
        if not self.is_recorded:
            return ()
        known, days = set(over), (today - until).days
        return tuple(
            LateStage(stage.kode, days, _late_words(stage.nama, until, days))
            for stage in self.road.tahap
            if stage.sebelum_usul
            and not stage.boleh_dilewati
            and stage.kode not in known
            and not self._is_over_by(stage.kode, until)
        )

    def _is_over_by(self, kode: str, day: date) -> bool:
        said = self.recorded.get(kode)
        return said is not None and said.selesai is not None and said.selesai <= day


def unit_roads(
    store: Store,
    tahun: int,
    unit_ids: Sequence[str] | None = None,
    road: Road | None = None,
    rows_of: RowsOf = register_rows,
) -> dict[str, UnitRoad]:
    """The roads of units (None = of all of whose road anything is recorded) towards a year's proposal, by unit_id.

    What was recorded in earlier years counts, but for stages that are gone through anew every year; of one stage the
    latest year. road: None = the one that was chosen; rows_of: `register_rows`, or the same with its answers kept.
    """
    road = road or chosen_road(store)
    found = _newest(rows_of(store, STAGES.table, unit_ids, None), tahun, road)
    wanted = found if unit_ids is None else dict.fromkeys(unit_ids)
    return {unit_id: UnitRoad(unit_id, road, found.get(unit_id, {})) for unit_id in wanted}


def _newest(rows: pd.DataFrame, tahun: int, road: Road) -> dict[str, dict[str, Recorded]]:
    """Unit -> stage -> what counts of it."""
    yearly = [stage.kode for stage in road.tahap if stage.tiap_tahun]
    counts = (rows["tahun"] == tahun) | ((rows["tahun"] < tahun) & ~rows["tahap"].isin(yearly))
    left = rows[counts].sort_values("tahun", kind="stable").drop_duplicates(["unit_id", "tahap"], keep="last")
    days = [_days(left[name]) for name in ("mulai", "selesai", "tanggal_dokumen")]
    texts = ("dokumen", "nomor", "saksi", "tempat", "publikasi", "tautan", "daftar_periksa", "catatan")
    columns = [left[name].tolist() for name in ("unit_id", "tahap", "tahun", *texts)]
    found: dict[str, dict[str, Recorded]] = defaultdict(dict)
    for unit_id, kode, year, dokumen, nomor, saksi, tempat, publikasi, tautan, items, catatan, *said in zip(
        *columns, *days, strict=True
    ):
        mulai, selesai, tanggal = said
        found[unit_id][kode] = Recorded(
            year, mulai, selesai, dokumen, nomor, tanggal, saksi, tempat, publikasi, tautan, _items(items), catatan
        )
    return found


def _days(column: pd.Series) -> list[date | None]:
    days = pd.to_datetime(column)
    return [day if there else None for day, there in zip(days.dt.date, days.notna(), strict=True)]


def _items(text: str) -> tuple[str, ...]:
    """One item per line; where all stand on one line, parted by semicolons."""
    if not text:
        return ()
    items = (item.strip(" -•\t") for item in text.replace(";", "\n").splitlines())
    return tuple(item for item in items if item)


def in_order(rows: pd.DataFrame, road: Road) -> pd.DataFrame:
    """Rows of the register in the order of a road, those of stages that it does not have last; of one stage by year."""
    places = {stage.kode: place for place, stage in enumerate(road.tahap)}
    order = rows.assign(_place=rows["tahap"].map(places).fillna(len(places)))
    found = order.sort_values(["unit", "_place", "tahun"], kind="stable", ignore_index=True)
    return found.drop(columns="_place")


def day_of(value: object) -> date | None:
    """A day as a table holds it; None where there is none."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type]


@lru_cache(maxsize=1000)
def _late_words(nama: str, until: date, days: int) -> str:
    if days > 0:
        return f"{nama} belum selesai pada batas {format_date(until)}, lewat {format_number(days, 0)} hari"
    return f"{nama} harus selesai sebelum {format_date(until)}, {format_number(-days, 0)} hari lagi"


MATRIX_COLUMNS = ("kode", "nama", "di_sini", "selesai", "berjalan", "belum")


def count_by_stage(roads: Iterable[UnitRoad], road: Road, today: date) -> pd.DataFrame:
    """How many units are where on the chosen road.

    Columns: MATRIX_COLUMNS. di_sini (stand in this stage now), selesai, berjalan, belum (how many have it over, begun,
    not begun).
    """
    here: dict[str, int] = defaultdict(int)
    states: dict[tuple[str, str], int] = defaultdict(int)
    for one in roads:
        standing = one.standing(today)
        if standing is not None:
            here[standing.kode] += 1
        for stage in one.tahap:
            states[stage.kode, stage.state(today)] += 1
    rows = [
        (one.kode, one.nama, here[one.kode], *(states[one.kode, state] for state in (DONE, RUNNING, OPEN)))
        for one in road.tahap
    ]
    return pd.DataFrame(rows, columns=list(MATRIX_COLUMNS))
