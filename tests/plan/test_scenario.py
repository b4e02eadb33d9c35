"""Scenarios change values and nothing else, stand side by side, and are kept as versions."""

import numpy as np
import pytest
from acting import acting
from assessments import INSTRUMENT, real_values
from oracle import all_nilai

from zi_metrics.bahasa import format_change
from zi_metrics.lke.values import answer_values
from zi_metrics.plan.plan import plan
from zi_metrics.plan.scenario import (
    ScenarioProblem,
    apply_changes,
    asked_counts,
    change_problems,
    change_sentence,
    change_table,
    changed_nodes,
    changes_of,
    outcome,
    scenario_outcome,
    side_by_side,
    with_count,
)
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store import tables
from zi_metrics.store.scenarios import (
    ScenarioMoved,
    discard_scenario,
    save_scenario,
    scenario_versions,
    scenarios,
    scenarios_of,
)

VALUES = real_values(np.random.default_rng(1), 0.6)


def test_changes_of_every_kind_are_applied_and_nothing_else():
    ratio = INSTRUMENT.question("R.6.i.b")
    changes = {"P.1.i.b": "b", "B.I.a.1": 3.62, "B.II.a.1": "3,50", "P.1.i.a": None, ratio.kode: {"dipermudah": 3}}
    counts = {ratio.kode: {"terdaftar": 4.0, "dipermudah": 1.0}}
    after = apply_changes(INSTRUMENT, VALUES, changes | {"R.5.ii.a": 0.8}, counts)
    expected = {"P.1.i.b": 0.5, "B.I.a.1": 3.62 / 4, "B.II.a.1": 0.875, "P.1.i.a": None, "R.6.i.b": 0.75}
    assert after == VALUES | expected | {"R.5.ii.a": 0.8}
    found = outcome(INSTRUMENT, after)
    truth = all_nilai(after)
    assert found.total == pytest.approx(truth["A"][0] + truth["B"][0])


def test_what_cannot_be_applied_is_told_all_at_once():
    changes = {"X": "A", "P.1.i.b": "Q", "B.I.a.1": 5, "R.5.ii.a": 1.5, "R.6.i.b": {"lain": 1}, "P.1.i.a": {"x": 1}}
    with pytest.raises(ScenarioProblem) as told:
        apply_changes(INSTRUMENT, VALUES, changes)
    assert len(str(told.value).splitlines()) == 6
    assert all(f"{kode}: " in str(told.value) for kode in changes)
    with pytest.raises(ScenarioProblem, match="bertentangan"):
        apply_changes(INSTRUMENT, VALUES, {"R.6.i.b": {"terdaftar": 0, "dipermudah": 2}})


def test_an_applied_plan_is_a_scenario_that_holds():
    found = plan(gate_system(INSTRUMENT, "wbk"), VALUES)
    after = outcome(INSTRUMENT, apply_changes(INSTRUMENT, VALUES, changes_of(found)))
    assert after.gates[after.gates["predikat"] == "wbk"]["terpenuhi"].all()
    assert after.total == pytest.approx(found.total_sesudah)


def test_scenarios_stand_side_by_side():
    now = outcome(INSTRUMENT, VALUES)
    better = outcome(INSTRUMENT, apply_changes(INSTRUMENT, VALUES, {"P.5.i.a": "A", "B.I.a.1": 4}))
    table = side_by_side({"Sekarang": now, "Naik": better})
    assert "selisih Sekarang" not in table
    row = table[(table["predikat"] == "wbk") & (table["kode"] == "B.I.a")].iloc[0]
    assert row["nilai Naik"] == pytest.approx(17.5) and bool(row["terpenuhi Naik"])
    assert row["selisih Naik"] == pytest.approx(17.5 * (1 - VALUES["B.I.a.1"]))
    total = table[(table["predikat"] == "wbbm") & (table["kode"] == "total")].iloc[0]
    assert total["selisih Naik"] == pytest.approx(better.total - now.total)
    nodes = changed_nodes({"Sekarang": now, "Naik": better})
    assert {"B.I.a.1", "B.I.a", "B.I", "B"} <= set(nodes["kode"]) and "P.1" not in set(nodes["kode"])


def saved(store, base):
    return scenarios(store, base["unit_id"], base["tahun"])


def test_a_scenario_is_kept_as_versions(sample_store, base):
    changes = {"P.1.i.b": "A", "B.I.a.1": 3.7, "R.6.i.b": {"dipermudah": 3}, "P.1.i.a": None}
    first = save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Tanpa survei", changes)
    assert (first.versi, first.new) == (1, True)
    [row] = saved(sample_store, base).to_dict("records")
    assert row["perubahan"] == changes and row["nama"] == "Tanpa survei" and row["oleh"] == "Ani"
    assert not save_scenario(
        acting(sample_store, "Budi"), base["penilaian_id"], " Tanpa  survei", changes, first.skenario_id
    ).new
    second = save_scenario(
        acting(sample_store, "Budi"), base["penilaian_id"], "Lain", {"P.1.i.b": "B"}, first.skenario_id
    )
    assert (second.versi, second.new) == (2, True)
    assert saved(sample_store, base)["perubahan"].tolist() == [{"P.1.i.b": "B"}]
    history = scenario_versions(sample_store, first.skenario_id)
    assert history["versi"].tolist() == [2, 1] and history["perubahan"].tolist()[1] == changes


def test_discarding_is_a_row_of_its_own_and_saving_again_brings_it_back(sample_store, base):
    kept = save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Satu", {"P.1.i.b": "A"})
    save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Dua", {"P.1.i.b": "A"})
    assert discard_scenario(acting(sample_store, "Budi"), kept.skenario_id)
    assert not discard_scenario(acting(sample_store, "Budi"), kept.skenario_id)
    assert saved(sample_store, base)["nama"].tolist() == ["Dua"]
    history = scenario_versions(sample_store, kept.skenario_id)
    assert history["dibuang"].tolist() == [True, False] and history["oleh"].tolist() == ["Budi", "Ani"]
    again = save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Satu", {"P.1.i.b": "A"}, kept.skenario_id)
    assert (again.versi, again.new) == (3, True) and len(saved(sample_store, base)) == 2


def test_what_somebody_else_kept_meanwhile_is_not_replaced(sample_store, base):
    first = save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Satu", {"P.1.i.b": "A"})
    ani, budi = acting(sample_store, "Ani"), acting(sample_store, "Budi")
    again = (base["penilaian_id"], "Satu")
    save_scenario(ani, *again, {"P.1.i.b": "B"}, first.skenario_id, first.versi)
    with pytest.raises(ScenarioMoved, match="Ani menyimpan versi 2"):
        save_scenario(budi, *again, {"P.1.i.b": "C"}, first.skenario_id, first.versi)
    assert saved(sample_store, base)["perubahan"].tolist() == [{"P.1.i.b": "B"}]
    same = save_scenario(budi, *again, {"P.1.i.b": "B"}, first.skenario_id, first.versi)
    assert (same.versi, same.new) == (2, False), "what both kept alike is no quarrel"
    discard_scenario(acting(sample_store, "Citra"), first.skenario_id)
    with pytest.raises(ScenarioMoved, match="Citra membuang"):
        save_scenario(budi, *again, {"P.1.i.b": "C"}, first.skenario_id, 2)
    assert saved(sample_store, base).empty


def test_the_same_scenario_is_kept_once(sample_store, base):
    same = (sample_store, base["penilaian_id"], "Satu", {"P.1.i.b": "A"})
    first = save_scenario(*same)
    again = save_scenario(*same)
    assert (again.skenario_id, again.versi, again.new) == (first.skenario_id, 1, False)
    save_scenario(acting(sample_store, "Ani"), base["penilaian_id"], "Satu", {"P.1.i.b": "B"})
    assert len(saved(sample_store, base)) == 2, "other changes are another scenario, also by the same name"
    discard_scenario(acting(sample_store, "Ani"), first.skenario_id)
    assert save_scenario(*same).new and len(saved(sample_store, base)) == 2


def test_scenarios_belong_to_an_assessment_and_survive_json(sample_store, base):
    with pytest.raises(KeyError):
        save_scenario(sample_store, "tidak ada", "X", {})
    with pytest.raises(KeyError):
        save_scenario(sample_store, base["penilaian_id"], "X", {}, "tidak ada")
    with pytest.raises(KeyError):
        discard_scenario(sample_store, "tidak ada")
    with pytest.raises(ValueError, match="JSON"):
        save_scenario(sample_store, base["penilaian_id"], "X", {"P.1.i.b": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        save_scenario(sample_store, base["penilaian_id"], "X", {1: "A"})
    assert saved(sample_store, base).empty and scenario_versions(sample_store, "tidak ada").empty


def test_a_changed_count_takes_typed_sums_along():
    question = next(q for q in INSTRUMENT.questions() if any(count.jumlah_dari for count in q.masukan))
    total = next(count for count in question.masukan if count.jumlah_dari)
    part, *others = total.jumlah_dari
    counts = {total.kunci: 10.0, part: 4.0, **dict.fromkeys(others, 3.0)}
    assert total not in asked_counts(question, counts), "a sum whose parts are known is computed"
    changed = with_count(question, counts, part, 6.0)
    assert changed[part] == 6.0 and changed[total.kunci] is None and changed[others[0]] == 3.0
    assert total in asked_counts(question, {total.kunci: 10.0}), "a sum that stands alone is asked for"
    assert with_count(question, {total.kunci: 10.0}, total.kunci, 12.0)[total.kunci] == 12.0


def test_changes_are_told_as_people_read_them_and_add_up():
    before = outcome(INSTRUMENT, VALUES)
    changes = {"P.5.i.a": "A", "B.I.a.1": 4, "R.5.ii.a": 0.5, "P.1.i.a": None}
    after = outcome(INSTRUMENT, apply_changes(INSTRUMENT, VALUES, changes))
    table = change_table(INSTRUMENT, before, after, changes).set_index("kode")
    assert table["ke"].to_dict() == {"P.5.i.a": "A", "B.I.a.1": "4,00", "R.5.ii.a": "50%", "P.1.i.a": "belum dijawab"}
    assert table["poin"].sum() == pytest.approx(after.total - before.total)
    assert format_change(after.total - before.total) in change_sentence(before, after, len(changes))
    assert "Belum ada yang diubah" in change_sentence(before, before, 0)


def test_problems_are_told_question_by_question():
    problems = change_problems(INSTRUMENT, {"X": "A", "P.1.i.b": "Q", "B.I.a.1": 4})
    assert set(problems) == {"X", "P.1.i.b"}


def test_a_saved_scenario_is_scored_on_its_own_assessment(sample_store):
    base = tables.assessments(sample_store).iloc[0]
    kept = save_scenario(sample_store, base["penilaian_id"], "Uji", {"B.I.a.1": 4})
    (row,) = scenarios_of(scenarios(sample_store, base["unit_id"], base["tahun"]))
    assert row.skenario_id == kept.skenario_id
    assert (row.dari_penilai, row.dari_versi) == (base["penilai"], base["versi"])
    values = answer_values(sample_store, base["penilaian_id"])
    expected = outcome(INSTRUMENT, apply_changes(INSTRUMENT, values, {"B.I.a.1": 4})).total
    assert scenario_outcome(sample_store, row).total == pytest.approx(expected)
