"""The other programs' formats, end to end: small files that LibreOffice wrote, and fresh ones where it is installed."""

import shutil
import subprocess

import pytest
from places import DATA

from zi_metrics.reading import expand_upload, read_spreadsheet, xls_errors

CELLS = {
    (2, 2): "LEMBAR KERJA EVALUASI",
    (4, 2): "No",
    (4, 3): "Pertanyaan",
    (4, 4): "Jawaban",
    (4, 5): "Nilai",
    (5, 2): 1.0,
    (5, 3): "Apakah tim kerja “ZI” sudah dibentuk?",
    (5, 4): "Ya",
    (5, 5): 1.0,
    (6, 2): 2.0,
    (6, 3): "Rencana kerja — ≥ 75%",
    (6, 4): "B",
    (6, 5): 0.67,
    (7, 2): 3.0,
    (7, 3): "Tidak",
    (7, 5): 0.0,
    (8, 5): 1.67,
    (9, 3): "007",
}


def check(content: bytes, ending: str) -> None:
    shown, hidden = read_spreadsheet(f"kecil.{ending}", content).sheets
    assert (shown.name, shown.hidden, shown.cells) == ("Lembar Kerja", False, CELLS)
    assert (hidden.name, hidden.hidden, hidden.cells) == ("Daftar Pilihan", True, {(1, 1): "Ya", (2, 1): "Tidak"})
    # What each format tells beyond that: see Sheet.
    assert shown.merged == (() if ending == "ods" else ((2, 2, 2, 5),))
    assert shown.formulas == ({(8, 5)} if ending in ("xlsx", "xlsm") else frozenset())


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsm"])
def test_a_workbook_saved_by_libreoffice_gives_the_same_cells_in_every_format(ending):
    content = (DATA / f"kecil.{ending}").read_bytes()
    check(content, ending)
    assert expand_upload(f"kecil.{ending}", content).files[0].content == content


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xls", "xlsx", "csv"])
def test_a_workbook_converted_just_now_is_read(ending, tmp_path):
    profile = (tmp_path / "profil").as_uri()
    # Semicolons, quotes where needed, UTF-8.
    target = "csv:Text - txt - csv (StarCalc):59,34,76" if ending == "csv" else ending
    order = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run([*order, "--outdir", tmp_path, DATA / "kecil.ods"], check=True, capture_output=True, timeout=120)
    content = (tmp_path / f"kecil.{ending}").read_bytes()
    if ending != "csv":
        return check(content, ending)
    sheet = read_spreadsheet("kecil.csv", content).sheets[0]
    assert {place: text for place, text in sheet.cells.items() if isinstance(CELLS[place], str)} == {
        place: text for place, text in CELLS.items() if isinstance(text, str)
    }
    assert float(sheet.value(8, 5).replace(",", ".")) == 1.67


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_error_values_and_booleans_of_the_other_formats_are_not_lost(ending):
    first, second = read_spreadsheet(f"galat.{ending}", (DATA / f"galat.{ending}").read_bytes()).sheets
    assert {row: first.value(row, 2) for row in range(2, 9)} == {
        2: "#DIV/0!",
        3: "#N/A",
        4: "#NAME?",
        5: True,
        6: False,
        7: 1.0,
        8: None,
    }
    assert type(first.value(7, 2)) is float
    assert second.cells == {(3, 3): "#N/A", (4, 3): "Ya"}


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_xls_has_no_error_values_and_ends_nothing(cut):
    content = (DATA / "galat.xls").read_bytes()
    for place in range(24, 80):
        broken = content[: int(len(content) * cut)]
        assert isinstance(xls_errors.errors_in(broken[:place] + b"\xf0" * 4 + broken[place + 4 :]), list)
