"""Promises of the official workbook, all layouts and instruments: nothing lost, nothing run, fit to fill in."""

import csv
import io
import time

import official_answers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from places import ROOT
from recalculation import Interpreter

from zi_metrics.answers import Answer, CountAnswer, Identity
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT
from zi_metrics.lke.importing import Label, prepare_file, store_prepared
from zi_metrics.reports.lke_rows import layout_rows
from zi_metrics.reports.official_workbook import LAYOUTS, judges_of, write_official
from zi_metrics.samples.lke import sample_answers
from zi_metrics.store import tables
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.web_address import is_web_address

INSTRUMENT = official_answers.ALL[DEFAULT_INSTRUMENT]
MADE_UP = official_answers.ALL["instrumen-uji"]
WHOSE = Identity("Kantor Contoh", 2026)
CASES = [(kode, layout) for kode in official_answers.ALL for layout in LAYOUTS]
every_case = pytest.mark.parametrize(("kode", "layout"), CASES, ids=lambda value: value)
every_layout = pytest.mark.parametrize("layout", LAYOUTS)
SIGNS = ("=", "+", "-", "@", "\t=", "=cmd|' /C calc'!A0", '=HYPERLINK("http://jahat.invalid","klik")', "@SUM(1)")


def some_answers(instrument, layout, seed, **texts):
    """Judge -> answers, as many judges as the layout has room for."""
    judges = judges_of(layout)[: len(LAYOUTS[layout].judges)]
    judged = {judge: official_answers.random_answers(instrument, seed + n) for n, judge in enumerate(judges)}
    if texts:
        first = instrument.questions()[0].kode
        written = official_answers.answer(instrument, first, "Ya", **texts)
        judged = {judge: {**answers, first: written} for judge, answers in judged.items()}
    return judged


def sheet_of(content, layout, **how):
    return load_workbook(io.BytesIO(content), **how)[LAYOUTS[layout].lembar]


def rows_of(instrument, layout):
    return layout_rows(instrument, LAYOUTS[layout].header_row + 1)


def row_of(instrument, layout, kode, kunci=""):
    return next(r.row for r in rows_of(instrument, layout) if r.kode == kode and r.kunci == kunci)


# --- nothing lost ---------------------------------------------------------------------------------------------------

# What XML cannot hold is no text (U+FFFE and U+FFFF); the importer drops white space around texts.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=80).map(str.strip)
HOSTILE = st.builds(str.__add__, st.sampled_from(SIGNS), TEXT).map(str.strip)
LINKS = st.builds("https://contoh.invalid/{}".format, st.text("abc/?=&#%25", max_size=30))


@every_case
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), texts=st.lists(st.tuples(TEXT | HOSTILE, TEXT | LINKS, TEXT | LINKS), max_size=9))
def test_what_is_exported_is_imported_as_it_was(kode, layout, seed, texts):
    instrument = official_answers.ALL[kode]
    judged = some_answers(instrument, layout, seed)
    for answers in judged.values():
        for answer, (catatan, bukti, tautan) in zip(list(answers.values()), texts, strict=False):
            noted = {"catatan": catatan, "bukti": bukti, "tautan": tautan}
            answers[answer.kode] = Answer(answer.kode, answer.tertulis, answer.nilai, **noted, masukan=answer.masukan)
    content = write_official(instrument, layout, judged, WHOSE)
    official_answers.assert_read_back(instrument, "lke.xlsx", content, judged)


@pytest.mark.parametrize(
    "unit", ["Kantor Contoh", "UPT Penilaian Kompetensi", "=Kantor+1", "Balai TPI Unit", "RSUD (TPI)"]
)
@every_layout
def test_unit_year_and_judge_are_told(layout, unit):
    for judge in judges_of(layout):
        answers = {"P.1.i.a": official_answers.answer(INSTRUMENT, "P.1.i.a", "Ya")}
        content = write_official(INSTRUMENT, layout, {judge: answers}, Identity(unit, 2023))
        (item,) = prepare_file("berkas.xlsx", content)
        assert item.reading.identity == Identity(unit, 2023, judge)
        assert item.reading.tata_letak == layout and item.findings.empty


@every_case
def test_a_blank_form_is_read_as_one_that_nobody_has_filled_in(kode, layout):
    instrument = official_answers.ALL[kode]
    found = official_answers.read_back(instrument, "a.xlsx", write_official(instrument, layout, {}, Identity()))
    assert set(found) == ({None} if len(LAYOUTS[layout].judges) == 1 else set(judges_of(layout)))
    for answers in found.values():
        assert list(answers) == [question.kode for question in instrument.questions()]
        assert all(a.nilai is None and a.tertulis is None and not a.catatan for a in answers.values())


@every_layout
def test_stored_answers_leave_and_come_back_as_they_are(sample_store, layout):
    stored = tables.assessments(sample_store)
    chosen = stored[(stored["unit"].str.startswith("Contoh 04")) & (stored["tahun"] == 2025)]
    judged = {row.penilai: stored_answers(sample_store, row.penilaian_id) for row in chosen.itertuples()}
    judged = {judge: judged[judge] for judge in judges_of(layout)[: len(LAYOUTS[layout].judges)]}
    for judge, answers in judged.items():
        made = {a.kode: a for a in sample_answers(INSTRUMENT, 3, 2025, judge)}
        assert {k: (a.tertulis, a.nilai, a.catatan, a.bukti, a.tautan) for k, a in answers.items()} == {
            k: (a.tertulis, a.nilai, a.catatan, a.bukti, a.tautan) for k, a in made.items()
        }
        assert {k: set(a.masukan) for k, a in answers.items()} == {k: set(a.masukan) for k, a in made.items()}
    content = write_official(INSTRUMENT, layout, judged, WHOSE)
    official_answers.assert_read_back(INSTRUMENT, "lke.xlsx", content, judged)
    items = prepare_file("lke.xlsx", content)
    assert all(item.findings.empty for item in items)
    for item, new in zip(items, store_prepared(sample_store, [(i, Label("Uji", 2025, i.reading.identity.penilai))
                                                              for i in items]), strict=True):  # fmt: skip
        again = write_official(
            INSTRUMENT, layout, {item.reading.identity.penilai: stored_answers(sample_store, new.penilaian_id)}, WHOSE
        )
        alone = {item.reading.identity.penilai: judged[item.reading.identity.penilai]}
        assert again == write_official(INSTRUMENT, layout, alone, WHOSE)


def test_what_cannot_be_used_is_kept_as_written():
    judged = {"unit": {
        "P.1.i.a": Answer("P.1.i.a", "Mungkin", None),
        "B.I.a.1": Answer("B.I.a.1", "95", None),
        "R.4.i.a": Answer("R.4.i.a", "sebagian", None),
        "R.6.i.b": Answer("R.6.i.b", None, None, masukan=(CountAnswer("terdaftar", "dua belas", None),)),
        "R.5.iii.1.a": Answer("R.5.iii.1.a", None, None, masukan=(CountAnswer("harus_melapor", "semua", None),)),
    }}  # fmt: skip
    (item,) = prepare_file("a.xlsx", write_official(INSTRUMENT, "lampiran-iii", judged, WHOSE))
    found = {a.kode: a for a in item.reading.answers}
    assert [found[k].tertulis for k in ("P.1.i.a", "B.I.a.1", "R.4.i.a")] == ["Mungkin", "95", "sebagian"]
    written = {c.kunci: c.tertulis for k in ("R.6.i.b", "R.5.iii.1.a") for c in found[k].masukan}
    assert (written["terdaftar"], written["harus_melapor"]) == ("dua belas", "semua")
    assert item.total == 0


def test_two_options_of_one_value_stay_apart():
    judged = {"unit": {"1.ii.a": official_answers.answer(MADE_UP, "1.ii.a", " sedang ")}}
    sheet = sheet_of(write_official(MADE_UP, "lampiran-iii", judged, WHOSE), "lampiran-iii")
    assert sheet[f"K{row_of(MADE_UP, 'lampiran-iii', '1.ii.a')}"].value == "Sedang"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    content = write_official(
        INSTRUMENT, "lampiran-iii", some_answers(INSTRUMENT, "lampiran-iii", 1, catatan="😀" * 30000), WHOSE
    )
    note = sheet_of(content, "lampiran-iii")["O7"].value
    assert note.startswith("😀😀") and note.endswith("[dipotong: melebihi batas panjang sel Excel]")
    assert len(note.encode("utf-16-le")) <= 2 * 32767


@every_layout
def test_the_same_answers_give_the_same_bytes(layout):
    first = write_official(INSTRUMENT, layout, some_answers(INSTRUMENT, layout, 5), WHOSE)
    time.sleep(1.1)
    assert write_official(INSTRUMENT, layout, some_answers(INSTRUMENT, layout, 5), WHOSE) == first


# --- nothing run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", SIGNS)
@every_layout
def test_what_people_wrote_is_never_a_formula(layout, sign):
    hostile = f"{sign}jahat"
    judged = some_answers(INSTRUMENT, layout, 3, catatan=hostile, bukti=hostile, tautan=hostile)
    for answers in judged.values():
        answers["P.1.i.b"] = Answer("P.1.i.b", hostile, None)
        answers["R.4.i.a"] = Answer("R.4.i.a", hostile, None, masukan=(CountAnswer("sasaran", hostile, None),))
    content = write_official(INSTRUMENT, layout, judged, Identity(hostile, 2026))
    clean = write_official(INSTRUMENT, layout, some_answers(INSTRUMENT, layout, 3), WHOSE)
    found = 0
    for sheet in load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                assert "jahat" not in cell.value
            elif isinstance(cell.value, str) and "jahat" in cell.value:
                assert cell.data_type == "s" and cell.hyperlink is None
                # Excel's own mark for text, so that it stays one when somebody edits the cell.
                assert cell.quotePrefix
                found += 1
    assert found >= 6 * len(judged) + 2
    # The signature names the unit a second time only; no formula is there that the clean form has not.
    assert formulas(content) - formulas(clean) <= formulas(write_official(INSTRUMENT, layout, {}, WHOSE))


def formulas(content):
    book = load_workbook(io.BytesIO(content))
    return {c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"}


@pytest.mark.parametrize(
    ("text", "is_link"),
    [
        ("https://contoh.invalid/a?b=c&d#e", True),
        ("HTTP://contoh.invalid", True),
        ("https://drive.contoh.invalid/berkas/d/1_a-B/view?usp=sharing", True),
        ("ftp://contoh.invalid/a", False),
        ("file:///C:/a.xlsx", False),
        ("javascript:alert(1)", False),
        ("mailto:a@contoh.invalid", False),
        ("internal:'LKE ZI'!A1", False),
        ("external:c:\\a.xlsx", False),
        ("lihat https://contoh.invalid", False),
        ("https://contoh.invalid/a b", False),
        ("https://contoh.invalid/\nhttps://contoh.invalid/2", False),
        ('https://contoh.invalid/"><a', False),
        ("https://", False),
        ("https://[rusak", False),
        ("https://contoh.invalid/" + "x" * 3000, False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_can_be_clicked(text, is_link):
    assert is_web_address(text) is is_link
    sheet = sheet_of(
        write_official(
            INSTRUMENT, "lampiran-iii", some_answers(INSTRUMENT, "lampiran-iii", 2, bukti=text, tautan=text), WHOSE
        ),
        "lampiran-iii",
    )
    for address in ("P7", "Q7"):
        assert (sheet[address].value or "") == text
        assert (sheet[address].hyperlink is not None) is is_link


# --- fit to fill in -------------------------------------------------------------------------------------------------


def test_the_form_of_2026_has_its_rows_and_columns_where_the_ministry_has_them():
    with (ROOT / "tests" / "data" / "lke-2026-baris.csv").open(encoding="utf-8") as lines:
        places = {line["kode"]: line["baris_lembar_Jawaban"] for line in csv.DictReader(lines)}
    rows = rows_of(INSTRUMENT, "siklus-2026")
    for question in INSTRUMENT.questions():
        written = {count.kunci for count in question.masukan if not count.jumlah_dari}
        own = [r.row for r in rows if r.kode == question.kode and (r.kunci in written if written else not r.kunci)]
        assert "/".join(map(str, own)) == places[question.kode], question.kode
    judged = {
        "unit": {"P.1.i.a": official_answers.answer(INSTRUMENT, "P.1.i.a", "Ya", catatan="cu", bukti="bu")},
        "tpi": {"P.1.i.a": official_answers.answer(INSTRUMENT, "P.1.i.a", "Tidak", catatan="ct")},
    }
    sheet = sheet_of(write_official(INSTRUMENT, "siklus-2026", judged, WHOSE), "siklus-2026")
    assert [sheet[f"{c}6"].value for c in "KLMNQ"] == ["Ya", "cu", "bu", "Tidak", "ct"]
    assert sheet["G6"].value == INSTRUMENT.question("P.1.i.a").teks


@every_case
def test_both_layouts_have_the_same_rows(kode, layout):
    instrument, form = official_answers.ALL[kode], LAYOUTS[layout]
    sheet = sheet_of(write_official(instrument, layout, {}, WHOSE), layout)
    shown = [[sheet.cell(row, column).value for column in range(1, 11)] for row in range(form.header_row, 400)]
    other = LAYOUTS["lampiran-iii"]
    first = sheet_of(write_official(instrument, "lampiran-iii", {}, WHOSE), "lampiran-iii")
    rows = rows_of(instrument, layout)
    expected = [[first.cell(row, column).value for column in range(1, 11)] for row in range(other.header_row, 400)]
    count = rows[-1].row - form.header_row + 1
    assert shown[:count] == expected[:count]
    questions = [row[0] for row in shown[1:count] if row[0] is not None]
    assert questions == list(range(1, len(instrument.questions()) + 1))


@every_case
def test_every_answer_cell_takes_only_what_the_form_asks(kode, layout):
    instrument, form = official_answers.ALL[kode], LAYOUTS[layout]
    sheet = sheet_of(write_official(instrument, layout, {}, WHOSE), layout)
    at = {str(cell): v for v in sheet.data_validations.dataValidation for cell in v.sqref.ranges}
    for judge in form.judges:
        for row in (r for r in rows_of(instrument, layout) if r.jenis in ("pertanyaan", "simpul-pertanyaan", "angka")):
            rule, scale = at[f"{judge.jawaban}{row.row}"], instrument.scale_of(instrument.question(row.kode))
            if row.jenis == "angka":
                assert rule.type == "whole"
            elif scale.jenis == "pilihan":
                assert rule.formula1 == f'"{",".join(scale.pilihan)}"'
            else:
                limit = scale.maksimum if scale.jenis == "indeks" else 1
                assert (rule.type, float(rule.formula2)) == ("decimal", limit)
            assert rule.prompt and rule.error
            # A ratio and a sum are computed, everything else is marked as a place to write in.
            cell = sheet[f"{judge.jawaban}{row.row}"]
            computed = cell.data_type == "f"
            assert (cell.fill.fgColor.rgb == "FFFFFBE6") is not computed


@every_case
def test_headings_are_merged_and_nothing_is_squeezed(kode, layout):
    instrument, form = official_answers.ALL[kode], LAYOUTS[layout]
    sheet = sheet_of(write_official(instrument, layout, some_answers(instrument, layout, 4), WHOSE), layout)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for row in rows_of(instrument, layout):
        if row.jenis in ("total", "nilai-akhir"):
            assert f"B{row.row}:G{row.row}" in merged
        elif row.jenis.startswith("simpul") and row.tingkat < 4:
            assert f"{'CDEF'[row.tingkat]}{row.row}:G{row.row}" in merged
        text = sheet[f"I{row.row}"].value or ""
        needed = sum(-(-len(line) // (1.2 * form.widths["I"])) for line in text.split("\n")) if text else 1
        assert row.jenis in ("total", "nilai-akhir") or sheet.row_dimensions[row.row].height >= 10 * needed
    # Neighbours of one width are kept as one group.
    groups = sheet.column_dimensions.values()
    widths = {get_column_letter(n): group.width for group in groups for n in range(group.min, group.max + 1)}
    assert {letter: round(width) for letter, width in widths.items()} == pytest.approx(form.widths, abs=1)
    assert min(widths.values()) >= 2 and widths["G"] >= 40 and widths["I"] >= 40
    assert all(widths[letter] >= 20 for judge in form.judges for letter in judge.texts().values())
    assert sum(width for letter, width in widths.items() if letter <= form.last_printed) < 300
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0


def test_areas_right_below_pengungkit_make_a_form_too():
    sheet = sheet_of(write_official(MADE_UP, "lampiran-iii", {}, WHOSE), "lampiran-iii")
    lines = [[cell.value for cell in row if cell.value is not None][:4] for row in sheet["B3:H12"]]
    assert lines[:4] == [
        ["A.", "PENGUNGKIT", 60],
        ["I.", "KEBERSIHAN RUANG ARSIP", 25],
        ["i.", "Jadwal Penyapuan", 10],
        ["a.", MADE_UP.question("1.i.a").teks],
    ]
    shared = row_of(MADE_UP, "lampiran-iii", "B.2.1")
    assert [sheet[f"{c}{shared}"].value for c in "CDHJ"] == [
        "II.", "Mutu teduh pelataran parkir menurut survei", 15, "Nilai\n(0-10)"
    ]  # fmt: skip


@every_layout
def test_the_recap_tells_what_each_judge_gave_and_the_difference(layout):
    judged = some_answers(INSTRUMENT, layout, 7)
    for answers in judged.values():
        answers["P.1.i.a"] = official_answers.answer(INSTRUMENT, "P.1.i.a", "Ya")
    content = write_official(INSTRUMENT, layout, judged, WHOSE)
    recap = load_workbook(io.BytesIO(content), data_only=True)["Utama"]
    total = next(r.row for r in rows_of(INSTRUMENT, layout) if r.jenis == "nilai-akhir")
    sheet = sheet_of(content, layout, data_only=True)
    shown = [sheet[f"{LAYOUTS[layout].columns_of(judge).nilai}{total}"].value for judge in judged]
    assert [recap.cell(7, 3 + 2 * n).value for n in range(len(judged))] == pytest.approx(shown)
    answered = [sum(a.nilai is not None for a in answers.values()) for answers in judged.values()]
    assert [recap.cell(6, 3 + 2 * n).value for n in range(len(judged))] == answered
    if len(judged) == 2:
        assert recap["G7"].value == pytest.approx(shown[1] - shown[0])
        alone = write_official(INSTRUMENT, layout, {"unit": judged["unit"]}, WHOSE)
        assert not load_workbook(io.BytesIO(alone), data_only=True)["Utama"]["G7"].value


@every_case
def test_the_interpreter_agrees_with_every_stored_result(kode, layout):
    content = write_official(
        official_answers.ALL[kode], layout, some_answers(official_answers.ALL[kode], layout, 11), WHOSE
    )
    value_of, results = Interpreter(content), load_workbook(io.BytesIO(content), data_only=True)
    for sheet in load_workbook(io.BytesIO(content)):
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            stored, found = results[sheet.title][cell.coordinate].value, value_of(sheet.title, cell.coordinate)
            same = (
                stored == pytest.approx(found, abs=1e-9) if isinstance(found, float | int) else (stored or "") == found
            )
            assert same, (sheet.title, cell.coordinate, cell.value)


def test_a_judge_without_a_place_is_refused():
    with pytest.raises(ValueError, match="tpn"):
        write_official(INSTRUMENT, "siklus-2026", {"tpn": {}}, WHOSE)
    with pytest.raises(ValueError, match="room for 1"):
        write_official(INSTRUMENT, "lampiran-iii", {"unit": {}, "tpi": {}}, WHOSE)
    with pytest.raises(KeyError):
        write_official(INSTRUMENT, "tata-letak-lain", {}, WHOSE)
