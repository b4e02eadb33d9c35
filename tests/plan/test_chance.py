"""Chances agree with closed forms, corrections come out as they went in, and the ranges are honest."""

import numpy as np
import pytest
import small_instruments as small
from assessments import INSTRUMENT, MATRIX, pairs_of, past_pairs, real_values
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from zi_metrics.plan.chance import chance
from zi_metrics.plan.corrections import GROUPINGS, corrections_from
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import gate_system


def yes_no(count, minimum, index_weight=0.0):
    """One area of `count` Ya/Tidak questions worth a point each, and perhaps an index; gates: the area, the index."""
    raw = small.raw_instrument(np.random.default_rng(0), ((count,),), ("indeks",), ("ya_tidak",))
    area, result = raw["komponen"]
    for node in (area, *area["anak"], *area["anak"][0]["anak"]):
        node["bobot"] = float(count)
    for node in (result, *result["anak"]):
        node["bobot"] = 4.0
    raw["total"] = count + 4.0
    raw["syarat"] = [
        {"kode": "area", "nama": "Area", "simpul": ["A"], "minimum": {"p": minimum}, "sumber": "uji"},
        {"kode": "indeks", "nama": "Indeks", "simpul": ["B"], "minimum": {"p": index_weight}, "sumber": "uji"},
    ]
    return small.compiled(raw)


def test_independent_corrections_give_the_binomial_chance():
    # One pair in which 3 of 10 answers fell: each of ten answers falls with probability 0.3; up to two may fall.
    gates = yes_no(10, 8)
    codes = gates.matrix.questions[:10]
    past = pairs_of({kode: (1, 0 if n < 3 else 1) for n, kode in enumerate(codes)})
    values = dict.fromkeys(codes, 1.0) | {gates.matrix.questions[10]: 1.0}
    found = chance(gates, values, corrections_from(gates.instrument, past), draws=40_000)
    exact = binom.cdf(2, 10, 0.3)
    assert found.semua.peluang == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 40_000))
    assert found.pasangan == 1 and found.simulasi == 40_000
    # Ten questions of one point each and an index of four that nobody corrects: 14 less what falls.
    fallen = binom(10, 0.3)
    assert found.total.perkiraan == pytest.approx(14 - fallen.mean(), abs=0.05)
    assert (found.total.rendah, found.total.tinggi) == pytest.approx((14 - fallen.ppf(0.9), 14 - fallen.ppf(0.1)))
    # A single pair says next to nothing: the range is nearly everything, and it says so.
    assert found.semua.rendah < 0.06 and found.semua.tinggi > 0.9


def test_pairs_differ_in_strictness_and_each_weighs_the_same():
    # Half of the judges lower everything, half nothing: the chance is one half, not what a mean judge would give.
    gates = yes_no(6, 4)
    codes = gates.matrix.questions[:6]
    strict, mild = {k: (1, 0) for k in codes}, {k: (1, 1) for k in codes}
    past = corrections_from(gates.instrument, pairs_of(*[strict, mild] * 5))
    found = chance(gates, dict.fromkeys(gates.matrix.questions, 1.0), past)
    assert found.semua.peluang == 0.5
    # Jeffreys' 90 % interval of 5 successes in 10, a hair wider for the simulation.
    assert found.semua.rendah == pytest.approx(0.255, abs=0.01) and found.semua.tinggi == pytest.approx(0.745, abs=0.01)


def test_sampling_error_gives_the_normal_chance():
    gates = yes_no(3, 0, index_weight=3.6)
    values = dict.fromkeys(gates.matrix.questions, 1.0) | {gates.matrix.questions[3]: 3.65 / 4}
    found = chance(gates, values, standard_errors={gates.matrix.questions[3]: 0.05}, draws=40_000)
    exact = norm.cdf((3.65 - 3.6) / 0.05)
    assert found.syarat["indeks"].peluang == pytest.approx(exact, abs=0.01)
    assert found.syarat["area"].peluang == 1 and found.pasangan == 0
    # The 90 % range of a simulation holds the true chance in about 90 % of the runs.
    held = 0
    for seed in range(200):
        run = chance(gates, values, standard_errors={gates.matrix.questions[3]: 0.05}, draws=200, seed=seed)
        held += run.semua.rendah <= exact <= run.semua.tinggi
    assert 165 <= held <= 195


def test_the_same_seed_gives_the_same_chance_and_another_one_nearly():
    rng = np.random.default_rng(2)
    past = corrections_from(INSTRUMENT, past_pairs(rng, 8))
    gates, values = gate_system(INSTRUMENT, "wbk"), real_values(rng, 0.85)
    first = chance(gates, values, past, {"B.I.a.1": 0.05})
    assert chance(gates, values, past, {"B.I.a.1": 0.05}) == first
    other = chance(gates, values, past, {"B.I.a.1": 0.05}, seed=5)
    assert other != first and other.semua.peluang == pytest.approx(first.semua.peluang, abs=0.03)
    assert set(first.syarat) == {gate.kode for gate in gates.gates}
    assert all(first.semua.peluang <= gate.peluang for gate in first.syarat.values())


def test_it_says_what_it_rests_on_in_plain_sentences():
    rng = np.random.default_rng(2)
    past = corrections_from(INSTRUMENT, past_pairs(rng, 8))
    found = chance(gate_system(INSTRUMENT, "wbk"), real_values(rng, 0.85), past, {"B.I.a.1": 0.05})
    assert found.sentence("WBK").startswith("Bila dikoreksi seperti pada 8 pasangan penilaian yang lalu, peluang ")
    text = " ".join(found.asumsi)
    assert "8 pasangan" in text and "galat baku 0,05" in text and "10.000 simulasi" in text
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in found.asumsi)


def test_corrections_of_the_question_itself_are_applied_as_they_were():
    values = np.array([real_values(np.random.default_rng(1), 0.8)[k] for k in MATRIX.questions])
    judged = np.maximum(values - 0.5, 0)
    pair = {k: (float(a), float(b)) for k, a, b in zip(MATRIX.questions, values, judged, strict=True)}
    past = corrections_from(INSTRUMENT, pairs_of(pair), per="pertanyaan")
    seen = past.draw(0, 3, values, np.random.default_rng(0))
    for column, question in enumerate(INSTRUMENT.questions()):
        scale = INSTRUMENT.scale_of(question)
        if scale.jenis != "pilihan" and values[column] > 0:
            assert seen[:, column] == pytest.approx(judged[column])
        elif values[column] > 0:
            # The judge's value is read as the nearest option.
            options = sorted(scale.pilihan.values())
            assert seen[0, column] == min(options, key=lambda worth, b=judged[column]: abs(worth - b))


@pytest.mark.parametrize("per", GROUPINGS)
def test_expected_values_are_the_mean_of_many_draws(per):
    rng = np.random.default_rng(6)
    past = corrections_from(INSTRUMENT, past_pairs(rng, 5), per)
    values = np.array([real_values(rng, 0.8)[k] for k in MATRIX.questions])
    values[3] = np.nan
    drawn = np.concatenate([past.draw(pair, 4000, values, rng) for pair in range(5)]).mean(axis=0)
    expected = past.expected(values[None, :])[0]
    assert np.isnan(expected[3]) and drawn[3] == 0
    assert np.nan_to_num(expected) == pytest.approx(drawn, abs=0.02)


@given(st.lists(st.sampled_from([None, 0.0, 0.33, 0.67, 1.0]), min_size=8, max_size=8), st.integers(0, 2**16))
@settings(max_examples=40, deadline=None)
def test_corrected_values_stay_answers_of_the_scale(levels, seed):
    raw = small.raw_instrument(np.random.default_rng(0), ((4,), (4,)), (), ("abcd",))
    gates = small.compiled(raw)
    rng = np.random.default_rng(seed)
    pair = {
        k: (float(rng.choice([0.33, 0.67, 1])), float(rng.choice([0, 0.33, 0.67, 1]))) for k in gates.matrix.questions
    }
    past = corrections_from(gates.instrument, pairs_of(pair))
    values = np.array([np.nan if level is None else level for level in levels])
    assert set(past.draw(0, 50, values, rng).ravel()) <= {0.0, 0.33, 0.67, 1.0}


def test_simulations_are_scored_as_assessments_are():
    gates = gate_system(INSTRUMENT, "wbk")
    seen = np.array([[real_values(np.random.default_rng(n), 0.7)[k] for k in MATRIX.questions] for n in range(20)])
    for quick, scored in zip(gates.simulated(seen), gates.nilai_and_total(seen), strict=True):
        assert quick == pytest.approx(scored, abs=1e-12)


def test_who_changes_nothing_leaves_values_that_no_option_has():
    gates = yes_no(4, 1)
    codes = gates.matrix.questions[:4]
    past = corrections_from(gates.instrument, pairs_of({kode: (1, 1) for kode in codes}))
    merged = np.array([0.4, 0.6, 1.0, 0.0, 0.5])
    assert past.draw(0, 2, merged, np.random.default_rng(0))[0].tolist() == merged.tolist()


def test_what_tells_nothing_about_strictness_is_left_out():
    gates = yes_no(4, 1)
    codes = gates.matrix.questions[:4]
    # Only the first answer could fall, and it did; the lowest and the open ones say nothing.
    pair = {codes[0]: (1, 0), codes[1]: (0, 0), codes[2]: (np.nan, 0), codes[3]: (1, np.nan)}
    past = corrections_from(gates.instrument, pairs_of(pair))
    assert (past.draw(0, 20, np.ones(5), np.random.default_rng(0))[:, :4] == 0).all()
    assert corrections_from(gates.instrument, pairs_of({codes[1]: (0, 0)})) is None


def test_nothing_to_go_by_and_errors_that_do_not_fit_are_told():
    gates = gate_system(INSTRUMENT, "wbk")
    with pytest.raises(SettingsProblem, match="belum ada pasangan penilaian"):
        chance(gates, {})
    with pytest.raises(SettingsProblem) as told:
        chance(gates, {}, standard_errors={"P.1.i.a": 0.1, "B.I.a.1": -1})
    assert "P.1.i.a" in str(told.value) and "B.I.a.1 harus antara 0 dan 4" in str(told.value)
