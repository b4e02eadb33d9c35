"""The chapter on surveys: a unit's indices of the year, with respondents, interval and what they mean for the LKE."""

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside
from zi_metrics.reports.paper import Column, Paragraph, Part, Table
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.surveys.chosen import withheld
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.report import SurveyReport, survey_kinds, survey_report
from zi_metrics.surveys.sentences import headline, published_index, published_interval


def survey_chapter(store: Store, report: UnitReport) -> Part:
    """A row for each kind of survey of the assessment's year."""
    source = report.assessment
    kinds = survey_kinds(store, source.unit, source.tahun)
    if not kinds:
        return Part("Survei", (Paragraph(f"Belum ada survei {source.tahun} yang diunggah."),))
    columns = (Column("Survei", 1.3), Column("Indeks", 1.2, "kanan"), Column("Selang 95%", 1.9, "kanan"),
               Column("Responden", 1.7, "kanan"), Column("Poin LKE", 1.1, "kanan"),
               Column("Kesimpulan", 5.2))  # fmt: skip
    lke = lke_of(tables.assessments(store), source.unit, source.tahun)
    rows = tuple(_row(store, report, kind, lke) for kind in kinds)
    dated = f"Sumber: hasil survei {source.tahun} yang tersimpan, menurut instrumen surveinya masing-masing."
    return Part("Survei", (Table(columns, rows, "", dated),))


def _row(store: Store, report: UnitReport, kind: str, lke: str) -> tuple[str, ...]:
    source, name = report.assessment, load_survey_instruments()[kind].singkatan
    found = survey_report(store, source.unit, source.tahun, kind, lke=lke)
    if found is None:
        hidden = withheld(store, source.unit, source.tahun, kind)
        people = hidden.responden if hidden else None
        return (name, MISSING, MISSING, format_number(people, 0), MISSING, hidden.kalimat if hidden else MISSING)
    return (
        name,
        published_index(found),
        published_interval(found) or MISSING,
        format_number(found.responden, 0),
        _points(found),
        headline(found),
    )


def _points(found: SurveyReport) -> str:
    return MISSING if found.points is None else format_beside(found.points, found.gates["minimum"].tolist())
