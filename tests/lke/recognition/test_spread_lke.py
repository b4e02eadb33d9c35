"""An LKE spread over a sheet per area is one assessment again; too small a part is refused with the reason."""

import io

import openpyxl
import pytest
from forms import random_answers

from zi_metrics.instruments.library import load_instrument
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()
QUESTIONS = [q for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis != "rasio"]
ANSWERS = random_answers(INSTRUMENT, 7)
AREAS = ("Manajemen Perubahan", "Tatalaksana", "SDM", "Akuntabilitas", "Pengawasan", "Pelayanan Publik")


def area_of(kode):
    return AREAS[int(kode.split(".")[1]) - 1] if kode[0] in "PR" else "Hasil"


def workbook(sheet_of, questions=QUESTIONS, answers=ANSWERS):
    """A sheet per value of sheet_of(question code), each with a header of its own."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for question in questions:
        name = sheet_of(question.kode)
        if name not in book.sheetnames:
            book.create_sheet(name).append(["Penilaian", "Jawaban"])
        book[name].append([question.teks, answers[question.kode][0]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "sheet_of",
    [
        lambda kode: f"Pokja {AREAS.index(area_of(kode)) + 1}" if area_of(kode) in AREAS else "Hasil",
        area_of,
        lambda kode: {"P": "Pemenuhan", "R": "Reform", "B": "Hasil"}[kode[0]],
        lambda kode: f"A {[*AREAS, 'Hasil'].index(area_of(kode)) + 1}. {area_of(kode)}",
    ],
    ids=["pokja", "area", "komponen", "area bernomor"],
)
def test_a_sheet_per_area_is_one_assessment(sheet_of):
    (item,) = prepare_upload("LKE ZI.xlsx", workbook(sheet_of)).items
    assert {a.kode: a.nilai for a in item.reading.answers} == pytest.approx(
        {q.kode: ANSWERS[q.kode][1] for q in QUESTIONS}
    )
    assert {a.lembar for a in item.reading.answers} == {sheet_of(q.kode) for q in QUESTIONS}
    assert item.reading.identity.unit is None
    assert not item.findings["pesan"].str.contains("juga berisi LKE").any()


def test_what_no_part_holds_is_named_once():
    left_out = {"P.2.i.a", "P.5.v.c"}
    content = workbook(area_of, [q for q in QUESTIONS if q.kode not in left_out])
    (item,) = prepare_upload("LKE ZI.xlsx", content).items
    ratios = {q.kode for q in INSTRUMENT.questions()} - {q.kode for q in QUESTIONS}
    told = item.findings[item.findings["pesan"].str.contains("tidak ditemukan")]["kode"]
    assert sorted(told) == sorted(left_out | ratios)


def test_a_sheet_per_unit_stays_an_assessment_per_unit():
    book = openpyxl.load_workbook(io.BytesIO(workbook(lambda kode: "Contoh 01 Puskesmas")))
    copy = book.copy_worksheet(book.active)
    copy.title = "Contoh 02 Puskesmas"
    out = io.BytesIO()
    book.save(out)
    items = prepare_upload("LKE ZI.xlsx", out.getvalue()).items
    assert [i.reading.identity.unit for i in items] == ["Contoh 01 Puskesmas", "Contoh 02 Puskesmas"]


def test_an_older_copy_in_a_second_sheet_is_told():
    book = openpyxl.load_workbook(io.BytesIO(workbook(lambda kode: "LKE ZI")))
    copy = book.copy_worksheet(book.active)
    copy.title = "LKE ZI (lama)"
    out = io.BytesIO()
    book.save(out)
    (item,) = prepare_upload("LKE ZI.xlsx", out.getvalue()).items
    assert item.reading.identity.unit is None and item.reading.lembar == "LKE ZI"
    assert any("LKE ZI (lama)" in message for message in item.findings["pesan"])


def test_a_part_alone_is_refused_with_how_much_it_holds():
    upload = prepare_upload("LKE ZI.xlsx", workbook(area_of, [q for q in QUESTIONS if q.kode.startswith("P.1")]))
    (problem,) = upload.problems
    assert "hanya memuat 12 dari 113 pertanyaan LKE" in problem and not upload.items


def test_two_lke_below_one_another_are_told_apart_from_a_few_doubled_rows():
    def below(second):
        book = openpyxl.Workbook()
        book.active.append(["Penilaian", "Jawaban"])
        for unit, questions in (("Kantor Contoh Satu", QUESTIONS), ("Kantor Contoh Dua", second)):
            book.active.append([unit])
            for question in questions:
                book.active.append([question.teks, ANSWERS[question.kode][0]])
        out = io.BytesIO()
        book.save(out)
        (item,) = prepare_upload("LKE ZI.xlsx", out.getvalue()).items
        return item.findings["pesan"].str.contains("seperti dua LKE berurutan").sum()

    assert below(QUESTIONS) == 1
    assert below(QUESTIONS[:5]) == 0
