"""The way through the app in a browser: menu, links of our own, search, beginnings that are remembered, the phone."""

import re

import pytest
from browsing import Watched
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_screen_is_one_choice_away_within_the_same_visit(browser, server, size):
    watched = Watched(browser, server, size)
    sockets = []
    watched.page.on("websocket", lambda socket: sockets.append(socket))
    watched.open("/?tahun=2026")
    for title in ("Pokja", "Kesiapan", "Unggah", "Ringkasan"):
        watched.go(title)
        menu = watched.page.get_by_role("navigation", name="Menu")
        if size == "desktop":
            expect(menu.get_by_role("link", name=title, exact=True)).to_have_attribute("aria-current", "page")
    watched.go("Pengguna")
    watched.check()
    assert len(sockets) == 1, "a click in the menu began a new visit"


def test_back_leads_to_the_screen_before_with_what_was_chosen_there(browser, server):
    watched = Watched(browser, server)
    watched.open("/pokja?pokja=5&tahun=2025")
    watched.arrive("Pokja")
    before = watched.page.url
    watched.go("Survei")
    watched.page.go_back()
    watched.arrive("Pokja")
    expect(watched.page).to_have_url(before)
    watched.check()


def test_a_link_opens_in_a_new_tab_where_the_browser_is_asked_to(browser, server):
    watched = Watched(browser, server)
    watched.open("/")
    menu = watched.page.get_by_role("navigation", name="Menu")
    with watched.context.expect_page() as opened:
        menu.get_by_role("link", name="Pokja", exact=True).click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", name="Pokja", level=1)).to_be_visible()
    expect(watched.page.get_by_role("heading", name="Ringkasan", level=1)).to_be_visible()


def test_a_unit_is_found_and_opened_by_keyboard_alone(browser, server):
    watched = Watched(browser, server)
    watched.open("/pokja?pokja=2")
    watched.arrive("Pokja")
    page = watched.page
    field = page.get_by_role("textbox", name=re.compile("^Cari unit"))
    field.focus()
    page.keyboard.type("contoh 13")
    page.keyboard.press("Enter")
    found = page.get_by_role("region", name="Yang ditemukan").get_by_role("link", name=re.compile("Contoh 13"))
    expect(found.first).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('zi-go')"):
            break
    page.keyboard.press("Enter")
    watched.arrive("Unit kerja")
    expect(page).to_have_url(re.compile("unit=Contoh\\+13"))
    watched.check()


def test_what_was_found_closes_when_one_goes_elsewhere(browser, server):
    watched = Watched(browser, server, "phone")
    watched.open("/")
    field = watched.page.get_by_role("textbox", name=re.compile("^Cari unit"))
    field.fill("pengaduan")
    field.press("Enter")
    found = watched.page.get_by_role("region", name="Yang ditemukan")
    expect(found).to_be_visible()
    watched.page.get_by_role("heading", level=1).click()
    expect(found).to_be_hidden()
    watched.check()


def test_the_next_visit_begins_where_this_browser_was_last(browser, server):
    watched = Watched(browser, server)
    watched.open("/unit_kerja?unit=Contoh 07 – Kantor Pelayanan")
    watched.arrive("Unit kerja")
    expect(watched.page).to_have_url(re.compile("tahun="))
    later = watched.context.new_page()
    later.goto(f"{server}/unit_kerja")
    expect(later).to_have_url(re.compile("unit=Contoh\\+07"))


def test_a_phones_filters_are_one_line_that_opens(browser, server):
    watched = Watched(browser, server, "phone")
    watched.open("/pokja?pokja=2&tahun=2026")
    watched.arrive("Pokja")
    page = watched.page
    box = page.get_by_role("combobox", name="Tahun")
    expect(box).to_be_hidden()
    line = page.locator(".zi-fold summary")
    expect(line).to_contain_text("2026")
    line.click()
    expect(box).to_be_visible()
    watched.choose("Tahun", "2025")
    expect(page.locator(".zi-fold summary")).to_contain_text("2025")
    watched.check()
