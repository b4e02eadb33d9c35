"""The formulas of an official LKE workbook, as text, from cells and the instrument's scales and rules.

Only functions that Excel 2010 and LibreOffice share.
"""

from collections.abc import Iterable, Mapping, Sequence

from zi_metrics.instruments.library import IndexScale, Instrument, OptionScale, PercentScale, Question, RatioScale
from zi_metrics.reports.lke_layout import BOBOT
from zi_metrics.reports.lke_rows import LayoutRow
from zi_metrics.scoring.values import ratio_counts

UNFILLED, OUTSIDE = "Blm Diisi", "-"


def choice_label(scale: OptionScale | IndexScale | PercentScale | RatioScale) -> str:
    """What the column of options says: 'A/B/C', '%', or 'Nilai (0-4)' with the form's line break."""
    if isinstance(scale, OptionScale):
        return "/".join(scale.pilihan)
    return f"Nilai\n(0-{scale.maksimum:g})" if isinstance(scale, IndexScale) else "%"


def option_nilai(instrument: Instrument, scale: OptionScale, answer: str, options: str) -> str:
    """Value of a chosen option: IFs on the row's options, then on the answer; '-' for an answer outside them.

    answer, options: the two cells.
    """
    scales = {choice_label(s): s.pilihan for s in instrument.skala.values() if isinstance(s, OptionScale)}
    # Should two scales have the same options at other values, the question's own counts.
    scales[choice_label(scale)] = scale.pilihan
    result = f'"{OUTSIDE}"'
    for label, values in reversed(scales.items()):
        chosen = f'"{OUTSIDE}"'
        for option, value in reversed(values.items()):
            chosen = f"IF({answer}={_text(option)},{_number(value)},{chosen})"
        result = f"IF({options}={_text(label)},{chosen},{result})"
    return f'=IF({answer}="","{UNFILLED}",{result})'


def number_nilai(answer: str, maximum: float) -> str:
    """Value of an index (or a percentage, with maximum 1) in a cell; '-' for text or a number out of bounds."""
    inside = f'IF(AND({answer}>=0,{answer}<={_number(maximum)}),{answer}/{_number(maximum)},"{OUTSIDE}")'
    return f'=IF({answer}="","{UNFILLED}",IF(ISNUMBER({answer}),{inside},"{OUTSIDE}"))'


def ratio(question: Question, cells: Mapping[str, str]) -> str:
    """The ratio from its raw counts, by the rule of `scoring.values.ratio_meaning`.

    Blank while a count is missing or negative (one that a sum is made of, too), and for something over 0 (a
    contradiction). 1 for 0/0, where the ministry's own formula fails with #DIV/0!.
    cells: count key -> its cell. Raises ValueError when the question has no ratio rule.
    """
    rule = question.rasio
    if rule is None:
        raise ValueError(f"question {question.kode} has no ratio rule")
    used, none_negative = ratio_counts(question)
    counts, taken = (",".join(cells[key] for key in keys) for keys in (used, none_negative))
    numerator, denominator = _terms(rule.pembilang, cells), _terms(rule.penyebut, cells)
    nothing_due = f'IF({numerator}=0,1,IF({numerator}>0,"",0))'
    share = f"IF({numerator}<0,0,IF({numerator}>{denominator},1,({numerator})/({denominator})))"
    return f'=IF(COUNT({counts})<{len(used)},"",IF(MIN({taken})<0,"",IF({denominator}=0,{nothing_due},{share})))'


def count_sum(column: str, part_rows: Sequence[int]) -> str:
    """A count that is the sum of others; blank, not 0, while none of them is written."""
    cells = _cells(column, part_rows)
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def mean_nilai(column: str, row: int, question_rows: Sequence[int]) -> str:
    """A sub-indicator's nilai: the mean of its answered questions x bobot; with none, #DIV/0! as in the form.

    column: of Nilai; row: of the sub-indicator
    """
    return f"=AVERAGE({_cells(column, question_rows)})*{BOBOT}{row}"


def sum_nilai(column: str, rows: Iterable[LayoutRow], sheet: str = "") -> str:
    """The points of some nodes together; a node without any answer (#DIV/0!) adds nothing instead of spoiling it.

    column: of Nilai; sheet: prefix of the cells ("'LKE ZI'!") where the formula stands on another sheet.
    """
    return "=" + "+".join(f"IFERROR({_points(column, row, sheet)},0)" for row in rows)


def share(column: str, row: LayoutRow) -> str:
    """The nilai as a share of the bobot; column: of Nilai."""
    if row.jenis == "simpul-pertanyaan":
        return f'=IF(ISNUMBER({column}{row.row}),{column}{row.row},"")'
    return f"={column}{row.row}/{BOBOT}{row.row}"


def answered(column: str, question_rows: Sequence[int], sheet: str) -> str:
    """How many questions have a Nilai; column: of Nilai; sheet: prefix of its cells."""
    return f"=COUNT({','.join(sheet + cells for cells in _cells(column, question_rows).split(','))})"


def _points(column: str, row: LayoutRow, sheet: str) -> str:
    """The points of a node; where it shares its row with its question, Nilai is a value of 0 to 1."""
    cell = f"{sheet}{column}{row.row}"
    return f"{cell}*{sheet}{BOBOT}{row.row}" if row.jenis == "simpul-pertanyaan" else cell


def _terms(factors: Mapping[str, float], cells: Mapping[str, str]) -> str:
    terms = []
    for key, factor in factors.items():
        size = "" if abs(factor) == 1 else f"{_number(abs(factor))}*"
        terms.append(f"{'-' if factor < 0 else '+'}{size}{cells[key]}")
    return "".join(terms).removeprefix("+")


def _cells(column: str, rows: Sequence[int]) -> str:
    """Rows as ranges where they follow each other: L7:L8,L12."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ",".join(f"{column}{r[0]}" + (f":{column}{r[-1]}" if len(r) > 1 else "") for r in runs)


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _number(value: float) -> str:
    return f"{value:.15g}"
