"""Figures of one row that cannot be right together: by the bounds between fields in registers/*.yaml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from zi_metrics.bahasa import format_date, format_plain
from zi_metrics.pembangunan.register import Register, RegisterField
from zi_metrics.store.register_bounds import exceeding, measure


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
    for name, terhadap in exceeding(register.table.paling_banyak, isi):
        if changed is not None and not {name, terhadap} & set(changed):
            continue
        one, other = register.field(name), register.field(terhadap)
        how = "sesudah" if one.jenis == "tanggal" else "lebih dari"
        why = f"{_said(one, isi[name])} {how} {other.judul} ({_said(other, isi[terhadap])}); periksa keduanya"
        found.append(Contradiction(one, other, why))
    return found


def _said(field: RegisterField, value: object) -> str:
    number = measure(value) or 0.0
    return format_date(date.fromordinal(int(number))) if field.jenis == "tanggal" else format_plain(number)
