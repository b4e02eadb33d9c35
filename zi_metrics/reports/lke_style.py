"""How an official LKE workbook, and a plain list, looks and prints: fills, borders, row heights, page."""

from collections.abc import Mapping
from math import ceil
from typing import TypedDict, Unpack

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_metrics.penilai import JUDGES
from zi_metrics.reports.lke_formulas import UNFILLED
from zi_metrics.reports.lke_layout import FormLayout
from zi_metrics.reports.lke_rows import LayoutRow

# A column's width counts digits of the standard font; of small letters in running text more fit in.
_CHARACTERS = 1.12
# How much of a judge's colour is left in its tint.
_STRENGTH = 0.2
# In points, for the font of the form; no row can be higher than the limit.
_LINE_HEIGHT, _HEIGHT_LIMIT = 13.5, 405
_A3, _A4 = 8, 9
_HEAD = "#BDD7EE"
_BY_DEPTH = {0: _HEAD, 1: "#DDEBF7", 2: "#E7E6E6"}
_SUB_INDICATOR, _ANSWER = "#F2F2F2", "#FFFBE6"


def _pale(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - _STRENGTH * (255 - part)):02X}" for part in parts)


# Pale shades of the judges' colours on the charts.
JUDGE_TINTS = {judge.kode: _pale(judge.warna) for judge in JUDGES}
_BASE = {
    "font_name": "Calibri",
    "font_size": 10,
    "valign": "top",
    "border": 1,
    "border_color": "#A6A6A6",
}
_ROLES = {
    "teks": {"text_wrap": True},
    # Headings may run on into the empty cells beside them.
    "judul": {},
    "nomor": {"align": "center"},
    "bobot": {"align": "center", "num_format": "0.00"},
    "nilai": {"align": "center", "num_format": "0.00"},
    "persen": {"align": "center", "num_format": "0.00%"},
    "pilihan": {"align": "center", "text_wrap": True},
    "jawaban": {"align": "center"},
    "kepala": {"align": "center", "valign": "vcenter", "text_wrap": True, "bold": True, "bg_color": _HEAD},
    "judul-besar": {"align": "center", "valign": "vcenter", "text_wrap": True, "bold": True, "border": 0},
    "polos": {"border": 0},
    "polos-tebal": {"border": 0, "bold": True},
}


class Look(TypedDict, total=False):
    """How one cell differs from its role: xlsxwriter's properties, and `fillable` for a cell to be filled in."""

    fillable: bool
    align: str
    num_format: str
    font_color: str
    underline: int
    quote_prefix: bool
    left: int
    right: int


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        # For conditional formats, which change a cell's own.
        self.faint = workbook.add_format({"font_color": "#BFBFBF"})
        self._made: dict[tuple, Format] = {}

    def of(self, role: str, row: LayoutRow | None = None, **more: Unpack[Look]) -> Format:
        """The format of a role ('teks', 'bobot', 'nilai', ...) in a row."""
        look = {**_BASE, **_ROLES[role], **(_row_look(row) if row else {}), **more}
        if look.pop("fillable", False):
            look["bg_color"] = _ANSWER
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]


def set_up_page(sheet: Worksheet, styles: Styles, layout: FormLayout, last_row: int) -> None:
    """Columns, the header that stays in sight, and printing: A3 landscape, one page wide, header on every page."""
    for column, width in layout.widths.items():
        sheet.set_column(f"{column}:{column}", width)
    sheet.freeze_panes(layout.header_row, layout.frozen)
    sheet.set_landscape()
    # On A4 the letters would be half as high as one can read.
    sheet.set_paper(_A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(layout.header_row - 1)
    sheet.print_area(f"A1:{layout.last_printed}{last_row}")
    sheet.set_footer("&L&8LKE Zona Integritas&R&8Halaman &P dari &N")
    # What has no value yet steps back, so that a blank form looks like one.
    for judge in layout.judges:
        area = f"{judge.nilai}{layout.header_row + 1}:{judge.persen}{last_row}"
        sheet.conditional_format(area, {"type": "errors", "format": styles.faint})
        sheet.conditional_format(area, {"type": "cell", "criteria": "==", "value": f'"{UNFILLED}"',
                                        "format": styles.faint})  # fmt: skip


def set_up_recap(sheet: Worksheet) -> None:
    """Printing of a recap: A4 upright, one page wide."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def set_up_list(sheet: Worksheet, widths: Mapping[str, float], header: int) -> None:
    """Columns and printing of a plain list: A4 landscape, one page wide, its header (row from 0) on every page."""
    for column, width in widths.items():
        sheet.set_column(f"{column}:{column}", width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer("&R&8Halaman &P dari &N")


def fitted_height(texts: Mapping[str, str], widths: Mapping[str, float]) -> float:
    """Row height, in points, in which these wrapped texts can be read; keys are columns ('I') or merged ones ('F:G').

    widths: of all columns. Not every program adjusts row heights when it opens a file, and none does for merged cells.
    """
    lines = 1
    for columns, text in texts.items():
        first, _, last = columns.partition(":")
        width = sum(w for column, w in widths.items() if first <= column <= (last or first))
        lines = max(lines, sum(max(1, ceil(len(line) / (width * _CHARACTERS))) for line in text.split("\n")))
    return min(lines * _LINE_HEIGHT + 2, _HEIGHT_LIMIT)


def _row_look(row: LayoutRow) -> dict:
    if row.jenis in ("pertanyaan", "angka"):
        return {"font_color": "#595959"} if row.jenis == "angka" else {}
    if row.jenis in ("total", "nilai-akhir"):
        return {"bold": True, "bg_color": _HEAD if row.jenis == "nilai-akhir" else _BY_DEPTH[1]}
    if row.jenis == "simpul-pertanyaan":
        return {"bg_color": _SUB_INDICATOR}
    return {"bold": True, "bg_color": _BY_DEPTH.get(row.tingkat, _SUB_INDICATOR)}
