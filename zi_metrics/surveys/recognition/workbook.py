"""A whole survey file: every sheet read, sheets told apart or joined, answers parted by unit and year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.identity import year_in
from zi_metrics.reading.bounds import MAX_FILLED_COLUMNS
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import Ask, SurveyReading
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.recognition.blocks import blocks
from zi_metrics.surveys.recognition.dates import is_periode
from zi_metrics.surveys.recognition.file_results import results_of
from zi_metrics.surveys.recognition.identity import Identity, identity_of
from zi_metrics.surveys.recognition.joined_sheets import Joined, Part, joined
from zi_metrics.surveys.recognition.layout import legend_of
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.sections import names_hopes
from zi_metrics.surveys.recognition.table_reader import TableReading, read_table

# A year that fewer answers than this share name is a slip of the pen.
_YEAR_SHARE, _YEAR_FEWEST = 0.02, 5
ALL_SHEETS = "semua"
# So many rows are looked at together.
_PIECE = 65_536


class NoSurvey(Exception):
    """No sheet of the file holds survey answers or results; the message (Indonesian) says what was looked for."""


@dataclass(frozen=True)
class SurveyRecognition:
    """What a file holds.

    readings: one per instrument, unit and year
    """

    readings: tuple[SurveyReading, ...]


class _Sheets(NamedTuple):
    """Which sheets' answers to take.

    chosen: the readings of these sheets; [] while a person must choose
    findings: which were left out, and why
    ask: which to take, where nothing tells
    """

    chosen: list[TableReading]
    findings: tuple[Finding, ...] = ()
    ask: Ask | None = None


def recognise_survey(
    file_name: str,
    tables: Sequence[ColumnTable],
    mappings: SurveyMappings = no_survey_mappings,
    instruments: Mapping[str, SurveyInstrument] | None = None,
) -> SurveyRecognition:
    """Recognise a survey file by its content, and by what people said about files of its shape.

    Raises NoSurvey; all lesser troubles become findings, or questions to a person (`SurveyReading.asks`).
    """
    tables = [t for t in tables if t.filled_columns <= MAX_FILLED_COLUMNS]
    questions = Questions(instruments) if instruments is not None else _standard_questions()
    legend = legend_of([t for t in tables if t.rows <= 100_000], questions)
    shown = [t for t in tables if not t.hidden] or list(tables)
    sheets: list[TableReading] = []
    for table in shown:
        names = questions.context([table.name]) or questions.context([file_name])
        parts = [(b, read_table(b, questions, names, legend, mappings)) for b in blocks(table, questions)]
        sheets += [replace(r, own=identity_of(table.name, [b])) for b, r in parts if r is not None]
    identity = identity_of(file_name, shown)
    raw = [r for r in sheets if r.answers or r.asks]
    in_file_name = year_in(file_name) is not None
    readings = _from_answers(raw, identity, in_file_name, mappings) or results_of(
        shown, [r for r in sheets if r.recaps], questions, identity, file_name, mappings
    )
    if not readings:
        raise NoSurvey(explanation(file_name, [table.name for table in shown]))
    return SurveyRecognition(tuple(readings))


@cache
def _standard_questions() -> Questions:
    """The product's own instruments, whose headings of earlier files are remembered."""
    return Questions(load_survey_instruments())


def _from_answers(
    sheets: Sequence[TableReading], identity: Identity, in_file_name: bool, mappings: SurveyMappings
) -> list[SurveyReading]:
    """A reading per instrument, unit and year whose answers stand on these sheets.

    in_file_name: the file's name tells the year
    """
    kinds = sorted({jenis for r in sheets for jenis in (*r.answers, *r.asks)})
    return [reading for jenis in kinds for reading in _of_instrument(jenis, sheets, identity, in_file_name, mappings)]


def _of_instrument(
    jenis: str, sheets: Sequence[TableReading], identity: Identity, in_file_name: bool, mappings: SurveyMappings
) -> list[SurveyReading]:
    """The readings of one instrument; one without answers while a person must say something first."""
    concerned = [r for r in sheets if jenis in r.answers or jenis in r.asks]
    parts = [r for r in concerned if jenis in r.answers]
    chosen, notes, sheet_ask = _sheets(parts, mappings)
    asks = [*(ask for r in concerned for ask in r.asks.get(jenis, [])), *([sheet_ask] if sheet_ask else [])]
    findings = [f for r in concerned for f in r.findings if f.kode is None or f.kode in _codes(jenis, parts)]
    base = SurveyReading(
        jenis, concerned[0].lembar, concerned[0].shape, identity.unit, identity.tahun, identity.periode, None, None,
        (*findings, *notes), tuple({a.kunci: a for a in asks}.values()),
    )  # fmt: skip
    if not chosen:
        return [base] if asks else []
    years = {r.own.tahun for r in chosen}
    if len(years) == 1 and None not in years and not in_file_name:
        # The sheets with the answers know their year better than a summary of another year beside them.
        base = replace(base, tahun=years.pop())
    answers = joined([Part(r, r.answers[jenis], _label(r, parts)) for r in chosen])
    if answers.repeated:
        text = f"{answers.repeated} jawaban berasal dari NIK, nomor telepon, atau surel yang sudah pernah menjawab"
        advice = "periksa apakah satu orang mengisi beberapa kali untuk layanan yang sama"
        base = replace(base, findings=(*base.findings, Finding("peringatan", text, advice, base.lembar)))
    return _by_unit_and_year(base, answers)


def _codes(jenis: str, parts: Sequence[TableReading]) -> set[str]:
    return {jenis, *(q.kode for r in parts for q in r.answers[jenis].questions)}


def _sheets(parts: list[TableReading], mappings: SurveyMappings) -> _Sheets:
    """Which sheets' answers to take: as a person said, or all that are not the same or merely hopes."""
    if len(parts) < 2:
        return _Sheets(parts)
    names = {r.lembar: r for r in parts}
    choice = mappings(parts[0].shape).get("lembar")
    if choice == ALL_SHEETS:
        return _Sheets(parts)
    if choice in names:
        return _Sheets([names[choice]])
    hopes = [r for r in parts if names_hopes(r.lembar)]
    met = [r for r in parts if not names_hopes(r.lembar)]
    if hopes and met:
        left = ", ".join(f"'{r.lembar}'" for r in hopes)
        text = f"lembar {left} berisi harapan atau kepentingan dan tidak ikut dihitung"
        sheets = _sheets(met, mappings)
        return sheets._replace(findings=(Finding("catatan", text, "", met[0].lembar), *sheets.findings))
    unlike, notes = _unlike(parts)
    if len({r.lembar for r in unlike}) == 1 or all(is_periode(r.lembar) for r in unlike) or _one_form(unlike):
        return _Sheets(unlike, notes)
    options = {ALL_SHEETS: "Gabungkan semua lembar"} | {r.lembar: f"Hanya lembar '{r.lembar}'" for r in unlike}
    question = f"Beberapa lembar berisi jawaban ({', '.join(r.lembar for r in unlike)}). Mana yang dipakai?"
    return _Sheets([], notes, Ask("lembar", question, options))


def _unlike(parts: Sequence[TableReading]) -> tuple[list[TableReading], tuple[Finding, ...]]:
    """The sheets without those that repeat another's answers, and what is to be said about these."""
    unlike: list[TableReading] = []
    notes: list[Finding] = []
    for part in parts:
        twin = next((other for other in unlike if _same_answers(part, other)), None)
        if twin is None:
            unlike.append(part)
        else:
            text = (
                f"lembar '{part.lembar}' berisi jawaban yang sama dengan lembar '{twin.lembar}' dan tidak dihitung lagi"
            )
            notes.append(Finding("catatan", text, "", part.lembar))
    return unlike, tuple(notes)


def _one_form(parts: Sequence[TableReading]) -> bool:
    """Whether sheets are those of one form parted by service or unit: the same headings, each sheet its own name."""
    plain = [
        re.fullmatch(r"(?:sheet|lembar|form responses|jawaban formulir|responses?)?\s*\d*", words_of(r.lembar))
        for r in parts
    ]
    copies = any(
        re.search(r"\b(?:copy|salinan|backup|lama|asli|olah|bersih|final|rekap)\b", words_of(r.lembar)) for r in parts
    )
    return len({r.shape for r in parts}) == 1 and not any(plain) and not copies


def _same_answers(one: TableReading, other: TableReading) -> bool:
    """Whether all answers of one sheet stand in the other, too."""
    for jenis in one.answers.keys() & other.answers.keys():
        a, b = one.answers[jenis], other.answers[jenis]
        if (
            len(a) == len(b)
            and a.levels.shape == b.levels.shape
            and np.allclose(a.values(), b.values(), equal_nan=True)
        ):
            return True
    return False


def _label(reading: TableReading, parts: Sequence[TableReading]) -> str:
    """What a sheet's name tells about its answers, when several sheets are joined."""
    return reading.lembar if len({r.lembar for r in parts}) > 1 else ""


def _by_unit_and_year(base: SurveyReading, answers: Joined) -> list[SurveyReading]:
    """One reading per unit and year that the answers themselves tell."""
    responses, unit, moments = answers.responses, answers.unit, answers.moments
    years, notes = _years(moments, answers.years, base.lembar)
    # Of a file that names several periods the first one is not that of all answers.
    periode = base.periode if len(answers.periods) < 2 else ""
    base = replace(base, periode=periode, findings=(*base.findings, *notes))
    units: list[str] = unit.categories.tolist() if unit is not None else []
    known = [int(n) for n in np.unique(years) if n]
    if len(units) < 2 and len(known) < 2:
        tahun = known[0] if known else base.tahun
        whose = units[0] if units else base.unit
        return [replace(base, unit=whose, tahun=tahun, responses=responses, waktu=moments)]
    codes = unit.codes if unit is not None and units else np.full(len(responses), -1)
    groups = [(code, year) for code in np.unique(codes).tolist() for year in np.unique(years[codes == code]).tolist()]
    readings = []
    for code, year in groups:
        keep = (codes == code) & (years == year)
        readings.append(
            replace(
                base,
                unit=units[code] if code >= 0 else None,
                tahun=year or base.tahun,
                responses=responses.take(keep),
                waktu=moments[keep],
                # What concerns the file as a whole is told once.
                findings=() if readings else base.findings,
            )
        )
    return readings


def _years(moments: np.ndarray, told: np.ndarray, lembar: str) -> tuple[np.ndarray, tuple[Finding, ...]]:
    """The year of each answer, 0 = not told; rare ones are taken for slips, counted to the commonest, and told.

    told: years that stand beside answers without a day; those are no slips
    """
    years = _year_of(moments)
    values, counts = np.unique(years[years > 0], return_counts=True)
    if not len(values):
        return told, ()
    common = int(values[np.argmax(counts)])
    fewest = max(_YEAR_FEWEST, _YEAR_SHARE * counts.sum())
    rare = [int(v) for v, count in zip(values, counts, strict=True) if count < fewest and v != common]
    notes: tuple[Finding, ...] = ()
    if rare:
        total = int(np.isin(years, rare).sum())
        text = f"{total} jawaban bertahun {', '.join(map(str, rare))}; dihitung pada tahun {common}"
        notes = (Finding("peringatan", text, "periksa tanggal jawaban itu", lembar),)
    years = np.where(np.isin(years, rare), common, years)
    years = np.where(years > 0, years, told)
    return np.where(years > 0, years, common).astype(np.int16), notes


def _year_of(moments: np.ndarray) -> np.ndarray:
    """The year of each moment, 0 = not told."""
    years = np.zeros(len(moments), dtype=np.int16)
    # Piece by piece: on the way a year takes eight bytes.
    for begin in range(0, len(moments), _PIECE):
        piece = moments[begin : begin + _PIECE]
        known = np.where(np.isnat(piece), -1970, piece.astype("datetime64[Y]").astype(int))
        years[begin : begin + _PIECE] = known + 1970
    return years


def explanation(file_name: str, sheets: Sequence[str]) -> str:
    """Why a file is no survey, and what one holds (Indonesian)."""
    names = ", ".join(f"'{name}'" for name in sheets[:8]) or "tidak ada"
    return (
        f"Berkas '{file_name}' tidak dikenali sebagai survei (lembar: {names}). Yang dicari: satu baris per responden "
        "dengan satu kolom per pertanyaan (kode U1–U9, atau rumusan pertanyaan SKM, SPAK, atau SPKP), atau tabel nilai "
        "rata-rata per unsur. Tabel yang respondennya berjajar ke kanan, atau hanya memuat banyaknya jawaban, tidak "
        "dapat dibaca. Periksa apakah baris judulnya masih ada."
    )
