"""What holds for every instrument, shipped or made up: scores and verdicts against an independent recursive walk."""

import math
from pathlib import Path

import numpy as np
import oracle
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import write_made_up

from zi_metrics.instruments.library import INSTRUMENTS, read_instrument
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import add_highest, answer_row, gate_table, node_table, score
from zi_metrics.scoring.standing import standing, verdict

SHIPPED = sorted(path.name for path in INSTRUMENTS.glob("*.yaml"))


class Case:
    """One instrument beside its raw file, and answers to it."""

    def __init__(self, path: Path):
        self.raw, self.instrument = oracle.raw(path), read_instrument(path)
        self.matrix = compile_points(self.instrument)
        self.answers = st.fixed_dictionaries({q["kode"]: self._values(q) for q in oracle.all_questions(self.raw)})

    def _values(self, question):
        scale = self.raw["skala"][question["jawaban"]]
        known = list(scale["pilihan"].values()) if "pilihan" in scale else [0.0, 0.25, 0.9, 1.0]
        return st.sampled_from([None, *known])

    def nodes(self, values):
        return node_table(self.matrix, score(self.matrix, answer_row(self.matrix, values)))

    def gates(self, values):
        return gate_table(self.instrument, self.nodes(values))


@pytest.fixture(scope="module", params=[*SHIPPED, "rekaan"])
def case(request, tmp_path_factory):
    if request.param == "rekaan":
        return Case(write_made_up(tmp_path_factory.mktemp("instrumen")))
    return Case(INSTRUMENTS / request.param)


def check(case, test, examples=40):
    given(case.answers)(settings(max_examples=examples, deadline=None)(test))()


def test_every_node_equals_the_recursive_walk(case):
    def test(values):
        nodes = case.nodes(values).set_index("kode")
        for node in oracle.all_nodes(case.raw):
            row = nodes.loc[node["kode"]]
            assert row["nilai"] == pytest.approx(oracle.nilai(node, values), abs=1e-9)
            assert row["nilai_tertinggi"] == pytest.approx(oracle.nilai_tertinggi(node, values), abs=1e-9)
            rumus = oracle.nilai_rumus(node, values)
            ours = row["nilai_rumus_lke"]
            assert math.isnan(ours) if rumus is None else ours == pytest.approx(rumus, abs=1e-9)
            asked = [q["kode"] for n in oracle.walk(node) for q in n.get("pertanyaan", [])]
            assert row["pertanyaan"] == len(asked)
            assert row["terjawab"] == sum(values[kode] is not None for kode in asked)

    check(case, test)


def test_every_gate_and_verdict_equals_the_recursive_walk(case):
    def test(values):
        gates = case.gates(values)
        outcome = verdict(gates)
        for predikat in case.instrument.predikat:
            own = gates[gates["predikat"] == predikat].set_index("kode")
            assert own["putusan"].to_dict() == oracle.gates(case.raw, predikat, values)
            assert outcome.putusan[predikat] == oracle.verdict(case.raw, predikat, values)
            assert outcome.gagal[predikat] == own.loc[own["putusan"] != "memenuhi", "nama"].tolist()

    check(case, test)


def test_scores_are_bounded_and_additive_and_the_range_holds_them(case):
    def test(values):
        nodes = case.nodes(values)
        assert (nodes["nilai"] >= 0).all() and (nodes["nilai_tertinggi"] <= nodes["bobot"] + 1e-9).all()
        assert (nodes["nilai"] <= nodes["nilai_tertinggi"] + 1e-9).all()
        closed = nodes[nodes["terjawab"] == nodes["pertanyaan"]]
        assert closed["nilai"].to_numpy() == pytest.approx(closed["nilai_tertinggi"].to_numpy(), abs=1e-9)
        for column in ("nilai", "nilai_tertinggi", "terjawab", "pertanyaan"):
            sums = nodes.dropna(subset="induk").groupby("induk")[column].sum()
            own = nodes.set_index("kode")[column]
            assert sums.to_numpy(dtype=float) == pytest.approx(own[sums.index].to_numpy(dtype=float), abs=1e-9)

    check(case, test)


def test_raising_one_answer_lowers_nothing_and_answering_narrows_the_range(case):
    codes = list(case.matrix.questions)

    @given(case.answers, st.sampled_from(codes), st.floats(0, 1))
    @settings(max_examples=40, deadline=None)
    def test(values, kode, value):
        before = case.nodes(values)
        raised = case.nodes({**values, kode: max(values[kode] or 0.0, value)})
        assert (raised["nilai"] >= before["nilai"] - 1e-12).all()
        answered = case.nodes({**values, kode: value if values[kode] is None else values[kode]})
        assert (answered["nilai"] >= before["nilai"] - 1e-12).all()
        assert (answered["nilai_tertinggi"] <= before["nilai_tertinggi"] + 1e-12).all()

    test()


def test_answers_to_open_questions_never_overturn_a_verdict(case):
    @given(case.answers, st.integers(0, 2**32 - 1))
    @settings(max_examples=40, deadline=None)
    def test(values, seed):
        rng = np.random.default_rng(seed)
        later = {k: rng.choice([0.0, 0.5, 1.0]) if v is None else v for k, v in values.items()}
        before, after = verdict(case.gates(values)), verdict(case.gates(later))
        for predikat in case.instrument.predikat:
            told = before.putusan[predikat]
            assert told == "belum_dinilai" or after.putusan[predikat] == told

    test()


def test_every_gate_holds_at_its_minimum_and_not_below(case):
    full = case.nodes(dict.fromkeys(case.matrix.questions, 1.0))
    for gate in case.instrument.syarat:
        for predikat in case.instrument.predikat:
            minimum = case.instrument.gate_minimum(gate, predikat)
            if minimum is None:
                continue
            for short, holds in ((0.0, True), (1e-6, False)):
                # The minimum split over the gate's nodes, as each one's share of their bobot.
                share = (minimum - short) / case.instrument.gate_weight(gate)
                at = full["nilai"].where(~full["kode"].isin(gate.simpul), full["bobot"] * share)
                table = gate_table(case.instrument, full.assign(nilai=at, nilai_tertinggi=at))
                row = table[(table["predikat"] == predikat) & (table["kode"] == gate.kode)].iloc[0]
                assert row["terpenuhi"] == holds, (gate.kode, predikat)
                assert row["putusan"] == ("memenuhi" if holds else "belum")
                assert row["kurang"] == pytest.approx(short) and row["sumber"] == gate.sumber


def test_all_best_meets_everything_and_nothing_answered_decides_nothing(case):
    best = verdict(case.gates(dict.fromkeys(case.matrix.questions, 1.0)))
    highest = list(case.instrument.predikat)[-1]
    assert best.status == highest and best.total == pytest.approx(case.instrument.total)
    nothing = verdict(case.gates({}))
    assert nothing.status == "belum_dinilai" and nothing.total_tertinggi == pytest.approx(case.instrument.total)
    worst = verdict(case.gates(dict.fromkeys(case.matrix.questions, 0.0)))
    assert worst.status == "belum" and worst.gagal[highest]


def test_stored_scores_give_the_same_range_from_the_open_questions_alone(case):
    def test(values):
        nodes = case.nodes(values).assign(penilaian_id="p")
        blank = nodes[nodes["terjawab"] == 0]
        ours = add_highest(case.matrix, nodes.drop(columns="nilai_tertinggi"), blank)
        assert ours["nilai_tertinggi"].to_numpy() == pytest.approx(nodes["nilai_tertinggi"].to_numpy(), abs=1e-9)

    check(case, test, 20)


def test_many_assessments_stand_as_each_does_alone(case):
    rng = np.random.default_rng(5)
    values = rng.random((30, len(case.matrix.questions)))
    values[rng.random(values.shape) < 0.3] = np.nan
    values[:10] = np.nan_to_num(values[:10], nan=1.0)
    scores = score(case.matrix, values)
    tables = [node_table(case.matrix, scores, row).assign(penilaian_id=f"p{row}") for row in range(len(values))]
    together = standing(gate_table(case.instrument, pd.concat(tables))).set_index("penilaian_id")
    for row, table in enumerate(tables):
        alone = verdict(gate_table(case.instrument, table.drop(columns="penilaian_id")))
        assert together.loc[f"p{row}", "status"] == alone.status
        assert together.loc[f"p{row}", "total_tertinggi"] == pytest.approx(alone.total_tertinggi)
