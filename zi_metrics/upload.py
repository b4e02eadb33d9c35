"""Whatever is uploaded: finds out what each file is, and sends it down the road for an LKE, surveys, or a register."""

import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_list
from zi_metrics.bounded_recognition import recognised
from zi_metrics.lke.alike_names import alike_problems
from zi_metrics.lke.importing import (
    ImportRefused,
    Label,
    Progress,
    label_problems,
    no_progress,
    read_file,
    store_prepared,
)
from zi_metrics.lke.prepared import Prepared
from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.pembangunan.importing import RegisterPlan, store_register
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.reading import Grid, UnreadableFile, expand_upload
from zi_metrics.reading.bounds import MAX_SECONDS_AT_ONCE
from zi_metrics.reading.columns import is_large_text
from zi_metrics.reading.expansion import UploadedFile
from zi_metrics.reading.fair_places import acting_for
from zi_metrics.reading.file_names import shown
from zi_metrics.store import tables
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings
from zi_metrics.table_rows import rows_of
from zi_metrics.texts import clean_name

if TYPE_CHECKING:
    from zi_metrics.surveys.importing import PreparedSurvey, SurveyLabel, SurveyLine

# Whose word a survey's label needs for being judged; a survey has no judge.
OF_THE_UNIT = "unit"
_NAMED = 5
# Names of files in archives may be endless.
_LONGEST_FILE_NAME = 255
_SENTENCE = re.compile(r"(?:'[^']*'|[^.'?!]|[.?!](?!\s|$))+[.?!](?=\s)")


@dataclass(frozen=True)
class Upload:
    """What an upload holds.

    items: one per unit, year and judge; problems: what could not be used (Indonesian sentences);
    unknown: files that could be read but not recognised, for a person to say what is where;
    surveys: survey files, one per instrument, unit and year; rincian: what a recognisable file must hold, for those
    who want to know more than the problems say; registers: of work between two assessments, one per file
    dilewati: files of an archive that were not read as they are stored already (name, and as what; Indonesian)
    """

    items: tuple[Prepared, ...]
    problems: tuple[str, ...]
    unknown: tuple[Grid, ...] = ()
    surveys: "tuple[PreparedSurvey, ...]" = ()
    rincian: tuple[str, ...] = ()
    registers: tuple[RegisterReading, ...] = ()
    dilewati: tuple[str, ...] = ()


class StoredFile(NamedTuple):
    """What is stored of a file's content, as `tables.stored_files` has it."""

    sha256: str
    unit: str
    tahun: int
    isi: str
    per_tanggal: datetime | None
    monev: str | None

    @property
    def words(self) -> str:
        """Whose it is, in short (Indonesian)."""
        return f"{self.unit}, {self.tahun}, {PENILAI_SHORT.get(self.isi, self.isi.upper())}"


# Gives what is stored of which contents, as `known_files`.
KnownFiles = Callable[[], Mapping[str, list[StoredFile]]]


def known_files(store: Store) -> dict[str, list[StoredFile]]:
    """What is stored of which contents: SHA-256 -> all that came from it, as far as the store's person sees it."""
    known: dict[str, list[StoredFile]] = {}
    for row in rows_of(tables.stored_files(store), StoredFile):
        known.setdefault(row.sha256, []).append(row)
    return known


def _nothing_known() -> Mapping[str, list[StoredFile]]:
    return {}


def prepare_upload(
    file_name: str,
    content: bytes,
    progress: Progress = no_progress,
    mappings: ColumnMappings = no_mappings,
    survey_mappings: SurveyMappings = no_survey_mappings,
    who: str = "",
    until: float | None = None,
    known: KnownFiles = _nothing_known,
) -> Upload:
    """Read whatever was uploaded: one file, or a ZIP archive of files; storing nothing and never raising.

    mappings, survey_mappings tell what people said about files of a shape (`mappings_from`, `survey_mappings_from`).
    progress is called with what is being read (Indonesian) and the share done, 0 to 1.
    who: for whom, as an opaque key: nobody's many files keep the others waiting
    until: the moment (time.monotonic) after which no further file is begun; None = MAX_SECONDS_AT_ONCE from now
    known: gives what is stored already (`known_files`); asked only of several files in an archive, to pass over these
    """
    until = time.monotonic() + MAX_SECONDS_AT_ONCE if until is None else until
    with acting_for(who):
        return _prepared(file_name, content, progress, mappings, survey_mappings, until, known)


def _prepared(
    file_name: str,
    content: bytes,
    progress: Progress,
    mappings: ColumnMappings,
    survey_mappings: SurveyMappings,
    until: float,
    known: KnownFiles,
) -> Upload:
    if time.monotonic() > until:
        return Upload((), (_not_begun([file_name]),))
    expansion = expand_upload(file_name, content)
    items: list[Prepared] = []
    surveys: list[PreparedSurvey] = []
    registers: list[RegisterReading] = []
    unknown: list[Grid] = []
    rincian: list[str] = []
    problems = [str(skipped) for skipped in expansion.skipped if not skipped.is_harmless]
    if not expansion.files and not problems:
        problems = [str(skipped) for skipped in expansion.skipped if not skipped.is_system_file]
    files, passed = _without_stored(expansion.files, known)
    # The pool's one thread has the next file's process read while this one is recognised here.
    with ThreadPoolExecutor(1) as pool:
        ahead = _begin(pool, files[0]) if files else None
        for number, file in enumerate(files):
            done = number / len(files)

            def step(text: str, share: float, name: str = file.shown, done: float = done) -> None:
                progress(f"{name}: {text}", done + share / len(files))

            now, ahead = ahead, None
            if time.monotonic() > until:
                problems.append(_not_begun([one.shown for one in files[number:]]))
                break
            step("Membaca berkas", 0.0)
            try:
                if large := _large_surveys(file, survey_mappings, step):
                    surveys += large
                    continue
                grid = read_file(_called(file), file.content) if now is None else now.result()
            except ImportRefused as refused:
                problems += refused.problems
                continue
            finally:
                ahead = _begin(pool, files[number + 1]) if number + 1 < len(files) else None
            found = recognised(grid, file.content, step, mappings, survey_mappings)
            items += found.items
            surveys += found.surveys
            registers += found.registers
            rincian += found.rincian
            if found.problem:
                problems.append(found.problem)
                unknown.append(grid)
    more = tuple(dict.fromkeys(rincian))
    return Upload(tuple(items), tuple(problems), tuple(unknown), tuple(surveys), more, tuple(registers), tuple(passed))


def _large_surveys(file: UploadedFile, mappings: SurveyMappings, progress: Progress) -> "tuple[PreparedSurvey, ...]":
    """The surveys of a text table too large to be read cell by cell; () when it is not such, or holds no survey.

    Raises ImportRefused where nothing else could read a file of this size.
    """
    if not is_large_text(file.content):
        return ()
    # Here and below, because an LKE needs none of what reads surveys.
    from zi_metrics.surveys.importing import large_survey
    from zi_metrics.surveys.recognition.workbook import NoSurvey

    try:
        return large_survey(_called(file), file.content, mappings, progress)
    except (UnreadableFile, NoSurvey) as why:
        raise ImportRefused([str(why)]) from why


def _without_stored(files: Sequence[UploadedFile], known: KnownFiles) -> tuple[list[UploadedFile], list[str]]:
    """The files that are to be read, and a line for each that is stored already; a file by itself is always read."""
    if len(files) < 2:
        return list(files), []
    asked, passed, stored = [], [], known()
    for file in files:
        if found := stored.get(hashlib.sha256(file.content).hexdigest()):
            passed.append(f"{shown(file.shown)}: {format_list([row.words for row in found])}")
        else:
            asked.append(file)
    return asked, passed


def _begin(pool: ThreadPoolExecutor, file: UploadedFile) -> Future[Grid] | None:
    """Begin to read a file for the same person; None where its size asks for a reading of its own, later."""
    if is_large_text(file.content):
        return None
    return pool.submit(copy_context().run, read_file, _called(file), file.content)


def _called(file: UploadedFile) -> str:
    return clean_name(file.shown)[-_LONGEST_FILE_NAME:]


def in_short(problem: str) -> tuple[str, str]:
    """A problem's first sentence, which says what is wrong, and the rest, which says how to mend it ('' = nothing).

    A full stop inside a quoted file's name ends no sentence.
    """
    first = _SENTENCE.match(problem)
    return (problem, "") if first is None else (first.group(), problem[first.end() :].strip())


def _not_begun(names: Sequence[str]) -> str:
    """Why files were not begun (Indonesian)."""
    some = format_list([f"'{shown(name)}'" for name in names[:_NAMED]])
    more = f" dan {len(names) - _NAMED} lainnya" if len(names) > _NAMED else ""
    return (
        f"Belum dibaca, karena berkas sebelumnya sudah memakan {MAX_SECONDS_AT_ONCE // 60} menit: {some}{more}. Simpan "
        "dahulu yang sudah terbaca, lalu unggah sisanya."
    )


def store_upload(
    store: Store,
    prepared: Sequence[tuple[Prepared, Label]],
    surveys: "Sequence[tuple[PreparedSurvey, SurveyLabel]]",
    terlihat: "Mapping[Label | SurveyLine, int] | None" = None,
    registers: Sequence[RegisterPlan] = (),
    names: Sequence[str] | None = None,
) -> tuple[list[Stored], list[Stored]]:
    """Store assessments, surveys and registers of work that came together, in one transaction: all or none.

    terlihat: the versions that the person compared with, see `store_prepared` and `store_surveys`; names:
    `tables.unit_names`, where they are known.
    Raises ImportRefused for a bad label, a unit's name that looks like another's, or a survey that is still open,
    VersionMoved when other versions count by now, NotAllowed for what is not this person's to upload, duckdb.Error
    when the database refuses.
    """
    problems = _survey_problems(surveys)
    problems += [p for _, x in prepared for p in label_problems(x.unit, x.tahun, x.penilai, x.per_tanggal, x.monev)]
    problems += [p for _, whose in surveys for p in label_problems(whose.unit, whose.tahun, OF_THE_UNIT)]
    problems += alike_problems(store, [whose.unit for _, whose in (*prepared, *surveys)], names)
    if problems:
        raise ImportRefused(list(dict.fromkeys(problems)))
    labels = lines = None
    if terlihat is not None:
        labels = {whose: versi for whose, versi in terlihat.items() if isinstance(whose, Label)}
        lines = {whose: versi for whose, versi in terlihat.items() if not isinstance(whose, Label)}
    with store.transaction():
        stored = store_prepared(store, prepared, labels) if prepared else []
        for plan in registers:
            if moved := store_register(store, plan).konflik:
                many = f"{plan.register.nama}: {len(moved)} baris"
                raise ImportRefused([f"{many} baru saja diubah orang lain; ulangi."])
        return stored, _stored_surveys(store, surveys, lines)


def _survey_problems(surveys: "Sequence[tuple[PreparedSurvey, SurveyLabel]]") -> list[str]:
    if not surveys:
        return []
    from zi_metrics.surveys.importing import survey_problems

    return survey_problems(surveys)


def _stored_surveys(
    store: Store,
    surveys: "Sequence[tuple[PreparedSurvey, SurveyLabel]]",
    terlihat: "Mapping[SurveyLine, int] | None",
) -> list[Stored]:
    if not surveys:
        return []
    from zi_metrics.surveys.importing import store_surveys

    return store_surveys(store, surveys, terlihat)
