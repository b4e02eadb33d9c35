"""Figures about surveys: what is drawn is what the tables say; users' words stay words; nothing comes from outside."""

import numpy as np
import pandas as pd
import pytest

from zi_metrics.figures.survey_bars import unsur_bars
from zi_metrics.figures.surveys import index_trend, quadrants
from zi_metrics.surveys.importance import UNDECIDED
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.sentences import targets

EVIL = "<b onclick=x>Unit</b> & <script>"

FIELDS = pd.DataFrame(
    {
        "kode": ["U1", "U2", "U3"],
        "nama": ["Persyaratan", "Prosedur", "Waktu"],
        "nrr": [3.2, 3.5, 3.8],
        "penting": [0.7, 0.5, np.nan],
        "kuadran": ["Prioritas utama", UNDECIDED, ""],
        "bertahan": [0.95, 0.6, np.nan],
        "acuan": "unsur lain bersama-sama",
    }
)


def test_what_lies_in_no_sure_field_is_a_hollow_dot():
    (dots,) = [trace for trace in quadrants(FIELDS).data if trace.mode == "markers+text"]
    assert dots.text == ("U1", "U2") and dots.marker.symbol == ("circle", "circle-open")
    assert UNDECIDED in dots.hovertext[1]


def figures(dark):
    trend = pd.DataFrame({"label": ["2025", EVIL], "indeks": [3.5, 3.6], "bawah": [3.4, np.nan], "atas": [3.6, np.nan]})
    return [
        quadrants(FIELDS.assign(nama=EVIL), dark),
        index_trend(trend.assign(responden=[50, np.nan]), {EVIL: 3.6}, dark),
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_no_figure_lets_markup_through_or_takes_streamlits_placeholder_colours(dark):
    for figure in figures(dark):
        text = figure.to_json()
        assert "<script" not in text.replace("\\u003c", "<") and "onclick=x>Unit" not in text.replace("\\u003e", ">")
        assert figure.layout.template.layout.colorway is None and figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert figure.layout.separators == ",."


def test_the_trend_draws_index_interval_and_minimum():
    table = pd.DataFrame(
        {"label": ["2025", "2026"], "indeks": [3.5, 3.62], "bawah": [3.4, np.nan], "atas": [3.7, np.nan]}
    )
    figure = index_trend(table.assign(responden=[40, 50]), {"WBK": 3.6})
    line = figure.data[0]
    assert list(line.y) == [3.5, 3.62] and line.error_y.array[0] == pytest.approx(0.2)
    assert line.error_y.arrayminus[0] == pytest.approx(0.1) and figure.layout.shapes[0].y0 == 3.6
    low, high = figure.layout.yaxis.range
    assert low < 3.4 and high > 3.7


def test_bars_of_unsur_carry_what_the_index_must_reach(sample_store):
    report = survey_report(sample_store, "Contoh 23 – Sekolah", 2026, "spkp")
    bars = unsur_bars(report)
    assert bars["nilai"].tolist() == sorted(report.nrr["nrr"]), "the weakest first"
    for row in bars.itertuples():
        held = [name for name, minimum in targets(report).items() if row.nilai >= minimum]
        assert row.status == ["belum", "hampir", "memenuhi"][len(held)] and len(row.ticks) == 2
        assert row.keadaan == ("mencapai " + " dan ".join(held) if held else "di bawah syarat")
