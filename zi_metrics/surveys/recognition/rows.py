"""Which rows below the header are respondents, and which are sums, averages, numbering or repeated headers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.totals import Kinds, kinds_of, label_words, number_table, totals_among
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


# column -> what stands in it below the header
Contents = Mapping[int, Content]


@dataclass(frozen=True)
class Rows:
    """The rows below a header.

    respondents: mask over the data rows
    means: index of the file's own average row, None = it has none
    results: indices of the result rows
    repeats: indices of rows that repeat the header
    fractions: indices of rows of fractions among whole answers, which are no respondents
    lost: indices of rows among the respondents that hold error values and not a single answer
    """

    respondents: np.ndarray
    means: int | None
    results: tuple[int, ...]
    repeats: tuple[int, ...] = ()
    fractions: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()

    @property
    def results_among(self) -> tuple[int, ...]:
        """Result rows with respondents below them."""
        last = int(np.flatnonzero(self.respondents)[-1]) if self.respondents.any() else -1
        return tuple(row for row in self.results if row < last)


def sort_rows(contents: Contents, asked: Sequence[int], labels: Sequence[int], headings: Mapping[int, Heading]) -> Rows:
    """Tell respondents from other rows.

    asked: columns of questions; labels: the other columns that may hold a row's label
    """
    labelled = _labelled(contents, labels)
    count = len(contents[asked[0]].numbers)
    first = min(labelled, default=count)
    kinds = kinds_of(contents, asked)
    answered = np.take(kinds.says > 0, kinds.of_row)
    answered = _without(answered, labelled)
    if labelled:
        answered = _without(answered, _named_among_numbers(contents, labels, answered, first))
    answered &= ~_beside_tables(contents, kinds, first)
    others = _not_answers(contents, asked, headings, count)
    repeats = [row for row in others if answered[row]]
    answered = _without(answered, others)
    totals = totals_among(contents, kinds, labels, answered)
    answered = _without(answered, (*totals.rows, *totals.fractions))
    unlabelled = _unlabelled_results(contents, kinds, answered, first)
    answered = _without(answered, unlabelled)
    means = [row for row, label in labelled.items() if _MEANS.match(label) and _numbers(contents, asked, row).size]
    if means and answered[means[0] + 1 :].any():
        # An average with respondents below it is one service's, not the file's own.
        means = []
    results = tuple(sorted({*labelled, *unlabelled, *totals.rows}))
    return Rows(
        answered,
        means[0] if means else None,
        results,
        tuple(repeats),
        totals.fractions,
        _lost(kinds, answered),
    )


def _lost(kinds: Kinds, answered: np.ndarray) -> tuple[int, ...]:
    """Rows down to the last respondent in which error values stand where answers should, and no answer."""
    errors = np.any([content.erroneous for content in kinds.contents.values()], axis=0) & (kinds.says == 0)
    if not errors.any() or not answered.any():
        return ()
    last = int(np.flatnonzero(answered)[-1]) + 1
    return tuple(np.flatnonzero(np.take(errors, kinds.of_row[:last])).tolist())


def _without(mask: np.ndarray, rows: Iterable[int]) -> np.ndarray:
    """The mask with these rows taken out."""
    left = mask.copy()
    left[list(rows)] = False
    return left


def _labelled(contents: Contents, columns: Sequence[int]) -> dict[int, str]:
    """row -> the label that says it is a result, the leftmost where there are several."""
    labels: dict[int, str] = {}
    for column in columns:
        for row, label in _result_labels(contents[column]):
            labels.setdefault(row, label)
    return labels


def _named_among_numbers(contents: Contents, labels: Sequence[int], answered: np.ndarray, after: int) -> list[int]:
    """Rows below the first result that bear words where respondents bear their numbers ('Kurang Baik': 4, 3, ...)."""
    rows = np.flatnonzero(answered)
    below, above = rows[rows > after], rows[rows < after]
    named: set[int] = set()
    for column in labels if len(below) and len(above) else ():
        if all((_text(contents[column], row) or "").strip().isdigit() for row in above[:_LOOKED_AT]):
            named |= {int(r) for r in below if not any(c.isdigit() for c in _text(contents[column], r) or "0")}
    return sorted(named)


def _beside_tables(contents: Contents, kinds: Kinds, after: int) -> np.ndarray:
    """Rows of other tables around: fewer than half of the questions answered, and foreign words among them, or below

    the first result row, or below an empty row with no full answer after it (a legend).
    """
    few = 2 * kinds.says < len(kinds.contents)
    if not few.any():
        return np.zeros(len(kinds.of_row), dtype=bool)
    foreign = np.any([~c.understood & ~c.blank & ~c.erroneous for c in kinds.contents.values()], axis=0)
    is_few = np.take(few, kinds.of_row)
    full = np.flatnonzero(~is_few)
    below = int(full[-1]) + 1 if len(full) else len(is_few)
    gaps = np.flatnonzero(np.all([content.numbers[below:] < 0 for content in contents.values()], axis=0))
    after = min(after, below + int(gaps[0]) if len(gaps) else len(is_few))
    beside = np.take(few & foreign, kinds.of_row)
    beside[after + 1 :] |= is_few[after + 1 :]
    return beside


def _result_labels(content: Content) -> list[tuple[int, str]]:
    """Rows whose cell says that the row is a result, with the cell's words; at most a few dozen."""
    if len(content.column.texts) > 5_000:
        rows = np.flatnonzero(content.numbers >= 0)[-200:]
    else:
        labels = [n for n, text in enumerate(content.column.texts.to_pylist()) if is_result_label(text)]
        rows = np.flatnonzero(np.isin(content.numbers, labels))[:200]
    texts = ((int(row), content.column.texts[int(content.numbers[row])].as_py()) for row in rows)
    return [(row, label_words(text)) for row, text in texts if is_result_label(text)]


def is_result_label(text: str) -> bool:
    """Whether a text is the label of a row of sums, averages or indices ('NRR per unsur')."""
    label = label_words(text).split()
    # 'Rata' is a name, 'Rata-rata' is none.
    if not label or label[0] not in _RESULT_WORDS or label == ["rata"]:
        return False
    return all(w in _RESULT_WORDS or w in _OTHER_WORDS or w.isdigit() or len(w) <= 2 for w in label)


def _not_answers(contents: Contents, asked: Sequence[int], headings: Mapping[int, Heading], count: int) -> list[int]:
    """Of `count` rows those that repeat the header or number the columns."""
    others = []
    for row in sorted({*range(min(3, count)), *_repeats(contents, asked, headings)}):
        texts = [(c, _text(contents[c], row)) for c in asked]
        written = [t for _, t in texts if t]
        steps = {int(t.strip("() ")) - c for c, t in texts if t and t.strip("() ").isdigit()}
        counted = len(written) >= 5 and len(steps) == 1 and all(t.strip("() ").isdigit() for t in written)
        if written and ((row < 3 and counted) or _is_repeat(contents, asked, headings, row)):
            others.append(row)
    return others


def _is_repeat(contents: Contents, asked: Sequence[int], headings: Mapping[int, Heading], row: int) -> bool:
    """Whether a row says the header's words again; numbers that head columns are answers, too, so that beside them a

    word must be repeated.
    """
    beside = [c for c in headings if c in contents and c not in asked]
    asks = [words_of(t) == headings[c].key for c in asked if (t := _text(contents[c], row))]
    worded = any(not headings[c].key.isdigit() for c in asked) or any(
        headings[c].key and not headings[c].key.isdigit() and words_of(_text(contents[c], row) or "") == headings[c].key
        for c in beside
    )
    return worded and bool(asks) and sum(asks) >= 0.6 * len(asks)


def _repeats(contents: Contents, asked: Sequence[int], headings: Mapping[int, Heading]) -> list[int]:
    """Rows whose first or last question's cell is its heading."""
    rows: set[int] = set()
    for column in (asked[0], asked[-1]):
        content = contents[column]
        same = [n for n in content.replies if words_of(content.column.texts[n].as_py()) == headings[column].key]
        rows |= set(np.flatnonzero(np.isin(content.numbers, same)).tolist()) if same else set()
    return sorted(rows)


def _unlabelled_results(contents: Contents, kinds: Kinds, answered: np.ndarray, after: int) -> list[int]:
    """Rows near the end that are the sum or the average of those above, or follow a result and fit no scale."""
    asked = list(kinds.contents)
    rows = np.flatnonzero(answered)
    top = _highest(kinds, rows[: np.searchsorted(rows, after)])
    results: list[int] = []
    for row in rows[-_LAST:]:
        values = _row_values(contents, asked, row)
        known = ~np.isnan(values)
        if known.sum() < 3:
            continue
        whole = bool(np.all(values[known] == np.round(values[known])))
        if (row > after or results) and (not whole or values[known].max() > top):
            results.append(int(row))
            continue
        if whole and values[known].max() <= 6:
            # They look like answers.
            continue
        above = rows[(rows < row) & ~np.isin(rows, results)]
        if len(above) >= 3 and _summarises(values, *_sums(contents, asked, above)):
            results.append(int(row))
    return results


def _highest(kinds: Kinds, rows: np.ndarray) -> float:
    """The highest number that stands in these rows; 10 where none does."""
    there = np.bincount(kinds.of_row[rows], minlength=len(kinds.says)) > 0
    columns = (np.take(number_table(content), content.numbers[there]) for content in kinds.contents.values())
    return max((float(np.nanmax(v)) for v in columns if len(v) and not np.isnan(v).all()), default=10)


def _summarises(values: np.ndarray, sums: np.ndarray, counts: np.ndarray) -> bool:
    """Whether a row's values are the sums, the averages, or the weighted averages of the rows above it."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
    return bool(
        np.mean(np.abs(values - sums)[known] < 0.5) >= 0.8
        or np.mean(np.abs(values - means)[known] < 0.006) >= 0.8
        or _are_weighted(values[known], means[known])
    )


def _are_weighted(values: np.ndarray, means: np.ndarray) -> bool:
    """Whether values are the averages times one weight (NRR tertimbang)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = values / means
    return bool(0 < shares.mean() < 0.6 and np.abs(shares - shares.mean()).max() < 0.01)


def _sums(contents: Contents, asked: Sequence[int], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum of each question's numbers over these rows, and how many there are."""
    sums, counts = np.zeros(len(asked)), np.zeros(len(asked))
    for place, column in enumerate(asked):
        values = number_table(contents[column])[contents[column].numbers[rows]]
        sums[place], counts[place] = np.nansum(values), np.sum(~np.isnan(values))
    return sums, counts


def _numbers(contents: Contents, asked: Sequence[int], row: int) -> np.ndarray:
    values = _row_values(contents, asked, row)
    return values[~np.isnan(values)]


def _row_values(contents: Contents, asked: Sequence[int], row: int) -> np.ndarray:
    return np.array([number_table(contents[c])[contents[c].numbers[row]] for c in asked])


def _text(content: Content, row: int) -> str | None:
    number = int(content.numbers[row])
    return None if number < 0 else content.column.texts[number].as_py()
