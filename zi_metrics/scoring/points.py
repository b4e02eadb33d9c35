"""An instrument compiled to one matrix: which question is worth how many points in which node.

Scoring is linear in the answers, so `nilai(node) = sum of points(question) x value(question)`; everything that
scores, for one unit or for ten thousand, multiplies by this matrix.
"""

from dataclasses import dataclass, fields
from functools import cache, cached_property

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument, Node, load_instrument


@dataclass(frozen=True)
class NodeRow:
    """One row of the scored tree. `tingkat` is the depth (0 = component); `jenis` is 'simpul' or 'pertanyaan'."""

    kode: str
    nama: str
    bobot: float
    induk: str | None
    tingkat: int
    jenis: str
    pokja: int | None


@dataclass(frozen=True)
class PointMatrix:
    """The compiled instrument. Rows of the matrices are questions, in the order of `questions`.

    nodes:   all nodes down to the questions, parents first, in the form's order
    points:  (question, node) points of a question in a node; 0 where it does not belong to it
    leaves:  (question, leaf) 1 where the question belongs to that sub-indicator
    leaf_weights: (leaf,) bobot of each sub-indicator
    above:   (leaf, node) 1 where the node contains, or is, that sub-indicator; 0 for question nodes
    """

    questions: tuple[str, ...]
    nodes: tuple[NodeRow, ...]
    points: np.ndarray
    leaves: np.ndarray
    leaf_weights: np.ndarray
    above: np.ndarray

    @cached_property
    def node_columns(self) -> dict[str, pd.Series]:
        """What is known of the nodes before anything is scored: the fields of `NodeRow`, a row per node; not to be
        changed, as every assessment's table is made of them.
        """
        return {one.name: pd.Series([getattr(node, one.name) for node in self.nodes]) for one in fields(NodeRow)}

    def question_index(self) -> dict[str, int]:
        """Row of each question code in the matrices."""
        return {kode: row for row, kode in enumerate(self.questions)}

    def node_index(self) -> dict[str, int]:
        """Column of each node code in the matrices."""
        return {node.kode: column for column, node in enumerate(self.nodes)}


@cache
def compile_points(instrument: Instrument) -> PointMatrix:
    """Compile an instrument to its point matrix, once per process.

    points(question) = bobot of its sub-indicator / number of that sub-indicator's questions
    (PermenPANRB 90/2021, Lampiran III, and 52/2014 alike: a sub-indicator's nilai is the mean of its questions' values
    x its bobot).
    """
    rows: list[NodeRow] = []
    for component in instrument.komponen:
        _collect(component, None, 0, None, rows)
    questions = [row.kode for row in rows if row.jenis == "pertanyaan"]
    leaves = [node for node in instrument.nodes() if node.pertanyaan]
    parents = {row.kode: row.induk for row in rows}
    column = {row.kode: i for i, row in enumerate(rows)}
    row_of = {kode: i for i, kode in enumerate(questions)}

    points = np.zeros((len(questions), len(rows)))
    membership = np.zeros((len(questions), len(leaves)))
    above = np.zeros((len(leaves), len(rows)))
    for number, leaf in enumerate(leaves):
        lineage = _lineage(leaf.kode, parents)
        above[number, [column[kode] for kode in lineage]] = 1
        for question in leaf.pertanyaan:
            row = row_of[question.kode]
            membership[row, number] = 1
            points[row, [column[kode] for kode in (question.kode, *lineage)]] = leaf.bobot / len(leaf.pertanyaan)
    weights = np.array([leaf.bobot for leaf in leaves])
    for shared in (points, membership, weights, above):
        shared.setflags(write=False)
    return PointMatrix(tuple(questions), tuple(rows), points, membership, weights, above)


def load_points(kode: str, versi: int | None = None) -> PointMatrix:
    """The point matrix of an instrument by its code and version (None = the one in use)."""
    return compile_points(load_instrument(kode, versi))


def _collect(node: Node, parent: str | None, depth: int, pokja: int | None, rows: list[NodeRow]) -> None:
    pokja = node.pokja if node.pokja is not None else pokja
    rows.append(NodeRow(node.kode, node.nama, node.bobot, parent, depth, "simpul", pokja))
    for child in node.anak:
        _collect(child, node.kode, depth + 1, pokja, rows)
    for question in node.pertanyaan:
        worth = node.bobot / len(node.pertanyaan)
        rows.append(NodeRow(question.kode, question.teks, worth, node.kode, depth + 1, "pertanyaan", pokja))


def _lineage(kode: str, parents: dict[str, str | None]) -> list[str]:
    """The node itself and all above it."""
    lineage = []
    current: str | None = kode
    while current is not None:
        lineage.append(current)
        current = parents[current]
    return lineage
