"""Shows figures in the reader's theme."""

from collections.abc import Callable, Collection

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_plain
from zi_metrics.scoring.standing import Verdict
from zi_ui import chart_pictures
from zi_ui.chart_pictures import Drawn
from zi_ui.markdown import plain

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
# More units than this nobody reads as bars or rows of a map, and the browser grows slow.
_DRAWN = 60


def is_dark() -> bool:
    """True when the reader's screen is in the dark theme."""
    return st.context.theme.type == "dark"


def as_many_as_fit(units: pd.DataFrame, which: str, last: bool = False, most: int = _DRAWN) -> pd.DataFrame:
    """The first rows (or the last) if there are more than a picture can hold, and a caption that says so.

    units: a row per unit; which: what the shown ones are, e.g. 'yang terendah'; most: that the picture can hold
    """
    if len(units) <= most:
        return units
    st.caption(f"Tampak {most} dari {format_number(len(units), 0)} unit: {which}.")
    return units.tail(most) if last else units.head(most)


def show(
    draw: Callable[[bool], go.Figure], key: str, alt: str, title: str, note: str = "", without: Collection[str] = ()
) -> None:
    """Show a figure over the full width, and offer it as a picture.

    draw: draws it, in the dark theme or not; alt: what it shows, for those who cannot see it; title: the picture's;
    note: what its lines, signs and colours mean, where the page says it beside the figure; without: labels of what the
    page states (`zi_ui.stated`) and this figure is not about
    """
    with st.container(gap="xxsmall"):
        st.plotly_chart(draw(is_dark()), key=key, theme=None, config=_CONFIG, alt=alt)
        chart_pictures.offer(Drawn(title, lambda: draw(False), note, without), key)


def show_headlines(verdict: Verdict, components: pd.DataFrame) -> None:
    """The total and its components side by side, each with its full mark; missing where nothing is answered yet.

    components: the top nodes (nama, nilai, nilai_tertinggi, bobot, terjawab).
    """
    with st.container(horizontal=True, gap="small"):
        full = components["bobot"].sum()
        _headline("Total", verdict.total_text(), verdict.highest_text(), full, verdict.terjawab)
        for node in components.to_dict("records"):
            points, highest = (format_number(node[name]) for name in ("nilai", "nilai_tertinggi"))
            _headline(plain(node["nama"]), points, highest, node["bobot"], node["terjawab"])


def _headline(label: str, value: str, highest: str, full: float, answered: int) -> None:
    of = f"dari {format_plain(full)}"
    # What is open can still bring points: the range belongs to the figure.
    if highest != value:
        of += f"; bisa sampai {highest}"
    st.metric(
        label,
        value if answered else MISSING,
        delta=of if answered else "belum dijawab",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
