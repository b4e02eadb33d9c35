"""The road to a predicate in a real Chromium: a unit's stages pasted in, the board and its letter, January's Pakta
Integritas for all units, a month of complaints taken over into the LKE's counts after a look; an empty database.
"""

import re

import pytest
from browsing import SIZES, Watched, serving
from playwright.sync_api import expect

from zi_metrics.samples.lke import sample_units

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


NAMES = [unit.nama for unit in sample_units()]
# Units of the samples of whose road, and of whose complaints, nothing is written down.
SILENT, WITHOUT_COMPLAINTS = NAMES[11], NAMES[21]
STAGES = (
    ("Pencanangan", "05/02/2024", "05/02/2024"),
    ("Penetapan unit kerja", "01/03/2024", "15/03/2024"),
    ("Pembangunan", "01/04/2024", "30/04/2026"),
    ("Pemantauan", "01/07/2024", "30/04/2026"),
    ("Penilaian TPI", "04/05/2026", "22/05/2026"),
    ("Pengajuan ke TPN", "28/05/2026", "28/05/2026"),
)


def paste_below(watched, rows):
    """Paste rows of texts into a table, below its last row.

    A tap on the line that adds a row makes one and opens its first cell; once that is closed again the table itself
    has the focus, and listens to what is pasted. Pasting before that is lost.
    """
    page, table = watched.page, watched.page.get_by_test_id("stDataFrame").first
    lines, open_cell = table.locator("[role=row]"), page.locator("#portal input, #portal textarea")
    table.scroll_into_view_if_needed()
    # The headings stand in the page for screen readers as soon as the table is drawn.
    expect(table.locator("[role=columnheader]").first).to_be_attached()
    watched.settle()
    before = lines.count()
    watched.tap(table, before - 1)
    expect(lines).to_have_count(before + 1)
    expect(open_cell).to_be_visible()
    watched.settle()
    page.keyboard.press("Escape")
    expect(open_cell).to_have_count(0)
    expect(lines.nth(before).locator("[aria-selected=true]")).to_be_attached()
    expect(table.locator("canvas").first).to_be_focused()
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join("\t".join(row) for row in rows))
    page.keyboard.press("Control+v")
    expect(lines).to_have_count(before + len(rows))


def bring_in(watched, name, text, button):
    """Upload a file, and save what was read of it."""
    watched.open("/unggah")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    watched.page.locator("input[type=file]").first.set_input_files(file)
    watched.page.get_by_role("button", name=button).click()
    expect(watched.page.get_by_text("baris tersimpan")).to_be_visible()
    watched.settle()


def test_a_units_road_is_pasted_in_from_pencanangan_to_pengajuan(browser, server):
    watched = Watched(browser, server)
    # So wide that every column of the table is drawn.
    watched.page.set_viewport_size({"width": 2600, "height": 1200})
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.page
    road = f"/kesiapan?kesiapan=jalan&unit={SILENT}&tahun=2026"
    watched.open(road)
    expect(page.get_by_text("Belum ada tahapan yang dicatat untuk unit ini")).to_be_visible()
    paste_below(watched, STAGES)
    saving = page.get_by_role("button", name=f"Simpan perubahan ({len(STAGES)} baris)")
    expect(saving).to_be_enabled()
    watched.settle()
    saving.click()
    expect(page.get_by_text(f"{len(STAGES)} baris tersimpan")).to_be_visible()

    watched.open(road)
    expect(page.get_by_text("Sekarang di tahap Pengajuan ke TPN")).to_be_visible()
    for stage, *_ in STAGES:
        expect(page.locator("p").filter(has_text=re.compile(f"^✔ {stage} \\(")).first).to_be_visible()
    # As Indonesians write a date, wherever the browser comes from.
    expect(page.get_by_text("(5 Februari 2024)")).to_be_visible()
    expect(page.get_by_text("1 April 2024 – 30 April 2026")).to_be_visible()
    expect(page.locator("p").filter(has_text=re.compile(r"^○ Evaluasi meja \(desk\)"))).to_be_visible()
    # The board knows them, too: what was pasted says for how long the unit has been building.
    expect(page.get_by_text(re.compile("Pembangunan mulai 1 April 2024, sudah 1 tahun"))).to_be_visible()
    watched.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_board_tells_why_a_unit_is_not_ready_and_the_letter_is_taken_away(browser, server, size):
    watched = Watched(browser, server, size)
    page = watched.page
    watched.open("/kesiapan?tahun=2026&predikat=wbk")
    expect(page.locator(".zi-answer").filter(has_text="unit layak diusulkan WBK")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh surat pengusulan dan SPTJM (.docx)").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("radio", name=re.compile("Belum layak")).click()
    expect(page).to_have_url(re.compile("belum"))
    watched.settle()
    page.get_by_role("row").filter(has_text="Contoh").first.get_by_role("link").first.click()
    expect(page.get_by_text(re.compile("syarat nilai belum tercapai menurut TPI")).first).to_be_visible()
    watched.check()


def test_januarys_pakta_is_brought_in_for_all_units(browser, server):
    watched = Watched(browser, server)
    rows = [f"{name},2027,05/01/2027,Januari,40,{40 - number % 3}" for number, name in enumerate(NAMES)]
    head = "Unit kerja,Tahun,Tanggal,Sebab,Pegawai,Menandatangani"
    bring_in(watched, "pakta.csv", "\n".join([head, *rows]), f"Simpan Pakta Integritas ({len(NAMES)} baris)")
    watched.open("/pekerjaan?kerja=pakta&tahun=2027")
    signed = sum(40 - number % 3 for number in range(len(NAMES)))
    expect(watched.page.locator("h5").first).to_contain_text(f"{round(100 * signed / (40 * len(NAMES)))}%")
    watched.check()


def test_a_month_of_complaints_is_taken_over_into_the_counts_after_a_look(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    head = "Unit kerja,Tahun,Bulan,Jenis,Kanal,Masuk,Diproses,Selesai,Selesai tepat waktu"
    row = f"{WITHOUT_COMPLAINTS},2026,Oktober,Pengaduan masyarakat,Loket,8,2,6,5"
    bring_in(watched, "pengaduan.csv", f"{head}\n{row}", "Simpan Pengaduan dan laporan (1 baris)")
    watched.open(f"/unit_kerja?unit={WITHOUT_COMPLAINTS}&tahun=2026&bagian=R.5")
    expect(
        page.get_by_text(re.compile("Dari 1 bulan pengaduan masyarakat 2026: masuk 8, diproses 2, selesai 6"))
    ).to_be_visible()
    page.get_by_role("button", name="Lihat dan jadikan skenario").click()
    expect(page.get_by_text("Yang tersimpan → dari register")).to_be_visible()
    watched.settle()
    page.get_by_role("button", name="Simpan sebagai skenario").click()
    expect(page.get_by_text("Skenario 'R.5.ii.a dari register 2026' tersimpan.")).to_be_visible()
    watched.settle()
    page.get_by_role("link", name="Buka di Simulasi").click()
    watched.arrive("Simulasi")
    expect(page.get_by_text(re.compile("R.5.ii.a dari register 2026")).first).to_be_visible()
    expect(page).to_have_url(re.compile("skenario="))
    watched.check()


@pytest.mark.parametrize("page", ["kesiapan", "pekerjaan?kerja=pakta", "pekerjaan?kerja=pengaduan"])
def test_an_empty_database_says_what_each_screen_is_for(browser, tmp_path, page):
    with serving(tmp_path / "kosong.duckdb") as (address, _):
        watched = Watched(browser, address, "phone")
        watched.open(f"/{page}")
        told = watched.page.get_by_text(re.compile("Tiga langkah|Belum ada")).or_(
            watched.page.get_by_test_id("stAlert")
        )
        expect(told.first).to_be_visible()
        watched.check()
