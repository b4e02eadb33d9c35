"""One sheet as all instruments see it: its headers and the rows below them are found once, not for each instrument."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from zi_metrics.lke.recognition.headers import Header, best_of, headers_in, normal
from zi_metrics.lke.recognition.items import LEADING_NUMBER, Item, Row, items_with, read_rows
from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.reading import Sheet

# Longer texts are explanations and notes.
_LONGEST = 400


@dataclass(frozen=True)
class SheetLook:
    """A sheet while its instrument and layout are found out.

    mappings: what people said about files of a shape
    """

    sheet: Sheet
    mappings: ColumnMappings = no_mappings
    _rows: list[tuple[Header, list[Row]]] = field(default_factory=list, compare=False)
    _items: dict[tuple[int, tuple[str, ...]], list[Item]] = field(default_factory=dict, compare=False)

    @cached_property
    def upright(self) -> View:
        """The sheet as it lies."""
        return View(self.sheet)

    @cached_property
    def header(self) -> Header | None:
        """The best header that names questions and answers, by what people said, too; None where there is none."""
        return best_of(self._headers, needs_answers=True)

    @cached_property
    def header_of_any(self) -> Header | None:
        """The best header that names questions, with or without a column of answers."""
        is_said = any(header.mapping for header in self._headers)
        return best_of(headers_in(self.upright) if is_said else self._headers, needs_answers=False)

    @cached_property
    def wordings(self) -> frozenset[str]:
        """The words (`words_of`) of all texts of the sheet; each is looked at once, however often it stands there."""
        texts = {v for v in self.sheet.cells.values() if isinstance(v, str) and len(v) <= _LONGEST}
        return frozenset(map(words_of, texts))

    @cached_property
    def _headers(self) -> list[Header]:
        return headers_in(self.upright, self.mappings)

    def items(self, header: Header, codes: frozenset[str]) -> list[Item]:
        """The rows below one of the sheet's headers with the codes of an instrument (`items.items_with`).

        Where two instruments find the same codes in them, both get the same list.
        """
        rows = self._rows_below(header)
        found = tuple(key for row in rows for key in row.codes if key in codes)
        key = (id(rows), found)
        if key not in self._items:
            self._items[key] = items_with(rows, codes)
        return self._items[key]

    def _rows_below(self, header: Header) -> list[Row]:
        kept = next((rows for one, rows in self._rows if one == header), None)
        if kept is None:
            kept = read_rows(self.upright, header)
            self._rows.append((header, kept))
        return kept


def looks_of(sheets: Sequence[Sheet], mappings: ColumnMappings) -> list[SheetLook]:
    """A look at each of the sheets."""
    return [SheetLook(sheet, mappings) for sheet in sheets]


@lru_cache(maxsize=16_384)
def words_of(text: str) -> str:
    """A question's words, without the number before it and 'Apakah'."""
    return normal(LEADING_NUMBER.sub("", text)).removeprefix("apakah ")
