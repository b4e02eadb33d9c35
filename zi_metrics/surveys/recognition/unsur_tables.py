"""Tables of unsur that stand several times on a sheet: below one another, or one below the other in a long list."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zi_metrics.surveys.recognition.dates import is_bare_number, time_told
from zi_metrics.surveys.recognition.heading_meaning import Meaning, meaning_of
from zi_metrics.surveys.recognition.headings import PERIODE, role_of
from zi_metrics.surveys.recognition.recap import NUMBER, Cells
from zi_metrics.surveys.recognition.replies import words_of

# Fewer unsur than this make no table.
_FEWEST = 3
# So many rows above its first unsur the titles of a table stand.
_TITLES = 6


class UnsurTable(NamedTuple):
    """One table whose rows are unsur.

    rows: unsur -> (row, column) of its name
    top: the row below its headings (a list's later tables have those of the first)
    meaning: the year and period that its rows or its titles name
    """

    rows: dict[str, tuple[int, int]]
    top: int
    meaning: Meaning = Meaning()


def unsur_tables(cells: Cells, rows: Mapping[str, tuple[int, int]]) -> list[UnsurTable]:
    """The tables that repeat the unsur in `rows` (unsur -> (row, column)), that one alone where nothing is repeated;

    [] where unsur are repeated and nobody can tell which belong together.
    """
    column = next(iter(rows.values()))[1]
    names = {words_of(cells[place]): kode for kode, place in rows.items()}
    texts = [(row, words_of(text)) for (row, c), text in sorted(cells.items()) if c == column]
    found = [(row, names[words]) for row, words in texts if words in names]
    first = min(row for row, _ in rows.values())
    if len({kode for _, kode in found}) == len(found):
        return [UnsurTable(dict(rows), first)]
    times = _period_columns(cells, min(row for row, _ in found))
    groups: dict[Meaning, list[tuple[int, str]]] = {}
    for row, kode in found:
        groups.setdefault(_time_of_row(cells, row, times), []).append((row, kode))
    tables: list[UnsurTable] = []
    for meaning, alike in groups.items():
        for part in _parts(alike):
            if len(part) >= _FEWEST:
                tables.append(_table(cells, {kode: (row, column) for row, kode in part}, meaning, found))
    # Where most stand in no table (a row per unsur and service) the others are no results either.
    return tables if 2 * sum(len(t.rows) for t in tables) > len(found) else []


def _parts(found: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Rows of unsur parted where one comes again."""
    parts: list[list[tuple[int, str]]] = []
    for row, kode in found:
        if not parts or kode in {known for _, known in parts[-1]}:
            parts.append([])
        parts[-1].append((row, kode))
    return parts


def _table(
    cells: Cells, rows: dict[str, tuple[int, int]], meaning: Meaning, found: Sequence[tuple[int, str]]
) -> UnsurTable:
    """A table with its titles and headings: its own, or else those of the first one."""
    first = min(row for row, _ in rows.values())
    before = max((row for row, _ in found if row < first), default=-1)
    above = range(max(before + 1, first - _TITLES), first)
    texts = {row: [t for (r, _), t in sorted(cells.items()) if r == row and not NUMBER.fullmatch(t)] for row in above}
    has_headings = any(len(there) > 1 for there in texts.values())
    titles = [text for there in texts.values() if len(there) <= 2 for text in there]
    tahun, periode = time_told(titles)
    top = first if has_headings or before < 0 else min(row for row, _ in found)
    return UnsurTable(rows, top, meaning.within(Meaning(tahun, periode)))


def _period_columns(cells: Cells, top: int) -> dict[int, str]:
    """The columns of years and periods beside the unsur -> their headings."""
    return {c: text for (r, c), text in sorted(cells.items()) if top - 3 <= r < top and role_of(text) == PERIODE}


def _time_of_row(cells: Cells, row: int, columns: Mapping[int, str]) -> Meaning:
    meaning = Meaning()
    for column, heading in columns.items():
        text = " ".join(cells.get((row, column), "").split())
        said = meaning_of(f"{heading} {text}" if is_bare_number(text) else text)
        periode = said.periode or ("" if said.tahun else text)
        meaning = Meaning(meaning.tahun or said.tahun, meaning.periode or periode)
    return meaning
