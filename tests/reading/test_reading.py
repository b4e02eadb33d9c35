"""What reading promises of good files: every value, under its true address."""

import io
import threading

import hostile_files
import openpyxl
import psutil
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.reading import UnreadableFile, address, bounds, read_spreadsheet
from zi_metrics.reading.grid import column_number


def _saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_every_sheet_comes_in_order_with_its_name_and_whether_it_is_hidden(lke):
    assert [(sheet.name, sheet.hidden) for sheet in lke.sheets] == [
        ("Lembar Kerja", False),
        ("Daftar Pilihan", True),
        ("Kosong", False),
    ]
    assert lke.file_name == "LKE Satker.xlsx"
    assert len(lke.sha256) == 64


def test_a_table_that_starts_at_c5_keeps_its_addresses(lke):
    sheet = lke.sheets[0]
    assert min(sheet.cells) == (5, 3)
    assert sheet.value(5, 3) == "LEMBAR KERJA EVALUASI"
    assert sheet.value(1, 1) is None
    assert (sheet.last_row, sheet.last_column) == (14, 14)


def test_text_keeps_its_spaces_line_breaks_leading_zeros_and_unicode(lke):
    sheet = lke.sheets[0]
    assert sheet.value(7, 3) == "A.  PENGUNGKIT "
    assert sheet.value(8, 4) == "Apakah tim kerja “ZI” sudah dibentuk?\nBukti: SK — ≥ 75%"
    assert sheet.value(13, 11) == "007"
    assert sheet.value(14, 11) == "  Ya, dua spasi"


def test_numbers_are_floats_and_truth_values_stay_truth_values(lke):
    sheet = lke.sheets[0]
    assert [sheet.value(row, 11) for row in (7, 8)] == [0.5, 3.0]
    assert type(sheet.value(8, 11)) is float
    assert sheet.value(10, 11) is True


def test_dates_are_iso_text_and_known_as_dates(lke):
    sheet = lke.sheets[0]
    shown = [sheet.value(11, column) for column in range(11, 15)]
    assert shown == ["2024-04-03", "2024-04-03T10:30:00", "10:30:00", "30:00:00"]
    assert sheet.dates == {(11, 11), (11, 12), (11, 13), (11, 14)}


def test_an_error_value_is_seen_and_not_taken_for_an_empty_cell(lke):
    assert lke.sheets[0].value(12, 11) == "#DIV/0!"


def test_merged_ranges_are_first_and_last_cell(lke):
    assert lke.sheets[0].merged == ((5, 3, 5, 11),)


def test_a_formula_without_a_saved_result_is_known_though_its_cell_is_empty(lke):
    sheet = lke.sheets[0]
    assert sheet.formulas == {(9, 11)}
    assert sheet.value(9, 11) is None


def test_an_empty_sheet_has_no_cells_and_no_extent(lke):
    sheet = lke.sheets[2]
    assert (sheet.cells, sheet.last_row, sheet.last_column) == ({}, 0, 0)


def test_a_formula_gives_its_saved_result_and_its_address():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        sheet = workbook.add_worksheet("Rekap")
        sheet.write_formula("B2", "=1+1", None, 2)
        sheet.write_formula("B3", '="Y"&"a"', None, "Ya")
        sheet.write_formula("B4", "=1/0", None, "#DIV/0!")
    sheet = read_spreadsheet("rekap.xlsx", buffer.getvalue()).sheets[0]
    assert sheet.cells == {(2, 2): 2.0, (3, 2): "Ya", (4, 2): "#DIV/0!"}
    assert sheet.formulas == {(2, 2), (3, 2), (4, 2)}


def test_cells_without_written_addresses_follow_one_another():
    content = hostile_files.xlsx(hostile_files.sheet_xml("<row><c><v>1</v></c><c><f>A1</f><v>2</v></c></row>"))
    sheet = read_spreadsheet("a.xlsx", content).sheets[0]
    assert (sheet.cells, sheet.formulas) == ({(1, 1): 1.0, (1, 2): 2.0}, {(1, 2)})


def test_a_prefixed_namespace_changes_nothing():
    plain = hostile_files.sheet_xml('<row r="2"><c r="B2"><f>1</f><v>2</v></c><c r="C2" t="e"><v>#N/A</v></c></row>')
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    sheet = read_spreadsheet("a.xlsx", hostile_files.xlsx(prefixed)).sheets[0]
    assert (sheet.cells, sheet.formulas) == ({(2, 2): 2.0, (2, 3): "#N/A"}, {(2, 2)})


def test_a_lying_dimension_changes_nothing():
    content = hostile_files.sheet_xml('<row r="7"><c r="K7"><v>3</v></c></row>', '<dimension ref="A1:XFD1048576"/>')
    assert read_spreadsheet("a.xlsx", hostile_files.xlsx(content)).sheets[0].cells == {(7, 11): 3.0}


def test_an_empty_formatted_cell_at_the_far_corner_does_no_harm():
    rows = '<row r="1"><c r="A1"><v>3</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'
    sheet = read_spreadsheet("a.xlsx", hostile_files.xlsx(hostile_files.sheet_xml(rows))).sheets[0]
    assert sheet.cells == {(1, 1): 3.0}


def test_a_workbook_with_macros_is_read_and_its_macros_left_alone():
    sheet = hostile_files.sheet_xml('<row r="1"><c r="A1"><v>3</v></c></row>')
    content = hostile_files.xlsx(sheet, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not even a macro"})
    assert read_spreadsheet("makro.xlsm", content).sheets[0].cells == {(1, 1): 3.0}


def test_an_old_xls_is_read():
    cells = {(1, 1): "Halo é", (3, 2): 2.5}
    assert read_spreadsheet("lama.xls", hostile_files.xls(cells)).sheets[0].cells == cells


def test_an_ods_is_read_with_its_offset():
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
        '<table:table-cell/><table:table-cell office:value-type="float" office:value="2.5"/></table:table-row>'
    )
    assert read_spreadsheet("libre.ods", hostile_files.ods(rows)).sheets[0].cells == {(3, 2): 2.5}


def test_the_bytes_tell_the_format_not_the_name():
    assert read_spreadsheet("salah nama.jpg", hostile_files.xls({(1, 1): 1.0})).sheets[0].value(1, 1) == 1.0


def test_what_lies_in_the_servers_folder_or_settings_does_not_reach_the_child(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('jebakan')")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('jebakan')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert read_spreadsheet("a.xls", hostile_files.xls({(1, 1): 1.0})).sheets[0].value(1, 1) == 1.0


def test_the_child_sees_none_of_the_servers_secrets(monkeypatch, child_program):
    monkeypatch.setenv("RAHASIA_BASIS_DATA", "x")
    tell = "import json, os; print(json.dumps({'refused': [' '.join(os.environ), '']}))"
    child_program(tell)
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("a.xls", hostile_files.xls({(1, 1): 1.0}))
    assert "RAHASIA" not in str(caught.value)


def test_a_full_lke_is_read_whole():
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number in range(6):
        sheet = workbook.create_sheet(f"Lembar {number}")
        for row in range(1, 251):
            sheet.append([f"Pertanyaan {row} kolom {column}" for column in range(16)] + [f"=A{row}"])
    content = _saved(workbook)
    grid = read_spreadsheet("penuh.xlsx", content)
    assert sum(len(sheet.cells) for sheet in grid.sheets) == 6 * 250 * 16
    assert all(len(sheet.formulas) == 250 for sheet in grid.sheets)


def test_many_at_once_are_all_read_yet_never_more_children_than_allowed():
    content = hostile_files.xls({(1, 1): 1.0})
    read_spreadsheet("a.xls", content)
    own, results, most = psutil.Process(), [], 0
    # The one that is ready, and whatever earlier tests had started.
    before = {child.pid for child in own.children(recursive=True)}
    threads = [threading.Thread(target=lambda: results.append(read_spreadsheet("a.xls", content))) for _ in range(9)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, len({child.pid for child in own.children(recursive=True)} - before))
    assert len(results) == 9
    assert 1 <= most <= bounds.MAX_CHILDREN


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_reads_back_as_its_row_and_column(row, column):
    text = address(row, column)
    letters = text.rstrip("0123456789")
    assert (int(text[len(letters) :]), column_number(letters)) == (row, column)


def test_addresses_are_written_as_in_excel():
    assert address(7, 11) == "K7"
    assert [address(1, column) for column in (26, 27, 16_384)] == ["Z1", "AA1", "XFD1"]
    with pytest.raises(ValueError, match="no such row: 0"):
        address(0, 1)
