"""LHE: the unit's figures beside TPI's, minimum and share, notes, and blanks to be signed; none without TPI's word."""

from datetime import date

import pytest
from papers import pdf_text, rows, word

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.lke.judges import sides
from zi_metrics.papers.lhe_paper import lhe_paper
from zi_metrics.papers.parts import NoPaper
from zi_metrics.pembangunan.recommendations import recommendations
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf
from zi_metrics.store.unit_names import unit_id_of

NAME, DAY = "Contoh 13 – Kantor Pelayanan", date(2026, 11, 29)


def test_each_part_has_both_figures_its_minimum_and_its_share(sample_store):
    seen = sides(sample_store, unit_id_of(sample_store, NAME), 2026)
    written = {row[0]: row for row in rows(write_docx(lhe_paper(sample_store, NAME, 2026, day=DAY))) if len(row) == 8}
    nodes = seen.nodes[(seen.nodes["jenis"] != "pertanyaan") & (seen.nodes["tingkat"] <= 3)].to_dict("records")
    assert len(nodes) > 40
    for node in nodes:
        row = written[node["kode"]]
        assert row[1] == node["nama"] and row[2] == format_number(node["bobot"])
        assert row[3] == format_number(node["nilai_unit"]), node["kode"]
        assert row[6] == format_percent(node["nilai_tpi"] / node["bobot"])
    assert written[""][3:5] == (seen.total_text("unit"), seen.total_text("tpi"))
    assert written["A"][5] == "40,00", "the minimum of pengungkit for WBK"


def test_notes_of_tpi_stand_beside_what_they_concern_and_as_recommendations(sample_store):
    table = recommendations(sample_store, 2026, [unit_id_of(sample_store, NAME)], DAY)
    written = rows(write_docx(lhe_paper(sample_store, NAME, 2026, day=DAY)))
    for row in table.to_dict("records"):
        assert any(each[0] == row["kode"] and row["catatan"] in each[-1] for each in written), row["kode"]
        assert any(len(each) == 7 and row["rekomendasi"] in each[2] for each in written)


def test_it_has_the_chapters_of_an_evaluation_and_places_to_sign(sample_store):
    content = write_docx(lhe_paper(sample_store, NAME, 2026, day=DAY))
    heads = [one.text for one in word(content).paragraphs if one.style.name.startswith("Heading")]
    for head in ("Dasar hukum", "Tujuan", "Metode", "Ruang lingkup", "Hasil evaluasi", "Rekomendasi", "Penutup"):
        assert head in heads
    signing = [text for row in rows(content) for text in row if "\nNIP " in text]
    assert [text.split("\n")[0] for text in signing] == ["Ketua", "Anggota", "Pengendali teknis"]
    assert "Ketua" in pdf_text(write_pdf(lhe_paper(sample_store, NAME, 2026, day=DAY)))


def test_without_the_judge_there_is_none(sample_store):
    with pytest.raises(NoPaper, match="TPI"):
        lhe_paper(sample_store, "Contoh 01 – Kantor Pelayanan", 2026)
