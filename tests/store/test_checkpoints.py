"""Whoever is killed while the log of changes is folded into the file leaves a database that opens, with all in it."""

import subprocess
import sys

import duckdb
import pytest
from moments import BLOCK, HEAD, NAME
from places import ROOT
from versioned import save

from zi_metrics.care.verification import verify_store
from zi_metrics.store import checkpoints
from zi_metrics.store.checkpoints import Checkpoints, is_whole, kept_blocks, put_back
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import contents
from zi_metrics.store.file_format import NEW_FILES
from zi_metrics.store.restore import begin_empty

pytestmark = [pytest.mark.file, pytest.mark.skipif(checkpoints.fcntl is None, reason="copies nothing on this system")]


def opened(path, wanted):
    """Open a database and see that all is there, whole, and that life goes on."""
    store = Store(path)
    try:
        assert not verify_store(store).kerusakan
        with store.cursor() as cursor:
            assert contents(cursor) == wanted
        save(store, 9, unit="Unit Sesudahnya")
    finally:
        store.close()


def test_a_block_of_metadata_torn_at_any_page_is_put_back(moments, tmp_path):
    cases = [(moment, at, page) for moment in moments for at in moment.metadata() for page in moment.cuts(at)]
    assert len(cases) > 10, "else the test tests nothing: DuckDB writes over no block in use any more"
    path = tmp_path / NAME
    for moment, at, page in cases:
        path.write_bytes(moment.torn(at, page))
        kept_blocks(path).write_bytes(moment.copies)
        assert put_back(path)
        assert path.read_bytes() == moment.before
        assert not put_back(path)


def test_a_block_that_is_whole_is_left_as_it_is(moments, tmp_path):
    """The head may be that of a copy that went on by itself elsewhere; what is whole needs no mending."""
    path = tmp_path / NAME
    for moment in moments:
        path.write_bytes(moment.all_but_the_head())
        kept_blocks(path).write_bytes(moment.copies)
        assert not put_back(path) and path.read_bytes() == moment.all_but_the_head()


def test_checksums_are_reckoned_as_duckdb_does(moments):
    places = range(HEAD, len(moments[-1].after), BLOCK)
    blocks = [moments[-1].after[at : at + BLOCK] for at in places]
    assert len(blocks) > 3 and all(map(is_whole, blocks))
    assert not any(is_whole(block[:-1] + b"x") for block in blocks)


def test_what_a_kill_leaves_opens_with_all_that_was_confirmed(moments, tmp_path):
    for number, moment in enumerate(moments):
        files = [moment.all_but_the_head()]
        for at in moment.changed():
            cuts = moment.cuts(at)
            files += [moment.torn(at, page) for page in {*cuts[:1], *cuts[len(cuts) // 2 :][:1], *cuts[-1:]}]
        for case, file in enumerate(files):
            opened(moment.lay(tmp_path / f"{number}-{case}", file), moment.stored)


def test_without_the_copies_it_would_be_lost(moments, tmp_path):
    """Once this fails, DuckDB has learnt it, and the copies may go."""
    moment = moments[-1]
    refused = 0
    for at in moment.metadata():
        for page in moment.cuts(at):
            path = moment.lay(tmp_path / f"{at}-{page}", moment.torn(at, page), copies=False)
            try:
                duckdb.connect(str(path), config=NEW_FILES).close()
            except duckdb.Error:
                refused += 1
    assert refused


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999999])
def test_copies_that_are_half_written_touch_nothing(moments, share, tmp_path):
    moment = moments[1]
    path = moment.lay(tmp_path / "a", moment.before)
    # What an earlier checkpoint left stands behind what was written of the new ones.
    cut = int(len(moment.copies) * share)
    kept_blocks(path).write_bytes(moment.copies[:cut] + moments[0].copies[cut:])
    assert not put_back(path)
    kept_blocks(path).write_bytes(moment.copies[:cut])
    assert not put_back(path)
    opened(path, moment.stored)


def test_copies_of_a_checkpoint_that_was_finished_touch_nothing(moments, tmp_path):
    moment = moments[2]
    path = moment.lay(tmp_path / "a", moment.after)
    assert not put_back(path) and path.read_bytes() == moment.after
    (tmp_path / "a" / f"{NAME}.wal").unlink()
    opened(path, moment.stored)


def test_copies_of_another_file_touch_nothing(moments, tmp_path):
    path = tmp_path / NAME
    Store(path).close()
    there = path.read_bytes()
    kept_blocks(path).write_bytes(moments[0].copies)
    assert not put_back(path) and path.read_bytes() == there


def test_a_file_that_is_in_use_is_left_alone(moments, tmp_path):
    moment = moments[0]
    at = moment.metadata()[0]
    path = moment.lay(tmp_path / "a", moment.torn(at, moment.cuts(at)[0]))
    torn = path.read_bytes()
    holds = (
        "import fcntl, sys; f = open(sys.argv[1], 'rb+'); fcntl.lockf(f, fcntl.LOCK_EX); print('siap', flush=True); "
        "sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holds, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "siap\n"
        assert not put_back(path) and path.read_bytes() == torn
    finally:
        other.communicate("")
    assert put_back(path)


def test_duckdb_makes_no_checkpoint_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(Checkpoints, "fold_in", lambda self, cursor: None)
    path = tmp_path / NAME
    Store(path).close()
    store = Store(path)
    head = path.read_bytes()[:HEAD]
    with store.transaction() as cursor:
        cursor.execute("CREATE TABLE besar AS SELECT i, md5(i::VARCHAR) AS isi FROM range(10) r(i)")
        # More than DuckDB would leave in a log: it would fold it in at the commit.
        for _ in range(40):
            cursor.execute("INSERT INTO besar SELECT i, repeat(md5(i::VARCHAR), 20) FROM range(2000) r(i)")
        cursor.execute("CREATE TABLE banyak AS SELECT i, md5(i::VARCHAR) AS isi FROM range(500000) r(i)")
    assert path.with_name(f"{NAME}.wal").stat().st_size > 16 * 2**20
    store.close()
    assert path.read_bytes()[:HEAD] == head
    again = Store(path)
    with again.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM besar").fetchone() == (80_010,)
        assert cursor.execute("SELECT count(*) FROM banyak").fetchone() == (500_000,)
    again.close()


def test_a_checkpoint_that_fails_keeps_the_copies_until_it_was_put_right(tmp_path):
    path = tmp_path / NAME
    store = Store(path)
    save(store, 1)
    with store.cursor() as cursor:
        cursor.execute("SET debug_checkpoint_abort = 'before_header'")
    save(store, 2)
    assert kept_blocks(path).exists()
    store.close()
    assert kept_blocks(path).exists(), "the file is still to be read by its old head"
    again = Store(path)
    with again.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM penilaian").fetchone() == (2,)
    assert not verify_store(again).kerusakan
    again.close()
    assert not kept_blocks(path).exists()


def test_a_full_disk_leaves_what_is_stored_in_the_log(tmp_path, monkeypatch):
    path = tmp_path / NAME
    store = Store(path)
    save(store, 1)
    folded = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints.os, "fsync", full)
    save(store, 2)
    assert path.read_bytes() == folded
    store.close()
    monkeypatch.undo()
    again = Store(path)
    with again.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM penilaian").fetchone() == (2,)
    again.close()


def test_the_file_stays_locked_after_a_checkpoint(tmp_path):
    path = tmp_path / NAME
    store = Store(path)
    save(store, 1)
    opens = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    tried = subprocess.run([sys.executable, "-c", opens, str(path)], cwd=ROOT, capture_output=True, text=True)
    store.close()
    assert tried.returncode and "lock" in tried.stderr


def test_copies_are_for_their_owner_alone_and_gone_after_the_database_is_closed(tmp_path):
    path = tmp_path / NAME
    store = Store(path)
    save(store, 1)
    assert kept_blocks(path).stat().st_mode & 0o777 == 0o600
    store.close()
    assert {file.name for file in tmp_path.iterdir()} == {NAME, f"{NAME}.penanda"}


def test_a_restore_puts_the_copies_aside_with_the_file_that_they_belong_to(moments, tmp_path):
    moment = moments[1]
    at = moment.metadata()[0]
    path = moment.lay(tmp_path / "a", moment.torn(at, moment.cuts(at)[0]))
    done = begin_empty(path)
    assert {file.name for file in done.aside.iterdir()} == {NAME, f"{NAME}.wal", f"{NAME}.blok"}
    store = Store(path)
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM penilaian").fetchone() == (0,)
    store.close()
    opened(done.aside / NAME, moment.stored)
