"""Whose answers a column holds is read from its headings; a column that was not read is told, never lost in silence."""

import io

import openpyxl
import pytest
from forms import random_answers

from zi_metrics.instruments.library import load_instrument
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()
QUESTIONS = [q for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis != "rasio"]
UNITS = ("Contoh 01 Rumah Sakit", "Contoh 02 Kantor Camat", "Contoh 03 Puskesmas")


def answer_sets(count):
    return [random_answers(INSTRUMENT, seed) for seed in range(count)]


def workbook(headings, sets, merged=(), form=False):
    """A row per question and a column per set of answers, below one or two rows of headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in headings:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for question in QUESTIONS:
        scale = INSTRUMENT.scale_of(question)
        options = "/".join(scale.pilihan) if scale.jenis == "pilihan" else "Nilai (0-4)"
        left = [question.teks, options] if form else [question.kode, question.teks]
        sheet.append([*left, *(answers[question.kode][0] for answers in sets)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content, name="LKE ZI.xlsx"):
    """Identity -> (question -> value), and all that was said."""
    upload = prepare_upload(name, content)
    assert not upload.problems
    values = {i.reading.identity: {a.kode: a.nilai for a in i.reading.answers} for i in upload.items}
    return values, [message for item in upload.items for message in item.findings["pesan"]]


def truth(answers):
    return pytest.approx({q.kode: answers[q.kode][1] for q in QUESTIONS})


@pytest.mark.parametrize(
    ("headings", "merged"),
    [
        ([["Kode", "Pertanyaan", "Jawaban", None, None], [None, None, *UNITS]], ("C1:E1",)),
        ([["Kode", "Pertanyaan", "Satuan Kerja", None, None], [None, None, *UNITS]], ("C1:E1",)),
        ([["Kode", "Pertanyaan", "Jawaban", None, None], [None, None, *UNITS]], ()),
        ([["Kode", "Pertanyaan", *(f"Jawaban {unit}" for unit in UNITS)]], ()),
        ([["Kode", "Pertanyaan", *(f"Nilai {unit}" for unit in UNITS)]], ()),
    ],
)
def test_one_heading_over_the_columns_of_several_units(headings, merged):
    sets = answer_sets(3)
    values, _ = read(workbook(headings, sets, merged))
    assert {identity.unit: found for identity, found in values.items()} == {
        unit: truth(answers) for unit, answers in zip(UNITS, sets, strict=True)
    }


@pytest.mark.parametrize("years", [(2023, 2024, 2025), ("2023", "2024", "2025")])
def test_one_heading_over_the_columns_of_several_years(years):
    sets = answer_sets(3)
    headings = [["Kode", "Pertanyaan", "Jawaban", None, None], [None, None, *years]]
    values, _ = read(workbook(headings, sets, ("C1:E1",)))
    assert {identity.tahun: found for identity, found in values.items()} == {
        int(year): truth(answers) for year, answers in zip(years, sets, strict=True)
    }


@pytest.mark.parametrize(
    ("headings", "judges"),
    [
        ([["Penilaian", "Pilihan Jawaban", "Penilaian Mandiri", "TPI"]], ("unit", "tpi")),
        ([["Penilaian", "Pilihan Jawaban", "Self Assessment", "Verifikasi TPI"]], ("unit", "tpi")),
        ([["Penilaian", "Pilihan Jawaban", "Jawaban Satker", "Hasil Evaluasi Inspektorat"]], ("unit", "tpi")),
        ([["Penilaian", "Pilihan Jawaban", "Jawaban", "Jawaban TPI"]], ("unit", "tpi")),
        ([["Penilaian", "Pilihan Jawaban", "Jawaban Eselon I", "Jawaban Itjen"]], ("pendahuluan", "tpi")),
        (
            [
                ["LKE", None, "Penilaian Mandiri", "Tim Penilai Internal"],
                ["Penilaian", "Pilihan Jawaban", "Jawaban", "Jawaban"],
            ],
            ("unit", "tpi"),
        ),
        ([["Kode", "Pertanyaan", "Unit", "TPI", "TPN"]], ("unit", "tpi", "tpn")),
    ],
)
def test_a_column_per_judge_however_it_is_headed(headings, judges):
    sets = answer_sets(len(judges))
    values, messages = read(workbook(headings, sets, form=headings[-1][0] == "Penilaian"))
    assert {identity.penilai: found for identity, found in values.items()} == {
        judge: truth(answers) for judge, answers in zip(judges, sets, strict=True)
    }
    assert {identity.unit for identity in values} == {None}
    assert not [m for m in messages if "tidak dibaca" in m]


@pytest.mark.parametrize(
    ("headings", "taken", "level"),
    [
        (("Jawaban", "Jawaban"), 0, "peringatan"),
        (("Jawaban", "Pembanding"), 0, "peringatan"),
        (("Jawaban", "Jawaban 2023"), 0, "catatan"),
        (("Jawaban Awal", "Jawaban Final"), 1, "catatan"),
        (("Jawaban", "Jawaban Revisi"), 1, "peringatan"),
        (("Jawaban Target", "Jawaban Saat Ini"), 1, "catatan"),
        (("Target Jawaban", "Jawaban"), 1, "catatan"),
        (("Rencana Jawaban", "Jawaban"), 1, "catatan"),
        (("Kunci Jawaban", "Jawaban"), 1, "catatan"),
        (("Jawaban", "Jawaban Target"), 0, "catatan"),
        (("Jawaban Sebelum", "Jawaban Sesudah"), 1, "catatan"),
        (("Jawaban Desk", "Jawaban Lapangan"), 1, "peringatan"),
        (("Jawaban Semester I", "Jawaban Semester II"), 0, "peringatan"),
    ],
)
def test_a_second_column_of_answers_that_nobody_can_place_is_told(headings, taken, level):
    sets = answer_sets(2)
    upload = prepare_upload("LKE ZI.xlsx", workbook([["Penilaian", "Pilihan Jawaban", *headings]], sets, form=True))
    (item,) = upload.items
    assert {a.kode: a.nilai for a in item.reading.answers} == truth(sets[taken])
    (told,) = item.findings[item.findings["pesan"].str.contains("juga berisi jawaban")].to_dict("records")
    assert told["tingkat"] == level and told["sel"] == ("D1", "C1")[taken]


def test_a_unit_without_a_single_answer_is_told():
    full = answer_sets(1)[0]
    empty = {kode: (None, None) for kode in full}
    values, messages = read(workbook([["Kode", "Pertanyaan", *UNITS[:2]]], [full, empty]))
    assert [identity.unit for identity in values] == [UNITS[0]]
    assert any(UNITS[1] in message and "tidak berisi jawaban" in message for message in messages)


def test_answers_with_explanations_make_a_column_of_answers_too():
    plain = answer_sets(2)
    explained = [
        {
            kode: (f"{written} - sudah ada" if isinstance(written, str) else written, v)
            for kode, (written, v) in s.items()
        }
        for s in plain
    ]
    values, _ = read(workbook([["Kode", "Pertanyaan", *UNITS[:2]]], explained))
    assert list(values.values()) == [truth(answers) for answers in plain]


def test_a_column_of_somebody_unknown_beside_a_judge_is_not_the_units_own():
    sets = answer_sets(2)
    values, _ = read(workbook([["Penilaian", "Pilihan Jawaban", "Jawaban Biro Umum", "Jawaban TPI"]], sets, form=True))
    assert {identity.penilai for identity in values} == {None, "tpi"}


@pytest.mark.parametrize(
    "letters", [{"A": 4, "B": 3, "C": 2, "D": 1, "E": 0}, {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}]
)
def test_letters_written_as_numbers_are_never_taken_for_values(letters):
    answers = random_answers(INSTRUMENT, seed=4)
    numbered = {k: (letters.get(w, w) if isinstance(w, str) else w, v) for k, (w, v) in answers.items()}
    (item,) = prepare_upload("LKE ZI.xlsx", workbook([["Kode", "Pertanyaan", "Jawaban"]], [numbered])).items
    changed = {q.kode for q in QUESTIONS if numbered[q.kode][0] != answers[q.kode][0]}
    read_as = {a.kode: a.nilai for a in item.reading.answers}
    assert changed and {read_as[kode] for kode in changed} == {None}
    told = item.findings[item.findings["tingkat"] == "galat"]
    assert changed <= set(told["kode"])
    assert {k: v for k, v in read_as.items() if k not in changed} == pytest.approx(
        {q.kode: answers[q.kode][1] for q in QUESTIONS if q.kode not in changed}
    )


def test_values_instead_of_letters_are_read_as_before():
    answers = random_answers(INSTRUMENT, seed=4)
    values = {k: (v if isinstance(w, str) and not w.endswith("%") else w, v) for k, (w, v) in answers.items()}
    found, _ = read(workbook([["Kode", "Pertanyaan", "Jawaban"]], [values]))
    assert list(found.values()) == [truth(answers)]
