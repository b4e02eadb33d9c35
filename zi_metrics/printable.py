"""Texts of people without the signs that steer instead of being read, as terminals, logs and documents know them.

Control signs (a terminal's colours and titles, a forged line in a log), halves of letters that no encoding has, and
the ones that turn the direction of writing, by which a name can look like another.
"""

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_LINES = re.compile(r"[\n\t\r\u2028\u2029]+")


def printable(text: str) -> str:
    """The text with its lines and tabs, without what steers."""
    return _STEERING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_one_line(text: str) -> str:
    """The same as one line: what begins a line is this program's own word."""
    return printable(_LINES.sub(" ", text))
