"""Effort as the portfolio's own history tells it: how often a question below the top rose within a year.

By the same judge, that is. What rose seldom was hard, or nobody was asked to raise it: a habit, no law. So it is
offered beside the default, with how much it rests on, never in silence; self-assessments are left out, in which a rise
may be nothing but optimism.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import expit

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.chosen import in_scope, judged_by
from zi_metrics.lke.values import values_of_sides
from zi_metrics.penilai import JUDGES
from zi_metrics.plan.answer_model import Outcomes, digest_of, learn
from zi_metrics.plan.effort import Effort
from zi_metrics.scoring.points import compile_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `pairs_of_years`: the year is the first of the two.
YEAR_PAIR_COLUMNS = ("unit_id", "tahun", "penilaian_id_kini", "penilaian_id_nanti")
# Simulations find nothing better than the default below this (docs/kalibrasi.md).
FEWEST_UNITS, FEWEST_TRANSITIONS = 24, 48
# Of a question seen less often below the top, the default stays.
FEWEST_CHANCES = 8
# How far a learned effort may lie from the middle.
_MOST = 4.0
_DRAWS = 400


@dataclass(frozen=True)
class Transitions:
    """Questions of one instrument from one year to the next, by the same judge.

    rose: which answers rose, of those below the top; nobody can write to it
    """

    rose: Outcomes

    @cached_property
    def digest(self) -> str:
        """What these transitions are, for finding again what was computed from them: the same only for the same."""
        return digest_of(self.rose.unit, (self.rose.happened, self.rose.tahun, self.rose.area))

    @property
    def count(self) -> int:
        """How many pairs of years there are, over all units and judges."""
        return len(self.rose.unit)

    @property
    def units(self) -> int:
        """How many units they come from."""
        return len(set(self.rose.unit))

    def enough(self) -> bool:
        """Whether anything may be learned from them."""
        return self.units >= FEWEST_UNITS and self.count >= FEWEST_TRANSITIONS

    def sentence(self) -> str:
        """How much there is to learn from."""
        have = f"{format_number(self.count, 0)} peralihan tahun dari {format_number(self.units, 0)} unit"
        if self.enough():
            return f"Dari {have}, oleh penilai yang sama."
        return (
            f"Baru ada {have}; kebiasaan baru dapat ditaksir dari paling sedikit {FEWEST_TRANSITIONS} peralihan dan "
            f"{FEWEST_UNITS} unit."
        )


@dataclass(frozen=True)
class LearnedEffort:
    """Learned efforts.

    upaya: question -> effort of one option up, where 1 is the middle of the Pemenuhan questions
    kesempatan: question -> how often it stood below the top; naik: question -> how often it rose then
    """

    upaya: dict[str, float]
    kesempatan: dict[str, int]
    naik: dict[str, int]

    def beside(self, effort: Effort) -> Effort:
        """The default with the learned efforts in place of its own; what a person set for a question stays."""
        return effort.model_copy(update={"pertanyaan": self.upaya | effort.pertanyaan})


def transitions(store: Store, instrument: Instrument, samples: bool) -> Transitions | None:
    """The transitions in the store; None where there are none. samples: those of sample units, else of real ones.

    Of all units, so that an effort is the same whoever asks; what is learned shows no unit's own answers.
    """
    whole = store.whole()
    return transitions_of_pairs(whole, instrument, pairs_of_years(tables.assessments(whole), instrument, samples))


def pairs_of_years(assessments: pd.DataFrame, instrument: Instrument, samples: bool) -> pd.DataFrame:
    """The pairs of years among some assessments (`tables.assessments`), as of `transitions`: YEAR_PAIR_COLUMNS."""
    known = judged_by(in_scope(assessments, samples), instrument)
    known = known[(known["contoh"] == samples) & (known["penilai"] != JUDGES[0].kode)]
    now = known[["unit_id", "tahun", "penilai", "penilaian_id"]]
    both = now.merge(
        now.assign(tahun=now["tahun"] - 1), on=["unit_id", "tahun", "penilai"], suffixes=("_kini", "_nanti")
    )
    return both[list(YEAR_PAIR_COLUMNS)]


def transitions_of_pairs(store: Store, instrument: Instrument, both: pd.DataFrame) -> Transitions | None:
    """`transitions` of pairs that are known. both: as `pairs_of_years` gives them"""
    if both.empty:
        return None
    now, later = values_of_sides(store, instrument, both, ("kini", "nanti"))
    return Transitions(_outcomes(instrument, now.to_numpy(float), later.to_numpy(float), both))


def _outcomes(instrument: Instrument, now: np.ndarray, later: np.ndarray, both: pd.DataFrame) -> Outcomes:
    questions, matrix = instrument.questions(), compile_points(instrument)
    option = np.array([instrument.scale_of(question).jenis == "pilihan" for question in questions])
    below = option & ~np.isnan(now) & ~np.isnan(later) & (now < 1 - SUM_TOLERANCE)
    rose = np.where(below, (later > now + SUM_TOLERANCE).astype(float), np.nan)
    pokja = {node.kode: node.pokja or 0 for node in matrix.nodes}
    groups = [f"{pokja[question.kode]} {question.jawaban}" for question in questions]
    area = np.unique(groups, return_inverse=True)[1]
    told = ~np.isnan(rose).all(axis=1)
    units = tuple(both["unit_id"].astype(str).to_numpy()[told])
    found = Outcomes(rose[told], units, both["tahun"].to_numpy(int)[told], area)
    for part in (found.happened, found.tahun, found.area):
        part.setflags(write=False)
    return found


def learned_effort(instrument: Instrument, seen: Transitions | None) -> LearnedEffort | None:
    """What was learned; None where there is too little (`Transitions.enough`)."""
    if seen is None or not seen.enough():
        return None
    model = learn(seen.rose.of_enough(), int(seen.rose.tahun.max())).model()
    # The year does not make one question harder than another.
    rng = np.random.default_rng(0)
    logits, spreads = model.draw_common(_DRAWS, rng)
    own = model.draw_own(_DRAWS, spreads, rng)
    rising = expit(logits + own).mean(axis=0)
    codes = [question.kode for question in instrument.questions()]
    chances = (~np.isnan(seen.rose.happened)).sum(axis=0)
    risen = np.nansum(seen.rose.happened, axis=0)
    known = chances >= FEWEST_CHANCES
    middle = np.median((1 / rising)[_middle(instrument, codes, known)])
    effort = np.clip((1 / rising) / middle, 1 / _MOST, _MOST)
    places = np.flatnonzero(known)
    return LearnedEffort(
        {codes[place]: float(effort[place]) for place in places},
        {codes[place]: int(chances[place]) for place in places},
        {codes[place]: int(risen[place]) for place in places},
    )


def _middle(instrument: Instrument, codes: list[str], known: np.ndarray) -> np.ndarray:
    """Which questions' middle is 1: those of Pemenuhan, as the default's; all known ones in a form without it."""
    named = set(_pemenuhan(instrument))
    chosen = known & np.array([kode in named for kode in codes])
    return chosen if chosen.any() else known


def _pemenuhan(instrument: Instrument) -> Iterator[str]:
    for node in instrument.nodes():
        if "pemenuhan" in node.nama.casefold():
            yield from (question.kode for question in node.questions())
