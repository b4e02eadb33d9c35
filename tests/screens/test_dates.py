"""Dates on screen: asked for at an upload, shown with what counts, and the pace towards the day of the proposal."""

from datetime import date

from assessments import INSTRUMENT, save_values
from places import READY
from screen_parts import button, select, texts, upload

from zi_metrics.as_of import default_date
from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.proposal_dates import proposal_date

UNIT, QUARTERLY = "Contoh 01 – Kantor Pelayanan", "Contoh 17 – Sekolah"
HALF = {question.kode: 0.5 for question in INSTRUMENT.questions()}


def day(test, label):
    return next(one for one in test.date_input if one.label == label)


def test_an_upload_asks_as_of_when_and_says_what_goes_on_counting(app, tmp_path):
    database = tmp_path / "tanggal.duckdb"
    save_values(open_store(database), UNIT, 2026, "tpi", HALF, day=date(2026, 5, 25))
    test = app(database, "unggah")
    upload(test, READY["lengkap"])
    assert day(test, "Per tanggal").value == default_date(2026)
    assert "Dibandingkan versi 1 yang tersimpan" in texts(test)
    select(test, "Monev").set_value("Triwulan I").run()
    assert day(test, "Per tanggal").value == date(2026, 3, 31)
    assert "Belum ada versi tersimpan" in texts(test)
    button(test, "Simpan").click().run()
    assert not test.exception and not test.error
    points = tables.points_in_time(open_store(database))
    assert points["monev"].tolist() == ["Triwulan I", ""] and points["versi"].tolist() == [2, 1]
    assert points["per_tanggal_dari"].tolist() == ["disebut", "disebut"]
    assert "per 31 Maret 2026 (Triwulan I) (versi 2)" in texts(test)


def test_a_later_state_is_said_to_go_on_counting(app, tmp_path):
    database = tmp_path / "tanggal.duckdb"
    save_values(open_store(database), UNIT, 2026, "tpi", HALF, day=date(2026, 5, 25))
    test = app(database, "unggah")
    upload(test, READY["lengkap"])
    day(test, "Per tanggal").set_value(date(2026, 4, 30)).run()
    assert "Yang berlaku tetap versi 1, per 25 Mei 2026" in texts(test)


def test_the_pace_of_a_unit_and_of_one_of_its_gates(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=QUARTERLY, tahun=2026, penilai="unit", tab="perkembangan")
    words = texts(test)
    assert "Pada laju sekarang total diperkirakan" in words and "perlu 75" in words
    assert "per 15 Mei 2026" in words, "the source says as of when"
    gate = select(test, "Syarat nilai WBK")
    gate.set_value("A").run()
    assert "Pada laju sekarang Komponen Pengungkit diperkirakan" in texts(test) and not test.exception
    select(test, "Laju menurut").set_value("tpi").run()
    assert "baru ada satu" in texts(test)


def test_who_may_sets_the_day_of_the_proposal(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=QUARTERLY, tahun=2026, penilai="unit", tab="perkembangan")
    day(test, "Batas pengusulan 2026").set_value(date(2027, 6, 30))
    button(test, "Simpan batas").click().run()
    assert "harus jatuh pada tahun 2026" in test.error[0].value
    day(test, "Batas pengusulan 2026").set_value(date(2026, 6, 30))
    button(test, "Simpan batas").click().run()
    assert not test.exception and "Batas pengusulan 2026 kini 30 Juni 2026" in texts(test)
    assert proposal_date(open_store(sample_path), 2026) == date(2026, 6, 30)
    assert "pada 30 Juni 2026" in texts(test)
