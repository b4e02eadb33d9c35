"""A register as a file that is read again: a blank sheet to be filled in, and what is stored, as workbook or text."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import cast

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.field_values import bounds_words, words_of
from zi_metrics.pembangunan.register import Register, RegisterField
from zi_metrics.pembangunan.register_headings import template_headings
from zi_metrics.pembangunan.register_sheet import EVERY_AREA_WORDS
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.reports.lke_validation import one_of
from zi_metrics.table_rows import is_missing, records
from zi_metrics.written_dates import YEARS

# A fixed date: the same rows give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_WHOSE = ("unit", "tahun", "pokja")
# So many rows of a blank sheet may be filled in with its choices and bounds.
_FILLABLE = 1_000
_WIDTHS = {"teks": 24, "panjang": 40, "kode": 16, "tanggal": 13, "pilihan": 18, "program": 40, "tautan": 34}
_NUMBER_WIDTH, _HEADING_HEIGHT = 12, 32
_HOW = {
    "teks": "Teks satu baris.",
    "panjang": "Teks, boleh beberapa baris.",
    "kode": "Kode LKE, misalnya P.1.i.a; beberapa dipisah koma.",
    "angka": "Angka, misalnya 12 atau 2,5.",
    "bulat": "Bilangan bulat.",
    "bulan": "Bulan, 1 sampai 12, atau namanya.",
    "program": "Nomor 1 sampai 17, atau nama programnya.",
    "persen": "Persentase, 0% sampai 100%.",
    "tanggal": "Tanggal, misalnya 21/05/2026 atau 21 Mei 2026.",
    "tautan": "Alamat web, misalnya https://….",
}


def write_register(register: Register, rows: pd.DataFrame | None = None, instrument: Instrument | None = None) -> bytes:
    """A register's workbook: its rows (as `register_rows` gives them), or blank to be filled in, with choices and
    bounds in its cells, and a sheet that says how to fill it in. What people wrote is text, never a formula.
    """
    instrument = instrument or load_instrument()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED, "title": register.nama})
        sheet = workbook.add_worksheet(register.nama)
        _write_rows(workbook, sheet, register, [] if rows is None else rows.to_dict("records"))
        _bound(sheet, register, instrument, _FILLABLE + (0 if rows is None else len(rows)))
        _write_how(workbook, register, instrument)
    return out.getvalue()


def register_csv(register: Register, rows: pd.DataFrame) -> bytes:
    """The same rows as CSV that a spreadsheet opens, and that is read again."""
    said = [[_as_text(kind, value) for kind, value in _cells(register, row)] for row in records(rows)]
    return csv_bytes(pd.DataFrame(said, columns=template_headings(register), dtype=object))


def register_json(register: Register, rows: pd.DataFrame) -> bytes:
    """The same rows as a list of records with the fields' names, and unit, tahun, pokja; dates as 2026-05-21."""
    names = [*_WHOSE, *(one.nama for one in register.shown)]
    said = [{name: _plain(row[name]) for name in names} for row in rows.to_dict("records")]
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _cells(register: Register, row: Mapping[str, object]) -> list[tuple[str, object]]:
    """A row's cells in the order of the headings: what kind each is, and its value (None = nothing)."""
    area = EVERY_AREA_WORDS if is_missing(row["pokja"]) else int(str(row["pokja"]).split(".")[0])
    cells: list[tuple[str, object]] = [("teks", row["unit"]), ("bulat", row["tahun"]), ("bulat", area)]
    for one in register.shown:
        value = None if is_missing(row[one.nama]) else row[one.nama]
        if words := words_of(one):
            value = words.get(str(value), value)
        cells.append((one.jenis, value))
    return cells


def _write_rows(workbook: Workbook, sheet: Worksheet, register: Register, rows: list[dict]) -> None:
    head = {"bold": True, "bg_color": "#E4E2DC", "border": 1, "text_wrap": True, "valign": "top"}
    needed = workbook.add_format({**head, "bg_color": "#D3E5F5"})
    plain = workbook.add_format(head)
    must = {one.judul for one in register.bidang if one.wajib}
    sheet.set_row(0, _HEADING_HEIGHT)
    for place, heading in enumerate(template_headings(register)):
        sheet.write_string(0, place, heading, needed if heading in must else plain)
    kinds = ["teks", "bulat", "bulat", *(one.jenis for one in register.shown)]
    for place, kind in enumerate(kinds):
        sheet.set_column(place, place, _WIDTHS.get(kind, _NUMBER_WIDTH), _formats(workbook)[kind])
    formats = _formats(workbook)
    quoted = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for number, row in enumerate(rows, 1):
        for place, (kind, value) in enumerate(_cells(register, row)):
            _write(sheet, number, place, kind, value, formats[kind], quoted)
    sheet.autofilter(0, 0, max(len(rows), 1), len(kinds) - 1)
    sheet.freeze_panes(1, 0)


def _write(sheet: Worksheet, row: int, place: int, kind: str, value: object, look: Format, quoted: Format) -> None:
    if value is None or value == "":
        return
    if kind == "tanggal":
        sheet.write_datetime(row, place, datetime.fromisoformat(str(value)), look)
    elif kind == "persen":
        # A spreadsheet keeps 75 % as 0.75.
        sheet.write_number(row, place, float(str(value)) / 100, look)
    elif kind in ("angka", "bulat", "bulan") and not isinstance(value, str):
        sheet.write_number(row, place, float(str(value)), look)
    else:
        text = str(value)
        sheet.write_string(row, place, fitting(text), quoted if needs_quote(text) else look)


def _formats(workbook: Workbook) -> dict[str, Format]:
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    number, whole, share, day = (
        workbook.add_format({"valign": "top", "num_format": form}) for form in ("#,##0.##", "0", "0.##%", "dd/mm/yyyy")
    )
    words = dict.fromkeys(("teks", "panjang", "kode", "pilihan", "program", "tautan"), text)
    return {**words, "angka": number, "bulat": whole, "bulan": whole, "persen": share, "tanggal": day}


def _bound(sheet: Worksheet, register: Register, instrument: Instrument, rows: int) -> None:
    """What may be typed into each column."""
    areas = [*map(str, instrument.pokja()), EVERY_AREA_WORDS]
    bounds = {1: _between("integer", YEARS[0], YEARS[-1], "Tahun"), 2: one_of(areas, "Pokja")}
    for place, one in enumerate(register.shown, 3):
        if one.jenis == "pilihan":
            bounds[place] = one_of([word for word in one.pilihan.values() if word], one.judul)
        elif one.jenis == "tanggal":
            bounds[place] = _between("date", date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31), one.judul)
        elif one.jenis == "persen":
            bounds[place] = _between("decimal", 0, 1, one.judul)
        elif one.jenis in ("angka", "bulat") and one.min is not None:
            most = {"criteria": "between", "maximum": one.maks} if one.maks is not None else {"criteria": ">="}
            bounds[place] = {**_between("decimal", one.min, one.maks, one.judul), **most}
    for place, bound in bounds.items():
        # Titles of a bound have at most 32 letters in Excel.
        titles = {name: text[:32] for name, text in bound.items() if name.endswith("_title")}
        # What people write otherwise ('21 Mei 2026', 'Sudah') is understood, too.
        sheet.data_validation(1, place, rows, place, {**bound, **titles, "error_type": "warning"})


def _between(kind: str, first: object, last: object, what: str) -> dict:
    return {"validate": kind, "criteria": "between", "minimum": first, "maximum": last, "error_title": what}


def _write_how(workbook: Workbook, register: Register, instrument: Instrument) -> None:
    sheet = workbook.add_worksheet("Cara mengisi")
    bold, wrap = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        (register.nama, register.arti),
        (
            "Cara",
            "Satu baris per " + register.baris + " pada lembar pertama; judul kolomnya jangan diubah. Kolom "
            "berlatar biru harus diisi; yang lain boleh kosong. Unggah berkasnya di layar Unggah.",
        ),
        ("Unit kerja", "Nama unit seperti di aplikasi. Bila kosong, ditanyakan saat diunggah."),
        ("Tahun", "Misalnya 2026. Bila kosong, ditanyakan saat diunggah."),
        ("Pokja", _areas(instrument)),
        *(
            (one.judul, _how(one, register.field(one.paling_banyak).judul if one.paling_banyak else ""))
            for one in register.shown
        ),
    ]
    sheet.set_column(0, 0, 30, wrap)
    sheet.set_column(1, 1, 90, wrap)
    for number, (label, words) in enumerate(lines):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, words, wrap)


def _areas(instrument: Instrument) -> str:
    names = "; ".join(f"{number} = {name}" for number, name in instrument.pokja().items())
    return f"{names}; atau {EVERY_AREA_WORDS}. Bila kosong, mengikuti kode LKE-nya."


def _how(one: RegisterField, limit: str) -> str:
    """limit: the heading of the field that it may not be more than, '' = none."""
    words = _HOW.get(one.jenis, "")
    if one.jenis == "pilihan":
        words = f"Salah satu: {', '.join(word for word in one.pilihan.values() if word)}."
        if one.bawaan:
            words += f" Bila kosong: {one.pilihan[one.bawaan]}."
    if said := bounds_words(one):
        words += f" {said.capitalize()}."
    if one.paling_banyak:
        words += f" Tidak boleh {'sesudah' if one.jenis == 'tanggal' else 'lebih dari'} {limit}."
    return ("Harus diisi. " if one.wajib else "") + words


def _as_text(kind: str, value: object) -> str:
    """A cell's value as CSV has it: with a decimal comma, as a point would be read as one of thousands."""
    if value is None or value == "":
        return ""
    if kind == "tanggal":
        return f"{cast(date, value):%Y-%m-%d}"
    if isinstance(value, str):
        return value
    number = float(str(value))
    text = str(int(number)) if number.is_integer() else f"{number:.15g}".replace(".", ",")
    return f"{text}%" if kind == "persen" else text


def _plain(value: object) -> object:
    if is_missing(value):
        return None
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str):
        return value
    number = float(str(value))
    return int(number) if number.is_integer() else number
