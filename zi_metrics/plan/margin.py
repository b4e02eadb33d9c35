"""The margin of safety: how few answers a stricter judge has to lower for the predicate to be lost, and which.

For one gate the fewest downgrades are the largest losses: no other set of as many takes more points. So each gate is
solved exactly by sorting, and the predicate's margin is the smallest of its gates' margins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from zi_metrics.instruments.library import OptionScale
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.levers import Counts, lever_key, lever_of, moved_together
from zi_metrics.scoring.score import GATE_TOLERANCE, answer_row
from zi_metrics.scoring.values import ratio_meaning
from zi_metrics.scoring.words import answer_of, answer_text, full_figure

# How far an option may fall: to the next lower one, or to any lower one.
FALLS = {"satu": "turun satu tingkat", "mana_saja": "turun ke pilihan mana saja"}
# As many smallest sets are listed; where there are more, only their common answers are told.
MOST_SETS = 2000


@dataclass(frozen=True)
class Downgrade:
    """One answer lowered: from, to (as people read them), and the points of the total that it takes."""

    kode: str
    pertanyaan: str
    dari: str
    ke: str
    poin: float


@dataclass(frozen=True)
class GateMargin:
    """One gate's margin.

    sisa: points above the minimum; jumlah: the fewest downgrades that break it, None when even all do not
    contoh: the codes of one such set, the largest losses first
    satu_kurang: the most points that one downgrade fewer can take; it does not exceed `sisa`, which is the proof
    """

    kode: str
    nama: str
    minimum: float
    nilai: float
    sisa: float
    jumlah: int | None
    contoh: tuple[str, ...]
    satu_kurang: float


@dataclass(frozen=True)
class Margin:
    """The predicate's margin.

    terpenuhi: whether it holds now (when not, there is nothing to lose: jumlah is 0)
    jumlah: the fewest downgrades that lose it; None when no downgrades do
    himpunan: the smallest sets of codes, at most MOST_SETS of them; lengkap: whether these are all
    penentu: answers in every smallest set (exact, listed or not); bagian: code -> share of the sets that it is in,
        most first; empty unless the sets are complete
    turun: every possible downgrade by code
    """

    terpenuhi: bool
    jumlah: int | None
    syarat: tuple[GateMargin, ...]
    himpunan: tuple[tuple[str, ...], ...]
    lengkap: bool
    penentu: tuple[str, ...]
    bagian: dict[str, float]
    turun: dict[str, Downgrade]

    def sentence(self, predikat: str) -> str:
        """The one sentence that matters. predikat: the predicate's short name."""
        if not self.terpenuhi:
            failing = "; ".join(gate.nama for gate in self.syarat if gate.jumlah == 0)
            return f"Syarat nilai {predikat} belum terpenuhi semua ({failing}), jadi belum ada yang dapat hilang."
        if self.jumlah is None:
            return f"Menurunkan semua jawaban pun tidak menggugurkan {predikat}."
        narrowest = " atau ".join(gate.nama for gate in self.syarat if gate.jumlah == self.jumlah)
        return (
            f"{self.jumlah} jawaban yang diturunkan sudah dapat menggugurkan {predikat} (lewat syarat {narrowest}); "
            "dengan lebih sedikit tidak mungkin."
        )


def margin(
    gates: GateSystem,
    values: Mapping[str, float | None],
    turun: str = "satu",
    lowest: Mapping[str, float] | None = None,
    hitungan: Mapping[str, Counts] | None = None,
) -> Margin:
    """The fewest downgrades that lose the predicate.

    values: question -> value in [0, 1], None or absent = unanswered (cannot fall)
    turun: a key of FALLS; what an option may fall by. Indices and shares come from surveys and counts, not from a
    judge's view: they stay, unless `lowest` (question -> lowest figure, on the scale's own) lets them fall.
    hitungan: raw counts of ratio questions (key -> number): where a ratio falls by a count that another question
    divides by, that one's ratio follows, so the loss is that of both. Of questions that share a count `lowest` may
    name one.
    Raises SettingsProblem, KeyError (unknown question).
    """
    row = answer_row(gates.matrix, dict(values))
    lowered = _lowest(gates, row, turun, dict(lowest or {}))
    follows = _followers(gates, row, lowered, dict(hitungan or {}))
    # Points lost to each gate, (question, gate), when the question falls as far as it may.
    losses = gates.coefficients * (np.nan_to_num(row) - lowered)[:, None] - follows @ gates.coefficients
    nilai = gates.nilai(row)[0]
    limits = nilai - gates.minima + GATE_TOLERANCE
    questions = gates.matrix.questions
    margins = []
    for number, gate in enumerate(gates.gates):
        order = np.argsort(-losses[:, number], kind="stable")
        taken = np.cumsum(losses[order, number])
        count = _fewest(taken, limits[number])
        margins.append(
            GateMargin(
                kode=gate.kode,
                nama=gate.nama,
                minimum=float(gates.minima[number]),
                nilai=float(nilai[number]),
                sisa=float(nilai[number] - gates.minima[number]),
                jumlah=count,
                contoh=tuple(questions[q] for q in order[: count or 0]),
                satu_kurang=float(taken[count - 2]) if count and count > 1 else 0.0,
            )
        )
    counts = [gate.jumlah for gate in margins if gate.jumlah is not None]
    fewest = min(counts, default=None)
    decisive = [i for i, gate in enumerate(margins) if fewest and gate.jumlah == fewest]
    sets, complete = _smallest_sets(losses, limits, decisive, fewest or 0)
    downgrades = _downgrades(gates, row, lowered, follows)
    everywhere = (q for q in range(len(questions)) if _in_every_set(q, losses, limits, decisive, fewest or 0))
    pivotal = list(everywhere) if decisive else []
    counted = np.bincount([q for members in sets for q in members] if complete else [], minlength=len(questions))
    most_first: list[int] = np.argsort(-counted, kind="stable").tolist()
    return Margin(
        terpenuhi=bool(gates.holds(nilai).all()),
        jumlah=fewest,
        syarat=tuple(margins),
        himpunan=tuple(tuple(questions[q] for q in members) for members in sets),
        lengkap=complete,
        penentu=tuple(questions[q] for q in pivotal),
        bagian={questions[q]: counted[q] / len(sets) for q in most_first if counted[q]},
        turun=downgrades,
    )


def _lowest(gates: GateSystem, row: np.ndarray, turun: str, floors: dict[str, float]) -> np.ndarray:
    """(question,) the value that each question may fall to; its own value where it may not fall."""
    instrument = gates.instrument
    scales = {q.kode: instrument.scale_of(q) for q in instrument.questions()}
    problems = [f"Cara turun '{turun}' tidak ada; pilih salah satu dari: {', '.join(FALLS)}."] * (turun not in FALLS)
    together = ([p.pertanyaan for p in places if p.pertanyaan in floors] for places in instrument.shared_counts)
    problems += [
        f"{' dan '.join(named)} memakai satu hitungan yang sama; sebutkan salah satu saja."
        for named in together
        if len(named) > 1
    ]
    for kode, figure in floors.items():
        scale = scales.get(kode)
        if scale is None or isinstance(scale, OptionScale):
            problems.append(f"Angka terendah menyebut '{kode}', yang bukan pertanyaan berangka dalam instrumen.")
        elif not 0 <= figure <= full_figure(scale):
            problems.append(f"Angka terendah {kode} harus antara 0 dan {full_figure(scale):g}.")
    if problems:
        raise SettingsProblem(problems)
    lowest = np.nan_to_num(row)
    for q, (kode, scale) in enumerate(scales.items()):
        if isinstance(scale, OptionScale):
            below = [worth for worth in scale.pilihan.values() if worth < lowest[q] - GATE_TOLERANCE]
            if below:
                lowest[q] = max(below) if turun == "satu" else min(below)
        elif kode in floors:
            lowest[q] = min(lowest[q], floors[kode] / full_figure(scale))
    return lowest


def _followers(gates: GateSystem, row: np.ndarray, lowered: np.ndarray, counts: dict[str, Counts]) -> np.ndarray:
    """(question, question) by how much the value of the second rises when the first falls as far as it may.

    Fewer changes made are fewer to integrate: what is done of them is then a larger share.
    """
    instrument, place_of = gates.instrument, gates.matrix.question_index()
    follows = np.zeros((len(row), len(row)))
    for places in moved_together(instrument):
        for place in places:
            q, question = place_of[place.pertanyaan], instrument.question(place.pertanyaan)
            lever = lever_of(question, counts.get(place.pertanyaan, {}))
            if lever is None or lever.kunci != place.kunci or not lowered[q] < np.nan_to_num(row[q]) - GATE_TOLERANCE:
                continue
            number = lever.counts_for(float(lowered[q]))[lever.kunci]
            for other in places:
                known, o = counts.get(other.pertanyaan, {}), place_of[other.pertanyaan]
                kunci = lever_key(instrument.question(other.pertanyaan))
                if o == q or kunci in (None, other.kunci) or known.get(kunci) is None or np.isnan(row[o]):
                    continue
                # No more can be done of a whole than there is of it.
                fewer = {**known, other.kunci: number, kunci: min(known[kunci] or 0, number)}
                value = ratio_meaning(instrument.question(other.pertanyaan), fewer).value
                follows[q, o] = 0.0 if value is None else value - row[o]
    return follows


def _fewest(taken: np.ndarray, limit: float) -> int | None:
    """The fewest downgrades whose losses exceed the limit; taken: losses added up, largest first."""
    if limit < 0:
        return 0
    beyond = np.flatnonzero(taken > limit)
    return int(beyond[0]) + 1 if beyond.size else None


def _in_every_set(q: int, losses: np.ndarray, limits: np.ndarray, decisive: list[int], size: int) -> bool:
    """Whether no set of this size without the question breaks any of the decisive gates."""
    others = np.delete(losses[:, decisive], q, axis=0)
    largest = np.sort(others, axis=0)[::-1][:size].sum(axis=0)
    return bool((largest <= limits[decisive]).all())


def _smallest_sets(
    losses: np.ndarray, limits: np.ndarray, decisive: list[int], size: int
) -> tuple[list[tuple[int, ...]], bool]:
    """The smallest sets (of questions, in the form's order), each once, at most MOST_SETS; and whether that is all."""
    found: dict[tuple[int, ...], None] = {}
    for gate in decisive:
        for members in _breaking_sets(losses[:, gate], limits[gate], size):
            if len(found) == MOST_SETS and members not in found:
                return sorted(found), False
            found[members] = None
    return sorted(found), True


def _breaking_sets(losses: np.ndarray, limit: float, size: int) -> Iterator[tuple[int, ...]]:
    """All sets of `size` questions that take more than the limit, those with the largest losses first.

    Walks the losses in falling order and turns back where even the next largest do not suffice, so that every branch
    entered leads to a set.
    """
    order = np.argsort(-losses, kind="stable")
    ranked = losses[order]
    added = np.concatenate([[0.0], np.cumsum(ranked)])

    def walk(first: int, chosen: tuple[int, ...], lost: float) -> Iterator[tuple[int, ...]]:
        left = size - len(chosen)
        if not left:
            yield tuple(sorted(int(order[i]) for i in chosen))
            return
        for i in range(first, len(ranked) - left + 1):
            if lost + added[i + left] - added[i] <= limit:
                return
            yield from walk(i + 1, (*chosen, i), lost + ranked[i])

    yield from walk(0, (), 0.0)


def _downgrades(gates: GateSystem, row: np.ndarray, lowered: np.ndarray, follows: np.ndarray) -> dict[str, Downgrade]:
    instrument, worth = gates.instrument, gates.worth()
    found = {}
    for q, question in enumerate(instrument.questions()):
        lost = np.nan_to_num(row[q]) - lowered[q]
        if lost > 0:
            scale = instrument.scale_of(question)
            before, after = (answer_text(instrument, question.kode, answer_of(scale, v)) for v in (row[q], lowered[q]))
            points = float(lost * worth[q] - follows[q] @ worth)
            found[question.kode] = Downgrade(question.kode, question.teks, before, after, points)
    return found
