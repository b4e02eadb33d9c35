"""Pemeriksaan: what is to be looked at again, by Pokja, for one unit and for many; what TPI asked of questions."""

import io
from datetime import date
from urllib.parse import quote_plus

import openpyxl
import pytest
from drawn_html import links, table_with
from quality_cases import YEAR, answer, save_written
from registers import NAME, UNIT
from screen_parts import as_read, button, drawn, everything_said, select, texts

from zi_metrics.pembangunan import quality as lke_quality
from zi_metrics.pembangunan.quality import quality_of
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import open_store
from zi_metrics.store.registers import RowChange, register_rows, save_rows


def ask(store, text, kode="P.1.i", **isi):
    row = {"rekomendasi": text, "kode": kode, "nomor": "7", "tenggat": date(2000, 1, 2), "pokja": 1, **isi}
    save_rows(store, register("rekomendasi").table, [RowChange(row, unit_id=UNIT, tahun=YEAR)])


def subheaders(test):
    return [as_read(one.value) for one in test.subheader]


def test_units_stand_by_their_doubts_and_a_pick_opens_one(app, doubtful):
    test = app(doubtful, "pemeriksaan")
    assert not test.exception and "4 hal patut dilihat lagi pada 1 dari 2 unit" in texts(test)
    rows = table_with(test, "Unit kerja")
    assert [row["Unit kerja"] for row in rows] == [NAME, "Kantor Tenang"]
    assert [int(row["Jumlah"]) for row in rows] == [quality_of(open_store(doubtful), YEAR).doubts.shape[0], 0]
    assert any(f"unit={quote_plus(NAME)}" in one for one in links(test))


def test_one_unit_by_pokja_with_question_cell_and_what_to_do(app, doubtful):
    test = app(doubtful, "pemeriksaan", unit=NAME, tahun=YEAR)
    said = texts(test)
    assert subheaders(test) == ["Pokja 1 – Manajemen Perubahan", "Pokja 2 – Penataan Tatalaksana"]
    for part in ("☐ **P.1.i.a** Unit kerja telah membentuk tim", "Jawaban Ya (100%) tanpa data dukung",
                 "lembar LKE, sel K7", "✘ Galat: Angka yang tidak mungkin", "Sebutkan dokumen dan"):  # fmt: skip
        assert part in said, part


def test_the_filters_stand_in_the_address(app, doubtful):
    test = app(doubtful, "pemeriksaan", unit=NAME, tahun=YEAR, pokja=2)
    assert subheaders(test) == ["Pokja 2 – Penataan Tatalaksana"]
    test = app(doubtful, "pemeriksaan", unit=NAME, tahun=YEAR, tingkat="galat")
    assert subheaders(test) == ["Pokja 1 – Manajemen Perubahan"] and "tanpa data dukung" not in texts(test)
    select(test, "Unit kerja").set_value("").run()
    assert not test.exception and test.query_params["unit"] in ("", [""])
    assert NAME in [row["Unit kerja"] for row in table_with(test, "Unit kerja")]


def test_a_unit_without_doubts_and_a_year_without_lke_are_said(app, doubtful):
    assert "Tidak ada yang meragukan" in texts(app(doubtful, "pemeriksaan", unit="Kantor Tenang", tahun=YEAR))
    save_written(open_store(doubtful), "Kantor Lain", "unit", [], tahun=YEAR - 1)
    test = app(doubtful, "pemeriksaan", unit=NAME, tahun=YEAR - 1)
    assert f"belum punya penilaian {YEAR - 1}" in test.info[0].value


def test_an_empty_database_says_what_the_page_is_for(app, tmp_path):
    said = texts(app(tmp_path / "kosong.duckdb", "pemeriksaan"))
    assert "Belum ada penilaian" in said and "daftar periksa" in said


def test_too_many_units_are_looked_through_in_part_and_it_is_said(app, doubtful, monkeypatch):
    monkeypatch.setattr(lke_quality, "MOST_UNITS", 1)
    test = app(doubtful, "pemeriksaan")
    assert "Diperiksa 1 dari 2 unit" in test.info[0].value and len(table_with(test, "Unit kerja")) == 1


def test_the_list_goes_out_with_a_sheet_for_each_pokja(app, doubtful, made_files):
    app(doubtful, "pemeriksaan", unit=NAME, tahun=YEAR)
    (content,) = [content for name, content in made_files.items() if name.startswith("Daftar periksa")]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Pokja 1", "Pokja 2"]
    rows = [row for row in book["Pokja 1"].iter_rows(min_row=5, values_only=True) if row[1]]
    doubts = quality_of(open_store(doubtful), YEAR).doubts
    assert len(rows) == (doubts["pokja"] == 1).sum() and rows[0][1] == "Galat" and rows[0][4] == "LKE L2"
    assert NAME in book["Pokja 1"]["A1"].value and all(row[0] == "☐" and row[6] for row in rows)


def test_what_tpi_asked_stands_beside_the_question_until_it_is_verified(app, doubtful):
    store = open_store(doubtful)
    ask(store, "Lengkapi *susunan* tim", "P.1.i, R.1.i", pic="Sekretaris")
    test = app(doubtful, "unit_kerja", unit=NAME, tahun=YEAR, bagian="P.1")
    # Both questions of the sub-indicator, and nothing else.
    line = "Rekomendasi TPI 7 : Lengkapi *susunan* tim ▲ Terlambat · tenggat 2 Januari 2000 · Sekretaris"
    assert drawn(test).count(line) == drawn(test).count("Rekomendasi TPI 7") == 2
    assert "Rekomendasi TPI 7" in everything_said(app(doubtful, "pokja", pokja=1, tahun=YEAR))
    row = register_rows(store, register("rekomendasi").table).iloc[0]
    save_rows(store, register("rekomendasi").table, [RowChange({"status": "terverifikasi"}, row["baris_id"], 1)])
    assert "Rekomendasi TPI 7" not in drawn(app(doubtful, "unit_kerja", unit=NAME, tahun=YEAR, bagian="P.1"))


def test_a_plans_steps_name_what_tpi_asked_of_them(app, doubtful):
    store = open_store(doubtful)
    ask(store, "Semua diperbaiki", "A")
    test = app(doubtful, "rencana", unit=NAME, tahun=YEAR, lihat="rencana")
    assert not test.exception and any("Rekomendasi TPI pada langkah ini" in one.label for one in test.expander)


def test_recommendations_are_narrowed_by_their_state(app, doubtful):
    store = open_store(doubtful)
    ask(store, "Terlambat sekali")
    ask(store, "Tanpa batas", tenggat=None)
    ask(store, "Sudah selesai", status="terverifikasi")
    test = app(doubtful, "pekerjaan", kerja="rekomendasi", unit=NAME, tahun=YEAR)
    assert not test.exception and "2 dari 3 rekomendasi TPI masih terbuka, 1 di antaranya terlambat" in texts(test)
    assert len(test.data_editor[0].value) == 3
    late = app(doubtful, "pekerjaan", kerja="rekomendasi", unit=NAME, tahun=YEAR, rekomendasi="terlambat")
    assert list(late.data_editor[0].value["rekomendasi"]) == ["Terlambat sekali"]


def test_what_the_lke_says_is_taken_over_into_the_register_once(app, doubtful):
    store = open_store(doubtful)
    written = answer("P.1.i.a", 1.0, "Ya")
    save_written(store, NAME, "tpi", [written.__class__(**{**vars(written), "bukti": "SK Tim; Undangan"})])
    test = app(doubtful, "pekerjaan", kerja="bukti", unit=NAME, tahun=YEAR)
    assert not test.exception and "1 dari 3 jawaban bernilai sudah mempunyai data dukung" in texts(test)
    button(test, "Masukkan semua 2 ke daftar").click().run()
    assert not test.exception and "2 dokumen masuk daftar" in test.success[0].value
    assert set(register_rows(store, register("bukti").table)["nama_dokumen"]) == {"SK Tim", "Undangan"}
    assert not [one for one in test.expander if "Tertulis di LKE" in one.label]
    assert "1 dari 3 jawaban bernilai" in texts(test)


@pytest.mark.parametrize("role", ["koordinator", "pembaca"])
def test_only_units_in_scope_are_looked_through(app, at_work, agency, role):
    at_work(agency.as_(role).scope)
    test = app(agency.path, "pemeriksaan")
    assert not test.exception and not test.error
    seen = {row["Unit kerja"] for row in table_with(test, "Unit kerja")}
    assert agency.own in seen and seen.isdisjoint(agency.hidden_from(role)) and agency.far not in seen
