"""A lake tells which tables were written to, by whichever server; where it cannot tell, all of them count as such."""

from datetime import timedelta

from versioned import save

from zi_metrics.store.lake_care import tidy
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.settings import change_setting
from zi_metrics.store.table_marks import marks_of

HERE = ("impor", "survei", "unit_kerja", "pengaturan", "prasyarat_instansi", *REGISTER_TABLES)


def marks(store):
    return dict(zip(HERE, marks_of(store, *HERE), strict=True))


def changed(before, after):
    return {table for table in HERE if before[table] != after[table]}


def test_only_what_another_server_wrote_to_is_marked_anew(two_servers):
    looking, writing = two_servers
    save(writing, 0)
    first = marks(looking)
    save(writing, 1)
    second = marks(looking)
    assert changed(first, second) == {"impor"}
    change_setting(writing, "uji", "satu")
    third = marks(looking)
    assert changed(second, third) == {"pengaturan"}
    save(writing, 0, unit="Unit Baru")
    assert changed(third, marks(looking)) == {"impor", "unit_kerja"}
    assert marks(looking) == marks(looking)


def test_where_states_were_let_go_unseen_everything_counts_as_written_to(two_servers):
    looking, writing = two_servers
    save(writing, 0)
    before = marks(looking)
    save(writing, 1)
    assert tidy(writing, kept=timedelta(0))
    assert changed(before, marks(looking)) == set(HERE)


def test_what_is_said_in_unknown_words_is_said_of_everything(two_servers, monkeypatch):
    looking, writing = two_servers
    save(writing, 0)
    before = marks(looking)
    save(writing, 1)
    monkeypatch.setattr("zi_metrics.store.lake_marks._CHANGES", "SELECT snapshot_id, MAP {'baru': ['x.y']} FROM "
                        "ducklake_snapshots('zi') WHERE snapshot_id > ?")  # fmt: skip
    assert changed(before, marks(looking)) == set(HERE)


def test_a_catalog_that_has_come_less_far_is_another_one(two_servers):
    looking, writing = two_servers
    save(writing, 0)
    before = marks(looking)
    looking._database._marks._seen += 5
    save(writing, 1)
    assert changed(before, marks(looking)) == set(HERE)
