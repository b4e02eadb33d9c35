"""Averages (NRR) per unsur instead of answers: down a column beside the names, or along a row of questions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.survey_answers import Aggregate, Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument, convert
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.heading_meaning import BEFORE, RESULT, TARGET, Meaning, meaning_of
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import Match, Questions
from zi_metrics.surveys.recognition.recap import NUMBER, Cells, Recap, number_in
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.unsur_tables import unsur_tables

_MEAN_HEADING = re.compile(r"\b(?:nrr|rata rata|rerata|mean|average|nilai|skor|indeks|ikm|ipak|ipkp)\b")
_OTHER_HEADING = re.compile(
    r"\b(?:tertimbang|bobot|jumlah|total|peringkat|ranking|rank|persen|target|tahun lalu|gap|no)\b"
)


class NrrColumn(NamedTuple):
    """A column of NRR.

    meaning: of which year and period it is, as its heading says
    values: unsur -> its NRR as written, and the cell it stands in
    """

    meaning: Meaning
    values: dict[str, tuple[float, str]]


class AverageLine(NamedTuple):
    """A row of averages under question headings.

    row: its place below the header (from 0)
    unit: whose it is, None = not told
    responden: how many answered, None = not told
    meaning: of which year and period it is, as far as its row says
    """

    row: int
    unit: str | None
    responden: int | None
    meaning: Meaning = Meaning()


class _Table(NamedTuple):
    """A table of NRR down a column.

    instrument: whose unsur stand beside it
    rows: unsur -> (row, column) of its name
    columns: its columns of NRR
    """

    instrument: SurveyInstrument
    rows: dict[str, tuple[int, int]]
    columns: list[NrrColumn]


def nrr_recaps(
    cells: Cells, questions: Questions, context: set[str], responden: int | None, mapping: SurveyMapping
) -> list[Recap]:
    """The aggregates of a sheet that tells NRR down columns beside the unsur's names, one per year and period.

    context: instruments that titles and names point at; responden: how many answered, None = not told
    """
    tables = []
    for jenis, instrument in questions.instruments.items():
        named = unsur_rows(cells, questions, jenis)
        for table in unsur_tables(cells, named) if named else ():
            if columns := columns_beside(cells, table.rows, table.top):
                told = [NrrColumn(c.meaning.within(table.meaning), c.values) for c in columns]
                tables.append(_Table(instrument, table.rows, told))
    return _tables(tables, responden, context, mapping)


def horizontal(
    matches: Mapping[int, Match],
    values: Mapping[int, float],
    instrument: SurveyInstrument,
    line: AverageLine,
    sel: str,
    mapping: SurveyMapping,
) -> Recap | None:
    """An aggregate from one row of means under question headings (values: column -> mean); None when it holds none."""
    by_unsur: dict[str, list[float]] = {}
    for column, match in matches.items():
        if 1 <= values.get(column, 0) <= 100:
            by_unsur.setdefault(match.unsur.kode, []).append(values[column])
    nrr = {kode: sum(v) / len(v) for kode, v in by_unsur.items()}
    if not nrr:
        return None
    recap = _recap(instrument, nrr, line.responden, sel, mapping, line.meaning)
    return replace(recap, unit=line.unit)


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
    first = recaps[0]
    aggregate = Aggregate(nrr, None, total, first.aggregate.sel, first.meaning.tahun)
    told = () if total is not None else (_weighed_equally(len(recaps), first.aggregate.sel),)
    return Recap(first.jenis, aggregate, first.asks, first.unit, first.meaning, told)


def _weighed_equally(count: int, sel: str | None) -> Finding:
    text = f"rata-rata {count} baris digabung dengan bobot sama, karena berkas tidak menyebut jumlah respondennya"
    advice = "tambahkan kolom 'Jumlah Responden', atau unggah jawaban responden"
    return Finding("peringatan", text, advice, sel=sel)


def unsur_rows(cells: Cells, questions: Questions, jenis: str) -> dict[str, tuple[int, int]]:
    """unsur -> (row, column) of its name, all in one column; {} when fewer than three stand there."""
    by_column: dict[int, dict[str, tuple[float, int]]] = {}
    codes = {u.kode for u in questions.instruments[jenis].unsur}
    for (row, column), text in cells.items():
        if len(text) > 300 or NUMBER.fullmatch(text):
            continue
        code = words_of(text).replace(" ", "").upper()
        match = questions.best(text, jenis)
        kode, score = (code, 100.0) if code in codes else (match.unsur.kode, match.score) if match else ("", 0.0)
        if kode and score > by_column.setdefault(column, {}).get(kode, (0, 0))[0]:
            by_column[column][kode] = (score, row)
    best = max(by_column.items(), key=lambda item: len(item[1]), default=(0, {}))
    column, rows = best
    return {kode: (row, column) for kode, (_, row) in rows.items()} if len(rows) >= 3 else {}


def columns_beside(cells: Cells, rows: Mapping[str, tuple[int, int]], top: int | None = None) -> list[NrrColumn]:
    """The columns beside the unsur's names that look like NRR, one per year and period; [] when none does.

    top: the row below the headings, None = the first of the unsur.
    Several columns that cannot be told apart are respondents side by side. A column of targets is no result.
    """
    name_column = next(iter(rows.values()))[1]
    top = min(row for row, _ in rows.values()) if top is None else top
    rated: list[tuple[int, NrrColumn]] = []
    for column in range(name_column + 1, 1 + max(c for _, c in cells)):
        values = {
            kode: (number, address(row + 1, column + 1))
            for kode, (row, _) in rows.items()
            if (number := number_in(cells.get((row, column), ""))) is not None
        }
        heading = " ".join(words_of(cells.get((row, column), "")) for row in range(max(0, top - 3), top))
        numbers = [v for v, _ in values.values()]
        meaning = _meaning_above(cells, top, column)
        if len(values) < len(rows) or meaning.kind in (TARGET, BEFORE) or not _may_be_means(heading, numbers):
            continue
        score = 4 * (meaning.kind == RESULT) + 2 * bool(_MEAN_HEADING.search(heading)) + (max(numbers) <= 4)
        rated.append((score, NrrColumn(meaning, values)))
    best = max((score for score, _ in rated), default=0)
    chosen = [column for score, column in rated if score == best]
    times = {column.meaning[:2] for column in chosen}
    return chosen if len(times) == len(chosen) and (len(chosen) == 1 or (None, "") not in times) else []


def _meaning_above(cells: Cells, top: int, column: int) -> Meaning:
    """What the headings of a column say, the lower one first; one that spans several stands over the first of them."""
    meaning = Meaning()
    for row in range(top - 1, max(-1, top - 4), -1):
        text = cells.get((row, column), "")
        if not text and row < top - 1:
            text = next((cells[row, c] for c in range(column, 0, -1) if (row, c) in cells), "")
        meaning = meaning.within(meaning_of(text))
    return meaning


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

    for instrument, rows, columns in sorted(tables, key=rating, reverse=True):
        places = {row for row, _ in rows.values()}
        if places & taken or len(instrument.missing(set(rows))) > len(rows):
            continue
        taken |= places
        for meaning, values in columns:
            nrr = {kode: value for kode, (value, _) in values.items()}
            sel = next(iter(values.values()))[1]
            recaps.append(_recap(instrument, nrr, responden, sel, mapping, meaning))
    return recaps


def _recap(
    instrument: SurveyInstrument,
    nrr: dict[str, float],
    responden: int | None,
    sel: str,
    mapping: SurveyMapping,
    meaning: Meaning,
) -> Recap:
    """An aggregate on the instrument's scale: IKM per unsur is divided, another scale asked for."""
    standard = instrument.skala
    asks: tuple[Ask, ...] = ()
    high = max(nrr.values())
    if high > 10:
        nrr = {kode: value * standard.maksimum / 100 for kode, value in nrr.items()}
    elif high > standard.maksimum:
        scale = scales.parse_scale(mapping.get(f"skala:{instrument.kode}") or "")
        if scale:
            nrr = {kode: convert(value, standard, *scale) for kode, value in nrr.items()}
        else:
            options = {o: f"Skala {o.replace('-', '–')}" for o in ("1-5", "1-6", "1-10") if high <= float(o[2:])}
            question = f"Rata-rata {instrument.singkatan} melebihi {standard.maksimum:g}. Pada skala berapa?"
            asks = (Ask(f"skala:{instrument.kode}", question, options),)
    return Recap(instrument.kode, Aggregate(nrr, None, responden, sel, meaning.tahun), asks, meaning=meaning)
