"""Scores equal an independent recursive walk, and behave as the rules say."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import RAW, all_nilai, all_questions

from zi_metrics.instruments.library import load_instrument
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score
from zi_metrics.scoring.standing import verdict

INSTRUMENT = load_instrument()
MATRIX = load_points(INSTRUMENT.kode)
CODES = MATRIX.questions


def nodes_of(values):
    return node_table(MATRIX, score(MATRIX, answer_row(MATRIX, values)))


def best():
    return dict.fromkeys(CODES, 1.0)


def _answer_values(question):
    scale = RAW["skala"][question["jawaban"]]
    known = list(scale["pilihan"].values()) if "pilihan" in scale else [0.0, 0.25, 0.9, 1.0]
    return st.sampled_from([None, *known])


answer_sets = st.fixed_dictionaries({q["kode"]: _answer_values(q) for q in all_questions()})


def test_all_best_is_100_and_all_worst_0():
    full, none = nodes_of(best()), nodes_of(dict.fromkeys(CODES, 0.0))
    # Exact but for the order in which a processor adds.
    assert full[full["tingkat"] == 0]["nilai"].sum() == pytest.approx(100, abs=1e-12)
    assert none["nilai"].abs().max() == 0
    assert full["nilai"].to_numpy() == pytest.approx(full["bobot"].to_numpy(), abs=1e-12)


def test_a_hand_made_answer_set_scores_as_worked_out_by_hand():
    # P.1.i: Ya and B -> mean 0.75 of 0.5; P.1.ii: only b = C answered -> 0 of 1; R.5.i: B of A-E -> 0.75 of 2.5;
    # IPAK 3.6 of 4 -> 0.9 of 17.5.
    nodes = nodes_of({"P.1.i.a": 1, "P.1.i.b": 0.5, "P.1.ii.b": 0, "R.5.i.a": 0.75, "B.I.a.1": 3.6 / 4}).set_index(
        "kode"
    )
    assert nodes.loc["P.1.i", "nilai"] == pytest.approx(0.375)
    assert nodes.loc["P.1.ii", "nilai"] == 0 and nodes.loc["P.1.ii", "nilai_rumus_lke"] == 0
    assert math.isnan(nodes.loc["P.1.iii", "nilai_rumus_lke"])
    assert nodes.loc["R.5", "nilai"] == pytest.approx(1.875)
    assert nodes.loc["B.I.a", "nilai"] == pytest.approx(15.75)
    assert nodes.loc["A", "nilai"] + nodes.loc["B", "nilai"] == pytest.approx(0.375 + 1.875 + 15.75)
    assert (nodes.loc["P.1", "terjawab"], nodes.loc["P.1", "pertanyaan"]) == (3, 12)


@given(answer_sets)
@settings(max_examples=60, deadline=None)
def test_every_node_equals_the_recursive_walk(values):
    nodes = nodes_of(values).set_index("kode")
    for kode, (nilai, rumus) in all_nilai(values).items():
        assert nodes.loc[kode, "nilai"] == pytest.approx(nilai, abs=1e-9)
        ours = nodes.loc[kode, "nilai_rumus_lke"]
        assert math.isnan(ours) if rumus is None else ours == pytest.approx(rumus, abs=1e-9)


@given(answer_sets, st.sampled_from(CODES), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_raising_one_answer_never_lowers_any_node(values, kode, raised):
    before = nodes_of(values)
    after = nodes_of({**values, kode: max(values[kode] or 0.0, raised)})
    assert (after["nilai"] >= before["nilai"] - 1e-12).all()


@given(answer_sets)
@settings(max_examples=60, deadline=None)
def test_every_score_lies_between_0_and_its_bobot_and_children_add_up(values):
    nodes = nodes_of(values)
    assert (nodes["nilai"] >= 0).all() and (nodes["nilai"] <= nodes["bobot"] + 1e-9).all()
    sums = nodes.dropna(subset="induk").groupby("induk")["nilai"].sum()
    own = nodes.set_index("kode")["nilai"]
    assert sums.to_numpy() == pytest.approx(own[sums.index].to_numpy(), abs=1e-9)


@given(answer_sets)
@settings(max_examples=30, deadline=None)
def test_the_workbooks_figure_is_never_lower_and_equal_when_all_is_answered(values):
    nodes = nodes_of(values)
    known = nodes.dropna(subset="nilai_rumus_lke")
    assert (known["nilai_rumus_lke"] >= known["nilai"] - 1e-9).all()
    full = nodes_of({kode: value or 0.0 for kode, value in values.items()})
    assert full["nilai_rumus_lke"].to_numpy() == pytest.approx(full["nilai"].to_numpy(), abs=1e-9)


def test_one_assessment_and_ten_thousand_get_the_same_scores():
    rng = np.random.default_rng(1)
    many = rng.random((10_000, len(CODES)))
    many[rng.random(many.shape) < 0.1] = np.nan
    together = score(MATRIX, many)
    for row in (0, 4_321, 9_999):
        alone = score(MATRIX, many[row])
        np.testing.assert_allclose(alone.nilai[0], together.nilai[row], atol=1e-12)
        np.testing.assert_allclose(alone.nilai_rumus[0], together.nilai_rumus[row], atol=1e-12)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (np.full(113, 1.2), r"must lie in \[0, 1\]"),
        (np.full(113, -0.1), r"must lie in \[0, 1\]"),
        (np.ones(112), "expected 113 questions, got 112"),
    ],
)
def test_impossible_values_are_refused(bad, told):
    with pytest.raises(ValueError, match=told):
        score(MATRIX, bad)


def gates_with(**nilai):
    nodes = nodes_of(best())
    nodes["nilai"] = [nilai.get(kode, value) for kode, value in zip(nodes["kode"], nodes["nilai"], strict=True)]
    return gate_table(INSTRUMENT, nodes).set_index(["predikat", "kode"])


@pytest.mark.parametrize(("predikat", "minimum"), [("wbk", 4.8), ("wbbm", 6.0)])
def test_a_gate_holds_at_exactly_its_minimum_and_not_below(predikat, minimum):
    at = gates_with(**{"P.1": minimum - 2.4, "R.1": 2.4}).loc[(predikat, "P.1+R.1")]
    assert at["terpenuhi"] and at["kurang"] == 0
    below = gates_with(**{"P.1": minimum - 2.4 - 1e-6, "R.1": 2.4}).loc[(predikat, "P.1+R.1")]
    assert not below["terpenuhi"] and below["kurang"] == pytest.approx(1e-6)


def test_rounding_of_floats_does_not_fail_a_gate():
    # 3.60 of 4 is the very minimum; 3.6 / 4 * 17.5 may come out a hair above or below 15.75.
    nodes = nodes_of({**best(), "B.I.a.1": 3.6 / 4})
    gates = gate_table(INSTRUMENT, nodes).set_index(["predikat", "kode"])
    assert gates.loc[("wbk", "B.I.a"), "terpenuhi"] and gates.loc[("wbbm", "B.I.a"), "terpenuhi"]
    almost = nodes_of({**best(), "B.I.a.1": 3.59 / 4})
    assert not gate_table(INSTRUMENT, almost).set_index(["predikat", "kode"]).loc[("wbk", "B.I.a"), "terpenuhi"]


def test_an_open_question_counts_as_zero_towards_its_gates_and_is_counted():
    gates = gate_table(INSTRUMENT, nodes_of({**best(), "B.I.a.1": None})).set_index(["predikat", "kode"])
    row = gates.loc[("wbk", "B.I.a")]
    assert row["nilai"] == 0 and not row["terpenuhi"] and row["kurang"] == 15.75
    assert (row["terjawab"], row["pertanyaan"]) == (0, 1) and math.isnan(row["nilai_rumus_lke"])
    total = gates.loc[("wbk", "total")]
    assert (total["terjawab"], total["pertanyaan"]) == (112, 113)


def test_verdicts():
    assert verdict(gate_table(INSTRUMENT, nodes_of(best()))).status == "wbbm"
    wbk = {**best(), "B.I.b.1": 0.5}
    assert verdict(gate_table(INSTRUMENT, nodes_of(wbk))).status == "wbk"
    low_survey = {**best(), "B.I.a.1": 0.85}
    outcome = verdict(gate_table(INSTRUMENT, nodes_of(low_survey)))
    assert outcome.status == "hampir" and outcome.kurang["wbk"] == 0
    assert outcome.gagal["wbk"] == ["Survei Persepsi Korupsi (IPAK)"]
    low = verdict(gate_table(INSTRUMENT, nodes_of(dict.fromkeys(CODES, 0.0))))
    assert low.status == "belum" and low.kurang["wbk"] == 75 and low.kurang["wbbm"] == 85
