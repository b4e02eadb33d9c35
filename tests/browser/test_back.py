"""The address in a real Chromium: one act is one entry in the history, Back is one press, a link is copied whole."""

import re
import time

import pytest
from browsing import PATIENCE_MS, SIZES, Watched
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", {value: undefined});
document.execCommand = () => false;
"""


def entries(watched):
    """How many entries the browser's history has, once everything has come to rest."""
    watched.settle()
    return watched.page.evaluate("history.length")


def test_every_act_is_one_entry_and_back_is_one_press(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open()
    expect(page.get_by_text("memenuhi semua syarat nilai WBK")).to_be_visible()
    visited, at_first = [page.url], entries(watched)
    for title in ("Unit kerja", "Survei", "Rencana", "Pokja"):
        watched.go(title)
        visited.append(page.url)
        assert entries(watched) == at_first + len(visited) - 1, title
    for label, option in (("Tahun", "2025"), ("Pokja", "Pokja 3")):
        watched.choose(label, option)
        visited.append(page.url)
        assert entries(watched) == at_first + len(visited) - 1, label
    assert len(set(visited)) == len(visited) and all("?" in url for url in visited)
    for url in reversed(visited[:-1]):
        page.go_back()
        expect(page).to_have_url(url)
        watched.settle()
        assert page.url == url, "and nothing leads forward again"
    expect(page.get_by_role("heading", name="Ringkasan", level=1)).to_be_visible()
    assert entries(watched) == at_first + len(visited) - 1
    watched.check()


class Held:
    """What the server says to a page, held back for a while: an answer that comes late."""

    def __init__(self, page):
        self.holding, self._late, self._page = False, [], page
        page.route_web_socket(re.compile("/_stcore/stream"), self._join)

    def _join(self, socket):
        server = socket.connect_to_server()
        server.on_message(lambda said: self._late.append((socket, said)) if self.holding else socket.send(said))

    def until_late(self):
        """Wait until the server has begun to answer, which the page does not hear."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while not self._late and time.monotonic() < until:
            # Messages come in only while the page is asked something.
            self._page.evaluate("0")

    def release(self):
        """Let the browser have all of it, and what comes from now on."""
        self.holding = False
        for socket, said in self._late:
            socket.send(said)


def test_back_pressed_twice_before_the_first_was_answered_leads_two_pages_back(browser, server):
    watched = Watched(browser, server)
    page, held = watched.page, Held(watched.page)
    watched.open()
    visited = []
    for title in ("Survei", "Rencana", "Pokja"):
        watched.go(title)
        visited.append(page.url)
    at_last = entries(watched)
    held.holding = True
    page.go_back()
    expect(page).to_have_url(visited[1])
    held.until_late()
    page.go_back()
    expect(page).to_have_url(visited[0])
    held.release()
    watched.arrive("Survei")
    assert page.url == visited[0]
    assert entries(watched) == at_last, "what came late is no entry"
    page.go_forward()
    watched.arrive("Rencana")
    page.go_forward()
    watched.arrive("Pokja")
    assert page.url == visited[2]
    watched.check()


def test_a_second_link_before_the_first_was_answered_is_the_one_that_counts(browser, server):
    watched = Watched(browser, server)
    page, held = watched.page, Held(watched.page)
    watched.open("/survei")
    at_first = entries(watched)
    menu = page.get_by_role("navigation", name="Menu")
    held.holding = True
    menu.get_by_role("link", name="Pokja", exact=True).click()
    expect(page).to_have_url(re.compile("/pokja"))
    held.until_late()
    menu.get_by_role("link", name="Rencana", exact=True).click()
    expect(page).to_have_url(re.compile("/rencana"))
    held.release()
    watched.arrive("Rencana")
    expect(page).to_have_url(re.compile("/rencana[?].*unit="))
    assert entries(watched) == at_first + 2
    watched.check()


def test_a_page_that_has_nothing_to_show_has_its_address_all_the_same(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open("/unit_kerja?unit=Contoh 14 – Rumah Sakit")
    # What was wished for is known once the page is there, not before.
    watched.arrive("Unit kerja")
    at_first = entries(watched)
    watched.go("Survei")
    expect(page.get_by_text("Contoh 14 – Rumah Sakit belum punya survei 2026")).to_be_visible()
    expect(page).to_have_url(re.compile("unit=Contoh[+]14.*tahun=2026"))
    assert entries(watched) == at_first + 1
    page.get_by_role("button", name="Lihat").first.click()
    expect(page).to_have_url(re.compile("unit=Contoh[+]01.*layanan="))
    assert entries(watched) == at_first + 2
    page.go_back()
    expect(page.get_by_text("Contoh 14 – Rumah Sakit belum punya survei 2026")).to_be_visible()
    watched.settle()
    watched.check()


def test_back_shows_what_was_chosen_there(browser, server):
    watched = Watched(browser, server)
    page = watched.page
    watched.open("/unit_kerja?unit=Contoh 11 – Sekolah&tahun=2025&penilai=terakhir")
    unit = page.get_by_role("combobox", name="Unit kerja")
    expect(unit).to_have_value("Contoh 11 – Sekolah")
    watched.choose("Unit kerja", "Contoh 12 – Laboratorium")
    # The server is told of a choice only a moment after it is seen in its box.
    expect(page).to_have_url(re.compile("unit=Contoh[+]12"))
    watched.go("Survei")
    page.go_back()
    watched.arrive("Unit kerja")
    expect(unit).to_have_value("Contoh 12 – Laboratorium")
    page.go_back()
    expect(unit).to_have_value("Contoh 11 – Sekolah")
    watched.settle()
    watched.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_link_is_copied_whole_and_shows_the_same_to_somebody_else(browser, server, size):
    watched = Watched(browser, server, size)
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.page
    watched.open("/unit_kerja")
    watched.choose("Unit kerja", "Contoh 12 – Laboratorium")
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.get_by_text("Tautan tersalin")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url == page.get_by_label("Tautan lengkap halaman ini").input_value()
    for name in ("unit=", "tahun=", "penilai=", "predikat="):
        assert name in copied
    other = Watched(browser, server, size)
    other.open(copied.removeprefix(server))
    other.unfold()
    expect(other.page.get_by_role("combobox", name="Unit kerja")).to_have_value("Contoh 12 – Laboratorium")
    other.check()
    watched.check()


def test_where_the_browser_does_not_let_copy_the_link_can_be_taken_by_hand(browser, server):
    watched = Watched(browser, server)
    watched.context.add_init_script(NO_CLIPBOARD)
    page = watched.page
    watched.open("/pokja?pokja=4")
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.get_by_text("Salin sendiri tautan di atas")).to_be_visible()
    field = page.get_by_label("Tautan lengkap halaman ini")
    expect(field).to_have_value(page.url)
    chosen = field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen == page.url, "the whole link is selected already"
    watched.check()


def test_a_unit_without_a_survey_is_not_replaced_by_another(browser, server):
    watched = Watched(browser, server, "phone")
    page = watched.page
    watched.open("/unit_kerja?unit=Contoh 14 – Rumah Sakit&tahun=2026")
    watched.go("Survei")
    expect(page.get_by_text("belum punya survei 2026")).to_be_visible()
    watched.unfold()
    expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value("Contoh 14 – Rumah Sakit (belum ada)")
    expect(page.get_by_role("link", name="Unggah hasil survei")).to_be_visible()
    watched.go("Rencana")
    watched.unfold()
    expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value("Contoh 14 – Rumah Sakit")
    watched.check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboards_place_in_the_menu_is_seen(browser, server, scheme):
    watched = Watched(browser, server, scheme=scheme)
    page = watched.page
    watched.open("/unggah")
    link = page.get_by_role("link", name="Ringkasan", exact=True).first
    frame = "e => { const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"
    link.focus()
    page.keyboard.press("Tab")
    second = page.get_by_role("link", name="Kesiapan", exact=True).first
    expect(second).to_be_focused()
    style, width = second.evaluate(frame)
    assert style == "solid" and width >= 2
    assert link.evaluate(frame)[0] == "none"
    page.keyboard.press("Enter")
    watched.arrive("Kesiapan")
    watched.check()
