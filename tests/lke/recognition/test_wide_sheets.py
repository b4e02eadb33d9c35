"""A sheet of many thousand texts is given up after its first rows, whatever they say: a header stands at the top."""

from dataclasses import replace

import pytest
from places import READY

from zi_metrics.instruments.library import instruments_in_use
from zi_metrics.lke.importing import ImportRefused, prepare_file
from zi_metrics.lke.recognition.column_choices import sheets_to_choose
from zi_metrics.lke.recognition.headers import MOST_TEXTS, _candidates, find_header
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.lke.recognition.workbook import recognise
from zi_metrics.reading import Sheet, read_spreadsheet
from zi_metrics.reading.bounds import MAX_FILLED_COLUMNS
from zi_metrics.upload import prepare_upload

WIDE = {(row, column): f"Jawaban unit kerja {row} {column}" for row in range(2, 31) for column in range(1, 1001)}


def test_rows_below_so_many_texts_are_not_looked_at():
    looked_at = {row for row, _ in _candidates(View(Sheet("LKE", False, WIDE)))}
    assert max(looked_at) <= MOST_TEXTS // 1000 + 2


def test_a_header_above_them_is_still_found():
    header = find_header(View(Sheet("LKE", False, {(1, 1): "Pertanyaan", (1, 2): "Jawaban"} | WIDE)))
    assert header is not None and header.row == 1


def test_a_table_of_thousands_of_answer_columns_is_refused_with_its_remedy():
    rows = [["No", "Uraian", *["Jawaban"] * 16_000], *([str(i), "x", *["A"] * 16_000] for i in range(50))]
    content = "\n".join(",".join(row) for row in rows).encode()
    with pytest.raises(ImportRefused, match=r"lembar 'lebar'.*16002 kolom terisi, paling banyak 1000; bagilah"):
        prepare_file("lebar.csv", content)
    upload = prepare_upload("lebar.csv", content)
    assert not upload.items and not upload.surveys and "16002 kolom" in upload.problems[0]
    assert not any(sheets_to_choose(grid) for grid in upload.unknown), "nobody is asked for one of 16,002 columns"


def test_a_sheet_too_wide_is_told_and_the_others_are_read():
    grid = read_spreadsheet("a.xlsx", READY["lengkap"].read_bytes())
    wide = Sheet("Lebar", False, {(1, column): "Jawaban" for column in range(1, MAX_FILLED_COLUMNS + 2)})
    read = recognise(replace(grid, sheets=(*grid.sheets, wide)), instruments_in_use())
    assert [r.recognised for r in read.readings] == [113]
    assert [f.lembar for f in read.findings if "kolom terisi" in f.pesan] == ["Lebar"]


def test_a_stray_cell_far_to_the_right_makes_no_sheet_wide():
    grid = read_spreadsheet("a.xlsx", READY["lengkap"].read_bytes())
    strayed = tuple(replace(sheet, cells={**sheet.cells, (9, 16_384): "catatan"}) for sheet in grid.sheets)
    read = recognise(replace(grid, sheets=strayed), instruments_in_use())
    assert [r.recognised for r in read.readings] == [113]
