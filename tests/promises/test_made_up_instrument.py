"""An instrument is data: one that no regulation knows is imported, scored, judged and shown, without a line of code."""

import made_up
import oracle
import pytest
import yaml
from forms import plain_list, random_answers

from zi_metrics.figures import bars
from zi_metrics.instruments.library import instruments_in_use, load_instrument
from zi_metrics.lke import area, portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.importing import ImportRefused, Label, prepare, store_prepared
from zi_metrics.lke.portfolio_summary import count_status, towards
from zi_metrics.lke.prerequisites import evaluate_prerequisites
from zi_metrics.scoring import standing
from zi_metrics.store import tables
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites, recorded_prerequisites
from zi_metrics.store.versions import versions

RAW = yaml.safe_load(made_up.TEXT)
LABEL = Label("Pelabuhan Rekaan", 2026, "tpi")
# One answer per question: what is written, and its value by hand.
ANSWERS = {
    "K1.X.1": ("Sedang", 0.6),
    "K1.X.2": ("Sudah", 1.0),
    "K1.X.3": ("80%", 0.8),
    "K1.Y.1.a": ("Baik", 1.0),
    "K1.Y.2.a": ({"pergantian": 20, "diisi": 15}, 0.75),
    "K1.Y.2.b": ("Belum", 0.0),
    "K2.1": (9.5, 0.95),
    "K2.2": ("9,0", 0.9),
}
VALUES = {kode: value for kode, (_, value) in ANSWERS.items()}
# 70 * 2.4/3 = 56; 15 * 1; 25 * 0.75/2 = 9.375; 140 * 1.85/2 = 129.5
NILAI = {"K1.X": 56, "K1.Y.1": 15, "K1.Y.2": 9.375, "K1.Y": 24.375, "K1": 80.375, "K2": 129.5}


def imported(instrument, answers=ANSWERS, **layout):
    return prepare("daftar.xlsx", plain_list(instrument, answers, **layout))


def test_a_list_of_it_is_recognised_and_scored_as_computed_by_hand(instrument):
    item = imported(instrument)
    assert item.instrument is instrument
    assert {a.kode: a.nilai for a in item.reading.answers} == pytest.approx(VALUES)
    nilai = item.nodes.set_index("kode")["nilai"]
    assert {kode: nilai[kode] for kode in NILAI} == pytest.approx(NILAI)
    assert item.total == pytest.approx(209.875)
    assert not (item.findings["tingkat"] == "galat").any()


@pytest.mark.parametrize("layout", [{}, {"texts": False}, {"codes": False}])
@pytest.mark.parametrize("seed", range(4))
def test_any_list_of_it_scores_and_is_judged_as_the_independent_walk_says(instrument, layout, seed):
    answers = random_answers(instrument, seed, filled=1.0 if seed else 0.7)
    if not layout.get("texts", True):
        # Without labels nobody can tell the counts of a ratio apart.
        answers.pop("K1.Y.2.a", None)
    item = imported(instrument, answers, **layout)
    values = {kode: value for kode, (_, value) in answers.items()}
    nilai = item.nodes.set_index("kode")["nilai"]
    for node in oracle.all_nodes(RAW):
        assert nilai[node["kode"]] == pytest.approx(oracle.nilai(node, values), abs=1e-9)
    outcome = standing.verdict(item.gates)
    for predikat in RAW["predikat"]:
        own = item.gates[item.gates["predikat"] == predikat].set_index("kode")
        assert own["putusan"].to_dict() == oracle.gates(RAW, predikat, values)
        assert outcome.putusan[predikat] == oracle.verdict(RAW, predikat, values)


def test_its_three_predicates_are_judged_by_its_own_gates(instrument):
    gates = imported(instrument).gates
    by_hand = {
        ("perunggu", "seluruhnya"): (209.875, 100, True),
        ("perak", "seluruhnya"): (209.875, 150, True),
        ("perak", "dermaga"): (56, 35, True),
        ("emas", "seluruhnya"): (209.875, 220, False),
        ("emas", "dermaga"): (56, 56, True),
        ("emas", "suar-dan-kata"): (144.5, 130.5, True),
    }
    found = {(g.predikat, g.kode): (g.nilai, g.minimum, g.terpenuhi) for g in gates.itertuples()}
    assert found.keys() == by_hand.keys()
    for key, (nilai, minimum, holds) in by_hand.items():
        assert found[key] == (pytest.approx(nilai), pytest.approx(minimum), holds)
    assert standing.verdict(gates).status == "perak"
    assert standing.status_words("perak") == "Memenuhi PRK"
    first, *failing = standing.verdict_sentences(gates, "emas", "EMS")
    assert first.startswith("Belum memenuhi EMS: 1 dari 3")
    assert "209,88 dari minimum 220,00, kurang 10,1" in failing[0] and "Peraturan Rekaan 7/2031, Pasal 1" in failing[0]


def test_stored_it_goes_through_every_table_that_the_screens_show(store, instrument):
    item = imported(instrument)
    store_prepared(store, [(item, LABEL)])
    overview = portfolio.overview(store, LABEL.tahun)
    assert overview[["instrumen", "instrumen_versi"]].to_numpy().tolist() == [[made_up.KODE, 3]]
    assert overview["status"].tolist() == ["perak"] and overview["total"].tolist() == pytest.approx([209.875])
    assert overview["gagal_emas"].tolist() == [["Nilai seluruhnya"]]
    assert count_status(towards(overview, "perak"), "perak")["perak"] == 1
    assert bars.unit_bars(overview, "perak")["ticks"].tolist() == [[("PRG", 100), ("PRK", 150), ("EMS", 220)]]

    report = unit_report.unit_report(store, unit_report.find_assessment(store, LABEL.unit, LABEL.tahun))
    assert report.instrument is instrument
    assert report.nodes.set_index("kode")["nilai"][list(NILAI)].to_dict() == pytest.approx(NILAI)
    assert report.sentence().startswith("Memenuhi 1 dari 1 syarat nilai PRG, total sudah mencapai 100")
    assert bars.gate_bars(report, "emas")["status"].tolist() == ["belum", "memenuhi", "memenuhi"]
    assert bars.area_bars(report)["status"].tolist() == ["memenuhi", "tanpa_syarat"]

    docks, towers = area.area(store, 1, LABEL.tahun), area.area(store, 2, LABEL.tahun)
    assert docks.minima == {"PRK": 0.5, "EMS": 0.8} and towers.minima == {}
    assert "mencapai minimum EMS (80%)" in docks.sentences()[0] and "K1.Y.2" in towers.sentences()[0]
    assert bars.pokja_bars(towers)["status"].tolist() == ["tanpa_syarat"]
    assert area.area(store, 3, LABEL.tahun) is None

    assessment = tables.assessments(store).iloc[0]
    assert versions(store, assessment.unit_id, LABEL.tahun, "tpi")["total"].tolist() == pytest.approx([209.875])

    record_prerequisites(store, assessment.unit_id, LABEL.tahun, [PrerequisiteRecord("ijin", "Ya")])
    known = evaluate_prerequisites(instrument, recorded_prerequisites(store, assessment.unit_id, LABEL.tahun))
    assert known["terpenuhi"].tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("was", "becomes", "status"),
    [
        ("perak: 150, emas: 220", "perak: 150, emas: 209.875", "emas"),
        ("perak: 150, emas: 220", "perak: 209.876, emas: 220", "perunggu"),
        ("bagian: {perak: 0.5, emas: 0.8}", "bagian: {perak: 0.81, emas: 0.9}", "perunggu"),
        ("Sedang: 0.6", "Sedang: 0.2", "perak"),
        ("jenis: indeks, maksimum: 10", "jenis: indeks, maksimum: 20", "perunggu"),
    ],
)
def test_a_gate_or_a_scale_changes_by_the_file_alone(made_up_folder, was, becomes, status):
    assert was in made_up.TEXT
    text = made_up.TEXT.replace(was, becomes)
    made_up.write_made_up(made_up_folder, text)
    raw = yaml.safe_load(text)
    item = imported(load_instrument(made_up.KODE))
    assert standing.verdict(item.gates).status == status
    values = {answer.kode: answer.nilai for answer in item.reading.answers}
    assert item.total == pytest.approx(sum(oracle.nilai(node, values) for node in raw["komponen"]))
    for predikat in raw["predikat"]:
        assert item.gates[item.gates["predikat"] == predikat].set_index("kode")["putusan"].to_dict() == oracle.gates(
            raw, predikat, values
        )


def test_a_weight_moves_by_the_file_alone(made_up_folder):
    text = made_up.TEXT.replace("bobot: 15\n", "bobot: 5\n").replace("bobot: 25\n", "bobot: 35\n")
    made_up.write_made_up(made_up_folder, text)
    nilai = imported(load_instrument(made_up.KODE)).nodes.set_index("kode")["nilai"]
    assert (nilai["K1.Y.1"], nilai["K1.Y.2"]) == pytest.approx((5, 13.125))


def test_a_wording_is_recognised_by_the_file_alone(made_up_folder, monkeypatch):
    old, new = "Lampu suar menyala sepanjang malam", "Mercu terlihat terang oleh nakhoda"
    rows = plain_list(load_instrument(made_up.KODE), ANSWERS, codes=False)
    for wording, known in ((new, False), (f"{new}\n        alias: [{old}]", True)):
        made_up.write_made_up(made_up_folder, made_up.TEXT.replace(old, wording))
        made_up.as_after_a_restart(monkeypatch)
        answers = {answer.kode: answer.nilai for answer in prepare("daftar.xlsx", rows).reading.answers}
        assert (answers.get("K1.Y.1.a") == 1.0) is known


def test_without_its_file_its_answers_are_not_recognised(made_up_folder, instrument):
    content = plain_list(instrument, ANSWERS, codes=False)
    (made_up_folder / f"{made_up.KODE}.yaml").unlink()
    with pytest.raises(ImportRefused, match="tidak dikenali sebagai LKE"):
        prepare("daftar.xlsx", content)
    assert made_up.KODE not in {i.kode for i in instruments_in_use()}
