"""The scale that a file itself names, in its titles, headings, or in what stands below its table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zi_metrics.surveys.recognition.replies import SERING, YA, Reply, read_reply

_RANGE = re.compile(
    r"(?:skala|nilai|skor|rentang|likert)\D{0,20}?(?<![\d,.])(\d{1,3})"
    r"\s*(?:-|–|—|s\.?\s?d\.?|sampai(?: dengan)?|hingga|/)\s*(\d{1,3})(?![.,]?\d)",
    re.I,
)
_BRACKET = re.compile(r"\((?:skala\s*)?(\d)\s*(?:-|–|s\.?d\.?)\s*(\d{1,3})\)", re.I)
# As people write them: '1 = tidak baik, 2 = kurang baik, ...', or '1 (tidak baik)'.
_OPTION = re.compile(r"(?<![\w.,])(\d{1,2})\s*(?:[=:]\s*([A-Za-z][^,;|()\d=\n]*)|\(([A-Za-z][^()\d]*)\))")
_ENDS = (4, 5, 6, 7, 10)


@dataclass(frozen=True)
class StatedScale:
    """A scale that a file names.

    minimum, maksimum: its ends
    falling: the smallest number is the best answer ('1 = Sangat Baik')
    often: the numbers tell how often ('1 = tidak pernah'), which is good or bad by what is asked; falling then says
    that the smallest is the most often
    """

    minimum: float
    maksimum: float
    falling: bool = False
    often: bool = False


def stated_scale(texts: Sequence[str]) -> StatedScale | None:
    """A scale that texts name ('skala 1-6', '1 = tidak setuju ... 6 = setuju'); None when they name none, or several.

    Numbers explained by words that are no answers ('1 = SD, 2 = SMP') are none.
    """
    ranges = {
        (float(low), float(high))
        for text in texts
        for low, high in (*_RANGE.findall(text), *_BRACKET.findall(text))
        if int(low) in (0, 1) and int(high) in (*_ENDS, 100)
    }
    options = [_options(text) for text in texts]
    # A legend may stand in a cell for each number.
    single = {n: reply for own in options if len(own) == 1 for n, reply in own.items()}
    explained = {scale for own in (*options, single) if (scale := _explained(own))}
    ranges |= {(scale.minimum, scale.maksimum) for scale in explained}
    if len(ranges) != 1:
        return None
    falling = {scale.falling for scale in explained}
    return StatedScale(*ranges.pop(), falling == {True}, {scale.often for scale in explained} == {True})


def _options(text: str) -> dict[int, Reply]:
    """number -> what the words say that explain it."""
    return {int(n): read_reply(said or bracketed) for n, said, bracketed in _OPTION.findall(text)}


def _explained(replies: dict[int, Reply]) -> StatedScale | None:
    """The scale of a legend that explains at least its two ends."""
    options = {n: reply.degree for n, reply in replies.items()}
    if len(options) < 2 or min(options) not in (0, 1) or max(options) not in _ENDS:
        return None
    degrees = [options[n] for n in sorted(options)]
    known = [d for d in degrees if d is not None]
    if degrees[-1] is None or len(known) < 2 or 2 * len(known) < len(degrees) or known[0] == known[-1]:
        return None
    falling = known[0] > known[-1]
    steps = [b - a for a, b in pairwise(known)]
    if any(step > 0 if falling else step < 0 for step in steps):
        return None
    often = {reply.family for reply in replies.values() if reply.degree is not None} <= {SERING, YA}
    return StatedScale(float(min(options)), float(max(options)), falling, often)
