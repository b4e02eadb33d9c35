"""Where the total comes from: what each part of the form gives and could still give, and the areas between bounds."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures.plan import reached_bars
from zi_metrics.figures.style import PICTURE
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.plan.sensitivity import area_distances, node_sensitivity
from zi_ui import filters
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.bars import Tick, bar
from zi_ui.drawn.markup import tag
from zi_ui.plan.ways import to_answer
from zi_ui.read_table import show_read
from zi_ui.tables import show_table

_LEVELS = {
    "bagian": "Bagian LKE",
    "sub": "Sub-indikator",
    "pertanyaan": "Pertanyaan",
    "area": "Area",
    "semua": "Semua sampai pertanyaan",
}
# Those with the most points still to be had.
_SHOWN = 15
_REACHED = "Biru: tercapai; diarsir: masih dapat diraih. Semua pada satu skala poin."


def show_origin(report: UnitReport, values: dict, predikat: str, short: str) -> None:
    """Where points come from and where they still lie: by parts, sub-indicators, questions, areas, or all of it."""
    instrument = report.instrument
    level = filters.choose_detail("Menurut", "menurut", _LEVELS)
    if level == "area":
        _show_areas(instrument, values, predikat, short)
        return
    nodes = node_sensitivity(instrument, values)
    if level == "semua":
        _show_everything(nodes)
    elif level == "pertanyaan":
        _show_questions(report, nodes)
    elif level == "bagian":
        _show_nodes(nodes[nodes["kode"].isin(filters.parts_of(instrument))], "Poin tiap bagian LKE")
    else:
        leaves = {node.kode for node in instrument.nodes() if node.pertanyaan}
        shown = nodes[nodes["kode"].isin(leaves)].sort_values("sisa", ascending=False, kind="stable").head(_SHOWN)
        _show_nodes(shown, f"{_SHOWN} sub-indikator dengan poin terbanyak yang masih dapat diraih")


def _show_nodes(nodes: pd.DataFrame, title: str) -> None:
    """Nodes as bars on one scale of points: what is reached, up to the tick what could be."""
    most = float(nodes["bobot"].max())
    shown = pd.DataFrame(
        {
            "Bagian": nodes["kode"] + " " + nodes["nama"],
            "Nilai": nodes["nilai"],
            "Bobot": nodes["bobot"],
            "Masih ada": nodes["sisa"],
        }
    )
    drawn = zip(nodes["nilai"], nodes["bobot"], strict=True)
    cells = {"Garis tegak: bobot penuh": [_reached(nilai, bobot, most) for nilai, bobot in drawn]}
    formats = dict.fromkeys(["Nilai", "Bobot", "Masih ada"], format_number)
    drawn = Drawn(title, lambda: reached_bars(nodes, wide=PICTURE), _REACHED)
    show_read(shown, "asal", title, formats, {}, cells, chart=drawn)


def _reached(nilai: float, bobot: float, most: float) -> Markup:
    return tag("span", bar(nilai, most, "nilai", [Tick("bobot penuh", bobot)]), class_="zi-beside")


def _show_questions(report: UnitReport, nodes: pd.DataFrame) -> None:
    """The questions whose next better option brings the most."""
    best = nodes.dropna(subset=["poin_langkah"]).sort_values("poin_langkah", ascending=False, kind="stable")
    best = best.head(_SHOWN)
    shown = pd.DataFrame(
        {
            "Pertanyaan": best["nama"],
            "Kode": best["kode"],
            "Poin satu tingkat": best["poin_langkah"],
            "Masih ada": best["sisa"],
            "Bobot": best["bobot"],
        }
    )
    formats = dict.fromkeys(["Poin satu tingkat", "Masih ada", "Bobot"], format_number)
    cells = {"Kode": [to_answer(report, kode) for kode in best["kode"]]}
    title = f"{_SHOWN} pertanyaan yang satu tingkatnya bernilai paling besar"
    show_read(shown, "langkah_terbesar", title, formats, {}, cells)


def _show_everything(nodes: pd.DataFrame) -> None:
    show_table(
        pd.DataFrame(
            {
                "Kode": nodes["kode"],
                "Bagian atau pertanyaan": nodes["nama"],
                "Bobot": nodes["bobot"],
                "Nilai": nodes["nilai"],
                "Bagian dari total": nodes["kontribusi"],
                "Masih ada": nodes["sisa"],
            }
        ),
        "semua_asal",
        "Sumbangan setiap bagian dan pertanyaan",
        dict.fromkeys(["Bobot", "Nilai", "Masih ada"], format_number)
        | {"Bagian dari total": lambda share: format_percent(share, 1)},
    )


def _show_areas(instrument: Instrument, values: dict, predikat: str, short: str) -> None:
    """Every area between its minimum for a predicate and its maximum."""
    areas = area_distances(instrument, values)
    if areas.empty:
        st.caption("Instrumen ini tidak membagi area.")
        return
    if areas[f"minimum_{predikat}"].isna().all():
        st.caption(f"Instrumen ini tidak menetapkan minimum tiap area untuk {short}.")
    missing, above = areas[f"ke_minimum_{predikat}"], areas[f"di_atas_{predikat}"]
    shown = pd.DataFrame(
        {
            "Area": areas["nama"],
            "Nilai": areas["nilai"],
            f"Minimum {short}": areas[f"minimum_{predikat}"],
            "Kurang ke minimum": missing.where(missing > 0),
            "Di atas minimum": above.where(above > 0),
            "Ke maksimum": areas["ke_maksimum"],
            "Bobot": areas["bobot"],
        }
    )
    formats = dict.fromkeys(shown.columns[1:], format_number)
    minima = areas[f"minimum_{predikat}"]
    texts = {
        "Nilai": [format_beside(*pair) for pair in zip(areas["nilai"], minima, strict=True)],
        f"Minimum {short}": [MISSING if pd.isna(minimum) else format_minimum(minimum) for minimum in minima],
        "Kurang ke minimum": [format_shortfall(points) for points in shown["Kurang ke minimum"]],
    }
    show_read(shown, "jarak_area", "Jarak tiap area ke minimum dan maksimumnya", formats, texts)
