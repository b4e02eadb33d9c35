"""Counts that contradict each other are told on import: which cells, what they say, what is taken and why."""

from io import BytesIO

import openpyxl
import pytest
from forms import plain_list
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.answers import CountAnswer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare
from zi_metrics.lke.recognition.contradictory_counts import count_doubts
from zi_metrics.scoring.values import ratio_meaning

INSTRUMENT = load_instrument()


def read(kode=None, **counts):
    """What is found about one ratio question (or two that share a count) in a list with these counts."""
    answers = {q.kode: ("A", 1.0) for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis == "pilihan"}
    answers |= {asked: (given, None) for asked, given in ({kode: counts} if kode else counts["several"]).items()}
    questions = [q for q in INSTRUMENT.questions() if q.kode in answers]
    item = prepare("daftar.xlsx", plain_list(INSTRUMENT, answers, questions=questions))
    values = {answer.kode: answer.nilai for answer in item.reading.answers}
    asked = [kode] if kode else list(counts["several"])
    findings = item.findings[item.findings["kode"].isin(asked)]
    return values, findings


def test_more_settled_and_under_way_than_there_was_is_told_with_every_cell():
    values, findings = read("R.5.ii.a", harus_ditindaklanjuti=10, diproses=8, selesai=7)
    (told,) = findings.to_dict("records")
    assert values["R.5.ii.a"] == 0.7 and told["tingkat"] == "peringatan"
    assert "sedang diproses (C" in told["pesan"] and "selesai ditindaklanjuti (C" in told["pesan"]
    assert "berjumlah 15, melebihi Jumlah pengaduan masyarakat yang harus ditindaklanjuti (C" in told["pesan"]
    assert "nilai 70,0%, seperti rumus formulir resmi" in told["pesan"] and told["saran"]


def test_a_part_above_its_whole_is_told_once_and_counts_as_all_there_is():
    values, findings = read("R.4.i.a", sasaran=10, tercapai=12)
    (told,) = findings.to_dict("records")
    assert values["R.4.i.a"] == 1 and "12 melebihi Jumlah sasaran kinerja (C" in told["pesan"]
    assert "rasionya 120%, dihitung 100% karena itu nilai tertinggi" in told["pesan"]


@pytest.mark.parametrize(
    ("kode", "counts"),
    [("R.4.i.a", {"sasaran": 0, "tercapai": 2}), ("R.1.i.a", {"jumlah_agen": 0, "jumlah_perubahan": 2})],
)
def test_something_of_nothing_is_an_error_that_names_both_cells(kode, counts):
    values, findings = read(kode, **counts)
    (told,) = findings.to_dict("records")
    assert values[kode] is None and told["tingkat"] == "galat" and told["pesan"].count("(C") == 2
    assert "dihitung belum dijawab" in told["pesan"]


def test_what_is_no_part_of_the_ratio_is_told_too():
    values, findings = read("R.3.iii.a", tahun_lalu=4, tahun_ini=2, diberi_sanksi=7)
    (told,) = findings.to_dict("records")
    assert values["R.3.iii.a"] == 0.5 and "sanksi/hukuman (C" in told["pesan"] and "bersama 6" in told["pesan"]
    assert read("R.3.iii.a", tahun_lalu=4, tahun_ini=2, diberi_sanksi=6)[1].empty


def test_one_count_with_two_figures_is_told_with_both_cells_and_each_is_scored_by_its_own():
    made, used = {"jumlah_agen": 10, "jumlah_perubahan": 8}, {"jumlah_perubahan": 6, "jumlah_terintegrasi": 3}
    values, findings = read(several={"R.1.i.a": made, "R.1.i.b": used})
    (told,) = findings.to_dict("records")
    assert (values["R.1.i.a"], values["R.1.i.b"]) == (0.8, 0.5)
    assert "8 di C" in told["pesan"] and "6 di C" in told["pesan"] and "barisnya sendiri" in told["pesan"]
    agreed = read(several={"R.1.i.a": made, "R.1.i.b": used | {"jumlah_perubahan": 8}})
    assert agreed[1].empty


def test_a_row_that_stands_there_twice_is_told_and_the_first_is_taken():
    answers = {"R.4.i.a": ({"sasaran": 10, "tercapai": 4}, None)}
    answers |= {q.kode: ("A", 1.0) for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis == "pilihan"}
    questions = [q for q in INSTRUMENT.questions() if q.kode in answers]
    book = openpyxl.load_workbook(BytesIO(plain_list(INSTRUMENT, answers, questions=questions)))
    sheet = book.active
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[1].value == "Jumlah sasaran kinerja")
    sheet.insert_rows(row + 1)
    for cell, value in zip(sheet[row + 1], ("R.4.i.a", "Jumlah sasaran kinerja", 16), strict=False):
        cell.value = value
    stream = BytesIO()
    book.save(stream)
    item = prepare("daftar.xlsx", stream.getvalue())
    (told,) = item.findings[item.findings["kode"] == "R.4.i.a"].to_dict("records")
    assert next(a.nilai for a in item.reading.answers if a.kode == "R.4.i.a") == 0.4
    assert f"10 di C{row} dan 16 di C{row + 1}; dipakai C{row}" in told["pesan"] and told["sel"] == f"C{row + 1}"


EVERY_RATIO = [question for question in INSTRUMENT.questions() if question.rasio is not None]


@given(st.data())
def test_whatever_is_counted_is_told_and_a_negative_number_is_never_scored(data):
    question = data.draw(st.sampled_from(EVERY_RATIO), label="question")
    number = st.sampled_from([None, -3.0, -1.0, 0.0, 0.5, 1.0, 2.0, 7.0])
    numbers = {count.kunci: data.draw(number, label=count.kunci) for count in question.masukan}
    counts = tuple(CountAnswer(key, str(n), n, "LKE", "C5") for key, n in numbers.items())
    meaning, doubts = count_doubts(question, counts, ratio_meaning(question, numbers))
    assert all(doubt.problem and key in numbers for doubt, key in doubts)
    used = [*question.rasio.pembilang, *question.rasio.penyebut]
    if all(numbers[key] is not None for key in used) and any(numbers[key] < 0 for key in used):
        assert meaning.value is None and meaning.severity == "galat" and "angka negatif" in meaning.problem


def test_a_negative_part_of_a_sum_is_refused_written_or_not():
    question = next(q for q in EVERY_RATIO if any(c.jumlah_dari and c.kunci in q.rasio.penyebut for c in q.masukan))
    summed = next(c for c in question.masukan if c.jumlah_dari and c.kunci in question.rasio.penyebut)
    numbers = {count.kunci: 4.0 for count in question.masukan} | dict.fromkeys(summed.jumlah_dari, 9.0)
    for written in (None, 40.0):
        numbers |= {summed.kunci: written, summed.jumlah_dari[0]: -1.0}
        assert "angka negatif" in ratio_meaning(question, numbers).problem
