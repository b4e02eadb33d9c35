"""A table's columns, declared once: beside the function that makes it."""

import functools
import os
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import ParamSpec

import pandas as pd

# The tests set this: every table that a declared function gives is then held against its declaration.
CHECK_VARIABLE = "ZI_CHECK_COLUMNS"
_P = ParamSpec("_P")
# Function ('module.name') -> its declared columns.
DECLARED: dict[str, tuple[str, ...]] = {}


class OtherColumns(AssertionError):
    """A table has other columns than its function declares."""


def columns(*names: str, more: str = "") -> Callable[[Callable[_P, pd.DataFrame]], Callable[_P, pd.DataFrame]]:
    """Declares the columns of the table that a function gives; what they mean, its docstring says.

    names: the columns, in any order; more: pattern of those whose names hang on the data, parted by spaces
    ('nilai_*': one per judge). An index counts for nothing. Nothing is checked outside the tests.
    """

    def declare(function: Callable[_P, pd.DataFrame]) -> Callable[_P, pd.DataFrame]:
        place = f"{function.__module__}.{function.__qualname__}"
        DECLARED[place] = names
        if not os.environ.get(CHECK_VARIABLE):
            return function

        @functools.wraps(function)
        def checked(*args: _P.args, **kwargs: _P.kwargs) -> pd.DataFrame:
            table = function(*args, **kwargs)
            missing = [name for name in names if name not in table.columns]
            patterns = more.split()
            other = [c for c in table.columns if c not in names and not any(fnmatchcase(str(c), p) for p in patterns)]
            if missing or other:
                raise OtherColumns(f"{place}: missing {missing}, not declared {other}")
            return table

        return checked

    return declare
