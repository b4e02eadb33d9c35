"""Sheets copied with their titles: told apart by the sheets' names, and what is not read is never a mere note."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()


def copied(*names, hidden=False, answers=("Ya", "Tidak"), judge="tpi"):
    """A workbook whose sheets of these names are copies of one, titled alike, with one answer each in cell K7."""
    blank = write_official(INSTRUMENT, "lampiran-iii", {}, Identity("Kantor Contoh", 2024, judge))
    book = load_workbook(BytesIO(blank))
    first = book["LKE ZI"]
    first.title, first["K7"] = names[0], answers[0]
    second = book.create_sheet(names[1])
    for row in first.iter_rows():
        for cell in row:
            if cell.value is not None:
                second.cell(cell.row, cell.column, cell.value)
    second["K7"] = answers[1]
    second.sheet_state = "hidden" if hidden else "visible"
    stream = BytesIO()
    book.save(stream)
    return prepare_upload("buku.xlsx", stream.getvalue()).items


def whose(items):
    return [(i.reading.identity.tahun, i.reading.identity.penilai, i.reading.answers[0].tertulis) for i in items]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("LKE 2024", "LKE 2025"), [(2024, "tpi", "Ya"), (2025, "tpi", "Tidak")]),
        (("Mandiri", "TPI"), [(2024, "unit", "Ya"), (2024, "tpi", "Tidak")]),
    ],
)
def test_names_of_sheets_tell_copies_apart_and_the_title_is_doubted(names, expected):
    items = copied(*names)
    assert whose(items) == expected
    doubts = [f for i in items for f in i.findings.itertuples() if "tidak sama dengan isinya" in f.pesan]
    assert [f.tingkat for f in doubts] == ["peringatan"]


def test_copies_that_tell_years_but_no_judge_are_told_apart_too():
    items = copied("LKE 2024", "LKE 2025", judge=None)
    assert whose(items) == [(2024, None, "Ya"), (2025, None, "Tidak")]


@pytest.mark.parametrize(
    ("names", "more", "level"),
    [
        (("LKE ZI", "LKE ZI (2)"), {}, "peringatan"),
        (("LKE ZI", "LKE ZI (2)"), {"answers": ("Ya", "Ya")}, "catatan"),
        (("LKE ZI", "LKE ZI (2)"), {"hidden": True}, "catatan"),
    ],
)
def test_another_sheet_that_people_see_with_other_answers_is_a_warning(names, more, level):
    (item,) = copied(*names, **more)
    about = item.findings[item.findings["pesan"].str.contains("juga berisi LKE")]
    assert list(about["tingkat"]) == [level]
    assert item.reading.answers[0].tertulis == "Ya"
