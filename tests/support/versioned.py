"""Versions of one unit's assessment, each with other answers, findings and file."""

from dataclasses import replace

from acting import acting

from zi_metrics.findings import Finding, findings_table
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.samples.lke import sample_answers
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.store.assessments import NewAssessment, Source, save_imports

UNIT, YEAR, JUDGE = "Unit Uji", 2026, "tpi"


def assessment(number, unit=UNIT, tahun=YEAR, penilai=JUDGE):
    """One assessment as a file would give it: the more answers are open the higher the number, all with their cells."""
    instrument, matrix = load_instrument(), load_points(DEFAULT_INSTRUMENT)
    drawn = sample_answers(instrument, number, YEAR, "tpi", filled=1 - number / 10)
    answers = [
        replace(
            answer,
            lembar="LKE ZI",
            sel=f"K{row}",
            masukan=tuple(replace(count, lembar="LKE ZI", sel=f"L{row}") for count in answer.masukan),
        )
        for row, answer in enumerate(drawn, start=7)
    ]
    scores = node_table(matrix, score(matrix, answer_row(matrix, {a.kode: a.nilai for a in answers})))
    findings = findings_table([Finding("peringatan", f"ragu {number}", "periksa", "LKE ZI", "K7", "P.1.i.a")])
    return NewAssessment(unit, tahun, penilai, instrument.kode, instrument.versi, answers, scores, findings)


def source(number):
    return Source(f"lke {number}.xlsx", "lampiran_iii", b"isi berkas %d" % number)


def save(store, number, **label):
    (stored,) = save_imports(acting(store, "Ani"), [(source(number), [assessment(number, **label)])])
    return stored
