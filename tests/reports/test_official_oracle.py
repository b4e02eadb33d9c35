"""LibreOffice, which knows nothing of us, calculates the exported workbooks to our figures.

Every workbook goes to it with wrong results in all formulas, so that only a real recalculation can agree. How many
answer sets per instrument and layout: environment variable ZI_ORACLE_SETS.
"""

import math
import os

import official_answers
import oracle
import pytest
from openpyxl.utils import get_column_letter
from recalculation import WRONG, by_libreoffice, cell, require_libreoffice, saved_by_libreoffice, sheets_of

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT
from zi_metrics.reports.lke_rows import layout_rows
from zi_metrics.reports.official_workbook import LAYOUTS, write_official
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score

SETS = int(os.environ.get("ZI_ORACLE_SETS", "200"))
WHOSE = Identity("Kantor Contoh", 2026)
CASES = [(kode, layout) for kode in official_answers.ALL for layout in LAYOUTS]


@pytest.mark.libreoffice
@pytest.mark.parametrize(("kode", "layout"), CASES, ids=lambda value: value)
def test_libreoffice_calculates_every_nilai_as_we_do(kode, layout, tmp_path):
    require_libreoffice()
    instrument = official_answers.ALL[kode]
    judged = [_judged(instrument, layout, seed) for seed in range(SETS)]
    contents = [write_official(instrument, layout, answers, WHOSE) for answers in judged]
    for answers, content, sheets in zip(judged, contents, by_libreoffice(contents, tmp_path), strict=True):
        assert not any(WRONG in row for sheet in sheets.values() for row in sheet)
        _check_stored_results(sheets_of(content), sheets)
        for penilai, given in answers.items():
            _check(instrument, layout, penilai, given, sheets[LAYOUTS[layout].lembar])


@pytest.mark.libreoffice
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_saves_is_read_back_without_loss(layout, kind, tmp_path):
    require_libreoffice()
    instrument = official_answers.ALL[DEFAULT_INSTRUMENT]
    judged = [_judged(instrument, layout, seed) for seed in range(6)]
    contents = [write_official(instrument, layout, answers, WHOSE) for answers in judged]
    for answers, saved in zip(judged, saved_by_libreoffice(contents, tmp_path, kind), strict=True):
        official_answers.assert_read_back(instrument, f"lke.{kind}", saved, answers)


def _judged(instrument, layout, seed):
    """One set for a form of one judge, two sets for a form of two."""
    if layout == "lampiran-iii":
        return {("unit", "tpi", "tpn")[seed % 3]: official_answers.random_answers(instrument, seed)}
    return {
        "unit": official_answers.random_answers(instrument, seed),
        "tpi": official_answers.random_answers(instrument, seed + 1),
    }


def _check_stored_results(stored, recalculated):
    """The results that we stored, on every sheet, are those that LibreOffice finds."""
    assert list(stored) == list(recalculated)
    for name, rows in stored.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                address = f"{get_column_letter(column + 1)}{number + 1}"
                found = cell(recalculated[name], address)
                same = _close(found, value) if isinstance(value, float | int) else (found or "") == value
                assert same, (name, address, value, found)


def _check(instrument, layout, penilai, answers, sheet):
    """Every node's Nilai is ours, and that of a plain walk through the instrument's file."""
    values = {kode: given.nilai for kode, given in answers.items()}
    matrix = compile_points(instrument)
    ours = node_table(matrix, score(matrix, answer_row(matrix, values))).set_index("kode")["nilai_rumus_lke"]
    walked = {
        node["kode"]: oracle.nilai_rumus(node, values)
        for component in official_answers.raw(instrument.kode)["komponen"]
        for node in oracle.walk(component)
    }
    form = LAYOUTS[layout]
    column = form.columns_of(penilai).nilai
    leaves = {node.kode for node in instrument.nodes() if node.pertanyaan}
    components = [component.kode for component in instrument.komponen]
    checked = set()
    for row in layout_rows(instrument, form.header_row + 1):
        shown = cell(sheet, f"{column}{row.row}")
        if row.jenis in ("pertanyaan", "simpul-pertanyaan"):
            value = values.get(row.kode)
            assert shown in ("Blm Diisi", "-") if value is None else _close(shown, value), row
            checked.add(row.kode)
        if row.jenis == "simpul-pertanyaan":
            shown = "" if isinstance(shown, str) else shown * cell(sheet, f"H{row.row}")
        if row.jenis.startswith(("simpul", "total")):
            expected = None if math.isnan(ours[row.simpul]) else ours[row.simpul]
            assert (expected is None) == (walked[row.simpul] is None)
            assert expected is None or _close(expected, walked[row.simpul])
            # Without any answer a sub-indicator shows an error (read as ''), a sum of such nodes 0.
            missing = "" if row.simpul in leaves and row.jenis != "total" else 0
            assert shown == missing if expected is None else _close(shown, expected), row
            checked.add(row.simpul)
        if row.jenis == "nilai-akhir":
            assert _close(shown, sum(0 if math.isnan(ours[kode]) else ours[kode] for kode in components))
    assert checked == set(ours.index)


def _close(shown, expected):
    return isinstance(shown, float | int) and math.isclose(shown, expected, rel_tol=0, abs_tol=1e-9)
