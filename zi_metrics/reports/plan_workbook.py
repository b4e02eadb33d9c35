"""A plan's steps as a spreadsheet, for people to work through and to hand on."""

import io
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter

from zi_metrics.plan import Plan

# A fixed date: the same plan gives the same bytes.
_CREATED = datetime(2021, 1, 1)
_COLUMNS = (
    ("Nomor", 8, lambda number, step: number),
    ("Kode", 12, lambda number, step: step.kode),
    ("Pokja", 8, lambda number, step: step.pokja),
    ("Pertanyaan", 60, lambda number, step: step.pertanyaan),
    ("Jawaban sekarang", 16, lambda number, step: step.teks_dari),
    ("Menjadi", 12, lambda number, step: step.teks_ke),
    ("Arti sekarang", 40, lambda number, step: step.arti_dari),
    ("Yang diminta", 40, lambda number, step: step.arti_ke),
    ("Poin", 8, lambda number, step: step.poin),
    ("Upaya", 8, lambda number, step: step.upaya),
    ("Total sesudah", 10, lambda number, step: step.total_sesudah),
    ("Syarat yang terbantu", 40, lambda number, step: "; ".join(step.syarat)),
)


def write_plan(plan: Plan, head: Mapping[str, str]) -> bytes:
    """An .xlsx with what the plan is for (head: label -> text) and a row per step.

    Texts are written as texts, never as formulas; points and effort as numbers at full precision.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED})
        bold = workbook.add_format({"bold": True})
        title = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1})
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        number = workbook.add_format({"num_format": "0.00", "valign": "top"})
        whole = workbook.add_format({"num_format": "0", "valign": "top"})
        sheet = workbook.add_worksheet("Rencana")
        for row, (label, words) in enumerate(head.items()):
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 3, words)
        top = len(head) + 1
        for column, (label, width, _) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, label, title)
        for place, step in enumerate(plan.langkah, 1):
            for column, (_, _, value) in enumerate(_COLUMNS):
                _write(sheet, top + place, column, value(place, step), text, number, whole)
        sheet.autofilter(top, 0, top + max(len(plan.langkah), 1), len(_COLUMNS) - 1)
        sheet.freeze_panes(top + 1, 2)
    return out.getvalue()


def _write(sheet, row: int, column: int, value: str | float | None, text, number, whole) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, text)
    elif value is not None:
        sheet.write_number(row, column, value, whole if isinstance(value, int) else number)
