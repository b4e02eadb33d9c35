"""Answers in numbers to values: on which scale they are, and what words beside the numbers stand for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from zi_metrics.bahasa import format_plain
from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.question_columns import Answers, Asked, Scale, Worth
from zi_metrics.surveys.recognition.replies import Reply
from zi_metrics.surveys.recognition.stated_scale import StatedScale, stated_scale

# No form offers more answers to choose from.
_MOST_BY_CHOICE = 10
# No form explains words by more numbers.
_MOST_STEPS = 6


class NumberScale(NamedTuple):
    """The scale that columns of numbers share.

    scale: None = there are no such columns, or it is not sure
    ask: what a person must say about it
    """

    scale: Scale | None = None
    ask: Ask | None = None


def number_scale(
    asked: Sequence[Asked],
    answers: Answers,
    instrument: SurveyInstrument,
    titles: Sequence[str],
    mapping: SurveyMapping,
) -> NumberScale:
    """The scale of columns of numbers: as a person said, as the file states it, else as the answers show it."""
    if not asked:
        return NumberScale()
    key = f"skala:{instrument.kode}"
    given = pooled(asked, answers)
    shown = scales.number_scale(given)
    scale = scales.parse_scale(mapping.get(key) or "") or _stated(asked, titles, given)
    if scale is None and not shown.sure:
        return NumberScale(ask=_which_scale(key, given, shown.options, instrument))
    low, high = scale or (shown.minimum, shown.maksimum)
    if given.get(0.0) and low > 0:
        return _with_zeros(given[0.0], Scale(low, high), instrument, mapping)
    return NumberScale(Scale(low, high))


def pooled(asked: Sequence[Asked], answers: Answers) -> Counter[float]:
    """number -> how often it was given in all columns together."""
    counts: Counter[float] = Counter()
    for one in asked:
        written = answers[one.column]
        for text, count in written.counts.items():
            number = written.replies[text].number
            if number is not None:
                counts[number] += count
    return counts


def _stated(asked: Sequence[Asked], titles: Sequence[str], pooled: Mapping[float, int]) -> tuple[float, float] | None:
    """The scale that the titles and headings state."""
    stated = stated_scale([*titles, *(one.heading.text for one in asked), *(one.heading.group for one in asked)])
    if stated is None or stated.maksimum > _MOST_BY_CHOICE >= max(pooled, default=0):
        # 'Nilai 0-100' beside answers to choose from speaks of the published figure.
        return None
    return stated.minimum, stated.maksimum


def _which_scale(key: str, pooled: Mapping[float, int], options: Sequence[str], instrument: SurveyInstrument) -> Ask:
    # Longer numbers are slips, or somebody's own.
    seen = ", ".join(format_plain(n) for n in sorted(pooled) if 0 <= n <= 100)[:60]
    return Ask(
        key,
        f"Pada skala berapa jawaban {instrument.singkatan} diberikan? Angka yang ada: {seen}.",
        {o: f"Skala {o.replace('-', '–')}" for o in options},
    )


def _with_zeros(count: int, scale: Scale, instrument: SurveyInstrument, mapping: SurveyMapping) -> NumberScale:
    """What zeros below the scale's lower end make of it: they are its end, or no answers; asked where nobody said."""
    key = f"nol:{instrument.kode}"
    meaning = mapping.get(key)
    if meaning is None:
        options = {"kosong": "Nol berarti tidak dijawab", "nilai": "Skalanya mulai dari nol"}
        question = f"Ada {count} jawaban 0 pada {instrument.singkatan}. Apa artinya?"
        return NumberScale(ask=Ask(key, question, options))
    return NumberScale(Scale(0.0, scale.high) if meaning == "nilai" else scale)


def stated_scales(asked: Sequence[Asked], titles: Sequence[str]) -> dict[int, StatedScale]:
    """column -> the scale of its numbers, as its heading or else the titles explain it ('1 = Sangat Baik')."""
    general = stated_scale(titles)
    stated = {a.column: stated_scale([a.heading.text]) or stated_scale([a.heading.group]) or general for a in asked}
    return {column: scale for column, scale in stated.items() if scale is not None}


def meant_by_words(columns: Iterable[Mapping[int, Reply]]) -> dict[float, float]:
    """degree -> the number that such words stand beside ('3 - Baik') in all columns alike."""
    numbers: dict[float, set[float]] = {}
    for replies in columns:
        for degree, number in _pairs(replies):
            numbers.setdefault(degree, set()).add(number)
    return {degree: beside.pop() for degree, beside in numbers.items() if len(beside) == 1}


def _pairs(replies: Mapping[int, Reply]) -> list[tuple[float, float]]:
    return [(r.degree, r.number) for r in replies.values() if r.degree is not None and r.number is not None]


def by_number(replies: Mapping[int, Reply], scale: Scale, meant: Mapping[float, float], falling: bool) -> Worth:
    """Numbers within the scale; words beside numbers that run the other way ('1 = Sangat Baik') turn them.

    meant: what words stand for where numbers stand beside them; falling: the file says that 1 is best
    """
    low, high = scale
    values = {n: r.number for n, r in replies.items() if r.number is not None and low <= r.number <= high}
    worded = {n: r.degree for n, r in replies.items() if r.number is None and r.degree is not None}
    # A few people write the word where the others chose the number.
    values |= {n: meant[degree] for n, degree in worded.items() if low <= meant.get(degree, low - 1) <= high}
    ups = [np.sign((a - c) * (b - d)) for (a, b), (c, d) in combinations(_pairs(replies), 2)]
    if any(ups):
        falling = max(ups) < 0
    if worded and not meant and high - low + 1 <= _MOST_STEPS:
        values |= _placed(worded, next(r.family for n, r in replies.items() if n in worded), scale)
    return Worth({n: low + high - v for n, v in values.items()} if falling else values, scale)


def _placed(worded: Mapping[int, float], family: str | None, scale: Scale) -> dict[int, float]:
    """Words by their place among the words, where there are as many of these as the scale has steps."""
    if family is None:
        return {}
    words = scales.word_scale(set(worded.values()), family)
    if not words.sure or len(words.order) != scale.high - scale.low + 1:
        return {}
    levels = {n: words.level(degree) for n, degree in worded.items()}
    return {n: scale.low + level - 1 for n, level in levels.items() if level}
