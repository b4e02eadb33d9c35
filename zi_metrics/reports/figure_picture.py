"""A figure of the screens as a picture to be put into another document: with title, what it is about, source and date.

Made by typst, offline; letters are drawn as shapes, so a picture looks the same everywhere and holds no markup.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import plotly.graph_objects as go

from zi_metrics.bahasa import format_date
from zi_metrics.reports.figure_marks import WIDE, marks_of
from zi_metrics.reports.typesetting import pictured

Format = Literal["png", "svg"]


@dataclass(frozen=True)
class FigurePicture:
    """A picture.

    judul: what is shown; tentang: of whom, when, judged by whom, narrowed to what (name -> text)
    bagan: the figure, in the light theme; keterangan: what its signs, colours and lines mean, '' = it says so itself
    sumber: where the figures come from and as of when (name -> text); tanggal: the day on which the picture was made
    """

    judul: str
    bagan: go.Figure
    tanggal: date
    tentang: tuple[tuple[str, str], ...] = ()
    keterangan: str = ""
    sumber: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def figure_picture(picture: FigurePicture, format: Format = "png") -> bytes:
    """The picture as PNG (18 cm wide, 200 dots an inch) or SVG. Raises ValueError for a figure of an unknown kind."""
    marks = marks_of(picture.bagan)
    data = {
        "judul": picture.judul,
        "tentang": [[name, text] for name, text in picture.tentang],
        "keterangan": picture.keterangan,
        "sumber": [[name, text] for name, text in picture.sumber],
        "dibuat": f"Dibuat {format_date(picture.tanggal)}",
        "lebar": WIDE,
        "tinggi": marks.tinggi,
        "bidang": list(marks.bidang),
        "tanda": marks.tanda,
        "legenda": marks.legenda,
    }
    return pictured("figure", data, format)
