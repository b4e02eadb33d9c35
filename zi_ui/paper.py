"""What only paper shows: tables whole instead of a window onto them, and choices as words instead of widgets.

The rules are in assets/print.css; assets/print.js fits charts to the paper.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.table_rows import is_missing
from zi_ui.slim import sheet

_ASSETS = Path(__file__).parent / "assets"
# Longer tables are for the downloaded file: nobody reads them on paper, and the browser grows slow.
_ROWS = 200


@cache
def _rules() -> str:
    return f"<style>{sheet(_ASSETS / 'print.css')}</style>"


def use() -> None:
    """Give the page its rules for paper. They take no room."""
    st.html(_rules())


def show_line(text: str) -> None:
    """A few words that only paper shows."""
    st.html(f'<span class="zi-paper">{escape(text)}</span>', width="content")


def show_table(table: pd.DataFrame, texts: Mapping[str, Sequence[str]], title: str) -> None:
    """A table that only paper shows. texts: column -> its cells as the screen writes them; others as they are."""
    names = [str(name) for name in table.columns]
    columns = [texts[name] if name in texts else map(_text, table[name].head(_ROWS)) for name in names]
    numbers = [name in texts or pd.api.types.is_numeric_dtype(table[name]) for name in names]
    head = "".join(map(_cell, ["th"] * len(names), names, numbers))
    rows = zip(*(list(column)[:_ROWS] for column in columns), strict=True)
    body = "".join(f"<tr>{''.join(map(_cell, ['td'] * len(names), row, numbers))}</tr>" for row in rows)
    rest = len(table) - _ROWS
    more = f"<p>{format_number(rest, 0)} baris lagi ada dalam unduhan .xlsx.</p>" if rest > 0 else ""
    st.html(
        f'<div class="zi-paper"><table aria-label="{escape(title)}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{more}</div>"
    )


def _cell(tag: str, text: str, number: bool) -> str:
    # As short as it can be: a table has thousands of cells.
    look = " class=n" if number else ""
    return f"<{tag}{look}>{escape(text)}</{tag}>"


def _text(value: object) -> str:
    return MISSING if is_missing(value) else str(value)
