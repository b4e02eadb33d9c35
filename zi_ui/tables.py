"""Tables as the screens show them: Indonesian headings and numbers, one place for each kind."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import (
    MISSING,
    format_change,
    format_date,
    format_number,
    format_percent,
    format_time,
)
from zi_ui import downloads, given, paper
from zi_ui.failures import told
from zi_ui.paging import ROOM, choose_page, own_key, rows_within
from zi_ui.stored_choice import key_of
from zi_ui.table_texts import as_read, cell_texts

# A row or any of its cells can be picked: on a phone people tap the words, not the box at the left.
SELECTABLE = {"on_select": "rerun", "selection_mode": ["single-row", "single-cell"]}
# Pixels: two cards fit beside each other on a phone of 390.
_CARD = 171
# Up to this many rows a table shows whole; a longer one scrolls inside itself.
_WHOLE = 30


class Shown(NamedTuple):
    """A table on the screen.

    event: what Streamlit tells of the reader's picks
    first: the place of its first row in the whole table
    """

    event: Any
    first: int


def show_table(
    table: pd.DataFrame,
    key: str,
    alt: str,
    formats: dict | None = None,
    texts: Mapping[str, Iterable[str]] | None = None,
    room: int = ROOM,
    **kwargs,
) -> Shown:
    """A table over the full width, a long one in pages, whole on paper as far as it is shown, its download below it.

    formats: column -> function giving the text of a number.
    texts: column -> its numbers as they are to be read, where that hangs on more than the number (a minimum beside it).
    alt: what the table shows, for those who cannot see it and above what is downloaded.
    room: the bytes that a page of it may send (`zi_ui.paging`).
    """
    # Beside formatted numbers every cell's text is sent once more.
    page = choose_page(len(table), key, rows_within(table, room, 3 if formats or texts else 2))
    part = table.iloc[page].reset_index(drop=True)
    told = {column: list(words) for column, words in (texts or {}).items()}
    height = "content" if len(part) <= _WHOLE else 640
    words = cell_texts(part, formats or {}, {column: own[page] for column, own in told.items()})
    with st.container(gap="xxsmall"):
        event = st.dataframe(
            as_read(part, words),
            key=own_key(key, page),
            alt=alt,
            hide_index=True,
            width="stretch",
            height=height,
            placeholder=MISSING,
            **kwargs,
        )
        paper.show_table(part, words, alt)
        downloads.offer_table(table, lambda: cell_texts(table, formats or {}, told), alt, key)
    return Shown(event, page.start)


def show_pickable(table: pd.DataFrame, key: str, alt: str, ids: Iterable[Hashable], *args, **kwargs) -> Any:
    """The same with rows to be picked; gives the id of the one that the reader picked, None when none is.

    ids: of the rows, in their order. A pick comes as a place in the table, so a table of other rows is another one:
    what is picked just when others save is lost, never taken for its neighbour.
    """
    ids = list(ids)
    place = picked_row(show_table(table, key_of(key, *ids), alt, *args, **kwargs, **SELECTABLE))
    return None if place is None else ids[place]


def picked_row(shown: Shown) -> int | None:
    """The place in the whole table of the row that was picked, if it was shown with SELECTABLE; None when none is."""
    selection = shown.event.selection
    picked = [*selection.rows, *(row for row, _ in selection.cells)]
    return shown.first + picked[0] if picked else None


def show_when_opened(title: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    """An expander with a table that few look into: it is made only when somebody opens it, by this part of the page
    alone.

    draw: draws what is in it
    """
    _draw_opened(title, icon, f"buka_{key}", draw)


@st.fragment
@given.asked_again
@told("Tabel")
def _draw_opened(title: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    box = st.expander(title, icon=icon, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()


def show_changes(changes: pd.DataFrame, key: str) -> None:
    """Answers that differ between two versions (`lke.comparison.compare_answers`)."""
    if changes.empty:
        return

    def draw() -> None:
        before, after = (changes[f"nilai_{side}"].map(format_percent) for side in ("dari", "ke"))
        table = pd.DataFrame(
            {
                "Kode": changes["kode"],
                "Dari": changes["dari"].fillna(before),
                "Menjadi": changes["ke"].fillna(after),
                "Poin": changes["poin"],
                "Pertanyaan": changes["nama"],
            }
        )
        show_table(table, key, "Jawaban yang berubah", {"Poin": format_change})

    show_when_opened(f"Jawaban yang berubah ({len(changes)})", ":material/list:", key, draw)


def show_versions(table: pd.DataFrame, key: str) -> None:
    """The versions of one assessment (`store.versions.versions`), newest first."""
    flags = zip(table["berlaku"], table["dicabut"], table["titik"], strict=True)
    state = [
        "berlaku" if current else "dicabut" if withdrawn else "titik waktu" if point else "lama"
        for current, withdrawn, point in flags
    ]
    shown = pd.DataFrame(
        {
            "Versi": table["versi"],
            "Keadaan": state,
            "Per tanggal": table["per_tanggal"].map(format_date),
            "Monev": table["monev"].replace("", MISSING),
            "Total": table["total"].where(table["terjawab"] > 0),
            "Terjawab": [f"{a}/{q}" for a, q in zip(table["terjawab"], table["pertanyaan"], strict=True)],
            "Waktu": table["waktu"].map(format_time),
            "Oleh": table["oleh"],
            "Berkas": table["nama_berkas"],
            "Dipulihkan dari": [MISSING if pd.isna(v) else f"versi {v:.0f}" for v in table["dipulihkan_dari"]],
            "Alasan dicabut": table["alasan"].fillna(MISSING),
        }
    )
    show_table(shown, key, "Versi penilaian ini", {"Total": format_number})
