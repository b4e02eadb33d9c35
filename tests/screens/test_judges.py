"""Penilai: begins where there is something to compare, and leads from the sentence to both judges' answers."""

import re

from assessments import INSTRUMENT, save_values
from screen_parts import drawn, select

from zi_metrics.store.connection import open_store

FULL = dict.fromkeys((question.kode for question in INSTRUMENT.questions()), 1.0)
HOSTILE = "Kantor **x** <img src=x onerror=alert(1)>"


def markup(test, part):
    """What the page draws itself that holds a part of an HTML text."""
    return "".join(e.proto.body for e in test.get("html") if part in e.proto.body and "<style>" not in e.proto.body)


def judged(store, unit, other, year=2026):
    save_values(store, unit, year, "unit", FULL)
    save_values(store, unit, year, "tpi", {**FULL, **other})


def test_it_begins_at_the_largest_correction_unless_another_unit_is_wished_for(app, tmp_path):
    database = tmp_path / "penilai.duckdb"
    store = open_store(database)
    save_values(store, "Kantor A", 2026, "unit", FULL)
    judged(store, "Kantor B", {"P.1.i.a": 0.0})
    judged(store, "Kantor C", {"R.5.i.a": 0.0, "P.1.i.a": 0.0})
    test = app(database, "penilai")
    assert not test.exception and select(test, "Unit kerja").value == "Kantor C"
    assert "TPI menurunkan nilai Unit" in drawn(test) and "pada 2 jawaban" in drawn(test)
    wished = app(database, "penilai", unit="Kantor A")
    assert select(wished, "Unit kerja").value == "Kantor A" and "Baru satu penilai" in drawn(wished)


def test_a_question_opens_both_answers_and_a_cell_of_the_map_leads_to_its_questions(app, tmp_path):
    database = tmp_path / "penilai.duckdb"
    store = open_store(database)
    judged(store, HOSTILE, {"R.5.i.a": 0.0, "P.1.i.a": 0.0})
    test = app(database, "penilai")
    lines = markup(test, "zi-aparts")
    assert not test.exception and lines.count("<details>") == 2
    assert lines.index("R.5.i.a") < lines.index("P.1.i.a"), "the most points first"
    assert lines.count("Buka jawaban Unit") == lines.count("Buka jawaban TPI") == 2
    assert "bagian=R.5.i.a" in lines and "pokja?pokja=5" in lines
    whole = app(database, "penilai", tab="semua")
    table = markup(whole, "zi-map")
    (cell,) = re.findall(r'href="([^"]*beda=pokja-5[^"]*)"', table)
    assert "tab=beda" in cell and "tahun=2026" in cell
    narrowed = app(database, "penilai", tab="beda", beda="pokja-5")
    assert markup(narrowed, "zi-aparts").count("<details>") == 1 and "1 dari 2 jawaban yang berbeda" in drawn(narrowed)
    for page in (test, whole, narrowed):
        bodies = markup(page, "zi-")
        assert "<img" not in bodies and "&lt;img src=x onerror=alert(1)&gt;" in bodies and "Kantor **x**" in drawn(page)
