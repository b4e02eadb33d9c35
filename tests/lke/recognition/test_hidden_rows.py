"""Rows that a filter hides are read like the others; a note says how many of them hold answers."""

import io

import openpyxl
from places import READY

from zi_metrics.upload import prepare_upload


def read(rows):
    book = openpyxl.load_workbook(READY["lengkap"])
    for row in rows:
        book["LKE ZI"].row_dimensions[row].hidden = True
    out = io.BytesIO()
    book.save(out)
    (item,) = prepare_upload("LKE 2026 TPI.xlsx", out.getvalue()).items
    return item, [m for m in item.findings["pesan"] if "disembunyikan" in m]


def test_hidden_answers_count_and_are_told():
    whole, nothing = read([])
    # Row 3 is a heading, 7 and 8 are questions.
    hidden, told = read([3, 7, 8])
    assert not nothing and told == ["2 baris yang disembunyikan (saringan atau Hide) berisi jawaban dan ikut dibaca"]
    assert hidden.total == whole.total
    assert set(hidden.findings["tingkat"]) <= {"catatan"}
