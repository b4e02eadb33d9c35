"""A table's rows as named tuples whose types are known, for the columns that the reader needs."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

Row = TypeVar("Row", bound=NamedTuple)


def rows_of(table: pd.DataFrame, kind: type[Row]) -> Iterator[Row]:
    """The table's rows in order, each with the columns that `kind` names; the index and other columns are left out.

    Raises KeyError when the table lacks one of the columns.
    """
    return map(kind._make, table[list(kind._fields)].itertuples(index=False, name=None))


def is_missing(value: Any) -> bool:
    """Whether a table's cell holds nothing: None, NaN, NaT or NA."""
    return value is None or bool(pd.isna(value))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table whose columns have names, each as a mapping, in their order."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))
