"""Random assessments of the shipped instrument, and past pairs of them, for the tests of planning and chances."""

import numpy as np
import pandas as pd
from acting import acting

from zi_metrics.answers import Answer
from zi_metrics.as_of import SAID, AsOf
from zi_metrics.instruments.library import load_instrument
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score
from zi_metrics.store.assessments import NewAssessment, Source, save_imports

INSTRUMENT = load_instrument()
MATRIX = compile_points(INSTRUMENT)


def real_values(rng, level, blanks=0.0, instrument=INSTRUMENT):
    """A random assessment: question -> value, None = unanswered; options and figures as they occur."""
    values = {}
    for question in instrument.questions():
        scale, aim = instrument.scale_of(question), float(np.clip(rng.normal(level, 0.25), 0, 1))
        if scale.jenis == "pilihan":
            values[question.kode] = min(scale.pilihan.values(), key=lambda worth, aim=aim: abs(worth - aim))
        elif scale.jenis == "indeks":
            values[question.kode] = round(float(np.clip(rng.normal(2 + 1.8 * level, 0.2), 0, 4)), 2) / 4
        else:
            cases = int(rng.integers(3, 40))
            values[question.kode] = round(cases * aim) / cases
        if rng.random() < blanks:
            values[question.kode] = None
    return values


def all_gates_hold(values, predikat, instrument=INSTRUMENT):
    """Whether an assessment holds every gate, by the tables that the screens show."""
    matrix = compile_points(instrument)
    gates = gate_table(instrument, node_table(matrix, score(matrix, answer_row(matrix, values))))
    return bool(gates[gates["predikat"] == predikat]["terpenuhi"].all())


def pairs_of(*pairs):
    """pairs: for each pair a dict kode -> (dari, ke); each of a unit of its own, all of 2025."""
    rows = [(n, kode, a, b, f"unit {n}", 2025) for n, pair in enumerate(pairs) for kode, (a, b) in pair.items()]
    return pd.DataFrame(rows, columns=["pasangan", "kode", "dari", "ke", "unit_id", "tahun"])


def past_pairs(rng, pairs):
    """Past pairs in which a judge of some strictness lowered answers by about one option."""
    found = []
    for _ in range(pairs):
        before, strict = real_values(rng, 0.8), rng.uniform(0, 0.3)
        found.append({k: (v, max(v - 0.33, 0) if rng.random() < strict else v) for k, v in before.items()})
    return pairs_of(*found)


# Every question at half its worth.
ALL_HALF = {question.kode: 0.5 for question in INSTRUMENT.questions()}


def save_values(store, unit, tahun, penilai, values, instrument=INSTRUMENT, oleh="Penguji", day=None):
    """Store an assessment from its values, question -> value (None = unanswered).

    oleh: None = whose the store is; day: as of when it speaks, None = nobody said.
    """
    matrix = compile_points(instrument)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, values)))
    answers = [Answer(kode, None if v is None else str(v), v) for kode, v in values.items()]
    when = None if day is None else AsOf(day, SAID)
    form = (instrument.kode, instrument.versi)
    new = NewAssessment(unit, tahun, penilai, *form, answers, nodes, per_tanggal=when)
    save_imports(store if oleh is None else acting(store, oleh), [(Source(f"{unit} {tahun} {penilai}", "uji"), [new])])


def judged_twice(store, unit, tahun, rng, fall=0.2):
    """Store a random assessment of a unit, and the TPI's, who lowered about so large a share of the answers to zero."""
    before = real_values(rng, 0.8)
    after = {kode: value if rng.random() > fall else 0.0 for kode, value in before.items()}
    save_values(store, unit, tahun, "unit", before)
    save_values(store, unit, tahun, "tpi", after)
