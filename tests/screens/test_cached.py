"""What screens keep: found again by what was asked, stale with the store, a copy for everyone, open after closing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from assessments import INSTRUMENT, save_values
from registers import ACTIONS

from zi_metrics.lke.unit import counted_at, find_assessment
from zi_metrics.outlook.unit import outlook
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store import tables
from zi_metrics.store.connection import Store, close_store, open_store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key
from zi_metrics.surveys.parts import find_comments
from zi_ui import cached, cached_portfolio, cached_surveys

CODES = [question.kode for question in INSTRUMENT.questions()]
UNIT, YEAR = "Contoh 11 – Sekolah", 2026


def test_an_answer_is_kept_until_the_store_changes_and_that_of_what_never_changes_longer(store, counting):
    by_version, by_store, calls = counting
    for _ in range(2):
        by_version(store, "a"), by_store(store, "b")
    assert calls == ["a", "b"]
    save_values(store, "Kantor Uji", 2026, "tpi", dict.fromkeys(CODES, 0.5))
    by_version(store, "a"), by_store(store, "b")
    assert calls == ["a", "b", "a"]


def test_another_database_is_another_answer(store, counting, tmp_path):
    by_version, by_store, calls = counting
    other = Store(tmp_path / "lain.duckdb")
    for each in (store, other):
        by_version(each, "a"), by_store(each, "a")
    assert calls == ["a"] * 4
    other.close()


def test_people_of_different_scopes_share_no_answer_and_those_of_one_scope_do(store, counting):
    def seen_by(name, *units):
        extent = Extent(frozenset(units) if units else None)
        return store.seen_by(Scope(Person(f"{name}@instansi.test", name), {Act.LIHAT: (extent,)}))

    by_version, by_store, calls = counting
    for each in (
        seen_by("ani", "satu"),
        seen_by("budi", "dua"),
        seen_by("citra", "satu", "dua"),
        seen_by("dewi"),
        store,
    ):
        by_version(each, "a"), by_store(each, "b")
    assert calls == ["a", "b"] * 5
    by_version(seen_by("eka", "satu"), "a"), by_store(seen_by("fajar", "dua", "satu"), "b")
    assert calls == ["a", "b"] * 5, "who it is makes no difference, only what they see"
    by_version(store.seen_by(store.scope.within(["satu"])), "a")
    assert len(calls) == 11, "a branch that was chosen is another scope"


def test_what_one_person_was_shown_is_not_shown_to_another(store):
    for unit in ("Kantor Satu", "Kantor Dua"):
        save_values(store, unit, 2026, "tpi", dict.fromkeys(CODES, 0.5))
    for unit in ("Kantor Satu", "Kantor Dua", "Kantor Satu"):
        extent = Extent(frozenset({unit_key(unit)}))
        theirs = store.seen_by(Scope(Person("ani", "Ani"), {Act.LIHAT: (extent,)}))
        assert cached.assessments(theirs)["unit"].tolist() == [unit]
        assert cached_portfolio.overview(theirs, 2026)["unit"].tolist() == [unit]
    assert len(cached.assessments(store)) == 2


def test_instruments_gates_and_settings_count_by_what_they_are(store, counting):
    _, kept, calls = counting
    wbk, wbbm = (gate_system(INSTRUMENT, name) for name in ("wbk", "wbbm"))
    area = gate_system(INSTRUMENT, "wbk", 4)
    assert area.gates and area.gates != wbk.gates
    settings = [
        PlanSettings(),
        PlanSettings(hitungan={"B.I.a": {"x": 7.0}}),
        PlanSettings(kunci=frozenset({"P.1", "P.2"})),
    ]
    asked = [INSTRUMENT, wbk, wbbm, area, *settings]
    for what in asked:
        kept(store, what)
        kept(store, what)
    kept(store, replace(wbk))
    kept(store, PlanSettings(kunci=frozenset(["P.2", "P.1"])))
    assert len(calls) == len(asked)


def test_whoever_gets_an_answer_gets_a_copy_of_his_own_with_the_one_instrument(sample_store):
    table = cached.assessments(sample_store)
    unit_id = table.iloc[0]["unit_id"]
    table.loc[:, "unit"] = "diubah"
    assert "diubah" not in set(cached.assessments(sample_store)["unit"])
    for _ in range(2):
        assert cached.sides(sample_store, unit_id, 2026).instrument is INSTRUMENT


def test_a_kept_report_on_a_survey_can_be_asked_further_after_closing_its_database(sample_path):
    for again in (False, True):
        store = open_store(sample_path)
        report = cached_surveys.survey_report(store, UNIT, YEAR, "spkp")
        assert report.interval is not None and len(report.gates) == 2
        assert len(find_comments(store, report)) == cached_surveys.comment_count(store, report) > 0
        assert set(cached_surveys.service_intervals(store, report)) <= set(report.services)
        # What was not asked before is read now.
        dimension = "periode" if again else "layanan"
        assert len(cached_surveys.breakdown(store, report, dimension)) > 1
        close_store(sample_path)


def test_a_units_chance_is_the_same_for_who_sees_one_unit_and_for_who_sees_all(sample_store):
    assessment = find_assessment(sample_store, UNIT, YEAR, "unit")
    extent = (Extent(frozenset([assessment.unit_id])),)
    mine = sample_store.seen_by(Scope(Person("ani@instansi.test", "Ani", "layar"), {Act.LIHAT: extent}))
    # Computed anew for both: what is kept would be the same for whoever asks second.
    found = [outlook(store, assessment) for store in (sample_store, mine)]
    assert found[0] is not None and found[0] == found[1]
    assert len(tables.unit_names(mine)) == 1, "only one unit is seen"


@pytest.mark.parametrize("page", ["ringkasan", "unit_kerja", "pokja", "survei", "rencana", "kesiapan", "pekerjaan"])
def test_a_page_that_is_drawn_again_asks_nothing_of_the_store(app, sample_path, monkeypatch, page):
    test, asked, cursor = app(sample_path, page).run(), [], Store.cursor

    def counted(store):
        asked.append(page)
        return cursor(store)

    monkeypatch.setattr(Store, "cursor", counted)
    # Over a lake each question costs as much as half a page.
    assert not test.run().exception and asked == []


def seeing(store, *units):
    extent = Extent(frozenset(unit_key(unit) for unit in units))
    return store.seen_by(Scope(Person("ani@instansi.test", "Ani"), {Act.LIHAT: (extent,)}))


def test_an_answer_about_a_unit_is_shared_by_all_who_see_it_until_it_changes_itself(store, counting_units):
    about_unit, calls = counting_units
    for unit in ("Kantor Satu", "Kantor Dua"):
        save_values(store, unit, 2026, "tpi", dict.fromkeys(CODES, 0.5))
    unit_id = unit_key("Kantor Satu")
    alone, both = seeing(store, "Kantor Satu"), seeing(store, "Kantor Satu", "Kantor Dua")
    for each in (alone, both, store):
        about_unit(each, unit_id)
    assert len(calls) == 1
    save_values(store, "Kantor Dua", 2026, "unit", dict.fromkeys(CODES, 0.5))
    about_unit(alone, unit_id)
    assert len(calls) == 1, "another unit's import"
    save_values(store, "Kantor Satu", 2026, "unit", dict.fromkeys(CODES, 0.5))
    about_unit(both, unit_id)
    assert len(calls) == 2
    save_rows(store, ACTIONS.table, [RowChange({"rencana": "Menyusun SOP"}, unit_id=unit_id, tahun=2026)])
    about_unit(alone, unit_id)
    assert len(calls) == 3, "a row of a register of the unit"


def test_who_does_not_see_a_unit_is_told_nothing_that_was_kept_for_others(store):
    save_values(store, "Kantor Satu", 2026, "tpi", dict.fromkeys(CODES, 0.5))
    save_values(store, "Kantor Dua", 2026, "tpi", dict.fromkeys(CODES, 0.5))
    unit_id = unit_key("Kantor Satu")
    assert cached.sides(store, unit_id, 2026) is not None and len(cached.history(store, unit_id)) == 1
    other = seeing(store, "Kantor Dua")
    assert cached.sides(other, unit_id, 2026) is None and cached.history(other, unit_id).empty
    assert cached.report(other, "Kantor Satu", 2026, "tpi") is None
    assert cached.report(seeing(store, "Kantor Satu"), "Kantor Satu", 2026, "tpi") is not None


def test_what_counted_at_a_date_is_what_the_points_in_time_say(tmp_path):
    store = open_store(tmp_path / "titik.duckdb")
    days = [date(2026, month, 10) for month in (2, 5, 8)]
    for place, day in enumerate((days[2], days[0], days[1], days[0])):
        save_values(store, "Kantor Uji", 2026, "unit", dict.fromkeys(CODES, place / 4), day=day)
    unit_id = unit_key("Kantor Uji")
    points = tables.points_in_time(store, [unit_id])
    asked = [None, date(2026, 1, 1), *days, *(day + timedelta(1) for day in days)]
    about = unit_id, 2026, "unit"
    found = [cached.counted_at(store, *about, day) for day in asked]
    assert found == [counted_at(points, *about, day) for day in asked]
    assert [one and one.versi for one in found] == [1, None, 4, 3, 1, 4, 3, 1]
    close_store(store.path)
