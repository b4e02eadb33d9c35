"""How a register's rows look as a table to type in: columns by kind, what each person may change, whole on paper.

Every cell is a text or one of some words, as people write them: the browser would take a pasted 05/02/2026 for the 2nd
of May and 1.250 for one and a quarter, and refuse the word of a choice, all without saying so. What a text means is
found out by `field_values`, as for spreadsheets.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.field_values import month_name, words_of
from zi_metrics.pembangunan.register import Register, RegisterField
from zi_metrics.pembangunan.register_headings import POKJA, TAHUN, UNIT
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, EVERY_AREA_WORDS
from zi_metrics.pembangunan.row_edits import WHOSE_WORDS, NewRows, RowEdit, ShownRow, cell
from zi_metrics.scope import Act, Scope, Target
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import row_versions
from zi_metrics.table_rows import records
from zi_metrics.web_address import is_web_address
from zi_metrics.written_dates import MONTH_NAMES, YEARS
from zi_ui import paper
from zi_ui.naming import named

# Pixels by kind; texts by the field's own width.
_WIDTHS = {
    "angka": 95, "bulat": 95, "bulan": 110, "persen": 85, "tanggal": 115, "kode": 120, "pilihan": 140, "program": 240,
    "tautan": 180,
}  # fmt: skip
_TEXT_WIDTHS = {"small": 120, "medium": 200, "large": 320}
_MAIN = 210
# Pixels: of a sign, and of what stands around a word; a column is never wider than this for its words' sake.
_SIGN, _AROUND, _WIDEST = 8, 30, 300
# More options than this are typed instead of picked; the nearest names are said where one is not known.
_MOST_OPTIONS = 200
_NUMBERS = ("angka", "bulat", "persen")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# No more digits of a number than anybody wrote.
_DIGITS = 6
_LINES = ("teks", "panjang", "kode")
# Rows that a table shows whole; a longer one scrolls inside itself.
_WHOLE, _HEIGHT = 12, 520


@dataclass(frozen=True)
class Look:
    """A table's columns.

    order: their names; config: as Streamlit takes it; closed: those that nobody here may type in
    may_add: whether rows may be added and removed; area_names: number -> how the area is called
    """

    order: tuple[str, ...]
    config: Mapping[str, Any]
    closed: tuple[str, ...]
    may_add: bool
    area_names: Mapping[int, str]

    @property
    def names(self) -> tuple:
        """What makes it another table."""
        return self.order, repr(self.config), self.closed, self.may_add


def look_of(
    scope: Scope,
    register: Register,
    rows: pd.DataFrame,
    new: NewRows,
    columns: Sequence[str] | None,
    instrument: Instrument,
    act: Act | None,
) -> Look:
    """The columns for these rows and this person; arguments as of `edit_register`."""
    row_act = act or register.hak
    wanted = [register.field(name) for name in columns] if columns else register.shown
    fields = [register.main, *(one for one in wanted if one.nama != register.main.nama)]
    targets = _targets(rows)
    may_add = any(scope.pokja(row_act, unit_id) != frozenset() for unit_id in new.units.values())
    areas = {number: f"{number} – {name}" for number, name in instrument.pokja().items()}
    areas[EVERY_AREA] = EVERY_AREA_WORDS
    config: dict[str, Any] = {}
    if len(new.units) > 1 or rows["unit"].nunique() > 1:
        names = sorted({*new.units, *rows["unit"]})
        column = st.column_config.SelectboxColumn if len(names) <= _MOST_OPTIONS else st.column_config.TextColumn
        more: dict[str, Any] = {"options": names} if len(names) <= _MOST_OPTIONS else {}
        config[UNIT] = column(WHOSE_WORDS[UNIT], width=200, **more)
    if new.tahun is None or set(rows["tahun"]) - {new.tahun}:
        config[TAHUN] = st.column_config.NumberColumn(
            WHOSE_WORDS[TAHUN], width=75, format="%d", step=1, min_value=YEARS[0], max_value=YEARS[-1]
        )
    if new.pokja is None or set(rows[POKJA].dropna()) - {new.pokja}:
        config[POKJA] = st.column_config.SelectboxColumn(
            WHOSE_WORDS[POKJA], width=190, options=[*instrument.pokja(), EVERY_AREA], format_func=named(areas)
        )
    whose = list(config)
    for one in fields:
        config[one.nama] = _column(one, rows, scope, targets, row_act, one is register.main)
    closed = [one.nama for one in fields if not _may_change(one, scope, targets, row_act, may_add)]
    if not may_add:
        closed += [UNIT, TAHUN]
    if not may_add and not any(scope.may(row_act, target) for target in targets):
        closed.append(POKJA)
    order = (register.main.nama, *whose, *(one.nama for one in fields[1:]))
    return Look(order, config, tuple(name for name in closed if name in config), may_add, areas)


def table_of(
    register: Register, rows: pd.DataFrame, before: Mapping[str, RowEdit], look: Look, told: pd.DataFrame | None
) -> tuple[pd.DataFrame, tuple[ShownRow, ...]]:
    """The table to be shown: what is stored with what was typed before; and which row stands at which place."""
    tellers = {name: _teller(register, name) for name in look.order}
    said: list[dict[str, object]] = []
    shown_rows: list[ShownRow] = []
    more = [{} for _ in range(len(rows))] if told is None else records(told)
    needed = rows[list(dict.fromkeys(("baris_id", "versi", *look.order)))]
    for row, extra in zip(records(needed), more, strict=True):
        edit = before.get(str(row["baris_id"]))
        if edit is not None and edit.dibuang:
            continue
        stored = {name: tell(row[name]) for name, tell in tellers.items()}
        if POKJA in stored and stored[POKJA] is None:
            stored[POKJA] = float(EVERY_AREA)
        said.append({**extra, **stored, **(edit.isi if edit else {})})
        shown_rows.append(ShownRow(str(row["baris_id"]), int(row["versi"]), stored))
    for edit in before.values():
        if not edit.dibuka:
            said.append(dict(edit.isi))
            shown_rows.append(ShownRow(edit.kunci, 0))
    headings = [] if told is None else list(told.columns)
    table = pd.DataFrame({name: _typed(register, name, [row.get(name) for row in said]) for name in look.order})
    for place, heading in enumerate(headings, 1):
        table.insert(place, heading, pd.Series([row.get(heading) for row in said], dtype=object))
    return table, tuple(shown_rows)


def show(
    table: pd.DataFrame,
    look: Look,
    key: str,
    register: Register,
    told: pd.DataFrame | None,
    heard: Callable[..., None],
    whose: tuple,
) -> None:
    """Draw the table; what is typed stands in the session under the key. heard: is called with `whose` then."""
    headings = [] if told is None else list(told.columns)
    alt = f"{register.nama}: {len(table)} baris yang dapat diubah"
    with st.container(gap="xxsmall"):
        st.data_editor(
            table,
            key=key,
            alt=alt,
            hide_index=True,
            placeholder="",
            width="stretch",
            height="auto" if len(table) <= _WHOLE else _HEIGHT,
            num_rows="dynamic" if look.may_add else "fixed",
            column_config={
                **look.config,
                **{name: st.column_config.TextColumn(width=_wide_enough([name, *table[name]])) for name in headings},
            },
            disabled=[*look.closed, *headings],
            on_change=heard,
            args=whose,
        )
        paper.show_table(*_on_paper(table, register, look), register.nama)


def rows_by_id(store: Store, register: Register, ids: Iterable[str]) -> pd.DataFrame:
    """Some rows as they stand, whatever is shown; columns as of `row_versions`, with baris_id."""
    found = [row_versions(store, register.table, one).head(1).assign(baris_id=one) for one in ids]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _targets(rows: pd.DataFrame) -> list[Target]:
    """Where the rows lie, each place once."""
    places = rows[["unit_id", POKJA]].drop_duplicates()
    return [
        Target(unit_id, pokja=None if pd.isna(pokja) else frozenset({int(pokja)}))
        for unit_id, pokja in zip(places["unit_id"], places[POKJA], strict=True)
    ]


def _may_change(one: RegisterField, scope: Scope, targets: Sequence[Target], act: Act, may_add: bool) -> bool:
    acts = one.hak or [act]
    return (may_add and act in acts) or any(scope.may(own, target) for own in acts for target in targets)


def _column(
    one: RegisterField, rows: pd.DataFrame, scope: Scope, targets: Sequence[Target], act: Act, is_main: bool
) -> Any:
    width = _MAIN if is_main and one.jenis in _LINES else _WIDTHS.get(one.jenis, _TEXT_WIDTHS[one.lebar])
    title = f"{one.judul} *" if one.wajib else one.judul
    if one.jenis in ("bulat", "pilihan", "tanggal"):
        width = max(width, _wide_enough([title, *one.pilihan.values()]))
    if one.jenis in _NUMBERS:
        tip = "Misalnya 1250 atau 12,5."
        return st.column_config.TextColumn(title, width=width, help=tip, alignment="right")
    if one.jenis == "tanggal":
        return st.column_config.TextColumn(title, width=width, help="Misalnya 21/05/2026 atau 21 Mei 2026.")
    if one.jenis == "bulan":
        return st.column_config.SelectboxColumn(title, width=width, options=list(MONTH_NAMES))
    if one.jenis in ("pilihan", "program"):
        present = set(rows[one.nama])
        codes = [code for code in one.pilihan if code in present or _may_choose(one, code, scope, targets, act)]
        return st.column_config.SelectboxColumn(title, width=width, options=[one.pilihan[code] for code in codes])
    if words := words_of(one):
        # What nobody's list has stays, and may be chosen again.
        options = [*words.values(), *sorted({str(text) for text in rows[one.nama] if text} - set(words))]
        return st.column_config.SelectboxColumn(title, width=width, options=list(dict.fromkeys(options)))
    if one.jenis == "tautan" and all(is_web_address(text) for text in rows[one.nama] if text):
        return st.column_config.LinkColumn(title, width=width)
    tip = "Misalnya P.1.i.a; beberapa dipisah koma." if one.jenis == "kode" else None
    return st.column_config.TextColumn(title, width=width, help=tip, pinned=is_main or None)


def _wide_enough(words: Iterable[object]) -> int:
    """Pixels for the longest of some words, within what fits beside other columns."""
    longest = max((len(str(word)) for word in words if word is not None), default=0)
    return min(_WIDEST, _SIGN * longest + _AROUND)


def _may_choose(one: RegisterField, code: str, scope: Scope, targets: Sequence[Target], act: Act) -> bool:
    acts = one.hak_pilihan.get(code)
    return not acts or any(scope.may(own, target) for own in acts for target in targets) or act in acts


def _teller(register: Register, name: str) -> Callable[[object], object]:
    """Gives of each value of a column what the table tells, and so what is compared with what is typed: a text but for
    year and area.
    """
    if name in (TAHUN, POKJA, UNIT):
        return cell
    one = register.field(name)
    words = words_of(one)

    def told(value: object) -> object:
        plain = cell(value)
        if plain is None:
            return None
        if words:
            return words.get(str(plain), str(plain))
        if one.jenis == "tanggal" and (found := _ISO.fullmatch(str(plain))):
            return "/".join(reversed(found.groups()))
        if isinstance(plain, float):
            return month_name(int(plain)) if one.jenis == "bulan" else format_plain(plain, _DIGITS)
        return str(plain)

    return told


def _typed(register: Register, name: str, values: list) -> pd.Series:
    """A column's values as one kind, so that Streamlit offers the right field for typing."""
    if name in (TAHUN, POKJA):
        return pd.Series([None if value is None else int(float(value)) for value in values], dtype="Int64")
    told = map(_teller(register, name), values)
    return pd.Series(["" if text is None else str(text) for text in told], dtype=object)


def _on_paper(table: pd.DataFrame, register: Register, look: Look) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The table as paper shows it: headings and values in words."""
    words = dict(WHOSE_WORDS) | {one.nama: one.judul for one in register.bidang}
    told = {}
    if POKJA in table.columns:
        told[POKJA] = [look.area_names.get(0 if pd.isna(value) else int(value), "") for value in table[POKJA]]
    for one in register.bidang:
        if one.jenis == "persen" and one.nama in table.columns:
            told[one.nama] = [f"{text}%" if text else "" for text in table[one.nama]]
    said = table.assign(**told) if told else table
    return said.rename(columns=words).astype(str), {}
