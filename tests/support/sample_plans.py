"""The plans of a sample unit, written down once, and what its answers come to; nothing of the product's.

The screens' tests check the steps by hand: with them every gate holds.
"""

from dataclasses import dataclass

import by_hand
import oracle

UNIT = {"unit": "Contoh 11 – Sekolah", "tahun": 2025}


@dataclass(frozen=True)
class Told:
    """What the screen has to tell of a plan: its sentence, and its steps: question -> the answer aimed at."""

    sentence: str
    steps: dict[str, str | float]


def wbk(number, effort, total):
    """The sentence of a plan of UNIT for WBK."""
    holds = "cukup untuk memenuhi semua syarat nilai WBK"
    return f"{number} perbaikan dengan upaya {effort} {holds}: total 68,53 menjadi {total}."


# The plans of UNIT, written down once; the first test checks by hand that their steps hold every gate.
PLAN = Told(
    wbk(13, "23,6", "75,02"),
    {
        "R.6.ii.a": "A", "P.4.i.a": "A", "P.4.i.b": "A", "P.5.i.a": "A", "R.3.ii.a": "B", "R.5.ii.a": 0.945945945946,
        "P.1.iv.b": "A", "P.1.iv.c": "A", "R.1.iii.a": "A", "P.1.ii.a": "Ya", "P.1.ii.b": "A", "P.1.ii.c": "A",
        "R.1.i.a": 0.742857142857,
    },
)  # fmt: skip
PLAN_WBBM = Told(
    "30 perbaikan dengan upaya 65,7 cukup untuk memenuhi semua syarat nilai WBBM: total 68,53 menjadi 85,00.",
    {
        "R.6.ii.a": "A", "P.4.i.a": "A", "P.4.i.b": "A", "R.5.ii.a": 1.0, "P.5.i.a": "A", "R.3.ii.a": "A",
        "R.5.i.a": "A", "B.I.b.1": "A", "R.4.ii.a": "B", "R.4.iii.a": "B", "R.3.iii.a": 0.933333333333,
        "P.2.ii.a": "A", "P.2.ii.b": "A", "P.2.ii.d": "A", "P.5.iv.b": "A", "P.5.iv.c": "A",
        "R.4.i.a": 0.838709677419, "P.3.v.a": "A", "P.5.i.b": "A", "P.1.iv.b": "A", "P.1.iv.c": "A", "R.1.iii.a": "A",
        "P.1.ii.a": "Ya", "P.1.ii.b": "A", "P.1.ii.c": "A", "R.6.i.b": 0.583333333333, "R.1.i.a": 0.742857142857,
        "R.1.i.b": 0.55, "R.1.ii.a": "A", "B.II.a.1": 3.6,
    },
)  # fmt: skip
# The first two steps of PLAN put off.
PLAN_WITHOUT_TWO = Told(
    wbk(14, "25,6", "75,00"),
    {
        "P.4.i.b": "A", "R.5.ii.a": 1.0, "P.5.i.a": "A", "R.3.ii.a": "A", "R.5.i.a": "B", "R.4.i.a": 0.677419354839,
        "R.6.i.a": "A", "P.1.iv.b": "A", "P.1.iv.c": "A", "R.1.iii.a": "A", "P.1.ii.a": "Ya", "P.1.ii.b": "A",
        "P.1.ii.c": "A", "R.1.i.a": 0.742857142857,
    },
)  # fmt: skip
# Units of 2025 by their own plans for WBK: effort and total after it.
EFFORTS = {
    UNIT["unit"]: (23.644015444, 75.01650943723402),
    "Contoh 07 – Kantor Pelayanan": (9.919413919, 77.68639423076966),
    "Contoh 17 – Sekolah": (31.196296296, 75.01090753690798),
    "Contoh 22 – Kantor Wilayah": (61.855134112, 75.0039578606877),
}


def stored(store):
    """The values of UNIT's answers by whoever judged last."""
    return by_hand.judged(store, UNIT["tahun"])[UNIT["unit"]]


def changed(values, changes):
    """The values after some answers are given anew: question -> answer."""
    return values | {kode: oracle.worth(kode, answer) for kode, answer in changes.items()}
