"""nilai_tertinggi is stored with every assessment, also with those that were stored before there was such a column."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import made_up
import numpy as np
import oracle
import pytest
from assessments import save_values
from lakes import looked_into
from old_databases import BEFORE_HIGHEST, database_as_of
from places import ROOT

from zi_metrics.instruments import library
from zi_metrics.instruments.library import INSTRUMENTS, instruments_in_use, load_instrument
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

RAWS = {path.stem: oracle.raw(path) for path in INSTRUMENTS.glob("*.yaml")}


def random_values(instrument, rng):
    """Values that an instrument's questions may have, the more of them open the less is known."""
    values = {}
    blank = rng.choice([0, 0.1, 0.5, 0.95, 1])
    for question in instrument.questions():
        scale = instrument.scale_of(question)
        known = list(getattr(scale, "pilihan", {}).values()) or [0.0, 0.25, 0.913, 1.0]
        values[question.kode] = None if rng.random() < blank else float(rng.choice(known))
    return values


def fill(store, seed, each=6):
    """Assessments of every instrument; gives unit -> (code of the instrument, values)."""
    rng, saved = np.random.default_rng(seed), {}
    for instrument in instruments_in_use():
        for number in range(each):
            unit = f"{instrument.kode} {number}"
            saved[unit] = (instrument.kode, random_values(instrument, rng))
            save_values(store, unit, 2031, "tpi", saved[unit][1], instrument)
    return saved


def by_unit(store):
    """Unit -> its nodes' nilai_tertinggi as stored."""
    known = tables.assessments(store).set_index("penilaian_id")["unit"]
    scores = tables.node_scores(store, list(known.index))
    return {known[key]: group.set_index("kode")["nilai_tertinggi"] for key, group in scores.groupby("penilaian_id")}


def assert_as_walked(store, saved, raws=RAWS):
    """Every stored figure is what the plain walk of the instrument's file gives, of nodes and of questions."""
    stored = by_unit(store)
    assert stored.keys() == saved.keys()
    for unit, (kode, values) in saved.items():
        walked = {n["kode"]: oracle.nilai_tertinggi(n, values) for n in oracle.all_nodes(raws[kode])}
        assert {k: stored[unit][k] for k in walked} == pytest.approx(walked, abs=1e-9)
        for node in oracle.all_nodes(raws[kode]):
            for q in node.get("pertanyaan", []):
                value = 1.0 if values[q["kode"]] is None else values[q["kode"]]
                worth = node["bobot"] / len(node["pertanyaan"])
                assert stored[unit][q["kode"]] == pytest.approx(value * worth, abs=1e-9)


def test_what_is_imported_now_has_it(store, instruments):
    assert_as_walked(store, fill(store, 1), instruments)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_stored_before_gets_it_of_every_instrument(tmp_path, instruments, seed):
    now = Store(tmp_path / "kini.duckdb")
    saved = fill(now, seed)
    imported = by_unit(now)
    now.close()
    columns = database_as_of(BEFORE_HIGHEST, tmp_path / "kini.duckdb", tmp_path / "lama.duckdb")
    assert "nilai_tertinggi" not in columns["nilai_simpul"]
    migrated = Store(tmp_path / "lama.duckdb")
    assert_as_walked(migrated, saved, instruments)
    # And so it equals what an import gives.
    for unit, figures in by_unit(migrated).items():
        assert figures.to_dict() == pytest.approx(imported[unit].to_dict(), abs=1e-9)
    migrated.close()


def test_the_samples_are_judged_the_same_after_migrating(sample_path, tmp_path):
    now = Store(sample_path)
    chosen = tables.assessments(now)
    expected = gates_of(now, chosen)
    now.close()
    database_as_of(BEFORE_HIGHEST, sample_path, tmp_path / "lama.duckdb")
    migrated = Store(tmp_path / "lama.duckdb")
    ours = gates_of(migrated, chosen)
    assert ours["putusan"].tolist() == expected["putusan"].tolist()
    for column in ("nilai", "nilai_tertinggi", "kurang_pasti"):
        assert ours[column].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-9)
    migrated.close()


@pytest.mark.parametrize("left", [{}, {made_up.KODE: "kode: ["}], ids=["missing", "broken"])
def test_an_instrument_that_is_not_there_is_no_obstacle_and_is_caught_up_with(tmp_path, monkeypatch, instruments, left):
    whole = library.INSTRUMENTS
    now = Store(tmp_path / "kini.duckdb")
    saved = fill(now, 5)
    now.close()
    database_as_of(BEFORE_HIGHEST, tmp_path / "kini.duckdb", tmp_path / "lama.duckdb")
    made_up.use_with(tmp_path / "tanpa", monkeypatch, **left)

    migrated = Store(tmp_path / "lama.duckdb")
    stored = by_unit(migrated)
    empty = {unit for unit, figures in stored.items() if figures.isna().any()}
    assert empty == {unit for unit, (kode, _) in saved.items() if kode == made_up.KODE}
    assert all(stored[unit].isna().all() for unit in empty)
    others = {unit: figures for unit, figures in saved.items() if unit not in empty}
    unit, (kode, values) = next(iter(others.items()))
    report = unit_report(migrated, find_assessment(migrated, unit, 2031))
    highest = sum(oracle.nilai_tertinggi(component, values) for component in instruments[kode]["komponen"])
    assert report.verdict.total_tertinggi == pytest.approx(highest)
    migrated.close()

    monkeypatch.setattr(library, "INSTRUMENTS", whole)
    opened = Store(tmp_path / "lama.duckdb")
    assert_as_walked(opened, saved, instruments)
    opened.close()


def test_assessments_by_an_earlier_version_of_an_instrument_are_filled_by_that_one(tmp_path, monkeypatch, instruments):
    now = Store(tmp_path / "kini.duckdb")
    old = load_instrument(made_up.KODE)
    values = dict.fromkeys([q.kode for q in old.questions()])
    save_values(now, "Lama", 2031, "tpi", values, old)
    now.close()
    database_as_of(BEFORE_HIGHEST, tmp_path / "kini.duckdb", tmp_path / "lama.duckdb")
    # In the version in use, the quay weighs less.
    newer = made_up.TEXT.replace("versi: 3", "versi: 4").replace("total: 250", "total: 240")
    newer = newer.replace("bobot: 70", "bobot: 60").replace("bobot: 110", "bobot: 100")
    made_up.use_with(tmp_path / "kemudian", monkeypatch, **{f"{made_up.KODE}.v3": made_up.TEXT, made_up.KODE: newer})
    migrated = Store(tmp_path / "lama.duckdb")
    assert load_instrument(made_up.KODE).versi == 4
    assert by_unit(migrated)["Lama"][["K1", "K1.X", "K1.X.1"]].tolist() == pytest.approx([110, 70, 70 / 3])
    migrated.close()


def test_migrated_rows_keep_every_other_figure(sample_path, tmp_path):
    columns = database_as_of(BEFORE_HIGHEST, sample_path, tmp_path / "lama.duckdb")
    kept = ", ".join(columns["nilai_simpul"])
    question = f"SELECT {kept} FROM nilai_simpul ORDER BY ALL"
    with duckdb.connect(str(tmp_path / "lama.duckdb")) as old:
        before = old.execute(question).fetchall()
    Store(tmp_path / "lama.duckdb").close()
    with looked_into(tmp_path / "lama.duckdb") as migrated:
        assert migrated.execute(question).fetchall() == before


# Another process migrates it: a file.
@pytest.mark.file
@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0])
def test_a_migration_killed_at_any_moment_leaves_the_old_or_the_new_whole(large_old_database, tmp_path, share):
    path = tmp_path / "uji.duckdb"
    path.write_bytes(large_old_database.read_bytes())
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from zi_metrics.store.connection import Store\n"
        "import zi_metrics.lke.portfolio\n"
        "print('mulai', flush=True)\n"
        "Store(Path(sys.argv[1]))\n"
        "print('selesai', flush=True)\n"
        "sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "mulai\n"
    time.sleep(share * _needed(large_old_database))
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()
    with duckdb.connect(str(path)) as left:
        numbers = [row[0] for row in left.execute("SELECT nomor FROM migrasi ORDER BY 1").fetchall()]
        columns = {row[0] for row in left.execute("DESCRIBE nilai_simpul").fetchall()}
        has_it = BEFORE_HIGHEST + 1 in numbers
        assert has_it == ("nilai_tertinggi" in columns)
        if has_it:
            assert left.execute("SELECT count(*) FROM nilai_simpul WHERE nilai_tertinggi IS NULL").fetchone() == (0,)
    opened = Store(path)
    with opened.cursor() as cursor:
        rows, filled = cursor.execute("SELECT count(*), count(nilai_tertinggi) FROM nilai_simpul").fetchone()
    opened.close()
    with duckdb.connect(str(large_old_database), read_only=True) as old:
        assert (rows, filled) == old.execute("SELECT count(*), count(*) FROM nilai_simpul").fetchone()


_TIMES: dict[Path, float] = {}


def _needed(database):
    """Seconds that bringing a copy of this database along takes here and now; measured once."""
    if database not in _TIMES:
        copy = database.with_name("ukur.duckdb")
        copy.write_bytes(database.read_bytes())
        start = time.perf_counter()
        Store(copy).close()
        _TIMES[database] = time.perf_counter() - start
    return _TIMES[database]
