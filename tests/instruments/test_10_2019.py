"""The instrument of the forms of 2020 and 2021 that weigh the areas 8/7/10/10/15/10: its figures, typed by hand."""

import pytest

from zi_metrics.instruments.library import load_instrument

INSTRUMENT = load_instrument("permenpanrb-10-2019")
# Area: its weight, and those of its sub-indicators.
AREAS = {
    "I": (8, [1, 2, 2, 3]),
    "II": (7, [2, 4, 1]),
    "III": (10, [0.5, 1, 2.5, 4, 1.5, 0.5]),
    "IV": (10, [5, 5]),
    "V": (15, [3, 3, 3, 3, 3]),
    "VI": (10, [2, 2, 2, 2, 2]),
}
GATES = {
    "total": (75, 85),
    "A": (40, 48),
    "I": (4.8, 6),
    "II": (4.2, 5.25),
    "III": (6, 7.5),
    "IV": (6, 7.5),
    "V": (9, 11.25),
    "VI": (6, 7.5),
    "B.I": (18.25, 19.5),
    "B.I.a": (15.75, 15.75),
    "B.I.b": (2.5, 3.75),
    "B.II": (14, 15.75),
}


def test_the_areas_weigh_as_documents_of_agencies_print_them():
    (levers, results) = INSTRUMENT.komponen
    assert (levers.bobot, results.bobot) == (60, 40)
    assert {n.kode: (n.bobot, [c.bobot for c in n.anak]) for n in levers.anak} == AREAS
    assert {n.kode: n.bobot for n in results.walk()} == {
        "B": 40, "B.I": 22.5, "B.I.a": 17.5, "B.I.b": 5, "B.II": 17.5, "B.II.a": 17.5,
    }  # fmt: skip


def test_what_is_only_inferred_says_so():
    seen = {node.kode for node in INSTRUMENT.nodes() if node.kepastian == "dikutip"}
    assert seen == {*AREAS, "I.1", "I.2", "I.3"}
    assert {n.kode for n in INSTRUMENT.nodes() if n.kepastian == "pasti"} == {"A", "B"}, "60 and 40 stand in every form"
    levels = {(g.kode, p): g.kepastian[p] for g in INSTRUMENT.syarat for p in ("wbk", "wbbm")}
    assert [where for where, level in levels.items() if level != "disimpulkan"] == [("I", "wbk")]
    assert all("isimpulkan" in gate.sumber for gate in INSTRUMENT.syarat)
    assert "disimpulkan" in INSTRUMENT.nama


def test_the_minima_are_those_of_90_2021_at_these_weights():
    found = {g.kode: tuple(INSTRUMENT.gate_minimum(g, p) for p in ("wbk", "wbbm")) for g in INSTRUMENT.syarat}
    assert found == {kode: pytest.approx(minima) for kode, minima in GATES.items()}


def test_only_weights_tell_its_forms_because_its_questions_are_those_of_others():
    assert INSTRUMENT.dikenali_dari == "bobot"
    others = [load_instrument(kode) for kode in ("permenpanrb-90-2021", "permenpanrb-52-2014")]
    known = {text.casefold() for other in others for q in other.questions() for text in (q.teks, *q.alias)}
    assert all(text.casefold() in known for q in INSTRUMENT.questions() for text in (q.teks, *q.alias))
    assert all(other.dikenali_dari == "pertanyaan" for other in others)


def test_its_questions_take_the_answers_of_the_part_of_90_2021_that_they_are_from():
    newer = load_instrument("permenpanrb-90-2021")
    part = [n for n in newer.nodes() if n.kode in {f"P.{i}" for i in range(1, 7)}]
    assert [[q.jawaban for q in n.questions()] for n in INSTRUMENT.komponen[0].anak] == [
        [q.jawaban for q in n.questions()] for n in part
    ]


@pytest.mark.parametrize(("tahun", "used"), [(2019, False), (2020, True), (2021, True), (2022, False)])
def test_it_is_used_in_two_years(tahun, used):
    assert INSTRUMENT.is_used_in(tahun) is used
