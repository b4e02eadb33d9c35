"""What matters about many units at once, in sentences and counts: how many pass, by whom, and is it getting better."""

from dataclasses import dataclass

import pandas as pd

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.lke.held_before import count_sentence
from zi_metrics.penilai import according_to, counted
from zi_metrics.scoring.score import MET, UNDECIDED
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
    told = ["penilai", f"catatan_{predikat}", f"prasyarat_{predikat}"]
    met = table.loc[[not failed for failed in table[f"gagal_{predikat}"]], told]
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
    both = zip(table[f"dulu_{predikat}"], table[f"gagal_{predikat}"], strict=True)
    own = [(bool(held), not failed) for held, failed in both if pd.notna(held)]
    if not own:
        return ""
    then, now = sum(held for held, _ in own), sum(holds for _, holds in own)
    numbers = [format_number(count, 0) for count in (then, now)]
    return f"; yang memenuhi {short} " + (f"tetap {numbers[0]}" if then == now else f"dari {' menjadi '.join(numbers)}")


def towards(table: pd.DataFrame, predikat: str) -> pd.Series:
    """Where each unit of an `overview` stands towards a predicate: a key of STATUS, or another predicate that is met.

    Who holds it stands where he stands in all; who does not, by whether the total is enough or can still be. A unit
    whose instrument does not know the predicate keeps its own standing.
    """
    outcome, short = table[f"putusan_{predikat}"], table[f"kurang_{predikat}"] > 0
    missed = pd.Series("hampir", table.index).mask(short, "belum").mask(outcome == UNDECIDED, UNDECIDED)
    return table["status"].where(outcome.isna() | (outcome == MET), missed)


def count_status(standings: pd.Series, predikat: str) -> dict[str, int]:
    """How many units stand where (`towards`): a count for each standing that there is, and for others that occur."""
    counts = {s: int((standings == s).sum()) for s in dict.fromkeys([*STATUS, *standings])}
    others = {"hampir", "belum", UNDECIDED}
    return {s: count for s, count in counts.items() if count or s in others or s == predikat}


def whose(judges: pd.Series, standings: pd.Series) -> dict[str, str]:
    """Whose figures are counted together, by standing ('6 TPI, 3 unit sendiri'); empty where all are one's."""
    if judges.nunique() < 2:
        return {}
    return {str(status): counted(group) for status, group in judges.groupby(standings)}
