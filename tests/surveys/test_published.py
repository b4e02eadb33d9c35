"""Figures as the survey screen shows them: on the one scale on which the index is published."""

import pytest

from zi_metrics.surveys.improvement import rises_needed
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.published import (
    index_scale,
    next_target,
    points_texts,
    published_targets,
    rises,
    scale_sentence,
)
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.sentences import nrr_words

SKM = "Contoh 11 – Sekolah", 2026, "skm"
LOW = "Contoh 23 – Sekolah", 2026, "spak"


def test_everything_of_skm_is_on_the_scale_to_100(sample_store):
    report = survey_report(sample_store, *SKM)
    assert "25–100" in scale_sentence(report.instrument)
    ((name, minimum),) = published_targets(report).items()
    assert name == "mutu A" and minimum == pytest.approx(88.31)
    table = rises(report)
    assert table["nilai"].tolist() == pytest.approx(sorted(25 * report.nrr["nrr"]))
    own = rises_needed(report.instrument, dict(zip(report.nrr["kode"], report.nrr["nrr"], strict=True)), minimum / 25)
    assert table.set_index("kode")["bersama"].to_dict() == pytest.approx(
        (25 * own.set_index("kode")["bersama"]).to_dict()
    )
    place = index_scale(report)
    assert place.nilai == report.figure.nilai and 25 <= place.awal < place.bawah < place.atas < place.akhir <= 100
    assert "dari 100" in nrr_words(report.instrument, report.pulling_down) and points_texts(report) is None


def test_when_all_rise_by_what_is_said_the_next_minimum_is_reached(sample_store):
    report = survey_report(sample_store, *LOW)
    assert next_target(report) == ("WBK dan WBBM", pytest.approx(3.6))
    table = rises(report)
    for way in ("bersama", "terendah"):
        assert (table["nilai"] + table[way]).mean() == pytest.approx(3.6), way
    points, about = points_texts(report)
    assert points.startswith("14,") and about.endswith("dari 17,50") and about.startswith("[")


def test_where_all_minima_are_reached_nothing_has_to_rise(sample_store):
    report = survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", 2026, "spak")
    assert next_target(report) is None and rises(report)["bersama"].isna().all()
    assert rises(report)["mengurangi"].notna().all()


def test_surveys_without_conversion_stay_on_their_own_scale():
    for kode in ("spak", "spkp"):
        assert scale_sentence(load_survey_instruments()[kode]).endswith("berskala 1–4.")
