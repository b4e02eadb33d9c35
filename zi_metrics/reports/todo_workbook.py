"""What the checks of quality found, as a list to be worked through: a sheet per Pokja, ready to be printed."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from zi_metrics.findings import TINGKAT
from zi_metrics.pembangunan.checks import checks_by_code
from zi_metrics.pembangunan.quality import Quality, pokja_groups
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.lke_style import fitted_height, set_up_list

# Heading and width of each column; the last two are filled in by hand.
COLUMNS = (
    ("Selesai", 8),
    ("Tingkat", 11),
    ("Unit kerja", 24),
    ("Pertanyaan", 11),
    ("Tempat", 18),
    ("Yang ditemukan", 60),
    ("Yang dilakukan", 46),
    ("PIC", 14),
    ("Tenggat", 11),
)
# A fixed date: the same findings give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_TOP = 3


def write_todo(quality: Quality, title: str, about: Mapping[str, str]) -> bytes:
    """An .xlsx with a sheet for each Pokja that has something to look at again, and one for the rest.

    title: above each list; about: label -> text, the choices that it rests on. What people wrote is text, never a
    formula.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED, "title": title})
        groups = pokja_groups(quality)
        for number, name, doubts in groups:
            label = "Di luar Pokja" if number is None else f"Pokja {number}"
            _write_sheet(workbook, label, f"{title}: {label}{f' {name}' if name else ''}", about, doubts)
        if not groups:
            _write_sheet(workbook, "Kosong", f"{title}: {quality.sentence()}", about, quality.doubts)
    return out.getvalue()


def _write_sheet(workbook: Workbook, label: str, title: str, about: Mapping[str, str], doubts: pd.DataFrame) -> None:
    sheet = workbook.add_worksheet(label)
    sheet.write_string(0, 0, fitting(title), workbook.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, fitting(" · ".join(f"{name}: {text}" for name, text in about.items())))
    head = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1, "valign": "top"})
    look = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9C6BE"}
    body, quoted = workbook.add_format(look), workbook.add_format(look | {"quote_prefix": True})
    widths = {xl_col_to_name(column): width for column, (_, width) in enumerate(COLUMNS)}
    set_up_list(sheet, widths, _TOP)
    for column, (heading, _) in enumerate(COLUMNS):
        sheet.write_string(_TOP, column, heading, head)
    checks = checks_by_code()
    for row, doubt in enumerate(doubts.to_dict("records"), _TOP + 1):
        texts = [
            "☐",
            TINGKAT[doubt["tingkat"]],
            doubt["unit"],
            doubt["kode"],
            _place(doubt),
            doubt["kalimat"],
            checks[doubt["periksa"]].tindakan,
            "",
            "",
        ]
        sheet.set_row(row, fitted_height(dict(zip(widths, texts, strict=True)), widths))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, fitting(text), quoted if needs_quote(text) else body)
    sheet.autofilter(_TOP, 0, _TOP + max(len(doubts), 1), len(COLUMNS) - 1)
    sheet.freeze_panes(_TOP + 1, 0)


def _place(doubt: Mapping) -> str:
    """Sheet and cell of a finding, '' where there is none."""
    return f"{doubt['lembar'] or ''} {doubt['sel']}".strip() if isinstance(doubt["sel"], str) else ""
