"""What real survey files have beside plain answers: each figure is right, asked about or refused, none is silent."""

import random
from collections import Counter

import pytest
from odd_surveys import KINDS
from odd_tables import TABLE_KINDS

from zi_metrics.reading import Grid, Sheet
from zi_metrics.surveys.importing import survey_in

FILES, CHUNK = 300, 50
# The share of the figures that must be read; the others are asked about or refused.
LEAST_READ = {"kode tidak menjawab": 0.4, "tahun": 0.9}


def cells(rows):
    """(row, column) -> what stands there, numbers as a workbook has them."""
    return {
        (r, c): float(value) if isinstance(value, int | float) else value
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if value != ""
    }


def outcome(kind, seed):
    """How each figure of a file came out: a Counter, and what is wrong in silence."""
    odd = (KINDS | TABLE_KINDS)[kind](random.Random(f"{kind} {seed}"))
    sheets = odd.sheets or {odd.title: odd.rows}
    grid = Grid("berkas.xlsx", f"{seed:064}", tuple(Sheet(name, False, cells(rows)) for name, rows in sheets.items()))
    items = survey_in(grid)
    outcomes, wrong = Counter(), []
    left = dict(odd.truth)
    for item in items:
        key = (item.jenis, item.reading.unit, item.reading.tahun, item.reading.periode)
        if item.asks:
            outcomes["asked"] += 1
            continue
        nilai, responden = left.pop(key, (None, None))
        told = " ".join(item.findings["pesan"])
        right = nilai is not None and item.figure and abs(item.figure.nilai - nilai) < 0.006
        if not right or item.reading.responden != responden or any(word not in told for word in odd.must_tell):
            wrong.append((seed, key, item.figure and item.figure.nilai, item.reading.responden, nilai, responden, told))
        else:
            outcomes["right"] += 1
    outcomes["not read"] += len(left) - outcomes["asked"] if not outcomes["asked"] else 0
    return outcomes, wrong


@pytest.mark.parametrize("first", range(0, FILES, CHUNK))
@pytest.mark.parametrize("kind", KINDS | TABLE_KINDS)
def test_no_figure_is_wrong_in_silence(kind, first):
    total, silent = Counter(), []
    for seed in range(first, first + CHUNK):
        outcomes, wrong = outcome(kind, seed)
        total += outcomes
        silent += wrong
    assert not silent, silent[:3]
    assert total["right"] >= LEAST_READ.get(kind, 0.95) * total.total(), total
