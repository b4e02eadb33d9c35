"""The figure of the pace: points, the straight line, the minimum and the band, on an axis of dates."""

from datetime import date

import pytest

from zi_metrics.figures.pace import pace_lines
from zi_metrics.figures.time_axis import time_axis
from zi_metrics.figures.units import unit_history
from zi_metrics.lke import unit as unit_report
from zi_metrics.pembangunan.pace import GatePace, Point, pace
from zi_metrics.store import tables

DAY = date(2026, 5, 31)


def gate(band=(71.2, 76.9), **more):
    points = (Point(date(2025, 12, 31), 65.0), Point(date(2026, 3, 31), 72.0))
    whole = {"kode": "total", "nama": "Nilai <total>", "minimum": 75.0, "penuh": 100.0, "menyeluruh": True}
    middle = None if band is None else sum(band) / 2
    return GatePace(**whole, titik=points, garis=(points[0], Point(DAY, 75.0)), perkiraan=band, tengah=middle, **more)


@pytest.mark.parametrize("dark", [False, True])
def test_everything_of_a_pace_is_drawn(dark):
    figure = pace_lines(gate(), "unit", dark)
    line, points, band, words = figure.data
    assert list(line.x) == ["2025-12-31", "2026-05-31"] and list(line.y) == [65, 75]
    assert list(points.x) == ["2025-12-31", "2026-03-31"] and points.name == "Unit"
    assert band.y[0] + band.error_y.array[0] == pytest.approx(76.9)
    assert band.y[0] - band.error_y.arrayminus[0] == pytest.approx(71.2)
    assert list(words.text) == ["76,9", "71,2"]
    assert figure.layout.font.color == ("#e8e6e1" if dark else "#1f2933")
    assert [trace.showlegend for trace in figure.data] == [None, None, None, False]


def test_without_a_forecast_there_is_no_band_and_no_line_back_in_time():
    assert len(pace_lines(gate(None), "tpi").data) == 2
    late = GatePace("total", "Nilai", 75.0, 100.0, True, (Point(date(2026, 7, 1), 70.0),),
                    (Point(date(2026, 7, 1), 70.0), Point(DAY, 75.0)), None, None)  # fmt: skip
    (points,) = pace_lines(late, "unit").data
    assert list(points.x) == ["2026-07-01"]


def test_months_are_indonesian_and_few():
    figure = pace_lines(gate(), "unit")
    time_axis(figure, [date(2025, 12, 31), date(2026, 5, 31)])
    assert "Mei" in "".join(figure.layout.xaxis.ticktext) and "<br>2026" in "".join(figure.layout.xaxis.ticktext)
    for last in (date(2026, 1, 2), date(2026, 9, 1), date(2029, 1, 1), date(2050, 1, 1)):
        time_axis(figure, [date(2025, 12, 31), last])
        assert 1 <= len(figure.layout.xaxis.ticktext) <= 6
        assert figure.layout.xaxis.range[0] < "2025-12-31" and figure.layout.xaxis.range[1] > last.isoformat()


def test_the_history_has_a_point_for_every_date(sample_store):
    unit = tables.unit_names(sample_store)[16]
    assessments = tables.assessments(sample_store)
    unit_id = assessments.loc[assessments["unit"] == unit, "unit_id"].iloc[0]
    history = unit_report.unit_history(sample_store, unit_id)
    figure = unit_history(history, {"WBK": 75})
    drawn = [day for trace in figure.data for day in trace.x]
    assert sorted(drawn) == sorted(history["per_tanggal"].dt.strftime("%Y-%m-%d"))
    assert "per 31 Maret 2026 (Triwulan I)" in " ".join(text for trace in figure.data for text in trace.hovertext)
    assert unit_history(history.iloc[:0], {"WBK": 75}).data == ()
    assert pace(sample_store, unit_id, 2026).syarat[0].perkiraan is not None
