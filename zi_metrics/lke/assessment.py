"""One assessment, as it is stored: whose, when, by which instrument, and where it came from."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from zi_metrics.as_of import AsOf
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.scope import Target
from zi_metrics.store.tables import ASSESSMENT_COLUMNS


@dataclass(frozen=True)
class Assessment:
    """One judge's answers for one unit and year, in one version.

    penilaian_id: its key in the store; unit_id, unit: the unit's key and name; contoh: whether the unit is a sample
    tahun: the year judged; penilai: the judge's code; versi: 1 for the first that was stored
    instrumen, instrumen_versi: code and version of the instrument that it was judged by
    waktu: when it was stored (UTC, without a zone); oleh: who stored it
    per_tanggal, per_tanggal_dari, monev: as of when it speaks, who said so, what it was made for (see `as_of.AsOf`)
    nama_berkas: the file's name; sha256: its content's hash, None when no file is kept; tata_letak: its layout
    """

    penilaian_id: str
    unit_id: str
    unit: str
    contoh: bool
    tahun: int
    penilai: str
    versi: int
    instrumen: str
    instrumen_versi: int
    waktu: datetime
    oleh: str
    nama_berkas: str
    sha256: str | None
    tata_letak: str
    per_tanggal: date
    per_tanggal_dari: str
    monev: str

    @property
    def target(self) -> Target:
        """What an act is done to that is about this assessment."""
        return Target(self.unit_id, self.unit, penilai=self.penilai)

    @property
    def as_of(self) -> AsOf:
        """As of when it speaks, as one value."""
        return AsOf(self.per_tanggal, self.per_tanggal_dari, self.monev)

    @property
    def instrument(self) -> Instrument:
        """The instrument, in the version, that it was judged by."""
        # Not a field: a report is copied when a screen keeps it, and an instrument is one per process.
        return load_instrument(self.instrumen, self.instrumen_versi)


def assessments_of(table: pd.DataFrame) -> list[Assessment]:
    """The rows of `tables.assessments` (all or some of them), in their order."""
    return [_assessment(row) for row in table[list(ASSESSMENT_COLUMNS)].to_dict("records")]


def _assessment(row: dict) -> Assessment:
    whole = {name: int(row[name]) for name in ("tahun", "versi", "instrumen_versi")}
    kept = {"sha256": row["sha256"] if isinstance(row["sha256"], str) else None, "contoh": bool(row["contoh"])}
    when = {"waktu": row["waktu"].to_pydatetime(), "per_tanggal": row["per_tanggal"].date()}
    return Assessment(**{**row, **whole, **kept, **when})
