"""The main journeys in a real Chromium, at desktop and phone width, against a server started as users start it."""

import re
import shutil

import psutil
import pytest
from browsing import SIZES, Watched, serving
from places import READY
from playwright.sync_api import expect

from zi_metrics import NAME_AND_VERSION
from zi_metrics.bahasa import format_number
from zi_metrics.lke.importing import prepare

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_deep_link_to_a_fresh_server_arrives_with_navigation_and_filters(browser, sample_file, tmp_path):
    database = shutil.copy(sample_file, tmp_path / "segar.duckdb")
    with serving(database) as (address, process):
        watched = Watched(browser, address)
        watched.open("/pokja?pokja=4&tahun=2025")
        page = watched.page
        expect(page.get_by_role("heading", name="Pokja", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Ringkasan", exact=True)).to_be_visible()
        expect(page.get_by_role("combobox", name="Pokja")).to_have_value("Pokja 4 – Penguatan Akuntabilitas")
        expect(page).to_have_url(re.compile(r"^(?!.*halaman)(?=.*pokja=4)(?=.*tahun=2025)"))
        watched.check()
        listening = {c.laddr.ip for c in psutil.Process(process.pid).net_connections("inet") if c.status == "LISTEN"}
        assert listening == {"127.0.0.1"}


@pytest.mark.parametrize("size", list(SIZES))
def test_upload_a_workbook_see_its_total_open_the_unit_and_a_pokja(browser, server, size):
    ready = READY["lengkap" if size == "desktop" else "setengah"]
    prepared = prepare(ready.name, ready.read_bytes())
    total = format_number(prepared.total)
    watched = Watched(browser, server, size)
    watched.open()
    page = watched.page
    watched.go("Unggah")
    page.locator("input[type=file]").set_input_files(ready)
    expect(page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
    expect(page.get_by_text(f"Total {total}").first).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan:")).to_be_visible()
    page.get_by_role("link", name="Buka unit ini").click()
    watched.arrive("Unit kerja")
    expect(page.locator(".zi-main").first).to_contain_text(total)
    expect(page.get_by_text(ready.name).first).to_be_visible()
    expect(page.locator(".zi-figures .zi-bar")).to_have_count(13)
    page.get_by_role("textbox", name="Cari dalam jawaban").fill("P.1.i.a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("sel K7", exact=False).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh berkas asli").click()
    assert download.value.path().read_bytes() == ready.read_bytes()
    watched.go("Pokja")
    expect(page.get_by_text("mencapai minimum WBK").first).to_be_visible()
    expect(page.locator("table.zi-map")).to_be_visible()
    watched.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_overview_leads_to_a_unit(browser, server, size):
    watched = Watched(browser, server, size)
    watched.open("/?tahun=2025")
    page = watched.page
    expect(page.get_by_text("memenuhi semua syarat nilai WBK")).to_be_visible()
    foot = page.get_by_text(NAME_AND_VERSION)
    expect(foot).to_have_count(1)
    below = foot.evaluate(
        "e => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stElementContainer]')]"
        ".filter(o => o.getBoundingClientRect().top > e.getBoundingClientRect().bottom).length"
    )
    assert below == 0, "nothing stands below the foot"
    unit = page.get_by_role("row").filter(has_text="Contoh").first.get_by_role("link").first
    name = unit.inner_text()
    unit.click()
    watched.arrive("Unit kerja")
    expect(page).to_have_url(re.compile("(?=.*tahun=2025)(?=.*unit=Contoh)"))
    watched.unfold()
    expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value(name)
    watched.check()


def test_streamlits_own_words_are_indonesian(browser, server, tmp_path):
    watched = Watched(browser, server)
    watched.open("/unggah")
    page = watched.page
    expect(page.get_by_role("button", name="Pilih berkas", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions")).to_contain_text("atau seret ke sini • XLSX")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    named = tmp_path / "Search.xlsx"
    shutil.copy(READY["lengkap"], named)
    page.locator("input[type=file]").set_input_files(named)
    expect(page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
    expect(page.get_by_text("Search.xlsx").first).to_be_visible()
    unit = page.get_by_role("combobox", name="Unit kerja")
    unit.click()
    unit.fill("Kantor Baru")
    expect(page.get_by_role("option", name="Tambahkan: Kantor Baru")).to_be_visible()
    page.keyboard.press("Enter")
    expect(unit).to_have_value("Kantor Baru")
    watched.open("/unit_kerja?unit=Contoh 11 – Sekolah&tahun=2026&tab=perkembangan")
    page.get_by_text("Angka setiap titik waktu").click()
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.hover()
    expect(page.get_by_role("button", name="Layar penuh").first).to_be_visible()
    # A raw file with points and commas opens in one column in an Indonesian Excel: it is not offered.
    expect(page.get_by_role("button", name="CSV")).to_have_count(0)
    watched.check()


def test_the_dark_theme_reaches_the_charts(browser, server):
    inks = {}
    for scheme in ("light", "dark"):
        watched = Watched(browser, server, scheme=scheme)
        watched.open("/unit_kerja?unit=Contoh 11 – Sekolah&tahun=2026&tab=perkembangan")
        label = watched.page.get_by_test_id("stPlotlyChart").first.locator(".legendtext, .xtick text").first
        expect(label).to_be_visible()
        inks[scheme] = label.evaluate("e => getComputedStyle(e).fill")
        watched.check()
    assert inks == {"light": "rgb(31, 41, 51)", "dark": "rgb(232, 230, 225)"}


def test_a_file_that_is_no_lke_gets_a_message_and_the_server_lives_on(browser, server, tmp_path):
    wrong = tmp_path / "rekap.xlsx"
    wrong.write_bytes(b"\xff\xd8\xff\xe0 JPEG")
    watched = Watched(browser, server)
    watched.open()
    watched.go("Unggah")
    watched.page.locator("input[type=file]").set_input_files(wrong)
    expect(watched.page.get_by_text("gambar JPEG")).to_be_visible()
    watched.go("Ringkasan")
    expect(watched.page.get_by_text("memenuhi semua syarat nilai WBK").first).to_be_visible()
    watched.check()


def test_two_people_work_at_once_without_seeing_each_others_choices(browser, server):
    first, second = Watched(browser, server), Watched(browser, server)
    first.open("/pokja?pokja=2")
    second.open("/pokja?pokja=6")
    areas = ["Pokja 2 – Penataan Tatalaksana", "Pokja 6 – Peningkatan Kualitas Pelayanan Publik"]
    for watched, area in zip((first, second), areas, strict=True):
        expect(watched.page.get_by_role("combobox", name="Pokja")).to_have_value(area)
    first.check()
    second.check()


CONTRASTS = """() => {
  const pixel = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const parts = (colour) => {
    pixel.clearRect(0, 0, 1, 1); pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (front, back) => back.map((value, i) => front[i] * front[3] + value * (1 - front[3]));
  const luminance = (colour) => colour.map((c) => c / 255).map(
    (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  ).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0.05);
  // Sentences, words on buttons, tabs and choices, and what is chosen in a list of several.
  const read = '[data-testid="stMarkdownContainer"] p, [data-testid="stMultiSelect"] span, '
    + '[data-testid="stHtml"] :is(h2, h3, h4, p, li, small, strong, a, th, td)';
  const seen = [...document.querySelector('[data-testid="stMain"]').querySelectorAll(read)];
  return seen.filter((text) => text.innerText.trim() && text.checkVisibility()).map((text) => {
    const chain = [];
    for (let e = text; e; e = e.parentElement) chain.unshift(e);
    const ground = chain.map((e) => parts(getComputedStyle(e).backgroundColor)).reduce(
      (back, front) => over(front, back), [255, 255, 255]
    );
    const front = parts(getComputedStyle(text).color);
    front[3] *= chain.map((e) => +getComputedStyle(e).opacity).reduce((a, b) => a * b, 1);
    const [dark, light] = [luminance(ground), luminance(over(front, ground))].sort((a, b) => a - b);
    return [light / dark, text.innerText];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_sentence_and_every_button_stands_out_from_its_ground(browser, server, scheme):
    watched = Watched(browser, server, scheme=scheme)
    page = watched.page
    watched.open("/unit_kerja?unit=Contoh 10 – Kantor Wilayah&tahun=2026")
    found = page.evaluate(CONTRASTS)
    assert len(found) > 20
    watched.open("/rencana?unit=Contoh 11 – Sekolah&tahun=2025&kunci=P.1")
    page.get_by_test_id("stExpander").get_by_text("Pengaturan rencana").click()
    locked = page.get_by_text("P.1 Manajemen Perubahan (seluruhnya)")
    expect(locked).to_be_visible()
    watched.settle()
    planned = page.evaluate(CONTRASTS)
    words = {text.strip() for _, text in planned}
    assert {"Coba di Simulasi", "WBK", "Tidak tahun ini", "P.1 Manajemen Perubahan (seluruhnya)"} <= words
    watched.open("/survei?unit=Contoh 14 – Rumah Sakit&tahun=2026")
    expect(page.get_by_text("belum punya survei 2026")).to_be_visible()
    told = page.evaluate(CONTRASTS)
    assert [pair for pair in (*found, *planned, *told) if pair[0] < 4.5] == []
    watched.check()
