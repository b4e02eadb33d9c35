"""The tab Survei: a unit's surveys of the year, with index, respondents and the way to the whole."""

from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import headline, published_index, published_interval
from zi_ui import cached, given
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.tables import Column, table


def show_surveys(store: Store, report: UnitReport) -> None:
    """A row for each kind; and those of other years as links."""
    source = report.assessment
    every = cached.surveys(store)
    mine = every[every["unit_id"] == source.unit_id]
    own = mine[mine["tahun"] == source.tahun]
    if own.empty:
        said = [tag("p", f"{source.unit} belum punya survei {source.tahun}.")]
        if given.opens("unggah"):
            said.append(tag("p", link("Unggah hasil survei", address("unggah"))))
    else:
        kinds = [kode for kode in load_survey_instruments() if kode in set(own["jenis"])]
        columns = [
            Column("Survei"),
            Column("Indeks", number=True),
            Column("Selang 95%", number=True),
            Column("Responden", number=True),
            Column("Poin LKE", number=True),
            Column("Kesimpulan"),
        ]
        rows = [_row(store, report, kode) for kode in kinds]
        said = [table(columns, rows, f"Survei {source.unit} {source.tahun}")]
    years = sorted({int(year) for year in mine["tahun"]} - {source.tahun}, reverse=True)
    if years:
        ways = [link(str(year), address("survei", unit=source.unit, tahun=year)) for year in years]
        said.append(tag("p", "Survei tahun lain: ", join(ways, ", "), class_="zi-soft"))
    show(join(said))


def _row(store: Store, report: UnitReport, kode: str) -> list[Markup | str]:
    source = report.assessment
    instrument = load_survey_instruments()[kode]
    name = link(instrument.singkatan, address("survei", unit=source.unit, tahun=source.tahun, jenis=kode))
    lke = lke_of(cached.assessments(store), source.unit, source.tahun)
    found = cached.survey_report(store, source.unit, source.tahun, kode, None, lke)
    if found is None:
        hidden = cached.survey_withheld(store, source.unit, source.tahun, kode)
        people = hidden.responden if hidden else None
        why = hidden.kalimat if hidden else MISSING
        return [name, MISSING, MISSING, MISSING if people is None else format_number(people, 0), MISSING, why]
    people = MISSING if found.responden is None else format_number(found.responden, 0)
    return [name, published_index(found), published_interval(found) or MISSING, people, _points(found), headline(found)]


def _points(found: SurveyReport) -> str:
    if found.points is None:
        return MISSING
    return format_beside(found.points, found.gates["minimum"].tolist())
