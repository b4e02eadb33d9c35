"""Numbers that stand for no answer ('9', '99'): told by the file's legend, else asked of a person."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from zi_metrics.bahasa import format_plain
from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.replies import read_reply

# What statistics programs and forms are told to write where nothing was answered.
_USUAL = frozenset({7.0, 8.0, 9.0, 77.0, 88.0, 97.0, 98.0, 99.0})
# So far above the scale's end a code must stand, and so rare it must be.
_FAR, _RARE = 3, 0.3
_LEGEND = re.compile(r"(?<![\w.,])(-?\d{1,3})\s*(?:[=:]|\bberarti\b|\badalah\b)\s*([A-Za-z][^,;|()\d=\n]*)", re.I)
_NO_ANSWER = re.compile(
    r"\s*(?:tidak|tdk|tanpa|belum)\s+(?:menjawab|mengisi|jawaban?|isi|diisi|dijawab|tahu|ada jawaban|relevan|berlaku|"
    r"berpendapat)\b.*|"
    r"\s*(?:missing|kosong|no answer|not applicable|n/?a)\b.*",
    re.I,
)


class NoAnswerCodes(NamedTuple):
    """Numbers that are no answers.

    codes: those, also while a person is asked
    ask: what must be said about them
    """

    codes: frozenset[float] = frozenset()
    ask: Ask | None = None


def no_answer_codes(
    counts: Mapping[float, int], texts: Sequence[str], instrument: SurveyInstrument, mapping: SurveyMapping
) -> NoAnswerCodes:
    """The numbers among the answers (number -> how often) that stand for no answer.

    texts: titles, headings and notes, which may hold a legend. A code without one is asked about: it stands apart from
    the scale's end, and is rare.
    """
    told = frozenset(_told(texts)) & frozenset(counts)
    left = {n: c for n, c in counts.items() if n not in told}
    apart = _apart(left)
    if not apart:
        return NoAnswerCodes(told)
    shown = " dan ".join(format_plain(n) for n in sorted(apart))
    key = f"kode:{instrument.kode}:{'-'.join(f'{n:g}' for n in sorted(apart))}"
    answer = mapping.get(key)
    if answer == "nilai":
        return NoAnswerCodes(told)
    if answer == "kosong":
        return NoAnswerCodes(told | apart)
    many = sum(left[n] for n in apart)
    question = f"Ada {many} jawaban {shown} pada {instrument.singkatan}, di luar skalanya. Apa artinya?"
    options = {"kosong": f"{shown} berarti tidak menjawab", "nilai": f"{shown} adalah jawaban pada skalanya"}
    return NoAnswerCodes(told | apart, Ask(key, question, options))


def _told(texts: Sequence[str]) -> set[float]:
    """The numbers that a legend explains as no answer ('9 = Tidak Menjawab')."""
    return {
        float(number)
        for text in texts
        for number, words in _LEGEND.findall(text)
        if _NO_ANSWER.match(words) or read_reply(words.strip(" .")).blank
    }


def _apart(counts: Mapping[float, int]) -> frozenset[float]:
    """Usual codes above a scale that is sure without them, with nothing between."""
    codes: Collection[float] = _USUAL & counts.keys()
    rest = Counter({n: c for n, c in counts.items() if n not in codes})
    shown = scales.number_scale(rest)
    total = sum(counts.values())
    if not codes or not shown.sure or shown.maksimum > 6 or sum(counts[n] for n in codes) > _RARE * total:
        return frozenset()
    far = {n for n in codes if n >= shown.maksimum + _FAR}
    return frozenset(far) if far == set(codes) and max(rest) < min(far) else frozenset()
