"""Many units at once: who will make it, who will not, why, and is it getting better."""

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_change, format_list, format_number
from zi_metrics.instrument import Instrument, instruments_in_use, load_instrument
from zi_metrics.points import load_points
from zi_metrics.scoring import MET, MISSED, UNDECIDED, add_highest, gate_table
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# Whose figure stands for a unit when nobody in particular is asked for: the judge furthest along the road.
LATEST = "terakhir"
# A unit's standing, best first; a predicate of another instrument is a standing too (`status_words`).
# 'hampir': the total is enough but another gate is not; UNDECIDED: only what is unanswered keeps it from a predicate.
STATUS = {
    "wbbm": "Memenuhi WBK dan WBBM",
    "wbk": "Memenuhi WBK, belum WBBM",
    "hampir": "Total cukup, syarat lain belum",
    "belum": "Total belum cukup",
    UNDECIDED: "Belum dapat dinilai",
}
# In place of failed gates, where an assessment's instrument does not know the predicate.
_UNKNOWN_PREDICATE = "Predikat ini tidak ada dalam instrumennya"

_FEW = 3

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


def instruments_of(assessments: pd.DataFrame) -> list[Instrument]:
    """The instruments, each in its version, that some assessments were judged by, the newest regulation first."""
    used = assessments[["instrumen", "instrumen_versi"]].drop_duplicates()
    instruments = [load_instrument(kode, versi) for kode, versi in used.itertuples(index=False)]
    return sorted(instruments, key=lambda instrument: (instrument.tahun[0], instrument.versi), reverse=True)


def judged_by(assessments: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Those of some assessments that were judged by an instrument, in its version."""
    same = (assessments["instrumen"] == instrument.kode) & (assessments["instrumen_versi"] == instrument.versi)
    return assessments[same].reset_index(drop=True)


def gates_of(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    """The gates of several assessments, each by its own instrument: `scoring.gate_table` with penilaian_id."""
    parts = []
    for (kode, versi), group in chosen.groupby(["instrumen", "instrumen_versi"]):
        instrument, matrix = load_instrument(kode, versi), load_points(kode, versi)
        wanted = sorted({node for gate in instrument.syarat for node in gate.simpul})
        nodes = tables.node_scores(store, group["penilaian_id"], wanted)
        unanswered = tables.open_questions(store, group["penilaian_id"])
        parts.append(gate_table(instrument, add_highest(matrix, nodes, unanswered)))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["penilaian_id"])


def overview(store: Store, tahun: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    """One row per unit that was judged in a year, best total first.

    Columns: those of `tables.assessments`, those of `standing`, total_sebelumnya (points: the same judge's total of the
    year before by the same instrument, NaN = none) and perubahan (points since then; NaN = none, or one of the two has
    open questions: as they count 0, the difference would be none of the unit's doing).
    """
    everything = in_scope(tables.assessments(store), samples)
    chosen = choose_judge(everything[everything["tahun"] == tahun], penilai)
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


def standing(gates: pd.DataFrame) -> pd.DataFrame:
    """Totals and verdict of each assessment from its gates (`scoring.gate_table` with penilaian_id).

    One row per assessment: penilaian_id, total, total_tertinggi (if all that is open got full marks), total_rumus_lke
    (points), terjawab, pertanyaan, belum_dijawab (counts), and per predicate kurang_<p> (points missing to its total),
    gagal_<p> (names of the gates that do not hold now) and putusan_<p> (MET; MISSED: a gate fails whatever the open
    questions bring; UNDECIDED: only they can still decide), and status (a key of STATUS, or another instrument's
    predicate).
    """
    whole = gates[gates["menyeluruh"]]
    # Each instrument has its lowest predicate first.
    first = whole.drop_duplicates("penilaian_id").set_index("penilaian_id")
    table = first[["nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan"]].rename(
        columns={"nilai": "total", "nilai_tertinggi": "total_tertinggi", "nilai_rumus_lke": "total_rumus_lke"}
    )
    table["belum_dijawab"] = table["pertanyaan"] - table["terjawab"]
    outcome = _outcomes(gates)
    lowest = pd.MultiIndex.from_arrays([first.index, first["predikat"]])
    undecided = outcome.loc[lowest].to_numpy() == UNDECIDED
    status = pd.Series("belum", index=table.index).mask(first["terpenuhi"], "hampir").mask(undecided, UNDECIDED)
    for name in dict.fromkeys(whole["predikat"]):
        own = gates[gates["predikat"] == name]
        failed = own[~own["terpenuhi"]].groupby("penilaian_id", sort=False)["nama"].agg(list)
        judged = outcome.xs(name, level="predikat")
        names = [failed.get(i, []) if i in judged.index else [_UNKNOWN_PREDICATE] for i in table.index]
        table[f"kurang_{name}"] = whole[whole["predikat"] == name].set_index("penilaian_id")["kurang"]
        table[f"gagal_{name}"] = pd.Series(names, index=table.index, dtype=object)
        table[f"putusan_{name}"] = judged.reindex(table.index)
        # The last predicate of an instrument is the highest, so later ones overrule.
        status = status.mask(table[f"putusan_{name}"] == MET, name)
    return table.assign(status=status).reset_index()


def _outcomes(gates: pd.DataFrame) -> pd.Series:
    """What becomes of each (penilaian_id, predikat): the worst that can be said of one of its gates."""
    rank = gates["putusan"].map({MET: 0, UNDECIDED: 1, MISSED: 2})
    worst = rank.groupby([gates["penilaian_id"], gates["predikat"]], sort=False).max()
    return worst.map({0: MET, 1: UNDECIDED, 2: MISSED})


def verdict(gates: pd.DataFrame) -> dict:
    """One assessment's `standing` as a dict, from its gate table (without penilaian_id)."""
    return standing(gates.assign(penilaian_id="")).iloc[0].to_dict()


def status_words(status: str) -> str:
    """A standing in words: of STATUS, or that a predicate of another instrument is met."""
    if status in STATUS:
        return STATUS[status]
    names = [i.predikat[status].singkatan for i in instruments_in_use() if status in i.predikat]
    return f"Memenuhi {names[0] if names else status}"


def verdict_sentences(gates: pd.DataFrame, predikat: str, short: str) -> list[str]:
    """What a predicate's gates say of one assessment: the verdict first, then every gate that does not hold.

    gates: `scoring.gate_table` of one assessment; short: the predicate's short name. Each gate's sentence tells by how
    much it fails, whether the open questions can still mend that, and where the minimum is written.
    """
    own = gates[gates["predikat"] == predikat]
    failing = own[~own["terpenuhi"]]
    lost = int((own["putusan"] == MISSED).sum())
    if failing.empty:
        return [f"Memenuhi semua {len(own)} syarat nilai {short}."]
    if lost:
        first = f"Belum memenuhi {short}: {len(failing)} dari {len(own)} syarat nilai belum tercapai."
    else:
        first = (
            f"Belum dapat dinilai untuk {short}: {len(failing)} dari {len(own)} syarat nilai masih bergantung pada "
            "pertanyaan yang belum dijawab."
        )
    return [first, *(_gate_sentence(gate) for gate in failing.itertuples())]


def _gate_sentence(gate) -> str:
    unanswered = gate.pertanyaan - gate.terjawab
    stands = (
        f"{gate.nama}: {format_number(gate.nilai)} dari minimum {format_number(gate.minimum)}, "
        f"kurang {format_number(gate.kurang)}"
        if gate.terjawab
        else f"{gate.nama}: belum ada jawaban, minimum {format_number(gate.minimum)}"
    )
    if gate.putusan == UNDECIDED:
        best = (
            f"{unanswered} pertanyaan yang belum dijawab dapat membawanya sampai {format_number(gate.nilai_tertinggi)}"
        )
    elif unanswered:
        best = (
            f"tetap kurang {format_number(gate.kurang_pasti)} walaupun {unanswered} pertanyaan yang belum dijawab "
            "bernilai penuh"
        )
    else:
        best = "semua pertanyaannya sudah dijawab"
    return f"{stands}; {best} ({gate.sumber})."


def count_status(table: pd.DataFrame) -> dict[str, int]:
    """How many units of an `overview` stand where: a count for each key of STATUS, and for others that occur."""
    return {s: int((table["status"] == s).sum()) for s in dict.fromkeys([*STATUS, *table["status"]])}


def failed_gates(table: pd.DataFrame, predikat: str) -> pd.DataFrame:
    """Which gates of a predicate hold units back, most often first: syarat (name), unit (how many fail it)."""
    names = table[f"gagal_{predikat}"].explode().dropna()
    return names.value_counts().rename_axis("syarat").reset_index(name="unit")


def summary_sentences(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> list[str]:
    """What matters about an `overview`: how many pass; is it getting better; what holds back; who is nearest.

    short: the predicate's short name. Only what there is something to say about, the first always.
    """
    passed = f"{count_passed(table, predikat)} dari {len(table)} unit memenuhi semua syarat nilai {short}."
    further = [_change_sentence(table, tahun), _obstacle_sentence(table, predikat), _nearest_sentence(table, predikat)]
    return [passed, *(sentence for sentence in further if sentence)]


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
    totals = {instrument.gate_over(instrument.komponen).nama for instrument in instruments_of(table)}
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
