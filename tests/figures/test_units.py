"""Figures show the figures they were given, bring their own colours, and let no text from users become markup."""

import pandas as pd
import pytest
from plotly.colors import hex_to_rgb, sample_colorscale, unlabel_rgb

from zi_metrics.figures import bars as bullets
from zi_metrics.figures import units as unit_figures
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import area, portfolio
from zi_metrics.lke import unit as unit_report

INSTRUMENT = load_instrument()


def bars(**changes):
    row = {"label": "Unit", "nilai": 6.0, "penuh": 8.0, "ticks": [("WBK", 4.8)], "status": "memenuhi", "figure": "6,00"}
    return pd.DataFrame([{**row, **changes}])


def contrast(one, other):
    """The contrast of two colours (0-255 each) as WCAG 2 defines it."""

    def luminance(colour):
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def all_texts(figure):
    found = []
    for trace in figure.data:
        for values in (trace.text, trace.hovertext):
            found += [values] if isinstance(values, str) else list(values if values is not None else [])
    return " ".join(str(text) for text in found)


def test_a_bar_is_as_long_as_its_share_and_its_tick_stands_at_the_minimum():
    figure = unit_figures.bullet_bars(bars())
    assert figure.data[1].x == (0.75,)
    assert figure.layout.shapes[0].x0 == pytest.approx(0.6)
    assert figure.data[1].marker.color == (unit_figures.STATUS_COLOUR["memenuhi"],)


@pytest.mark.parametrize("more", [{}, {"note": "3 syarat belum terpenuhi"}])
def test_a_tick_strikes_through_no_figure_that_stands_above_it(more):
    figure = unit_figures.bullet_bars(bars(**more))
    (tick,), words = figure.layout.shapes, figure.data[3]
    assert words.text == ("<b>6,00</b>",) and words.textposition == "top left"
    assert min(tick.y0, tick.y1) >= words.y[0]


def test_nothing_answered_is_hatched_and_not_judged():
    figure = unit_figures.bullet_bars(bars(status=unit_figures.EMPTY, nilai=0.0))
    assert figure.data[0].marker.pattern.shape == ("/",)
    assert figure.data[1].marker.color[0] not in unit_figures.STATUS_COLOUR.values()


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_has_its_own_template_and_ink(sample_store, dark):
    report = unit_report.unit_report(
        sample_store, unit_report.find_assessment(sample_store, "Contoh 03 – Balai Pelatihan", 2025)
    )
    found = area.area(sample_store, 2, 2025)
    overview = portfolio.overview(sample_store, 2025)
    history = unit_report.unit_history(sample_store, report.assessment.unit_id)
    for figure in (
        unit_figures.bullet_bars(bullets.unit_bars(overview, "wbk"), dark),
        unit_figures.bullet_bars(bullets.gate_bars(report, "wbk"), dark, name_ticks=True),
        unit_figures.bullet_bars(bullets.area_bars(report), dark),
        unit_figures.bullet_bars(bullets.pokja_bars(found), dark),
        unit_figures.share_map(found.shares, dark),
        unit_figures.area_trend(found.trend, found.minima, dark),
        unit_figures.unit_history(history, dict(bullets.total_minima(INSTRUMENT)), dark),
    ):
        assert figure.layout.template.layout.to_plotly_json() == {}
        assert figure.layout.font.color == ("#e8e6e1" if dark else "#1f2933")
        assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_texts_from_users_are_escaped():
    evil = '<a href="http://contoh.invalid">x</a><b>'
    assert "<a href" not in all_texts(unit_figures.bullet_bars(bars(label=evil)))
    table = pd.DataFrame([[0.5]], index=[evil], columns=["P.1.i"])
    figure = unit_figures.share_map(table)
    hover = figure.data[0].hovertext[0][0]
    assert "<a href" not in hover and "<a href" not in all_texts(figure)


def test_the_heat_map_leaves_missing_cells_without_a_number():
    table = pd.DataFrame([[0.5, None]], index=["Unit"], columns=["P.1.i", "P.1.ii"])
    figure = unit_figures.share_map(table)
    assert figure.data[1].text == ("50", "–")


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_on_the_heat_map_can_be_read_on_every_colour(dark):
    shares = pd.DataFrame([[i / 40 for i in range(41)]], index=["Unit"], columns=[f"P.{i}" for i in range(41)])
    figure = unit_figures.share_map(shares, dark)
    grounds = sample_colorscale([list(pair) for pair in figure.data[0].colorscale], shares.iloc[0].tolist())
    for ground, ink in zip(grounds, figure.data[1].textfont.color, strict=True):
        assert contrast(unlabel_rgb(ground), hex_to_rgb(ink)) >= 4.5


def test_the_heat_map_tells_units_apart_whose_names_begin_alike():
    names = [f"Kantor Pelayanan Kekayaan Negara dan Lelang Kota {city}" for city in ("Utara", "Selatan")]
    figure = unit_figures.share_map(pd.DataFrame([[0.5], [0.6]], index=names, columns=["P.1.i"]))
    first, second = figure.data[2].text
    assert first != second and first.endswith("Utara") and second.endswith("Selatan") and len(second) <= 44


def test_gate_bars_say_met_missed_and_open(sample_store):
    report = unit_report.unit_report(
        sample_store, unit_report.find_assessment(sample_store, "Contoh 24 – Laboratorium", 2025)
    )
    rows = bullets.gate_bars(report, "wbk").set_index(report.gates.query("predikat == 'wbk'")["kode"])
    for gate in report.gates.query("predikat == 'wbk'").itertuples():
        assert rows.loc[gate.kode, "label"].startswith("✔" if gate.terpenuhi else "✘")
        assert rows.loc[gate.kode, "status"] == ("memenuhi" if gate.terpenuhi else "belum")


def test_area_minima_come_from_the_gates():
    assert area.area_minima(INSTRUMENT, 5) == pytest.approx({"WBK": 0.6, "WBBM": 0.75})
    assert bullets.total_minima(INSTRUMENT) == [("WBK", 75), ("WBBM", 85)]


def test_a_thousand_bars_do_not_add_their_ticks_one_by_one(monkeypatch):
    def one_by_one(*_, **__):
        raise AssertionError("takes time by the square of the number of bars")

    monkeypatch.setattr("plotly.graph_objects.Figure.add_shape", one_by_one)
    many = pd.concat([bars()] * 1000, ignore_index=True)
    assert len(unit_figures.bullet_bars(many).layout.shapes) == 1000
