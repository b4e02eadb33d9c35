"""The formulas of the official LKE workbook, as text, from rows and the instrument's scales and rules.

Only functions that Excel 2010 and LibreOffice share. Answers stand in column K, Nilai in L, bobot in H, options in J.
"""

from collections.abc import Iterable, Mapping, Sequence

from zi_metrics.instrument import IndexScale, Instrument, OptionScale, Question, RatioScale
from zi_metrics.reports.lampiran_iii_rows import LayoutRow

UNFILLED, OUTSIDE = "Blm Diisi", "-"


def choice_label(scale: OptionScale | IndexScale | RatioScale) -> str:
    """What column J says: 'A/B/C', '%', or 'Nilai (0-4)' with the form's line break."""
    if isinstance(scale, OptionScale):
        return "/".join(scale.pilihan)
    return f"Nilai\n(0-{scale.maksimum:g})" if isinstance(scale, IndexScale) else "%"


def option_nilai(instrument: Instrument, scale: OptionScale, row: int) -> str:
    """Value of a chosen option: IFs on the options in J, then on the answer in K; '-' for an answer outside them."""
    scales = {choice_label(s): s.pilihan for s in instrument.skala.values() if isinstance(s, OptionScale)}
    # Should two scales have the same options at other values, the question's own counts.
    scales[choice_label(scale)] = scale.pilihan
    result = f'"{OUTSIDE}"'
    for label, options in reversed(scales.items()):
        chosen = f'"{OUTSIDE}"'
        for option, value in reversed(options.items()):
            chosen = f"IF(K{row}={_text(option)},{_number(value)},{chosen})"
        result = f"IF(J{row}={_text(label)},{chosen},{result})"
    return f'=IF(K{row}="","{UNFILLED}",{result})'


def number_nilai(row: int, maximum: float) -> str:
    """Value of an index (or a ratio, with maximum 1) in K; '-' for text or a number out of bounds."""
    inside = f'IF(AND(K{row}>=0,K{row}<={_number(maximum)}),K{row}/{_number(maximum)},"{OUTSIDE}")'
    return f'=IF(K{row}="","{UNFILLED}",IF(ISNUMBER(K{row}),{inside},"{OUTSIDE}"))'


def ratio(question: Question, count_rows: Mapping[str, int]) -> str:
    """The ratio from its raw counts, by the rule of `answer_values.ratio_meaning`.

    Blank while a count is missing or negative, and for something over 0 (a contradiction); 1 for 0/0.
    count_rows: count key -> row. Raises AttributeError when the question has no ratio rule.
    """
    rule = question.rasio
    used = list(dict.fromkeys([*rule.pembilang, *rule.penyebut]))
    cells = ",".join(f"K{count_rows[key]}" for key in used)
    numerator, denominator = _terms(rule.pembilang, count_rows), _terms(rule.penyebut, count_rows)
    nothing_due = f'IF({numerator}=0,1,IF({numerator}>0,"",0))'
    share = f"IF({numerator}<0,0,IF({numerator}>{denominator},1,({numerator})/({denominator})))"
    return f'=IF(COUNT({cells})<{len(used)},"",IF(MIN({cells})<0,"",IF({denominator}=0,{nothing_due},{share})))'


def count_sum(part_rows: Sequence[int]) -> str:
    """A count that is the sum of others; blank, not 0, while none of them is written."""
    cells = _cells("K", part_rows)
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def mean_nilai(row: int, question_rows: Sequence[int]) -> str:
    """A sub-indicator's nilai: the mean of its answered questions x bobot; with none, #DIV/0! as in the form."""
    return f"=AVERAGE({_cells('L', question_rows)})*H{row}"


def sum_nilai(rows: Iterable[LayoutRow], sheet: str = "") -> str:
    """The points of some nodes together; a node without any answer (#DIV/0!) adds nothing instead of spoiling it.

    sheet: prefix of the cells ("'LKE ZI'!") where the formula stands on another sheet.
    """
    return "=" + "+".join(f"IFERROR({points(row, sheet)},0)" for row in rows)


def points(row: LayoutRow, sheet: str = "") -> str:
    """The points of a node as an expression; where it shares its row with its question, Nilai is a value of 0 to 1."""
    cell = f"{sheet}L{row.row}"
    return f"{cell}*{sheet}H{row.row}" if row.jenis == "simpul-pertanyaan" else cell


def share(row: LayoutRow) -> str:
    """The nilai as a share of the bobot (column M)."""
    if row.jenis == "simpul-pertanyaan":
        return f'=IF(ISNUMBER(L{row.row}),L{row.row},"")'
    return f"=L{row.row}/H{row.row}"


def _terms(factors: Mapping[str, float], rows: Mapping[str, int]) -> str:
    terms = []
    for key, factor in factors.items():
        size = "" if abs(factor) == 1 else f"{_number(abs(factor))}*"
        terms.append(f"{'-' if factor < 0 else '+'}{size}K{rows[key]}")
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
