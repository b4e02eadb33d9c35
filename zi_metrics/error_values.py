"""What spreadsheets show in place of a value that they could not work out: '#N/A', '#REF!', 'Err:502', '######'.

The one place that knows them. They are no blanks: somebody (or a formula) meant to write something, and it is lost.
"""

import re

# Names by rule, not by list: programs add new ones, as #SPILL! or #BLOCKED!, and translate the old ones, as #BEZUG! or
# #NAMA?. All begin with a hash and end in a mark, but for those in _UNMARKED.
_MARKED = re.compile(r"#\s?[¡¿]?[^\W\d_][\w/ -]{0,30}[!?]")
_TYPED = re.compile(r"#\s?(?:ref|value|name|num|null|div/0|spill|calc|error|nama|nilai)[!?]", re.IGNORECASE)
_UNMARKED = re.compile(r"#\s?(?:n\s?/\s?[advbt]|nv|n\.v\.|getting[_ ]data|tidak tersedia)\W?", re.IGNORECASE)
# LibreOffice gives numbers to what has no name, in the language of its screen.
_NUMBERED = re.compile(r"(?:err|error|galat|kesalahan|fehler|erreur)\s?:\s?\d{3}", re.IGNORECASE)
# A number wider than its column, in a table that was saved as it was shown.
_TOO_NARROW = re.compile(r"#{3,}")
_LONGEST = 40


def error_value(written: object) -> str | None:
    """The error value that a cell shows, without spaces around it ('#N/A', 'Err:502'); None where it shows none.

    written: what stands in the cell, of any type. A text that merely holds one among other words is a text.
    """
    if not isinstance(written, str):
        return None
    text = " ".join(written.split()).strip("\"'")
    if not 2 < len(text) <= _LONGEST or text[0] not in "#eEgGkKfF":
        return None
    # '#Mantap!' is a word; programs write their errors in capitals, people copy them as they like.
    ways = (*([_MARKED] if text == text.upper() else []), _TYPED, _UNMARKED, _NUMBERED, _TOO_NARROW)
    return text if any(way.fullmatch(text) for way in ways) else None


def error_advice(error: str) -> str:
    """How to mend a cell that shows this error value (Indonesian)."""
    if _TOO_NARROW.fullmatch(error):
        return "kolomnya terlalu sempit ketika disimpan: lebarkan kolomnya, simpan, lalu unggah lagi"
    return "perbaiki rumusnya atau ketik isinya, simpan, lalu unggah lagi"
