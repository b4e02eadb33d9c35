"""Whose work a page is about: units in scope, year and area, with as much read as is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, EVERY_AREA_WORDS
from zi_metrics.pembangunan.row_edits import NewRows
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_ui import address, cached, filters, stated
from zi_ui.findable import findable
from zi_ui.paging import MOST_ROWS

ALL_UNITS, ALL_AREAS = "Semua unit", "Semua area"


@dataclass(frozen=True)
class Work:
    """What is shown.

    store: as the person has it; units: name -> unit_id, all in scope; unit: the chosen one's name, '' = all
    tahun: of the work; pokja: the area, None = all, EVERY_AREA = of none alone; instrument: whose areas and codes
    """

    store: Store
    units: Mapping[str, str]
    unit: str
    tahun: int
    pokja: int | None
    instrument: Instrument

    @property
    def unit_ids(self) -> tuple[str, ...] | None:
        """The chosen unit, None = all in scope."""
        return (self.units[self.unit],) if self.unit else None

    @property
    def meant(self) -> Mapping[str, str]:
        """Whose work it is about, name -> unit_id: the chosen unit's, else that of all in scope."""
        return {self.unit: self.units[self.unit]} if self.unit else self.units

    def rows(self, register: Register) -> pd.DataFrame:
        """The register's rows of these units, this year and area; see `register_rows`."""
        rows = cached.register_table(self.store, register.table, self.unit_ids, self.tahun)
        if self.pokja is None:
            return rows
        own = rows["pokja"].isna() if self.pokja == EVERY_AREA else rows["pokja"] == self.pokja
        return rows[own].reset_index(drop=True)

    def new_rows(self, act: Act, **isi: object) -> NewRows:
        """What new rows take, for the units where this person may add some. isi: fields' values"""
        may = self.store.scope.units(act)
        own = {name: unit_id for name, unit_id in self.meant.items() if may is None or unit_id in may}
        only = next(iter(own.values())) if len(own) == 1 else None
        area = self.pokja
        if area is None and only is not None:
            areas = self.store.scope.pokja(act, only)
            area = next(iter(areas)) if areas is not None and len(areas) == 1 else None
        return NewRows(own, only, self.tahun, area, isi)


def choose(store: Store, registers: Sequence[Register], by_area: bool = True) -> Work:
    """Ask for unit, year and (by_area) area, in the page's row of filters. registers: those that are shown."""
    stated.as_recorded(" dan ".join(register.nama for register in registers))
    instrument, units = load_instrument(), cached.units_with_work(store)
    names = findable(list(units), "cari_unit", (address.asked("unit"),))
    unit = filters.choose_code("Unit kerja", "unit", {"": ALL_UNITS} | {name: name for name in names}, listed=True)
    # The latest year with work first; a new year may be begun at any time.
    known = [year for register in registers for year in cached.years_of_register(store, register.table)]
    years = list(dict.fromkeys([*sorted(known, reverse=True), today().year]))
    tahun = int(filters.choose_code("Tahun", "tahun", {str(year): str(year) for year in years}, listed=True))
    if not by_area:
        return Work(store, units, unit if unit in units else "", tahun, None, instrument)
    areas = {str(number): f"Pokja {number} – {name}" for number, name in instrument.pokja().items()}
    words = {"": ALL_AREAS} | areas | {str(EVERY_AREA): EVERY_AREA_WORDS}
    pokja = filters.choose_code("Pokja", "pokja", words, listed=True)
    return Work(store, units, unit if unit in units else "", tahun, int(pokja) if pokja else None, instrument)


def is_too_much(work: Work, register: Register) -> bool:
    """Whether there are more rows than anybody reads at once; says then what to choose."""
    if work.unit:
        return False
    count = cached.register_count(work.store, register.table, work.tahun)
    if count <= MOST_ROWS:
        return False
    st.info(
        f"Ada {format_number(count, 0)} {register.baris} dari {format_number(len(work.units), 0)} unit pada tahun "
        f"{work.tahun}. Pilih satu unit kerja, atau bagian instansi, untuk melihat dan mengubahnya.",
        icon=":material/filter_alt:",
    )
    return True
