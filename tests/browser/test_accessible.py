"""Every screen looked through by axe-core, light and dark, on a desktop and a phone: nothing serious that is ours."""

from pathlib import Path

import axe_playwright_python
import pytest
from browsing import Watched
from places import MANAGING, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
}).then((found) => found.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)))"""
# What Streamlit draws itself and gives no way to change: the rule and a part of the place or of the element.
THEIRS = (
    # A data frame is a canvas with a table inside for screen readers, which axe takes for lost cells.
    ("aria-required-children", "stDataFrame"),
    ("aria-required-parent", "stDataFrame"),
    ("scrollable-region-focusable", "dvn-"),
    # Day, month and year of a date field, each a little narrower than a fingertip.
    ("target-size", 'role="spinbutton"'),
)
SCREENS = {**PAGES, **MANAGING}
PATHS = {
    "ringkasan": "/?tahun=2026",
    "unit_kerja": "/unit_kerja?unit=Contoh 13 – Kantor Pelayanan&tahun=2026",
    "survei": "/survei?unit=Contoh 15 – Balai Pelatihan&tahun=2026&jenis=spak",
    "rencana": "/rencana?unit=Contoh 11 – Sekolah&tahun=2025",
}


@pytest.mark.parametrize(
    ("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")]
)
def test_no_screen_has_a_serious_barrier_of_ours(browser, server, size, scheme):
    found = {}
    watched = Watched(browser, server, size, scheme)
    for name in SCREENS:
        watched.open(PATHS.get(name, f"/{name}"))
        watched.arrive(name.replace("_", " ").capitalize())
        watched.page.evaluate(AXE)
        ours = [one for one in watched.page.evaluate(RULES) if not _is_theirs(one)]
        if ours:
            found[name] = ours
    assert found == {}
    watched.check()


def _is_theirs(said):
    return any(said.startswith(f"{rule}:") and part in said for rule, part in THEIRS)
