"""What a heading or a label says about the figure beside it: of which year and period it is, target or result."""

import re
from typing import NamedTuple

from zi_metrics.lke.recognition.identity import without_regulations
from zi_metrics.surveys.recognition.dates import periode_in
from zi_metrics.surveys.recognition.replies import words_of

# What a figure is: a result said to be one, any figure, a target, one of before, or no index at all.
RESULT, PLAIN, TARGET, BEFORE, OTHER = "hasil", "", "target", "sebelumnya", "lain"
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_KINDS = (
    (
        BEFORE,
        r"(?:tahun|periode|semester|triwulan|bulan) (?:lalu|sebelumnya)|sebelumnya|baseline|data awal|"
        r"kondisi (?:kinerja )?(?:pada )?awal",
    ),
    (
        TARGET,
        r"target\w*|proyeksi|rencana|renstra|rpjmd|rpjmn|standar|ambang|batas|minimal|minimum|diharapkan|"
        # What a plan of several years wants to have reached at its end.
        r"kondisi (?:kinerja )?(?:pada )?akhir",
    ),
    (
        OTHER,
        r"persen|persentase|selisih|gap|deviasi|kenaikan|penurunan|perubahan|tren|trend|bobot|poin|peringkat|ranking|"
        r"rank|jumlah|responden|mutu|kategori|predikat|kriteria|tertimbang|keterangan|anggaran|pagu|rp|rupiah",
    ),
    (RESULT, r"realisasi\w*|capaian|hasil|aktual|perolehan|diperoleh|dicapai|tercapai"),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in _KINDS)
_ACHIEVED = re.compile(r"\b(?:capaian|realisasi|tingkat)\b")
_GENERIC = re.compile(r"(?:nilai|indeks|index|skor|hasil|angka|nilai indeks|hasil survei|nilai survei|nilai akhir)")

# What stands below 'Target' or 'Realisasi' where a heading has two rows: parts of a year, or performance beside money.
_PART = re.compile(r"(?:i|ii|iii|iv|t|r|k|kinerja|fisik|rp|rupiah|anggaran|pagu)")
_LETTERS = {"t": TARGET, "r": RESULT}


class Meaning(NamedTuple):
    """What is said about a figure.

    tahun: None where no year is named
    periode: '' where no part of a year is named
    kind: RESULT, PLAIN, TARGET, BEFORE or OTHER
    """

    tahun: int | None = None
    periode: str = ""
    kind: str = PLAIN

    @property
    def tells(self) -> bool:
        """Whether anything is said at all."""
        return self != NOTHING_SAID

    def within(self, other: "Meaning") -> "Meaning":
        """This meaning, with what it leaves open taken from what stands around it; one word for a target is enough."""
        kinds = [kind for kind in (self.kind, other.kind) if kind not in (PLAIN, RESULT)]
        kind = kinds[0] if kinds else self.kind or other.kind
        return Meaning(self.tahun or other.tahun, self.periode or other.periode, kind)


NOTHING_SAID = Meaning()


def meaning_of(text: str) -> Meaning:
    """What a heading says ('Realisasi 2025', 'Semester I', 'Target', 'Tahun Lalu').

    Several years in one heading name none of them, and the figure is no year's result ('2021-2025').
    """
    words = words_of(text)
    years = {int(y) for y in _YEAR.findall(without_regulations(text))}
    found = [kind for kind, pattern in _KIND_PATTERNS if pattern.search(words)]
    # A heading over both ('Target dan Realisasi') says neither.
    kind = PLAIN if TARGET in found and RESULT in found else next(iter(found), PLAIN)
    if ("%" in text and _ACHIEVED.search(words)) or len(years) > 1:
        kind = OTHER
    return Meaning(years.pop() if len(years) == 1 else None, periode_in(text), kind)


def part_meaning(text: str) -> Meaning | None:
    """What a heading says that tells which part of the one above it stands below it ('III', 'T', 'Rp'); None: other."""
    words = words_of(text)
    if not _PART.fullmatch(words):
        return None
    return meaning_of(text)._replace(kind=_LETTERS[words]) if words in _LETTERS else meaning_of(text)


def is_generic(text: str) -> bool:
    """Whether a heading says no more than that figures stand below it ('Nilai', 'Indeks')."""
    return bool(_GENERIC.fullmatch(words_of(text)))
