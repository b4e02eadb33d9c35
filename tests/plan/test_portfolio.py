"""Many units: who is nearest, and which few questions lift the most."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import small_instruments as small
from assessments import INSTRUMENT, MATRIX, all_gates_hold, real_values

from zi_metrics.plan.plan import plan
from zi_metrics.plan.portfolio import (
    effort_sentence,
    effort_table,
    lifting_questions,
    lifting_sentence,
    nearest,
)
from zi_metrics.plan.sensitivity import area_distances, node_sensitivity
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import gate_system

GATES = gate_system(INSTRUMENT, "wbk")


def units(count, level=0.6, seed=0):
    rng = np.random.default_rng(seed)
    rows = [real_values(rng, level + rng.uniform(-0.15, 0.25)) for _ in range(count)]
    return pd.DataFrame(rows, index=[f"Unit {n}" for n in range(count)], columns=list(MATRIX.questions), dtype=float)


def test_units_stand_by_the_effort_to_the_predicate():
    values = units(6)
    table = effort_table(GATES, values)
    assert table["upaya"].is_monotonic_increasing and set(table.index) == set(values.index)
    for unit, row in table.iterrows():
        answers = values.loc[unit].to_dict()
        assert row["upaya"] == pytest.approx(plan(GATES, answers).upaya_total)
        assert row["terpenuhi"] == all_gates_hold(answers, "wbk") == (row["upaya"] == 0)


def test_what_locks_make_impossible_has_no_effort_and_comes_last():
    values = units(3)
    values.loc["Unit 9"] = 1.0
    table = effort_table(GATES, values, PlanSettings(kunci=frozenset({"A", "B"})))
    assert table.index[0] == "Unit 9" and table["upaya"].iloc[1:].isna().all()


def test_within_one_area_only_its_gate_counts():
    values = units(4, level=0.4)
    gates = gate_system(INSTRUMENT, "wbk", pokja=5)
    assert [gate.kode for gate in gates.gates] == ["P.5+R.5"]
    table = effort_table(gates, values)
    assert (table["upaya"] <= effort_table(GATES, values)["upaya"].reindex(table.index) + 1e-6).all()
    assert {s.kode[2] for s in plan(gates, values.iloc[0].to_dict()).langkah} <= {"5"}


@pytest.mark.parametrize("banyak", [1, 2, 3])
def test_no_other_few_questions_lift_more_units_over_a_gate(banyak):
    for seed in range(25):
        rng = np.random.default_rng(seed)
        raw = small.raw_instrument(rng, ((3, 1), (2,)), ("indeks",))
        codes = [q["kode"] for q in small.questions_of(raw)]
        rows = [small.random_values(rng, raw) for _ in range(8)]
        values = pd.DataFrame(rows, columns=codes, dtype=float)
        found = lifting_questions(small.compiled(raw), values, "total", banyak)
        counts = {}
        for chosen in combinations(codes[:-1], banyak):
            after = [row | dict.fromkeys(chosen, 1.0) for row in rows]
            counts[chosen] = [
                n
                for n, (now, then) in enumerate(zip(rows, after, strict=True))
                if total(raw, now) < least(raw) - 1e-9 <= total(raw, then)
            ]
        most = max(map(len, counts.values()))
        assert (found["jumlah"].max() if len(found) else 0) == most
        for row in found.itertuples():
            assert row.unit == counts[tuple(row.kode)] and row.jumlah == len(row.unit) > 0


def total(raw, values):
    return small.gate_points(raw, values)[0]


def least(raw):
    return small.minima(raw)[0]


def test_lifting_questions_leave_out_locks_and_surveys_and_know_the_gates():
    values = units(30, level=0.5, seed=3)
    found = lifting_questions(GATES, values, "P.5+R.5", 2, kunci={"R.5"})
    assert len(found) and all(kode.startswith("P.5") for row in found["kode"] for kode in row)
    assert lifting_questions(GATES, values, "B.I.a").empty
    with pytest.raises(KeyError):
        lifting_questions(GATES, values, "tidak ada")
    with pytest.raises(ValueError, match="1, 2 or 3"):
        lifting_questions(GATES, values, "total", 4)


def test_every_node_tells_what_it_gives_and_could_still_give():
    values = units(1).iloc[0].to_dict() | {"P.1.i.a": None}
    table = node_sensitivity(INSTRUMENT, values).set_index("kode")
    top = table[table["tingkat"] == 0]
    assert top["kontribusi"].sum() == pytest.approx(1) and (top["nilai"] + top["sisa"]).sum() == pytest.approx(100)
    row = table.loc["P.1.i.b"]
    # Raising one answer by 0.1 moves the total by a tenth of its points per value.
    low, high = (node_sensitivity(INSTRUMENT, values | {"P.1.i.b": v}) for v in (0.5, 0.6))
    gained = (high[high["tingkat"] == 0]["nilai"].sum() - low[low["tingkat"] == 0]["nilai"].sum()) / 0.1
    assert gained == pytest.approx(row["bobot"])
    steps = node_sensitivity(INSTRUMENT, values | {"P.1.i.b": 0.5}).set_index("kode")["poin_langkah"]
    assert steps["P.1.i.b"] == pytest.approx(0.25 * 0.5) and steps["P.1.i.a"] == pytest.approx(0.25)
    assert np.isnan(steps["P.1"]) and np.isnan(steps["B.I.a.1"])
    assert node_sensitivity(INSTRUMENT, {})["kontribusi"].isna().all()


def test_areas_lie_between_their_minima_and_their_maximum():
    worst, best = ({k: v for k in MATRIX.questions} for v in (0.0, 1.0))
    empty = area_distances(INSTRUMENT, worst).set_index("pokja")
    assert empty.loc[5, "ke_minimum_wbk"] == pytest.approx(9) and empty.loc[5, "ke_minimum_wbbm"] == pytest.approx(
        11.25
    )
    assert (empty["ke_maksimum"] == empty["bobot"]).all() and (empty["di_atas_wbk"] == 0).all()
    full = area_distances(INSTRUMENT, best).set_index("pokja")
    assert full.loc[5, "di_atas_wbk"] == pytest.approx(6) and (full["ke_minimum_wbbm"] == 0).all()
    raw = small.raw_instrument(np.random.default_rng(0))
    raw["syarat"] = raw["syarat"][:1]
    gates = small.compiled(raw)
    unbound = area_distances(gates.instrument, {})[["minimum_p", "ke_minimum_p", "di_atas_p"]]
    assert unbound.isna().to_numpy().all()


def test_the_sentences_name_the_nearest_units_and_the_best_questions():
    table = effort_table(GATES, units(6))
    own = dict.fromkeys(table.index, "unit")
    told = effort_sentence(table, "WBK", own, {})
    near = table[~table["terpenuhi"]].index
    assert told.startswith(f"{table['terpenuhi'].sum()} dari 6 unit") and near[0] in told and near[2] in told
    assert near[3] not in told
    everyone = "6 dari 6 unit sudah memenuhi syarat nilai WBK"
    assert effort_sentence(table.assign(terpenuhi=True), "WBK", own, {}) == f"{everyone} menurut unit sendiri."
    two = own | {table.index[0]: "tpi"}
    parted = f"{everyone}: 1 menurut TPI, 5 baru menurut unit sendiri. Belum tercatat pada 1 unit."
    noted = {table.index[1]: "belum tercatat"}
    assert effort_sentence(table.assign(terpenuhi=True), "WBK", two, noted) == parted
    lifted = lifting_questions(GATES, units(20, 0.55), GATES.gates[2].kode, count=3)
    best = lifted.iloc[0]
    judges = {unit: "tpi" if place % 2 else "unit" for place, unit in enumerate(units(20, 0.55).index)}
    words = lifting_sentence(lifted, "Area", judges)
    assert f"{sum(judges[unit] == 'tpi' for unit in best['unit'])} TPI" in words
    assert all(kode in words for kode in best["kode"]) and f"membawa {best['jumlah']} unit" in words
    assert "Tidak ada unit" in lifting_sentence(lifted.head(0), "Area", {})


def test_the_nearest_unit_misses_the_fewest_points_then_the_fewest_gates_and_does_not_hold():
    overview = pd.DataFrame(
        {
            "unit": ["Penuh", "Jauh", "Dua syarat", "Satu syarat", "Dekat"],
            "kurang_wbk": [0.0, 9.0, 0.0, 0.0, 0.4],
            "gagal_wbk": [[], ["Nilai total"], ["a", "b"], ["a"], ["Nilai total"]],
        }
    )
    assert nearest(overview, "wbk")["unit"].tolist() == ["Satu syarat", "Dua syarat", "Dekat", "Jauh"]
    assert nearest(overview.head(1), "wbk").empty
