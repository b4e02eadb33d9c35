"""Which scale answers were given on: told by the file, found in the answers, or left to a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zi_metrics.surveys.recognition.replies import NILAI, SERING, SETUJU, YA

# Answers in words, worst to best, as forms offer them; degrees as in replies.py.
_OFFERED = {
    NILAI: (
        (-2, -1, 1, 2),
        (-3, -2, 1, 2),
        (-2, 0.5, 1, 2),
        (-1, 0.5, 1, 2),
        (-3, -2, 0, 1, 2),
        (-3, -2, -1, 1, 2),
        (-2, -1, 0, 1, 2),
        (-2, -1, 0.5, 1, 2),
        (-3, -2, 0.5, 1, 2),
        (-3, -2, -1, 0, 1, 2),
        (-3, -2, -1, 0.5, 1, 2),
        (-2, 0.5, 1),
        (-2, 0, 1),
        (-1, 0.5, 1),
        (-2, -1, 1),
    ),
    SERING: ((-2, -1, 1, 2), (-2, 0, 1, 2), (-2, -1, 0, 1), (-2, -1, 0, 1, 2)),
    YA: ((-1, 1),),
}
_OFFERED[SETUJU] = _OFFERED[NILAI]
_DEGREES = {
    NILAI: {-3: "sangat tidak", -2: "tidak", -1: "kurang", 0: "netral", 0.5: "cukup", 1: "baik", 2: "sangat baik"},
    SERING: {-2: "tidak pernah", -1: "jarang", 0: "kadang-kadang", 1: "sering", 2: "selalu"},
    YA: {-1: "tidak", 1: "ya"},
}
_DEGREES[SETUJU] = {**_DEGREES[NILAI], 1: "setuju", 2: "sangat setuju"}
_ENDS = (4, 5, 6)
# Fewer answers than this do not show where a scale ends.
_ENOUGH = 30
# So few and so rare answers beyond a scale's end are slips of the keyboard.
_SLIPS, _SLIP_SHARE = 3, 0.005


@dataclass(frozen=True)
class NumberScale:
    """The scale of answers in numbers.

    minimum, maksimum: its ends
    options: what it may be ('1-4'), where the answers leave a doubt
    """

    minimum: float = 0
    maksimum: float = 0
    options: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return not self.options


def parse_scale(text: str) -> tuple[float, float] | None:
    """'1-5' -> (1, 5); None for anything else."""
    found = re.fullmatch(r"(\d{1,3})-(\d{1,3})", text)
    return (float(found[1]), float(found[2])) if found and int(found[1]) < int(found[2]) else None


def number_scale(counts: Mapping[float, int]) -> NumberScale:
    """The scale of numeric answers (number -> how often), by their ends; zeros are looked at elsewhere."""
    numbers = {n: c for n, c in counts.items() if 0 < n <= 100}
    total = sum(numbers.values())
    if not total:
        return NumberScale(options=("1-4", "1-5", "1-6", "0-100"))
    above_ten = sum(c for n, c in numbers.items() if n > 10)
    if above_ten > 0.5 * total:
        # 25, 50, 75, 100 may be a four-point scale times 25, or percentages.
        quarters = set(numbers) <= {25, 50, 75, 100}
        return NumberScale(options=("25-100", "0-100")) if quarters else NumberScale(0, 100)
    over = {end: sum(c for n, c in numbers.items() if n > end) for end in (*_ENDS, 10)}
    slips = min(_SLIPS, _SLIP_SHARE * total)
    end = next((e for e in _ENDS if over[e] <= slips), None)
    if end is None:
        return NumberScale(options=("1-7", "1-10", "0-10", "0-100") if over[10] <= slips else ("1-10", "0-100"))
    below = {4: 3, 5: 4, 6: 5}[end]
    at_end = sum(c for n, c in numbers.items() if below < n <= end)
    if end == 4:
        # Nobody gave the best answer: the scale may be any.
        from_zero = ("0-3",) if counts.get(0) else ()
        return NumberScale(1, 4) if at_end else NumberScale(options=(*from_zero, "1-4", "1-5", "1-6", "1-3"))
    if total < _ENOUGH or at_end < 0.05 * total:
        # A few fives: a rare best answer, or slips on a scale that ends below?
        return NumberScale(options=tuple(f"1-{e}" for e in _ENDS))
    return NumberScale(1, end)


@dataclass(frozen=True)
class WordScale:
    """The scale of answers in words.

    order: degrees worst to best
    guessed: it has answers that nobody gave, which is worth saying
    options: what it may be ('tidak, kurang, ...'), where the answers leave a doubt
    """

    order: tuple[float, ...] = ()
    guessed: bool = False
    options: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return bool(self.order)

    def level(self, degree: float) -> float | None:
        """1 for the worst; None for a degree that is not on the scale."""
        return self.order.index(degree) + 1.0 if degree in self.order else None


def spelled(order: tuple[float, ...], family: str) -> str:
    """A scale in words: 'tidak, kurang, baik, sangat baik'."""
    return ", ".join(_DEGREES[family][d] for d in order)


def word_scale(degrees: set[float], family: str, choice: str | None = None) -> WordScale:
    """The scale of answers in words by the degrees that occur; choice: the scale a person chose, as `spelled`.

    Answers nobody gave are supposed at the ends or among the bad ones: a scale's middle is always used by somebody.
    """
    offered = [order for order in _OFFERED[family] if degrees <= set(order)]
    chosen = [order for order in offered if spelled(order, family) == choice]
    fitting = chosen or [order for order in offered if _is_plausible(degrees, order)]
    if not fitting:
        return WordScale(options=tuple(spelled(order, family) for order in offered))
    missing = [len(order) - len(degrees) for order in fitting]
    best = [order for order, lacks in zip(fitting, missing, strict=True) if lacks == min(missing)]
    if chosen or len({_shares(degrees, order) for order in fitting}) == 1:
        return WordScale(best[0], guessed=min(missing) > 0)
    # 'Kurang, cukup, baik, sangat baik' is complete with four levels, and as common with a fifth below.
    rivals = (
        [order for order in fitting if len(order) == len(best[0]) + 1] if min(degrees) > -2 and 0.5 in degrees else []
    )
    if len({_shares(degrees, order) for order in best}) == 1 and min(missing) <= 1 and not rivals:
        return WordScale(best[0], guessed=min(missing) > 0)
    return WordScale(options=tuple(spelled(order, family) for order in fitting))


def _shares(degrees: set[float], order: tuple[float, ...]) -> tuple[float, ...]:
    """How far up the scale each degree stands, 0 to 1."""
    return tuple(order.index(d) / (len(order) - 1) for d in sorted(degrees))


def _is_plausible(degrees: set[float], order: tuple[float, ...]) -> bool:
    """Whether the answers of a scale that nobody gave are at its ends, or bad ones, which few give."""
    places = [order.index(d) for d in degrees]
    is_run = max(places) - min(places) + 1 == len(places)
    return is_run or all(d < 0 for d in order if d not in degrees)
