"""Units x the seventeen programmes: a sign and a colour for each status, names of units whole above their row."""

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.figures.numbered_map import numbered_map

_SCALE = {
    False: [[0, "#f2dccb"], [0.5, "#f3e3b0"], [1, "#9fd8c4"]],
    True: [[0, "#6b3a1c"], [0.5, "#6b5a1c"], [1, "#1d6b54"]],
}


def programme_map(
    status: pd.DataFrame, steps: Mapping[str, float], signs: Mapping[str, str], words: Mapping[str, str],
    names: Mapping[str, str], dark: bool = False,
) -> go.Figure:  # fmt: skip
    """The map.

    status: index = units, columns = codes of programmes, values = a status, '' = nobody wrote it
    steps, signs, words: status -> how far it is (0-1), its sign, its words ('' among signs and words); names: of the
    programmes
    """
    values = status.map(lambda one: steps.get(one, float("nan"))).astype(float)
    hover = [
        [f"{escape(str(unit))}<br>{escape(names[str(kode)])}: {words[one]}" for kode, one in row.items()]
        for unit, row in status.iterrows()
    ]
    cells = [[signs[one] for one in row] for row in status.to_numpy()]
    return numbered_map(values, cells, hover, _SCALE[dark], (0.0, 1.0), dark, top=34, right=6, angle=0)
