"""The road to a predicate in a real Chromium: a unit's stages, the board and its letter, January's Pakta Integritas for
all units, a month of complaints taken over into a scenario; an empty database.
"""

import re

import pytest
from browsing import SIZES, Watched, serving
from playwright.sync_api import expect

from zi_metrics.samples.lke import sample_units

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

UNIT = "Contoh 24 – Laboratorium"
STAGES = (
    ("Pencanangan", "2025-01-06", "2025-01-06"),
    ("Penetapan unit kerja", "2025-01-20", "2025-01-21"),
    ("Pembangunan", "2025-02-01", "2026-03-31"),
    ("Pemantauan", "2025-03-01", "2026-04-15"),
    ("Penilaian TPI", "2026-04-20", "2026-05-08"),
    ("Pengajuan", "2026-05-20", ""),
)


def bring_in(watched, name, text, button):
    """Upload a file, and save what was read of it."""
    watched.open("/unggah")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    watched.page.locator("input[type=file]").first.set_input_files(file)
    watched.page.get_by_role("button", name=button).click()
    expect(watched.page.get_by_text("baris tersimpan")).to_be_visible()
    watched.settle()


def test_a_units_road_is_filled_in_from_the_proclamation_to_the_proposal(browser, server):
    watched = Watched(browser, server)
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.page
    watched.open(f"/kesiapan?kesiapan=jalan&unit={UNIT}&tahun=2026")
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("[role=columnheader]").first).to_be_attached()
    watched.settle()
    # What is pasted into the row that is there to be filled adds as many rows as it has.
    last = table.locator("[role=row]").count() - 1
    table.scroll_into_view_if_needed()
    table.click(position={"x": 100, "y": 35 * max(last, 0) + 17})
    pasted = "\\n".join("\\t".join(stage) for stage in STAGES)
    page.evaluate(f"navigator.clipboard.writeText('{pasted}')")
    page.keyboard.press("Control+v")
    save = page.get_by_role("button", name=f"Simpan perubahan ({len(STAGES)} baris)")
    expect(save).to_be_visible()
    watched.settle()
    save.click()
    expect(page.get_by_text(f"{len(STAGES)} baris tersimpan")).to_be_visible()
    expect(page.get_by_text("Sekarang di tahap")).to_contain_text("Pengajuan ke TPN")
    watched.check()


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


def test_a_month_of_complaints_is_looked_at_and_taken_over_into_a_scenario(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    unit = "Contoh 03 – Balai Pelatihan"
    head = "Unit kerja,Tahun,Bulan,Jenis,Kanal,Masuk,Diproses,Selesai,Tepat waktu"
    rows = f"{unit},2026,Desember,Pengaduan masyarakat,Surel,9,0,9,9"
    bring_in(watched, "pengaduan.csv", f"{head}\n{rows}", "Simpan Pengaduan dan laporan (1 baris)")
    watched.open(f"/unit_kerja?unit={unit}&tahun=2026&penilai=tpi&bagian=R.5")
    page.get_by_text("R.5.ii", exact=False).last.scroll_into_view_if_needed()
    page.locator("summary").filter(has_text="R.5.ii").last.click()
    page.get_by_role("button", name="Lihat dan jadikan skenario").first.click()
    page.get_by_role("button", name="Simpan sebagai skenario").click()
    expect(page.get_by_role("link", name=re.compile("Simulasi")).last).to_be_visible()
    watched.check()


@pytest.mark.parametrize("page", ["kesiapan", "pekerjaan?kerja=pakta", "pekerjaan?kerja=pengaduan"])
def test_an_empty_database_says_what_each_screen_is_for(browser, tmp_path, page):
    with serving(tmp_path / "kosong.duckdb") as (address, _):
        watched = Watched(browser, address, "phone")
        watched.open(f"/{page}")
        expect(watched.page.get_by_test_id("stAlert").first).to_be_visible()
        watched.check()
