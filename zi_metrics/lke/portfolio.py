"""Many units at once: who will make it, who will not, why, and is it getting better."""

import pandas as pd

from zi_metrics.bahasa import format_change, format_list
from zi_metrics.lke.chosen import LATEST, by_instrument, in_scope, instruments_of, judged_in
from zi_metrics.scoring.score import MISSED, gate_table
from zi_metrics.scoring.standing import STATUS, standing
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

_FEW = 3

ORDERS = {
    "total": "Total tertinggi",
    "kurang": "Banyak syarat gagal",
    "perubahan": "Paling turun",
    "nama": "Nama unit",
}


def gates_of(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """The gates of several assessments, each by its own instrument: `scoring.score.gate_table` with penilaian_id."""
    groups = [(instrument, group["penilaian_id"].tolist()) for instrument, group in by_instrument(chosen)]
    if not groups:
        return pd.DataFrame(columns=["penilaian_id"])
    wanted = [(ids, sorted({node for gate in instrument.syarat for node in gate.simpul})) for instrument, ids in groups]
    nodes = tables.node_scores_each(store, wanted)
    parts = [gate_table(instrument, nodes[nodes["penilaian_id"].isin(ids)]) for instrument, ids in groups]
    return pd.concat(parts, ignore_index=True)


# Beside those of assessments and of their standing.
CHANGE_COLUMNS = ("total_sebelumnya", "perubahan")


def overview(store: Store, tahun: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    """One row per unit that was judged in a year, best total first.

    Columns: those of `tables.assessments`, those of `standing`, total_sebelumnya (points: the same judge's total of the
    year before by the same instrument, NaN = none) and perubahan (points since then; NaN = none, or one of the two has
    open questions: as they count 0, the difference would be none of the unit's doing).
    """
    everything = in_scope(tables.assessments(store), samples)
    chosen = judged_in(everything, tahun, penilai)
    if chosen.empty:
        return chosen.assign(total=[], status=[])
    same = ["unit_id", "penilai", "instrumen"]
    before = everything[everything["tahun"] == tahun - 1][[*same, "penilaian_id", "instrumen_versi"]]
    gates = gates_of(store, pd.concat([chosen, before]))
    table = chosen.merge(standing(gates), on="penilaian_id")
    earlier = before.merge(standing(gates)[["penilaian_id", "total", "belum_dijawab"]], on="penilaian_id")
    earlier = earlier[[*same, "total", "belum_dijawab"]].rename(columns={"total": "total_sebelumnya"})
    table = table.merge(earlier, on=same, how="left", suffixes=("", "_sebelumnya"))
    whole = (table["belum_dijawab"] == 0) & (table.pop("belum_dijawab_sebelumnya") == 0)
    table["perubahan"] = (table["total"] - table["total_sebelumnya"]).where(whole)
    return table.sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)


def count_status(table: pd.DataFrame) -> dict[str, int]:
    """How many units of an `overview` stand where: a count for each key of STATUS, and for others that occur."""
    return {s: int((table["status"] == s).sum()) for s in dict.fromkeys([*STATUS, *table["status"]])}


FAILED_COLUMNS = ("syarat", "unit")


def failed_gates(table: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """Which gates of a predicate hold units back, most often first: syarat (name), unit (how many fail it)."""
    names = table[f"gagal_{predikat}"].explode().dropna()
    return names.value_counts().rename_axis("syarat").reset_index(name="unit")


def summary_sentences(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> list[str]:
    """What matters about an `overview`: how many pass; is it getting better; what holds back; who is nearest.

    short: the predicate's short name. Only what there is something to say about, the first always.
    """
    passed = f"{count_passed(table, predikat)} dari {len(table)} unit memenuhi semua syarat nilai {short}."
    further = [
        _doubt_sentence(table, predikat),
        _change_sentence(table, tahun),
        _obstacle_sentence(table, predikat),
        _nearest_sentence(table, predikat),
    ]
    return [passed, *(sentence for sentence in further if sentence)]


def _doubt_sentence(table: pd.DataFrame, predikat: str) -> str:
    inferred = int((table[f"disimpulkan_{predikat}"] > 0).sum())
    if not inferred:
        return ""
    return (
        f"Minimum syarat {inferred} unit disimpulkan dari peraturan lain, belum dipastikan dari naskah peraturan "
        "formulirnya; putusannya dapat berubah."
    )


def _change_sentence(table: pd.DataFrame, tahun: int) -> str:
    known = table["perubahan"].dropna()
    left_out = int((table["total_sebelumnya"].notna() & table["perubahan"].isna()).sum())
    unfinished = f"{left_out} unit tidak dibandingkan karena ada pertanyaan yang belum dijawab"
    if known.empty:
        return f"Dibanding {tahun - 1}: {unfinished}." if left_out else ""
    moves = ((known > 0, "naik"), (known < 0, "turun"), (known == 0, "tetap"))
    counted = [f"{mask.sum()} unit {word}" for mask, word in moves if mask.any()]
    text = f"Dibanding {tahun - 1} menurut penilai yang sama: {', '.join(counted)}, rata-rata "
    return text + f"{format_change(known.mean())} poin" + (f"; {unfinished}." if left_out else ".")


def _obstacle_sentence(table: pd.DataFrame, predikat: str) -> str:
    # That the total is short says nothing about why.
    totals = {gate.nama for one in instruments_of(table) if (gate := one.gate_over(one.komponen)) is not None}
    failed = failed_gates(table, predikat)
    failed = failed[~failed["syarat"].isin(totals)].head(3)
    named = [f"{gate.syarat} ({gate.unit} unit)" for gate in failed.itertuples()]
    return f"Paling sering belum terpenuhi, selain total: {format_list(named)}." if named else ""


def _nearest_sentence(table: pd.DataFrame, predikat: str) -> str:
    failed = table[f"gagal_{predikat}"].str.len()
    missed = table[table[f"putusan_{predikat}"] == MISSED].assign(gagal=failed)
    # Who misses more than a few is near nothing.
    nearest = missed[missed["gagal"] <= _FEW].sort_values(["gagal", "total"], ascending=[True, False]).head(3)
    named = [f"{unit.unit} (kurang {unit.gagal} syarat)" for unit in nearest.itertuples()]
    return f"Paling dekat: {format_list(named)}." if named else ""


def count_passed(table: pd.DataFrame, predikat: str) -> int:
    """How many units of an `overview` hold every gate of a predicate."""
    return int((table[f"gagal_{predikat}"].str.len() == 0).sum())


def sort_overview(table: pd.DataFrame, order: str, predikat: str) -> pd.DataFrame:
    """An `overview` in one of ORDERS; units without the figure asked for come last."""
    if order == "nama":
        return table.sort_values("unit").reset_index(drop=True)
    if order == "perubahan":
        return table.sort_values("perubahan", na_position="last", kind="stable").reset_index(drop=True)
    if order == "kurang":
        failed = table[f"gagal_{predikat}"].str.len()
        return (
            table.assign(_n=failed)
            .sort_values("_n", ascending=False, kind="stable")
            .drop(columns="_n")
            .reset_index(drop=True)
        )
    return table.sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)
