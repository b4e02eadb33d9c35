"""A plan's steps as a spreadsheet, for people to work through and to hand on."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zi_metrics.plan.plan import Plan, Step
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.lke_style import fitted_height, set_up_list

# A fixed date: the same plan gives the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
# Heading and width (characters) of each column; `_cells` fills them.
_COLUMNS = (
    ("Nomor", 8),
    ("Kode", 12),
    ("Pokja", 8),
    ("Pertanyaan", 45),
    ("Jawaban sekarang", 12),
    ("Menjadi", 10),
    ("Arti sekarang", 32),
    ("Yang diminta", 32),
    ("Poin", 8),
    ("Upaya", 8),
    ("Total sesudah", 10),
    ("Syarat yang terbantu", 32),
)


def write_plan(plan: Plan, head: Mapping[str, str]) -> bytes:
    """An .xlsx with what the plan is for (head: label -> text) and a row per step.

    Texts are written as texts, never as formulas; points and effort as numbers at full precision.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED})
        bold = workbook.add_format({"bold": True})
        title = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1, "text_wrap": True})
        cell = {"valign": "top", "border": 1, "border_color": "#C9C6BE"}
        text = workbook.add_format(cell | {"text_wrap": True})
        quoted = workbook.add_format(cell | {"text_wrap": True, "quote_prefix": True})
        said = workbook.add_format({"quote_prefix": True})
        number = workbook.add_format(cell | {"num_format": "0.00"})
        whole = workbook.add_format(cell | {"num_format": "0", "align": "center"})
        sheet = workbook.add_worksheet("Rencana")
        for row, (label, words) in enumerate(head.items()):
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 3, fitting(words), said if needs_quote(words) else None)
        top = len(head) + 1
        widths = {xl_col_to_name(column): width for column, (_, width) in enumerate(_COLUMNS)}
        set_up_list(sheet, widths, top)
        titles = {name: label for name, (label, _) in zip(widths, _COLUMNS, strict=True)}
        sheet.set_row(top, fitted_height(titles, widths))
        for column, label in enumerate(titles.values()):
            sheet.write_string(top, column, label, title)
        for place, step in enumerate(plan.langkah, 1):
            values = dict(zip(widths, _cells(place, step), strict=True))
            texts = {name: value for name, value in values.items() if isinstance(value, str)}
            sheet.set_row(top + place, fitted_height(texts, widths))
            for column, value in enumerate(values.values()):
                is_quoted = isinstance(value, str) and needs_quote(value)
                _write(sheet, top + place, column, value, quoted if is_quoted else text, number, whole)
        sheet.autofilter(top, 0, top + max(len(plan.langkah), 1), len(_COLUMNS) - 1)
        sheet.freeze_panes(top + 1, 2)
    return out.getvalue()


def _cells(number: int, step: Step) -> tuple[str | float | None, ...]:
    return (
        number,
        step.kode,
        step.pokja,
        step.pertanyaan,
        step.teks_dari,
        step.teks_ke,
        step.arti_dari,
        step.arti_ke,
        step.poin,
        step.upaya,
        step.total_sesudah,
        "; ".join(step.syarat),
    )


def _write(
    sheet: Worksheet, row: int, column: int, value: str | float | None, text: Format, number: Format, whole: Format
) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, fitting(value), text)
    elif value is not None:
        sheet.write_number(row, column, value, whole if isinstance(value, int) else number)
