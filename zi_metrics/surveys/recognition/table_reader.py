"""One sheet's table of answers, read: questions, respondents, and what is doubtful about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from zi_metrics.findings import Finding
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import KESELURUHAN, Ask, Responses, categorical
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition import headings as roles
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition import respondents as people
from zi_metrics.surveys.recognition.assignment import IGNORED, Assignment, assign
from zi_metrics.surveys.recognition.averages import averages
from zi_metrics.surveys.recognition.averages_check import unsur_table_findings
from zi_metrics.surveys.recognition.identity import Identity
from zi_metrics.surveys.recognition.layout import (
    FEWEST_QUESTIONS,
    Content,
    Heading,
    Layout,
    contents_below,
    find_layout,
)
from zi_metrics.surveys.recognition.mapping import SurveyMappings, shape_of
from zi_metrics.surveys.recognition.question_columns import Asked
from zi_metrics.surveys.recognition.questions import Match, Questions
from zi_metrics.surveys.recognition.recap import Recap
from zi_metrics.surveys.recognition.recode import recode
from zi_metrics.surveys.recognition.rows import Rows, sort_rows
from zi_metrics.surveys.recognition.sections import asked_once, hoped_for
from zi_metrics.surveys.recognition.table import Table
from zi_metrics.surveys.recognition.table_columns import Columns, sorted_columns
from zi_metrics.surveys.recognition.table_findings import (
    completeness,
    hidden_rows,
    hopes_finding,
    left_finding,
    left_rows,
    names_of_people,
    own_figures,
    too_many,
    unclear_days,
)

# So many rows below the answers may hold a legend.
_NOTES = 60
_NO_TIME = np.datetime64("NaT")


@dataclass(frozen=True)
class TableReading:
    """What a sheet holds.

    lembar: its name
    shape: the fingerprint of its headings
    titles: the texts above its header
    findings: what is doubtful
    recaps: aggregates, where it has these instead of answers
    answers: instrument -> its answers, all of the same respondents
    asks: instrument -> what a person must say ('' = it is open which one it is)
    unit: per respondent, None = the file has no such column
    moments: when each answered (datetime64[s], NaT = not told)
    repeated: how many answers came from people who had answered before
    own: whose the sheet is, as it says itself, its name included
    """

    lembar: str
    shape: str
    titles: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    recaps: tuple[Recap, ...] = ()
    answers: dict[str, Responses] = field(default_factory=dict)
    asks: dict[str, list[Ask]] = field(default_factory=dict)
    unit: pd.Categorical | None = None
    moments: np.ndarray = field(default_factory=lambda: np.array([], "datetime64[s]"))
    repeated: int = 0
    own: Identity = field(default_factory=Identity)


@dataclass(frozen=True)
class _Attributes:
    """What a table tells about its respondents.

    unit, layanan: per respondent, None = no such column, or too many different ones in it
    periode: per respondent
    moments: when each answered (datetime64[s], NaT = not told)
    groups: attribute -> per respondent
    komentar: as of `Responses`
    repeated: how many answers came from people who had answered before
    findings: what is doubtful
    """

    unit: pd.Categorical | None
    layanan: pd.Categorical | None
    periode: pd.Categorical
    moments: np.ndarray
    groups: dict[str, pd.Categorical]
    komentar: pd.DataFrame
    repeated: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Survey:
    """One instrument's answers in a table.

    responses: None = none of its columns can be counted
    asks: what a person must say
    findings: what is doubtful
    """

    responses: Responses | None
    asks: tuple[Ask, ...]
    findings: tuple[Finding, ...]


def read_table(
    cells: ColumnTable, questions: Questions, names: set[str], legend: Mapping[str, str], mappings: SurveyMappings
) -> TableReading | None:
    """Read one sheet; None when it holds no answers.

    names: instruments that the file's and sheet's names point at; legend: what codes stand for
    """
    layout = find_layout(cells, questions)
    if layout is None:
        return None
    shape = shape_of(h.key for h in layout.headings.values())
    mapping = mappings(shape)
    if mapping.get("jenis") == IGNORED:
        return None
    contents = contents_below(cells, layout, questions)
    columns = sorted_columns(layout.headings, contents, questions, mapping)
    context = questions.context(list(layout.titles)) or names
    assignment = assign(columns.candidates, questions, context, legend, mapping)
    hopes = hoped_for(assignment.matches, layout.headings)
    assignment = replace(assignment, matches={c: m for c, m in assignment.matches.items() if c not in hopes})
    if len(assignment.matches) < FEWEST_QUESTIONS and not any(a.kunci == "jenis" for a in assignment.asks):
        return None
    rows = _rows(layout, contents, columns, assignment)
    table = Table(cells, shape, layout, contents, columns, assignment, rows, mapping)
    findings = (hopes_finding(hopes, layout, cells.name),) if hopes else ()
    reading = TableReading(cells.name, shape, layout.titles, findings)
    if recaps := averages(table, questions):
        return replace(reading, recaps=tuple(recaps))
    return _with_answers(reading, table, questions) if rows.respondents.any() else None


def _rows(layout: Layout, contents: Mapping[int, Content], columns: Columns, assignment: Assignment) -> Rows:
    """The rows below the header, told apart by the columns of questions and the columns before them."""
    asked = sorted(assignment.matches) or sorted(columns.candidates)
    beside = [c for c in range(min(asked)) if c not in asked and c not in columns.comments]
    return sort_rows(contents, asked, beside, layout.headings)


def _with_answers(reading: TableReading, table: Table, questions: Questions) -> TableReading:
    """A reading with the answers of all instruments that a table asks."""
    assignment = table.assignment
    attributes = _attributes(table)
    titles = [*table.layout.titles, *(h.group for h in table.layout.headings.values() if h.group), *_notes(table)]
    surveys = {jenis: _survey(jenis, table, attributes, questions, titles) for jenis in table.kinds}
    asks = {jenis: list(survey.asks) for jenis, survey in surveys.items()} or {"": list(assignment.asks)}
    rows = [*left_rows(table.rows, table.place), *hidden_rows(table.rows, table.place, table.cells.hidden_rows)]
    findings = [
        *reading.findings,
        *rows,
        *attributes.findings,
        *(f for survey in surveys.values() for f in survey.findings),
    ]
    if assignment.left and not any(a.kunci.startswith("kolom:") for a in assignment.asks):
        findings.append(left_finding(assignment.left, table.layout, reading.lembar))
    return replace(
        reading,
        findings=tuple(findings),
        answers={jenis: survey.responses for jenis, survey in surveys.items() if survey.responses is not None},
        asks=asks,
        unit=attributes.unit,
        moments=attributes.moments,
        repeated=attributes.repeated,
    )


def _attributes(table: Table) -> _Attributes:
    """What the columns that are no questions tell about the respondents."""
    respondents, place = table.rows.respondents, table.place
    named = {
        name: None if content is None else people.named(content, respondents)
        for name in (roles.LAYANAN, roles.UNIT)
        for content in [table.role(name)]
    }
    moments, day_findings = _moments(table)
    personal = table.headed(table.columns.personal)
    columns = {name: table.contents[c] for name, c in table.columns.roles.items()}
    names = privacy.Names(table.contents[c].column.texts for c in table.columns.names)
    return _Attributes(
        named[roles.UNIT],
        named[roles.LAYANAN],
        people.periods(_period_columns(table), respondents, moments.astype("datetime64[D]")),
        moments,
        people.groups_of(columns, respondents),
        people.comments(table.headed(table.columns.comments), respondents, table.first, names, named[roles.LAYANAN]),
        people.repeated_people(personal, respondents),
        (
            *day_findings,
            *people.personal_finding(personal, place.lembar, place.header),
            *(names_of_people(place, c, table.layout.headings[c].text) for c in table.columns.misnamed),
            *(too_many(n, place, table.columns.roles[n]) for n, v in named.items() if n in columns and v is None),
        ),
    )


def _period_columns(table: Table) -> list[tuple[Heading, Content]]:
    """The columns of periods: the one so called, and one of years beside it."""
    first = table.columns.roles.get(roles.PERIODE)
    if first is None:
        return []
    others = [
        c
        for c, heading in table.layout.headings.items()
        if c != first and roles.role_of(heading.text) == roles.PERIODE and c not in table.assignment.matches
    ]
    return [*table.headed([first, *others[:1]]).values()]


def _moments(table: Table) -> tuple[np.ndarray, list[Finding]]:
    """When each respondent answered (datetime64[s], NaT = not told), and what is doubtful about it."""
    respondents, content = table.rows.respondents, table.role(roles.WAKTU)
    if content is None:
        return np.full(int(respondents.sum()), _NO_TIME, "datetime64[s]"), []
    moments, unclear = people.days(content, respondents)
    return moments, [unclear_days(table.place, table.columns.roles[roles.WAKTU])] if unclear else []


def _survey(jenis: str, table: Table, attributes: _Attributes, questions: Questions, titles: Sequence[str]) -> _Survey:
    """One instrument's answers; titles: texts that may state their scale."""
    instrument, assignment, respondents = questions.instruments[jenis], table.assignment, table.rows.respondents
    asked = _asked(table, instrument)
    recoded = recode(asked, respondents, instrument, titles, table.place, table.mapping)
    asks = (*assignment.asks, *recoded.asks)
    findings = (*recoded.findings, *completeness(assignment, questions, jenis, table.cells.name))
    if recoded.levels is None:
        return _Survey(None, asks, findings)
    unknown = categorical(np.full(int(respondents.sum()), -1), [])
    responses = Responses(
        recoded.questions,
        recoded.levels,
        (np.flatnonzero(respondents) + table.first + 1).astype(np.int32),
        attributes.moments.astype("datetime64[D]"),
        attributes.layanan if attributes.layanan is not None else unknown,
        attributes.periode,
        attributes.groups,
        attributes.komentar,
    )
    checks = (
        *own_figures(responses, asked, table.rows, table.place),
        *unsur_table_findings(table, responses, jenis, questions),
    )
    return _Survey(asked_once(responses), asks, (*findings, *checks))


def _asked(table: Table, instrument: SurveyInstrument) -> list[Asked]:
    """The columns of one instrument."""
    headings, contents = table.layout.headings, table.contents
    matches = table.assignment.of(instrument.kode)
    asked = [Asked(c, headings[c], contents[c], m, m.unsur.kode) for c, m in matches.items()]
    if len(matches) == len(table.assignment.matches):
        # A question about satisfaction on the whole belongs to the only survey there is.
        unsur = instrument.unsur[0].model_copy(update={"arah": "baik", "label": []})
        match = Match(instrument.kode, unsur, 100.0, False)
        asked += [Asked(c, headings[c], contents[c], match, KESELURUHAN) for c in table.columns.overall[:1]]
    return asked


def _notes(table: Table) -> list[str]:
    """What stands below the answers in rows of few texts, as legends do."""
    below = table.first + int(np.flatnonzero(table.rows.respondents)[-1]) + 1
    rows = [table.cells.row_texts(row) for row in range(below, min(below + _NOTES, table.cells.rows))]
    return [text for texts in rows if len(texts) <= 3 for text in texts.values()]
