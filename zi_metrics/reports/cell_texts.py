"""Texts of people in the cells of the workbooks that are written here: always text, never a formula, never too long."""

from zi_metrics.printable import printable

# What Excel would take for a formula, should somebody edit the cell; its mark for "this is text" prevents it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Excel's limit for a cell, in units of UTF-16.
_LONGEST = 32767
_CUT = " … [dipotong: melebihi batas panjang sel Excel]"


def needs_quote(text: str) -> bool:
    """Whether the cell has to say by its format ('quote_prefix') that this is a text."""
    return text.startswith(_FORMULA_SIGNS)


def fitting(text: str) -> str:
    """The text as far as a cell can hold it, without what steers; that something was cut off is said."""
    text = printable(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT
