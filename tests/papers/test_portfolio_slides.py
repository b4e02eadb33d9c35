"""Bahan rapat of many units says what Ringkasan says, in charts and tables that can be edited, and fits its slides."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from slides import behind, labels, notes, opened, overflowing, plotted, rows, shapes, texts, titles

from zi_metrics.lke.portfolio import failed_gates, overview
from zi_metrics.lke.portfolio_summary import count_status, summary, towards
from zi_metrics.outlook.units import OUTLOOK_COLUMNS, Expected, Forecast
from zi_metrics.papers.portfolio_slides import write_portfolio_slides
from zi_metrics.pembangunan.listed_actions import late_sentence, listed_actions
from zi_metrics.pembangunan.register import register
from zi_metrics.scoring.standing import status_words
from zi_metrics.store.registers import register_rows

DAY = date(2026, 4, 20)
LONG = "Kantor Wilayah Direktorat Jenderal " + "Pengelolaan Kekayaan dan Penatausahaan Barang " * 6
HOSTILE = ("=1+1", "<img src=x>", "\x1b[31mmerah\x07", "kantor\u202eliam", LONG, "+62 @a -x", "a\x0bb")


def renamed(facts):
    """The same facts with names that mean harm, and one that is very long, wherever a unit is named."""
    names = dict(zip(facts.unit["unit"], HOSTILE * 4, strict=False))
    actions = [
        replace(one, unit=names.get(one.unit, one.unit), rencana=f"=x {LONG}", pic=LONG) for one in facts.tindakan
    ]
    return replace(
        facts, unit=facts.unit.assign(unit=facts.unit["unit"].map(names)), tindakan=tuple(actions),
        instansi=(LONG[:120], ""),
    )  # fmt: skip


def foreseen(facts):
    """The facts with a forecast by hand: shares falling from 0,99 to 0,001."""
    units = facts.unit
    share = [0.997 - 0.997 * place / (len(units) - 1) + 0.001 for place in range(len(units))]
    table = pd.DataFrame(
        {
            "unit": units["unit"], "ke": "tpn", "total": units["total"], "perkiraan": 1.0, "total_rendah": 1.0,
            "total_tinggi": 1.0, "peluang": share, "rendah": share, "tinggi": share,
        }
    )  # fmt: skip
    found = Forecast(
        table[list(OUTLOOK_COLUMNS)].set_axis(units["unit_id"]), Expected(len(units), 6, 12.4, 0.5), 10, 15, {"tpn": 12}
    )
    return replace(facts, perkiraan=found)


def test_five_slides_in_the_wide_format_each_with_a_title_a_number_and_the_source(portfolio_deck, portfolio):
    file = opened(portfolio_deck)
    assert len(file.slides) == 5 and file.slide_width / file.slide_height == pytest.approx(16 / 9)
    for slide in file.slides:
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert {str(kind).split(" ")[0] for kind in kinds} == {"TITLE", "FOOTER", "SLIDE_NUMBER"}
        assert any(portfolio.sumber in shape.text_frame.text for shape in slide.placeholders)
        assert slide.shapes.title.text_frame.text
    for note in notes(portfolio_deck):
        assert portfolio.sumber in note and "Dibuat 20 April 2026" in note


def test_the_answer_and_the_counts_are_those_of_ringkasan(portfolio_deck, samples_store):
    own = overview(samples_store, 2026)
    said = summary(own, 2026, "wbk", "WBK")
    assert titles(portfolio_deck)[0] == said.jawaban
    (chart,) = shapes(portfolio_deck, "has_chart")[1]
    _, names, series = plotted(chart)
    counts = count_status(towards(own, "wbk"), "wbk")
    assert series == {"Unit": [float(count) for count in counts.values()]}
    for name, standing in zip(names, counts, strict=True):
        assert status_words(standing) in name
    assert any(said.perubahan in text for text in texts(portfolio_deck))


def test_the_gates_and_what_is_late_are_those_of_the_screens(portfolio_deck, samples_store):
    failed = failed_gates(overview(samples_store, 2026), "wbk")
    (chart,) = shapes(portfolio_deck, "has_chart")[4]
    _, names, series = plotted(chart)
    assert series["Unit belum"] == [float(count) for count in failed["unit"].head(len(names))]
    assert labels(chart)[0] == f"{failed['unit'].iloc[0]} unit"
    actions = register_rows(samples_store, register("rencana_aksi").table, None, 2026)
    late = listed_actions(actions, DAY)
    assert late_sentence(late) and titles(portfolio_deck)[4].startswith(late_sentence(late))
    table = rows(shapes(portfolio_deck, "has_table")[5][1])
    assert table[1][3] == str(late[0].hari_terlambat)


def test_what_must_be_decided_is_told_by_name(portfolio_deck, portfolio):
    found = portfolio.keputusan
    table = {row[0]: row for row in rows(shapes(portfolio_deck, "has_table")[3][0])}
    assert portfolio.keputusan.kalimat in titles(portfolio_deck)[2]
    assert table["Usulkan"][1] == str(len(found.usulkan))
    for one in found.usulkan:
        assert one.unit in table["Usulkan"][2]
    for one in found.dekat:
        assert one.unit in table["1–3 perbaikan lagi"][2]
    assert f"{found.tindakan} tindakan" in table["Terlambat"][2]


def test_of_a_year_that_is_over_nothing_is_to_be_decided(portfolio):
    content = write_portfolio_slides(replace(portfolio, keputusan=None))
    assert "tidak ada" in titles(content)[2] and overflowing(content) == []


def test_chances_stand_beside_their_bars_and_who_has_none_is_counted_not_drawn(portfolio):
    facts = foreseen(portfolio)
    content = write_portfolio_slides(facts)
    (chart,) = shapes(content, "has_chart")[2]
    _, names, series = plotted(chart)
    assert series["Peluang"] == sorted(facts.perkiraan.table["peluang"], reverse=True)[: len(names)]
    assert labels(chart)[0].startswith(">99%") and "12 dari 24 unit" in titles(content)[1]
    for name in facts.unit["unit"]:
        assert name in notes(content)[1]


@pytest.mark.parametrize("make", [lambda facts: facts, foreseen, renamed], ids=["as it is", "with chances", "hostile"])
def test_nothing_lies_outside_its_slide_and_no_text_outgrows_its_place(portfolio, make):
    assert overflowing(write_portfolio_slides(make(portfolio))) == []


def test_names_that_mean_harm_are_only_texts_and_long_ones_stand_whole_in_the_notes(portfolio):
    facts = foreseen(renamed(portfolio))
    content = write_portfolio_slides(facts)
    for text in texts(content):
        assert not {"\x1b", "\x07", "\u202e", "\x0b"} & set(text), text
    for charts in shapes(content, "has_chart").values():
        for chart in charts:
            for cell in (cell for row in behind(chart).iter_rows() for cell in row if isinstance(cell.value, str)):
                assert cell.data_type == "s" and cell.hyperlink is None
                assert not cell.value.startswith(("=", "+")) or cell.quotePrefix, cell.value
    assert any(" ".join(LONG.split()) in note for note in notes(content))
    assert "=1+1" in " ".join(texts(content))
