"""Whose and of which year a file is: titles before the file's name; no date of signing, no judge's word."""

from zi_metrics.lke.recognition.identity import guess_identity, year_contradiction
from zi_metrics.reading import Grid, Sheet


def grid(rows, name="LKE.xlsx"):
    cells = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v is not None}
    return Grid(name, "", (Sheet("LKE ZI", False, cells),))


TABLE = [["Kode", "Pertanyaan", "Pilihan", "Jawaban", "Nilai", "Catatan"]]
TABLE += [[f"P.{i}", "Unit kerja telah ...", "A/B/C", "A", "1", "SK Tim tahun 2023"] for i in range(40)]


def test_the_title_tells_the_year_and_not_a_note_or_the_date_of_signing():
    title = [["LEMBAR KERJA EVALUASI (PERMENPANRB NOMOR 90 TAHUN 2021)"], ["TAHUN 2024"]]
    signed = [[None, None, None, "Jakarta, 12 Januari 2025"]]
    assert guess_identity(grid([*title, *TABLE, *signed])).tahun == 2024
    assert guess_identity(grid([*TABLE, *signed])).tahun == 2025
    assert guess_identity(grid(TABLE)).tahun is None


def test_a_title_and_a_file_name_of_different_years_are_told():
    title = [["LEMBAR KERJA EVALUASI TAHUN 2024"]]
    assert year_contradiction(grid([*title, *TABLE], "LKE 2025.xlsx")) == (2024, 2025)
    assert year_contradiction(grid([*title, *TABLE], "LKE 2024.xlsx")) is None
    assert year_contradiction(grid(TABLE, "LKE 2025.xlsx")) is None


def test_a_column_of_judges_labels_no_unit():
    rows = [["Penilai", "Pertanyaan", "Jawaban"], *(["Unit", f"Unit kerja telah {i}", "Ya"] for i in range(5))]
    assert guess_identity(grid(rows)).unit is None


def test_words_of_a_file_name_that_name_no_unit():
    for name in ("LKE ZI 2024 (lama).xlsx", "Pokja 3.xlsx", "LKE Tahun 2025 baru.xlsx"):
        assert guess_identity(grid(TABLE, name)).unit is None, name
    name = "LKE WBK Pengadilan Contoh Jaya Tahun 2024 (penilaian mandiri) - Copy (2).xlsx"
    assert guess_identity(grid(TABLE, name)).unit == "Pengadilan Contoh Jaya"
