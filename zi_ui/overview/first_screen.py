"""Ringkasan from the answer to the table: what is known at once is drawn at once, chances when they are computed."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.figures import bars
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, Instrument, instruments_in_use
from zi_metrics.lke.portfolio_view import View
from zi_metrics.outlook.units import Forecast
from zi_metrics.papers.decision_chapter import PLANNED, may_be_decided
from zi_metrics.papers.portfolio_paper import FORETOLD
from zi_metrics.pembangunan.decisions import Decisions
from zi_metrics.store.connection import Store
from zi_ui import address, cached_portfolio, chart_pictures, downloads, given, papers, slides
from zi_ui.chart_pictures import Drawn, bars_drawn
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show
from zi_ui.explained import how_computed
from zi_ui.overview import answer, asked, unit_table, workbook

# So many units' chances are computed without being asked for, and so many of the nearest are planned for.
_FORETOLD, _PLANNED = FORETOLD, PLANNED
_CHANCES, _DRAWN = "peluang", "_ringkasan_drawn"
# So many rows stand there until the chances are known: what fits on a screen, as all of them are then sent again.
_AT_FIRST = 12
# Of so few units the chances are there as soon as the rest is drawn.
_AT_ONCE = 8


class Screen:
    """What is shown of one year, judge and predicate.

    store: as the person has it; wanted: what the address asks for; judge, samples: whose figures, with samples or not
    everyone: how many units; instruments: by which they were judged; mixed, real_too: as of `unit_table.Told`
    """

    def __init__(
        self,
        store: Store,
        choices: tuple[int, str, bool, str, str],
        instruments: Sequence[Instrument],
        everyone: int,
        mixed: bool,
        real_too: bool,
    ) -> None:
        """choices: year, judge, samples, predicate and its short name."""
        tahun, self.judge, self.samples, predikat, short = choices
        self.store, self.instruments, self.everyone = store, instruments, everyone
        self.mixed, self.real_too, self.by_chance = mixed, real_too, everyone <= _FORETOLD
        known = {key for one in instruments for key in one.predikat}
        self.wanted = asked.wanted(tahun, predikat, short, known, self.by_chance)
        self.is_asked = not self.by_chance and address.asked(_CHANCES) == "1"
        if not self.by_chance:
            address.write(_CHANCES, "1" if self.is_asked else None)

    def draw(self) -> None:
        """Draw it; where chances are computed for the first time, the rest stands there meanwhile."""
        sorted_by_chance = self.wanted.urutan == "peluang"
        view = cached_portfolio.view(self.store, self.judge, self.samples, self.wanted, sorted_by_chance)
        decided, told = self._decisions(), self._told()
        head, below = st.empty(), st.empty()
        marks = (str(self.store.path), self.store.scope.key, self.wanted.tahun, self.judge, self.wanted.predikat)
        seen = st.session_state.setdefault(_DRAWN, set())
        foretold = self.by_chance or self.is_asked
        if foretold and view.semua > _AT_ONCE and marks not in seen:
            first = {**told, "rows": told["rows"][:_AT_FIRST]}
            self._draw(head, below, view, decided, first, None, Markup("Peluang tiap unit sedang dihitung…"))
        forecast = self._forecast(view) if foretold else None
        seen.add(marks)
        whole = forecast if self.by_chance else None
        self._draw(head, below, view, decided, told, forecast, whole or self._offer(view))
        self._offer_files(view, forecast if self.by_chance else None, foretold)

    def _draw(self, head, below, view: View, decided: Decisions | None, told: dict, forecast, said) -> None:
        with head.container(gap="small"):
            panel, instrument = EMPTY, self._own_instrument()
            if decided is not None and instrument is not None:
                panel = answer.decision_panel(decided, self.wanted, self.judge, forecast, instrument)
            show(answer.head(view, self.wanted, said, panel))
            show(answer.status_tiles(view, self.wanted))
        more = unit_table.Told(forecast, self.by_chance, decided, **told, mixed=self.mixed, real_too=self.real_too)
        with below.container(gap="small"):
            show(unit_table.unit_table(view, self.wanted, self.judge, more, self.instruments))
            if pages := unit_table.pages(view):
                show(pages)

    def _forecast(self, view: View) -> Forecast:
        own = self.wanted
        ids = None if self.by_chance else tuple(view.baris["penilaian_id"])
        return cached_portfolio.forecast(self.store, own.tahun, self.judge, self.samples, own.predikat, ids)

    def _told(self) -> dict:
        own, steps = self.wanted, self.wanted.tahun >= today().year
        ways = {}
        if steps:
            ways = cached_portfolio.ways(self.store, own.tahun, self.judge, self.samples, own.predikat, _PLANNED)
        by_chance = own.urutan == "peluang"
        rows = cached_portfolio.unit_rows(self.store, self.judge, self.samples, own, by_chance, self.mixed)
        return {"ways": ways, "rows": rows, "steps": steps}

    def _decisions(self) -> Decisions | None:
        """None of a year that is over, of another form, of very many units, and for whom Kesiapan is not open."""
        own, instrument = self.wanted, self._own_instrument()
        if instrument is None or not given.opens("kesiapan"):
            return None
        if not may_be_decided(own.tahun, own.predikat, self.everyone, today()):
            return None
        return cached_portfolio.decisions(
            self.store, own.tahun, self.judge, self.samples, own.predikat, _PLANNED, today()
        )

    def _own_instrument(self) -> Instrument | None:
        # A proposal goes by the regulation in use; other forms have no road of ours.
        return next((one for one in instruments_in_use() if one.kode == DEFAULT_INSTRUMENT), None)

    def _offer(self, view: View) -> Markup:
        """Among very many units: chances of those on the page, on asking; it is said which these are."""
        words = f"Dari {format_number(self.everyone, 0)} unit peluang tidak dihitung sekaligus"
        if self.is_asked:
            shown = format_number(len(view.baris), 0)
            way = link("tanpa peluang", here("ringkasan", peluang=None))
            return join([f"{words}; tampak peluang {shown} unit di halaman ini (", way, ")."])
        way = link(
            f"hitung peluang {format_number(len(view.baris), 0)} unit di halaman ini", here("ringkasan", peluang=1)
        )
        return join([f"{words}: ", way, "."])

    def _drawn(self, view: View) -> Drawn:
        """The bars of the units that the page shows."""
        own = self.wanted
        title = f"Total tiap unit terhadap minimum, {own.tahun}"
        note = f"{bars.total_caption(self.instruments)} Tanda dan warna: {own.singkatan}. {bars.TOTAL_KEY}"
        return bars_drawn(title, lambda: bars.unit_bars(view.baris, own.predikat, self.mixed), note)

    def _offer_files(self, view: View, forecast: Forecast | None, foretold: bool) -> None:
        own = self.wanted

        def made():
            table = cached_portfolio.overview(self.store, own.tahun, self.judge, self.samples)
            return workbook.unit_list(table, own, forecast.chance_of() if forecast else {})

        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            papers.offer_portfolio(self.store, own.tahun, self.judge, self.samples, own.predikat, own.singkatan)
            slides.offer_portfolio(self.store, own.tahun, self.judge, self.samples, own.predikat)
            downloads.offer_made_table(made, workbook.TITLE, "daftar_unit")
            chart_pictures.offer(self._drawn(view), "daftar_unit")
            if foretold:
                how_computed("peluang_predikat", "peluang")
