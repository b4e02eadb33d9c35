"""In the browser nothing that people wrote takes effect: no picture is fetched, no link leads out, no icon appears."""

from urllib.parse import quote

from browsing import Watched, serving
from hostile_names import HOST, UNIT, YEAR, hostile_database
from playwright.sync_api import expect

# The hosts that links and pictures on the page lead to, as the browser resolves them.
LEADS = "() => [...document.querySelectorAll('a[href], img[src]')].map(e => new URL(e.href || e.src).host)"


def test_no_request_leaves_the_server_for_any_page(browser, tmp_path):
    with serving(hostile_database(tmp_path / "jahat.duckdb")) as (address, _):
        for page, title in (
            ("", "Ringkasan"),
            ("unit_kerja", "Unit kerja"),
            ("pokja", "Pokja"),
            ("penilai", "Penilai"),
            ("survei", "Survei"),
            ("rencana", "Rencana"),
            ("simulasi", "Simulasi"),
            ("unggah", "Unggah"),
        ):
            watched = Watched(browser, address)
            watched.open(f"/{page}?unit={quote(UNIT)}&tahun={YEAR}")
            expect(watched.page.get_by_role("heading", name=title, level=1)).to_be_visible()
            watched.settle()
            # By where it leads: a link inside the app may say such a name in its query.
            led = watched.page.evaluate(LEADS)
            assert not [host for host in led if HOST in host], (page, led)
            watched.check()
