"""All units with one kind of survey: their indices with intervals, and the map of units and unsur."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_chance, format_number
from zi_metrics.figures.surveys import index_ranges, unsur_map
from zi_metrics.near_minimum import format_minimum
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.portfolio import ORDERS, SurveyPortfolio
from zi_metrics.surveys.published import on_scale, scale_around
from zi_ui import address, chart_pictures, downloads, short_lists
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.bars import Tick
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.shades import lacking
from zi_ui.drawn.status import sign
from zi_ui.drawn.tables import Column, table
from zi_ui.drawn.zoom import zoom
from zi_ui.markdown import plain
from zi_ui.table_texts import Texts, cell_texts
from zi_ui.ways import to_unit

_ORDER = "urutan_survei"
# What the page states of the unit above, and not of all of them.
_OF_ONE = ("Unit kerja", "Layanan", "Sumber")
_SURE = "Keyakinan mencapai syarat"


def show_units(portfolio: SurveyPortfolio, instrument: SurveyInstrument, tahun: int) -> None:
    """How many units reach the minima; a row for each, its index leading to its survey; and its unsur as a map."""
    show(tag("p", tag("strong", portfolio.sentence(tahun, instrument.indeks)), class_="zi-said"))
    if why := portfolio.no_intervals():
        st.info(plain(why), icon=":material/info:")
    if hidden := portfolio.withheld():
        st.info(plain(hidden), icon=":material/visibility_off:")
    asked = address.asked(_ORDER)
    order = asked if asked in ORDERS else next(iter(ORDERS))
    address.write(_ORDER, order)
    every = portfolio.sorted_by(order)
    shown = short_lists.part_of(len(every.units))
    part = every.part(every.units.iloc[shown].reset_index(drop=True))
    turns = short_lists.others("survei", len(every.units), shown, "unit")
    show(join([_indices(part, every, instrument, tahun, order), turns]))
    _offer(every, part, instrument)
    if not part.grid.empty:
        show(_map(part, every, instrument, tahun))


def _indices(
    part: SurveyPortfolio, every: SurveyPortfolio, instrument: SurveyInstrument, tahun: int, order: str
) -> Markup:
    """A table of some units on the scale of all of them."""
    start, end = _scale(every, instrument)
    ticks = [Tick(f"{name} {format_minimum(at)}", at) for name, at in every.minima.items()]

    def sort(one: str, other: str | None = None) -> str:
        return here("survei", **{_ORDER: other if order == one and other else one, "hal": None})

    index_way = {"tertinggi": "descending", "terendah": "ascending"}.get(order)
    columns = [
        Column("Unit kerja", sort=sort("nama"), way="ascending" if order == "nama" else None),
        Column("Selang 95% pada skala", lean=True),
        Column(instrument.indeks, number=True, sort=sort("tertinggi", "terendah"), way=index_way),
        Column("Selang 95%", number=True),
        Column("Mutu"),
        Column("Responden", number=True, sort=sort("responden"), way="ascending" if order == "responden" else None),
        *([Column(_SURE, number=True)] if every.minima else []),
    ]
    rows = []
    for row in on_scale(instrument, part.units, "bawah", "atas").to_dict("records"):
        standing = part.standing(row["lolos"])
        figure = join([sign(standing), " "]) if standing else EMPTY
        people = format_number(row["responden"], 0)
        rows.append(
            [
                link(row["unit"], to_unit(row["unit"], tahun, "terakhir")),
                zoom(start, end, row["nilai"], (row["bawah"], row["atas"]), ticks),
                link(join([figure, every.shown(row["nilai"])]), _survey_of(row["unit"]), title="Buka surveinya"),
                row["selang"] or MISSING,
                row["mutu"],
                f"{people} ({row['asal']})" if row["asal"] else people,
                *([format_chance(row["keyakinan"])] if every.minima else []),
            ]
        )
    asks = ", ".join(tick.name for tick in ticks)
    caption = "Ketuk indeksnya untuk membuka survei unit itu." + (f" Garis tegak: {asks}." if asks else "")
    return table(columns, rows, caption)


def _survey_of(unit: str) -> str:
    return here("survei", unit=unit, layanan=None, hal=None, tab=None)


def _map(part: SurveyPortfolio, every: SurveyPortfolio, instrument: SurveyInstrument, tahun: int) -> Markup:
    whole = on_scale(instrument, every.grid, *every.grid.columns)
    best, worst = float(whole.max().max()), float(whole.min().min())
    columns = [
        Column("Unit kerja"),
        *(Column(f"{kode} {instrument.find(kode).nama}", number=True) for kode in whole.columns),
    ]
    rows = [
        [
            link(str(unit), to_unit(str(unit), tahun, "terakhir")),
            *(lacking(format_number(value), value, best, worst) for value in row),
        ]
        for unit, row in on_scale(instrument, part.grid, *part.grid.columns).iterrows()
    ]
    caption = (
        "Nilai rata-rata tiap unsur; makin oranye makin rendah. Kolom yang rendah pada semua unit adalah masalah "
        "bersama."
    )
    return tag("div", table(columns, rows, caption), class_="zi-map")


def _scale(every: SurveyPortfolio, instrument: SurveyInstrument) -> tuple[float, float]:
    """The part of the scale on which all of them lie."""
    ends = on_scale(instrument, every.units, "bawah", "atas")
    return scale_around(instrument, [*ends["nilai"], *ends["bawah"], *ends["atas"], *every.minima.values()])


def _offer_pictures(every: SurveyPortfolio, part: SurveyPortfolio, instrument: SurveyInstrument) -> None:
    """The indices and the map of the units that are shown."""

    def indices() -> go.Figure:
        rows = on_scale(instrument, part.units, "bawah", "atas")
        said = [" ".join(filter(None, (every.shown(row["nilai"]), row["selang"]))) for row in rows.to_dict("records")]
        named = rows.rename(columns={"unit": "nama"}).assign(teks=said)
        return index_ranges(named, _scale(every, instrument), dict(every.minima))

    note = "Titik: indeks; garis tebal: selang 95%." + (" Garis putus-putus: minimum." if every.minima else "")
    chart_pictures.offer(
        Drawn(f"{instrument.indeks} tiap unit", indices, note, _OF_ONE), "indeks_unit", "Unduh gambar indeks"
    )
    if part.grid.empty:
        return
    grid = on_scale(instrument, part.grid, *part.grid.columns)
    names = {str(kode): f"{kode} {instrument.find(kode).nama}" for kode in grid.columns}
    drawn = Drawn(
        "Nilai tiap unsur di tiap unit", lambda: unsur_map(grid, names), "Makin oranye makin rendah.", _OF_ONE
    )
    chart_pictures.offer(drawn, "peta_unsur", "Unduh gambar peta")


def _offer(every: SurveyPortfolio, part: SurveyPortfolio, instrument: SurveyInstrument) -> None:
    with st.container(horizontal=True, gap="small"):
        # Made when somebody wants it: the texts of very many units take longer than all that is shown.
        downloads.offer_made_table(lambda: _whole_table(every, instrument), "Survei semua unit", "survei_unit", _OF_ONE)
        _offer_pictures(every, part, instrument)


def _whole_table(every: SurveyPortfolio, instrument: SurveyInstrument) -> tuple[pd.DataFrame, Texts]:
    units = every.units
    whole = pd.DataFrame(
        {
            "Unit kerja": units["unit"],
            "Indeks": units["nilai"],
            "Selang 95%": units["selang"].replace("", MISSING),
            "Mutu": units["mutu"],
            "Responden": units["responden"],
            _SURE: units["keyakinan"],
            "Asal": units["asal"].replace("", "jawaban responden"),
        }
    )
    if not every.minima:
        whole = whole.drop(columns=_SURE)
    grid = on_scale(instrument, every.grid, *every.grid.columns).reindex(units["unit"])
    whole = whole.assign(**{kode: grid[kode].to_numpy() for kode in grid.columns})
    formats = {"Indeks": format_number, "Responden": _whole, _SURE: format_chance}
    formats = {name: how for name, how in formats.items() if name in whole} | dict.fromkeys(grid.columns, format_number)
    texts = {"Indeks": [every.shown(value) for value in units["nilai"]]}
    return whole, cell_texts(whole, formats, texts)


def _whole(value: float) -> str:
    return format_number(value, 0)
