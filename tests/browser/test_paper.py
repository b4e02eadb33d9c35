"""What is printed, and what is taken away as a file: whole, with its figures, in a real Chromium."""

import io
import re

import openpyxl
import pypdf
import pytest
from browsing import Watched
from by_hand import judged, total
from playwright.sync_api import expect

from zi_metrics.bahasa import format_number

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def words_in(content):
    """The texts on each page of a PDF, as (page, left end in points, text)."""
    found = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages):

        def seen(text, cm, tm, *_, number=number):
            if text.strip():
                found.append((number, cm[0] * tm[4] + cm[2] * tm[5] + cm[4], text.strip()))

        page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize("paper", [{"format": "A4"}, {"format": "A4", "landscape": True}], ids=["upright", "landscape"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_printed_overview_has_every_unit_with_its_total_in_its_row(browser, server, sample_store, scheme, paper):
    expected = {unit: format_number(total(values)) for unit, values in judged(sample_store, 2026).items()}
    assert len(expected) == 24
    watched = Watched(browser, server, scheme=scheme)
    watched.open("/?tahun=2026")
    expect(watched.page.get_by_text("memenuhi semua syarat nilai WBK").first).to_be_visible()
    watched.settle()
    content = watched.page.pdf(**paper)
    watched.check()
    width = float(pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox.width)
    words = words_in(content)
    # A PDF breaks its lines wherever it likes.
    text = "".join("".join(text for _, _, text in words).split())
    for unit, figure in expected.items():
        # Left of its bar, and not at the paper's edge, which would cut it first.
        at = [left / width for _, left, text in words if re.match(rf"{figure}(?!\d)", text)]
        assert [left for left in at if 0.05 < left < 0.6], (unit, at)
        assert "".join(unit.split()) in text, unit
    assert "Tahun:2026Penilai:Penilaiterakhir" in text
    assert "Unggah" not in text and "Simulasi" not in text and "Unduh" not in text, (
        "navigation and widgets are not printed"
    )


def test_charts_are_drawn_as_narrow_as_paper_before_ctrl_p_prints(browser, server):
    watched = Watched(browser, server)
    watched.open("/unit_kerja?unit=Contoh 11 – Sekolah&tahun=2026&tab=perkembangan")
    page = watched.page
    expect(page.get_by_test_id("stPlotlyChart").first.locator("svg.main-svg").first).to_be_visible()
    watched.settle()
    drawn = "document.querySelector('.js-plotly-plot .main-svg').getAttribute('width')"
    before = page.evaluate(drawn)
    page.evaluate(f"() => {{ window.print = () => {{ window.printed = {drawn}; }}; }}")
    page.keyboard.press("Control+p")
    # As functions: the page's policy lets a bare expression be evaluated once, not again and again.
    page.wait_for_function("() => window.printed")
    assert int(page.evaluate("window.printed")) <= 720 < int(before)
    page.wait_for_function(f"() => {drawn} === '{before}'")
    watched.check()


def test_a_table_is_downloaded_as_a_workbook_with_what_it_is_about(browser, server, sample_store):
    watched = Watched(browser, server)
    watched.open("/?tahun=2026&penilai=tpi")
    page = watched.page
    expect(page.get_by_text("memenuhi semua syarat nilai WBK").first).to_be_visible()
    watched.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh tabel (.xlsx)").first.click()
    assert download.value.suggested_filename.startswith("Ringkasan - Daftar unit kerja")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    above = [sheet.cell(row, 1).value for row in range(1, int(sheet.freeze_panes[1:]))]
    assert "Tahun: 2026" in above and "Penilai: TPI" in above
    rows = list(sheet.iter_rows(min_row=int(sheet.freeze_panes[1:]), values_only=True))
    by_hand = {unit: total(values) for unit, values in judged(sample_store, 2026, "tpi").items()}
    assert {unit: figure for unit, figure, *_ in rows} == pytest.approx(by_hand)
    # What a screen reader is told is what the eye reads.
    cells = page.locator(".zi-units td[data-head=Total]")
    assert sorted(cells.all_inner_texts()) == sorted(map(format_number, by_hand.values()))
    watched.check()
