"""The band of the pace, held against values that rise along a straight line with independent errors; and a harder case.

The truth: a unit's value at dates drawn at random, a straight line and normal errors; the value on the day is one more
draw. In the harder case the value rises by steps, as answers do.
"""

import numpy as np
import pandas as pd

from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.pembangunan.pace import COVERAGE, forecast

TRIALS = 4000
SEED = 20260531
# Days before the proposal within which the points lie.
SPAN, FULL = 300, 100.0
SIZES = (3, 4, 6, 8)


def tried(points, size, steps=False, error=1.0):
    """Share of trials in which the value on the day lay in the band, and the band's mean width."""
    rng = np.random.default_rng([SEED, points, int(steps), int(100 * error)])
    trials = max(50, round(TRIALS * size))
    inside, width = 0, 0.0
    for _ in range(trials):
        days = np.sort(rng.choice(np.arange(-SPAN, -5), points, replace=False)).astype(float)
        begin, slope = rng.uniform(55, 70), rng.uniform(0.0, 0.04)
        line = begin + slope * (np.append(days, 0.0) + SPAN)
        values = np.floor(line / 2) * 2 if steps else line + rng.normal(0, error, points + 1)
        low, _, high = forecast(days.tolist(), values[:-1].tolist(), 0.0, FULL)
        inside += low <= values[-1] <= high
        width += high - low
    return inside / trials, width / trials, trials


def sections(size):
    rows, promises, lowest, most = [], [], 1.0, 0
    for points in SIZES:
        held, width, trials = tried(points, size)
        rows.append(("lurus, galat 1 poin", str(points), format_percent(held, 1), format_number(width, 1)))
        # Four standard errors of the trials' own.
        reach = 4 * np.sqrt(COVERAGE * (1 - COVERAGE) / trials)
        promises.append(
            Promise(
                f"Laju, {points} titik: nilai di dalam rentang 80%", held, COVERAGE - reach, COVERAGE + reach, trials
            )
        )
        lowest, most = min(lowest, held), max(most, trials)
    for points in SIZES[1:]:
        held, width, _ = tried(points, size, steps=True)
        rows.append(("naik bertangga 2 poin", str(points), format_percent(held, 1), format_number(width, 1)))
    table = pd.DataFrame(rows, columns=["Nilai", "Titik", "Di dalam rentang", "Lebar rentang (poin)"])
    text = (
        "Titik-titik pada hari acak dalam 300 hari sebelum batas; nilai pada batasnya satu undian lagi. Yang "
        "dijanjikan hanya baris yang lurus dengan galat saling lepas; yang bertangga menunjukkan apa jadinya bila "
        "tidak."
    )
    told = {"laju_percobaan": format_number(most * len(SIZES), 0), "laju_termuat_terendah": format_percent(lowest, 1)}
    return [Section("Laju menuju batas pengusulan", text, table, promises, told)]
