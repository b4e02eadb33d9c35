"""The margin is the fewest downgrades that lose the predicate: they do lose it, and no smaller set does."""

from itertools import combinations

import numpy as np
import pytest
import small_instruments as small
from assessments import INSTRUMENT, all_gates_hold, real_values

from zi_metrics.plan import margin as margin_module
from zi_metrics.plan.margin import FALLS, margin
from zi_metrics.plan.plan import plan
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import gate_system


def fallen(raw, values, turun, floors):
    """The values that answers may fall to, for those that may fall."""
    lowest = {}
    for question in small.questions_of(raw):
        kode, now = question["kode"], values[question["kode"]]
        if "pilihan" in small.SCALES[question["jawaban"]]:
            below = [level for level in small.levels(question) if level < (now or 0)]
            if below:
                lowest[kode] = below[-1] if turun == "satu" else below[0]
        elif kode in floors and now is not None and floors[kode] / 4 < now:
            lowest[kode] = floors[kode] / 4
    return lowest


def smallest_losing_sets(raw, values, lowest):
    """By trying every set of falls, the small ones first: all sets of the smallest size that lose a gate."""
    for size in range(len(lowest) + 1):
        found = [
            chosen
            for chosen in combinations(lowest, size)
            if not small.all_hold(raw, values | {kode: lowest[kode] for kode in chosen})
        ]
        if found:
            return size, set(found)
    return None, set()


@pytest.mark.parametrize("turun", FALLS)
@pytest.mark.parametrize("first", [0, 50, 100])
def test_no_smaller_set_of_downgrades_loses_the_predicate_and_all_smallest_sets_are_found(first, turun):
    sizes = set()
    for seed in range(first, first + 50):
        rng = np.random.default_rng(seed)
        raw = small.raw_instrument(rng, ((3, 1), (2, 2)), ("indeks",))
        # Good answers, so that there is something to lose in most cases.
        values = small.random_values(rng, raw, blanks=0.05)
        values = {k: v if v is None else max(v, float(rng.random() < 0.8)) for k, v in values.items()}
        index = small.questions_of(raw)[-1]["kode"]
        floors = {index: 2.0} if seed % 2 else {}
        found = margin(small.compiled(raw), values, turun, floors)
        lowest = fallen(raw, values, turun, floors)
        size, sets = smallest_losing_sets(raw, values, lowest)
        sizes.add(size)
        assert found.jumlah == size and found.terpenuhi == small.all_hold(raw, values)
        assert found.lengkap
        if size:
            assert set(found.himpunan) == sets
            assert set(found.penentu) == set.intersection(*map(set, sets))
            shares = {k: sum(k in chosen for chosen in sets) / len(sets) for k in lowest}
            assert found.bagian == pytest.approx({k: share for k, share in shares.items() if share})
        assert set(found.turun) == set(lowest)
    assert {0, 1, 2} <= sizes


def test_every_gate_has_its_own_margin_with_the_proof_beside_it():
    gates = gate_system(INSTRUMENT, "wbk")
    values = plan(gates, real_values(np.random.default_rng(4), 0.8)).nilai
    found = margin(gates, values)
    assert found.terpenuhi and found.jumlah == min(g.jumlah for g in found.syarat if g.jumlah is not None)
    for gate in found.syarat:
        if gate.jumlah is None:
            continue
        # One downgrade fewer takes at most what the gate has to spare.
        assert gate.satu_kurang <= gate.sisa + 1e-9
        lower = {kode: _one_lower(kode, values[kode]) for kode in gate.contoh}
        assert len(lower) == gate.jumlah and not all_gates_hold(values | lower, "wbk")
    assert found.sentence("WBK").startswith(f"{found.jumlah} jawaban yang diturunkan sudah dapat menggugurkan WBK")


def test_every_gate_that_falls_first_is_named():
    gates = gate_system(INSTRUMENT, "wbk")
    # One answer (capaian kinerja) loses its own gate and the one above it.
    found = margin(gates, {question.kode: 1.0 for question in INSTRUMENT.questions()}, "mana_saja")
    narrowest = [gate.nama for gate in found.syarat if gate.jumlah == found.jumlah]
    assert len(narrowest) > 1 and f"lewat syarat {' atau '.join(narrowest)}" in found.sentence("WBK")


def test_shown_answers_are_real_downgrades_and_figures_stay_unless_let():
    gates = gate_system(INSTRUMENT, "wbk")
    values = plan(gates, real_values(np.random.default_rng(4), 0.8)).nilai
    found = margin(gates, values)
    assert "B.I.a.1" not in found.turun
    for kode, downgrade in found.turun.items():
        scale = INSTRUMENT.scale_of(INSTRUMENT.question(kode))
        assert scale.pilihan[downgrade.dari] == values[kode] and scale.pilihan[downgrade.ke] < values[kode]
    let = margin(gates, values, lowest={"B.I.a.1": 3.0}).turun["B.I.a.1"]
    assert let.ke == "3,00" and let.poin == pytest.approx(17.5 * (values["B.I.a.1"] - 0.75))


def test_a_ratio_that_falls_by_a_count_lifts_the_ratio_that_divides_by_it():
    gates = gate_system(INSTRUMENT, "wbk")
    made, used = "R.1.i.a", "R.1.i.b"
    values = dict.fromkeys((q.kode for q in INSTRUMENT.questions()), 1.0) | {made: 0.8, used: 0.25}
    counts = {
        made: {"jumlah_agen": 10.0, "jumlah_perubahan": 8.0},
        used: {"jumlah_perubahan": 8.0, "jumlah_terintegrasi": 2.0},
    }
    # From 8 to 4 changes of 10 agents: 0.4 lost, but 2 integrated are now half of them. Each is worth one point.
    fall = margin(gates, values, lowest={made: 0.4}, hitungan=counts).turun[made]
    assert (fall.dari, fall.ke) == ("80%", "40%") and fall.poin == pytest.approx(0.4 - 0.25)
    assert margin(gates, values, lowest={made: 0.4}).turun[made].poin == pytest.approx(0.4), "counts nobody knows"
    alone = margin(gates, values, lowest={used: 0.125}, hitungan=counts).turun
    assert set(alone) & {made, used} == {used} and alone[used].poin == pytest.approx(0.125)
    with pytest.raises(SettingsProblem, match="sebutkan salah satu saja"):
        margin(gates, values, lowest={made: 0.4, used: 0.125}, hitungan=counts)


def test_where_the_predicate_is_not_held_nothing_can_be_lost():
    found = margin(gate_system(INSTRUMENT, "wbk"), {})
    assert not found.terpenuhi and found.jumlah == 0 and found.himpunan == () and found.penentu == ()
    assert "belum terpenuhi" in found.sentence("WBK")


def test_very_many_smallest_sets_are_not_all_listed_but_what_they_share_is_exact(monkeypatch):
    gates = gate_system(INSTRUMENT, "wbk")
    # A plan reaches its total only just, so that many single answers lose it.
    values = plan(gates, real_values(np.random.default_rng(4), 0.5)).nilai
    whole = margin(gates, values)
    monkeypatch.setattr(margin_module, "MOST_SETS", 2)
    cut = margin(gates, values)
    assert len(whole.himpunan) > 2 and len(cut.himpunan) == 2 and not cut.lengkap
    assert cut.bagian == {} and cut.penentu == whole.penentu and set(cut.himpunan) <= set(whole.himpunan)


def test_wrong_settings_are_told_in_one_go():
    with pytest.raises(SettingsProblem) as told:
        margin(gate_system(INSTRUMENT, "wbk"), {}, "dua", {"P.1.i.a": 1, "B.I.a.1": 9})
    assert all(word in str(told.value) for word in ("'dua'", "P.1.i.a", "B.I.a.1 harus antara 0 dan 4"))


def _one_lower(kode, value):
    scale = INSTRUMENT.scale_of(INSTRUMENT.question(kode))
    return max(worth for worth in scale.pilihan.values() if worth < value)
