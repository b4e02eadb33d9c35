"""The older instrument, PermenPANRB 52/2014 with 10/2019: its figures, typed here once more by hand."""

import re

import pytest

from zi_metrics.instruments.library import load_instrument

INSTRUMENT = load_instrument("permenpanrb-52-2014")
AREAS = {
    1: ("Manajemen Perubahan", 5, [1, 1, 2, 1]),
    2: ("Penataan Tatalaksana", 5, [1.5, 2, 1.5]),
    3: ("Penataan Sistem Manajemen SDM", 15, [2, 2, 3, 4, 3, 1]),
    4: ("Penguatan Akuntabilitas", 10, [5, 5]),
    5: ("Penguatan Pengawasan", 15, [3, 3, 3, 3, 3]),
    6: ("Peningkatan Kualitas Pelayanan Publik", 10, [3, 3, 4]),
}
# Questions of each sub-indicator, as the databases of two agencies hold them.
QUESTIONS = {
    "I": [2, 3, 3, 4],
    "II": [3, 4, 2],
    "III": [3, 3, 6, 4, 1, 1],
    "IV": [3, 8],
    "V": [2, 4, 4, 4, 5],
    "VI": [4, 5, 3],
}
GATES = {
    "total": {"wbk": 75, "wbbm": 85},
    "B.I": {"wbk": 18, "wbbm": 18},
    "B.I.a": {"wbk": 13.5, "wbbm": 13.5},
    "B.I.b": {"wbk": 3.5, "wbbm": 3.5},
    "B.II": {"wbbm": 16},
}


def test_the_areas_stand_under_pengungkit_with_their_weights():
    levers = INSTRUMENT.komponen[0]
    assert (levers.nama, levers.bobot) == ("Pengungkit", 60)
    for number, (nama, bobot, parts) in AREAS.items():
        (area,) = INSTRUMENT.area_nodes(number)
        assert area in levers.anak and (area.nama, area.bobot) == (nama, bobot)
        assert [child.bobot for child in area.anak] == parts
        assert [len(child.pertanyaan) for child in area.anak] == QUESTIONS[area.kode]


def test_the_results_weigh_40():
    weights = {node.kode: node.bobot for node in INSTRUMENT.komponen[1].walk()}
    assert weights == {"B": 40, "B.I": 20, "B.I.a": 15, "B.I.b": 5, "B.II": 20, "B.II.a": 20}
    scales = {q.kode: INSTRUMENT.scale_of(q) for q in INSTRUMENT.komponen[1].questions()}
    assert scales["B.I.a.1"].maksimum == scales["B.II.a.1"].maksimum == 4 and scales["B.I.b.1"].jenis == "persentase"


def test_the_minima_are_those_of_the_regulation():
    found = {
        gate.kode: {p: m for p in INSTRUMENT.predikat if (m := INSTRUMENT.gate_minimum(gate, p)) is not None}
        for gate in INSTRUMENT.syarat
    }
    assert found == GATES
    assert all("52/2014" in gate.sumber for gate in INSTRUMENT.syarat)


def test_every_option_is_explained_briefly_and_apart_from_the_others():
    for question in INSTRUMENT.questions():
        scale = INSTRUMENT.scale_of(question)
        if scale.jenis == "pilihan":
            assert list(question.kriteria) == list(scale.pilihan), question.kode
            assert len(set(question.kriteria.values())) == len(scale.pilihan), question.kode
            assert all(10 <= len(text) <= 160 for text in question.kriteria.values()), question.kode
        else:
            assert question.petunjuk, question.kode


def test_questions_are_numbered_as_in_the_form():
    for node in INSTRUMENT.nodes():
        last = [question.kode.removeprefix(f"{node.kode}.") for question in node.pertanyaan]
        expected = list("12345678") if node.kode.startswith("B") else list("abcdefgh")
        assert last == expected[: len(last)], node.kode


def test_what_no_copy_of_the_form_shows_is_marked():
    used = {question.catatan_sumber for question in INSTRUMENT.questions()}
    assert used - {""} == set(INSTRUMENT.catatan_sumber)
    # The scales of these are legible in copies of the form; what their options mean is not, for some.
    certain = [q.kode for q in INSTRUMENT.questions() if q.catatan_sumber in ("", "arti_90", "arti_mandiri")]
    assert all(re.match(r"I\.[1-4]\.|II\.1\.|B\.", kode) for kode in certain) and len(certain) == 17


@pytest.mark.parametrize(("tahun", "used"), [(2013, False), (2014, True), (2021, True), (2022, False)])
def test_it_is_used_until_90_2021_takes_over(tahun, used):
    assert INSTRUMENT.is_used_in(tahun) is used
    assert load_instrument("permenpanrb-90-2021").is_used_in(tahun) is (tahun >= 2021)
