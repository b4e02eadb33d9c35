"""How many clicks a question takes: what leadership, a coordinator and an assessor ask, each counted in a browser."""

import re

import pytest
from browsing import Watched
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = "() => { window.clicks = 0; addEventListener('click', (e) => { if (e.isTrusted) window.clicks += 1; }, true); }"


def watched_from(browser, server, path="/"):
    """A visit whose clicks are counted from now on."""
    watched = Watched(browser, server)
    watched.open(path)
    watched.page.evaluate(COUNT)
    return watched


def clicks(watched):
    return watched.page.evaluate("window.clicks")


def test_leaderships_questions_are_answered_before_any_click(browser, server):
    watched = watched_from(browser, server)
    page = watched.page
    for said in ("memenuhi semua syarat nilai WBK", "Yang perlu diputuskan", "Dibanding titik waktu sebelumnya"):
        expect(page.get_by_text(re.compile(said)).first).to_be_visible()
    expect(page.get_by_text(re.compile("rentang 80%")).first).to_be_visible()
    # In the first screenful of a small desktop there are bars, too.
    page.set_viewport_size({"width": 1280, "height": 720})
    box = page.locator(".zi-units .zi-bar").first.bounding_box()
    assert box["y"] + box["height"] <= 720
    assert clicks(watched) == 0
    watched.check()


def test_a_units_reason_is_one_click_away_and_its_answer_and_cell_no_more_than_two(browser, server):
    watched = watched_from(browser, server)
    page = watched.page
    page.get_by_role("link", name=re.compile("^Contoh 13")).last.click()
    watched.arrive("Unit kerja")
    expect(page.get_by_text(re.compile("Survei Persepsi Korupsi.*kurang 0,26")).first).to_be_visible()
    assert clicks(watched) == 1
    expect(page.get_by_text("B.I.a.1").first).to_be_visible()
    page.get_by_role("link", name="Mengapa angka ini?").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert clicks(watched) == 2
    address = page.url
    page.reload()
    watched.arrive("Unit kerja")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.url == address


def test_a_coordinators_list_is_one_click_away_and_back_is_where_one_was(browser, server):
    watched = watched_from(browser, server, "/?predikat=wbk&tahun=2026")
    before = watched.page.url
    watched.go("Pokja")
    expect(watched.page.get_by_text("Benahi dahulu").first).to_be_visible()
    assert clicks(watched) == 1
    watched.page.go_back()
    watched.arrive("Ringkasan")
    expect(watched.page).to_have_url(before)
    watched.check()
