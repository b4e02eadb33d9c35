"""What is said of many units at once: the figures of Ringkasan, gathered once for screen, slides and papers."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.lke.area import Area, area
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_in
from zi_metrics.lke.data_date import as_of_range, judged_by_words
from zi_metrics.lke.portfolio import failed_gates, overview
from zi_metrics.lke.portfolio_view import View, Wanted, view
from zi_metrics.outlook.units import Forecast, stored_forecast
from zi_metrics.papers.decision_chapter import WaysOf, decisions_about
from zi_metrics.papers.parts import NoPaper
from zi_metrics.papers.past_of import kept_outlook
from zi_metrics.papers.portfolio_paper import FORETOLD
from zi_metrics.papers.unit_paper import OutlookOf
from zi_metrics.pembangunan.decisions import Decisions
from zi_metrics.pembangunan.listed_actions import ListedAction, listed_actions
from zi_metrics.pembangunan.recommendations import with_states
from zi_metrics.pembangunan.register import register
from zi_metrics.store import tables
from zi_metrics.store.agency import agency_emblem, agency_name
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows


@dataclass(frozen=True)
class PortfolioFacts:
    """What is known of the units of a year, towards one predicate.

    instansi: the agency's name and emblem, '' = none; tahun, penilai: the year, and whose figures (`chosen.LATEST` = of
    the judge furthest along the road); predikat, singkatan: its key and short name
    unit: `lke.portfolio.overview`; judged: their assessments; lihat: the same as Ringkasan shows it
    perkiraan: None where chances are not computed; keputusan: None of a year that is over, or of another form
    gagal: `failed_gates`; area: the six areas, those that the instruments have
    tindakan: actions of the year, late ones first; rekomendasi: TPI's with their states
    hari: the day on which all this is said
    """

    instansi: tuple[str, str]
    tahun: int
    penilai: str
    predikat: str
    singkatan: str
    unit: pd.DataFrame
    judged: pd.DataFrame
    lihat: View
    perkiraan: Forecast | None
    keputusan: Decisions | None
    gagal: pd.DataFrame
    area: tuple[Area, ...]
    tindakan: tuple[ListedAction, ...]
    rekomendasi: pd.DataFrame
    hari: date

    @property
    def sumber(self) -> str:
        """Whose figures, and as of when."""
        return f"Penilai: {judged_by_words(self.judged)}; {as_of_range(self.judged)}"


def portfolio_facts(
    store: Store,
    tahun: int,
    hari: date,
    penilai: str = LATEST,
    predikat: str | None = None,
    samples: bool = False,
    with_chances: bool | None = None,
    outlook_of: OutlookOf | None = None,
    ways_of: WaysOf | None = None,
) -> PortfolioFacts:
    """What is known of the units that a store shows.

    predikat: its key, None = the lowest; with_chances: None = where there are no more than FORETOLD units; outlook_of,
    ways_of: an assessment's outlook, the nearest units' ways, where these are kept already (`portfolio_paper`).
    Raises NoPaper where nothing was judged, or none of the instruments knows the predicate.
    """
    everything = in_scope(tables.assessments(store), samples)
    judged = judged_in(everything, tahun, penilai)
    if judged.empty:
        years = ", ".join(str(year) for year in sorted(set(everything["tahun"])))
        there = f"Tahun yang ada: {years}." if years else "Belum ada penilaian yang tersimpan."
        raise NoPaper(f"Tidak ada penilaian {tahun} untuk laporan ini. {there}")
    known = {key: one for instrument in instruments_of(judged) for key, one in instrument.predikat.items()}
    aim = predikat or next(iter(known))
    if aim not in known:
        raise NoPaper(f"Predikat '{aim}' tidak dikenal instrumen tahun {tahun}. Yang ada: {', '.join(known)}.")
    short = known[aim].singkatan
    own, stored = overview(store, tahun, penilai, samples), tables.assessments(store)
    foretold = len(own) <= FORETOLD if with_chances is None else with_chances
    chances = stored_forecast(store, own, aim, outlook_of or kept_outlook(tahun)) if foretold else None
    others = set(stored["unit_id"]) - set(own["unit_id"])
    actions, advice = (_rows(store, name, tahun, others) for name in ("rencana_aksi", "rekomendasi"))
    found = decisions_about(store, own, tahun, aim, samples, hari, ways_of)
    areas = (area(store, number, tahun, penilai, samples) for number in _areas(judged))
    return PortfolioFacts(
        instansi=(agency_name(store), agency_emblem(store)),
        tahun=tahun,
        penilai=penilai,
        predikat=aim,
        singkatan=short,
        unit=own,
        judged=judged,
        lihat=view(own, Wanted(tahun, aim, short)),
        perkiraan=chances,
        keputusan=found,
        gagal=failed_gates(own, aim),
        area=tuple(one for one in areas if one is not None),
        tindakan=tuple(listed_actions(actions, hari)),
        rekomendasi=with_states(advice, hari),
        hari=hari,
    )


def _rows(store: Store, name: str, tahun: int, outside: set[str]) -> pd.DataFrame:
    table = register_rows(store, register(name).table, None, tahun)
    return table[~table["unit_id"].isin(outside)].reset_index(drop=True)


def _areas(judged: pd.DataFrame) -> list[int]:
    return sorted({number for instrument in instruments_of(judged) for number in instrument.pokja()})
