"""Three judges side by side: differences and corrections over all units, held against plain loops."""

import numpy as np
import pytest

from zi_metrics.answers import Answer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import judges
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.store import tables
from zi_metrics.store.assessments import NewAssessment, Source, save_imports

INSTRUMENT = load_instrument()
QUESTIONS = INSTRUMENT.questions()
WORTH = {n.kode: n.bobot for n in load_points(INSTRUMENT.kode).nodes}


def save(store, unit, penilai, values, tahun=2025):
    matrix = load_points(INSTRUMENT.kode)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, values)))
    answers = [Answer(kode, None if v is None else str(v), v) for kode, v in values.items()]
    new = NewAssessment(unit, tahun, penilai, INSTRUMENT.kode, INSTRUMENT.versi, answers, nodes)
    save_imports(store, [(Source(f"{unit} {penilai}", "uji"), [new])])


def drawn(seed, blank=0.0):
    rng = np.random.default_rng(seed)
    return {q.kode: None if rng.random() < blank else round(rng.random(), 2) for q in QUESTIONS}


def row(store, unit, penilai, tahun=2025):
    table = tables.assessments(store)
    (one,) = assessments_of(table[(table["unit"] == unit) & (table["penilai"] == penilai) & (table["tahun"] == tahun)])
    return one


def test_sides_show_each_judges_points_and_nothing_for_a_judge_who_left_a_part_open(store):
    unit, tpi = drawn(1), drawn(2)
    for question in INSTRUMENT.area_nodes(3)[0].questions():
        tpi[question.kode] = None
    save(store, "Kantor A", "unit", unit)
    save(store, "Kantor A", "tpi", tpi)
    seen = judges.sides(store, row(store, "Kantor A", "unit").unit_id, 2025)
    nodes = seen.nodes.set_index("kode")
    assert list(seen.assessments) == ["unit", "tpi"] and seen.pairs() == [("unit", "tpi")]
    for kode, value in unit.items():
        assert nodes.loc[kode, "nilai_unit"] == pytest.approx(WORTH[kode] * value)
    assert np.isnan(nodes.loc[INSTRUMENT.area_nodes(3)[0].kode, "nilai_tpi"])
    assert seen.total("unit") == pytest.approx(sum(WORTH[k] * v for k, v in unit.items()))


def test_differences_leave_out_what_one_judge_left_open(store):
    unit, tpi = drawn(3, 0.2), drawn(4, 0.2)
    save(store, "Kantor A", "unit", unit)
    save(store, "Kantor A", "tpi", tpi)
    seen = judges.sides(store, row(store, "Kantor A", "unit").unit_id, 2025)
    expected = {
        k: WORTH[k] * (tpi[k] - unit[k])
        for k in unit
        if unit[k] is not None and tpi[k] is not None and tpi[k] != unit[k]
    }
    table = seen.differences("unit", "tpi")
    assert dict(zip(table["kode"], table["poin"], strict=True)) == pytest.approx(expected)
    assert table["poin"].is_monotonic_increasing


def test_the_parts_of_the_form_add_up_to_the_whole():
    parts = judges.form_parts(INSTRUMENT)
    weights = {n.kode: n.bobot for n in INSTRUMENT.nodes()}
    assert sum(weights[kode] for _, codes in parts.values() for kode in codes) == pytest.approx(INSTRUMENT.total)


def test_corrections_over_units_equal_plain_sums(store):
    given = {}
    for number in range(4):
        for judge in ("unit", "tpi"):
            given[number, judge] = drawn((5, number, judge == "tpi"), 0.1)
            save(store, f"Kantor {number}", judge, given[number, judge])
    save(store, "Kantor tanpa TPI", "unit", drawn(9))
    table = judges.corrections(store, "unit", "tpi", 2025)
    assert table["unit"].nunique() == 4
    below = {
        q.kode: part
        for part, (_, codes) in judges.form_parts(INSTRUMENT).items()
        for node in INSTRUMENT.nodes()
        if node.kode in codes
        for q in node.questions()
    }
    for found in table.itertuples():
        first, second = (given[int(found.unit[-1]), judge] for judge in ("unit", "tpi"))
        both = [k for k, part in below.items() if part == found.kode and None not in (first[k], second[k])]
        assert found.dibandingkan == len(both)
        assert found.koreksi == pytest.approx(sum(WORTH[k] * (second[k] - first[k]) for k in both))
        assert found.turun == sum(second[k] < first[k] for k in both)
    units = judges.corrected_units(table)
    assert [one.jumlah for one in units] == sorted(one.jumlah for one in units) and len(units) == 4
    assert all(one.jumlah == pytest.approx(sum(one.bagian.values())) for one in units)
    questions = judges.corrected_questions(store, "unit", "tpi", 2025)
    assert questions["koreksi"].is_monotonic_increasing and questions["unit"].max() <= 4
