"""The main journeys in a real Chromium, at desktop and phone width, against a server started as users start it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import psutil
import pytest
from conftest import READY, ROOT
from playwright.sync_api import expect, sync_playwright

from zi_metrics.bahasa import format_number
from zi_metrics.importing import prepare

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Streamlit's own page first asks for these below the page's address, then at the root; only on a direct link.
STREAMLIT_PROBES = re.compile(r"/_stcore/(health|host-config)$")
expect.set_options(timeout=20_000)


@contextmanager
def serving(database):
    """A server on a free port, started as the README says; gives (address, process)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "ZI_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def server(sample_file, tmp_path_factory):
    database = tmp_path_factory.mktemp("server") / "contoh.duckdb"
    shutil.copy(sample_file, database)
    with serving(database) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser():
    system = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = [*QUIET, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=system, args=arguments)
        yield opened
        opened.close()


class Watched:
    """A browser page that remembers every error and every request that leaves the server."""

    def __init__(self, browser, address, size="desktop", scheme="light"):
        self.context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="id-ID")
        self.page = self.context.new_page()
        self.address, self.size = address, size
        self.errors, self.outside, self.refused = [], [], []
        own = (address, address.replace("http", "ws", 1), "data:", "blob:")
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("request", lambda r: None if r.url.startswith(own) else self.outside.append(r.url))
        self.page.on("response", lambda r: self.refused.append(r.url) if r.status >= 400 else None)

    def open(self, path="/"):
        self.page.goto(self.address + path)
        self.settle()

    def settle(self):
        """Wait until the script has run and everything is drawn."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        self.page.wait_for_timeout(300)

    def go(self, title):
        """Choose a page in the navigation (on a phone it is behind the menu button)."""
        link = self.page.get_by_role("link", name=title, exact=True)
        if self.size == "phone":
            self.page.get_by_test_id("stExpandSidebarButton").click()
            self.page.wait_for_timeout(500)
        link.first.click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        self.settle()
        if self.size == "phone":
            close = self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
            if close.count() and close.first.is_visible():
                close.first.click()

    def check(self):
        """No error, nothing asked of the internet, nothing wider than the screen, no English traceback."""
        assert self.outside == []
        odd = [url for url in self.refused if not STREAMLIT_PROBES.search(url)]
        assert odd == []
        assert len(self.errors) == len(self.refused), self.errors
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[self.size]["width"]
        assert self.page.get_by_test_id("stException").count() == 0
        self.context.close()


def test_a_deep_link_to_a_fresh_server_arrives_with_navigation_and_filters(browser, sample_file, tmp_path):
    database = shutil.copy(sample_file, tmp_path / "segar.duckdb")
    with serving(database) as (address, process):
        watched = Watched(browser, address)
        watched.open("/pokja?pokja=4&tahun=2025")
        page = watched.page
        expect(page.get_by_role("heading", name="Pokja", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Ringkasan", exact=True)).to_be_visible()
        expect(page.get_by_role("combobox", name="Pokja")).to_have_value("Pokja 4 – Penguatan Akuntabilitas")
        watched.settle()
        assert "pokja=4" in page.url and "tahun=2025" in page.url and "halaman" not in page.url
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
    expect(page.get_by_test_id("stMetric").filter(has_text="Total")).to_contain_text(total)
    page.get_by_label("Diunggah oleh").fill("Penguji")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan:")).to_be_visible()
    page.get_by_role("link", name="Buka unit ini").click()
    expect(page.get_by_role("heading", name="Unit kerja", level=1)).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Total")).to_contain_text(total)
    expect(page.get_by_text(ready.name).first).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart").first.locator("svg.main-svg").first).to_be_visible()
    page.get_by_test_id("stExpander").filter(has_text="P.1.i ").first.click()
    expect(page.get_by_text("sel K7", exact=False).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh berkas asli").click()
    assert download.value.path().read_bytes() == ready.read_bytes()
    watched.go("Pokja")
    expect(page.get_by_text("mencapai minimum WBK")).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart").first.locator("svg.main-svg").first).to_be_visible()
    watched.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_overview_leads_to_a_unit(browser, server, size):
    watched = Watched(browser, server, size)
    watched.open("/?tahun=2025")
    page = watched.page
    expect(page.get_by_text("memenuhi semua syarat nilai WBK")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    main = page.get_by_test_id("stMain")
    main.evaluate("(m, y) => m.scrollBy(0, y)", table.bounding_box()["y"] - 150)
    watched.settle()
    box = table.bounding_box()
    header, row = 35, 35
    page.mouse.click(box["x"] + 100, box["y"] + header + row / 2)
    expect(page.get_by_role("heading", name="Unit kerja", level=1)).to_be_visible()
    watched.settle()
    assert "tahun=2025" in page.url and "unit=Contoh" in page.url
    watched.check()


def test_the_dark_theme_reaches_the_charts(browser, server):
    inks = {}
    for scheme in ("light", "dark"):
        watched = Watched(browser, server, scheme=scheme)
        watched.open()
        label = watched.page.get_by_test_id("stPlotlyChart").first.locator("g.textpoint text").first
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
    expect(watched.page.get_by_text("memenuhi semua syarat nilai WBK")).to_be_visible()
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
