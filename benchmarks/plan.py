"""What planning costs beside plain scoring, as ratios: one unit, and a thousand in a pool of processes.

Run with `make bench`. Each line gives the median of several repetitions and its ratio to the first line of its block.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "benchmarks")]

from assessments import INSTRUMENT, MATRIX, past_pairs, real_values
from scoring import block, median_ms

from zi_metrics.cli.parser import keep_output_ours
from zi_metrics.plan.chance import chance
from zi_metrics.plan.corrections import corrections_from
from zi_metrics.plan.margin import margin
from zi_metrics.plan.plan import alternatives, plan
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import answer_row, score

GATES = gate_system(INSTRUMENT, "wbk")
UNITS = 1000


def units(count):
    """Random units from far off (half of the points) to nearly there."""
    return [real_values(np.random.default_rng([5, n]), 0.35 + 0.5 * n / count) for n in range(count)]


def plan_of(values):
    return plan(GATES, values).upaya_total


def one_unit():
    values = real_values(np.random.default_rng(1), 0.6)
    row = answer_row(MATRIX, values)
    best = plan(GATES, values)
    past = corrections_from(INSTRUMENT, past_pairs(np.random.default_rng(2), 24))
    block(
        f"One unit that needs {len(best.langkah)} improvements",
        [
            ("scoring it", median_ms(lambda: score(MATRIX, row), 50)),
            ("the least-effort plan, with proof", median_ms(lambda: plan(GATES, values))),
            ("three alternatives", median_ms(lambda: alternatives(GATES, values, best), 3)),
            ("the margin of the planned unit", median_ms(lambda: margin(GATES, best.nilai))),
            ("its chance, 10,000 simulations from 24 pairs", median_ms(lambda: chance(GATES, best.nilai, past))),
        ],
    )


def many_units():
    everyone = units(UNITS)
    matrix = np.stack([answer_row(MATRIX, values) for values in everyone])
    times = []
    for values in everyone[::10]:
        start = time.perf_counter()
        plan_of(values)
        times.append(1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        list(pool.map(plan_of, everyone, chunksize=20))
    pooled = 1000 * (time.perf_counter() - start)
    block(
        f"{UNITS:,} units (the pool has {os.cpu_count()} processes)",
        [
            ("scoring them, one product", median_ms(lambda: score(MATRIX, matrix))),
            ("a plan for each, one after another (from every tenth)", sum(times) * 10),
            ("a plan for each, in the pool", pooled),
        ],
    )
    print(f"  one plan: median {np.median(times):.0f} ms, slowest of {len(times)}: {max(times):.0f} ms")


if __name__ == "__main__":
    keep_output_ours()
    one_unit()
    many_units()
