"""The units of an area, the weakest first: each with its bar, and what it reaches in every sub-indicator."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_percent
from zi_metrics.figures.bars import pokja_bars
from zi_metrics.figures.style import EMPTY as NO_ANSWER
from zi_metrics.figures.style import PICTURE
from zi_metrics.figures.units import area_trend, share_map
from zi_metrics.lke.area import Area
from zi_metrics.lke.short_names import short_name
from zi_metrics.near_minimum import format_percent_minimum
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing, records
from zi_ui import cached, caching, chart_pictures, downloads
from zi_ui.chart_pictures import Drawn, bars_drawn
from zi_ui.drawn.bars import Tick, bar
from zi_ui.drawn.links import link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.page_links import first_of, page_links
from zi_ui.table_texts import Texts, cell_texts
from zi_ui.ways import to_answers, to_unit

_ON_A_PAGE = 24
_TITLE = "Capaian tiap unit pada tiap sub-indikator area ini"
_PERCENT = "Persen dari bobot; –: tidak ada jawaban."
TREND_NOTE = (
    "Rata-rata unit yang menjawab seluruh area ini, menurut tiap penilai; bila satu penilai dipilih, pita menunjukkan "
    "unit terendah sampai tertinggi."
)
# The stronger a cell's ground, the more is lost: so many steps.
_STEPS = 5


def trend(area: Area) -> Callable[[bool], go.Figure]:
    """Draws the area over the years, in the dark theme or not."""
    return lambda dark: area_trend(area.trend, area.minima, dark)


def show_map(store: Store, area: Area, pokja: int, tahun: int, penilai: str, samples: bool) -> None:
    """A page of the units of an area. pokja, tahun, penilai, samples: as of `lke.area.area`, which gave it."""
    count = len(area.units)
    first = first_of(count, _ON_A_PAGE)
    limits = " dan ".join(f"{name} {format_percent_minimum(share)}" for name, share in area.minima.items())
    key = f"Garis tegak: minimum {limits}. " if limits else ""
    key += "Makin pekat, makin banyak yang hilang; –: tidak ada jawaban. Ketuk satu angka untuk jawabannya."
    ways = page_links("pokja", first, count, _ON_A_PAGE, "Unit")
    show(join([_drawn(store, pokja, tahun, penilai, samples, first), ways, tag("p", key, class_="zi-soft")]))
    _offer(area, slice(first, first + _ON_A_PAGE), limits)


def _offer(area: Area, shown: slice, limits: str) -> None:
    """The table, and the units of the page as two pictures: their bars, and their sub-indicators."""
    units = area.units.iloc[::-1]
    names = dict(zip(area.subindicators["kode"], area.subindicators["nama"], strict=True))
    headings = {str(kode): f"{kode} {short_name(names[kode])}" for kode in area.shares.columns}
    shares = area.shares.loc[units["unit"]]

    def made() -> tuple[pd.DataFrame, Texts]:
        drawn = records(pokja_bars(area, units))
        whole = pd.DataFrame(
            {
                "Unit kerja": units["unit"].to_numpy(),
                "Penilai": units["penilai"].map(PENILAI_SHORT).to_numpy(),
                "Area ini": (units["nilai"] / units["bobot"]).to_numpy(),
                **{heading: shares[kode].to_numpy() for kode, heading in headings.items()},
            }
        )
        # As on the screen, beside the minima; the sign and the predicate's name stand behind it there.
        own = [MISSING if row["status"] == NO_ANSWER else row["figure"].partition(" ")[0] for row in drawn]
        return whole, cell_texts(whole, dict.fromkeys(whole.columns[2:], format_percent), {"Area ini": own})

    part = shares.iloc[shown]
    note = f"Garis tegak: minimum {limits}." if limits else "Ujung kanan: bobot area."
    with st.container(horizontal=True, gap="small"):
        downloads.offer_made_table(made, _TITLE, "peta_unit")
        bars = bars_drawn("Capaian tiap unit pada area ini", lambda: pokja_bars(area, units.iloc[shown]), note)
        chart_pictures.offer(bars, "batang_unit", "Unduh gambar batang")
        drawn = Drawn(_TITLE, lambda: share_map(part, names=headings, wide=PICTURE), _PERCENT)
        chart_pictures.offer(drawn, "peta_unit", "Unduh gambar peta")


def _draw(store: Store, pokja: int, tahun: int, penilai: str, samples: bool, first: int) -> Markup:
    area = cached.area(store, pokja, tahun, penilai, samples)
    if area is None:
        return EMPTY
    # The area has its best unit first.
    units = area.units.iloc[::-1].iloc[first : first + _ON_A_PAGE]
    shares = area.shares.loc[units["unit"]]
    names = dict(zip(area.subindicators["kode"], area.subindicators["nama"], strict=True))
    short = {str(kode): short_name(names[kode]) for kode in area.shares.columns}
    mixed = area.units["penilai"].nunique() > 1
    head = [tag("th", "Unit kerja", scope="col"), tag("th", "Area ini", scope="col")]
    head += [tag("th", name, scope="col", title=f"{kode} {names[kode]}") for kode, name in short.items()]
    rows = [] if first else [_mean(area, short)]
    for drawn, unit, own in zip(
        records(pokja_bars(area, units)), records(units), shares.itertuples(index=False, name=None), strict=True
    ):
        judge = tag("small", f" {PENILAI_SHORT[unit['penilai']]}", class_="zi-soft") if mixed else EMPTY
        name = tag("th", link(unit["unit"], to_unit(unit["unit"], tahun, penilai)), judge, scope="row")
        cells = [
            _cell(share, link(_percent(share), to_answers(unit["unit"], tahun, penilai, kode)), short[kode])
            for kode, share in zip(short, own, strict=True)
        ]
        rows.append(tag("tr", name, _bar(drawn), join(cells)))
    caption = "Capaian tiap unit pada area ini dan pada tiap sub-indikatornya, dalam persen dari bobot"
    body = tag("thead", tag("tr", join(head))), tag("tbody", join(rows))
    table = tag("table", tag("caption", caption), *body, class_="zi-table zi-map")
    return tag("div", table, class_="zi-wide", tabindex=0, role="region", aria_label="Peta unit dan sub-indikator")


# Nothing of it hangs on who looks, but for what their store holds.
_drawn = caching.cached(_draw)


def _bar(row: dict) -> Markup:
    ticks = [Tick(f"minimum {name}", place) for name, place in row["ticks"]]
    drawn = bar(0.0 if is_missing(row["nilai"]) else row["nilai"], row["penuh"], row["status"], ticks)
    figure = tag("span", row["figure"], class_="zi-bar-figure")
    return tag("td", tag("div", drawn, figure), class_="zi-area", data_head="Area ini")


def _mean(area: Area, short: dict[str, str]) -> Markup:
    means = dict(zip(area.subindicators["kode"], area.subindicators["bagian"], strict=True))
    cells = [_cell(means[kode], _percent(means[kode]), name) for kode, name in short.items()]
    return tag("tr", tag("th", "Rata-rata unit", scope="row"), tag("td"), join(cells), class_="zi-mean")


def _cell(share: float, inside: Markup | str, name: str) -> Markup:
    heat = "none" if is_missing(share) else str(round((1 - min(max(share, 0.0), 1.0)) * _STEPS))
    return tag("td", inside, class_=f"zi-cell zi-heat-{heat}", data_head=name)


def _percent(share: float) -> str:
    # The caption says that all of them are percent.
    return MISSING if is_missing(share) else format_percent(share).removesuffix("%")
