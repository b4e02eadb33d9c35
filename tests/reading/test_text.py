"""What reading promises of text tables: every cell as written, whatever delimiter, encoding and quoting."""

import csv
import io

import hostile_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.reading import UnreadableFile, bounds, read_spreadsheet, text_table

TABLE = [
    ["No", "Pertanyaan", "Jawaban", "Nilai"],
    ["1", "Apakah tim kerja “ZI” sudah dibentuk?", "Ya", "3,50"],
    ["2", "Baris satu\nbaris dua; lalu, koma", "", "0,25"],
    ["3", 'Kata "kutip"', "A/B/C", "1.000,00"],
]


def written(delimiter: str, encoding: str, line_end: str = "\r\n", rows=TABLE) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return buffer.getvalue().encode(encoding)


def rows_read(content: bytes, name: str = "Survei.csv") -> list[list[str]]:
    sheet = read_spreadsheet(name, content).sheets[0]
    columns = range(1, sheet.last_column + 1)
    return [[sheet.value(row, column) or "" for column in columns] for row in range(1, sheet.last_row + 1)]


def cells(content: bytes) -> dict:
    return text_table.sheet_of(content).cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_and_encoding_gives_the_same_cells(delimiter, encoding):
    assert rows_read(written(delimiter, encoding)) == TABLE


def test_a_text_table_is_one_visible_sheet_named_as_its_file():
    grid = read_spreadsheet("Survei SKM 2026.csv", b"a;b\n1;2\n")
    assert [(sheet.name, sheet.hidden) for sheet in grid.sheets] == [("Survei SKM 2026", False)]
    assert read_spreadsheet("C:\\Unduhan\\Triwulan I.tsv", b"a\tb\n1\t2\n").sheets[0].name == "Triwulan I"


def test_cells_stay_text_as_written_with_spaces_zeros_and_decimal_commas():
    content = b"Kode;Isi;Nilai\n007; dua spasi ;3,5\n=1+1;TRUE;1e5\n"
    assert rows_read(content) == [["Kode", "Isi", "Nilai"], ["007", " dua spasi ", "3,5"], ["=1+1", "TRUE", "1e5"]]


def test_the_decimal_comma_of_indonesian_excel_is_no_delimiter():
    assert cells(b"3,5;2,0\n1,5;1,0\n") == {(1, 1): "3,5", (1, 2): "2,0", (2, 1): "1,5", (2, 2): "1,0"}
    assert cells(b"A;3,5\nB;4,5;baik\nC;2,5\n")[2, 3] == "baik"


def test_title_rows_blank_rows_and_ragged_rows_keep_every_cell_in_its_place():
    content = b"LEMBAR KERJA EVALUASI\n\nNo;Isi;Nilai\n1;Ya\n2;Tidak;3;lebih\n"
    assert cells(content) == {
        (1, 1): "LEMBAR KERJA EVALUASI",
        (3, 1): "No",
        (3, 2): "Isi",
        (3, 3): "Nilai",
        (4, 1): "1",
        (4, 2): "Ya",
        (5, 1): "2",
        (5, 2): "Tidak",
        (5, 3): "3",
        (5, 4): "lebih",
    }


def test_mixed_line_ends_are_each_one_row():
    assert rows_read(b"a;b\r\n1;2\r3;4\n5;6") == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_the_line_in_which_excel_names_the_delimiter_is_no_row():
    assert rows_read(b"\xef\xbb\xbfsep=|\r\na|b;c\r\n1|2\r\n") == [["a", "b;c"], ["1", "2"]]


def test_free_text_answers_full_of_commas_do_not_hide_the_semicolons():
    answers = "".join(f"{number};Pelayanan baik, cepat, ramah, {'dan, ' * (number % 5)}murah\n" for number in range(50))
    assert cells(("No;Saran\n" + answers).encode())[51, 2] == "Pelayanan baik, cepat, ramah, dan, dan, dan, dan, murah"


def test_a_quote_that_somebody_typed_is_kept_where_no_cell_is_quoted():
    assert cells(b'No;Isi\n1;"lebar\n2;7" pipa\n') == {
        (1, 1): "No",
        (1, 2): "Isi",
        (2, 1): "1",
        (2, 2): '"lebar',
        (3, 1): "2",
        (3, 2): '7" pipa',
    }


def test_a_quote_without_partner_among_quoted_cells_is_named_by_its_line():
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("Survei.csv", b'No;Isi\n1;"Ya"\n2;"Tidak\n3;"Ya"\n')
    assert caught.value.problem == ("Berkas 'Survei.csv' berisi tanda kutip (\") yang tidak berpasangan pada baris 3.")
    assert "Tutup atau hapus" in caught.value.advice


def test_a_cell_longer_than_the_csv_modules_own_limit_is_read_whole():
    long = "x" * 200_000
    assert cells(f"a;b\n1;{long}\n".encode())[2, 2] == long


def test_content_decides_not_the_name():
    workbook = hostile_files.xls({(1, 1): "Halo"})
    assert read_spreadsheet("sebenarnya.csv", workbook).sheets[0].value(1, 1) == "Halo"
    assert rows_read(written(";", "utf-8"), "sebenarnya.xlsx") == TABLE


def test_what_a_text_really_is_is_told_with_how_to_mend_it():
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("data.csv", b'{"jawaban": [1, 2]}')
    assert caught.value.problem == "Berkas 'data.csv' bukan buku kerja Excel atau tabel CSV, melainkan data JSON."
    assert "simpan sebagai Excel Workbook" in caught.value.advice


def test_a_million_cells_are_read_within_the_time_and_beyond_that_are_refused():
    content = b"1;2;3;4;5;6;7;8;9;10\n" * 100_000
    assert len(read_spreadsheet("besar.csv", content).sheets[0].cells) == 1_000_000
    with pytest.raises(bounds.Refusal, match=r"terlalu banyak sel \(batasnya 1\.200\.000\)"):
        cells(content + content)


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
TEXTS = st.text(st.one_of(st.sampled_from(';,|\t"\n'), LETTERS), max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_what_a_program_writes_after_a_plain_heading_reads_back(rows, delimiter):
    # Every cell quoted, as careful programs do: then nothing in a cell can mislead.
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([["No", "Isi", "Nilai"], ["1", "Ya", "2"], *rows])
    expected = {
        (row, column): text for row, texts in enumerate(rows, 3) for column, text in enumerate(texts, 1) if text
    }
    found = cells(buffer.getvalue().encode())
    assert {place: text for place, text in found.items() if place[0] > 2} == expected


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(st.sampled_from(';,|\t"\r\n\0 ab1é'), max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        found = text_table.sheet_of(content)
    except bounds.Refusal as refusal:
        found = refusal
    if isinstance(found, bounds.Refusal):
        assert found.what and found.advice.endswith(".")
    else:
        assert all(isinstance(text, str) and text for text in found.cells.values())
