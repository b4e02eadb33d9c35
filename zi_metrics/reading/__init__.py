"""Bytes to cells: turns an uploaded file into sheets of cells with true addresses, safely."""

from typing import TYPE_CHECKING, Any

from zi_metrics.reading.expansion import Expansion, SkippedEntry, UploadedFile
from zi_metrics.reading.grid import CellValue, Grid, Position, Sheet, UnreadableFile, address

if TYPE_CHECKING:
    from zi_metrics.reading.files import expand_upload, read_spreadsheet

__all__ = [
    "CellValue",
    "Expansion",
    "Grid",
    "Position",
    "Sheet",
    "SkippedEntry",
    "UnreadableFile",
    "UploadedFile",
    "address",
    "expand_upload",
    "read_spreadsheet",
]


def __getattr__(name: str) -> Any:
    # Only when asked for: the child imports this package too, and starts in two thirds of the time without them.
    if name in ("expand_upload", "read_spreadsheet"):
        from zi_metrics.reading import files as uploads

        return getattr(uploads, name)
    raise AttributeError(name)
