"""A chart of the screen to be taken away: PNG or SVG, with what the page has stated of it, made on asking."""

from collections.abc import Callable, Collection
from functools import partial
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.figures.style import PICTURE
from zi_metrics.figures.units import bullet_bars
from zi_metrics.reports.figure_picture import FigurePicture, Format, figure_picture
from zi_ui import taken
from zi_ui.stated import stated

# What is drawn on bars, for who meets them without the page.
BARS = "Garis tegak: minimum. Ujung kanan: nilai penuh."
_LABEL, _ICON = "Unduh gambar", ":material/image:"
_FORMS: dict[Format, str] = {
    "png": "Gambar PNG, untuk Word dan WhatsApp",
    "svg": "Gambar SVG, tajam pada setiap ukuran",
}
_PAGE = "Layar"
# Of what is stated of a page, where its figures come from; the rest is what they are about.
SOURCES = ("Sumber", "Dinilai oleh", "Kepastian")


class Drawn(NamedTuple):
    """A chart to be taken away.

    judul: its title; draw: draws it in the light theme; keterangan: what its lines, signs and colours mean, '' = it
    says so itself; bukan: what the page states of itself and not of this chart, by label
    """

    judul: str
    draw: Callable[[], go.Figure]
    keterangan: str = ""
    bukan: Collection[str] = ()


def bars_drawn(title: str, rows: Callable[[], pd.DataFrame], note: str = BARS) -> Drawn:
    """Bars against their minima as a picture. rows: gives what `figures.units.bullet_bars` draws, on asking."""
    return Drawn(title, lambda: bullet_bars(rows(), wide=PICTURE), note)


def most_words(count: int, most: int) -> str:
    """What a title adds where a picture holds only the first ones of many; '' where it holds all."""
    return f" ({format_number(most, 0)} teratas dari {format_number(count, 0)})" if count > most else ""


def offer(drawn: Drawn, key: str, label: str = _LABEL) -> None:
    """Offer it, told with what is stated so far. key: of the chart on its page; label: on the menu."""
    about = stated()

    def made(form: Format) -> bytes:
        return figure_picture(_picture(drawn, about), form)

    taken.offer_menu(
        label,
        [taken.Form(said, f".{form}", partial(made, form)) for form, said in _FORMS.items()],
        f"{about.get(_PAGE, 'Bagan')} - {drawn.judul}",
        "bagan",
        key=f"gambar_{key}",
        icon=_ICON,
        type="tertiary",
    )


def _picture(drawn: Drawn, stated_here: dict[str, str]) -> FigurePicture:
    about = {name: text for name, text in stated_here.items() if name not in drawn.bukan}
    sources = [(name, about[name]) for name in SOURCES if name in about]
    if not sources:
        sources = [("Sumber", f"data yang tersimpan, keadaan {format_date(today())}")]
    told = tuple((name, text) for name, text in about.items() if name not in (*SOURCES, _PAGE))
    shown = [(_PAGE, about[_PAGE])] if _PAGE in about else []
    return FigurePicture(drawn.judul, drawn.draw(), today(), told, drawn.keterangan, (*sources, *shown))
