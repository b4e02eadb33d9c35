"""Laporan portofolio: how many make it as Ringkasan counts, all units once, or only those of one branch."""

from datetime import date

import pytest
from papers import pdf_text, rows, squeezed

from zi_metrics.lke.portfolio import count_passed, failed_gates, overview
from zi_metrics.lke.portfolio_summary import summary
from zi_metrics.outlook.units import stored_forecast
from zi_metrics.papers.parts import NoPaper
from zi_metrics.papers.past_of import kept_outlook
from zi_metrics.papers.portfolio_paper import portfolio_paper
from zi_metrics.reports.paper import Bars, Callout, Table
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf
from zi_metrics.scoring.standing import verdict_of
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, save_nodes

YEAR, DAY = 2026, date(2026, 11, 29)


def annex(paper):
    (table,) = [one for part in paper.bagian if part.lampiran for one in part.blok if isinstance(one, Table)]
    return table


def nothing(store, assessment):
    """No outlook: what is about chances is tested by itself, and takes its time."""
    return


def test_it_counts_as_the_overview_does_in_both_formats(sample_store):
    own = overview(sample_store, YEAR)
    paper = portfolio_paper(sample_store, YEAR, predikat="wbk", day=DAY, outlook_of=nothing)
    said = squeezed(pdf_text(write_pdf(paper)))
    told = summary(own, YEAR, "wbk", "WBK")
    assert squeezed(told.jawaban) in said and squeezed(told.perubahan) in said
    assert f"{count_passed(own, 'wbk')} dari {len(own)} unit" in told.jawaban
    written = {row[1]: row for row in rows(write_docx(paper)) if len(row) >= 9}
    for row in own.to_dict("records"):
        found = written[row["unit"]]
        assert found[4] == verdict_of(row).total_text(), row["unit"]
        missed = row["gagal_wbk"]
        assert found[-2] == (f"{len(missed)}: {', '.join(missed)}".replace("Area ", "") if missed else "–")
    assert [row[1] for row in annex(paper).baris] == own["unit"].tolist()


def test_gates_are_drawn_with_how_many_units_miss_them(sample_store):
    own = overview(sample_store, YEAR)
    paper = portfolio_paper(sample_store, YEAR, predikat="wbk", day=DAY, outlook_of=nothing)
    (drawn,) = [one for part in paper.bagian for one in part.blok if isinstance(one, Bars)]
    counts = dict(zip(*failed_gates(own, "wbk")[["syarat", "unit"]].to_numpy().T, strict=True))
    assert {one.nama: one.nilai for one in drawn.batang} == counts and drawn.sumber.startswith("Sumber: ")


def test_chances_are_those_of_the_forecast(sample_store):
    found = stored_forecast(sample_store, overview(sample_store, YEAR), "wbk", kept_outlook())
    paper = portfolio_paper(sample_store, YEAR, predikat="wbk", day=DAY)
    callout = paper.bagian[0].blok[0]
    assert isinstance(callout, Callout) and callout.lain[0] == found.sentence(24, "WBK")
    assert "Peluang" in [column.nama for column in annex(paper).kolom]


def test_a_branch_narrows_every_figure_and_is_told(sample_store):
    names = overview(sample_store, YEAR)["unit"].tolist()[:3]
    save_nodes(sample_store, [TreeNode("Instansi", "instansi")])
    save_nodes(sample_store, [TreeNode("Wilayah", "cabang", unit_key("Instansi"))])
    save_nodes(sample_store, [TreeNode(name, "unit", unit_key("Wilayah")) for name in names])
    paper = portfolio_paper(
        sample_store, YEAR, predikat="wbk", cabang=unit_key("Wilayah"), day=DAY, outlook_of=nothing
    )  # fmt: skip
    assert sorted(row[1] for row in annex(paper).baris) == sorted(names)
    assert "dari 3 unit" in paper.bagian[0].blok[0].teks and dict(paper.keterangan)["Cabang"] == "Wilayah"
    with pytest.raises(NoPaper, match="Cabang"):
        portfolio_paper(sample_store, YEAR, cabang="tidak-ada")


def test_a_year_that_nobody_judged_and_an_unknown_predicate_have_no_paper(sample_store):
    with pytest.raises(NoPaper, match="1999"):
        portfolio_paper(sample_store, 1999)
    with pytest.raises(NoPaper, match="xyz"):
        portfolio_paper(sample_store, YEAR, predikat="xyz")
