"""The calibration in small: what the program promises of its figures holds on data whose truth is known."""

import importlib

from places import ROOT

from zi_metrics.explanations.library import calibrated, explained, explanation


def calibration(monkeypatch, name, size):
    """The sections of a part of benchmarks/calibration, run with a share of its trials."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module(f"calibration.{name}").sections(size)


def test_intervals_confidence_and_respondents_still_needed_keep_their_word(monkeypatch):
    found = calibration(monkeypatch, "intervals", 0.04)
    broken = [
        f"{section.judul}: {promise.apa}: {promise.angka} ({promise.rendah}-{promise.tinggi}, {promise.percobaan})"
        for section in found
        for promise in section.janji
        if not promise.holds
    ]
    held = sum(len(section.janji) for section in found)
    # Each range allows for two standard errors of its own trials: of so many a few may miss by chance alone.
    assert held > 60 and len(broken) <= 0.06 * held, broken
    quoted = {name for section in found for name in section.angka}
    assert quoted <= set(calibrated()), "run benchmarks/calibrate.py --only intervals --write"


def test_every_explanation_is_filled_with_what_was_measured():
    for kode in explained():
        words = " ".join(explanation(kode).parts().values())
        assert "{" not in words and "}" not in words
