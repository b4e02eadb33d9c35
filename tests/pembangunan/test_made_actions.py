"""Plans and scenarios become actions, once; and what actions brought is what later assessments gained."""

from datetime import date, timedelta

import pytest
from assessments import INSTRUMENT, MATRIX, save_values
from registers import ACTIONS, UNIT

from zi_metrics.as_of import today
from zi_metrics.lke.values import answer_values
from zi_metrics.pembangunan.brought import brought
from zi_metrics.pembangunan.made_actions import Origin, actions_from, changes_as_origins, steps_as_origins
from zi_metrics.plan.plan import plan
from zi_metrics.plan.scenario import apply_changes, outcome
from zi_metrics.scope import Act, Extent, NotAllowed, Person, Scope
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store import tables
from zi_metrics.store.registers import RowChange, register_rows, save_rows

VALUES = dict.fromkeys((question.kode for question in INSTRUMENT.questions()), 0.5)


def rows(store):
    return register_rows(store, ACTIONS.table)


def test_a_plans_steps_become_actions_once(kept):
    save_values(kept, "Kantor Uji", 2026, "unit", VALUES)
    (penilaian,) = tables.assessments(kept)["penilaian_id"]
    found = plan(gate_system(INSTRUMENT, "wbk"), answer_values(kept, penilaian))
    origins = steps_as_origins(found.langkah, penilaian)
    made = actions_from(kept, UNIT, 2026, origins)
    assert (len(made.baru), made.sudah_ada) == (len(found.langkah), 0)
    stored = rows(kept)
    assert set(stored["kode"]) == {step.kode for step in found.langkah}
    assert {*stored["sumber"]} == {"rencana"} and {*stored["sumber_id"]} == {penilaian}
    for step in found.langkah:
        (row,) = stored[stored["kode"] == step.kode].to_dict("records")
        assert row["pokja"] == step.pokja or (step.pokja is None and row["pokja"] != row["pokja"])
        assert step.arti_ke in row["rencana"] and row["rencana"]
    again = actions_from(kept, UNIT, 2026, origins)
    assert (again.baru, again.sudah_ada) == ((), len(origins))
    # Reworded by somebody meanwhile, it is still the same step of the same plan.
    first = stored.iloc[0]
    save_rows(kept, ACTIONS.table, [RowChange({"rencana": "Lain"}, first["baris_id"], 1)])
    assert actions_from(kept, UNIT, 2026, origins).baru == ()
    # Dropped or removed, it may be taken up again; another year has actions of its own.
    save_rows(kept, ACTIONS.table, [RowChange({"status": "batal"}, first["baris_id"], 2)])
    assert len(actions_from(kept, UNIT, 2026, origins).baru) == 1
    assert len(actions_from(kept, UNIT, 2027, origins).baru) == len(origins)


def test_a_scenario_gives_an_action_for_each_question_that_gains(kept):
    changes = {"R.1.ii.a": "A", "P.2.i.a": "D"}
    before = outcome(INSTRUMENT, VALUES)
    after = outcome(INSTRUMENT, apply_changes(INSTRUMENT, VALUES, changes))
    (one,) = changes_as_origins(INSTRUMENT, before, after, list(changes), "s1", "Uji")
    assert (one.kode, one.pokja, one.sumber, one.sumber_id) == ("R.1.ii.a", 1, "skenario", "s1")
    assert one.rencana == INSTRUMENT.question("R.1.ii.a").kriteria["A"] and "Skenario Uji" in one.isu


def test_two_of_the_same_at_once_are_one_and_of_different_sources_two(kept):
    one = Origin("Perbaiki", "P.1.i.a", 1, "tpi", "r1")
    made = actions_from(kept, UNIT, 2026, [one, one, Origin("Perbaiki", "P.1.i.a", 1, "rapat", "m1")])
    assert (len(made.baru), made.sudah_ada) == (2, 1)


def test_who_may_not_makes_none(kept):
    nobody = kept.seen_by(Scope(Person("uji:x", "X"), {Act.LIHAT: (Extent(),)}))
    with pytest.raises(NotAllowed):
        actions_from(nobody, UNIT, 2026, [Origin("Perbaiki", "P.1.i.a", 1)])
    assert rows(kept).empty


def ids(store):
    with store.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT penilaian_id FROM penilaian").fetchall()]


def judged(store, penilai, day, **changed):
    """Store an assessment of the unit whose state is of a day; gives its id."""
    before = set(ids(store))
    values = VALUES | {kode.replace("_", "."): value for kode, value in changed.items()}
    save_values(store, "Kantor Uji", day.year, penilai, values)
    (made,) = set(ids(store)) - before
    with store.transaction() as cursor:
        cursor.execute("UPDATE penilaian SET per_tanggal = ? WHERE penilaian_id = ?", [day, made])
    return made


def action(store, kode, mulai):
    save_rows(
        store,
        ACTIONS.table,
        [RowChange({"rencana": f"{kode} {mulai}", "kode": kode, "mulai": mulai}, unit_id=UNIT, tahun=2026)],
    )
    stored = rows(store)
    return stored.loc[stored["rencana"] == f"{kode} {mulai}", "baris_id"].iloc[0]


def points(kode):
    return MATRIX.points[MATRIX.question_index()[kode]].max()


def test_what_an_action_brought_is_what_the_newest_assessment_after_it_gained_by_the_same_judge(kept):
    judged(kept, "unit", date(2025, 6, 1))
    judged(kept, "tpi", date(2025, 7, 1), P_1_i_a=0.25)
    judged(kept, "tpi", date(2026, 3, 1), P_1_i_a=0.5)
    judged(kept, "unit", date(2026, 4, 1), P_1_i_a=1.0, P_2_i_a=1.0)
    judged(kept, "tpi", date(2026, 5, 21), P_1_i_a=0.75)
    early, late = action(kept, "P.1.i.a", date(2026, 1, 15)), action(kept, "P.1.i.a", date(2026, 3, 1))
    other, never = action(kept, "P.2.i.a", date(2026, 1, 15)), action(kept, "P.1.i.a", date(2026, 6, 1))
    found = brought(kept, rows(kept))
    worth = points("P.1.i.a")
    assert found[early].poin == pytest.approx(0.5 * worth) and found[late].poin == pytest.approx(0.25 * worth)
    assert (found[early].penilai, found[early].hari) == ("tpi", date(2026, 5, 21))
    assert found[early].words == "+0,13 pada penilaian TPI 21 Mei 2026"
    # TPI saw no change there, and goes before the unit's own word.
    assert other not in found and never not in found


def test_a_node_counts_its_questions_once_and_the_units_own_word_counts_where_nobody_else_judged_twice(kept):
    judged(kept, "unit", date(2025, 6, 1))
    judged(kept, "unit", date(2026, 4, 1), P_1_i_a=1.0)
    judged(kept, "tpi", date(2026, 5, 1))
    both, node = action(kept, "P.1.i, P.1.i.a", date(2026, 1, 1)), action(kept, "P.1", date(2026, 1, 1))
    found = brought(kept, rows(kept))
    assert found[both].poin == found[node].poin == pytest.approx(0.5 * points("P.1.i.a"))
    assert found[both].penilai == "unit"


def test_an_action_without_a_beginning_begins_when_it_was_written(kept):
    judged(kept, "unit", date(2025, 6, 1))
    judged(kept, "unit", today() - timedelta(days=1), P_1_i_a=1.0)
    action(kept, "P.1.i.a", None)
    assert brought(kept, rows(kept)) == {}
    judged(kept, "unit", today() + timedelta(days=1), P_1_i_a=1.0, P_1_i_b=1.0)
    assert brought(kept, rows(kept)) == {}, "it was so before the action"
