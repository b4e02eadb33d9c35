"""What a person may say about a sheet: which row is its header, what each column means, which row asks what."""

from dataclasses import dataclass

from zi_metrics.lke.recognition.headers import LAST_HEADER_ROW, Header, column_keys, header_at, headings_of
from zi_metrics.lke.recognition.mapping import CHOOSABLE, ColumnMapping, ColumnMappings, no_mappings
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.reading import Grid, Sheet
from zi_metrics.reading.bounds import MAX_FILLED_COLUMNS
from zi_metrics.reading.grid import column_letters

_SAMPLES = 3
_SAMPLE_LENGTH = 40
# Columns beyond this are not offered one by one.
_MOST_COLUMNS = 60


@dataclass(frozen=True)
class ColumnChoice:
    """A column to choose: its letters, its heading ('' = none), a few of its texts, and the role taken ('' = none)."""

    key: str
    letters: str
    heading: str
    samples: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class SheetShape:
    """A header as a person sees it; `shape` is the fingerprint under which the choices are remembered."""

    sheet: str
    row: int
    shape: str
    columns: tuple[ColumnChoice, ...]
    mapping: ColumnMapping

    def chosen(self, columns: dict[str, list[str]]) -> ColumnMapping:
        """The mapping that these choices (role -> keys of columns) make; rows said before stay said."""
        role_of = {key: role for role, keys in columns.items() for key in keys}
        # Columns of other roles (bobot, nilai, ...) are left to their headings.
        taken = {c.key: role_of.get(c.key, "") for c in self.columns if c.key in role_of or c.role in columns}
        return ColumnMapping(taken, self.mapping.rows)


@dataclass(frozen=True)
class UnreadRow:
    """A row that holds something, but not certainly which question: its text (normalised), what is written, cell."""

    text: str
    written: str
    cell: str


def shape_of_header(view: View, header: Header) -> SheetShape:
    """A header that was found, with its columns and what they were taken for."""
    role_of = {column: role for role, column in header.columns.items()}
    for answers in header.answers:
        role_of |= {answers.jawaban: "jawaban"} | {column: role for role, column in answers.beside.items()}
    columns = range(1, min(view.last_column, _MOST_COLUMNS) + 1)
    keys = column_keys(header.texts, columns)
    samples = {column: _samples(view, header.row, column) for column in columns}
    return SheetShape(
        view.sheet.name,
        header.row,
        header.shape,
        tuple(
            ColumnChoice(
                keys[column],
                column_letters(column),
                " ".join(header.texts.get(column, "").split()),
                samples[column],
                role if (role := role_of.get(column, "")) in CHOOSABLE else "",
            )
            for column in columns
            if column in header.texts or samples[column]
        ),
        header.mapping,
    )


def sheets_to_choose(grid: Grid) -> dict[str, Sheet]:
    """The sheets that hold anything and are not too wide to be read, by name: shown ones first, the fullest first."""
    filled = [sheet for sheet in grid.sheets if 0 < sheet.filled_columns <= MAX_FILLED_COLUMNS and sheet.cells]
    return {sheet.name: sheet for sheet in sorted(filled, key=lambda sheet: (sheet.hidden, -len(sheet.cells)))}


def header_rows(sheet: Sheet) -> dict[int, str]:
    """The rows that may be a header, with their texts; row 0 says that there is none. Likeliest first."""
    view = View(sheet)
    rows = {row: headings_of(view, row) for row in range(1, min(LAST_HEADER_ROW, view.last_row) + 1)}
    likely = sorted((row for row, texts in rows.items() if texts), key=lambda row: (-len(rows[row]), row))
    shown = {row: " · ".join(" ".join(text.split()) for text in rows[row].values()) for row in likely}
    return {row: _short(text, 3 * _SAMPLE_LENGTH) for row, text in shown.items()} | {0: ""}


def shape_at(sheet: Sheet, row: int, mappings: ColumnMappings = no_mappings) -> SheetShape:
    """The sheet as its header would be in this row (one of `header_rows`)."""
    view = View(sheet)
    return shape_of_header(view, header_at(view, row, headings_of(view, row) if row else {}, mappings))


def _samples(view: View, header_row: int, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in range(header_row + 1, view.last_row + 1):
        value = view.value(row, column)
        if value is not None and (text := str(value).strip()):
            found[_short(text)] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _short(text: str, length: int = _SAMPLE_LENGTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
