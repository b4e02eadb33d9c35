"""Versions of what a person sees: they change with it, whatever writes, and with nothing else."""

import pytest
from two_units import MERGED, MINE, OTHER, WRITERS, all_rows, import_lke, scope_of, unit_of

from zi_metrics.store import tables
from zi_metrics.store.register_counts import registers_version
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.seen_versions import (
    seen_registers_version,
    seen_surveys_version,
    seen_version,
    unit_version,
)

# Neither figures nor registers: found again by their own versions, or asked each time.
UNCOUNTED = {"skenario", "pemetaan", "pengguna", "peran", "catatan_audit", "penghapusan"}


def versions(store):
    return seen_version(store), seen_registers_version(store)


def seen(store):
    """What is seen apart: (figures and what they are told with, registers)."""
    rows = {name: found for name, found in all_rows(store).items() if name not in UNCOUNTED}
    registers = {name: rows.pop(name) for name in REGISTER_TABLES}
    return rows, registers


@pytest.mark.parametrize("about", [OTHER, MERGED])
@pytest.mark.parametrize("name", WRITERS)
def test_whatever_writes_they_change_exactly_with_what_is_seen(two_units, name, about):
    people = [two_units.seen_by(scope_of(*units)) for units in ((MINE,), (OTHER,))]
    before = [(seen(one), versions(one)) for one in people]
    WRITERS[name].do(two_units, about)
    for one, (rows, said) in zip(people, before, strict=True):
        for now, then, version, earlier in zip(seen(one), rows, versions(one), said, strict=True):
            # What is everybody's (the tree) may count where nothing of it is seen.
            if now != then or WRITERS[name].of_unit:
                assert (version != earlier) == (now != then), (name, one.scope.units())


def test_who_sees_everything_has_the_whole_databases_versions(two_units):
    assert versions(two_units) == (tables.version(two_units), registers_version(two_units))


def test_a_units_version_is_the_same_whoever_asks_and_stands_still_for_others(two_units):
    mine, other = (unit_version(two_units, unit_of(unit)) for unit in (MINE, OTHER))
    assert unit_version(two_units.seen_by(scope_of(MINE)), unit_of(OTHER)) == other
    import_lke(two_units, OTHER, 8)
    assert unit_version(two_units, unit_of(MINE)) == mine
    assert unit_version(two_units, unit_of(OTHER)) != other
    import_lke(two_units, MERGED, 8)
    assert unit_version(two_units, unit_of(MINE)) != mine, "what was merged into it is its own"


def test_the_version_of_surveys_is_left_as_it_is_by_an_lke_and_by_surveys_that_are_not_seen(two_units):
    mine, other = (two_units.seen_by(scope_of(unit)) for unit in (MINE, OTHER))
    before = [seen_surveys_version(store) for store in (two_units, mine, other)]
    import_lke(two_units, MINE, 8)
    assert [seen_surveys_version(store) for store in (two_units, mine, other)] == before
    WRITERS["save_surveys"].do(two_units, OTHER)
    after = [seen_surveys_version(store) for store in (two_units, mine, other)]
    assert [now != then for now, then in zip(after, before, strict=True)] == [True, False, True]
    WRITERS["withdraw_import of a survey"].do(two_units, MERGED)
    last = [seen_surveys_version(store) for store in (two_units, mine, other)]
    assert [now != then for now, then in zip(last, after, strict=True)] == [True, True, False], "merged into mine"
