"""A verdict on WBBM says whether the unit is recorded as holding WBK, wherever it is shown."""

import pytest
from assessments import INSTRUMENT, save_values

from zi_metrics.figures import bars
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import portfolio
from zi_metrics.lke.held_before import asked_before
from zi_metrics.lke.portfolio_summary import summary
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.scoring.standing import verdict_sentences

UNRECORDED = "predikat WBK yang disyaratkan belum tercatat"


def test_only_wbbm_asks_for_a_predicate_before_it():
    assert asked_before(INSTRUMENT, "wbk") is None and asked_before(INSTRUMENT, "wbbm").kode == "sudah_wbk"


def test_the_count_of_wbbm_says_how_many_are_not_recorded(recorded):
    overview = portfolio.overview(recorded, 2026)
    notes = overview.set_index("unit")["catatan_wbbm"].to_dict()
    assert notes == {"Kantor Ada": "", "Kantor Kosong": UNRECORDED, "Kantor Tidak": "tercatat belum berpredikat WBK"}
    said = summary(overview, 2026, "wbbm", "WBBM")
    assert said.jawaban == "3 dari 3 unit memenuhi semua syarat nilai WBBM menurut TPI."
    assert f"{UNRECORDED[1:]} pada 1 unit" in said.syarat
    assert "tercatat belum berpredikat WBK pada 1 unit" in said.syarat
    assert "predikat" not in summary(overview, 2026, "wbk", "WBK").syarat.casefold()
    shown = bars.unit_bars(overview, "wbbm").set_index(overview["unit"])["note"]
    assert shown["Kantor Kosong"] == UNRECORDED and shown["Kantor Ada"] == ""
    assert set(bars.unit_bars(overview, "wbk")["note"]) == {""}


@pytest.mark.parametrize(
    ("name", "told"), [("Ada", ""), ("Kosong", UNRECORDED), ("Tidak", "tercatat belum berpredikat")]
)
def test_a_units_verdict_says_it(recorded, name, told):
    report = unit_report(recorded, find_assessment(recorded, f"Kantor {name}", 2026))
    first = verdict_sentences(report.gates, "wbbm", "WBBM", report.catatan["wbbm"])[0]
    assert ("(" in first) == bool(told) and told in first and told in report.sentence()
    assert "wbk" not in report.catatan


def test_an_instrument_without_such_a_prerequisite_says_nothing(store):
    old = load_instrument("permenpanrb-52-2014")
    save_values(store, "Kantor Lama", 2019, "tpi", {q.kode: 1.0 for q in old.questions()}, old)
    assert unit_report(store, find_assessment(store, "Kantor Lama", 2019)).catatan == {}
