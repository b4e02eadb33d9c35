"""What an area mends first: the questions that lose the most points over its units, with what mending them costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.area import asked_nodes
from zi_metrics.lke.chosen import LATEST, by_instrument, in_scope, judged_in
from zi_metrics.plan.bounds import Bounds
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.possible_rises import rise_of
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.node_sums import values_of_nodes
from zi_metrics.tolerance import SUM_TOLERANCE

# So many units are named at a question; of more, how many they are.
_NAMED = 30
# Values closer than this cost the same effort.
_DECIMALS = 9
# Decimals of points, beyond which two sums are the same.
_SAME = 12


@dataclass(frozen=True)
class Mend:
    """One question of an area, over the units of a year.

    kode, pertanyaan: which; bobot: points that it is worth; unit: how many units were asked
    belum_penuh: how many lack points in it; nama_unit: of these the first ones, who lost most at the top
    kurang: points lost, the mean over all units; upaya: effort to full marks, the mean over those that lack points
    kosong: how many units left it open
    """

    kode: str
    pertanyaan: str
    bobot: float
    unit: int
    belum_penuh: int
    nama_unit: tuple[str, ...]
    kurang: float
    upaya: float
    kosong: int

    @property
    def units_words(self) -> str:
        """'20 dari 24 unit'."""
        return f"{format_number(self.belum_penuh, 0)} dari {format_number(self.unit, 0)} unit"


def mend_first(
    store: Store,
    pokja: int,
    tahun: int,
    penilai: str = LATEST,
    samples: bool = False,
    everything: pd.DataFrame | None = None,
) -> tuple[Mend, ...]:
    """The questions of an area in which some unit lacks points, what loses the most first.

    The same units and figures as of `lke.area.area`; effort by the instrument's defaults, each question by itself.
    everything: `tables.assessments`, where they are known already
    """
    everything = tables.assessments(store) if everything is None else everything
    chosen = judged_in(in_scope(everything, samples), tahun, penilai)
    if chosen.empty:
        return ()
    questions = asked_nodes(chosen, pokja, "pertanyaan")
    if not questions.asked:
        return ()
    units = chosen.set_index("penilaian_id")["unit"].reindex(questions.penilaian_id).tolist()
    forms = [instrument for instrument, _ in by_instrument(chosen) if pokja in instrument.pokja()]
    values = values_of_nodes(store, questions.asked, _NAMED)
    found = []
    for number, own in values.groupby("simpul"):
        node = questions.named.iloc[int(cast(int, number))]
        first = min(numbers[0] for numbers in own["pertama"])
        lost = sum(own["kurang"]) / own["banyak"].sum()
        found.append(((-round(lost, _SAME), first, node["urutan"]), _mend(node, own, lost, units, forms)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]) if one.belum_penuh)


def lacking(scores: pd.DataFrame) -> pd.DataFrame:
    """The questions that lack points among `lke.area.question_scores`, what loses the most first."""
    return scores[scores["kurang"] > SUM_TOLERANCE].sort_values("kurang", ascending=False, kind="stable")


def effort_to_full(instrumen: str, versi: int, kode: str, bagian: float) -> float:
    """What it costs to bring a question from a share of its points to full marks, by the instrument's defaults."""
    return _efforts_of(instrumen, versi).to_full(kode, round(bagian, _DECIMALS))


def mend_table(found: tuple[Mend, ...]) -> pd.DataFrame:
    """The same as a table to take away. Columns: Kode, Pertanyaan, Rata-rata poin hilang, Rata-rata upaya, Bobot, Unit
    belum penuh, Unit belum menjawab, Unit.
    """
    return pd.DataFrame(
        {
            "Kode": [one.kode for one in found],
            "Pertanyaan": [one.pertanyaan for one in found],
            "Rata-rata poin hilang": [one.kurang for one in found],
            "Rata-rata upaya": [one.upaya for one in found],
            "Bobot": [one.bobot for one in found],
            "Unit belum penuh": [one.units_words for one in found],
            "Unit belum menjawab": [one.kosong for one in found],
            "Unit": ["; ".join(one.nama_unit) for one in found],
        }
    )


def _mend(node: pd.Series, values: pd.DataFrame, lost: float, units: list[str], forms: Sequence[Instrument]) -> Mend:
    """A question from its values (`values_of_nodes`), the lowest first."""
    lacking = values[values["kurang_poin"]]
    named: list[str] = []
    for _, same in lacking.groupby("bagian", sort=True):
        if len(named) < _NAMED:
            named += [units[number] for number in sorted(number for each in same["pertama"] for number in each)]
    efforts = [
        count * effort_to_full(forms[form].kode, forms[form].versi, node["kode"], share)
        for form, share, count in zip(lacking["kelompok"], lacking["bagian"], lacking["banyak"], strict=True)
    ]
    without = int(lacking["banyak"].sum())
    return Mend(
        kode=str(node["kode"]),
        pertanyaan=str(node["nama"]),
        bobot=float(node["bobot"]),
        unit=int(values["banyak"].sum()),
        belum_penuh=without,
        nama_unit=tuple(named[:_NAMED]),
        kurang=float(lost),
        upaya=sum(efforts) / without if without else 0.0,
        kosong=int(values["kosong"].sum()),
    )


class _Efforts:
    """What it costs to bring a question of an instrument from a value to full marks."""

    def __init__(self, instrument: Instrument) -> None:
        self._bounds = Bounds(instrument, PlanSettings(), load_effort(instrument.kode))
        self._rows: Mapping[str, int] = {question.kode: row for row, question in enumerate(instrument.questions())}
        self._known: dict[tuple[str, float], float] = {}

    def to_full(self, kode: str, value: float) -> float:
        """Effort from this value, 0 where there is nothing to raise."""
        if (kode, value) not in self._known:
            row = self._rows[kode]
            rise = rise_of(self._bounds.instrument.question(kode), row, value, self._bounds)
            self._known[kode, value] = 0.0 if rise is None else rise.highest()[row].upaya
        return self._known[kode, value]


@lru_cache(maxsize=32)
def _efforts_of(instrumen: str, versi: int) -> _Efforts:
    return _Efforts(load_instrument(instrumen, versi))
