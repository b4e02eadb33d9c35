"""What a Pokja has to work through: the questions that lack points, each with the actions about it, and the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.area import area_nodes, question_scores
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_in
from zi_metrics.pembangunan.listed_actions import ListedAction, listed_actions
from zi_metrics.pembangunan.named_codes import questions_below, questions_named
from zi_metrics.pembangunan.register import register
from zi_metrics.plan.mend_first import effort_to_full, lacking
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows


@dataclass(frozen=True)
class Task:
    """One line of the list.

    pokja: its area, None = of none alone; unit: whose; penilai: by whose answers points are lacking, '' = of an action
    kode, pertanyaan: the question; of an action that names none that lacks points, the codes that it names
    poin, bobot, upaya: points lost, what the question is worth, effort to full marks; None on a further action of the
        same question, so that sums count it once
    tindakan: the action, None = nobody has planned any
    """

    pokja: int | None
    unit: str
    penilai: str
    kode: str
    pertanyaan: str
    poin: float | None
    bobot: float | None
    upaya: float | None
    tindakan: ListedAction | None


@dataclass(frozen=True)
class TaskList:
    """What there is to do in a year.

    tugas: late ones first, then what loses the most; pokja: area's number -> its name; judged: the assessments that it
    rests on, may be empty
    """

    tugas: tuple[Task, ...]
    pokja: dict[int, str]
    judged: pd.DataFrame

    def of_area(self, pokja: int | None) -> tuple[Task, ...]:
        """Those of one area; None = of none of them."""
        return tuple(one for one in self.tugas if one.pokja == pokja)


class _Lost(NamedTuple):
    pokja: int
    unit_id: str
    unit: str
    penilai: str
    kode: str
    nama: str
    kurang: float
    bobot: float
    bagian: float
    instrumen: str
    instrumen_versi: int


def task_list(
    store: Store,
    tahun: int,
    hari: date,
    penilai: str = LATEST,
    samples: bool = False,
    pokja: int | None = None,
    unit_ids: Sequence[str] | None = None,
) -> TaskList:
    """What is to be done in a year: open actions, and questions without full marks; figures as of *Benahi dahulu*.

    pokja, unit_ids: only this area, only these units; None = all
    """
    everything = in_scope(tables.assessments(store), samples)
    judged = judged_in(everything, tahun, penilai)
    rows = register_rows(store, register("rencana_aksi").table, None if unit_ids is None else list(unit_ids), tahun)
    rows = rows[~rows["unit_id"].isin(set(tables.assessments(store)["unit_id"]) - set(everything["unit_id"]))]
    if unit_ids is not None:
        judged = judged[judged["unit_id"].isin(set(unit_ids))].reset_index(drop=True)
    names = {number: name for one in reversed(instruments_of(judged)) for number, name in one.pokja().items()}
    if judged.empty:
        names = dict(load_instrument().pokja())
    wanted = [pokja] if pokja is not None else sorted(names)
    open_ones = [one for one in listed_actions(rows.reset_index(drop=True), hari) if not one.selesai]
    lost = [row for number in wanted for row in _lost(store, number, judged)]
    tasks = list(_tasks(lost, open_ones, pokja))
    tasks.sort(key=lambda one: (-(one.tindakan.hari_terlambat if one.tindakan else 0), -(one.poin or 0.0), one.unit))
    return TaskList(tuple(tasks), {number: names[number] for number in wanted if number in names}, judged)


def _lost(store: Store, pokja: int, judged: pd.DataFrame) -> list[_Lost]:
    if judged.empty:
        return []
    scores = lacking(question_scores(area_nodes(store, pokja, judged, judged["penilaian_id"])))
    own = ["penilaian_id", "unit_id", "unit", "penilai", "instrumen", "instrumen_versi"]
    named = scores.merge(judged[own], on="penilaian_id")
    return list(map(_Lost._make, named[list(_Lost._fields)].itertuples(index=False, name=None)))


def _tasks(lost: Sequence[_Lost], actions: Sequence[ListedAction], pokja: int | None) -> Iterator[Task]:
    about: dict[tuple[str, str], list[ListedAction]] = {}
    below = {one: questions_below(load_instrument(*one)) for one in {(r.instrumen, r.instrumen_versi) for r in lost}}
    form = {row.unit: (row.instrumen, row.instrumen_versi) for row in lost}
    for one in actions:
        if one.unit in form:
            for kode in questions_named(", ".join(one.kode), below[form[one.unit]]):
                about.setdefault((one.unit, kode), []).append(one)
    texts = {question.kode: question.teks for question in load_instrument().questions()}
    placed: set[str] = set()
    for row in lost:
        upaya = effort_to_full(row.instrumen, row.instrumen_versi, row.kode, row.bagian)
        found = about.get((row.unit, row.kode), [])
        figures = (row.kurang, row.bobot, upaya)
        for place, action in enumerate(found or [None]):
            placed |= {action.baris_id} if action else set()
            own = figures if place == 0 else (None, None, None)
            yield Task(row.pokja, row.unit, row.penilai, row.kode, row.nama, *own, action)
    for one in actions:
        if one.baris_id not in placed and pokja in (None, one.pokja):
            asked = texts.get(one.kode[0], "") if len(one.kode) == 1 else ""
            yield Task(one.pokja, one.unit, "", ", ".join(one.kode), asked, None, None, None, one)
