"""Every figure of the house becomes a picture without a browser; what a picture does not know is refused."""

import importlib
import inspect
import io
import pkgutil
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from PIL import Image

from zi_metrics import figures
from zi_metrics.figures import judges, pace, plan, programme_map, risk_map, surveys, units
from zi_metrics.figures.bars import MovedBar
from zi_metrics.pembangunan.pace import GatePace, Point
from zi_metrics.reports.figure_marks import marks_of
from zi_metrics.reports.figure_picture import FigurePicture, figure_picture
from zi_metrics.reports.figure_texts import colour_of, runs_of

EVIL = '<img src="//luar.invalid/a" onerror="alert(1)"> #panic() $x$ &amp; <b>tebal</b>'
DAY = date(2026, 5, 31)
CIRCLE = {"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}
# Plain pieces that others are made of.
PARTS = {"numbered_map"}


def bars():
    row = {"nilai": 6.0, "penuh": 8.0, "ticks": [("WBK", 4.8)], "figure": "6,00", "note": EVIL}
    return pd.DataFrame(
        [{"label": EVIL, "status": "memenuhi", **row}, {"label": "B", "status": "kosong", **row, "nilai": 0.0}]
    )


def examples():
    """Name of a figure function -> a figure of it with hostile texts in it."""
    gate = GatePace(
        kode="total", nama=EVIL, minimum=75.0, penuh=100.0, menyeluruh=True,
        titik=(Point(date(2025, 12, 31), 65.0), Point(date(2026, 3, 31), 72.0)),
        garis=(Point(date(2025, 12, 31), 65.0), Point(DAY, 75.0)), perkiraan=(71.2, 76.9), tengah=74.0,
    )  # fmt: skip
    history = pd.DataFrame(
        {
            "tahun": [2025, 2026, 2026],
            "per_tanggal": pd.to_datetime(["2025-12-31", "2026-03-31", "2026-04-30"]),
            "monev": ["", EVIL, ""],
            "penilai": ["unit", "unit", "tpi"],
            "instrumen": ["a", "a", "a"],
            "total": [60.0, 70.0, 50.0],
            "total_tertinggi": [60.0, 70.0, 90.0],
            "terjawab": [10, 10, 5],
            "pertanyaan": [10, 10, 10],
        }
    )
    trend = pd.DataFrame(
        {"tahun": [2025, 2026], "penilai": ["unit"] * 2, "instrumen": ["a"] * 2, "rata_rata": [0.5, 0.6],
         "terendah": [0.2, 0.3], "tertinggi": [0.8, 0.9], "unit": [3, 3]}
    )  # fmt: skip
    steps = pd.DataFrame(
        [{"nomor": 1, "kode": EVIL, "pertanyaan": EVIL, "teks_dari": "C", "teks_ke": "A", "poin": 2.0,
          "total_sesudah": 72.0}]
    )  # fmt: skip
    shares = pd.DataFrame([[0.5, float("nan")], [0.0, 1.0]], index=[EVIL, "B"], columns=["P.1", "P.2"])
    spread = pd.DataFrame(
        [{"kolom": "1", "label": EVIL, "taraf": name, "tinggi": high, "banyak": 1, "bagian": 0.5, "rata_rata": 3.1}
         for name, high in (("buruk", 0.0), (EVIL, 1.0))]
    )  # fmt: skip
    importance = pd.DataFrame(
        [{"kode": EVIL, "nama": EVIL, "nrr": 3.1, "penting": 0.4, "kuadran": surveys.UNDECIDED},
         {"kode": "U2", "nama": "B", "nrr": 3.4, "penting": 0.6, "kuadran": "Pertahankan"}]
    )  # fmt: skip
    moments = pd.DataFrame(
        {"label": ["2025", EVIL], "indeks": [3.2, 3.4], "bawah": [3.1, float("nan")], "atas": [3.3, float("nan")],
         "responden": [100, 90]}
    )  # fmt: skip
    ranges = pd.DataFrame(
        [{"nama": EVIL, "nilai": 3.2, "bawah": 3.1, "atas": 3.3, "teks": EVIL[:20]},
         {"nama": "B", "nilai": 3.4, "bawah": float("nan"), "atas": float("nan"), "teks": "3,40"}]
    )  # fmt: skip
    status = pd.DataFrame([["ada", ""]], index=[EVIL], columns=["1", "2"])
    points = pd.DataFrame(
        [{"nama": EVIL, "bobot": 8.0, "nilai_unit": 7.0, "nilai_tpi": float("nan")}],
    )  # fmt: skip
    return {
        "bullet_bars": units.bullet_bars(bars(), name_ticks=True),
        "share_map": units.share_map(shares, names={"P.1": EVIL, "P.2": "b"}, wide=630),
        "area_trend": units.area_trend(trend, {EVIL: 0.6}),
        "unit_history": units.unit_history(history, {EVIL: 75.0}),
        "waterfall": plan.waterfall(steps, 70.0, {EVIL: 75.0}),
        "moved_bars": plan.moved_bars([MovedBar(EVIL, 6.0, 8.0, "memenuhi", "6,00", 4.8, 5.0, EVIL)]),
        "reached_bars": plan.reached_bars(pd.DataFrame([{"kode": "P", "nama": EVIL, "nilai": 3.0, "sisa": 1.0}])),
        "effort_bars": plan.effort_bars(
            pd.DataFrame([{"unit": EVIL, "upaya": 2.0, "langkah": 1, "total": 70.0, "total_sesudah": 75.0}])
        ),
        "chance_ranges": plan.chance_ranges(
            pd.DataFrame([{"nama": EVIL, "peluang": 0.5, "rendah": 0.2, "tinggi": 0.7}])
        ),
        "pace_lines": pace.pace_lines(gate, "unit"),
        "risk_map": risk_map.risk_map(pd.DataFrame(1, index=range(1, 6), columns=range(1, 6)), 10),
        "programme_map": programme_map.programme_map(
            status, {"ada": 1.0}, {"ada": "✔", "": "○"}, {"ada": EVIL, "": "-"}, {"1": EVIL, "2": "b"}
        ),
        "quadrants": surveys.quadrants(importance),
        "index_trend": surveys.index_trend(moments, {EVIL: 3.24}),
        "index_ranges": surveys.index_ranges(ranges, (3.0, 3.6), {EVIL: 3.24}),
        "spread_bars": surveys.spread_bars(spread),
        "unsur_map": surveys.unsur_map(shares, {"P.1": EVIL, "P.2": "b"}),
        "judge_points": judges.judge_points(points, ["unit", "tpi"]),
        "correction_map": judges.correction_map(shares),
    }


EXAMPLES = examples()


def picture(figure, **more):
    told = {"tentang": ((EVIL, EVIL),), "keterangan": EVIL, "sumber": ((EVIL, EVIL),)} | more
    return FigurePicture(EVIL, figure, DAY, **told)


def figure_functions():
    for module in pkgutil.iter_modules(figures.__path__, "zi_metrics.figures."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            own = function.__module__ == module.name and not name.startswith("_")
            if own and inspect.signature(function).return_annotation is go.Figure:
                yield name


def test_there_is_an_example_of_every_figure():
    assert set(figure_functions()) - PARTS == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_figure_becomes_a_picture_in_which_no_text_takes_effect(name):
    svg = figure_picture(picture(EXAMPLES[name]), "svg")
    tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(svg).iter()}
    assert not tags & {"script", "image", "a", "foreignObject", "text", "style"}, tags
    assert not re.search(rb'luar\.invalid|onerror|url\(h|href="(?!#)', svg)
    png = Image.open(io.BytesIO(figure_picture(picture(EXAMPLES[name]))))
    assert png.format == "PNG" and png.width > 1300


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_mark_lies_where_its_trace_says_and_nothing_of_it_is_left_out(name):
    """Every text of a figure is among the marks, and every bar, cell and point has its own."""
    figure = EXAMPLES[name]
    drawn = marks_of(figure)
    count = {kind: sum(one["jenis"] == kind for one in drawn.tanda) for kind in ("kotak", "tanda", "teks")}
    texts = [t for trace in figure.data if "text" in (getattr(trace, "mode", "") or "") for t in trace.text]
    wanted = {"kotak": 0, "tanda": 0}
    for trace in figure.data:
        if trace.type == "bar":
            wanted["kotak"] += len(trace.x)
        elif trace.type == "heatmap":
            wanted["kotak"] += int(pd.DataFrame(trace.z).notna().sum().sum())
        elif "markers" in trace.mode:
            wanted["tanda"] += len(trace.x)
    wanted["kotak"] += sum(shape.type == "rect" for shape in figure.layout.shapes)
    assert {kind: count[kind] for kind in wanted} == wanted
    said = [
        "".join(run["teks"] for line in one["baris"] for run in line) for one in drawn.tanda if one["jenis"] == "teks"
    ]
    for text in texts:
        assert "".join(run["teks"] for line in runs_of(text) for run in line) in said
    assert all(
        -2 <= one["x"] <= 642 and -2 <= one["y"] <= drawn.tinggi + 2 for one in drawn.tanda if one["jenis"] == "tanda"
    )


def test_a_bar_is_as_long_as_its_share_and_its_minimum_stands_where_it_is():
    figure = units.bullet_bars(bars().head(1))
    drawn = marks_of(figure)
    left, _, wide, _ = drawn.bidang
    ground, own = [one for one in drawn.tanda if one["jenis"] == "kotak"]
    assert own["lebar"] / ground["lebar"] == pytest.approx(6 / 8) and own["x"] == ground["x"] == left
    (tick,) = [one for one in drawn.tanda if one["jenis"] == "garis"]
    assert tick["potongan"][0][0][0] == pytest.approx(left + 0.6 * wide / 1.004)


def test_a_line_has_a_gap_where_a_point_is_missing():
    layout = {"height": 200, "margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "font": {"color": "#000000"},
              "xaxis": {"range": [0, 3], "visible": False}, "yaxis": {"range": [0, 3], "visible": False}}  # fmt: skip
    figure = go.Figure(go.Scatter(x=[0, 1, 2, 3], y=[1, None, 1, 2], mode="lines"), layout)
    (line,) = marks_of(figure).tanda
    assert len(line["potongan"]) == 1


@pytest.mark.parametrize(
    ("trace", "layout"),
    [
        (go.Pie(values=[1]), {}),
        (go.Bar(x=[1], y=[1]), {}),
        (go.Scatter(x=[1], y=[1], mode="markers", marker={"symbol": "star"}), {}),
        (go.Scatter(x=[1], y=[1], mode="lines", line={"dash": "longdashdot"}), {}),
        (go.Scatter(x=[1], y=[1], mode="lines", line={"color": "tomato"}), {}),
        (go.Scatter(x=[1], y=[1], mode="markers"), {"xaxis": {"type": "log", "range": [0, 1]}}),
        (go.Scatter(x=[1], y=[1], mode="markers"), {"xaxis": {}}),
        (go.Scatter(x=[1], y=[1], mode="markers"), {"shapes": [CIRCLE]}),
    ],
)  # fmt: skip
def test_what_a_picture_does_not_know_is_refused(trace, layout):
    plain = {"height": 200, "margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "font": {"color": "#000000"},
             "xaxis": {"range": [0, 2]}, "yaxis": {"range": [0, 2]}}  # fmt: skip
    with pytest.raises(ValueError, match=r"unknown|known way|upright|without a range"):
        marks_of(go.Figure(trace, plain | layout))


def test_markup_is_told_from_text():
    assert runs_of("<b>6,00</b> a &lt;b&gt;<br><i>x</i>") == [
        [{"teks": "6,00", "tebal": True, "miring": False}, {"teks": " a <b>", "tebal": False, "miring": False}],
        [{"teks": "x", "tebal": False, "miring": True}],
    ]
    assert runs_of("<img src=x>")[0][0]["teks"] == "<img src=x>"
    assert colour_of("#abc") == "#aabbccff" and colour_of("rgba(1, 2, 3, 0.5)") == "#01020380"
    assert colour_of("rgba(255,255,255,0)").endswith("00")


def test_a_picture_changes_with_its_title_source_and_day():
    figure = EXAMPLES["chance_ranges"]
    whole = FigurePicture("a", figure, DAY, sumber=(("Sumber", "a"),))
    changes = ({}, {"judul": "b"}, {"tanggal": date(2026, 6, 1)}, {"sumber": ()}, {"tentang": (("Tahun", "2026"),)})
    made = {figure_picture(replace(whole, **change)) for change in (*changes, {"keterangan": "k"})}
    assert len(made) == 6 and figure_picture(whole) in made, "and the same gives the same bytes"
