"""Signing in and out with a certified OpenID provider, as people do it."""

import re

import pytest
from playwright.sync_api import expect
from signing_in import COOKIE_SECRET, sign_in
from stream import asked, cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def at_the_door(page):
    expect(page.get_by_role("heading", name="Masuk", level=1)).to_be_visible()


def test_a_person_signs_in_works_and_signs_out(served, watched):
    page = watched.page
    watched.open("/")
    at_the_door(page)
    expect(page.get_by_text("unit memenuhi semua syarat")).to_have_count(0)
    # The policy for scripts and styles keeps nothing away that a screen needs.
    assert watched.errors == [] and watched.outside == []
    sign_in(page, "ani")
    watched.arrive("Ringkasan")
    # Signs in a name are shown, they do not take effect.
    account = page.get_by_role("button", name="Ani *Wijaya*")
    account.click()
    expect(page.get_by_text(re.compile("ani@.?instansi.example"))).to_be_visible()
    page.keyboard.press("Escape")
    watched.go("Unit kerja")
    watched.open("/pokja")
    watched.arrive("Pokja")
    assert [url for url in watched.refused if url.startswith(served.address) and "_stcore" not in url] == []
    cookies = {cookie["name"]: cookie for cookie in watched.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"] and cookies["_streamlit_user"]["sameSite"] == "Lax"
    kept = f"_streamlit_user={cookies['_streamlit_user']['value']}"
    assert asked(served.address, "/_stcore/upload_file/s/f", "PUT", b"x", Cookie=kept)[2] != "Masuk dahulu"

    other = watched.context.new_page()
    other.goto(served.address)
    expect(other.get_by_role("heading", name="Ringkasan", level=1)).to_be_visible()
    page.get_by_role("button", name="Ani *Wijaya*").click()
    page.get_by_role("button", name="Keluar").click()
    # The provider asks whether it shall forget the person as well.
    page.get_by_role("button", name="Yes, sign me out").click()
    at_the_door(page)
    expect(page.get_by_text("Anda sudah keluar.")).to_be_visible()
    assert asked(served.address, "/media/x.xlsx", Cookie=kept)[0] == 403, "a copy of the cookie is still good"
    # A window that was still open shows nothing new.
    other.get_by_role("link", name="Pokja", exact=True).first.click()
    at_the_door(other)
    sign_in(other, "budi")
    expect(other.get_by_role("button", name="Budi")).to_be_visible()


def test_whose_address_was_not_verified_or_who_turns_back_is_told(watched):
    page = watched.page
    watched.open("/")
    sign_in(page, "citra")
    at_the_door(page)
    expect(page.get_by_text("belum memeriksa alamat surel Anda")).to_be_visible()
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("link", name="Cancel").click()
    at_the_door(page)
    expect(page.get_by_text("Anda membatalkan masuk")).to_be_visible()


@pytest.mark.parametrize("path", ["/unit_kerja?unit=x", "/unggah", "/"])
def test_a_sign_in_that_has_run_out_asks_for_another_on_every_page(served, watched, path):
    name, _, value = cookie_of(served.address, COOKIE_SECRET, email="ani@instansi.example", iat=1).partition("=")
    watched.context.add_cookies([{"name": name, "value": value, "url": served.address}])
    watched.open(path)
    at_the_door(watched.page)
    expect(watched.page.get_by_text("Waktu masuk Anda sudah habis")).to_be_visible()
    sign_in(watched.page, "budi")
    watched.arrive("Ringkasan")
