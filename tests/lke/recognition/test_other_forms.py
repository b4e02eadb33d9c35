"""Another programme's form is refused by its name, however many of its questions are ours; ours never is."""

import io

import openpyxl
import pytest
from forms import old_form, plain_list, random_answers
from places import READY
from pmprb import pmprb_workbook
from rapidfuzz import fuzz

from zi_metrics.instruments.library import instruments_in_use, load_instrument
from zi_metrics.lke.recognition.other_forms import other_forms
from zi_metrics.lke.recognition.plain_words import normal
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()
NAMED = "tampaknya LKE Reformasi Birokrasi (PMPRB), bukan LKE Zona Integritas"
CHUNK = 8


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(name, content):
    upload = prepare_upload(name, content)
    assert not upload.items and not upload.surveys
    (problem,) = upload.problems
    assert len(problem) < 600
    return problem


@pytest.mark.parametrize("first", range(0, 40, CHUNK))
def test_every_form_of_bureaucratic_reform_is_refused_by_its_name(first, forking):
    for seed in range(first, first + CHUNK):
        with forking():
            name, content = pmprb_workbook(seed)
            problem = refusal(name, content)
            assert NAMED in problem and name in problem, (seed, problem)
            assert "Ditemukan: lembar" in problem and "baris" in problem and "unggah formulir LKE" in problem


@pytest.mark.parametrize("form", other_forms(), ids=lambda form: form.kode)
@pytest.mark.parametrize("titled", [True, False])
def test_every_known_form_is_refused_by_its_name(form, titled):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"FORMULIR {form.sebutan[0].upper()}" if titled else "FORMULIR PENILAIAN"])
    sheet.append(["No", "Penilaian", "Bobot", "Jawaban", "Nilai"])
    for number, heading in enumerate(form.judul, 1):
        sheet.append([f"{number}.", f"{heading.upper()} ({number})", 5])
        sheet.append(["a.", f"Pertanyaan tentang hal yang ke-{number} dari formulir ini", None, "A", 1])
    assert f"tampaknya {form.nama}, bukan LKE Zona Integritas" in refusal("Penilaian 2024.xlsx", saved(book))


@pytest.mark.parametrize("instrument", instruments_in_use(), ids=lambda instrument: instrument.kode)
def test_nothing_in_our_forms_is_like_what_tells_another(instrument):
    names = {normal(node.nama) for node in instrument.nodes()}
    texts = {normal(text) for q in instrument.questions() for text in (q.teks, *q.alias, *q.kriteria.values())}
    for form in other_forms():
        for heading in form.judul:
            assert max(fuzz.ratio(normal(heading), name) for name in names | texts) < 87, heading
        for words in form.sebutan:
            assert not [text for text in names | texts if f" {words} " in f" {text} "], words


@pytest.mark.parametrize("seed", range(4))
def test_a_part_of_our_own_form_is_read_as_before(seed):
    answers = random_answers(INSTRUMENT, seed)
    questions = [q for q in INSTRUMENT.questions() if q.kode.startswith(("P.1", "P.2", "P.3", "R.1", "R.2"))]
    (item,) = prepare_upload(
        "LKE ZI Pokja.xlsx", plain_list(INSTRUMENT, answers, questions=questions, codes=False)
    ).items
    assert item.reading.recognised == len(questions)


@pytest.mark.parametrize("instrument", instruments_in_use(), ids=lambda instrument: instrument.kode)
def test_our_own_form_is_read_whatever_ministry_stands_above_it(instrument):
    title = (
        "KEMENTERIAN PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI",
        "LEMBAR KERJA EVALUASI ZONA INTEGRITAS",
    )
    content = old_form(instrument, random_answers(instrument, 3), title=title)
    (item,) = prepare_upload("LKE ZI Reformasi Birokrasi 2023.xlsx", content).items
    assert item.reading.recognised > 0.5 * len(instrument.questions())


def test_another_form_beside_ours_is_told_and_not_read():
    book = openpyxl.load_workbook(READY["lengkap"])
    other = openpyxl.load_workbook(io.BytesIO(pmprb_workbook(3)[1])).active
    sheet = book.create_sheet("Lembar lain")
    for row in other.iter_rows(values_only=True):
        sheet.append(row)
    (item,) = prepare_upload("LKE 2026 TPI.xlsx", saved(book)).items
    assert item.reading.lembar == "LKE ZI" and item.reading.recognised == 113
    (told,) = [m for m in item.findings["pesan"] if NAMED in m]
    assert "tidak dibaca" in told


def test_a_form_that_nobody_knows_is_refused_when_most_of_it_is_none_of_ours():
    rows = [q for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis == "pilihan"][::2]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Penilaian", "Pilihan Jawaban", "Jawaban"])
    for number, question in enumerate(rows):
        sheet.append([question.teks, "A/B/C", "A"])
        for thing in ("Gudang", "Kebun"):
            sheet.append([f"{thing} nomor {number} dikunci rapat oleh penjaga malam", "A/B/C", "A"])
    problem = refusal("Penilaian.xlsx", saved(book))
    assert "tampaknya bukan LKE Zona Integritas" in problem and "baris pertanyaannya dikenali" in problem
