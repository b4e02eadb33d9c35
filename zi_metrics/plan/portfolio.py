"""Plans over many units: who is nearest to a predicate, what lifts the most units, what one more correction costs.

Units stand in tables of values: a row per unit (any index), a column per question in the form's order, 0 to 1, NaN =
unanswered (`lke.values.stored_values` reads them). Everything works within one area too: with the area's gates
(`gate_system(..., pokja=...)`) only these are planned for.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import combinations

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_list, format_number
from zi_metrics.lke.held_before import count_sentence
from zi_metrics.penilai import according_to, counted
from zi_metrics.plan.plan import DEFAULTS, outcome
from zi_metrics.plan.settings import PlanSettings, expanded_locks
from zi_metrics.plan.workers import in_parts
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.levers import Counts
from zi_metrics.scoring.score import GATE_TOLERANCE

# Sets of questions judged at a time: keeps the arrays at some tens of MB.
_CELLS = 4_000_000
# Of `effort_table`.
EFFORT_COLUMNS = ("upaya", "langkah", "total", "total_sesudah", "terpenuhi")
# Of `lifting_questions`.
LIFTING_COLUMNS = ("kode", "pertanyaan", "unit", "jumlah", "poin")


def effort_table(
    gates: GateSystem,
    values: pd.DataFrame,
    settings: PlanSettings = DEFAULTS,
    hitungan: Mapping[Hashable, Mapping[str, Counts]] | None = None,
) -> pd.DataFrame:
    """The least effort that brings each unit over the gates, the nearest unit first.

    hitungan: index value -> the unit's raw counts (`PlanSettings.hitungan`), so that its plan is the one that it sees
        itself
    Columns: EFFORT_COLUMNS. upaya (effort, 0 where all gates hold; NaN = impossible under the settings), langkah
    (number of improvements), total, total_sesudah (points), terpenuhi (bool: all gates hold now); the index is the
    units'. Raises like `plan.plan.plan`.
    """
    codes = tuple(values.columns)
    units = [
        (dict(zip(codes, row, strict=True)), replace(settings, hitungan=hitungan[unit]) if hitungan else settings)
        for unit, row in zip(values.index, values.to_numpy(dtype=float).tolist(), strict=True)
    ]
    parts = in_parts(_efforts_of, gates, units)
    rows = [row for part in parts for row in part]
    return pd.DataFrame(rows, index=values.index, columns=list(EFFORT_COLUMNS)).sort_values("upaya", kind="stable")


def _efforts_of(gates: GateSystem, units: Sequence[tuple[dict[str, float], PlanSettings]]) -> list[dict]:
    """Rows of `effort_table` for some units: their answers and settings."""
    rows = []
    for answers, own in units:
        nilai, total = gates.nilai_and_total(np.array(list(answers.values())))
        now = {"total": float(total[0]), "terpenuhi": bool(gates.holds(nilai[0]).all())}
        best = outcome(gates, answers, own)
        if best is None:
            rows.append({"upaya": np.nan, "langkah": 0, **now, "total_sesudah": np.nan})
        else:
            rows.append(now | asdict(best))
    return rows


def nearest(overview: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """The units of an overview that do not meet a predicate, the nearest first: fewest points missing to the total,
    then fewest gates that do not hold. Quick: without a plan for each, whose effort `effort_table` tells.

    overview: with kurang_<predikat> and gagal_<predikat>, as `lke.portfolio.overview` gives them, whose columns stay
    """
    counted = overview.assign(_failed=overview[f"gagal_{predikat}"].str.len())
    missing = counted[counted["_failed"] > 0]
    return missing.sort_values([f"kurang_{predikat}", "_failed"], kind="stable").drop(columns="_failed")


def lifting_questions(
    gates: GateSystem,
    values: pd.DataFrame,
    syarat: str,
    count: int = 2,
    kunci: Iterable[str] = (),
    teratas: int = 5,
) -> pd.DataFrame:
    """Which few questions, raised to full marks in every unit, bring the most units over one gate.

    syarat: the gate's code; count: how many questions together (1 to 3); kunci: questions or nodes that do not count.
    Indices are left out: no instruction raises them. Every set is tried (a few hundred thousand at most), so the
    result is exact; of equal sets the one that gives the failing units more points, then the earlier in the form.
    Columns: LIFTING_COLUMNS. kode (list), pertanyaan (list of texts), unit (list of index values lifted), jumlah (how
    many), poin (mean points that a failing unit gains in the gate); at most `teratas` rows, only sets that lift a unit.
    Raises KeyError for a gate that the predicate does not have, ValueError for another number of questions.
    """
    if count not in (1, 2, 3):
        raise ValueError("count must be 1, 2 or 3")
    number = {gate.kode: i for i, gate in enumerate(gates.gates)}[syarat]
    matrix = values.to_numpy(dtype=float)
    missing = gates.minima[number] - gates.nilai(matrix)[:, number]
    failing = np.flatnonzero(missing > GATE_TOLERANCE)
    # Points that each question gives each failing unit, (question, unit).
    gains = ((1 - np.nan_to_num(matrix[failing])) * gates.coefficients[:, number]).T
    instrument = gates.instrument
    questions = instrument.questions()
    locked = expanded_locks(instrument, kunci)
    candidates = [
        row
        for row, question in enumerate(questions)
        if gains[row].any() and question.kode not in locked and instrument.scale_of(question).jenis != "indeks"
    ]
    best: list[tuple] = []
    for sets in _batches(candidates, count, len(failing)):
        points = gains[sets].sum(axis=1)
        # A set that reaches exactly the minimum lifts the unit.
        lifted = points >= missing[failing] - GATE_TOLERANCE
        counts, means = lifted.sum(axis=1), points.mean(axis=1)
        for place in np.lexsort((np.arange(len(sets)), -means, -counts))[:teratas]:
            if counts[place]:
                best.append((-int(counts[place]), -float(means[place]), tuple(sets[place]), lifted[place]))
        best = sorted(best, key=lambda found: found[:3])[:teratas]
    return pd.DataFrame(
        [
            {
                "kode": [questions[row].kode for row in chosen],
                "pertanyaan": [questions[row].teks for row in chosen],
                "unit": values.index[failing[lifted]].tolist(),
                "jumlah": -count,
                "poin": -mean,
            }
            for count, mean, chosen, lifted in best
        ],
        columns=list(LIFTING_COLUMNS),
    )


def effort_sentence(
    table: pd.DataFrame, predikat: str, penilai: Mapping[Hashable, str], note: Mapping[Hashable, str]
) -> str:
    """The one sentence about an `effort_table` whose index are the units' names.

    predikat: the short name; penilai: unit -> whose figures these are; note: unit -> what the verdict on it must be
    told with (`lke.held_before.notes`).
    """
    if table.empty:
        return "Belum ada unit yang dinilai."
    met, near = table.index[table["terpenuhi"]], table[~table["terpenuhi"] & table["upaya"].notna()]
    everyone = [penilai[unit] for unit in table.index]
    whose = according_to([penilai[unit] for unit in met], everyone)
    first = f"{len(met)} dari {len(table)} unit sudah memenuhi syarat nilai {predikat}"
    first += f" {whose}" if len(set(everyone)) == 1 else f": {whose}" if whose else f" (dinilai: {counted(everyone)})"
    if held := count_sentence(note.get(unit, "") for unit in met):
        first += f". {held.removesuffix('.')}"
    if near.empty:
        return f"{first}."
    names = "; ".join(f"{unit} (upaya {format_number(row['upaya'], 1)})" for unit, row in near.head(3).iterrows())
    return f"{first}. Paling dekat menurut upaya: {names}."


def lifting_sentence(table: pd.DataFrame, syarat: str, penilai: Mapping[Hashable, str]) -> str:
    """The one sentence about a `lifting_questions` table. syarat: the gate's name; penilai: unit -> whose figures."""
    if table.empty:
        return f"Tidak ada unit yang terangkat melewati {syarat} hanya dengan pertanyaan sebanyak itu."
    best = table.iloc[0]
    codes = format_list(best["kode"])
    judges = [penilai[unit] for unit in best["unit"]]
    mixed = f" ({counted(judges)})" if len(set(penilai.values())) > 1 else ""
    return f"{codes}, bila bernilai penuh di semua unit, membawa {best['jumlah']} unit{mixed} melewati {syarat}."


def _batches(candidates: list[int], size: int, units: int) -> Iterator[np.ndarray]:
    """All sets of `size` candidates (the one of all, where there are fewer), (set, question), so many at a time.

    In the form's order.
    """
    size = min(size, len(candidates))
    if not size:
        return
    every = np.array(list(combinations(candidates, size)))
    at_once = max(1, _CELLS // (units * size))
    for first in range(0, len(every), at_once):
        yield every[first : first + at_once]
