"""Large type for a projector: figures, tables and lists that are read from the last row."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from zi_metrics.printable import in_one_line


def figures(parts: Sequence[tuple[str, str, str]]) -> None:
    """Figures side by side: (above it, the figure, below it) each, as texts."""
    cells = "".join(
        f"<div><span>{_shown(above)}</span><strong>{_shown(figure)}</strong><small>{_shown(below)}</small></div>"
        for above, figure, below in parts
    )
    st.html(f'<div class="zi-large-figures">{cells}</div>')


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of texts; all columns but the first are aligned as figures."""
    head = "".join(f"<th>{_shown(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{_shown(text)}</td>" for text in row) + "</tr>" for row in rows)
    st.html(
        f'<div class="zi-large-scroll"><table class="zi-large" aria-label="{_shown(title)}"><thead><tr>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def listed(title: str, lines: Sequence[str], nothing: str) -> None:
    """A heading with lines below it, or what is said where there are none."""
    body = "".join(f"<li>{_shown(line)}</li>" for line in lines) if lines else ""
    st.html(
        f'<section class="zi-large-list"><h3>{_shown(title)}</h3>'
        + (f"<ul>{body}</ul>" if lines else f"<p>{_shown(nothing)}</p>")
        + "</section>"
    )


def _shown(text: str) -> str:
    """A text as HTML shows it: no markup of its own, and nothing that turns the direction of writing."""
    return escape(in_one_line(text))
