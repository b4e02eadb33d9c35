"""Photographs every screen on the sample portfolio in all its forms: three widths, light and dark, and paper.

All of them go to build/layar/, to be looked at; those of a desktop and a phone in the light go to docs/, small.
`python tools/screenshots.py [NAME ...]` takes only some screens.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DOCS, ALL = ROOT / "docs", ROOT / "build" / "layar"
PAGES = {
    "ringkasan": "/?tahun=2026",
    "unit_kerja": "/unit_kerja?unit=Contoh 13 – Kantor Pelayanan&tahun=2026",
    "pokja": "/pokja?pokja=5&tahun=2026",
    "pekerjaan": "/pekerjaan?tahun=2026",
    "pemeriksaan": "/pemeriksaan?tahun=2026",
    "penilai": "/penilai?unit=Contoh 13 – Kantor Pelayanan&tahun=2026",
    "survei": "/survei?unit=Contoh 15 – Balai Pelatihan&tahun=2026&jenis=spak",
    "rencana": "/rencana?unit=Contoh 11 – Sekolah&tahun=2026",
    "simulasi": "/simulasi?unit=Contoh 11 – Sekolah&tahun=2026",
    "kesiapan": "/kesiapan?tahun=2026",
    "rapat": "/rapat?unit=Contoh 13 – Kantor Pelayanan&tahun=2026",
    "unggah": "/unggah",
    "bantuan": "/bantuan",
    "pohon_unit": "/pohon_unit",
    "pengguna": "/pengguna",
    "jejak": "/jejak",
    "perawatan": "/perawatan",
}
SIZES = {"lebar": (1440, 900), "desktop": (1280, 720), "ponsel": (390, 844)}
SCHEMES = {"terang": "light", "gelap": "dark"}
# Those that stand in docs/.
KEPT = (("desktop", "terang"), ("ponsel", "terang"))
READY = next((ROOT / "data" / "contoh").glob("*setengah*"))
DONE = "[data-testid=stApp][data-test-script-state=notRunning]"
_TALLEST, _PATIENCE = 6000, 120_000


def main(wanted: list[str]) -> None:
    """Fill a database with samples, serve it, and photograph the screens (all, where none are named)."""
    pages = {name: path for name, path in PAGES.items() if not wanted or name in wanted}
    ALL.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZI_DATABASE": str(Path(folder) / "contoh.duckdb")}
        subprocess.run([sys.executable, "-m", "zi_metrics", "sample"], cwd=ROOT, env=environment, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", address.rsplit(":", 1)[1]]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(address)
            photograph(address, pages)
        finally:
            server.terminate()
            server.wait()


def photograph(address: str, pages: dict[str, str]) -> None:
    """Every screen in every form."""
    arguments = ["--disable-gpu", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        for scheme in SCHEMES:
            for size in SIZES:
                page = _page(browser, size, scheme)
                for name, path in pages.items():
                    _open(page, address + path, name)
                    _take(page, name, size, scheme)
        page = _page(browser, "desktop", "terang")
        for name, path in pages.items():
            _open(page, address + path, name)
            page.pdf(path=ALL / f"{name}-kertas.pdf", format="A4", print_background=True)
        browser.close()


def _page(browser: Browser, size: str, scheme: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=SCHEMES[scheme], locale="id-ID"
    )
    context.set_default_timeout(_PATIENCE)
    return context.new_page()


def _open(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_selector(DONE)
    page.wait_for_selector("h1")
    if name == "unggah":
        page.locator("input[type=file]").first.set_input_files(READY)
    # Charts are drawn a moment after the script has ended.
    page.wait_for_timeout(2500)
    page.wait_for_selector(DONE)


def _take(page: Page, name: str, size: str, scheme: str) -> None:
    """The first screenful for docs/ where it is kept there; the whole page, as tall as it is, for looking at."""
    width, height = SIZES[size]
    if (size, scheme) in KEPT:
        small = DOCS / f"layar-{name}-{size}.png"
        page.screenshot(path=small)
        Image.open(small).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(small, optimize=True)
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(tall, height), _TALLEST)})
    page.wait_for_timeout(700)
    page.screenshot(path=ALL / f"{name}-{size}-{scheme}.png")
    page.set_viewport_size({"width": width, "height": height})


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not answer")


if __name__ == "__main__":
    main(sys.argv[1:])
