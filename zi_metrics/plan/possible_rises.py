"""From settings and values to the rises that are open to each question."""

from collections.abc import Iterable
from functools import lru_cache
from math import floor

import numpy as np

from zi_metrics.instruments.library import OptionScale, Question
from zi_metrics.plan.bounds import Bounds
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.rises import FigureRise, OptionRise, Rise, Target
from zi_metrics.plan.settings import PlanSettings, SettingsProblem, settings_problems
from zi_metrics.plan.shared_rises import shared_rises
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.levers import Lever, lever_of
from zi_metrics.scoring.words import full_figure
from zi_metrics.tolerance import SUM_TOLERANCE


def possible_rises(gates: GateSystem, values: np.ndarray, settings: PlanSettings) -> list[Rise]:
    """The rises open to each question under the settings, in the form's order; questions that cannot rise are absent.

    values: (question,) in [0, 1], NaN = unanswered (counts as 0 and may rise to any option).
    Raises SettingsProblem naming every contradiction at once.
    """
    instrument = gates.instrument
    effort = settings.upaya or load_effort(instrument.kode)
    problems = [*effort.problems(instrument), *settings_problems(instrument, settings)]
    if problems:
        raise SettingsProblem(problems)
    bounds = Bounds(instrument, settings, effort)
    questions = instrument.questions()
    by_code = {question.kode: float(value) for question, value in zip(questions, values, strict=True)}
    shared = shared_rises(instrument, by_code, bounds)
    rises: list[Rise] = list(shared.rises)
    for row, question in enumerate(questions):
        kode = question.kode
        if kode in shared.members or kode in shared.held or bounds.is_locked(kode):
            continue
        lever = None if kode in shared.by_shares else lever_of(question, bounds.counts(kode))
        rise = rise_of(question, row, by_code[kode], bounds, lever)
        if rise:
            rises.append(rise)
    stuck = sorted(settings.wajib - {gates.matrix.questions[row] for rise in rises for row in rise.highest()})
    if stuck:
        raise SettingsProblem(
            f"{kode} wajib dinaikkan, tetapi jawabannya sudah setinggi yang boleh dicapai." for kode in stuck
        )
    return sorted(rises, key=lambda rise: rise.rows)


def raised(values: np.ndarray, rises: Iterable[Rise]) -> np.ndarray:
    """The values when every open rise is taken as far as it goes: no plan reaches more, in no gate."""
    highest = values.copy()
    for rise in rises:
        for row, target in rise.highest().items():
            highest[row] = target.nilai
    return highest


def rise_of(question: Question, row: int, value: float, bounds: Bounds, lever: Lever | None = None) -> Rise | None:
    """The rise of one question by itself, None where it cannot rise.

    row: its place in the form; value: NaN = unanswered; lever: of a ratio of known cases
    """
    scale, rate = bounds.instrument.scale_of(question), bounds.rate(question.kode)
    start = 0.0 if np.isnan(value) else value
    cap, required = bounds.cap(question.kode), bounds.is_required(question.kode)
    if isinstance(scale, OptionScale):
        targets = _better(tuple(scale.pilihan.items()), start, cap, rate)
        return OptionRise(row, start, targets, required) if targets else None
    full, step = full_figure(scale), bounds.effort.ketelitian[scale.jenis]
    if lever:
        step = 1 / (lever.kasus or 1)
    first, last = floor(start * full / step + SUM_TOLERANCE) + 1, floor(cap * full / step + SUM_TOLERANCE)
    if last < first:
        return None
    return FigureRise(row, start, step, full, first, last, rate, required, lever)


@lru_cache(maxsize=4096)
def _better(options: tuple[tuple[str, float], ...], start: float, cap: float, rate: float) -> tuple[Target, ...]:
    """The better options up to a cap, the next one first. options: name and value, as a scale has them"""
    better = sorted({worth for _, worth in options if worth > start + SUM_TOLERANCE})
    named = {worth: name for name, worth in reversed(options)}
    return tuple(
        Target(named[worth], worth, (steps + 1) * rate)
        for steps, worth in enumerate(better)
        if worth <= cap + SUM_TOLERANCE
    )
