"""What is stored already where a survey is about to be saved, and what saving it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.surveys.disclosure import is_few
from zi_metrics.surveys.importing import PreparedSurvey, SurveyLabel, SurveyLine, figure_of, line_of


@dataclass(frozen=True)
class HeldBefore:
    """The version that counts now under a survey's label.

    versi: its number; sentence: what saving the survey would change (Indonesian); is_same: it is this very file
    """

    versi: int
    sentence: str
    is_same: bool


def held_before(
    store: Store, labelled: Sequence[tuple[PreparedSurvey, SurveyLabel]]
) -> dict[SurveyLine, HeldBefore | None]:
    """What is stored under the labels that surveys are about to get, by line of versions; None where nothing is.

    Figures are told only where those of both may be shown, and together tell of no single person (`PreparedSurvey.near`
    is what `importing.with_near_findings` found).
    """
    lines = {line_of(item, label): item for item, label in labelled}
    # A label may say an earlier name of the unit.
    known = {
        replace(line_of(item, label), unit_id=unit_id_of(store, label.unit)): line_of(item, label)
        for item, label in labelled
    }
    units, years = {line.unit_id for line in known}, {line.tahun for line in lines}
    # A file may hold hundreds of results: asked for together.
    unit_id = next(iter(units)) if len(units) == 1 else None
    tables = [stored.surveys(store, unit_id, year) for year in years]
    rows = {
        known[line]: row
        for table in tables
        for row in table.to_dict("records")
        if (line := SurveyLine(row["unit_id"], row["tahun"], row["jenis"], row["periode"])) in known
    }
    nrr = stored.survey_nrr(store, [row["survei_id"] for row in rows.values()])
    own = dict(tuple(nrr.groupby("survei_id")))
    return {
        line: _compared(item, rows[line], own.get(rows[line]["survei_id"], nrr.head(0))) if line in rows else None
        for line, item in lines.items()
    }


def _compared(item: PreparedSurvey, row: dict, nrr: pd.DataFrame) -> HeldBefore:
    versi = int(row["versi"])
    if row["sha256"] == item.sha256:
        return HeldBefore(versi, "berkasnya sama, tidak ada yang berubah.", is_same=True)
    before = figure_of(item.instrument, nrr, row["indeks"])
    parts = [_respondents(row["responden"], item.reading.responden)]
    together = item.shown and not item.near and not is_few(row["responden"])
    if together and before is not None and item.figure is not None:
        change = format_change(item.figure.nilai - before.nilai)
        figures = f"{format_number(before.nilai)} menjadi {format_number(item.figure.nilai)} ({change})"
        parts.insert(0, f"{item.instrument.indeks} {figures}")
    return HeldBefore(versi, "; ".join(parts) + ".", is_same=False)


def _respondents(before: float | None, now: int | None) -> str:
    known = [
        "tidak diketahui" if count is None or count != count else format_number(count, 0) for count in (before, now)
    ]
    return f"responden {known[0]} menjadi {known[1]}" if known[0] != known[1] else f"responden tetap {known[0]}"
