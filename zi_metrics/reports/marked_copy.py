"""The user's own workbook back, with the cells that findings are about coloured and commented."""

from pathlib import PurePosixPath

import pandas as pd

from zi_metrics.findings import TINGKAT
from zi_metrics.reading import bounds, kinds, parent, protocol
from zi_metrics.reading.child import MARK
from zi_metrics.reading.protocol import Mark, Marking, encode_question
from zi_metrics.reports.findings_workbook import COLUMNS

AUTHOR = "Analisis Zona Integritas"
_COLOURS = {"galat": "F4B183", "peringatan": "FFE699", "catatan": "DDEBF7"}
_COLUMNS = COLUMNS[1:]
_MACRO_ENDINGS = (".xlsm", ".xltm")


def mark_workbook(file_name: str, content: bytes, findings: pd.DataFrame) -> bytes | None:
    """A copy of an .xlsx or .xlsm in which each finding's cell is filled by severity and tells it in a comment.

    findings: as `findings.findings_table` gives them. A first sheet lists them all, as text; at most
    bounds.MAX_MARKED_CELLS cells are marked. A comment already there stays, ours follows it.

    None when the file takes no comments (.xls, .ods, text), cannot be opened within the bounds of reading, or the
    findings are too many to pass on. Raises nothing for any bytes. The work happens in the bounded child process.

    Formulas, choice lists, widths, merged cells and hidden sheets stay. The values that formulas last had are lost:
    Excel calculates them on opening, other readers see none until it has been saved there. Lost as well is what
    openpyxl does not know: drawn shapes, form controls, threads of comments (their text stays), newer conditional
    formats. Macros stay as they are in a file named .xlsm, never run; under another name they are left out, so that
    name and type agree.
    """
    if not kinds.is_zip(content):
        return None
    try:
        bounds.check_size(content)
        question = encode_question(_marking(file_name, findings), content)
        return parent.ask(MARK, question, protocol.decode_marked)
    except bounds.Refusal:
        return None


def _marking(file_name: str, findings: pd.DataFrame) -> Marking:
    order = {severity: place for place, severity in enumerate(TINGKAT)}
    gravest_first = findings.sort_values("tingkat", key=lambda s: s.map(order), kind="stable").to_dict("records")
    rows = [{field: _text(finding.get(field)) for field, _, _ in _COLUMNS} for finding in gravest_first]
    marks = [
        Mark(row["lembar"], row["sel"], _COLOURS[row["tingkat"]], _remark(row))
        for row in rows
        if row["lembar"] and row["sel"] and row["tingkat"] in _COLOURS
    ]
    return Marking(
        author=AUTHOR,
        marks=tuple(marks),
        title="Temuan",
        columns=tuple((title, width) for _, title, width in _COLUMNS),
        rows=tuple(tuple(_shown(field, row[field]) for field, _, _ in _COLUMNS) for row in rows),
        keep_macros=PurePosixPath(file_name.lower()).suffix in _MACRO_ENDINGS,
    )


def _text(value: str | float | None) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _remark(row: dict[str, str]) -> str:
    remark = f"{TINGKAT[row['tingkat']]}: {row['pesan']}"
    return f"{remark}\nSaran: {row['saran']}" if row["saran"] else remark


def _shown(field: str, text: str) -> str:
    return TINGKAT.get(text, text) if field == "tingkat" else text
