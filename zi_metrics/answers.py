"""One assessment's answers, as they travel from a spreadsheet to the store and back out to a workbook."""

from dataclasses import dataclass
from datetime import date

from zi_metrics.penilai import JUDGES

# The judges, in the order in which they fill in the same form; the later one weighs more.
PENILAI = {judge.kode: judge.nama for judge in JUDGES}
# The same, where there is little room.
PENILAI_SHORT = {judge.kode: judge.singkatan for judge in JUDGES}


@dataclass(frozen=True)
class CountAnswer:
    """One raw count of a ratio question: what was written, the number it means (None = blank), and where it stood."""

    kunci: str
    tertulis: str | None
    angka: float | None
    lembar: str | None = None
    sel: str | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    tertulis: the text as written (None = empty cell); nilai: what it means, in [0, 1], None = unanswered
    catatan, bukti, tautan: the note, what the evidence is, and its link ('' where nothing is written)
    lembar, sel: sheet and cell of the answer (None when it came from no spreadsheet)
    masukan: the raw counts of a ratio question
    """

    kode: str
    tertulis: str | None
    nilai: float | None
    catatan: str = ""
    bukti: str = ""
    tautan: str = ""
    lembar: str | None = None
    sel: str | None = None
    masukan: tuple[CountAnswer, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Whose answers these are, as far as a file or a person tells; None where nothing does.

    unit: its name; tahun: of the assessment; penilai: a key of PENILAI; per_tanggal: as of when; monev: what it was
    made for, a key of `as_of.MONEV`, '' = a person said for none. Only `lke.importing.confirmed` makes of it what may
    be stored.
    """

    unit: str | None = None
    tahun: int | None = None
    penilai: str | None = None
    per_tanggal: date | None = None
    monev: str | None = None
