"""Finds the header row of an LKE sheet and which column holds what, by meaning and not by place."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from zi_metrics.reading import Sheet

# A header further down than this is no header (title and legal heading come first).
LAST_HEADER_ROW = 30
_NEAR = 88
SYNONYMS = {
    "penilaian": ("penilaian", "indikator", "komponen penilaian", "uraian", "pertanyaan", "aspek penilaian"),
    "bobot": ("bobot",),
    "penjelasan": ("penjelasan", "kriteria", "kriteria penilaian"),
    "pilihan": ("pilihan jawaban", "pilihan", "opsi jawaban"),
    "jawaban": ("jawaban", "jawaban unit", "jawaban unit kerja", "isian"),
    "nilai": ("nilai", "skor"),
    "persen": ("%", "persen", "persentase"),
    "catatan": ("catatan keterangan penjelasan", "catatan", "keterangan", "catatan keterangan"),
    "bukti": ("bukti dukung", "data dukung", "bukti", "eviden", "evidence", "nama bukti dukung"),
    "tautan": ("tautan", "link", "tautan bukti dukung", "link bukti dukung", "link data dukung", "url"),
}
REQUIRED = ("penilaian", "jawaban")


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its row, the column of each role found, and all columns that have a heading (1-based)."""

    row: int
    columns: dict[str, int]
    headed: tuple[int, ...]

    def text_columns(self, last_column: int) -> range:
        """The columns of the hierarchy and texts: from 'Penilaian' to the next column with a heading."""
        first = self.columns["penilaian"]
        return range(first, min((c for c in self.headed if c > first), default=last_column + 1))


def normal(text: object) -> str:
    """Lower-case words only ('Catatan/Keterangan' -> 'catatan keterangan'); '%' is kept."""
    return " ".join(re.findall(r"[a-z0-9]+|%", str(text).casefold()))


def find_header(sheet: Sheet) -> Header | None:
    """The best header row among the first rows of a sheet; None when no row names questions and answers."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in sheet.cells.items():
        if row <= LAST_HEADER_ROW and isinstance(value, str) and normal(value):
            rows.setdefault(row, {})[column] = normal(value)
    best: Header | None = None
    for row in sorted(rows):
        columns = _roles(rows[row])
        found = all(role in columns for role in REQUIRED)
        if found and (best is None or len(columns) > len(best.columns)):
            best = Header(row, columns, tuple(sorted(rows[row])))
    return best


def _roles(headings: dict[int, str]) -> dict[str, int]:
    """Role -> column. Exact words win over near ones; a column has one role, a role one column (the leftmost)."""
    exact = {synonym: role for role, synonyms in SYNONYMS.items() for synonym in synonyms}
    roles: dict[str, int] = {}
    for column in sorted(headings):
        role = exact.get(headings[column])
        if role and role not in roles:
            roles[role] = column
    for column in sorted(set(headings) - set(roles.values())):
        scored = max((fuzz.ratio(headings[column], synonym), role) for synonym, role in exact.items())
        if scored[0] >= _NEAR and scored[1] not in roles:
            roles[scored[1]] = column
    return roles
