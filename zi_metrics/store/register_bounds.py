"""Which figures of one row cannot be right together: one that is more than the other that it is a part of."""

from collections.abc import Mapping
from datetime import date, datetime


def exceeding(paling_banyak: Mapping[str, str], row: Mapping[str, object]) -> list[tuple[str, str]]:
    """The pairs of fields of which the first is more than the second (a day: after it); what is not told is not.

    paling_banyak: field -> the field of the same row that it may not be more than; row: field -> value
    """
    told = {name: measure(row.get(name)) for pair in paling_banyak.items() for name in pair}
    found = []
    for name, other in paling_banyak.items():
        value, most = told[name], told[other]
        if value is not None and most is not None and value > most:
            found.append((name, other))
    return found


def measure(value: object) -> float | None:
    """A value as a number, a day by its place in the calendar; None for what is not told."""
    if value is None or value != value or value == "":
        return None
    # Both fields of a pair are of one kind, so a day is never held against a number.
    return float(value.toordinal()) if isinstance(value, datetime | date) else float(str(value))
