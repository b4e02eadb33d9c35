"""Shows figures in the reader's theme."""

import plotly.graph_objects as go
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_plain

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def is_dark() -> bool:
    """True when the reader's screen is in the dark theme."""
    return st.context.theme.type == "dark"


def show(figure: go.Figure, key: str, alt: str) -> None:
    """Show a figure over the full width. alt: what it shows, for those who cannot see it."""
    st.plotly_chart(figure, key=key, theme=None, config=_CONFIG, alt=alt)


def headline(label: str, value: float, full: float, answered: int) -> None:
    """A figure with its full mark: 'Total 74,35 dari 100'; missing where nothing is answered yet."""
    note = f"dari {format_plain(full)}" if answered else "belum dijawab"
    st.metric(
        label,
        format_number(value) if answered else MISSING,
        delta=note,
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
