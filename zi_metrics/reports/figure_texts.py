"""Texts and colours of a Plotly figure, read for a picture: lines of runs, and colours as '#rrggbbaa'.

Plotly makes markup of a few tags; what people wrote is escaped in a figure, and becomes plain text here again.
"""

import re
from html import unescape
from typing import Any

_TAG = re.compile(r"(<br\s*/?>|</?[bi]>)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*(?:,\s*([\d.]+)\s*)?\)")
# Width of a sign as a share of its size, about: for room beside an axis, never for what is drawn.
_SIGN = 0.5


def runs_of(text: str) -> list[list[dict[str, Any]]]:
    """Lines of a text, each of runs: teks, tebal (bold), miring (italic). No other tag is one: it is text."""
    lines: list[list[dict[str, Any]]] = [[]]
    bold = italic = False
    for piece in _TAG.split(text):
        tag = piece.lower()
        if tag in ("<b>", "</b>"):
            bold = tag == "<b>"
        elif tag in ("<i>", "</i>"):
            italic = tag == "<i>"
        elif tag.startswith("<br") and _TAG.fullmatch(piece):
            lines.append([])
        elif piece:
            lines[-1].append({"teks": unescape(piece), "tebal": bold, "miring": italic})
    return lines


def width_of(text: str, size: float) -> float:
    """About how wide a text is at a size, in pixels."""
    return max(sum(len(run["teks"]) for run in line) for line in runs_of(text)) * size * _SIGN


def colour_of(colour: str) -> str:
    """A colour as '#rrggbbaa'. Raises ValueError for another way of writing one."""
    if _HEX.fullmatch(colour):
        digits = colour[1:]
        return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits)) + "ff"
    if found := _RGB.fullmatch(colour):
        parts = [round(float(part)) for part in found.groups()[:3]] + [round(255 * float(found[4] or 1))]
        return "#" + "".join(f"{part:02x}" for part in parts)
    raise ValueError(f"a colour that is written in no known way: {colour}")
