"""Formulas of the official form: their text when all rows have their places, and the result a spreadsheet shows."""

from collections.abc import Callable
from typing import Any

from messy.model import INSTRUMENT, Formula, Row, question, scale

_REF, _DIV = "#REF!", "#DIV/0!"


def text_of(formula: Formula, place: Callable[[Row], int | None], letter: Callable[[str], str]) -> str:
    """The formula as written into its cell; rows that are gone leave #REF! behind, as in a spreadsheet."""
    at = formula.row and place(formula.row)
    cells = [f"{letter(formula.column)}{place(row)}" for row in formula.refs if place(row)]
    if formula.kind == "broken" or (formula.refs and not cells):
        return f"={_REF}"
    if formula.kind == "sum":
        return f"=SUM({','.join(cells)})"
    if formula.kind == "ratio":
        return _ratio_text(formula, place, letter)
    if formula.kind == "mean":
        return f"=AVERAGE({','.join(cells)})*{letter('bobot')}{at}"
    if formula.kind == "total":
        return "=" + "+".join(
            f"IFERROR({_points(row, formula, place, letter)},0)" for row in formula.refs if place(row)
        )
    return _nilai_text(formula, f"{letter(formula.column)}{at}", f"{letter('pilihan')}{at}")


def result_of(formula: Formula) -> Any:
    """What a spreadsheet would show: it does not know ' a ', sums no text, and an error spoils a mean."""
    if formula.kind == "broken":
        return _REF
    cells = [_shown(row.cells.get(formula.column)) for row in formula.refs]
    numbers = [cell for cell in cells if _is_number(cell)]
    errors = [cell for cell in cells if isinstance(cell, str) and cell.startswith("#")]
    if formula.kind == "sum":
        return sum(numbers)
    if formula.kind == "ratio":
        return _ratio_result(formula)
    if formula.kind == "mean":
        if errors:
            return errors[0]
        return sum(numbers) / len(numbers) * _weight(formula.row) if numbers else _DIV
    if formula.kind == "total":
        weights = [_weight(row) if row.kind == "question" else 1 for row in formula.refs]
        return sum(cell * weight for cell, weight in zip(cells, weights, strict=True) if _is_number(cell))
    return _nilai_result(formula)


def _points(row: Row, formula: Formula, place: Callable, letter: Callable) -> str:
    """A node's points; where it shares its row with its question, Nilai is a value of 0 to 1."""
    cell = f"{letter(formula.column)}{place(row)}"
    return f"{cell}*{letter('bobot')}{place(row)}" if row.kind == "question" else cell


def _ratio_text(formula: Formula, place: Callable, letter: Callable) -> str:
    rows = {row.kunci: row for row in formula.refs}
    rule, column = question(formula.kode).rasio, letter(formula.column)
    above = "".join(f"{'-' if factor < 0 else '+'}{column}{place(rows[k])}" for k, factor in rule.pembilang.items())
    below = "+".join(f"{column}{place(rows[k])}" for k in rule.penyebut)
    return f"=({above.removeprefix('+')})/({below})"


def _nilai_text(formula: Formula, answer: str, options: str) -> str:
    kind = scale(formula.kode)
    if kind.jenis == "rasio":
        return f'=IF({answer}="","Blm Diisi",{answer})'
    if kind.jenis == "indeks":
        return f'=IF({answer}="","Blm Diisi",{answer}/{kind.maksimum:g})'
    nested = '"-"'
    for listed in INSTRUMENT.skala.values():
        if listed.jenis == "pilihan":
            inner = '"-"'
            for name, value in reversed(listed.pilihan.items()):
                inner = f'IF({answer}="{name}",{value:g},{inner})'
            nested = f'IF({options}="{"/".join(listed.pilihan)}",{inner},{nested})'
    return f'=IF({answer}="","Blm Diisi",{nested})'


def _ratio_result(formula: Formula) -> Any:
    """The form's bare division: a blank is 0 to it, text that looks like a number is one, and nothing is capped."""
    cells = {row.kunci: _shown(row.cells.get(formula.column)) for row in formula.refs}
    texts = {key: str(cell or 0).strip().replace(".", "") for key, cell in cells.items()}
    if not all(text.isdigit() for text in texts.values()):
        return "#VALUE!"
    rule = question(formula.kode).rasio
    above = sum(factor * int(texts[key]) for key, factor in rule.pembilang.items())
    below = sum(factor * int(texts[key]) for key, factor in rule.penyebut.items())
    return above / below if below else _DIV


def _nilai_result(formula: Formula) -> Any:
    written = _shown(formula.row.cells.get(formula.column))
    kind = scale(formula.kode)
    if written in (None, ""):
        return "Blm Diisi"
    if str(written).startswith("#"):
        return written
    if kind.jenis != "pilihan":
        return written / getattr(kind, "maksimum", 1) if _is_number(written) else "#VALUE!"
    if formula.row.cells.get("pilihan") != "/".join(kind.pilihan):
        return "-"
    # A spreadsheet's = does not mind capitals.
    return next((v for name, v in kind.pilihan.items() if name.casefold() == str(written).casefold()), "-")


def _weight(row: Row) -> float:
    """A weight as a spreadsheet here computes with it: text that looks like a number is one, a blank is 0."""
    cell = row.cells.get("bobot")
    if not isinstance(cell, str):
        return cell or 0
    return float(cell.removesuffix("%").replace(",", ".")) / (100 if cell.endswith("%") else 1)


def _shown(cell: Any) -> Any:
    return result_of(cell) if isinstance(cell, Formula) else cell


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
