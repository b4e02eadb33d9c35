"""A sheet of very many rows that is read by columns shows what it shows cell by cell."""

import datetime
import io
import json
import pickle

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.reading import cell_bytes, protocol, read_spreadsheet, spreadsheet
from zi_metrics.reading.columns import table_of
from zi_metrics.reading.long_sheet import LONG_ROWS, LongSheet

VALUES = st.one_of(
    st.none(),
    st.sampled_from(["Baik", "", "2026-01-02", "TRUE", "1", " 1", "\U0001f600"]),
    st.sampled_from([True, False, 0.0, 1.0, 2.5, 1e300]),
    st.sampled_from([datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4), datetime.time(10, 30)]),
)


def workbook(rows):
    """A workbook with these values, a merged range, hidden row 2, and formulas in the column behind."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("Survei")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, datetime.date | datetime.time):
                    sheet.write_datetime(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
        sheet.write_formula(0, len(rows[0]) + 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(len(rows) + 2, 0, "=1", None, "")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.merge_range(0, 20, 1, 21, "gabungan")
    return buffer.getvalue()


def both(content):
    """The one sheet by columns, through the way to the parent, and cell by cell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreadsheet, "LONG_ROWS", 1)
        (by_columns,) = protocol.decode(io.BytesIO(protocol.encode(spreadsheet.sheets_of(content))))
    (by_cells,) = spreadsheet.sheets_of(content)
    assert isinstance(by_columns, LongSheet) and not isinstance(by_cells, LongSheet)
    return by_columns, by_cells


def facts(sheet):
    found = (sheet.name, sheet.hidden, sheet.formulas, sheet.merged, sheet.hidden_rows, sheet.dates)
    reach = (sheet.last_row, sheet.last_column, sheet.filled_columns, sheet.filled_cells, sheet.cells_by_row)
    return found, reach, {place: (type(value), value) for place, value in sheet.cells.items()}


def texts(table):
    return [[table.text(row, column) for row in range(table.rows)] for column in range(len(table.columns))]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n), min_size=1, max_size=12)))
def test_a_long_sheet_shows_what_it_shows_cell_by_cell(rows):
    by_columns, by_cells = both(workbook(rows))
    # Before any of its cells is asked for.
    table = table_of(by_columns)
    assert "cells" not in vars(by_columns)
    assert facts(by_columns) == facts(by_cells)
    assert facts(pickle.loads(pickle.dumps(by_columns))) == facts(by_cells)
    plain = table_of(by_cells)
    assert (table.name, table.rows, table.hidden_rows) == (plain.name, plain.rows, plain.hidden_rows)
    assert texts(table) == texts(plain)
    assert [column.counts.sum() for column in table.columns] == [column.counts.sum() for column in plain.columns]


def test_a_sheet_is_read_by_columns_where_it_is_long_and_by_cells_where_it_is_not():
    rows = [["Puas", number % 4 + 1] for number in range(LONG_ROWS)]
    for count, is_long in ((LONG_ROWS, True), (LONG_ROWS - 10, False)):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet = book.add_worksheet()
            for row, values in enumerate(rows[:count]):
                sheet.write_row(row, 0, values)
        read = read_spreadsheet("a.xlsx", buffer.getvalue()).sheets[0]
        assert isinstance(read, LongSheet) == is_long
        assert read.cells == {(r, c): v for r, row in enumerate(rows[:count], 1) for c, v in enumerate(row, 1)}
        assert (read.filled_cells, read.last_row, read.value(count, 1)) == (2 * count, count, "Puas")


HEAD = {"name": "a", "hidden": False, "formulas": [], "merged": [], "hidden_rows": [], "rows": 2, "columns": [[1]]}
SIZES = {"numbers": 0, "texts": 1, "bytes": 1}
NUMBERS, TEXT = (0).to_bytes(4, "little") * 2, b"\0" + (1).to_bytes(4, "little") + b"x"


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (HEAD | SIZES, NUMBERS[:-1]),
        (HEAD | SIZES, NUMBERS + TEXT[:-1]),
        (HEAD | SIZES, (1).to_bytes(4, "little") * 2 + TEXT),
        (HEAD | SIZES, (-2).to_bytes(4, "little", signed=True) * 2 + TEXT),
        (HEAD | SIZES | {"columns": [[2]]}, NUMBERS + TEXT),
        (HEAD | SIZES | {"columns": [[-1]]}, NUMBERS + TEXT),
        (HEAD | SIZES | {"rows": -1}, NUMBERS + TEXT),
        (HEAD | SIZES | {"rows": 10**9}, NUMBERS + TEXT),
        (HEAD | SIZES | {"columns": [[]]}, NUMBERS + TEXT),
        (HEAD | SIZES | {"columns": 1}, NUMBERS + TEXT),
    ],
)
def test_columns_that_do_not_fit_together_are_no_answer(head, rest):
    good = cell_bytes.sheet_from(HEAD | SIZES, io.BytesIO(NUMBERS + TEXT))
    assert good.cells == {(1, 1): "x", (2, 1): "x"}
    with pytest.raises(ValueError, match=r"not|cut off|no size|malformed"):
        protocol.decode(io.BytesIO(json.dumps(head).encode() + b"\n" + rest))
