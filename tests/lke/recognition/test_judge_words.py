"""A judge is recognised by the words of the list of judges, beside other judges, and never in a unit's name."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.recognition.headers import judge_of, parse_heading
from zi_metrics.lke.recognition.judge_words import judge_of_names, split_judge
from zi_metrics.penilai import JUDGES
from zi_metrics.upload import prepare_upload

QUESTIONS = load_instrument().questions()
PRELIMINARY = [
    "Penilaian Pendahuluan",
    "Tim Penilai Pendahuluan",
    "TPP",
    "Eselon I",
    "Unit Eselon I",
    "Jawaban Eselon 1",
    "Kanwil",
    "Penilaian Kanwil",
    "Jawaban Kantor Wilayah",
    "Wilayah",
    "Penilaian Pendahuluan (Eselon I)",
]


def judges_in(*headings, file_name="Kantor Contoh 2026.xlsx"):
    """(judge, number of answers) of a sheet whose answer columns are headed so, in the columns' order."""
    book = Workbook()
    book.active.append(["No", "Pertanyaan", *headings])
    for number, question in enumerate(QUESTIONS, 1):
        book.active.append([number, question.teks, *[1] * len(headings)])
    stream = BytesIO()
    book.save(stream)
    items = prepare_upload(file_name, stream.getvalue()).items
    return {(i.reading.identity.unit, i.reading.identity.penilai) for i in items}


@pytest.mark.parametrize("heading", PRELIMINARY)
def test_a_column_of_the_preliminary_judge_beside_those_of_unit_and_tpi(heading):
    found = judges_in("Jawaban Unit", heading, "Jawaban TPI")
    assert {judge for _, judge in found} == {"unit", "pendahuluan", "tpi"}


def test_regional_offices_side_by_side_are_units_and_no_judges():
    found = judges_in("Kanwil Contoh Barat", "Kanwil Contoh Timur", "Kantor Wilayah Contoh", file_name="rekap TPI.xlsx")
    assert found == {(name, "tpi") for name in ("Kanwil Contoh Barat", "Kanwil Contoh Timur", "Kantor Wilayah Contoh")}
    assert judge_of("Kantor Wilayah Contoh") is None and parse_heading("Jawaban Kanwil Contoh") == ("jawaban", None)


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.kode)
def test_every_judge_is_found_by_every_word_of_the_list(judge):
    for word in (*judge.judul, *judge.judul_saja):
        assert judge_of(f"Jawaban {word}") == judge.kode, word
    for word in judge.nama_berkas:
        assert judge_of_names([f"LKE Contoh 2026 {word.upper()}"]) == judge.kode, word
    # What the workbooks and lists that we write say of a judge is read back.
    assert judge_of(judge.nama) == judge_of(judge.singkatan) == judge.kode
    name, told = split_judge(f"Kantor Contoh ({(judge.penutup or judge.nama_berkas)[0]})")
    assert (name, told) == ("Kantor Contoh", judge.kode)


def test_a_title_that_names_two_judges_names_none():
    assert judge_of_names(["Penilaian Pendahuluan dan TPI"]) is None and judge_of_names(["LKE Eselon I"]) is None
