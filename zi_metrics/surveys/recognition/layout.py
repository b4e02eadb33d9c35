"""Where a sheet's table begins, what heads its columns, and what stands in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from zi_metrics.reading.columns import Column, ColumnTable, counted
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition.dates import is_date
from zi_metrics.surveys.recognition.headings import role_of
from zi_metrics.surveys.recognition.questions import Questions, code_in
from zi_metrics.surveys.recognition.replies import Reply, read_reply, words_of

_HEADER_ROWS = 40
# Fewer questions than this make no survey.
FEWEST_QUESTIONS = 3
# More distinct texts than this, and a column holds no answers to choose from.
_MOST_CHOICES = 1_500
_ANSWERS_SHARE = 0.85
_SAMPLE = 400
# So many rows are looked at together.
_PIECE = 4_096


# No survey asks so much. A header stands above the data: rows below so many different texts would cost minutes.
_MOST_HEADINGS, _MOST_TEXTS = 1_000, 3_000


@dataclass(frozen=True)
class Heading:
    """What heads a column.

    text: its own text
    group: the text above it that may span several columns ('' = none)
    """

    text: str
    group: str = ""

    @property
    def variants(self) -> list[str]:
        """What may be the question's wording: the text, with the one above, the one above alone."""
        return [self.text, f"{self.group} {self.text}", self.group] if self.group else [self.text]

    @property
    def key(self) -> str:
        """By which a person's words about the column are remembered."""
        return words_of(self.text)


@dataclass(frozen=True)
class Layout:
    """Where a table begins.

    header: the (last) header row, from 0
    headings: column (from 0) -> heading
    titles: texts above the header
    """

    header: int
    headings: dict[int, Heading]
    titles: tuple[str, ...]


def find_layout(table: ColumnTable, questions: Questions) -> Layout | None:
    """The header that names most questions, by wording or code; None when no row names at least three."""
    best: tuple[float, int, dict[int, Heading]] | None = None
    above: dict[int, str] = {}
    seen: set[str] = set()
    top = _first_row(table)
    for row in range(top, min(top + _HEADER_ROWS, table.rows)):
        texts = {c: _flat(t) for c, t in table.row_texts(row).items()}
        if len(texts) > _MOST_HEADINGS or len(seen) > _MOST_TEXTS:
            break
        seen.update(texts.values())
        single = {c: Heading(t) for c, t in texts.items()}
        if len(above) == 1 and texts and min(above) <= min(texts):
            # A title alone above the whole table heads no column ('HASIL SKM 2026').
            above = {}
        double = {c: Heading(t, _spanning(above, c)) for c, t in texts.items()}
        double |= {c: Heading(t) for c, t in above.items() if c not in texts}
        for headings, malus in ((single, 0.0), (double, 0.5)):
            count, score = _rating(headings, questions)
            if count >= FEWEST_QUESTIONS and (best is None or score - malus > best[0]):
                best = (score - malus, row, headings)
        above = texts
    if best is None:
        return None
    _, row, headings = best
    two_rows = any(h.group for h in headings.values())
    titles = [t for r in range(row - two_rows) for t in table.row_texts(r).values()]
    return Layout(row, headings, tuple(titles))


def _first_row(table: ColumnTable) -> int:
    """The first row that holds anything."""
    filled = [int(np.argmax(there)) for there in (c.numbers >= 0 for c in table.columns) if there.any()]
    return min(filled, default=0)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _spanning(above: dict[int, str], column: int) -> str:
    """The text above a column, or the nearest to the left, as merged cells leave it."""
    left = [c for c in above if c <= column]
    return above[max(left)] if left else ""


def _rating(headings: dict[int, Heading], questions: Questions) -> tuple[int, float]:
    """How many questions a row names, and how much it looks like a header."""
    codes = _code_series(headings)
    digits = [int(h.text) for _, h in sorted(headings.items()) if h.text.strip().isdigit()]
    # Bare numbers head columns only as 1, 2, 3, ...
    numbered = len(digits) >= 5 and digits == list(range(1, len(digits) + 1))
    count, score = 0, 0.0
    for column, heading in headings.items():
        is_number = heading.text.strip().isdigit()
        if len(heading.text) > 500 or (read_reply(heading.text).is_bare_answer and not (numbered and is_number)):
            # An answer is no heading, whatever stands above it.
            continue
        if column in codes or (numbered and is_number):
            # A row that merely numbers the columns often stands below the one that names them.
            count, score = count + 1, score + (2 if column in codes else 0.5)
        elif any(questions.is_question(text) for text in heading.variants[:2]):
            count, score = count + 1, score + 3
        elif role_of(heading.text):
            score += 1
    return count, score


def _code_series(headings: dict[int, Heading]) -> set[int]:
    """The columns headed by codes that belong together ('U1', 'U2', 'U3'); a lone 'R1' or 'S1' is somebody's entry."""
    series: dict[str, dict[int, int]] = {}
    for column, heading in headings.items():
        if not heading.text.strip().isdigit() and (code := code_in(heading.text)):
            series.setdefault(code[0], {})[column] = code[1]
    return {c for codes in series.values() if len(set(codes.values())) >= FEWEST_QUESTIONS for c in codes}


@dataclass(frozen=True)
class Content:
    """What stands in a column below the header, by the column's distinct texts.

    column: the whole column
    numbers: which text stands in each data row (-1 = none)
    replies: number of the text -> what it says as an answer, for columns of few distinct texts
    body: by so many rows the column is judged; what stands further down is a legend, or another table
    """

    column: Column
    numbers: np.ndarray
    replies: dict[int, Reply]
    body: int | None = None

    @cached_property
    def counts(self) -> dict[int, int]:
        """How often each text stands in the rows by which the column is judged."""
        judged = self.numbers[: self.body]
        return counted(judged)

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Which text stands in each row of a mask (-1 = none)."""
        return self.numbers if rows.all() else self.numbers[rows]

    @property
    def understood(self) -> np.ndarray:
        """Mask over the rows: where an answer stands."""
        return self._where(lambda reply: reply.understood)

    @property
    def erroneous(self) -> np.ndarray:
        """Mask over the rows: where an error value stands."""
        return self._where(lambda reply: reply.error)

    @property
    def blank(self) -> np.ndarray:
        """Mask over the rows: where nothing stands, or what says nothing ('-')."""
        return self._where(lambda reply: reply.blank) | (self.numbers < 0)

    def _where(self, holds: Callable[[Reply], bool]) -> np.ndarray:
        of_text = np.zeros(len(self.column.texts) + 1, dtype=bool)
        for number, reply in self.replies.items():
            of_text[number] = holds(reply)
        return np.take(of_text, self.numbers)

    @property
    def is_answers(self) -> bool:
        """Whether nearly all of it are answers on some scale; error values say nothing of what was asked."""
        filled = {n: r for n, r in self.replies.items() if not (r.blank or r.error) and n in self.counts}
        total = sum(self.counts[n] for n in filled)
        right = sum(self.counts[n] for n, r in filled.items() if r.understood)
        return total > 0 and right >= _ANSWERS_SHARE * total

    @property
    def on_a_small_scale(self) -> bool:
        """Whether the answers are words, or numbers none of which is above 6, as on a scale to choose from."""
        numbers = [r.number for n, r in self.replies.items() if r.number is not None and n in self.counts]
        return self.is_answers and (not numbers or max(numbers) <= 6)

    @cached_property
    def kind(self) -> str:
        """'kosong', 'jawaban', 'tanggal', the kind of personal data ('nik', ...), or 'teks'."""
        if not (self.numbers >= 0).any():
            return "kosong"
        if personal := privacy.kind_of(self.column.texts):
            return personal
        if self.is_answers:
            return "jawaban"
        sample = [t for t in self.column.texts.slice(0, _SAMPLE).to_pylist() if t.strip()]
        return "tanggal" if sample and sum(map(is_date, sample)) >= 0.7 * len(sample) else "teks"


def content_of(column: Column, first: int, labels: frozenset[str] = frozenset()) -> Content:
    """What stands in a column from row `first` (from 0) on; labels: answers in words that some instrument offers."""
    numbers = column.numbers[first:]
    used = counted(numbers) if len(column.texts) <= _MOST_CHOICES else ()
    return Content(column, numbers, {n: _reply(column.texts[n].as_py(), labels) for n in used})


def contents_below(table: ColumnTable, layout: Layout, questions: Questions) -> dict[int, Content]:
    """Column -> what stands in it below the header.

    Columns are judged by the rows down to the last in which at least half of the questions are answered: a legend or a
    table of averages below the answers says nothing about them.
    """
    labels = questions.labels()
    contents = {c: content_of(column, layout.header + 1, labels) for c, column in enumerate(table.columns)}
    asking = [c for c, heading in layout.headings.items() if c in contents and _asks(heading, questions)]
    body = _body([contents[c] for c in asking if any(r.understood for r in contents[c].replies.values())])
    return {c: replace(content, body=body) for c, content in contents.items()}


def _body(answers: list[Content]) -> int | None:
    """How far down reaches the last row in which at least half of these columns are answered; None without any."""
    end = len(answers[0].numbers) if answers else 0
    while end:
        # From the end, where it mostly is.
        begin = max(0, end - _PIECE)
        there = np.sum([replace(a, numbers=a.numbers[begin:end]).understood for a in answers], axis=0)
        full = np.flatnonzero(2 * there >= len(answers))
        if len(full):
            return begin + int(full[-1]) + 1
        end = begin
    return None


def _asks(heading: Heading, questions: Questions) -> bool:
    return bool(code_in(heading.text)) or any(questions.is_question(text) for text in heading.variants[:2])


def _reply(text: str, labels: frozenset[str]) -> Reply:
    reply = read_reply(text)
    return replace(reply, known=True) if (reply.words or words_of(text)) in labels else reply


def legend_of(tables: list[ColumnTable], questions: Questions) -> dict[str, str]:
    """What codes stand for, as told beside the table: {'u8': 'Sarana dan Prasarana'}."""
    legend: dict[str, str] = {}
    for table in tables:
        rows = [*range(min(_HEADER_ROWS, table.rows)), *range(max(_HEADER_ROWS, table.rows - 60), table.rows)]
        for row in rows:
            texts = table.row_texts(row)
            for column, text in texts.items():
                together = re.match(r"\s*(U\s?\d{1,2})\s*[:=.\-–)]?\s+(?=[A-Za-z])(.{3,120})", text)
                code, wording = together.groups() if together else (text, texts.get(column + 1, ""))
                is_code = code_in(code) and not code.strip().isdigit()
                if is_code and len(wording) > 3 and questions.is_question(wording):
                    legend.setdefault(words_of(code).replace(" ", ""), wording)
    return legend
