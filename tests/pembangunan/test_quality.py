"""The checks over units: out of the store, one row per finding, bounded, and the same whoever else is there."""

from dataclasses import replace

import pandas as pd
from acting import acting
from quality_cases import INSTRUMENT, YEAR, answer, save_written

from zi_metrics.pembangunan.quality import (
    DOUBT_COLUMNS,
    UNIT_COLUMNS,
    Quality,
    by_unit,
    narrowed,
    pokja_groups,
    quality,
    quality_of,
)
from zi_metrics.pembangunan.register import register
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store import tables
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

A, B, HASIL = "P.1.i.a", "P.2.i.a", "B.I.a.1"
UNIT = "Kantor Uji"


def prove(store, kode, unit=UNIT, **isi):
    row = {"kode": kode, "nama_dokumen": "SK.pdf", "tautan": "https://a.test/1", **isi}
    save_rows(store, register("bukti").table, [RowChange(row, unit_id=unit_key(unit), tahun=YEAR)])


def test_findings_have_their_place_and_the_gravest_of_an_area_stand_first(store):
    impossible = answer("R.1.i.b", 1.0, jumlah_perubahan=1.0, jumlah_terintegrasi=3.0)
    save_written(store, UNIT, "unit", [answer(A, 1.0, "Ya"), impossible, answer(HASIL, 1.0, "4")])
    found = quality_of(store, YEAR)
    assert tuple(found.doubts.columns) == DOUBT_COLUMNS and found.units == {unit_key(UNIT): UNIT}
    rows = found.doubts.to_dict("records")
    assert [(row["kode"], row["tingkat"], row["sel"]) for row in rows[:2]] == [
        ("R.1.i.b", "galat", "L2"),
        (A, "peringatan", "K7"),
    ]
    assert rows[1]["pertanyaan"] == INSTRUMENT.question(A).teks and rows[1]["penilai"] == "unit"
    assert rows[-1]["kode"] == HASIL and pd.isna(rows[-1]["pokja"])
    assert [number for number, *_ in pokja_groups(found)] == [1, None]
    assert found.sentence() == "4 hal patut dilihat lagi: 1 galat dan 3 peringatan."


def test_evidence_of_the_register_and_of_tpis_lke_counts(store):
    save_written(store, UNIT, "unit", [answer(A, 1.0), answer(B, 1.0)])
    assert list(quality_of(store, YEAR).doubts["kode"]) == [A, B]
    prove(store, A)
    save_written(store, UNIT, "tpi", [replace(answer(B, 1.0), bukti="Daftar SOP", tautan="https://a.test/2")])
    assert quality_of(store, YEAR).doubts.empty
    assert quality_of(store, YEAR).sentence() == "Tidak ada yang meragukan menurut pemeriksaan ini."


def test_without_the_units_own_the_last_judges_is_looked_at(store):
    save_written(store, UNIT, "tpi", [answer(A, 1.0)])
    assert list(quality_of(store, YEAR).doubts["penilai"]) == ["tpi"]
    save_written(store, UNIT, "unit", [answer(A, 0.0), answer(B, 1.0)])
    assert list(quality_of(store, YEAR).doubts["kode"]) == [B]


def test_a_cell_that_only_tpis_file_has_is_told_as_tpis(store):
    save_written(store, UNIT, "unit", [answer(A, 1.0, catatan="ya")])
    save_written(store, UNIT, "tpi", [answer(A, 0.5)])
    (row,) = quality_of(store, YEAR).doubts.to_dict("records")
    assert (row["periksa"], row["penilai"]) == ("turun_tanpa_catatan", "tpi")


def test_many_units_are_looked_through_in_the_same_queries_up_to_a_bound(store, monkeypatch):
    for number in range(5):
        save_written(store, f"Kantor {number}", "unit", [answer(A, 1.0)] * (number < 2))
    asked = []
    original = tables.read
    monkeypatch.setattr(tables, "read", lambda *given: asked.append(1) or original(*given))
    assessments = tables.assessments(store)
    counts = []
    for most in (1, 5):
        asked.clear()
        found = quality(store, assessments, YEAR, most=most)
        counts.append(len(asked))
        assert len(found.units) == most and found.left_out == 5 - most
    assert counts[0] == counts[1] <= 4
    table = by_unit(found)
    assert tuple(table.columns) == UNIT_COLUMNS and list(table["unit"]) == [f"Kantor {n}" for n in range(5)]
    assert list(table["peringatan"]) == [1, 1, 0, 0, 0] and list(table["jumlah"]) == [1, 1, 0, 0, 0]
    assert table["terbanyak"].iloc[0].startswith("Jawaban tinggi") and table["terbanyak"].iloc[4] == ""
    assert found.sentence() == "2 hal patut dilihat lagi pada 2 dari 5 unit: 2 peringatan."


def test_units_with_the_gravest_doubts_stand_first():
    def doubts(unit, *severities):
        empty = dict.fromkeys(DOUBT_COLUMNS, "")
        return [{**empty, "unit_id": unit, "tingkat": one, "periksa": "tahun_lain"} for one in severities]

    rows = [*doubts("a", *["catatan"] * 9), *doubts("b", "peringatan"), *doubts("c", "galat")]
    found = Quality(pd.DataFrame(rows), {one: one for one in "abcd"})
    assert list(by_unit(found)["unit"]) == ["c", "b", "a", "d"]


def test_one_area_and_one_gravity(store):
    save_written(store, UNIT, "unit", [answer(A, 1.0), answer(B, 1.0)])
    prove(store, "P.2.i.b", nama_dokumen="SK - Copy.pdf")
    found = quality_of(store, YEAR)
    assert set(narrowed(found, 2).doubts["kode"]) == {B, "P.2.i.b"}
    assert set(narrowed(found, tingkat="catatan").doubts["periksa"]) == {"nama_salinan"}
    assert narrowed(found, 1, "catatan").doubts.empty and len(narrowed(found).doubts) == len(found.doubts)


def test_other_years_units_and_scopes_are_not_looked_at(store):
    save_written(store, UNIT, "unit", [answer(A, 1.0)])
    save_written(store, "Kantor Lain", "unit", [answer(A, 1.0)])
    assert quality_of(store, YEAR - 1).units == {}
    assert list(quality_of(store, YEAR, unit=UNIT).doubts["unit"]) == [UNIT]
    mine = Scope(Person("uji:x", "X"), {Act.LIHAT: (Extent(frozenset({unit_key(UNIT)})),)})
    assert list(quality_of(store.seen_by(mine), YEAR).doubts["unit"]) == [UNIT]


def test_every_kind_of_doubt_of_the_documents_is_among_the_samples(sample_store):
    found = set(quality_of(acting(sample_store, "Ani"), 2026).doubts["periksa"])
    assert {
        "jalur_komputer",
        "nama_salinan",
        "tahun_lain",
        "satu_tautan",
        "sesudah_penilaian",
        "kosong_berbukti",
        "tpi_sama",
    } <= found
