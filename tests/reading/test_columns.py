"""A large text table by columns holds what the same table holds cell by cell, within bounds of its own."""

import csv
import io
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.reading import UnreadableFile, arrow_columns, bounds, column_text, read_spreadsheet, text_table
from zi_metrics.reading.columns import _decode, is_large_text, read_columns, table_of
from zi_metrics.reading.text_layout import Layout

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


def as_csv(rows, delimiter=";"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def by_column(content):
    """What the child says of a table, without a process of its own: rows of texts, None = empty."""
    answer = b"".join(bytes(part) for part in column_text.encode(column_text.columns_of(content)))
    columns = _decode(io.BytesIO(answer))
    return [[column.text(row) for column in columns] for row in range(len(columns[0].numbers))]


def test_columns_hold_what_cells_hold(forking):
    with forking():
        settings(max_examples=60, deadline=None)(columns_hold_what_cells_hold)()


@given(st.integers(2, 6), st.integers(3, 12), st.data())
def columns_hold_what_cells_hold(width, height, data):
    rows = [[f"Judul {c}" for c in range(width)]]
    rows += [[data.draw(CELLS) for _ in range(width)] for _ in range(height)]
    content = as_csv(rows)
    try:
        grid = read_spreadsheet("x.csv", content).sheets[0]
    except UnreadableFile:
        with pytest.raises(bounds.Refusal):
            column_text.columns_of(content)
        return
    found = by_column(content)
    seen = {(r + 1, c + 1): text for r, row in enumerate(found) for c, text in enumerate(row) if text is not None}
    assert seen == grid.cells


PLAIN = st.text("ab 1,;ü\"'|", max_size=4)


def own_columns(content, encoding, layout):
    """By our own parser, cell by cell."""
    return [[text or None for text in row] for row in text_table.read_rows(content, list, encoding, layout)]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=3, max_size=8),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "\n", '"', "x;y\n", "\r"]),
)
def test_what_arrow_reads_is_what_our_own_parser_reads(rows, quoting, end, mark, tail):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=quoting, lineterminator=end, escapechar="a").writerows(rows)
    content = (mark + text.getvalue() + tail).encode()
    encoding, layout = ("utf-8-sig" if mark else "utf-8"), Layout(";")
    by_arrow = arrow_columns.columns_by_arrow(content, encoding, ";")
    if by_arrow is None:
        return
    answer = b"".join(bytes(part) for part in column_text.encode(by_arrow))
    columns = _decode(io.BytesIO(answer))
    found = [[column.text(row) for column in columns] for row in range(len(columns[0].numbers))]
    assert found == own_columns(content, encoding, layout)


def test_a_table_as_nearly_all_exports_are_is_read_by_arrow():
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        text = io.StringIO(newline="")
        rows = [["Tanggal", "U1", "Saran"], *([f"{n}", "", "ü; baik"[: n % 8]] for n in range(50))]
        csv.writer(text, delimiter=",", quoting=quoting).writerows(rows)
        assert arrow_columns.columns_by_arrow(text.getvalue().encode(), "utf-8", ",") is not None


@pytest.mark.parametrize("most", [3, 50_000])
def test_a_column_in_which_hardly_anything_repeats_loses_nothing(monkeypatch, most):
    monkeypatch.setattr(column_text, "_MOST_DISTINCT", most)
    monkeypatch.setattr(column_text, "_CHUNK_ROWS", 7)
    rng = random.Random(1)
    rows = [["a", "b", "c"]] + [[str(i), rng.choice("xyz"), "" if i % 3 else f"ü{i}"] for i in range(100)]
    assert by_column(as_csv(rows)) == [[text or None for text in row] for row in rows]


def test_rows_of_unequal_length_are_filled_with_nothing():
    found = by_column(b"a;b;c\n1;2;3\n4;5\n6;7;8\n9;10;11\n")
    assert found[2] == ["4", "5", None]


def test_the_whole_way_through_a_process_gives_the_same():
    rows = [["No", "U1", "Saran"]] + [[i, i % 4 + 1, f"saran ke {i}"] for i in range(20_000)]
    content = as_csv(rows, ",")
    table, sha256 = read_columns("survei besar.csv", content)
    assert (table.name, table.rows, len(sha256)) == ("survei besar", 20_001, 64)
    assert table.row_texts(20_000) == {0: "19999", 1: "4", 2: "saran ke 19999"}
    assert table.columns[1].counts.sum() == 20_001


def test_a_sheet_by_columns_keeps_numbers_as_they_are_written():
    content = as_csv([["a", "b"], ["1", "3,5"], ["", "x"]])
    table = table_of(read_spreadsheet("x.csv", content).sheets[0])
    assert [table.row_texts(r) for r in range(3)] == [{0: "a", 1: "b"}, {0: "1", 1: "3,5"}, {1: "x"}]


@pytest.mark.parametrize("bound", ["MAX_COLUMNS_ROWS", "MAX_COLUMNS_CELLS"])
def test_more_than_its_bounds_is_refused(monkeypatch, bound):
    monkeypatch.setattr(bounds, bound, 50)
    with pytest.raises(bounds.Refusal, match="terlalu banyak"):
        column_text.columns_of(as_csv([["a", "b"]] + [["1", "2"]] * 100))


def test_too_many_bytes_are_refused_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_COLUMNS_FILE_BYTES", 10)
    with pytest.raises(UnreadableFile, match="terlalu besar"):
        read_columns("x.csv", b"a;b\n" * 100)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"[]\n", b'{"columns": [[3, 1, 5, 4]]}\n', b"\xff\xfe"])
def test_an_answer_that_was_cut_off_is_refused(damage):
    # Whatever its message: that of JSON, of the encoding, or ours.
    with pytest.raises(ValueError, match=r"Expecting value|malformed|cut off|can't decode"):
        _decode(io.BytesIO(damage))


def test_an_answer_with_texts_that_are_not_there_is_refused():
    numbers, ends = np.array([0, 7], np.int32).tobytes(), np.array([1], np.int64).tobytes()
    answer = json.dumps({"columns": [[2, 1, 1, 4]]}).encode() + b"\n" + numbers + ends + b"x"
    with pytest.raises(ValueError, match="not there"):
        _decode(io.BytesIO(answer))


def test_workbooks_are_never_taken_for_large_texts():
    assert not is_large_text(b"PK\x03\x04" + b"x" * (5 * bounds.MIB)) and not is_large_text(b"a;b\n" * 10)
    assert is_large_text(b"a;b\n" * (2 * bounds.MIB))


@pytest.mark.parametrize("texts", [3, 127, 128, 40_000])
def test_numbers_are_as_small_as_the_texts_of_their_column_allow(texts):
    rows = [[f"teks {n % texts}", "x"] for n in range(90_000)]
    table, _ = read_columns("x.csv", as_csv([["a", "b"], *rows]))
    kinds = [np.int8, np.int16, np.int32]
    assert table.columns[0].numbers.dtype == next(k for k in kinds if texts + 1 <= np.iinfo(k).max)
    assert table.columns[1].numbers.dtype == np.int8
    assert [table.text(row, 0) for row in (1, texts, 90_000)] == ["teks 0", f"teks {texts - 1}", rows[-1][0]]


@pytest.mark.parametrize(
    ("lines", "is_plain"),
    [
        (b'"a","b"\n"1","x, y"\n', True),
        (b'"a","b"\r\n"","x"\r\n', True),
        (b'a,b\n1,"x\ny"\n', False),
        (b'a,b\n1,"x""y"\n', False),
        (b'a,b\n1,x"y"\n', False),
        (b'a,b\n1,"x"y\n', False),
        (b'a,b\n1,"x\n', False),
        (b"a,b\r\n1,x\n", False),
        (b"a,b\n\n1,x\n", False),
        (b"a,b\n1,x\ry\n", False),
        (b"a,b\r\n\r\n1,x\r\n", False),
    ],
)
def test_arrow_is_asked_about_plain_tables_only_wherever_the_odd_line_stands(lines, is_plain):
    end = b"\r\n" if b"\r\n" in lines else b"\n"
    many = (b"1,x" + end) * 400_000
    for content in (lines, lines + many, many + lines):
        assert arrow_columns._is_plain(content, 0, b",") == is_plain
