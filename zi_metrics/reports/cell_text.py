"""What people wrote, in a cell of a workbook: always text, never a formula, and no longer than a cell can hold."""

# What Excel would take for a formula, should somebody edit the cell; its mark for "this is text" prevents it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Excel's limit for a cell, in units of UTF-16.
_LONGEST_TEXT = 32767
_CUT = " … [dipotong: melebihi batas panjang sel Excel]"


def looks_like_formula(text: str) -> bool:
    """Whether Excel would take the text for a formula when somebody edits its cell; it then needs `quote_prefix`."""
    return text.startswith(_FORMULA_SIGNS)


def fitting(text: str) -> str:
    """The text as far as a cell can hold it; that something was cut off is said."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    return units[: 2 * (_LONGEST_TEXT - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT
