"""The gates of one predicate as linear inequalities: what planning, margins and chances compute with.

A gate is a sum of nodes, a node a sum of its questions' points; so `values @ coefficients >= minima`, gate by gate.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from zi_metrics.instruments.library import Gate, Instrument
from zi_metrics.scoring.points import PointMatrix, compile_points
from zi_metrics.scoring.score import GATE_TOLERANCE, score


@dataclass(frozen=True)
class GateSystem:
    """The gates of one predicate, compiled.

    gates:        those that the predicate has (or those of one area), in the instrument's order
    minima:       (gate,) points
    members:      (node, gate) how often a node counts in a gate
    coefficients: (question, gate) points that a gate gains when the question's value rises from 0 to 1; never negative
    """

    instrument: Instrument
    matrix: PointMatrix
    predikat: str
    gates: tuple[Gate, ...]
    minima: np.ndarray
    members: np.ndarray
    coefficients: np.ndarray

    def nilai(self, values: np.ndarray) -> np.ndarray:
        """Points of every gate, (assessment, gate), by the one scoring. Raises like `scoring.score.score`."""
        return self.nilai_and_total(values)[0]

    def nilai_and_total(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points of every gate, (assessment, gate), and the totals (the sum of the components)."""
        nodes = score(self.matrix, values).nilai
        components = [column for column, node in enumerate(self.matrix.nodes) if node.tingkat == 0]
        return nodes @ self.members, nodes[:, components].sum(axis=1)

    def simulated(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same for very many assessments without a gap (values in [0, 1]): a tenth of the work, equal but for the
        rounding of floats.
        """
        return values @ self.coefficients, values @ self.worth()

    def holds(self, nilai: np.ndarray) -> np.ndarray:
        """Which gates hold with these points, by the same tolerance as `scoring.score.gate_table`."""
        return nilai >= self.minima - GATE_TOLERANCE

    def worth(self) -> np.ndarray:
        """(question,) points of the total that a question is worth at value 1."""
        columns = self.matrix.node_index()
        rows = range(len(self.matrix.questions))
        return self.matrix.points[rows, [columns[kode] for kode in self.matrix.questions]]


@cache
def gate_system(instrument: Instrument, predikat: str, pokja: int | None = None) -> GateSystem:
    """Compile the gates of a predicate, once per process; with `pokja` only those that lie wholly in that area.

    There may be none in an area. Raises KeyError for a predicate that the instrument does not have.
    """
    if predikat not in instrument.predikat:
        raise KeyError(predikat)
    matrix = compile_points(instrument)
    area = None if pokja is None else {n.kode for root in instrument.area_nodes(pokja) for n in root.walk()}
    chosen = [
        (gate, minimum)
        for gate in instrument.syarat
        if (minimum := instrument.gate_minimum(gate, predikat)) is not None
        and (area is None or area.issuperset(gate.simpul))
    ]
    column = matrix.node_index()
    members = np.zeros((len(column), len(chosen)))
    for number, (gate, _) in enumerate(chosen):
        for kode in gate.simpul:
            members[column[kode], number] += 1
    return GateSystem(
        instrument=instrument,
        matrix=matrix,
        predikat=predikat,
        gates=tuple(gate for gate, _ in chosen),
        minima=np.array([minimum for _, minimum in chosen], dtype=float),
        members=members,
        coefficients=matrix.points @ members,
    )
