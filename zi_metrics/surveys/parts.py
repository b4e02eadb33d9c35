"""What a survey's report leaves to be asked: breakdowns, importance, comments, findings; each read when wanted."""

from typing import NamedTuple

import pandas as pd

from zi_metrics.findings import Finding, findings_table
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.survey_answers import COMMENT_COLUMNS, KELOMPOK
from zi_metrics.surveys import importance as importance_performance
from zi_metrics.surveys.comments import search
from zi_metrics.surveys.counted import keyed
from zi_metrics.surveys.counts import UNKNOWN
from zi_metrics.surveys.index import INDEX_BY_COLUMNS, index_by
from zi_metrics.surveys.intervals import Interval
from zi_metrics.surveys.raw_answers import raw_answers
from zi_metrics.surveys.report import UNTOLD, SurveyReport, report_interval, respondents_by, service_alone
from zi_metrics.surveys.trust import sample_findings, served_finding, trust_rules
from zi_metrics.table_rows import rows_of

# Above, reading every service's answers would keep the screen waiting.
MOST_FOR_SERVICES = 100_000
# The columns of `find_comments`.
FOUND_COMMENT_COLUMNS = ("survei_id", *COMMENT_COLUMNS)


class _Part(NamedTuple):
    """A period or a service: its name, its respondents, and how many it served."""

    nama: str
    responden: float
    dilayani: float


def breakdown(store: Store, report: SurveyReport, dimension: str) -> pd.DataFrame:
    """Index by 'layanan', 'periode' or a group (survey_answers.KELOMPOK), small groups suppressed.

    report: on all services, as nobody counted one service's periods and groups.
    As of `index.index_by`, with the column named as the dimension; empty when the files do not tell it.
    """
    people = respondents_by(store, report.ids, dimension)
    if people.empty:
        return pd.DataFrame(columns=[dimension, *INDEX_BY_COLUMNS])
    counts = report.counts
    if dimension in KELOMPOK:
        groups = stored.survey_group_counts(store, report.ids)
        counts = keyed(groups[groups["kelompok"] == dimension].rename(columns={"kategori": dimension}))
    table = index_by(report.instrument, counts, dimension, people, report.desimal)
    return table.replace({dimension: {UNKNOWN: UNTOLD}})


def service_intervals(store: Store, report: SurveyReport) -> dict[str, Interval]:
    """Each service's interval, the same as its own part of the screen shows; of those with enough respondents only.

    Enough: the regulation's minimum for a survey (`trust_rules`). Empty above MOST_FOR_SERVICES respondents, and for a
    report on one service.
    """
    if report.is_aggregate or report.layanan is not None or (report.responden or 0) > MOST_FOR_SERVICES:
        return {}
    people = respondents_by(store, report.ids, "layanan")
    enough = [name for name in report.services if people[name] >= trust_rules().minimum_responden]
    parts = {name: service_alone(store, report, name) for name in enough}
    found = {name: report_interval(store, part) for name, part in parts.items() if part is not None}
    return {name: interval for name, interval in found.items() if interval is not None}


def importance(store: Store, report: SurveyReport) -> pd.DataFrame:
    """As of `importance.importance`; empty for aggregates. Of very many respondents by a part, see `looked_at`."""
    if report.is_aggregate:
        return pd.DataFrame()
    raw = raw_answers(store, report.ids, report.layanan, looked_at(report)).only(report.shown)
    return importance_performance.importance(report.instrument, raw.kode, raw.values)


def looked_at(report: SurveyReport) -> float | None:
    """The share of the respondents by which `importance` is told; None = all."""
    most = importance_performance.MOST_FOR_IMPORTANCE
    return most / report.responden if report.responden and report.responden > most else None


def find_comments(store: Store, report: SurveyReport, words: str = "", most: int | None = None) -> pd.DataFrame:
    """Masked comments with all these words (as of `comments.search`), of the report's service if it has one.

    FOUND_COMMENT_COLUMNS. A service too small to be shown by itself is not named.
    most: at most so many, picked evenly from all.
    """
    found = stored.survey_comments(store, report.ids, report.layanan, words.casefold().split(), most)
    named = set(report.services) if report.layanan is None else {report.layanan}
    return search(found.assign(layanan=found["layanan"].where(found["layanan"].isin(named))), words)


def count_comments(store: Store, report: SurveyReport) -> int:
    """How many comments there are (of the report's service)."""
    return stored.count_comments(store, report.ids, report.layanan)


def _beyond_served(store: Store, report: SurveyReport) -> list[Finding]:
    """Where one of several periods, or a service, has more respondents than it served."""
    people = stored.survey_categories(store, report.ids)
    services = people[people["dimensi"] == "layanan"].rename(columns={"kategori": "layanan"})
    told = services.merge(stored.survey_served(store, report.ids)).rename(columns={"layanan": "nama"})
    told["nama"] = "layanan " + told["nama"]
    if len(report.surveys) > 1:
        periods = report.surveys.dropna(subset=["responden", "populasi"])
        told = pd.concat([told, periods.rename(columns={"periode": "nama", "populasi": "dilayani"})])
    return [
        served_finding(int(part.responden), int(part.dilayani), part.nama)
        for part in rows_of(told, _Part)
        if part.responden > part.dilayani
    ]


def survey_findings(store: Store, report: SurveyReport) -> pd.DataFrame:
    """What is doubtful: found at the import, and by the number of respondents; as of findings.findings_table."""
    found = [stored.survey_findings(store, survei_id) for survei_id in report.ids]
    sample = findings_table([*sample_findings(report.responden, report.populasi), *_beyond_served(store, report)])
    notes = findings_table([Finding("catatan", text) for text in report.catatan])
    parts = [t for t in (sample, *found, notes) if len(t)]
    return pd.concat(parts, ignore_index=True) if parts else sample
