"""What a measurement gives: a row of docs/kinerja.md."""

from typing import NamedTuple


class Row(NamedTuple):
    """One row: seconds and MiB, ours and of the limit beside it; None = not of this row."""

    name: str
    ours: float | None
    limit: float | None
    our_peak: float | None = None
    limit_peak: float | None = None
