"""From gap to plan in a real Chromium, at desktop and phone width: a plan, another one, a scenario, a simulation."""

import re

import pytest
from browsing import SIZES, Watched
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# A total that has its figure.
FIGURE = re.compile(r"\d,\d\d")


def lock_first_step(watched):
    """Tap the first step of the plan and put it off; gives the step's code."""
    page = watched.page
    page.get_by_role("link", name="Buka", exact=True).first.click()
    button = page.get_by_role("dialog").get_by_role("button", name="Tunda").first
    expect(button).to_have_text(re.compile(r"Tunda .*\S$"))
    code = button.inner_text().split()[-1]
    button.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    watched.settle()
    return code


@pytest.mark.parametrize("size", list(SIZES))
def test_from_a_failing_unit_to_a_plan_a_scenario_and_a_simulation(browser, server, size):
    watched = Watched(browser, server, size)
    page = watched.page
    watched.open("/rencana?tahun=2025&lihat=semua&predikat=wbk")
    expect(page.get_by_text("Paling dekat menurut upaya:")).to_be_visible()
    watched.settle()
    page.get_by_test_id("stButtonGroup").get_by_text("Sesudah penilai berikutnya").click()
    expect(page.get_by_text("unit memenuhi semua syarat nilai WBK (kini")).to_be_visible()
    watched.settle()
    # Those with something left to do stand first.
    page.locator(".zi-table").first.get_by_role("link").first.click()
    expect(page.get_by_text("cukup untuk memenuhi semua syarat nilai WBK").first).to_be_visible()
    expect(page).to_have_url(re.compile("lihat=rencana"))
    watched.settle()
    page.get_by_test_id("stButtonGroup").first.get_by_text("Semua unit").click()
    expect(page.get_by_text("Paling dekat menurut upaya:")).to_be_visible()
    watched.settle()
    expect(page).to_have_url(re.compile("lihat=semua"))
    unit = "Contoh 14 – Rumah Sakit" if size == "phone" else "Contoh 11 – Sekolah"
    watched.open(f"/rencana?unit={unit}&tahun=2025&penilai=tpi&predikat=wbk&lihat=rencana")
    sentence = page.locator(".zi-answer").first
    expect(sentence).to_contain_text("cukup untuk memenuhi semua syarat nilai WBK")
    expect(page.get_by_text("terbukti paling kecil")).to_be_visible()
    details = page.get_by_test_id("stButtonGroup")
    details.get_by_text("Total setelah tiap langkah").click()
    expect(page.get_by_test_id("stPlotlyChart").first.locator("svg.main-svg").first).to_be_visible()
    details.get_by_text("Rencana lain").click()
    expect(page.get_by_text("Sebagai gantinya")).to_be_visible()
    watched.settle()
    details.get_by_text("Syarat sebelum dan sesudah").click()
    watched.settle()
    before = sentence.inner_text()

    locked = [lock_first_step(watched), lock_first_step(watched)]
    expect(page.get_by_text("Pengaturan rencana · 2 berlaku")).to_be_visible()
    expect(page).to_have_url(re.compile("kunci=" + "".join(f"(?=.*{re.escape(code)})" for code in locked)))
    expect(sentence).not_to_have_text(before, use_inner_text=True)

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh langkah").first.click()
    assert download.value.suggested_filename == f"Rencana WBK {unit} 2025.xlsx"

    page.get_by_role("button", name="Simpan sebagai skenario").first.click()
    page.get_by_label("Nama skenario").first.fill(f"Tanpa dua langkah {size}")
    page.get_by_role("button", name="Simpan skenario").first.click()
    expect(page.get_by_text("tersimpan sebagai versi 1")).to_be_visible()
    page.keyboard.press("Escape")

    watched.go("Simulasi")
    expect(page.locator(".zi-sticky")).to_contain_text("Belum ada yang diubah")
    total = page.locator(".zi-sticky strong")
    expect(total).to_have_text(FIGURE)
    stored = total.text_content()
    shown = page.get_by_test_id("stButtonGroup")
    shown.get_by_text("Skenario").click()
    page.get_by_role("button", name="Buka", exact=True).click()
    expect(page.get_by_text("dibuka")).to_be_visible()
    expect(total).not_to_have_text(stored)
    expect(page).to_have_url(re.compile("skenario="))
    watched.settle()
    expect(total).to_have_text(FIGURE)
    planned = total.text_content()

    shown.get_by_text("Ubah jawaban").click()
    watched.settle()
    page.get_by_text("Penyusunan Tim Kerja").click()
    answer = page.get_by_role("combobox", name="Jawaban").first
    expect(answer).to_have_value(re.compile("^(Ya|Tidak) –"))
    other = "Tidak" if answer.input_value().startswith("Ya") else "Ya"
    watched.choose("Jawaban", f"{other} –")
    expect(total).not_to_have_text(planned)
    watched.settle()
    answer.scroll_into_view_if_needed()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    expect(page.locator(".zi-sticky")).to_be_in_viewport()
    shown.get_by_text("Bandingkan").click()
    compared = page.get_by_test_id("stMultiSelect").filter(has_text="Skenario yang dibandingkan")
    expect(compared).to_contain_text("Tanpa dua langkah")
    expect(page.get_by_text("Bagian dan pertanyaan yang berubah")).to_be_visible()
    page.get_by_role("button", name="Kembali ke awal").click()
    expect(total).to_have_text(stored)
    watched.settle()
    watched.check()


def test_the_settings_stay_open_while_one_thing_after_another_is_locked(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open("/rencana?unit=Contoh 11 – Sekolah&tahun=2025&penilai=tpi&predikat=wbk&lihat=rencana")
    page.get_by_test_id("stExpander").get_by_text("Pengaturan rencana").click()
    locks = re.compile("^Tidak tahun ini: pertanyaan")
    for number, code in enumerate(("P.1 ", "R.6.ii.a "), 1):
        watched.choose(locks, code)
        expect(page.get_by_text(f"Pengaturan rencana · {number} berlaku")).to_be_visible()
        watched.settle()
        expect(page.get_by_role("combobox", name=locks)).to_be_visible()
    watched.check()


def test_a_plan_is_tried_in_the_simulation_with_one_button(browser, server):
    watched = Watched(browser, server, "phone", scheme="dark")
    page = watched.page
    watched.open("/rencana?unit=Contoh 11 – Sekolah&tahun=2025&penilai=tpi&lihat=rencana")
    answer = page.locator(".zi-answer").first
    expect(answer).to_contain_text(FIGURE)
    promised = answer.inner_text().rstrip(".").split()[-1]
    page.get_by_role("button", name="Coba di Simulasi").first.click()
    expect(page.get_by_role("heading", name="Simulasi", level=1)).to_be_visible()
    expect(page.locator(".zi-sticky strong")).to_have_text(promised)
    watched.check()
