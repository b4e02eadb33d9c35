"""Workbooks as reading gives them, from rows of values."""

from zi_metrics.reading.grid import Grid, Sheet


def grid(*sheets, names=None, file_name="daftar.xlsx"):
    """A workbook of sheets, each a list of rows; names: of the sheets, 'Lembar1' and so on where not given."""
    made = []
    for number, rows in enumerate(sheets, 1):
        cells = {
            (r, c): float(value) if isinstance(value, int) else value
            for r, row in enumerate(rows, 1)
            for c, value in enumerate(row, 1)
            if value is not None
        }
        made.append(Sheet(names[number - 1] if names else f"Lembar{number}", False, cells))
    return Grid(file_name, "0" * 64, tuple(made))
