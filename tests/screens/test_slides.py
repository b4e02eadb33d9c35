"""Bahan rapat, daftar tugas and the whole data are offered where they belong, to who may have them."""

import io
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest
from screen_parts import button
from slides import titles

from zi_metrics.access.rights import rights
from zi_metrics.papers.periodic_settings import periodic_settings
from zi_metrics.scope import Act
from zi_metrics.store import tables

UNIT = "Contoh 13 – Kantor Pelayanan"


def test_unit_kerja_offers_the_slides_of_its_unit_towards_the_chosen_predicate(app, sample_path, made_files):
    assert not app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, predikat="wbbm").exception
    content = made_files[f"Bahan rapat {UNIT} 2026.pptx"]
    assert titles(content)[0].startswith(f"{UNIT} belum memenuhi WBBM")


def test_ringkasan_offers_five_slides_of_all_units(app, sample_path, made_files):
    assert not app(sample_path, "ringkasan", tahun=2026, predikat="wbk").exception
    said = titles(made_files["Bahan rapat 2026.pptx"])
    assert len(said) == 5 and said[0].startswith("6 dari 24 unit memenuhi semua syarat nilai WBK")


def test_pokja_offers_the_tasks_of_its_area(app, sample_path, made_files):
    assert not app(sample_path, "pokja", pokja=5, tahun=2026).exception
    book = openpyxl.load_workbook(io.BytesIO(made_files["Daftar tugas Pokja 2026 Pokja 5.xlsx"]))
    assert "Pokja 5" in book.sheetnames and "Pokja 1" not in book.sheetnames
    said = [row[0].value for row in book["Pokja 5"].iter_rows(max_row=8)]
    assert any(str(text).startswith("Layar: Pokja") for text in said)


@pytest.mark.parametrize("role", list(rights().peran))
def test_bantuan_offers_the_data_to_who_may_have_it_and_only_theirs(app, at_work, agency, made_files, role):
    store = agency.as_(role)
    at_work(store.scope)
    assert not app(agency.path, "bantuan").exception
    offered = [name for name in made_files if name.startswith("data-zona-integritas")]
    assert bool(offered) == (role in rights().hak[Act.DATA])
    if offered:
        with zipfile.ZipFile(io.BytesIO(made_files["data-zona-integritas.zip"])) as archive:
            units = pq.read_table(io.BytesIO(archive.read("unit.parquet")))
        assert set(units["unit_id"].to_pylist()) == set(tables.units_of(store))


def test_an_admin_sets_the_timetable_and_is_told_what_cannot_be_meant(managed, agency):
    test = managed("perawatan")
    test.checkbox(key="berkala_folder").uncheck()
    button(test, "Simpan laporan berkala").click().run()
    assert any("paling sedikit satu laporan" in error.value for error in test.error)
    test.multiselect(key="berkala_semua").set_value(test.multiselect(key="berkala_semua").options[:1])
    test.checkbox(key="berkala_folder").check()
    button(test, "Simpan laporan berkala").click().run()
    assert any("tersimpan" in done.value for done in test.success)
    (report,) = periodic_settings(agency.whole).laporan
    assert (report.jenis, report.unit) == ("portofolio", None)
