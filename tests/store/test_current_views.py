"""What counts, among versions, dates, withdrawals and mergers: the views of the store against the rule in Python."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lakes import in_a_lake

from zi_metrics.store.clock import utc_now
from zi_metrics.store.migrations import roll_back

UNITS = ("a", "b", "c", "d")
DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
# Of one unit, year and judge a version is there once.
ASSESSMENTS = st.lists(
    st.tuples(
        st.sampled_from(UNITS), st.sampled_from([2025, 2026]), st.sampled_from(["tpi", "unit"]), st.integers(1, 4)
    ),
    max_size=14,
    unique=True,
).flatmap(
    lambda keys: st.tuples(
        *(st.tuples(st.just(key), st.sampled_from(DAYS), st.integers(0, 5).map(lambda n: n == 0)) for key in keys)
    )
)
# Versions of a merger: into which unit; None takes it back.
MERGERS = st.lists(st.tuples(st.sampled_from(UNITS[1:]), st.sampled_from(["a", None])), max_size=4)
_FIRST = {"unit": "SKM", "tpi": "SPAK"}


def put(cursor, assessments, mergers):
    """The rows of one case, in an open transaction; a survey for each assessment, of periods instead of dates."""
    now = utc_now()
    for number, ((unit, tahun, penilai, versi), day, gone) in enumerate(assessments):
        own = f"uji-{number}"
        cursor.execute(
            "INSERT INTO penilaian (penilaian_id, impor_id, unit_id, tahun, penilai, instrumen, instrumen_versi, "
            "versi, per_tanggal, per_tanggal_dari, monev) VALUES (?, ?, ?, ?, ?, 'lke', 1, ?, ?, 'disebut', '')",
            [own, own, unit, tahun, penilai, versi, day],
        )
        cursor.execute(
            "INSERT INTO survei (survei_id, impor_id, unit_id, tahun, jenis, instrumen_versi, periode, versi, agregat) "
            "VALUES (?, ?, ?, ?, ?, 1, '', ?, 'tidak')",
            [own, own, unit, tahun, _FIRST[penilai], versi],
        )
        if gone:
            cursor.execute("INSERT INTO pencabutan VALUES (?, ?, 'uji', 'uji')", [own, now])
    for number, (unit, into) in enumerate(mergers, 1):
        cursor.execute("INSERT INTO gabungan VALUES (?, ?, ?, 'uji', ?)", [unit, number, into, now])


def by_hand(assessments, mergers):
    """(what counts, points in time, surveys that count), each a set of ids."""
    into = {unit: target for unit, target in dict(mergers).items() if target is not None}
    groups = {}
    for number, ((unit, tahun, penilai, versi), day, gone) in enumerate(assessments):
        if not gone:
            shown = into.get(unit, unit)
            groups.setdefault((shown, tahun, penilai), []).append((unit in into, day, versi, unit, f"uji-{number}"))
    current, points, surveys = set(), set(), set()
    for rows in groups.values():
        first = min(rows, key=lambda row: (row[0], -row[1].toordinal(), -row[2], row[3]))
        current.add(first[4])
        own = [row for row in rows if row[3] == first[3]]
        points |= {max((row for row in own if row[1] == day), key=lambda row: row[2])[4] for day in {r[1] for r in own}}
        surveys.add(min(rows, key=lambda row: (row[0], -row[2], row[3]))[4])
    return current, points, surveys


@settings(
    max_examples=4 if in_a_lake() else 60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(assessments=ASSESSMENTS, mergers=MERGERS)
def test_what_counts_is_what_the_rule_says(store, assessments, mergers):
    cursor = store._database.cursor()
    cursor.begin()
    try:
        put(cursor, assessments, mergers)
        found = []
        for view, own in (
            ("penilaian_berlaku", "penilaian_id"),
            ("penilaian_titik", "penilaian_id"),
            ("survei_berlaku", "survei_id"),
        ):
            ids = [row[0] for row in cursor.execute(f"SELECT {own} FROM {view} WHERE {own} LIKE 'uji-%'").fetchall()]
            assert len(ids) == len(set(ids)), view
            found.append(set(ids))
        assert tuple(found) == by_hand(assessments, mergers)
    finally:
        roll_back(cursor)
        cursor.close()
