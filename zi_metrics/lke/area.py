"""One area (Pokja) across units: who is weak where, what loses the most points, and does it get better."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.chosen import LATEST, by_instrument, choose_judge, in_scope, judged_in
from zi_metrics.near_minimum import format_percent_minimum
from zi_metrics.penilai import according_to, counted
from zi_metrics.scoring.points import NodeRow, load_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.node_sums import Asked, means_of_nodes, numbered_scores, sums_of_assessments
from zi_metrics.tolerance import SUM_TOLERANCE

# Decimals of points, beyond which two sums are the same.
_SAME = 12
UNIT_COLUMNS = (
    "penilaian_id",
    "pokja",
    "nama",
    "bobot",
    "nilai",
    "nilai_tertinggi",
    "terjawab",
    "pertanyaan",
    "bagian",
    "unit",
    "penilai",
    "minima",
)


@dataclass(frozen=True)
class Area:
    """One area (Pokja) over the units of a year.

    units: unit, penilaian_id, penilai, nilai, nilai_tertinggi (if all that is open got full marks), bobot, bagian
        (shares), terjawab, pertanyaan, minima (predicate's short name -> share of the bobot, as the unit's own
        instrument sets it); best first
    shares: units (rows, best first) x sub-indicators (columns, the form's order), shares 0 to 1, NaN = no data
    subindicators, questions: `weakest` of them
    trend: `area_trend`
    minima: predicate's short name -> share of the area's bobot; only what all instruments that set one set alike
    """

    units: pd.DataFrame
    shares: pd.DataFrame
    subindicators: pd.DataFrame
    questions: pd.DataFrame
    trend: pd.DataFrame
    minima: dict[str, float]

    def sentences(self) -> list[str]:
        """What matters most: how many units reach each minimum, if there are minima; where the most points are lost."""
        words = self.reached()
        reached = ["; ".join(words) + "."] if words else []
        return [*reached, self.worst()]

    def reached(self) -> list[str]:
        """How many units reach each minimum, and of how many nothing can be said: a part of a sentence for each."""
        shares, judges = self.units["bagian"], self.units["penilai"]
        minima: list[dict[str, float]] = self.units["minima"].tolist()
        words = []
        for name in dict.fromkeys(name for own in minima for name in own):
            needed = pd.Series([own.get(name, float("nan")) for own in minima], shares.index, dtype=float)
            share = f" ({format_percent_minimum(self.minima[name])})" if name in self.minima else ""
            held = self.units[shares >= needed - SUM_TOLERANCE]
            whose = f" ({according_to(held['penilai'].tolist(), judges)})" if len(held) and judges.nunique() > 1 else ""
            words.append(f"{len(held)} dari {needed.count()} unit mencapai minimum {name}{share}{whose}")
        # Those who have not reached the lowest minimum, but still can by what they have left open.
        least = [min(own.values(), default=float("nan")) - SUM_TOLERANCE for own in minima]
        lowest = pd.Series(least, shares.index, dtype=float)
        undecided = judges[(shares < lowest) & (self.units["nilai_tertinggi"] / self.units["bobot"] >= lowest)]
        whose = f" ({counted(undecided)})" if judges.nunique() > 1 else ""
        words += [f"{len(undecided)} unit belum dapat dinilai{whose}"] if len(undecided) else []
        without = lowest.isna().sum()
        words += [f"{without} unit dinilai dengan instrumen tanpa minimum area"] if words and without else []
        return words

    def worst(self) -> str:
        """Where the most points are lost, in a sentence."""
        if not self.units["terjawab"].sum():
            return "Belum ada pertanyaan area ini yang dijawab."
        worst = self.subindicators.iloc[0]
        whose = f", {self.whose()}" if self.whose() else ""
        return (
            f"Poin terbanyak hilang pada {worst['kode']} {worst['nama']}: rata-rata {format_number(worst['kurang'])} "
            f"dari {format_number(worst['bobot'])} poin{whose}."
        )

    def whose(self) -> str:
        """Whose figures the means are over ('atas penilaian 18 TPI, 6 unit sendiri'); '' where all are one judge's."""
        judges = self.units["penilai"]
        return f"atas penilaian {counted(judges)}" if judges.nunique() > 1 else ""


def area(
    store: Store,
    pokja: int,
    tahun: int,
    penilai: str = LATEST,
    samples: bool = False,
    everything: pd.DataFrame | None = None,
) -> Area | None:
    """One area over the units judged in a year; None when nothing was judged.

    everything: `tables.assessments`, where they are known already; they are read where not
    """
    everything = in_scope(tables.assessments(store) if everything is None else everything, samples)
    chosen = judged_in(everything, tahun, penilai)
    if chosen.empty:
        return None
    # Over the years by every judge, or by the one asked for.
    judged = everything if penilai == LATEST else choose_judge(everything, penilai)
    areas = _area_sums(store, pokja, judged)
    units = areas.merge(chosen[["penilaian_id", "unit", "penilai", "instrumen", "instrumen_versi"]], on="penilaian_id")
    if units.empty:
        # None of the instruments used has such an area.
        return None
    which = list(zip(units.pop("instrumen"), units.pop("instrumen_versi"), strict=True))
    minima = {one: area_minima(load_instrument(*one), pokja) for one in dict.fromkeys(which)}
    units["minima"] = pd.Series([minima[one] for one in which], units.index, dtype=object)
    units = units.sort_values(["bagian", "unit"], ascending=[False, True]).reset_index(drop=True)
    parts = asked_nodes(chosen, pokja, "daun")
    below = asked_nodes(chosen, pokja, "daun", "pertanyaan")
    means = _means(store, below)
    return Area(
        units=units,
        shares=_shares(store, parts, units),
        subindicators=means[means["daun"]][list(WEAKEST_COLUMNS)].reset_index(drop=True),
        questions=means[~means["daun"]][list(WEAKEST_COLUMNS)].reset_index(drop=True),
        trend=area_trend(areas, judged),
        minima=_common_minima(units["minima"]),
    )


@dataclass(frozen=True)
class AskedNodes:
    """Nodes of an area, of the assessments of several units: what the store is asked for (`store.node_sums`).

    asked: an entry for each instrument
    named: kode, nama, bobot, daun (bool: a sub-indicator) and urutan of each node, by its number (index)
    penilaian_id: the assessments', in the order of their numbers
    """

    asked: list[Asked]
    named: pd.DataFrame
    penilaian_id: pd.Series


def asked_nodes(chosen: pd.DataFrame, pokja: int, *kinds: str) -> AskedNodes:
    """The nodes of an area of some assessments. kinds: 'daun' = the sub-indicators, 'pertanyaan' = the questions."""
    ordered = chosen.sort_values("penilaian_id").reset_index(drop=True)
    parts = []
    for instrument, group in by_instrument(ordered):
        nodes = _nodes_of(instrument.kode, instrument.versi, pokja)
        own = [nodes["daun"] if kind == "daun" else nodes["jenis"] == kind for kind in kinds]
        parts.append((group, nodes[np.logical_or.reduce(own)]))
    # Nodes of two instruments are one where they read alike and are worth the same; the form's order within each.
    same = ["kode", "nama", "bobot", "daun"]
    named = pd.concat([own[[*same, "urutan"]] for _, own in parts]).drop_duplicates(same).reset_index(drop=True)
    numbers = {key: place for place, key in enumerate(zip(*(named[name] for name in same), strict=True))}
    asked = [
        Asked(
            group["penilaian_id"],
            group.index.tolist(),
            own.assign(nomor=[numbers[key] for key in zip(*(own[name] for name in same), strict=True)]),
        )
        for group, own in parts
        if not own.empty
    ]
    return AskedNodes(asked, named, ordered["penilaian_id"])


def _area_sums(store: Store, pokja: int, judged: pd.DataFrame) -> pd.DataFrame:
    """The area of several assessments, Pemenuhan and Reform together, as `area_scores`."""
    names, asked = {}, []
    for instrument, group in by_instrument(judged.reset_index(drop=True)):
        nodes = _nodes_of(instrument.kode, instrument.versi, pokja)
        own = nodes[nodes["seluruh_area"]].assign(nomor=0)
        if not own.empty:
            names[instrument.kode, instrument.versi] = own["nama"].iloc[0]
            asked.append(Asked(group["penilaian_id"], group.index.tolist(), own))
    if not asked:
        return pd.DataFrame(columns=["penilaian_id", "bagian"])
    sums = sums_of_assessments(store, asked)
    own = judged.iloc[sums.pop("penilaian").to_numpy()]
    which = zip(own["instrumen"], own["instrumen_versi"], strict=True)
    sums.insert(0, "penilaian_id", own["penilaian_id"].to_numpy())
    sums.insert(1, "pokja", pokja)
    sums.insert(2, "nama", [names[one] for one in which])
    return sums.assign(bagian=sums["nilai"] / sums["bobot"])


def _shares(store: Store, parts: AskedNodes, units: pd.DataFrame) -> pd.DataFrame:
    """Units x sub-indicators; one without any answer has no figure to show: missing, not zero."""
    scores = numbered_scores(store, parts.asked)
    bobot = parts.named["bobot"].to_numpy(float)[scores["simpul"]]
    place = pd.Series(range(len(units)), index=units["penilaian_id"]).reindex(parts.penilaian_id).to_numpy()
    codes = list(dict.fromkeys(parts.named["kode"]))
    column = np.array([codes.index(kode) for kode in parts.named["kode"]], dtype=int)
    shares = np.full((len(units), len(codes)), np.nan)
    shown = (scores["terjawab"] > 0).to_numpy()
    rows, columns = place[scores["penilaian"]][shown].astype(int), column[scores["simpul"]][shown]
    shares[rows, columns] = (scores["nilai"].to_numpy(float) / bobot)[shown]
    return pd.DataFrame(shares, index=pd.Index(units["unit"], name="unit"), columns=pd.Index(codes, name="kode"))


def _means(store: Store, parts: AskedNodes) -> pd.DataFrame:
    """As `weakest`, summed by the store, and daun."""
    means = means_of_nodes(store, parts.asked)
    table = means.join(parts.named, on="simpul").sort_values(["pertama", "urutan"])
    # Sums of floats differ by their order, which nobody sets: what differs by less than that is the same.
    order = table["kurang"].round(_SAME).sort_values(ascending=False, kind="stable").index
    return table.loc[order]


def area_minima(instrument: Instrument, pokja: int) -> dict[str, float]:
    """The minima of one area as shares of its bobot, by the predicate's short name; empty where none are set."""
    gate = instrument.gate_over(instrument.area_nodes(pokja))
    if gate is None:
        return {}
    weight = instrument.gate_weight(gate)
    points = {p: instrument.gate_minimum(gate, p) for p in instrument.predikat}
    return {instrument.predikat[p].singkatan: m / weight for p, m in points.items() if m is not None}


def area_nodes(store: Store, pokja: int, judged: pd.DataFrame, detailed: Iterable[str]) -> pd.DataFrame:
    """Stored scores of the nodes of one area, by one query, with their names; the form's order in each assessment.

    judged: assessments, as `tables.assessments` gives them; detailed: the ids of those whose sub-indicators and
    questions are wanted, not the area alone.
    Columns: penilaian_id, those of `tables.node_scores` and of `NodeRow`, seluruh_area and daun (bool: the node is the
    area, or one of its two, Pemenuhan and Reform; it has questions). Empty where no instrument has such an area.
    """
    parts = [
        (_nodes_of(instrument.kode, instrument.versi, pokja), group["penilaian_id"])
        for instrument, group in by_instrument(judged)
    ]
    in_detail = set(detailed)
    wanted = []
    for nodes, ids in parts:
        whole = ids.isin(in_detail)
        wanted += [(ids[whole], nodes["kode"]), (ids[~whole], nodes.loc[nodes["seluruh_area"], "kode"])]
    scores = tables.node_scores_each(store, wanted)
    named = [scores[scores["penilaian_id"].isin(ids)].merge(nodes, on="kode") for nodes, ids in parts]
    table = pd.concat(named, ignore_index=True)
    return table.sort_values(["penilaian_id", "urutan"]).drop(columns="urutan").reset_index(drop=True)


def area_scores(nodes: pd.DataFrame) -> pd.DataFrame:
    """The area of several assessments, Pemenuhan and Reform together, from its `area_nodes`.

    Columns: penilaian_id, pokja, nama, bobot, nilai, nilai_tertinggi (points), bagian (nilai / bobot), terjawab,
    pertanyaan.
    """
    own = nodes[nodes["seluruh_area"]]
    sums = own.groupby(["penilaian_id", "pokja"], as_index=False).agg(
        nama=("nama", "first"),
        bobot=("bobot", "sum"),
        nilai=("nilai", "sum"),
        nilai_tertinggi=("nilai_tertinggi", "sum"),
        terjawab=("terjawab", "sum"),
        pertanyaan=("pertanyaan", "sum"),
    )
    return sums.assign(bagian=sums["nilai"] / sums["bobot"])


def subindicator_scores(nodes: pd.DataFrame) -> pd.DataFrame:
    """The sub-indicators (nodes with questions) among `area_nodes`.

    Columns: those of `area_nodes`, bagian (nilai / bobot) and kurang (points missing to full); in the form's order.
    """
    return _with_share(nodes[nodes["daun"]])


def question_scores(nodes: pd.DataFrame) -> pd.DataFrame:
    """The questions among `area_nodes`; columns as `subindicator_scores`."""
    return _with_share(nodes[nodes["jenis"] == "pertanyaan"])


WEAKEST_COLUMNS = ("kode", "nama", "bobot", "bagian", "kurang", "unit", "belum_penuh", "kosong")


def weakest(scores: pd.DataFrame) -> pd.DataFrame:
    """Nodes over several assessments, the most points lost first.

    scores: as `subindicator_scores` or `question_scores`. Columns: kode, nama, bobot, bagian (mean share reached),
    kurang (mean points lost), unit (number of assessments), belum_penuh (how many lack points), kosong (how many have
    an open question).
    """
    table = (
        scores.assign(belum_penuh=scores["kurang"] > SUM_TOLERANCE, kosong=scores["terjawab"] < scores["pertanyaan"])
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


TREND_COLUMNS = ("tahun", "penilai", "instrumen", "unit", "rata_rata", "terendah", "tertinggi")


def area_trend(areas: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """One area over the years, for each judge of its own: judges differ in strictness, so that a line from one to
    another would show the change of judge, not of the units.

    areas: `area_scores` of the assessments `judged`. Columns: tahun, penilai, instrumen (its kode), unit (how many),
    rata_rata, terendah, tertinggi (shares of the bobot). An area with open questions is left out: they count 0.
    """
    closed = areas[areas["terjawab"] == areas["pertanyaan"]]
    closed = closed.merge(judged[["penilaian_id", "tahun", "penilai", "instrumen"]], on="penilaian_id")
    return closed.groupby(["tahun", "penilai", "instrumen"], as_index=False).agg(
        unit=("penilaian_id", "nunique"),
        rata_rata=("bagian", "mean"),
        terendah=("bagian", "min"),
        tertinggi=("bagian", "max"),
    )


def _common_minima(minima: pd.Series) -> dict[str, float]:
    """What all that set any set alike."""
    first, *others = [own for own in minima if own] or [{}]
    return {name: share for name, share in first.items() if all(other.get(name) == share for other in others)}


def _nodes_of(kode: str, versi: int, pokja: int) -> pd.DataFrame:
    """The nodes of one area of an instrument: those of `NodeRow`, seluruh_area, daun (bool), urutan (the form's)."""
    instrument = load_instrument(kode, versi)
    rows = [vars(node) for node in load_points(kode, versi).nodes if node.pokja == pokja]
    table = pd.DataFrame(rows, columns=[field.name for field in fields(NodeRow)])
    return table.assign(
        seluruh_area=table["kode"].isin([node.kode for node in instrument.area_nodes(pokja)]),
        daun=table["kode"].isin([node.kode for node in instrument.nodes() if node.pertanyaan]),
        urutan=range(len(table)),
    )


def _with_share(nodes: pd.DataFrame) -> pd.DataFrame:
    return nodes.assign(bagian=nodes["nilai"] / nodes["bobot"], kurang=nodes["bobot"] - nodes["nilai"])
