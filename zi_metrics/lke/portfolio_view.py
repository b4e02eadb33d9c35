"""The part of an overview that somebody looks at: narrowed, sorted over all units, then cut to one page of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from zi_metrics.lke.chosen import by_instrument
from zi_metrics.lke.portfolio import count_passed
from zi_metrics.lke.portfolio_summary import Summary, count_status, summary, towards, whose
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# So many rows at a time: more nobody reads, and drawing them costs what grows with them.
ROWS = 30
UP, DOWN = "naik", "turun"
# How rows can be ordered: by what -> the way that is asked for first.
ORDERS = {"total": DOWN, "nama": UP, "perubahan": UP, "kurang": DOWN, "peluang": DOWN}


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for.

    tahun: the year looked at; predikat, singkatan: a predicate's key and short name
    keadaan: only units that stand so towards the predicate (`portfolio_summary.towards`), '' = all
    cari: only those with these words in their names
    urutan: a key of ORDERS; arah: UP or DOWN, '' = as ORDERS has it; halaman: from 1
    """

    tahun: int
    predikat: str
    singkatan: str
    keadaan: str = ""
    cari: str = ""
    urutan: str = "total"
    arah: str = ""
    halaman: int = 1

    @property
    def way(self) -> str:
        """The way the rows go."""
        return self.arah if self.arah in (UP, DOWN) else ORDERS[self.urutan]


@dataclass(frozen=True)
class View:
    """One page of an overview, and what is said of all of it.

    semua: how many units there are; memenuhi: of these, hold all gates of the predicate; ringkasan: in sentences
    keadaan: standing -> how many; menurut: standing -> whose figures, where there are several judges'
    cocok: how many units are left by what was asked for; halaman, terakhir: this page and the last one, from 1
    pertama: the place of this page's first row among all, from 1; baris: its rows (`portfolio.overview`)
    """

    semua: int
    memenuhi: int
    ringkasan: Summary
    keadaan: Mapping[str, int]
    menurut: Mapping[str, str]
    cocok: int
    halaman: int
    terakhir: int
    pertama: int
    baris: pd.DataFrame


def view(table: pd.DataFrame, wanted: Wanted, peluang: Mapping[str, float] | None = None) -> View:
    """A page of an `overview`. peluang: unit_id -> chance, for the order by it; None = in no order by it."""
    found, standings = narrowed(table, wanted), towards(table, wanted.predikat)
    ordered = sort_overview(found, wanted.urutan, wanted.predikat, wanted.way, peluang or {})
    last = max(1, -(-len(ordered) // ROWS))
    page = min(max(wanted.halaman, 1), last)
    return View(
        semua=len(table),
        memenuhi=count_passed(table, wanted.predikat),
        ringkasan=summary(table, wanted.tahun, wanted.predikat, wanted.singkatan),
        keadaan=count_status(standings, wanted.predikat),
        menurut=whose(table["penilai"], standings),
        cocok=len(ordered),
        halaman=page,
        terakhir=last,
        pertama=(page - 1) * ROWS + 1,
        baris=ordered.iloc[(page - 1) * ROWS : page * ROWS].reset_index(drop=True),
    )


def narrowed(table: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """The units of an `overview` that are asked for."""
    if wanted.keadaan:
        table = table[towards(table, wanted.predikat) == wanted.keadaan]
    words = wanted.cari.casefold().split()
    if words:
        table = table[[all(word in name.casefold() for word in words) for name in table["unit"]]]
    return table


def sort_overview(
    table: pd.DataFrame, urutan: str, predikat: str, arah: str = "", peluang: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """An `overview` in one of ORDERS; units without the figure asked for come last, equal ones by their totals.

    arah: UP or DOWN, '' = as ORDERS has it; peluang: as of `view`
    """
    by: dict[str, Callable[[], pd.Series]] = {
        "total": lambda: table["total"],
        "nama": lambda: table["unit"].str.casefold(),
        "perubahan": lambda: table["perubahan"],
        "kurang": lambda: table[f"gagal_{predikat}"].map(len),
        "peluang": lambda: table["unit_id"].map(dict(peluang or {})).astype(float),
    }
    rising = (arah or ORDERS[urutan]) == UP
    order = table[["total", "unit"]].assign(_by=by[urutan]()).reset_index(drop=True)
    order = order.sort_values(
        ["_by", "total", "unit"], ascending=[rising, False, True], na_position="last", kind="stable"
    )
    return table.take(order.index.to_numpy()).reset_index(drop=True)


def past_totals(store: Store, chosen: pd.DataFrame, points: pd.DataFrame | None = None) -> dict[str, tuple[float, ...]]:
    """Unit -> its totals by the same judge and instrument, up to the assessments of an overview, from old to new.

    Only points in time without open questions, which count 0; of units of which the latest has some, none. Two
    queries, however many units there are. points: `tables.points_in_time` of these units, where they are known
    """
    points = tables.points_in_time(store, chosen["unit_id"].tolist()) if points is None else points
    own = chosen[["unit_id", "penilai", "instrumen", "instrumen_versi", "tahun", "per_tanggal"]]
    same = ["unit_id", "penilai", "instrumen", "instrumen_versi"]
    both = points.merge(own, on=same, suffixes=("", "_ini"))
    upto = both[(both["per_tanggal"] <= both["per_tanggal_ini"]) & (both["tahun"] <= both["tahun_ini"])]
    groups = [
        (group["penilaian_id"].tolist(), [node.kode for node in instrument.komponen])
        for instrument, group in by_instrument(upto)
    ]
    if not groups:
        return {}
    scores = tables.node_scores_each(store, groups).groupby("penilaian_id")[["nilai", "terjawab", "pertanyaan"]].sum()
    upto = upto.merge(scores, left_on="penilaian_id", right_index=True)
    upto = upto.assign(whole=upto["terjawab"] == upto["pertanyaan"])
    upto = upto.sort_values(["unit_id", "per_tanggal", "tahun"], kind="stable")
    latest_whole = upto.groupby("unit_id")["whole"].last()
    kept = upto[upto["whole"] & upto["unit_id"].map(latest_whole)]
    return {str(unit): tuple(group.tolist()) for unit, group in kept.groupby("unit_id")["nilai"]}
