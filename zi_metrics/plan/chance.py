"""What a next judge would see, who corrects as judges did before: the total, and the chance of a predicate.

Monte Carlo with a fixed seed, in groups: what all units share (how strict judges are, in which area, question and year)
is drawn once per group, from what the past pairs leave open; within a group the unit's own effects, each answer and
the surveys' sampling errors vary. The chance is the share of all draws; its range holds the groups' chances, with the
noise of their few draws taken out, as a beta distribution of the same mean and variance.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, expit, ndtri

from zi_metrics.bahasa import chance_words, format_chances, format_number, format_percent, format_plain
from zi_metrics.instruments.library import IndexScale
from zi_metrics.plan.corrections import Corrections
from zi_metrics.plan.foresight import Foresight
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.score import answer_row

SEED = 20261
GROUPS = 100
DRAWS = 100
LEVEL = 0.90
# The middle of the simulated totals that their range shows: from the 10th to the 90th percentile.
_MIDDLE = (0.1, 0.9)


@dataclass(frozen=True)
class Probability:
    """A share of simulations, and the range that its true value lies in with the chosen confidence."""

    peluang: float
    rendah: float
    tinggi: float

    def text(self) -> str:
        """'62% (antara 41% dan 80%)'; 'lebih dari 99%' where the whole range lies there."""
        words, between = chance_words(self.peluang), format_chances(self.rendah, self.tinggi)
        if "–" not in between:
            return words
        return f"{words} (antara {format_percent(self.rendah)} dan {format_percent(self.tinggi)})"

    def about(self) -> str:
        """The same inside a sentence: 'sekitar 62% (antara …)', but 'kurang dari 1%'."""
        near_an_end = chance_words(self.peluang) != format_percent(self.peluang)
        return self.text() if near_an_end else f"sekitar {self.text()}"


@dataclass(frozen=True)
class ExpectedTotal:
    """The simulated totals, in points: their mean, and the 80 % in the middle."""

    perkiraan: float
    rendah: float
    tinggi: float


@dataclass(frozen=True)
class Chance:
    """The chance that all gates hold, that of each gate (code -> chance), and the total to expect.

    pasangan, tahun: number of past pairs it rests on, and of the years they come from (0 = none)
    simulasi: number of simulations
    asumsi: what it rests on, as Indonesian sentences
    kelompok: the chance that all gates hold in each group of simulations, which have in common what all units share
    """

    semua: Probability
    syarat: dict[str, Probability]
    total: ExpectedTotal
    pasangan: int
    tahun: int
    simulasi: int
    asumsi: tuple[str, ...]
    kelompok: tuple[float, ...] = ()

    def sentence(self, predikat: str) -> str:
        """The one sentence that matters. predikat: the predicate's short name."""
        why = (
            f"Bila dikoreksi seperti pada {self.pasangan} pasangan penilaian yang lalu"
            if self.pasangan
            else ("Dengan ketidakpastian surveinya")
        )
        return f"{why}, peluang memenuhi semua syarat nilai {predikat} {self.semua.about()}."


@dataclass(frozen=True)
class SurveyErrors:
    """How far the indices that surveys give may be off.

    galat_baku: index question -> standard error of its index, on the index's own scale
    korelasi: pair of index questions -> how their errors go together, where the same people answered both
    """

    galat_baku: Mapping[str, float]
    korelasi: Mapping[tuple[str, str], float]

    def table(self) -> np.ndarray:
        """(question, question) correlations, in the order of `galat_baku`; 0 where nothing is said."""
        codes = list(self.galat_baku)
        table = np.eye(len(codes))
        for (first, second), value in self.korelasi.items():
            if first in codes and second in codes:
                table[codes.index(first), codes.index(second)] = table[codes.index(second), codes.index(first)] = value
        return table


NO_ERRORS = SurveyErrors({}, {})


def chance(
    gates: GateSystem,
    values: Mapping[str, float | None],
    past: Foresight | None = None,
    errors: SurveyErrors = NO_ERRORS,
    unit: str = "",
    level: float = LEVEL,
    **how: int,
) -> Chance:
    """The chance of one predicate; as of `chances`."""
    return chances([gates], values, past, errors, unit, level, **how)[gates.predikat]


def chances(
    systems: Sequence[GateSystem],
    values: Mapping[str, float | None],
    past: Foresight | None = None,
    errors: SurveyErrors = NO_ERRORS,
    unit: str = "",
    level: float = LEVEL,
    groups: int = GROUPS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Chance]:
    """The chance that the gates hold, and the total, after a judge's corrections and with the surveys' sampling error.

    Predicate -> chance, from the same simulations.
    systems: the gates of predicates of one instrument
    values: question -> value in [0, 1], None or absent = unanswered (stays 0)
    past: what past corrections say (`plan.foresight`); None = no judge corrects
    unit: the unit's id, whose own pair of the year is left out, and whose other years count as its history
    level: confidence of the ranges; groups, draws: simulations, draws in each group; seed: of the random numbers
    Raises SettingsProblem when there is neither a correction nor a standard error, or one that does not fit;
    KeyError for an unknown question.
    """
    first = systems[0]
    known = past.known_for(unit) if past else None
    row = answer_row(first.matrix, dict(values))
    # What is unanswered has no index that could vary.
    spread = np.where(np.isnan(row), 0.0, _spread(first, errors, known))
    rng = np.random.default_rng(seed)
    if past and known:
        seen = _corrected(past, known, unit, row, groups, draws, rng)
    else:
        seen = np.tile(np.nan_to_num(row), (groups * draws, 1))
    varying, noise = _survey_noise(first, errors, spread, groups * draws, rng)
    seen[:, varying] = np.clip(seen[:, varying] + noise, 0.0, 1.0)
    pairs, years = (0, 0) if known is None else (len(known), len(np.unique(known.falls.tahun)))
    told = tuple(_assumptions(first, known, unit, errors, groups * draws, level))
    found = {}
    for gates in systems:
        nilai, total = gates.simulated(seen)
        holds = gates.holds(nilai).reshape(groups, draws, len(gates.gates))
        every = np.asarray(holds.all(axis=2))
        found[gates.predikat] = Chance(
            semua=_probability(every, level),
            syarat={gate.kode: _probability(holds[:, :, n], level) for n, gate in enumerate(gates.gates)},
            total=ExpectedTotal(float(total.mean()), *map(float, np.quantile(total, _MIDDLE))),
            pasangan=pairs,
            tahun=years,
            simulasi=groups * draws,
            asumsi=told,
            kelompok=tuple(every.mean(axis=1).tolist()),
        )
    return found


def _corrected(
    past: Foresight, known: Corrections, unit: str, row: np.ndarray, groups: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """(groups x draws, question) values after a judge's corrections."""
    model = past.model(known, unit)
    logits, spreads = model.draw_common(groups, rng)
    if model.has_history:
        # A unit that judges have seen is this very unit: what is not known of it belongs to the range.
        likely = np.repeat(expit(logits + model.draw_own(groups, spreads, rng)), draws, axis=0)
    else:
        own = model.draw_own(groups * draws, np.repeat(spreads, draws, axis=0), rng)
        likely = expit(np.repeat(logits, draws, axis=0) + own)
    fell = (rng.random(likely.shape) < likely) & known.could_fall(row)
    moved = known.moved_indices(past.tahun, groups, draws, rng).reshape(likely.shape)
    seen = known.moved(row, fell, rng)
    # Only indices move by themselves.
    moving = np.flatnonzero(~np.isnan(row) & moved.any(axis=0))
    seen[:, moving] = np.clip(seen[:, moving] + moved[:, moving], 0.0, 1.0)
    return seen


def _survey_noise(
    gates: GateSystem, errors: SurveyErrors, spread: np.ndarray, count: int, rng: np.random.Generator
) -> tuple[list[int], np.ndarray]:
    """The places of the questions whose indices have errors, and (count, place) errors, drawn together."""
    places = [gates.matrix.question_index()[kode] for kode in errors.galat_baku]
    if not places:
        return places, np.zeros((count, 0))
    return places, rng.multivariate_normal(np.zeros(len(places)), errors.table(), size=count) * spread[places]


def _spread(gates: GateSystem, errors: SurveyErrors, corrections: Corrections | None) -> np.ndarray:
    """(question,) standard error as a value in [0, 1]; 0 where nothing was given."""
    scales = {q.kode: gates.instrument.scale_of(q) for q in gates.instrument.questions()}
    full = {kode: scale.maksimum for kode, scale in scales.items() if isinstance(scale, IndexScale)}
    problems = []
    for kode, error in errors.galat_baku.items():
        if kode not in full:
            problems.append(f"Galat baku menyebut '{kode}', yang bukan pertanyaan indeks dalam instrumen.")
        elif not 0 <= error <= full[kode]:
            problems.append(f"Galat baku {kode} harus antara 0 dan {full[kode]:g}.")
    if corrections is None and not any(errors.galat_baku.values()):
        problems.append(
            "Peluang belum dapat dihitung: belum ada cukup pasangan penilaian (unit dan penilai berikutnya) dari masa "
            "lalu, dan galat baku survei belum diisi."
        )
    if problems:
        raise SettingsProblem(problems)
    return np.array([errors.galat_baku[k] / full[k] if k in errors.galat_baku else 0.0 for k in scales])


def _probability(holds: np.ndarray, level: float) -> Probability:
    """holds: (group, draw), whether it held."""
    groups, draws = holds.shape
    successes, total = int(holds.sum()), holds.size
    share = successes / total
    low, high = _wilson(successes, total, level)
    chances = holds.mean(axis=1)
    # What the groups differ by beyond the noise of their own draws is what is not known.
    unknown = chances.var(ddof=1) - (chances * (1 - chances)).mean() / (draws - 1) if groups > 1 and draws > 1 else 0.0
    if unknown > 0 and 0 < share < 1:
        worth = max(share * (1 - share) / unknown - 1, 1e-3)
        lowest, highest = betaincinv(share * worth, (1 - share) * worth, [(1 - level) / 2, (1 + level) / 2])
        low, high = min(low, float(lowest)), max(high, float(highest))
    return Probability(share, float(min(low, share)), float(max(high, share)))


def _wilson(successes: int, total: int, level: float) -> tuple[float, float]:
    """Wilson's interval for a share. By hand: `scipy.stats` costs every start half a second and 25 MiB."""
    z, share = float(ndtri((1 + level) / 2)), successes / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == total else middle + half)


def _assumptions(
    gates: GateSystem, corrections: Corrections | None, unit: str, errors: SurveyErrors, draws: int, level: float
) -> Iterator[str]:
    if corrections:
        years = np.unique(corrections.falls.tahun).astype(int).tolist()
        yield (
            f"Penilai mengoreksi seperti pada {len(corrections)} pasangan penilaian yang lalu ({_years(years)}); tahun "
            "yang dekat dan tahun yang sama lebih menentukan."
        )
        if len(years) < 3:
            yield (
                f"Pasangannya berasal dari {len(years)} tahun saja: seberapa berbeda penilai dari tahun ke tahun "
                "hampir tidak diketahui, sehingga rentangnya lebar."
            )
        yield (
            "Jawaban yang turun dihitung menurut areanya, pertanyaannya, tahunnya, dan unitnya; makin sedikit "
            "pasangannya, makin dekat taksirannya ke rata-rata."
        )
        if unit in corrections.falls.unit:
            yield "Koreksi atas unit ini sendiri pada tahun lain ikut diperhitungkan."
    else:
        yield "Tidak ada jawaban yang dikoreksi penilai."
    for kode, error in errors.galat_baku.items():
        yield (
            f"{gates.instrument.question(kode).teks} menyimpang acak di sekitar nilainya dengan galat baku "
            f"{format_plain(error, 4)}."
        )
    if any(errors.korelasi.values()):
        yield "Galat survei yang dijawab orang yang sama diundi bersama, karena keduanya menyimpang bersama."
    if not errors.galat_baku:
        yield "Indeks survei dianggap tepat, tanpa galat penarikan sampel."
    yield "Pertanyaan yang belum dijawab tetap dihitung 0."
    few = " dan yang tidak diketahui dari pasangan penilaian yang terbatas" if corrections else ""
    yield f"Rentang {format_percent(level)} memuat ketidakpastian dari {format_number(draws, 0)} simulasi{few}."


def _years(years: list[int]) -> str:
    return f"tahun {years[0]}" if len(years) == 1 else f"tahun {years[0]}–{years[-1]}"
