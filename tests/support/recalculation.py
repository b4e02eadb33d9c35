"""Workbooks recalculated by others than the code that wrote them: a small interpreter, and LibreOffice."""

import io
import operator
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from python_calamine import CalamineWorkbook

# Stands in the place of every stored result before LibreOffice gets a workbook.
WRONG = 987654321
# LibreOffice keeps stored results unless told to recalculate always (0).
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


# --- interpreter ----------------------------------------------------------------------------------------------------


class Value:
    """What a cell or a part of a formula holds, compared and combined the way Excel does; '#...' is an error."""

    def __init__(self, held):
        self.held = held
        self.error = isinstance(held, str) and held.startswith("#")
        self.number = isinstance(held, float | int)

    def _combined(self, other, compute):
        bad = next((v for v in (self, other) if v.error), None) or next(
            (Value("#VALUE!") for v in (self, other) if isinstance(v.held, str)), None
        )
        return bad or Value(compute(self.held or 0, other.held or 0))

    def _rank(self, other):
        """Numbers before texts, texts without regard to case, an empty cell like '' or 0."""
        held = self.held if self.held is not None else "" if isinstance(other.held, str) else 0
        return (1, held.casefold()) if isinstance(held, str) else (0, held)

    def _compared(self, other, compare):
        bad = next((v for v in (self, other) if v.error), None)
        return bad or Value(compare(self._rank(other), other._rank(self)))

    def __truediv__(self, other):
        empty = not other.error and not other.held
        return Value("#DIV/0!") if empty and not self.error else self._combined(other, operator.truediv)

    def __neg__(self):
        return Value(0)._combined(self, operator.sub)


for sign in (operator.add, operator.sub, operator.mul):
    setattr(Value, f"__{sign.__name__}__", lambda a, b, sign=sign: a._combined(b, sign))
for sign in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge):
    setattr(Value, f"__{sign.__name__}__", lambda a, b, sign=sign: a._compared(b, sign))


def _over_numbers(compute, ignores_errors=False):
    def function(*ranges):
        values = [value for first in ranges for value in first.cells]
        bad = None if ignores_errors else next((value for value in values if value.error), None)
        return bad or Value(compute([value.held for value in values if value.number]))

    return function


# All arguments are evaluated: an error is a value here, so the part that IF does not choose does no harm.
FUNCTIONS = {
    "IF": lambda condition, yes, no: condition if condition.error else yes if condition.held else no,
    "IFERROR": lambda value, instead: instead if value.error else value,
    "AND": lambda *values: next((v for v in values if v.error), Value(all(v.held for v in values))),
    "ISNUMBER": lambda value: Value(value.number),
    "COUNT": _over_numbers(len, ignores_errors=True),
    "SUM": _over_numbers(sum),
    "MIN": _over_numbers(lambda numbers: min(numbers, default=0)),
    "AVERAGE": _over_numbers(lambda numbers: sum(numbers) / len(numbers) if numbers else "#DIV/0!"),
}
TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<cells>(?:'[^']+'!)?[A-Z]+\d+(?::[A-Z]+\d+)?)|(?P<function>[A-Z]+)(?=\()"""
    r"""|(?P<number>\d+(?:\.\d+)?)|(?P<sign><>|<=|>=|=)"""
)


class Interpreter:
    """Evaluates the few functions that the form uses, from the formulas alone, never from stored results."""

    def __init__(self, content):
        self.book, self.known = load_workbook(io.BytesIO(content)), {}

    def __call__(self, sheet, cell):
        if (sheet, cell) not in self.known:
            found = self.book[sheet][cell]
            value = self._run(sheet, found.value[1:]) if found.data_type == "f" else Value(found.value)
            self.known[sheet, cell] = value
        return self.known[sheet, cell].held

    def _run(self, sheet, formula):
        def translated(match):
            kind, token = match.lastgroup, match.group()
            if kind == "sign":
                return {"=": "==", "<>": "!="}.get(token, token)
            python = {"function": "functions[{!r}]", "cells": "cells({!r})", "text": "Value({})", "number": "Value({})"}
            return python[kind].format(token)

        names = {"functions": FUNCTIONS, "Value": Value, "cells": lambda token: self._cells(sheet, token)}
        return eval(TOKEN.sub(translated, formula), names)

    def _cells(self, sheet, token):
        """The first cell's value, knowing all cells, for the functions that take ranges."""
        sheet, area = token[1:].split("'!") if "!" in token else (sheet, token)
        left, top, right, bottom = range_boundaries(area)
        places = [f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1)]
        values = [Value(self(sheet, place)) for place in places]
        values[0].cells = values
        return values[0]


# --- LibreOffice ----------------------------------------------------------------------------------------------------


def require_libreoffice():
    """Skip where LibreOffice is missing; in CI its absence is a failure."""
    if shutil.which("soffice"):
        return
    if os.environ.get("CI"):
        pytest.fail("LibreOffice (soffice) is missing; .ci/run installs libreoffice-calc")
    pytest.skip("LibreOffice (soffice) is not installed: apt install libreoffice-calc")


def by_libreoffice(contents, folder):
    """Sheets as LibreOffice recalculates them: one {sheet name: rows of values} per workbook, errors as ''.

    Each workbook goes to it with every stored result replaced by a wrong one, so that only a calculation gives others.
    """
    return [sheets_of(content) for content in saved_by_libreoffice(map(with_wrong_results, contents), folder)]


def saved_by_libreoffice(contents, folder, kind="xlsx"):
    """Each workbook opened, recalculated and saved by LibreOffice, as bytes of that kind (xlsx, ods)."""
    profile = folder / "profil" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    files = []
    for number, content in enumerate(contents):
        files.append(folder / f"{number}.xlsx")
        files[-1].write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(folder / "hasil"), *map(str, files)], check=True, capture_output=True, timeout=1800,
    )  # fmt: skip
    return [(folder / "hasil" / file.name).with_suffix(f".{kind}").read_bytes() for file in files]


def with_wrong_results(content):
    """The workbook with a wrong number for the result of every formula."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    wrong = rb"><f>\2</f><v>%d</v>" % WRONG
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data, replaced = re.subn(rb'( t="(?:str|e)")?><f>(.*?)</f><v>[^<]*</v>', wrong, data)
                assert replaced == data.count(b"<f>")
            copy.writestr(name, data)
    return target.getvalue()


def cell(sheet, address):
    """The value at an address ('L7') of a sheet as `by_libreoffice` gives it; None outside it."""
    column, row, _, _ = range_boundaries(address)
    return sheet[row - 1][column - 1] if row <= len(sheet) and column <= len(sheet[row - 1]) else None


def sheets_of(content):
    """A workbook's stored values: {sheet name: rows of values}, errors as ''."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
