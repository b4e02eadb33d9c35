"""Single indices that a file tells, and what is said about each: of whom, of which year, target or result."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zi_metrics.survey_answers import Aggregate, Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition.heading_meaning import BEFORE, OTHER, RESULT, TARGET, Meaning
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import Cells, Recap, number_in
from zi_metrics.surveys.recognition.replies import words_of

# Figures nearer than this on the instrument's scale are one, written on two scales ('3,29' and '82,25').
SAME = 0.005
_INDEX_WORDS = 10
_NAMED_INDEX = re.compile(
    r"\bind(?:eks|ex) (?!nilai\b|tahun\b|20\d\d\b|semester\b|triwulan\b|\d)\w+|\b(?:sakip|spip|spbe|rb)\b"
)
_REALISED = re.compile(r"\brealisasi", re.I)
# Longer texts are no headings.
_LONG = 100
_MARK_WORDS = re.compile(r"\b(?:mutu|kategori|predikat|responden|poin|bobot|selisih|peringkat|kinerja unit)\b")


@dataclass(frozen=True)
class Figure:
    """One index as it is written.

    jenis: the instrument's code
    indeks: on the instrument's scale
    written: as it stands there
    sel: where it stands
    heading: what heads it, for a person to choose by
    meaning: year, period, target or result
    unit: whose it is, None = not told beside it
    responden: how many answered, None = not told
    """

    jenis: str
    indeks: float
    written: str
    sel: str
    heading: str
    meaning: Meaning
    unit: str | None = None
    responden: int | None = None


def index_named(text: str, questions: Questions) -> str | None:
    """The instrument whose index a text names: by its short name, its whole name, or 'Indeks Kepuasan'; None = none,

    or several.
    """
    words = words_of(text)
    if not words or len(words.split()) > _INDEX_WORDS or _MARK_WORDS.search(words):
        return None
    padded = f" {words} "
    short = [
        jenis
        for jenis, instrument in questions.instruments.items()
        if {instrument.indeks.casefold(), instrument.singkatan.casefold()} & set(words.split())
    ]
    if short:
        return short[0] if len(short) == 1 else None
    if not re.search(r"\b(?:indeks|index|survei|survey|nilai)\b", words):
        return None
    # The longest name counts: 'Indeks Persepsi Kualitas Pelayanan' also holds 'kualitas pelayanan'.
    named = {
        jenis: max((len(name) for k in instrument.konteks if f" {(name := words_of(k))} " in padded), default=0)
        for jenis, instrument in questions.instruments.items()
    }
    best = max(named.values())
    if best:
        longest = [jenis for jenis, length in named.items() if length == best]
        return longest[0] if len(longest) == 1 else None
    return "skm" if "skm" in questions.instruments and re.search(r"\bind(?:eks|ex) kepuasan\b", words) else None


def says_only_index(cells: Cells, questions: Questions) -> bool:
    """Whether a sheet speaks of a 'Nilai Indeks' and names no index of any kind, as open data often do."""
    texts = [words_of(text) for text in cells.values() if len(text) < _LONG]
    if not any(re.fullmatch(r"(?:nilai )?ind(?:eks|ex)(?: nilai)?", text) for text in texts):
        return False
    # 'Indeks Reformasi Birokrasi', 'Indeks SPBE', 'IPAK' name one.
    return not any(_NAMED_INDEX.search(text) or index_named(text, questions) for text in texts)


def index_in(text: str, instrument: SurveyInstrument) -> float | None:
    """An index as written, on the instrument's scale (above it: of 100); None for what is none."""
    value = number_in(text)
    if value is None or not 1 <= value <= 100 or (instrument.skala.maksimum < value < 25):
        return None
    return value if value <= instrument.skala.maksimum else value * instrument.skala.maksimum / 100


def resolved(
    figures: Sequence[Figure], instruments: Mapping[str, SurveyInstrument], mapping: SurveyMapping
) -> list[Recap]:
    """One aggregate per instrument, unit, year and period; targets and the like are no results.

    Where several different figures remain for one of them, a person is asked which it is.
    """
    groups: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in figures:
        if figure.meaning.kind not in (TARGET, BEFORE, OTHER):
            groups.setdefault((figure.jenis, figure.unit), []).append(figure)
    return [
        _recap(alike, instruments[jenis], mapping) for (jenis, _), group in groups.items() for alike in _by_time(group)
    ]


def _by_time(figures: Sequence[Figure]) -> Iterable[list[Figure]]:
    """Figures of one unit by year and period, those said to be results before those that are not."""
    times: dict[tuple[int | None, str], list[Figure]] = {}
    for figure in figures:
        times.setdefault(figure.meaning[:2], []).append(figure)
    years = {tahun for tahun, _ in times if tahun}
    for (tahun, _), alike in times.items():
        results = [f for f in alike if f.meaning.kind == RESULT]
        # Beside 'Realisasi' 'Capaian' is its share of the target.
        results = [f for f in results if _REALISED.search(f.heading)] or results
        if tahun is None and years and not results:
            # Beside figures of several years one without a year is their mean, or a figure of before.
            continue
        yield results or alike


def _recap(figures: Sequence[Figure], instrument: SurveyInstrument, mapping: SurveyMapping) -> Recap:
    """One aggregate of figures that mean the same; asks where they differ."""
    first = figures[0]
    different = [f for i, f in enumerate(figures) if all(abs(f.indeks - g.indeks) > SAME for g in figures[:i])]
    asks: tuple[Ask, ...] = ()
    if len(different) > 1:
        options = _options(different)
        key = f"nilai:{instrument.kode}"
        chosen = options.get(mapping.get(key) or "")
        if chosen is None:
            shown = {k: f"{f.written} (sel {f.sel}, '{f.heading[:40]}')" for k, f in options.items()}
            question = f"Berkas memuat beberapa angka {instrument.indeks}. Mana yang hasil survei tahun ini?"
            asks = (Ask(key, question, shown, sel=first.sel),)
        else:
            first = chosen
    aggregate = Aggregate({}, first.indeks, first.responden, first.sel, first.meaning.tahun)
    return Recap(first.jenis, aggregate, asks, first.unit, first.meaning)


def _options(figures: Sequence[Figure]) -> dict[str, Figure]:
    """The figures by what their choice is remembered by for files of this shape: the heading, else the column."""
    headings = [words_of(figure.heading) for figure in figures]
    telling = all(headings) and len(set(headings)) == len(headings)
    return {h if telling else re.sub(r"\d", "", f.sel): f for h, f in zip(headings, figures, strict=True)}
