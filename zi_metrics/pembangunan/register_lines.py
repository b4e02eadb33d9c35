"""Lines of a register's sheet that are none of its rows: numbered columns, headings of an area, totals, signatures."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.register_headings import cell_text, folded
from zi_metrics.reading.grid import Position, Sheet
from zi_metrics.written_dates import MONTHS

Kind = Literal["pokja", "jumlah"]
_TOTAL = re.compile(
    r"(?:(?:grand|sub) ?)?(?:total|jumlah|rata rata|rerata)"
    r"(?: (?:total|jumlah|keseluruhan|seluruhnya|target|realisasi|capaian|nilai|rata rata|pokja.*|area.*))?"
)
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|diketahui|dibuat|disusun|ditetapkan)"
    r"(?: (?:oleh|di|kepala|ketua|inspektur|sekretaris|pimpinan|penanggung jawab|koordinator)\b.*)?|nip\b.*"
)
# 'Sekadau, 2 Januari 2026', as above a signature; the day may be left open.
_PLACE_AND_DAY = re.compile(rf"[a-z ]+? (?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) 20\d\d")
_AREA = re.compile(r"(?:[a-z0-9]{1,3} )?(?:pokja|kelompok kerja|area)\b.*")
# A name that is written a little differently still means the same from here on (0-100).
_ALIKE = 88
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]?", re.IGNORECASE)


def kind_of(sheet: Sheet, row: int, called_in: int, instrument: Instrument) -> tuple[Kind, str] | None:
    """What a line is that is no row, and what it says; None for one that is, as far as its words tell.

    called_in: the column by which a row is called; a line that says more there than a total or an area is a row
    """
    texts = [cell_text(sheet.value(row, column)) for column in range(1, sheet.last_column + 1)]
    said = [text for text in texts if text]
    called = cell_text(sheet.value(row, called_in))
    words = [text for text in said if not _NUMBER.fullmatch(text)]
    if not words or called not in ("", words[0]):
        return None
    first = folded(words[0])
    if _TOTAL.fullmatch(first):
        return "jumlah", words[0]
    calls_itself = bool(_AREA.fullmatch(first)) or first in {folded(name) for name in instrument.pokja().values()}
    if len(words) == 1 and calls_itself and pokja_of(words[0], instrument) is not None:
        return "pokja", words[0]
    return None


def pokja_of(text: str, instrument: Instrument) -> int | None:
    """The area that a text names: '3', 'Pokja III', 'Area 3', 'Penguatan Pengawasan'; None when it names none.

    A name goes before a number: agencies number their Pokja differently.
    """
    said = folded(text)
    names = instrument.pokja()
    alike = {
        number: max(fuzz.ratio(said, folded(name)), fuzz.token_set_ratio(said, folded(name)) if " " in said else 0)
        for number, name in names.items()
    }
    best = [number for number, one in alike.items() if one >= _ALIKE and one == max(alike.values())]
    if len(best) == 1:
        return best[0]
    if found := re.search(r"(?:^|\b)(?:pokja|area|kelompok kerja)?\s*(\d|iv|vi|v|i{1,3})(?:\b|$)", said):
        number = int(found[1]) if found[1].isdigit() else _ROMAN[found[1]]
        return number if number in names else None
    return None


def signed_from(sheet: Sheet, first: int, columns: Mapping[str, int]) -> int:
    """The row from which on only signatures stand, below an empty line; the one after the last where none do.

    columns: field -> column; where a row below has three fields or more the table goes on, and nothing is signed
    """
    places = columns.values()
    empty = True
    found = sheet.last_row + 1
    for row in range(first, sheet.last_row + 1):
        texts = [folded(cell_text(sheet.value(row, column))) for column in range(1, sheet.last_column + 1)]
        filled = [text for text in texts if text]
        if sum(1 for column in places if cell_text(sheet.value(row, column))) > 2:
            found = sheet.last_row + 1
        elif (
            found > row and empty and any(_SIGNED.fullmatch(text) or _PLACE_AND_DAY.fullmatch(text) for text in filled)
        ):
            found = row
        empty = not filled or any(_TOTAL.fullmatch(text) for text in filled)
    return found


def spanned(sheet: Sheet) -> dict[Position, Position]:
    """Each cell below the first of cells merged over several rows -> the first, which holds what all of them say."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merged
        for row in range(top + 1, bottom + 1)
        for column in range(left, right + 1)
    }


def numbers_columns(sheet: Sheet, row: int) -> bool:
    """Whether a line only numbers the columns, as under many official headings: (1), (2), (3)."""
    said = [cell_text(sheet.value(row, column)).strip("() ") for column in range(1, sheet.last_column + 1)]
    counted = [int(text) for text in said if text.isdigit() and len(text) < 3]
    return (
        len(counted) > 2
        and len(counted) == len([text for text in said if text])
        and all(after == before + 1 for before, after in pairwise(counted))
    )
