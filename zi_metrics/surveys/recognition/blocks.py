"""Tables that stand below one another on a sheet: where the header of another one begins."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from zi_metrics.reading.column_text import EMPTY
from zi_metrics.reading.columns import Column, ColumnTable
from zi_metrics.surveys.recognition.dates import time_told
from zi_metrics.surveys.recognition.layout import FEWEST_QUESTIONS
from zi_metrics.surveys.recognition.questions import Questions, code_in
from zi_metrics.surveys.recognition.replies import read_reply, words_of

# Longer tables, and columns of more distinct texts, are one export.
_MOST_ROWS, _MOST_TEXTS = 20_000, 1_500
_MOST_WORDS = 500
# A header that asks at least this share of another's questions is the same one, printed again.
_SAME = 0.5
# A title says so much at most.
_TITLE_CELLS = 3
_NO_TIME = (None, "")


def blocks(table: ColumnTable, questions: Questions) -> list[ColumnTable]:
    """A sheet's tables one by one, each in its rows of the sheet; the sheet itself when it has one.

    Each begins with the titles above its header. A header repeated for print begins no new table, unless a title above
    it names another year or period than before.
    """
    if table.rows > _MOST_ROWS:
        return [table]
    headers = _headers(table, questions)
    starts: list[int] = []
    current: set[str] = set()
    first = next(iter(headers), 0)
    time = time_told([t for r in range(first) for t in table.row_texts(r).values()])
    for row, asked in headers.items():
        is_lower = row - 1 in headers
        if current and not is_lower:
            begin = _with_titles(table, row)
            told = time_told([t for r in range(begin, row) for t in table.row_texts(r).values()])
            is_other = len(asked & current) < _SAME * min(len(asked), len(current))
            if is_other or (told != _NO_TIME and told != time):
                starts.append(begin)
                current, time = set(), told
        current = current | asked if is_lower or not current else current
    ends = [*starts, table.rows]
    return [_only(table, start, end) for start, end in zip([0, *starts], ends, strict=True)] if starts else [table]


def _headers(table: ColumnTable, questions: Questions) -> dict[int, set[str]]:
    """row -> what it asks, for rows that name several questions and hardly an answer ('No' heads a column, too)."""
    asks = np.zeros(table.rows, dtype=np.int32)
    answers = np.zeros(table.rows, dtype=np.int32)
    for column in table.columns:
        if len(column.texts) > _MOST_TEXTS:
            continue
        texts = column.texts.to_pylist()
        asks += _rows_with((n for n, t in enumerate(texts) if _asks(t, questions)), column)
        answers += _rows_with((n for n, t in enumerate(texts) if not _asks(t, questions) and _is_answer(t)), column)
    rows = np.flatnonzero((asks >= FEWEST_QUESTIONS) & (3 * answers <= asks)).tolist()
    return {r: {words_of(t) for t in table.row_texts(r).values() if _asks(t, questions)} for r in rows}


def _rows_with(numbers: Iterable[int], column: Column) -> np.ndarray:
    return np.isin(column.numbers, list(numbers)).astype(np.int32)


def _asks(text: str, questions: Questions) -> bool:
    if len(text) > _MOST_WORDS or text.strip().isdigit() or read_reply(text).understood:
        return False
    return bool(code_in(text)) or questions.is_question(text)


def _is_answer(text: str) -> bool:
    return len(text) <= _MOST_WORDS and read_reply(text).understood


def _with_titles(table: ColumnTable, header: int) -> int:
    """The row in which the titles above a header begin."""
    start = header
    while (
        start and len(texts := table.row_texts(start - 1)) <= _TITLE_CELLS and not any(map(_is_answer, texts.values()))
    ):
        start -= 1
    return start


def _only(table: ColumnTable, start: int, end: int) -> ColumnTable:
    """The table with nothing but these rows, where they stood."""
    columns = []
    for column in table.columns:
        numbers = column.numbers.copy()
        numbers[:start], numbers[end:] = EMPTY, EMPTY
        columns.append(Column(column.texts, numbers))
    return replace(table, columns=tuple(columns))
