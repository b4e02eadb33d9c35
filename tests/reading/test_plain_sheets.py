"""A long plain sheet is counted without a call for each cell, and nothing odd is taken for plain."""

import io
import re

import hostile_files as hostile
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.reading import bounds, plain_sheets, workbook_xml
from zi_metrics.reading.grid import column_letters
from zi_metrics.reading.plain_sheets import NotPlain, PlainSheet, _at_most

ROW = '<row r="{0}"><c r="A{0}" s="1" t="s"><v>0</v></c><c r="B{0}"><v>2.5</v></c><c r="C{0}" s="2"/></row>'
ROWS = "".join(ROW.format(row) for row in range(1, 40))


def counted(xml, size=1 << 20):
    """What is counted of a sheet given in pieces of this many bytes; None where it is not plain."""
    content, sheet = xml.encode() if isinstance(xml, str) else xml, PlainSheet()
    try:
        for begin in range(0, len(content), size):
            sheet.take(content[begin : begin + size])
        sheet.end()
    except NotPlain:
        return None
    return sheet.rows, sheet.cells, sheet.merged


@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
def test_elements_are_counted_wherever_the_pieces_are_cut(size):
    # The root must come in one piece, which it does in a part of any length.
    xml = hostile.sheet_xml(
        ROWS, tail='<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
    )
    start = xml.index("<sheetData>")
    sheet = PlainSheet()
    sheet.take(xml[:start].encode())
    for begin in range(start, len(xml), size):
        sheet.take(xml[begin : begin + size].encode())
    sheet.end()
    assert (sheet.rows, sheet.cells, sheet.merged) == (39, 117, 2)


@pytest.mark.parametrize(
    "odd",
    [
        '<row r="40"><c r="A40"><f>1+1</f><v>2</v></c></row>',
        '<row r="40"><c r="A40" t="e"><v>#N/A</v></c></row>',
        '<row r="40"><c r="A40" t="&#101;"><v>#N/A</v></c></row>',
        "<row r='40'><c r='A40'><v>1</v></c></row>",
        '<row r="40"><c><v>1</v></c></row>',
        '<row r="40"><c\nr="A40"><v>1</v></c></row>',
        '<row r="40"><c r="A040"><v>1</v></c></row>',
        '<row r="40"><c r="a40"><v>1</v></c></row>',
        '<row r="40"><c r="A40" x=">" t="e"><v>1</v></c></row>',
        '<row r="40" spans="1:3" hidden="1"><c r="A40"><v>1</v></c></row>',
        '<row r="40"\nhidden=\'true\'><c r="A40"><v>1</v></c></row>',
    ],
)
def test_what_more_must_be_known_of_is_walked_through(odd):
    assert counted(hostile.sheet_xml(ROWS)) == (39, 117, 0)
    assert counted(hostile.sheet_xml(ROWS + odd)) is None
    assert counted(hostile.sheet_xml(odd + ROWS)) is None


@pytest.mark.parametrize(
    "odd",
    ['<!-- <row r="40"/> -->', '<?x <c r="ZZ9"> ?>', '<row r="40"><c r="A40"><v><![CDATA[<c r="B2">]]></v></c></row>'],
)
def test_tags_in_comments_instructions_and_cdata_are_not_counted(odd, monkeypatch):
    monkeypatch.setattr(plain_sheets, "WORTH_BYTES", 0)
    seen = []
    monkeypatch.setattr(workbook_xml._SheetWalk, "facts_of", lambda *_: seen.append(1) or workbook_xml.SheetFacts())
    workbook_xml.inspect(hostile.xlsx(hostile.sheet_xml(ROWS)))
    assert not seen
    workbook_xml.inspect(hostile.xlsx(hostile.sheet_xml(ROWS + odd)))
    assert seen


def test_a_text_without_end_is_not_gathered():
    text = f'<row r="40"><c r="A40" t="inlineStr"><is><t>{"x" * 700_000}</t></is></c></row>'
    assert counted(hostile.sheet_xml(ROWS + text), 100_000) is None


def test_a_prefixed_root_and_other_letters_than_ascii_ones_are_not_plain():
    plain = hostile.sheet_xml(ROWS)
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    assert counted(prefixed) is None
    assert counted(plain.encode("utf-16")) is None
    assert counted(b"\xef\xbb\xbf" + b'<?xml version="1.0" encoding="UTF-8"?>\r\n' + plain.encode()) == (39, 117, 0)


ADDRESSES = st.tuples(st.integers(1, 3_000), st.integers(1, 60))


@settings(max_examples=150, deadline=None)
@given(st.lists(ADDRESSES, min_size=1, max_size=40), st.booleans())
def test_a_plain_sheet_has_the_facts_of_a_walk_and_reaches_hardly_farther(addresses, some_empty):
    cells = "".join(
        f'<row r="{row}"><c r="{column_letters(column)}{row}"'
        + ("/></row>" if some_empty and row % 3 == 0 else "><v>1</v></c></row>")
        for row, column in addresses
    )
    content = hostile.xlsx(hostile.sheet_xml(cells))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_sheets, "WORTH_BYTES", 0)
        plain = workbook_xml.inspect(content)["LKE"]
        patch.setattr(workbook_xml, "_plain_facts", lambda *_: None)
        walked = workbook_xml.inspect(content)["LKE"]
    assert (plain.formulas, plain.errors, plain.hidden_rows) == ([], {}, [])
    assert plain.last_row >= walked.last_row and plain.last_column >= walked.last_column
    last_row, last_column = (max(part) for part in zip(*addresses, strict=True))
    assert plain.last_row <= max(1_000, 1.25 * last_row + 1) and plain.last_column <= max(26, 1.25 * last_column + 1)


@pytest.mark.parametrize("bound", ["MAX_CELLS", "MAX_ROWS", "MAX_MERGED_RANGES"])
def test_the_bounds_on_what_is_counted_hold_and_are_told_in_the_same_words(bound, monkeypatch):
    merged = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 30))
    content = hostile.xlsx(hostile.sheet_xml(ROWS, tail=f"<mergeCells>{merged}</mergeCells>"))
    monkeypatch.setattr(bounds, bound, 20)
    with pytest.raises(bounds.Refusal) as walked:
        workbook_xml.inspect(content)
    monkeypatch.setattr(plain_sheets, "WORTH_BYTES", 0)
    with pytest.raises(bounds.Refusal) as counted_too:
        workbook_xml.inspect(content)
    assert str(walked.value) == str(counted_too.value)


def test_the_bound_on_the_area_is_held_against_what_is_really_there(monkeypatch):
    content = hostile.xlsx(hostile.sheet_xml('<row r="1010"><c r="AB1010"><v>1</v></c></row>'))
    monkeypatch.setattr(plain_sheets, "WORTH_BYTES", 0)
    # Taken to reach a quarter too far, it would break the bound.
    monkeypatch.setattr(bounds, "MAX_AREA", 1_010 * 28)
    assert workbook_xml.inspect(content)["LKE"].last_row == 1_010
    monkeypatch.setattr(bounds, "MAX_AREA", 1_010 * 28 - 1)
    with pytest.raises(bounds.Refusal, match="terlalu jauh"):
        workbook_xml.inspect(content)


def test_damage_behind_plain_rows_is_still_damage(monkeypatch):
    monkeypatch.setattr(plain_sheets, "WORTH_BYTES", 0)
    for xml in (hostile.sheet_xml(ROWS)[:-3], hostile.sheet_xml(ROWS + "<row>&nbsp;</row>")):
        with pytest.raises(bounds.Refusal, match=bounds.DAMAGED):
            workbook_xml.inspect(hostile.xlsx(xml))


def by_xlsxwriter():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("LKE")
        for row in range(9_000):
            sheet.write_row(row, 0, ["Puas", row, "2026-01-02", 3.5, True])
    return buffer.getvalue()


def by_openpyxl():
    book, buffer = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("LKE")
    for row in range(9_000):
        sheet.append(["Puas", row, "2026-01-02", 3.5, True])
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("build", [by_xlsxwriter, by_openpyxl])
def test_long_sheets_as_libraries_write_them_are_plain(build, monkeypatch):
    monkeypatch.setattr(workbook_xml, "_SheetWalk", None)
    facts = workbook_xml.inspect(build())["LKE"]
    assert facts.last_row >= 9_000 and facts.last_column >= 5


def test_the_pattern_of_numbers_up_to_one_matches_these_only():
    for most in (1, 9, 10, 26, 52, 99, 700, 702, 703, 1_000, 1_999):
        rows, columns = re.compile(_at_most(str(most), "0-9")), re.compile(_at_most(column_letters(most), "A-Z"))
        for number in range(1, 2_500):
            assert bool(rows.fullmatch(b"%d" % number)) == (number <= most)
            assert bool(columns.fullmatch(column_letters(number).encode())) == (number <= most)
        assert not rows.fullmatch(b"0") and not rows.fullmatch(b"01")
