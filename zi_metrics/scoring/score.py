"""Answers x point matrix = nilai of every node; gates; the distance to each predicate.

One implementation serves one assessment and ten thousand: the first axis of every array is the assessment.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    table = pd.DataFrame([vars(node) for node in matrix.nodes])
    return table.assign(
        nilai=scores.nilai[row],
        nilai_tertinggi=scores.nilai_tertinggi[row],
        nilai_rumus_lke=scores.nilai_rumus[row],
        terjawab=scores.terjawab[row],
        pertanyaan=scores.pertanyaan,
    )


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
    if single:
        nodes = nodes.assign(penilaian_id=0)
    rank = {predikat: place for place, predikat in enumerate(instrument.predikat)}
    rows = sorted(_gate_rows(instrument), key=lambda row: (rank[row["predikat"]], row["urutan"]))
    definitions = pd.DataFrame(rows)
    ids, place = np.unique(nodes["penilaian_id"].to_numpy(), return_inverse=True)
    places = {gate.kode: number for number, gate in enumerate(instrument.syarat)}
    sums = _gate_sums(instrument, nodes, place, len(ids))
    there = sums.pop("ada")[:, definitions["kode"].map(places)]
    assessment, gate = np.nonzero(there)
    table = definitions.iloc[gate].reset_index(drop=True)
    own = definitions["kode"].map(places).to_numpy()[gate]
    table = table.assign(penilaian_id=ids[assessment], **{name: one[assessment, own] for name, one in sums.items()})
    table["terpenuhi"] = table["nilai"] >= table["minimum"] - GATE_TOLERANCE
    reachable = table["nilai_tertinggi"] >= table["minimum"] - GATE_TOLERANCE
    table["kurang"] = (table["minimum"] - table["nilai"]).where(~table["terpenuhi"], 0.0)
    table["kurang_pasti"] = (table["minimum"] - table["nilai_tertinggi"]).where(~reachable, 0.0)
    table["putusan"] = np.select([table["terpenuhi"], reachable], [MET, UNDECIDED], MISSED)
    return table[[*(() if single else ("penilaian_id",)), *GATE_COLUMNS]]


_SUMMED = ("nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")


def _gate_sums(instrument: Instrument, nodes: pd.DataFrame, place: np.ndarray, count: int) -> dict[str, np.ndarray]:
    """(assessment, gate) sums over the gates' nodes, by column, and 'ada': whether any of its nodes is there at all.

    place: each row's assessment, a number below count. In arrays, as joining and grouping takes ten times as long.
    Where no node of a gate has a figure, the gate has none either (missing, not zero).
    """
    codes = list(dict.fromkeys(node for gate in instrument.syarat for node in gate.simpul))
    column = pd.Index(codes).get_indexer(pd.Index(nodes["kode"]))
    known = column >= 0
    where = place[known], column[known]
    there = np.zeros((count, len(codes)), dtype=bool)
    there[where] = True
    members = [[codes.index(node) for node in gate.simpul] for gate in instrument.syarat]
    found: dict[str, np.ndarray] = {"ada": np.stack([there[:, own].any(axis=1) for own in members], axis=1)}
    for name in _SUMMED:
        cells = np.full((count, len(codes)), np.nan)
        cells[where] = nodes[name].to_numpy(float, na_value=np.nan)[known]
        sums = [
            np.where(np.isnan(part := cells[:, own]).all(axis=1), np.nan, np.nansum(part, axis=1)) for own in members
        ]
        found[name] = np.stack(sums, axis=1)
    for name in ("terjawab", "pertanyaan"):
        if not np.isnan(found[name][found["ada"]]).any():
            found[name] = np.nan_to_num(found[name]).astype(nodes[name].to_numpy().dtype if len(nodes) else int)
    return found


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
