"""A data frame drawn as an HTML table that is read and clicked, with its download below it.

For what people sort and search in hundreds of rows there is `zi_ui.tables`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING
from zi_metrics.table_rows import is_missing
from zi_ui import downloads
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.markup import show
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import Formats, cell_texts


def show_read(
    frame: pd.DataFrame,
    key: str,
    title: str,
    formats: Formats | None = None,
    texts: Mapping[str, Iterable[str]] | None = None,
    cells: Mapping[str, Sequence[Markup]] | None = None,
    lean: Collection[str] = (),
    hidden: Collection[str] = (),
    most: int | None = None,
    rows: slice | None = None,
    chart: Drawn | None = None,
) -> None:
    """Draw it. Its first column names the rows.

    formats, texts: as of `tables.show_table`; cells: column -> its cells as they are drawn, where they are more than
    their text (links, bars); a name that is no column of the frame is one more at the right, in no download
    lean: columns that a phone's card leaves out; hidden: columns for the download only
    chart: the bars or lines that are drawn in its cells, as a picture to be taken away
    most: rows that are drawn, None = all; rows: which ones, of which alone `cells` are; the download has every one
    """
    drawn = cells or {}
    told = {column: list(words) for column, words in (texts or {}).items()}
    # What is not drawn is written out only for who takes the table away.
    shown = slice(None, most) if rows is None else rows
    seen, told_seen = frame.iloc[shown], {column: words[shown] for column, words in told.items()}
    words = cell_texts(seen, formats or {}, told_seen)
    names = [name for name in map(str, frame.columns) if name not in hidden]
    names += [name for name in drawn if name not in frame.columns]
    number = {name: name not in drawn and (name in words or _is_number(frame, name)) for name in names}
    columns = [Column(name, number[name], lean=name in lean) for name in names]
    cells_of = (list(drawn[name])[:most] if name in drawn else _texts(seen, name, words)[:most] for name in names)
    with st.container(gap="xxsmall"):
        show(table(columns, list(zip(*cells_of, strict=True)), title))
        downloads.offer_table(frame, lambda: cell_texts(frame, formats or {}, told), title, key, chart)


def _is_number(frame: pd.DataFrame, name: str) -> bool:
    return name in frame.columns and pd.api.types.is_numeric_dtype(frame[name])


def _texts(frame: pd.DataFrame, name: str, words: Mapping[str, list[str]]) -> list[str]:
    if name in words:
        return words[name]
    return [MISSING if is_missing(value) or value == "" else str(value) for value in frame[name]]
