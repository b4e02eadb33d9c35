"""Which register a file holds, and in which shape: its own sheet, or one that people use elsewhere (shapes.yaml).

A sheet of another shape has a row per quarter or per month; here they become one row per action.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.bahasa import format_date
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.actions import DONE
from zi_metrics.pembangunan.deadlines import ReadAsDay, last_day, names_period, quarter_of, sentences
from zi_metrics.pembangunan.field_values import NotUnderstood, day, understood
from zi_metrics.pembangunan.register import Register, registers
from zi_metrics.pembangunan.register_headings import cell_text, folded, head_words, headings_of, template_headings
from zi_metrics.pembangunan.register_sheet import RegisterReading, RegisterRow, read_register
from zi_metrics.reading.grid import Grid, Sheet
from zi_metrics.texts import name_key
from zi_metrics.written_dates import MONTHS
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_name("shapes.yaml")
# Of a sheet that is not our own, so many headings must be the register's, and such a share of all that it has; fewer
# where what it must have is called by its very name.
_LEAST, _LEAST_NAMED, _SHARE = 4, 3, 0.5


class Shape(BaseModel):
    """A shape; the fields are explained at the head of shapes.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    untuk: str
    kolom: dict[str, list[str]]
    perlu: list[str]
    lembar: Literal["", "bulan"] = ""


class _Shapes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    bentuk: list[Shape] = Field(default_factory=list)


def is_own_sheet(grid: Grid) -> bool:
    """Whether a file is one of our own templates or exports: nothing else has all of a register's headings."""
    # A sheet has a heading only where its rows have the heading's words: asked first, as most files are no register.
    said = [(sheet, head_words(sheet)) for sheet in grid.sheets]
    return any(
        _has_all(register, sheet)
        for register in registers().values()
        for sheet, words in said
        if words.issuperset(word for one in template_headings(register) for word in folded(one).split())
    )


def register_in(grid: Grid, instrument: Instrument | None = None) -> RegisterReading | None:
    """The register that a file holds, as it was understood; None when it holds none.

    instrument: tells which LKE codes there are; None = the one in use
    """
    instrument = instrument or load_instrument()
    for shape in _shapes():
        if _has_shape(shape, grid):
            register = registers()[shape.untuk]
            return _MERGED[shape.kode](read_register(grid, register, instrument, shape.kolom), instrument)
    known = [(_fit(register, sheet), register) for register in registers().values() for sheet in grid.sheets]
    fit, register = max(known, key=lambda pair: pair[0], default=(0.0, None))
    return read_register(grid, register, instrument) if register is not None and fit > 0 else None


def _has_all(register: Register, sheet: Sheet) -> bool:
    wanted = [folded(one) for one in template_headings(register)]
    found = headings_of(register, sheet)
    if found is None:
        return False
    return set(wanted) <= {folded(text) for text in found.texts.values()}


def _fit(register: Register, sheet: Sheet) -> float:
    """How well a sheet's headings are the register's; 0 when it is none."""
    found = headings_of(register, sheet)
    if found is None:
        return 0.0
    columns = found.columns
    share = len(columns) / len(found.texts)
    by_name = all(folded(found.texts[columns[one.nama]]) == folded(one.judul) for one in register.bidang if one.wajib)
    least = _LEAST_NAMED if by_name else _LEAST
    return len(columns) + share if len(columns) >= least and share >= _SHARE else 0.0


def _has_shape(shape: Shape, grid: Grid) -> bool:
    register = registers()[shape.untuk]
    heads = {sheet.name: headings_of(register, sheet, shape.kolom) for sheet in grid.sheets}
    fitting = [name for name, head in heads.items() if head is not None and set(shape.perlu) <= set(head.columns)]
    return any(shape.lembar != "bulan" or _month(name) is not None for name in fitting)


@lru_cache(maxsize=1)
def _shapes() -> tuple[Shape, ...]:
    return tuple(read_model(_FILE, _Shapes).bentuk)


def _by_quarter(reading: RegisterReading, _instrument: Instrument) -> RegisterReading:
    """A row per activity and quarter: the amounts go to the quarter that each names."""
    rows, problems = [], list(reading.problems)
    amount = reading.register.field("target")
    for row in reading.rows:
        isi = dict(row.isi)
        target = isi.pop("target", None)
        said = cell_text(row.lain.get("triwulan"))
        quarter = quarter_of(said)
        if said and quarter is None:
            problems.append(f"{row.place}: quarter '{said}' tidak dikenal; tulis 1 sampai 4, atau TW I sampai TW IV.")
        if target is not None:
            isi["target"] = target
            isi |= {f"target_tw{quarter}": target} if quarter else {}
        done_in = cell_text(row.lain.get("realisasi_triwulan")) or said
        quarter = quarter_of(done_in)
        try:
            done = understood(amount, row.lain.get("realisasi_jumlah"), _instrument)
        except NotUnderstood as why:
            problems.append(f"{row.place}: realisasi jumlah {why}.")
            continue
        if done_in and quarter is None and done_in != said:
            problems.append(f"{row.place}: realisasi quarter '{done_in}' tidak dikenal; tulis 1 sampai 4.")
        if done is not None and quarter:
            isi[f"realisasi_tw{quarter}"] = done
        rows.append(replace(row, isi=isi, lain={}))
    return replace(reading, rows=_one_each(rows, _added), problems=tuple(problems))


def _by_month(reading: RegisterReading, _instrument: Instrument) -> RegisterReading:
    """A sheet per month: the newest month's word counts; an action that has a day of being done is done."""
    rows, read_as = [], list[ReadAsDay]()
    share = reading.register.field("persen")
    for row in sorted(reading.rows, key=lambda one: _month(one.lembar) or 0):
        isi, notes = dict(row.isi), [str(row.isi.get("keterangan", ""))]
        if due := cell_text(row.lain.get("target_waktu")):
            try:
                isi["selesai"] = _due(due, row, read_as)
            except NotUnderstood:
                notes.append(f"Target waktu: {due}")
        if done := cell_text(row.lain.get("realisasi_tanggal")):
            try:
                when = day(done)
                isi.setdefault("status", DONE)
                if isi["status"] == DONE:
                    isi.setdefault("selesai", when)
                    notes.append(f"Terlaksana {format_date(when)}")
            except NotUnderstood:
                notes.append(f"Realisasi: {done}")
        mark = row.lain.get("nilai")
        if said := cell_text(mark):
            try:
                isi["persen"] = understood(share, mark, _instrument)
            except NotUnderstood:
                notes.append(f"Nilai: {said}")
        if said := "; ".join(note for note in notes if note):
            isi["keterangan"] = said
        rows.append(replace(row, isi=isi, lain={}))
    return replace(reading, rows=_one_each(rows, _newest), dibaca=(*reading.dibaca, *sentences(read_as)))


def _due(text: str, row: RegisterRow, read_as: list[ReadAsDay]) -> date:
    """A day as people write it; a month or quarter alone means its end. Raises NotUnderstood."""
    if not names_period(text) or (when := last_day(text, row.tahun)) is None:
        return day(text)
    read_as.append(ReadAsDay(row.place, "Target waktu", text, when))
    return when


def _one_each(
    rows: Sequence[RegisterRow], joined: Callable[[dict[str, object], Mapping[str, object]], None]
) -> tuple[RegisterRow, ...]:
    """One row for each action of a unit and year, by its words and codes; the others of it are joined to the first."""
    found: dict[tuple, RegisterRow] = {}
    for row in rows:
        text = name_key(str(row.isi.get("rencana", "")))
        key = (name_key(row.unit or ""), row.tahun, row.pokja, row.isi.get("kode", ""), text)
        if key not in found:
            found[key] = row
            continue
        isi = dict(found[key].isi)
        joined(isi, row.isi)
        found[key] = replace(found[key], isi=isi)
    return tuple(found.values())


def _added(isi: dict[str, object], more: Mapping[str, object]) -> None:
    """Amounts are added up; other fields keep the first word, and take a later one where there was none."""
    for name, value in more.items():
        if name.startswith(("target", "realisasi")) and isinstance(value, int | float):
            isi[name] = float(str(isi.get(name) or 0)) + value
        else:
            isi.setdefault(name, value)


def _newest(isi: dict[str, object], more: Mapping[str, object]) -> None:
    isi |= more


_MERGED: dict[str, Callable[[RegisterReading, Instrument], RegisterReading]] = {
    "rincian_kegiatan": _by_quarter,
    "per_bulan": _by_month,
}


def _month(name: str) -> int | None:
    words = folded(name).split()
    return next((MONTHS[word] for word in words if word in MONTHS), None)
