"""The marked copy is the user's own workbook: everything stays, the doubtful cells are coloured and explained."""

import io
import random
import zipfile
from functools import cache

import hostile_files as hostile
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from places import READY

from zi_metrics.findings import Finding, findings_table
from zi_metrics.lke.importing import prepare
from zi_metrics.reading import bounds, read_spreadsheet
from zi_metrics.reports.marked_copy import AUTHOR, mark_workbook

pytestmark = pytest.mark.usefixtures("nothing_left_behind")

READY_CONTENT = READY["lengkap"].read_bytes()
GALAT, PERINGATAN, CATATAN = "00F4B183", "00FFE699", "00DDEBF7"
COLOURS = {"galat": GALAT, "peringatan": PERINGATAN, "catatan": CATATAN}
MACROS = b"isi makro, tidak pernah dijalankan"


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def small(change=lambda book: None):
    """A workbook of one sheet 'LKE', changed by `change(book)`."""
    book = openpyxl.Workbook()
    book.active.title = "LKE"
    book.active["B2"] = "isi"
    change(book)
    return saved(book)


def marked(content, *findings, name="LKE satker.xlsx"):
    copy = mark_workbook(name, content, findings_table(findings))
    assert copy is not None
    return opened(copy)


@cache
def spoiled():
    """A ready workbook with answers that cannot be read, and what importing finds in it."""
    book = opened(READY_CONTENT)
    sheet = book["LKE ZI"]
    answers = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    cells = [str(area).split(":")[0] for v in answers for area in v.sqref.ranges]
    for cell in cells[:6]:
        sheet[cell] = "mungkin"
    content = saved(book)
    findings = prepare("uji.xlsx", content).findings
    assert {"galat", "peringatan"} & set(findings["tingkat"]) and findings["sel"].notna().sum() >= 3
    return content, findings


def test_each_finding_colours_its_cell_and_explains_it():
    content, findings = spoiled()
    book = opened(mark_workbook("uji.xlsx", content, findings))
    for finding in findings.dropna(subset=["lembar", "sel"]).itertuples():
        cell = book[finding.lembar][finding.sel]
        here = findings[(findings["lembar"] == finding.lembar) & (findings["sel"] == finding.sel)]
        assert cell.fill.start_color.rgb == COLOURS[here["tingkat"].iloc[0]], finding
        assert finding.pesan in cell.comment.text and finding.saran in cell.comment.text
        assert cell.comment.author == AUTHOR
    listed = list(book["Temuan"].iter_rows(min_row=2, values_only=True))
    assert book.sheetnames[0] == book.active.title == "Temuan"
    assert [row[4] for row in listed] == list(findings["pesan"])
    assert [row[1] for row in listed] == [None if sel != sel else sel for sel in findings["sel"]]


def test_the_rest_of_the_workbook_stays():
    content, findings = spoiled()
    before, after = opened(content), opened(mark_workbook("uji.xlsx", content, findings))
    assert after.sheetnames[1:] == before.sheetnames
    for old in before:
        new = after[old.title]
        assert new.sheet_state == old.sheet_state
        assert {c.coordinate: c.value for r in old for c in r} == {c.coordinate: c.value for r in new for c in r}
        assert {str(area) for area in new.merged_cells.ranges} == {str(area) for area in old.merged_cells.ranges}
        assert {k: d.width for k, d in new.column_dimensions.items()} == {
            k: d.width for k, d in old.column_dimensions.items()
        }
        kept = [(str(v.sqref), v.type, v.formula1) for v in new.data_validations.dataValidation]
        assert kept == [(str(v.sqref), v.type, v.formula1) for v in old.data_validations.dataValidation]
    assert any(cell.data_type == "f" for sheet in before for row in sheet for cell in row)
    assert after.calculation.fullCalcOnLoad


def test_the_marked_copy_is_read_as_the_original():
    content, findings = spoiled()
    copy = prepare("uji.xlsx", mark_workbook("uji.xlsx", content, findings))
    assert copy.reading.answers == prepare("uji.xlsx", content).reading.answers


def test_the_gravest_finding_gives_the_colour_and_all_are_told():
    table = findings_table(
        [Finding("galat", "pesan b", "saran b", "LKE", "B2"), Finding("catatan", "pesan a", "", "LKE", "B2")]
    )
    # Also when they come in another order.
    copy = opened(mark_workbook("x.xlsx", small(), table[::-1]))
    cell = copy["LKE"]["B2"]
    assert cell.fill.start_color.rgb == GALAT
    assert cell.comment.text == "Galat: pesan b\nSaran: saran b\n\nCatatan: pesan a"
    assert [row[0].value for row in copy["Temuan"].iter_rows(min_row=2, min_col=5)] == ["pesan b", "pesan a"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "#N/A", "a\x00\x0bb\uffff"])
def test_what_a_finding_says_is_text_and_never_a_formula(text):
    copy = marked(small(), Finding("galat", text, text, "LKE", "B2", text))
    shown = "ab" if text.startswith("a\x00") else text
    assert [copy["Temuan"].cell(2, column).value for column in (4, 5, 6)] == [shown] * 3
    assert {cell.data_type for cell in copy["Temuan"][2]} == {"s"}
    assert all(copy["Temuan"].cell(2, column).quotePrefix == (text[0] in "=+-@") for column in (4, 5, 6))
    assert shown in copy["LKE"]["B2"].comment.text


def test_a_text_of_the_file_that_looks_like_a_formula_stays_a_text():
    def change(book):
        book.active["B3"] = "=1+1"
        book.active["B3"].data_type = "s"

    assert marked(small(change), Finding("galat", "x", "", "LKE", "B3"))["LKE"]["B3"].data_type == "s"


def test_findings_without_a_place_or_with_a_strange_one_are_only_listed():
    places = [(None, None), ("LKE", None), ("Tidak ada", "A1"), ("LKE", "halo"), ("LKE", "ZZZ9"), ("LKE", "A10485760")]
    copy = marked(small(), *(Finding("galat", f"pesan {n}", "", *place) for n, place in enumerate(places)))
    assert copy["Temuan"].max_row == len(places) + 1
    assert not [cell for row in copy["LKE"] for cell in row if cell.comment]


def test_a_merged_cell_is_marked_where_it_shows():
    copy = marked(small(lambda book: book.active.merge_cells("B2:D4")), Finding("peringatan", "p", "s", "LKE", "C3"))
    assert copy["LKE"]["B2"].comment.text == "Peringatan: p\nSaran: s"
    assert copy["LKE"]["B2"].fill.start_color.rgb == PERINGATAN


def test_a_comment_already_there_stays_and_ours_follows():
    def change(book):
        book.active["B2"].comment = Comment("cek lagi", "Bu Sri")
        book.active["B9"].comment = Comment("lain", "Bu Sri")

    sheet = marked(small(change), Finding("galat", "p", "s", "LKE", "B2"))["LKE"]
    assert sheet["B2"].comment.text == f"cek lagi\n\n{AUTHOR}:\nGalat: p\nSaran: s"
    assert (sheet["B2"].comment.author, sheet["B9"].comment.text) == ("Bu Sri", "lain")


def test_a_sheet_named_like_the_list_keeps_its_name():
    copy = marked(small(lambda book: book.create_sheet("TEMUAN")), Finding("galat", "p", "", "temuan", "A1"))
    assert copy.sheetnames == ["Temuan (2)", "LKE", "TEMUAN"]
    assert copy["TEMUAN"]["A1"].comment
    assert [sheet.sheet_view.tabSelected for sheet in copy] == [True, False, False]


def test_a_choice_list_that_excel_keeps_in_an_extension_stays():
    x14, xm = (f"http://schemas.microsoft.com/office/{x}/main" for x in ("spreadsheetml/2009/9", "excel/2006"))
    extension = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{x14}"><x14:dataValidations count="1" '
        f'xmlns:xm="{xm}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Pilihan!$A$1:$A$2</xm:f>'
        "</x14:formula1><xm:sqref>B5:B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )

    def change(book):
        book.create_sheet("Pilihan")
        own = DataValidation(type="list", formula1='"Ya,Tidak"', sqref="B2")
        book.active.add_data_validation(own)

    parts = parts_of(small(change))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</worksheet>", extension.encode() + b"</worksheet>")
    sheet = marked(hostile.zip_of(parts), Finding("galat", "p", "", "LKE", "B2"))["LKE"]
    kept = {str(v.sqref): (v.type, v.formula1) for v in sheet.data_validations.dataValidation}
    assert kept == {"B2": ("list", '"Ya,Tidak"'), "B5:B9": ("list", "Pilihan!$A$1:$A$2")}


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_macros(macros=True):
    parts = parts_of(small())
    types = parts["[Content_Types].xml"].replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    assert b"macroEnabled" in types
    if macros:
        parts["xl/vbaProject.bin"] = MACROS
        project = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        types = types.replace(b"</Types>", project)
    return hostile.zip_of({**parts, "[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("name", "macros", "kept"),
    [("a.XLSM", True, True), ("a.xlsm", False, False), ("a.xlsx", True, False)],
)
def test_macros_stay_as_they_are_in_a_file_named_so(name, macros, kept):
    copy = mark_workbook(name, with_macros(macros), findings_table([Finding("galat", "p", "s", "LKE", "B2")]))
    parts = parts_of(copy)
    assert parts.get("xl/vbaProject.bin") == (MACROS if kept else None)
    assert (b"macroEnabled" in parts["[Content_Types].xml"]) == name.lower().endswith("m")
    assert (b"vbaProject" in parts["xl/_rels/workbook.xml.rels"]) == kept
    assert opened(copy)["LKE"]["B2"].comment.text == "Galat: p\nSaran: s"
    assert read_spreadsheet(name, copy).sheets[1].value(2, 2) == "isi"


def test_at_most_so_many_cells_are_marked_and_all_findings_listed():
    count = bounds.MAX_MARKED_CELLS + 5
    copy = marked(small(), *(Finding("catatan", "p", "", "LKE", f"A{row}") for row in range(1, count + 1)))
    assert sum(bool(row[0].comment) for row in copy["LKE"].iter_rows(max_col=1)) == bounds.MAX_MARKED_CELLS
    assert copy["Temuan"].max_row == count + 1


def test_no_findings_or_endless_ones_raise_nothing():
    assert opened(mark_workbook("a.xlsx", small(), findings_table([])))["Temuan"].max_row == 1
    endless = findings_table([Finding("galat", "p" * 200_000, "s", "LKE", "B2")])
    text = opened(mark_workbook("a.xlsx", small(), endless))["LKE"]["B2"].comment.text
    assert len(text) < 5_000 and text.endswith("(selengkapnya di lembar Temuan)")
    assert mark_workbook("a.xlsx", small(), findings_table([Finding("galat", "p" * 9_000_000)])) is None


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_hostile_or_unsupported_content_gives_nothing(name):
    build, _ = hostile.HOSTILE[name]
    assert mark_workbook("a.xlsx", build(), findings_table([Finding("galat", "p", "s", "LKE", "A1")])) is None


def test_formats_without_comments_give_nothing():
    findings = findings_table([Finding("galat", "p", "s", "LKE", "A1")])
    for content in (hostile.xls({(1, 1): 1.0}), hostile.ods(""), b"No;Isi\n1;Ya\n" * 9):
        assert mark_workbook("a.xlsx", content, findings) is None


def test_any_damage_gives_a_workbook_or_nothing():
    chance = random.Random(2021)
    original = small()
    for _ in range(6):
        damaged = bytearray(original)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        copy = mark_workbook("a.xlsx", bytes(damaged), findings_table([Finding("galat", "p", "s", "LKE", "B2")]))
        assert copy is None or opened(copy).sheetnames[0] == "Temuan"


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "print('{}')",
        "print('[]')",
        "print('{\"marked\":50}')",
        "print('{\"marked\":-1}')",
        'print(\'{"marked":"x"}\')',
        "print('[' * 100_000)",
        "pass",
    ],
)
def test_a_child_that_dies_or_babbles_gives_nothing(program, child_program):
    child_program(program)
    assert mark_workbook("a.xlsx", small(), findings_table([])) is None


def test_a_child_ended_midway_leaves_nothing(child_program, tmp_path):
    # While a sheet is written, which openpyxl would do in a file of its own.
    midway = (
        f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}; import sys; sys.path += sys.argv[2:]; "
        "sys.modules['numpy'] = None; from zi_metrics.reading import marking; import os; "
        "marking.WorksheetWriter.write_tail = lambda self: os.abort(); "
        "from zi_metrics.reading.child import main; main()"
    )
    child_program(midway)
    assert mark_workbook("a.xlsx", small(), findings_table([])) is None
