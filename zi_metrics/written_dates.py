"""A date as people write it in Indonesia, understood; and the names of the months."""

import re
from datetime import date

# From January on.
MONTH_NAMES = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
               "November", "Desember")  # fmt: skip
SHORT_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ENGLISH_MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                       "November", "December")  # fmt: skip
# Every way of writing a month in an Indonesian text, folded -> its number.
MONTHS = {
    **{name.casefold(): number for names in (MONTH_NAMES, SHORT_MONTH_NAMES) for number, name in enumerate(names, 1)},
    **{"pebruari": 2, "peb": 2, "may": 5, "agt": 8, "ags": 8, "agust": 8, "aug": 8, "sept": 9, "oct": 10},
    **{"nopember": 11, "nop": 11, "dec": 12},
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_WORDED = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s-]+([a-z]+)\.?,?[\s-]+(\d{4}|\d{2})", re.IGNORECASE)
# Beyond this nobody plans, has planned, or assesses anything.
YEARS = range(2000, 2100)


def read_date(text: str) -> date:
    """A date as people write it: '21 Mei 2026', 'Kamis, 21 Mei 2026', '21/05/2026', '2026-05-21'.

    Raises ValueError with a message (Indonesian) for what is none.
    """
    said = " ".join(text.split())
    if found := _ISO.fullmatch(said):
        year, month, number = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(said):
        number, month, year = (int(part) for part in found.groups())
    elif (found := _WORDED.fullmatch(said)) and found[2].casefold() in MONTHS:
        number, month, year = int(found[1]), MONTHS[found[2].casefold()], int(found[3])
    else:
        raise ValueError(f"'{said}' bukan tanggal; tulis misalnya 21/05/2026 atau 21 Mei 2026")
    year += 2000 if year < 100 else 0
    try:
        if year not in YEARS:
            raise ValueError
        return date(year, month, number)
    except ValueError:
        raise ValueError(f"'{said}' bukan tanggal yang ada") from None
