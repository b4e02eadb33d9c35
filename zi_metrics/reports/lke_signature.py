"""The foot of an official LKE workbook: whose it is, to be filled in or corrected there, and who signs."""

from zi_metrics.answers import PENILAI, Identity
from zi_metrics.penilai import JUDGES
from zi_metrics.reports.lke_cells import Cells
from zi_metrics.reports.lke_layout import FormLayout
from zi_metrics.reports.lke_validation import one_of

# A label stands right beside its value, where the importer looks for it.
_LABEL, _VALUE = "F", "G"
_LABELS = {"unit": "Unit Kerja :", "tahun": "Tahun :", "penilai": "Penilai :"}
# With a comma, as letters have it: a title that ends in "Unit Kerja" would tell the importer that the unit judged.
_SIGNS = {judge.kode: f"{judge.tanda_tangan}," for judge in JUDGES}
# Where each of two judges signs.
_PLACES = ("I", "L")


def write_signature(
    cells: Cells, layout: FormLayout, row: int, whose: Identity
) -> tuple[dict[str, tuple[str, str | int | None]], int]:
    """The block from this row on, with dotted places for date and name.

    whose: what is known; the rest is left to be filled in. The judge stands there when the columns do not tell.
    Gives field of `Identity` -> (its cell, what is written there), and the last row.
    """
    values: dict[str, str | int | None] = {"unit": whose.unit, "tahun": whose.tahun}
    if len(layout.judges) == 1:
        values["penilai"] = PENILAI.get(whose.penilai or "")
    written = {}
    for place, (field, value) in enumerate(values.items(), start=row):
        cells.value(f"{_LABEL}{place}", _LABELS[field], "polos", align="right")
        cells.value(f"{_VALUE}{place}", value, "teks", align="left", fillable=True)
        written[field] = (f"{_VALUE}{place}", value)
    if "penilai" in written:
        cells.sheet.data_validation(written["penilai"][0], one_of(list(PENILAI.values()), "Penilai"))
    judges = [judge.penilai or whose.penilai or JUDGES[0].kode for judge in layout.judges]
    for column, penilai in zip(_PLACES, judges, strict=False):
        _sign(cells, column, row, penilai, whose)
    return written, row + 8


def _sign(cells: Cells, column: str, row: int, penilai: str, whose: Identity) -> None:
    year = "." * 8 if whose.tahun is None else str(whose.tahun)
    cells.value(f"{column}{row}", f"{'.' * 20}, {'.' * 16} {year}", "polos")
    cells.value(f"{column}{row + 1}", _SIGNS[penilai], "polos-tebal")
    if penilai == JUDGES[0].kode:
        cells.value(f"{column}{row + 2}", whose.unit, "polos")
    for place, text in ((6, "." * 40), (7, "(nama pejabat)"), (8, f"NIP {'.' * 34}")):
        cells.value(f"{column}{row + place}", text, "polos")
