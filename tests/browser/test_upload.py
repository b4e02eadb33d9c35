"""The door in a real Chromium: a messy workbook is explained, corrected, saved, replaced, compared and restored."""

from io import BytesIO

import openpyxl
import pytest
from browsing import SIZES, Watched
from places import READY
from playwright.sync_api import expect

UNIT = "Unit kerja (pilih, atau ketik nama baru)"
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def messy_workbook(answers, heading="Kolom kita"):
    """The half-filled form with headings that tell nothing, no saved results, and answers typed into cells."""
    book = openpyxl.load_workbook(READY["setengah"])
    sheet = book["LKE ZI"]
    sheet["B2"], sheet["K2"] = "Hal", heading
    for cell, answer in answers.items():
        sheet[cell] = answer
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook_of(download):
    """A downloaded workbook; the browser keeps it under a name without an ending."""
    return openpyxl.load_workbook(BytesIO(download.path().read_bytes()))


@pytest.mark.parametrize("size", list(SIZES))
def test_a_messy_workbook_is_explained_saved_replaced_compared_and_restored(browser, server, tmp_path, size):
    first, second = tmp_path / f"LKE kami {size}.xlsx", tmp_path / f"LKE kami {size} perbaikan.xlsx"
    # Each size a shape of its own, which nobody has explained before.
    heading = f"Kolom kita {size}"
    first.write_bytes(messy_workbook({"K7": " ya ", "K8": "mungkin"}, heading))
    second.write_bytes(messy_workbook({"K7": "Tidak", "K8": "A."}, heading))
    watched = Watched(browser, server, size)
    watched.open()
    page = watched.page
    watched.go("Unggah")

    page.locator("input[type=file]").set_input_files(first)
    expect(page.get_by_text("tidak dikenali sebagai LKE").first).to_be_visible()
    watched.choose("Kolom teks pertanyaan", "B: Hal")
    watched.choose("Kolom jawaban", f"K: {heading}")
    page.get_by_role("button", name="Baca ulang dengan pilihan ini").click()
    expect(page.get_by_text("Dibaca dengan pilihan kolom")).to_be_visible()
    expect(page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
    watched.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh temuan").click()
    found = workbook_of(download.value).active
    assert any("mungkin" in str(cell.value) for row in found.iter_rows() for cell in row), "the odd answer is a finding"
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh berkas bertanda").click()
    assert workbook_of(download.value)["LKE ZI"]["K8"].comment is not None
    name = f"Kantor Uji {size}"
    watched.choose(UNIT, name)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(f"Tersimpan: {name}")).to_be_visible()

    # A save puts a fresh uploader in the place of the old one.
    expect(page.locator("input[type=file]")).to_have_count(1)
    watched.settle()
    page.locator("input[type=file]").set_input_files(second)
    expect(page.get_by_text("Dibaca dengan pilihan kolom")).to_be_visible()
    watched.choose(UNIT, name)
    expect(page.get_by_text("Dibandingkan versi 1 yang tersimpan: 2 jawaban berubah")).to_be_visible()
    # What stands behind a line comes when it is opened.
    page.get_by_text("Jawaban yang berubah (2)").click()
    expect(page.get_by_role("button", name="Unduh tabel (.xlsx)")).to_be_visible()
    page.get_by_text("Perbaiki kolom yang dibaca").click()
    expect(page.get_by_text("Kolom catatan")).to_be_visible()
    watched.settle()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("(versi 2)")).to_be_visible()

    page.get_by_role("link", name="Buka unit ini").click()
    watched.arrive("Unit kerja")
    page.get_by_role("link", name="Riwayat", exact=True).click()
    page.get_by_role("button", name="Pulihkan versi ini").click()
    expect(page.get_by_text("berlaku kembali sebagai versi 3")).to_be_visible()
    watched.check()
