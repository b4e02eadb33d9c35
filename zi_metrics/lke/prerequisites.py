"""Which prerequisites to propose a unit are met, by what is recorded and by the minima in the instrument's file."""

from collections.abc import Mapping

import pandas as pd

from zi_metrics.instruments.library import Instrument, Prerequisite
from zi_metrics.scoring.values import is_blank, parse_number, parse_share
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `evaluate_prerequisites`.
PREREQUISITE_COLUMNS = (
    *("predikat", "kode", "nama", "lingkup", "nilai", "minimum", "terpenuhi", "sumber", "pengecualian"),
    *("bukti", "tautan", "tanggal"),
)
_YES_NO = {"ya": 1.0, "tidak": 0.0}
_EXPECTED = {
    "ya_tidak": "Ya atau Tidak",
    "persentase": "persentase seperti 100%",
    "tahun": "banyaknya tahun, seperti 1",
}


def value_problem(instrument: Instrument, kode: str, nilai: str) -> str | None:
    """What is wrong with a value before it is recorded (Indonesian); None when it may be.

    Raises KeyError when the instrument has no such prerequisite.
    """
    item = {item.kode: item for item in instrument.prasyarat}[kode]
    if _rank(item, nilai) is not None:
        return None
    expected = ", ".join(item.urutan) if item.urutan else _EXPECTED[item.jenis]
    return f"{item.nama}: '{nilai}' tidak dikenal; isi dengan {expected}."


def evaluate_prerequisites(instrument: Instrument, records: pd.DataFrame, instansi: str | None = None) -> pd.DataFrame:
    """The prerequisites of every predicate, lowest predicate first, in the file's order.

    records: as `store.prerequisites.recorded_prerequisites` gives them (kode, nilai, bukti, tautan, tanggal).
    instansi: the kind of agency (a key of `instrument.instansi`), None = not known.
    Columns: PREREQUISITE_COLUMNS. lingkup (instansi, unit), nilai (as recorded, None = nothing), minimum (in words),
    terpenuhi (True, False, None = nothing usable recorded, or it hangs on the kind of agency), tanggal (None where
    nothing is recorded).
    Raises KeyError for an unknown kind of agency.
    """
    names = dict(instrument.instansi) if instansi is None else {instansi: instrument.instansi[instansi]}
    known = records.set_index("kode").to_dict("index")
    rows = []
    for predikat in instrument.predikat:
        for item in instrument.prasyarat:
            if predikat not in item.minimum:
                continue
            record = known.get(item.kode, {})
            nilai = record.get("nilai")
            nilai = None if nilai is None or pd.isna(nilai) or is_blank(nilai) else nilai
            minima = _minima(item, predikat, names)
            tanggal = record.get("tanggal")
            rows.append(
                {
                    "predikat": predikat,
                    "kode": item.kode,
                    "nama": item.nama,
                    "lingkup": item.lingkup,
                    "nilai": nilai,
                    "minimum": "; ".join(f"{text} ({who})" if who else text for who, text in minima.items()),
                    "terpenuhi": _is_met(item, nilai, minima),
                    "sumber": item.sumber,
                    "pengecualian": item.pengecualian,
                    "bukti": record.get("bukti", ""),
                    "tautan": record.get("tautan", ""),
                    "tanggal": None if tanggal is None or pd.isna(tanggal) else tanggal,
                }
            )
    # Objects, because pandas would turn None into NaN.
    return pd.DataFrame(rows, columns=list(PREREQUISITE_COLUMNS), dtype=object)


def _minima(item: Prerequisite, predikat: str, names: Mapping[str, str]) -> dict[str, str]:
    """The minimum by the name of the kind of agency; '' where one minimum holds for all, or the kind is known."""
    minimum = item.minimum[predikat]
    if isinstance(minimum, str):
        return {"": minimum}
    return {("" if len(names) == 1 else name): minimum[kind] for kind, name in names.items()}


def _is_met(item: Prerequisite, nilai: str | None, minima: Mapping[str, str]) -> bool | None:
    rank = None if nilai is None else _rank(item, nilai)
    if rank is None:
        return None
    least = [_rank(item, minimum) for minimum in minima.values()]
    # Shares are floats: what misses a minimum by less than the tolerance misses it by rounding only.
    held = {rank >= figure - SUM_TOLERANCE for figure in least if figure is not None}
    return held.pop() if len(held) == 1 else None


def _rank(item: Prerequisite, text: str) -> float | None:
    """A value as a number, the more the better; None when it is none of its kind."""
    words = text.strip().casefold()
    if item.jenis == "peringkat":
        order = [grade.casefold() for grade in item.urutan]
        return float(order.index(words)) if words in order else None
    if item.jenis == "ya_tidak":
        return _YES_NO.get(words)
    number = parse_share(text) if item.jenis == "persentase" else parse_number(text)
    return number if number is not None and number >= 0 else None
