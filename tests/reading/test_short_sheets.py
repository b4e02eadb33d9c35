"""A sheet of ordinary length is told by patterns just as by a walk, and nothing odd is taken for plain."""

import hostile_files as hostile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.reading import bounds, spreadsheet, workbook_xml
from zi_metrics.reading.first_workbook import first_workbook
from zi_metrics.reading.grid import column_letters
from zi_metrics.reading.plain_sheets import NotPlain
from zi_metrics.reading.short_sheets import ShortSheet

CELLS = (
    "<v>1</v>",
    "<f>A1+1</f><v>2</v>",
    '<f t="shared" ref="A1:A3" si="0">A1&lt;2</f><v>0</v>',
    '<f t="shared" si="0"/><v>3</v>',
    "<is><t>teks</t></is>",
)
WALKED = [
    "<row r='40'><c r='A40'><v>1</v></c></row>",
    '<row r="40"><c><v>1</v></c></row>',
    '<row r="40"><c\nr="A40"><v>1</v></c></row>',
    '<row r="40"><c r="A40" cm="1"><v>1</v></c></row>',
    '<row r="40"><c s="1"><v>1</v></c></row>',
    '<row r="40"><c r="A40"><v>1</v></c ></row>',
    '<row r="40"><c r="ZZ40" cm="1"><v>1</v></c><c r="A41"><v>1</v></c ></row>',
    '<row r="40"><c r="A40" t="&#101;"><v>#N/A</v></c></row>',
    '<row r="40"><c r="A40" x=">" t="e"><v>#N/A</v></c></row>',
    '<row r="40"><c r="A40" t="e"><v>#N&#47;A</v></c></row>',
    '<row r="40"><c r="A40" t="e"><is><t>#N/A</t></is></c></row>',
    '<row r="40"><c r="A40"><v>1</v><f>1</f></c></row>',
    '<row r="40"\nhidden=\'true\'><c r="A40"><v>1</v></c></row>',
    '<row hidden="1" r="40"><c r="A40"><v>1</v></c></row>',
    '<!-- <row r="40"/> -->',
    '<?x <c r="ZZ9"> ?>',
    '<row r="40"><c r="A40"><v><![CDATA[<c r="B2">]]></v></c></row>',
]


def row_xml(row, hidden, cells):
    def cell(column, kind, content):
        # An error value is shown as such beside a formula, too.
        text = content.replace("<v>", "<v>#REF!") if kind == "e" else content
        return f'<c r="{column_letters(column)}{row}" s="{column}" t="{kind}"' + (f">{text}</c>" if content else "/>")

    marks = {None: "", True: ' ht="15" hidden="1"', False: ' hidden="0"'}[hidden]
    return f'<row r="{row}"{marks}>' + "".join(cell(*one) for one in cells) + "</row>"


def facts(content, walked):
    with pytest.MonkeyPatch.context() as patch:
        if walked:
            patch.setattr(workbook_xml, "_short_sheet", not_plain)
        return workbook_xml.inspect(content)["LKE"]


def not_plain(*_):
    raise NotPlain


def cells_of(kind):
    return st.tuples(st.integers(1, 800), st.just(kind), st.sampled_from(CELLS[:4] if kind == "e" else ("", *CELLS)))


ROWS = st.lists(
    st.tuples(
        st.integers(1, 3_000), st.sampled_from([None, True, False]), st.lists(cells_of("n") | cells_of("e"), max_size=5)
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_patterns_tell_what_a_walk_tells(rows):
    content = hostile.xlsx(hostile.sheet_xml("".join(row_xml(*row) for row in rows)))
    assert facts(content, walked=False) == facts(content, walked=True)


@pytest.mark.parametrize("odd", WALKED)
def test_what_is_written_in_another_way_is_walked_through(odd):
    plain = row_xml(1, None, [(1, "n", CELLS[1])])
    content = hostile.xlsx(hostile.sheet_xml(plain + odd))
    assert facts(content, walked=False) == facts(content, walked=True)
    if not odd.startswith(("<!", "<?")) and "CDATA" not in odd:
        with pytest.raises(NotPlain):
            ShortSheet(hostile.sheet_xml(plain + odd).encode())


@pytest.mark.parametrize("bound", ["MAX_CELLS", "MAX_ROWS", "MAX_MERGED_RANGES"])
def test_the_bounds_are_told_in_the_same_words(bound, monkeypatch):
    rows = "".join(row_xml(row, None, [(1, "n", CELLS[0])]) for row in range(1, 30))
    merged = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 30))
    content = hostile.xlsx(hostile.sheet_xml(rows, tail=f"<mergeCells>{merged}</mergeCells>"))
    monkeypatch.setattr(bounds, bound, 20)
    told = []
    for walked in (True, False):
        with pytest.raises(bounds.Refusal) as refusal:
            facts(content, walked)
        told.append(str(refusal.value))
    assert told[0] == told[1]


def test_a_formula_without_a_value_far_away_breaks_no_bound_of_what_is_filled(monkeypatch):
    far = hostile.sheet_xml(row_xml(1, None, [(1, "n", CELLS[0])]) + row_xml(900, None, [(700, "n", "<f>1</f>")]))
    monkeypatch.setattr(bounds, "MAX_AREA", 100)
    assert workbook_xml.inspect(hostile.xlsx(far))["LKE"].last_row == 1


def test_the_first_workbook_goes_the_short_way_and_holds_all_kinds_of_cells(monkeypatch):
    monkeypatch.setattr(workbook_xml._SheetWalk, "facts_of", not_plain)
    (sheet,) = spreadsheet.sheets_of(first_workbook())
    assert {type(value) for value in sheet.cells.values()} == {str, float, bool}
    assert "#N/A" in sheet.cells.values()
    assert sheet.formulas and sheet.merged and sheet.hidden_rows
