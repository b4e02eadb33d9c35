"""Effort learned from a portfolio's history, held against made-up truth, and on a year that was not learned from."""

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.plan.answer_model import Outcomes
from zi_metrics.plan.learned_effort import FEWEST_TRANSITIONS, FEWEST_UNITS, Transitions, learned_effort

INSTRUMENT = load_instrument()
QUESTIONS = INSTRUMENT.questions()
OPTION = np.array([INSTRUMENT.scale_of(question).jenis == "pilihan" for question in QUESTIONS])
AREA = np.unique([f"{q.kode.split('.')[0]}.{q.kode.split('.')[1]}" for q in QUESTIONS], return_inverse=True)[1]
CASES = [(5, 1), (12, 1), (24, 1), (24, 2), (60, 2)]
RUNS = 10


def history(rng, units, years, probability):
    """Rises of a made-up portfolio; the last year is kept for the test."""
    unit = rng.normal(0, 0.4, units)
    logit = np.log(probability / (1 - probability)) + unit[:, None, None]
    rose = (rng.random((units, years + 1, len(QUESTIONS))) < 1 / (1 + np.exp(-logit))).astype(float)
    rose[rng.random(rose.shape) > 0.45] = np.nan
    rose[:, :, ~OPTION] = np.nan
    seen = rose[:, :years].reshape(units * years, -1)
    names = tuple(f"u{n}" for n in np.repeat(np.arange(units), years))
    return Transitions(Outcomes(seen, names, 2020 + np.tile(np.arange(years), units), AREA)), rose[:, years]


class Any(Transitions):
    """Transitions that are learned from however few they are."""

    def enough(self):
        return True


def tried(units, years, size):
    rng, rows = np.random.default_rng([7, units, years]), []
    for _ in range(max(2, round(RUNS * size))):
        probability = np.clip(rng.normal(0.35, 0.15, len(QUESTIONS)), 0.03, 0.95)
        seen, held_out = history(rng, units, years, probability)
        found = learned_effort(INSTRUMENT, Any(seen.rose))
        codes = [q.kode for q in QUESTIONS]
        places = [codes.index(kode) for kode in found.upaya] if found else []
        if len(places) < 10:
            rows.append((np.nan, np.nan, np.nan, np.nan, len(places)))
            continue
        effort = np.array(list(found.upaya.values()))
        truth = (1 / probability)[places]
        truth = truth / np.median(truth)
        rate = np.nanmean(held_out[:, places], axis=0)
        kept = ~np.isnan(rate)
        rows.append(
            (
                spearmanr(effort, truth).statistic,
                np.abs(np.log(effort / truth)).mean(),
                np.abs(np.log(truth)).mean(),
                -spearmanr(effort[kept], rate[kept]).statistic,
                len(places),
            )
        )
    return pd.DataFrame(rows, dtype=float).mean().to_numpy()


def sections(size):
    found = {case: tried(*case, size) for case in CASES}
    table = pd.DataFrame(
        [
            {
                "Unit × peralihan": f"{units} × {years}",
                "Pertanyaan yang cukup sering terlihat": format_number(row[4], 0),
                "Korelasi peringkat dengan yang sebenarnya": format_number(row[0]),
                "Selisih logaritma": format_number(row[1]),
                "Selisih bawaan (semua sama)": format_number(row[2]),
                "Korelasi dengan kenaikan pada tahun yang tidak dipelajari": format_number(row[3]),
            }
            for (units, years), row in found.items()
        ]
    )
    used = found[(24, 2)]
    runs = max(2, round(RUNS * size))
    return [
        Section(
            "Upaya menurut kebiasaan portofolio",
            f"103 pertanyaan berpilihan, simpangan kemungkinan naik 0,15, 45% di bawah nilai tertinggi. Dipakai mulai "
            f"{FEWEST_UNITS} unit dan {FEWEST_TRANSITIONS} peralihan.",
            table,
            [
                Promise("Korelasi peringkat pada 24 unit × 2 peralihan", float(used[0]), 0.7, 1.0, runs),
                Promise("Selisih dibanding bawaan pada 24 × 2", float(used[1] / used[2]), 0.0, 0.8, runs),
            ],
            {
                "upaya_unit": "24",
                "upaya_peralihan": "48",
                "upaya_korelasi": format_number(used[0]),
                "upaya_galat": format_number(used[1]),
                "upaya_galat_bawaan": format_number(used[2]),
            },
        )
    ]
