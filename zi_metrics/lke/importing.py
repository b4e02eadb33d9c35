"""From a file to a stored assessment: read, recognise, score, check, store; the one road in for screen and CLI."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zi_metrics.answers import PENILAI, Identity
from zi_metrics.as_of import (
    FROM_FILE,
    GUESSED,
    SAID,
    AsOf,
    date_problem,
    default_date,
    monev_problem,
    proposed,
    today,
)
from zi_metrics.instruments.library import instruments_in_use
from zi_metrics.lke.own_figure_findings import own_figure_findings
from zi_metrics.lke.personal_sheets import PersonalSheet, personal_findings, personal_sheets
from zi_metrics.lke.prepared import Prepared, ScoredFile
from zi_metrics.lke.recognition.mapping import ColumnMapping, ColumnMappings, no_mappings
from zi_metrics.lke.recognition.refusals import Refusal
from zi_metrics.lke.recognition.workbook import NotRecognised, Recognition, recognise
from zi_metrics.lke.weight_findings import weight_findings
from zi_metrics.reading import Grid, UnreadableFile, read_spreadsheet
from zi_metrics.refused import Refused
from zi_metrics.scoring.score import stored_scores
from zi_metrics.store.assessments import NewAssessment, Source, Stored, save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.mappings import all_mappings
from zi_metrics.store.personal_originals import PersonalPart, record_personal
from zi_metrics.store.unit_names import unit_id_of, unit_key
from zi_metrics.texts import clean_name, name_problems

# The programme's present form dates from 2014; a year outside these bounds is a typing error.
FIRST_YEAR = 2014
_STEPS = ("Membaca berkas", "Mengenali pertanyaan", "Menghitung nilai")
# Called with a step's name (Indonesian) and the share done, 0 to 1.
Progress = Callable[[str, float], None]


def no_progress(_step: str, _share: float) -> None:
    """For whom nobody waits."""


class ImportRefused(Refused):
    """A file cannot be used, or may not be stored; `problems` lists each reason with what to do (Indonesian)."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class NoLke:
    """A file's cells hold no LKE answers that can be used; refusal: why, and what to do."""

    refusal: Refusal

    @property
    def why(self) -> str:
        """All of it (Indonesian)."""
        return str(self.refusal)


@dataclass(frozen=True)
class Label:
    """Whose answers these are, complete: unit's name (`texts.clean_name`), year, and judge's code. See `confirmed`.

    per_tanggal: as of when they speak, None = nobody said; monev: a key of `as_of.MONEV`, '' = none
    """

    unit: str
    tahun: int
    penilai: str
    per_tanggal: date | None = None
    monev: str = ""

    def __post_init__(self) -> None:
        """One way of writing a name, wherever it came from: a field, a list, an option, a file."""
        object.__setattr__(self, "unit", clean_name(self.unit))


def mappings_from(store: Store) -> ColumnMappings:
    """What people said about files of each shape, as the store remembers it now."""
    return _Remembered(all_mappings(store))


@dataclass(frozen=True)
class _Remembered:
    """What people said, by shape; a value, so that it can go to another process."""

    by_shape: dict[str, dict]

    def __call__(self, shape: str) -> ColumnMapping:
        return ColumnMapping.from_mapping(self.by_shape.get(shape))


def read_file(file_name: str, content: bytes, progress: Progress = no_progress) -> Grid:
    """A file's cells. Raises ImportRefused when it cannot be read."""
    progress(_STEPS[0], 0.0)
    try:
        return read_spreadsheet(file_name, content)
    except UnreadableFile as error:
        raise ImportRefused([str(error)]) from error


def lke_in(
    grid: Grid, content: bytes, progress: Progress = no_progress, mappings: ColumnMappings = no_mappings
) -> tuple[Prepared, ...] | NoLke:
    """A file that was read, recognised and scored, storing nothing: an item per unit, year and judge that it holds.

    Its content tells which of the instruments in use it was filled in by.
    progress is called with the step's name (Indonesian) and the share done, 0 to 1.
    """
    progress(_STEPS[1], 0.5)
    try:
        recognition = recognise(grid, instruments_in_use(), mappings)
    except NotRecognised as error:
        return NoLke(error.refusal)
    progress(_STEPS[2], 0.9)
    items = _scored(grid.file_name, content, recognition, personal_sheets(grid))
    progress("Selesai", 1.0)
    return items


def prepare_file(
    file_name: str, content: bytes, progress: Progress = no_progress, mappings: ColumnMappings = no_mappings
) -> tuple[Prepared, ...]:
    """`read_file` and `lke_in` for a file known to be an LKE. Raises ImportRefused when it is none."""
    found = lke_in(read_file(file_name, content, progress), content, progress, mappings)
    if isinstance(found, NoLke):
        raise ImportRefused([found.why])
    return found


def prepare(file_name: str, content: bytes) -> Prepared:
    """`prepare_file` for a file known to hold one judge's answers for one unit."""
    (item,) = prepare_file(file_name, content)
    return item


def _scored(
    file_name: str, content: bytes, recognition: Recognition, personal: tuple[PersonalSheet, ...]
) -> tuple[Prepared, ...]:
    """All that was recognised, scored; what concerns the file as a whole is told with its first item."""
    of_file = ScoredFile(recognition.readings)
    of_whole = (*personal_findings(personal), *recognition.findings)
    return tuple(
        Prepared(
            file_name,
            content,
            of_file,
            place,
            (
                *(() if place else of_whole),
                *reading.findings,
                *weight_findings(reading, scores),
                *own_figure_findings(reading, scores),
            ),
            personal,
            simpan_asli=not personal,
        )
        for place, (reading, scores) in enumerate(zip(of_file.readings, of_file.scores, strict=True))
    )


def labels_for(
    items: Sequence[Prepared],
    unit: str | None,
    tahun: int | None,
    penilai: str | None,
    per_tanggal: date | None = None,
    monev: str | None = None,
) -> list[tuple[Prepared, Identity]]:
    """Whose each item is, as far as known, from what a person said about the whole upload.

    Where all items agree on a field, or do not tell it, what was said holds for all; where they differ (two judges
    in one workbook, several units in one list), it chooses among them. As of when they speak is what was said, else
    what each tells.
    """
    said = {"unit": unit, "tahun": tahun, "penilai": penilai}
    told = {field: {getattr(item.reading.identity, field) for item in items} for field in said}
    chosen = []
    for item in items:
        own = {field: getattr(item.reading.identity, field) for field in said}
        differs = [f for f, value in said.items() if value is not None and len(told[f]) > 1 and own[f] is not None]
        if all(_same(own[field], said[field]) for field in differs):
            whose = Identity(**{f: own[f] if said[f] is None or f in differs else said[f] for f in said})
            chosen.append((item, _with_as_of(whose, item, per_tanggal, monev)))
    return chosen


def _with_as_of(whose: Identity, item: Prepared, per_tanggal: date | None, monev: str | None) -> Identity:
    own = item.reading.identity
    told = own.monev if monev is None else monev
    day = per_tanggal
    if day is None and whose.tahun is not None:
        day = proposed_date(item, whose.tahun, told)
    return replace(whose, per_tanggal=day, monev=told)


def proposed_date(item: Prepared, tahun: int, monev: str | None) -> date | None:
    """As of when an item speaks, by what it and a person's monev for it tell; None where neither tells."""
    own = item.reading.identity
    # Of another period than the person says, its date is no date of this one.
    day = None if monev and own.monev and monev != own.monev else own.per_tanggal
    return proposed(day, monev, tahun)


def _same(own: object, said: object) -> bool:
    if isinstance(own, str) and isinstance(said, str):
        return unit_key(clean_name(own)) == unit_key(clean_name(said))
    return own == said


def label_problems(
    unit: str | None,
    tahun: int | None,
    penilai: str | None,
    per_tanggal: date | None = None,
    monev: str | None = None,
) -> list[str]:
    """What is wrong with a label, all at once (Indonesian); empty when it may be stored."""
    problems = name_problems(unit, "Nama unit kerja")
    last_year = today().year + 1
    if tahun is None:
        problems.append("Tahun penilaian belum diisi.")
    elif not FIRST_YEAR <= tahun <= last_year:
        problems.append(f"Tahun penilaian harus antara {FIRST_YEAR} dan {last_year} (bukan {tahun}).")
    if penilai not in PENILAI:
        problems.append(f"Penilai harus salah satu dari: {', '.join(PENILAI)}.")
    if per_tanggal is not None and tahun is not None and (problem := date_problem(per_tanggal, tahun)):
        problems.append(problem)
    if problem := monev_problem(monev or ""):
        problems.append(problem)
    return problems


def confirmed(whose: Identity) -> Label:
    """The label under which a person lets answers be stored.

    Raises ImportRefused naming all that is missing or wrong (`label_problems`).
    """
    problems = label_problems(whose.unit, whose.tahun, whose.penilai, whose.per_tanggal, whose.monev)
    if problems or whose.unit is None or whose.tahun is None or whose.penilai is None:
        raise ImportRefused(problems)
    return Label(whose.unit, whose.tahun, whose.penilai, whose.per_tanggal, whose.monev or "")


def label_of(whose: Identity) -> Label | None:
    """The same; None while anything is missing or wrong."""
    problems = label_problems(whose.unit, whose.tahun, whose.penilai, whose.per_tanggal, whose.monev)
    return None if problems else confirmed(whose)


def as_of(item: Prepared, label: Label) -> AsOf:
    """As of when an item is stored under a label, and who said so."""
    told = proposed_date(item, label.tahun, item.reading.identity.monev)
    day = label.per_tanggal or proposed(None, label.monev, label.tahun)
    if day is None:
        return AsOf(default_date(label.tahun), GUESSED, label.monev)
    return AsOf(day, FROM_FILE if day == told else SAID, label.monev)


def store_prepared(
    store: Store,
    prepared: Sequence[tuple[Prepared, Label]],
    terlihat: Mapping[Label, int] | None = None,
) -> list[Stored]:
    """Store prepared files under their labels in one transaction, all or none.

    terlihat: the version that counted under each label, at its date, when the person looked (0 = none; a label that is
    not in it was seen without any); None = nobody looked.
    Raises ImportRefused for a bad label, VersionMoved when other versions count by now, duckdb.Error when the
    database refuses.
    """
    problems = [p for _, x in prepared for p in label_problems(x.unit, x.tahun, x.penilai, x.per_tanggal, x.monev)]
    if problems:
        raise ImportRefused(list(dict.fromkeys(problems)))
    if problems := _doubled(store, prepared):
        raise ImportRefused(problems)
    seen = {label: None if terlihat is None else terlihat.get(label, 0) for _, label in prepared}
    with store.transaction():
        stored = save_imports(store, [as_import(item, label, seen[label]) for item, label in prepared])
        for item in {item.content: item for item, _ in prepared if item.pribadi and item.simpan_asli}.values():
            parts = [PersonalPart(x.lembar, kind, x.tersembunyi) for x in item.pribadi for kind in x.jenis]
            record_personal(store, hashlib.sha256(item.content).hexdigest(), parts)
    return stored


def _doubled(store: Store, prepared: Sequence[tuple[Prepared, Label]]) -> list[str]:
    """What is wrong where two of them are the same unit's, year's, judge's and date's (Indonesian)."""
    if len(prepared) < 2:
        return []
    whose = [(unit_id_of(store, x.unit), x.tahun, x.penilai, as_of(item, x).per_tanggal) for item, x in prepared]
    doubled = [label for (_, label), key in zip(prepared, whose, strict=True) if whose.count(key) > 1]
    problems = [
        f"Ada dua berkas untuk {x.unit}, {x.tahun}, {x.penilai}, pada tanggal yang sama; simpan salah satu saja, atau "
        "sebutkan per tanggal masing-masing."
        for x in doubled
    ]
    return list(dict.fromkeys(problems))


def as_import(item: Prepared, label: Label, terlihat: int | None = None) -> tuple[Source, list[NewAssessment]]:
    """A prepared file as `store.assessments.save_imports` takes it. terlihat: see `NewAssessment`."""
    assessment = NewAssessment(
        unit=label.unit,
        tahun=label.tahun,
        penilai=label.penilai,
        instrumen=item.instrument.kode,
        instrumen_versi=item.instrument.versi,
        answers=item.reading.answers,
        scores=stored_scores(item.matrix, item.scores),
        findings=item.findings,
        terlihat=terlihat,
        per_tanggal=as_of(item, label),
    )
    layout = item.reading.tata_letak
    if item.simpan_asli:
        return Source(item.file_name, layout, item.content), [assessment]
    # The hash still tells the same file when it returns.
    return Source(item.file_name, layout, sidik=hashlib.sha256(item.content).hexdigest()), [assessment]
