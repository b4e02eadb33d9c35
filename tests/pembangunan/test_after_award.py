"""After the award: due dates at their day, surveys in the store, withdrawal, and who is reminded first."""

from datetime import date, timedelta

import pytest
from acting import acting
from registers import NAME, UNIT, add_unit
from roads import YEAR, add_award, award

from zi_metrics.pembangunan.after_award import awards, current, periods, reminders
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.whole_years import years_later

DECREE = date(2024, 12, 16)


def test_the_report_is_due_two_years_after_the_decree_or_the_last_report():
    assert award().report_due == date(2026, 12, 16)
    assert award(laporan=date(2025, 3, 1)).report_due == date(2027, 3, 1)
    # A report before the decree is about something else.
    assert award(laporan=date(2023, 3, 1)).report_due == date(2026, 12, 16)
    assert award(dicabut=date(2025, 1, 1)).report_due is None


def test_the_survey_is_due_every_year():
    assert award().survey_due == date(2025, 12, 16)
    assert award(survei=date(2026, 2, 3)).survey_due == date(2027, 2, 3)


def test_a_leap_days_year_later_is_the_28th():
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28) and years_later(date(2024, 2, 29), 4).day == 29


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 12, 16) - timedelta(days=periods().diingatkan_hari + 1), None),
        (date(2026, 12, 16) - timedelta(days=periods().diingatkan_hari), f"{periods().diingatkan_hari} hari lagi"),
        (date(2026, 12, 16), "0 hari lagi"),
        (date(2026, 12, 17), "lewat 1 hari"),
    ],
)
def test_a_report_is_reminded_of_from_so_many_days_before_until_it_is_there(today, told):
    found = [one.kalimat for one in award(survei=today).reminders(today) if "laporan" in one.kalimat]
    assert (len(found) == 1 and told in found[0]) if told else not found


def test_a_withdrawn_predicate_may_be_proposed_again_after_two_years():
    gone = award(dicabut=date(2024, 6, 30))
    assert gone.again_from == date(2026, 6, 30)
    (only,) = gone.reminders(date(2026, 6, 1))
    assert "boleh diusulkan lagi mulai 30 Juni 2026" in only.kalimat and only.hari == -29
    assert gone.reminders(date(2025, 6, 1)) == ()


def test_open_maladministration_is_told_and_none_is_not():
    today = date(2025, 1, 1)
    assert [one.kalimat for one in award(maladministrasi=2).reminders(today)] == [
        "2 pengaduan maladministrasi masih terbuka"
    ]
    assert award(maladministrasi=0).reminders(today) == () and award().reminders(today) == ()


def test_the_newest_survey_in_the_store_counts(store):
    add_unit(store)
    add_award(store, tanggal_sk=DECREE, survei_terakhir=date(2025, 2, 1))
    assert awards(store)[0].survei == date(2025, 2, 1)
    for tahun in (2024, 2025):
        new = NewSurvey(unit=NAME, tahun=tahun, jenis="skm", instrumen_versi=1, agregat="indeks", indeks=3.5)
        save_surveys(acting(store, "Ani"), [(SurveySource(f"{tahun}.csv", str(tahun)), [new])])
    assert awards(store)[0].survei == date(2025, 12, 31)


def test_of_a_unit_the_latest_decree_counts_and_the_most_pressing_stands_first(store):
    add_unit(store)
    other = add_unit(store, "Kantor Lain")
    add_award(store, tanggal_sk=date(2020, 1, 10), nomor_sk="lama")
    add_award(store, tanggal_sk=DECREE, nomor_sk="baru", predikat="wbbm")
    add_award(store, other, tanggal_sk=date(2022, 1, 10), maladministrasi=1)
    found = awards(store)
    assert {one.unit_id: one.nomor_sk for one in current(found)} == {UNIT: "baru", other: ""}
    told = reminders(found, date(YEAR, 12, 1))
    assert [one.hari for one in told] == sorted((one.hari for one in told), reverse=True)
    # The older decree's report, years late, is nobody's business any more.
    assert all("2022" not in one.kalimat for one in told if one.unit_id == UNIT)
    assert told[0].unit == "Kantor Lain"
