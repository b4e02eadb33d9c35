"""Averages under question headings, where a table has them instead of people: as aggregates."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from zi_metrics.reading import address
from zi_metrics.surveys.recognition import headings as roles
from zi_metrics.surveys.recognition.heading_meaning import BEFORE, OTHER, TARGET, Meaning, meaning_of
from zi_metrics.surveys.recognition.layout import Content
from zi_metrics.surveys.recognition.nrr_tables import AverageLine, horizontal, together
from zi_metrics.surveys.recognition.people_count import count_in
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import Recap
from zi_metrics.surveys.recognition.table import Table

# A table of averages has a row per unit or service.
_MOST_AVERAGES = 300
# Averages of so few questions are simple fractions, written with two decimals.
_FEW, _ROUNDING, _FEW_SHARE = (1, 2, 3, 4, 5), 0.0051, 0.9
_NO_RESULTS = (TARGET, BEFORE, OTHER)


def averages(table: Table, questions: Questions) -> list[Recap]:
    """Aggregates under question headings: result rows without respondents, or a row of averages per unit or service."""
    lines = _averages_by_unit(table) if table.rows.respondents.any() else _result_line(table)
    recaps: list[Recap] = []
    for jenis in table.kinds:
        matches, instrument = table.assignment.of(jenis), questions.instruments[jenis]
        aggregates: list[Recap] = []
        for line in lines:
            sel = address(table.first + 1 + line.row, min(matches) + 1)
            values = _numbers(matches, table.contents, line.row)
            recap = horizontal(matches, values, instrument, line, sel, table.mapping)
            aggregates += [recap] if recap else []
        recaps += aggregates if roles.UNIT in table.columns.roles else _by_time(aggregates)
    return recaps


def _by_time(recaps: Sequence[Recap]) -> list[Recap]:
    """The aggregates of services as one for each year and period that their rows name."""
    times: dict[Meaning, list[Recap]] = {}
    for recap in recaps:
        times.setdefault(recap.meaning, []).append(recap)
    return [together(alike) if len(alike) > 1 else alike[0] for alike in times.values()]


def _result_line(table: Table) -> list[AverageLine]:
    """The file's own row of averages; [] when it has none."""
    if table.rows.means is None:
        return []
    return [AverageLine(table.rows.means, None, _respondents(table))]


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


def _averages_by_unit(table: Table) -> list[AverageLine]:
    """The rows of a table whose rows are not people but averages; [] when they are people."""
    respondents, count = table.rows.respondents, int(table.rows.respondents.sum())
    label = next((c for r in (roles.UNIT, roles.LAYANAN, roles.PERIODE) if (c := table.role(r)) is not None), None)
    if count > _MOST_AVERAGES:
        return []
    rows = [int(row) for row in np.flatnonzero(respondents)]
    cells = [v for row in rows for v in _numbers(table.assignment.matches, table.contents, row).values()]
    broken = sum(v != round(v) for v in cells)
    if not cells or broken < 0.5 * len(cells):
        return []
    meanings = {row: _meaning(table, row) for row in rows}
    if label is None or len({(int(label.numbers[row]), meanings[row]) for row in rows}) < count:
        if _are_of_few_questions(cells):
            return []
        if table.rows.means is not None:
            # What the rows are nobody can tell; the file's own average of them is there.
            return _result_line(table)
        rows = [row for row in rows if meanings[row].kind not in _NO_RESULTS]
    headings = table.layout.headings
    people = next((c for c, h in headings.items() if roles.role_of(h.text) == roles.RESPONDEN), None)
    unit = table.role(roles.UNIT)
    return [
        AverageLine(
            row,
            None if unit is None else unit.column.text(table.first + row),
            None if people is None else count_in(table.contents[people].column.text(table.first + row)),
            meanings[row],
        )
        for row in rows
    ]


def _are_of_few_questions(numbers: Sequence[float]) -> bool:
    """Whether fractions are each person's averages of two to five questions, not averages of many people."""
    few = [any(abs(n * parts - round(n * parts)) <= _ROUNDING * parts for parts in _FEW) for n in numbers]
    return sum(few) >= _FEW_SHARE * len(few)


def _meaning(table: Table, row: int) -> Meaning:
    """The year and period that a row names in its columns of years and periods, or in a label ('Target', '2024')."""
    known = {table.columns.roles.get(role) for role in (roles.UNIT, roles.LAYANAN)}
    first = min(table.assignment.matches)
    meaning = Meaning()
    for column, heading in sorted(table.layout.headings.items()):
        text = table.contents[column].column.text(table.first + row) or ""
        if roles.role_of(heading.text) == roles.PERIODE:
            said = meaning_of(text)
            meaning = Meaning(meaning.tahun or said.tahun, meaning.periode or said.periode, meaning.kind)
        elif column < first and column not in known:
            meaning = meaning.within(meaning_of(text))
    return meaning
