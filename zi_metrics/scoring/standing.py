"""What gates say together: a unit's standing, the verdict on each predicate, and both in sentences."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument, instruments_in_use
from zi_metrics.instruments.model import CERTAIN, INFERRED
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.scoring.score import MET, MISSED, UNDECIDED
from zi_metrics.table_rows import rows_of

# A unit's standing, best first; a predicate of another instrument is a standing too (`status_words`).
# 'hampir': the total is enough but another gate is not; UNDECIDED: only what is unanswered keeps it from a predicate.
STATUS = {
    "wbbm": "Memenuhi WBK dan WBBM",
    "wbk": "Memenuhi WBK, belum WBBM",
    "hampir": "Total cukup, syarat lain belum",
    "belum": "Total belum cukup",
    UNDECIDED: "Belum dapat dinilai",
}


# How sure a gate's minimum is, in words; what is certain needs none.
CERTAINTY = {CERTAIN: "", "dikutip": "dikutip dari dokumen instansi", INFERRED: "disimpulkan"}
# In place of failed gates, where an assessment's instrument does not know the predicate.
UNKNOWN_PREDICATE = "Predikat ini tidak ada dalam instrumennya"


# Beside these, of every predicate that one of the instruments knows: kurang_, gagal_, putusan_ and
# disimpulkan_<predikat>.
STANDING_COLUMNS = (
    "penilaian_id",
    "total",
    "total_tertinggi",
    "total_rumus_lke",
    "terjawab",
    "pertanyaan",
    "belum_dijawab",
    "status",
)


# Columns of the gate over the whole instrument -> what they are called of the assessment.
_OF_TOTAL = {
    "penilaian_id": "penilaian_id",
    "nilai": "total",
    "nilai_tertinggi": "total_tertinggi",
    "nilai_rumus_lke": "total_rumus_lke",
    "terjawab": "terjawab",
    "pertanyaan": "pertanyaan",
}


def standing(gates: pd.DataFrame) -> pd.DataFrame:
    """Totals and verdict of each assessment from its gates (`scoring.score.gate_table` with penilaian_id).

    One row per assessment: penilaian_id, total, total_tertinggi (if all that is open got full marks), total_rumus_lke
    (points), terjawab, pertanyaan, belum_dijawab (counts), and per predicate kurang_<p> (points missing to its total),
    gagal_<p> (names of the gates that do not hold now), putusan_<p> (MET; MISSED: a gate fails whatever the open
    questions bring; UNDECIDED: only they can still decide) and disimpulkan_<p> (number of gates whose minimum is only
    inferred), and status (a key of STATUS, or another instrument's predicate).
    """
    # By places and as arrays: of one assessment, a table that is cut and grows by columns takes twice as long.
    whole = np.flatnonzero(gates["menyeluruh"])
    # Each instrument has its lowest predicate first.
    first = whole[~pd.Index(gates["penilaian_id"].array.take(whole)).duplicated()]
    names = list(dict.fromkeys(gates["predikat"].array.take(whole)))
    columns: dict[str, Any] = {name: gates[column].array.take(first) for column, name in _OF_TOTAL.items()}
    columns["belum_dijawab"] = columns["pertanyaan"] - columns["terjawab"]
    found = _by_predicate(gates, pd.Index(columns["penilaian_id"]), pd.Index(names))
    own_lowest = pd.Index(gates["predikat"].array.take(first))
    lowest = found.putusan[np.arange(len(first)), pd.Index(names).get_indexer(own_lowest)]
    status = np.where(gates["terpenuhi"].array.take(first), "hampir", "belum").astype(object)
    status[lowest == _VERDICTS.index(UNDECIDED)] = UNDECIDED
    words = pd.array([*_VERDICTS, None], dtype="str")
    for place, name in enumerate(names):
        judged = found.putusan[:, place]
        columns[f"kurang_{name}"] = found.kurang[:, place]
        columns[f"gagal_{name}"] = pd.Series(found.gagal[place], dtype=object)
        columns[f"putusan_{name}"] = words.take(judged)
        columns[f"disimpulkan_{name}"] = found.disimpulkan[:, place]
        # The last predicate of an instrument is the highest, so later ones overrule.
        status[judged == _VERDICTS.index(MET)] = name
    return pd.DataFrame({**columns, "status": pd.array(status, dtype="str")})


# From the best to the worst that can be said of a gate.
_VERDICTS = [MET, UNDECIDED, MISSED]


class _ByPredicate(NamedTuple):
    """What the gates of each (assessment, predicate) say; in arrays, as grouping takes ten times as long.

    putusan: place of the worst verdict in _VERDICTS, -1 = the assessment's instrument does not know the predicate
    kurang: points missing to the total, NaN likewise; gagal: by predicate, then assessment, the names of the gates that
    do not hold; disimpulkan: how many minima are only inferred
    """

    putusan: np.ndarray
    kurang: np.ndarray
    gagal: list[list[list[str]]]
    disimpulkan: np.ndarray


def _by_predicate(gates: pd.DataFrame, ids: pd.Index, names: pd.Index) -> _ByPredicate:
    row, column = ids.get_indexer(pd.Index(gates["penilaian_id"])), names.get_indexer(pd.Index(gates["predikat"]))
    verdict = pd.Index(_VERDICTS).get_indexer(pd.Index(gates["putusan"]))
    shape = (len(ids), len(names))
    putusan, kurang, inferred = np.full(shape, -1), np.full(shape, np.nan), np.zeros(shape, dtype=int)
    # A predicate counts where its total has a minimum.
    own = (row >= 0) & (column >= 0)
    np.maximum.at(putusan, (row[own], column[own]), verdict[own])
    np.add.at(inferred, (row[own], column[own]), (gates["kepastian"] == INFERRED).to_numpy()[own].astype(int))
    total = own & gates["menyeluruh"].to_numpy()
    kurang[row[total], column[total]] = gates["kurang"].to_numpy()[total]
    gagal = [[[] if known else [UNKNOWN_PREDICATE] for known in putusan[:, place] >= 0] for place in range(len(names))]
    lost = own & ~gates["terpenuhi"].to_numpy(dtype=bool)
    for unit, predikat, nama in zip(row[lost], column[lost], gates["nama"].to_numpy()[lost], strict=True):
        gagal[predikat][unit].append(nama)
    return _ByPredicate(putusan, kurang, gagal, inferred)


@dataclass(frozen=True)
class Verdict:
    """What the gates of one assessment say together.

    total: points; what is unanswered counts as 0
    total_tertinggi: points if all that is open got full marks
    total_rumus_lke: points as the workbook's own formulas give them; NaN while nothing is answered
    terjawab: number of answered questions
    pertanyaan: number of questions
    belum_dijawab: number of open questions
    status: a key of STATUS, or another instrument's predicate
    kurang: predicate -> points missing to its total, 0 when the total is enough
    gagal: predicate -> names of the gates that do not hold now
    putusan: predicate -> MET, MISSED or UNDECIDED
    disimpulkan: predicate -> number of gates whose minimum is only inferred, not read in the regulation
    """

    total: float
    total_tertinggi: float
    total_rumus_lke: float
    terjawab: int
    pertanyaan: int
    belum_dijawab: int
    status: str
    kurang: dict[str, float]
    gagal: dict[str, list[str]]
    putusan: dict[str, str]
    disimpulkan: dict[str, int]

    @property
    def is_certain(self) -> bool:
        """Whether no minimum of any predicate is only inferred."""
        return not any(self.disimpulkan.values())

    def total_text(self) -> str:
        """The total as people read it: never like a predicate's total that it misses."""
        return self._beside_totals(self.total)

    def highest_text(self) -> str:
        """`total_tertinggi` likewise."""
        return self._beside_totals(self.total_tertinggi)

    def _beside_totals(self, points: float) -> str:
        # A predicate's total that is missed is what is there and what is missing.
        return format_beside(points, [self.total + missing for missing in self.kurang.values() if missing])


def verdict(gates: pd.DataFrame) -> Verdict:
    """What the gates of one assessment say together, from its gate table (without penilaian_id)."""
    return verdict_of(standing(gates.assign(penilaian_id="")).iloc[0].to_dict())


def verdict_of(row: Mapping[Hashable, Any]) -> Verdict:
    """A row of `standing` (further columns do no harm) as a value.

    Where assessments of several instruments stand in one table, a predicate that this one's instrument does not know
    is in none of putusan and kurang, and gagal says so.
    """

    def by_predicate(what: str) -> dict[str, Any]:
        columns = {name: value for name, value in row.items() if isinstance(name, str) and name.startswith(f"{what}_")}
        return {name.removeprefix(f"{what}_"): value for name, value in columns.items()}

    return Verdict(
        total=float(row["total"]),
        total_tertinggi=float(row["total_tertinggi"]),
        total_rumus_lke=float(row["total_rumus_lke"]),
        terjawab=int(row["terjawab"]),
        pertanyaan=int(row["pertanyaan"]),
        belum_dijawab=int(row["belum_dijawab"]),
        status=row["status"],
        kurang={name: float(value) for name, value in by_predicate("kurang").items() if not pd.isna(value)},
        gagal=by_predicate("gagal"),
        putusan={name: value for name, value in by_predicate("putusan").items() if isinstance(value, str)},
        disimpulkan={name: int(value) for name, value in by_predicate("disimpulkan").items()},
    )


def status_words(status: str, certain: bool = True) -> str:
    """A standing in words: of STATUS, or that a predicate of another instrument is met; marked where not certain."""
    if status in STATUS:
        words = STATUS[status]
    else:
        names = [i.predikat[status].singkatan for i in instruments_in_use() if status in i.predikat]
        words = f"Memenuhi {names[0] if names else status}"
    return words if certain else f"{words} (syarat disimpulkan)"


def uncertainty(gates: pd.DataFrame) -> str:
    """What is not certain about the minima of gates (`score.gate_table`), in a sentence; '' where all are certain."""
    return _uncertain(int((gates["kepastian"] == INFERRED).sum()), len(gates))


def uncertainty_of(instrument: Instrument, predikat: str) -> str:
    """The same of one predicate of an instrument."""
    own = [gate for gate in instrument.syarat if instrument.gate_minimum(gate, predikat) is not None]
    return _uncertain(sum(gate.kepastian.get(predikat) == INFERRED for gate in own), len(own))


def _uncertain(inferred: int, gates: int) -> str:
    if not inferred:
        return ""
    return (
        f"{inferred} dari {gates} minimum syaratnya disimpulkan dari peraturan lain, belum dipastikan dari "
        "naskah peraturan formulir ini; putusannya dapat berubah."
    )


def verdict_sentences(gates: pd.DataFrame, predikat: str, short: str, note: str = "") -> list[str]:
    """What a predicate's gates say of one assessment: the verdict first, then every gate that does not hold.

    gates: `score.gate_table` of one assessment; short: the predicate's short name; note: what the verdict must be told
    with, '' = nothing. Each gate's sentence tells by how much it fails, whether the open questions can still mend that,
    and where the minimum is written. Where minima are only inferred, the verdict says so.
    """
    own = [gate for gate in rows_of(gates, _Gate) if gate.predikat == predikat]
    failing = [gate for gate in own if not gate.terpenuhi]
    lost, told = any(gate.putusan == MISSED for gate in own), f" ({note})" if note else ""
    doubt = f" {_uncertain(sum(gate.kepastian == INFERRED for gate in own), len(own))}".rstrip()
    if not failing:
        return [f"Memenuhi semua {len(own)} syarat nilai {short}{told}.{doubt}"]
    if lost:
        first = f"Belum memenuhi {short}: {len(failing)} dari {len(own)} syarat nilai belum tercapai{told}."
    else:
        first = (
            f"Belum dapat dinilai untuk {short}: {len(failing)} dari {len(own)} syarat nilai masih bergantung pada "
            f"pertanyaan yang belum dijawab{told}."
        )
    return [first + doubt, *map(_gate_sentence, failing)]


class _Gate(NamedTuple):
    predikat: str
    nama: str
    terpenuhi: bool
    nilai: float
    nilai_tertinggi: float
    minimum: float
    kurang: float
    kurang_pasti: float
    putusan: str
    terjawab: int
    pertanyaan: int
    sumber: str
    kepastian: str


def _gate_sentence(gate: _Gate) -> str:
    unanswered = gate.pertanyaan - gate.terjawab
    minimum = format_minimum(gate.minimum)
    stands = (
        f"{gate.nama}: {format_beside(gate.nilai, gate.minimum)} dari minimum {minimum}, "
        f"kurang {format_shortfall(gate.kurang)}"
        if gate.terjawab
        else f"{gate.nama}: belum ada jawaban, minimum {minimum}"
    )
    if gate.putusan == UNDECIDED:
        highest = format_beside(gate.nilai_tertinggi, gate.minimum)
        best = f"{unanswered} pertanyaan yang belum dijawab dapat membawanya sampai {highest}"
    elif unanswered:
        best = (
            f"tetap kurang {format_shortfall(gate.kurang_pasti)} walaupun {unanswered} pertanyaan yang belum dijawab "
            "bernilai penuh"
        )
    else:
        best = "semua pertanyaannya sudah dijawab"
    return f"{stands}; {best} ({certain_source(gate.sumber, gate.kepastian)})."


def certain_source(sumber: str, kepastian: str) -> str:
    """Where a minimum is written, and how sure it is where that is not certain."""
    return f"{sumber}; {CERTAINTY[kepastian]}" if CERTAINTY[kepastian] else sumber
