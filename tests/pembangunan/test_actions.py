"""What actions say on a day: late, due, without evidence, theirs; what is reached, and which answer that suggests."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import ACTIONS, UNIT, new

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.actions import Reached, by_quarter, reached, sentence, states
from zi_metrics.pembangunan.target_answers import suggestions
from zi_metrics.scope import Act, Extent, Person, Scope, everything
from zi_metrics.store.registers import register_rows, save_rows

DAY = date(2026, 5, 20)
FORM = load_instrument()


def rows_of(store, *actions):
    save_rows(store, ACTIONS.table, [new(f"{number}", **isi) for number, isi in enumerate(actions)])
    return register_rows(store, ACTIONS.table).sort_values("rencana", ignore_index=True)


def of(store, name, *actions, day=DAY, scope=None):
    return states(rows_of(store, *actions), scope or everything(), day)[name].tolist()


def test_late_is_what_was_due_before_the_day_and_is_neither_done_nor_dropped(kept):
    due = {"selesai": DAY - timedelta(days=1)}
    said = of(
        kept,
        "terlambat",
        {**due, "status": "belum"},
        {**due, "status": "berjalan"},
        {**due, "status": "selesai"},
        {**due, "status": "batal"},
        {"selesai": DAY},
        {},
    )
    assert said == [True, True, False, False, False, False]


def test_due_is_what_ends_from_the_day_to_the_end_of_its_month(kept):
    days = [DAY - timedelta(days=1), DAY, date(2026, 5, 31), date(2026, 6, 1)]
    assert of(kept, "bulan_ini", *({"selesai": one} for one in days), {"selesai": DAY, "status": "selesai"}) == [
        False, True, True, False, False
    ]  # fmt: skip


def test_without_evidence_is_what_claims_something_and_shows_nothing(kept):
    said = of(
        kept,
        "tanpa_bukti",
        {"status": "selesai"},
        {"status": "selesai", "bukti": "SK"},
        {"status": "selesai", "tautan": "https://contoh.invalid"},
        {"status": "berjalan"},
        {"status": "berjalan", "realisasi_tw2": 0.0},
        {"status": "belum", "realisasi_tw2": 1.0},
    )
    assert said == [True, False, False, False, True, False]


def test_mine_is_what_this_person_may_change(kept):
    grants = {Act.LIHAT: (Extent(),), Act.RENCANA_AKSI: (Extent(frozenset({UNIT}), frozenset({2})),)}
    scope = Scope(Person("uji:x", "X"), grants)
    said = of(kept, "milik_saya", {"pokja": 2}, {"pokja": 3}, {"pokja": None}, scope=scope)
    assert said == [True, False, False]
    assert of(kept, "milik_saya") == [True, True, True]


def test_reached_goes_by_figures_where_there_are_some_else_by_the_word(kept):
    rows = rows_of(
        kept,
        {"target": 2.0, "realisasi_tw1": 1.0, "realisasi_tw3": 1.0, "status": "berjalan"},
        {"target": 2.0, "realisasi_tw1": 1.0, "status": "selesai"},
        {"target_tw1": 1.0, "target_tw2": 1.0, "realisasi_tw2": 2.0},
        {"status": "selesai"},
        {"target": 3.0, "status": "selesai"},
        {"status": "berjalan"},
        {"status": "batal", "target": 1.0, "realisasi_tw1": 1.0},
    )
    assert reached(rows) == Reached(6, 4)
    table = by_quarter(rows).set_index("triwulan")
    assert table.loc[1].tolist() == [1, 0] and table.loc[2].tolist() == [1, 1] and table.loc[3].tolist() == [0, 0]
    said = sentence(rows, states(rows, everything(), DAY))
    assert said == (
        "0 tindakan terlambat, 0 jatuh tempo sampai akhir bulan ini, 4 tanpa bukti; 67% target tercapai (4 dari 6)."
    )


@pytest.mark.parametrize(
    ("done", "of", "answer"), [(9, 10, "A"), (8, 10, "B"), (51, 100, "B"), (5, 10, "C"), (1, 100, "C"), (0, 7, "D")]
)
def test_the_share_suggests_the_option_whose_words_it_fits(done, of, answer):
    (one,) = suggestions(Reached(of, done), 2026, FORM)
    question = FORM.question("R.1.ii.a")
    assert (one.pertanyaan, one.jawaban, one.arti) == ("R.1.ii.a", answer, question.kriteria[answer])
    assert f"{done} dari {of} tindakan tercapai" in one.kalimat and "Lampiran III" in one.kalimat


def test_the_thresholds_are_those_of_the_forms_own_words():
    words = FORM.question("R.1.ii.a").kriteria
    assert "lebih dari 80%" in words["A"] and "lebih dari 50% sampai dengan 80%" in words["B"]
    assert "tidak lebih dari 50%" in words["C"] and "belum satu pun" in words["D"]


def test_without_anything_that_counts_nothing_is_suggested():
    assert suggestions(Reached(0, 0), 2026, FORM) == []


@given(st.integers(1, 400), st.data())
def test_more_that_is_reached_never_suggests_a_worse_answer(of, data):
    less = data.draw(st.integers(0, of))
    more = data.draw(st.integers(less, of))
    first, second = (suggestions(Reached(of, done), 2026, FORM)[0].jawaban for done in (less, more))
    assert second <= first
