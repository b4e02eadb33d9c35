"""Chances agree with closed forms, corrections come out as they went in, and the ranges are honest."""

from dataclasses import replace

import numpy as np
import pytest
import small_instruments as small
from assessments import INSTRUMENT, MATRIX, pairs_of, past_pairs, real_values
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from zi_metrics.plan.chance import Probability, SurveyErrors, _survey_noise, chance, chances
from zi_metrics.plan.corrections import corrections_from
from zi_metrics.plan.foresight import foresight
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


def learned(gates, pairs, tahun=2025):
    return foresight(corrections_from(gates.instrument, pairs), tahun)


def ten(codes, rng, falls):
    """One of ten questions' pair in which so many answers fell, whichever."""
    return dict(zip(codes, [(1, int(n >= falls)) for n in rng.permutation(len(codes))], strict=True))


def test_many_alike_pairs_give_the_binomial_chance():
    # In each of 300 units three of ten answers fell, whichever: each of ten answers falls with probability 0.3.
    gates, rng = yes_no(10, 8), np.random.default_rng(0)
    codes = gates.matrix.questions[:10]
    pairs = pairs_of(
        *[dict(zip(codes, [(1, int(n >= 3)) for n in rng.permutation(10)], strict=True)) for _ in range(300)]
    )
    values = dict.fromkeys(codes, 1.0) | {gates.matrix.questions[10]: 1.0}
    found = chance(gates, values, learned(gates, pairs))
    exact = binom.cdf(2, 10, 0.3)
    assert found.semua.peluang == pytest.approx(exact, abs=0.03)
    assert found.semua.rendah < exact < found.semua.tinggi
    assert (found.pasangan, found.tahun, found.simulasi) == (300, 1, 10_000)
    # Ten questions of one point each and an index of four that nobody corrects: 14 less what falls.
    fallen = binom(10, 0.3)
    assert found.total.perkiraan == pytest.approx(14 - fallen.mean(), abs=0.1)
    assert (found.total.rendah, found.total.tinggi) == pytest.approx((14 - fallen.ppf(0.9), 14 - fallen.ppf(0.1)))


def test_the_fewer_pairs_the_wider_the_range_and_two_say_nothing():
    gates, rng = yes_no(10, 8), np.random.default_rng(1)
    codes = gates.matrix.questions[:10]
    everyone = [ten(codes, rng, 2) for _ in range(60)]
    values = dict.fromkeys(gates.matrix.questions, 1.0)
    widths = [
        (found := chance(gates, values, learned(gates, pairs_of(*everyone[:count])))).semua.tinggi - found.semua.rendah
        for count in (3, 12, 60)
    ]
    assert widths[0] > widths[1] > widths[2]
    assert learned(gates, pairs_of(*everyone[:2])) is None


def test_units_differ_in_strictness_not_answer_by_answer():
    # Half of the units lose everything, half nothing: the chance is about one half, not that of a mean judge.
    gates = yes_no(6, 4)
    codes = gates.matrix.questions[:6]
    strict, mild = {k: (1, 0) for k in codes}, {k: (1, 1) for k in codes}
    found = chance(gates, dict.fromkeys(gates.matrix.questions, 1.0), learned(gates, pairs_of(*[strict, mild] * 30)))
    assert found.semua.peluang == pytest.approx(0.5, abs=0.06)
    assert binom.cdf(2, 6, 0.5) < 0.35


def test_a_units_own_pair_of_the_year_is_left_out_and_its_other_years_count():
    gates, rng = yes_no(10, 8), np.random.default_rng(2)
    codes = gates.matrix.questions[:10]

    others = [ten(codes, rng, 2) for _ in range(20)]
    values = dict.fromkeys(gates.matrix.questions, 1.0)

    def of(own, tahun):
        table = pairs_of(*others, own)
        mine = table["pasangan"] == len(others)
        return table.assign(unit_id=table["unit_id"].mask(mine, "kami"), tahun=table["tahun"].mask(mine, tahun))

    without = chance(gates, values, learned(gates, pairs_of(*others)), unit="kami")
    lost, kept = ten(codes, rng, 10), ten(codes, rng, 0)
    assert of(lost, 2025)["unit_id"].eq("kami").sum() == 10
    for own in (lost, kept):
        same_year = chance(gates, values, learned(gates, of(own, 2025)), unit="kami")
        assert same_year.pasangan == 20
        assert same_year.semua.peluang == pytest.approx(without.semua.peluang, abs=0.06)
    before = [chance(gates, values, learned(gates, of(own, 2024)), unit="kami").semua.peluang for own in (lost, kept)]
    assert before[0] < without.semua.peluang - 0.05 and before[1] > without.semua.peluang


def test_sampling_error_gives_the_normal_chance():
    gates = yes_no(3, 0, index_weight=3.6)
    index = gates.matrix.questions[3]
    values = dict.fromkeys(gates.matrix.questions, 1.0) | {index: 3.65 / 4}
    found = chance(gates, values, errors=SurveyErrors({index: 0.05}, {}), draws=400)
    exact = norm.cdf((3.65 - 3.6) / 0.05)
    assert found.syarat["indeks"].peluang == pytest.approx(exact, abs=0.01)
    assert found.syarat["area"].peluang == 1 and found.pasangan == 0
    # The 90 % range of a simulation holds the true chance in about 90 % of the runs.
    held = 0
    for seed in range(200):
        run = chance(gates, values, errors=SurveyErrors({index: 0.05}, {}), groups=2, draws=100, seed=seed)
        held += run.semua.rendah <= exact <= run.semua.tinggi
    assert 165 <= held <= 200


@pytest.mark.parametrize(("together", "both"), [(0.0, 0.25), (0.5, 1 / 3), (0.8, 0.25 + np.arcsin(0.8) / (2 * np.pi))])
def test_errors_of_the_same_people_go_together(together, both):
    # Two indices exactly at their minima: both hold with the orthant probability of the bivariate normal.
    raw = small.raw_instrument(np.random.default_rng(0), ((1,),), ("indeks", "indeks"), ("ya_tidak",))
    gates = small.compiled(raw)
    first, second = (
        q for q in gates.matrix.questions if gates.instrument.scale_of(gates.instrument.question(q)).jenis == "indeks"
    )
    errors = SurveyErrors({first: 0.1, second: 0.1}, {(first, second): together})
    places, noise = _survey_noise(gates, errors, np.array([0.0, 0.1, 0.1]), 200_000, np.random.default_rng(0))
    assert [gates.matrix.questions[place] for place in places] == [first, second]
    assert (noise > 0).all(axis=1).mean() == pytest.approx(both, abs=0.005)


def test_the_same_seed_gives_the_same_chance_and_another_one_nearly():
    rng = np.random.default_rng(2)
    past = learned(gate_system(INSTRUMENT, "wbk"), past_pairs(rng, 8))
    gates, values = gate_system(INSTRUMENT, "wbk"), real_values(rng, 0.85)
    errors = SurveyErrors({"B.I.a.1": 0.05}, {})
    first = chance(gates, values, past, errors)
    assert chance(gates, values, past, errors) == first
    assert chances([gates, gate_system(INSTRUMENT, "wbbm")], values, past, errors)["wbk"] == first
    other = chance(gates, values, past, errors, seed=5)
    assert other != first and other.semua.peluang == pytest.approx(first.semua.peluang, abs=0.06)
    assert set(first.syarat) == {gate.kode for gate in gates.gates}
    assert all(first.semua.peluang <= gate.peluang for gate in first.syarat.values())


def test_it_says_what_it_rests_on_in_plain_sentences():
    rng = np.random.default_rng(2)
    gates = gate_system(INSTRUMENT, "wbk")
    errors = SurveyErrors({"B.I.a.1": 0.0149}, {})
    found = chance(gates, real_values(rng, 0.85), learned(gates, past_pairs(rng, 8)), errors)
    assert found.sentence("WBK").startswith("Bila dikoreksi seperti pada 8 pasangan penilaian yang lalu, peluang ")
    text = " ".join(found.asumsi)
    assert "8 pasangan" in text and "galat baku 0,0149" in text and "10.000 simulasi" in text
    assert "dari 1 tahun saja" in text
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in found.asumsi)


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((0.62, 0.41, 0.8), "62% (antara 41% dan 80%)"),
        ((0.0, 0.0, 0.002), "kurang dari 1%"),
        ((0.004, 0.0, 0.03), "kurang dari 1% (antara 0% dan 3%)"),
        ((0.9993, 0.998, 1.0), "lebih dari 99%"),
    ],
)
def test_what_is_rare_is_not_called_impossible(figures, text):
    assert Probability(*figures).text() == text


def test_indices_move_as_in_past_pairs_the_nearer_in_year_the_likelier():
    gates = yes_no(1, 0)
    index = gates.matrix.questions[1]
    table = pairs_of(*[{gates.matrix.questions[0]: (1, 1), index: (0.9, 0.9 - lost)} for lost in (0.1, 0.0)])
    past = corrections_from(gates.instrument, table.assign(tahun=[2025, 2025, 2023, 2023]))
    moved = past.moved_indices(2025, 4000, 1, np.random.default_rng(0))[:, 0, 1]
    assert set(np.round(moved, 9)) == {-0.1, 0.0}
    assert (moved < 0).mean() == pytest.approx(0.8, abs=0.03)


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
    fell = (rng.random((50, 8)) < 0.5) & past.could_fall(values)
    seen = past.moved(values, fell, rng)
    assert set(seen.ravel()) <= {0.0, 0.33, 0.67, 1.0}
    assert (seen[fell] < np.tile(values, (50, 1))[fell]).all()


def test_simulations_are_scored_as_assessments_are():
    gates = gate_system(INSTRUMENT, "wbk")
    seen = np.array([[real_values(np.random.default_rng(n), 0.7)[k] for k in MATRIX.questions] for n in range(20)])
    for quick, scored in zip(gates.simulated(seen), gates.nilai_and_total(seen), strict=True):
        assert quick == pytest.approx(scored, abs=1e-12)


def test_who_changes_nothing_leaves_values_that_no_option_has():
    gates = yes_no(4, 1)
    codes = gates.matrix.questions[:4]
    past = corrections_from(gates.instrument, pairs_of({kode: (1, 1) for kode in codes}))
    merged = np.array([0.4, 0.6, 1.0, np.nan, 0.5])
    nothing = np.zeros((1, 5), dtype=bool)
    still = replace(past, moves={kind: replace(own, peluang_naik=0.0) for kind, own in past.moves.items()})
    assert still.moved(merged, nothing, np.random.default_rng(0))[0].tolist() == [0.4, 0.6, 1.0, 0.0, 0.5]


def test_what_tells_nothing_about_strictness_is_left_out():
    gates = yes_no(4, 1)
    codes = gates.matrix.questions[:4]
    # Only the first answer could fall, and it did; the lowest and the open ones say nothing.
    pair = {codes[0]: (1, 0), codes[1]: (0, 0), codes[2]: (np.nan, 0), codes[3]: (1, np.nan)}
    past = corrections_from(gates.instrument, pairs_of(pair))
    assert past.falls.happened[0, 0] == 1 and np.isnan(past.falls.happened[0, 1:]).all()
    assert corrections_from(gates.instrument, pairs_of({codes[1]: (0, 0)})) is None


def test_nothing_to_go_by_and_errors_that_do_not_fit_are_told():
    gates = gate_system(INSTRUMENT, "wbk")
    with pytest.raises(SettingsProblem, match="belum ada cukup pasangan penilaian"):
        chance(gates, {})
    with pytest.raises(SettingsProblem) as told:
        chance(gates, {}, errors=SurveyErrors({"P.1.i.a": 0.1, "B.I.a.1": -1}, {}))
    assert "P.1.i.a" in str(told.value) and "B.I.a.1 harus antara 0 dan 4" in str(told.value)


@pytest.mark.parametrize(
    ("share", "low", "high", "words"),
    [
        (0.62, 0.41, 0.8, "62% (antara 41% dan 80%)"),
        (0.998, 0.97, 1.0, "lebih dari 99% (antara 97% dan 100%)"),
        (1.0, 0.9997, 1.0, "lebih dari 99%"),
        (0.0, 0.0, 0.0003, "kurang dari 1%"),
    ],
)
def test_simulations_show_nothing_to_be_certain(share, low, high, words):
    assert Probability(share, low, high).text() == words
