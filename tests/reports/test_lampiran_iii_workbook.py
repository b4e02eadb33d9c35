"""Promises of the official workbook of Lampiran III: the form's own layout, formulas that agree with our scores.

The formulas are recalculated here by a small interpreter, in test_official_oracle.py by LibreOffice.
"""

import io
import math
import time
from functools import cache, partial

import official_answers
import pytest
from openpyxl import load_workbook
from recalculation import Interpreter

from zi_metrics.answers import Answer, CountAnswer, Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.reports.lke_rows import layout_rows
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score

INSTRUMENT = load_instrument()
ROWS = layout_rows(INSTRUMENT)


# --- builders -------------------------------------------------------------------------------------------------------


answer = partial(official_answers.answer, INSTRUMENT)


def full_answers():
    """Every question answered in a valid way."""
    answers = {}
    for place, question in enumerate(INSTRUMENT.questions()):
        scale = INSTRUMENT.scale_of(question)
        options = list(getattr(scale, "pilihan", [])) or ["3.6"]
        counts = {count.kunci: 4.0 + number for number, count in enumerate(question.masukan)}
        for count in question.masukan:
            if count.jumlah_dari:
                counts[count.kunci] = None
        answers[question.kode] = answer(question.kode, options[place % len(options)], counts)
    return answers


def half_answers():
    """The first half of the form answered."""
    return dict(list(full_answers().items())[: len(INSTRUMENT.questions()) // 2])


def zero_answers():
    """0 in every count: nothing was due."""
    ratios = [question for question in INSTRUMENT.questions() if question.rasio]
    return {q.kode: answer(q.kode, counts={count.kunci: 0.0 for count in q.masukan}) for q in ratios}


CASES = {"full": full_answers, "half": half_answers, "empty": dict, "zeros": zero_answers}
CASES |= {f"random {seed}": partial(official_answers.random_answers, INSTRUMENT, seed) for seed in range(6)}


@cache
def workbook_of(case):
    return write(CASES[case]())


def write(answers):
    return write_official(INSTRUMENT, "lampiran-iii", {"tpi": answers}, Identity("Kantor Contoh", 2026))


def cached(content):
    return load_workbook(io.BytesIO(content), data_only=True)["LKE ZI"]


def sheet_of(content):
    return load_workbook(io.BytesIO(content))["LKE ZI"]


def row_of(kode, kunci=""):
    return next(row.row for row in ROWS if row.kode == kode and row.kunci == kunci and row.jenis != "total")


def close(shown, expected):
    if isinstance(expected, float | int):
        return isinstance(shown, float | int) and math.isclose(shown, expected, abs_tol=1e-9)
    return (shown or "") == (expected or "")


@cache
def recalculated(case):
    """What gives the value of a cell, recalculated from the formulas."""
    return Interpreter(workbook_of(case))


# --- formulas -------------------------------------------------------------------------------------------------------


def expected_of(case):
    """Question code -> value, node code -> points by the form's rule (None = no answer), by `scoring`."""
    answers, matrix = CASES[case](), compile_points(INSTRUMENT)
    values = {kode: given.nilai for kode, given in answers.items()}
    table = node_table(matrix, score(matrix, answer_row(matrix, values))).set_index("kode")
    points = {k: None if math.isnan(v) else v for k, v in table["nilai_rumus_lke"].items()}
    return values, points


def check_figures(case, value_of):
    values, points = expected_of(case)
    for row in ROWS:
        nilai = value_of("LKE ZI", f"L{row.row}")
        if row.jenis in ("pertanyaan", "simpul-pertanyaan"):
            value = values.get(row.kode)
            assert nilai in ("Blm Diisi", "-") if value is None else close(nilai, value), row
        elif row.jenis != "angka":
            leaf = row.kode in {node.kode for node in INSTRUMENT.nodes() if node.pertanyaan}
            total = sum(points[c.kode] or 0 for c in INSTRUMENT.komponen)
            expected = points[row.kode] if row.kode else total
            share = value_of("LKE ZI", f"M{row.row}")
            assert close(nilai, "#DIV/0!" if leaf and expected is None else expected or 0.0), row
            assert close(share, "#DIV/0!" if leaf and expected is None else (expected or 0.0) / row.bobot), row


@pytest.mark.parametrize("case", CASES)
def test_stored_results_are_our_scores(case):
    sheet = cached(workbook_of(case))
    check_figures(case, lambda _, cell: sheet[cell].value)


@pytest.mark.parametrize("case", CASES)
def test_recalculated_formulas_give_our_scores(case):
    check_figures(case, recalculated(case))


@pytest.mark.parametrize("case", CASES)
def test_every_stored_result_is_what_its_formula_gives(case):
    formulas = load_workbook(io.BytesIO(workbook_of(case)))
    results = load_workbook(io.BytesIO(workbook_of(case)), data_only=True)
    cells = [(s.title, c.coordinate) for s in formulas for line in s.iter_rows() for c in line if c.data_type == "f"]
    assert len(cells) > 300
    wrong = [(s, c) for s, c in cells if not close(recalculated(case)(s, c), results[s][c].value)]
    assert wrong == []


def test_half_a_form_looks_better_than_it_is_only_in_its_own_figures():
    matrix = compile_points(INSTRUMENT)
    values = answer_row(matrix, {kode: given.nilai for kode, given in half_answers().items()})
    nilai = score(matrix, values).nilai[0, 0]
    assert cached(workbook_of("half"))["L3"].value >= nilai


def test_nothing_due_counts_as_reached():
    sheet = cached(workbook_of("zeros"))
    assert {sheet[f"K{row_of(q.kode)}"].value for q in INSTRUMENT.questions() if q.rasio} == {1}


# --- layout ---------------------------------------------------------------------------------------------------------


def test_rows_stand_where_the_form_has_them():
    assert row_of("P.1.i.a") == 7
    assert (row_of("R.1.i.a", "jumlah_agen"), row_of("R.1.i.a", "jumlah_perubahan")) == (127, 128)
    assert (row_of("R.5.iii.1.a"), row_of("R.5.iii.1.a", "harus_melapor")) == (175, 176)
    assert row_of("R.5.iii.2.a", "sudah_melapor") == 187
    assert (row_of("B.I.a.1"), row_of("B.I.b.1"), row_of("B.II.a.1")) == (200, 201, 203)
    assert len({row.row for row in ROWS}) == len(ROWS)
    assert sheet_of(workbook_of("full")).max_row <= 222


def test_the_hierarchy_goes_by_columns():
    sheet = sheet_of(workbook_of("full"))
    assert [sheet[c].value for c in ("B3", "C3", "C4", "D4", "D5", "E5")] == [
        "A.", "PENGUNGKIT", "I.", "PEMENUHAN", "1.", "MANAJEMEN PERUBAHAN"]  # fmt: skip
    assert [sheet[c].value for c in ("E6", "F6", "H6", "F7", "J7", "J200")] == [
        "i.", "Penyusunan Tim Kerja", 0.5, "a.", "Ya/Tidak", "Nilai\n(0-4)"]  # fmt: skip
    assert sheet["G7"].value == INSTRUMENT.question("P.1.i.a").teks
    assert (sheet["J126"].value, sheet["J127"].value, sheet["G127"].value) == ("%", "Jumlah", "- Jumlah agen perubahan")
    assert [sheet.cell(2, c).value for c in (2, 8, 9, 10, 11, 12, 13, 15, 16, 17)] == [
        "Penilaian", "Bobot", "Penjelasan", "Pilihan Jawaban", "Jawaban", "Nilai", " %",
        "Catatan/Keterangan/Penjelasan", "Bukti Dukung", "Tautan Bukti Dukung"]  # fmt: skip
    assert {"B1:O1", "B2:G2", "C3:G3", "F6:G6"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_the_recap_sheets_are_hidden_and_the_form_is_open():
    book = load_workbook(io.BytesIO(workbook_of("full")))
    assert {s.title: s.sheet_state for s in book} == {"Utama": "hidden", "Ctt Eval": "hidden", "LKE ZI": "visible"}
    assert book.sheetnames[-1] == "LKE ZI"
    assert book.active.title == "LKE ZI"
    shown = load_workbook(io.BytesIO(workbook_of("full")), data_only=True)["Utama"]
    assert [shown[c].value for c in ("A1", "B1", "B2", "B3")] == [
        "Nama Unit Kerja", "Kantor Contoh", 2026, "Tim Penilai Internal (TPI)"]  # fmt: skip
    assert (book["LKE ZI"].freeze_panes, book["LKE ZI"].print_title_rows) == ("A3", "$2:$2")


def test_every_answer_cell_says_what_may_be_typed():
    validations = sheet_of(workbook_of("full")).data_validations.dataValidation
    at = {str(cell): v for v in validations for cell in v.sqref.ranges}
    answerable = {f"K{row.row}" for row in ROWS if row.jenis in ("pertanyaan", "simpul-pertanyaan", "angka")}
    judge = next(cell for cell, v in at.items() if "Tim Penilai Internal" in str(v.formula1))
    assert set(at) == answerable | {judge}
    assert (at["K7"].type, at["K7"].formula1) == ("list", '"Ya,Tidak"')
    assert (at["K200"].type, at["K200"].formula1, float(at["K200"].formula2)) == ("decimal", "0", 4)
    assert (at["K127"].type, at["K127"].operator, at["K127"].formula1) == ("whole", "greaterThanOrEqual", "0")
    assert all(v.prompt and v.error for v in validations)


# --- nothing lost, nothing added ------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [(1.0, 2.0, 3.0), (None, None, None)])
def test_a_sum_typed_by_hand_is_kept_and_counts(parts):
    keys = ("kepala_satker", "pejabat_wajib", "lainnya")
    counts = {"harus_melapor": 10.0, **dict(zip(keys, parts, strict=True)), "sudah_melapor": 6.0}
    content = write({"R.5.iii.1.a": answer("R.5.iii.1.a", counts=counts)})
    assert sheet_of(content)["K176"].value == 10
    assert cached(content)["K175"].value == 0.6


def test_a_sum_that_agrees_with_its_parts_stays_a_formula():
    counts = {"harus_melapor": 6.0, "kepala_satker": 1.0, "pejabat_wajib": 2.0, "lainnya": 3.0, "sudah_melapor": 6.0}
    content = write({"R.5.iii.1.a": answer("R.5.iii.1.a", counts=counts)})
    assert "SUM(K177:K179)" in sheet_of(content)["K176"].value
    assert cached(content)["K176"].value == 6


def test_a_percentage_without_counts_is_kept():
    content = write({"R.4.i.a": Answer("R.4.i.a", "80%", 0.8)})
    assert sheet_of(content)[f"K{row_of('R.4.i.a')}"].value == 0.8
    assert cached(content)["L157"].value == pytest.approx(1.6)


def test_an_answer_outside_the_options_is_shown_and_counts_for_nothing():
    sheet = cached(write({"P.1.i.a": answer("P.1.i.a", "Mungkin"), "P.1.i.b": answer("P.1.i.b", " b. ")}))
    assert (sheet["K7"].value, sheet["L7"].value) == ("Mungkin", "-")
    assert (sheet["K8"].value, sheet["L8"].value, sheet["L6"].value) == ("B", 0.5, 0.25)


def test_the_same_answers_give_the_same_bytes():
    first = write(full_answers())
    time.sleep(1.1)
    assert write(full_answers()) == first


def test_what_has_no_place_in_the_form_is_refused():
    with pytest.raises(KeyError, match=r"X\.1"):
        write({"X.1": Answer("X.1", "A", 1.0)})
    with pytest.raises(KeyError, match="lain"):
        write({"R.4.i.a": Answer("R.4.i.a", None, None, masukan=(CountAnswer("lain", "1", 1.0),))})
    with pytest.raises(ValueError, match="penilai"):
        write_official(INSTRUMENT, "lampiran-iii", {"bpk": {}}, Identity())
