"""The results that a file tells instead of answers: whose each is, of when, and where two contradict each other."""

from collections.abc import Sequence
from dataclasses import replace

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import Aggregate, Ask, SurveyReading
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition.identity import Identity, identity_of
from zi_metrics.surveys.recognition.index_figures import SAME
from zi_metrics.surveys.recognition.mapping import SurveyMappings, shape_of
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import Recap
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.sheet_results import recaps_of
from zi_metrics.surveys.recognition.table_reader import TableReading

# So many rows of numbers are answers, not results.
_LOOKED_AT, _MANY_ROWS = 200, 15
# What a reading is of: instrument, unit, year, period.
_Key = tuple[str, str | None, int | None, str]


def results_of(
    tables: Sequence[ColumnTable],
    averaged: Sequence[TableReading],
    questions: Questions,
    identity: Identity,
    file_name: str,
    mappings: SurveyMappings,
) -> list[SurveyReading]:
    """A reading per aggregate; averaged: the tables that have averages under question headings.

    identity: whose the file is as a whole; where several sheets hold results each speaks for itself first.
    """
    found: list[tuple[ColumnTable, str, list[Recap]]] = []
    for table in tables:
        own = [r for r in averaged if r.lembar == table.name]
        titles = [title for reading in own for title in reading.titles] or _first_texts(table)
        context = questions.context([table.name, file_name, *titles])
        shape = own[0].shape if own else shape_of(words_of(t) for t in _first_texts(table))
        results = [recap for r in own for recap in r.recaps] or recaps_of(table, questions, context, mappings(shape))
        if _has_data(table):
            # A single index beside answers that could not be read would hide them.
            results = [r for r in results if r.aggregate.nrr]
        if results:
            found.append((table, shape, results))
    readings: list[SurveyReading] = []
    for table, shape, results in found:
        whose = _narrowed(identity, identity_of(table.name, [table])) if len(found) > 1 else identity
        readings += [_of_result(r, table.name, shape, whose, questions.instruments[r.jenis]) for r in results]
    alike: dict[_Key, list[SurveyReading]] = {}
    for reading in readings:
        alike.setdefault((reading.jenis, reading.unit, reading.tahun, reading.periode), []).append(reading)
    return [_one_of(same, questions.instruments[jenis], mappings) for (jenis, *_), same in alike.items()]


def _narrowed(file: Identity, sheet: Identity) -> Identity:
    """Whose a sheet is: as it says itself, else as the file says. A year of its own leaves the file's period open."""
    periode = sheet.periode or ("" if sheet.tahun else file.periode)
    return Identity(sheet.unit or file.unit, sheet.tahun or file.tahun, periode)


def _one_of(same: Sequence[SurveyReading], instrument: SurveyInstrument, mappings: SurveyMappings) -> SurveyReading:
    """One reading of those that mean the same: the fuller one; asked for where they contradict each other."""
    fuller = [r for r in same if r.agregat and r.agregat.nrr]
    best = (fuller or same)[0]
    rivals = [r for r in (fuller or same) if abs(_index(r) - _index(best)) > SAME]
    if best.asks:
        return best
    if rivals:
        options = {f"{r.lembar}!{r.agregat.sel}": r for r in (best, *rivals) if r.agregat}
        key = f"hasil:{instrument.kode}"
        chosen = options.get(mappings(best.shape).get(key) or "")
        if chosen is not None:
            return chosen
        shown = {k: f"{_shown(r, instrument)} ({_place(r)})" for k, r in options.items()}
        question = f"Ada beberapa hasil {instrument.indeks} untuk unit dan waktu yang sama. Mana yang dipakai?"
        return replace(best, asks=(Ask(key, question, shown),))
    told = [r for r in same if r not in fuller and abs(_index(r) - _index(best)) > SAME]
    findings = [
        Finding(
            "peringatan",
            f"{instrument.indeks} tertulis {_shown(r, instrument)}, tetapi rata-rata unsurnya "
            f"({_place(best)}) memberi {_shown(best, instrument)}; yang dipakai rata-rata unsur",
            "periksa rumus indeks di sel ini",
            r.lembar,
            r.agregat.sel if r.agregat else None,
        )
        for r in told
    ]
    return replace(best, findings=(*best.findings, *findings))


def _index(reading: SurveyReading) -> float:
    """The index of an aggregate on the instrument's scale, as near as a comparison needs it."""
    aggregate = reading.agregat or Aggregate({}, None, None)
    if aggregate.nrr:
        return sum(aggregate.nrr.values()) / len(aggregate.nrr)
    return aggregate.indeks or 0.0


def _shown(reading: SurveyReading, instrument: SurveyInstrument) -> str:
    return format_number(instrument.published(_index(reading)))


def _place(reading: SurveyReading) -> str:
    sel = reading.agregat.sel if reading.agregat else None
    return f"lembar '{reading.lembar}', sel {sel}" if sel else f"lembar '{reading.lembar}'"


def _of_result(
    recap: Recap, lembar: str, shape: str, identity: Identity, instrument: SurveyInstrument
) -> SurveyReading:
    """An aggregate as a reading, with what cannot be told of it."""
    what = "rata-rata per unsur" if recap.aggregate.nrr else "nilai indeksnya"
    note = Finding(
        "peringatan",
        f"berkas hanya memuat {what} {instrument.indeks}, bukan jawaban responden; selang kepercayaan, "
        "sebaran, dan pemeriksaan mutu data tidak dapat dihitung",
        "unggah jawaban responden bila ada",
        lembar,
        recap.aggregate.sel,
    )
    said = recap.meaning
    # A period of the title holds for all; a table that names periods itself tells the whole year by naming none.
    period = said.periode or ("" if said.tahun else identity.periode)
    whose = (recap.unit or identity.unit, said.tahun or identity.tahun, period)
    findings = (note, *(replace(f, lembar=f.lembar or lembar) for f in recap.findings))
    return SurveyReading(recap.jenis, lembar, shape, *whose, None, recap.aggregate, findings, recap.asks)


def _has_data(table: ColumnTable) -> bool:
    """Whether a sheet holds a table of many rows of numbers."""
    rows = (table.row_texts(row) for row in range(min(_LOOKED_AT, table.rows)))
    return sum(sum(text.strip().isdigit() for text in row.values()) >= 4 for row in rows) >= _MANY_ROWS


def _first_texts(table: ColumnTable) -> list[str]:
    return [t for row in range(min(12, table.rows)) for t in table.row_texts(row).values()]
