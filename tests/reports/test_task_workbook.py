"""Daftar tugas as a spreadsheet: read again it says the same, prints with its heading, and holds texts as texts."""

import io
from datetime import date, timedelta

import openpyxl
import pandas as pd
import pytest

from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_metrics.pembangunan.tasks import Task, TaskList, task_list
from zi_metrics.reports.task_workbook import COLUMNS, UNPLANNED, write_tasks

DAY = date(2026, 4, 20)
HOSTILE = ("=1+1", "<img src=x>", "@SUM(1)", "x\u202ey\x07", "K" * 300)


def action(text, late=0):
    due = DAY - timedelta(days=late)
    return ListedAction("b1", text, 1, text, ("P.1.i.a",), text, due, "Berjalan", False, False, late)


def sheets(content):
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(content))}


def head(sheet):
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == COLUMNS[0][0])


def table(sheet):
    first = head(sheet)
    names = [cell.value for cell in sheet[first] if cell.value]
    return [
        dict(zip(names, row, strict=True))
        for row in sheet.iter_rows(min_row=first + 1, max_col=len(names), values_only=True)
    ]


def test_what_the_sample_portfolio_has_to_do_is_read_again(sample_store):
    found = task_list(sample_store, 2026, DAY)
    written = sheets(write_tasks(found, "Daftar tugas 2026", {"Sumber": "uji"}))
    assert [name for name in written if name.startswith("Pokja")] == [f"Pokja {n}" for n in range(1, 7)]
    for number in found.pokja:
        rows, own = table(written[f"Pokja {number}"]), found.of_area(number)
        assert len(rows) == len(own)
        for row, task in zip(rows, own, strict=True):
            assert row["Unit kerja"] == task.unit and row["Kode"] == task.kode
            assert row["Poin yang hilang"] == (task.poin if task.poin is None else pytest.approx(task.poin))
            assert row["Status"] == (task.tindakan.status if task.tindakan else UNPLANNED)
            due = task.tindakan.tenggat if task.tindakan else None
            assert (row["Tenggat"].date() if row["Tenggat"] else None) == due


def test_each_sheet_prints_with_its_heading_and_numbered_pages_and_can_be_filtered(sample_store):
    for sheet in sheets(write_tasks(task_list(sample_store, 2026, DAY, pokja=2), "Daftar tugas", {})).values():
        row = head(sheet)
        assert sheet.print_title_rows == f"${row}:${row}" and sheet.freeze_panes == f"C{row + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{row}:") and sheet.page_setup.orientation == "landscape"
        assert "&P" in sheet.oddFooter.right.text and sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_text_and_nothing_that_steers(text):
    task = Task(1, text, "tpi", "P.1.i.a", text, 0.5, 1.0, 2.0, action(text, 3))
    content = write_tasks(TaskList((task,), {1: "Manajemen Perubahan"}, pd.DataFrame()), text, {"Sumber": text})
    for cell in (cell for row in sheets(content)["Pokja 1"].iter_rows() for cell in row if isinstance(cell.value, str)):
        assert cell.data_type == "s" and cell.hyperlink is None and not {"\u202e", "\x07"} & set(cell.value)
    (row,) = table(sheets(content)["Pokja 1"])
    assert row["Terlambat (hari)"] == 3 and row["Tenggat"].date() == DAY - timedelta(days=3)
