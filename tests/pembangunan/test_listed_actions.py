"""Actions beside a unit, an area or a question: what is late first, and only what is not done beside a question."""

from datetime import date, timedelta

from registers import ACTIONS, new

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.listed_actions import actions_by_question, late_sentence, listed_actions
from zi_metrics.store.registers import register_rows, save_rows

DAY = date(2026, 5, 20)


def listed(store, **each):
    save_rows(store, ACTIONS.table, [new(name, **isi) for name, isi in each.items()])
    return listed_actions(register_rows(store, ACTIONS.table), DAY)


def test_the_longest_late_comes_first_and_what_is_done_last(kept):
    found = listed(
        kept,
        nanti={"selesai": DAY + timedelta(days=9)},
        selesai={"selesai": DAY - timedelta(days=90), "status": "selesai"},
        telat={"selesai": DAY - timedelta(days=2)},
        batal={"selesai": DAY - timedelta(days=99), "status": "batal"},
        lama={"selesai": DAY - timedelta(days=30)},
        bebas={},
    )
    assert [one.rencana for one in found][:4] == ["lama", "telat", "nanti", "bebas"]
    assert [one.hari_terlambat for one in found] == [30, 2, 0, 0, 0, 0]
    ended = {one.rencana: (one.selesai, one.tercapai) for one in found[4:]}
    assert ended == {"selesai": (True, True), "batal": (True, False)}
    assert late_sentence(found) == "2 tindakan terlambat, paling lama 30 hari." and late_sentence(found[2:]) == ""


def test_beside_a_question_stands_what_names_it_or_a_node_above_it(kept):
    found = listed(
        kept, satu={"kode": "P.2.i"}, dua={"kode": "P.2.i.a, P.2"}, tiga={"kode": "P.2", "status": "selesai"}
    )
    beside = actions_by_question(found, load_instrument())
    assert sorted(one.rencana for one in beside["P.2.i.a"]) == ["dua", "satu"]
    assert [one.rencana for one in beside["P.2.ii.a"]] == ["dua"] and "P.1.i.a" not in beside
