"""One and the same option everywhere: as it was read, on the unit's report and page, in words, in the workbook."""

import io
import random
import re

import openpyxl
import pytest
from forms import plain_list
from official_answers import read_back
from streamlit.testing.v1 import AppTest

from zi_metrics.answers import Answer, Identity
from zi_metrics.instruments import library
from zi_metrics.instruments.library import OptionScale
from zi_metrics.lke.derivation import derive
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.reports.lke_filling import fill_in
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.scoring.values import chosen_option, option_meaning
from zi_metrics.store import tables
from zi_metrics.store.assessments import NewAssessment, Source, save_imports
from zi_metrics.store.stored_answers import stored_answers

SPELLED = (
    "{o}",
    " {l} ",
    "{l}.",
    "({o})",
    "[{l}]",
    "Opsi {o}",
    "pilihan: {l}",
    "Jawaban {o}.",
    "{o} - bukti lengkap",
    "{o} – bukti lengkap",
    "{l}. Kriterianya terpenuhi",
    "{o}; bukti terlampir",
    "{o} = menurut tim",
    "{o} (SK terlampir)",
    "{o}\nditetapkan tahun ini",
)
SHORT = {"Ya": ("y", "Y."), "Tidak": ("t", "tdk", "Tdk (belum)")}


def spellings(scale, option):
    """Ways to write an option: by name, in short, and, where none before it is worth the same, by its value."""
    value = scale.pilihan[option]
    found = [form.format(o=option, l=option.lower()) for form in SPELLED]
    found += SHORT.get(option, ())
    if next(o for o, worth in scale.pilihan.items() if worth == value) == option:
        comma = f"{value:g}".replace(".", ",")
        found += [comma, f"{value:g}", f"{100 * value:g}%", f"{100 * value:g}", value, 100 * value]
    return found


def option_questions(instrument):
    scales = {question.kode: instrument.scale_of(question) for question in instrument.questions()}
    return {kode: scale for kode, scale in scales.items() if isinstance(scale, OptionScale)}


def drawn(instrument, seed):
    """Question -> (what is written, the option that is meant)."""
    draw = random.Random(f"{instrument.kode} {seed}")
    written = {}
    for kode, scale in option_questions(instrument).items():
        option = draw.choice(list(scale.pilihan))
        written[kode] = (draw.choice(spellings(scale, option)), option)
    return written


def reported(store, instrument, written):
    """The report of an assessment that came as a file with these answers."""
    item = prepare("daftar.xlsx", plain_list(instrument, written))
    assert item.instrument is instrument
    store_prepared(store, [(item, Label("Kantor Uji", 2026, "tpi"))])
    return unit_report(store, find_assessment(store, "Kantor Uji", 2026))


def test_every_spelling_of_every_option_is_that_option_and_worth_its_value(each_instrument):
    instrument = each_instrument
    for scale in {id(scale): scale for scale in option_questions(instrument).values()}.values():
        for option, value in scale.pilihan.items():
            for written in spellings(scale, option):
                assert chosen_option(scale, written) == option, written
                assert option_meaning(scale, written).value == value, written


@pytest.mark.parametrize("seed", range(4))
def test_reading_report_derivation_and_workbook_name_the_option_that_was_written(store, each_instrument, seed):
    instrument = each_instrument
    written = drawn(instrument, seed)
    report = reported(store, instrument, written)
    rows = report.nodes.set_index("kode")
    answers = stored_answers(store, report.assessment.penilaian_id)
    filled = fill_in(instrument, answers)
    workbook = write_official(instrument, "lampiran-iii", {"tpi": answers}, Identity("Kantor Uji", 2026))
    (back,) = read_back(instrument, "LKE.xlsx", workbook).values()
    for kode, (text, option) in written.items():
        scale, question = instrument.scale_of(instrument.question(kode)), instrument.question(kode)
        assert answers[kode].nilai == scale.pilihan[option], (kode, text)
        assert rows.loc[kode, "pilihan"] == option, (kode, text)
        assert rows.loc[kode, "arti"] == question.kriteria.get(option, ""), (kode, text)
        said = re.search(r"^Jawaban '(.*)'(?: dibaca (\w+),)? bernilai", derive(report, kode).sentences[0], re.DOTALL)
        assert (said[2] or said[1]) == option, (kode, text)
        assert filled[kode].jawaban == option and filled[kode].nilai == scale.pilihan[option]
        assert back[kode].tertulis == option and back[kode].nilai == scale.pilihan[option]


def page(report, codes):
    """The questions of a report as the unit's page shows them."""
    from zi_ui.drawn.markup import show
    from zi_ui.unit.answers import question

    for kode in codes:
        show(question(report, report.nodes[report.nodes["kode"] == kode].iloc[0].to_dict()))


@pytest.mark.parametrize("kode", ["permenpanrb-90-2021", "permenpanrb-52-2014"])
def test_the_page_marks_the_option_that_was_written_and_tells_its_meaning(store, kode):
    instrument = library.load_instrument(kode)
    written = drawn(instrument, 7)
    report = reported(store, instrument, written)
    explained = [code for code in written if instrument.question(code).kriteria]
    test = AppTest.from_function(page, args=(report, explained), default_timeout=60).run()
    assert not test.exception and len(explained) > 60
    shown = [element.proto.body for element in test.get("html")]
    assert len(shown) == len(explained)
    for code, body in zip(explained, shown, strict=True):
        option = written[code][1]
        ((marked, meaning),) = re.findall(r"<li><strong>(\w+): (.*?)</strong></li>", body.partition("<details")[2])
        assert marked == option, (code, written[code])
        # What it means stands under the answer, too.
        assert f"<p>{meaning}</p>" in body.partition("<details")[0]


@pytest.mark.parametrize(
    ("written", "value", "option"),
    [
        ("A - sudah lengkap", None, None),  # read as no answer in its day: no option is claimed
        ("A", 0.67, "B"),  # the points were given for another: what counts is said
        (None, 0.33, "C"),
        ("0.6", 0.6, None),
        ("(b)", 0.67, "B"),
        ("A - sudah lengkap", 1.0, "A"),
    ],
)
def test_what_was_stored_under_other_rules_is_shown_by_the_value_that_counts(store, written, value, option):
    instrument = library.load_instrument()
    kode = next(kode for kode, scale in option_questions(instrument).items() if len(scale.pilihan) == 4)
    matrix = compile_points(instrument)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, {kode: value})))
    new = NewAssessment("Lama", 2026, "unit", instrument.kode, instrument.versi, [Answer(kode, written, value)], nodes)
    save_imports(store, [(Source("lama.xlsx", "uji"), [new])])
    report = unit_report(store, find_assessment(store, "Lama", 2026))
    row = report.nodes.set_index("kode").loc[kode]
    assert (row["pilihan"] if isinstance(row["pilihan"], str) else None) == option
    assert row["arti"] == ("" if option is None else instrument.question(kode).kriteria[option])
    filling = fill_in(instrument, stored_answers(store, tables.assessments(store)["penilaian_id"][0]))[kode]
    assert filling.jawaban == (option or written)
    if option and written and option != written:
        assert f"dibaca {option}," in derive(report, kode).sentences[0]


def test_two_rows_of_one_question_that_choose_alike_say_the_same():
    instrument = library.load_instrument()
    written = {kode: (next(iter(scale.pilihan)), None) for kode, scale in option_questions(instrument).items()}
    kode = next(kode for kode, scale in option_questions(instrument).items() if len(scale.pilihan) == 4)
    for again, level in (("Opsi A", "catatan"), ("1", "catatan"), ("(B)", "galat")):
        content = openpyxl.load_workbook(io.BytesIO(plain_list(instrument, written)))
        content.active.append([kode, instrument.question(kode).teks, again])
        stream = io.BytesIO()
        content.save(stream)
        item = prepare("daftar.xlsx", stream.getvalue())
        twice = item.findings[item.findings["pesan"].str.contains("ada dua kali")]
        assert twice["tingkat"].tolist() == [level], again
