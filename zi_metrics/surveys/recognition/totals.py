"""Rows among the answers that sum up others: told by their label, and by their arithmetic."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zi_metrics.surveys.recognition.distinct_rows import distinct_rows
from zi_metrics.surveys.recognition.layout import Content
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.vocabulary import words

# The word that says so stands first or last: 'Rata-rata KTP', 'Loket A Total', 'NRR Loket A', 'Average of Loket A'.
_SUMMARY = rf"(?:{'|'.join(words('kata_ringkasan'))})"
_NAMES_SUMMARY = re.compile(rf"(?:nilai |skor )?{_SUMMARY}(?: .*)?|.* {_SUMMARY}")
# Labels are looked for among so many different texts of a column at most.
_MOST_TEXTS = 5_000
# Averages are rounded to two or three decimals, sums not at all.
_MEAN_TOLERANCE, _SUM_TOLERANCE = 0.0051, 0.001
# Rounded to one decimal, only together with a label.
_COARSE_TOLERANCE = 0.051
# Of a row's numbers so many must be what they would be as a summary.
_SHARE = 0.8
# Where at least this share of the rows holds whole numbers, fractions are no answers.
_WHOLE_SHARE = 0.9
# Where more of the rows hold fractions, these are how people answered.
_MOST_FRACTIONS = 0.3
# Columns that so many of the rows fill are filled by every respondent.
_FILLED_SHARE = 0.7
# Fewer numbers than this show nothing by their arithmetic.
_FEWEST = 3
# How much a label tells of its row.
_WORDED, _BACKED, _ENOUGH = 0, 1, 2


@dataclass(frozen=True)
class Totals:
    """Rows below a header that are sums or averages of others.

    rows: those that are, by their label or by their arithmetic
    fractions: rows of fractions among whole answers that are the average of nothing above or below; no answers either
    """

    rows: tuple[int, ...] = ()
    fractions: tuple[int, ...] = ()


def names_summary(text: str) -> bool:
    """Whether a label begins or ends with a word for a sum or an average ('Rata-rata Kota', 'Loket A Total')."""
    return bool(_NAMES_SUMMARY.fullmatch(label_words(text)))


def label_words(text: str) -> str:
    """A row's label as lower-case words, the sign for a sum written out."""
    return words_of(text.replace("Σ", "jumlah "))[:100]


@dataclass(frozen=True)
class Kinds:
    """The rows below a header by what stands in the columns of questions: most say the same as others.

    of_row: row -> the number of its kind
    contents: column of questions -> what stands in it, one row for each kind
    says: how many questions a row of each kind answers
    """

    of_row: np.ndarray
    contents: dict[int, Content]
    says: np.ndarray

    def counted(self, mask: np.ndarray) -> np.ndarray:
        """How many rows of each kind the mask holds."""
        return np.bincount(self.of_row if mask.all() else self.of_row[mask], minlength=len(self.says))


def kinds_of(contents: Mapping[int, Content], asked: Sequence[int]) -> Kinds:
    """The kinds of rows; asked: columns of questions."""
    kinds = distinct_rows([contents[c].numbers for c in asked])
    one_each = {c: replace(contents[c], numbers=contents[c].numbers[kinds.first]) for c in asked}
    says = np.sum([content.understood for content in one_each.values()], axis=0)
    return Kinds(kinds.of_row, one_each, says)


def totals_among(contents: Mapping[int, Content], kinds: Kinds, labels: Iterable[int], answered: np.ndarray) -> Totals:
    """The rows among those that look like answers which sum up others.

    kinds: the rows by what they answer; labels: columns that may hold a row's label; answered: mask over the rows
    """
    rows = np.flatnonzero(answered)
    if not len(rows):
        return Totals()
    labels = list(labels)
    labelled = _labelled(contents, labels, answered)
    broken = _fractions(kinds, answered)
    suspects = np.array(sorted({*labelled, *broken, *_bare(contents, labels, answered)}), dtype=int)
    if not len(suspects) or len(suspects) == len(rows):
        return Totals()
    values = _values(contents, list(kinds.contents), rows)
    sums = _Sums(values, np.isin(rows, suspects))
    found: list[int] = []
    fractions: list[int] = []
    in_doubt: list[int] = []
    for row in suspects.tolist():
        place = int(np.searchsorted(rows, row))
        label = labelled.get(row)
        if label == _ENOUGH or (label is not None and row in broken):
            found.append(row)
        elif sums.summarises(place, coarse=label is not None):
            # What could be a person's answers is one's, unless something else says so, too.
            (found if label == _BACKED or not sums.answers_like(place) else in_doubt).append(row)
        elif row in broken:
            fractions.append(row)
    if any(row not in labelled for row in found):
        # Some rows without a label are averages beyond doubt, so that others like them are ones of equal answers.
        found = sorted({*found, *in_doubt})
    return Totals(tuple(found), tuple(fractions))


def _labelled(contents: Mapping[int, Content], labels: Iterable[int], answered: np.ndarray) -> dict[int, int]:
    """Row -> how much its label tells: _ENOUGH in a column that else numbers the respondents, _BACKED where a column

    that respondents fill is empty beside it, _WORDED where it is all there is ('Rata' may be a name).
    A row that fills all columns which respondents fill is one, whatever its service is called.
    """
    found: dict[int, int] = {}
    always = _always_filled(contents, labels, answered)
    for column in labels:
        content = contents[column]
        if len(content.column.texts) > _MOST_TEXTS:
            continue
        texts = content.column.texts.to_pylist()
        said = [n for n, text in enumerate(texts) if names_summary(text)]
        if not said:
            continue
        used = np.unique(content.numbers[answered])
        others = [texts[n] for n in used.tolist() if n >= 0 and n not in said]
        numbering = bool(others) and all(any(c.isdigit() for c in text) and len(text) <= 8 for text in others)
        others_filled = [there for c, there in always.items() if c != column]
        is_person = np.all(others_filled, axis=0) if others_filled and not numbering else np.zeros(len(answered), bool)
        tells = _ENOUGH if numbering else _BACKED if others_filled else _WORDED
        for row in np.flatnonzero(answered & np.isin(content.numbers, said) & ~is_person).tolist():
            found[row] = max(found.get(row, _WORDED), tells)
    return found


def _bare(contents: Mapping[int, Content], labels: Iterable[int], answered: np.ndarray) -> list[int]:
    """Rows with nothing in the columns beside the questions that respondents always fill."""
    always = list(_always_filled(contents, labels, answered).values())
    if not always or any(there.all() for there in always):
        return []
    return np.flatnonzero(answered & ~np.any(always, axis=0)).tolist()


def _always_filled(
    contents: Mapping[int, Content], labels: Iterable[int], answered: np.ndarray
) -> dict[int, np.ndarray]:
    """The columns that respondents fill -> in which rows they are filled."""
    filled = {c: contents[c].numbers >= 0 for c in labels}
    fewest = _FILLED_SHARE * np.count_nonzero(answered)
    return {c: there for c, there in filled.items() if np.count_nonzero(there & answered) >= fewest}


def _fractions(kinds: Kinds, answered: np.ndarray) -> set[int]:
    """Rows of mostly fractions, or of numbers far above the others, in a table of whole numbers."""
    often = kinds.counted(answered)
    known = np.zeros(len(often), dtype=np.int32)
    unlike = np.zeros(len(often), dtype=np.int32)
    for content in kinds.contents.values():
        numbers = np.take(number_table(content), content.numbers)
        with np.errstate(invalid="ignore"):
            odd = (numbers != np.round(numbers)) | (numbers > _beyond(numbers, often))
        there = ~np.isnan(numbers)
        known += there
        unlike += odd & there
    broken = (2 * unlike > known) & (known >= _FEWEST)
    if not broken.any() or often[broken].sum() > _MOST_FRACTIONS * often.sum():
        return set()
    return set(np.flatnonzero(np.take(broken, kinds.of_row) & answered).tolist())


def _beyond(numbers: np.ndarray, often: np.ndarray) -> float:
    """Above this a number is no answer beside the others, as a sum is not; often: how often each number stands."""
    is_number = ~np.isnan(numbers) & (often > 0)
    if not is_number.any():
        return np.inf
    known, place = np.unique(numbers[is_number], return_inverse=True)
    up_to = np.cumsum(np.bincount(place, weights=often[is_number]))
    # The quantile of all of them, between the two that stand around its place.
    at = _WHOLE_SHARE * (up_to[-1] - 1)
    low, high = known[np.searchsorted(up_to, [np.floor(at), np.ceil(at)], side="right")]
    return max(10.0, 2 * float(low + (high - low) * (at % 1)))


class _Sums:
    """What stands above and below a row, summed up; rows are places among those that look like answers."""

    def __init__(self, values: np.ndarray, suspects: np.ndarray) -> None:
        self._values = values
        self._suspects = np.flatnonzero(suspects)
        plain = np.where(suspects[:, None], np.nan, values)
        self._highest = float(np.nanmax(plain)) if not np.isnan(plain).all() else np.inf
        nothing = np.zeros((1, values.shape[1]))
        self._sums = np.vstack([nothing, np.nancumsum(plain, axis=0)])
        self._counts = np.vstack([nothing, np.cumsum(~np.isnan(plain), axis=0)])

    def summarises(self, place: int, coarse: bool) -> bool:
        """Whether a row is the sum, the average or the count of the run above or below it, or of all rows."""
        values = self._values[place]
        known = ~np.isnan(values)
        if known.sum() < _FEWEST and not coarse:
            return False
        before = self._suspects[self._suspects < place]
        after = self._suspects[self._suspects > place]
        end = len(self._values)
        runs = {(int(start) + 1, place) for start in before[::-1][:10]} | {(0, place)}
        runs |= {(place + 1, int(stop)) for stop in after[:10]} | {(place + 1, end), (0, end)}
        means_only = self.answers_like(place)
        return any(
            self._is_summary(values, known, start, stop, coarse, means_only) for start, stop in runs if stop > start
        )

    def answers_like(self, place: int) -> bool:
        """Whether a row holds nothing but what people answered, too: whole numbers no higher than theirs."""
        values = self._values[place]
        known = values[~np.isnan(values)]
        return bool(np.all(known == np.round(known)) and (known <= self._highest).all())

    def _is_summary(
        self, values: np.ndarray, known: np.ndarray, start: int, stop: int, coarse: bool, means_only: bool
    ) -> bool:
        sums, counts = self._sums[stop] - self._sums[start], self._counts[stop] - self._counts[start]
        with np.errstate(invalid="ignore", divide="ignore"):
            means = sums / counts
        tolerance = _COARSE_TOLERANCE if coarse else _MEAN_TOLERANCE
        return bool(known.any()) and any(
            np.mean(np.abs(values - wanted)[known] <= within) >= _SHARE
            for wanted, within in (
                [(means, tolerance)]
                if means_only
                else [(sums, _SUM_TOLERANCE), (means, tolerance), (counts, _SUM_TOLERANCE)]
            )
        )


def _values(contents: Mapping[int, Content], asked: Sequence[int], rows: np.ndarray) -> np.ndarray:
    """(row, question) numbers, NaN where none stands."""
    return np.column_stack([np.take(number_table(contents[c]), contents[c].numbers[rows]) for c in asked])


def number_table(content: Content) -> np.ndarray:
    """The number that each text says, NaN where none; the last entry is for empty cells."""
    table = np.full(len(content.column.texts) + 1, np.nan)
    for number, reply in content.replies.items():
        if reply.number is not None:
            table[number] = reply.number
    return table
