"""What somebody may not see is not there for them, in no table and no view; what they may not do is refused, and stays
in the trail.
"""

import ast
import re
from contextlib import ExitStack

import duckdb
import pytest
from acting import acting
from full_database import empty_tables
from places import ROOT
from two_units import (
    MERGED,
    MINE,
    NOT_BY_THEMSELVES,
    OTHER,
    SARI,
    SEES,
    WRITERS,
    all_rows,
    file_of,
    import_lke,
    import_of,
    names_in,
    rows_of,
    scope_of,
    unit_of,
)
from versioned import assessment

from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.scope import Act, Extent, NotAllowed, Scope
from zi_metrics.store import audit, database, kept_cursors, tables
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.narrowing import RULES, shape_of
from zi_metrics.store.sample_removal import remove_samples
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, merge_units, save_nodes
from zi_metrics.store.versions import withdraw_import, withdrawn

# Of nobody's figures; who sees one's own unit sees them whole.
EVERYBODYS = {"pemetaan", "migrasi", "batas_pengusulan", "pengaturan"}
# Of the application itself; seen by who has the right for it only.
NOBODYS = {
    "pengguna": Act.PENGGUNA,
    "peran": Act.PENGGUNA,
    "catatan_audit": Act.JEJAK,
    "penghapusan": Act.HAPUS_DATA,
}
# Where a store without limits, a transaction of several writers, or the database's own name is used, and why.
ALLOWED = {
    "whole": {
        "zi_metrics/plan/learned_effort.py",  # efforts, learned from all units
        "zi_ui/cached.py",  # the same, kept
        "zi_metrics/outlook/unit.py",  # what past pairs of all units say, so that a chance is the same whoever asks
        "zi_metrics/store/connection.py",  # what is asked once until something is written; who may: below
        "zi_metrics/store/unit_names.py",  # which unit a name means
        "zi_metrics/store/people.py",  # who may do what
        "zi_metrics/access/trail.py",  # the chain, checked whole
        "zi_ui/cached_outlooks.py",  # what past pairs of all units say
        "zi_ui/by_unit.py",  # what is told of a unit that is seen, the same whoever asks
        "zi_ui/access/care.py",  # a backup holds all, and all of it is verified
    },
    "until_written": {
        "zi_metrics/store/tables.py",  # the version, for caches; names of units, of which those in scope are given
        "zi_metrics/store/whole_tree.py",  # the tree and mergers, of which what is in scope is given
        "zi_metrics/store/people.py",  # who may do what
        "zi_metrics/store/table_marks.py",  # whether anything was written to a table
        "zi_metrics/store/register_counts.py",  # the version of all registers, for caches
        "zi_metrics/store/seen_versions.py",  # versions of units, for caches
        "zi_metrics/store/proposal_dates.py",  # until when units may be proposed, the same for everybody
        "zi_metrics/store/settings.py",  # settings of the agency, which everybody sees whole
        "zi_metrics/store/mappings.py",  # how files of a shape are read, which everybody sees whole
        "zi_metrics/store/versions.py",  # of which units anything is withdrawn: what it is, is asked in scope
    },
    "transaction": {
        "zi_metrics/store/connection.py",
        "zi_metrics/upload.py",
        "zi_metrics/lke/importing.py",
        "zi_metrics/access/unit_list.py",
    },
    "main": {
        "zi_metrics/store/narrowing.py",
        "zi_metrics/reading/first_workbook.py",  # what a workbook calls its main part
    },
    "another scope": {
        "zi_metrics/store/connection.py",
        "zi_metrics/access/given.py",  # gives stores out
        "zi_metrics/samples/lke.py",  # the samples' invented person
        "zi_ui/branch.py",  # narrows further, never wider
        "zi_metrics/papers/portfolio_paper.py",  # the same, for a report on one branch
        "zi_ui/given.py",  # who came, left, or was let see nothing, recorded in their name
    },
    "a store of its own": {
        "zi_metrics/store/connection.py",
        "zi_metrics/access/given.py",
        "zi_metrics/care/schedule.py",
        "zi_metrics/care/listener.py",
        "zi_metrics/care/health.py",
        "zi_ui/given.py",
    },
}


def owned_by(store, units):
    """Table or view -> the rows that belong to some units, told by what each row names, not by the rules."""
    with store.whole().cursor() as cursor:
        everything = {name: rows_of(cursor, name) for name in names_in(cursor)}
    units = set(map(unit_of, units))
    units |= {row["unit_id"] for row in everything["gabungan_berlaku"] if row["ke_unit_id"] in units}
    owners = {row["penilaian_id"]: row["unit_id"] for row in everything["penilaian"]}
    owners |= {row["survei_id"]: row["unit_id"] for row in everything["survei"]}
    imported, originals = {}, {}
    for row in everything["penilaian"] + everything["survei"]:
        imported.setdefault(row["impor_id"], set()).add(row["unit_id"])
    for row in everything["impor"]:
        originals.setdefault(row["sha256"], set()).update(imported[row["impor_id"]])
    above = {row["simpul_id"]: row["induk_id"] for row in everything["simpul_berlaku"]}
    nodes = set()
    for node in units:
        while node is not None:
            nodes.add(node)
            node = above.get(node)

    def belongs(table, row):
        if table in EVERYBODYS or table in NOBODYS:
            return table in EVERYBODYS
        if "unit_id" in row:
            return row["unit_id"] in units or (table == "prasyarat" and row["unit_id"] is None)
        for key in ("penilaian_id", "survei_id"):
            if key in row:
                return owners[row[key]] in units
        if "impor_id" in row:
            return bool(imported[row["impor_id"]] & units)
        if "simpul_id" in row:
            return row["simpul_id"] in nodes
        assert "sha256" in row, f"whose is a row of {table}?"
        return bool(originals[row["sha256"]] & units)

    return {
        name: sorted(repr(row) for row in rows if belongs(name, row)) for name, rows in everything.items()
    }, everything


def trail(store):
    with store.whole().cursor() as cursor:
        return rows_of(cursor, "catatan_audit")


def but_the_trail(rows):
    return {name: found for name, found in rows.items() if name != "catatan_audit"}


def test_every_table_and_view_has_a_rule_and_no_rule_is_of_none(two_units):
    with two_units.cursor() as cursor:
        assert set(RULES) == set(names_in(cursor))
        assert empty_tables(cursor) == [], "else what follows shows nothing"


@pytest.mark.parametrize("units", [(MINE,), (OTHER,), (MERGED,), (MINE, OTHER), ()])
def test_no_row_of_another_unit_is_seen_in_any_table_or_view(two_units, units):
    wanted, everything = owned_by(two_units, units)
    seen = all_rows(two_units.seen_by(scope_of(*units)))
    assert set(seen) == set(wanted)
    for table in wanted:
        assert seen[table] == wanted[table], table
    if units == (MINE,):
        for table, rows in everything.items():
            hidden = len(rows) - len(wanted[table])
            assert hidden > 0 or table in EVERYBODYS | {"gabungan", "gabungan_berlaku"}, f"{table}: nothing to hide"


def test_a_unit_shows_the_history_that_was_merged_into_it_as_to_who_sees_all(two_units):
    def mine(store):
        table = tables.assessments(store)
        return table[table["unit_id"] == unit_of(MINE)].reset_index(drop=True)

    assert mine(two_units.seen_by(scope_of(MINE))).equals(mine(two_units)) and len(mine(two_units)) == 2


def test_a_chosen_branch_narrows_what_is_seen_also_for_who_may_see_all(two_units):
    branch = two_units.seen_by(two_units.scope.within([unit_of(MINE)]))
    wanted, everything = owned_by(two_units, (MINE,))
    seen = all_rows(branch)
    of_the_application = {*NOBODYS, "berkas", "berkas_pribadi"}
    for table in set(wanted) - of_the_application:
        assert seen[table] == wanted[table], table
    for table in NOBODYS:
        assert len(seen[table]) == len(everything[table]) > 0, "the operator's rights are as they were"


def test_who_was_given_nothing_sees_nothing(two_units):
    seen = all_rows(two_units.seen_by(Scope(SARI, {})))
    assert {table for table, rows in seen.items() if rows} == EVERYBODYS | {"prasyarat"}
    assert len(seen["prasyarat"]) == 1, "the agency's own"


@pytest.mark.parametrize("table", NOBODYS)
def test_the_applications_own_tables_are_seen_by_who_has_the_right_for_them(two_units, table):
    assert all_rows(two_units.seen_by(scope_of(MINE)))[table] == []
    may = scope_of(MINE, **{NOBODYS[table].name: Extent()})
    assert all_rows(two_units.seen_by(may))[table] == all_rows(two_units)[table] != []


def test_originals_are_seen_with_the_right_to_take_them_and_those_with_personal_data_with_another(two_units):
    looks, takes, personal = (
        two_units.seen_by(Scope(SARI, {act: (Extent(),) for act in acts})) for acts in (SEES[:1], SEES[:2], SEES)
    )
    assert all_rows(looks)["berkas"] == [] == all_rows(looks)["berkas_pribadi"] == all_rows(takes)["berkas_pribadi"]
    whole = all_rows(two_units)
    assert 0 < len(all_rows(takes)["berkas"]) < len(whole["berkas"]) and all_rows(personal)["berkas"] == whole["berkas"]


def test_nothing_is_written_through_a_narrowed_cursor(two_units):
    before = all_rows(two_units)
    with two_units.seen_by(scope_of(MINE, OTHER)).cursor() as cursor:
        for table in names_in(cursor):
            column = cursor.execute(f"DESCRIBE {table}").fetchall()[0][0]
            for statement in (
                f"INSERT INTO {table} SELECT * FROM {table}",
                f"UPDATE {table} SET {column} = {column}",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"MERGE INTO {table} AS a USING {table} AS b ON a.{column} = b.{column} WHEN MATCHED THEN DELETE",
            ):
                with pytest.raises(duckdb.Error):
                    cursor.execute(statement)
    assert all_rows(two_units) == before


def test_a_kept_cursor_sees_what_is_written_later(two_units):
    mine = two_units.seen_by(scope_of(MINE))
    before = all_rows(mine)
    import_lke(two_units, MINE, 8)
    import_lke(two_units, OTHER, 8)
    after = all_rows(mine)
    assert len(after["penilaian"]) == len(before["penilaian"]) + 1
    assert after["penilaian"] == owned_by(two_units, (MINE,))[0]["penilaian"]


@pytest.mark.parametrize("query", ["SELECT count(*) FROM jawaban", "SELECT * FROM jawaban"])
def test_a_kept_cursor_holds_up_nobody_whatever_was_left_unread(two_units, query):
    import_lke(two_units, MINE, 8)
    with two_units.seen_by(scope_of(MINE)).cursor() as cursor:
        assert cursor.execute(query).fetchone()
    # An erasure changes rows in place: these are folded in only when nobody reads an older state any more.
    with two_units.transaction() as cursor:
        cursor.execute("UPDATE jawaban SET catatan = 'lain'")
    log = two_units.path.with_name(f"{two_units.path.name}.wal")
    assert not log.exists() or log.stat().st_size == 0


# Two people's scopes each: alike but for the units, or not alike.
CHANGES = {
    "another unit": (scope_of(MINE), scope_of(OTHER)),
    "more units": (scope_of(OTHER), scope_of(MINE, OTHER)),
    "fewer units": (scope_of(MINE, OTHER), scope_of(OTHER)),
    "no unit": (scope_of(MINE), scope_of(MINE).within(())),
    "originals of others": (
        scope_of(MINE, OTHER, UNDUH_ASLI=Extent(frozenset({unit_of(MINE)}))),
        scope_of(MINE, OTHER, UNDUH_ASLI=Extent(frozenset({unit_of(OTHER)}))),
    ),
    "originals no more": (scope_of(MINE), scope_of(MINE, UNDUH_ASLI=Extent(frozenset()))),
    "all units": (scope_of(MINE), Scope(SARI, {Act.LIHAT: (Extent(),)})),
    "not all any more": (Scope(SARI, {Act.LIHAT: (Extent(),)}), scope_of(MINE)),
    "the trail too": (scope_of(MINE), scope_of(MINE, JEJAK=Extent())),
    "people no more": (scope_of(MINE, PENGGUNA=Extent()), scope_of(MINE)),
    "all, then one": (Scope(SARI), scope_of(OTHER)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_cursor_that_served_another_sees_what_a_fresh_one_sees(two_units, change):
    first, then = map(two_units.seen_by, CHANGES[change])
    fresh = all_rows(then)
    for left in two_units._database.kept.let_go():
        left.close()
    with first.cursor() as served:
        for name in names_in(served):
            rows_of(served, name)
    with then.cursor() as cursor:
        assert (cursor is served) == (shape_of(first.scope) == shape_of(then.scope))
    assert all_rows(then) == fresh
    import_lke(two_units, OTHER, 8)
    theirs = [unit for unit in (MINE, OTHER) if then.scope.units() is None or unit_of(unit) in then.scope.units()]
    assert all_rows(then)["penilaian"] == owned_by(two_units, theirs)[0]["penilaian"]


def test_scopes_that_differ_in_units_alone_are_served_by_the_same_cursors():
    alike = {change for change, (first, then) in CHANGES.items() if shape_of(first) == shape_of(then)}
    assert alike == {"another unit", "more units", "fewer units", "no unit", "originals of others", "originals no more"}


def test_a_cursor_whose_units_could_not_be_changed_serves_nobody(two_units, monkeypatch):
    with two_units.seen_by(scope_of(MINE)).cursor() as served:
        pass
    change = database.refill

    def half(cursor, scope):
        cursor.execute("CREATE OR REPLACE TEMP TABLE lingkup_sendiri AS SELECT 'kantor dua dahulu' AS unit_id")
        raise RuntimeError

    monkeypatch.setattr(database, "refill", half)
    with pytest.raises(RuntimeError), two_units.seen_by(scope_of(OTHER)).cursor():
        pass
    monkeypatch.setattr(database, "refill", change)
    with two_units.seen_by(scope_of(MINE)).cursor() as cursor:
        assert cursor is not served
    with pytest.raises(duckdb.Error):
        served.execute("SELECT 1")


def test_so_many_cursors_are_kept_as_were_needed_at_once_but_not_more_than_a_few(two_units, monkeypatch):
    kept = two_units._database.kept
    monkeypatch.setattr(kept_cursors, "_MOST", 3)
    people = [two_units.seen_by(scope_of(MINE).within({unit_of(MINE), f"cabang {n}"})) for n in range(5)]
    for person in (*people, people[2], people[0]):
        assert tables.unit_names(person)
    assert len(kept) == 1
    with ExitStack() as together:
        cursors = [together.enter_context(person.cursor()) for person in people]
        assert len(set(map(id, cursors))) == 5 and len(kept) == 0
    assert len(kept) == 3


def test_a_question_is_asked_again_only_after_something_was_written(two_units):
    asked = []
    for store in (two_units, two_units.seen_by(scope_of(MINE))):
        assert [store.until_written(asked.append) for _ in range(2)] == [None, None]
    assert len(asked) == 1 and asked[0].scope.key == ""
    import_lke(two_units, MINE, 8)
    two_units.until_written(asked.append)
    with pytest.raises(RuntimeError), two_units.transaction():
        raise RuntimeError
    two_units.until_written(asked.append)
    assert len(asked) == 2, "what was undone was not written"


def test_a_question_that_rests_on_less_is_asked_again_only_when_that_is_another(two_units):
    asked = []
    for state in ("satu", "satu", "dua"):
        import_lke(two_units, MINE, 8)
        two_units.until_written(asked.append, state)
    assert len(asked) == 2


@pytest.mark.file
def test_what_only_the_trail_tells_makes_nothing_that_is_known_stale(two_units):
    asked, reader = [], two_units.seen_by(scope_of(MINE))
    two_units.until_written(asked.append)
    two_units.record(audit.Entry(audit.MASUK))
    with pytest.raises(NotAllowed):
        save_nodes(reader, [TreeNode("Instansi", "instansi")])
    with two_units.cursor() as cursor:
        kept = cursor.execute("SELECT tindakan, hasil FROM catatan_audit ORDER BY nomor DESC LIMIT 2").fetchall()
    assert [hasil for _, hasil in kept] == [audit.REFUSED, audit.DONE] and kept[1][0] == audit.MASUK
    two_units.until_written(asked.append)
    assert len(asked) == 1
    with two_units.transaction():
        two_units.record(audit.Entry(audit.MASUK))
    two_units.until_written(asked.append)
    assert len(asked) == 2, "together with something else it is a change"


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_needs_its_right_and_a_refusal_stays_in_the_trail(two_units, name):
    writer = WRITERS[name]
    before, known = but_the_trail(all_rows(two_units)), len(trail(two_units))
    others = {act.name: Extent() for act in Act if act != writer.act and act not in SEES}
    with pytest.raises(NotAllowed, match="Sari tidak berhak"):
        writer.do(two_units.seen_by(scope_of(MINE, OTHER, **others)), OTHER)
    assert but_the_trail(all_rows(two_units)) == before
    (row,) = trail(two_units)[known:]
    assert (row["siapa"], row["nama"], row["lewat"], row["hasil"]) == (SARI.id, "Sari", "layar", audit.REFUSED)
    assert row["tindakan"] == writer.act or "Act." not in row["tindakan"]
    writer.do(two_units.seen_by(scope_of(MINE, OTHER, **{writer.act.name: Extent()})), OTHER)
    assert but_the_trail(all_rows(two_units)) != before, "with the right alone it is done"


@pytest.mark.parametrize("name", [name for name, writer in WRITERS.items() if writer.of_unit])
def test_a_writer_is_refused_for_another_unit(two_units, name):
    writer = WRITERS[name]
    scope = scope_of(MINE, OTHER, **{writer.act.name: Extent(frozenset({unit_of(MINE)}))})
    before, known = but_the_trail(all_rows(two_units)), len(trail(two_units))
    with pytest.raises(NotAllowed, match=OTHER):
        writer.do(two_units.seen_by(scope), OTHER)
    assert but_the_trail(all_rows(two_units)) == before
    (row,) = trail(two_units)[known:]
    assert (row["tindakan"], row["unit_id"], row["hasil"]) == (writer.act, unit_of(OTHER), audit.REFUSED)
    writer.do(two_units.seen_by(scope), MINE)
    assert but_the_trail(all_rows(two_units)) != before


@pytest.mark.parametrize("name", [name for name, writer in WRITERS.items() if writer.of_judge])
def test_a_writer_is_refused_for_another_judge(two_units, name):
    writer = WRITERS[name]
    before = but_the_trail(all_rows(two_units))
    with pytest.raises(NotAllowed):
        writer.do(two_units.seen_by(scope_of(MINE, **{writer.act.name: Extent(penilai=frozenset({"unit"}))})), MINE)
    assert but_the_trail(all_rows(two_units)) == before
    writer.do(two_units.seen_by(scope_of(MINE, **{writer.act.name: Extent(penilai=frozenset({"tpi"}))})), MINE)
    assert but_the_trail(all_rows(two_units)) != before


def test_an_assessment_is_refused_for_another_area_and_the_reason_names_it(two_units):
    new = assessment(8, unit=MINE)
    touched = Extent(pokja=frozenset({1}))
    before = but_the_trail(all_rows(two_units))
    with pytest.raises(NotAllowed, match=r"mencakup .*Pokja 2 \(Penataan Tatalaksana\)"):
        save_imports(two_units.seen_by(scope_of(MINE, IMPOR_LKE=touched)), [(file_of(MINE, 8), [new])])
    assert but_the_trail(all_rows(two_units)) == before
    every = Extent(pokja=frozenset(range(7)))
    save_imports(two_units.seen_by(scope_of(MINE, IMPOR_LKE=every)), [(file_of(MINE, 8), [new])])


def test_an_import_of_several_units_is_withdrawn_by_who_may_for_all_of_them(two_units):
    both = [assessment(8, unit=MINE), assessment(9, unit=OTHER)]
    stored = save_imports(two_units, [(file_of(MINE, 8), both)])
    one = import_of(two_units, stored[0].penilaian_id)
    with pytest.raises(NotAllowed, match=OTHER):
        withdraw_import(two_units.seen_by(scope_of(MINE, CABUT_LKE=Extent(frozenset({unit_of(MINE)})))), one, "keliru")
    assert withdraw_import(acting(two_units, "Ani"), one, "keliru")


def test_what_was_withdrawn_altogether_is_told_to_who_sees_the_unit_or_the_one_it_was_merged_into(two_units):
    old = "Kantor Ditutup"
    (stored,) = save_imports(two_units, [(file_of(old, 8), [assessment(8, unit=old)])])
    withdraw_import(two_units, import_of(two_units, stored.penilaian_id), "keliru")
    mine, others = (two_units.seen_by(scope_of(unit)) for unit in (MINE, OTHER))
    assert stored.penilaian_id in set(withdrawn(two_units)["penilaian_id"])
    assert stored.penilaian_id not in {*withdrawn(mine)["penilaian_id"], *withdrawn(others)["penilaian_id"]}
    merge_units(two_units, unit_key(old), unit_of(MINE))
    assert stored.penilaian_id in set(withdrawn(mine)["penilaian_id"])
    assert stored.penilaian_id not in set(withdrawn(others)["penilaian_id"])


def test_a_unit_that_nobody_entered_is_added_by_who_may_add_units_only(two_units):
    scope = scope_of(MINE, IMPOR_LKE=Extent())
    with pytest.raises(NotAllowed, match=r"menambah unit kerja baru untuk Kantor Baru \(unit ini belum ada\)"):
        import_lke(two_units.seen_by(scope), "Kantor Baru", 8)
    assert trail(two_units)[-1]["tindakan"] == Act.UNIT_BARU
    save_nodes(two_units, [TreeNode("Kantor Baru", "unit", unit_key("Wilayah Satu"))])
    import_lke(two_units.seen_by(scope), "Kantor Baru", 8)


def test_a_refusal_within_a_larger_transaction_undoes_all_of_it_and_stays(two_units):
    before, known = but_the_trail(all_rows(two_units)), len(trail(two_units))
    store = two_units.seen_by(scope_of(MINE, OTHER, IMPOR_LKE=Extent(frozenset({unit_of(MINE)}))))

    def both():
        with store.transaction():
            import_lke(store, MINE, 8)
            import_lke(store, OTHER, 8)

    with pytest.raises(NotAllowed):
        both()
    assert but_the_trail(all_rows(two_units)) == before
    assert [row["hasil"] for row in trail(two_units)[known:]] == [audit.REFUSED]


def test_samples_are_filled_in_by_who_may(store):
    with pytest.raises(NotAllowed, match="mengisi portofolio contoh"):
        fill_with_samples(store.seen_by(scope_of(MINE)))
    assert tables.is_empty(store)


def test_samples_are_taken_away_by_who_may(sample_store):
    with pytest.raises(NotAllowed, match="mengisi portofolio contoh"):
        remove_samples(sample_store.seen_by(scope_of(MINE)), "portofolio contoh")
    assert len(tables.unit_names(sample_store)) == 24


def test_every_writer_is_tried_above():
    found = set()
    for path in (ROOT / "zi_metrics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and re.search(r"store\.write\(", ast.unparse(node)):
                found.add(node.name)
    assert found == {name.partition(" ")[0] for name in WRITERS} | NOT_BY_THEMSELVES


def test_the_version_is_the_same_for_all_and_counts_what_others_write(two_units):
    mine = two_units.seen_by(scope_of(MINE))
    before = tables.version(mine)
    assert before == tables.version(two_units)
    import_lke(two_units, OTHER, 8)
    assert tables.version(mine) == tables.version(two_units) != before


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("whole", r"\.whole\("),
        ("until_written", r"\.until_written\("),
        ("transaction", r"\.transaction\("),
        ("main", r"\bmain\.|\.main\b"),
        ("another scope", r"\.seen_by\("),
        ("a store of its own", r"open(ed)?_store\(|[^_a-zA-Z.]Store\("),
    ],
)
def test_nobody_goes_around_the_scope(kind, pattern):
    found = set()
    for folder in ("zi_metrics", "zi_ui", "pages"):
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.sql")]:
            text = path.read_text(encoding="utf-8")
            if kind == "main":
                # In SQL only: texts of the program, and files of queries.
                text = text if path.suffix == ".sql" else "\n".join(_texts(text))
            if re.search(pattern, text):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == ALLOWED[kind]


def _texts(source):
    """The texts in a module, but for what explains it."""
    tree = ast.parse(source)
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained
    ]
