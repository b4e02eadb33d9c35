"""What has to be decided: every unit stands in one place, and what is late is late by the day that is asked about."""

from datetime import date

import pandas as pd
import pytest

from zi_metrics.pembangunan.decisions import FEW_FIXES, decisions, near_ones
from zi_metrics.pembangunan.readiness import NOT_READY, READY, UNKNOWN, WITH_REMARK, Board, Readiness, Reason
from zi_metrics.pembangunan.readiness_rules import Proposal
from zi_metrics.pembangunan.stages import LateStage
from zi_metrics.plan.ways import Fix, Way

TODAY = date(2026, 3, 20)
UNTIL = date(2026, 5, 31)
NOTHING = pd.DataFrame({name: pd.Series(dtype=object) for name in ("unit_id", "status", "selesai")})
NO_ADVICE = pd.DataFrame({name: pd.Series(dtype=object) for name in ("unit_id", "status", "tenggat", "nomor")})


def unit(unit_id, putusan, why="", late=()):
    reasons = (Reason("x", why, False, "belum", f"panjang tentang {why}", "sumber"),) if why else ()
    return Readiness(unit_id, f"Kantor {unit_id}", putusan, reasons, late, None, None, Proposal())


def decided(*units, holding=(), paths=None, actions=NOTHING, advice=NO_ADVICE, others=()):
    names = {one.unit_id: one.unit for one in units} | {name: f"Kantor {name}" for name in others}
    board = Board(2026, "wbk", "WBK", UNTIL, units)
    return decisions(board, names, holding, paths or {}, actions, advice, [], TODAY)


def steps(count):
    return Way(tuple(Fix(f"P.{number}", "B", "A") for number in range(count)), float(count))


def test_every_unit_stands_in_one_place():
    found = decided(
        unit("a", READY),
        unit("b", WITH_REMARK, "Syarat unit"),
        unit("c", NOT_READY, "Lama pembangunan"),
        unit("d", UNKNOWN, "Syarat nilai"),
        unit("e", NOT_READY),
        holding=("a", "b", "c", "d"),
        paths={"e": steps(2), "f": steps(FEW_FIXES + 1)},
        others=("f", "g"),
    )
    assert [(one.unit_id, one.bersyarat, one.alasan) for one in found.usulkan] == [
        ("a", False, ""),
        ("b", True, "syarat unit"),
    ]
    assert {one.alasan: list(one.units) for one in found.tertahan} == {"lama pembangunan": ["c"], "syarat nilai": ["d"]}
    assert [one.unit_id for one in found.dekat] == ["e"]
    assert found.bukan == 2, "f has too far to go, g has no way"
    assert found.kalimat.startswith("1 unit layak diusulkan WBK, 1 dengan catatan; batas 31 Mei 2026")


def test_who_may_be_proposed_is_not_told_to_mend_anything():
    found = decided(unit("a", READY), paths={"a": steps(1)})
    assert found.dekat == () and found.bukan == 0


@pytest.mark.parametrize(("count", "near"), [(0, False), (1, True), (FEW_FIXES, True), (FEW_FIXES + 1, False)])
def test_near_is_who_has_few_fixes_left(count, near):
    assert bool(near_ones({"a": steps(count)}, {"a": "Kantor a"})) is near


def test_the_least_effort_comes_first():
    found = near_ones({"a": steps(3), "b": steps(1), "c": steps(2)}, dict.fromkeys("abc", "x"))
    assert [one.unit_id for one in found] == ["b", "c", "a"]


def test_what_is_late_and_what_is_due_within_a_week_is_counted_apart():
    actions = pd.DataFrame(
        [
            ("a", "belum", date(2026, 3, 19)),
            ("a", "berjalan", date(2026, 1, 1)),
            ("b", "selesai", date(2026, 1, 1)),
            ("b", "belum", TODAY),
        ],
        columns=["unit_id", "status", "selesai"],
    )
    days = [(1, "terbuka"), (19, "terbuka"), (20, "terbuka"), (27, "terbuka"), (28, "terbuka"), (21, "terverifikasi")]
    advice = pd.DataFrame(
        [("a", state, date(2026, 3, day), str(day)) for day, state in days],
        columns=["unit_id", "status", "tenggat", "nomor"],
    )
    stage = LateStage("pembangunan", 3, "lewat 3 hari")
    found = decided(
        unit("a", NOT_READY, late=(stage,)),
        unit("b", NOT_READY, late=(LateStage("pembangunan", -3, "3 hari lagi"),)),
        actions=actions,
        advice=advice,
    )
    assert (found.tindakan, found.tindakan_unit) == (2, 1)
    assert (found.rekomendasi, found.segera, found.tahap) == (2, 2, 1)
