"""Long tables in pages: what goes to the browser stays bounded, however many units there are."""

import numpy as np
import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number

# So many rows at a time at most: an LKE's whole list of nodes, so that it is whole on paper, too.
ROWS = 200
# Bytes that a table may send: one of several on its page, the only one, and an LKE's nodes, whose short texts take less
# than is reckoned. A whole page stays below 150 KiB.
ROOM, ALONE, NODES = 46 * 1024, 94 * 1024, 118 * 1024
# What a cell takes beside its text, and of how many rows of a very long table the size is looked at.
_AROUND, _LOOKED_AT = 16, 2_000
# Few sizes of pages, so that a changed row hardly ever changes where pages begin.
_FEWER = (150, 100, 75, 50, 25, 10)
# More rows of a register than this nobody reads at once: a unit or a part of the agency is chosen first.
MOST_ROWS = 5_000


def rows_within(table: pd.DataFrame, room: int = ROOM, times: int = 2) -> int:
    """How many rows a page may have, so that no page of this table sends more than that.

    room: bytes; times: how often a cell's text is sent, on paper and to the copied table too
    """
    if table.empty:
        return ROWS
    every = max(1, len(table) // _LOOKED_AT)
    cells = table.iloc[::every].map(lambda value: len(str(value).encode()) + _AROUND)
    sizes = np.repeat(times * cells.sum(axis=1).to_numpy(), every)[: len(table)]
    for rows in (ROWS, *_FEWER):
        if np.add.reduceat(sizes, np.arange(0, len(sizes), rows)).max() <= room:
            return rows
    return _FEWER[-1]


def choose_page(count: int, key: str, rows: int | None = None) -> slice:
    """Which of so many rows are shown: all where they fit, else those of the page that the reader chooses.

    key: of the table. A table of another length begins at its first page again. rows: of a page, as `rows_within`
    gives them; None = ROWS
    """
    each = min(ROWS, rows or ROWS)
    if count <= each:
        return slice(0, count)
    starts = list(range(0, count, each))
    first = st.selectbox(
        f"Baris (dari {format_number(count, 0)})",
        starts,
        format_func=lambda start: _range(start, count, each),
        key=f"{key}_halaman_{count}_{each}",
        width=220,
    )
    st.caption(
        f"Tabel ini dibagi per {each} baris; mengurutkan dan mencari di dalamnya berlaku untuk baris yang tampak."
    )
    return slice(first, min(first + each, count))


def own_key(key: str, page: slice) -> str:
    """A key for each page of a table: a row that is picked on one says nothing about the next."""
    return f"{key}_{page.start}" if page.start else key


def _range(start: int, count: int, each: int) -> str:
    return f"{format_number(start + 1, 0)}–{format_number(min(start + each, count), 0)}"
