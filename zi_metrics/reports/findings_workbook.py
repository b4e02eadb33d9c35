"""Findings as a spreadsheet, to be worked through beside the file they are about."""

import io
from datetime import UTC, datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from zi_metrics.findings import TINGKAT
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.lke_style import fitted_height, set_up_list

# Field, heading and width of each column; the file first, which a workbook of its own findings need not name.
COLUMNS = (
    ("berkas", "Berkas", 30),
    ("lembar", "Lembar", 16),
    ("sel", "Sel", 8),
    ("tingkat", "Tingkat", 12),
    ("kode", "Pertanyaan", 12),
    ("pesan", "Temuan", 80),
    ("saran", "Saran", 60),
)
# A fixed date: the same findings give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)


def write_findings(findings: pd.DataFrame) -> bytes:
    """An .xlsx of findings (columns berkas, lembar, sel, tingkat, kode, pesan, saran), gravest first.

    Every cell is written as text: what came from a file is never a formula here.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED})
        head = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1})
        look = {"text_wrap": True, "valign": "top"}
        body, quoted = workbook.add_format(look), workbook.add_format(look | {"quote_prefix": True})
        sheet = workbook.add_worksheet("Temuan")
        sheet.freeze_panes(1, 0)
        widths = {xl_col_to_name(column): width for column, (_, _, width) in enumerate(COLUMNS)}
        set_up_list(sheet, widths, 0)
        for column, (_, title, _) in enumerate(COLUMNS):
            sheet.write_string(0, column, title, head)
        order = {severity: place for place, severity in enumerate(TINGKAT)}
        rows = findings.sort_values("tingkat", key=lambda s: s.map(order), kind="stable").to_dict("records")
        for row, finding in enumerate(rows, start=1):
            texts = [_text(field, finding.get(field)) for field, _, _ in COLUMNS]
            sheet.set_row(row, fitted_height(dict(zip(widths, texts, strict=True)), widths))
            for column, text in enumerate(texts):
                sheet.write_string(row, column, fitting(text), quoted if needs_quote(text) else body)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    return out.getvalue()


def _text(field: str, value: str | float | None) -> str:
    text = "" if value is None or pd.isna(value) else str(value)
    return TINGKAT.get(text, text) if field == "tingkat" else text
