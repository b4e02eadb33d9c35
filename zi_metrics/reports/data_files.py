"""The whole data as files for other tools: Parquet in a folder or a ZIP, or one workbook; always a part at a time."""

import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.workbook import Workbook

from zi_metrics.bahasa import format_number
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.reports.data_tables import NOTE_COLUMNS, DataTable, batches, data_tables, notes
from zi_metrics.store.connection import Store

NOTES, NOTES_FILE = "Keterangan", "keterangan.csv"
# Excel's rows, less the heading.
_MOST_ROWS = 1_048_575
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_WIDTHS = (20, 22, 70, 24, 40)
# Within a ZIP every file has this day: the same data gives the same bytes.
_DAY = (2021, 1, 1, 0, 0, 0)


class TooManyRows(ValueError):
    """A table does not fit onto a sheet; says which, and what would do (Indonesian)."""


def file_names() -> list[str]:
    """The names of the files that `write_folder` writes."""
    return [*(f"{table.nama}.parquet" for table in data_tables()), NOTES_FILE]


def write_folder(store: Store, folder: Path) -> int:
    """Each table as a Parquet file of its own, and what the columns mean, into a folder that is there; gives the rows.

    Raises OSError.
    """
    rows = sum(_write_parquet(store, table, folder / f"{table.nama}.parquet") for table in data_tables())
    (folder / NOTES_FILE).write_bytes(csv_bytes(notes()))
    return rows


def write_zip(store: Store, path: Path) -> int:
    """The same in one ZIP; gives the rows. Raises OSError."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".data-") as made:
        folder = Path(made)
        rows = write_folder(store, folder)
        # Parquet is packed already.
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name in file_names():
                with archive.open(zipfile.ZipInfo(name, _DAY), "w") as inside, (folder / name).open("rb") as file:
                    while part := file.read(1 << 20):
                        inside.write(part)
    return rows


def zip_bytes(store: Store) -> bytes:
    """The same for a browser: only the packed file is in memory."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "data.zip"
        write_zip(store, path)
        return path.read_bytes()


def write_workbook(store: Store, path: Path) -> int:
    """A sheet for each table, and 'Keterangan' with what each column means; gives the rows.

    Raises TooManyRows, OSError.
    """
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    rows = 0
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": _CREATED, "title": "Data Zona Integritas"})
        _write_notes(workbook)
        for table in data_tables():
            rows += _write_sheet(workbook, store, table)
    return rows


def workbook_bytes(store: Store) -> bytes:
    """The same for a browser. Raises TooManyRows."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "data.xlsx"
        write_workbook(store, path)
        return path.read_bytes()


def _write_parquet(store: Store, table: DataTable, path: Path) -> int:
    rows = 0
    with batches(store, table) as reader:
        schema = _told(reader.schema, table)
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.select(table.columns).columns, schema=schema))
                rows += batch.num_rows
    return rows


def _told(schema: pa.Schema, table: DataTable) -> pa.Schema:
    """With what each column means beside it, for tools that show it."""
    fields = [
        schema.field(column.nama).with_metadata(
            {"arti": column.arti, "satuan": column.satuan, "rentang": column.rentang}
        )
        for column in table.kolom
    ]
    return pa.schema(fields, metadata={"arti": table.arti})


def _write_notes(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet(NOTES)
    head = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1})
    bold, plain = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, NOTE_COLUMNS, head)
    found = notes()
    for row, cells in enumerate(found.itertuples(index=False), 1):
        for place, text in enumerate(cells):
            sheet.write_string(row, place, str(text), plain if cells[1] else bold)
    sheet.autofilter(0, 0, len(found), len(NOTE_COLUMNS) - 1)


def _write_sheet(workbook: Workbook, store: Store, table: DataTable) -> int:
    sheet = workbook.add_worksheet(table.nama)
    head = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1})
    quoted = workbook.add_format({"quote_prefix": True})
    day = workbook.add_format({"num_format": "[$-421]d mmmm yyyy"})
    for place, name in enumerate(table.columns):
        sheet.set_column(place, place, max(12, len(name) + 3))
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.columns, head)
    row = 0
    with batches(store, table) as reader:
        for cells in _rows(reader, table):
            row += 1
            if row > _MOST_ROWS:
                raise TooManyRows(
                    f"Tabel {table.nama} melebihi {format_number(_MOST_ROWS, 0)} baris, batas satu lembar Excel. Ambil "
                    "sebagai Parquet, atau pilih satu cabang."
                )
            for place, value in enumerate(cells):
                if isinstance(value, bool):
                    sheet.write_boolean(row, place, value)
                elif isinstance(value, str):
                    sheet.write_string(row, place, fitting(value), quoted if needs_quote(value) else None)
                elif isinstance(value, date):
                    sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                elif value is not None and value == value:
                    sheet.write_number(row, place, value)
    sheet.autofilter(0, 0, max(row, 1), len(table.columns) - 1)
    return row


def _rows(reader: pa.RecordBatchReader, table: DataTable) -> Iterator[tuple]:
    for batch in reader:
        yield from zip(*(column.to_pylist() for column in batch.select(table.columns).columns), strict=True)
