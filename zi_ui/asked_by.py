"""What a question is told apart by: all that it is asked with, in a short mark. Equal marks have equal answers.

An instrument counts as itself, what holds many figures as what tells it from others of its kind.
"""

import hashlib
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

import numpy as np
import pandas as pd
from pydantic import BaseModel

from zi_metrics.instruments.library import Instrument
from zi_metrics.plan.chance import SurveyErrors
from zi_metrics.plan.corrections import Corrections
from zi_metrics.plan.foresight import Foresight
from zi_metrics.plan.learned_effort import Transitions
from zi_metrics.plan.plan import Plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RegisterTable
from zi_metrics.surveys.report import SurveyReport

# What Python writes out exactly, each otherwise than all others.
_EXACT = frozenset({str, int, float, bool, bytes, type(None), date, datetime})


def mark(args: Sequence, kwargs: Mapping[str, object], of_store: Callable[[Store], object]) -> str:
    """The mark of a question asked with these arguments.

    of_store: what of a store its answer rests on. Raises TypeError for an argument that nothing here tells apart.
    """
    told = (
        [_told(one, of_store) for one in args],
        [(name, _told(one, of_store)) for name, one in sorted(kwargs.items())],
    )
    return hashlib.blake2b(repr(told).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _told(part: object, of_store: Callable[[Store], object]) -> object:
    """What tells a part of a question apart, of nothing but what is written out exactly."""
    kind = type(part)
    if kind in _EXACT:
        return part
    if isinstance(part, Store):
        return "Store", of_store(part)
    if (known := _TOLD_BY.get(kind)) is not None:
        return kind.__name__, _told(known(part), of_store)
    if isinstance(part, Enum):
        return kind.__qualname__, part.name
    if isinstance(part, np.generic):
        return part.item()
    return kind.__qualname__, _members(part, of_store)


def _members(part: object, of_store: Callable[[Store], object]) -> object:
    if isinstance(part, Mapping):
        return [(_told(name, of_store), _told(one, of_store)) for name, one in part.items()]
    if isinstance(part, list | tuple):
        return part if _EXACT.issuperset(map(type, part)) else [_told(one, of_store) for one in part]
    if isinstance(part, set | frozenset):
        return sorted((_told(one, of_store) for one in part), key=repr)
    if isinstance(part, np.ndarray) and not part.dtype.hasobject:
        return part.dtype.str, part.shape, part.tobytes()
    if isinstance(part, pd.DataFrame):
        rows = pd.util.hash_pandas_object(part).to_numpy().tobytes()
        return rows, [str(kind) for kind in part.dtypes], _told(list(part.columns), of_store)
    if isinstance(part, BaseModel):
        return part.model_dump_json()
    if is_dataclass(part):
        return [_told(getattr(part, field.name), of_store) for field in fields(part)]
    raise TypeError(f"nothing tells one {type(part).__qualname__} from another")


def _of_gates(gates: GateSystem) -> tuple:
    # An area's gates are fewer; which ones there are says which area it is.
    return gates.instrument, gates.predikat, [gate.kode for gate in gates.gates]


def _of_settings(settings: PlanSettings) -> tuple:
    effort = settings.upaya and settings.upaya.model_dump_json()
    counts = {kode: dict(given) for kode, given in settings.hitungan.items()}
    return sorted(settings.kunci), dict(settings.batas), sorted(settings.wajib), counts, effort, settings.ruang


def _of_survey(report: SurveyReport) -> tuple:
    return report.ids, report.layanan, report.desimal, report.lke, report.catatan


_TOLD_BY: dict[type, Callable] = {
    # Code and version, and what no file holds by its whole content.
    Instrument: pickle.dumps,
    GateSystem: _of_gates,
    PlanSettings: _of_settings,
    SurveyReport: _of_survey,
    Corrections: lambda corrections: corrections.digest,
    Transitions: lambda seen: seen.digest,
    Foresight: lambda past: (past.corrections.digest, past.tahun),
    SurveyErrors: lambda errors: (sorted(errors.galat_baku.items()), sorted(errors.korelasi.items())),
    RegisterTable: lambda table: table.tabel,
    # A plan follows from gates, values and settings, which are always asked with it.
    Plan: lambda found: [(step.kode, step.ke) for step in found.langkah],
}
