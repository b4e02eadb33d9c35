"""What the tests of reading look at."""

import datetime
import io

import openpyxl
import pytest

from zi_metrics.reading import parent, read_spreadsheet
from zi_metrics.reading.ready import ReadyProcess


@pytest.fixture(scope="module")
def lke():
    """An LKE-shaped workbook: title rows, merged headings, a table from C5, formulas, a hidden sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Lembar Kerja"
    sheet["C5"] = "LEMBAR KERJA EVALUASI"
    sheet.merge_cells("C5:K5")
    sheet["C7"] = "A.  PENGUNGKIT "
    sheet["D8"] = "Apakah tim kerja \u201cZI\u201d sudah dibentuk?\nBukti: SK — ≥ 75%"
    sheet["K7"] = 0.5
    sheet["K8"] = 3
    sheet["K9"] = "=K7+K8"
    sheet["K10"] = True
    sheet["K11"] = datetime.date(2024, 4, 3)
    sheet["L11"] = datetime.datetime(2024, 4, 3, 10, 30)
    sheet["M11"] = datetime.time(10, 30)
    sheet["N11"] = datetime.timedelta(hours=30)
    sheet["K12"] = "#DIV/0!"
    sheet["K12"].data_type = "e"
    sheet["K13"] = "007"
    sheet["K14"] = "  Ya, dua spasi"
    hidden = workbook.create_sheet("Daftar Pilihan")
    hidden["A1"] = "Ya"
    hidden.sheet_state = "veryHidden"
    workbook.create_sheet("Kosong")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return read_spreadsheet("LKE Satker.xlsx", buffer.getvalue())


@pytest.fixture
def ready(monkeypatch):
    """A ready process of this test's own, ended afterwards."""
    own = ReadyProcess(parent._start_template)
    monkeypatch.setattr(parent, "_ready", own)
    yield own
    own._give_up()
