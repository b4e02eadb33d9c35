"""Answers x point matrix = nilai of every node; gates; the distance to each predicate.

One implementation serves one assessment and ten thousand: the first axis of every array is the assessment.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from zi_metrics.instruments.library import Instrument
from zi_metrics.instruments.model import CERTAIN
from zi_metrics.scoring.points import PointMatrix
from zi_metrics.tolerance import SUM_TOLERANCE

# A gate holds at exactly its minimum; sums of decimals may fall short of it by rounding of floats only.
GATE_TOLERANCE = SUM_TOLERANCE
# What can be said of a gate, or of a predicate: it holds; it fails whatever the open questions bring; only they decide.
MET, MISSED, UNDECIDED = "memenuhi", "belum", "belum_dinilai"


@dataclass(frozen=True)
class Scores:
    """Scores of assessments (rows) for all nodes (columns, in the order of `PointMatrix.nodes`).

    nilai:          points; an unanswered question counts as 0
    nilai_tertinggi: points if every unanswered question got full marks
    nilai_rumus:    points as the workbook's own formulas give them: the mean over answered questions only;
                    NaN where a node has no answer at all
    terjawab:       number of answered questions below (or in) the node
    pertanyaan:     number of questions below (or in) the node, the same for all assessments
    """

    nilai: np.ndarray
    nilai_tertinggi: np.ndarray
    nilai_rumus: np.ndarray
    terjawab: np.ndarray
    pertanyaan: np.ndarray


def score(matrix: PointMatrix, values: np.ndarray) -> Scores:
    """Score assessments.

    values: (assessment, question) in [0, 1], NaN = unanswered; columns in the order of `matrix.questions`.
    Raises ValueError for a wrong shape or values outside [0, 1].
    Source: PermenPANRB 90/2021, Lampiran III, and 52/2014 (a sub-indicator's nilai is the mean of its questions' values
    x bobot).
    """
    values = np.atleast_2d(np.asarray(values, dtype=float))
    if values.shape[1] != len(matrix.questions):
        raise ValueError(f"expected {len(matrix.questions)} questions, got {values.shape[1]}")
    answered = ~np.isnan(values)
    known = np.where(answered, values, 0.0)
    if ((known < 0) | (known > 1)).any():
        raise ValueError("values must lie in [0, 1]")
    belongs = (matrix.points > 0).astype(float)
    counted = answered.astype(float)
    # The workbook divides by the number of answered questions of a sub-indicator, not by the number of its questions.
    answered_in_leaf = counted @ matrix.leaves
    questions_in_leaf = matrix.leaves.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.where(answered_in_leaf > 0, questions_in_leaf / answered_in_leaf, 0.0)
    stretched = (known * (stretch @ matrix.leaves.T)) @ matrix.points
    terjawab = counted @ belongs
    return Scores(
        nilai=known @ matrix.points,
        nilai_tertinggi=np.where(answered, values, 1.0) @ matrix.points,
        nilai_rumus=np.where(terjawab > 0, stretched, np.nan),
        terjawab=terjawab.astype(int),
        pertanyaan=belongs.sum(axis=0).astype(int),
    )


def answer_row(matrix: PointMatrix, values: dict[str, float | None]) -> np.ndarray:
    """One assessment's row of values from question code -> value (None or absent = unanswered).

    Raises KeyError for a code that the instrument does not have.
    """
    index = matrix.question_index()
    row = np.full(len(index), np.nan)
    for kode, value in values.items():
        row[index[kode]] = np.nan if value is None else value
    return row


NODE_COLUMNS = (
    "kode",
    "nama",
    "bobot",
    "induk",
    "tingkat",
    "jenis",
    "pokja",
    "nilai",
    "nilai_tertinggi",
    "nilai_rumus_lke",
    "terjawab",
    "pertanyaan",
)


def node_table(matrix: PointMatrix, scores: Scores, row: int = 0) -> pd.DataFrame:
    """One assessment's scores as a table, a row per node in the form's order.

    Columns: kode, nama, bobot (points), induk, tingkat, jenis, pokja, nilai, nilai_tertinggi, nilai_rumus_lke (points),
    terjawab, pertanyaan (counts).
    """
    return pd.DataFrame(
        {
            **{name: matrix.node_columns[name] for name in NODE_COLUMNS[:7]},
            "nilai": scores.nilai[row],
            "nilai_tertinggi": scores.nilai_tertinggi[row],
            "nilai_rumus_lke": scores.nilai_rumus[row],
            "terjawab": scores.terjawab[row],
            "pertanyaan": scores.pertanyaan,
        }
    )


def stored_scores(matrix: PointMatrix, scores: Scores, row: int = 0) -> dict[str, list]:
    """One assessment's scores as they are stored: kode, nilai, nilai_tertinggi, nilai_rumus_lke (points), terjawab and
    pertanyaan (counts), each with a value per node in the form's order.
    """
    return {
        "kode": [node.kode for node in matrix.nodes],
        "nilai": scores.nilai[row].tolist(),
        "nilai_tertinggi": scores.nilai_tertinggi[row].tolist(),
        "nilai_rumus_lke": scores.nilai_rumus[row].tolist(),
        "terjawab": scores.terjawab[row].tolist(),
        "pertanyaan": scores.pertanyaan.tolist(),
    }


# Of several assessments, after penilaian_id.
GATE_COLUMNS = (
    "predikat",
    "kode",
    "nama",
    "menyeluruh",
    "bobot",
    "minimum",
    "nilai",
    "nilai_tertinggi",
    "nilai_rumus_lke",
    "kurang",
    "kurang_pasti",
    "terpenuhi",
    "putusan",
    "terjawab",
    "pertanyaan",
    "sumber",
    "kepastian",
)


def gate_table(instrument: Instrument, nodes: pd.DataFrame) -> pd.DataFrame:
    """The gates of every predicate, for any number of assessments.

    nodes: columns kode, nilai, nilai_tertinggi, nilai_rumus_lke, terjawab, pertanyaan, and penilaian_id if there are
    several.
    Returns one row per assessment, predicate (lowest first) and gate that the predicate has: [penilaian_id,] predikat,
    kode, nama, menyeluruh (bool: the gate is over the whole instrument), bobot, minimum, nilai, nilai_tertinggi,
    nilai_rumus_lke (points), kurang (points still missing, 0 when it holds), kurang_pasti (points missing even if all
    that is open got full marks), terpenuhi (bool), putusan (MET, MISSED or UNDECIDED), terjawab, pertanyaan (counts),
    sumber (of the minimum), kepastian (how sure it is: pasti, dikutip or disimpulkan). A gate holds at exactly its
    minimum.
    """
    single = "penilaian_id" not in nodes
    gates = _gates(instrument)
    found, ids = _gate_sums(gates, nodes, single)
    there = found["there"]
    assessment, row = np.nonzero(there[:, gates.gate_of])
    sums = {name: found[name][assessment, gates.gate_of[row]] for name in _SUMMED}
    minimum = gates.minimum[row]
    met = sums["nilai"] >= minimum - GATE_TOLERANCE
    reachable = sums["nilai_tertinggi"] >= minimum - GATE_TOLERANCE
    columns = {
        **({} if single else {"penilaian_id": ids[assessment]}),
        **{name: values.take(row) for name, values in gates.texts.items()},
        **sums,
        "menyeluruh": gates.menyeluruh[row],
        "bobot": gates.bobot[row],
        "minimum": minimum,
        "terpenuhi": met,
        "kurang": np.where(met, 0.0, minimum - sums["nilai"]),
        "kurang_pasti": np.where(reachable, 0.0, minimum - sums["nilai_tertinggi"]),
        "putusan": _verdicts().take(np.where(met, 0, np.where(reachable, 1, 2))),
    }
    kept = [*(() if single else ("penilaian_id",)), *GATE_COLUMNS]
    return pd.DataFrame({name: columns[name] for name in kept})


# What pandas makes of texts, also where a table has no row to tell.
_TEXT = "str"
_SUMMED = ("nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")


@dataclass(frozen=True)
class _Gates:
    """An instrument's gates, compiled: a row per predicate (lowest first) and gate that it has.

    codes: of the nodes that any gate sums; members: (node, gate) how often it counts; gate_of: the gate of each row
    minimum, bobot (points), menyeluruh, and texts: the columns that do not depend on any assessment, by row
    """

    codes: pd.Index
    members: np.ndarray
    gate_of: np.ndarray
    minimum: np.ndarray
    bobot: np.ndarray
    menyeluruh: np.ndarray
    texts: dict[str, ExtensionArray]


@cache
def _verdicts() -> ExtensionArray:
    return pd.array([MET, UNDECIDED, MISSED], dtype=_TEXT)


@cache
def _gates(instrument: Instrument) -> _Gates:
    order = {predikat: place for place, predikat in enumerate(instrument.predikat)}
    rows = sorted(_gate_rows(instrument), key=lambda row: (order[row["predikat"]], row["urutan"]))
    codes = list(dict.fromkeys(kode for gate in instrument.syarat for kode in gate.simpul))
    members = np.array([[gate.simpul.count(kode) for gate in instrument.syarat] for kode in codes], dtype=float)
    names = ("predikat", "kode", "nama", "sumber", "kepastian")
    return _Gates(
        pd.Index(codes),
        members,
        np.array([row["urutan"] for row in rows], dtype=int),
        np.array([row["minimum"] for row in rows], dtype=float),
        np.array([row["bobot"] for row in rows], dtype=float),
        np.array([row["menyeluruh"] for row in rows], dtype=bool),
        {name: pd.array([row[name] for row in rows], dtype=_TEXT) for name in names},
    )


def _gate_sums(gates: _Gates, nodes: pd.DataFrame, single: bool) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The summed columns of each gate, (assessment, gate), and the ids of the assessments in order.

    'there': where any node of the gate is in the table. Where none of them has a figure, the gate has none either
    (missing, not zero). In arrays, as joining and grouping takes ten times as long.
    """
    ids = np.zeros(len(nodes), dtype=int) if single else nodes["penilaian_id"].to_numpy()
    distinct, place = np.unique(ids, return_inverse=True)
    column = gates.codes.get_indexer(pd.Index(nodes["kode"]))
    known = column >= 0
    where, shape = (place[known], column[known]), (len(distinct), len(gates.codes))
    there = np.zeros(shape)
    there[where] = 1.0
    found: dict[str, np.ndarray] = {"there": there @ gates.members > 0}
    for name in _SUMMED:
        cells = np.full(shape, np.nan)
        cells[where] = nodes[name].to_numpy(dtype=float, na_value=np.nan)[known]
        figures = ~np.isnan(cells)
        sums = np.where(figures, cells, 0.0) @ gates.members
        has_any = figures @ gates.members > 0
        counts = nodes[name].dtype.kind == "i" and bool(has_any[found["there"]].all())
        found[name] = np.round(sums).astype(int) if counts else np.where(has_any, sums, np.nan)
    return found, distinct


def _gate_rows(instrument: Instrument) -> list[dict]:
    rows = []
    whole = instrument.gate_over(instrument.komponen)
    for order, gate in enumerate(instrument.syarat):
        for predikat in instrument.predikat:
            minimum = instrument.gate_minimum(gate, predikat)
            if minimum is not None:
                rows.append(
                    {
                        "predikat": predikat,
                        "kode": gate.kode,
                        "nama": gate.nama,
                        "menyeluruh": gate is whole,
                        "minimum": minimum,
                        "bobot": instrument.gate_weight(gate),
                        "sumber": gate.sumber,
                        "kepastian": gate.kepastian.get(predikat, CERTAIN),
                        "urutan": order,
                    }
                )
    return rows
