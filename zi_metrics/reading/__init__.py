"""Bytes to cells: turns an uploaded workbook into sheets of cells with true addresses, safely."""

from zi_metrics.reading.grid import CellValue, Grid, Position, Sheet, UnreadableFile, address
from zi_metrics.reading.process import read_spreadsheet

__all__ = ["CellValue", "Grid", "Position", "Sheet", "UnreadableFile", "address", "read_spreadsheet"]
