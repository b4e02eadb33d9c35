"""Complaints and online services as counts: sums, shares, months that nobody told, and what they suggest."""

from datetime import date

import pandas as pd
import pytest
from registers import UNIT

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan import complaints, online_services
from zi_metrics.pembangunan.count_suggestions import count_suggestions
from zi_metrics.pembangunan.register import registers
from zi_metrics.store.registers import RowChange, register_rows, save_rows

FORM = load_instrument()
DAY = date(2026, 11, 15)


def rows(*said):
    """Rows of the register: month, kind, channel, came, in process, done, in time."""
    columns = ["bulan", "jenis", "kanal", "masuk", "diproses", "selesai", "tepat_waktu"]
    return pd.DataFrame(said, columns=columns).assign(unit_id="a", unit="Kantor A")


def month(number, came, done=None, in_time=None, kind="pengaduan", channel="Loket", pending=None):
    return (number, kind, channel, came, pending, done, in_time)


def test_sums_and_shares_of_a_year():
    found = complaints.counted(rows(month(1, 10, 8, 6), month(2, 30, 30, 24)), 2026, DAY)
    assert (found.masuk, found.selesai, found.tepat_waktu, found.diproses) == (40, 38, 30, None)
    assert found.done == 0.95 and found.in_time == pytest.approx(30 / 38)


def test_nothing_came_in_has_no_share_and_nobody_told_is_not_zero():
    found = complaints.counted(rows(month(1, 0, 0)), 2026, DAY)
    assert found.done is None and found.in_time is None and found.selesai == 0
    assert complaints.counted(rows(month(1, 3)), 2026, DAY).selesai is None


@pytest.mark.parametrize(
    ("tahun", "day", "due"),
    [(2025, DAY, 12), (2026, DAY, 10), (2026, date(2026, 1, 31), 0), (2026, date(2026, 2, 1), 1), (2027, DAY, 0)],
)
def test_a_month_is_due_when_it_is_over(tahun, day, due):
    assert complaints.due_months(tahun, day) == due


def test_months_that_nobody_told_are_named_and_a_zero_tells():
    table = rows(*(month(number, 0) for number in range(1, 11) if number not in (3, 5, 6, 7)),
                 *(month(number, 1, kind="gratifikasi") for number in range(1, 11)))  # fmt: skip
    said = complaints.missing_sentence(table, ["a"], 2026, DAY)
    assert said == "Belum tercatat: pengaduan Maret dan Mei–Juli. Bulan tanpa laporan ditulis 0."
    said = complaints.missing_sentence(table, ["a", "b"], 2026, DAY)
    assert "pengaduan di 2 dari 2 unit; gratifikasi di 1 dari 2 unit" in said
    whole = rows(*(month(number, 0, kind=kind) for number in range(1, 11) for kind in ("pengaduan", "gratifikasi")))
    assert complaints.missing_sentence(whole, ["a"], 2026, DAY) == ""


def test_months_and_channels_are_summed_apart():
    table = rows(month(2, 1), month(1, 4, 2, channel="Surat"), month(1, 2, 2))
    months, channels = complaints.by_month(table), complaints.by_channel(table)
    assert months[["bulan", "masuk"]].values.tolist() == [[1, 6], [2, 1]] and pd.isna(months["selesai"][1])
    assert channels[["kanal", "masuk"]].values.tolist() == [["Surat", 4], ["Loket", 3]]


def write(store, kode, *isi, tahun=2026):
    changes = [RowChange({"pokja": None, **one}, unit_id=UNIT, tahun=tahun) for one in isi]
    save_rows(store, registers()[kode].table, changes)


def test_a_years_sums_are_suggested_for_the_counts_of_the_question_with_their_source(kept):
    write(kept, "pengaduan", *({"bulan": number, "masuk": 4, "selesai": 4 if number < 12 else 2, "kanal": "Loket"}
                               for number in range(1, 13) if number != 5))  # fmt: skip
    write(kept, "pengaduan", {"bulan": 1, "masuk": 9, "jenis": "gratifikasi"}, {"bulan": 1, "masuk": 9, "jenis": "wbs"})
    found = count_suggestions(kept, UNIT, 2026, FORM, date(2027, 1, 1))["R.5.ii.a"]
    assert found.hitungan == {"harus_ditindaklanjuti": 44, "selesai": 42}
    assert found.kalimat.startswith("Dari 11 bulan pengaduan masyarakat 2026: masuk 44, selesai 42.")
    assert "95,5%" in found.kalimat and "Belum tercatat: Mei." in found.kalimat
    asked = {count.kunci for count in FORM.question("R.5.ii.a").masukan}
    assert set(found.hitungan) <= asked


def test_what_some_months_leave_out_is_not_counted_as_nothing(kept):
    write(kept, "pengaduan", {"bulan": 1, "masuk": 10, "kanal": "Loket"}, {"bulan": 2, "masuk": 5, "selesai": 5},
          {"bulan": 3, "masuk": 0})  # fmt: skip
    stored = register_rows(kept, registers()["pengaduan"].table)
    found = complaints.counted(stored, 2026, DAY)
    assert (found.selesai, found.done, found.sebagian) == (5, None, {"selesai": (1,)})
    said = complaints.sentence(stored, 2026, DAY)
    assert said == "15 pengaduan masuk pada 2026, 5 selesai. Selesai tidak ditulis pada Januari."
    suggested = count_suggestions(kept, UNIT, 2026, FORM, DAY)["R.5.ii.a"]
    assert suggested.hitungan == {} and "Bila dipakai" not in suggested.kalimat
    assert "Selesai tidak ditulis pada Januari. Lengkapi dahulu" in suggested.kalimat


def test_other_years_units_and_instruments_get_no_suggestion(kept):
    write(kept, "pengaduan", {"bulan": 1, "masuk": 4, "selesai": 4})
    assert "R.5.ii.a" in count_suggestions(kept, UNIT, 2026, FORM, DAY)
    assert count_suggestions(kept, UNIT, 2025, FORM, DAY) == {}
    assert count_suggestions(kept, "lain", 2026, FORM, DAY) == {}
    assert count_suggestions(kept, UNIT, 2026, load_instrument("permenpanrb-52-2014"), DAY) == {}


def service(name, number, online, every, in_time=None):
    return {"layanan": name, "bulan": number, "pemohon_online": online, "pemohon": every, "tepat_waktu": in_time}


def test_services_are_summed_by_name_and_shares_rest_on_rows_that_tell_both_figures():
    table = pd.DataFrame(
        [service("Izin", 1, 30, 60, 45), service("IZIN ", 2, 30, 40, None), service("Surat", 1, None, 500, 500)]
    )
    found = online_services.by_service(table).set_index("layanan")
    assert list(found.index) == ["Surat", "Izin"]
    assert found.loc["Izin", ["bulan", "pemohon_online", "pemohon", "bagian_online"]].tolist() == [2, 60, 100, 0.6]
    assert found.loc["Izin", "bagian_tepat"] == 0.75 and pd.isna(found.loc["Surat", "bagian_online"])
    assert online_services.sentence(table, 2026) == (
        "2 layanan daring pada 2026: 60% pemohon lewat daring, 97% selesai tepat waktu."
    )


def test_shares_of_services_are_said_beside_the_question_about_them_and_bring_no_counts(kept):
    write(kept, "layanan_online", service("Izin", 1, 30, 60, 45))
    found = count_suggestions(kept, UNIT, 2026, FORM, DAY)
    assert found["R.2.iii.c"].hitungan == {} and "50% pemohon lewat daring" in found["R.2.iii.c"].kalimat
    assert "75% pemohon selesai tepat waktu" in found["R.2.ii.a"].kalimat
    write(kept, "layanan_online", service("Surat", 1, None, None))
    assert "50%" in count_suggestions(kept, UNIT, 2026, FORM, DAY)["R.2.iii.c"].kalimat
