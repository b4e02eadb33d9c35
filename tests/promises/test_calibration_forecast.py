"""The chance after the next judge, and learned efforts, held in small against a truth that is known."""

import importlib

import pandas as pd
from places import ROOT


def part(monkeypatch, name):
    """A part of benchmarks/calibration by its name."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module(f"calibration.{name}")


def test_ranges_of_chances_hold_also_for_judges_never_seen_and_beat_simple_ways(monkeypatch):
    forecast = part(monkeypatch, "forecast")
    chosen = [forecast.SCENARIOS[n] for n in (0, 4, 5)]
    found = pd.concat([forecast.tried(scenario, 0.2) for scenario in chosen])
    assert len(found) == 3 * 3 * forecast.TARGETS
    # Of 54 trials in nine portfolios: what the full calibration holds to 92 % and more.
    assert found["termuat"].mean() >= 0.8

    def error(column):
        return ((found[column] - found["benar"]) ** 2).mean()

    assert error("kata") < error("rata") and error("kata") < error("dulu")
    assert abs(found["kata"].mean() - found["benar"].mean()) < 0.1


def test_learned_efforts_are_nearer_to_the_truth_than_one_for_all(monkeypatch):
    rank, ours, same, held_out, _ = part(monkeypatch, "effort").tried(24, 2, 0.1)
    assert rank > 0.6 and ours < 0.85 * same and held_out > 0.3
