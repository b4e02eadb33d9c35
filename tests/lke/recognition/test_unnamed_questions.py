"""A form whose heading over the questions is empty, or says something else, is found by the headings beside it."""

import io

import openpyxl
import pytest
from forms import random_answers
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()


def with_headings(changes):
    """The complete form with other headings in its header row (row 2): cell -> text or None."""
    book = openpyxl.load_workbook(READY["lengkap"])
    sheet = book["LKE ZI"]
    for cell, text in changes.items():
        sheet[cell] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(content):
    upload = prepare_upload("LKE Contoh 2026 TPI.xlsx", content)
    assert not upload.problems
    (item,) = upload.items
    return {a.kode: a.nilai for a in item.reading.answers}


WHOLE = values(READY["lengkap"].read_bytes())


@pytest.mark.parametrize(
    "changes",
    [
        {"B2": None},
        {"B2": None, "I2": "Kriteria/Penjelasan", "K2": "Jawaban Unit"},
        {"B2": " ", "I2": None},
        {"B2": "Komponen/Area Perubahan"},
        {"B2": "Parameter", "J2": None},
        {"A2": None, "B2": None, "L2": None, "M2": None},
    ],
)
def test_the_questions_are_found_without_their_heading(changes):
    assert values(with_headings(changes)) == WHOLE


def test_where_nothing_beside_it_tells_of_a_form_nobody_guesses():
    upload = prepare_upload("x.xlsx", with_headings(dict.fromkeys(["B2", "H2", "I2", "J2"])))
    assert not upload.items and upload.problems


@pytest.mark.parametrize("left", [[], ["No"], ["No", "Bobot"]])
@pytest.mark.parametrize("levels", [1, 3])
def test_other_columns_around_it_do_not_matter(left, levels):
    answers = random_answers(INSTRUMENT, 5)
    asked = [q for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis != "rasio"]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["LEMBAR KERJA EVALUASI ZONA INTEGRITAS 2024"])
    sheet.append([*left, *[None] * levels, "Kriteria", "Pilihan Jawaban", "Jawaban Unit", "Catatan", None, None])
    for number, question in enumerate(asked):
        before = [number + 1, 1.5][: len(left)]
        text = [None] * levels
        text[number % levels] = question.teks
        told = "Data dukung yang cukup panjang untuk menjadi kalimat tersendiri"
        written = answers[question.kode][0]
        options = "/".join(getattr(INSTRUMENT.scale_of(question), "pilihan", ["Nilai (0-4)"]))
        sheet.append([*before, *text, "uraian", options, written, "sesuai", f"{told} {number}", told])
    out = io.BytesIO()
    book.save(out)
    found = values(out.getvalue())
    assert {kode: value for kode, value in found.items() if value is not None} == {
        q.kode: answers[q.kode][1] for q in asked
    }
