"""The two hidden sheets of the official LKE workbook: whose it is (`Utama`) and the recap (`Ctt Eval`)."""

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from zi_metrics.answers import PENILAI
from zi_metrics.instrument import Instrument
from zi_metrics.reports import lampiran_iii_formulas as formulas
from zi_metrics.reports.lampiran_iii_rows import LayoutRow
from zi_metrics.reports.lampiran_iii_style import Styles

_HEADINGS = ("Uraian", "Bobot", "Nilai", "%")
_FIRST_RECAP_ROW = 6


def write_identity(
    sheet: Worksheet,
    styles: Styles,
    instrument: Instrument,
    rows: Sequence[LayoutRow],
    points: Mapping[str, float],
    lke: str,
    *,
    unit: str,
    tahun: int,
    penilai: str,
) -> None:
    """`Utama`: unit, year and judge with their labels, then the total, the components and the six areas.

    points: node code -> points as the formulas give them, without the nodes that have no answer
    lke: prefix of the cells of the main sheet
    """
    plain = styles.of("polos")
    sheet.set_column("A:A", 48)
    sheet.set_column("B:B", 40)
    labelled = {"Nama Unit Kerja": unit, "Tahun": str(tahun), "Penilai": PENILAI[penilai]}
    for place, (label, value) in enumerate(labelled.items()):
        sheet.write_string(place, 0, label, styles.of("polos-tebal"))
        sheet.write_string(place, 1, value, plain)
    rows_of = {row.simpul: row for row in rows if row.jenis.startswith("simpul")}
    lines = [("Nilai Evaluasi Zona Integritas", instrument.komponen)]
    lines += [(component.nama, [component]) for component in instrument.komponen]
    lines += [(nama, instrument.area_nodes(number)) for number, nama in instrument.pokja().items()]
    _headings(sheet, styles)
    for place, (label, nodes) in enumerate(lines):
        formula = formulas.sum_nilai([rows_of[node.kode] for node in nodes], lke)
        nilai = sum(points.get(node.kode, 0.0) for node in nodes)
        _line(sheet, styles, place, label, sum(node.bobot for node in nodes), formula, nilai)


def write_recap(
    sheet: Worksheet, styles: Styles, rows: Sequence[LayoutRow], points: Mapping[str, float], lke: str
) -> None:
    """`Ctt Eval`: bobot and points of every node; a node without any answer adds nothing and shows 0."""
    sheet.set_column("A:A", 90)
    sheet.write_string(0, 0, "Rekapitulasi nilai", styles.of("polos-tebal"))
    _headings(sheet, styles)
    shown = [row for row in rows if row.jenis.startswith("simpul")]
    for place, row in enumerate(shown):
        label = f"{'   ' * row.tingkat}{row.nomor} {row.teks}"
        _line(sheet, styles, place, label, row.bobot, formulas.sum_nilai([row], lke), points.get(row.simpul, 0.0))


def _headings(sheet: Worksheet, styles: Styles) -> None:
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(_FIRST_RECAP_ROW - 2, column, heading, styles.of("kepala"))


def _line(sheet: Worksheet, styles: Styles, place: int, label: str, bobot: float, formula: str, nilai: float) -> None:
    row = _FIRST_RECAP_ROW + place
    sheet.write_string(row - 1, 0, label, styles.of("judul"))
    sheet.write_number(row - 1, 1, bobot, styles.of("bobot"))
    sheet.write_formula(row - 1, 2, formula, styles.of("nilai"), nilai)
    sheet.write_formula(row - 1, 3, f"=C{row}/B{row}", styles.of("persen"), nilai / bobot)
