"""The door in a real Chromium: a messy workbook is explained, corrected, saved, replaced, compared and restored."""

from io import BytesIO

import openpyxl
import pytest
from browsing import SIZES, Watched
from conftest import READY
from playwright.sync_api import expect

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


def choose(page, label, option):
    """Pick an option of a multiselect by typing a part of it."""
    box = page.get_by_role("combobox", name=label).first
    box.scroll_into_view_if_needed()
    box.click()
    page.wait_for_timeout(500)
    box.fill(option)
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Escape")


def name_unit(watched, name):
    """Choose the unit by its name, new or known."""
    watched.settle()
    box = watched.page.get_by_role("combobox", name="Unit kerja (pilih, atau ketik nama baru)")
    box.click()
    box.fill(name)
    watched.page.get_by_role("option").filter(has_text=name).first.click()
    watched.settle()


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
    watched.settle()
    choose(page, "Kolom teks pertanyaan", "B: Hal")
    choose(page, "Kolom jawaban", f"K: {heading}")
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
    name_unit(watched, name)
    page.get_by_label("Diunggah oleh").fill("Penguji")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(f"Tersimpan: {name}")).to_be_visible()

    page.locator("input[type=file]").set_input_files(second)
    expect(page.get_by_text("Dibaca dengan pilihan kolom")).to_be_visible()
    name_unit(watched, name)
    expect(page.get_by_text("Dibandingkan versi 1 yang tersimpan: 2 jawaban berubah")).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("(versi 2)")).to_be_visible()

    page.get_by_role("link", name="Buka unit ini").click()
    expect(page.get_by_role("heading", name="Unit kerja", level=1)).to_be_visible()
    watched.settle()
    page.get_by_text("Versi").last.scroll_into_view_if_needed()
    page.get_by_label("Dipulihkan oleh").fill("Penguji")
    page.get_by_role("button", name="Pulihkan versi ini").click()
    expect(page.get_by_text("berlaku kembali sebagai versi 3")).to_be_visible()
    watched.check()
