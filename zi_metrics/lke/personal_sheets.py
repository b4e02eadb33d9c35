"""Sheets of an LKE workbook that hold personal data, hidden ones too: found by content and headings when it is read.

What is stored of an LKE are its answers; its original would keep these sheets as well, whole.
"""

import re
from collections import Counter
from dataclasses import dataclass

from zi_metrics.findings import Finding
from zi_metrics.reading import Grid, Sheet, address
from zi_metrics.reading.grid import CellValue

KINDS = {
    "nik": "NIK",
    "nip": "NIP",
    "telepon": "nomor telepon",
    "surel": "alamat surel",
    "orang": "daftar orang dengan alamat, umur, atau tanda tangannya",
}
# So many of a kind in one column are no slip of a contact into a note.
_FEWEST = 3
# Province, regency, district; day (women: 40 more), month, year of birth; a number of their own.
_NIK = re.compile(r"[1-9]\d{5}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}")
_NIP = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d{2}(?:0[1-9]|1[0-2])[12]\d{3}")
_PHONE = re.compile(r"(?:\+?62|0)8\d{7,11}|8\d{8,11}")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_BETWEEN_DIGITS = re.compile(r"[\s.\-'’()]")
_LONGEST, _SHORTEST = 60, 7
# A table of people: a heading of names, and beside it one of what is told about each.
_NAME = re.compile(r"nama(?: (?:lengkap|responden|pemohon|pegawai|pelanggan|peserta|pengunjung|penerima.*))?", re.I)
_ABOUT = re.compile(
    r"(?:no(?:mor)?\W*)?(?:nik|ktp|nip|hp|wa|whatsapp|telepon|telp|handphone|alamat.*|e-?mail|surel|umur|usia|"
    r"jenis kelamin|l/p|tanda tangan|ttd|tempat.*lahir|tanggal lahir|pekerjaan|no\W*rekening)",
    re.I,
)
_HEADER_ROWS = 40


@dataclass(frozen=True)
class PersonalSheet:
    """A sheet with personal data.

    lembar: its name; tersembunyi: hidden in the workbook
    jenis: what it holds, keys of KINDS; banyak: cells of the kind found most often
    sel: where the first column of them begins
    """

    lembar: str
    tersembunyi: bool
    jenis: tuple[str, ...]
    banyak: int
    sel: str


def personal_sheets(grid: Grid) -> tuple[PersonalSheet, ...]:
    """The sheets of a workbook that hold personal data, in their order; () when none does."""
    return tuple(found for sheet in grid.sheets if (found := _personal(sheet)))


def personal_findings(sheets: tuple[PersonalSheet, ...]) -> list[Finding]:
    """What to say of them when the file is read (Indonesian)."""
    return [
        Finding(
            "peringatan",
            f"lembar{' tersembunyi' if sheet.tersembunyi else ''} '{sheet.lembar}' memuat data pribadi "
            f"({', '.join(KINDS[kind] for kind in sheet.jenis)}; {sheet.banyak} sel), yang akan ikut tersimpan bila "
            "berkas aslinya disimpan",
            "hapus lembar itu lalu unggah lagi, atau simpan tanpa berkas aslinya",
            sheet.lembar,
            sheet.sel,
        )
        for sheet in sheets
    ]


def _personal(sheet: Sheet) -> PersonalSheet | None:
    counts: Counter[tuple[str, int]] = Counter()
    first: dict[tuple[str, int], int] = {}
    for (row, column), value in sheet.cells.items():
        if kind := _kind_of(value):
            counts[kind, column] += 1
            first[kind, column] = min(row, first.get((kind, column), row))
    found = {place: count for place, count in counts.items() if count >= _FEWEST}
    people = _table_of_people(sheet)
    if people is not None:
        row, column, count = people
        found["orang", column], first["orang", column] = count, row
    if not found:
        return None
    kinds = tuple(kind for kind in KINDS if any(kind == one for one, _ in found))
    kind, column = min(found, key=lambda place: (place[1], place[0]))
    return PersonalSheet(sheet.name, sheet.hidden, kinds, max(found.values()), address(first[kind, column], column))


def _kind_of(value: CellValue) -> str | None:
    """What personal data a cell is, all of it; None for anything else."""
    if isinstance(value, bool):
        return None
    if not isinstance(value, str):
        # A number of 16 digits is not exact any more, but still as long; shorter ones may be money.
        text = f"{value:.0f}" if 1e15 <= value < 1e18 and value == int(value) else ""
        return "nik" if len(text) == 16 and _NIK.fullmatch(text) else None
    if not _SHORTEST <= len(value) <= _LONGEST:
        return None
    if "@" in value:
        return "surel" if _EMAIL.fullmatch(value.strip()) else None
    if value[0].isalpha() or value[-1].isalpha():
        # Most texts, seen at once.
        return None
    digits = _BETWEEN_DIGITS.sub("", value)
    if not digits.lstrip("+").isdigit():
        return None
    return next((k for k, p in (("nik", _NIK), ("nip", _NIP), ("telepon", _PHONE)) if p.fullmatch(digits)), None)


def _table_of_people(sheet: Sheet) -> tuple[int, int, int] | None:
    """Row and column of the heading of names of a table of people, and how many it names; None when there is none."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in sheet.cells.items():
        if row <= _HEADER_ROWS and isinstance(value, str) and len(value) <= _LONGEST:
            rows.setdefault(row, {})[column] = " ".join(value.split()).strip(" .:")
    for row, texts in sorted(rows.items()):
        names = [column for column, text in texts.items() if _NAME.fullmatch(text)]
        about = [column for column, text in texts.items() if _ABOUT.fullmatch(text)]
        if not names or not about:
            continue
        below = [
            value
            for (at, column), value in sheet.cells.items()
            if column == names[0] and at > row and isinstance(value, str) and re.search(r"[^\W\d_]{3}", value)
        ]
        if len(below) >= _FEWEST:
            return row, names[0], len(below)
    return None
