"""Many units at once: who will make it, who will not, why, and is it getting better."""

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_change
from zi_metrics.instrument import load_instrument
from zi_metrics.scoring import gate_table
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# Whose figure stands for a unit when nobody in particular is asked for: the judge furthest along the road.
LATEST = "terakhir"
# A unit's standing, best first. 'hampir': the total is enough but another gate is not.
STATUS = {
    "wbbm": "Memenuhi WBK dan WBBM",
    "wbk": "Memenuhi WBK, belum WBBM",
    "hampir": "Total cukup, syarat lain belum",
    "belum": "Total belum cukup",
}

ORDERS = {
    "total": "Total tertinggi",
    "kurang": "Banyak syarat gagal",
    "perubahan": "Paling turun",
    "nama": "Nama unit",
}


def in_scope(assessments: pd.DataFrame, samples: bool = False) -> pd.DataFrame:
    """The assessments to look at: once real units are there, sample units step back unless asked for.

    assessments: as `tables.assessments` gives them.
    """
    real = assessments[~assessments["contoh"]]
    return assessments if samples or real.empty else real.reset_index(drop=True)


def choose_judge(assessments: pd.DataFrame, penilai: str = LATEST) -> pd.DataFrame:
    """One assessment per unit and year: of the judge asked for, or of the last judge who has judged.

    assessments: as `tables.assessments` gives them; penilai: unit, tpi, tpn or 'terakhir'.
    """
    if penilai != LATEST:
        return assessments[assessments["penilai"] == penilai].reset_index(drop=True)
    rank = assessments["penilai"].map({judge: i for i, judge in enumerate(PENILAI)})
    order = assessments.assign(_rank=rank).sort_values(["unit", "tahun", "_rank"])
    return order.drop_duplicates(["unit_id", "tahun"], keep="last").drop(columns="_rank").reset_index(drop=True)


def gates_of(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """The gates of several assessments, each by its own instrument: `scoring.gate_table` with penilaian_id."""
    parts = []
    for kode, group in chosen.groupby("instrumen"):
        instrument = load_instrument(kode)
        wanted = sorted({node for gate in instrument.syarat for node in gate.simpul})
        parts.append(gate_table(instrument, tables.node_scores(store, group["penilaian_id"], wanted)))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["penilaian_id"])


def overview(store: Store, tahun: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    """One row per unit that was judged in a year, best total first.

    Columns: those of `tables.assessments`, and total, total_rumus_lke (points), terjawab, pertanyaan (counts),
    kurang_wbk, kurang_wbbm (points missing to each total), gagal_wbk, gagal_wbbm (lists of names of failed gates),
    status (a key of STATUS), perubahan (points against the same judge's total of the year before, NaN = none).
    """
    everything = in_scope(tables.assessments(store), samples)
    chosen = choose_judge(everything[everything["tahun"] == tahun], penilai)
    if chosen.empty:
        return chosen.assign(total=[], status=[])
    before = everything[everything["tahun"] == tahun - 1][["unit_id", "penilai", "penilaian_id", "instrumen"]]
    gates = gates_of(store, pd.concat([chosen, before]))
    table = chosen.merge(standing(gates), on="penilaian_id")
    earlier = before.merge(standing(gates)[["penilaian_id", "total"]], on="penilaian_id")
    earlier = earlier[["unit_id", "penilai", "total"]].rename(columns={"total": "total_sebelumnya"})
    table = table.merge(earlier, on=["unit_id", "penilai"], how="left")
    table["perubahan"] = table["total"] - table["total_sebelumnya"]
    return table.sort_values(["total", "unit"], ascending=[False, True]).reset_index(drop=True)


def standing(gates: pd.DataFrame) -> pd.DataFrame:
    """Totals and verdict of each assessment from its gates (`scoring.gate_table` with penilaian_id).

    One row per assessment: penilaian_id, total, total_rumus_lke, terjawab, pertanyaan, belum_dijawab, and per
    predicate kurang_<p> (points missing to its total) and gagal_<p> (names of its failed gates), and status (a key of
    STATUS).
    """
    total = gates[gates["kode"] == "total"]
    predikat = list(dict.fromkeys(total["predikat"]))
    first = total[total["predikat"] == predikat[0]].set_index("penilaian_id")
    table = first[["nilai", "nilai_rumus_lke", "terjawab", "pertanyaan"]].rename(
        columns={"nilai": "total", "nilai_rumus_lke": "total_rumus_lke"}
    )
    table["belum_dijawab"] = table["pertanyaan"] - table["terjawab"]
    status = pd.Series("belum", index=table.index).mask(first["terpenuhi"], "hampir")
    for name in predikat:
        own = gates[gates["predikat"] == name]
        failed = own[~own["terpenuhi"]].groupby("penilaian_id", sort=False)["nama"].agg(list)
        table[f"kurang_{name}"] = total[total["predikat"] == name].set_index("penilaian_id")["kurang"]
        table[f"gagal_{name}"] = pd.Series([failed.get(i, []) for i in table.index], index=table.index, dtype=object)
        # The last predicate of an instrument is the highest, so later ones overrule.
        status = status.mask(~table.index.isin(failed.index), name)
    return table.assign(status=status).reset_index()


def verdict(gates: pd.DataFrame) -> dict:
    """One assessment's `standing` as a dict, from its gate table (without penilaian_id)."""
    return standing(gates.assign(penilaian_id="")).iloc[0].to_dict()


def count_status(table: pd.DataFrame) -> dict[str, int]:
    """How many units of an `overview` stand where: a count for each key of STATUS."""
    return {status: int((table["status"] == status).sum()) for status in STATUS}


def change_counts(table: pd.DataFrame) -> tuple[int, int, float | None]:
    """Of an `overview`: how many units rose, how many fell since the year before, and the mean change (or None)."""
    known = table["perubahan"].dropna()
    if known.empty:
        return 0, 0, None
    return int((known > 0).sum()), int((known < 0).sum()), float(known.mean())


def failed_gates(table: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """Which gates of a predicate hold units back, most often first: syarat (name), unit (how many fail it)."""
    names = table[f"gagal_{predikat}"].explode().dropna()
    return names.value_counts().rename_axis("syarat").reset_index(name="unit")


def summary_sentence(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> str:
    """The one sentence that matters about an `overview`: how many pass, and is it getting better.

    short: the predicate's short name.
    """
    text = f"{count_passed(table, predikat)} dari {len(table)} unit memenuhi semua syarat nilai {short}."
    risen, fallen, mean = change_counts(table)
    if mean is not None:
        text += (
            f" Dibanding {tahun - 1} menurut penilai yang sama: {risen} unit naik, {fallen} turun, "
            f"rata-rata {format_change(mean)} poin."
        )
    return text


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
