"""Results instead of answers: tables of NRR per unsur, and single indices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from zi_metrics.reading import address
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import Aggregate, Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument, convert
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.headings import RESPONDEN, UNIT, role_of
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import Match, Questions
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.rows import is_result_label

# A result is a small table.
_MOST_ROWS = 2_000
# Nor does one say so much; each text is compared with every wording of every survey.
_MOST_TEXTS = 3_000
_NUMBER = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*")
_MEAN_HEADING = re.compile(r"\b(?:nrr|rata rata|rerata|mean|average|nilai|skor|indeks|ikm|ipak|ipkp)\b")
_OTHER_HEADING = re.compile(
    r"\b(?:tertimbang|bobot|jumlah|total|peringkat|ranking|rank|persen|target|tahun lalu|gap|no)\b"
)
# '1250', '1.250', '152.0'
_COUNT = r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:\.0)?"
# Beside an index in a table of units.
_NO_INDEX = re.compile(r"\b(?:mutu|kategori|predikat|responden|target|poin|bobot|selisih|peringkat)\b")
_RESPONDENTS = re.compile(r"(?:jumlah|total|banyak(?:nya)?)? ?responden.*")

# (row, column), both from 0 -> what stands there
Cells = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Recap:
    """One aggregate of one instrument.

    jenis: the instrument's code
    aggregate: the results
    asks: what is open about it
    unit: whose it is, None = not told beside it
    """

    jenis: str
    aggregate: Aggregate
    asks: tuple[Ask, ...] = ()
    unit: str | None = None


class _Table(NamedTuple):
    """A table of NRR down a column.

    instrument: whose unsur stand beside it
    rows: unsur -> (row, column) of its name
    values: unsur -> its NRR and the cell it stands in
    """

    instrument: SurveyInstrument
    rows: dict[str, tuple[int, int]]
    values: dict[str, tuple[float, str]]


def recaps_of(table: ColumnTable, questions: Questions, context: set[str], mapping: SurveyMapping) -> list[Recap]:
    """The aggregates of a sheet: NRR down a column beside the unsur's names, or else single indices.

    context: instruments that titles and names point at
    """
    if table.rows > _MOST_ROWS:
        return []
    cells = {(row, c): text for row in range(table.rows) for c, text in table.row_texts(row).items()}
    if len({text for text in cells.values() if not _NUMBER.fullmatch(text)}) > _MOST_TEXTS:
        return []
    responden = _respondents(cells)
    tables = []
    for jenis, instrument in questions.instruments.items():
        rows = _unsur_rows(cells, questions, jenis)
        if rows and (values := _values_beside(cells, rows, table)):
            tables.append(_Table(instrument, rows, values))
    return (
        _tables(tables, responden, context, mapping)
        or _by_unit(cells, questions)
        or _indices(cells, questions, responden)
    )


def count_in(text: str | None) -> int | None:
    """A number of people as written ('1.250', '152 orang'); None for anything else."""
    count = re.fullmatch(rf"\s*:?\s*{_COUNT}\s*(?:orang|responden)?\s*", text or "")
    return int(count[1].replace(".", "")) if count else None


def horizontal(
    matches: Mapping[int, Match],
    values: Mapping[int, float],
    instrument: SurveyInstrument,
    unit: str | None,
    responden: int | None,
    sel: str,
    mapping: SurveyMapping,
) -> Recap | None:
    """An aggregate from one row of means under question headings (values: column -> mean); None when it holds none."""
    by_unsur: dict[str, list[float]] = {}
    for column, match in matches.items():
        if 1 <= values.get(column, 0) <= 100:
            by_unsur.setdefault(match.unsur.kode, []).append(values[column])
    nrr = {kode: sum(v) / len(v) for kode, v in by_unsur.items()}
    return replace(_recap(instrument, nrr, responden, sel, mapping), unit=unit) if nrr else None


def together(recaps: Sequence[Recap]) -> Recap:
    """The aggregates of several services as one: weighted by respondents where all tell them, else equally."""
    counts = [r.aggregate.responden for r in recaps if r.aggregate.responden]
    total = sum(counts) if len(counts) == len(recaps) else None
    weights = counts if total is not None else [1] * len(recaps)
    kodes = set.intersection(*(set(r.aggregate.nrr) for r in recaps))
    nrr = {
        kode: sum(w * r.aggregate.nrr[kode] for w, r in zip(weights, recaps, strict=True)) / sum(weights)
        for kode in recaps[0].aggregate.nrr
        if kode in kodes
    }
    return Recap(recaps[0].jenis, Aggregate(nrr, None, total, recaps[0].aggregate.sel), recaps[0].asks)


def _unsur_rows(cells: Cells, questions: Questions, jenis: str) -> dict[str, tuple[int, int]]:
    """unsur -> (row, column) of its name, all in one column; {} when fewer than three stand there."""
    by_column: dict[int, dict[str, tuple[float, int]]] = {}
    codes = {u.kode for u in questions.instruments[jenis].unsur}
    for (row, column), text in cells.items():
        if len(text) > 300 or _NUMBER.fullmatch(text):
            continue
        code = words_of(text).replace(" ", "").upper()
        match = questions.best(text, jenis)
        kode, score = (code, 100.0) if code in codes else (match.unsur.kode, match.score) if match else ("", 0.0)
        if kode and score > by_column.setdefault(column, {}).get(kode, (0, 0))[0]:
            by_column[column][kode] = (score, row)
    best = max(by_column.items(), key=lambda item: len(item[1]), default=(0, {}))
    column, rows = best
    return {kode: (row, column) for kode, (_, row) in rows.items()} if len(rows) >= 3 else {}


def _values_beside(
    cells: Cells, rows: Mapping[str, tuple[int, int]], table: ColumnTable
) -> dict[str, tuple[float, str]]:
    """unsur -> (value, address), from the column that looks like the NRR; {} when none does, or several do alike.

    Several like columns are respondents, years or periods side by side.
    """
    name_column = next(iter(rows.values()))[1]
    top = min(row for row, _ in rows.values())
    rated: list[tuple[int, dict[str, tuple[float, str]]]] = []
    for column in range(name_column + 1, len(table.columns)):
        values = {
            kode: (float(number[1].replace(",", ".")), address(row + 1, column + 1))
            for kode, (row, _) in rows.items()
            if (number := _NUMBER.fullmatch(cells.get((row, column), "")))
        }
        heading = " ".join(words_of(cells.get((row, column), "")) for row in range(max(0, top - 3), top))
        numbers = [v for v, _ in values.values()]
        if len(values) < len(rows) or not _may_be_means(heading, numbers):
            continue
        rated.append((2 * bool(_MEAN_HEADING.search(heading)) + (max(numbers) <= 4), values))
    best = max((score for score, _ in rated), default=0)
    chosen = [values for score, values in rated if score == best]
    return chosen[0] if len(chosen) == 1 else {}


def _may_be_means(heading: str, numbers: Sequence[float]) -> bool:
    fits = min(numbers) >= 1 and (max(numbers) <= 10 or 25 <= min(numbers) <= max(numbers) <= 100)
    says_means = bool(_MEAN_HEADING.search(heading))
    # Whole numbers under no such heading are counts: how many answered so.
    counted = not says_means and (max(numbers) > 10 or all(n == round(n) for n in numbers))
    other = _OTHER_HEADING.search(heading) and not says_means
    return fits and not counted and not other and "tertimbang" not in heading


def _tables(tables: Sequence[_Table], responden: int | None, context: set[str], mapping: SurveyMapping) -> list[Recap]:
    """Of instruments with like names of unsur the best fitting takes a table; others may have tables of their own."""
    recaps: list[Recap] = []
    taken: set[int] = set()

    def rating(table: _Table) -> tuple[bool, int, int]:
        jenis, rows = table.instrument.kode, table.rows
        return (jenis in context or mapping.get("jenis") == jenis, -len(table.instrument.missing(set(rows))), len(rows))

    for instrument, rows, values in sorted(tables, key=rating, reverse=True):
        places = {row for row, _ in rows.values()}
        if places & taken or len(instrument.missing(set(rows))) > len(rows):
            continue
        taken |= places
        nrr = {kode: value for kode, (value, _) in values.items()}
        sel = next(iter(values.values()))[1]
        recaps.append(_recap(instrument, nrr, responden, sel, mapping))
    return recaps


def _recap(
    instrument: SurveyInstrument, nrr: dict[str, float], responden: int | None, sel: str, mapping: SurveyMapping
) -> Recap:
    """An aggregate on the instrument's scale: IKM per unsur is divided, another scale asked for."""
    own = instrument.skala
    asks: tuple[Ask, ...] = ()
    high = max(nrr.values())
    if high > 10:
        nrr = {kode: value * own.maksimum / 100 for kode, value in nrr.items()}
    elif high > own.maksimum:
        scale = scales.parse_scale(mapping.get(f"skala:{instrument.kode}") or "")
        if scale:
            nrr = {kode: convert(value, own, *scale) for kode, value in nrr.items()}
        else:
            options = {o: f"Skala {o.replace('-', '–')}" for o in ("1-5", "1-6", "1-10") if high <= float(o[2:])}
            question = f"Rata-rata {instrument.singkatan} melebihi {own.maksimum:g}. Pada skala berapa?"
            asks = (Ask(f"skala:{instrument.kode}", question, options),)
    return Recap(instrument.kode, Aggregate(nrr, None, responden, sel), asks)


def _indices(cells: Cells, questions: Questions, responden: int | None) -> list[Recap]:
    """Labels such as 'Nilai IKM' or 'IPAK' with a number beside them or behind a colon."""
    recaps: dict[str, Recap] = {}
    for (row, column), text in sorted(cells.items()):
        label, _, after = text.partition(":") if ":" in text else text.partition("=")
        words = words_of(label).split()
        if len(words) > 8:
            continue
        for jenis, instrument in questions.instruments.items():
            if jenis in recaps or not {instrument.indeks.casefold(), instrument.singkatan.casefold()} & set(words):
                continue
            candidates = [after, *_around(cells, row, column)]
            index = next((i for text in candidates if (i := _index_in(text, instrument)) is not None), None)
            if index is not None:
                recaps[jenis] = Recap(jenis, Aggregate({}, index, responden, address(row + 1, column + 1)))
    return list(recaps.values())


def _around(cells: Cells, row: int, column: int) -> list[str]:
    """What stands to the right of a label and below it."""
    # A column of numbers below is a table, not this index.
    is_table = _NUMBER.fullmatch(cells.get((row + 2, column), ""))
    return [
        *(cells.get((row, c), "") for c in range(column + 1, column + 4)),
        "" if is_table else cells.get((row + 1, column), ""),
    ]


def _index_in(text: str, instrument: SurveyInstrument) -> float | None:
    """An index as written, on the instrument's scale (above it: of 100); None for what is none."""
    number = _NUMBER.fullmatch(text)
    value = float(number[1].replace(",", ".")) if number else None
    if value is None or not 1 <= value <= 100 or (4 < value < 25):
        return None
    return value if value <= instrument.skala.maksimum else value * instrument.skala.maksimum / 100


def _by_unit(cells: Cells, questions: Questions) -> list[Recap]:
    """The indices of a table with a row per unit and a column per index ('Unit Kerja | IKM | IPAK | IPKP')."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(cells.items()):
        rows.setdefault(row, {})[column] = text
    recaps: list[Recap] = []
    for row, texts in rows.items():
        unit = next((c for c, text in texts.items() if role_of(text) == UNIT), None)
        people = next((c for c, text in texts.items() if role_of(text) == RESPONDEN), None)
        columns = {c: jenis for c, text in texts.items() if (jenis := _index_named(text, questions))}
        if unit is None or not columns:
            continue
        below = row + 1
        while name := rows.get(below, {}).get(unit):
            if not is_result_label(name):
                responden = None if people is None else count_in(rows[below].get(people))
                recaps += _unit_indices(name, below, rows[below], columns, responden, questions)
            below += 1
    return recaps


def _unit_indices(
    unit: str,
    row: int,
    texts: Mapping[int, str],
    columns: Mapping[int, str],
    responden: int | None,
    questions: Questions,
) -> list[Recap]:
    """The indices in one unit's row; columns: column -> instrument."""
    recaps = []
    for column, jenis in columns.items():
        index = _index_in(texts.get(column, ""), questions.instruments[jenis])
        if index is not None:
            aggregate = Aggregate({}, index, responden, address(row + 1, column + 1))
            recaps.append(Recap(jenis, aggregate, unit=unit))
    return recaps


def _index_named(heading: str, questions: Questions) -> str | None:
    """The instrument whose index a heading names, by its short name."""
    words = words_of(heading).split()
    if len(words) > 4 or _NO_INDEX.search(" ".join(words)):
        return None
    named = [j for j, i in questions.instruments.items() if {i.indeks.casefold(), i.singkatan.casefold()} & set(words)]
    return named[0] if len(named) == 1 else None


def _respondents(cells: Cells) -> int | None:
    """How many answered, as a label tells ('Jumlah responden: 152'); None when none does."""
    for (row, column), text in sorted(cells.items()):
        label, _, after = text.partition(":")
        if not _RESPONDENTS.fullmatch(words_of(label)):
            continue
        for candidate in (after, cells.get((row, column + 1), ""), cells.get((row, column + 2), "")):
            if (count := count_in(candidate)) is not None:
                return count
    return None
