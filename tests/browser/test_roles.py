"""Each role signs in with a certified OpenID provider and sees what is theirs; a role that ends, ends at once."""

import re

import pytest
from agency import FAR, OWN, ROLES, address_of
from places import MANAGING
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
REFUSED = "Peran Anda tidak mencakup layar ini."
COUNT = {"admin": 24, "pimpinan": 24, "koordinator": 1, "unit": 1, "tpi": 12, "pembaca": 12}
UPLOADS = {"admin", "koordinator", "unit", "tpi"}
OTHERS = re.compile("Contoh 02")
LINK = f"/unit_kerja?unit={OWN}&tahun=2026&penilai=unit"


def link(page, title):
    return page.get_by_role("link", name=title, exact=True)


def title_of(screen):
    return screen.replace("_", " ").capitalize()


def sees_no_figure(page):
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    # What the pages draw themselves: large answers, figures in a row, tables and cards.
    expect(page.locator("table, .zi-answer, .zi-main, .zi-tile")).to_have_count(0)
    expect(page.get_by_test_id("stDownloadButton")).to_have_count(0)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signs_in_sees_what_is_theirs_and_is_refused_the_rest_by_link(entered, role):
    window = entered(role)
    page = window.page
    expect(page.get_by_text(re.compile(rf"dari {COUNT[role]} unit memenuhi semua syarat"))).to_be_visible()
    managing = page.locator(".zi-unfolded summary").filter(has_text="Kelola")
    expect(managing).to_have_count(1 if role == "admin" else 0)
    if role == "admin":
        managing.click()
        for screen in MANAGING:
            expect(page.locator(".zi-managing").get_by_role("link", name=title_of(screen)).first).to_be_visible()
    expect(link(page, "Unggah")).to_have_count(1 if role in UPLOADS else 0)

    window.open(f"/unit_kerja?unit={FAR}&tahun=2026")
    window.arrive("Unit kerja")
    if COUNT[role] == 24:
        expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value(FAR)
    else:
        expect(page.get_by_text("tidak ada di sini").first).to_be_visible()
        expect(page.get_by_role("combobox", name="Unit kerja")).to_have_value(OWN)
        assert page.get_by_test_id("stAlert").filter(has_text=OTHERS).count() == page.get_by_text(OTHERS).count(), (
            "the unit of the link is named by the sentence about it alone"
        )
    for screen in (*MANAGING, "unggah"):
        if (screen == "unggah" and role in UPLOADS) or role == "admin":
            continue
        window.open(f"/{screen}")
        window.arrive(title_of(screen))
        expect(page.get_by_text(REFUSED)).to_be_visible()
        sees_no_figure(page)
    # The provider's own pages ask for a font, and Streamlit's for what lies at the root.
    assert [error for error in window.errors if "Failed to load resource" not in error] == []
    assert page.get_by_test_id("stException").count() == 0


def test_somebody_without_a_role_sees_whom_to_ask_and_nothing_else(entered):
    window = entered("tamu")
    page = window.page
    for path in ("/", LINK, "/jejak", "/unggah"):
        window.open(path)
        expect(page.get_by_text("belum terdaftar sebagai pengguna")).to_be_visible()
        expect(page.get_by_text(re.compile("Mintalah peran kepada admin"))).to_contain_text("admin contoh")
        sees_no_figure(page)
        expect(page.get_by_text("Contoh 0")).to_have_count(0)
    expect(page.get_by_role("link", name="Unit kerja", exact=True)).to_have_count(0)


def test_a_role_that_is_taken_back_ends_at_the_next_click_and_the_trail_tells_of_all(entered):
    theirs, admins = entered("unit"), entered("admin")
    page, admin = theirs.page, admins.page
    theirs.open(LINK)
    taken = page.get_by_role("button", name="Unduh penjelasan nilai (.docx)")
    with page.expect_download() as download:
        taken.click()
    assert download.value.suggested_filename.startswith("Penjelasan nilai Contoh 01")

    admins.open("/pengguna")
    admins.arrive("Pengguna")
    admin.get_by_text("Cabut peran atau nonaktifkan").click()
    admins.choose("Orang", address_of("unit"))
    admins.choose("Peran yang dicabut", "Unit kerja")
    admin.get_by_role("button", name="Cabut peran ini").click()
    expect(admin.get_by_text("dicabut; berlaku sejak klik berikutnya")).to_be_visible()

    # What was drawn before gives no file any more, and the next click shows nothing.
    got = []
    page.on("download", lambda file: got.append(file))
    taken.click()
    link(page, "Penilai").first.click()
    expect(page.get_by_text("Anda belum diberi peran")).to_be_visible()
    expect(page.get_by_text("Contoh 0")).to_have_count(0)
    sees_no_figure(page)
    assert got == []
    page.get_by_role("button", name="unit contoh").click()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_text("Anda sudah keluar.")).to_be_visible()

    admins.open("/jejak")
    admins.arrive("Jejak")
    search = admin.get_by_placeholder("nama, unit, berkas, atau isi")
    search.fill(address_of("unit"))
    search.press("Enter")
    expect(admin.get_by_text(re.compile(r"^\d+ catatan\.$"))).to_be_visible()
    admins.settle()
    rows = admin.locator(".zi-paper tr").all_text_contents()
    for words in (("mengunduh hasil", "dilakukan"), ("mengunduh hasil", "ditolak"), ("keluar", "dilakukan")):
        assert len([row for row in rows if all(word in row for word in words)]) == 1, (words, rows)
    entries = [row for row in rows if "masuk" in row and "dilakukan" in row and "mengunduh" not in row]
    assert len(entries) == entered.times["unit"], "once for a sign-in, however often the screen is drawn"
