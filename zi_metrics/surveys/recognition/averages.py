"""Averages under question headings, where a table has them instead of people: as aggregates."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from zi_metrics.reading import address
from zi_metrics.surveys.recognition import headings as roles
from zi_metrics.surveys.recognition.layout import Content
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import Recap, count_in, horizontal, together
from zi_metrics.surveys.recognition.table import Table

# A table of averages has a row per unit or service.
_MOST_AVERAGES = 300


class _Line(NamedTuple):
    """A row of averages.

    row: its place below the header (from 0)
    unit: whose it is, None = not told
    responden: how many answered, None = not told
    """

    row: int
    unit: str | None
    responden: int | None


def averages(table: Table, questions: Questions) -> list[Recap]:
    """Aggregates under question headings: result rows without respondents, or a row of averages per unit or service."""
    lines = _averages_by_unit(table) if table.rows.respondents.any() else _result_line(table)
    recaps: list[Recap] = []
    for jenis in table.kinds:
        matches, instrument = table.assignment.of(jenis), questions.instruments[jenis]
        own: list[Recap] = []
        for line in lines:
            sel = address(table.first + 1 + line.row, min(matches) + 1)
            values = _numbers(matches, table.contents, line.row)
            recap = horizontal(matches, values, instrument, line.unit, line.responden, sel, table.mapping)
            own += [recap] if recap else []
        recaps += own if roles.UNIT in table.columns.roles or len(own) < 2 else [together(own)]
    return recaps


def _result_line(table: Table) -> list[_Line]:
    """The file's own row of averages; [] when it has none."""
    if table.rows.means is None:
        return []
    return [_Line(table.rows.means, None, _respondents(table))]


def _respondents(table: Table) -> int | None:
    """How many answered, as a row of the results tells ('Jumlah responden'); None when none does."""
    for row in table.rows.results:
        texts = [t for _, c in sorted(table.contents.items()) if (t := c.column.text(table.first + row))]
        if texts and roles.role_of(texts[0]) == roles.RESPONDEN:
            return next((n for t in texts[1:] if (n := count_in(t)) is not None), None)
    return None


def _numbers(columns: Iterable[int], contents: Mapping[int, Content], row: int) -> dict[int, float]:
    """column -> the number that stands in a row."""
    texts = {c: int(contents[c].numbers[row]) for c in columns}
    numbers = {c: contents[c].replies[text].number for c, text in texts.items() if text >= 0}
    return {c: number for c, number in numbers.items() if number is not None}


def _averages_by_unit(table: Table) -> list[_Line]:
    """The rows of a table whose rows are not people but averages; [] when they are people."""
    respondents, count = table.rows.respondents, int(table.rows.respondents.sum())
    label = next((c for r in (roles.UNIT, roles.LAYANAN, roles.PERIODE) if (c := table.role(r)) is not None), None)
    if label is None or count > _MOST_AVERAGES:
        return []
    labels = label.numbers[respondents]
    rows = [int(row) for row in np.flatnonzero(respondents)]
    cells = [v for row in rows for v in _numbers(table.assignment.matches, table.contents, row).values()]
    broken = sum(v != round(v) for v in cells)
    if len(set(labels.tolist())) < count or broken < 0.5 * len(cells):
        return []
    headings = table.layout.headings
    people = next((c for c, h in headings.items() if roles.role_of(h.text) == roles.RESPONDEN), None)
    unit = table.role(roles.UNIT)
    return [
        _Line(
            row,
            None if unit is None else unit.column.text(table.first + row),
            None if people is None else count_in(table.contents[people].column.text(table.first + row)),
        )
        for row in rows
    ]
