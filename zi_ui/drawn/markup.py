"""HTML of our own: whatever stands in it is escaped where it is put in, unless it is markup already.

Drawn by the server as text, it costs a fraction of a chart or a data frame, is read by screen readers, printed as it
stands, and follows the theme by the variables of `palette`. Streamlit cleans it once more in the browser.
"""

from collections.abc import Iterable
from functools import cache

import streamlit as st
from markupsafe import Markup, escape

from zi_metrics.printable import in_one_line

EMPTY = Markup("")


def tag(name: str, *inside: object, **attributes: object) -> Markup:
    """An element. inside: texts, escaped, or markup; attributes: None or False = left out, True = without a value.

    A trailing underscore keeps Python's own words apart (`class_`), others become hyphens (`aria_label`).
    """
    # Put together as plain strings, each part escaped already: Markup's own formatting takes five times as long.
    written = "".join(
        f" {_name(key)}" if value is True else f' {_name(key)}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{written}>{join(inside)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> Markup:
    """Texts, escaped, and markup, one after the other."""
    escaped = [part if isinstance(part, Markup) else escape(_text(part)) for part in parts]
    return Markup(str(escape(between)).join(escaped))


def show(markup: Markup) -> None:
    """Draw it on the page, over the full width; nothing where there is nothing."""
    if markup:
        st.html(str(markup))


@cache
def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _text(value: object) -> str:
    """A text without signs that would turn it around or break it into lines."""
    return in_one_line(str(value))
