"""What reading gives: a workbook as sheets of cells with true addresses, and the error when a file cannot be read."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter

# (row, column), both counted from 1 as in Excel.
Position = tuple[int, int]
CellValue = str | float | bool
_NOWHERE: Position = (0, 0)


@dataclass(frozen=True)
class Sheet:
    """One worksheet as last saved; rows and columns count from 1, as in Excel.

    `cells` holds only cells that show something: text exactly as written (spaces kept), every number as float,
    TRUE/FALSE as bool, an error as its text ('#DIV/0!', in .ods also 'Err:502'), and a formula's saved result.
    Dates are ISO text: '2024-03-01', with a time '2024-03-01T10:30:00', a time alone '10:30:00', a duration
    '30:00:00' (hours, minutes, seconds). `dates` tells which cells these are, because Excel silently turns
    a typed '3/4' into a date.
    `formulas` holds the cells with a formula, also when no result was saved and `cells` therefore lacks them.
    It is known for .xlsx and .xlsm only; other formats leave it empty.
    `merged` holds (first_row, first_column, last_row, last_column); the value sits in the first cell. .ods leaves it
    empty. `hidden_rows` are those that a filter or a person hides, known for .xlsx and .xlsm only.
    The one sheet of a text table (CSV and its kin) holds nothing but text, '3,5' and '007' as they stand there.
    """

    name: str
    hidden: bool
    cells: dict[Position, CellValue]
    formulas: frozenset[Position] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    dates: frozenset[Position] = frozenset()
    hidden_rows: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> CellValue | None:
        """What the cell shows; None when it is empty."""
        return self.cells.get((row, column))

    @cached_property
    def filled_cells(self) -> int:
        """How many cells show something."""
        return len(self.cells)

    @cached_property
    def cells_by_row(self) -> Counter[int]:
        """Row -> how many of its cells show something."""
        return Counter(row for row, _ in self.cells)

    @cached_property
    def last_row(self) -> int:
        """The lowest row with a value or a formula; 0 on an empty sheet."""
        # The row comes first in a position.
        return max(max(self.cells, default=_NOWHERE), max(self.formulas, default=_NOWHERE))[0]

    @cached_property
    def filled_columns(self) -> int:
        """How many columns hold a value or a formula: a stray cell far to the right makes no sheet wide."""
        return len(set(map(itemgetter(1), chain(self.cells, self.formulas))))

    @cached_property
    def last_column(self) -> int:
        """The rightmost column with a value or a formula; 0 on an empty sheet."""
        return max(map(itemgetter(1), chain(self.cells, self.formulas)), default=0)


@dataclass(frozen=True)
class Grid:
    """A whole workbook: its name as uploaded, the SHA-256 of its bytes (hexadecimal), its worksheets in order."""

    file_name: str
    sha256: str
    sheets: tuple[Sheet, ...]


class UnreadableFile(Exception):
    """A file that cannot or may not be read.

    `problem` and `advice` are Indonesian sentences for the person who uploaded it: what is wrong, naming the file,
    and how to mend it. str() gives both.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem, advice)
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.problem} {self.advice}"


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """A column's number, from 1, as Excel's letters: 1 -> 'A', 28 -> 'AB'. Raises ValueError below 1."""
    if column < 1:
        raise ValueError(f"no such column: {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Excel's column letters as a number from 1: 'A' -> 1, 'AB' -> 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    """A cell's address as people write it: (7, 11) -> 'K7'. Raises ValueError when either is below 1."""
    if row < 1:
        raise ValueError(f"no such row: {row}")
    return f"{column_letters(column)}{row}"
