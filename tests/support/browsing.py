"""A real Chromium against a server started as users start it: what the browser journeys share.

Nothing here waits for a time, only for something to be there: a journey acts, expects what the act brings about
(`expect` looks again until it is so), and only then reads or acts on. The limits are there so that a hang ends at all.
"""

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
# Long enough for a very busy machine: a wait that succeeds ends at once, whatever its limit.
PATIENCE_MS = 300_000
expect.set_options(timeout=PATIENCE_MS)

# Counts what goes to the server and whether anything came back since; and how long the picture stays as it is, in
# drawn frames: a slow machine draws fewer of them, so its frames are waited for, not its clock.
WATCH = """() => {
  const calm = window.calm = {unanswered: false, waited: 0, last: "", frames: 0};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...data) {
    if (!this.heard) {
      this.heard = true;
      this.addEventListener("message", () => { calm.unanswered = false; calm.frames = 0; });
    }
    calm.unanswered = true;
    calm.waited = calm.frames = 0;
    return send.apply(this, data);
  };
}"""
# The script has run, the server has answered what was last asked, nothing on the page is stale or still to come, and
# everything has stood at its place for a number of frames.
CALM = """([frames, patience]) => {
  const app = document.querySelector("[data-testid=stApp]"), calm = window.calm;
  if (calm && calm.unanswered && ++calm.waited > patience) calm.unanswered = false;
  const ready = app && calm && !calm.unanswered
    && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
  const places = !ready ? "" : [...document.querySelectorAll("[data-testid=stElementContainer]")].map((element) => {
    const box = element.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height].map(Math.round).join();
  }).join(";");
  if (!ready || places !== calm.last) { if (calm) { calm.last = places; calm.frames = 0; } return false; }
  return ++calm.frames >= frames;
}"""
FRAMES = 12
# Some of what a browser sends, such as its sign of life, gets no answer: after so many frames none is waited for.
UNANSWERED_FRAMES = 300


def free_port():
    """A port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(database):
    """A server on a free port, started as the README says; gives (address, process) when it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "ZI_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(f"{address}/_stcore/health"):
            assert process.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait()


def answers(address):
    """Whether a server answers there."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_MS / 1000):
            return True
    except OSError:
        return False


@contextmanager
def chromium():
    """The system's Chromium, headless; Playwright's own where there is none."""
    system = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = [*QUIET, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=system, args=arguments, timeout=PATIENCE_MS)
        yield opened
        opened.close()


class Watched:
    """A browser page that remembers every error and every request that leaves the server."""

    def __init__(self, browser, address, size="desktop", scheme="light"):
        self.context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="id-ID")
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(f"({WATCH})()")
        self.page = self.context.new_page()
        self.address, self.size = address, size
        self.errors, self.outside, self.refused = [], [], []
        own = (address, address.replace("http", "ws", 1), "data:", "blob:")
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("request", lambda r: None if r.url.startswith(own) else self.outside.append(r.url))
        self.page.on("response", lambda r: self.refused.append(r.url) if r.status >= 400 else None)

    def open(self, path="/"):
        """Go to a page of the server and wait until it is there."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self):
        """Wait until the script has run and everything is drawn.

        What an act brings about has to be expected first: some controls tell the server only a moment later.
        """
        self.page.wait_for_function(CALM, arg=[FRAMES, UNANSWERED_FRAMES])

    def arrive(self, title):
        """Wait until the page with this title is there."""
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        self.settle()

    def go(self, title):
        """Choose a page in the navigation (on a phone it is behind the menu button)."""
        menu = self.page.get_by_role("navigation", name="Menu")
        if self.size == "phone":
            menu.get_by_text("Menu: ").click()
        link = menu.get_by_role("link", name=title, exact=True).filter(visible=True)
        expect(menu.get_by_role("link").filter(visible=True).first).to_be_visible()
        if not link.count():
            menu.get_by_text("Kelola", exact=True).filter(visible=True).click()
        link.first.click()
        self.arrive(title)

    def unfold(self):
        """On a phone, open the line to which the page's filters are folded; where it is open, nothing."""
        # A fresh server takes a moment before it draws anything.
        either = self.page.locator("details.zi-fold > summary, [role=combobox]").filter(visible=True)
        expect(either.first).to_be_visible()
        self.settle()
        line = self.page.locator("details.zi-fold:not([open]) > summary").filter(visible=True)
        if line.count():
            line.first.click()
            self.settle()

    def choose(self, label, option):
        """Pick an option of a select by typing a part of it (a long list is drawn only in part).

        A list that is still open, or opens again behind the choice, would take the next click for itself; so
        this waits until it is gone.
        """
        self.unfold()
        box = self.page.get_by_role("combobox", name=label).first
        box.scroll_into_view_if_needed()
        box.click()
        expect(self.page.get_by_role("option").first).to_be_visible()
        box.fill(option)
        self.page.get_by_role("option").filter(has_text=option).first.click()
        # One choice closes the list (Escape would then clear it); a list of several choices stays open.
        several = box.locator("xpath=ancestor::*[@data-testid='stMultiSelect']")
        if several.count():
            expect(several).to_contain_text(option)
            self.page.keyboard.press("Escape")
        else:
            expect(box).to_have_value(re.compile(re.escape(option)))
        expect(self.page.get_by_role("option")).to_have_count(0)
        self.settle()

    def pick(self, table, row, x=100):
        """Tap a row of a table, 0 = the first, once it is drawn."""
        # The table's cells stand in the page for screen readers as soon as the canvas is drawn.
        expect(table.locator("[role=gridcell]").first).to_be_attached()
        self.settle()
        self.tap(table, row, x)

    def tap(self, table, row, x=100):
        """Tap where a row of a table is; rows are drawn on a canvas, so the tap goes to a place in it."""
        header, height = 35, 35
        table.click(position={"x": x, "y": header + (row + 0.5) * height})

    def check(self):
        """No error, nothing asked of the internet, nothing wider than the screen, no English traceback."""
        self.settle()
        assert self.outside == []
        odd = [url for url in self.refused if not STREAMLIT_PROBES.search(url)]
        assert odd == []
        assert len(self.errors) == len(self.refused), self.errors
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"]
        assert self.page.get_by_test_id("stException").count() == 0
        self.context.close()
