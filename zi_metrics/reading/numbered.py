"""Values that repeat, by numbers: of many cells each different value is kept once."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

# The number of a cell that holds nothing.
EMPTY = -1


class Numbers(dict[Any, int]):
    """Value -> its number, given when the value is first asked for: 0, 1, ...; that of the empty text is EMPTY."""

    def __init__(self) -> None:
        super().__init__({"": EMPTY})

    def __missing__(self, value: object) -> int:
        # The empty text is in it from the start and does not count.
        number = self[value] = len(self) - 1
        return number

    @property
    def values_in_order(self) -> Iterable[Any]:
        """The values by their numbers, from 0."""
        return islice(self, 1, None)
