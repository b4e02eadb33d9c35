"""The chance of a predicate after the next judge, held against a simulated truth, beside two simple baselines.

The truth: whether an answer falls depends on effects of the unit, the unit in an area, the question and the year (or on
none of them); some fall by two options, a few rise. A target's true chance is that of its values under the effects of
its portfolio and year, over units.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instruments.library import load_instrument
from zi_metrics.plan.chance import chance
from zi_metrics.plan.corrections import corrections_from
from zi_metrics.plan.foresight import foresight
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.points import compile_points

INSTRUMENT = load_instrument()
MATRIX = compile_points(INSTRUMENT)
GATES = gate_system(INSTRUMENT, "wbk")
QUESTIONS = INSTRUMENT.questions()
SCALES = [INSTRUMENT.scale_of(question) for question in QUESTIONS]
LEVELS = [sorted(scale.pilihan.values()) if scale.jenis == "pilihan" else None for scale in SCALES]
COUNT = np.array([len(levels or []) for levels in LEVELS])
TABLE = np.array([[*(levels or []), *[9.0] * (COUNT.max() - len(levels or []))] for levels in LEVELS])
POKJA = {node.kode: node.pokja or 0 for node in MATRIX.nodes}
AREA = np.unique([POKJA[question.kode] for question in QUESTIONS], return_inverse=True)[1]
# One answer in six or so falls; so many of those by two options; so many rise.
LEVEL, TWO, RISE = -1.55, 0.15, 0.015
PORTFOLIOS, TARGETS, TRUTH_DRAWS = 13, 6, 1200


@dataclass(frozen=True)
class Scenario:
    nama: str
    unit: float
    area: float
    pertanyaan: float
    tahun: float
    pasangan: int
    years: int
    new: bool
    history: bool = False


SCENARIOS = [
    Scenario("A tanpa pengaruh, 16 pasangan", 0, 0, 0, 0, 16, 2, False),
    Scenario("B unit dan area, 16 pasangan", 0.6, 0.5, 0, 0, 16, 2, False),
    Scenario("C ditambah pertanyaan", 0.6, 0.5, 1, 0, 16, 2, False),
    Scenario("D seperti C, 5 pasangan", 0.6, 0.5, 1, 0, 5, 2, False),
    Scenario("E ditambah tahun; tahunnya terlihat", 0.6, 0.5, 1, 0.5, 16, 2, False),
    Scenario("F ditambah tahun; tahun dan penilai baru", 0.6, 0.5, 1, 0.5, 16, 2, True),
    Scenario("G seperti E; unitnya punya riwayat", 0.6, 0.5, 1, 0.5, 24, 3, False, history=True),
]


class Portfolio:
    """One made-up portfolio: its effects, its past pairs, and the year to foretell."""

    def __init__(self, scenario, rng):
        self.scenario, self.rng = scenario, rng
        self.question = (
            rng.normal(0, scenario.pertanyaan, len(QUESTIONS)) if scenario.pertanyaan else np.zeros(len(QUESTIONS))
        )
        self.year = (
            rng.normal(0, scenario.tahun, scenario.years + 1) if scenario.tahun else np.zeros(scenario.years + 1)
        )
        self.target_year = scenario.years if scenario.new else scenario.years - 1
        units = scenario.pasangan // scenario.years if scenario.history else scenario.pasangan
        self.units = [self.unit_effect() for _ in range(units)]

    def unit_effect(self, count=None):
        size = () if count is None else (count,)
        unit = self.rng.normal(0, self.scenario.unit, (*size, 1))
        return unit + self.rng.normal(0, self.scenario.area, (*size, AREA.max() + 1))[..., AREA]

    def judged(self, values, unit, year):
        """(draw, question) what a judge of a year makes of values; unit: (draw, question) effects."""
        logit = LEVEL + self.question + self.year[year] + unit
        fell = self.rng.random(logit.shape) < 1 / (1 + np.exp(-logit))
        rose = ~fell & (self.rng.random(logit.shape) < RISE)
        step = np.where(fell, -1 - (self.rng.random(logit.shape) < TWO), np.where(rose, 1, 0))
        rank = np.abs(TABLE - values[:, None]).argmin(axis=1)
        moved = TABLE[np.arange(len(values)), np.clip(rank + step, 0, COUNT - 1)]
        return np.where(COUNT > 0, moved, values)

    def values(self, level):
        """Random answers: options near full marks, indices and shares that nobody corrects."""
        values = np.full(len(QUESTIONS), 0.95)
        for column, levels in enumerate(LEVELS):
            if levels is not None:
                down = (self.rng.random() > level) * self.rng.integers(1, len(levels))
                values[column] = levels[len(levels) - 1 - int(down)]
        return values

    def pairs(self):
        """Past pairs as the product takes them, and (pair, gate) points lost."""
        rows, lost = [], []
        for number in range(self.scenario.pasangan):
            unit = number % len(self.units)
            year = number // len(self.units) if self.scenario.history else number % self.scenario.years
            before = self.values(0.88)
            after = self.judged(before, self.units[unit][None, :], year)[0]
            lost.append((before - after) @ GATES.coefficients)
            if self.scenario.history and unit == 0 and year == self.target_year:
                continue
            rows.append(
                pd.DataFrame(
                    {
                        "pasangan": f"{unit} {year}",
                        "kode": [question.kode for question in QUESTIONS],
                        "dari": before,
                        "ke": after,
                        "unit_id": f"u{unit}",
                        "tahun": 2020 + year,
                    }
                )
            )
        return pd.concat(rows, ignore_index=True), np.array(lost)

    def truth(self, values, draws):
        """The true chance of the values; of the unit with a history where there is one."""
        own = self.scenario.history
        unit = np.repeat(self.units[0][None, :], draws, axis=0) if own else self.unit_effect(draws)
        seen = self.judged(values, unit, self.target_year)
        return float(GATES.holds(GATES.simulated(seen)[0]).all(axis=1).mean()), GATES.simulated(seen)[1]

    def target(self):
        """Values whose true chance is near one that is drawn first, as far as 25 tries go."""
        wanted = self.rng.uniform(0.03, 0.97)
        tries = [self.values(self.rng.uniform(0.78, 0.99)) for _ in range(25)]
        best = min(tries, key=lambda values: abs(self.truth(values, 150)[0] - wanted))
        return best, *self.truth(best, TRUTH_DRAWS)


def tried(scenario, size):
    rng = np.random.default_rng([2026, SCENARIOS.index(scenario)])
    rows = []
    for _ in range(max(2, round(PORTFOLIOS * size))):
        portfolio = Portfolio(scenario, rng)
        pairs, lost = portfolio.pairs()
        past = foresight(corrections_from(INSTRUMENT, pairs), 2020 + portfolio.target_year)
        for _ in range(TARGETS):
            values, true, totals = portfolio.target()
            said = chance(
                GATES,
                dict(zip(MATRIX.questions, values, strict=True)),
                past,
                unit="u0" if scenario.history else "baru",
            )
            slack = values @ GATES.coefficients - GATES.minima
            drawn = rng.multivariate_normal(lost.mean(axis=0), np.cov(lost.T), 2000, check_valid="ignore")
            total = totals[rng.integers(len(totals))]
            rows.append(
                {
                    "benar": true,
                    "kata": said.semua.peluang,
                    # The truth is a share of 1,200 draws, and people read whole percents.
                    "termuat": said.semua.rendah - 0.01 <= true <= said.semua.tinggi + 0.01,
                    "lebar": said.semua.tinggi - said.semua.rendah,
                    "total": said.total.rendah <= total <= said.total.tinggi,
                    "rata": float((drawn <= slack + 1e-9).all(axis=1).mean()),
                    "dulu": ((lost <= slack + 1e-9).all(axis=1).sum() + 0.5) / (len(lost) + 1),
                    "lolos": rng.random() < true,
                }
            )
    return pd.DataFrame(rows).assign(skenario=scenario.nama)


def sections(size):
    found = pd.concat([tried(scenario, size) for scenario in SCENARIOS], ignore_index=True)
    groups = found.groupby("skenario")
    held, count = groups["termuat"].mean(), groups.size()

    def error(column, against="benar"):
        return groups.apply(lambda own: ((own[column] - own[against]) ** 2).mean())

    table = pd.DataFrame(
        {
            "Skenario": held.index,
            "Rentang 90% memuat peluang sebenarnya": held.map(format_percent),
            "Dikatakan rata-rata": groups["kata"].mean().map(format_percent),
            "Sebenarnya rata-rata": groups["benar"].mean().map(format_percent),
            "Lebar rentang": groups["lebar"].mean().map(format_number),
            "Rentang 80% total memuat totalnya": groups["total"].mean().map(format_percent),
            "Kuadrat selisih": error("kata").map(lambda e: format_number(e, 3)),
            "… rata-rata koreksi per syarat": error("rata").map(lambda e: format_number(e, 3)),
            "… kehilangan dulu terhadap sisa": error("dulu").map(lambda e: format_number(e, 3)),
            "Brier": error("kata", "lolos").map(lambda e: format_number(e, 3)),
            "Brier yang tak terhindarkan": groups.apply(lambda own: (own["benar"] * (1 - own["benar"])).mean()).map(
                lambda e: format_number(e, 3)
            ),
        }
    )
    bins = pd.cut(found["kata"], [0, 0.2, 0.4, 0.6, 0.8, 1], include_lowest=True)
    reliability = found.groupby(bins, observed=False).agg(
        kata=("kata", "mean"), benar=("benar", "mean"), n=("benar", "size")
    )
    said = pd.DataFrame(
        {
            "Dikatakan": reliability["kata"].map(format_percent),
            "Sebenarnya": reliability["benar"].map(format_percent),
            "Banyaknya": reliability["n"],
        }
    )
    return [
        Section(
            "Peluang predikat sesudah penilai berikutnya",
            "LKE 90/2021, WBK. Kemungkinan sebuah jawaban turun dipengaruhi unit, unit dalam area, pertanyaan, dan "
            "tahun. Peluang sebenarnya dihitung dari 1.200 penilaian buatan; rentang dianggap memuatnya sampai satu "
            "persen, ketelitian hitungan itu. Dua pembanding sederhana: rata-rata dan "
            "ragam koreksi tiap syarat dengan sebaran normal, dan berapa kali kehilangan yang lalu muat dalam sisa.",
            table,
            [
                Promise(f"Rentang peluang memuat yang sebenarnya, {name}", float(share), 0.85, 1.0, int(count[name]))
                for name, share in held.items()
            ],
            {
                "peluang_termuat_terendah": format_percent(held.min()),
                "peluang_termuat_tahun_baru": format_percent(held[SCENARIOS[5].nama]),
                "peluang_percobaan": format_number(len(found), 0),
            },
        ),
        Section(
            "Peluang yang dikatakan dan yang sebenarnya",
            "Semua skenario bersama: dari yang dikatakan sekian persen, berapa yang sebenarnya.",
            said,
        ),
    ]
