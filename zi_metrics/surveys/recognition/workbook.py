"""A whole survey file: every sheet read, sheets told apart or joined, answers parted by unit and year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zi_metrics.findings import Finding
from zi_metrics.reading.bounds import MAX_FILLED_COLUMNS
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import Ask, Responses, SurveyReading
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.recognition.blocks import blocks
from zi_metrics.surveys.recognition.dates import is_periode
from zi_metrics.surveys.recognition.identity import Identity, identity_of
from zi_metrics.surveys.recognition.joined_sheets import joined
from zi_metrics.surveys.recognition.layout import legend_of
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings, shape_of
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import recaps_of
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.sections import names_hopes
from zi_metrics.surveys.recognition.table_reader import TableReading, read_table

# A year that fewer answers than this share name is a slip of the pen.
_YEAR_SHARE, _YEAR_FEWEST = 0.02, 5
ALL_SHEETS = "semua"
# So many rows of numbers are answers, not results.
_LOOKED_AT, _MANY_ROWS = 200, 15


class NoSurvey(Exception):
    """No sheet of the file holds survey answers or results; the message (Indonesian) says what was looked for."""


@dataclass(frozen=True)
class SurveyRecognition:
    """What a file holds: a reading per instrument, unit and year."""

    readings: tuple[SurveyReading, ...]


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
    questions = Questions(instruments if instruments is not None else load_survey_instruments())
    legend = legend_of([t for t in tables if t.rows <= 100_000], questions)
    shown = [t for t in tables if not t.hidden] or list(tables)
    found: list[TableReading] = []
    for table in shown:
        names = questions.context([table.name]) or questions.context([file_name])
        found += [r for b in blocks(table, questions) if (r := read_table(b, questions, names, legend, mappings))]
    identity = identity_of(file_name, shown)
    raw = [r for r in found if r.answers or r.asks]
    readings = _from_answers(raw, shown, identity, mappings) if raw else []
    if not readings:
        readings = _from_recaps(found, shown, questions, identity, file_name, mappings)
    if not readings:
        raise NoSurvey(explanation(file_name, [table.name for table in shown]))
    return SurveyRecognition(tuple(readings))


def _from_answers(found: list[TableReading], tables, identity: Identity, mappings: SurveyMappings) -> list[SurveyReading]:
    readings: list[SurveyReading] = []
    kinds = sorted({jenis for r in found for jenis in (*r.answers, *r.asks)})
    for jenis in kinds:
        own = [r for r in found if jenis in r.answers or jenis in r.asks]
        parts = [r for r in own if jenis in r.answers]
        asks = [ask for r in own for ask in r.asks.get(jenis, [])]
        findings = [f for r in own for f in r.findings if f.kode is None or f.kode in _codes(jenis, parts)]
        chosen, notes, sheet_ask = _sheets(parts, mappings)
        if sheet_ask:
            asks.append(sheet_ask)
        base = SurveyReading(
            jenis, own[0].lembar, own[0].shape, identity.unit, identity.tahun, identity.periode, None, None,
            (*findings, *notes), tuple({a.kunci: a for a in asks}.values()),
        )  # fmt: skip
        if not chosen:
            if asks:
                readings.append(base)
            continue
        responses, unit, moments, repeated = joined([(r, r.answers[jenis], _label(r, parts)) for r in chosen], jenis)
        if repeated:
            text = f"{repeated} jawaban berasal dari NIK, nomor telepon, atau surel yang sudah pernah menjawab"
            advice = "periksa apakah satu orang mengisi beberapa kali untuk layanan yang sama"
            base = replace(base, findings=(*base.findings, Finding("peringatan", text, advice, base.lembar)))
        readings += _by_unit_and_year(base, responses, unit, moments)
    return readings


def _codes(jenis: str, parts: list[TableReading]) -> set[str]:
    return {jenis, *(q.kode for r in parts for q in r.answers[jenis].questions)}


def _sheets(parts: list[TableReading], mappings: SurveyMappings):
    """Which sheets' answers to take: (chosen, findings, question to a person or None)."""
    if len(parts) < 2:
        return parts, [], None
    names = {r.lembar: r for r in parts}
    said = mappings(parts[0].shape).get("lembar")
    if said == ALL_SHEETS:
        return parts, [], None
    if said in names:
        return [names[said]], [], None
    met = [r for r in parts if not names_hopes(r.lembar)]
    if met and len(met) < len(parts):
        left = ", ".join(f"'{r.lembar}'" for r in parts if r not in met)
        text = f"lembar {left} berisi harapan atau kepentingan dan tidak ikut dihitung"
        chosen, notes, ask = _sheets(met, mappings)
        return chosen, [Finding("catatan", text, "", met[0].lembar), *notes], ask
    unlike = [parts[0]]
    notes = []
    for part in parts[1:]:
        twin = next((other for other in unlike if _same_answers(part, other)), None)
        if twin is None:
            unlike.append(part)
        else:
            text = (
                f"lembar '{part.lembar}' berisi jawaban yang sama dengan lembar '{twin.lembar}' dan tidak dihitung lagi"
            )
            notes.append(Finding("catatan", text, "", part.lembar))
    if len({r.lembar for r in unlike}) == 1 or all(is_periode(r.lembar) for r in unlike) or _one_form(unlike):
        return unlike, notes, None
    options = {ALL_SHEETS: "Gabungkan semua lembar"} | {r.lembar: f"Hanya lembar '{r.lembar}'" for r in unlike}
    question = f"Beberapa lembar berisi jawaban ({', '.join(r.lembar for r in unlike)}). Mana yang dipakai?"
    return [], notes, Ask("lembar", question, options)


def _one_form(parts: list[TableReading]) -> bool:
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


def _label(reading: TableReading, parts: list[TableReading]) -> str:
    """What a sheet's name tells about its answers, when several sheets are joined."""
    return reading.lembar if len({r.lembar for r in parts}) > 1 else ""


def _by_unit_and_year(base: SurveyReading, responses: Responses, unit, moments) -> list[SurveyReading]:
    """One reading per unit and year that the answers themselves tell."""
    findings = list(base.findings)
    years = _years(moments, findings, base.lembar)
    units = unit.categories.tolist() if unit is not None else []
    known = {int(n) for n in np.unique(years) if n}
    if len(units) < 2 and len(known) < 2:
        found = units[0] if units else base.unit
        return [
            replace(
                base,
                unit=found,
                tahun=next(iter(known), base.tahun),
                responses=responses,
                waktu=moments,
                findings=tuple(findings),
            )
        ]
    readings = []
    codes = unit.codes if units else np.full(len(responses), -1)
    for code in sorted(set(codes.tolist())):
        for year in sorted(set(years[codes == code].tolist())):
            keep = (codes == code) & (years == year)
            readings.append(
                replace(
                    base,
                    unit=units[code] if code >= 0 else None,
                    tahun=int(year) or base.tahun,
                    responses=responses.take(keep),
                    waktu=moments[keep],
                    # What concerns the file as a whole is told once.
                    findings=tuple(findings) if not readings else (),
                )
            )
    return readings


def _years(moments: np.ndarray, findings: list[Finding], lembar: str) -> np.ndarray:
    """The year of each answer, 0 = not told; rare ones are taken for slips and counted to the commonest."""
    years = moments.astype("datetime64[Y]").astype(int) + 1970
    years = np.where(np.isnat(moments), 0, years)
    values, counts = np.unique(years[years > 0], return_counts=True)
    if not len(values):
        return years
    common = int(values[np.argmax(counts)])
    rare = [int(v) for v, c in zip(values, counts, strict=True) if c < max(_YEAR_FEWEST, _YEAR_SHARE * counts.sum())]
    rare = [v for v in rare if v != common]
    if rare:
        total = int(np.isin(years, rare).sum())
        text = f"{total} jawaban bertahun {', '.join(map(str, rare))}; dihitung pada tahun {common}"
        findings.append(Finding("peringatan", text, "periksa tanggal jawaban itu", lembar))
    return np.where(np.isin(years, [*rare, 0]), common, years)


def _from_recaps(found: list[TableReading], tables, questions: Questions, identity: Identity, file_name, mappings):
    readings = []
    for table in tables:
        own = next((r for r in found if r.lembar == table.name and r.recaps), None)
        context = questions.context([table.name, file_name, *(own.titles if own else _first_texts(table))])
        shape = own.shape if own else shape_of(words_of(t) for t in _first_texts(table))
        results = own.recaps if own else recaps_of(table, questions, context, mappings(shape))
        if _has_data(table):
            # A single index beside answers that could not be read would hide them.
            results = [r for r in results if r.aggregate.nrr]
        for recap in results:
            instrument = questions.instruments[recap.jenis]
            what = "rata-rata per unsur" if recap.aggregate.nrr else "nilai indeksnya"
            note = Finding(
                "peringatan",
                f"berkas hanya memuat {what} {instrument.indeks}, bukan jawaban responden; selang kepercayaan, "
                "sebaran, dan pemeriksaan mutu data tidak dapat dihitung",
                "unggah jawaban responden bila ada",
                table.name,
                recap.aggregate.sel,
            )
            whose = (recap.unit or identity.unit, identity.tahun, identity.periode)
            readings.append(
                SurveyReading(recap.jenis, table.name, shape, *whose, None, recap.aggregate, (note,), recap.asks)
            )
    # The same result on several sheets is one result; the fuller comes first.
    readings.sort(key=lambda r: not r.agregat.nrr)
    kept: dict[tuple, SurveyReading] = {}
    for reading in readings:
        kept.setdefault((reading.jenis, reading.unit), reading)
    return list(kept.values())


def _has_data(table: ColumnTable) -> bool:
    """Whether a sheet holds a table of many rows of numbers."""
    rows = (table.row_texts(row).values() for row in range(min(_LOOKED_AT, table.rows)))
    return sum(sum(text.strip().isdigit() for text in row) >= 4 for row in rows) >= _MANY_ROWS


def _first_texts(table: ColumnTable) -> list[str]:
    return [t for row in range(min(12, table.rows)) for t in table.row_texts(row).values()]


def explanation(file_name: str, sheets: Sequence[str]) -> str:
    """Why a file is no survey, and what one holds (Indonesian)."""
    names = ", ".join(f"'{name}'" for name in sheets[:8]) or "tidak ada"
    return (
        f"Berkas '{file_name}' tidak dikenali sebagai survei (lembar: {names}). Yang dicari: satu baris per responden "
        "dengan satu kolom per pertanyaan (kode U1–U9, atau rumusan pertanyaan SKM, SPAK, atau SPKP), atau tabel nilai "
        "rata-rata per unsur. Tabel yang respondennya berjajar ke kanan, atau hanya memuat banyaknya jawaban, tidak "
        "dapat dibaca. Periksa apakah baris judulnya masih ada."
    )
