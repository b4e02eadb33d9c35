"""An axis of a Plotly figure as a picture needs it: which share of its length a value lies at, and its marks.

Only what the figures of this house use; whatever else is met raises ValueError, so that no picture differs in silence.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zi_metrics.bahasa import format_number, format_plain

_KINDS = (None, "-", "linear", "category", "date")
# About so many marks has an axis that names none.
_MARKS = 5
_DECIMALS = {".0f": 0, ".1f": 1, ".2f": 2}


@dataclass(frozen=True)
class Mark:
    """A mark of an axis. bagian: its place as a share of it; teks: what stands there (Plotly's subset of HTML)."""

    bagian: float
    teks: str


@dataclass(frozen=True)
class Axis:
    """An axis. awal, akhir: the values at its ends; nilai: a value of a trace -> its number; tanda: its marks."""

    awal: float
    akhir: float
    nilai: Callable[[Any], float]
    tanda: tuple[Mark, ...]

    def share(self, value: Any) -> float:
        """Where a value lies, as a share of the axis from its beginning."""
        return (self.nilai(value) - self.awal) / (self.akhir - self.awal)


def axis_of(layout: Mapping[str, Any], values: Sequence[Any]) -> Axis:
    """The axis of a figure. layout: its `xaxis` or `yaxis`; values: all that the traces have on it, in their order.

    Raises ValueError for a kind of axis that is not known, and for values without a range.
    """
    kind = layout.get("type")
    if kind not in _KINDS:
        raise ValueError(f"an axis of an unknown kind: {kind}")
    number = _number_of(kind, _categories(layout, values) if kind == "category" else [])
    if "range" not in layout and values:
        raise ValueError("an axis without a range")
    first, last = (number(end) if kind == "date" else float(end) for end in layout.get("range", (0.0, 1.0)))
    if first == last:
        last = first + 1.0
    told = _told(layout, kind, first, last, values)
    marks = tuple(
        Mark(share, text)
        for value, text in told
        if -1e-9 <= (share := (number(value) - first) / (last - first)) <= 1 + 1e-9
    )
    return Axis(first, last, number, () if layout.get("visible") is False else marks)


def _number_of(kind: str | None, categories: Sequence[str]) -> Callable[[Any], float]:
    if kind == "date":
        return lambda value: float(date.fromisoformat(str(value)[:10]).toordinal())
    if kind == "category":
        places = {name: float(place) for place, name in enumerate(categories)}
        return lambda value: places[str(value)] if isinstance(value, str) else float(value)
    return float


def _categories(layout: Mapping[str, Any], values: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(map(str, [*layout.get("categoryarray", ()), *values])))


def _told(
    layout: Mapping[str, Any], kind: str | None, first: float, last: float, values: Sequence[Any]
) -> Iterator[tuple[Any, str]]:
    """The marks: value on the axis -> text."""
    if "tickvals" in layout:
        own = list(layout["tickvals"])
        yield from zip(own, layout.get("ticktext", map(str, own)), strict=True)
    elif kind == "category":
        yield from ((name, name) for name in _categories(layout, values))
    elif kind == "date":
        raise ValueError("an axis of dates without marks of its own")
    else:
        form = layout.get("tickformat")
        if form is not None and form not in _DECIMALS:
            raise ValueError(f"an unknown form of marks: {form}")
        for value in _round_values(min(first, last), max(first, last), int(layout.get("nticks", _MARKS + 1)) - 1):
            yield value, format_plain(value) if form is None else format_number(value, _DECIMALS[form])


def _round_values(low: float, high: float, count: int) -> Iterator[float]:
    """Round values between these, about so many."""
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
        yield number * step
