"""A whole file: every sheet's blocks read, the right ones chosen, each with a guess of whose answers they are."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zi_metrics.answers import PENILAI_SHORT, Identity
from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.recognition.alignment import targets
from zi_metrics.lke.recognition.answer_reader import Reading, read_block
from zi_metrics.lke.recognition.as_of_titles import Told, told_by_sheet
from zi_metrics.lke.recognition.column_choices import SheetShape, shape_of_header
from zi_metrics.lke.recognition.hidden_rows import hidden_rows_note
from zi_metrics.lke.recognition.identity import (
    guess_identity,
    named_otherwise,
    sheet_identity,
    with_as_of,
    year_contradiction,
)
from zi_metrics.lke.recognition.instrument_choice import (
    ENOUGH,
    Found,
    NotTold,
    choose_instrument,
    instrument_findings,
    parts_of,
)
from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.lke.recognition.other_forms import Foreign, foreign_in, foreign_sheet
from zi_metrics.lke.recognition.refusals import Refusal, not_recognised, other_form, plain_refusal
from zi_metrics.lke.recognition.sheet_look import SheetLook, looks_of
from zi_metrics.lke.recognition.spread_lke import WHOLE, joined, named_by_area
from zi_metrics.lke.recognition.unread_columns import unread_columns
from zi_metrics.reading import Grid, Sheet
from zi_metrics.reading.bounds import MAX_FILLED_COLUMNS
from zi_metrics.reading.grid import column_number

_REMEDY = "sebutkan nomor peraturannya atau tahunnya di judul lembar atau di nama berkas"
_NARROWER = "bagilah atas beberapa lembar, atau tulis satu baris tiap unit"


class NotRecognised(Exception):
    """No sheet of the file holds LKE answers that can be used; `refusal` says what it seems to be and what helps."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


@dataclass(frozen=True)
class Recognition:
    """What a file holds: its layout, a reading per unit, year and judge, and findings about the file as a whole."""

    tata_letak: str
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


def recognise(grid: Grid, instruments: Sequence[Instrument], mappings: ColumnMappings = no_mappings) -> Recognition:
    """Recognise a workbook by its content, and by what people said about files of its shape.

    instruments: those that its questions may belong to; each sheet is read by the one that explains it best.
    Raises NotRecognised; all lesser troubles become findings.
    """
    wide = [sheet for sheet in grid.sheets if sheet.filled_columns > MAX_FILLED_COLUMNS]
    narrow = replace(grid, sheets=tuple(sheet for sheet in grid.sheets if sheet.filled_columns <= MAX_FILLED_COLUMNS))
    guess = guess_identity(narrow)
    by_sheet: list[tuple[Sheet, Found]] = []
    doubts: list[tuple[Sheet, NotTold]] = []
    looks = looks_of(narrow.sheets, mappings)
    for look in looks:
        try:
            held = choose_instrument(look, instruments, grid.file_name, guess.tahun)
        except NotTold as doubt:
            doubts.append((look.sheet, doubt))
        else:
            by_sheet += [(look.sheet, held)] if held else []
    by_sheet, doubts = _with_parts(looks, by_sheet, doubts, instruments)
    by_sheet, foreign = _ours(narrow, by_sheet)
    if not by_sheet:
        raise NotRecognised(_not_found(grid, doubts, wide, foreign, instruments))
    read = [(sheet, reading) for sheet, held in by_sheet for reading in _readings(held)]
    # A hidden sheet is an old copy, unless there is nothing else.
    shown = [pair for pair in read if not pair[0].hidden] or read
    by_name = len({sheet.name for sheet, _ in shown}) > 1
    whose = _Identities()
    readings = []
    for sheet, reading in shown:
        told = whose(sheet, by_name and not named_by_area(reading, sheet.name))
        identity = whose.dated(reading, sheet, _merged(reading.identity, told))
        readings.append(replace(reading, identity=identity))
    readings, renamed = _apart(readings)
    chosen = _one_each([r for r in joined(readings) if r.recognised >= _fewest(r)])
    if not chosen:
        raise NotRecognised(_too_few(grid, max(joined(readings), key=lambda reading: reading.recognised)))
    several = len({reading.identity.unit for reading in chosen}) > 1
    completed = tuple(replace(r, identity=_completed(r.identity, guess, several)) for r in chosen)
    used = _sheets_of(completed)
    about = [
        *(Finding("peringatan", f"lembar tidak dibaca: {_width(sheet)}", _NARROWER, sheet.name) for sheet in wide),
        *_year_doubt(narrow, {reading.identity.tahun for reading in completed}),
        *(note for s, held in by_sheet if s.name in used for note in instrument_findings(held, s.name, guess.tahun)),
        *(Finding("peringatan", _doubt(doubt), _REMEDY, sheet.name) for sheet, doubt in doubts),
        *renamed,
        *(Finding("peringatan", f"lembar ini {f.sentence()}; tidak dibaca", "", f.lembar) for f in foreign),
        *_other_sheets(read, completed),
        *(note for sheet, _ in by_sheet for note in hidden_rows_note(sheet, completed)),
        *(note for sheet, held in by_sheet for note in _other_columns(sheet, held, completed)),
    ]
    return Recognition(completed[0].tata_letak, completed, tuple(about))


class _Identities:
    """What sheets tell about themselves; a sheet of many answer columns is asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Identity] = {}
        self._told: dict[str, Told] = {}

    def __call__(self, sheet: Sheet, by_name: bool) -> Identity:
        key = (sheet.name, by_name)
        if key not in self._known:
            self._known[key] = sheet_identity(sheet, by_name)
        return self._known[key]

    def dated(self, reading: Reading, sheet: Sheet, identity: Identity) -> Identity:
        """With as of when the sheet speaks; parts of an LKE spread over several are told apart only by whose it is."""
        if reading.recognised < WHOLE * len(reading.instrument.questions()):
            return identity
        if sheet.name not in self._told:
            self._told[sheet.name] = told_by_sheet(sheet)
        return with_as_of(identity, self._told[sheet.name])


def _readings(held: Found) -> Iterator[Reading]:
    # A sheet of many units has one header for all of them; going through its rows for each would take minutes.
    shapes: dict[int, SheetShape | None] = {}
    for block, matches in held.blocks:
        header = block.header
        if id(header) not in shapes:
            shapes[id(header)] = shape_of_header(block.view, header) if header.shape else None
        yield read_block(block, matches, targets(held.instrument), held.instrument, shapes[id(header)])


def _with_parts(looks: Sequence[SheetLook], by_sheet: list, doubts: list, instruments: Sequence[Instrument]) -> tuple:
    """The sheets found, and with them those that hold only a part, where no sheet holds (nearly) the whole."""
    whole = any(len(m) >= WHOLE * len(targets(held.instrument)) for _, held in by_sheet for _, m in held.blocks)
    known = {sheet.name for sheet, _ in by_sheet}
    others = [look for look in looks if look.sheet.name not in known and not look.sheet.hidden]
    if whole or not others:
        return by_sheet, doubts
    parts = parts_of(others, list(dict.fromkeys(held.instrument for _, held in by_sheet)) or instruments)
    if len(parts) + len(by_sheet) < 2:
        # A sheet alone is no part of several: what was in doubt about it still is.
        parts = [(sheet, held) for sheet, held in parts if sheet not in [doubtful for doubtful, _ in doubts]]
    read = {sheet.name for sheet, _ in parts}
    order = [look.sheet.name for look in looks]
    found = sorted([*by_sheet, *parts], key=lambda pair: order.index(pair[0].name))
    return found, [(sheet, doubt) for sheet, doubt in doubts if sheet.name not in read]


def _ours(grid: Grid, by_sheet: list[tuple[Sheet, Found]]) -> tuple[list[tuple[Sheet, Found]], list[Foreign]]:
    """The sheets that are an LKE Zona Integritas, and why the others are another form."""
    names = [sheet.name for sheet in grid.sheets if not sheet.hidden]
    judged = [(sheet, held, foreign_in(sheet, held, grid.file_name, names)) for sheet, held in by_sheet]
    return [(s, held) for s, held, foreign in judged if not foreign], [foreign for *_, foreign in judged if foreign]


def _fewest(reading: Reading) -> float:
    """With a person's word for the columns, a single question tells that these are answers."""
    is_said = reading.shape is not None and bool(reading.shape.mapping.columns)
    return 1 if is_said else ENOUGH * len(reading.instrument.questions())


def _sheets_of(readings: Sequence[Reading]) -> set[str]:
    """The sheets that readings come from: several where an LKE is spread over them."""
    return {answer.lembar for reading in readings for answer in reading.answers if answer.lembar is not None} or {
        reading.lembar for reading in readings
    }


def _too_few(grid: Grid, reading: Reading) -> Refusal:
    if foreign := foreign_sheet(grid.sheets, grid.file_name):
        return other_form(grid, replace(foreign, recognised=reading.recognised))
    wanted = len(reading.instrument.questions())
    reason = (
        f"hanya memuat {reading.recognised} dari {wanted} pertanyaan LKE (lembar '{reading.lembar[:60]}'); paling "
        f"sedikit {math.ceil(ENOUGH * wanted)}."
    )
    advice = "Gabungkan dahulu dengan bagian lainnya: satu penilaian menggantikan seluruh jawaban penilaian sebelumnya."
    return plain_refusal(grid, reason, advice)


def _one_each(readings: list[Reading]) -> list[Reading]:
    """One reading per unit, year and judge: the fullest, the first of equals."""
    best: dict[Identity, Reading] = {}
    for reading in readings:
        kept = best.get(reading.identity)
        if kept is None or reading.recognised > kept.recognised:
            best[reading.identity] = reading
    chosen = list(best.values())
    # A judge whose column is empty throughout has not judged yet.
    filled = [r for r in chosen if any(a.nilai is not None for a in r.answers)]
    return filled if len(chosen) > 1 and filled else chosen


def _apart(readings: list[Reading]) -> tuple[list[Reading], list[Finding]]:
    """The readings, those of sheets copied with their titles told apart by the sheets' names, and what to say of it.

    'LKE 2024' and 'LKE 2025' both titled 2024 are two years: who copies a sheet renames it and forgets the title.
    """
    sheets: dict[Identity, list[str]] = {}
    for reading in readings:
        if reading.recognised >= WHOLE * len(reading.instrument.questions()):
            sheets.setdefault(reading.identity, []).append(reading.lembar)
    apart, renamed = [], []
    for reading in readings:
        identity, copies = reading.identity, sheets.get(reading.identity, [])
        named = [named_otherwise(identity, name) for name in copies]
        # Every copy's name must tell, or one that tells nothing would be taken for its neighbour.
        if reading.lembar in copies and len(set(copies)) > 1 and len(set(named)) == len(named):
            new = named_otherwise(identity, reading.lembar)
            if new != identity:
                message = f"nama lembar '{reading.lembar}' tidak sama dengan isinya ({_differing(identity, new)})"
                advice = "periksa tahun dan penilainya; samakan judul di lembar dengan nama lembarnya"
                renamed.append(Finding("peringatan", f"{message}; yang dipakai nama lembarnya", advice, reading.lembar))
            reading = replace(reading, identity=new)
        apart.append(reading)
    return apart, renamed


def _differing(own: Identity, new: Identity) -> str:
    said = []
    if own.tahun != new.tahun:
        said.append(f"tahun {own.tahun or '?'}, bukan {new.tahun}")
    if own.penilai != new.penilai:
        said.append(f"penilai {_judge_name(own)}, bukan {_judge_name(new)}")
    return "; ".join(said)


def _judge_name(whose: Identity) -> str:
    return PENILAI_SHORT.get(whose.penilai or "", "?")


def _other_sheets(found: list[tuple[Sheet, Reading]], chosen: tuple[Reading, ...]) -> Iterator[Finding]:
    """Sheets that hold LKE answers too but were not taken: those that people see, with other answers, weigh more."""
    used = _sheets_of(chosen)
    taken = [_values(reading) for reading in chosen]
    told: set[str] = set()
    for sheet, reading in found:
        if reading.lembar in used or reading.lembar in told:
            continue
        told.add(reading.lembar)
        values = _values(reading)
        matters = not sheet.hidden and values and values not in taken
        yield Finding(
            "peringatan" if matters else "catatan",
            f"lembar '{reading.lembar}' juga berisi LKE dan tidak dibaca; yang dibaca: {', '.join(sorted(used))}",
            "bila itu penilaian lain, sebutkan tahun atau penilainya dalam nama lembarnya; bila lembar lama, hapus"
            if matters
            else "hapus lembar lama bila tidak diperlukan",
            reading.lembar,
        )


def _values(reading: Reading) -> dict[str, float]:
    return {answer.kode: answer.nilai for answer in reading.answers if answer.nilai is not None}


def _year_doubt(grid: Grid, taken: set[int | None]) -> Iterator[Finding]:
    """A title and a file's name that tell different years."""
    years = year_contradiction(grid)
    if years and len(taken) == 1:
        in_title, in_name = years
        message = f"judul di berkas menyebut tahun {in_title}, nama berkasnya {in_name}; yang dipakai {taken.pop()}"
        yield Finding("peringatan", message, "periksa tahun penilaiannya")


def _other_columns(sheet: Sheet, held: Found, chosen: tuple[Reading, ...]) -> tuple[Finding, ...]:
    """Columns of a sheet that hold answers too but were not taken."""
    cells = (a.sel for reading in chosen for a in reading.answers if a.lembar == sheet.name)
    columns = (re.match("[A-Z]+", cell) for cell in cells if cell)
    used = {column_number(letters[0]) for letters in columns if letters}
    return tuple(unread_columns(held.blocks, held.instrument, used)) if used else ()


def _merged(own: Identity, sheet: Identity) -> Identity:
    return Identity(own.unit or sheet.unit, own.tahun or sheet.tahun, own.penilai or sheet.penilai)


def _completed(own: Identity, guess: Identity, several: bool) -> Identity:
    tahun = own.tahun or guess.tahun
    told = Told(own.per_tanggal, own.monev).else_(Told(guess.per_tanggal, guess.monev))
    # With several units in a file, the file's own name and labels name none of them.
    unit = own.unit or (None if several else guess.unit)
    return with_as_of(Identity(unit, tahun, own.penilai or guess.penilai), told)


def _doubt(doubt: NotTold) -> str:
    return f"pertanyaannya sama dalam {' dan '.join(rival.nama for rival in doubt.rivals)}"


def _width(sheet: Sheet) -> str:
    return f"{sheet.filled_columns} kolom terisi, paling banyak {MAX_FILLED_COLUMNS}"


def _not_found(
    grid: Grid,
    doubts: list[tuple[Sheet, NotTold]],
    wide: list[Sheet],
    foreign: Sequence[Foreign],
    instruments: Sequence[Instrument],
) -> Refusal:
    if foreign:
        return other_form(grid, max(foreign, key=lambda told: told.evidence))
    if doubts:
        sheet, doubt = doubts[0]
        if (named := foreign_sheet([sheet], grid.file_name)) and named.is_enough:
            return other_form(grid, named)
        return plain_refusal(grid, f"lembar '{sheet.name}': {_doubt(doubt)}; {_REMEDY}.", "")
    if wide:
        sheet = wide[0]
        return plain_refusal(grid, f"lembar '{sheet.name}' tidak dibaca: {_width(sheet)}; {_NARROWER}.", "")
    if named := foreign_sheet(grid.sheets, grid.file_name):
        return replace(other_form(grid, named), is_lke=named.is_plain)
    return not_recognised(grid, instruments)
