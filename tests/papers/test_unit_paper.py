"""Laporan unit: the figures of the screens, each with its source, date and judge; what is missing said as missing."""

from datetime import date

import pytest
from hostile_names import HOST, MARKUP, UNIT, YEAR, hostile_database
from papers import pdf, pdf_text, rows, squeezed, word, word_text

from zi_metrics.bahasa import format_number
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.unit_head import unit_head
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.outlook.unit import outlook
from zi_metrics.papers.parts import NoPaper
from zi_metrics.papers.unit_paper import unit_paper
from zi_metrics.reports.paper import MET, MISSED, Bars, Table
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of

NAME, DAY = "Contoh 13 – Kantor Pelayanan", date(2026, 11, 29)


def blocks(paper, kind, part=None):
    return [one for each in paper.bagian if part in (None, each.judul) for one in each.blok if isinstance(one, kind)]


def test_its_figures_are_those_of_the_screen_in_both_formats(sample_store):
    report = unit_report(sample_store, find_assessment(sample_store, NAME, 2026))
    paper = unit_paper(sample_store, NAME, 2026, predikat="wbk", day=DAY)
    said, written = squeezed(pdf_text(write_pdf(paper))), rows(write_docx(paper))
    head = unit_head(report, "wbk")
    assert squeezed(head.jawaban) in said and squeezed(head.lainnya) in said
    for one in (*head.utama, *head.lain):
        assert squeezed(f"{one.teks} dari {one.penuh}") in said, one.nama
        minima = [text for own in one.minima for text in (own.teks,)]
        row = next(row for row in written if row[0] == one.nama and row[1] == one.penuh)
        assert row[2] == one.teks and [text for text in minima if text in row] == minima
    for gate in report.gates.to_dict("records"):
        row = (
            format_beside(gate["nilai"], gate["minimum"]),
            format_minimum(gate["minimum"]),
            format_shortfall(gate["kurang"]),
        )
        assert any(each[0].endswith(gate["nama"]) and each[1:4] == row for each in written), gate["nama"]
    assert squeezed(outlook(sample_store, report.assessment).sentence()) in said


def test_the_annex_holds_every_answer_with_its_points(sample_store):
    report = unit_report(sample_store, find_assessment(sample_store, NAME, 2026))
    written = {row[0]: row for row in rows(write_docx(unit_paper(sample_store, NAME, 2026, day=DAY))) if len(row) == 6}
    asked = report.nodes[report.nodes["jenis"] == "pertanyaan"].to_dict("records")
    assert len(asked) > 100
    for row in asked:
        found = written[row["kode"]]
        assert found[1] == row["nama"] and found[3:5] == (format_number(row["nilai"]), format_number(row["bobot"]))


def test_bars_stand_as_the_gates_do(sample_store):
    report = unit_report(sample_store, find_assessment(sample_store, NAME, 2026))
    (drawn,) = blocks(unit_paper(sample_store, NAME, 2026, predikat="wbk", day=DAY), Bars)
    gates = report.gates[report.gates["predikat"] == "wbk"]
    held = gates.set_index(gates["nama"].str.removeprefix("Area "))["terpenuhi"]
    judged = [one for one in drawn.batang if one.nama in held.index]
    assert len(judged) >= 9
    for one in judged:
        assert one.keadaan == (MET if held[one.nama] else MISSED), one.nama
        assert (one.nilai >= one.minimum - 1e-9) == held[one.nama]


def test_every_table_and_chart_says_its_source(sample_store):
    paper = unit_paper(sample_store, NAME, 2026, day=DAY)
    for one in [*blocks(paper, Table), *blocks(paper, Bars)]:
        assert one.sumber.startswith("Sumber: "), one.judul
    told = dict(paper.keterangan)
    assert (
        "per 25 Mei 2026" in told["Penilai"] and "TPI" in told["Penilai"] and told["Keadaan pekerjaan"].endswith("2026")
    )
    assert paper.tanggal == date(2026, 5, 25)


def test_it_speaks_by_the_judge_that_is_asked_for(sample_store):
    own = unit_paper(sample_store, NAME, 2026, "unit", day=DAY)
    assert "Penilaian mandiri" in dict(own.keterangan)["Penilai"]
    assert own.bagian[0].blok[0] != unit_paper(sample_store, NAME, 2026, "tpi", day=DAY).bagian[0].blok[0]


def test_what_is_not_there_is_said_as_missing(sample_store):
    name = next(
        unit for unit in sorted(one for one in all_units(sample_store)) if not has_survey(sample_store, unit)
    )  # fmt: skip
    said = pdf_text(write_pdf(unit_paper(sample_store, name, 2026, day=DAY)))
    assert "Belum ada survei 2026" in " ".join(said.split())
    with pytest.raises(NoPaper, match="Belum ada penilaian"):
        unit_paper(sample_store, NAME, 1999)


def all_units(store):
    with store.cursor() as cursor:
        query = "SELECT DISTINCT u.nama FROM unit_kerja u JOIN penilaian p USING (unit_id) WHERE p.tahun = 2026"
        return [row[0] for row in cursor.execute(query).fetchall()]


def has_survey(store, unit):
    with store.cursor() as cursor:
        query = "SELECT count(*) FROM survei WHERE tahun = 2026 AND unit_id = ?"
        return cursor.execute(query, [unit_id_of(store, unit)]).fetchone()[0] > 0


def test_texts_that_mean_harm_are_texts(tmp_path):
    store = Store(hostile_database(tmp_path / "jahat.duckdb"))
    paper = unit_paper(store, UNIT, YEAR, "tpi", day=date(YEAR, 12, 1))
    store.close()
    made, document = write_pdf(paper), write_docx(paper)
    assert squeezed(MARKUP) in squeezed(pdf_text(made)) and MARKUP in word_text(document)
    assert not [link for link in word(document).part.rels.values() if link.is_external]
    assert not any(page.get("/Annots") for page in pdf(made).pages), f"no link leads to {HOST}"
