"""How an assessment's total and its components moved since the same judge's points in time before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.bahasa import format_change, format_date
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.derivation import TOTAL
from zi_metrics.lke.points_before import points_before
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# So many points in time are in a line; earlier ones nobody compares with.
_POINTS = 8


@dataclass(frozen=True)
class Movement:
    """One figure over the points in time.

    nilai: points at each that is answered whole, earliest first, the assessment's own last; perubahan: points since the
    one before, None = there is none, or it has open questions; sejak: the day of the one before, None = there is none
    """

    nilai: tuple[float, ...]
    perubahan: float | None
    sejak: date | None

    @property
    def words(self) -> str:
        """'+1,20 sejak 15 Februari 2026'; '' where nothing is compared."""
        if self.perubahan is None or self.sejak is None:
            return ""
        return f"{format_change(self.perubahan)} sejak {format_date(self.sejak)}"


def movement(
    store: Store,
    assessment: Assessment,
    points: pd.DataFrame | None = None,
    scores_of: Callable[[Store, Sequence[str], Sequence[str]], pd.DataFrame] = tables.node_scores,
) -> dict[str, Movement]:
    """The total (`derivation.TOTAL`) and each component (its code) over the same judge's points in time up to this one,
    by the same instrument; nothing where the assessment has open questions.

    points: `tables.points_in_time` of its unit, where they are known; scores_of: `tables.node_scores`, or the same with
    its answers kept: it is asked for earlier ones first, for the assessment itself last
    """
    points = tables.points_in_time(store, [assessment.unit_id]) if points is None else points
    day = pd.Timestamp(assessment.per_tanggal)
    own = pd.DataFrame([vars(assessment) | {"per_tanggal": day}])
    earlier = points_before(points, own).tail(_POINTS - 1)
    codes = [component.kode for component in assessment.instrument.komponen]
    ids = [*earlier["penilaian_id"], assessment.penilaian_id]
    scores = scores_of(store, ids, codes)
    # What is open counts 0: such points would show a fall that is none of the unit's doing.
    left = (scores["pertanyaan"] - scores["terjawab"]).groupby(scores["penilaian_id"]).sum()
    known = [one for one in ids if left.get(one, 1) == 0]
    if not known or known[-1] != assessment.penilaian_id:
        return {}
    by_node = scores.pivot(index="penilaian_id", columns="kode", values="nilai").loc[known]
    lines = {TOTAL: by_node[codes].sum(axis=1), **{kode: by_node[kode] for kode in codes}}
    before = ids[-2] if len(ids) > 1 else None
    sejak = None if before is None else earlier.iloc[-1]["per_tanggal"].date()
    # The one before is compared with only where it is answered whole, too: then it is the last but one of the line.
    comparable = before is not None and before in known
    return {
        kode: Movement(
            tuple(float(value) for value in line), float(line.iloc[-1] - line.iloc[-2]) if comparable else None, sejak
        )
        for kode, line in lines.items()
    }
