"""The trail has one row for each thing that was changed, and none for what was not; whatever is done to it is found."""

import json
import threading
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lakes import in_a_lake
from trails import TRAIL_LENGTH
from two_units import MINE, OTHER, WRITERS, YEAR, file_of, import_lke, unit_of
from versioned import assessment

from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.scope import Act, Person, everything
from zi_metrics.store import audit
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.audit import COLUMNS
from zi_metrics.store.erasure import erase_import
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.scenarios import discard_scenario, save_scenario
from zi_metrics.store.versions import restore, withdraw_import

SARI = Person("sari@instansi.test", "Sari", "layar")
# What an erasure empties, so that it may be empty.
CONTENT = ("objek", "nama_berkas", "sha256", "sebelum", "sesudah", "garam")


def trail(store, since=0):
    """The rows after a number."""
    with store.cursor() as cursor:
        query = f"SELECT {', '.join(COLUMNS)} FROM catatan_audit WHERE nomor > ? ORDER BY nomor"
        return [
            SimpleNamespace(**dict(zip(COLUMNS, row, strict=True))) for row in cursor.execute(query, [since]).fetchall()
        ]


def chain(store):
    with store.cursor() as cursor:
        return audit.check(cursor)


def said(text):
    return None if text is None else json.loads(text)


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_leaves_one_row_for_each_thing_and_none_when_done_again(two_units, name):
    writer, store = WRITERS[name], two_units.seen_by(everything(SARI))
    known, begun = len(trail(store)), datetime.now(UTC).replace(tzinfo=None)
    writer.do(store, OTHER)
    rows = trail(store, known)
    assert len(rows) == writer.rows
    for row in rows:
        assert (row.siapa, row.nama, row.lewat) == (SARI.id, "Sari", "layar")
        assert (row.tindakan, row.hasil) == (writer.act, audit.DONE)
        assert begun <= row.waktu <= begun + timedelta(minutes=5)
        assert row.objek and row.sebelum != row.sesudah
        assert row.unit_id == unit_of(OTHER) or not writer.of_unit
        assert bool(row.sha256) == bool(row.nama_berkas) == name.startswith(("save_imports", "save_surveys"))
    if writer.again:
        writer.do(store, OTHER)
        assert len(trail(store, known)) == writer.rows
    assert chain(store).broken is None


def test_before_and_after_are_told_with_the_file(two_units):
    known = len(trail(two_units))
    unit, year = unit_of(OTHER), YEAR
    stored = import_lke(two_units, OTHER, 8)
    imported = trail(two_units, known)[0]
    assert imported.objek == f"LKE {OTHER}, {year}, Tim Penilai Internal (TPI)"
    assert said(imported.sebelum) == {"versi": 2}
    dated = said(imported.sesudah).pop("per_tanggal")
    assert said(imported.sesudah) == {"versi": 4, "penilaian_id": stored, "per_tanggal": dated}
    assert date.fromisoformat(dated).year == year
    assert (imported.nama_berkas, imported.sha256) == (file_of(OTHER, 8).nama_berkas, file_of(OTHER, 8).sha256)

    record_prerequisites(two_units, unit, year, [PrerequisiteRecord("lhkpn", "90%"), PrerequisiteRecord("sakip", "B")])
    first, second = trail(two_units, known + 1)
    assert first.objek == f"prasyarat lhkpn {year}, {OTHER}" and said(second.sebelum) is None
    assert (said(first.sebelum)["nilai"], said(first.sesudah)["nilai"]) == ("100%", "90%")

    remember_mapping(two_units, "bentuk", {"lembar": "Lain"})
    (taught,) = trail(two_units, known + 3)
    assert said(taught.sebelum)["isi"] == {"lembar": "Isian"} and said(taught.sesudah)["isi"] == {"lembar": "Lain"}

    kept = save_scenario(two_units, stored, "Satu", {"P.1.i.a": "A"})
    save_scenario(two_units, stored, "Satu", {"P.1.i.a": "B"}, kept.skenario_id)
    discard_scenario(two_units, kept.skenario_id)
    new, changed, gone = trail(two_units, known + 4)
    assert new.sebelum is None and said(changed.sebelum)["perubahan"] == {"P.1.i.a": "A"}
    assert said(changed.sesudah)["perubahan"] == {"P.1.i.a": "B"} and said(gone.sesudah)["dibuang"]


def test_an_import_of_two_units_leaves_a_row_for_each_and_so_does_its_withdrawal(two_units):
    known = len(trail(two_units))
    both = [assessment(8, unit=unit) for unit in (MINE, OTHER)]
    stored = save_imports(two_units, [(file_of(MINE, 8), both)])
    assert [row.unit_id for row in trail(two_units, known)] == [unit_of(MINE), unit_of(OTHER)]
    with two_units.cursor() as cursor:
        query = "SELECT impor_id FROM penilaian WHERE penilaian_id = ?"
        (impor_id,) = cursor.execute(query, [stored[0].penilaian_id]).fetchone()
    withdraw_import(two_units, impor_id, "salah berkas")
    rows = trail(two_units, known + 2)
    assert [(row.unit_id, row.tindakan) for row in rows] == [(unit_of(u), Act.CABUT_LKE) for u in (MINE, OTHER)]
    assert all(said(row.sesudah)["alasan"] == "salah berkas" for row in rows)


def test_what_is_undone_was_not_done(two_units):
    known = len(trail(two_units))

    def undone():
        with two_units.transaction():
            import_lke(two_units, OTHER, 8)
            record_prerequisites(two_units, unit_of(OTHER), YEAR, [PrerequisiteRecord("lhkpn", "1%")])
            raise RuntimeError("listrik padam")

    with pytest.raises(RuntimeError):
        undone()
    with pytest.raises(KeyError):
        restore(two_units, "tidak ada")
    assert trail(two_units, known) == [] and chain(two_units).broken is None
    import_lke(two_units, OTHER, 8)
    assert [row.nomor for row in trail(two_units, known)] == [known + 1], "a number is not lost with what was undone"


def test_the_samples_are_the_applications_own_doing(store):
    fill_with_samples(store)
    rows = trail(store)
    assert {(row.siapa, row.lewat) for row in rows} == {("contoh", "sistem")}
    known = len(rows)
    assert fill_with_samples(store) == 0 and len(trail(store)) == known and chain(store).broken is None


def test_an_empty_trail_is_whole(store):
    found = chain(store)
    assert (found.rows, found.last, found.broken) == (0, "0" * 64, None)


def test_numbers_have_no_gaps_when_four_write_at_once(store):
    failed = []

    def write(number):
        mine = store.seen_by(everything(Person(f"orang{number}@instansi.test", f"Orang {number}")))
        try:
            for turn in range(25):
                remember_mapping(mine, f"bentuk {number}", {"nomor": turn})
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = trail(store)
    assert failed == [] and [row.nomor for row in rows] == list(range(1, 101)) and chain(store).broken is None
    for number in range(4):
        own = [said(row.sesudah)["isi"]["nomor"] for row in rows if row.siapa.startswith(f"orang{number}")]
        assert own == list(range(25)), "each one's rows in the order of what they did"


texts = st.one_of(st.none(), st.text(max_size=8))
values = {
    **dict.fromkeys(COLUMNS, texts),
    "nomor": st.integers(-2, 20),
    "waktu": st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
}
changes = st.sampled_from(COLUMNS).flatmap(lambda name: st.tuples(st.just("change"), st.just(name), values[name]))
acts = st.one_of(
    changes,
    st.just(("remove", None, None)),
    st.tuples(st.just("empty"), st.none(), st.none()),
    st.tuples(st.just("put in"), st.none(), st.integers(1, 14)),
    st.tuples(st.just("swap"), st.none(), st.integers(1, TRAIL_LENGTH)),
    st.tuples(st.just("swap but the hashes"), st.none(), st.integers(1, TRAIL_LENGTH)),
)


def tamper(cursor, act, name, value, nomor):
    """Do something to one row."""
    if act == "change":
        cursor.execute(f"UPDATE catatan_audit SET {name} = ? WHERE nomor = ?", [value, nomor])
    elif act == "remove":
        cursor.execute("DELETE FROM catatan_audit WHERE nomor = ?", [nomor])
    elif act == "empty":
        emptied = ", ".join(f"{column} = NULL" for column in CONTENT)
        cursor.execute(f"UPDATE catatan_audit SET {emptied} WHERE nomor = ?", [nomor])
    elif act == "put in":
        cursor.execute(
            "INSERT INTO catatan_audit SELECT * REPLACE (? AS nomor) FROM catatan_audit WHERE nomor = ?", [value, nomor]
        )
    else:
        # All of two rows changes places but their numbers, or but their numbers and hashes.
        kept = {"nomor"} if act == "swap" else {"nomor", "sidik", "sidik_sebelum", "sidik_isi"}
        moved = [column for column in COLUMNS if column not in kept]
        cursor.execute(
            "CREATE OR REPLACE TABLE dulu AS SELECT * FROM catatan_audit WHERE nomor IN (?, ?)", [nomor, value]
        )
        for one, other in ((nomor, value), (value, nomor)):
            fields = ", ".join(f"{column} = d.{column}" for column in moved)
            cursor.execute(
                f"UPDATE catatan_audit SET {fields} FROM dulu d WHERE catatan_audit.nomor = ? AND d.nomor = ?",
                [one, other],
            )


# What is done to a row costs a hundred times as much over a lake, and is found by the same arithmetic.
@settings(max_examples=10 if in_a_lake() else 300, deadline=None)
@given(act=acts, nomor=st.integers(1, TRAIL_LENGTH))
@example(act=("remove", None, None), nomor=TRAIL_LENGTH)
@example(act=("change", "sidik", "0" * 64), nomor=TRAIL_LENGTH)
@example(act=("empty", None, None), nomor=TRAIL_LENGTH)
@example(act=("change", "sesudah", None), nomor=3)
def test_whatever_is_done_to_a_row_is_found(tampered, act, nomor):
    tampered.execute("CREATE OR REPLACE TABLE catatan_audit AS FROM asli")
    whole = audit.check(tampered)
    assert whole.broken is None and whole.rows == TRAIL_LENGTH
    tamper(tampered, *act, nomor)
    assume(tampered.execute("FROM catatan_audit EXCEPT ALL FROM asli").fetchone() or act[0] == "remove")
    found = audit.check(tampered)
    if act[0] == "remove" and nomor == TRAIL_LENGTH:
        # What is cut off at the end leaves a shorter chain, with another last hash than a backup or paper has.
        assert found.rows == TRAIL_LENGTH - 1 and found.last != whole.last
    else:
        assert found.broken is not None and str(found.broken) in found.why


def test_what_an_erasure_emptied_leaves_the_chain_whole_and_nothing_else_may_be_empty(two_units):
    known = len(trail(two_units))
    one = import_lke(two_units, OTHER, 8)
    with two_units.cursor() as cursor:
        (impor_id,) = cursor.execute("SELECT impor_id FROM penilaian WHERE penilaian_id = ?", [one]).fetchone()
    erase_import(two_units, impor_id, "permintaan")
    emptied, erased = trail(two_units, known)
    assert emptied.objek is None and emptied.sesudah is None and emptied.nama == two_units.person.nama
    assert said(erased.sesudah)[audit.EMPTIED] == [known + 1] and chain(two_units).broken is None
    with two_units.transaction() as cursor:
        columns = ", ".join(f"{column} = NULL" for column in CONTENT)
        cursor.execute(f"UPDATE catatan_audit SET {columns} WHERE nomor = 1")
    found = chain(two_units)
    assert found.broken == 1 and "dikosongkan tanpa penghapusan" in found.why
