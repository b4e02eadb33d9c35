"""What one layout of the official LKE workbook fixes: its sheets, headings and columns, and who answers where."""

from collections.abc import Mapping
from dataclasses import dataclass

# Columns that every layout shares: running number, hierarchy, bobot, meaning of the options, and the options.
NUMBER, HIERARCHY, BOBOT, MEANING, OPTIONS = "A", "BCDEFG", "H", "I", "J"


@dataclass(frozen=True)
class JudgeColumns:
    """Where one judge's answers stand (column letters); penilai None: whichever judge fills in the form."""

    penilai: str | None
    jawaban: str
    nilai: str
    persen: str
    catatan: str
    bukti: str
    tautan: str

    def letters(self) -> set[str]:
        """All its columns."""
        return {self.jawaban, self.nilai, self.persen, *self.texts().values()}

    def texts(self) -> dict[str, str]:
        """The columns of free text: field of `Answer` -> column."""
        return {"catatan": self.catatan, "bukti": self.bukti, "tautan": self.tautan}


@dataclass(frozen=True)
class FormLayout:
    """One layout.

    kode, nama: as the importer names it, and as people do; lembar: name of the answer sheet
    header_row: its row of headings; above it stands the regulation's title, if anything
    columns: letter -> (heading, '' = none; width in characters), left to right; last_printed: the last one on paper
    judges: left to right; node_recap: name of the sheet that recaps every node ('' = none)
    recap_hidden: whether the recap sheets are hidden; frozen: columns that stay in sight
    """

    kode: str
    nama: str
    lembar: str
    header_row: int
    columns: Mapping[str, tuple[str, float]]
    judges: tuple[JudgeColumns, ...]
    last_printed: str
    node_recap: str
    recap_hidden: bool
    frozen: int

    @property
    def widths(self) -> dict[str, float]:
        """Width of each column, in characters."""
        return {column: width for column, (_, width) in self.columns.items()}

    def columns_of(self, penilai: str | None) -> JudgeColumns:
        """Where this judge's answers stand. Raises ValueError when the layout has no place for the judge."""
        for columns in self.judges:
            if columns.penilai in (None, penilai):
                return columns
        raise ValueError(f"layout {self.kode} has no column for judge {penilai!r}")
