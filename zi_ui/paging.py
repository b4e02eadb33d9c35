"""Long tables in pages: what goes to the browser stays bounded, however many units there are."""

import streamlit as st

from zi_metrics.bahasa import format_number

# So many rows at a time: an LKE's whole list of nodes, so that it is whole on paper, too. Each row is sent twice.
ROWS = 200
# More rows of a register than this nobody reads at once: a unit or a part of the agency is chosen first.
MOST_ROWS = 5_000


def choose_page(count: int, key: str) -> slice:
    """Which of so many rows are shown: all where they fit, else those of the page that the reader chooses.

    key: of the table. A table of another length begins at its first page again.
    """
    if count <= ROWS:
        return slice(0, count)
    starts = list(range(0, count, ROWS))
    first = st.selectbox(
        f"Baris (dari {format_number(count, 0)})",
        starts,
        format_func=lambda start: _range(start, count),
        key=f"{key}_halaman_{count}",
        width=220,
    )
    st.caption(
        f"Tabel ini dibagi per {ROWS} baris; mengurutkan dan mencari di dalamnya berlaku untuk baris yang tampak."
    )
    return slice(first, min(first + ROWS, count))


def own_key(key: str, page: slice) -> str:
    """A key for each page of a table: a row that is picked on one says nothing about the next."""
    return f"{key}_{page.start}" if page.start else key


def _range(start: int, count: int) -> str:
    return f"{format_number(start + 1, 0)}–{format_number(min(start + ROWS, count), 0)}"
