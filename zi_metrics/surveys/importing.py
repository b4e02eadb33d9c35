"""From a survey file to stored surveys: read, recognise, count, check, store; the one road in for screen and CLI."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zi_metrics.bahasa import format_list
from zi_metrics.findings import Finding, findings_table
from zi_metrics.reading import Grid, UnreadableFile, read_spreadsheet
from zi_metrics.reading.bounds import MAX_FILE_BYTES
from zi_metrics.reading.columns import ColumnTable, is_large_text, read_columns, table_of
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys, versions_of_units
from zi_metrics.store.unit_names import unit_id_of, unit_key
from zi_metrics.survey_answers import Aggregate, Ask, Responses, SurveyReading
from zi_metrics.surveys.answer_doubts import answer_findings
from zi_metrics.surveys.counts import answer_counts, group_counts, respondent_counts
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, is_few, without_few
from zi_metrics.surveys.index import NRR_COLUMNS, IndexFigure, index_of, index_only, nrr_table
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.moments import moments_of, moments_table
from zi_metrics.surveys.near_versions import near_stored
from zi_metrics.surveys.raw_answers import RawAnswers, question_keys
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings
from zi_metrics.surveys.recognition.workbook import NoSurvey, explanation, recognise_survey
from zi_metrics.surveys.trust import sample_findings
from zi_metrics.texts import LONGEST_PERIOD, clean_name, name_problems

Instruments = Mapping[str, SurveyInstrument]

# A sheet of more rows than any LKE has, nor a list of those of many units; and no wider than a survey.
_LONG, _MOST_COLUMNS = 5_000, 200


@dataclass(frozen=True)
class PreparedSurvey:
    """One survey read from a file and counted, not yet stored; nothing of it names a respondent.

    file_name: as uploaded
    sha256: of the file, which itself is not kept
    reading: what was read
    instrument: whose answers they are (while that is open, any)
    counts: as of `counts.answer_counts`; empty for aggregates
    nrr: as of `index.nrr_table`
    figure: the index, None while a person must say something first (`asks`); to be shown only where `shown` says so
    findings: as of findings.findings_table
    near: whether a stored version differs by so few people that both figures would give them away
    """

    file_name: str
    sha256: str
    reading: SurveyReading
    instrument: SurveyInstrument
    counts: pd.DataFrame
    nrr: pd.DataFrame
    figure: IndexFigure | None
    findings: pd.DataFrame
    near: bool = False

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What a person must say before this may be stored."""
        return self.reading.asks

    @property
    def shown(self) -> bool:
        """Whether its figures may be shown: of fewer respondents than `disclosure` asks only their number is."""
        few = not self.counts.empty and without_few(self.counts).empty
        return self.figure is not None and not is_few(self.reading.responden) and not few

    @property
    def jenis(self) -> str:
        """The instrument's code."""
        return self.reading.jenis

    @property
    def services(self) -> list[str]:
        """The services that its answers are about; [] where the file tells none, or only results."""
        responses = self.reading.responses
        return (
            [] if responses is None else [str(name) for name in responses.layanan.remove_unused_categories().categories]
        )


@dataclass(frozen=True)
class SurveyLabel:
    """Whose survey it is, as confirmed by a person; names as `texts.clean_name` writes them.

    unit: the unit's name
    tahun: the year
    periode: '' = the whole year
    populasi: how many were served, None = not known
    dilayani: (service, how many it served) where that is known; then they add up to those served
    """

    unit: str
    tahun: int
    periode: str = ""
    populasi: int | None = None
    dilayani: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        """One way of writing a name, wherever it came from."""
        object.__setattr__(self, "unit", clean_name(self.unit))
        object.__setattr__(self, "periode", clean_name(self.periode))

    @property
    def served(self) -> int | None:
        """How many were served: the sum over services where these are told, None = not known."""
        return sum(count for _, count in self.dilayani) if self.dilayani else self.populasi


@dataclass(frozen=True)
class SurveyLine:
    """Of which line of versions a survey is one: its unit's id, year, kind and period ('' = the whole year)."""

    unit_id: str
    tahun: int
    jenis: str
    periode: str


def line_of(item: PreparedSurvey, label: SurveyLabel) -> SurveyLine:
    """The line of versions that a survey comes into under a label."""
    return SurveyLine(unit_key(label.unit), label.tahun, item.jenis, label.periode)


def prepare_survey(
    file_name: str,
    content: bytes,
    mappings: SurveyMappings = no_survey_mappings,
    instruments: Instruments | None = None,
    progress: Callable[[str, float], None] = lambda _step, _share: None,
) -> tuple[PreparedSurvey, ...]:
    """Read, recognise and count a survey file, storing nothing: one per instrument, unit and year that it holds.

    progress is called with the step's name (Indonesian) and the share done, 0 to 1.
    Raises UnreadableFile when it cannot be read, NoSurvey when it holds no survey.
    """
    progress("Membaca berkas", 0.0)
    if is_large_text(content):
        *tables, sha256 = read_columns(file_name, content)
    else:
        grid = read_spreadsheet(file_name, content)
        tables, sha256 = [table_of(sheet) for sheet in grid.sheets], grid.sha256
    progress("Mengenali pertanyaan", 0.5)
    return _counted(file_name, sha256, tables, mappings, instruments)


def large_survey(
    file_name: str, content: bytes, mappings: SurveyMappings, progress: Callable[[str, float], None]
) -> tuple[PreparedSurvey, ...]:
    """The surveys of a text table too large to be read cell by cell; () when it is not such, or holds no survey.

    Raises UnreadableFile or NoSurvey with the true reason where nothing else could read a file of this size.
    """
    if not is_large_text(content):
        return ()
    try:
        return prepare_survey(file_name, content, mappings, progress=progress)
    except (UnreadableFile, NoSurvey):
        if len(content) > MAX_FILE_BYTES:
            raise
        return ()


def long_survey(grid: Grid, mappings: SurveyMappings = no_survey_mappings) -> tuple[PreparedSurvey, ...]:
    """The surveys of a workbook with one sheet that is longer than any LKE's; () when it is not such, or holds none.

    As a large text table, it is asked whether it is a survey's before anything else is asked of it.
    """
    if len(grid.sheets) != 1 or grid.sheets[0].last_row < _LONG or grid.sheets[0].last_column > _MOST_COLUMNS:
        return ()
    return survey_in(grid, mappings)


def survey_in(
    grid: Grid, mappings: SurveyMappings = no_survey_mappings, instruments: Instruments | None = None
) -> tuple[PreparedSurvey, ...]:
    """The surveys of a file that was read already; () when it holds none."""
    tables = [table_of(sheet) for sheet in grid.sheets]
    try:
        return _counted(grid.file_name, grid.sha256, tables, mappings, instruments)
    except NoSurvey:
        return ()


def no_survey_sentence(grid: Grid) -> str:
    """Why a file that was read holds no survey, and what one must hold (Indonesian)."""
    return explanation(grid.file_name, [sheet.name for sheet in grid.sheets])


def _counted(
    file_name: str,
    sha256: str,
    tables: list[ColumnTable],
    mappings: SurveyMappings,
    instruments: Instruments | None,
) -> tuple[PreparedSurvey, ...]:
    """The surveys of a file's tables, which are taken out of their list: they are no longer needed when counting."""
    known = instruments if instruments is not None else load_survey_instruments()
    readings = recognise_survey(file_name, tables, mappings, instruments).readings
    tables.clear()
    return tuple(_prepared(file_name, sha256, reading, known) for reading in readings)


def _prepared(file_name: str, sha256: str, reading: SurveyReading, instruments: Instruments) -> PreparedSurvey:
    # While it is open which survey this is, any instrument's words will do.
    instrument = instruments.get(reading.jenis) or next(iter(instruments.values()))
    counts, nrr = pd.DataFrame(), pd.DataFrame(columns=list(NRR_COLUMNS))
    findings = [*reading.findings, *sample_findings(reading.responden, None)]
    if reading.responses is not None:
        counts = answer_counts(reading.responses)
        told = without_few(counts) if len(counts) else counts
        nrr = nrr_table(instrument, told if len(told) else counts)
        findings += answer_findings(reading.responses, reading.waktu)
    elif reading.agregat is not None:
        nrr = _aggregate_nrr(instrument, reading.agregat)
    told = reading.agregat.indeks if reading.agregat else None
    figure = None if reading.asks else figure_of(instrument, nrr, told)
    return PreparedSurvey(file_name, sha256, reading, instrument, counts, nrr, figure, findings_table(findings))


def _aggregate_nrr(instrument: SurveyInstrument, aggregate: Aggregate) -> pd.DataFrame:
    """The NRR that a file tells, as of `index.nrr_table`."""
    order = instrument.order(set(aggregate.nrr))
    names = [instrument.find(k).nama for k in order]
    values = [aggregate.nrr[k] for k in order]
    return pd.DataFrame({"kode": order, "nama": names, "nrr": values, "banyak": aggregate.responden})


def figure_of(instrument: SurveyInstrument, nrr: pd.DataFrame, told: float | None) -> IndexFigure | None:
    """The index of these NRR (kode, nrr), or the one that was told (None = none was); None when there is neither."""
    if len(nrr):
        return index_of(instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)))
    return None if told is None or pd.isna(told) else index_only(instrument, told)


def store_surveys(
    store: Store,
    prepared: Sequence[tuple[PreparedSurvey, SurveyLabel]],
    terlihat: Mapping[SurveyLine, int] | None = None,
) -> list[Stored]:
    """Store prepared surveys under their labels in one transaction, all or none.

    terlihat: the version that counted in each line when the person looked (0 = none; a line that is not in it was seen
    without any); None = nobody looked.
    Raises ValueError for one that is still open (`asks`), or two of one kind for the same unit, year and period;
    VersionMoved when other versions count by now, duckdb.Error when the database refuses.
    """
    problems = survey_problems(prepared)
    if problems:
        raise ValueError("\n".join(problems))
    imports = []
    for item, label in with_near_findings(store, prepared):
        seen = None if terlihat is None else terlihat.get(line_of(item, label), 0)
        new = replace(_as_new(item, label), terlihat=seen)
        imports.append((SurveySource(item.file_name, item.sha256), [new]))
    return save_surveys(store, imports)


def with_near_findings(
    store: Store, prepared: Sequence[tuple[PreparedSurvey, SurveyLabel]]
) -> list[tuple[PreparedSurvey, SurveyLabel]]:
    """The same, told where one differs from a version that is stored by so few people that it gives them away.

    Said once, however often it is asked.
    """
    if not prepared:
        return []
    versions = versions_of_units(store, list({unit_id_of(store, label.unit) for _, label in prepared}))
    lines = dict(list(versions.groupby(["unit_id", "tahun", "jenis", "periode"], sort=False)))
    told = []
    for item, label in prepared:
        stored = lines.get((unit_id_of(store, label.unit), label.tahun, item.jenis, label.periode))
        finding = None if stored is None else _near_finding(store, item, stored)
        item = replace(item, near=finding is not None)
        if finding is not None and finding.pesan not in set(item.findings["pesan"]):
            table = pd.concat([findings_table([finding]), item.findings], ignore_index=True)
            item = replace(item, findings=table)
        told.append((item, label))
    return told


def _near_finding(store: Store, item: PreparedSurvey, versions: pd.DataFrame) -> Finding | None:
    responses = item.reading.responses
    answers = None
    if responses is not None:
        answers = RawAnswers(question_keys([q.kode for q in responses.questions]), responses.values())
    near = near_stored(store, versions, answers, item.reading.responden)
    if near is None:
        return None
    return Finding(
        "peringatan",
        f"hanya berbeda {near.beda} responden dari versi {near.versi} yang sudah tersimpan; siapa yang tahu angka "
        "keduanya dapat menghitung jawaban orang itu",
        f"tunggu sampai ada sedikitnya {FEWEST_SHOWN} responden baru, atau jangan sebarkan lagi angka versi "
        f"{near.versi}; setelah disimpan, angka versi itu tidak ditunjukkan lagi, juga bila versi ini dicabut",
        item.reading.lembar,
    )


def survey_problems(prepared: Sequence[tuple[PreparedSurvey, SurveyLabel]]) -> list[str]:
    """Why these may not be stored, all at once (Indonesian); empty when they may."""
    problems = [f"Berkas '{item.file_name}': {ask.pertanyaan}" for item, _ in prepared for ask in item.asks]
    problems += [
        f"Berkas '{item.file_name}': tidak ada jawaban {item.instrument.singkatan} yang dapat dihitung."
        for item, _ in prepared
        if not item.asks and item.figure is None
    ]
    problems += [
        f"Berkas '{item.file_name}': angka {item.instrument.indeks} ini menurut berkas adalah hasil tahun "
        f"{told}, bukan {label.tahun}. Simpan sebagai tahun {told}, atau perbaiki tahunnya di berkas."
        for item, label in prepared
        if (told := item.reading.agregat and item.reading.agregat.tahun) and told != label.tahun
    ]
    problems += [problem for item, label in prepared for problem in _served_problems(item, label)]
    problems += [
        problem
        for _, label in prepared
        if label.periode
        for problem in name_problems(label.periode, "Periode", LONGEST_PERIOD, fewest=1)
    ]
    keys = [line_of(item, label) for item, label in prepared]
    doubled = {key: item for (item, _), key in zip(prepared, keys, strict=True) if keys.count(key) > 1}
    problems += [
        f"Ada dua survei {item.instrument.singkatan} untuk unit, tahun, dan periode yang sama; simpan salah satu saja."
        for item in doubled.values()
    ]
    return list(dict.fromkeys(problems))


def _served_problems(item: PreparedSurvey, label: SurveyLabel) -> list[str]:
    """Services with answers of which it is not told how many they served, where it is of others."""
    told = {name for name, _ in label.dilayani}
    missing = [name for name in item.services if name not in told]
    if not told or not missing:
        return []
    return [
        f"Berkas '{item.file_name}': jumlah yang dilayani disebut untuk sebagian layanan saja; sebut juga untuk "
        f"{format_list(missing)}, atau jumlah seluruhnya saja."
    ]


def _as_new(item: PreparedSurvey, label: SurveyLabel) -> NewSurvey:
    reading, aggregate = item.reading, item.reading.agregat
    # Whether there are enough respondents is judged anew, over all periods and with those served.
    enough = [f.pesan for f in sample_findings(reading.responden, None)]
    survey = NewSurvey(
        label.unit,
        label.tahun,
        item.jenis,
        item.instrument.versi,
        label.periode,
        responden=reading.responden,
        populasi=label.served,
        dilayani=dict(label.dilayani),
        nrr=item.nrr[["kode", "nrr", "banyak"]],
        findings=item.findings[~item.findings["pesan"].isin(enough)],
    )
    if reading.responses is not None:
        return with_answers(survey, reading.responses, item.counts)
    if aggregate is None:
        raise ValueError("a survey without answers and results cannot be stored")
    return replace(survey, agregat=aggregate.tingkat, indeks=aggregate.indeks)


def with_answers(survey: NewSurvey, responses: Responses, counts: pd.DataFrame) -> NewSurvey:
    """A survey with its raw answers and all that is counted from them; counts: as of `counts.answer_counts`."""
    kode = tuple(q.kode for q in responses.questions)
    return replace(
        survey,
        responses=responses,
        counts=counts,
        groups=group_counts(responses),
        categories=respondent_counts(responses),
        moments=moments_table(moments_of(kode, responses.values())),
    )
