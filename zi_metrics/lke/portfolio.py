"""Many units at once: who will make it, who will not, why, and is it getting better."""

from collections.abc import Mapping

import pandas as pd

from zi_metrics.bahasa import format_change, format_list
from zi_metrics.lke.chosen import LATEST, by_instrument, in_scope, instruments_of, judged_in
from zi_metrics.lke.held_before import count_sentence, notes
from zi_metrics.lke.points_before import points_before
from zi_metrics.lke.prerequisites import Counted, count_met, stored_met
from zi_metrics.penilai import according_to, counted
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


# Beside those of assessments and of their standing, and catatan_ and prasyarat_<predikat> of every predicate of the
# instruments.
CHANGE_COLUMNS = ("tahun_sebelumnya", "tanggal_sebelumnya", "total_sebelumnya", "perubahan")


def overview(store: Store, tahun: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    """One row per unit that was judged in a year, best total first.

    Columns: those of `tables.assessments`, those of `standing`, tahun_sebelumnya, tanggal_sebelumnya, total_sebelumnya
    (year, date and points of the same judge's point in time before, by the same instrument; missing = none), perubahan
    (points since then; NaN = none, or one of the two has open questions: as they count 0, the difference would be none
    of the unit's doing) and per predicate catatan_<p> (what its verdict must be told with, '' = nothing:
    `held_before.notes`) and prasyarat_<p> (`prerequisites.Counted`).
    """
    everything = in_scope(tables.assessments(store), samples)
    chosen = judged_in(everything, tahun, penilai)
    if chosen.empty:
        return chosen.assign(total=[], status=[])
    before = _points_before(store, chosen)
    stands = standing(gates_of(store, pd.concat([chosen, before])))
    table = chosen.merge(stands, on="penilaian_id")
    earlier = before.merge(stands[["penilaian_id", "total", "belum_dijawab"]], on="penilaian_id")
    earlier = earlier[["unit_id", "tahun", "per_tanggal", "total", "belum_dijawab"]].rename(
        columns={"tahun": "tahun_sebelumnya", "per_tanggal": "tanggal_sebelumnya", "total": "total_sebelumnya"}
    )
    table = table.merge(earlier, on="unit_id", how="left", suffixes=("", "_sebelumnya"))
    whole = (table["belum_dijawab"] == 0) & (table.pop("belum_dijawab_sebelumnya") == 0)
    table["perubahan"] = (table["total"] - table["total_sebelumnya"]).where(whole)
    table = _with_notes(store, table, tahun)
    return table.sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)


def _points_before(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """For each of some assessments, one per unit, the same judge's point in time before it by the same instrument."""
    earlier = points_before(tables.points_in_time(store), chosen)
    return earlier.drop_duplicates("unit_id", keep="last")


def _with_notes(store: Store, table: pd.DataFrame, tahun: int) -> pd.DataFrame:
    found: dict[str, dict[str, str]] = {}
    asked: dict[str, dict[str, Counted]] = {}
    for instrument, group in by_instrument(table):
        units = group["unit_id"].tolist()
        for predikat, of_unit in notes(store, instrument, tahun, units).items():
            found.setdefault(predikat, {}).update(of_unit)
        if instrument.prasyarat:
            for predikat, met in stored_met(store, instrument, tahun, units).items():
                asked.setdefault(predikat, {}).update({unit: count_met(own) for unit, own in met.items()})
    every = dict.fromkeys(predikat for instrument in instruments_of(table) for predikat in instrument.predikat)
    units = table["unit_id"].tolist()
    told = {f"catatan_{p}": [found.get(p, {}).get(unit, "") for unit in units] for p in every}
    nothing = Counted(0, 0, 0)
    counted = {
        f"prasyarat_{p}": pd.Series([asked.get(p, {}).get(unit, nothing) for unit in units], table.index, object)
        for p in every
    }
    return table.assign(**told, **counted)


def count_status(table: pd.DataFrame) -> dict[str, int]:
    """How many units of an `overview` stand where: a count for each key of STATUS, and for others that occur."""
    return {s: int((table["status"] == s).sum()) for s in dict.fromkeys([*STATUS, *table["status"]])}


def whose(table: pd.DataFrame) -> dict[str, str]:
    """Whose figures an `overview` counts together, by standing ('6 TPI, 3 unit sendiri'); empty where all are one's."""
    if table["penilai"].nunique() < 2:
        return {}
    return {str(status): counted(group["penilai"]) for status, group in table.groupby("status")}


def status_notes(table: pd.DataFrame) -> dict[str, str]:
    """What a count of an `overview`'s units with a standing must be told with (`held_before.count_sentence`)."""
    told = {
        status: count_sentence(group[f"catatan_{status}"])
        for status, group in table.groupby("status")
        if f"catatan_{status}" in group
    }
    return {str(status): text for status, text in told.items() if text}


FAILED_COLUMNS = ("syarat", "unit", "penilai")


def failed_gates(table: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """Which gates of a predicate hold units back, most often first.

    Columns: FAILED_COLUMNS. syarat (name), unit (how many fail it), penilai (whose figures these are, '' where all are
    one judge's).
    """
    named = table[["penilai", f"gagal_{predikat}"]].explode(f"gagal_{predikat}").dropna()
    by_name = named.groupby(f"gagal_{predikat}", sort=False)["penilai"]
    mixed = table["penilai"].nunique() > 1
    rows = [(name, len(judges), counted(judges) if mixed else "") for name, judges in by_name]
    found = pd.DataFrame(rows, columns=list(FAILED_COLUMNS))
    return found.sort_values("unit", ascending=False, kind="stable").reset_index(drop=True)


def summary_sentences(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> list[str]:
    """What matters about an `overview`: how many pass; is it getting better; what holds back; who is nearest.

    short: the predicate's short name. Only what there is something to say about, the first always. Where figures of
    several judges are counted together, each sentence says how many are whose.
    """
    met = table[table[f"gagal_{predikat}"].str.len() == 0]
    passed = _passed_sentence(f"{len(met)} dari {len(table)} unit memenuhi semua syarat nilai {short}", met, table)
    if held := count_sentence(met[f"catatan_{predikat}"]):
        passed = f"{passed} {held}"
    if lacking := count_sentence(asked.note for asked in met[f"prasyarat_{predikat}"]):
        passed = f"{passed} {lacking}"
    further = [
        _doubt_sentence(table, predikat),
        _change_sentence(table, tahun),
        _obstacle_sentence(table, predikat),
        _nearest_sentence(table, predikat),
    ]
    return [passed, *(sentence for sentence in further if sentence)]


def _passed_sentence(text: str, met: pd.DataFrame, table: pd.DataFrame) -> str:
    """A count of an overview's units with whose figures they are."""
    own, everyone = met["penilai"].tolist(), table["penilai"].tolist()
    if len(set(everyone)) == 1:
        return f"{text} {according_to(everyone)}."
    return f"{text}: {according_to(own, everyone)}." if own else f"{text} (dinilai: {counted(everyone)})."


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
    years = set(table["tahun_sebelumnya"].dropna())
    before = str(tahun - 1) if years == {tahun - 1} else "titik waktu sebelumnya"
    unfinished = f"{left_out} unit tidak dibandingkan karena ada pertanyaan yang belum dijawab"
    if known.empty:
        return f"Dibanding {before}: {unfinished}." if left_out else ""
    moves = ((known > 0, "naik"), (known < 0, "turun"), (known == 0, "tetap"))
    moved = [f"{mask.sum()} unit {word}" for mask, word in moves if mask.any()]
    judges = table.loc[known.index, "penilai"]
    mixed = f" ({counted(judges)})" if judges.nunique() > 1 else ""
    text = f"Dibanding {before} menurut penilai yang sama{mixed}: {', '.join(moved)}, rata-rata "
    return text + f"{format_change(known.mean())} poin" + (f"; {unfinished}." if left_out else ".")


def _obstacle_sentence(table: pd.DataFrame, predikat: str) -> str:
    # That the total is short says nothing about why.
    totals = {gate.nama for one in instruments_of(table) if (gate := one.gate_over(one.komponen)) is not None}
    failed = failed_gates(table, predikat)
    failed = failed[~failed["syarat"].isin(totals)].head(3)
    named = [
        f"{gate.syarat} ({gate.unit} unit{f': {gate.penilai}' if gate.penilai else ''})" for gate in failed.itertuples()
    ]
    return f"Paling sering belum terpenuhi, selain total: {format_list(named)}." if named else ""


def _nearest_sentence(table: pd.DataFrame, predikat: str) -> str:
    failed = table[f"gagal_{predikat}"].str.len()
    missed = table[table[f"putusan_{predikat}"] == MISSED].assign(gagal=failed)
    # Who misses more than a few is near nothing.
    nearest = missed[missed["gagal"] <= _FEW].sort_values(["gagal", "total"], ascending=[True, False]).head(3)
    mixed = table["penilai"].nunique() > 1
    named = [
        f"{unit.unit} (kurang {unit.gagal} syarat{f' {according_to([str(unit.penilai)])}' if mixed else ''})"
        for unit in nearest.itertuples()
    ]
    return f"Paling dekat: {format_list(named)}." if named else ""


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
