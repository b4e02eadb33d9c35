"""Instruments are found by code and version, and a change that moves a score is a new version beside the old file."""

import hashlib
import json
import pickle

import made_up
import oracle
import pytest
from forms import plain_list, random_answers

from zi_metrics.instruments.library import (
    INSTRUMENTS,
    Instrument,
    InstrumentError,
    instruments_in_use,
    load_instrument,
)
from zi_metrics.lke import portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.comparison import is_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.points import load_points

# What assessments may have been judged by, under the fingerprint of what decides a score or a verdict.
JUDGED_BY = {
    ("permenpanrb-10-2019", 1): "645ccf7c998c",
    ("permenpanrb-52-2014", 1): "cc5f55481fc8",
    ("permenpanrb-90-2021", 1): "c9a142c79507",
}


def fingerprint(raw):
    # Names, wordings and sources may be mended without a new version; nothing in here may.
    nodes = [
        [
            node["kode"],
            node["bobot"],
            node.get("pokja"),
            [[q["kode"], q["jawaban"], q.get("rasio"), counts(q)] for q in node.get("pertanyaan", [])],
        ]
        for node in oracle.all_nodes(raw)
    ]
    gates = [[g["kode"], g["simpul"], g.get("minimum"), g.get("bagian")] for g in raw["syarat"]]
    decides = [raw["total"], list(raw["predikat"]), raw["skala"], nodes, gates]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]


def counts(question):
    return [[count["kunci"], count.get("jumlah_dari", [])] for count in question.get("masukan", [])]


def test_what_decides_a_score_changes_only_with_the_version():
    found = {}
    for path in INSTRUMENTS.glob("*.yaml"):
        raw = oracle.raw(path)
        found[raw["kode"], raw["versi"]] = fingerprint(raw)
    assert found == JUDGED_BY, (
        "weights, scales, questions or gates changed: raise `versi`, keep the old file as <kode>.v<versi>.yaml, "
        "and add the new fingerprint here"
    )


def test_every_shipped_instrument_loads_by_code_and_version():
    for kode, versi in JUDGED_BY:
        assert load_instrument(kode, versi).versi == versi
        assert load_instrument(kode, versi) is load_instrument(kode, versi)
        assert load_points(kode, versi) is load_points(kode, versi)


def test_an_old_version_stays_loadable_beside_the_new_one(folder):
    made_up.write_made_up(folder, name=f"{made_up.KODE}.v3")
    newer = made_up.TEXT.replace("versi: 3", "versi: 4").replace("perak: 150", "perak: 160")
    made_up.write_made_up(folder, newer)
    gates = {v: load_instrument(made_up.KODE, v).syarat[0].minimum["perak"] for v in (3, 4)}
    assert gates == {3: 150, 4: 160} and load_instrument(made_up.KODE).versi == 4
    assert [i.versi for i in instruments_in_use()] == [4]


def test_what_was_judged_by_an_old_version_stays_judged_by_it(folder, store, monkeypatch):
    made_up.write_made_up(folder)
    old = load_instrument(made_up.KODE)
    content = plain_list(old, random_answers(old, seed=4))
    before = prepare("daftar.xlsx", content)
    store_prepared(store, [(before, Label("Pelabuhan Lama", 2026, "tpi"))])

    made_up.write_made_up(folder, name=f"{made_up.KODE}.v3")
    dropped = "  - kode: K2.2\n    teks: Indeks kejujuran petugas lelang ikan\n    jawaban: sepuluh\n"
    newer = made_up.TEXT.replace("versi: 3", "versi: 4").replace(dropped, "").replace("perak: 150", "perak: 160")
    made_up.write_made_up(folder, newer)
    made_up.as_after_a_restart(monkeypatch)
    store_prepared(store, [(prepare("daftar.xlsx", content), Label("Pelabuhan Baru", 2026, "tpi"))])

    overview = portfolio.overview(store, 2026).set_index("unit")
    assert overview["instrumen_versi"].to_dict() == {"Pelabuhan Lama": 3, "Pelabuhan Baru": 4}
    assert overview["pertanyaan"].to_dict() == {"Pelabuhan Lama": 8, "Pelabuhan Baru": 7}
    assert overview.loc["Pelabuhan Lama", "total"] == pytest.approx(before.total)
    reports = [
        unit_report.unit_report(store, unit_report.find_assessment(store, name, 2026))
        for name in ("Pelabuhan Lama", "Pelabuhan Baru")
    ]
    assert [report.gates.query("menyeluruh")["minimum"].tolist() for report in reports] == [
        [100, 150, 220],
        [100, 160, 220],
    ]
    assert is_instrument(reports[0].instrument, made_up.KODE, 3)
    assert not is_instrument(reports[0].instrument, made_up.KODE, 4)
    # A report that a screen kept and copied speaks of the same instrument, of which there is one.
    assert pickle.loads(pickle.dumps(reports[0])).instrument is load_instrument(made_up.KODE, 3)


def test_an_instrument_is_pickled_as_code_and_version_and_comes_back_as_itself():
    for kode, versi in JUDGED_BY:
        instrument = load_instrument(kode, versi)
        pickled = pickle.dumps([instrument, instrument])
        assert all(back is instrument for back in pickle.loads(pickled)) and len(pickled) < 200
    gates = gate_system(instrument, next(iter(instrument.predikat)))
    assert pickle.loads(pickle.dumps(gates)).instrument is instrument


def test_an_instrument_that_no_file_holds_is_pickled_whole(folder, monkeypatch):
    path = made_up.write_made_up(folder)
    held = load_instrument(made_up.KODE)
    # The same code and version as the file's, and yet another one.
    other = Instrument.model_validate(oracle.raw(path) | {"total": 251.0})
    back = pickle.loads(pickle.dumps(other))
    assert back is not held and back.total == 251 and back.model_dump() == other.model_dump()
    assert back.question("K2.1") == other.question("K2.1")
    assert pickle.loads(pickle.dumps(held)) is held
    path.unlink()
    made_up.as_after_a_restart(monkeypatch)
    assert pickle.loads(pickle.dumps(held)).model_dump() == held.model_dump(), "its file is gone"


def test_a_version_or_code_that_is_not_there_is_named_with_what_is(folder):
    made_up.write_made_up(folder)
    with pytest.raises(InstrumentError, match=r"rekaan-7-2031\.v2\.yaml(?s:.)*yang ada: peraturan-rekaan-7-2031\.yaml"):
        load_instrument(made_up.KODE, 2)
    with pytest.raises(InstrumentError, match="berkasnya tidak ada"):
        load_instrument("tidak-ada")


def test_a_file_must_be_called_what_it_is(folder):
    made_up.write_made_up(folder, name="nama-lain")
    with pytest.raises(InstrumentError, match="tidak sama dengan nama berkasnya"):
        load_instrument("nama-lain")
    made_up.write_made_up(folder)
    made_up.write_made_up(folder, name=f"{made_up.KODE}.v2")
    with pytest.raises(InstrumentError, match="versi 3, tidak sama dengan nama berkasnya"):
        load_instrument(made_up.KODE, 2)


def test_the_latest_regulation_comes_first():
    expected = ["permenpanrb-90-2021", "permenpanrb-10-2019", "permenpanrb-52-2014"]
    assert [i.kode for i in instruments_in_use()] == expected
