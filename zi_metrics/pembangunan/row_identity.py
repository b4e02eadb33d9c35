"""By what a row of a register is told from others of its unit and year."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from zi_metrics.pembangunan.field_values import shown
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.road import stage_names
from zi_metrics.texts import clean_text, name_key


def identity(
    register: Register, isi: Mapping[str, object], unit_id: str, tahun: int, with_code: bool = True
) -> tuple[object, ...]:
    """What two rows that are the same have in common. isi: field -> value; with_code: the LKE codes belong to it."""
    # What is left out is what a new row would hold, so that it is found again.
    said = [_folded(isi.get(name, register.field(name).empty)) for name in register.identity]
    return unit_id, tahun, *said, _folded(isi.get("kode")) if with_code else ""


def identity_words(register: Register, isi: Mapping[str, object]) -> str:
    """The same for people: 'Bulan Januari, Jenis Pengaduan masyarakat, Kanal Loket'."""
    fields = [register.field(name) for name in register.identity]
    told = [(one.judul, " ".join(shown(one, isi.get(one.nama, one.empty)).split())) for one in fields]
    return ", ".join(f"{judul} {text}" for judul, text in told if text)


def unknown_stage(register: Register, isi: Mapping[str, object]) -> str:
    """What is doubted about a stage that no road has; '' for any other."""
    found = [str(isi[one.nama]) for one in register.bidang if one.daftar == "tahap" and isi.get(one.nama)]
    unknown = [text for text in found if text not in stage_names()]
    return f"tahap '{unknown[0]}' tidak ada pada jalan mana pun; tetap tercatat, di luar jalan" if unknown else ""


def _folded(value: object) -> str:
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return name_key(clean_text(str(value)))
