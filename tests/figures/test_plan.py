"""Figures about plans show what they were given, in either theme; the steps' spreadsheet holds texts as texts."""

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from assessments import INSTRUMENT, real_values

from zi_metrics.figures import plan as plan_figures
from zi_metrics.plan.plan import plan
from zi_metrics.plan.sensitivity import node_sensitivity
from zi_metrics.reports.plan_workbook import write_plan
from zi_metrics.scoring.gates import gate_system

VALUES = real_values(np.random.default_rng(3), 0.5)
FOUND = plan(gate_system(INSTRUMENT, "wbbm"), VALUES)
EVIL = '<a href="http://contoh.invalid">x</a>'


def picture(steps=None, dark=False):
    return plan_figures.waterfall(FOUND.table() if steps is None else steps, FOUND.total_sebelum, {"WBK": 75.0}, dark)


def bars(figure):
    return next(trace for trace in figure.data if trace.type == "bar")


def test_the_waterfall_goes_from_now_to_after_without_a_gap():
    steps = FOUND.table()
    bar = bars(picture(steps.head(10)))
    ends = [base + length for base, length in zip(bar.base, bar.x, strict=True)]
    assert bar.base[0] == pytest.approx(FOUND.total_sebelum)
    assert list(bar.base[1:]) == pytest.approx(ends[:-1])
    assert ends == pytest.approx(steps["total_sesudah"].head(10).tolist())


def test_steps_beyond_the_picture_are_drawn_as_one_and_lose_no_point():
    steps = FOUND.table()
    assert len(steps) > 24
    bar = bars(picture())
    assert len(bar.x) == 24 and sum(bar.x) == pytest.approx(FOUND.total_sesudah - FOUND.total_sebelum)
    assert f"{len(steps) - 23} lainnya" in picture().layout.yaxis.ticktext


@pytest.mark.parametrize("below", [True, False])
def test_the_minimum_is_in_the_picture_wherever_it_lies(below):
    minimum = FOUND.total_sebelum - 9 if below else FOUND.total_sesudah + 9
    figure = plan_figures.waterfall(FOUND.table(), FOUND.total_sebelum, {"WBK": minimum})
    first, last = figure.layout.xaxis.range
    assert first < minimum < last
    assert any(shape.x0 == shape.x1 == minimum for shape in figure.layout.shapes)


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_has_its_own_template_and_ink_and_no_markup_from_texts(dark):
    steps = FOUND.table().head(3).assign(pertanyaan=EVIL, teks_ke=EVIL)
    units = pd.DataFrame([{"unit": EVIL, "upaya": 2.5, "langkah": 3, "total": 70.0, "total_sesudah": 75.0}])
    chances = pd.DataFrame([{"nama": EVIL, "peluang": 0.5, "rendah": 0.25, "tinggi": 0.75}])
    parts = node_sensitivity(INSTRUMENT, VALUES).head(4).assign(nama=EVIL)
    for figure in (
        picture(steps, dark),
        plan_figures.effort_bars(units, dark),
        plan_figures.chance_ranges(chances, dark),
        plan_figures.reached_bars(parts, dark),
    ):
        assert figure.layout.template.layout.to_plotly_json() == {}
        assert figure.layout.font.color == ("#e8e6e1" if dark else "#1f2933")
        assert "<a href" not in figure.to_json().replace("\\u003c", "<")


def test_reached_and_missing_points_fill_each_bar_to_its_weight():
    parts = node_sensitivity(INSTRUMENT, VALUES).query("tingkat == 0")
    reached, missing = (trace for trace in plan_figures.reached_bars(parts).data if trace.type == "bar")
    assert (np.array(reached.x) + np.array(missing.x)).tolist() == pytest.approx(parts["bobot"].tolist())


def test_a_chance_lies_within_its_range():
    chances = pd.DataFrame([{"nama": "WBK", "peluang": 0.5, "rendah": 0.25, "tinggi": 0.75}])
    figure = plan_figures.chance_ranges(chances)
    spans = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert (0.25, 0.75) in spans and figure.data[0].x == (0.5,)


def test_the_steps_as_a_spreadsheet_are_complete_and_hold_no_formula():
    content = write_plan(FOUND, {"Rencana": "=1+1", "Unit kerja": "@SUM(A1)"})
    assert content == write_plan(FOUND, {"Rencana": "=1+1", "Unit kerja": "@SUM(A1)"})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][3] == "=1+1" and all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    head = rows[3]
    steps = pd.DataFrame(rows[4:], columns=head)
    assert steps["Kode"].tolist() == [step.kode for step in FOUND.langkah]
    assert steps["Poin"].sum() == pytest.approx(FOUND.total_sesudah - FOUND.total_sebelum)
    assert steps["Nomor"].tolist() == list(range(1, len(FOUND.langkah) + 1))


def test_the_steps_can_be_read_and_printed():
    sheet = openpyxl.load_workbook(io.BytesIO(write_plan(FOUND, {"Rencana": "Uji"}))).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$3:$3"
    for place, step in enumerate(FOUND.langkah, 4):
        # Programs that do not adjust the height would print a wrapped text over the next row.
        lines = len(step.pertanyaan) / (sheet.column_dimensions["D"].width * 1.2)
        assert sheet.row_dimensions[place].height >= 12 * lines
