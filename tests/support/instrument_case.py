"""An instrument beside its raw file, so that what the product makes of answers can be compared with a plain walk."""

from pathlib import Path

import oracle
from hypothesis import strategies as st

from zi_metrics.instruments.library import read_instrument
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score


class Case:
    """One instrument beside its raw file, and answers to it."""

    def __init__(self, path: Path):
        self.raw, self.instrument = oracle.raw(path), read_instrument(path)
        self.matrix = compile_points(self.instrument)
        self.answers = st.fixed_dictionaries({q["kode"]: self._values(q) for q in oracle.all_questions(self.raw)})

    def _values(self, question):
        scale = self.raw["skala"][question["jawaban"]]
        known = list(scale["pilihan"].values()) if "pilihan" in scale else [0.0, 0.25, 0.9, 1.0]
        return st.sampled_from([None, *known])

    def nodes(self, values):
        return node_table(self.matrix, score(self.matrix, answer_row(self.matrix, values)))

    def gates(self, values):
        return gate_table(self.instrument, self.nodes(values))
