"""One survey's answers, as they travel from a file to the store and to its figures; nobody in them can be named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pandas as pd

from zi_metrics.findings import Finding

# In `Responses.levels`: the question was not answered.
MISSING = 65_535
# Attributes of respondents that are kept, each in few broad values.
KELOMPOK = {
    "jenis_kelamin": "Jenis kelamin",
    "usia": "Usia",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
}
# The columns of `Responses.komentar`.
COMMENT_COLUMNS = ("baris", "layanan", "pertanyaan", "teks")
# The code under which an overall question ("secara keseluruhan ...") is kept; it is no unsur.
KESELURUHAN = "keseluruhan"


@dataclass(frozen=True)
class SurveyQuestion:
    """One question as it was asked.

    kode: its unsur (or KESELURUHAN)
    teks: the heading
    lembar, sel: where it stands
    minimum, maksimum: the scale as answered
    terbalik: the answers ran the other way and were turned
    taraf: what each level is worth on the instrument's scale; `Responses.levels` points into it
    """

    kode: str
    teks: str
    lembar: str
    sel: str
    minimum: float
    maksimum: float
    terbalik: bool
    taraf: tuple[float, ...]


@dataclass(frozen=True)
class Responses:
    """Raw answers, a row per respondent.

    questions: as they were asked, left to right
    levels: (respondent, question) uint16, an index into the question's `taraf`, or MISSING
    baris: row in the file
    tanggal: day (datetime64[D], NaT = not told)
    layanan, periode: categories per respondent, NaN = not told
    kelompok: the same for each attribute of KELOMPOK that the file tells
    komentar: COMMENT_COLUMNS; the text masked
    """

    questions: tuple[SurveyQuestion, ...]
    levels: np.ndarray
    baris: np.ndarray
    tanggal: np.ndarray
    layanan: pd.Categorical
    periode: pd.Categorical
    kelompok: dict[str, pd.Categorical] = field(default_factory=dict)
    komentar: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({name: [] for name in COMMENT_COLUMNS}))

    def __len__(self) -> int:
        return len(self.baris)

    def values(self) -> np.ndarray:
        """(respondent, question) values on the instrument's scale, NaN = not answered."""
        return level_values(self.levels, [q.taraf for q in self.questions])

    def take(self, keep: np.ndarray) -> "Responses":
        """Only the respondents of a boolean mask."""
        kept = set(self.baris[keep].tolist()) if len(self.komentar) else set()
        return Responses(
            self.questions,
            self.levels[keep],
            self.baris[keep],
            self.tanggal[keep],
            self.layanan[keep],
            self.periode[keep],
            {name: values[keep] for name, values in self.kelompok.items()},
            self.komentar[self.komentar["baris"].isin(kept)],
        )


def level_values(levels: np.ndarray, taraf: list[tuple[float, ...]]) -> np.ndarray:
    """Levels (respondent, question) as values, NaN = MISSING; taraf gives each question's values by level."""
    worth = np.empty(levels.shape)
    for column, values in enumerate(taraf):
        table = np.append(np.asarray(values, dtype=float), np.nan)
        worth[:, column] = table[np.minimum(levels[:, column], len(values))]
    return worth


def categorical(codes: np.ndarray, names: Iterable[str]) -> pd.Categorical:
    """A category per respondent: `codes` says which of `names` (each once) it is, -1 = not told."""
    known = pd.Index([*names], dtype=str)
    # The stubs tell categories of texts from categories of anything; to readers of an answer they are the same.
    return cast(pd.Categorical, pd.Categorical.from_codes(codes, known))


@dataclass(frozen=True)
class Aggregate:
    """A survey of which only results are known: NRR per unsur, or nothing but the index.

    nrr: unsur -> NRR on the instrument's scale ({} = only the index)
    indeks: as written, on the instrument's scale; None = the NRR are told instead
    responden: how many answered, None = not told
    sel: where it stands
    tahun: the year that its own heading or row names, None = none does
    """

    nrr: dict[str, float]
    indeks: float | None
    responden: int | None
    sel: str | None = None
    tahun: int | None = None

    @property
    def tingkat(self) -> str:
        """'unsur' or 'indeks'."""
        return "unsur" if self.nrr else "indeks"


@dataclass(frozen=True)
class Ask:
    """What a file leaves open and only a person can say, before anything of it is stored.

    kunci: under which the answer is remembered
    pertanyaan: the question (Indonesian)
    pilihan: answer -> what it means
    lembar, sel: where the doubt stands
    """

    kunci: str
    pertanyaan: str
    pilihan: dict[str, str]
    lembar: str | None = None
    sel: str | None = None


@dataclass(frozen=True)
class SurveyReading:
    """One survey read from a file: one instrument, unit and year; raw answers, or an aggregate.

    jenis: the instrument's code ('' = still open)
    lembar: the sheet it was read from
    shape: the fingerprint of its headings, under which `asks` are remembered
    unit, tahun: None where the file does not tell
    periode: '' = the whole year, or not told
    responses: raw answers, None = there are none
    agregat: results instead, None = there are none
    findings: what is doubtful
    asks: what must be answered first; while there are any, the figures are not to be trusted
    waktu: the moment of each answer (datetime64[s]), for checks at the import; only days are stored
    """

    jenis: str
    lembar: str
    shape: str
    unit: str | None
    tahun: int | None
    periode: str
    responses: Responses | None
    agregat: Aggregate | None
    findings: tuple[Finding, ...] = ()
    asks: tuple[Ask, ...] = ()
    waktu: np.ndarray | None = None

    @property
    def responden(self) -> int | None:
        """How many answered; None where an aggregate does not tell, and while nothing can be counted yet."""
        if self.responses is not None:
            return len(self.responses)
        return self.agregat.responden if self.agregat else None
