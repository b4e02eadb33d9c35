"""What the actions say today: which are late, due, without evidence, whose they are, and what is reached of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.scope import Act, Scope, Target

OPEN, DOING, DONE, DROPPED = "belum", "berjalan", "selesai", "batal"
QUARTERS = (1, 2, 3, 4)
# The chips that narrow a list of actions: name -> words.
STATES = {
    "terlambat": "Terlambat",
    "bulan_ini": "Jatuh tempo bulan ini",
    "tanpa_bukti": "Tanpa bukti",
    "milik_saya": "Milik saya",
}
# How `reached` counts, for people.
REACHED_MEANS = (
    "Yang dihitung: tindakan yang tidak dibatalkan. Tercapai berarti realisasinya sampai target; bila target atau "
    "realisasinya belum ditulis, statusnya Selesai."
)
QUARTER_COLUMNS = ("triwulan", "bertarget", "tercapai")


@dataclass(frozen=True)
class Reached:
    """How much of what was promised is reached, see REACHED_MEANS. dihitung: actions that count; tercapai: of these."""

    dihitung: int
    tercapai: int

    @property
    def share(self) -> float | None:
        """The share in [0, 1]; None when nothing counts."""
        return self.tercapai / self.dihitung if self.dihitung else None


def is_open(rows: pd.DataFrame) -> pd.Series:
    """Which actions are still to be done. rows: as `register_rows` gives them, here and below."""
    return ~rows["status"].isin([DONE, DROPPED])


def is_late(rows: pd.DataFrame, day: date) -> pd.Series:
    """Which are still to be done though their due date is over; an action without one is never late."""
    return is_open(rows) & (pd.to_datetime(rows["selesai"]) < pd.Timestamp(day))


def states(rows: pd.DataFrame, scope: Scope, day: date) -> pd.DataFrame:
    """What holds of each action on a day, in the rows' order: a truth value for each name of STATES.

    rows: as `register_rows` gives them; scope: of who is at work.
    terlambat: due before the day, neither done nor dropped; bulan_ini: likewise, due from the day to the month's end;
    tanpa_bukti: done, or under way with a figure, and neither evidence nor link is named; milik_saya: theirs to change
    """
    due = pd.to_datetime(rows["selesai"])
    now = pd.Timestamp(day)
    pending = is_open(rows)
    month_end = now + pd.offsets.MonthEnd(0)
    figures = rows[[f"realisasi_tw{number}" for number in QUARTERS]].notna().any(axis=1)
    shown = (rows["status"] == DONE) | ((rows["status"] == DOING) & figures)
    return pd.DataFrame(
        {
            "terlambat": is_late(rows, day),
            "bulan_ini": pending & (due >= now) & (due <= month_end),
            "tanpa_bukti": shown & (rows["bukti"] == "") & (rows["tautan"] == ""),
            "milik_saya": _mine(rows, scope),
        },
        index=rows.index,
    )


def reached(rows: pd.DataFrame) -> Reached:
    """How many actions reached what they promised, see REACHED_MEANS."""
    counted = rows[rows["status"] != DROPPED]
    return Reached(len(counted), int(is_reached(counted).sum()))


def is_reached(rows: pd.DataFrame) -> pd.Series:
    """Whether each action reached what it promised: its figures where both are written, else its status."""
    quarters = rows[[f"target_tw{number}" for number in QUARTERS]].astype(float).sum(axis=1, min_count=1)
    target = rows["target"].astype(float).fillna(quarters)
    done = rows[[f"realisasi_tw{number}" for number in QUARTERS]].astype(float).sum(axis=1, min_count=1)
    told = target.notna() & done.notna()
    return (done >= target).where(told, rows["status"] == DONE)


def by_quarter(rows: pd.DataFrame) -> pd.DataFrame:
    """How many actions have a target in each quarter, and how many reached it. Columns: QUARTER_COLUMNS."""
    counted = rows[rows["status"] != DROPPED]
    found = []
    for number in QUARTERS:
        target = counted[f"target_tw{number}"].astype(float)
        done = counted[f"realisasi_tw{number}"].astype(float)
        asked = target > 0
        found.append((number, int(asked.sum()), int((asked & (done >= target)).sum())))
    return pd.DataFrame(found, columns=list(QUARTER_COLUMNS))


def sentence(rows: pd.DataFrame, found: pd.DataFrame) -> str:
    """The one sentence that matters. found: the rows' `states`."""
    if rows.empty:
        return "Belum ada rencana aksi."
    share = reached(rows)
    counts = {name: format_number(int(found[name].sum()), 0) for name in STATES}
    words = (
        f"{counts['terlambat']} tindakan terlambat, {counts['bulan_ini']} jatuh tempo sampai akhir bulan ini, "
        f"{counts['tanpa_bukti']} tanpa bukti"
    )
    if share.share is None:
        return f"{words}."
    return f"{words}; {format_percent(share.share)} target tercapai ({share.tercapai} dari {share.dihitung})."


def marks(found: pd.DataFrame) -> list[str]:
    """A word for each action on what is wrong with it, in the order of `states`; '–' where nothing is."""
    words = {"terlambat": "▲ Terlambat", "bulan_ini": "◷ Bulan ini", "tanpa_bukti": "○ Tanpa bukti"}
    return ["; ".join(word for name, word in words.items() if row[name]) or MISSING for row in found.to_dict("records")]


def _mine(rows: pd.DataFrame, scope: Scope) -> list[bool]:
    known: Mapping[tuple, bool] = {
        (unit_id, pokja): scope.may(
            Act.RENCANA_AKSI, Target(unit_id, pokja=None if pd.isna(pokja) else frozenset({int(pokja)}))
        )
        for unit_id, pokja in _places(rows)
    }
    return [known[place] for place in _places(rows)]


def _places(rows: pd.DataFrame) -> list[tuple]:
    # A missing area is the same place wherever it is missing.
    areas = [None if pd.isna(pokja) else int(pokja) for pokja in rows["pokja"]]
    return list(zip(rows["unit_id"], areas, strict=True))
