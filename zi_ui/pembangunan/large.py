"""Large type for a projector: figures, tables and lists that are read from the last row."""

from collections.abc import Sequence
from html import escape

import streamlit as st


def figures(parts: Sequence[tuple[str, str, str]]) -> None:
    """Figures side by side: (above it, the figure, below it) each, as texts."""
    cells = "".join(
        f"<div><span>{escape(above)}</span><strong>{escape(figure)}</strong><small>{escape(below)}</small></div>"
        for above, figure, below in parts
    )
    st.html(f'<div class="zi-large-figures">{cells}</div>')


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of texts; all columns but the first are aligned as figures."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    st.html(
        f'<div class="zi-large-scroll"><table class="zi-large" aria-label="{escape(title)}"><thead><tr>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def listed(title: str, lines: Sequence[str], nothing: str) -> None:
    """A heading with lines below it, or what is said where there are none."""
    body = "".join(f"<li>{escape(line)}</li>" for line in lines) if lines else ""
    st.html(
        f'<section class="zi-large-list"><h3>{escape(title)}</h3>'
        + (f"<ul>{body}</ul>" if lines else f"<p>{escape(nothing)}</p>")
        + "</section>"
    )
