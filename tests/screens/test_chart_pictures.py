"""Every chart of a screen can be taken away as PNG and SVG, about what the page shows; nobody else gets one."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

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
