"""Figures of one row that cannot be right together: by the bounds between fields in registers/*.yaml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from zi_metrics.bahasa import format_date, format_plain
from zi_metrics.pembangunan.register import Register, RegisterField


@dataclass(frozen=True)
class Contradiction:
    """bidang: the field that is too much; terhadap: the one that it is held against; kalimat: why (Indonesian)."""

    bidang: RegisterField
    terhadap: RegisterField
    kalimat: str


def contradictions(
    register: Register, isi: Mapping[str, object], changed: Collection[str] | None = None
) -> list[Contradiction]:
    """What of a row cannot be right together; what is not told contradicts nothing.

    isi: field -> value; changed: only where one of these fields has a part in it, None = wherever
    """
    found = []
    for one in register.bidang:
        if not one.paling_banyak or (changed is not None and not {one.nama, one.paling_banyak} & set(changed)):
            continue
        other = register.field(one.paling_banyak)
        value, most = _comparable(isi.get(one.nama)), _comparable(isi.get(other.nama))
        # A day and a number are never held against each other, as both fields are of one kind.
        if value is not None and most is not None and value > most:
            how = "sesudah" if one.jenis == "tanggal" else "lebih dari"
            why = f"{_said(value)} {how} {other.judul} ({_said(most)}); periksa keduanya"
            found.append(Contradiction(one, other, why))
    return found


def _comparable(value: object) -> float | None:
    """A value as a number: a day as its ordinal; None for what is not told."""
    if value is None or value is pd.NaT or value != value or value == "":
        return None
    if isinstance(value, datetime | date):
        return _Day(value.toordinal())
    return float(str(value))


class _Day(float):
    """A day as a number that knows that it is one."""


def _said(number: float) -> str:
    return format_date(date.fromordinal(int(number))) if isinstance(number, _Day) else format_plain(number)
