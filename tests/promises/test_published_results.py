"""Published results of real units, computed again: data/hasil_terbit.yaml says where each figure was printed.

A printed figure stands for every number that rounds to it. Where only some of the answers below a node are printed, the
others may be anything that the instrument allows; a published nilai and percentage then turn out to leave exactly one
number, and none at all with other weights or scales.
"""

import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest
import yaml
from places import DATA

from zi_metrics.instruments.library import Instrument, OptionScale, load_instrument
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import MET, MISSED, answer_row, gate_table, node_table, score
from zi_metrics.scoring.values import ratio_meaning, written_meaning

PUBLISHED = yaml.safe_load((DATA / "hasil_terbit.yaml").read_text(encoding="utf-8"))
FORMS = {form["unit"]: form for form in PUBLISHED["lke"]}
NODES = [(unit, kode) for unit, form in FORMS.items() for kode in form["simpul"]]
COMPUTED = [(unit, kode) for unit, kode in NODES if not FORMS[unit]["simpul"][kode].get("hanya_kecocokan")]
ANSWERS = [(unit, kode) for unit, form in FORMS.items() for kode in form["jawaban"]]
GARUT, SEMARANG = PUBLISHED["bobot_lain"]
RATIOS = [(source, row) for source in PUBLISHED["rasio"] for row in [*source["baris"], source.get("jumlah")] if row]
# Of sums of floats; far below anything printed.
EXACT = 1e-9


def bounds(printed):
    """The least and the greatest number that prints as this."""
    half = 0.5 * 10 ** -len(printed.partition(".")[2])
    return float(printed) - half, float(printed) + half


def prints_as(number, printed):
    low, high = bounds(printed)
    return (low - EXACT <= number) & (number <= high + EXACT)


def prints_as_published(nilai, bobot, figures):
    return prints_as(nilai, figures["nilai"]) & prints_as(nilai / bobot * 100, figures["persen"])


def figures_fit(figures, bobot):
    """Whether one number prints both as the nilai and, as a share of bobot, as the percentage."""
    low, high = bounds(figures["nilai"])
    least, most = (bound / 100 * bobot for bound in bounds(figures["persen"]))
    return max(low, least) <= min(high, most, bobot) + EXACT


def node_of(instrument, kode):
    return next(node for node in instrument.nodes() if node.kode == kode)


def possible(unit, instrument, kode, slack=np.inf):
    """Every nilai of a node that agrees with what is printed in and below it and lacks at most `slack` of its bobot."""
    node, figures = node_of(instrument, kode), FORMS[unit]["simpul"].get(kode)
    if figures:
        slack = min(slack, node.bobot - bounds(figures["nilai"])[0])
    found = leaf_results(unit, instrument, kode) if node.pertanyaan else np.zeros(1)
    so_far = node.bobot if node.pertanyaan else 0
    for child in node.anak:
        so_far += child.bobot
        sums = np.add.outer(found, possible(unit, instrument, child.kode, slack))
        found = distinct(sums[sums >= so_far - slack - EXACT])
    found = found[found >= so_far - slack - EXACT]
    return found[prints_as_published(found, node.bobot, figures)] if figures else found


@cache
def leaf_results(unit, instrument, kode):
    """Every nilai of a sub-indicator, by the product's scoring: printed answers as printed, the others any option."""
    node, matrix = node_of(instrument, kode), compile_points(instrument)
    choices = []
    for question in node.pertanyaan:
        scale = instrument.scale_of(question)
        assert isinstance(scale, OptionScale), f"{question.kode}: raw counts may be anything"
        printed = FORMS[unit]["jawaban"].get(question.kode)
        choices.append([written_meaning(scale, printed[0]).value] if printed else list(scale.pilihan.values()))
    combinations = np.array(list(itertools.product(*choices)))
    values = np.full((len(combinations), len(matrix.questions)), np.nan)
    values[:, [matrix.question_index()[question.kode] for question in node.pertanyaan]] = combinations
    return distinct(score(matrix, values).nilai[:, matrix.node_index()[kode]])


def distinct(numbers):
    """Sums of floats that differ by their last digits only are one number."""
    ordered = np.unique(numbers)
    return ordered[np.diff(ordered, prepend=-1) > EXACT]


def every_answer_is_printed(unit, kode):
    questions = node_of(load_instrument(FORMS[unit]["instrumen"]), kode).questions()
    return all(question.kode in FORMS[unit]["jawaban"] for question in questions)


ALL_PRINTED = [(unit, kode) for unit, kode in NODES if every_answer_is_printed(unit, kode)]


def test_at_least_five_units_are_reproduced():
    assert len({unit for unit, _ in COMPUTED}) >= 5
    assert {form["instrumen"] for form in FORMS.values()} == {"permenpanrb-90-2021", "permenpanrb-52-2014"}
    assert all(entry["sumber"]["judul"] and entry["sumber"]["url"] for part in PUBLISHED.values() for entry in part)


@pytest.mark.parametrize(("unit", "kode"), NODES)
def test_printed_weight_nilai_and_percentage_fit_the_instrument(unit, kode):
    form = FORMS[unit]
    figures, bobot = form["simpul"][kode], node_of(load_instrument(form["instrumen"]), kode).bobot
    assert float(figures["bobot"]) == bobot
    assert figures_fit(figures, bobot)


@pytest.mark.parametrize(("unit", "kode"), ANSWERS)
def test_a_printed_answer_is_worth_what_is_printed(unit, kode):
    form = FORMS[unit]
    instrument = load_instrument(form["instrumen"])
    scale = instrument.scale_of(instrument.question(kode))
    written, nilai, options = form["jawaban"][kode]
    assert prints_as(written_meaning(scale, written).value, nilai)
    if options:
        assert [option[0] for option in options.split("/")] == [option[0] for option in scale.pilihan]


@pytest.mark.parametrize(("unit", "kode"), COMPUTED)
def test_exactly_one_nilai_of_the_instrument_prints_as_published(unit, kode):
    found = possible(unit, load_instrument(FORMS[unit]["instrumen"]), kode)
    assert len(found) == 1, found


@pytest.mark.parametrize(("unit", "kode"), ALL_PRINTED)
def test_where_every_answer_is_printed_the_whole_scoring_gives_the_published_nilai(unit, kode):
    form = FORMS[unit]
    instrument = load_instrument(form["instrumen"])
    matrix = compile_points(instrument)
    values = {
        question: written_meaning(instrument.scale_of(instrument.question(question)), written).value
        for question, (written, _, _) in form["jawaban"].items()
    }
    node = node_table(matrix, score(matrix, answer_row(matrix, values))).set_index("kode").loc[kode]
    assert node.terjawab == node.pertanyaan
    assert node.nilai == pytest.approx(node.nilai_rumus_lke, abs=EXACT)
    assert prints_as_published(node.nilai, node.bobot, form["simpul"][kode])


# Where the published figure rests on a B or a C of four options.
@pytest.mark.parametrize(
    ("unit", "kode"),
    [
        ("Pengadilan Negeri Pekalongan", "P.2.i"),
        ("Pengadilan Negeri Pekalongan", "P.6.i"),
        ("Rumah Sakit Jiwa Mutiara Sukma, Nusa Tenggara Barat", "I.4"),
        ("Pengadilan Negeri Bantul", "I"),
    ],
)
def test_exact_thirds_could_not_have_printed_what_was_published(unit, kode):
    changed = load_instrument(FORMS[unit]["instrumen"]).model_dump()
    changed["skala"]["abcd"]["pilihan"] = {"A": 1, "B": 2 / 3, "C": 1 / 3, "D": 0}
    assert len(possible(unit, Instrument.model_validate(changed), kode)) == 0


def test_one_question_less_could_not_have_printed_what_was_published():
    changed = load_instrument("permenpanrb-52-2014").model_dump()
    area = changed["komponen"][0]["anak"][0]
    area["anak"][2]["pertanyaan"].pop()
    assert area["anak"][2]["kode"] == "I.3"
    assert len(possible("Pengadilan Negeri Bantul", Instrument.model_validate(changed), "I")) == 0


@pytest.mark.parametrize(("unit", "kode"), [(unit, k) for unit, form in FORMS.items() for k in form.get("syarat", ())])
def test_a_gate_holds_or_fails_by_the_published_nilai(unit, kode):
    form = FORMS[unit]
    low, high = bounds(form["simpul"][kode]["nilai"])
    for nilai in (low, high):
        known = {"kode": kode, "nilai": nilai, "nilai_tertinggi": nilai, "nilai_rumus_lke": nilai}
        nodes = pd.DataFrame([{**known, "terjawab": 1, "pertanyaan": 1}])
        gates = gate_table(load_instrument(form["instrumen"]), nodes).query("kode == @kode")
        told = dict(zip(gates["predikat"], gates["putusan"], strict=True))
        assert told == {predikat: MET if holds else MISSED for predikat, holds in form["syarat"][kode].items()}


def test_rutan_garut_meets_the_minima_of_wbk_and_not_those_of_wbbm():
    instrument, area = load_instrument("permenpanrb-90-2021"), GARUT["area"]
    gate = instrument.gate_over(instrument.area_nodes(area["pokja"]))
    # Its form's area has the weight and the minimum of Pemenuhan and Reform together.
    assert instrument.gate_weight(gate) == float(area["bobot"])
    assert prints_as(instrument.gate_minimum(gate, "wbk"), area["minimum"])
    assert figures_fit(area, float(area["bobot"]))
    assert instrument.gate_minimum(gate, "wbk") < float(area["nilai"]) < instrument.gate_minimum(gate, "wbbm")
    for kode in ("permenpanrb-90-2021", "permenpanrb-52-2014"):
        instrument = load_instrument(kode)
        total = instrument.gate_over(instrument.komponen)
        minima = [instrument.gate_minimum(total, predikat) for predikat in ("wbk", "wbbm")]
        assert minima[0] < float(GARUT["total"]) < minima[1]


def test_the_form_of_rutan_garut_is_not_that_of_52_2014():
    """10/2019 was in force; weights, gates and questions are others than those of our instrument of 52/2014."""
    instrument = load_instrument("permenpanrb-52-2014")
    (area,) = instrument.area_nodes(GARUT["area"]["pokja"])
    assert (area.bobot, float(GARUT["area"]["bobot"])) == (5, 8)
    assert instrument.gate_over([area]) is None
    printed = GARUT["sub_indikator"]
    assert [node_of(instrument, kode).bobot for kode in printed] == [1, 1]
    assert [float(figures["bobot"]) for figures in printed.values()] == [1, 2]
    values = [instrument.scale_of(q).pilihan.values() for q in node_of(instrument, "I.2").pertanyaan]
    shares = {sum(chosen) / len(chosen) for chosen in itertools.product(*values)}
    assert not [share for share in shares if prints_as(share * 2, printed["I.2"]["nilai"])]


@pytest.mark.parametrize("form", [GARUT, SEMARANG], ids=lambda form: form["unit"])
def test_the_forms_of_2020_and_2021_have_the_weights_of_the_instrument_named_after_10_2019(form):
    instrument = load_instrument("permenpanrb-10-2019")
    (area,) = instrument.area_nodes(form["area"]["pokja"])
    assert area.bobot == float(form["area"]["bobot"]) and instrument.is_used_in(form["tahun"])
    for kode, printed in form["sub_indikator"].items():
        assert node_of(instrument, kode).bobot == float(printed["bobot"]), kode
        assert node_of(instrument, kode).kepastian == "dikutip", kode
    minimum = instrument.gate_minimum(instrument.gate_over([area]), "wbk")
    assert form is SEMARANG or prints_as(minimum, form["area"]["minimum"])
    for kode, options in form.get("pilihan", {}).items():
        scale = instrument.scale_of(instrument.question(kode))
        assert "/".join(scale.pilihan).replace("Ya/Tidak", "Y/T") == options, kode
        assert not instrument.question(kode).catatan_sumber, kode


@pytest.mark.parametrize(("source", "row"), RATIOS, ids=lambda value: value.get("nama", value.get("lembaga")))
def test_published_raw_counts_give_the_published_percentage(source, row):
    question = load_instrument("permenpanrb-90-2021").question(source["pertanyaan"])

    def percent(reported, due):
        return 100 * ratio_meaning(question, {"harus_melapor": due, "sudah_melapor": reported}).value

    due = row["harus_melapor"]
    assert prints_as(percent(row["sudah_melapor"], due), row["persen"])
    if "persen_kalimat" in row:
        assert prints_as(percent(row["sudah_melapor"], due), row["persen_kalimat"])
    if "belum_melapor" in row:
        assert row["sudah_melapor"] + row["belum_melapor"] == due
        assert prints_as(percent(row["belum_melapor"], due), row["persen_belum"])
    if "harus_melapor_disebut" in row:
        # The round number of the text is not the one that its percentages rest on.
        assert not prints_as(percent(row["sudah_melapor"], row["harus_melapor_disebut"]), row["persen"])


def test_published_groups_add_up_to_the_published_total():
    (source,) = [source for source in PUBLISHED["rasio"] if "jumlah" in source]
    for key in ("harus_melapor", "sudah_melapor", "belum_melapor"):
        assert sum(row[key] for row in source["baris"]) == source["jumlah"][key]
