"""Makes every kind of paper, letter and chart from the sample portfolio, and a picture of every page, to be looked at.

`python tools/papers.py [KIND ...]` writes build/papers/: each paper as PDF and Word, and its pages as PNG, those of
Word where LibreOffice Writer is there to set them (ZI_SOFFICE names another soffice than the one on the path); and in
build/papers/bagan every chart as PNG and SVG, as the screens give it away.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "papers"
SOFFICE = "ZI_SOFFICE"
CHARTS = "bagan"
# What the screens say where each of their charts stands.
_SCREENS = [
    ("ringkasan", {}),
    ("unit_kerja", {"unit": "Contoh 13 – Kantor Pelayanan"}),
    ("unit_kerja", {"unit": "Contoh 17 – Sekolah", "tab": "perkembangan"}),
    ("pokja", {"pokja": 5}),
    ("pokja", {"pokja": 5, "tab": "perkembangan"}),
    ("penilai", {"unit": "Contoh 13 – Kantor Pelayanan", "tab": "semua"}),
    *(
        ("survei", {"unit": "Contoh 01 – Kantor Pelayanan", "tab": tab})
        for tab in ("sebaran", "penting", "tren", "semua")
    ),
    *(
        ("rencana", {"unit": "Contoh 13 – Kantor Pelayanan", "predikat": "wbbm", **more})
        for more in ({}, {"rincian": "tangga"}, {"rincian": "sasaran"}, {"lihat": "peluang"}, {"lihat": "asal"})
    ),
    ("pekerjaan", {"kerja": "program"}),
    ("pekerjaan", {"kerja": "risiko"}),
]
UNIT, YEAR, DAY = "Contoh 13 – Kantor Pelayanan", 2026, date(2026, 11, 29)
# Pixels for a point: a page is then read as on paper.
_SCALE = 2


def main(wanted: list[str]) -> None:
    """Make the papers (all, where none are named), and say where they are."""
    sys.path.insert(0, str(ROOT))
    from zi_metrics.reports.paper_docx import write_docx
    from zi_metrics.reports.paper_pdf import write_pdf

    if not wanted or CHARTS in wanted:
        _draw_charts(OUT / CHARTS)
    if wanted == [CHARTS]:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, make in _papers(Path(folder)):
            if wanted and name not in wanted:
                continue
            paper = make()
            own = OUT / name
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(parents=True)
            (own / f"{name}.pdf").write_bytes(write_pdf(paper))
            (own / f"{name}.docx").write_bytes(write_docx(paper))
            pages = _pictures(own / f"{name}.pdf", own, "pdf")
            of_word = _word_pages(own / f"{name}.docx", own)
            print(f"{name}: {pages} halaman PDF, {of_word or 'tanpa'} halaman Word di {own.relative_to(ROOT)}")


def _papers(folder: Path) -> Iterator[tuple[str, Callable]]:
    """Name -> what makes the paper, on a database of its own with samples, an agency's name and an emblem."""
    from zi_metrics.lke.portfolio import overview
    from zi_metrics.papers.lhe_paper import lhe_paper
    from zi_metrics.papers.monev_paper import monev_paper
    from zi_metrics.papers.portfolio_paper import portfolio_paper
    from zi_metrics.papers.proposal_paper import proposal_paper
    from zi_metrics.papers.unit_paper import unit_paper
    from zi_metrics.pembangunan.meeting_picture import meeting_picture
    from zi_metrics.pembangunan.meetings import meeting_before, meetings
    from zi_metrics.samples.lke import fill_with_samples
    from zi_metrics.store.agency import name_agency, set_emblem
    from zi_metrics.store.connection import Store

    store = Store(folder / "contoh.duckdb")
    fill_with_samples(store)
    name_agency(store, "Pemerintah Kabupaten Contoh")
    set_emblem(store, _emblem())
    every = overview(store, YEAR)
    unfinished = str(every.loc[every["belum_dijawab"] > 0, "unit"].iloc[-1])
    known = meetings(store)
    meeting = next(one for one in known if meeting_before(known, one))

    def monev():
        return monev_paper(store, meeting_picture(store, meeting, meeting_before(known, meeting), "wbk", DAY))

    yield "unit", lambda: unit_paper(store, UNIT, YEAR, day=DAY)
    yield "unit_belum_lengkap", lambda: unit_paper(store, unfinished, YEAR, day=DAY)
    yield "portofolio", lambda: portfolio_paper(store, YEAR, predikat="wbk", day=DAY)
    yield "monev", monev
    yield "lhe", lambda: lhe_paper(store, UNIT, YEAR, day=DAY)
    yield "pengusulan", lambda: proposal_paper(_letter(every))
    store.close()


def _letter(every: Any) -> Any:
    """A proposal of half of the units, whoever may be proposed: what is looked at is the paper."""
    from zi_metrics.pembangunan.proposal import ProposalLetter, ProposedUnit

    units = [
        ProposedUnit(row["unit"], row["total"] * 0.6, row["total"], 3.8, None if number % 4 else 3.6, DAY, "LHKPN 96%.")
        for number, row in enumerate(every.head(len(every) // 2).to_dict("records"))
    ]
    return ProposalLetter("Kabupaten Contoh", YEAR, ("WBK", "Wilayah Bebas dari Korupsi"), "tpi", tuple(units))


def _draw_charts(folder: Path) -> None:
    """Open each screen as a reader does, and take away every picture that it offers."""
    from streamlit.testing.v1 import AppTest

    from zi_metrics.samples.lke import fill_with_samples
    from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store
    from zi_ui import taken

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draw = taken.st.download_button

    def offered(label: str, data: Callable[[], bytes], file_name: str, **more: object) -> bool:
        if file_name.endswith((".png", ".svg")):
            (folder / file_name).write_bytes(data())
        return draw(label, data, file_name, **more)

    taken.st.download_button = offered
    with tempfile.TemporaryDirectory() as own:
        os.environ[DATABASE_VARIABLE] = str(Path(own) / "contoh.duckdb")
        store = Store(Path(own) / "contoh.duckdb")
        fill_with_samples(store)
        store.close()
        for screen, asked in _SCREENS:
            test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
            test.query_params["menuju"] = screen
            for name, value in {"tahun": YEAR, **asked}.items():
                test.query_params[name] = str(value)
            test.run()
            print(screen, asked, *(error.value for error in test.exception))
        close_store(Path(own) / "contoh.duckdb")
    taken.st.download_button = draw
    print(f"bagan: {len(list(folder.glob('*.png')))} gambar di {folder.relative_to(ROOT)}")


def _emblem() -> bytes:
    """A plain disc, as no real emblem is ours to show."""
    picture = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    disc = Image.new("L", (120, 120), 0)
    for y in range(120):
        for x in range(120):
            if (x - 60) ** 2 + (y - 60) ** 2 < 55**2:
                disc.putpixel((x, y), 255)
    picture.paste((11, 79, 122, 255), mask=disc)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _pictures(path: Path, folder: Path, begin: str) -> int:
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        page.render(scale=_SCALE).to_pil().save(folder / f"{begin}-{number:02}.png")
    return len(document)


def _word_pages(path: Path, folder: Path) -> int:
    """How many pages Word's file has as LibreOffice sets it; 0 where there is no Writer."""
    soffice = shutil.which(os.environ.get(SOFFICE, "soffice"))
    if soffice is None:
        return 0
    with tempfile.TemporaryDirectory() as own:
        profile = f"-env:UserInstallation=file://{own}/profil"
        command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", own, str(path)]
        subprocess.run(command, check=False, capture_output=True, timeout=300)
        made = Path(own) / f"{path.stem}.pdf"
        return _pictures(made, folder, "word") if made.exists() else 0


if __name__ == "__main__":
    main(sys.argv[1:])
