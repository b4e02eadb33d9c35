"""Stages: names become codes where they are meant, the road decides the order, and nothing is lost when it changes."""

from datetime import date, timedelta

import pytest
from registers import UNIT, add_unit
from roads import UNTIL, YEAR, add_stage

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.field_values import shown, understood
from zi_metrics.pembangunan.road import roads, stage_meant, stage_names
from zi_metrics.pembangunan.stages import DONE, OPEN, RUNNING, STAGES, count_by_stage, in_order, unit_roads
from zi_metrics.store.registers import register_rows
from zi_metrics.store.settings import ROAD, change_setting

TODAY = date(YEAR, 6, 30)
OWN = roads()["permenpanrb-90-2021"]


def road_of(store, **more):
    return unit_roads(store, YEAR, [UNIT], **more)[UNIT]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Pencanangan", "pencanangan"),
        ("2. Tahap  PEMBANGUNAN", "pembangunan"),
        ("Evaluasi meja", "desk"),
        ("pra evaluasi", "pra_evaluasi"),
        ("Penandatanganan Pakta Integritas", "pakta"),
        ("Penetapan", "penetapan"),
        ("Penetapan unit kerja", "penetapan_unit"),
        ("Penilaian TPI", "penilaian_tpi"),
        ("penilaian TPN", "penilaian_tpn"),
        # Of no road: kept as it is written.
        ("Rapat internal", "Rapat internal"),
        ("", ""),
    ],
)
def test_a_stages_name_becomes_its_code_where_it_is_meant(written, meant):
    assert stage_meant(written) == meant
    field = STAGES.field("tahap")
    value = understood(field, written, load_instrument())
    assert value == meant and shown(field, value) == stage_names().get(meant, meant)


def test_rows_stand_in_the_order_of_the_road_and_others_last(kept):
    for tahap, tahun in (("pembangunan", 2025), ("pakta", 2024), ("pencanangan", 2024), ("pembangunan", 2024)):
        add_stage(kept, tahap, tahun=tahun)
    rows = in_order(register_rows(kept, STAGES.table, [UNIT]), OWN)
    assert list(zip(rows["tahap"], rows["tahun"], strict=True)) == [
        ("pencanangan", 2024), ("pembangunan", 2024), ("pembangunan", 2025), ("pakta", 2024),
    ]  # fmt: skip


def test_every_name_of_every_road_is_the_code_that_it_has_there():
    for road in roads().values():
        for stage in road.tahap:
            assert stage_names()[stage_meant(stage.nama)] or stage.kode
            assert stage_meant(stage.kode) == stage.kode


def test_a_unit_stands_in_the_stage_begun_last_and_the_days_count_from_there(store):
    add_unit(store)
    add_stage(store, "pencanangan", mulai=date(YEAR, 1, 5), selesai=date(YEAR, 1, 5))
    add_stage(store, "pemantauan", mulai=date(YEAR, 3, 1))
    add_stage(store, "pembangunan", mulai=date(YEAR, 2, 1))
    # Planned, not begun.
    add_stage(store, "penilaian_tpi", mulai=TODAY + timedelta(days=1))
    own = road_of(store)
    assert own.standing(TODAY).kode == "pemantauan" and own.days_in(TODAY) == (TODAY - date(YEAR, 3, 1)).days
    states = {stage.kode: stage.state(TODAY) for stage in own.tahap}
    assert (states["pencanangan"], states["pembangunan"], states["penilaian_tpi"]) == (DONE, RUNNING, OPEN)
    assert [stage.kode for stage in own.tahap] == [stage.kode for stage in OWN.tahap]


def test_of_two_stages_begun_on_one_day_the_later_on_the_road_counts(store):
    add_unit(store)
    for tahap in ("pembangunan", "pencanangan"):
        add_stage(store, tahap, mulai=date(YEAR, 1, 5))
    assert road_of(store).standing(TODAY).kode == "pembangunan"


def test_another_road_keeps_dates_and_documents(store):
    add_unit(store)
    add_stage(store, "pencanangan", mulai=date(YEAR, 1, 5), dokumen="BA 1", nomor="12", saksi="Ombudsman")
    add_stage(store, "penetapan_unit", mulai=date(YEAR, 1, 9), dokumen="SK 2")
    before = road_of(store)
    assert change_setting(store, ROAD, "ringkas")
    short = road_of(store)
    assert [stage.kode for stage in short.tahap] == [stage.kode for stage in roads()["ringkas"].tahap]
    # What the other road does not have stays, and is told apart.
    assert [stage.kode for stage in short.lain] == ["penetapan_unit"] and not before.lain
    for kode in ("pencanangan", "penetapan_unit"):
        assert short.recorded[kode] == before.recorded[kode]
    change_setting(store, ROAD, OWN.kode)
    assert road_of(store) == before


def test_a_checklist_says_what_is_there_and_what_is_missing(store):
    add_unit(store)
    add_stage(store, "pencanangan", mulai=date(YEAR, 1, 5), daftar_periksa="- dipublikasikan; Spanduk dipasang")
    stage = next(one for one in road_of(store).tahap if one.kode == "pencanangan")
    assert stage.missing == ("Pakta Integritas ditandatangani", "Disaksikan pihak luar")
    assert stage.ticked[-1] == ("Spanduk dipasang", True) and ("Dipublikasikan", True) in stage.ticked


def test_what_lasts_counts_from_earlier_years_what_is_yearly_does_not(store):
    add_unit(store)
    add_stage(store, "pencanangan", tahun=YEAR - 2, mulai=date(YEAR - 2, 1, 5))
    add_stage(store, "penilaian_tpi", tahun=YEAR - 1, mulai=date(YEAR - 1, 5, 5), selesai=date(YEAR - 1, 5, 9))
    add_stage(store, "pembangunan", tahun=YEAR + 1, mulai=date(YEAR + 1, 5, 5))
    own = road_of(store)
    assert own.begun("pencanangan") == date(YEAR - 2, 1, 5)
    assert own.begun("penilaian_tpi") is None and own.begun("pembangunan") is None


@pytest.mark.parametrize(("over", "late"), [(UNTIL, False), (UNTIL + timedelta(days=1), True), (None, True)])
def test_late_is_what_was_not_over_by_the_proposals_date(store, over, late):
    add_unit(store)
    add_stage(store, "pembangunan", mulai=date(YEAR - 1, 5, 5), selesai=over)
    found = {stage.kode: stage for stage in road_of(store).late(UNTIL, TODAY)}
    assert ("pembangunan" in found) is late
    # Every other stage that must be over is nowhere recorded; what may be left out, and what follows, is never late.
    assert set(found) - {"pembangunan"} == {"pencanangan", "penetapan_unit", "pemantauan", "penilaian_tpi"}
    assert found["pemantauan"].hari == 30 and "lewat 30 hari" in found["pemantauan"].kalimat


def test_before_the_date_it_says_how_many_days_are_left_and_a_stored_assessment_is_enough(store):
    add_unit(store)
    add_stage(store, "pembangunan", mulai=date(YEAR - 1, 5, 5))
    found = road_of(store).late(UNTIL, date(YEAR, 5, 21), over=["penilaian_tpi"])
    assert "penilaian_tpi" not in {stage.kode for stage in found}
    assert all(stage.hari == -10 and "10 hari lagi" in stage.kalimat for stage in found)


def test_nothing_is_late_of_a_unit_whose_road_nobody_wrote_down(store):
    add_unit(store)
    own = road_of(store)
    assert not own.is_recorded and own.late(UNTIL, TODAY) == () and own.standing(TODAY) is None


def test_how_many_units_are_at_which_stage(store):
    for name, begun in (("Kantor A", ("pencanangan",)), ("Kantor B", ("pencanangan", "pembangunan"))):
        unit_id = add_unit(store, name)
        for place, tahap in enumerate(begun):
            add_stage(store, tahap, unit_id, mulai=date(YEAR, 1, 5 + place))
    table = count_by_stage(unit_roads(store, YEAR).values(), OWN, TODAY).set_index("kode")
    assert table.loc["pencanangan", ["di_sini", "berjalan", "belum"]].tolist() == [1, 2, 0]
    assert table.loc["pembangunan", ["di_sini", "berjalan", "belum"]].tolist() == [1, 1, 1]
    assert table["di_sini"].sum() == 2 and len(table) == len(OWN.tahap)
