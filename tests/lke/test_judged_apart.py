"""Two judges of one unit: what they wrote where they differ, and what that did to the predicates."""

import pytest
from assessments import save_values

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import judges
from zi_metrics.lke.judged_apart import PART_COLUMNS, judged_apart, judged_pair, judged_parts
from zi_metrics.scoring.points import load_points
from zi_metrics.store import tables

INSTRUMENT = load_instrument()
WORTH = {node.kode: node.bobot for node in load_points(INSTRUMENT.kode).nodes}


def alike(value):
    """Every question answered alike."""
    return dict.fromkeys((question.kode for question in INSTRUMENT.questions()), value)


OWN = alike(1.0)


def seen(store, other, unit="Kantor A", own=OWN):
    """The unit's sides, judged by itself and by TPI."""
    save_values(store, unit, 2025, "unit", own)
    save_values(store, unit, 2025, "tpi", other)
    table = tables.assessments(store)
    return judges.sides(store, table.loc[table["unit"] == unit, "unit_id"].iloc[0], 2025)


def test_the_questions_apart_come_by_points_with_both_answers_and_their_part(store):
    sides = seen(store, {**OWN, "R.5.i.a": 0.0, "P.1.i.a": 0.0, "B.I.a.1": None})
    found = judged_apart(sides, "unit", "tpi")
    assert {one.kode for one in found} == {"R.5.i.a", "P.1.i.a"}, "what one of them left open is no difference"
    assert [one.poin for one in found] == sorted(-WORTH[one.kode] for one in found)
    first = found[0]
    assert (first.kode, first.bagian, first.pokja) == ("R.5.i.a", "pokja-5", 5)
    assert [answer.penilai for answer in first.jawaban] == ["unit", "tpi"]
    assert first.jawaban[0].jawaban != first.jawaban[1].jawaban


def test_corrections_of_the_parts_add_up_to_those_of_the_questions(store):
    sides = seen(store, {**OWN, "R.5.i.a": 0.5, "P.5.i.a": 0.0, "P.1.i.a": 0.0})
    table = judged_parts(sides, "unit", "tpi").set_index("kode")
    assert set(PART_COLUMNS) - {"kode"} <= set(table.columns) and table["berbeda"].sum() == 3
    found = judged_apart(sides, "unit", "tpi")
    assert table["koreksi"].sum() == pytest.approx(sum(one.poin for one in found))
    assert table.loc["pokja-5", "berbeda"] == 2 and table.loc["B.I", "koreksi"] == 0
    moved = table["nilai_tpi"] - table["nilai_unit"]
    assert table["koreksi"].tolist() == pytest.approx(moved.tolist()), (
        "where both answered all, the points say the same"
    )


def test_the_sentence_says_by_how_much_and_whether_the_predicates_held(store):
    kept = judged_pair(seen(store, {**OWN, "R.5.i.a": 0.0}), "unit", "tpi").kalimat
    assert kept.startswith("TPI menurunkan nilai Unit ") and "pada 1 jawaban;" in kept
    assert "WBK" in kept and "tetap terpenuhi" in kept
    lost = judged_pair(seen(store, alike(0.3), "Kantor B"), "unit", "tpi").kalimat
    assert "tidak lagi terpenuhi" in lost and "tetap" not in lost
    same = judged_pair(seen(store, OWN, "Kantor C"), "unit", "tpi").kalimat
    assert same.startswith("TPI menjawab sama dengan Unit di semua 113 pertanyaan")
    mixed = judged_pair(
        seen(store, {**alike(0.6), "R.5.i.a": 0.0}, "Kantor D", {**alike(0.6), "P.1.i.a": 0.0}), "unit", "tpi"
    )
    assert "(1 turun, 1 naik)" in mixed.kalimat and "tetap belum terpenuhi" in mixed.kalimat


def test_the_page_begins_at_the_largest_correction_of_the_newest_year_with_two_judges(store):
    assert judges.most_corrected(store) is None
    for unit, lowered in (("Kantor A", 0.9), ("Kantor B", 0.2), ("Kantor C", 0.8)):
        save_values(store, unit, 2025, "unit", OWN)
        save_values(store, unit, 2025, "tpi", alike(lowered))
    save_values(store, "Kantor A", 2026, "unit", OWN)
    assert judges.most_corrected(store) == ("Kantor B", 2025)
    save_values(store, "Kantor A", 2026, "tpi", alike(0.95))
    assert judges.most_corrected(store) == ("Kantor A", 2026)
