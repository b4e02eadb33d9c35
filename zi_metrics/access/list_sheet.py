"""A list in a spreadsheet: one heading row, below it one row per thing; read as texts with their addresses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zi_metrics.reading.grid import Grid, Sheet

# The heading stands within so many rows; a title and explanations may stand above it.
_HEAD_WITHIN = 30
MOST_ROWS = 60_000


@dataclass(frozen=True)
class ListRow:
    """One row.

    place: where it stands, 'Berkas x.xlsx, lembar y, baris 7' (Indonesian), for messages
    texts: the fields by their names; '' where a cell or its column is empty
    """

    place: str
    texts: dict[str, str]


@dataclass(frozen=True)
class ReadList:
    """rows: as they stand there; problems: why the file is no such list (Indonesian), then there are no rows."""

    rows: tuple[ListRow, ...] = ()
    problems: tuple[str, ...] = ()


def read_list(grid: Grid, fields: Mapping[str, Sequence[str]], needed: Sequence[str]) -> ReadList:
    """The first sheet whose headings name all needed fields.

    fields: name -> its headings, folded (lower case, letters and numbers only); needed: fields without which it is no
    such list
    """
    for sheet in grid.sheets:
        head = next(
            (row for row in range(1, _HEAD_WITHIN + 1) if set(needed) <= set(_columns(sheet, row, fields))), None
        )
        if head is not None:
            return _rows(grid.file_name, sheet, head, _columns(sheet, head, fields))
    wanted = ", ".join(f"'{name}'" for name in needed)
    return ReadList(
        problems=(
            f"Berkas '{grid.file_name}': tidak ada lembar dengan judul kolom {wanted} dalam {_HEAD_WITHIN} baris "
            "pertama. Unduh contohnya, isi, lalu unggah kembali.",
        )
    )


def _rows(file_name: str, sheet: Sheet, head: int, columns: Mapping[str, int]) -> ReadList:
    rows = []
    for number in range(head + 1, sheet.last_row + 1):
        texts = {name: _text(sheet, number, column) for name, column in columns.items()}
        if any(texts.values()):
            rows.append(ListRow(f"Berkas '{file_name}', lembar '{sheet.name}', baris {number}", texts))
    if len(rows) > MOST_ROWS:
        return ReadList(
            problems=(f"Berkas '{file_name}': lebih dari {MOST_ROWS} baris; bagi menjadi beberapa berkas.",)
        )
    return ReadList(tuple(rows))


def _columns(sheet: Sheet, row: int, fields: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(1, min(sheet.last_column, 60) + 1):
        heading = re.sub(r"[^a-z0-9]+", " ", _text(sheet, row, column).casefold()).strip()
        name = next((name for name, headings in fields.items() if heading in headings), None)
        if name is not None:
            found.setdefault(name, column)
    return found


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.value(row, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
