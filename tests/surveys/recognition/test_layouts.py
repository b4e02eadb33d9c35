"""Layouts of foreign survey files: sections per service, hopes beside what was met, tables below one another."""

import pytest
from survey_files import SKM, SPAK, one, read, read_sheets, responses


def level(i, q):
    return (i * 7 + q * 3) % 4 + 1


def mean(values):
    return sum(values) / len(values)


def test_a_form_with_a_section_per_service_counts_each_answer_once():
    # 30 people chose the first service and its section, 10 the second; only the latter are displeased.
    people = [["KTP", *[4] * 9, *[""] * 9] for _ in range(30)] + [["KK", *[""] * 9, *[1] * 9] for _ in range(10)]
    item = one([["Pilih layanan", *SKM, *SKM], *people])
    assert item.nrr["nrr"].tolist() == [pytest.approx((30 * 4 + 10) / 40)] * 9
    assert item.nrr["banyak"].tolist() == [40] * 9
    assert len(item.reading.responses.questions) == 9
    assert set(item.reading.responses.layanan) == {"KTP", "KK"}
    assert not [p for p in item.findings["pesan"] if "tidak menjawab" in p]


def test_two_questions_of_one_unsur_that_people_answer_both_stay_two():
    item = one(responses([*SKM, "Persyaratan mudah dipenuhi"], level))
    assert len(item.reading.responses.questions) == 10


def test_columns_of_hopes_are_left_out_of_the_index_and_it_is_said():
    heads = [*(f"[Harapan] {x}" for x in SKM), *(f"[Kinerja] {x}" for x in SKM)]
    item = one(responses(heads, lambda i, q: 4 if q < 9 else level(i, q)))
    assert item.figure.indeks == pytest.approx(mean([level(i, q) for i in range(40) for q in range(9, 18)]))
    assert "9 kolom harapan" in " ".join(item.findings["pesan"])


def test_a_question_that_says_as_hoped_is_a_question():
    item = one(responses([f"{x} sesuai harapan saya" for x in SKM], level))
    assert len(item.nrr) == 9


def test_a_sheet_of_hopes_is_left_out():
    met, hoped = responses(SKM, level), responses(SKM, lambda i, q: 4)
    (item,) = read_sheets({"Kenyataan": met, "Harapan": hoped})
    assert item.reading.responden == 40
    assert item.figure.indeks == pytest.approx(mean([level(i, q) for i in range(40) for q in range(9)]))
    assert "'Harapan'" in " ".join(item.findings["pesan"])


def numbered(heads, answers, count=40):
    return [["No", *heads], *([i + 1, *(answers(i, q) for q in range(len(heads)))] for i in range(count))]


def test_two_surveys_below_one_another_on_a_sheet_are_two():
    rows = [["SURVEI KEPUASAN MASYARAKAT 2026"], *numbered([f"U{i}" for i in range(1, 10)], level), []]
    rows += [["SURVEI PERSEPSI ANTI KORUPSI 2026"], *numbered(SPAK, lambda i, q: 4 if q else 3)]
    items = {item.jenis: item for item in read_sheets({"Lembar1": rows})}
    assert items["skm"].figure.indeks == pytest.approx(mean([level(i, q) for i in range(40) for q in range(9)]))
    assert items["spak"].figure.indeks == pytest.approx(3.8)
    assert {item.reading.responden for item in items.values()} == {40}


def test_the_same_survey_below_itself_is_one():
    other = [f"Bagaimana {x.lower()}?" for x in SKM]
    rows = [*numbered(SKM, level), [], ["Loket 2"], *numbered(other, lambda i, q: 4)]
    (item,) = read_sheets({"Lembar1": rows})
    assert item.reading.responden == 80 and len(item.reading.responses.layanan.categories) == 0
    assert item.figure.indeks == pytest.approx(mean([level(i, q) for i in range(40) for q in range(9)] + [4] * 360))


def test_a_header_printed_on_every_page_begins_no_new_table():
    rows = numbered(SKM, level, 20)
    (item,) = read([*rows, *rows])
    assert item.reading.responden == 40


@pytest.mark.parametrize("head", ["Nama Loket", "Nomor loket", "Pilih layanan", "Pilihan jenis layanan Anda"])
def test_a_counter_is_a_service_and_nobody_s_name(head):
    rows = [[head, *SKM], *([["A", "B"][i % 2], *(level(i, q) for q in range(9))] for i in range(40))]
    assert set(one(rows).reading.responses.layanan) == {"A", "B"}
