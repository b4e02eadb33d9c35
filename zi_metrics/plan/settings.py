"""What a plan may do: locks, caps, duties and effort, turned into the rises that are open to each question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import floor, isfinite

import numpy as np

from zi_metrics.instruments.library import Instrument, OptionScale, Question
from zi_metrics.instruments.model import Scale
from zi_metrics.plan.effort import Effort, load_effort
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.values import effective_counts, option_meaning, ratio_meaning
from zi_metrics.scoring.words import answer_of, full_figure
from zi_metrics.tolerance import SUM_TOLERANCE

# Figures and efforts are kept free of the rounding of floats, so that 6.000000000000005 reads 6.
_DECIMALS = 12
_EFFORT_DECIMALS = 9


class SettingsProblem(ValueError):
    """Settings that contradict the instrument or themselves; the message (Indonesian) lists every problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class PlanSettings:
    """What the plan has to respect.

    kunci: codes of questions that stay as they are ("not this year"); a node's code locks all questions below it
    batas: question -> the highest answer asked of it: an option, an index on its own scale, or a share in [0, 1];
        an answer that is higher already stays
    wajib: codes of questions that must be raised, by one step at least
    kasus: ratio question -> how many cases it is about (`cases_of`), so that its target is a whole number of cases;
        of no cases (0) only all is left to reach; where nothing is given, shares rise in the effort's own steps
    upaya: effort per step; None = the instrument's default (`plan.effort.load_effort`)
    """

    kunci: frozenset[str] = frozenset()
    batas: Mapping[str, str | float] = field(default_factory=dict)
    wajib: frozenset[str] = frozenset()
    kasus: Mapping[str, float] = field(default_factory=dict)
    upaya: Effort | None = None


@dataclass(frozen=True)
class Target:
    """A better answer: as `scoring.words.answer_of` names it, its value, and the effort of getting there."""

    jawaban: str | float
    nilai: float
    upaya: float


@dataclass(frozen=True)
class OptionRise:
    """A question of value `start` that may rise to one of `targets`: the next better option up to the best allowed."""

    row: int
    start: float
    targets: tuple[Target, ...]
    wajib: bool

    def highest(self) -> Target:
        """The best allowed option."""
        return self.targets[-1]


@dataclass(frozen=True)
class FigureRise:
    """An index or a share that may rise to any multiple of `step` (the scale's own figures) from `first` to `last`.

    start: value now; full: the figure that means value 1; rate: effort per value from 0 to 1
    """

    row: int
    start: float
    step: float
    full: float
    first: int
    last: int
    rate: float
    wajib: bool

    def target(self, multiple: int) -> Target:
        """The answer that is `multiple` steps of the scale."""
        figure = round(multiple * self.step, _DECIMALS)
        value = min(figure / self.full, 1.0)
        return Target(figure, value, round(self.rate * (value - self.start), _EFFORT_DECIMALS))

    def highest(self) -> Target:
        """The highest allowed figure."""
        return self.target(self.last)


Rise = OptionRise | FigureRise


def possible_rises(gates: GateSystem, values: np.ndarray, settings: PlanSettings) -> list[Rise]:
    """The rises open to each question under the settings, in the form's order; questions that cannot rise are absent.

    values: (question,) in [0, 1], NaN = unanswered (counts as 0 and may rise to any option).
    Raises SettingsProblem naming every contradiction at once.
    """
    instrument = gates.instrument
    effort = settings.upaya or load_effort(instrument.kode)
    problems = [*effort.problems(instrument), *_problems(instrument, settings)]
    if problems:
        raise SettingsProblem(problems)
    locked = expanded_locks(instrument, settings.kunci)
    efforts = effort.per_question(instrument)
    rises = []
    for row, question in enumerate(instrument.questions()):
        if question.kode in locked:
            continue
        rise = _rise(instrument, question, row, values[row], float(efforts[row]), effort, settings)
        if rise:
            rises.append(rise)
    stuck = sorted(settings.wajib - {gates.matrix.questions[rise.row] for rise in rises})
    if stuck:
        raise SettingsProblem(
            f"{kode} wajib dinaikkan, tetapi jawabannya sudah setinggi yang boleh dicapai." for kode in stuck
        )
    return rises


def raised(values: np.ndarray, rises: Iterable[Rise]) -> np.ndarray:
    """The values when every open rise is taken as far as it goes: no plan reaches more, in no gate."""
    highest = values.copy()
    for rise in rises:
        highest[rise.row] = rise.highest().nilai
    return highest


def expanded_locks(instrument: Instrument, kunci: Iterable[str]) -> frozenset[str]:
    """The questions that codes of questions and nodes lock; unknown codes are passed over."""
    below = {node.kode: [q.kode for q in node.questions()] for node in instrument.nodes()}
    return frozenset(kode for given in kunci for kode in below.get(given, [given]))


def cases_of(instrument: Instrument, counts: Mapping[str, Mapping[str, float | None]]) -> dict[str, float]:
    """How many cases each ratio question is about: its divisor, where that is a whole number.

    A contradiction (something of nothing) is left out: one of its counts is wrong.
    counts: question -> count key -> number (None = blank), as stored.
    """
    cases = {}
    for kode, given in counts.items():
        question = instrument.question(kode)
        known = effective_counts(question, given)
        terms = [(factor, known[key]) for key, factor in question.rasio.penyebut.items()] if question.rasio else []
        parts = [factor * number for factor, number in terms if number is not None]
        divisor = sum(parts) if len(parts) == len(terms) else -1
        answered = divisor > 0 or (divisor == 0 and ratio_meaning(question, given).value is not None)
        if answered and float(divisor).is_integer():
            cases[kode] = float(divisor)
    return cases


def without_limits(instrument: Instrument, settings: PlanSettings, codes: Iterable[str]) -> PlanSettings:
    """The settings with some questions (codes) freed of lock and cap."""
    freed = frozenset(codes)
    return replace(
        settings,
        kunci=expanded_locks(instrument, settings.kunci) - freed,
        batas={kode: cap for kode, cap in settings.batas.items() if kode not in freed},
    )


def _problems(instrument: Instrument, settings: PlanSettings) -> Iterator[str]:
    questions = {question.kode: question for question in instrument.questions()}
    nodes = {node.kode for node in instrument.nodes()}
    for kode in sorted(settings.kunci - questions.keys() - nodes):
        yield f"Kunci '{kode}' bukan kode pertanyaan atau simpul dalam instrumen."
    for kode in sorted(settings.wajib - questions.keys()):
        yield f"Kode wajib '{kode}' bukan kode pertanyaan dalam instrumen."
    for kode in sorted(settings.wajib & expanded_locks(instrument, settings.kunci)):
        yield f"{kode} wajib dinaikkan dan sekaligus dikunci; pilih salah satu."
    for kode, cap in settings.batas.items():
        if kode not in questions:
            yield f"Batas menyebut '{kode}', yang bukan kode pertanyaan dalam instrumen."
            continue
        scale = instrument.scale_of(questions[kode])
        if _cap_value(scale, cap) is None:
            accepted = "/".join(scale.pilihan) if scale.jenis == "pilihan" else f"angka 0 sampai {full_figure(scale):g}"
            yield f"Batas {kode} tidak dapat '{cap}'; yang diterima: {accepted}."


def _cap_value(scale: Scale, cap: str | float) -> float | None:
    """A cap as a value in [0, 1]; None when it is no answer of the scale."""
    if isinstance(scale, OptionScale):
        return option_meaning(scale, cap).value
    if isinstance(cap, bool) or not isinstance(cap, int | float) or not isfinite(cap):
        return None
    return cap / full_figure(scale) if 0 <= cap <= full_figure(scale) else None


def _rise(
    instrument: Instrument,
    question: Question,
    row: int,
    value: float,
    rate: float,
    effort: Effort,
    settings: PlanSettings,
) -> Rise | None:
    scale = instrument.scale_of(question)
    start = 0.0 if np.isnan(value) else float(value)
    # A cap that is no answer of the scale was refused before.
    given = _cap_value(scale, settings.batas[question.kode]) if question.kode in settings.batas else None
    cap = 1.0 if given is None else given
    required = question.kode in settings.wajib
    if isinstance(scale, OptionScale):
        better = sorted({worth for worth in scale.pilihan.values() if worth > start + SUM_TOLERANCE})
        targets = tuple(
            Target(answer, worth, (steps + 1) * rate)
            for steps, worth in enumerate(better)
            if worth <= cap + SUM_TOLERANCE and (answer := answer_of(scale, worth)) is not None
        )
        return OptionRise(row, start, targets, required) if targets else None
    full, step = full_figure(scale), effort.ketelitian[scale.jenis]
    if question.kode in settings.kasus:
        step = 1 / (settings.kasus[question.kode] or 1)
    first, last = floor(start * full / step + SUM_TOLERANCE) + 1, floor(cap * full / step + SUM_TOLERANCE)
    if last < first:
        return None
    return FigureRise(row, start, step, full, first, last, rate, required)
