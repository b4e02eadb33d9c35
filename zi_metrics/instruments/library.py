"""The regulations as data: which instruments there are, and how one is read, validated and found again by version.

An instrument is one YAML file in `zi_metrics/instruments/`. Everything that a regulation fixes (weights, questions,
answer scales, ratio rules, gates, prerequisites) is in that file; no other module knows a weight or a minimum.
`<kode>.yaml` is the version in use; an earlier one that assessments were judged by stays as `<kode>.v<versi>.yaml`.
An instrument is pickled as its code and version, and comes back as itself.
"""

import copyreg
import re
from functools import cache
from pathlib import Path

from zi_metrics.instruments.checks import contradictions
from zi_metrics.instruments.model import (
    CountPlace,
    Gate,
    IndexScale,
    Instrument,
    Node,
    OptionScale,
    PercentScale,
    Prerequisite,
    Question,
    RatioRule,
    RatioScale,
    RawCount,
)

__all__ = [
    "DEFAULT_INSTRUMENT",
    "INSTRUMENTS",
    "CountPlace",
    "Gate",
    "IndexScale",
    "Instrument",
    "InstrumentError",
    "Node",
    "OptionScale",
    "PercentScale",
    "Prerequisite",
    "Question",
    "RatioRule",
    "RatioScale",
    "RawCount",
    "instruments_in_use",
    "load_instrument",
    "read_instrument",
]

from zi_metrics.yaml_data import Unusable, read_model

INSTRUMENTS = Path(__file__).parent
# What is offered where there is no assessment to go by: an empty form, a filter on an empty database, the samples.
DEFAULT_INSTRUMENT = "permenpanrb-90-2021"
_OLD_VERSION = re.compile(r".+\.v\d+")


class InstrumentError(ValueError):
    """An instrument file is not usable; `problems` names each place and what is wrong there (Indonesian)."""

    def __init__(self, source: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"Berkas instrumen {source} tidak dapat dipakai:\n" + "\n".join(f"- {p}" for p in problems))


def read_instrument(path: Path) -> Instrument:
    """Read and validate one instrument file.

    Raises InstrumentError naming every place that is wrong (all at once), FileNotFoundError when there is no file.
    """
    try:
        instrument = read_model(path, Instrument)
    except Unusable as error:
        raise InstrumentError(path.name, error.problems) from error
    problems = list(contradictions(instrument))
    if problems:
        raise InstrumentError(path.name, problems)
    return instrument


def load_instrument(kode: str = DEFAULT_INSTRUMENT, versi: int | None = None) -> Instrument:
    """An instrument by its code and version (None = the one in use), read once per process.

    Raises InstrumentError when its file is missing or not usable.
    """
    current = _load(INSTRUMENTS / f"{kode}.yaml")
    if versi is None or versi == current.versi:
        return current
    return _load(INSTRUMENTS / f"{kode}.v{versi}.yaml")


def instruments_in_use() -> tuple[Instrument, ...]:
    """Every instrument that files may be judged by, in its current version, the latest regulation first."""
    found = [_load(path) for path in sorted(INSTRUMENTS.glob("*.yaml")) if not _OLD_VERSION.fullmatch(path.stem)]
    return tuple(sorted(found, key=lambda instrument: instrument.tahun[0], reverse=True))


@cache
def _load(path: Path) -> Instrument:
    try:
        instrument = read_instrument(path)
    except FileNotFoundError as error:
        there = ", ".join(sorted(other.name for other in path.parent.glob("*.yaml"))) or "tidak ada"
        raise InstrumentError(path.name, [f"berkasnya tidak ada; yang ada: {there}"]) from error
    # A file is found by its name, so the name must say what is in it.
    if path.stem not in (instrument.kode, f"{instrument.kode}.v{instrument.versi}"):
        said = f"kode '{instrument.kode}' versi {instrument.versi}"
        raise InstrumentError(path.name, [f"isinya {said}, tidak sama dengan nama berkasnya"])
    return instrument


def _reduced(instrument: Instrument) -> str | tuple:
    """How an instrument is pickled: as what it is loaded by; whole, where no file holds this very instrument."""
    try:
        held = load_instrument(instrument.kode, instrument.versi)
    except InstrumentError:
        held = None
    return (load_instrument, (instrument.kode, instrument.versi)) if held is instrument else instrument.__reduce_ex__(2)


# Also for what carries an instrument: a copy of it would be another instrument, which nothing computed is kept for.
copyreg.pickle(Instrument, _reduced)
