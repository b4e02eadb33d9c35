"""Which rows below the header are respondents, and which are sums, averages, numbering or repeated headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.vocabulary import words

# A result row's label is made of these words only, and begins with one of the first kind.
_RESULT_WORDS = frozenset(words("awal_label_hasil"))
_OTHER_WORDS = frozenset(words("isi_label_hasil"))
_MEANS = re.compile(
    r"^(?:nrr|nilai rata ?rata|rata ?rata|rerata|mean|average|jumlah rata ?rata)(?!.*tertimbang)(?! ikm)"
)
# Rows at the end that may be results without a label.
_LAST = 15
# So many respondents tell whether a column numbers them.
_LOOKED_AT = 50


@dataclass(frozen=True)
class Rows:
    """respondents: mask over the data rows; means: the file's own average row (index), None = it has none;

    results: indices of the result rows
    """

    respondents: np.ndarray
    means: int | None
    results: tuple[int, ...]


def sort_rows(contents: Mapping[int, Content], asked: list[int], labels: list[int], headings) -> Rows:
    """Tell respondents from other rows.

    asked: columns of questions; labels: the other columns that may hold a row's label
    """
    answered = np.zeros(len(contents[asked[0]].numbers), dtype=bool)
    for column in asked:
        answered |= _says_something(contents[column])
    labelled: dict[int, str] = {}
    for column in labels:
        for row, label in _result_labels(contents[column]):
            labelled.setdefault(row, label)
    for row in labelled:
        answered[row] = False
    if labelled:
        answered[_named_among_numbers(contents, labels, answered, min(labelled))] = False
    answered &= ~_beside_tables(contents, asked, min(labelled, default=len(answered)))
    answered[_not_answers(contents, asked, headings, answered)] = False
    unlabelled = _unlabelled_results(contents, asked, answered, min(labelled, default=len(answered)))
    answered[unlabelled] = False
    means = [row for row, label in labelled.items() if _MEANS.match(label) and _numbers(contents, asked, row).size]
    if means and answered[means[0] + 1 :].any():
        # An average with respondents below it is one service's, not the file's own.
        means = []
    return Rows(answered, means[0] if means else None, tuple(sorted({*labelled, *unlabelled})))


def _named_among_numbers(contents, labels: list[int], answered: np.ndarray, after: int) -> list[int]:
    """Rows below the first result that bear words where respondents bear their numbers ('Kurang Baik': 4, 3, ...)."""
    rows = np.flatnonzero(answered)
    below, above = rows[rows > after], rows[rows < after]
    found: set[int] = set()
    for column in labels if len(below) and len(above) else ():
        if all((_text(contents[column], row) or "").strip().isdigit() for row in above[:_LOOKED_AT]):
            found |= {int(r) for r in below if not any(c.isdigit() for c in _text(contents[column], r) or "0")}
    return sorted(found)


def _beside_tables(contents, asked: list[int], after: int) -> np.ndarray:
    """Rows of other tables around: fewer than half of the questions answered, and foreign words among them, or below

    the first result row, or below an empty row with no full answer after it (a legend).
    """
    said = np.zeros(len(contents[asked[0]].numbers), dtype=np.int32)
    foreign = np.zeros(len(said), dtype=bool)
    for column in asked:
        content = contents[column]
        says = _says_something(content)
        said += says
        blank = np.ones(len(content.column.texts) + 1, dtype=bool)
        blank[: len(content.column.texts)] = False
        for number, reply in content.replies.items():
            blank[number] = reply.blank
        foreign |= ~says & ~blank[content.numbers]
    places = np.arange(len(said))
    full = np.flatnonzero(2 * said >= len(asked))
    empty = np.all([content.numbers < 0 for content in contents.values()], axis=0)
    gaps = np.flatnonzero(empty & (places > (full[-1] if len(full) else len(said))))
    after = min(after, gaps[0] if len(gaps) else len(said))
    return (2 * said < len(asked)) & (foreign | (places > after))


def _says_something(content: Content) -> np.ndarray:
    """Where an answer stands; a signature's name below the table is none, nor is a code of a repeated header."""
    says = np.zeros(len(content.column.texts) + 1, dtype=bool)
    for number, reply in content.replies.items():
        says[number] = reply.understood
    return says[content.numbers]


def _result_labels(content: Content) -> list[tuple[int, str]]:
    """Rows whose cell says that the row is a result, with the cell's words; at most a few dozen."""
    if len(content.column.texts) > 5_000:
        rows = np.flatnonzero(content.numbers >= 0)[-200:]
    else:
        labels = [n for n, text in enumerate(content.column.texts.to_pylist()) if is_result_label(text)]
        rows = np.flatnonzero(np.isin(content.numbers, labels))[:200]
    found = []
    for row in rows:
        text = content.column.texts[int(content.numbers[row])].as_py()
        if is_result_label(text):
            found.append((int(row), _label(text)))
    return found


def is_result_label(text: str) -> bool:
    """Whether a text is the label of a row of sums, averages or indices ('NRR per unsur')."""
    label = _label(text).split()
    if not label or label[0] not in _RESULT_WORDS:
        return False
    return all(w in _RESULT_WORDS or w in _OTHER_WORDS or w.isdigit() or len(w) <= 2 for w in label)


def _label(text: str) -> str:
    return words_of(text.replace("Σ", "jumlah "))[:100]


def _not_answers(contents, asked: list[int], headings: Mapping[int, Heading], answered: np.ndarray) -> list[int]:
    """Rows that repeat the header or number the columns."""
    found = []
    for row in [*range(min(3, len(answered))), *_repeats(contents, asked, headings)]:
        texts = [(c, _text(contents[c], row)) for c in asked]
        written = [t for _, t in texts if t]
        heads = sum(words_of(t) == headings[c].key for c, t in texts if t)
        steps = {int(t.strip("() ")) - c for c, t in texts if t and t.strip("() ").isdigit()}
        counted = len(written) >= 5 and len(steps) == 1 and all(t.strip("() ").isdigit() for t in written)
        if written and (heads >= 0.6 * len(written) or (row < 3 and counted)):
            found.append(row)
    return found


def _repeats(contents, asked: list[int], headings) -> list[int]:
    content = contents[asked[0]]
    if not content.replies:
        return []
    same = [n for n in content.replies if words_of(content.column.texts[n].as_py()) == headings[asked[0]].key]
    return np.flatnonzero(np.isin(content.numbers, same)).tolist() if same else []


def _unlabelled_results(contents, asked: list[int], answered: np.ndarray, after: int) -> list[int]:
    """Rows near the end that are the sum or the average of those above, or follow a result and fit no scale."""
    rows = np.flatnonzero(answered)
    found: list[int] = []
    before = rows[rows < after]
    tops = [
        np.nanmax(v)
        for c in asked
        if len(v := _number_table(contents[c])[contents[c].numbers[before]]) and not np.isnan(v).all()
    ]
    top = max(tops, default=10)
    for row in rows[-_LAST:]:
        above = rows[rows < row]
        above = above[~np.isin(above, found)]
        values = _row_values(contents, asked, row)
        known = ~np.isnan(values)
        if known.sum() < 3:
            continue
        whole = np.all(values[known] == np.round(values[known]))
        if (row > after or found) and (not whole or values[known].max() > top):
            found.append(int(row))
            continue
        if len(above) < 3 or (whole and values[known].max() <= 6):
            # As respondents answer.
            continue
        sums, counts = _sums(contents, asked, above)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = sums / counts
        is_sum = np.mean(np.abs(values - sums)[known] < 0.5) >= 0.8
        if (
            is_sum
            or np.mean(np.abs(values - means)[known] < 0.006) >= 0.8
            or _are_weighted(values[known], means[known])
        ):
            found.append(int(row))
    return found


def _are_weighted(values: np.ndarray, means: np.ndarray) -> bool:
    """Whether values are the averages times one weight (NRR tertimbang)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = values / means
    return bool(0 < shares.mean() < 0.6 and np.abs(shares - shares.mean()).max() < 0.01)


def _sums(contents, asked: list[int], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sums, counts = np.zeros(len(asked)), np.zeros(len(asked))
    for place, column in enumerate(asked):
        values = _number_table(contents[column])[contents[column].numbers[rows]]
        sums[place], counts[place] = np.nansum(values), np.sum(~np.isnan(values))
    return sums, counts


def _numbers(contents, asked: list[int], row: int) -> np.ndarray:
    values = _row_values(contents, asked, row)
    return values[~np.isnan(values)]


def _row_values(contents, asked: list[int], row: int) -> np.ndarray:
    return np.array([_number_table(contents[c])[contents[c].numbers[row]] for c in asked])


def _number_table(content: Content) -> np.ndarray:
    """The number that each text says, NaN where none; the last entry is for empty cells."""
    table = np.full(len(content.column.texts) + 1, np.nan)
    for number, reply in content.replies.items():
        if reply.number is not None:
            table[number] = reply.number
    return table


def _text(content: Content, row: int) -> str | None:
    number = int(content.numbers[row])
    return None if number < 0 else content.column.texts[number].as_py()
