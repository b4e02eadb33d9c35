"""A table of averages per unsur below the answers, as the regulation's form has it: a check on our own figures."""

import numpy as np

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Responses
from zi_metrics.surveys.recognition.nrr_tables import columns_beside, unsur_rows
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.table import Table

# So many rows below the answers may hold it.
_ROWS = 60
# Forms show two or three decimals; a smaller difference is their rounding.
_TOLERANCE = 0.0051


def unsur_table_findings(table: Table, responses: Responses, jenis: str, questions: Questions) -> list[Finding]:
    """Where a table of averages per unsur below the answers differs from what these give.

    Source of such a table: PermenPANRB 14/2017, Lampiran, pengolahan data survei.
    """
    below = table.first + int(np.flatnonzero(table.rows.respondents)[-1]) + 1
    cells = {
        (row, column): text
        for row in range(below, min(below + _ROWS, table.cells.rows))
        for column, text in table.cells.row_texts(row).items()
    }
    rows = unsur_rows(cells, questions, jenis) if cells else {}
    columns = columns_beside(cells, rows) if rows else []
    if len(columns) != 1:
        return []
    values = responses.values()
    findings = []
    for kode, (written, sel) in columns[0].values.items():
        mine = [i for i, question in enumerate(responses.questions) if question.kode == kode]
        if not mine or np.isnan(values[:, mine]).all() or written > questions.instruments[jenis].skala.maksimum:
            continue
        ours = float(np.nanmean(values[:, mine]))
        if abs(ours - written) > _TOLERANCE:
            name = questions.instruments[jenis].find(kode).nama
            text = f"rata-rata {name} di tabel bawah {format_number(written)}, hitungan kami {format_number(ours)}"
            advice = "angka kami mengikuti jawaban di berkas; periksa rumus di sel ini"
            findings.append(Finding("peringatan", text, advice, table.cells.name, sel, kode))
    return findings
