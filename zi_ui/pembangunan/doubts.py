"""What the checks of quality found, as a list to be worked through: by Pokja, and in it by check."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.findings import TINGKAT
from zi_metrics.pembangunan.checks import load_checks
from zi_metrics.pembangunan.quality import Quality, by_unit, pokja_groups
from zi_metrics.reports.todo_workbook import write_todo
from zi_ui import taken
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import show
from zi_ui.file_names import file_name
from zi_ui.markdown import plain
from zi_ui.read_table import show_read
from zi_ui.short_lists import others, part_of
from zi_ui.stated import stated
from zi_ui.tables import show_table

# The sign of each gravity stands beside its word, never a colour alone.
MARK = {"galat": "✘", "peringatan": "▲", "catatan": "○"}
# So many findings of one check are written out in an area; all of them are in the table and in the file.
_WRITTEN = 30
# So many units stand on a page.
_ROWS = 100


def show_list(found: Quality) -> None:
    """The findings of one unit by area, to be ticked off on paper: question, cell, what was found, what to do."""
    for number, name, doubts in pokja_groups(found):
        st.subheader("Di luar Pokja" if number is None else f"Pokja {number} – {name}")
        for check in load_checks():
            own = doubts[doubts["periksa"] == check.kode]
            if own.empty:
                continue
            st.markdown(
                f"**{MARK[check.tingkat]} {TINGKAT[check.tingkat]}: {plain(check.nama)}** "
                f"({format_number(len(own), 0)})\n\n"
                + "\n\n".join(f"☐ {_line(row)}" for row in own.head(_WRITTEN).to_dict("records"))
                + (f"\n\ndan {len(own) - _WRITTEN} lainnya, dalam tabel di bawah" if len(own) > _WRITTEN else "")
                + f"\n\n*Mengapa:* {plain(check.mengapa)} *Yang dilakukan:* {plain(check.tindakan)}"
            )


def show_whole(found: Quality, key: str) -> None:
    """All findings in one table."""
    checks = {check.kode: check for check in load_checks()}
    doubts = found.doubts
    table = pd.DataFrame(
        {
            "Tingkat": [f"{MARK[one]} {TINGKAT[one]}" for one in doubts["tingkat"]],
            "Pokja": doubts["pokja"],
            "Pertanyaan": doubts["kode"].replace("", MISSING),
            "Yang ditemukan": doubts["kalimat"],
            "Yang dilakukan": [checks[one].tindakan for one in doubts["periksa"]],
            "LKE": doubts["penilai"].map(PENILAI_SHORT),
            "Lembar": doubts["lembar"].fillna(MISSING),
            "Sel": doubts["sel"].fillna(MISSING),
        }
    )
    if len(found.units) > 1:
        table.insert(0, "Unit kerja", doubts["unit"])
    wide = {name: st.column_config.TextColumn(width="large") for name in ("Yang ditemukan", "Yang dilakukan")}
    with st.expander(f"Semua {format_number(len(table), 0)} temuan dalam tabel", icon=":material/table_rows:"):
        show_table(table, key, "Hal yang patut dilihat lagi", column_config=wide)


def say_left_out(found: Quality) -> None:
    """Say so where there are more units than are looked through at once."""
    if found.left_out:
        seen, every = format_number(len(found.units), 0), format_number(len(found.units) + found.left_out, 0)
        st.info(
            f"Diperiksa {seen} dari {every} unit, menurut abjad. Pilih satu cabang atau satu unit untuk memeriksa yang "
            "lain.",
            icon=":material/filter_alt:",
        )


def show_units(found: Quality, key: str) -> None:
    """Units by how many doubts they have; a name leads to the unit's list."""
    units = by_unit(found)
    table = pd.DataFrame(
        {
            "Unit kerja": units["unit"],
            **{f"{MARK[severity]} {word}": units[severity] for severity, word in TINGKAT.items()},
            "Jumlah": units["jumlah"],
            "Paling sering": units["terbanyak"].replace("", MISSING),
        }
    )
    part = part_of(len(table), _ROWS)
    names = [link(name, here("pemeriksaan", unit=name, hal=None)) for name in table["Unit kerja"].iloc[part]]
    title = "Unit menurut banyaknya hal yang patut dilihat lagi"
    show_read(table, key, title, cells={"Unit kerja": names}, rows=part)
    show(others("pemeriksaan", len(table), part, "unit", _ROWS))


def show_checks(found: Quality, key: str) -> None:
    """Every check: how many it found on how many units, why it matters, what to do."""
    doubts = found.doubts
    counts, units = doubts["periksa"].value_counts(), doubts.groupby("periksa")["unit_id"].nunique()
    table = pd.DataFrame(
        {
            "Pemeriksaan": [check.nama for check in load_checks()],
            "Tingkat": [f"{MARK[check.tingkat]} {TINGKAT[check.tingkat]}" for check in load_checks()],
            "Temuan": [int(counts.get(check.kode, 0)) for check in load_checks()],
            "Unit": [int(units.get(check.kode, 0)) for check in load_checks()],
            "Mengapa penting": [check.mengapa for check in load_checks()],
            "Yang dilakukan": [check.tindakan for check in load_checks()],
        }
    )
    show_read(table, key, "Pemeriksaan dan yang ditemukannya")


def offer_todo(found: Quality, whose: str, year: int) -> None:
    """The list as a workbook, a sheet per Pokja. whose: the unit's name, or that of a part of the agency."""
    title, about = f"Daftar periksa {whose} {year}", stated()
    taken.offer(
        "Unduh daftar periksa per Pokja (.xlsx)",
        lambda: write_todo(found, title, about),
        file_name(title, ".xlsx"),
        "daftar periksa",
        icon=":material/checklist:",
    )


def _line(doubt: dict) -> str:
    """One finding: question, what was found, and its cell."""
    cell = ""
    if isinstance(doubt["sel"], str):
        judge = PENILAI_SHORT[doubt["penilai"]]
        place = f"LKE {judge}, lembar {doubt['lembar']}, sel {doubt['sel']}"
        cell = f" ({plain(place)})"
    question = f"**{plain(doubt['kode'])}** {plain(doubt['pertanyaan'])}: " if doubt["kode"] else ""
    return f"{question}{plain(doubt['kalimat'])}{cell}"
