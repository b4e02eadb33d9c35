"""Results instead of answers, totals without a label, and files that hold no survey: never a wrong index in silence."""

import pytest
from survey_files import SKM, as_text, one, read_sheets, responses

from zi_metrics.cli.survey_files import label_surveys
from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.recognition.workbook import NoSurvey
from zi_metrics.upload import prepare_upload


def level(i, q):
    return (i * 7 + q * 3) % 4 + 1


def mean(values):
    return sum(values) / len(values)


def test_a_table_of_units_and_indices_gives_each_unit_its_own():
    rows = [
        ["REKAP INDEKS SURVEI 2026"],
        ["No", "Unit Kerja", "Jumlah Responden", "IKM", "Mutu IKM", "IPAK"],
        [1, "Kantor Contoh A", "1.250", "85,25", "B", 3.71],
        [2, "Kantor Contoh B", 90, 88.1, "B", 3.62],
        ["", "Rata-rata", "", 86.7, "B", 3.66],
    ]
    items = {(item.reading.unit, item.jenis): item for item in read_sheets({"Rekap": rows})}
    assert len(items) == 4
    assert items["Kantor Contoh A", "skm"].figure.nilai == pytest.approx(85.25)
    assert items["Kantor Contoh B", "spak"].figure.indeks == pytest.approx(3.62)
    assert items["Kantor Contoh A", "skm"].reading.responden == 1250


def test_an_index_above_a_column_of_several_numbers_is_not_the_first_of_them():
    with pytest.raises(NoSurvey):
        read_sheets({"Rekap": [["Wilayah", "IKM"], ["Utara", 85.25], ["Selatan", 71.5], ["Timur", 90.5]]})


def test_counts_of_answers_are_no_averages():
    heads = ["Unsur", "Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik", "Jumlah"]
    with pytest.raises(NoSurvey):
        read_sheets({"Rekap SKM": [heads, *([name, 5, 12, 40 + i, 33 - i, 90] for i, name in enumerate(SKM))]})


def test_averages_beside_codes_of_unsur_are_read():
    rows = [["IKM 2026"], ["Unsur", "Nilai (0-100)"], *([f"U{i}", 79 + i] for i in range(1, 10))]
    (item,) = read_sheets({"Rekap": rows})
    assert item.figure.nilai == pytest.approx(84)


@pytest.mark.parametrize(("written", "count"), [("1.250", 1250), (1250, 1250), ("152 orang", 152), (152.0, 152)])
def test_the_number_of_respondents_is_read_as_indonesians_write_it(written, count):
    (item,) = read_sheets({"SKM": [["Indeks", "SKM 2026"], ["IKM", "85,25"], ["Jumlah responden", written]]})
    assert item.reading.responden == count


def test_totals_without_a_label_are_no_respondents_also_when_there_are_three():
    table = responses([f"U{i}" for i in range(1, 10)], level, lead=["No"])
    sums = [sum(level(i, q) for i in range(40)) for q in range(9)]
    table += [["", *sums], ["", *(x / 40 for x in sums)], ["", *(x / 40 * 25 for x in sums)]]
    item = one(table)
    assert item.asks == () and item.reading.responden == 40


def test_how_many_chose_each_answer_is_no_respondent():
    table = responses([f"U{i}" for i in range(1, 10)], level, lead=["No"])
    table += [
        [f"Jumlah yang menjawab {k}", *(sum(level(i, q) == k for i in range(40)) for q in range(9))] for k in (1, 2, 3)
    ]
    assert one(table).reading.responden == 40


def test_codes_with_a_blank_and_percentages_are_read():
    item = one(responses([f"u {i}" for i in range(1, 10)], lambda i, q: f"{[50, 70, 85, 90][(i + q) % 4]}%"))
    assert item.figure.indeks == pytest.approx(mean([50, 70, 85, 90]) / 100 * 3 + 1)


def test_answers_from_nought_to_three_can_be_said_to_be_such():
    rows = responses(SKM, lambda i, q: level(i, q) - 1)
    assert "0-3" in one(rows).asks[0].pilihan
    assert one(rows, {"skala:skm": "0-3"}).figure.indeks == pytest.approx(
        mean([level(i, q) for i in range(40) for q in range(9)])
    )


def test_averages_of_respondents_are_not_taken_for_identity_numbers():
    rows = responses(SKM, level)
    rows = [[*rows[0], "Rata-rata"], *([*row, sum(row) / 9] for row in rows[1:])]
    assert not [p for p in one(rows).findings["pesan"] if "NIK" in p]


def test_of_a_file_of_two_years_the_year_asked_for_is_taken():
    class Options:
        unit, tahun, dilayani = "Kantor Contoh", "2026", ()

    days = [f"{1 + i % 28}/05/{2025 + (i >= 40)} 10.00.00" for i in range(80)]
    rows = [["Timestamp", *SKM], *([days[i], *(level(i, q) for q in range(9))] for i in range(80))]
    problems = []
    labelled = label_surveys(prepare_survey("survei.csv", as_text(rows)), Options, 2026, problems)
    assert problems == [] and [(item.reading.responden, x.tahun) for item, x in labelled] == [(40, 2026)]


def test_a_file_that_is_neither_says_what_a_survey_must_hold():
    upload = prepare_upload("rekap.csv", as_text([["Bulan", "Antrean"], ["Januari", 120], ["Februari", 140]]))
    assert any("satu baris per responden" in problem for problem in upload.problems)
