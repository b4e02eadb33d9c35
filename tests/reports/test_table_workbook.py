"""A table of a screen as a workbook: real numbers as they are read, what it is about above, people's texts as texts."""

import io

import openpyxl
import pandas as pd
import pytest

from zi_metrics.bahasa import format_change, format_number, format_percent
from zi_metrics.near_minimum import format_beside
from zi_metrics.printable import printable
from zi_metrics.reports.table_workbook import write_table

HOSTILE = ["=1+1", "+62 21", "-5 poin", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
ABOUT = {"Layar": "Ringkasan", "Tahun": "2026", "Sumber": "=jahat()"}


def sheet_of(table, texts=None, about=ABOUT):
    return openpyxl.load_workbook(io.BytesIO(write_table("Daftar unit", about, table, texts))).active


def below_heading(sheet):
    """The cells below the frozen heading, row by row."""
    return list(sheet.iter_rows(min_row=int(sheet.freeze_panes[1:])))


def test_filters_and_sources_stand_above_a_heading_that_stays_in_sight():
    sheet = sheet_of(pd.DataFrame({"Unit": ["A"], "Total": [1.0]}))
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Daftar unit",
        "Layar: Ringkasan",
        "Tahun: 2026",
        "Sumber: =jahat()",
    ]
    assert [cell.value for cell in sheet[6]] == ["Unit", "Total"]
    assert sheet.freeze_panes == "A7" and sheet.auto_filter.ref == "A6:B7"
    assert sheet.print_title_rows == "$6:$6"


def test_numbers_are_numbers_at_full_precision_shown_as_on_the_screen():
    total, change, share, missed = 92.9234537037037, -0.4012, 0.6751, 74.9996
    table = pd.DataFrame(
        {
            "Total": [total],
            "Perubahan": [change],
            "Naik": [0.4],
            "Capaian": [share],
            "Tipis": [missed],
            "Banyak": [1250],
        }
    )
    texts = {
        "Total": [format_number(total)],
        "Perubahan": [format_change(change)],
        "Naik": [format_change(0.4)],
        "Capaian": [format_percent(share)],
        "Tipis": [format_beside(missed, 75)],
        "Banyak": [format_number(1250, 0)],
    }
    ((*cells,),) = below_heading(sheet_of(table, texts))
    assert [cell.value for cell in cells] == [total, change, 0.4, share, missed, 1250]
    assert {cell.data_type for cell in cells} == {"n"}
    signed = "+#,##0.00;-#,##0.00;#,##0.00"
    assert [c.number_format for c in cells] == ["#,##0.00", "#,##0.00", signed, "#,##0.00%", "#,##0.0000", "#,##0"]


def test_numbers_that_no_text_is_told_of_have_two_decimals_or_none():
    (cells,) = below_heading(sheet_of(pd.DataFrame({"Versi": [3], "Nilai": [2.5], "Tahun": [2026]})))
    assert [(cell.value, cell.number_format) for cell in cells] == [(3, "0"), (2.5, "#,##0.00"), (2026, "0")]


def test_missing_is_empty_and_a_word_in_its_place_is_written():
    table = pd.DataFrame({"Upaya": [1.5, float("nan"), float("nan")], "Alasan": [None, "–", "x"]})
    rows = below_heading(sheet_of(table, {"Upaya": ["1,50", "tidak mungkin", "–"]}))
    assert [[cell.value for cell in row] for row in rows] == [[1.5, None], ["tidak mungkin", "–"], [None, "x"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text):
    ((*cells,),) = below_heading(sheet_of(pd.DataFrame({"Unit": [text], text: ["biasa"]})))
    assert cells[0].data_type == "s" and cells[0].value == printable(text) and cells[0].quotePrefix
    assert not cells[0].hyperlink and not cells[1].quotePrefix
    # A heading may be a scenario's name, and a table's words about itself a file's.
    sheet = sheet_of(pd.DataFrame({text: [1.0]}), about={"Berkas": text})
    assert {cell.data_type for row in sheet.iter_rows(max_row=4) for cell in row if cell.value} == {"s"}


def test_an_empty_table_and_a_very_long_text_are_written():
    assert sheet_of(pd.DataFrame({"Unit": pd.Series(dtype=str)})).max_row == 6
    ((cell,),) = below_heading(sheet_of(pd.DataFrame({"Catatan": ["a" * 40_000]})))
    assert len(cell.value) == 32_767 and cell.value.endswith("batas panjang sel Excel]")


def test_the_same_table_gives_the_same_bytes():
    table = pd.DataFrame({"Unit": ["A"], "Total": [1.0]})
    assert write_table("x", ABOUT, table) == write_table("x", ABOUT, table)
