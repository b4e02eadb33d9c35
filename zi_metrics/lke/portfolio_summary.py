"""What matters about many units at once, in sentences and counts: how many pass, by whom, and is it getting better."""

from dataclasses import dataclass

import pandas as pd

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.lke.held_before import count_sentence
from zi_metrics.penilai import according_to, counted
from zi_metrics.scoring.standing import STATUS


@dataclass(frozen=True)
class Summary:
    """An `overview` in sentences; '' where there is nothing to say.

    jawaban: how many units hold all gates, by whom; never ''
    syarat: what these must be told with, as no gate shows it: prerequisites and predicates to be held before
    perubahan: since the same judge's point in time before; kepastian: minima that are only inferred
    """

    jawaban: str
    syarat: str
    perubahan: str
    kepastian: str


def summary(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> Summary:
    """What matters about an `overview`. short: the predicate's short name.

    Where figures of several judges are counted together, each sentence says how many are whose.
    """
    met = table[table[f"gagal_{predikat}"].str.len() == 0]
    held = count_sentence(met[f"catatan_{predikat}"])
    lacking = count_sentence(asked.note for asked in met[f"prasyarat_{predikat}"])
    return Summary(
        _passed_sentence(f"{len(met)} dari {len(table)} unit memenuhi semua syarat nilai {short}", met, table),
        " ".join(filter(None, (held, lacking))),
        _change_sentence(table, tahun, predikat, short),
        _doubt_sentence(table, predikat),
    )


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


def _change_sentence(table: pd.DataFrame, tahun: int, predikat: str, short: str) -> str:
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
    text += f"{format_change(known.mean())} poin{_passed_before(table, predikat, short)}"
    return text + (f"; {unfinished}." if left_out else ".")


def _passed_before(table: pd.DataFrame, predikat: str, short: str) -> str:
    """How many of the units that can be compared held the predicate then, and hold it now."""
    own = table[table[f"dulu_{predikat}"].notna()]
    if own.empty:
        return ""
    then, now = int(own[f"dulu_{predikat}"].astype(bool).sum()), int((own[f"gagal_{predikat}"].str.len() == 0).sum())
    numbers = [format_number(count, 0) for count in (then, now)]
    return f"; yang memenuhi {short} " + (f"tetap {numbers[0]}" if then == now else f"dari {' menjadi '.join(numbers)}")


def count_status(table: pd.DataFrame) -> dict[str, int]:
    """How many units of an `overview` stand where: a count for each key of STATUS, and for others that occur."""
    return {s: int((table["status"] == s).sum()) for s in dict.fromkeys([*STATUS, *table["status"]])}


def whose(table: pd.DataFrame) -> dict[str, str]:
    """Whose figures an `overview` counts together, by standing ('6 TPI, 3 unit sendiri'); empty where all are one's."""
    if table["penilai"].nunique() < 2:
        return {}
    return {str(status): counted(group["penilai"]) for status, group in table.groupby("status")}
