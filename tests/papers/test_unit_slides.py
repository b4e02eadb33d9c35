"""Bahan rapat of one unit says what its screens say, leaves out what nobody recorded, and fits its slides."""

from dataclasses import replace

import pytest
from slides import labels, notes, overflowing, plotted, rows, shapes, texts, titles

from zi_metrics.lke.unit_head import unit_head
from zi_metrics.papers.unit_slides import write_unit_slides
from zi_metrics.pembangunan.benefits import change_words
from zi_metrics.plan.plan import Plan

LONG = "Kepala Subbagian " + "Perencanaan dan Pelaporan Keuangan " * 9


def test_the_first_slide_says_what_the_unit_screen_says_first(unit_deck, unit):
    head = unit_head(unit.laporan, "wbk")
    assert titles(unit_deck)[0] == head.jawaban
    table = {row[0]: row for row in rows(shapes(unit_deck, "has_table")[1][0])}
    for one in head.utama:
        assert table[one.nama][1] == one.teks and table[one.nama][4] == one.penuh
        for asked, cell in zip(one.minima, table[one.nama][2:4], strict=False):
            assert cell.endswith(asked.teks)
    for one in head.kurang:
        assert any(f"{one.nama}: {one.teks}, kurang {one.kurang}" in text for text in texts(unit_deck))
    assert unit.sumber in notes(unit_deck)[0]


def test_the_six_areas_stand_beside_their_minima(unit_deck, unit):
    (chart,) = shapes(unit_deck, "has_chart")[3]
    _, names, series = plotted(chart)
    figures = list(unit.area.values())
    assert len(names) == 6 and series["Nilai"] == [one.nilai for one in figures]
    for place, short in enumerate(("WBK", "WBBM")):
        assert series[f"Minimum {short}"] == [one.minima[place].nilai for one in figures]
    table = rows(shapes(unit_deck, "has_table")[3][0])[1:]
    assert [row[1] for row in table] == [one.teks for one in figures]


def test_progress_is_a_line_through_the_complete_points(unit_deck, unit):
    (chart,) = shapes(unit_deck, "has_chart")[2]
    _, _, series = plotted(chart)
    whole = unit.riwayat[unit.riwayat["terjawab"] == unit.riwayat["pertanyaan"]]
    drawn = [value for name, values in series.items() if "Minimum" not in name for value in values if value is not None]
    assert sorted(drawn) == sorted(whole["total"])
    assert {"Minimum WBK 75", "Minimum WBBM 85"} <= set(series)


def test_before_after_survey_and_plan_are_as_on_the_screens(unit_deck, unit):
    said = texts(unit_deck)
    for row in unit.manfaat.to_dict("records"):
        assert change_words(row) in said
    for one in unit.survei:
        assert one.indeks in said and one.kesimpulan in said
    assert isinstance(unit.rencana, Plan)
    for step in unit.rencana.langkah:
        assert any(text.startswith(f"{step.kode} ") for text in said)
    survey = next(number for number, title in enumerate(titles(unit_deck), 1) if title.startswith("Survei"))
    (chart,) = shapes(unit_deck, "has_chart")[survey]
    assert labels(chart) == [one.indeks for one in unit.survei]
    _, _, series = plotted(chart)
    assert (series["Minimum WBK"], series["Minimum WBBM"]) == ([3.6, 3.2], [3.6, 3.6])


def test_what_nobody_recorded_has_no_slide_and_is_named_in_the_notes(unit):
    empty = {name: getattr(unit, name).iloc[:0] for name in ("risiko", "inovasi", "manfaat", "program")}
    bare = replace(unit, **empty, kalimat=dict.fromkeys(unit.kalimat, ""), survei=())
    content = write_unit_slides(bare)
    assert len(titles(content)) == 4
    for name in ("Area rawan dan layanan", "Inovasi", "Manfaat", "Tujuh belas program", "Survei 2026"):
        assert name in notes(content)[0]
    assert overflowing(content) == []


def hostile(facts):
    """The same facts with texts that are very long or mean harm in every field that people write."""
    bad = {name: LONG for name in ("proses", "risiko", "pengendalian", "pic")}
    source = replace(facts.laporan.assessment, unit="=1+1 <img src=x>\u202e " + LONG)
    head = replace(facts.kepala, jawaban=f"{source.unit} belum memenuhi WBK.")
    return replace(
        facts, laporan=replace(facts.laporan, assessment=source), kepala=head, risiko=facts.risiko.assign(**bad),
        inovasi=facts.inovasi.assign(nama_inovasi="=HYPERLINK(1)", layanan=LONG, direplikasi=LONG),
        manfaat=facts.manfaat.assign(indikator=LONG),
        tindakan=tuple(replace(one, rencana=LONG, pic=LONG, selesai=False) for one in facts.tindakan) * 20,
    )  # fmt: skip


@pytest.mark.parametrize("make", [lambda facts: facts, hostile], ids=["as it is", "hostile"])
def test_nothing_outgrows_its_place(unit, make):
    assert overflowing(write_unit_slides(make(unit))) == []


def test_long_texts_are_cut_on_the_slide_and_whole_in_the_notes(unit):
    content = write_unit_slides(hostile(unit))
    assert all("\u202e" not in text for text in texts(content))
    assert titles(content)[0].endswith("…") and "belum memenuhi WBK." in notes(content)[0]
    assert any(" ".join(LONG.split()) in note for note in notes(content)[3:])
