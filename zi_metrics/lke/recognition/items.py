"""The rows of an LKE sheet as items: code, numbering, text, and the kind of answer that the row asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from zi_metrics.lke.recognition.headers import Header, normal
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.scoring.values import parse_number

_NUMBERING = re.compile(r"\s*(?:[ivxlc]{1,5}|[a-z]|\d{1,3})\s*[.)]?\s*", re.IGNORECASE)
# Some questions end in a list ('... pada: 1. Kesesuaian Persyaratan 2. ...'), longer in one copy than in another.
_LIST_IN_TEXT = re.compile(r"(?::\s?|\n) ?1(?:[.)]| )")
# What people write around a weight.
_AROUND_WEIGHT = re.compile(r"^\s*\(?\s*|\s*(?:poin)?\s*\)?\s*$", re.IGNORECASE)
_SIGNS = re.compile(r"[a-z0-9]+")
# Codes are short; what is longer comes once.
_LONGEST_CODE = 40
# Longer texts are no questions; they come once.
_KEPT = 1_000
LEADING_NUMBER = re.compile(r"^\s*(?:-+\s*|(?:[ivxlc]{1,5}|[a-z]|\d{1,3})\s*[.)]\s+)", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One row with a text or a code.

    code: the question's code as letters and digits ('p1ia'), '' where there is none.
    kind: 'pilihan:a/b/c', 'rasio', 'jumlah', 'indeks', or '' when the row does not tell.
    weight: what stands in the column Bobot, as a number; None where that is none.
    """

    row: int
    numbering: str
    text: str
    kind: str = ""
    weight: float | None = None
    code: str = ""


def code_key(text: object) -> str:
    """A code without signs and case, so that 'P.1.i.a', 'P1.I.A' and 'p-1-i-a' are one."""
    written = str(text)
    return _kept_key(written) if len(written) <= _LONGEST_CODE else _key(written)


def _key(text: str) -> str:
    return "".join(_SIGNS.findall(text.casefold()))


_kept_key = lru_cache(maxsize=4_096)(_key)


class Row(NamedTuple):
    """One row below a header, before anybody asks for the codes of an instrument.

    item: what it says, without its code; None where that can be nothing
    codes: what may be its code, in the columns of codes and numbers
    is_said: a person said which question this row is
    """

    item: Item
    has_text: bool
    codes: tuple[str, ...]
    is_said: bool = False


def read_rows(view: View, header: Header) -> list[Row]:
    """The rows below the header that have a text or something that may be a code, top to bottom."""
    # The same for every row of the sheet.
    columns = header.text_columns(view.last_column) if "penilaian" in header.columns else []
    return [row for place in range(header.row + 1, view.last_row + 1) if (row := _row(view, header, place, columns))]


def items_with(rows: Sequence[Row], codes: frozenset[str]) -> list[Item]:
    """The rows that have a text, or one of these codes (`code_key`s of an instrument); only these count as a code."""
    items = []
    for row in rows:
        code = "" if row.is_said else next((key for key in row.codes if key in codes), "")
        if row.has_text or code:
            items.append(replace(row.item, code=code) if code else row.item)
    return items


def read_items(view: View, header: Header, codes: frozenset[str] = frozenset()) -> list[Item]:
    """The rows below the header that have a text or a known code, top to bottom.

    codes: the keys of the instrument's codes; only these count as a code.
    """
    return items_with(read_rows(view, header), codes)


def _row(view: View, header: Header, row: int, columns: Sequence[int]) -> Row | None:
    keys = tuple(
        key for role in ("kode", "nomor") if role in header.columns and (key := _code(view, row, header.columns[role]))
    )
    there = view.cells_of(row)
    cells = tuple(str(v) for c in columns if (v := there.get(c)) not in (None, ""))
    has_text, number, plain = (_kept_words if sum(map(len, cells)) <= _KEPT else _words)(cells)
    if not has_text and not keys:
        return None
    weight = view.value(row, header.columns["bobot"]) if "bobot" in header.columns else None
    if plain in header.mapping.rows:
        # A person said which question this row is; its text has no say in it.
        said = Item(row=row, numbering="", text="", code=code_key(header.mapping.rows[plain]))
        return Row(said, has_text, keys, is_said=True)
    kind = kind_of(view.value(row, header.columns["pilihan"]) if "pilihan" in header.columns else None)
    item = Item(row=row, numbering=number, text=plain, kind=kind, weight=weight_in(weight))
    return Row(item, has_text, keys)


def _words(cells: tuple[str, ...]) -> tuple[bool, str, str]:
    """Whether a row has a text, its number (as of `code_key`, "" = none), and the normalised words of the text
    without a number before them and without a list in them.
    """
    numbering = [cell for cell in cells if _NUMBERING.fullmatch(cell)]
    texts = [cell for cell in cells if cell not in numbering and normal(cell)]
    text = max(texts, key=len, default="")
    text = _LIST_IN_TEXT.split(text, maxsplit=1)[0] or text
    leading = LEADING_NUMBER.match(text)
    number = numbering[-1] if numbering else leading.group() if leading else ""
    return bool(texts), code_key(number), normal(LEADING_NUMBER.sub("", text))


# Several headers are tried above the same rows, and every form has the same questions.
_kept_words = lru_cache(maxsize=4_096)(_words)


def _code(view: View, row: int, column: int) -> str:
    return code_key(view.value(row, column) or "")


def weight_in(cell: object) -> float | None:
    """A weight as people write it (8, '8,00', '(8)', '8%' for 8 points of 100); None when the cell holds none."""
    if not isinstance(cell, str):
        return parse_number(cell)
    text = _AROUND_WEIGHT.sub("", cell)
    number = parse_number(text, thousands=False)
    return 100 * number if number is not None and text.endswith("%") else number


def kind_of(choice: object) -> str:
    """What the 'Pilihan Jawaban' cell says about the row."""
    text = normal(choice or "")
    if not text:
        return ""
    if text in ("%", "persen", "persentase"):
        return "rasio"
    if text.startswith("jumlah"):
        return "jumlah"
    if text.startswith(("nilai", "indeks")):
        return "indeks"
    return "pilihan:" + "/".join(text.split())
