"""What counts in time: the latest date, whatever the order in which files come; and no point in time is ever lost."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from acting import acting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lakes import in_a_lake
from old_databases import database_as_of
from versioned import JUDGE, UNIT, YEAR, assessment, source

from zi_metrics.as_of import FROM_FILE, GUESSED, SAID, AsOf, default_date
from zi_metrics.lke.unit import find_assessment
from zi_metrics.store import tables
from zi_metrics.store.assessments import Source, save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.lineage import VersionMoved
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, merge_units, save_nodes
from zi_metrics.store.versions import restore, versions, withdraw_import

Q1, Q2, Q3 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
# The answers play no part here: one assessment under many files.
ONE = assessment(1)


def put(store, day, file=None, monev="", dari=SAID, **more):
    """Store a file of its own as of a day; gives what became of it."""
    number = file if file is not None else day.toordinal()
    content = Source(f"lke {number}.xlsx", "lampiran_iii", b"isi %d" % number)
    new = replace(ONE, per_tanggal=AsOf(day, dari, monev), **more)
    (stored,) = save_imports(acting(store, "Ani"), [(content, [new])])
    return stored


def counting(store):
    """The version that counts now, and the dates of all points."""
    rows = tables.assessments(store)
    points = tables.points_in_time(store)
    now = None if rows.empty else int(rows["versi"].item())
    return now, dict(zip([day.date() for day in points["per_tanggal"]], points["versi"], strict=True))


def listed(store):
    return versions(store, unit_key(UNIT), YEAR, JUDGE).set_index("versi")


def test_a_quarter_that_comes_late_does_not_replace_the_later_one(store):
    put(store, Q2)
    put(store, Q1)
    assert counting(store) == (1, {Q1: 2, Q2: 1})
    assert find_assessment(store, UNIT, YEAR, JUDGE).per_tanggal == Q2
    assert find_assessment(store, UNIT, YEAR, JUDGE, Q1).versi == 2
    assert find_assessment(store, UNIT, YEAR, JUDGE, Q1 - timedelta(days=1)) is None


def test_a_correction_for_the_same_date_does(store):
    put(store, Q1)
    put(store, Q2, file=1)
    put(store, Q2, file=2)
    assert counting(store) == (3, {Q1: 1, Q2: 3})


def test_the_same_file_is_new_for_another_date_only(store):
    first = put(store, Q1, file=1)
    again = put(store, Q1, file=1)
    assert first.new and not again.new and again.penilaian_id == first.penilaian_id
    assert again.per_tanggal == AsOf(Q1, SAID, "")
    assert put(store, Q2, file=1).new
    # Also where a later one counts by now.
    assert not put(store, Q1, file=1).new
    assert put(store, Q1, file=1, monev="Triwulan I").new
    assert counting(store) == (2, {Q1: 3, Q2: 2})


def test_who_says_no_date_adds_nothing_to_the_file_that_counts(store):
    put(store, Q1, file=1)
    assert not put(store, default_date(YEAR), file=1, dari=GUESSED).new
    put(store, Q2, file=2)
    assert put(store, default_date(YEAR), file=1, dari=GUESSED).new


def test_two_dates_of_one_line_may_come_together(store):
    pair = [
        (source(n), [replace(assessment(n), per_tanggal=AsOf(day, FROM_FILE, ""))]) for n, day in ((1, Q2), (2, Q1))
    ]
    assert [stored.versi for stored in save_imports(store, pair)] == [1, 2]
    assert counting(store) == (1, {Q1: 2, Q2: 1})


def test_a_restored_version_counts(store):
    first = put(store, Q1)
    put(store, Q2, monev="Triwulan II")
    again = restore(store, first.penilaian_id)
    assert again.versi == 3 and again.per_tanggal == AsOf(Q2, SAID, "Triwulan II")
    # Its own date keeps its own version.
    assert counting(store) == (3, {Q1: 1, Q2: 3})
    assert not restore(store, first.penilaian_id).new


def test_a_restored_version_of_a_later_date_keeps_it(store):
    put(store, Q1)
    late = put(store, Q3, monev="Triwulan III")
    withdraw_import(store, listed(store).loc[2, "impor_id"], "keliru")
    assert counting(store)[0] == 1
    assert restore(store, late.penilaian_id).per_tanggal == AsOf(Q3, SAID, "Triwulan III")
    assert counting(store) == (3, {Q1: 1, Q3: 3})


def test_withdrawing_goes_back_to_the_date_before(store):
    for day in (Q3, Q1, Q2):
        put(store, day)
    withdraw_import(store, listed(store).loc[1, "impor_id"], "keliru")
    assert counting(store) == (3, {Q1: 2, Q2: 3})


def test_what_was_looked_at_is_what_counts_at_the_date_that_is_saved(store):
    put(store, Q1)
    put(store, Q3)
    # Compared with version 1, which counts on Q2; that version 2 counts by now is no objection.
    assert put(store, Q2, terlihat=1).versi == 3
    with pytest.raises(VersionMoved, match="kini berlaku versi 3"):
        put(store, Q2, file=9, terlihat=1)
    with pytest.raises(VersionMoved, match="dicabut"):
        put(store, Q1 - timedelta(days=1), file=8, terlihat=1)


def test_of_merged_units_only_the_shown_ones_points_are_points(store):
    put(store, Q1)
    put(store, Q3, unit="Unit Lama")
    put(store, Q2, unit="Unit Lama")
    put(store, Q2, unit="Unit Lama", penilai="unit")
    save_nodes(store, [TreeNode(UNIT, "unit"), TreeNode("Unit Lama", "unit")])
    merge_units(store, unit_key("Unit Lama"), unit_key(UNIT))
    points = tables.points_in_time(store)
    shown = [(p.penilai, p.per_tanggal.date()) for p in points.itertuples()]
    assert shown == [(JUDGE, Q1), ("unit", Q2)]
    assert (points["unit_id"] == unit_key(UNIT)).all()


DAYS = [date(2026, 1, 31) + timedelta(days=30 * n) for n in range(5)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["impor", "impor", "impor", "cabut", "pulihkan"]), st.sampled_from(DAYS), st.integers(0, 9)
    ),
    min_size=1,
    max_size=9,
)


# Each is some twenty writes and readings, which take very long over a lake.
@settings(
    max_examples=2 if in_a_lake() else 25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_order_of_events_makes_anything_but_the_latest_date_count_and_no_point_is_lost(steps, empty_file, tmp_path):
    path = tmp_path / "urutan.duckdb"
    shutil.copy(empty_file, path)
    store = Store(path)
    try:
        # By hand: version -> (date, withdrawn, the version it was copied from).
        told = {}
        for file, (what, day, pick) in enumerate(steps):
            ids = listed(store)["penilaian_id"] if told else {}
            known = sorted(told)
            if what == "impor":
                versi = put(store, day, file=file).versi
                told[versi] = [day, False, None]
            elif known and what == "cabut":
                chosen = known[pick % len(known)]
                withdraw_import(store, listed(store).loc[chosen, "impor_id"], "keliru")
                told[chosen][1] = True
            elif known:
                chosen = known[pick % len(known)]
                now = latest(told)
                new = restore(store, ids[chosen])
                if new.new:
                    own = told[chosen][0]
                    told[new.versi] = [max(own, told[now][0]) if now else own, False, chosen]
            now, points = counting(store)
            standing = {v: day for v, (day, gone, _) in told.items() if not gone}
            assert now == latest(told)
            assert points == {day: max(v for v, d in standing.items() if d == day) for day in set(standing.values())}
            assert set(listed(store).index) == set(told), "every version stays listed"
    finally:
        store.close()
        path.unlink()


def latest(told):
    """The version of the latest date, of these the highest; None where all are withdrawn."""
    standing = [(day, versi) for versi, (day, gone, _) in told.items() if not gone]
    return max(standing)[1] if standing else None


# Databases from before


@pytest.mark.file
def test_what_is_stored_already_is_dated_by_its_import_and_goes_on_counting(three_versions, tmp_path):
    path = tmp_path / "lama.duckdb"
    database_as_of(12, three_versions, path)
    with duckdb.connect(str(path)) as old:
        # The second version's clock went wrong; the first judged year is long over.
        old.execute("UPDATE impor SET waktu = TIMESTAMP '2026-05-04 23:30:00'")
        old.execute(
            "UPDATE impor SET waktu = TIMESTAMP '2026-02-03 04:00:00' WHERE impor_id IN "
            "(SELECT impor_id FROM penilaian WHERE versi = 2)"
        )
        old.execute("UPDATE penilaian SET tahun = 2024 WHERE unit_id = ?", [unit_key("Unit Lain")])
        before = set(old.execute("SELECT penilaian_id FROM penilaian_berlaku").fetchall())
    migrated = Store(path)
    with migrated.cursor() as cursor:
        rows = cursor.execute(
            "SELECT unit_id, penilai, versi, per_tanggal, per_tanggal_dari, monev FROM penilaian ORDER BY ALL"
        ).fetchall()
        after = set(cursor.execute("SELECT penilaian_id FROM penilaian_berlaku").fetchall())
    migrated.close()
    dates = {(unit, judge, versi): day for unit, judge, versi, day, *_ in rows}
    assert after == before and {row[4:] for row in rows} == {(GUESSED, "")}
    assert [dates[unit_key(UNIT), JUDGE, v] for v in (1, 2, 3)] == [date(2026, 5, 4)] * 3
    assert dates[unit_key("Unit Lain"), JUDGE, 1] == date(2024, 12, 31)


def test_the_table_of_points_has_the_columns_of_assessments(store):
    put(store, Q1)
    columns = list(tables.ASSESSMENT_COLUMNS)
    assert tables.points_in_time(store).columns.tolist() == tables.assessments(store).columns.tolist() == columns
    assert tables.points_in_time(store, ["tidak ada"]).empty
    pd.testing.assert_frame_equal(tables.points_in_time(store, [unit_key(UNIT)]), tables.assessments(store))
