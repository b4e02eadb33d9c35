"""The work between two assessments in a real Chromium: a plan becomes actions, the table is typed and pasted into, one
is closed with evidence, a meeting decides, a TPI's recommendations come in and one is verified; an empty database.
"""

import re
from contextlib import suppress

import pytest
from browsing import SIZES, Watched, serving
from playwright.sync_api import TimeoutError, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TRIES, SOON_MS = 5, 15_000
UNIT = "Contoh 14 – Rumah Sakit"
MEETING_UNIT = "Contoh 01 – Kantor Pelayanan"
ADVICE = (
    "Unit kerja,Tahun,Kode LKE,Rekomendasi,Tenggat\n"
    f"{UNIT},2027,P.1.i.a,Lengkapi susunan tim,30 Juni 2027\n"
    f"{UNIT},2027,P.5.i.a,Perbarui SK unit pengendali,31/07/2027\n"
)


def widened(browser, server):
    """A screen so wide that every column of a table is drawn."""
    watched = Watched(browser, server)
    watched.page.set_viewport_size({"width": 2600, "height": 1000})
    return watched


def at_cell(watched, right, row=0):
    """Go to a cell of the table: a row, and so many columns to the right of the first, by keyboard: widths differ."""
    table = watched.page.get_by_test_id("stDataFrame").first
    watched.pick(table, row)
    for step in range(right + 1):
        # Each key is waited for: what is typed goes to wherever the busy table is by then.
        at = table.locator(f"[role=gridcell][aria-selected=true][aria-colindex='{step + 1}']")
        expect(at.first).to_be_attached()
        if step < right:
            watched.page.keyboard.press("ArrowRight")


def column(watched, title):
    """How many columns to the right of the first one stands."""
    heads = watched.page.get_by_test_id("stDataFrame").first.locator("[role=columnheader]")
    # Its columns come one after another.
    expect(heads.get_by_text(title, exact=True).or_(heads.filter(has_text=title)).first).to_be_attached()
    return heads.all_inner_texts().index(title)


def save(watched, rows):
    """Save what was typed, which must be so many rows."""
    button = watched.page.get_by_role("button", name=re.compile(rf"Simpan perubahan \({rows} baris\)"))
    expect(button).to_be_enabled()
    button.click()
    expect(watched.page.get_by_text(f"{rows} baris tersimpan")).to_be_visible()
    watched.settle()


def write_in_cell(watched, title, text, unsaved, row=0):
    """Open a cell by keyboard, and write into it, or choose an option that it has; then so many rows are unsaved.

    A cell takes what is typed only once it is open and listens, which nothing on the page tells: so it may be tried
    again, as a person would.
    """
    waiting = watched.page.get_by_role("button", name=f"Simpan perubahan ({unsaved} baris)")
    table = watched.page.get_by_test_id("stDataFrame").first
    written = table.locator("[role=gridcell]").filter(has_text=text)
    for _ in range(TRIES):
        at_cell(watched, column(watched, title), row)
        watched.page.keyboard.press("Enter")
        watched.settle()
        if not watched.page.locator("#portal textarea, #portal input").count():
            continue
        # An open text takes the place of what was there; a list is narrowed by what is typed.
        watched.page.keyboard.press("Control+a")
        watched.page.keyboard.type(text, delay=20)
        watched.page.keyboard.press("Enter")
        with suppress(TimeoutError):
            # The table tells the server only a moment later, and a busy server answers late.
            waiting.wait_for(timeout=SOON_MS)
        watched.settle()
        # Another cell of the row may have been written into before.
        if waiting.count() and written.count():
            return
    expect(waiting).to_be_visible()
    expect(written.first).to_be_attached()


def test_a_plan_becomes_actions_that_are_typed_and_pasted_into_and_one_is_closed_with_evidence(browser, server):
    watched = widened(browser, server)
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.page
    watched.open(f"/rencana?unit={UNIT}&tahun=2025&penilai=tpi&predikat=wbk&lihat=rencana")
    page.get_by_role("button", name="Jadikan rencana aksi").first.click()
    expect(page.get_by_text("tindakan ditambahkan ke rencana aksi")).to_be_visible()
    watched.settle()
    page.get_by_role("link", name="Buka Pekerjaan").click()
    watched.arrive("Pekerjaan")

    write_in_cell(watched, "PIC (jabatan)", "Kepala Kantor", 1)
    at_cell(watched, column(watched, "PIC (jabatan)"), row=1)
    page.evaluate("navigator.clipboard.writeText('Wakil Ketua Pokja\\nWakil Ketua Tim')")
    page.keyboard.press("Control+v")
    save(watched, 3)

    write_in_cell(watched, "Status", "Selesai", 1)
    write_in_cell(watched, "Bukti", "Notulen rapat", 1)
    save(watched, 1)
    page.get_by_role("button", name="Urungkan simpanan terakhir").click()
    expect(page.get_by_text("1 baris dikembalikan seperti sebelumnya")).to_be_visible()
    watched.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_a_meeting_takes_two_decisions(browser, server, size):
    watched = Watched(browser, server, size)
    page = watched.page
    watched.open(f"/rapat?unit={MEETING_UNIT}&tahun=2026")
    page.get_by_role("button", name="Buka di layar").first.click()
    expect(page.get_by_role("heading", name=MEETING_UNIT, level=2)).to_be_visible()
    watched.settle()
    for area, text in (("Pokja 1", f"Menetapkan agen perubahan ({size})"), ("Pokja 2", f"Mencabut SOP lama ({size})")):
        if size == "desktop":
            page.keyboard.press("ArrowRight")
        else:
            page.get_by_role("button", name="Berikutnya").click()
        expect(page.get_by_role("heading", name=re.compile(f"^{area} "), level=2)).to_be_visible()
        watched.settle()
        page.get_by_label("Apa yang diputuskan").fill(text)
        page.get_by_label("PIC (jabatan)").fill("Sekretaris")
        page.get_by_role("button", name="Catat keputusan").click()
        expect(page.get_by_role("cell", name=text)).to_be_visible()
        expect(page.get_by_label("Apa yang diputuskan")).to_have_value("")
        # Where the button has the focus, the arrows still lead on.
        page.get_by_role("heading", level=2).click()
    watched.open(f"{page.url.removeprefix(watched.address).partition('langkah=')[0]}langkah=keputusan")
    for text in (f"Menetapkan agen perubahan ({size})", f"Mencabut SOP lama ({size})"):
        expect(page.get_by_role("cell", name=text)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh Laporan Monev (.docx)").click()
    assert download.value.suggested_filename.endswith(".docx")
    watched.check()


def test_a_tpis_recommendations_come_in_and_one_is_verified(browser, server):
    watched = widened(browser, server)
    page = watched.page
    watched.open("/unggah")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "rekomendasi.csv", "mimeType": "text/csv", "buffer": ADVICE.encode()}
    )
    page.get_by_role("button", name="Simpan Rekomendasi TPI (2 baris)").click()
    expect(page.get_by_text("Rekomendasi TPI: 2 baris tersimpan")).to_be_visible()
    watched.open(f"/pekerjaan?kerja=rekomendasi&unit={UNIT}&tahun=2027")
    write_in_cell(watched, "Status", "Terverifikasi", 1)
    save(watched, 1)
    expect(page.locator("h5").first).to_contain_text("1")
    watched.check()


@pytest.mark.parametrize("screen", ["pekerjaan", "pemeriksaan", "rapat"])
@pytest.mark.parametrize("size", list(SIZES))
def test_an_empty_database_says_what_each_screen_is_for(browser, tmp_path, screen, size):
    with serving(tmp_path / "kosong.duckdb") as (address, _):
        watched = Watched(browser, address, size)
        watched.open(f"/{screen}")
        expect(watched.page.get_by_text(re.compile("Tiga langkah|Belum ada rencana aksi")).first).to_be_visible()
        expect(watched.page.get_by_role("main").get_by_role("link", name=re.compile("^Unggah")).last).to_be_visible()
        watched.check()
