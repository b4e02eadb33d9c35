"""Answer sets for workbooks: of every instrument, with blanks, contradictions and nonsense, from a seed."""

import math
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import made_up
import yaml
from places import DATA

from zi_metrics.answers import Answer, CountAnswer
from zi_metrics.instruments.library import INSTRUMENTS, instruments_in_use, read_instrument
from zi_metrics.lke.recognition.workbook import recognise
from zi_metrics.printable import printable
from zi_metrics.reading import read_spreadsheet
from zi_metrics.scoring.values import effective_counts, ratio_meaning, written_meaning

TEXTS = {
    instrument.kode: (INSTRUMENTS / f"{instrument.kode}.yaml").read_text(encoding="utf-8")
    for instrument in instruments_in_use()
} | {
    # Two that only the tests know, with all that the real ones do not have.
    "instrumen-uji": (DATA / "instrumen-uji.yaml").read_text(encoding="utf-8"),
    made_up.KODE: made_up.TEXT,
}


def _read(kode):
    with TemporaryDirectory() as folder:
        return read_instrument(made_up.write_made_up(Path(folder), TEXTS[kode], kode))


ALL = {kode: _read(kode) for kode in TEXTS}
_COUNTS = (None, 0, 0, 1, 3, 7, 12, 2.5, -1)


@cache
def raw(kode):
    """The instrument's file as plain data, read without any code of the product."""
    return yaml.safe_load(TEXTS[kode])


def answer(instrument, kode, written=None, counts=None, **texts):
    """An answer with its value as the product understands what is written."""
    question = instrument.question(kode)
    scale = instrument.scale_of(question)
    if scale.jenis == "rasio":
        value = ratio_meaning(question, counts or {}).value
        masukan = tuple(CountAnswer(k, None if n is None else f"{n:g}", n) for k, n in (counts or {}).items())
        return Answer(kode, None, value, masukan=masukan, **texts)
    return Answer(kode, written, written_meaning(scale, written).value, **texts)


def random_answers(instrument, seed):
    """Right, wrong, contradictory and missing answers; how many are missing differs from set to set."""
    draw = random.Random(f"{instrument.kode} {seed}")
    blank = draw.choice((0, 0, 0.1, 0.5, 0.95))
    answers = {}
    for question in instrument.questions():
        if draw.random() < blank:
            continue
        written, counts = _written(draw, instrument.scale_of(question)), {}
        # Often all counts make sense, often all are 0, at times anything.
        kind = draw.choice(("sensible", "zero", "any"))
        for count in question.masukan:
            counts[count.kunci] = {"sensible": float(draw.randint(1, 40)), "zero": 0.0}.get(kind, draw.choice(_COUNTS))
        for count in question.masukan:
            if count.jumlah_dari and draw.random() < 0.6:
                counts[count.kunci] = None
        answers[question.kode] = answer(instrument, question.kode, written, counts)
    return answers


def read_back(instrument, name, content):
    """Judge -> question code -> answer, as the importer reads a file (several unanswered judges are all kept)."""
    readings = recognise(read_spreadsheet(name, content), [instrument]).readings
    return {reading.identity.penilai: {a.kode: a for a in reading.answers} for reading in readings}


def assert_read_back(instrument, name, content, judged):
    """The importer gives every judge's answers, raw counts, notes, evidence and links as they were, and no others.

    A judge who answered nothing has not judged, so far as the importer is concerned.
    """
    found = read_back(instrument, name, content)
    answered = {judge for judge, answers in judged.items() if any(a.nilai is not None for a in answers.values())}
    assert set(found) >= answered
    for judge in answered:
        for question in instrument.questions():
            given = judged[judge].get(question.kode, Answer(question.kode, None, None))
            _assert_same(question, given, found[judge][question.kode])


def _assert_same(question, given, read):
    assert (read.nilai is None) == (given.nilai is None), question.kode
    assert given.nilai is None or math.isclose(read.nilai, given.nilai, abs_tol=1e-9), question.kode
    # Signs that steer instead of being read stay out of every file, and white space around a text is not read.
    written = tuple(printable(text).strip() for text in (given.catatan, given.bukti, given.tautan))
    assert (read.catatan, read.bukti, read.tautan) == written, question.kode
    # A sum row may be a formula where its parts were written: they say the same.
    counts = [effective_counts(question, {c.kunci: c.angka for c in a.masukan}) for a in (given, read)]
    blank = dict.fromkeys(counts[1])
    assert counts[1] == {**blank, **counts[0]}, question.kode
    if given.nilai is None and not question.masukan:
        assert (read.tertulis or "").strip() == (given.tertulis or "").strip(), question.kode


def _written(draw, scale):
    if scale.jenis == "pilihan":
        option = draw.choice(list(scale.pilihan))
        return draw.choice((option, option, option, f" {option.lower()} ", f"{option}.", "Mungkin", "F", None))
    if scale.jenis == "indeks":
        index = round(draw.uniform(0, scale.maksimum), 2)
        as_people_type = f"{index:.2f}".replace(".", ",")
        return draw.choice((f"{index:g}", as_people_type, "0", f"{scale.maksimum:g}", "99", "banyak", None))
    if scale.jenis == "persentase":
        return draw.choice((f"{draw.randint(0, 100)}%", "0,25", "100%", "130%", "900", "hampir semua", None))
    return None
