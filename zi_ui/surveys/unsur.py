"""What pulls an index down: a bar per unsur, the weakest first, with how much each must rise."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.near_minimum import format_minimum, format_shortfall
from zi_metrics.store.connection import Store
from zi_metrics.surveys.published import next_target, published_targets
from zi_metrics.surveys.report import SurveyReport
from zi_ui import cached_surveys, downloads
from zi_ui.chart_pictures import Drawn, bars_drawn
from zi_ui.drawn.bars import Tick, bar
from zi_ui.drawn.markup import show
from zi_ui.drawn.status import word
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import cell_texts

_WAYS = {"sendiri": "Naik sendiri", "bersama": "Naik bersama", "terendah": "Terendah dahulu"}


def show_unsur(store: Store, report: SurveyReport) -> None:
    """Each unsur against what the index must reach, what it takes off, and how far it must rise to the next minimum."""
    if report.nrr.empty:
        st.info("Hanya indeksnya yang diketahui; nilai tiap unsur tidak ada di berkas.", icon=":material/info:")
        return
    wanted, (drawn, needed) = next_target(report), cached_surveys.unsur_of(store, report)
    ways = _WAYS if wanted is not None else {}
    ticks = ", ".join(f"{name} {format_minimum(minimum)}" for name, minimum in published_targets(report).items())
    caption = f"Garis tegak: indeks yang diperlukan untuk {ticks}. Ujung batang: nilai penuh." if ticks else ""
    if wanted is not None:
        caption += (
            f" Kenaikan supaya indeks mencapai {wanted[0]} ({format_minimum(wanted[1])}). Sendiri: hanya unsur itu "
            "yang naik (– berarti nilai penuh pun belum cukup). Bersama: semua naik sama banyak. Terendah dahulu: "
            "unsur terendah diangkat sampai sama tinggi."
        )
    columns = [
        Column("Unsur"),
        Column("Nilai terhadap syarat" if ticks else "Nilai dari nilai penuh", lean=True),
        Column("Nilai", number=True),
        Column("Keadaan"),
        Column("Mengurangi indeks", number=True),
        *(Column(name, number=True) for name in ways.values()),
    ]
    rises_of = {str(row["kode"]): row for row in needed.to_dict("records")}
    rows = [
        [
            f"{row['kode']} {row['nama']}",
            bar(row["nilai"], row["penuh"], row["status"], [Tick(*tick) for tick in row["ticks"]]),
            row["figure"],
            word(row["status"], row["keadaan"]) if row["status"] != "tanpa_syarat" else row["keadaan"],
            format_number(rises_of[row["kode"]]["mengurangi"]),
            *(_rise(rises_of[row["kode"]][way]) for way in ways),
        ]
        for row in drawn.to_dict("records")
    ]
    show(table(columns, rows, caption or "Nilai tiap unsur"))
    _offer(needed, ways, _drawn(drawn, report.instrument.singkatan, caption))


def _drawn(rows: pd.DataFrame, short: str, caption: str) -> Drawn:
    named = rows.assign(label=rows["kode"] + " " + rows["nama"], note=rows["keadaan"])
    return bars_drawn(f"Nilai tiap unsur {short}", lambda: named, caption.partition(" Kenaikan ")[0])


def _offer(needed: pd.DataFrame, ways: dict[str, str], drawn: Drawn) -> None:
    heads = {
        "kode": "Unsur",
        "nama": "Nama",
        "nilai": "Nilai",
        "mengurangi": "Mengurangi indeks",
        "bagian": "Bagian dari kekurangan",
        **ways,
    }
    whole = needed[list(heads)].rename(columns=heads)
    formats = dict.fromkeys(["Nilai", "Mengurangi indeks"], format_number) | {"Bagian dari kekurangan": format_percent}
    formats |= dict.fromkeys(ways.values(), _rise)
    downloads.offer_table(
        whole,
        lambda: cell_texts(whole, formats, {}),
        "Kekurangan tiap unsur dan kenaikan yang diperlukan",
        "kenaikan",
        drawn,
    )


def _rise(value: float) -> str:
    return MISSING if pd.isna(value) else f"+{format_shortfall(value)}" if value else "0"
