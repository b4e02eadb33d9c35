"""Which instrument a file was filled in by: told by its questions or refused, never the other one's figures."""

import io
import random

import openpyxl
import pytest
from forms import old_form, plain_list, random_answers
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.importing import ImportRefused, Label, prepare, prepare_file, store_prepared

OLD, NEW = load_instrument("permenpanrb-52-2014"), load_instrument("permenpanrb-90-2021")
BOTH = pytest.mark.parametrize("instrument", [OLD, NEW], ids=["52/2014", "90/2021"])


def read_values(item):
    return {answer.kode: answer.nilai for answer in item.reading.answers if answer.nilai is not None}


def values(answers):
    return {kode: pytest.approx(value) for kode, (_, value) in answers.items() if value is not None}


def without_counts(instrument, seed):
    # In a list without labels nobody can tell the counts of a ratio apart.
    return {k: pair for k, pair in random_answers(instrument, seed).items() if not isinstance(pair[0], dict)}


@pytest.mark.parametrize("seed", range(3))
def test_the_old_form_is_read_as_it_was_filled_in(seed):
    answers = random_answers(OLD, seed, filled=0.9)
    item = prepare("LKE Kantor Uji 2019.xlsx", old_form(OLD, answers))
    assert item.instrument is OLD and item.reading.identity.tahun == 2019
    assert read_values(item) == values(answers)
    levels = set(item.findings["tingkat"])
    # Its own figures in the column Nilai agree with ours.
    assert levels <= {"catatan"}, item.findings["pesan"].tolist()


@BOTH
@pytest.mark.parametrize("layout", [{}, {"texts": False}, {"codes": False}], ids=["both", "codes", "texts"])
def test_a_list_is_read_by_the_instrument_of_its_questions(instrument, layout):
    answers = without_counts(instrument, seed=7)
    item = prepare("daftar.xlsx", plain_list(instrument, answers, **layout))
    assert item.instrument is instrument and read_values(item) == values(answers)


@pytest.mark.parametrize("name", list(READY))
def test_the_ready_workbooks_of_90_2021_stay_what_they_are(name):
    item = prepare(READY[name].name, READY[name].read_bytes())
    assert item.instrument is NEW
    assert not item.findings["pesan"].str.contains("dikenali sebagai|formulirnya").any()


@pytest.mark.parametrize("seed", range(40))
def test_a_shortened_misspelt_list_is_not_taken_for_the_other_one(seed):
    draw = random.Random(seed)
    instrument = OLD if seed % 2 else NEW
    questions = instrument.questions()
    chosen = sorted(draw.sample(range(len(questions)), draw.randint(-(-len(questions) // 4) + 3, 60)))
    spoilt = [
        questions[i].model_copy(update={"teks": misspelt(questions[i].teks, draw, draw.choice([0, 0.05, 0.12]))})
        for i in chosen
    ]
    content = plain_list(instrument, without_counts(instrument, seed), codes=False, questions=spoilt)
    assert prepare("daftar.xlsx", content).instrument is instrument


def misspelt(text, draw, share):
    words = []
    for word in text.split():
        if draw.random() < share:
            word = draw.choice(["", word[:-1], f"{word} {word}", word[:1] + word[2:3] + word[1:2] + word[3:]])
        words.append(word)
    return " ".join(filter(None, words)) or text


def shared_list(title=None, name="daftar.xlsx"):
    """Only questions that both forms ask in the same words: nothing in the rows can tell them apart."""
    new_texts = {text.casefold() for q in NEW.questions() for text in (q.teks, *q.alias)}
    shared = [q for q in OLD.questions() if {t.casefold() for t in (q.teks, *q.alias)} & new_texts]
    both = {t.casefold(): t for q in shared for t in (q.teks, *q.alias) if t.casefold() in new_texts}
    questions = [
        q.model_copy(update={"teks": next(both[t.casefold()] for t in (q.teks, *q.alias) if t.casefold() in both)})
        for q in shared
    ]
    content = plain_list(OLD, random_answers(OLD, 3), codes=False, questions=questions)
    if title:
        book = openpyxl.load_workbook(io.BytesIO(content))
        book.active.insert_rows(1)
        book.active["A1"] = title
        stream = io.BytesIO()
        book.save(stream)
        content = stream.getvalue()
    return name, content, len(questions)


def test_too_few_shared_questions_are_no_answers_of_the_smaller_form():
    name, content, asked = shared_list()
    # Enough for a quarter of 52/2014, not for a quarter of 90/2021: taking it for 52/2014 would be a guess.
    assert len(OLD.questions()) / 4 <= asked
    with pytest.raises(ImportRefused, match=r"sama dalam .*90/2021 dan .*52/2014.*sebutkan nomor peraturannya"):
        prepare_file(name, content)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("LKE menurut PermenPANRB Nomor 52 Tahun 2014", "daftar.xlsx"),
        ("PermenPANRB 52/2014", "daftar.xlsx"),
        (None, "LKE Kantor Uji 2018.xlsx"),
        (None, "LKE_52_2014.xlsx"),
        (None, "LKE (PermenPANRB 52 Tahun 2014).xlsx"),
    ],
)
def test_what_the_rows_do_not_tell_a_title_or_a_year_does(title, name):
    name, content, _ = shared_list(title, name)
    assert prepare(name, content).instrument is OLD


def test_a_year_that_does_not_fit_the_form_is_pointed_out():
    late = prepare("LKE Kantor Uji 2024.xlsx", old_form(OLD, random_answers(OLD)))
    (note,) = late.findings.loc[late.findings["tingkat"] == "peringatan", "pesan"]
    assert "tahunnya 2024" in note and "52/2014" in note and "2014 sampai 2021" in note
    early = prepare("LKE Kantor Uji 2018.xlsx", plain_list(NEW, without_counts(NEW, seed=2)))
    assert early.findings["pesan"].str.contains(r"tahunnya 2018, tetapi .*90/2021 \(dipakai sejak 2021\)").any()


def test_what_is_not_certain_about_the_old_form_is_said():
    notes = prepare("LKE 2019.xlsx", old_form(OLD, random_answers(OLD))).findings["pesan"]
    assert notes.str.contains("71 pertanyaan instrumen ini belum dipastikan").any()
    assert notes.str.contains("yang dipakai sampai 2021").any()


def test_each_sheet_of_a_workbook_is_read_by_its_own_instrument():
    book = openpyxl.Workbook()
    book.remove(book.active)
    expected = {}
    for instrument, title in ((OLD, "Jawaban 2019"), (NEW, "Jawaban 2023")):
        answers = without_counts(instrument, seed=11)
        rows = openpyxl.load_workbook(io.BytesIO(plain_list(instrument, answers))).active
        sheet = book.create_sheet(title)
        for row in rows.iter_rows(values_only=True):
            sheet.append(row)
        expected[title] = (instrument, values(answers))
    stream = io.BytesIO()
    book.save(stream)
    items = prepare_file("dua tahun.xlsx", stream.getvalue())
    found = {item.reading.lembar: (item.instrument, read_values(item)) for item in items}
    assert found == expected


def test_stored_each_is_judged_by_its_own_gates(store):
    best = {
        q.kode: ({"Ya": "Ya"}.get(next(iter(OLD.scale_of(q).pilihan)), "A"), 1.0)
        if OLD.scale_of(q).jenis == "pilihan"
        else (3.59, 3.59 / 4)
        if OLD.scale_of(q).jenis == "indeks"
        else ("69%", 0.69)
        for q in OLD.questions()
    }
    old = prepare("LKE 2020.xlsx", old_form(OLD, best))
    new = prepare("LKE 2026.xlsx", READY["lengkap"].read_bytes())
    store_prepared(store, [(old, Label("Kantor Lama", 2020, "tpi")), (new, Label("Kantor Baru", 2020, "tpi"))])
    overview = portfolio.overview(store, 2020).set_index("unit")
    # 60 + 15*0.8975 + 5*0.69 + 20*0.8975: enough in all, but 13.4625 < 13.5 and 3.45 < 3.5.
    lama = overview.loc["Kantor Lama"]
    assert lama["total"] == pytest.approx(94.8625) and lama["status"] == "hampir"
    assert lama["gagal_wbk"] == [
        "Pemerintah yang Bersih dan Bebas KKN",
        "Survei Persepsi Anti Korupsi",
        "Tindak Lanjut Hasil Pemeriksaan (TLHP)",
    ]
    report = unit_report.unit_report(store, unit_report.find_assessment(store, "Kantor Lama", 2020))
    assert report.instrument is OLD and len(report.gates) == 9
    assert overview.loc["Kantor Baru", "pertanyaan"] == 113 and lama["pertanyaan"] == 84
