"""What the next judge will probably make of a unit: from peers and its own history, never from its own pair."""

import numpy as np
import pytest
from assessments import INSTRUMENT, save_values

from zi_metrics.lke.assessment import assessments_of
from zi_metrics.outlook.unit import outlook, past_judges, stored_errors, why_no_judge, why_none
from zi_metrics.outlook.units import OUTLOOK_COLUMNS, expected, expected_sentence, outlook_table
from zi_metrics.plan.chance import SurveyErrors, chance
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.points import load_points
from zi_metrics.store import tables

QUESTIONS = INSTRUMENT.questions()
WORTH = {n.kode: n.bobot for n in load_points(INSTRUMENT.kode).nodes}


def save(store, unit, penilai, values, tahun=2025):
    save_values(store, unit, tahun, penilai, values)


def row(store, unit, penilai, tahun=2025):
    table = tables.assessments(store)
    (one,) = assessments_of(table[(table["unit"] == unit) & (table["penilai"] == penilai) & (table["tahun"] == tahun)])
    return one


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


def total(values):
    return sum(WORTH[kode] * (value or 0) for kode, value in values.items())


def peers(store, count, share, tahun=2025):
    for number in range(count):
        first = chosen((21, number), floor=0.5)
        save(store, f"Kantor {number}", "unit", first, tahun)
        save(store, f"Kantor {number}", "tpi", lowered(first, share, number), tahun)


def test_the_estimate_is_what_the_peers_strictness_makes_of_the_own_answers(store):
    mine = chosen(20)
    save(store, "Kantor kami", "unit", mine)
    # Its own correction does not foretell itself.
    save(store, "Kantor kami", "tpi", lowered(mine, 1.0, 0))
    peers(store, 24, 0.3)
    found = outlook(store, row(store, "Kantor kami", "unit"))
    own = found.any_chance()
    assert (own.pasangan, own.tahun, found.ke) == (24, 1, "tpi")
    assert found.total == pytest.approx(total(mine))
    most = total(lowered(mine, 1.0, 1))
    assert own.total.perkiraan == pytest.approx(found.total + 0.3 * (most - found.total), abs=0.8)
    assert most < own.total.rendah < own.total.perkiraan < own.total.tinggi <= found.total + 0.5
    past = past_judges(store, INSTRUMENT, "unit", "tpi", 2025, False)
    unit_id = row(store, "Kantor kami", "unit").unit_id
    same = chance(gate_system(INSTRUMENT, "wbk"), mine, past, unit=unit_id)
    assert found.peluang.keys() == INSTRUMENT.predikat.keys() and found.peluang["wbk"] == same
    assert found.sentence().startswith("Bila TPI mengoreksi seperti pada 24 pasangan penilaian yang lalu, total ")


def test_a_unit_that_has_little_to_lose_loses_little(store):
    save(store, "Kantor kami", "unit", chosen(1) | {q.kode: None for q in INSTRUMENT.area_nodes(5)[0].questions()})
    save(store, "Kantor nol", "unit", dict.fromkeys(chosen(1), 0.0))
    for number in range(8):
        full = dict.fromkeys(chosen(1), 1.0)
        save(store, f"Kantor {number}", "unit", full)
        save(store, f"Kantor {number}", "tpi", lowered(full, 1.0, 0))
    # The lowest answers stay, but for the rare ones that a judge raises.
    assert outlook(store, row(store, "Kantor nol", "unit")).any_chance().total.perkiraan < 0.5
    mine = {q.kode: 0.0 for q in INSTRUMENT.area_nodes(5)[0].questions()}
    mine = {**chosen(1), **mine}
    found = outlook(store, row(store, "Kantor kami", "unit")).any_chance().total
    assert found.perkiraan == pytest.approx(total(lowered(mine, 1.0, 0)), abs=1.5)


def test_later_years_do_not_foretell_and_earlier_ones_do(store):
    save(store, "Kantor kami", "unit", chosen(20))
    peers(store, 4, 0.3, 2026)
    assert outlook(store, row(store, "Kantor kami", "unit")) is None
    peers(store, 4, 0.3, 2024)
    assert outlook(store, row(store, "Kantor kami", "unit")).any_chance().pasangan == 4


def test_without_enough_pairs_or_a_next_judge_it_says_why(store):
    peers(store, 3, 0.3)
    # Each unit has two pairs besides its own: one too few.
    first = row(store, "Kantor 0", "unit")
    assert outlook(store, first) is None and "paling sedikit 3 pasangan" in why_none(store, first)
    save(store, "Kantor 0", "tpn", chosen(30))
    last = row(store, "Kantor 0", "tpn")
    assert outlook(store, last) is None and "menilai paling akhir" in why_none(store, last)
    # With a survey's error alone there is a chance, of which no judge is part.
    alone = outlook(store, last, SurveyErrors({"B.I.a.1": 0.05}, {}))
    assert alone.ke is None and alone.sentence().startswith("Dengan ketidakpastian surveinya")


def test_no_correction_leaves_the_total_nearly_as_it_is(store):
    peers(store, 20, 0.0)
    save(store, "Kantor kami", "unit", chosen(40), tahun=2026)
    found = outlook(store, row(store, "Kantor kami", "unit", 2026))
    assert found.any_chance().total.perkiraan == pytest.approx(found.total, abs=1.5)


def test_real_units_never_rest_on_invented_ones(sample_store):
    save(sample_store, "Kantor sungguhan", "unit", chosen(3), tahun=2026)
    assert outlook(sample_store, row(sample_store, "Kantor sungguhan", "unit", 2026)) is None


def test_the_errors_of_stored_surveys_are_taken_in_full_precision(sample_store):
    table = tables.assessments(sample_store)
    first = assessments_of(table[(table["tahun"] == 2026) & table["unit"].str.startswith("Contoh 01")])[0]
    errors = stored_errors(sample_store, first.unit_id, 2026, first.instrument).galat_baku
    assert errors and all(value != round(value, 2) for value in errors.values())


def test_what_is_to_be_expected_of_all_is_the_sum_of_the_chances(sample_store):
    table = tables.assessments(sample_store)
    own = assessments_of(table[(table["tahun"] == 2026) & (table["penilai"] == "unit")].head(5))
    found = [outlook(sample_store, one) for one in own]
    rows = outlook_table(own, [*found[:4], None], "wbk")
    assert tuple(rows.columns) == OUTLOOK_COLUMNS and rows["unit"].tolist() == [one.unit for one in own[:4]]
    assert rows["peluang"].tolist() == [one.peluang["wbk"].semua.peluang for one in found[:4]]
    holds = {own[0].unit: True, own[2].unit: True}
    told = expected(rows, lambda unit: holds.get(unit, False))
    chances = rows["peluang"].to_numpy()
    assert told.nanti == pytest.approx(chances.sum()) and told.kini == 2
    assert told.hilang == pytest.approx((1 - chances[0]) + (1 - chances[2]))
    sentence = expected_sentence(rows, told, "WBK", 5)
    assert "dari 4 unit memenuhi semua syarat nilai WBK (kini 2)" in sentence and "1 unit lain" in sentence
    assert expected_sentence(rows.head(0), expected(rows.head(0), bool), "WBK", 5).startswith("Belum ada unit")


def test_a_chance_without_a_judge_says_so_and_a_blank_index_has_no_error(store):
    mine = chosen(22)
    save(store, "Kantor kami", "unit", mine)
    source = row(store, "Kantor kami", "unit")
    index = next(q.kode for q in QUESTIONS if INSTRUMENT.scale_of(q).jenis == "indeks")
    found = outlook(store, source, SurveyErrors({index: 0.05}, {}))
    assert found.ke is None
    why = why_no_judge(store, source)
    assert "koreksi penilai belum" in why and "belum dapat dihitung" not in why
    table = outlook_table([source, source], [found, found], "wbk")
    assert "galat surveinya" not in expected_sentence(table, expected(table, lambda unit: False), "WBK", 2)
    table.loc[0, "ke"] = "tpi"
    assert "Pada 1 unit di antaranya" in expected_sentence(table, expected(table, lambda unit: False), "WBK", 2)
    assert outlook(store, source, SurveyErrors({index: 0.05}, {}), mine | {index: None}) is None
