"""The plans of a sample unit, written down once, and what its answers come to; nothing of the product's.

The screens' tests check the steps by hand: with them every gate holds.
"""

from dataclasses import dataclass

import by_hand
import oracle

UNIT = {"unit": "Contoh 11 – Sekolah", "tahun": 2025}


@dataclass(frozen=True)
class Told:
    """What the screen has to tell of a plan: its sentence, and its steps: question -> the answer aimed at.

    counts: of the ratios among them the counts to reach, question -> key -> number
    """

    sentence: str
    steps: dict[str, str | float]
    counts: dict[str, dict[str, float]]

    def changes(self):
        """The plan as the changes of a scenario."""
        return self.steps | self.counts


def wbk(number, effort, total):
    """The sentence of a plan of UNIT for WBK."""
    holds = "cukup untuk memenuhi semua syarat nilai WBK"
    return f"{number} perbaikan dengan upaya {effort} {holds}: total 68,50 menjadi {total}."


# 22 of 35 changes made and 9 of these integrated: one more made, and one more integrated, so that the share stays.
_SHARED = {
    "R.1.i.a": {"jumlah_perubahan": 23},
    "R.1.i.b": {"jumlah_perubahan": 23, "jumlah_terintegrasi": 10},
}
# The plans of UNIT, written down once; the first test checks by hand that their steps hold every gate.
PLAN = Told(
    wbk(14, "24,0", "75,02"),
    {
        "R.6.ii.a": "A", "P.4.i.a": "A", "P.4.i.b": "A", "P.5.i.a": "A", "R.3.ii.a": "B", "R.5.ii.a": 0.945945945946,
        "P.1.iv.b": "A", "P.1.iv.c": "A", "R.1.iii.a": "A", "P.1.ii.a": "Ya", "P.1.ii.b": "A", "P.1.ii.c": "A",
        "R.1.i.a": 0.657142857143, "R.1.i.b": 0.434782608696,
    },
    {"R.5.ii.a": {"selesai": 35}} | _SHARED,
)  # fmt: skip
PLAN_WBBM = Told(
    "27 perbaikan dengan upaya 66,0 cukup untuk memenuhi semua syarat nilai WBBM: total 68,50 menjadi 85,00.",
    {
        "R.6.ii.a": "A", "P.4.i.a": "A", "P.4.i.b": "A", "R.5.ii.a": 1.0, "P.5.i.a": "A", "R.3.ii.a": "A",
        "R.5.i.a": "A", "B.I.b.1": "A", "R.4.iii.a": "B", "R.4.ii.a": "A", "R.4.i.a": 0.903225806452,
        "P.2.ii.a": "A", "P.2.ii.b": "A", "P.2.ii.d": "A", "P.5.iv.b": "A", "P.5.iv.c": "A", "P.1.iv.b": "A",
        "P.1.iv.c": "A", "R.1.iii.a": "A", "P.1.ii.a": "Ya", "P.1.ii.b": "A", "P.1.ii.c": "A",
        "R.6.i.b": 0.583333333333, "R.1.i.b": 0.545454545455, "P.1.i.b": "B", "R.1.ii.a": "A", "B.II.a.1": 3.6,
    },
    {
        "R.5.ii.a": {"selesai": 37}, "R.4.i.a": {"tercapai": 28}, "R.6.i.b": {"dipermudah": 14},
        "R.1.i.b": {"jumlah_perubahan": 22, "jumlah_terintegrasi": 12},
    },
)  # fmt: skip
# The first two steps of PLAN put off.
PLAN_WITHOUT_TWO = Told(
    wbk(15, "26,0", "75,00"),
    {
        "P.4.i.b": "A", "R.5.ii.a": 1.0, "P.5.i.a": "A", "R.3.ii.a": "A", "R.5.i.a": "B", "R.4.i.a": 0.677419354839,
        "R.6.i.a": "A", "P.1.iv.b": "A", "P.1.iv.c": "A", "R.1.iii.a": "A", "P.1.ii.a": "Ya", "P.1.ii.b": "A",
        "P.1.ii.c": "A", "R.1.i.a": 0.657142857143, "R.1.i.b": 0.434782608696,
    },
    {"R.5.ii.a": {"selesai": 37}, "R.4.i.a": {"tercapai": 21}} | _SHARED,
)  # fmt: skip
# Units of 2025 by their own plans for WBK: effort and total after it.
EFFORTS = {
    UNIT["unit"]: (24.00177942, 75.01557776021602),
    "Contoh 07 – Kantor Pelayanan": (9.919413919, 77.70393809041879),
    "Contoh 17 – Sekolah": (31.288888889, 75.03488901838932),
    "Contoh 22 – Kantor Wilayah": (62.084249084, 75.00056456044038),
}


def stored(store):
    """The values of UNIT's answers by whoever judged last."""
    return by_hand.judged(store, UNIT["tahun"])[UNIT["unit"]]


def changed(values, changes):
    """The values after some answers are given anew: question -> answer."""
    return values | {kode: oracle.worth(kode, answer) for kode, answer in changes.items()}
