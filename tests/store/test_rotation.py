"""Which backups stay: 7 daily, 5 weekly, 12 monthly; never the last good one is deleted, nor what is not ours."""

import shutil
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.store.backup import check_backup, write_backup
from zi_metrics.store.backup_folder import BY_HAND, backups, note_of
from zi_metrics.store.rotation import rotate, to_keep

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
TAKEN = st.lists(
    st.tuples(st.integers(0, 900 * 24).map(lambda hours: NOW - timedelta(hours=hours)), st.integers(1, 4)),
    min_size=1,
    max_size=80,
)


def day(moment):
    return moment.date()


def week(moment):
    # Another road than the code's: the Monday before.
    return moment.date() - timedelta(days=moment.weekday())


def month(moment):
    return moment.date().replace(day=1)


@given(TAKEN)
def test_the_newest_of_each_of_so_many_periods_stays(taken):
    kept = to_keep(taken)
    assert kept <= set(taken)
    for size, period in ((7, day), (5, week), (12, month)):
        for wanted in sorted({period(moment) for moment, _ in taken}, reverse=True)[:size]:
            assert max(one for one in taken if period(one[0]) == wanted) in kept


@given(TAKEN)
def test_the_newest_and_the_newest_of_each_schema_stay(taken):
    kept = to_keep(taken)
    assert max(taken) in kept
    assert {schema for _, schema in kept} == {schema for _, schema in taken}


@given(TAKEN)
def test_no_more_stay_than_the_periods_ask_for(taken):
    # 7 + 5 + 12, one for each of four schemas, and the three newest.
    assert len(to_keep(taken)) <= 7 + 5 + 12 + 4 + 3


def test_a_backup_a_day_for_two_years_leaves_what_was_promised():
    kept = set()
    for number in range(730):
        kept = to_keep(kept | {(NOW + timedelta(days=number), 8)})
    ages = sorted((NOW + timedelta(days=729) - moment).days for moment, _ in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len({week(moment) for moment, _ in kept if (NOW + timedelta(days=729) - moment).days < 35}) >= 5
    assert len({month(moment) for moment, _ in kept}) == 12
    assert 300 < ages[-1] < 370


def test_only_backups_of_ours_and_of_this_database_are_deleted(sample_store):
    with sample_store.cursor() as cursor:
        made = write_backup(cursor, sample_store.path, BY_HAND)
    folder = made.path.parent
    without_note = folder / f"{sample_store.path.stem}-20200101-000000-tangan.duckdb"
    without_note.write_bytes(b"disalin orang")
    # Twenty older ones of ours on one old day, and one of another database.
    for number in range(20):
        copy_of(made, folder / f"{sample_store.path.stem}-20250101-0000{number:02}-harian.duckdb", "2025-01-01", number)
    other = copy_of(made, folder / "lain-20250101-000000-harian.duckdb", "2025-01-01", 0, "/lain/lain.duckdb")
    gone = rotate(sample_store.path, folder)
    assert len(gone) == 20 - 1 - 1, "the newest of the old day stays, and another of the three newest"
    assert without_note.read_bytes() == b"disalin orang" and other.exists() and note_of(other).exists()
    assert made.path == backups(sample_store.path)[0].path and check_backup(made) == []


def test_a_note_without_its_backup_goes(sample_store):
    with sample_store.cursor() as cursor:
        made = write_backup(cursor, sample_store.path, BY_HAND)
        left = copy_of(made, made.path.with_name("contoh-20250101-000000-harian.duckdb"), "2025-01-01", 0)
        left.unlink()
        write_backup(cursor, sample_store.path, BY_HAND)
    assert not note_of(left).exists() and note_of(made.path).exists()


def copy_of(backup, path, day, second, database=None):
    """A backup of another day, as far as its note says."""
    shutil.copy(backup.path, path)
    text = note_of(backup.path).read_text(encoding="utf-8")
    text = text.replace(backup.note.waktu.isoformat(), f"{day}T00:00:{second:02}+00:00")
    if database:
        text = text.replace(backup.note.basis_data, database)
    note_of(path).write_text(text, encoding="utf-8")
    return path
