"""A worksheet of very many rows by columns: each column's different values, and which of them stands in each row.

So it is read in a fraction of the time that cells one by one take, and travels in a few bytes per cell; where somebody
asks for the cells, they are made then.
"""

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from zi_metrics.reading.grid import CellValue, Position, Sheet
from zi_metrics.reading.numbered import EMPTY

# Of fewer rows, cells one by one take next to no time.
LONG_ROWS = 2_000


class CellColumn(NamedTuple):
    """One column.

    values: its different values, as of `Sheet.cells`
    dates: which of them are dates (places in `values`)
    numbers: row (from 0) -> the place of its value in `values`, EMPTY = empty cell
    """

    values: Sequence[CellValue]
    dates: frozenset[int]
    numbers: array


class LongSheet(Sheet):
    """A sheet by columns, the first one column A; all of the same length."""

    columns: tuple[CellColumn, ...]

    def __init__(
        self,
        name: str,
        hidden: bool,
        columns: tuple[CellColumn, ...],
        formulas: frozenset[Position] = frozenset(),
        merged: tuple[tuple[int, int, int, int], ...] = (),
        hidden_rows: frozenset[int] = frozenset(),
    ) -> None:
        # Cells and dates are missing until they are asked for.
        vars(self).update(
            name=name, hidden=hidden, columns=columns, formulas=formulas, merged=merged, hidden_rows=hidden_rows
        )

    @cached_property
    def cells(self) -> dict[Position, CellValue]:  # pyright: ignore[reportIncompatibleVariableOverride]
        """As of `Sheet`."""
        # The last place, which EMPTY points at, is for empty cells.
        columns = [map([*column.values, None].__getitem__, column.numbers) for column in self.columns]
        return {
            (row, column): value
            for row, values in enumerate(zip(*columns, strict=True), 1)
            for column, value in enumerate(values, 1)
            if value is not None
        }

    @cached_property
    def dates(self) -> frozenset[Position]:  # pyright: ignore[reportIncompatibleVariableOverride]
        """As of `Sheet`."""
        return frozenset(
            (row, place)
            for place, column in enumerate(self.columns, 1)
            if column.dates
            for row, number in enumerate(column.numbers, 1)
            if number in column.dates
        )

    @cached_property
    def filled_cells(self) -> int:
        """As of `Sheet`."""
        return sum(len(column.numbers) - column.numbers.count(EMPTY) for column in self.columns)

    @cached_property
    def last_row(self) -> int:
        """As of `Sheet`."""
        last = max((row for row, _ in self.formulas), default=0)
        for column in self.columns:
            rows = range(len(column.numbers), last, -1)
            last = next((row for row in rows if column.numbers[row - 1] != EMPTY), last)
        return last

    @cached_property
    def filled_columns(self) -> int:
        """As of `Sheet`."""
        return len(self._filled)

    @cached_property
    def last_column(self) -> int:
        """As of `Sheet`."""
        return max(self._filled, default=0)

    @property
    def _filled(self) -> set[int]:
        of_values = (place for place, column in enumerate(self.columns, 1) if column.values)
        return set(chain(of_values, (column for _, column in self.formulas)))
