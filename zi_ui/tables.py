"""Tables as the screens show them: Indonesian headings and numbers, one place for each kind."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import (
    MISSING,
    format_change,
    format_date,
    format_number,
    format_percent,
    format_time,
)
from zi_metrics.near_minimum import format_shortfall
from zi_metrics.scoring.standing import status_words, verdict_of
from zi_ui import downloads, paper
from zi_ui.glossary import STATUS_COLOUR, STATUS_ICON, STATUS_MARK, STATUS_SHORT
from zi_ui.markdown import plain
from zi_ui.paging import choose_page, own_key
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
    **kwargs,
) -> Shown:
    """A table over the full width, a long one in pages, whole on paper as far as it is shown, its download below it.

    formats: column -> function giving the text of a number.
    texts: column -> its numbers as they are to be read, where that hangs on more than the number (a minimum beside it).
    alt: what the table shows, for those who cannot see it and above what is downloaded.
    """
    page = choose_page(len(table), key)
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


def show_units(overview: pd.DataFrame, predikat: str, key: str) -> str | None:
    """The units of an `overview`; gives the name of the unit that the reader picked, if any."""
    # Parted here already: writing out thousands of verdicts for one page of them takes seconds.
    page = choose_page(len(overview), key)
    overview = overview.iloc[page].reset_index(drop=True)
    key = own_key(key, page)
    verdicts = [verdict_of(row) for row in overview.to_dict("records")]
    table = pd.DataFrame(
        {
            "Unit kerja": overview["unit"],
            "Total": overview["total"].where(overview["terjawab"] > 0),
            "Perubahan": overview["perubahan"],
            "Status": [_status_cell(row) for row in overview.to_dict("records")],
            "Syarat yang belum": [_counted(names) for names in overview[f"gagal_{predikat}"]],
            "Kurang ke minimum total": overview[f"kurang_{predikat}"],
            "Syarat pengusulan": [asked.words or MISSING for asked in overview[f"prasyarat_{predikat}"]],
            "Penilai": overview["penilai"].map(PENILAI_SHORT),
            "Terjawab": [f"{a}/{q}" for a, q in zip(overview["terjawab"], overview["pertanyaan"], strict=True)],
            "Menurut rumus LKE": overview["total_rumus_lke"],
            "Berkas": overview["nama_berkas"],
        }
    )
    formats = {
        "Total": format_number,
        "Kurang ke minimum total": format_number,
        "Menurut rumus LKE": format_number,
        "Perubahan": format_change,
    }
    return show_pickable(
        table,
        key,
        "Daftar unit kerja dengan total, status, dan syarat yang belum terpenuhi",
        table["Unit kerja"],
        formats,
        {
            "Total": [v.total_text() if v.terjawab else MISSING for v in verdicts],
            "Kurang ke minimum total": [format_shortfall(v.kurang.get(predikat)) for v in verdicts],
        },
        column_config={
            "Unit kerja": st.column_config.TextColumn(pinned=True, width="medium"),
            "Syarat yang belum": st.column_config.TextColumn(width="large"),
        },
    )


def _status_cell(row: dict) -> str:
    """A unit's standing in a cell: sign, words, and what the verdict must be told with."""
    verdict = verdict_of(row)
    status, note = verdict.status, row.get(f"catatan_{verdict.status}")
    words = status_words(status, verdict.is_certain)
    return f"{STATUS_MARK.get(status, '✔')} {words}" + (f" ({note})" if note else "")


def _counted(names: list[str]) -> str:
    """Gates in a cell: how many first, as the cell may be too narrow for all."""
    return f"{len(names)}: {', '.join(name.removeprefix('Area ') for name in names)}" if names else MISSING


def show_changes(changes: pd.DataFrame, key: str) -> None:
    """Answers that differ between two versions (`lke.comparison.compare_answers`)."""
    if changes.empty:
        return
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
    with st.expander(f"Jawaban yang berubah ({len(table)})", icon=":material/list:"):
        show_table(table, key, "Jawaban yang berubah", {"Poin": format_change})


def show_failed_gates(table: pd.DataFrame, units: int, key: str) -> None:
    """Gates and how many of so many units fail them (`lke.portfolio.failed_gates`)."""
    if table.empty:
        st.success("Semua unit memenuhi semua syarat.", icon=":material/check_circle:")
        return
    counted = [f"{count} dari {units} unit" for count in table["unit"]]
    shown = pd.DataFrame({"Belum memenuhi": counted, "Syarat": table["syarat"].str.removeprefix("Area ")})
    if table["penilai"].any():
        shown.insert(1, "Menurut", table["penilai"])
    show_table(shown, key, "Syarat yang belum terpenuhi dan jumlah unitnya")


def show_branches(table: pd.DataFrame, short: str, key: str) -> None:
    """How the branches stand (`lke.portfolio.by_branch`); short: the predicate's short name."""
    shown = pd.DataFrame(
        {
            "Cabang": table["cabang"].replace("", "(di luar pohon)"),
            f"Memenuhi {short}": [
                f"{met} dari {all_} unit" for met, all_ in zip(table["memenuhi"], table["unit"], strict=True)
            ],
            "Rata-rata total": table["rata_rata"],
            "Total terendah": table["terendah"],
        }
    )
    formats = dict.fromkeys(("Rata-rata total", "Total terendah"), format_number)
    show_table(shown, key, "Unit menurut cabang", formats)


def show_status_counts(counts: dict[str, int], whose: dict[str, str], notes: dict[str, str]) -> None:
    """How many units stand where (`lke.portfolio.count_status`), as cards side by side.

    whose: whose figures a count is over (`lke.portfolio.whose`); notes: what else it must be told with
    (`lke.portfolio.status_notes`).
    """
    with st.container(horizontal=True, gap="small"):
        for status, count in counts.items():
            with st.container(border=True, gap=None, width=_CARD):
                st.markdown(f"#### {count} unit")
                show_status(status, STATUS_SHORT.get(status))
                for text in filter(None, (whose.get(status), notes.get(status))):
                    st.caption(plain(text))


def show_status(status: str, words: str | None = None, note: str = "", certain: bool = True) -> None:
    """A unit's standing as colour, icon and words. status: as `standing.standing` gives it; words: other ones.

    note: what the verdict must be told with; certain: whether no minimum behind it is only inferred.
    """
    label = status_words(status, certain) + (f" ({note})" if note else "")
    icon, colour = STATUS_ICON.get(status, STATUS_ICON["wbk"]), STATUS_COLOUR.get(status, "green")
    st.badge(plain(words or label), icon=icon, color=colour, help=plain(label) if words else None)


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
