"""How judges corrected before: from pairs of assessments (the unit's and a stricter judge's) to what to expect.

A correction is a change of options up or down (an answer from A to C: minus two), or a change of value for indices and
shares. Answers that could not fall (the lowest option, or unanswered) tell nothing about strictness and are left out.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.lke.chosen import in_scope, judged_by
from zi_metrics.lke.values import stored_values
from zi_metrics.scoring.points import compile_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.tolerance import SUM_TOLERANCE

# What a question's corrections are taken from: its own in the pair, or those of all like questions of its area.
GROUPINGS = {"pokja": "per area", "pertanyaan": "per pertanyaan"}
_UNCHANGED = np.zeros(1)
# Of `correction_pairs`.
PAIR_COLUMNS = ("pasangan", "kode", "dari", "ke", "unit_id", "tahun")


@dataclass(frozen=True)
class Corrections:
    """Past corrections, compiled for an instrument.

    per: a key of GROUPINGS
    pools: [pair][question] the corrections that one of its answers may get (options, or value); never empty
    worths: (question, level) option values from worst to best, NaN beyond; all NaN for indices and shares
    """

    per: str
    pools: tuple[tuple[np.ndarray, ...], ...]
    worths: np.ndarray

    def draw(self, pair: int, count: int, values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """(count, question) values as a judge like that of one pair might see them; an unanswered one (NaN) gives 0."""
        drawn = [
            self._applied(question, value, pool[rng.integers(len(pool), size=count)])
            if not np.isnan(value)
            else np.zeros(count)
            for question, (value, pool) in enumerate(zip(values, self.pools[pair], strict=True))
        ]
        return np.stack(drawn, axis=1)

    def expected(self, values: np.ndarray) -> np.ndarray:
        """(assessment, question) the mean value after one more round of corrections, every pair weighing the same.

        values: (assessment, question), NaN = unanswered, which stays NaN.
        """
        total = np.zeros_like(values)
        for pair in self.pools:
            for question, pool in enumerate(pair):
                # Each distinct change is applied once, with its share as weight.
                changes, counts = np.unique(pool, return_counts=True)
                seen = self._applied(question, values[:, question][:, None], changes[None, :])
                total[:, question] += seen @ (counts / len(pool))
        return np.where(np.isnan(values), np.nan, total / len(self.pools))

    def _applied(self, question: int, values: np.ndarray | float, changes: np.ndarray) -> np.ndarray:
        """One question's values after changes (broadcast)."""
        levels = self.worths[question]
        levels = levels[~np.isnan(levels)]
        if not levels.size:
            return np.clip(values + changes, 0.0, 1.0)
        rank = np.abs(np.nan_to_num(values)[..., None] - levels).argmin(axis=-1)
        moved = levels[np.clip(rank + changes, 0, len(levels) - 1).astype(int)]
        # Merged data may hold a value that no option has; who changes nothing leaves it so.
        return np.where(changes == 0, values, moved)


def corrections_from(instrument: Instrument, pairs: pd.DataFrame, per: str = "pokja") -> Corrections | None:
    """Compile pairs of assessments; None when they hold no usable correction.

    pairs: a row per pair and question: pasangan (any id), kode, dari, ke (values 0-1, NaN = unanswered).
    Where a question has no correction of its own in a pair, its area's are taken, then those of all areas in the pair,
    then those of all pairs; questions of a kind never corrected stay as they are. Indices take only their own.
    Raises KeyError for a code or grouping that does not exist.
    """
    GROUPINGS[per]
    questions, matrix = instrument.questions(), compile_points(instrument)
    worths = _worths(instrument)
    column = matrix.question_index()
    ids = {pair: number for number, pair in enumerate(pairs["pasangan"].drop_duplicates())}
    changes = np.full((len(ids), len(questions)), np.nan)
    usable = pairs[pairs["dari"].notna() & pairs["ke"].notna()]
    for pair, kode, before, after in usable[["pasangan", "kode", "dari", "ke"]].itertuples(index=False):
        changes[ids[pair], column[kode]] = _change(worths[column[kode]], before, after)
    changes = changes[~np.isnan(changes).all(axis=1)]
    if not len(changes):
        return None
    pokja = {node.kode: node.pokja for node in matrix.nodes}
    kinds = [instrument.scale_of(question).jenis for question in questions]
    areas = [(kind, pokja[question.kode]) for kind, question in zip(kinds, questions, strict=True)]
    alike = {key: np.array([key == other for other in areas]) for key in areas}
    of_kind = {kind: np.array([kind == other for other in kinds]) for kind in kinds}
    pools = []
    for own in changes:
        pair = []
        for q, kind in enumerate(kinds):
            sources = [own[[q]], own[alike[areas[q]]], own[of_kind[kind]], changes[:, of_kind[kind]].ravel()]
            if kind == "indeks":
                sources = [own[[q]], changes[:, q]]
            elif per == "pokja":
                sources = sources[1:]
            known = (source[~np.isnan(source)] for source in sources)
            pair.append(next((source for source in known if source.size), _UNCHANGED))
        pools.append(tuple(pair))
    return Corrections(per, tuple(pools), worths)


def _worths(instrument: Instrument) -> np.ndarray:
    scales = [instrument.scale_of(question) for question in instrument.questions()]
    levels = [sorted(set(s.pilihan.values())) if isinstance(s, OptionScale) else [] for s in scales]
    table = np.full((len(levels), max(map(len, levels))), np.nan)
    for row, values in enumerate(levels):
        table[row, : len(values)] = values
    return table


def _change(levels: np.ndarray, before: float, after: float) -> float:
    """The correction of one answer; NaN where the answer could not fall."""
    levels = levels[~np.isnan(levels)]
    lowest = levels[0] if levels.size else 0.0
    if before <= lowest + SUM_TOLERANCE:
        return np.nan
    if not levels.size:
        return after - before
    return float(np.abs(levels - after).argmin() - np.abs(levels - before).argmin())


def correction_pairs(
    store: Store, instrument: Instrument, dari: str, ke: str, samples: bool = False, before: int | None = None
) -> pd.DataFrame:
    """Pairs of current assessments of the same unit and year by two judges, as `corrections_from` takes them.

    dari, ke: judges' codes; before: only years before this one (None = all).
    Columns: PAIR_COLUMNS. pasangan ('unit_id tahun'), dari, ke (values 0-1, NaN = unanswered).
    """
    known = judged_by(in_scope(tables.assessments(store), samples), instrument)
    known = known[known["tahun"] < before] if before else known
    sides = [known[known["penilai"] == judge][["unit_id", "tahun", "penilaian_id"]] for judge in (dari, ke)]
    both = sides[0].merge(sides[1], on=["unit_id", "tahun"], suffixes=("_dari", "_ke"))
    values = [stored_values(store, instrument, both[f"penilaian_id_{side}"].tolist()) for side in ("dari", "ke")]
    names = (both["unit_id"] + " " + both["tahun"].astype(str)).tolist()
    columns = [side.set_axis(names, axis=0).rename_axis("pasangan").stack(future_stack=True) for side in values]
    pairs = pd.DataFrame({"dari": columns[0], "ke": columns[1]}).reset_index()
    whose = both.set_axis(names, axis=0)
    return pairs.assign(**{column: pairs["pasangan"].map(whose[column].to_dict()) for column in ("unit_id", "tahun")})
