"""Unit kerja and Pokja by their links: from a list to the answer and its cell, in and out of a figure's origin."""

import re

import pytest
from browsing import SIZES, Watched
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
UNIT = "Contoh 01 – Kantor Pelayanan"


@pytest.mark.parametrize("size", list(SIZES))
def test_a_figure_leads_to_its_origin_and_back(browser, server, size):
    watched = Watched(browser, server, size)
    page = watched.page
    watched.open(f"/unit_kerja?unit={UNIT}&tahun=2026")
    expect(page.locator(".zi-answer")).to_contain_text(UNIT)
    page.locator(".zi-bars").get_by_role("link", name="Penguatan Pengawasan").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Penguatan Pengawasan")
    expect(page).to_have_url(re.compile("mengapa=P.5"))
    watched.settle()
    page.go_back()
    expect(dialog).to_have_count(0)
    watched.settle()
    assert "mengapa" not in page.url
    # Closed by its own button, too, the address no longer asks for it.
    page.locator(".zi-bars").get_by_role("link", name="Penguatan Pengawasan").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile("mengapa="))
    watched.check()


def test_a_cell_of_the_map_opens_the_answers_and_back_is_the_map_again(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open("/pokja?pokja=5&tahun=2026")
    row = page.locator("table.zi-map tr").filter(has_text=UNIT)
    row.locator("td.zi-cell a").first.click()
    watched.arrive("Unit kerja")
    expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value(UNIT)
    expect(page.get_by_role("combobox", name="Bagian LKE")).to_have_value("P.5.i Pengendalian Gratifikasi")
    expect(page.get_by_text("lembar LKE ZI, sel").first).to_be_visible()
    page.go_back()
    watched.arrive("Pokja")
    expect(row).to_be_visible()
    watched.check()


def test_tabs_are_reached_by_keyboard_and_say_which_is_open(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open(f"/unit_kerja?unit={UNIT}&tahun=2026")
    tabs = page.get_by_role("navigation", name="Rincian unit ini")
    tabs.get_by_role("link", name="Syarat").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Syarat pengusulan WBK").first).to_be_visible()
    expect(tabs.locator("[aria-current]")).to_have_text("Syarat")
    expect(page).to_have_url(re.compile("tab=syarat"))
    page.go_back()
    expect(tabs.locator("[aria-current]")).to_have_text("Jawaban")
    watched.check()
