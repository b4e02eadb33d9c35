"""The road to a predicate in a real Chromium: the board and its letter, January's Pakta Integritas for all units; an
empty database.
"""

import re

import pytest
from browsing import SIZES, Watched, serving
from playwright.sync_api import expect

from zi_metrics.samples.lke import sample_units

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def bring_in(watched, name, text, button):
    """Upload a file, and save what was read of it."""
    watched.open("/unggah")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    watched.page.locator("input[type=file]").first.set_input_files(file)
    watched.page.get_by_role("button", name=button).click()
    expect(watched.page.get_by_text("baris tersimpan")).to_be_visible()
    watched.settle()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_board_tells_why_a_unit_is_not_ready_and_the_letter_is_taken_away(browser, server, size):
    watched = Watched(browser, server, size)
    page = watched.page
    watched.open("/kesiapan?tahun=2026&predikat=wbk")
    expect(page.get_by_role("heading", name=re.compile("unit layak diusulkan WBK"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh surat pengusulan dan SPTJM (.docx)").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("radio", name=re.compile("Belum layak")).click()
    expect(page).to_have_url(re.compile("belum"))
    watched.settle()
    watched.pick(page.get_by_test_id("stDataFrame").first, row=0)
    expect(page.get_by_text(re.compile("syarat nilai belum tercapai menurut TPI")).first).to_be_visible()
    watched.check()


def test_januarys_pakta_is_brought_in_for_all_units(browser, server):
    watched = Watched(browser, server)
    names = [unit.nama for unit in sample_units()]
    rows = [f"{name},2027,05/01/2027,Januari,40,{40 - number % 3}" for number, name in enumerate(names)]
    head = "Unit kerja,Tahun,Tanggal,Sebab,Pegawai,Menandatangani"
    bring_in(watched, "pakta.csv", "\n".join([head, *rows]), f"Simpan Pakta Integritas ({len(names)} baris)")
    watched.open("/pekerjaan?kerja=pakta&tahun=2027")
    signed = sum(40 - number % 3 for number in range(len(names)))
    expect(watched.page.locator("h5").first).to_contain_text(f"{round(100 * signed / (40 * len(names)))}%")
    watched.check()


@pytest.mark.parametrize("page", ["kesiapan", "pekerjaan?kerja=pakta", "pekerjaan?kerja=pengaduan"])
def test_an_empty_database_says_what_each_screen_is_for(browser, tmp_path, page):
    with serving(tmp_path / "kosong.duckdb") as (address, _):
        watched = Watched(browser, address, "phone")
        watched.open(f"/{page}")
        expect(watched.page.get_by_test_id("stAlert").first).to_be_visible()
        watched.check()
