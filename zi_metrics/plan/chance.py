"""What a next judge would see, who corrects as judges did before: the total, and the chance of a predicate.

The surveys' sampling error can be added to it.

Monte Carlo with a fixed seed. One simulation takes one past pair of assessments, because a judge who is strict in one
area is mostly strict in the others. The range holds two uncertainties: that of simulating (Wilson's interval) and that
of knowing few pairs (Jeffreys' interval, with every pair as one trial; L. D. Brown, T. T. Cai, A. DasGupta, "Interval
Estimation for a Binomial Proportion", Statistical Science 16(2), 2001).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.stats import beta, binomtest

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instruments.library import IndexScale
from zi_metrics.plan.corrections import GROUPINGS, Corrections
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.score import answer_row

SEED = 20261
DRAWS = 10_000
LEVEL = 0.90
# The middle of the simulated totals that their range shows: from the 10th to the 90th percentile.
_MIDDLE = (0.1, 0.9)
# Simulated assessments scored at a time: keeps the arrays at some tens of MB.
_BATCH = 5_000


@dataclass(frozen=True)
class Probability:
    """A share of simulations, and the range that its true value lies in with the chosen confidence."""

    peluang: float
    rendah: float
    tinggi: float

    def text(self) -> str:
        """'62% (antara 41% dan 80%)'."""
        return (
            f"{format_percent(self.peluang)} (antara {format_percent(self.rendah)} dan {format_percent(self.tinggi)})"
        )


@dataclass(frozen=True)
class ExpectedTotal:
    """The simulated totals, in points: their mean, and the 80 % in the middle."""

    perkiraan: float
    rendah: float
    tinggi: float


@dataclass(frozen=True)
class Chance:
    """The chance that all gates hold, that of each gate (code -> chance), and the total to expect.

    pasangan: number of past pairs it rests on (0 = none); simulasi: number of simulations
    asumsi: what it rests on, as Indonesian sentences
    """

    semua: Probability
    syarat: dict[str, Probability]
    total: ExpectedTotal
    pasangan: int
    simulasi: int
    asumsi: tuple[str, ...]

    def sentence(self, predikat: str) -> str:
        """The one sentence that matters. predikat: the predicate's short name."""
        why = (
            f"Bila dikoreksi seperti pada {self.pasangan} pasangan penilaian yang lalu"
            if self.pasangan
            else ("Dengan ketidakpastian surveinya")
        )
        return f"{why}, peluang memenuhi semua syarat nilai {predikat} sekitar {self.semua.text()}."


def chance(
    gates: GateSystem,
    values: Mapping[str, float | None],
    corrections: Corrections | None = None,
    standard_errors: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Chance:
    """The chance that the gates hold, and the total, after a judge's corrections and with the surveys' sampling error.

    values: question -> value in [0, 1], None or absent = unanswered (stays 0)
    corrections: `plan.corrections.corrections_from`; None = no judge corrects
    standard_errors: index question -> standard error of its index, on the index's own scale
    draws: simulations (rounded up to the same number for every pair); seed: of the random numbers; level: confidence of
        the ranges
    Raises SettingsProblem when there is neither a correction nor a standard error, or one that does not fit;
    KeyError for an unknown question.
    """
    errors = dict(standard_errors or {})
    row = answer_row(gates.matrix, dict(values))
    # What is unanswered has no index that could vary.
    spread = np.where(np.isnan(row), 0.0, _spread(gates, errors, corrections))
    pairs = len(corrections.pools) if corrections else 0
    each = ceil(draws / max(pairs, 1))
    rng = np.random.default_rng(seed)
    held = np.zeros(len(gates.gates))
    all_held = 0
    totals = []
    for pair in range(max(pairs, 1)):
        for first in range(0, each, _BATCH):
            count = min(_BATCH, each - first)
            seen = corrections.draw(pair, count, row, rng) if corrections else np.tile(np.nan_to_num(row), (count, 1))
            seen = np.clip(seen + rng.normal(0.0, spread, size=seen.shape), 0.0, 1.0)
            nilai, total = gates.simulated(seen)
            totals.append(total)
            holds = gates.holds(nilai)
            held += holds.sum(axis=0)
            all_held += int(holds.all(axis=1).sum())
    drawn = each * max(pairs, 1)
    together = np.concatenate(totals)
    return Chance(
        semua=_probability(all_held, drawn, pairs, level),
        syarat={
            gate.kode: _probability(int(n), drawn, pairs, level) for gate, n in zip(gates.gates, held, strict=True)
        },
        total=ExpectedTotal(float(together.mean()), *map(float, np.quantile(together, _MIDDLE))),
        pasangan=pairs,
        simulasi=drawn,
        asumsi=tuple(_assumptions(gates, corrections, errors, drawn, level)),
    )


def _spread(gates: GateSystem, errors: dict[str, float], corrections: Corrections | None) -> np.ndarray:
    """(question,) standard error as a value in [0, 1]; 0 where nothing was given."""
    scales = {q.kode: gates.instrument.scale_of(q) for q in gates.instrument.questions()}
    full = {kode: scale.maksimum for kode, scale in scales.items() if isinstance(scale, IndexScale)}
    problems = []
    for kode, error in errors.items():
        if kode not in full:
            problems.append(f"Galat baku menyebut '{kode}', yang bukan pertanyaan indeks dalam instrumen.")
        elif not 0 <= error <= full[kode]:
            problems.append(f"Galat baku {kode} harus antara 0 dan {full[kode]:g}.")
    if corrections is None and not any(errors.values()):
        problems.append(
            "Peluang belum dapat dihitung: belum ada pasangan penilaian (unit dan penilai berikutnya) dari masa lalu, "
            "dan galat baku survei belum diisi."
        )
    if problems:
        raise SettingsProblem(problems)
    return np.array([errors[k] / full[k] if k in errors else 0.0 for k in scales])


def _probability(successes: int, draws: int, pairs: int, level: float) -> Probability:
    simulated = binomtest(successes, draws).proportion_ci(level, method="wilson")
    low, high = simulated.low, simulated.high
    if pairs:
        tail = (1 - level) / 2
        low = 0.0 if successes == 0 else float(beta.ppf(tail, low * pairs + 0.5, (1 - low) * pairs + 0.5))
        high = 1.0 if successes == draws else float(beta.ppf(1 - tail, high * pairs + 0.5, (1 - high) * pairs + 0.5))
    share = successes / draws
    return Probability(share, float(min(low, share)), float(max(high, share)))


def _assumptions(
    gates: GateSystem, corrections: Corrections | None, errors: dict[str, float], draws: int, level: float
) -> Iterator[str]:
    if corrections:
        yield (
            f"Penilai mengoreksi seperti pada salah satu dari {len(corrections.pools)} pasangan penilaian yang lalu; "
            "satu simulasi memakai satu pasangan, karena penilai yang ketat di satu area biasanya ketat di area lain."
        )
        yield (
            f"Koreksi diambil {GROUPINGS[corrections.per]}; jawaban lama yang sudah di pilihan terendah tidak "
            "dihitung, karena tidak dapat diturunkan lagi."
        )
    else:
        yield "Tidak ada jawaban yang dikoreksi penilai."
    for kode, error in errors.items():
        yield (
            f"{gates.instrument.question(kode).teks} menyimpang acak di sekitar nilainya dengan galat baku "
            f"{format_number(error)}."
        )
    if not errors:
        yield "Indeks survei dianggap tepat, tanpa galat penarikan sampel."
    yield "Pertanyaan yang belum dijawab tetap dihitung 0."
    few = " dan karena pasangan penilaiannya terbatas (Jeffreys)" if corrections else ""
    yield (
        f"Rentang {format_percent(level)} memuat ketidakpastian dari {format_number(draws, 0)} simulasi (Wilson){few}."
    )
