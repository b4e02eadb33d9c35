"""The column of the questions where its heading is empty or says something else: found by what stands below it."""

from collections.abc import Collection

from zi_metrics.lke.recognition.turned_sheet import View

# So many rows below the header are looked at; the first question stands within the first few.
_LOOKED_AT = 60
# A question is a sentence; names of people and things are shorter.
_WORDS, _FEWEST = 4, 5


def question_column(view: View, header_row: int, known: Collection[int], end: int) -> int | None:
    """The first of the columns that hold the questions, left of column `end`; None where none holds enough sentences.

    known: columns whose heading says what they are. Columns side by side without one are the levels of one hierarchy,
    whose questions stand in any of them.
    """
    runs: list[list[int]] = []
    for column in range(1, end):
        if column in known:
            continue
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    best: tuple[int, int | None] = (_FEWEST - 1, None)
    for run in runs:
        texts = {column: _sentences(view, header_row, column) for column in run}
        found = len(set().union(*texts.values()))
        if found > best[0]:
            best = (found, _first_with_text(view, header_row, run))
    return best[1]


def _first_with_text(view: View, header_row: int, run: list[int]) -> int:
    """The leftmost column of a run that holds texts: a running number before them is none of theirs."""
    rows = _rows(view, header_row)
    return next(c for c in run if any(isinstance(view.value(row, c), str) for row in rows))


def _sentences(view: View, header_row: int, column: int) -> set[str]:
    values = (view.value(row, column) for row in _rows(view, header_row))
    return {value for value in values if isinstance(value, str) and len(value.split()) >= _WORDS}


def _rows(view: View, header_row: int) -> range:
    return range(header_row + 1, min(view.last_row, header_row + _LOOKED_AT) + 1)
