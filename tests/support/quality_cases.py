"""Cases for the checks of an LKE's quality, made by hand: answers, documents, and what one check finds in them."""

from datetime import date

from acting import acting

from zi_metrics.answers import Answer, CountAnswer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.case import Case
from zi_metrics.pembangunan.checks import checks_by_code
from zi_metrics.pembangunan.quality import run
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.store.assessments import NewAssessment, Source, save_imports

INSTRUMENT = load_instrument()
QUESTIONS = [question.kode for question in INSTRUMENT.questions()]
YEAR, JUDGED = 2026, date(2026, 5, 31)


def answer(kode, nilai=None, tertulis=None, catatan="", **counts):
    """An answer in cell K7, with these raw counts in column L."""
    masukan = tuple(CountAnswer(key, str(n), n, "LKE", f"L{row}") for row, (key, n) in enumerate(counts.items(), 1))
    return Answer(kode, tertulis, nilai, catatan, lembar="LKE", sel="K7", masukan=masukan)


def document(nama="SK Tim.pdf", tautan="https://a.test/1", number="1", **more):
    """A row of `evidence` of the register."""
    row = dict.fromkeys(("tanggal_dokumen", "penilai", "lembar", "sel"))
    return {**row, "baris_id": number, "sumber_id": "", "nama_dokumen": nama, "tautan": tautan, **more}


def case(answers=(), documents=None, judge="unit", **others):
    """answers: of the judge that is looked at; documents: question -> rows; others: judge -> answers"""
    everybody = {judge: answers, **others}
    found = {kode: [] for kode in QUESTIONS} | {kode: list(rows) for kode, rows in (documents or {}).items()}
    areas = {node.kode: node.pokja for node in compile_points(INSTRUMENT).nodes if node.kode in found}
    by_judge = {name: {one.kode: one for one in given} for name, given in everybody.items()}
    return Case(INSTRUMENT, YEAR, JUDGED, judge, by_judge, found, areas)


def found(check, one):
    """What a check of checks.yaml finds in a case, with the parameters that it has there."""
    return run(checks_by_code()[check], one)


def told(check, one):
    """The questions (or areas) that a check names in a case."""
    return [seen.kode or seen.pokja for seen in found(check, one)]


def save_written(store, unit, judge, written, tahun=YEAR):
    """Store an assessment of which only these answers are not open; gives its id."""
    known = {one.kode: one for one in written}
    answers = [known.get(kode, Answer(kode, None, None)) for kode in QUESTIONS]
    matrix = compile_points(INSTRUMENT)
    scores = node_table(matrix, score(matrix, answer_row(matrix, {one.kode: one.nilai for one in answers})))
    new = NewAssessment(unit, tahun, judge, INSTRUMENT.kode, INSTRUMENT.versi, answers, scores)
    (stored,) = save_imports(acting(store, "Ani"), [(Source(f"{unit} {judge}.xlsx", "uji"), [new])])
    return stored.penilaian_id
