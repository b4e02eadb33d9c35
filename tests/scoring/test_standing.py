"""Met, not met, or not to be told yet: what the open questions can still change, in figures and in words."""

import pytest

from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score
from zi_metrics.scoring.standing import (
    STATUS,
    status_words,
    uncertainty,
    uncertainty_of,
    verdict,
    verdict_sentences,
)

INSTRUMENT, MATRIX = load_instrument(), load_points(DEFAULT_INSTRUMENT)
FULL = dict.fromkeys(MATRIX.questions, 1.0)
SURVEY = "B.I.a.1"  # of bobot 17.5, at least 15.75 for WBK and WBBM alike


def gates_of(values):
    return gate_table(INSTRUMENT, node_table(MATRIX, score(MATRIX, answer_row(MATRIX, values))))


def gate(values, kode, predikat="wbk"):
    return gates_of(values).query("kode == @kode and predikat == @predikat").iloc[0]


def test_all_best_meets_everything():
    assert verdict(gates_of(FULL)).status == "wbbm"
    assert verdict_sentences(gates_of(FULL), "wbk", "WBK") == ["Memenuhi semua 12 syarat nilai WBK."]


def test_a_verdict_on_inferred_minima_says_so():
    instrument = load_instrument("permenpanrb-10-2019")
    matrix = load_points(instrument.kode)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, dict.fromkeys(matrix.questions, 1.0))))
    gates = gate_table(instrument, nodes)
    # The minimum of area 1 for WBK is printed in a document; no other one is.
    assert verdict(gates).disimpulkan == {"wbk": 11, "wbbm": 12} and not verdict(gates).is_certain
    (first,) = verdict_sentences(gates, "wbk", "WBK")
    assert first.startswith("Memenuhi semua 12 syarat nilai WBK. 11 dari 12 minimum syaratnya disimpulkan")
    nothing = gate_table(
        instrument, node_table(matrix, score(matrix, answer_row(matrix, dict.fromkeys(matrix.questions, 0.0))))
    )
    first, *failing = verdict_sentences(nothing, "wbk", "WBK")
    assert "11 dari 12 minimum syaratnya disimpulkan" in first
    assert [s.split("(")[-1].rstrip(").").split("; ")[-1] for s in failing if s.startswith("Nilai total")] == [
        "disimpulkan"
    ]
    assert uncertainty_of(instrument, "wbbm").startswith("12 dari 12 minimum")
    assert "disimpulkan" in status_words("wbk", certain=False) and "disimpulkan" not in status_words("wbk")


def test_a_verdict_on_certain_minima_needs_no_such_words():
    assert verdict(gates_of(FULL)).is_certain and uncertainty(gates_of(FULL)) == uncertainty_of(INSTRUMENT, "wbk") == ""


def test_a_gate_that_misses_with_everything_answered_is_not_met_and_says_by_how_much_and_where_it_is_written():
    values = {**FULL, SURVEY: 0.8}
    assert verdict(gates_of(values)).putusan["wbk"] == "belum"
    first, *failing = verdict_sentences(gates_of(values), "wbk", "WBK")
    assert first == "Belum memenuhi WBK: 1 dari 12 syarat nilai belum tercapai."
    source = gate(values, "B.I.a")["sumber"]
    assert "90/2021" in source and failing == [
        f"{gate(values, 'B.I.a')['nama']}: 14,00 dari minimum 15,75, kurang 1,75; semua pertanyaannya sudah dijawab "
        f"({source})."
    ]


def test_a_gate_that_only_open_questions_keep_shut_cannot_be_told_yet():
    values = {kode: value for kode, value in FULL.items() if kode != SURVEY}
    row = gate(values, "B.I.a")
    assert not row["terpenuhi"] and row["putusan"] == "belum_dinilai"
    assert (row["nilai"], row["nilai_tertinggi"], row["kurang_pasti"]) == (0, 17.5, 0)
    outcome = verdict(gates_of(values))
    assert outcome.status == "belum_dinilai" and STATUS[outcome.status] == "Belum dapat dinilai"
    assert (outcome.total, outcome.total_tertinggi) == pytest.approx((82.5, 100))
    first, *failing = verdict_sentences(gates_of(values), "wbk", "WBK")
    assert first.startswith("Belum dapat dinilai untuk WBK: 2 dari 12 syarat nilai masih bergantung pada pertanyaan")
    assert (
        "belum ada jawaban, minimum 15,75; 1 pertanyaan yang belum dijawab dapat membawanya sampai 17,50" in failing[1]
    )


def test_a_gate_that_fails_whatever_the_open_questions_bring_is_not_met():
    reform = [q.kode for node in INSTRUMENT.area_nodes(5) for q in node.questions()]
    # The area weighs 15, of which WBK asks 9 and WBBM 11.25.
    values = {**FULL, **dict.fromkeys(reform, 0.5)}
    del values[reform[0]]
    row = gate(values, "P.5+R.5", "wbbm")
    assert row["putusan"] == "belum" and 0 < row["kurang_pasti"] < row["kurang"]
    told = next(s for s in verdict_sentences(gates_of(values), "wbbm", "WBBM") if s.startswith(row["nama"]))
    assert "walaupun 1 pertanyaan yang belum dijawab bernilai penuh" in told and row["sumber"] in told


def test_open_questions_that_cannot_change_a_verdict_leave_it_be():
    values = {**FULL}
    del values["P.1.i.a"]
    outcome = verdict(gates_of(values))
    assert outcome.status == "wbbm" and outcome.belum_dijawab == 1


def test_nothing_answered_is_not_told_and_no_zero():
    gates = gates_of({})
    assert set(gates["putusan"]) == {"belum_dinilai"} and (gates["terjawab"] == 0).all()
    assert all("belum ada jawaban" in sentence for sentence in verdict_sentences(gates, "wbbm", "WBBM")[1:])


def test_every_node_tells_how_complete_it_is():
    values = {kode: value for kode, value in FULL.items() if not kode.startswith("P.1.")}
    nodes = node_table(MATRIX, score(MATRIX, answer_row(MATRIX, values))).set_index("kode")
    assert nodes.loc["P.1", "terjawab"] == 0 < nodes.loc["P.1", "pertanyaan"]
    assert nodes.loc["A", "pertanyaan"] - nodes.loc["A", "terjawab"] == nodes.loc["P.1", "pertanyaan"]
    assert nodes.loc["A", "nilai_tertinggi"] - nodes.loc["A", "nilai"] == pytest.approx(4)


@pytest.mark.parametrize(("status", "words"), [("wbk", "Memenuhi WBK, belum WBBM"), ("emas", "Memenuhi emas")])
def test_a_standing_in_words(status, words):
    assert status_words(status) == words
