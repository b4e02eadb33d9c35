"""Which prerequisites to propose a unit are met, by what is recorded and by the minima in the instrument's file."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from zi_metrics.instruments.library import Instrument, Prerequisite
from zi_metrics.lke.known_prerequisites import known_of_year
from zi_metrics.scoring.values import is_blank, parse_number, parse_share
from zi_metrics.store.connection import Store
from zi_metrics.store.settings import AGENCY, setting
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

    records: as `known_prerequisites.known_prerequisites` gives them (kode, nilai, bukti, tautan, tanggal).
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


# Of one unit and predicate: kode -> True, False, None (not known).
Met = Mapping[str, bool | None]
# As `stored_met`: store, instrument, year, units.
MetOf = Callable[[Store, Instrument, int, Sequence[str]], Mapping[str, Mapping[str, Met]]]


class Counted(NamedTuple):
    """How many prerequisites are met, are not, are not known."""

    terpenuhi: int
    belum: int
    tidak_tercatat: int

    @property
    def note(self) -> str:
        """What a verdict whose gates all hold must be told with, as no gate shows it; '' = nothing."""
        if self.belum:
            return "syarat pengusulan belum terpenuhi"
        return "syarat pengusulan belum semua tercatat" if self.tidak_tercatat else ""

    @property
    def words(self) -> str:
        """'8 dari 11 terpenuhi, 1 belum, 2 belum tercatat'; '' where there are none."""
        if not sum(self):
            return ""
        said = [f"{self.terpenuhi} dari {sum(self)} terpenuhi"]
        said += [f"{self.belum} belum"] if self.belum else []
        said += [f"{self.tidak_tercatat} belum tercatat"] if self.tidak_tercatat else []
        return ", ".join(said)


def count_met(met: Met) -> Counted:
    """One unit's prerequisites, counted."""
    values = list(met.values())
    return Counted(*(sum(value is what for value in values) for what in (True, False, None)))


def agency_of(store: Store, instrument: Instrument) -> str | None:
    """The kind of agency that an admin set, where the instrument knows it; None = not told."""
    kind = setting(store, AGENCY)
    return kind if kind in instrument.instansi else None


def stored_met(store: Store, instrument: Instrument, tahun: int, unit_ids: Sequence[str]) -> dict[str, dict[str, Met]]:
    """Which prerequisites units meet by what is known for a year: predicate -> unit -> Met. A few queries for all."""
    records = known_of_year(store, instrument, tahun, unit_ids)
    return met_by_unit(instrument, records, unit_ids, agency_of(store, instrument))


def met_by_unit(
    instrument: Instrument, records: pd.DataFrame, unit_ids: Sequence[str], instansi: str | None = None
) -> dict[str, dict[str, Met]]:
    """Which prerequisites many units meet: predicate -> unit -> Met.

    records: as `known_prerequisites.known_of_year` gives them; instansi: as of `evaluate_prerequisites`. Units of
    which the same is recorded share one answer.
    """
    said: dict[str, dict[str, str]] = {unit_id: {} for unit_id in unit_ids}
    for unit_id, kode, nilai in zip(records["unit_id"], records["kode"], records["nilai"], strict=True):
        if unit_id in said and isinstance(nilai, str):
            said[unit_id][kode] = nilai
    found: dict[str, dict[str, Met]] = {predikat: {} for predikat in instrument.predikat}
    known: dict[frozenset, dict[str, Met]] = {}
    for unit_id, values in said.items():
        key = frozenset(values.items())
        if key not in known:
            known[key] = _met(instrument, values, instansi)
        for predikat, met in known[key].items():
            found[predikat][unit_id] = met
    return found


def _met(instrument: Instrument, values: Mapping[str, str], instansi: str | None) -> dict[str, Met]:
    names = dict(instrument.instansi) if instansi is None else {instansi: instrument.instansi[instansi]}
    return {
        predikat: {
            item.kode: _is_met(item, values.get(item.kode), _minima(item, predikat, names))
            for item in instrument.prasyarat
            if predikat in item.minimum
        }
        for predikat in instrument.predikat
    }


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
