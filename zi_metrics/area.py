"""One area (Pokja) across units: who is weak where, what loses the most points, and does it get better."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instrument import load_instrument
from zi_metrics.points import NodeRow, load_points
from zi_metrics.portfolio import LATEST, choose_judge, in_scope
from zi_metrics.scoring import GATE_TOLERANCE
from zi_metrics.store import tables
from zi_metrics.store.connection import Store


@dataclass(frozen=True)
class Area:
    """One area (Pokja) over the units of a year.

    units: unit, penilaian_id, penilai, nilai, bobot, bagian (shares), terjawab, pertanyaan; best first
    shares: units (rows, best first) x sub-indicators (columns, the form's order), shares 0 to 1, NaN = no data
    subindicators, questions: `weakest` of them
    trend: `area_trend`
    """

    units: pd.DataFrame
    shares: pd.DataFrame
    subindicators: pd.DataFrame
    questions: pd.DataFrame
    trend: pd.DataFrame

    def sentences(self, minima: dict[str, float]) -> list[str]:
        """What matters most: how many units reach each minimum, and where the most points are lost.

        minima: predicate's short name -> share of the area's bobot.
        """
        shares = self.units["bagian"]
        reached = [
            f"{(shares >= share - GATE_TOLERANCE).sum()} dari {len(shares)} unit mencapai minimum {name} "
            f"({format_percent(share)})"
            for name, share in minima.items()
        ]
        worst = self.subindicators.iloc[0]
        return [
            "; ".join(reached) + ".",
            f"Poin terbanyak hilang pada {worst['kode']} {worst['nama']}: rata-rata {format_number(worst['kurang'])} "
            f"dari {format_number(worst['bobot'])} poin.",
        ]


def area(store: Store, pokja: int, tahun: int, penilai: str = LATEST, samples: bool = False) -> Area | None:
    """One area over the units judged in a year; None when nothing was judged."""
    everything = in_scope(tables.assessments(store), samples)
    chosen = choose_judge(everything[everything["tahun"] == tahun], penilai)
    if chosen.empty:
        return None
    areas = area_scores(store, chosen)
    units = areas[areas["pokja"] == pokja].merge(chosen[["penilaian_id", "unit", "penilai"]], on="penilaian_id")
    units = units.sort_values(["bagian", "unit"], ascending=[False, True]).reset_index(drop=True)
    leaves = subindicator_scores(store, chosen, pokja).merge(chosen[["penilaian_id", "unit"]], on="penilaian_id")
    # A sub-indicator without any answer has no figure to show: missing, not zero.
    leaves["tampil"] = leaves["bagian"].where(leaves["terjawab"] > 0)
    shares = leaves.pivot(index="unit", columns="kode", values="tampil")
    shares = shares.reindex(index=units["unit"], columns=list(dict.fromkeys(leaves["kode"])))
    return Area(
        units=units,
        shares=shares,
        subindicators=weakest(leaves),
        questions=weakest(question_scores(store, chosen, pokja)),
        trend=area_trend(store, pokja, penilai, samples),
    )


def area_scores(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """The areas of several assessments: Pemenuhan and Reform together.

    Columns: penilaian_id, pokja, nama, bobot, nilai (points), bagian (nilai / bobot), terjawab, pertanyaan.
    """
    nodes = _named_nodes(store, chosen, lambda n: n.pokja is not None and n.jenis == "simpul")
    roots = {n.kode for i in chosen["instrumen"].unique() for n in load_instrument(i).nodes() if n.pokja is not None}
    own = nodes[nodes["kode"].isin(roots)]
    sums = own.groupby(["penilaian_id", "pokja"], as_index=False).agg(
        nama=("nama", "first"),
        bobot=("bobot", "sum"),
        nilai=("nilai", "sum"),
        terjawab=("terjawab", "sum"),
        pertanyaan=("pertanyaan", "sum"),
    )
    return sums.assign(bagian=sums["nilai"] / sums["bobot"])


def subindicator_scores(store: Store, chosen: pd.DataFrame, pokja: int | None = None) -> pd.DataFrame:
    """The sub-indicators (nodes with questions) of several assessments, of one area or of all.

    Columns: penilaian_id, kode, nama, induk, pokja, bobot, nilai (points), bagian (nilai / bobot), kurang (points
    missing to full), terjawab, pertanyaan; in the form's order.
    """
    nodes = _named_nodes(store, chosen, lambda n: n.jenis == "simpul" and (pokja is None or n.pokja == pokja))
    leaves = {n.kode for i in chosen["instrumen"].unique() for n in load_instrument(i).nodes() if n.pertanyaan}
    nodes = nodes[nodes["kode"].isin(leaves)].reset_index(drop=True)
    return nodes.assign(bagian=nodes["nilai"] / nodes["bobot"], kurang=nodes["bobot"] - nodes["nilai"])


def question_scores(store: Store, chosen: pd.DataFrame, pokja: int) -> pd.DataFrame:
    """The questions of one area over several assessments; columns as `subindicator_scores`."""
    nodes = _named_nodes(store, chosen, lambda n: n.jenis == "pertanyaan" and n.pokja == pokja)
    return nodes.assign(bagian=nodes["nilai"] / nodes["bobot"], kurang=nodes["bobot"] - nodes["nilai"])


def weakest(scores: pd.DataFrame) -> pd.DataFrame:
    """Nodes over several assessments, the most points lost first.

    scores: as `subindicator_scores` or `question_scores`. Columns: kode, nama, bobot, bagian (mean share reached),
    kurang (mean points lost), unit (number of assessments), belum_penuh (how many lack points), kosong (how many have
    an open question).
    """
    table = (
        scores.assign(belum_penuh=scores["kurang"] > 1e-9, kosong=scores["terjawab"] < scores["pertanyaan"])
        .groupby(["kode", "nama", "bobot"], as_index=False, sort=False)
        .agg(
            bagian=("bagian", "mean"),
            kurang=("kurang", "mean"),
            unit=("penilaian_id", "nunique"),
            belum_penuh=("belum_penuh", "sum"),
            kosong=("kosong", "sum"),
        )
    )
    return table.sort_values("kurang", ascending=False, kind="stable").reset_index(drop=True)


def area_trend(store: Store, pokja: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    """One area over the years: tahun, unit (how many), rata_rata, terendah, tertinggi (shares of the bobot)."""
    chosen = choose_judge(in_scope(tables.assessments(store), samples), penilai)
    if chosen.empty:
        return pd.DataFrame(columns=["tahun", "unit", "rata_rata", "terendah", "tertinggi"])
    areas = area_scores(store, chosen)
    areas = areas[areas["pokja"] == pokja].merge(chosen[["penilaian_id", "tahun"]], on="penilaian_id")
    return areas.groupby("tahun", as_index=False).agg(
        unit=("penilaian_id", "nunique"),
        rata_rata=("bagian", "mean"),
        terendah=("bagian", "min"),
        tertinggi=("bagian", "max"),
    )


def _named_nodes(store: Store, chosen: pd.DataFrame, keep: Callable[[NodeRow], bool]) -> pd.DataFrame:
    """Stored scores of the nodes that `keep` lets through, with their names, in the form's order."""
    parts = []
    for kode, group in chosen.groupby("instrumen"):
        rows = [n for n in load_points(kode).nodes if keep(n)]
        names = pd.DataFrame([vars(n) for n in rows]).assign(urutan=range(len(rows)))
        scores = tables.node_scores(store, group["penilaian_id"], [n.kode for n in rows])
        parts.append(scores.merge(names, on="kode"))
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(["penilaian_id", "urutan"]).drop(columns="urutan").reset_index(drop=True)
