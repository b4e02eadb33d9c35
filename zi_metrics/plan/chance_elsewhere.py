"""Chances simulated in another process: what one page waits for holds up no other's.

What past corrections say is the same for many units: a process is sent it once, and keeps it.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from zi_metrics.instruments.library import load_instrument
from zi_metrics.plan.chance import NO_ERRORS, Chance, SurveyErrors, chances
from zi_metrics.plan.foresight import Foresight
from zi_metrics.plan.workers import elsewhere
from zi_metrics.scoring.gates import GateSystem, gate_system

# Of what was sent a process keeps so many pairs altogether, a thousand being some two MB; the newest in any case.
_MOST = 20_000
# In the other process: (digest, year) -> what it was sent.
_sent: OrderedDict[tuple[str, int], Foresight] = OrderedDict()


def chances_elsewhere(
    systems: Sequence[GateSystem],
    values: Mapping[str, float | None],
    past: Foresight | None = None,
    errors: SurveyErrors = NO_ERRORS,
    unit: str = "",
) -> dict[str, Chance] | None:
    """`plan.chance.chances` from another process, the same to the last digit; None where there is none (yet).

    systems: of an instrument that `load_instrument` knows. Raises as `chances` does.
    """
    own = systems[0].instrument
    asked = own.kode, own.versi, tuple(one.predikat for one in systems), dict(values), errors, unit
    if past is None:
        return elsewhere(_chances, *asked)
    known = past.corrections.digest, past.tahun
    found = elsewhere(_chances, *asked, known)
    # Nothing: this process has not been sent it, or there is no process; asked once more, that is told, too.
    return elsewhere(_chances, *asked, known, past) if found == {} else found


def _chances(
    kode: str,
    versi: int,
    predikat: tuple[str, ...],
    values: dict[str, float | None],
    errors: SurveyErrors,
    unit: str,
    known: tuple[str, int] | None = None,
    sent: Foresight | None = None,
) -> dict[str, Chance]:
    """In the other process. known: what past corrections say, by its mark; {} where it was never sent."""
    past = None
    if known is not None:
        if sent is not None:
            _sent[known] = sent
        if known not in _sent:
            return {}
        past = _sent[known]
        _sent.move_to_end(known)
        while len(_sent) > 1 and sum(len(one.corrections) for one in _sent.values()) > _MOST:
            _sent.popitem(last=False)
    instrument = load_instrument(kode, versi)
    return chances([gate_system(instrument, one) for one in predikat], values, past, errors, unit)
