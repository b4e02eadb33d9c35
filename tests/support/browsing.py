"""A real Chromium against a server started as users start it: what the browser journeys share."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from places import ROOT
from playwright.sync_api import expect, sync_playwright

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
# Long enough for a busy machine: a wait that succeeds ends at once, whatever its limit.
expect.set_options(timeout=60_000)


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


@contextmanager
def chromium():
    """The system's Chromium, headless; Playwright's own where there is none."""
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

    def choose(self, label, option):
        """Pick an option of a select by typing a part of it (a long list is drawn only in part).

        A list that is still open, or opens again behind the choice, would take the next click for itself; so
        this waits until it is gone.
        """
        self.settle()
        box = self.page.get_by_role("combobox", name=label).first
        box.scroll_into_view_if_needed()
        box.click()
        expect(self.page.get_by_role("option").first).to_be_visible()
        box.fill(option)
        self.page.get_by_role("option").filter(has_text=option).first.click()
        self.settle()
        # One choice closes the list (Escape would then clear it); a list of several choices stays open.
        if self.page.get_by_role("option").count():
            self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("option")).to_have_count(0)
        self.settle()

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
