"""Tables of indices: a row per unit, indicator, year or period; a column per index, year, target or realisation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.surveys.recognition.heading_meaning import Meaning, is_generic, meaning_of, part_meaning
from zi_metrics.surveys.recognition.headings import NOMOR, PERIODE, RESPONDEN, UNIT, role_of
from zi_metrics.surveys.recognition.identity import names_office
from zi_metrics.surveys.recognition.index_figures import Figure, index_in, index_named
from zi_metrics.surveys.recognition.people_count import count_in
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import NUMBER, Cells, number_in
from zi_metrics.surveys.recognition.replies import read_reply, words_of
from zi_metrics.surveys.recognition.totals import names_summary

# An average of so many rows at least is known as one by its arithmetic.
_FEWEST_ROWS, _MEAN_TOLERANCE = 3, 0.0051
_COLUMN_NUMBER = re.compile(r"\s*\(?\s*(\d{1,2})(?:[.,]0+)?\s*\)?\s*(?:=.*|\(.*)?")
_FEWEST_NUMBERED = 3
_NO_FIGURE = re.compile(r"\s*(?:belum|tidak|tdk|blm|nihil|proses|dalam proses|n\.?/?a\.?$|\.+$|–|—)", re.I)
_EXTREME = re.compile(
    r"(?:(?:nilai|skor|indeks|ikm|ipak|ipkp) )*(?:tertinggi|terendah|maks\w*|min(?:imum|imal)?|max|median|modus|"
    r"(?:standar|std) dev\w*)\b"
)
_NOTE = re.compile(r"\s*(?:keterangan|catatan|sumber|ket\b|tabel|mengetahui|interval|\*)", re.I)


@dataclass(frozen=True)
class _Header:
    """The heading of a table.

    row: where it stands, the lower one of two (from 0)
    headings: column -> its text, with the one that spans it
    values: column -> the index it names (None = the row, or the title, names it), and what else it says
    unit, tahun, periode, responden: columns of these, None = there is none
    labels: the columns of words before the values
    """

    row: int
    headings: dict[int, str]
    values: dict[int, tuple[str | None, Meaning]]
    unit: int | None
    tahun: int | None
    periode: int | None
    responden: int | None
    labels: tuple[int, ...]


class _Line(NamedTuple):
    """What a row is about.

    jenis: the index that its label names, None = it names none
    meaning: its year and period, target or result
    may_be_titled: its figures may be of the index that the sheet's title names
    """

    jenis: str | None
    meaning: Meaning
    may_be_titled: bool


@dataclass(frozen=True)
class IndexTables:
    """What the tables of a sheet tell.

    figures: all indices in them
    rows: the rows of the sheet that they take up
    findings: what was left out
    """

    figures: list[Figure] = field(default_factory=list)
    rows: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def index_tables(cells: Cells, questions: Questions, context: set[str], lembar: str) -> IndexTables:
    """The indices in a sheet's tables; context: instruments that titles and names point at."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(cells.items()):
        rows.setdefault(row, {})[column] = text
    figures: list[Figure] = []
    taken: set[int] = set()
    findings: list[Finding] = []
    for row in rows:
        if row in taken or (header := _header(rows, row, questions)) is None:
            continue
        below = _rows_below(rows, header)
        means = _unnamed_mean(rows, header, below)
        found = _figures(rows, header, [r for r in below if r not in means], questions, context)
        if found:
            figures += found
            # Headings of groups in between are no headings of tables.
            taken |= set(range(row, below[-1] + 1))
            findings += [_mean_finding(rows[r], header, r, lembar) for r in means]
    return IndexTables(figures, frozenset(taken), tuple(findings))


def _header(rows: Mapping[int, Mapping[int, str]], row: int, questions: Questions) -> _Header | None:
    """What heads a table in this row; None when nothing does."""
    above = rows.get(row - 1, {})
    # Headings of columns whose upper heading spans two rows.
    upper = {c: t for c, t in above.items() if c not in rows[row]} if len(above) > 1 else {}
    texts = {**upper, **rows[row]}
    if any(NUMBER.fullmatch(text) and meaning_of(text).tahun is None for text in texts.values()):
        return None
    values: dict[int, tuple[str | None, Meaning]] = {}
    named: dict[str, int] = {}
    for column, text in texts.items():
        role = _role(text)
        if role in (UNIT, "tahun", PERIODE, RESPONDEN):
            named.setdefault(role, column)
        elif value := _value_column(text, _group(above, column), questions):
            values[column] = value
    if not values or (named.keys() & {"tahun"} and all(texts[c].strip().isdigit() for c in values)):
        # 'Tahun | 2026' labels a value.
        return None
    known = {*values, *named.values()}
    words = (c for c in sorted(texts) if c not in known and c < min(values) and role_of(texts[c]) != NOMOR)
    labels = tuple(words)
    if not labels and not {UNIT, "tahun", PERIODE} & named.keys():
        return None
    headings = {c: " ".join(t for t in (_group(above, c), texts[c]) if t) for c in values}
    return _Header(
        row, headings, values, named.get(UNIT), named.get("tahun"), named.get(PERIODE), named.get(RESPONDEN), labels
    )


def _role(text: str) -> str | None:
    words = words_of(text)
    if words in ("tahun", "tahun survei", "tahun anggaran", "tahun penilaian", "tahun data", "thn"):
        return "tahun"
    role = role_of(text)
    return None if role == PERIODE and meaning_of(text).tells else role


def _group(above: Mapping[int, str], column: int) -> str:
    """The text above a column that may span it; a title alone above the whole table spans nothing."""
    left = [c for c in above if c <= column]
    return above[max(left)] if left and (len(above) > 1 or min(above) > 1) else ""


def _value_column(text: str, group: str, questions: Questions) -> tuple[str | None, Meaning] | None:
    """The index that a column holds, and what else its heading says; None for a column of something else."""
    own, around = meaning_of(text), meaning_of(group)
    jenis = index_named(text, questions)
    if jenis is None and not own.tells and not is_generic(text):
        part = part_meaning(text) if around.tells else None
        return None if part is None else (index_named(group, questions), part.within(around))
    if jenis is None:
        jenis = index_named(group, questions)
    return jenis, own.within(around)


def _rows_below(rows: Mapping[int, Mapping[int, str]], header: _Header) -> list[int]:
    """The rows of a table that hold a figure: those below its heading, down to another heading of values.

    Headings of groups, units without a figure and single empty rows stand between them; a numbering of the columns
    ('1', '2', '3') is no row of it.
    """
    below: list[int] = []
    first = header.row + 1
    row = first + (first in rows and _numbers_columns(rows[first]))
    while row in rows or row + 1 in rows:
        texts = rows.get(row, {})
        values = [texts[c] for c in header.values if c in texts]
        if any(NUMBER.fullmatch(text) for text in values):
            below.append(row)
        elif not all(map(_says_nothing, values)) or _is_note(texts):
            break
        row += 1
    return below


def _numbers_columns(texts: Mapping[int, str]) -> bool:
    """Whether a row numbers the columns: '(1)', '(2)', '(3)', or '1', '2', '3', '4=3/2'."""
    found = [_COLUMN_NUMBER.fullmatch(text) for _, text in sorted(texts.items())]
    numbers = [int(number[1]) for number in found if number]
    counted = all(b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) == len(texts) >= _FEWEST_NUMBERED and counted and numbers[0] <= _FEWEST_NUMBERED


def _says_nothing(text: str) -> bool:
    """Whether a cell among figures holds none because there is none ('-', 'belum survei', '#N/A')."""
    return bool(read_reply(text).blank or read_reply(text).error or _NO_FIGURE.match(text))


def _is_note(texts: Mapping[int, str]) -> bool:
    """Whether a row is what stands below a table: a note, a source, or the next table's title."""
    return any(_NOTE.match(text) for text in texts.values())


def _figures(
    rows: Mapping[int, Mapping[int, str]],
    header: _Header,
    below: Sequence[int],
    questions: Questions,
    context: set[str],
) -> list[Figure]:
    figures: list[Figure] = []
    titled = next(iter(context)) if len(context) == 1 else None
    unit: str | None = None
    for row in below:
        texts = rows[row]
        if header.unit is not None:
            # A unit that spans several rows stands in the first of them; what stands between begins another.
            unit = texts.get(header.unit, unit if row - 1 in below else None)
        line = _line(texts, header, questions, len(below) == 1)
        if line is None or (header.unit is not None and unit is None):
            continue
        responden = None if header.responden is None else count_in(texts.get(header.responden))
        for column, (headed, meaning) in header.values.items():
            # A figure under another index than the row names belongs to neither.
            jenis = headed or line.jenis or (titled if line.may_be_titled else None)
            if jenis is None or line.jenis not in (None, jenis):
                continue
            value = index_in(texts.get(column, ""), questions.instruments[jenis])
            if value is not None:
                heading, sel = header.headings.get(column, ""), address(row + 1, column + 1)
                figures.append(
                    Figure(
                        jenis, value, texts[column].strip(), sel, heading, meaning.within(line.meaning), unit, responden
                    )
                )
    return figures


def _line(texts: Mapping[int, str], header: _Header, questions: Questions, alone: bool) -> _Line | None:
    """What a row is about; None for one of sums, or of something that nobody can tell. alone: it is the only row."""
    if header.unit is not None:
        name = texts.get(header.unit, "")
        return (
            None
            if names_summary(name) or _EXTREME.match(words_of(name))
            else _Line(None, _row_meaning(texts, header, ""), True)
        )
    # An indicator may stand behind its aim, whose cell spans several rows.
    labels = [texts[c] for c in header.labels if c in texts]
    label = next((text for text in labels if index_named(text, questions)), labels[0] if labels else "")
    jenis, meaning = index_named(label, questions), _row_meaning(texts, header, label)
    timed = meaning.tahun is not None or bool(meaning.periode)
    if jenis is None and (names_summary(label) or not (timed or alone or not header.labels)):
        return None
    return _Line(jenis, meaning, timed or not label)


def _row_meaning(texts: Mapping[int, str], header: _Header, label: str) -> Meaning:
    """What a row says about its figures: in its columns of years and periods, and in its label."""
    year = meaning_of(texts.get(header.tahun, "")) if header.tahun is not None else Meaning()
    period = meaning_of(texts.get(header.periode, "")) if header.periode is not None else Meaning()
    # A unit's name says nothing of the kind, though it may hold such words.
    said = meaning_of(label) if header.unit is None else Meaning()
    time = Meaning(year.tahun or period.tahun, period.periode or year.periode, year.kind or period.kind)
    return time.within(said)


def _unnamed_mean(rows: Mapping[int, Mapping[int, str]], header: _Header, below: Sequence[int]) -> list[int]:
    """The last row of a table of units, where it is the average of those above and its name is no office's."""
    if header.unit is None or len(below) <= _FEWEST_ROWS:
        return []
    name = rows[below[-1]].get(header.unit, "")
    if names_summary(name) or names_office(name):
        return []
    for column in header.values:
        numbers = [n for r in below if (n := number_in(rows[r].get(column, ""))) is not None]
        if len(numbers) != len(below) or abs(sum(numbers[:-1]) / (len(numbers) - 1) - numbers[-1]) > _MEAN_TOLERANCE:
            return []
    return [below[-1]]


def _mean_finding(texts: Mapping[int, str], header: _Header, row: int, lembar: str) -> Finding:
    name = texts.get(header.unit, "") if header.unit is not None else ""
    text = f"baris '{name[:60]}' sama dengan rata-rata baris di atasnya, sehingga tidak dibaca sebagai unit kerja"
    return Finding("peringatan", text, "bila itu unit kerja, unggah nilainya tersendiri", lembar, address(row + 1, 1))
