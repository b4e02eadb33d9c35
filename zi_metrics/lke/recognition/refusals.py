"""Why a file is not read: what it seems to be, what was found in it, what lacks, and the one change that would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.recognition.headers import LAST_HEADER_ROW, headings_of, normal, parse_heading
from zi_metrics.lke.recognition.instrument_choice import asks_lke_questions
from zi_metrics.lke.recognition.other_forms import Foreign
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.reading import Grid, Sheet
from zi_metrics.reading.file_names import shown
from zi_metrics.yaml_data import read_yaml

# A refusal is read at a glance, or not at all: together these stay below 600 characters.
LONGEST = 590
_COLUMNS, _COLUMN_LENGTH = 6, 22
# So many headings of one kind of table tell that it is of that kind.
_TELLING = 2
_NAME_LENGTH, _SHEET_LENGTH = 60, 31
# What an LKE must hold, for those who want to know all of it.
SOUGHT = (
    "LKE: lembar dengan baris judul yang memuat kolom pertanyaan ('Penilaian', 'Pertanyaan', atau 'Kode') dan kolom "
    "'Jawaban', diikuti pertanyaan-pertanyaan LKE (biasanya lembar 'LKE ZI' atau 'Jawaban'), atau daftar dengan kolom "
    "per unit kerja."
)
_FORM = "unggah formulir LKE Zona Integritas (lembar 'LKE ZI' atau 'Jawaban')"


@dataclass(frozen=True)
class Refusal:
    """A file that is not read as an LKE, in Indonesian; `str` gives all of it, shorter than LONGEST.

    seems: a sentence that names the file and what it seems to be; found: what is in it; lacks: what an LKE needs and
    it has not; change: the one change that would help; is_lke: whether it is, or was meant as, a form like an LKE,
    so that nothing else needs to be tried
    """

    seems: str
    found: str
    lacks: str
    change: str
    is_lke: bool

    def __str__(self) -> str:
        return _cut(" ".join(part for part in (self.seems, self.found, self.lacks, self.change) if part))

    def or_survey(self, advice: str, names_what_lacks: bool = False) -> str:
        """The one message about a file that is neither an LKE nor a survey.

        advice: the one change that would help; names_what_lacks: it says itself what a survey needs and lacks
        """
        if self.is_lke:
            return str(self)
        seems = self.seems.replace("sebagai LKE", "sebagai LKE maupun survei")
        lacks = "Yang kurang: pertanyaan LKE dengan kolom 'Jawaban', atau satu baris per responden dengan kolom U1–U9."
        parts = (seems, self.found, "" if names_what_lacks else lacks, advice)
        return _cut(" ".join(part for part in parts if part))


def plain_refusal(grid: Grid, reason: str, change: str) -> Refusal:
    """A refusal of a file that holds an LKE but cannot be used for a reason (sentences without an opening)."""
    return Refusal(f"Berkas '{_short(grid.file_name, _NAME_LENGTH)}' {reason}", "", "", change, True)


def other_form(grid: Grid, foreign: Foreign) -> Refusal:
    """The refusal of another form, or of one that asks mostly what no LKE asks."""
    seems = f"Berkas '{_short(grid.file_name, _NAME_LENGTH)}' {foreign.sentence()}."
    sheet = next((sheet for sheet in grid.sheets if sheet.name == foreign.lembar), None)
    return Refusal(seems, _found(sheet, 3), "", f"Untuk dinilai di sini, {_FORM}.", True)


def not_recognised(grid: Grid, instruments: Sequence[Instrument]) -> Refusal:
    """The refusal of a file in which nothing was recognised."""
    sheet = _main_sheet(grid)
    name = f"Berkas '{_short(grid.file_name, _NAME_LENGTH)}' tidak dikenali sebagai LKE"
    if sheet is None:
        return Refusal(f"{name}: semua lembarnya kosong.", "", "", f"Isi dahulu, atau {_FORM}.", False)
    lke = next((s for s in grid.sheets if asks_lke_questions(s, instruments)), None)
    if lke is not None:
        return Refusal(
            f"{name}, walaupun memuat pertanyaan LKE.",
            _found(lke),
            "Yang kurang: kolom yang judulnya menyebut jawaban.",
            "Agar terbaca, beri judul 'Jawaban' pada kolom jawabannya dan 'Penilaian' pada kolom pertanyaannya.",
            True,
        )
    roles = {parse_heading(text)[0] for text in _header(sheet)[1].values()}
    if {"jawaban", "penilaian"} <= roles:
        lacks = "Yang kurang: pertanyaan di kolomnya tidak seperti di formulir LKE."
        change = "Agar terbaca, kembalikan teks pertanyaannya atau tambahkan kolom 'Kode' berisi kode seperti P.1.i.a."
        return Refusal(f"{name}.", _found(sheet), lacks, change, False)
    lacks = "Yang kurang: kolom pertanyaan ('Penilaian') dan kolom 'Jawaban' dengan pertanyaan LKE."
    seems = f"; tampaknya {table}" if (table := _table(sheet)) else ""
    return Refusal(f"{name}{seems}.", _found(sheet), lacks, f"Periksa apakah berkasnya benar; {_FORM}.", False)


def _table(sheet: Sheet) -> str:
    """What kind of table a sheet seems to be, by its headings; '' where they do not tell."""
    headings = {normal(text) for text in _header(sheet)[1].values()}
    kinds = cast(dict[str, list[str]], _other_tables())
    told = {kind: len(headings & set(words)) for kind, words in kinds.items()}
    best = max(told, key=lambda kind: told[kind])
    return best if told[best] >= _TELLING else ""


@cache
def _other_tables() -> object:
    return read_yaml(Path(__file__).with_name("other_tables.yaml"))


def _main_sheet(grid: Grid) -> Sheet | None:
    filled = [sheet for sheet in grid.sheets if sheet.cells]
    return min(filled, key=lambda sheet: (sheet.hidden, -len(sheet.cells)), default=None)


def _found(sheet: Sheet | None, columns: int = _COLUMNS) -> str:
    """'Ditemukan: lembar 'Data', 31 baris; judul di baris 3: No, Nama, NIP, ...'"""
    if sheet is None:
        return ""
    row, texts = _header(sheet)
    names = [_short(" ".join(text.split()), _COLUMN_LENGTH) for text in texts.values()]
    more = f", dan {len(names) - columns} lagi" if len(names) > columns else ""
    headed = f"judul di baris {row}: {', '.join(names[:columns])}{more}" if names else "tidak ada baris judul"
    rows = format_number(sheet.last_row, 0)
    return f"Ditemukan: lembar '{_short(sheet.name, _SHEET_LENGTH)}', {rows} baris, {headed}."


def _header(sheet: Sheet) -> tuple[int, dict[int, str]]:
    """The row that is most likely the header, and its headings: of the first rows the one with the most short texts."""
    view = View(sheet)
    rows = {row: headings_of(view, row) for row in range(1, min(LAST_HEADER_ROW, view.last_row) + 1)}
    row = min(rows, key=lambda row: (-len(rows[row]), row), default=0)
    return row, rows.get(row, {})


def _short(text: str, length: int) -> str:
    text = shown(text)
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
