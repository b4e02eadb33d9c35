"""A sheet as it lies, or with rows and columns swapped, so that one reader serves both orientations."""

from dataclasses import dataclass
from functools import cached_property

from zi_metrics.reading import Sheet, address
from zi_metrics.reading.grid import CellValue, Position


@dataclass(frozen=True)
class View:
    """A sheet seen upright or turned; rows and columns count from 1, addresses are always the file's own."""

    sheet: Sheet
    turned: bool = False

    def value(self, row: int, column: int) -> CellValue | None:
        """What the cell shows; None when it is empty."""
        # Asked thousands of times for a file: without a call for each step.
        return self._cells.get((column, row) if self.turned else (row, column))

    def address(self, row: int, column: int) -> str:
        """The cell's address in the file ('K7')."""
        return address(*self._place(row, column))

    def is_formula(self, row: int, column: int) -> bool:
        """True when the cell holds a formula (known for .xlsx and .xlsm only)."""
        return self._place(row, column) in self.sheet.formulas

    @property
    def shows_formulas(self) -> bool:
        """False when no formula is known here: the format hides them, or there are none but values."""
        return bool(self.sheet.formulas)

    def is_date(self, row: int, column: int) -> bool:
        """True when the cell is a date, as Excel makes of a typed '3/4'."""
        return self._place(row, column) in self.sheet.dates

    @property
    def last_row(self) -> int:
        """The lowest row with a value or formula."""
        return self.sheet.last_column if self.turned else self.sheet.last_row

    @property
    def last_column(self) -> int:
        """The rightmost column with a value or formula."""
        return self.sheet.last_row if self.turned else self.sheet.last_column

    @cached_property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """Merged ranges as (first_row, first_column, last_row, last_column) of this view."""
        if not self.turned:
            return self.sheet.merged
        return tuple((left, top, right, bottom) for top, left, bottom, right in self.sheet.merged)

    def row_texts(self, row: int) -> dict[int, str]:
        """The texts of a row by column."""
        return {c: text for c, text in self.cells_of(row).items() if isinstance(text, str) and text.strip()}

    def cells_of(self, row: int) -> dict[int, CellValue]:
        """What the cells of a row show, by column, left to right; empty ones are not in it."""
        return self._by_row.get(row, {})

    @cached_property
    def _cells(self) -> dict[Position, CellValue]:
        return self.sheet.cells

    @cached_property
    def _by_row(self) -> dict[int, dict[int, CellValue]]:
        rows: dict[int, dict[int, CellValue]] = {}
        for (row, column), value in self.sheet.cells.items():
            if self.turned:
                row, column = column, row
            rows.setdefault(row, {})[column] = value
        return {row: dict(sorted(cells.items())) for row, cells in rows.items()}

    def _place(self, row: int, column: int) -> tuple[int, int]:
        return (column, row) if self.turned else (row, column)
