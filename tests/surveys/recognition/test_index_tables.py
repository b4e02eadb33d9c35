"""Tables of indices: each figure with its unit, its year and its period; a target is never a result."""

import pytest
from survey_files import read_sheets

from zi_metrics.surveys.importing import SurveyLabel, survey_problems
from zi_metrics.surveys.recognition.workbook import NoSurvey


def figures(rows, answers=None, sheet="Data", name="data.xlsx"):
    items = read_sheets({sheet: rows}, answers, name)
    return {
        (i.jenis, i.reading.unit, i.reading.tahun, i.reading.periode): round(i.figure.nilai, 2)
        for i in items
        if i.figure
    }


def test_target_and_realisation_of_two_years_under_spanning_headings():
    rows = [
        ["No", "Indikator", "Satuan", "Tahun 2024", "", "Tahun 2025", ""],
        ["", "", "", "Target", "Realisasi", "Target", "Realisasi"],
        [1, "Indeks Kepuasan Masyarakat", "Nilai", 88, 86.1, 90, 85.2],
        [2, "Indeks Persepsi Anti Korupsi", "Nilai", 3.5, 3.4, 3.6, 3.65],
    ]
    assert figures(rows) == {
        ("skm", None, 2024, ""): 86.1,
        ("skm", None, 2025, ""): 85.2,
        ("spak", None, 2024, ""): 3.4,
        ("spak", None, 2025, ""): 3.65,
    }


def test_years_below_target_and_realisation_in_a_table_of_units():
    rows = [
        ["Unit Kerja", "Target", "", "Realisasi", ""],
        ["", "2024", "2025", "2024", "2025"],
        ["Dinas A", 90, 91, 82, 83],
        ["Dinas B", 90, 91, 84, 85],
    ]
    assert figures(rows, name="IKM.xlsx") == {
        ("skm", unit, year, ""): value
        for unit, year, value in (
            ("Dinas A", 2024, 82),
            ("Dinas A", 2025, 83),
            ("Dinas B", 2024, 84),
            ("Dinas B", 2025, 85),
        )
    }


def test_open_data_with_underlines_in_their_headings():
    rows = [["nama_opd", "indeks_kepuasan_masyarakat", "kategori", "tahun"], ["Dinas A", "82,1", "B", 2023]]
    rows += [["Dinas A", "84,1", "B", 2024]]
    assert figures(rows) == {("skm", "Dinas A", 2023, ""): 82.1, ("skm", "Dinas A", 2024, ""): 84.1}


def test_an_index_without_a_name_is_read_as_ikm_with_a_word_about_it():
    rows = [["nama_perangkat_daerah", "nilai_indeks", "tahun"], ["Dinas A", 82.1, 2023], ["Dinas B", 83.1, 2023]]
    items = read_sheets({"Data": rows})
    assert {i.reading.unit: i.figure.nilai for i in items} == pytest.approx({"Dinas A": 82.1, "Dinas B": 83.1})
    assert any("dibaca sebagai Indeks Kepuasan Masyarakat" in text for text in items[0].findings["pesan"])


def test_an_index_of_something_else_is_not_read():
    rows = [["Unit", "Indeks Reformasi Birokrasi", "Nilai Indeks"], ["Dinas A", 82.1, 80.2], ["Dinas B", 83.1, 81]]
    with pytest.raises(NoSurvey):
        read_sheets({"Data": rows})


def test_a_figure_beside_one_label_is_not_another_ones():
    assert figures([["Nilai IKM", ": 85,20"], ["Nilai IPAK", ""], ["IPKP", 3.7]]) == {
        ("skm", None, None, ""): 85.2,
        ("spkp", None, None, ""): 3.7,
    }


def test_labels_with_years_and_targets():
    assert figures([["IKM Tahun 2024", 85.2], ["IKM Tahun 2025", 88.2], ["Target IKM 2026", 90]]) == {
        ("skm", None, 2024, ""): 85.2,
        ("skm", None, 2025, ""): 88.2,
    }


def test_periods_in_rows_are_each_of_their_period():
    assert figures([["Periode", "IKM"], ["Triwulan I 2025", 80], ["Triwulan II 2025", 82]]) == {
        ("skm", None, 2025, "Triwulan 1"): 80,
        ("skm", None, 2025, "Triwulan 2"): 82,
    }


def test_one_figure_on_two_scales_is_one_and_two_figures_are_asked_about():
    assert figures([["IKM", 3.29, 82.25]]) == {("skm", None, None, ""): 82.25}
    (item,) = read_sheets({"Data": [["IKM", 80.2, 82.25]]})
    (ask,) = item.asks
    assert "Mana yang hasil survei" in ask.pertanyaan
    assert len(ask.pilihan) == 2
    for answer, value in zip(ask.pilihan, (80.2, 82.25), strict=True):
        assert figures([["IKM", 80.2, 82.25]], {ask.kunci: answer}) == {("skm", None, None, ""): value}


def test_services_have_no_index_of_the_unit():
    with pytest.raises(NoSurvey):
        read_sheets({"Data": [["Layanan", "IKM"], ["KTP", 80], ["KK", 82], ["Rata-rata", 81]]})


@pytest.mark.parametrize("name", ["Rata-rata Kota", "Jumlah", "Kota Contoh"])
def test_the_average_of_all_units_is_no_unit(name):
    rows = [["Unit Kerja", "IKM"], *[[f"Dinas {x}", v] for x, v in zip("ABCDE", (80, 81, 82.5, 84, 90), strict=True)]]
    items = read_sheets({"Rekap": [*rows, [name, 83.5]]})
    assert [i.reading.unit for i in items] == [f"Dinas {x}" for x in "ABCDE"]
    told = any("sama dengan rata-rata" in text for text in items[0].findings["pesan"])
    assert told == (name == "Kota Contoh")


def test_a_figure_whose_heading_names_its_year_is_not_stored_under_another():
    item = next(i for i in read_sheets({"Data": [["Indikator", "2024"], ["IKM", 88.0]]}))
    assert survey_problems([(item, SurveyLabel("Unit Contoh", 2024))]) == []
    (problem,) = survey_problems([(item, SurveyLabel("Unit Contoh", 2025))])
    assert "hasil tahun 2024, bukan 2025" in problem
