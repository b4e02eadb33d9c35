"""The map of risks and the map of programmes show what they were given, in both themes, users' texts escaped."""

import pandas as pd
import pytest

from zi_metrics.figures.programme_map import programme_map
from zi_metrics.figures.risk_map import risk_map

COUNTS = pd.DataFrame(0, index=range(1, 6), columns=range(1, 6))
STATUS = pd.DataFrame([["ada", ""], ["belum", "berjalan"]], index=["<b>Unit</b>", "Lain"], columns=["1", "2"])
STEPS = {"belum": 0.0, "berjalan": 0.5, "ada": 1.0}
SIGNS = {"belum": "✘", "berjalan": "◐", "ada": "✔", "": "○"}
WORDS = {"belum": "Belum", "berjalan": "Berjalan", "ada": "Ada", "": "Belum dicatat"}
NAMES = {"1": "1. Pakta", "2": "2. <i>LHKPN</i>"}


@pytest.mark.parametrize("dark", [False, True])
def test_each_cell_has_its_count_at_its_place_and_those_from_the_line_on_are_framed(dark):
    counts = COUNTS.copy()
    counts.loc[5, 4] = 3
    figure = risk_map(counts, 10, dark)
    places = dict(zip(zip(figure.data[1].x, figure.data[1].y, strict=True), figure.data[1].text, strict=True))
    assert len(places) == 25 and places[(4, 5)] == "<b>3</b>"
    assert {word for place, word in places.items() if place != (4, 5)} == {"–"}
    levels = [one * other for one in range(1, 6) for other in range(1, 6)]
    assert len(figure.layout.shapes) == sum(level >= 10 for level in levels) == 10
    assert figure.data[0].z[4][3] == 20 and "dampak 4" in figure.data[0].hovertext[4][3]


@pytest.mark.parametrize("dark", [False, True])
def test_each_status_has_its_sign_and_what_nobody_wrote_no_colour(dark):
    figure = programme_map(STATUS, STEPS, SIGNS, WORDS, NAMES, dark)
    heat, cells = figure.data[0], figure.data[1]
    assert list(cells.text) == ["✔", "○", "✘", "◐"]
    assert heat.z[0][0] == 1 and pd.isna(heat.z[0][1]) and heat.z[1].tolist() == [0, 0.5]
    shown = str(heat.hovertext) + str(figure.data[2].text)
    assert "<b>Unit" not in shown and "<i>" not in shown and "2. &lt;i&gt;LHKPN" in shown
