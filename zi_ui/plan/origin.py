"""Where the total comes from: what each part of the form gives and could still give, and the areas between bounds."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures import plan as plan_figures
from zi_metrics.instruments.library import Instrument
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.plan.sensitivity import area_distances, node_sensitivity
from zi_ui import charts, filters
from zi_ui.tables import show_table

_LEVELS = {"bagian": "Bagian LKE", "sub": "Sub-indikator"}
# Sub-indicators with the most points still to be had; all stand in the table.
_SHOWN, _QUESTIONS = 15, 15


def show_origin(instrument: Instrument, values: dict) -> None:
    """Contributions of parts or sub-indicators, and the questions whose next option is worth most."""
    nodes = node_sensitivity(instrument, values)
    st.subheader("Dari mana nilainya, dan di mana poin masih ada")
    level = filters.choose_code("Menurut", "menurut", _LEVELS)
    st.caption("Batang penuh: poin yang tercapai; bergaris: poin yang masih dapat diraih. Satu skala poin untuk semua.")
    if level == "bagian":
        shown = nodes[nodes["kode"].isin(filters.parts_of(instrument))]
    else:
        leaves = {node.kode for node in instrument.nodes() if node.pertanyaan}
        shown = nodes[nodes["kode"].isin(leaves)].sort_values("sisa", ascending=False, kind="stable").head(_SHOWN)
    charts.show(
        plan_figures.reached_bars(shown, charts.is_dark()), key="asal", alt="Poin yang tercapai dan yang masih ada"
    )
    st.markdown("**Pertanyaan yang satu tingkatnya bernilai paling besar**")
    questions = nodes.dropna(subset=["poin_langkah"]).sort_values("poin_langkah", ascending=False, kind="stable")
    show_table(
        pd.DataFrame(
            {
                "Kode": questions["kode"],
                "Poin satu tingkat": questions["poin_langkah"],
                "Masih ada": questions["sisa"],
                "Bobot": questions["bobot"],
                "Pertanyaan": questions["nama"],
            }
        ).head(_QUESTIONS),
        "langkah_terbesar",
        "Pertanyaan yang satu tingkatnya bernilai paling besar",
        dict.fromkeys(["Poin satu tingkat", "Masih ada", "Bobot"], format_number),
    )
    with st.expander("Semua bagian sampai pertanyaan", icon=":material/account_tree:"):
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


def show_areas(instrument: Instrument, values: dict, predikat: str, short: str) -> None:
    """Every area between its minimum for a predicate and its maximum."""
    areas = area_distances(instrument, values)
    if areas.empty:
        return
    st.subheader("Jarak tiap area ke minimum dan maksimum")
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
    show_table(shown, "jarak_area", "Jarak tiap area ke minimum dan maksimumnya", formats, texts)
