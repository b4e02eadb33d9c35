"""The tab Survei: a unit's surveys of the year, with index, respondents and the way to the whole."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_number, read_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import headline, published_index, published_interval
from zi_ui import cached, cached_surveys, downloads, given
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import Texts

_COLUMNS = [
    Column("Survei"),
    Column("Indeks", number=True),
    Column("Selang 95%", number=True),
    Column("Responden", number=True),
    Column("Poin LKE", number=True),
    Column("Kesimpulan"),
]
# Those that are numbers in a file, as they are read here.
_NUMBERS = ("Indeks", "Responden", "Poin LKE")


def show_surveys(store: Store, report: UnitReport) -> None:
    """A row for each kind; and those of other years as links."""
    source = report.assessment
    every = cached_surveys.surveys(store)
    mine = every[every["unit_id"] == source.unit_id]
    own, kinds = mine[mine["tahun"] == source.tahun], list[str]()
    if own.empty:
        said = [tag("p", f"{source.unit} belum punya survei {source.tahun}.")]
        if given.opens("unggah"):
            said.append(tag("p", link("Unggah hasil survei", address("unggah"))))
    else:
        kinds = [kode for kode in load_survey_instruments() if kode in set(own["jenis"])]
        rows = [_row(store, report, kode) for kode in kinds]
        said = [table(_COLUMNS, rows, f"Survei {source.unit} {source.tahun}")]
    years = sorted({int(year) for year in mine["tahun"]} - {source.tahun}, reverse=True)
    if years:
        ways = [link(str(year), address("survei", unit=source.unit, tahun=year)) for year in years]
        said.append(tag("p", "Survei tahun lain: ", join(ways, ", "), class_="zi-soft"))
    show(join(said))
    if not own.empty:
        _offer(store, report, kinds)


def _offer(store: Store, report: UnitReport, kinds: Sequence[str]) -> None:
    """The same as a workbook."""
    source = report.assessment

    def made() -> tuple[pd.DataFrame, Texts]:
        rows = [[load_survey_instruments()[kode].singkatan, *_row(store, report, kode)[1:]] for kode in kinds]
        told = pd.DataFrame(rows, columns=[column.head for column in _COLUMNS])
        texts = {head: told[head].tolist() for head in _NUMBERS}
        numbers = {head: [read_number(text) for text in words] for head, words in texts.items()}
        return told.assign(**{head: pd.Series(own, dtype=float) for head, own in numbers.items()}), texts

    downloads.offer_made_table(made, f"Survei {source.unit} {source.tahun}", "survei_unit_ini")


def _row(store: Store, report: UnitReport, kode: str) -> list[Markup | str]:
    source = report.assessment
    instrument = load_survey_instruments()[kode]
    name = link(instrument.singkatan, address("survei", unit=source.unit, tahun=source.tahun, jenis=kode))
    lke = lke_of(cached.assessment_rows(store, [source.unit_id]), source.unit, source.tahun)
    found = cached_surveys.survey_report(store, source.unit, source.tahun, kode, None, lke)
    if found is None:
        hidden = cached_surveys.survey_withheld(store, source.unit, source.tahun, kode)
        people = hidden.responden if hidden else None
        why = hidden.kalimat if hidden else MISSING
        return [name, MISSING, MISSING, MISSING if people is None else format_number(people, 0), MISSING, why]
    people = MISSING if found.responden is None else format_number(found.responden, 0)
    return [name, published_index(found), published_interval(found) or MISSING, people, _points(found), headline(found)]


def _points(found: SurveyReport) -> str:
    if found.points is None:
        return MISSING
    return format_beside(found.points, found.gates["minimum"].tolist())
