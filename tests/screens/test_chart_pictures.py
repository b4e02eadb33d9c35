"""Every chart of a screen can be taken away as PNG and SVG, about what the page shows; nobody else gets one."""

import io
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from PIL import Image
from places import ROOT

from zi_ui import chart_pictures, taken
from zi_ui.chart_pictures import Drawn

UNIT, SURVEYED = "Contoh 13 – Kantor Pelayanan", "Contoh 01 – Kantor Pelayanan"
# Screen, what its address says, and the titles of the pictures that it offers there.
CHARTS = [
    ("ringkasan", {"tahun": 2026}, ["Total tiap unit terhadap minimum, 2026", "Syarat yang belum terpenuhi"]),
    ("unit_kerja", {"unit": UNIT, "tahun": 2026}, [f"Nilai {UNIT} 2026 terhadap minimum"]),
    (
        "unit_kerja",
        {"unit": UNIT, "tahun": 2026, "tab": "perkembangan"},
        [f"Total {UNIT} dari waktu ke waktu", "Laju menuju batas pengusulan"],
    ),
    (
        "pokja",
        {"pokja": 5, "tahun": 2026},
        ["Pertanyaan yang paling banyak", "Capaian tiap unit pada area ini", "Capaian tiap unit pada tiap sub"],
    ),
    ("pokja", {"pokja": 5, "tahun": 2026, "tab": "perkembangan"}, ["Rata-rata area dari tahun ke tahun"]),
    ("penilai", {"unit": UNIT, "tahun": 2026}, [f"Nilai tiap bagian LKE {UNIT} 2026"]),
    ("penilai", {"unit": UNIT, "tahun": 2026, "tab": "semua"}, ["Koreksi tiap unit dan bagian"]),
    ("survei", {"unit": SURVEYED, "tahun": 2026}, ["IPAK ", "Nilai tiap unsur", "Sebaran jawaban tiap pertanyaan"]),
    ("survei", {"unit": SURVEYED, "tahun": 2026, "tab": "tren"}, ["IPAK dari waktu ke waktu"]),
    ("survei", {"unit": SURVEYED, "tahun": 2026, "tab": "semua"}, ["IPAK tiap unit", "Nilai tiap unsur di tiap unit"]),
    ("simulasi", {"unit": UNIT, "tahun": 2026}, ["Setiap syarat nilai"]),
    ("rencana", {"unit": UNIT, "tahun": 2026, "predikat": "wbbm"}, ["Setiap syarat nilai WBBM sebelum dan sesudah"]),
    (
        "rencana",
        {"unit": UNIT, "tahun": 2026, "predikat": "wbbm", "rincian": "tangga"},
        ["Total setelah tiap langkah rencana"],
    ),
]


@pytest.mark.parametrize(("screen", "asked", "titles"), CHARTS, ids=lambda value: str(value)[:40])
def test_every_chart_is_offered_in_both_forms(app, sample_path, made_files, screen, asked, titles):
    assert not app(sample_path, screen, **asked).exception
    for title in titles:
        names = [name for name in made_files if title in name and name.endswith((".png", ".svg"))]
        assert {name[-4:] for name in names} == {".png", ".svg"}, (title, sorted(made_files))
        for name in names:
            content = made_files[name]
            if name.endswith(".png"):
                assert Image.open(io.BytesIO(content)).width > 1300
            else:
                ET.fromstring(content)
                assert not re.search(rb"<script|https?://(?!www\.w3\.org)", content)


@pytest.mark.parametrize(
    ("screen", "unit", "title", "first"),
    [("penilai", UNIT, "Koreksi tiap unit", "Semua"), ("survei", SURVEYED, "Survei semua unit", "Indeks")],
)
def test_a_table_of_all_units_does_not_say_that_it_is_about_one(
    app, sample_path, made_files, screen, unit, title, first
):
    assert not app(sample_path, screen, unit=unit, tahun=2026, tab="semua").exception
    (name,) = [name for name in made_files if title in name and name.endswith(".xlsx")]
    rows = list(openpyxl.load_workbook(io.BytesIO(made_files[name])).active.iter_rows(values_only=True))
    heading = next(number for number, row in enumerate(rows) if row[:2] == ("Unit kerja", first))
    above = " ".join(str(cell) for row in rows[:heading] for cell in row if cell is not None)
    assert "2026" in above and unit not in above
    assert unit in [row[0] for row in rows[heading:]]


# What is drawn as HTML with a scale or shades behind the figures.
DRAWN = re.compile(r"from zi_ui\.drawn\.(?:bars|judges|lines|moves|shades|zoom) import (.+)")
# Where it is drawn without being offered there, and why.
ELSEWHERE = {
    "zi_ui/overview/unit_table.py": "offered by first_screen.py, which draws it",
    "zi_ui/upload/steps.py": "a file that is not stored yet: afterwards it is offered on Unit kerja",
    "zi_ui/unit/answers.py": "one answer's points beside its words, in a list",
    "zi_ui/unit/apart.py": "a judge's mark beside words",
}


def test_whatever_draws_a_chart_offers_it_as_a_picture():
    drawing = set()
    for path in [*(ROOT / "zi_ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if name.startswith("zi_ui/drawn/") or not DRAWN.search(text):
            continue
        drawing.add(name)
        offers = "chart_pictures" in text
        assert offers != (name in ELSEWHERE), f"{name}: offer the chart, or say here why not"
    assert set(ELSEWHERE) <= drawing, "no reason is left over"


def test_no_figure_is_shown_past_the_one_that_offers_it():
    for path in [*(ROOT / "zi_ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        assert path.name == "charts.py" or "plotly_chart" not in path.read_text(encoding="utf-8"), path


def test_a_picture_tells_choices_apart_from_sources_and_is_offered_to_nobody_who_may_not(monkeypatch):
    about = {"Layar": "Pokja", "Tahun": "2026", "Sumber": "a.xlsx", "Dinilai oleh": "TPI"}
    made = chart_pictures._picture(Drawn("Judul", lambda: "figure", "kunci"), about)
    assert made.tentang == (("Tahun", "2026"),) and made.bagan == "figure"
    assert made.sumber == (("Sumber", "a.xlsx"), ("Dinilai oleh", "TPI"), ("Layar", "Pokja"))
    ((name, told), _) = chart_pictures._picture(Drawn("Judul", lambda: "figure"), {"Layar": "Rapat"}).sumber
    assert name == "Sumber" and "keadaan" in told, "a date stands on every picture"
    other = chart_pictures._picture(Drawn("Judul", lambda: "figure", bukan=("Tahun", "Sumber")), about)
    assert other.tentang == () and ("Sumber", "a.xlsx") not in other.sumber, "what it is not about is not said of it"
    monkeypatch.setattr(taken.given, "current", lambda: None)
    monkeypatch.setattr(taken.st, "popover", lambda *a, **k: pytest.fail("offered to nobody"))
    chart_pictures.offer(Drawn("Judul", lambda: "figure"), "kunci")
