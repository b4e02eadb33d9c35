"""Many units' outlooks: the chance of each after its next judge, and how many are to be expected to make it."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_list, format_number
from zi_metrics.lke.assessment import Assessment
from zi_metrics.outlook.unit import Outlook

# Of `outlook_table`.
OUTLOOK_COLUMNS = ("unit", "ke", "total", "perkiraan", "total_rendah", "total_tinggi", "peluang", "rendah", "tinggi")


class Expected(NamedTuple):
    """How many units are to be expected to hold all gates after their next judges.

    unit: units with a chance
    kini: of these, how many hold all gates now
    nanti: the sum of their chances
    hilang: of those that hold now, how many are to be expected to lose it
    """

    unit: int
    kini: int
    nanti: float
    hilang: float


def outlook_table(assessments: Sequence[Assessment], found: Iterable[Outlook | None], predikat: str) -> pd.DataFrame:
    """A row per unit, in the order given; those without an outlook are left out.

    OUTLOOK_COLUMNS: ke (the next judge's code; None = surveys' errors only), total (points now), perkiraan and its
    80 % range, peluang (0-1) and its 90 % range, of the predicate.
    """
    rows = []
    for assessment, one in zip(assessments, found, strict=True):
        if one is None or predikat not in one.peluang:
            continue
        own = one.peluang[predikat]
        total, every = own.total, own.semua
        points = one.total, total.perkiraan, total.rendah, total.tinggi
        rows.append((assessment.unit, one.ke, *points, every.peluang, every.rendah, every.tinggi))
    return pd.DataFrame(rows, columns=list(OUTLOOK_COLUMNS))


def expected(table: pd.DataFrame, holds_now: Callable[[str], bool]) -> Expected:
    """What an `outlook_table` comes to. holds_now: unit -> whether all gates hold by the stored assessment."""
    now = table["unit"].map(holds_now).astype(bool)
    lost = (1 - table["peluang"])[now].sum()
    return Expected(len(table), int(now.sum()), float(table["peluang"].sum()), float(lost))


def expected_sentence(table: pd.DataFrame, found: Expected, predikat: str, everyone: int) -> str:
    """The one sentence. predikat: short name; everyone: how many units there are, with a chance or without."""
    if not found.unit:
        return "Belum ada unit yang peluangnya dapat dihitung: pasangan penilaian dari masa lalu belum cukup."
    judges = [PENILAI_SHORT[judge] for judge in dict.fromkeys(table["ke"].dropna())]
    who = f"dinilai {format_list(judges)} seperti unit lain yang lalu" if judges else "survei diulang"
    alone = int(table["ke"].isna().sum()) if judges else 0
    unjudged = f" Pada {alone} unit di antaranya hanya galat surveinya yang dihitung, tanpa koreksi." if alone else ""
    rest = everyone - found.unit
    left_out = f" {rest} unit lain tidak punya penilai berikutnya atau pasangan yang cukup." if rest else ""
    return (
        f"Bila {who}, diperkirakan {format_number(found.nanti, 1)} dari {found.unit} unit memenuhi semua syarat nilai "
        f"{predikat} (kini {found.kini}); dari yang kini memenuhi, {format_number(found.hilang, 1)} diperkirakan "
        f"kehilangan.{unjudged}{left_out}"
    )
