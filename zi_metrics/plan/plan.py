"""From gap to plan: the least-effort improvements that satisfy every gate of a predicate at once, with proof.

The plan is exact (see `plan.lightest`), and what it promises is computed anew by the one scoring, not by the solver.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import chain, combinations

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.plan.lightest import after, lightest
from zi_metrics.plan.possible_rises import possible_rises, raised
from zi_metrics.plan.program import Solution, SolverStopped, Unlock, fewest_unlocks, points_of
from zi_metrics.plan.rises import CountTarget, Rise, SharedRise, Target
from zi_metrics.plan.room import room_words, with_room
from zi_metrics.plan.settings import PlanSettings, expanded_locks, without_limits
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.levers import Counts
from zi_metrics.scoring.score import answer_row
from zi_metrics.scoring.words import answer_meaning, answer_of, answer_text, share_meaning

# Efforts are sums of decimals: closer than this they are the same.
_SAME_EFFORT = 1e-6
DEFAULTS = PlanSettings()


@dataclass(frozen=True)
class Step:
    """One improvement.

    dari, ke: answers as `scoring.words.answer_of` names them (None = unanswered); teks_* as people read them, arti_*
    their meanings (`scoring.words.answer_meaning`; of a ratio the counts to reach, in all questions that they touch);
    nilai_* the values in [0, 1]; poin gained in the total; syarat: names of the gates that fail before the plan and
    gain by this step; total_sesudah: the total after this and all earlier steps; hitungan: the raw counts to reach,
    where the cases of a ratio are known: filled in, they score what the plan promises
    """

    kode: str
    pertanyaan: str
    pokja: int | None
    dari: str | float | None
    ke: str | float
    teks_dari: str
    teks_ke: str
    arti_dari: str
    arti_ke: str
    nilai_dari: float
    nilai_ke: float
    poin: float
    upaya: float
    syarat: tuple[str, ...]
    total_sesudah: float
    hitungan: tuple[CountTarget, ...] = ()


# Of `Plan.table`: the step's number (1 is the first), and the fields of `Step`.
STEP_COLUMNS = ("nomor", *(field.name for field in fields(Step)))
# Of `Plan.syarat`.
PLANNED_GATE_COLUMNS = ("kode", "nama", "minimum", "sebelum", "sesudah", "terpenuhi", "sasaran")


@dataclass(frozen=True)
class Plan:
    """A plan: its steps by points per effort (best first), what they cost and what they bring.

    syarat: PLANNED_GATE_COLUMNS; sebelum, sesudah in points, by the one scoring; sasaran: what was aimed at, the
        minimum or above it
    nilai: question -> value after the plan (None = unanswered)
    lower_bound: no plan under these settings costs less effort than this; gap: upaya_total minus that
    ruang: points of the total aimed at above its minimum
    """

    langkah: tuple[Step, ...]
    upaya_total: float
    total_sebelum: float
    total_sesudah: float
    semua_syarat_terpenuhi: bool
    syarat: pd.DataFrame
    nilai: dict[str, float | None]
    lower_bound: float
    ruang: float = 0.0

    @property
    def gap(self) -> float:
        """How much effort a better plan could save at most; 0 when this one is proven to be the best."""
        return max(0.0, self.upaya_total - self.lower_bound)

    def table(self) -> pd.DataFrame:
        """The steps as a table. Columns: STEP_COLUMNS."""
        rows = [
            [number, *(getattr(step, name) for name in STEP_COLUMNS[1:])] for number, step in enumerate(self.langkah, 1)
        ]
        return pd.DataFrame(rows, columns=list(STEP_COLUMNS))

    def certificate(self) -> str:
        """What is proven about the plan's effort, in a sentence."""
        effort = format_number(self.upaya_total, 1)
        if self.gap < _SAME_EFFORT:
            return f"Upaya {effort}: terbukti paling kecil, karena batas bawah dari penghitungan eksaknya sama."
        return f"Upaya {effort}: paling banyak {format_number(self.gap)} di atas yang paling kecil."

    def total_text(self, total: float) -> str:
        """A total on the plan's way as people read it: never like a minimum or an aim that it misses."""
        return format_beside(total, [*self.syarat["minimum"], *self.syarat["sasaran"]])

    def sentence(self, predikat: str) -> str:
        """The one sentence that matters. predikat: the predicate's short name."""
        room = room_words(self.ruang)
        if not self.langkah:
            return f"Semua syarat nilai {predikat} sudah terpenuhi{room}; tidak ada yang harus dinaikkan."
        return (
            f"{len(self.langkah)} perbaikan dengan upaya {format_number(self.upaya_total, 1)} cukup untuk memenuhi "
            f"semua syarat nilai {predikat}{room}: total {self.total_text(self.total_sebelum)} menjadi "
            f"{self.total_text(self.total_sesudah)}."
        )


@dataclass(frozen=True)
class Outcome:
    """A plan in figures: its effort, how many improvements it has, and the total after it (points)."""

    upaya: float
    langkah: int
    total_sesudah: float


@dataclass(frozen=True)
class Obstacle:
    """A gate that no plan reaches under the locks and caps: its minimum (with the room asked for) and the most it can
    get, in points.
    """

    kode: str
    nama: str
    minimum: float
    tertinggi: float


@dataclass(frozen=True)
class Impossible:
    """Why there is no plan, and the smallest set of questions (kode -> text) whose freeing makes one possible.

    buka is empty when no freeing helps: even the best answers do not reach a minimum. ruang: as of `Plan`
    """

    hambatan: tuple[Obstacle, ...]
    buka: dict[str, str]
    ruang: float = 0.0

    def sentences(self, predikat: str) -> list[str]:
        """What stands in the way and what would help. predikat: the predicate's short name."""
        aim = f"{predikat}{room_words(self.ruang)}"
        reasons = [
            f"{gate.nama} paling tinggi {format_beside(gate.tertinggi, gate.minimum)} dari minimum "
            f"{format_minimum(gate.minimum)}."
            for gate in self.hambatan
        ]
        if not self.buka:
            return [f"{aim} tidak dapat dicapai, juga dengan jawaban terbaik di semua pertanyaan:", *reasons]
        freed = "; ".join(f"{kode} {text}" for kode, text in self.buka.items())
        return [
            f"Dengan kunci dan batas ini {aim} tidak dapat dicapai:",
            *reasons,
            f"Paling sedikit {len(self.buka)} pertanyaan harus dibebaskan dari kunci atau batasnya: {freed}.",
        ]


def plan(gates: GateSystem, values: Mapping[str, float | None], settings: PlanSettings = DEFAULTS) -> Plan | Impossible:
    """The least-effort plan that makes every gate hold, or why there is none.

    values: question -> value in [0, 1], None or absent = unanswered (counts as 0, may rise to any option).
    Of plans of equal effort: the one with the fewest improvements, of these the one with most points, and among the
    rest the same at every run (see `plan.lightest`).
    Raises SettingsProblem (contradicting settings), KeyError (unknown question), SolverStopped.
    """
    start = answer_row(gates.matrix, dict(values))
    rises, highest, solution = _solution(gates, start, settings)
    if solution is None:
        return _impossible(with_room(gates, settings.ruang), start, rises, highest, settings)
    return _plan_of(gates, start, solution, settings)


def outcome(gates: GateSystem, values: Mapping[str, float | None], settings: PlanSettings = DEFAULTS) -> Outcome | None:
    """What `plan` gives in figures only, at a part of its time; None where there is no plan. Raises like `plan`."""
    start = answer_row(gates.matrix, dict(values))
    _, _, solution = _solution(gates, start, settings)
    if solution is None:
        return None
    total = gates.nilai_and_total(after(start, solution))[1]
    return Outcome(solution.upaya, len(solution.targets), float(total[0]))


def _solution(
    gates: GateSystem, start: np.ndarray, settings: PlanSettings
) -> tuple[list[Rise], np.ndarray, Solution | None]:
    """The open rises, the points of every gate with all of them, and the lightest; None where they do not suffice."""
    rises = possible_rises(gates, start, settings)
    aims = with_room(gates, settings.ruang)
    highest = aims.nilai(raised(start, rises))[0]
    # No coefficient is negative, so what all rises together do not reach, no plan reaches.
    if not aims.holds(highest).all():
        return rises, highest, None
    solution = lightest(aims, start, rises)
    if solution is None:
        raise SolverStopped("Rencana belum ditemukan, walaupun semua syarat dapat dicapai; ubah kunci atau batas.")
    return rises, highest, solution


def alternatives(
    gates: GateSystem,
    values: Mapping[str, float | None],
    best: Plan,
    settings: PlanSettings = DEFAULTS,
    count: int = 3,
    tolerance: float = 0.10,
    difference: float = 0.25,
) -> list[Plan]:
    """Other plans of nearly equal effort, the cheapest first; fewer, or none, where there are no more.

    Each leaves out at least the share `difference` (and at least one) of the questions that the best and every earlier
    alternative raise, and costs at most (1 + tolerance) times the best. Raises like `plan`.
    """
    start = answer_row(gates.matrix, dict(values))
    rises = possible_rises(gates, start, settings)
    row = gates.matrix.question_index()
    known = [frozenset(row[step.kode] for step in best.langkah)]
    found: list[Plan] = []
    while best.langkah and len(found) < count:
        solution = lightest(with_room(gates, settings.ruang), start, rises, known, difference)
        if solution is None or solution.upaya > (1 + tolerance) * best.upaya_total + _SAME_EFFORT:
            break
        known.append(frozenset(solution.targets))
        found.append(_plan_of(gates, start, solution, settings))
    return found


def _plan_of(gates: GateSystem, start: np.ndarray, solution: Solution, settings: PlanSettings) -> Plan:
    aims, known = with_room(gates, settings.ruang), settings.hitungan
    instrument, questions = gates.instrument, gates.instrument.questions()
    worth = gates.worth()
    before = np.nan_to_num(start)
    points = {row: (target.nilai - before[row]) * worth[row] for row, target in solution.targets.items()}
    order = _best_first(points, solution.targets)
    # Row n holds the values after n steps, so that one product gives every total.
    stages = np.tile(start, (len(order) + 1, 1))
    for number, row in enumerate(order):
        stages[number + 1 :, row] = solution.targets[row].nilai
    nilai, totals = gates.nilai_and_total(stages)
    failing = ~aims.holds(nilai[0])
    pokja = {node.kode: node.pokja for node in gates.matrix.nodes}
    steps = []
    for number, row in enumerate(order):
        question, target = questions[row], solution.targets[row]
        now = answer_of(instrument.scale_of(question), start[row])
        served = failing & (gates.coefficients[row] > 0)
        steps.append(
            Step(
                kode=question.kode,
                pertanyaan=question.teks,
                pokja=pokja[question.kode],
                dari=now,
                ke=target.jawaban,
                teks_dari=answer_text(instrument, question.kode, now),
                teks_ke=answer_text(instrument, question.kode, target.jawaban),
                arti_dari=answer_meaning(instrument, question.kode, now, known.get(question.kode)),
                arti_ke=_target_meaning(instrument, question.kode, target, stages[-1], gates, known),
                nilai_dari=float(before[row]),
                nilai_ke=target.nilai,
                poin=float(points[row]),
                upaya=target.upaya,
                syarat=tuple(gate.nama for gate, serves in zip(gates.gates, served, strict=True) if serves),
                total_sesudah=float(totals[number + 1]),
                hitungan=target.hitungan,
            )
        )
    holds = gates.holds(nilai[-1])
    table = pd.DataFrame(
        {
            "kode": [gate.kode for gate in gates.gates],
            "nama": [gate.nama for gate in gates.gates],
            "minimum": gates.minima,
            "sebelum": nilai[0],
            "sesudah": nilai[-1],
            "terpenuhi": holds,
            "sasaran": aims.minima,
        }
    )
    reached = {
        kode: None if np.isnan(value) else float(value)
        for kode, value in zip(gates.matrix.questions, stages[-1], strict=True)
    }
    return Plan(
        langkah=tuple(steps),
        upaya_total=solution.upaya,
        total_sebelum=float(totals[0]),
        total_sesudah=float(totals[-1]),
        semua_syarat_terpenuhi=bool(holds.all()),
        syarat=table,
        nilai=reached,
        lower_bound=solution.bound,
        ruang=settings.ruang,
    )


def _impossible(
    gates: GateSystem, start: np.ndarray, rises: list[Rise], highest: np.ndarray, settings: PlanSettings
) -> Impossible:
    obstacles = tuple(
        Obstacle(gate.kode, gate.nama, float(minimum), float(most))
        for gate, minimum, most, holds in zip(gates.gates, gates.minima, highest, gates.holds(highest), strict=True)
        if not holds
    )
    freed = fewest_unlocks(gates.minima - highest, _unlocks(gates, start, rises, settings))
    questions = gates.instrument.questions()
    return Impossible(obstacles, {questions[row].kode: questions[row].teks for row in freed or []}, settings.ruang)


def _unlocks(gates: GateSystem, start: np.ndarray, rises: list[Rise], settings: PlanSettings) -> list[Unlock]:
    """What freeing each question of its lock or cap brings; of questions that share a count, each set of them."""
    instrument, known = gates.instrument, np.nan_to_num(raised(start, rises))
    limited = expanded_locks(instrument, settings.kunci) | settings.batas.keys()
    found = []
    for rise in possible_rises(gates, start, PlanSettings(upaya=settings.upaya, hitungan=settings.hitungan)):
        rows = sorted(row for row in rise.rows if gates.matrix.questions[row] in limited)
        for freed in chain.from_iterable(combinations(rows, size) for size in range(1, len(rows) + 1)):
            targets = rise.highest()
            if isinstance(rise, SharedRise):
                codes = [gates.matrix.questions[row] for row in freed]
                open_then = possible_rises(gates, start, without_limits(instrument, settings, codes))
                own = (other.highest() for other in open_then if set(other.rows) <= set(rise.rows))
                targets = {row: target for part in own for row, target in part.items()}
            gains = {row: target.nilai - known[row] for row, target in targets.items()}
            if any(gain > 0 for gain in gains.values()):
                points = points_of(gates.coefficients, gains)
                effort = sum(target.upaya for target in targets.values())
                found.append(Unlock(freed, points, effort, rise.rows[0]))
    return found


def _best_first(points: Mapping[int, float], targets: Mapping[int, Target]) -> list[int]:
    """The rows by points per effort; those that are one piece of work, because they share a count, stay together."""
    pieces: dict[tuple, list[int]] = {}
    for row, target in targets.items():
        pieces.setdefault(target.hitungan or (row,), []).append(row)

    def rate(rows: list[int]) -> float:
        return sum(points[row] for row in rows) / max(sum(targets[row].upaya for row in rows), _SAME_EFFORT)

    ordered = sorted(pieces.values(), key=lambda rows: (-rate(rows), rows))
    return [row for rows in ordered for row in rows]


def _target_meaning(
    instrument: Instrument,
    kode: str,
    target: Target,
    after: np.ndarray,
    gates: GateSystem,
    known: Mapping[str, Counts],
) -> str:
    """What a step asks for; of a ratio the counts to reach, also those that must move with them."""
    if isinstance(target.jawaban, str):
        return answer_meaning(instrument, kode, target.jawaban)
    if not target.hitungan:
        return share_meaning(instrument, kode, target.jawaban)
    reached: dict[str, dict[str, float]] = {}
    for count in target.hitungan:
        reached.setdefault(count.kode, {})[count.kunci] = count.angka
    own = {**known.get(kode, {}), **reached[kode]}
    words = [answer_meaning(instrument, kode, target.jawaban, own)]
    labels = {count.kunci: count.label for count in instrument.question(kode).masukan}
    # The first count is the question's own lever; the words tell it with the cases that it is of.
    mine = [count for count in target.hitungan if count.kode == kode]
    if len(reached) == 1:
        words += [f"{labels[count.kunci]}: paling banyak {count.angka}" for count in mine[1:]]
    row = gates.matrix.question_index()
    for other, counts in reached.items():
        if other == kode or all(known.get(other, {}).get(kunci) == number for kunci, number in counts.items()):
            continue
        value = after[row[other]]
        answer = answer_of(instrument.scale_of(instrument.question(other)), value)
        meaning = answer_meaning(instrument, other, answer, {**known.get(other, {}), **counts})
        words.append(f"bersama {other} {answer_text(instrument, other, answer)} ({meaning})")
    return "; ".join(words)
