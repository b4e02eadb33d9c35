"""Findings go out as a spreadsheet in which nothing from a file can run."""

import io

import openpyxl

from zi_metrics.findings import Finding, findings_table
from zi_metrics.reports.findings_workbook import write_findings


def test_findings_are_written_gravest_first_and_as_text():
    table = findings_table(
        [
            Finding("catatan", "=cmd|' /C calc'!A0", "+1", "LKE ZI", "K9", None),
            Finding("galat", "jawaban 'F' tidak ada dalam pilihan A/B/C", "isi A", "LKE ZI", "K8", "P.1.i.b"),
        ]
    ).assign(berkas="@uji.xlsx")
    content = write_findings(table)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Temuan"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in rows] == ["Galat", "Catatan"]
    assert rows[1][5] == "=cmd|' /C calc'!A0" and rows[0][0] == "@uji.xlsx"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert write_findings(table) == content


def test_a_long_finding_does_not_run_over_the_next_row():
    table = findings_table([Finding("galat", "panjang " * 60, "isi", "LKE ZI", "K8", "P.1.i.b")]).assign(berkas="x")
    sheet = openpyxl.load_workbook(io.BytesIO(write_findings(table)))["Temuan"]
    assert sheet.row_dimensions[2].height > 60 and sheet.page_setup.orientation == "landscape"


def test_no_findings_give_an_empty_sheet():
    sheet = openpyxl.load_workbook(io.BytesIO(write_findings(findings_table([]))))["Temuan"]
    assert sheet.max_row == 1
