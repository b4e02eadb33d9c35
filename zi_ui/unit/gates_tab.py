"""The tab Syarat: every gate with figure, minimum and legal source, and what a proposal needs beside the scores."""

import pandas as pd
from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.scoring.standing import certain_source
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import records
from zi_ui import downloads
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.status import sign
from zi_ui.drawn.tables import Column, table
from zi_ui.glossary import GATE_MARK, HELP_RUMUS
from zi_ui.table_texts import cell_texts
from zi_ui.unit import prerequisites
from zi_ui.unit.head import why

_TITLE = "Syarat nilai dengan minimum dan kekurangannya"
_NUMBERS = ("Nilai", "Minimum", "Kurang", "Bisa sampai", "Menurut rumus LKE")


def show_gates(store: Store, report: UnitReport, predikat: str) -> None:
    """Both kinds of what a predicate asks for."""
    short = report.instrument.predikat[predikat].singkatan
    gates = report.gates[report.gates["predikat"] == predikat]
    help_rumus = tag("p", HELP_RUMUS, class_="zi-soft")
    show(join([tag("h3", f"Syarat nilai {short}"), _table(gates), help_rumus]))
    plain = _downloaded(gates)
    downloads.offer_table(
        plain, lambda: cell_texts(plain, dict.fromkeys(_NUMBERS, format_number), _texts(gates)), _TITLE, "tabel_syarat"
    )
    show(
        join(
            [
                tag("h3", f"Syarat pengusulan {short}"),
                tag("p", "Tidak terbaca dari nilai LKE; dicatat dengan bukti dan tanggalnya.", class_="zi-soft"),
            ]
        )
    )
    prerequisites.show_prerequisites(store, report, predikat)


def _table(gates: pd.DataFrame) -> Markup:
    columns = [
        Column("Syarat"),
        *(Column(name, number=True) for name in _NUMBERS),
        Column("Belum dijawab", number=True),
        Column("Sumber"),
    ]
    texts = _texts(gates)
    rows = []
    for place, row in enumerate(records(gates)):
        name = why(row["kode"], join([sign(row["putusan"]), " ", row["nama"]]), "zi-plain")
        figures = [texts["Nilai"][place], texts["Minimum"][place], texts["Kurang"][place]]
        highest = texts["Bisa sampai"][place]
        own = format_number(row["nilai_rumus_lke"])
        left = format_number(row["pertanyaan"] - row["terjawab"], 0)
        rows.append([name, *figures, highest, own, left, certain_source(row["sumber"], row["kepastian"])])
    return table(columns, rows, _TITLE)


def _texts(gates: pd.DataFrame) -> dict[str, list[str]]:
    """Figures as they are read beside their minima."""
    shown = gates["nilai"].where(gates["terjawab"] > 0)
    return {
        "Nilai": [format_beside(*pair) for pair in zip(shown, gates["minimum"], strict=True)],
        "Minimum": [format_minimum(minimum) for minimum in gates["minimum"]],
        "Kurang": [format_shortfall(missing) for missing in gates["kurang"]],
        "Bisa sampai": [format_beside(*pair) for pair in zip(gates["nilai_tertinggi"], gates["minimum"], strict=True)],
    }


def _downloaded(gates: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Syarat": gates["nama"],
            "Status": gates["terpenuhi"].map(GATE_MARK),
            "Nilai": gates["nilai"].where(gates["terjawab"] > 0),
            "Minimum": gates["minimum"],
            "Kurang": gates["kurang"],
            "Bisa sampai": gates["nilai_tertinggi"],
            "Menurut rumus LKE": gates["nilai_rumus_lke"],
            "Belum dijawab": gates["pertanyaan"] - gates["terjawab"],
            "Sumber": [certain_source(*pair) for pair in zip(gates["sumber"], gates["kepastian"], strict=True)],
        }
    ).reset_index(drop=True)
