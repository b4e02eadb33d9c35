"""Three judges side by side: differences, corrections over all units, and the estimate, held against plain loops."""

import numpy as np
import pytest

from zi_metrics.answers import Answer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import judges
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.values import answer_values
from zi_metrics.plan import next_judge
from zi_metrics.plan.chance import chance
from zi_metrics.plan.corrections import correction_pairs, corrections_from
from zi_metrics.scoring.gates import gate_system
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
    save_imports(store, [(Source("Penguji", f"{unit} {penilai}", "uji"), [new])])


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
    grid = judges.correction_grid(table)
    assert grid.shape == (4, len(judges.form_parts(INSTRUMENT)))
    questions = judges.corrected_questions(store, "unit", "tpi", 2025)
    assert questions["koreksi"].is_monotonic_increasing and questions["unit"].max() <= 4


def lowered(values, share, seed):
    """Values as a judge sees them who lowers about this share of the options by one."""
    rng = np.random.default_rng(seed)
    seen = dict(values)
    for question in QUESTIONS:
        scale = INSTRUMENT.scale_of(question)
        below = [w for w in getattr(scale, "pilihan", {}).values() if w < values[question.kode]]
        if below and rng.random() < share:
            seen[question.kode] = max(below)
    return seen


def chosen(seed, floor=0.0):
    """Answers that the scales have, none below `floor`."""
    rng = np.random.default_rng(seed)
    scales = {q.kode: INSTRUMENT.scale_of(q) for q in QUESTIONS}
    return {
        kode: float(rng.choice([w for w in scale.pilihan.values() if w >= floor])) if scale.jenis == "pilihan" else 0.9
        for kode, scale in scales.items()
    }


def test_the_estimate_is_what_each_peers_strictness_makes_of_the_own_answers(store):
    mine = chosen(20)
    save(store, "Kantor kami", "unit", mine)
    save(store, "Kantor kami", "tpi", lowered(mine, 1.0, 0))
    shares = (0.0, 0.2, 0.4, 0.6)
    for number, share in enumerate(shares):
        first = chosen((21, number), floor=0.5)
        save(store, f"Kantor {number}", "unit", first)
        save(store, f"Kantor {number}", "tpi", lowered(first, share, number))
    found = next_judge.adjusted(store, row(store, "Kantor kami", "unit"))
    assert (found.peers, found.tahun_acuan, found.ke) == (4, 2025, "tpi"), "its own correction does not foretell itself"

    def total(values):
        return sum(WORTH[kode] * value for kode, value in values.items())

    assert found.total == pytest.approx(total(mine))
    most = total(lowered(mine, 1.0, 1))
    expected = np.mean([found.total + share * (most - found.total) for share in shares])
    # The peers' shares are drawn answer by answer, so they are near to what was asked, not equal.
    assert found.perkiraan == pytest.approx(expected, abs=0.06 * (found.total - most))
    assert most < found.rendah < found.perkiraan < found.tinggi <= found.total + 1e-9
    past = corrections_from(INSTRUMENT, peers_of(store, "Kantor kami"))
    same = chance(gate_system(INSTRUMENT, "wbk"), mine, past)
    assert found.peluang.keys() == INSTRUMENT.predikat.keys() and found.peluang["wbk"] == same.semua
    assert found.perkiraan == same.total.perkiraan, "the plan's chance and the estimate are one computation"


def peers_of(store, unit):
    pairs = correction_pairs(store, INSTRUMENT, "unit", "tpi")
    return pairs[pairs["unit_id"] != row(store, unit, "unit").unit_id]


def test_a_unit_that_has_little_to_lose_loses_little(store):
    # What peers lost on full marks cannot be lost where the answers are the lowest already, nor where there are none.
    save(store, "Kantor kami", "unit", chosen(1) | {q.kode: None for q in INSTRUMENT.area_nodes(5)[0].questions()})
    save(store, "Kantor nol", "unit", dict.fromkeys(chosen(1), 0.0))
    for number in range(4):
        full = dict.fromkeys(chosen(1), 1.0)
        save(store, f"Kantor {number}", "unit", full)
        save(store, f"Kantor {number}", "tpi", lowered(full, 1.0, 0))
    assert next_judge.adjusted(store, row(store, "Kantor nol", "unit")).perkiraan == 0
    found = next_judge.adjusted(store, row(store, "Kantor kami", "unit"))
    mine = {kode: value or 0.0 for kode, value in tables_values(store, "Kantor kami").items()}
    assert found.perkiraan == pytest.approx(sum(WORTH[k] * v for k, v in lowered(mine, 1.0, 0).items()))
    assert found.rendah == pytest.approx(found.tinggi)


def tables_values(store, unit):
    return answer_values(store, row(store, unit, "unit").penilaian_id)


def test_without_enough_peers_or_a_next_judge_there_is_no_estimate(store):
    for number in range(3):
        save(store, f"Kantor {number}", "unit", drawn(number))
        save(store, f"Kantor {number}", "tpi", drawn(10 + number))
    # Each unit has two peers besides itself: one too few.
    assert next_judge.adjusted(store, row(store, "Kantor 0", "unit")) is None
    save(store, "Kantor 0", "tpn", drawn(30))
    assert next_judge.adjusted(store, row(store, "Kantor 0", "tpn")) is None


def test_no_correction_leaves_the_total_as_it_is(store):
    for number in range(4):
        for judge in ("unit", "tpi"):
            save(store, f"Kantor {number}", judge, drawn(number))
    save(store, "Kantor kami", "unit", drawn(40), tahun=2026)
    found = next_judge.adjusted(store, row(store, "Kantor kami", "unit", 2026))
    assert found.tahun_acuan == 2025 and found.perkiraan == pytest.approx(found.total)
    assert found.rendah == pytest.approx(found.tinggi)
