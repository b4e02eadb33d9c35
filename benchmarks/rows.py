"""What a measurement gives: a row of docs/kinerja.md."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

Measure = TypeVar("Measure", bound=Callable)


class Row(NamedTuple):
    """One row: seconds and MiB, ours and of the limit beside it; None = not of this row."""

    name: str
    ours: float | None
    limit: float | None
    our_peak: float | None = None
    limit_peak: float | None = None


def once(measure: Measure) -> Measure:
    """Marks a row that is measured once a run, as it takes minutes."""
    measure.once = True
    return measure
