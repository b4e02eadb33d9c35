"""A sheet of many thousand texts is given up after its first rows, whatever they say: a header stands at the top."""

from zi_metrics.reading import Sheet
from zi_metrics.recognition.headers import MOST_TEXTS, _candidates, find_header
from zi_metrics.recognition.view import View

WIDE = {(row, column): f"Jawaban unit kerja {row} {column}" for row in range(2, 31) for column in range(1, 1001)}


def test_rows_below_so_many_texts_are_not_looked_at():
    looked_at = {row for row, _ in _candidates(View(Sheet("LKE", False, WIDE)))}
    assert max(looked_at) <= MOST_TEXTS // 1000 + 2


def test_a_header_above_them_is_still_found():
    header = find_header(View(Sheet("LKE", False, {(1, 1): "Pertanyaan", (1, 2): "Jawaban"} | WIDE)))
    assert header is not None and header.row == 1
