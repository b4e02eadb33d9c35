"""The papers are offered where they belong, as PDF and Word, and are about what the page shows."""

import pytest
from papers import pdf_text, squeezed, word_text

from zi_metrics.bahasa import format_date
from zi_metrics.pembangunan.meetings import meetings
from zi_metrics.store.connection import open_store

UNIT = "Contoh 13 – Kantor Pelayanan"


def found(made, begin):
    """The texts of the two files whose names begin so."""
    names = [name for name in made if name.startswith(begin)]
    assert sorted(name.rsplit(".", 1)[1] for name in names) == ["docx", "pdf"], sorted(made)
    return [squeezed((pdf_text if name.endswith(".pdf") else word_text)(made[name])) for name in names]


def test_unit_kerja_offers_the_unit_of_the_page(app, sample_path, made_files):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, predikat="wbbm")
    assert not test.exception
    for text in found(made_files, f"Laporan unit {UNIT} 2026 tpi"):
        assert squeezed(f"{UNIT} belum memenuhi WBBM") in text


def test_penilai_offers_the_evaluation_where_tpi_has_judged(app, sample_path, made_files):
    assert not app(sample_path, "penilai", unit=UNIT, tahun=2026).exception
    for text in found(made_files, f"LHE TPI {UNIT} 2026"):
        assert squeezed("Pengendali teknis") in text
    made_files.clear()
    assert not app(sample_path, "penilai", unit="Contoh 01 – Kantor Pelayanan", tahun=2026).exception
    assert not [name for name in made_files if name.startswith("LHE TPI")]


def test_rapat_offers_the_report_of_the_meeting(app, sample_path, made_files):
    meeting = meetings(open_store(sample_path))[0]
    test = app(sample_path, "rapat", rapat=meeting.baris_id, langkah="keputusan")
    assert not test.exception
    for text in found(made_files, f"Laporan Monev {meeting.unit}"):
        assert squeezed("III. Rencana aksi dan realisasi") in text and squeezed(format_date(meeting.tanggal)) in text


@pytest.mark.parametrize("predikat", ["wbk"])
def test_ringkasan_offers_all_units_of_the_page(app, sample_path, made_files, predikat):
    test = app(sample_path, "ringkasan", tahun=2026, predikat=predikat, cari="Sekolah")
    assert not test.exception
    for text in found(made_files, "Laporan portofolio WBK 2026 terakhir"):
        assert squeezed("6 dari 24 unit memenuhi semua syarat nilai WBK") in text
        assert squeezed("Contoh 24 – Laboratorium") in text, "also units that the search leaves out of the table"
