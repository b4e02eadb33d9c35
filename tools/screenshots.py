"""Takes the pictures in docs/ anew: the screens on the sample portfolio, desktop and phone, light."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs"
PAGES = {
    "ringkasan": "/?tahun=2026",
    "unit_kerja": "/unit_kerja?unit=Contoh 12 – Laboratorium&tahun=2025",
    "pokja": "/pokja?pokja=5&tahun=2025",
    "penilai": "/penilai?unit=Contoh 12 – Laboratorium&tahun=2025",
    "survei": "/survei?unit=Contoh 15 – Balai Pelatihan&tahun=2026&jenis=spak",
    "rencana": "/rencana?unit=Contoh 11 – Sekolah&tahun=2025",
    "simulasi": "/simulasi?unit=Contoh 11 – Sekolah&tahun=2025",
    "unggah": "/unggah",
}
SIZES = {"desktop": (1280, 1000), "ponsel": (390, 844)}
READY = next((ROOT / "data" / "contoh").glob("*setengah*"))


def main() -> None:
    """Fill a database with samples, serve it, and photograph every screen."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZI_DATABASE": str(Path(folder) / "contoh.duckdb")}
        subprocess.run([sys.executable, "-m", "zi_metrics", "sample"], cwd=ROOT, env=environment, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            time.sleep(5)
            photograph(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def photograph(address: str) -> None:
    """Every screen at every size, as small PNGs."""
    arguments = ["--disable-gpu", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="id-ID")
            for name, path in PAGES.items():
                page.goto(address + path)
                page.wait_for_timeout(5000)
                if name == "unggah":
                    page.locator("input[type=file]").set_input_files(READY)
                    page.wait_for_timeout(4000)
                target = OUT / f"layar-{name}-{size}.png"
                page.screenshot(path=target)
                Image.open(target).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(target, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
