"""A table as CSV that a spreadsheet opens as it stands: UTF-8 with its mark, nothing that counts as a formula."""

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell)
    return safe.to_csv(index=False).encode("utf-8-sig")
