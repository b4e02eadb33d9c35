"""What one judge corrected of another over all units: the units as a numbered map, the questions as a table."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_change, format_number
from zi_metrics.figures.judges import correction_map
from zi_metrics.lke.judges import CorrectedUnit, units_of_map
from zi_ui import downloads, short_lists
from zi_ui.chart_pictures import Drawn, most_words
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.shades import changed
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import cell_texts
from zi_ui.ways import to_answers, to_unit

_TITLE = "Koreksi tiap unit dan bagian"
_COLOURS = "Oranye: diturunkan; biru: dinaikkan."
# What the page states of the unit above, and not of all of them.
_OF_ONE = ("Unit kerja", "Sumber")
# So many units are in a picture.
_DRAWN = 40


def show_map(found: pd.DataFrame, names: dict[str, str], pair: tuple[str, str], tahun: int) -> None:
    """Units by parts of the form, the most corrected first; a cell leads to that unit's questions of that part.

    found: `lke.judges.correction_map` of the pair and year; names: of the parts, by code
    """
    order = list(found.columns.drop("jumlah"))
    reach = float(found[order].abs().fillna(0.0).to_numpy().max(initial=0.0)) or 1.0
    shown = short_lists.part_of(len(found))
    columns = [Column("Unit kerja"), Column("Semua", number=True), *(Column(names[k], number=True) for k in order)]
    rows = [_row(one, order, reach, pair, tahun) for one in units_of_map(found.iloc[shown])]
    show(
        join(
            [
                tag("div", table(columns, rows, _caption()), class_="zi-map"),
                short_lists.others("penilai", len(found), shown, "unit"),
            ]
        )
    )
    _offer_units(found, names)


def _caption() -> str:
    return (
        "Selisih poin, hanya pertanyaan yang dijawab keduanya; yang paling banyak diturunkan di atas. "
        f"{_COLOURS} Ketuk angkanya untuk melihat pertanyaannya."
    )


def _row(one: CorrectedUnit, order: list[str], reach: float, pair: tuple[str, str], tahun: int) -> list:
    def way(part: str | None) -> str:
        pairs = "-".join(pair)
        return here("penilai", unit=one.unit, tahun=tahun, pasangan=pairs, tab="beda", beda=part, hal=None)

    cells = []
    for part in order:
        value = one.bagian.get(part)
        if value is None:
            cells.append(MISSING)
        else:
            cells.append(changed(format_change(value), value, reach, way(part) if value else None))
    return [link(one.unit, to_unit(one.unit, tahun, pair[1])), link(format_change(one.jumlah), way(None)), *cells]


def _offer_units(found: pd.DataFrame, names: dict[str, str]) -> None:
    whole = found.rename(columns={"jumlah": "Semua", **names}).rename_axis("Unit kerja").reset_index()
    formats = dict.fromkeys(whole.columns[1:], format_change)
    first = whole.head(_DRAWN).set_index("Unit kerja")
    drawn = Drawn(_TITLE + most_words(len(whole), _DRAWN), lambda: correction_map(first), _COLOURS, _OF_ONE)
    downloads.offer_table(whole, lambda: cell_texts(whole, formats, {}), _TITLE, "peta_koreksi", drawn)


def show_questions(questions: pd.DataFrame, most: int, unit: str, tahun: int, penilai: str) -> None:
    """The questions that a judge corrects most; a code leads to the unit's answer.

    questions: `lke.judges.corrected_questions`; most: so many are shown, all are in the file.
    """
    columns = [
        Column("Pertanyaan"),
        Column("Kode"),
        Column("Rata-rata koreksi", number=True),
        Column("Diturunkan", number=True),
        Column("Dinaikkan", number=True),
        Column("Bobot", number=True, lean=True),
    ]
    rows = [
        [
            row["nama"],
            link(row["kode"], to_answers(unit, tahun, penilai, row["kode"]), title=f"Jawaban {unit}"),
            format_change(row["koreksi"]),
            f"{row['turun']} dari {row['unit']} unit",
            str(row["naik"]),
            format_number(row["bobot"]),
        ]
        for row in questions.head(most).to_dict("records")
    ]
    st.markdown("**Pertanyaan yang paling banyak dikoreksi**")
    show(table(columns, rows, f"Kode membuka jawaban {unit}."))
    whole = pd.DataFrame(
        {
            "Kode": questions["kode"],
            "Rata-rata koreksi": questions["koreksi"],
            "Pertanyaan": questions["nama"],
            "Diturunkan": [f"{d} dari {of} unit" for d, of in zip(questions["turun"], questions["unit"], strict=True)],
            "Dinaikkan": questions["naik"],
            "Bobot": questions["bobot"],
        }
    )
    formats = {"Rata-rata koreksi": format_change, "Bobot": format_number}
    downloads.offer_table(
        whole, lambda: cell_texts(whole, formats, {}), "Pertanyaan yang paling banyak dikoreksi", "tanya_koreksi"
    )
