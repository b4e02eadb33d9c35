"""Daftar tugas Pokja as a spreadsheet: a sheet per Pokja, to be sorted, filtered, filled in, and printed."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.tasks import Task, TaskList
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.lke_style import fitted_height, set_up_list

# A fixed date: the same tasks give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
# Heading, width in characters, and what it holds; the last one is filled in by hand.
COLUMNS = (
    ("Unit kerja", 24, "teks"),
    ("Kode", 11, "teks"),
    ("Pertanyaan", 42, "teks"),
    ("Poin yang hilang", 9, "angka"),
    ("Bobot", 8, "angka"),
    ("Upaya", 8, "upaya"),
    ("Menurut", 9, "teks"),
    ("Yang dikerjakan", 40, "teks"),
    ("PIC", 18, "teks"),
    ("Tenggat", 18, "tanggal"),
    ("Status", 14, "status"),
    ("Terlambat (hari)", 10, "hari"),
    ("Keterangan", 24, "teks"),
)
# Indonesian words for the months, wherever the file is opened.
_FORMATS = {"angka": "#,##0.00", "upaya": "#,##0.0", "hari": "#,##0", "tanggal": "[$-421]d mmmm yyyy"}
UNPLANNED = "Belum ada rencana"
_MEANS = (
    "Poin yang hilang: sampai bernilai penuh. Upaya: 1 = naik satu tingkat pilihan. Baris tanpa poin: tindakan lain "
    "atas pertanyaan di atasnya, atau yang tidak menyebut pertanyaan."
)


def write_tasks(found: TaskList, title: str, about: Mapping[str, str]) -> bytes:
    """An .xlsx with a sheet for each Pokja, and one for actions of none of them.

    title: above each list; about: label -> text, what it rests on. What people wrote is text, never a formula.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED, "title": fitting(title)})
        look = _Look(workbook)
        for number, name in found.pokja.items():
            heading = f"{title}: Pokja {number} {name}"
            _write_sheet(workbook.add_worksheet(f"Pokja {number}"), look, heading, about, found.of_area(number))
        if others := found.of_area(None):
            _write_sheet(workbook.add_worksheet("Di luar Pokja"), look, f"{title}: di luar Pokja", about, others)
    return out.getvalue()


class _Look:
    """The formats of the sheets."""

    def __init__(self, workbook: Workbook) -> None:
        cell = {"valign": "top", "border": 1, "border_color": "#C9C6BE", "text_wrap": True}
        self.title = workbook.add_format({"bold": True, "font_size": 13})
        self.head = workbook.add_format(
            {"bold": True, "bg_color": "#E4E2DC", "border": 1, "valign": "top", "text_wrap": True}
        )
        self.text, self.quoted = workbook.add_format(cell), workbook.add_format(cell | {"quote_prefix": True})
        self.late = workbook.add_format({"font_color": "#A34700", "bold": True})
        self.of: dict[str, Format] = {
            kind: workbook.add_format(cell | {"num_format": shown}) for kind, shown in _FORMATS.items()
        }


def _write_sheet(sheet: Worksheet, look: _Look, title: str, about: Mapping[str, str], tasks: Sequence[Task]) -> None:
    sheet.write_string(0, 0, fitting(title), look.title)
    lines = [*(f"{label}: {words}" for label, words in about.items()), _MEANS]
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, fitting(line))
    top = len(lines) + 2
    widths = {xl_col_to_name(place): width for place, (_, width, _) in enumerate(COLUMNS)}
    set_up_list(sheet, widths, top)
    sheet.set_row(top, fitted_height(dict(zip(widths, (name for name, *_ in COLUMNS), strict=True)), widths))
    for place, (name, *_) in enumerate(COLUMNS):
        sheet.write_string(top, place, name, look.head)
    for row, task in enumerate(tasks, top + 1):
        values = _cells(task)
        texts = {name: cell for name, cell in zip(widths, values, strict=True) if isinstance(cell, str)}
        sheet.set_row(row, fitted_height(texts, widths))
        for place, (value, (_, _, kind)) in enumerate(zip(values, COLUMNS, strict=True)):
            _write(sheet, row, place, value, kind, look)
    last = top + max(len(tasks), 1)
    sheet.autofilter(top, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(top + 1, 2)
    status = next(place for place, (_, _, kind) in enumerate(COLUMNS) if kind == "status")
    choices = [UNPLANNED, *register("rencana_aksi").field("status").pilihan.values()]
    # Advice only: what people write instead is theirs.
    sheet.data_validation(
        top + 1, status, last, status, {"validate": "list", "source": choices, "error_type": "information"}
    )
    days = next(place for place, (_, _, kind) in enumerate(COLUMNS) if kind == "hari")
    sheet.conditional_format(
        top + 1, days, last, days, {"type": "cell", "criteria": ">", "value": 0, "format": look.late}
    )


def _cells(task: Task) -> tuple[object, ...]:
    action = task.tindakan
    planned = ("", "", None, UNPLANNED, None)
    if action is not None:
        planned = (action.rencana, action.pic, action.tenggat, action.status, action.hari_terlambat or None)
    judge = PENILAI_SHORT.get(task.penilai, "")
    return (
        task.unit, task.kode, task.pertanyaan, task.poin, task.bobot, task.upaya, judge, *planned, "",
    )  # fmt: skip


def _write(sheet: Worksheet, row: int, place: int, value: object, kind: str, look: _Look) -> None:
    form = look.of.get(kind, look.text)
    if value is None:
        sheet.write_blank(row, place, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, place, fitting(value), look.quoted if needs_quote(value) else look.text)
    elif kind == "tanggal":
        sheet.write_datetime(row, place, value, form)  # pyright: ignore[reportArgumentType]
    else:
        sheet.write_number(row, place, float(value), form)  # pyright: ignore[reportArgumentType]
