"""One judge's answers for one unit, read from a file and scored, not yet stored.

Scored as arrays; tables of nodes, gates and findings are made where somebody asks for them: storing asks for the
figures alone, and a folder of files is read by processes from which each table would have to travel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from zi_metrics.findings import Finding, findings_table
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.personal_sheets import PersonalSheet
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.scoring.points import PointMatrix, compile_points
from zi_metrics.scoring.score import Scores, answer_row, gate_table, node_table, score
from zi_metrics.scoring.standing import Verdict, verdict


class ScoredFile:
    """The readings of a file with their scores."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = tuple(readings)
        self.scores = tuple(_scores(reading) for reading in readings)

    def nodes(self, place: int) -> pd.DataFrame:
        """`scoring.score.node_table` of the reading at a place."""
        return node_table(compile_points(self.readings[place].instrument), self.scores[place])

    @cached_property
    def gates(self) -> Mapping[int, pd.DataFrame]:
        """`scoring.score.gate_table` of each reading, by its place: worked out at once for all of one instrument, as
        one list may hold hundreds.
        """
        places: dict[Instrument, list[int]] = {}
        for place, reading in enumerate(self.readings):
            places.setdefault(reading.instrument, []).append(place)
        found: dict[int, pd.DataFrame] = {}
        for instrument, own in places.items():
            nodes = [self.nodes(place) for place in own]
            if len(own) == 1:
                found[own[0]] = gate_table(instrument, nodes[0])
                continue
            together = pd.concat([one.assign(penilaian_id=place) for place, one in zip(own, nodes, strict=True)])
            for place, gates in gate_table(instrument, together).groupby("penilaian_id"):
                found[int(str(place))] = gates.drop(columns="penilaian_id").reset_index(drop=True)
        return found


@dataclass(frozen=True)
class Prepared:
    """One judge's answers for one unit, read from a file and scored, not yet stored.

    of_file: all that was read of its file, scored; place: of this reading among it
    noticed: what was found
    pribadi: the sheets of its file that hold personal data
    simpan_asli: whether the file itself is kept with the answers; without anybody's word not one with personal data
    """

    file_name: str
    content: bytes
    of_file: ScoredFile
    place: int
    noticed: tuple[Finding, ...]
    pribadi: tuple[PersonalSheet, ...] = ()
    simpan_asli: bool = True

    @property
    def reading(self) -> Reading:
        """What was read."""
        return self.of_file.readings[self.place]

    @property
    def scores(self) -> Scores:
        """What it is scored, of this one alone."""
        return self.of_file.scores[self.place]

    @property
    def instrument(self) -> Instrument:
        """The instrument that the file's questions belong to."""
        return self.reading.instrument

    @property
    def matrix(self) -> PointMatrix:
        """The instrument's point matrix, in whose order the scores are."""
        return compile_points(self.instrument)

    @property
    def total(self) -> float:
        """Total nilai in points; unanswered counts as 0."""
        return float(self.scores.nilai[0][self._components].sum())

    @property
    def questions(self) -> int:
        """How many questions the instrument asks."""
        return int(self.scores.pertanyaan[self._components].sum())

    @property
    def _components(self) -> np.ndarray:
        """Which nodes are the components: together the whole."""
        return np.array([node.tingkat == 0 for node in self.matrix.nodes])

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """`scoring.score.node_table` of it."""
        return self.of_file.nodes(self.place)

    @property
    def gates(self) -> pd.DataFrame:
        """`scoring.score.gate_table` of it."""
        return self.of_file.gates[self.place]

    @cached_property
    def findings(self) -> pd.DataFrame:
        """`findings.findings_table` of it."""
        return findings_table(self.noticed)

    @cached_property
    def outcome(self) -> Verdict:
        """What its gates say together."""
        return verdict(self.gates)


def _scores(reading: Reading) -> Scores:
    matrix = compile_points(reading.instrument)
    return score(matrix, answer_row(matrix, {answer.kode: answer.nilai for answer in reading.answers}))
