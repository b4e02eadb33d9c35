"""What is kept by unit: the same as found anew, whatever is written and whoever asks; a write makes anew one unit's."""

from datetime import date

import pandas as pd
from pandas.testing import assert_frame_equal
from two_units import MERGED, MINE, OTHER, WRITERS, YEAR, import_lke, scope_of, unit_of

from zi_metrics.lke import portfolio, portfolio_view
from zi_metrics.lke.chosen import LATEST
from zi_metrics.pembangunan import after_award, decisions, readiness
from zi_metrics.pembangunan.recommendations import recommendations
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.stages import unit_roads
from zi_metrics.pembangunan.units import units_with_work
from zi_metrics.plan.ways import nearest, ways
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.register_counts import count_rows, register_years
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.unit_tree import branch_of_units
from zi_ui import cached, cached_portfolio
from zi_ui.by_unit import rows_by_unit, values_by_unit

DAY, WBK = date(YEAR, 5, 1), "wbk"
AWARDS, ADVICE = register("setelah_predikat").table, register("rekomendasi").table


def alike(kept, found):
    """The same rows, whatever is missing being missing in one way or another; columns in any order."""
    assert set(kept.columns) == set(found.columns)
    kept = kept[found.columns]
    assert_frame_equal(kept, found, check_dtype=False, check_index_type=False)


def check(store):
    """All that is kept by unit, as this store's person has it."""
    alike(cached.assessments(store), tables.assessments(store))
    assert cached.unit_names(store) == tables.unit_names(store)
    assert cached.known_names(store) == tables.known_names(store)
    assert cached.units_with_work(store) == units_with_work(store)
    assert cached.branch_of(store) == branch_of_units(store)
    for table in (AWARDS, ADVICE):
        alike(cached.register_table(store, table), register_rows(store, table))
        assert cached.register_count(store, table, YEAR) == count_rows(store, table, YEAR)
        assert cached.years_of_register(store, table) == register_years(store, table)
    alike(cached.recommendations(store, YEAR, None, DAY), recommendations(store, YEAR, None, DAY))
    assert cached.unit_roads(store, YEAR) == unit_roads(store, YEAR)
    own = portfolio.overview(store, YEAR)
    alike(cached_portfolio.overview(store, YEAR), own)
    board = readiness.board(store, YEAR, WBK, DAY)
    assert cached_portfolio.readiness(store, YEAR, WBK, DAY) == board
    given = after_award.awards(store)
    assert cached_portfolio.awards(store) == given
    paths = ways(store, nearest(own, WBK, 9), WBK, cached.best_plan)
    assert cached_portfolio.ways(store, YEAR, LATEST, False, WBK, 9) == paths
    found = decisions.stored_decisions(store, own, board, paths, given, DAY)
    assert cached_portfolio.decisions(store, YEAR, LATEST, False, WBK, 9, DAY) == found
    wanted = portfolio_view.Wanted(YEAR, WBK, "WBK")
    rows = cached_portfolio.unit_rows(store, LATEST, False, wanted, False, False)
    past = portfolio_view.past_totals(store, own)
    assert {row["unit_id"]: row["past"] for row in rows} == {one: past.get(one, ()) for one in own["unit_id"]}


def test_what_is_kept_by_unit_is_what_is_found_anew_whatever_is_written(two_units):
    save_rows(two_units, AWARDS, [RowChange({"predikat": WBK}, unit_id=unit_of(OTHER), tahun=YEAR)])
    people = [two_units.seen_by(scope_of(*units)) for units in ((MINE,), (OTHER,), (MINE, OTHER))]
    for store in (two_units, *people):
        check(store)
    # What can be done once only, last.
    for number, writer in enumerate(sorted(WRITERS.values(), key=lambda writer: not writer.again)):
        writer.do(two_units, (OTHER, MERGED, MINE)[number % 3])
        check(people[2] if number % 4 else two_units)
    for store in (*people, two_units):
        check(store)


def test_a_write_makes_anew_what_is_told_of_its_unit_alone_and_all_share_it(two_units):
    mine, other = (two_units.seen_by(scope_of(unit)) for unit in (MINE, OTHER))
    asked = []

    def told(store, units, _tahun):
        asked.append((store.scope.units(), sorted(units)))
        return {unit: len(unit) for unit in units}

    kept, both = values_by_unit(told), sorted([unit_of(MINE), unit_of(OTHER)])
    assert kept(mine, [unit_of(MINE)], YEAR) == {unit_of(MINE): len(unit_of(MINE))}
    assert list(kept(two_units, both, YEAR)) == both
    kept(other, [unit_of(OTHER)], YEAR)
    assert asked == [(None, [unit_of(MINE)]), (None, [unit_of(OTHER)])]
    import_lke(two_units, OTHER, 8)
    kept(two_units, both, YEAR), kept(other, [unit_of(OTHER)], YEAR)
    assert asked[2:] == [(None, [unit_of(OTHER)])]
    kept(mine, both, YEAR)
    assert asked[3:] == [(mine.scope.units(), [unit_of(OTHER)])], "what is not one's own to see, as narrowly as ever"
    kept(two_units, both, YEAR + 1)
    assert asked[4:] == [(None, both)]


def test_rows_of_a_unit_that_has_none_any_more_are_gone(two_units):
    left = {unit_of(MINE): [1, 2], unit_of(OTHER): [3]}

    def told(_store, units):
        rows = [(unit, number) for unit in units for number in left.get(unit, ())]
        return pd.DataFrame(rows, columns=["unit_id", "nomor"])

    kept, both = rows_by_unit(told), [unit_of(MINE), unit_of(OTHER)]
    assert sorted(kept(two_units, both)["nomor"]) == [1, 2, 3]
    del left[unit_of(OTHER)]
    import_lke(two_units, OTHER, 8)
    assert sorted(kept(two_units, both)["nomor"]) == [1, 2]
    left.clear()
    import_lke(two_units, MINE, 8)
    assert kept(two_units, both).empty
    assert kept(two_units, []).empty


def test_who_does_not_see_a_unit_is_told_nothing_of_it(two_units):
    mine = two_units.seen_by(scope_of(MINE, **{Act.IMPOR_LKE.name: scope_of(MINE).grants[Act.LIHAT][0]}))
    check(two_units)
    assert cached_portfolio.overview_rows(mine, [unit_of(OTHER)], YEAR, LATEST).empty
    assert cached_portfolio.awards(mine, (unit_of(OTHER),)) == []


def test_register_rows_are_those_of_the_register(two_units):
    table = register("rencana_aksi").table
    kept = cached_portfolio._register_rows(two_units, table, None, YEAR)
    found = register_rows(two_units, table, None, YEAR)
    alike(*(rows.sort_values("baris_id", ignore_index=True) for rows in (kept, found)))
