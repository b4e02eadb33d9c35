"""How judges corrected before: from pairs of assessments (the unit's and a stricter judge's) to what to expect.

A correction is a change of options up or down (an answer from A to C: minus two), or a change of value for indices and
shares. Answers that could not fall (the lowest option, or unanswered) tell nothing about strictness and are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.lke.chosen import in_scope, judged_by
from zi_metrics.lke.values import values_of_sides
from zi_metrics.plan.answer_model import Outcomes, digest_of
from zi_metrics.scoring.points import compile_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `correction_pairs`.
PAIR_COLUMNS = ("pasangan", "kode", "dari", "ke", "unit_id", "tahun")
# Rises before any is seen: one in a hundred answers, worth as much as twenty answers.
_RISE, _RISE_WORTH = 0.01, 20.0
# How much of a share goes where none was ever seen to fall.
_SHARE_LOST = 0.2
# What a judge's year says of another year's indices: half for each year between.
_CLOSE = 0.5


@dataclass(frozen=True)
class Moves:
    """How far answers of one kind move.

    turun, naik: options down or up; for shares the part of the value lost, or of what lacked gained; never empty
    peluang_naik: how likely an answer that could rise does
    """

    turun: np.ndarray
    naik: np.ndarray
    peluang_naik: float


@dataclass(frozen=True)
class Corrections:
    """Past corrections, compiled for an instrument.

    falls: which answers fell, of those that could
    moves: kind of scale -> how far
    indices: (pair, question) changes of index values; NaN for other questions, and where one side is blank
    worths: (question, level) option values from worst to best, NaN beyond; all NaN for indices and shares
    kinds: the kind of scale of each question
    """

    falls: Outcomes
    moves: Mapping[str, Moves]
    indices: np.ndarray
    worths: np.ndarray
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.falls.unit)

    def without(self, unit: str, tahun: int) -> "Corrections":
        """Without one unit's pair of one year, which must not foretell itself."""
        own = (np.array(self.falls.unit, dtype=object) == unit) & (self.falls.tahun == tahun)
        if not own.any():
            return self
        return Corrections(self.falls.without(own), self.moves, self.indices[~own], self.worths, self.kinds)

    @cached_property
    def digest(self) -> str:
        """What these corrections are, for finding again what was computed from them: the same only for the same."""
        parts = [self.falls.happened, self.falls.tahun, self.falls.area, self.indices, self.worths]
        for kind, moves in sorted(self.moves.items()):
            parts += [np.frombuffer(kind.encode(), np.uint8), moves.turun, moves.naik, np.array(moves.peluang_naik)]
        return digest_of((self.falls.unit, self.kinds), parts)

    @cached_property
    def options(self) -> np.ndarray:
        """(question,) how many options it has; 0 for indices and shares."""
        return (~np.isnan(self.worths)).sum(axis=1)

    def could_fall(self, values: np.ndarray) -> np.ndarray:
        """(question,) whether these values could fall; indices move by themselves (`moved_indices`)."""
        lowest = np.where(self.options > 0, self.worths[:, 0], 0.0)
        return ~np.isnan(values) & (values > lowest + SUM_TOLERANCE) & (np.array(self.kinds) != "indeks")

    def moved(self, values: np.ndarray, fell: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """(draw, question) values after falls (a mask) and now and then a rise; unanswered gives 0."""
        seen = np.tile(np.nan_to_num(values), (len(fell), 1))
        kinds = np.array(self.kinds)
        rank = np.nanargmin(np.where(np.isnan(self.worths), np.inf, np.abs(self.worths - seen[0][:, None])), axis=1)
        for kind, moves in self.moves.items():
            asked = np.flatnonzero((kinds == kind) & ~np.isnan(values))
            down = fell[:, asked]
            top = np.where(self.options[asked] > 0, rank[asked] < self.options[asked] - 1, values[asked] < 1)
            up = ~down & top & (rng.random(down.shape) < moves.peluang_naik)
            for mask, sizes, sign in ((down, moves.turun, -1), (up, moves.naik, 1)):
                draw, place = np.nonzero(mask)
                pick = rng.integers(len(sizes), size=len(place))
                # Of very many draws few differ: each question with each size once.
                distinct, which = np.unique(sizes, return_inverse=True)
                question = asked[:, None]
                after = self._after(question, values[question], rank[question], sign * distinct)
                seen[draw, asked[place]] = after[place, which[pick]]
        return seen

    def _after(self, question: np.ndarray, value: np.ndarray, rank: np.ndarray, size: np.ndarray) -> np.ndarray:
        """(question, size) values after a move of this size. question, value, rank: (question, 1)"""
        options = self.options[question]
        step = np.clip(rank + np.where(options > 0, size, 0), 0, np.maximum(options - 1, 0)).astype(int)
        share = np.where(size < 0, value * (1 + size), value + (1 - value) * size)
        return np.where(options > 0, self.worths[question, step], np.clip(share, 0.0, 1.0))

    def moved_indices(self, tahun: int, groups: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """(groups, count, question) changes of indices as in past pairs, the nearer in year the likelier.

        Each group takes the pairs with weights of its own (Bayesian bootstrap), as few pairs are not all there are.
        """
        changes = np.zeros((groups, count, len(self.kinds)))
        weight = _CLOSE ** np.abs(self.falls.tahun - tahun)
        for question in np.flatnonzero(~np.isnan(self.indices).all(axis=0)):
            known = ~np.isnan(self.indices[:, question])
            shares = rng.gamma(weight[known], size=(groups, known.sum())) + 1e-12
            ends = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
            # One random number for all indices of a draw: who lowered one index did so in the same pair.
            chosen = (rng.random((groups, count))[:, :, None] > ends[:, None, :-1]).sum(axis=2)
            changes[:, :, question] = self.indices[known, question][chosen]
        return changes


def corrections_from(instrument: Instrument, pairs: pd.DataFrame) -> Corrections | None:
    """Compile pairs of assessments; None when they hold no usable correction.

    pairs: as of `correction_pairs` (pasangan: any id; dari, ke: values 0-1, NaN = unanswered).
    Raises KeyError for a code that does not exist.
    """
    questions, column = instrument.questions(), compile_points(instrument).question_index()
    heads = pairs.drop_duplicates("pasangan")
    place = {pair: number for number, pair in enumerate(heads["pasangan"])}
    usable = pairs[pairs["dari"].notna() & pairs["ke"].notna()]
    before, after = (np.full((len(heads), len(questions)), np.nan) for _ in range(2))
    cells = [place[pair] for pair in usable["pasangan"]], [column[kode] for kode in usable["kode"]]
    before[cells], after[cells] = usable["dari"].to_numpy(float), usable["ke"].to_numpy(float)
    return _compiled(instrument, before, after, heads["unit_id"], heads["tahun"])


def _compiled(
    instrument: Instrument, before: np.ndarray, after: np.ndarray, unit_ids: pd.Series, years: pd.Series
) -> Corrections | None:
    """From (pair, question) values by both judges, NaN where either is blank or both."""
    questions, matrix = instrument.questions(), compile_points(instrument)
    worths, kinds = _worths(instrument), tuple(instrument.scale_of(question).jenis for question in questions)
    before = np.where(np.isnan(after), np.nan, before)
    changes = _changes(worths, before, after)
    is_index = np.array(kinds) == "indeks"
    lowest = np.where(np.isnan(worths[:, 0]), 0.0, worths[:, 0])
    could = ~np.isnan(changes) & (before > lowest + SUM_TOLERANCE) & ~is_index
    fell = np.where(could, (changes < -SUM_TOLERANCE).astype(float), np.nan)
    indices = np.where(is_index, changes, np.nan)
    told = ~np.isnan(fell).all(axis=1) | ~np.isnan(indices).all(axis=1)
    if not told.any():
        return None
    # Shares are corrected otherwise than options, so they stand in areas of their own.
    pokja = {node.kode: node.pokja or 0 for node in matrix.nodes}
    groups = [f"{kind != 'pilihan'} {pokja[question.kode]}" for kind, question in zip(kinds, questions, strict=True)]
    areas = np.unique(groups, return_inverse=True)[1]
    units = tuple(unit_ids.astype(str).to_numpy()[told])
    falls = Outcomes(fell[told], units, years.to_numpy(int)[told], areas)
    moves = {
        kind: _moves(before[:, own], changes[:, own], worths[own])
        for kind in sorted(set(kinds) - {"indeks"})
        for own in [np.array(kinds) == kind]
    }
    return Corrections(falls, moves, indices[told], worths, kinds)


def _moves(before: np.ndarray, changes: np.ndarray, worths: np.ndarray) -> Moves:
    """How far the answers of questions of one kind moved."""
    has_options = ~np.isnan(worths[:, 0])
    top = np.where(has_options, np.nanmax(np.where(np.isnan(worths), -np.inf, worths), axis=1), 1.0)
    could_rise = ~np.isnan(changes) & (before < top - SUM_TOLERANCE)
    down, up = changes < -SUM_TOLERANCE, could_rise & (changes > SUM_TOLERANCE)
    whole = np.where(has_options, 1.0, np.maximum(before, SUM_TOLERANCE))
    room = np.where(has_options, 1.0, np.maximum(1 - before, SUM_TOLERANCE))
    lost, gained = (-changes / whole)[down], (changes / room)[up]
    risen = (up.sum() + _RISE * _RISE_WORTH) / (could_rise.sum() + _RISE_WORTH)
    step = 1.0 if has_options.all() else _SHARE_LOST
    return Moves(lost if lost.size else np.array([step]), gained if gained.size else np.array([step]), float(risen))


def _worths(instrument: Instrument) -> np.ndarray:
    scales = [instrument.scale_of(question) for question in instrument.questions()]
    levels = [sorted(set(s.pilihan.values())) if isinstance(s, OptionScale) else [] for s in scales]
    table = np.full((len(levels), max(1, *map(len, levels))), np.nan)
    for row, values in enumerate(levels):
        table[row, : len(values)] = values
    return table


def _changes(worths: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(pair, question) changes, of options where there are any; NaN where one side is blank."""
    distances = np.where(np.isnan(worths), np.inf, worths)
    ranks = [np.abs(np.nan_to_num(side)[:, :, None] - distances).argmin(axis=2) for side in (before, after)]
    known = ~np.isnan(before) & ~np.isnan(after)
    moved = np.where(np.isnan(worths[:, 0]), after - before, ranks[1] - ranks[0])
    return np.where(known, moved, np.nan)


def correction_pairs(
    store: Store, instrument: Instrument, dari: str, ke: str, samples: bool = False, before: int | None = None
) -> pd.DataFrame:
    """Pairs of current assessments of the same unit and year by two judges, as `corrections_from` takes them.

    dari, ke: judges' codes; before: only years before this one (None = all).
    Columns: PAIR_COLUMNS. pasangan ('unit_id tahun'), dari, ke (values 0-1, NaN = unanswered).
    """
    both = judged_pairs(tables.assessments(store), instrument, dari, ke, samples, before)
    values = values_of_sides(store, instrument, both, ("dari", "ke"))
    names = (both["unit_id"] + " " + both["tahun"].astype(str)).tolist()
    columns = [side.set_axis(names, axis=0).rename_axis("pasangan").stack(future_stack=True) for side in values]
    pairs = pd.DataFrame({"dari": columns[0], "ke": columns[1]}).reset_index()
    whose = both.set_axis(names, axis=0)
    return pairs.assign(**{column: pairs["pasangan"].map(whose[column].to_dict()) for column in ("unit_id", "tahun")})


def stored_corrections(
    store: Store, instrument: Instrument, dari: str, ke: str, samples: bool = False, before: int | None = None
) -> Corrections | None:
    """`corrections_from` of `correction_pairs`, without a row for each answer: quick for very many pairs."""
    return corrections_of_pairs(
        store, instrument, judged_pairs(tables.assessments(store), instrument, dari, ke, samples, before)
    )


JUDGED_PAIR_COLUMNS = ("unit_id", "tahun", "penilaian_id_dari", "penilaian_id_ke")


def judged_pairs(
    assessments: pd.DataFrame, instrument: Instrument, dari: str, ke: str, samples: bool, before: int | None
) -> pd.DataFrame:
    """The pairs among some assessments (`tables.assessments`), as of `correction_pairs`: JUDGED_PAIR_COLUMNS."""
    known = judged_by(in_scope(assessments, samples), instrument)
    known = known[known["tahun"] < before] if before else known
    sides = [known[known["penilai"] == judge][["unit_id", "tahun", "penilaian_id"]] for judge in (dari, ke)]
    return sides[0].merge(sides[1], on=["unit_id", "tahun"], suffixes=("_dari", "_ke"))[list(JUDGED_PAIR_COLUMNS)]


def corrections_of_pairs(store: Store, instrument: Instrument, both: pd.DataFrame) -> Corrections | None:
    """`stored_corrections` of pairs that are known. both: as `judged_pairs` gives them"""
    if both.empty:
        return None
    first, second = values_of_sides(store, instrument, both, ("dari", "ke"))
    return _compiled(instrument, first.to_numpy(float), second.to_numpy(float), both["unit_id"], both["tahun"])
