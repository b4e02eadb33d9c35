"""Many units at once: who will make it, who will not, why, and is it getting better."""

from collections.abc import Mapping

import pandas as pd

from zi_metrics.lke.chosen import LATEST, by_instrument, in_scope, instruments_of, judged_in
from zi_metrics.lke.held_before import notes
from zi_metrics.lke.points_before import points_before
from zi_metrics.lke.prerequisites import Counted, MetOf, count_met, stored_met
from zi_metrics.penilai import counted
from zi_metrics.scoring.score import MET, gate_table
from zi_metrics.scoring.standing import UNKNOWN_PREDICATE, standing
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.node_sums import Asked, numbered_scores


def gates_of(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """The gates of several assessments, each by its own instrument: `scoring.score.gate_table` with penilaian_id."""
    groups = [(instrument, group["penilaian_id"].tolist()) for instrument, group in by_instrument(chosen)]
    if not groups:
        return pd.DataFrame(columns=["penilaian_id"])
    wanted = [(ids, sorted({node for gate in instrument.syarat for node in gate.simpul})) for instrument, ids in groups]
    nodes = tables.node_scores_each(store, wanted)
    parts = [gate_table(instrument, nodes[nodes["penilaian_id"].isin(ids)]) for instrument, ids in groups]
    return pd.concat(parts, ignore_index=True)


def standings(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """`standing` of several assessments, in their order; without their ids, which for very many cost more than all
    figures.

    The index is that of `chosen`.
    """
    chosen_ids = chosen.reset_index(drop=True)
    parts, asked = [], []
    for instrument, group in by_instrument(chosen_ids):
        codes = sorted({node for gate in instrument.syarat for node in gate.simpul})
        nodes = pd.DataFrame({"kode": codes, "bobot": 0.0, "nomor": range(len(codes))})
        asked.append(Asked(group["penilaian_id"], group.index.tolist(), nodes))
        parts.append((instrument, codes, group.index))
    if not asked:
        return pd.DataFrame(columns=["penilaian_id"])
    scores = numbered_scores(store, asked)
    gates = []
    for instrument, codes, own in parts:
        mine = scores if len(parts) == 1 else scores[scores["penilaian"].isin(own)]
        named = mine.assign(kode=pd.Series(codes).iloc[mine["simpul"]].to_numpy())
        gates.append(gate_table(instrument, named.rename(columns={"penilaian": "penilaian_id"})))
    found = standing(pd.concat(gates, ignore_index=True)).set_index("penilaian_id").reindex(chosen_ids.index)
    return found.set_axis(chosen.index)


# Beside those of assessments and of their standing, and catatan_, prasyarat_ and dulu_<predikat> of every predicate of
# the instruments.
CHANGE_COLUMNS = ("tahun_sebelumnya", "tanggal_sebelumnya", "total_sebelumnya", "perubahan")


def overview(
    store: Store,
    tahun: int,
    penilai: str = LATEST,
    samples: bool = False,
    everything: pd.DataFrame | None = None,
    points: pd.DataFrame | None = None,
    met_of: MetOf = stored_met,
) -> pd.DataFrame:
    """One row per unit that was judged in a year, best total first.

    Columns: those of `tables.assessments`, those of `standing`, tahun_sebelumnya, tanggal_sebelumnya, total_sebelumnya
    (year, date and points of the same judge's point in time before, by the same instrument; missing = none), perubahan
    (points since then; NaN = none, or one of the two has open questions: as they count 0, the difference would be none
    of the unit's doing) and per predicate catatan_<p> (what its verdict must be told with, '' = nothing:
    `held_before.notes`), prasyarat_<p> (`prerequisites.Counted`) and dulu_<p> (whether all its gates held at the point
    in time before; None = there is none to compare with). everything: `tables.assessments`, points:
    `tables.points_in_time` of their units, where they are known; met_of: `stored_met`, or the same with its answers
    kept.
    """
    everything = in_scope(tables.assessments(store) if everything is None else everything, samples)
    chosen = judged_in(everything, tahun, penilai)
    if chosen.empty:
        return chosen.assign(total=[], status=[])
    before = _points_before(store, chosen, points)
    stands = standings(store, pd.concat([chosen, before], ignore_index=True))
    table = pd.concat([chosen.reset_index(drop=True), stands.iloc[: len(chosen)]], axis=1)
    held = [name for name in stands.columns if name.startswith("putusan_")]
    then_stood = stands.iloc[len(chosen) :].reset_index(drop=True)[["total", "belum_dijawab", *held]]
    earlier = pd.concat([before.reset_index(drop=True), then_stood], axis=1)
    met_before = earlier.set_index("unit_id")[held] == MET
    earlier = earlier[["unit_id", "tahun", "per_tanggal", "total", "belum_dijawab"]].rename(
        columns={"tahun": "tahun_sebelumnya", "per_tanggal": "tanggal_sebelumnya", "total": "total_sebelumnya"}
    )
    table = table.merge(earlier, on="unit_id", how="left", suffixes=("", "_sebelumnya"))
    whole = (table["belum_dijawab"] == 0) & (table.pop("belum_dijawab_sebelumnya") == 0)
    table["perubahan"] = (table["total"] - table["total_sebelumnya"]).where(whole)
    for name in held:
        then = table["unit_id"].map(met_before[name])
        table[name.replace("putusan_", "dulu_", 1)] = then.astype(object).where(table["perubahan"].notna(), None)
    table = _with_notes(store, table, tahun, met_of)
    return table.sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)


def _points_before(store: Store, chosen: pd.DataFrame, points: pd.DataFrame | None) -> pd.DataFrame:
    """For each of some assessments, one per unit, the same judge's point in time before it by the same instrument."""
    known = tables.points_in_time(store, chosen["unit_id"].tolist()) if points is None else points
    earlier = points_before(known, chosen)
    return earlier.drop_duplicates("unit_id", keep="last")


def _with_notes(store: Store, table: pd.DataFrame, tahun: int, met_of: MetOf) -> pd.DataFrame:
    found: dict[str, dict[str, str]] = {}
    asked: dict[str, dict[str, Counted]] = {}
    for instrument, group in by_instrument(table):
        units = group["unit_id"].tolist()
        if not instrument.prasyarat:
            continue
        known = met_of(store, instrument, tahun, units)
        for predikat, of_unit in notes(instrument, known).items():
            found.setdefault(predikat, {}).update(of_unit)
        for predikat, met in known.items():
            # Units of which the same is recorded share one answer.
            counts = {id(own): count_met(own) for own in {id(own): own for own in met.values()}.values()}
            asked.setdefault(predikat, {}).update({unit: counts[id(own)] for unit, own in met.items()})
    every = dict.fromkeys(predikat for instrument in instruments_of(table) for predikat in instrument.predikat)
    units = table["unit_id"].tolist()
    told = {f"catatan_{p}": [found.get(p, {}).get(unit, "") for unit in units] for p in every}
    nothing = Counted(0, 0, 0)
    counted = {
        f"prasyarat_{p}": pd.Series([asked.get(p, {}).get(unit, nothing) for unit in units], table.index, object)
        for p in every
    }
    return table.assign(**told, **counted)


# What a row holds of a predicate that its own instrument does not know, by the beginning of the column's name; what is
# not named is missing.
_OF_OTHERS = {"catatan_": "", "prasyarat_": Counted(0, 0, 0), "disimpulkan_": 0, "gagal_": [UNKNOWN_PREDICATE]}
_BY_PREDICATE = ("kurang_", "gagal_", "putusan_", "disimpulkan_", "catatan_", "prasyarat_", "dulu_")


def put_together(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of several overviews of one year and judge as the one `overview` of all their units."""
    known = dict.fromkeys(predikat for instrument in instruments_of(rows) for predikat in instrument.predikat)
    own = [f"{what}{predikat}" for predikat in known for what in _BY_PREDICATE]
    kept = [name for name in rows.columns if name in own or not name.startswith(_BY_PREDICATE)]
    table = rows[kept].sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)
    for name in own:
        absent = table[name].isna()
        other = _OF_OTHERS.get(name[: name.index("_") + 1])
        if other is not None and absent.any():
            table[name] = [other if gone else own for own, gone in zip(table[name], absent, strict=True)]
        if name.startswith("disimpulkan_"):
            table[name] = table[name].astype(int)
        elif name.startswith("dulu_"):
            table[name] = table[name].astype(object).where(~absent, None)
    return table


FAILED_COLUMNS = ("syarat", "unit", "penilai")


def failed_gates(table: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """Which gates of a predicate hold units back, most often first.

    Columns: FAILED_COLUMNS. syarat (name), unit (how many fail it), penilai (whose figures these are, '' where all are
    one judge's).
    """
    by_name: dict[str, list[str]] = {}
    for judge, failed in zip(table["penilai"], table[f"gagal_{predikat}"], strict=True):
        for name in failed:
            by_name.setdefault(name, []).append(judge)
    mixed = table["penilai"].nunique() > 1
    rows = [(name, len(judges), counted(judges) if mixed else "") for name, judges in by_name.items()]
    found = pd.DataFrame(rows, columns=list(FAILED_COLUMNS))
    return found.sort_values("unit", ascending=False, kind="stable").reset_index(drop=True)


BRANCH_COLUMNS = ("cabang", "unit", "memenuhi", "rata_rata", "terendah")


def by_branch(table: pd.DataFrame, branch_of: Mapping[str, str], predikat: str) -> pd.DataFrame:
    """The units of an `overview` by branch, best mean total first.

    branch_of: unit_id -> the branch's name; units without one stand under ''.
    Columns: BRANCH_COLUMNS. cabang (name), unit (how many), memenuhi (how many hold every gate of the predicate),
    rata_rata, terendah (points: mean and lowest total).
    """
    named = table.assign(
        cabang=[branch_of.get(unit, "") for unit in table["unit_id"]],
        lulus=table[f"gagal_{predikat}"].str.len() == 0,
    )
    found = named.groupby("cabang", as_index=False).agg(
        unit=("unit_id", "size"), memenuhi=("lulus", "sum"), rata_rata=("total", "mean"), terendah=("total", "min")
    )
    best = found.sort_values(["rata_rata", "cabang"], ascending=[False, True])
    return best[list(BRANCH_COLUMNS)].reset_index(drop=True)


def count_passed(table: pd.DataFrame, predikat: str) -> int:
    """How many units of an `overview` hold every gate of a predicate."""
    return sum(not failed for failed in table[f"gagal_{predikat}"])
