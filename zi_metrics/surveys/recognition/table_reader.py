"""One sheet's table of answers, read: questions, respondents, and what is doubtful about them."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.survey_answers import KESELURUHAN, Ask, Responses
from zi_metrics.surveys.recognition import headings as roles
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition import respondents as people
from zi_metrics.surveys.recognition.assignment import IGNORED, assign
from zi_metrics.surveys.recognition.layout import FEWEST_QUESTIONS, Content, Heading, Layout, content_of, find_layout
from zi_metrics.surveys.recognition.mapping import SurveyMappings, shape_of
from zi_metrics.surveys.recognition.question_columns import Asked, Place, Recoded
from zi_metrics.surveys.recognition.questions import Match, Questions, is_overall
from zi_metrics.surveys.recognition.recap import Recap, count_in, horizontal, together
from zi_metrics.surveys.recognition.recode import recode
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.rows import Rows, sort_rows
from zi_metrics.surveys.recognition.sections import asked_once, hoped_for

# The workbook shows two decimals; a smaller difference is its rounding.
_OWN_FIGURE_TOLERANCE = 0.0051
# A heading as near a question's wording as this means the question, whatever role its words may have, too.
_PLAIN = 85
# A table of averages has a row per unit or service.
_MOST_AVERAGES = 300
# So many rows below the answers may hold a legend.
_NOTES = 60
_KEPT_ROLES = (roles.LAYANAN, roles.UNIT, roles.PERIODE, roles.WAKTU, *people.KELOMPOK)


@dataclass
class TableReading:
    """What a sheet holds.

    answers: instrument -> its answers, all of the same respondents; unit: per respondent, None = the file has no such
    column; moments: when each answered; recaps: aggregates instead of answers
    """

    lembar: str
    shape: str
    answers: dict[str, Responses] = field(default_factory=dict)
    unit: pd.Categorical | None = None
    moments: np.ndarray | None = None
    recaps: list[Recap] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    asks: dict[str, list[Ask]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    repeated: int = 0


@dataclass
class _Columns:
    """The columns of a table by what they are."""

    candidates: dict[int, Heading] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    comments: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    overall: list[int] = field(default_factory=list)


def read_table(
    table: ColumnTable, questions: Questions, names: set[str], legend: dict[str, str], mappings: SurveyMappings
) -> TableReading | None:
    """Read one sheet; None when it holds no answers.

    names: instruments that the file's and sheet's names point at; legend: what codes stand for
    """
    layout = find_layout(table, questions)
    if layout is None:
        return None
    shape = shape_of(h.key for h in layout.headings.values())
    mapping = mappings(shape)
    labels = questions.labels()
    contents = {c: content_of(column, layout.header + 1, labels) for c, column in enumerate(table.columns)}
    columns = _sorted_columns(layout, contents, questions, mapping)
    context = questions.context(list(layout.titles)) or names
    assignment = assign(columns.candidates, questions, context, legend, mapping)
    result = TableReading(table.name, shape, titles=layout.titles)
    hopes = hoped_for(assignment.matches, layout.headings)
    if hopes:
        assignment.matches = {c: m for c, m in assignment.matches.items() if c not in hopes}
        result.findings.append(_hopes_finding(hopes, layout, table.name))
    if len(assignment.matches) < FEWEST_QUESTIONS and not any(a.kunci == "jenis" for a in assignment.asks):
        return None
    asked = sorted(assignment.matches) or sorted(columns.candidates)
    beside = [c for c in range(min(asked)) if c not in asked and c not in columns.comments]
    rows = sort_rows(contents, asked, beside, layout.headings)
    recaps = _recap_rows(layout, contents, columns, assignment, rows, questions, mapping)
    if recaps:
        result.recaps = recaps
        return result
    if not rows.respondents.any():
        return None
    _read_answers(result, table, layout, contents, columns, assignment, rows, questions, mapping)
    return result


def _sorted_columns(layout: Layout, contents: dict[int, Content], questions: Questions, mapping) -> _Columns:
    found = _Columns()
    for column, heading in sorted(layout.headings.items()):
        content = contents[column]
        said = mapping.get(f"kolom:{heading.key}")
        role = said if said in (*_KEPT_ROLES, roles.KOMENTAR, IGNORED) else roles.role_of(heading.text)
        if said == IGNORED or content.kind == "kosong":
            continue
        if said and "." in said:
            found.candidates[column] = heading
        elif content.kind in ("nik", "telepon", "surel") or role == roles.PRIBADI:
            found.personal.append(column)
            if content.kind == "teks" and words_of(heading.text).startswith(("nama", "inisial")):
                found.names.append(column)
        elif is_overall(heading.text) and content.on_a_small_scale:
            found.overall.append(column)
        elif content.kind == "jawaban" and _may_be_question(role, heading, questions):
            found.candidates[column] = heading
        elif role in _KEPT_ROLES:
            other = found.roles.get(role)
            if role == roles.LAYANAN and other is not None and roles.UNIT not in found.roles:
                # 'Unit Pelayanan' is a service's name where no other column names services, else the unit's.
                units = [c for c in (other, column) if roles.is_unit_of_service(layout.headings[c].text)]
                if len(units) == 1:
                    found.roles[roles.UNIT] = units[0]
                    found.roles[role] = column if units[0] == other else other
            found.roles.setdefault(role, column)
        elif role == roles.KOMENTAR and content.kind in ("teks", "jawaban"):
            found.comments.append(column)
        elif role is None and content.kind == "teks" and privacy.are_names(content.column.texts):
            found.personal.append(column)
            found.names.append(column)
    return found


def _may_be_question(role: str | None, heading: Heading, questions: Questions) -> bool:
    """Whether a column of answers may be a question, also where its heading names a role ('Waktu pelayanan')."""
    if role in (roles.WAKTU, roles.LAYANAN, roles.KOMENTAR):
        return any(questions.matches(heading.text, jenis)[0].score >= _PLAIN for jenis in questions.instruments)
    return role is None


def _recap_rows(
    layout: Layout, contents, columns: _Columns, assignment, rows: Rows, questions: Questions, mapping
) -> list[Recap]:
    """Aggregates under question headings: result rows without respondents, or a row of averages per unit or service."""
    if not rows.respondents.any():
        lines = [] if rows.means is None else [(rows.means, None, _told_respondents(layout, contents, rows))]
    else:
        lines = _lines_of_averages(layout, contents, columns, assignment, rows)
    recaps = []
    for jenis in sorted({m.jenis for m in assignment.matches.values()}):
        own, instrument, found = assignment.of(jenis), questions.instruments[jenis], []
        for row, unit, responden in lines:
            sel = address(layout.header + 2 + row, min(own) + 1)
            recap = horizontal(own, _row_numbers(own, contents, row), instrument, unit, responden, sel, mapping)
            found += [recap] if recap else []
        recaps += found if roles.UNIT in columns.roles or len(found) < 2 else [together(found)]
    return recaps


def _told_respondents(layout: Layout, contents: dict[int, Content], rows: Rows) -> int | None:
    """How many answered, as a row of the results tells ('Jumlah responden'); None when none does."""
    for row in rows.results:
        texts = [t for _, c in sorted(contents.items()) if (t := c.column.text(layout.header + 1 + row))]
        if texts and roles.role_of(texts[0]) == roles.RESPONDEN:
            return next((n for t in texts[1:] if (n := count_in(t)) is not None), None)
    return None


def _row_numbers(own: dict[int, Match], contents: dict[int, Content], row: int) -> dict[int, float]:
    """column -> the number that stands in a row."""
    found = {}
    for column in own:
        number = int(contents[column].numbers[row])
        value = contents[column].replies[number].number if number >= 0 else None
        if value is not None:
            found[column] = value
    return found


def _lines_of_averages(
    layout, contents, columns: _Columns, assignment, rows: Rows
) -> list[tuple[int, str | None, int]]:
    """(row, unit, respondents) of a table whose rows are not people but averages; [] when they are people."""
    count = int(rows.respondents.sum())
    label = next(
        (c for r in (roles.UNIT, roles.LAYANAN, roles.PERIODE) if (c := columns.roles.get(r)) is not None), None
    )
    if label is None or count > _MOST_AVERAGES:
        return []
    numbers = contents[label].numbers[rows.respondents]
    lines = np.flatnonzero(rows.respondents)
    cells = [v for row in lines for v in _row_numbers(assignment.matches, contents, int(row)).values()]
    broken = sum(v != round(v) for v in cells)
    if len(set(numbers.tolist())) < count or broken < 0.5 * len(cells):
        return []
    people_column = next((c for c, h in layout.headings.items() if roles.role_of(h.text) == roles.RESPONDEN), None)
    found = []
    for row in lines:
        unit = contents[label].column.text(layout.header + 1 + int(row)) if roles.UNIT in columns.roles else None
        told = contents[people_column].column.text(layout.header + 1 + int(row)) if people_column is not None else None
        found.append((int(row), unit, count_in(told)))
    return found


def _read_answers(
    result: TableReading, table, layout: Layout, contents, columns: _Columns, assignment, rows, questions, mapping
):
    respondents = rows.respondents
    first = layout.header + 1
    place = Place(table.name, layout.header, first)
    pick = {c: (layout.headings[c], contents[c]) for c in layout.headings}
    personal = {c: pick[c] for c in columns.personal}
    role = {name: contents[c] for name, c in columns.roles.items()}
    count = int(respondents.sum())
    empty = pd.Categorical.from_codes(np.full(count, -1), [])
    layanan = people.named(role[roles.LAYANAN], respondents) if roles.LAYANAN in role else None
    result.unit = people.named(role[roles.UNIT], respondents) if roles.UNIT in role else None
    moments = np.full(count, np.datetime64("NaT"), "datetime64[s]")
    if roles.WAKTU in role:
        moments, unclear = people.days(role[roles.WAKTU], respondents)
        result.findings += _day_findings(unclear, place, columns.roles[roles.WAKTU])
    result.moments = moments
    result.repeated = people.repeated_people(personal, respondents)
    result.findings += people.personal_finding(personal, table.name, layout.header)
    for name, found in ((roles.LAYANAN, layanan), (roles.UNIT, result.unit)):
        if name in role and found is None:
            result.findings.append(_too_many(name, place, columns.roles[name]))
    tanggal = moments.astype("datetime64[D]")
    periode = people.periods(role.get(roles.PERIODE), respondents, tanggal)
    groups = people.groups_of(role, respondents)
    names = privacy.Names(contents[c].column.texts for c in columns.names)
    said = people.comments({c: pick[c] for c in columns.comments}, respondents, first, names, layanan)
    titles = [*layout.titles, *(h.group for h in layout.headings.values() if h.group), *_notes(table, rows, first)]
    for jenis in sorted({m.jenis for m in assignment.matches.values()}):
        own = assignment.of(jenis)
        instrument = questions.instruments[jenis]
        asked = [Asked(c, layout.headings[c], contents[c], m, m.unsur.kode) for c, m in own.items()]
        if len(own) == len(assignment.matches):
            # A question about satisfaction on the whole belongs to the only survey there is.
            match = Match(jenis, instrument.unsur[0].model_copy(update={"arah": "baik", "label": []}), 100.0, False)
            asked += [Asked(c, layout.headings[c], contents[c], match, KESELURUHAN) for c in columns.overall[:1]]
        recoded = recode(asked, respondents, instrument, titles, place, mapping)
        result.asks[jenis] = [*assignment.asks, *recoded.asks]
        result.findings += [*recoded.findings, *_completeness(assignment, questions, jenis, table.name)]
        if not recoded.levels:
            continue
        responses = Responses(
            tuple(recoded.questions),
            np.column_stack(recoded.levels),
            (np.flatnonzero(respondents) + first + 1).astype(np.int32),
            tanggal,
            layanan if layanan is not None else empty,
            periode,
            groups,
            said,
        )
        result.answers[jenis] = asked_once(responses)
        result.findings += _own_figures(recoded, responses, contents, asked, rows, place)
    if not assignment.matches:
        result.asks[""] = list(assignment.asks)
    if assignment.left and not any(a.kunci.startswith("kolom:") for a in assignment.asks):
        result.findings += _left_findings(assignment.left, layout, table.name)


def _notes(table: ColumnTable, rows: Rows, first: int) -> list[str]:
    """What stands below the answers in rows of few texts, as legends do."""
    below = first + int(np.flatnonzero(rows.respondents)[-1]) + 1
    found = [table.row_texts(row) for row in range(below, min(below + _NOTES, table.rows))]
    return [text for texts in found if len(texts) <= 3 for text in texts.values()]


def _completeness(assignment, questions: Questions, jenis: str, lembar: str) -> list[Finding]:
    instrument = questions.instruments[jenis]
    missing = assignment.missing(questions, jenis)
    if not missing and jenis in assignment.coded:
        text = f"kolom {instrument.singkatan} hanya berkode; dibaca menurut urutan pertanyaan formulir baku"
        return [Finding("catatan", text, "bila urutannya lain, pasangkan pada pemetaan kolom", lembar, kode=jenis)]
    if not missing:
        return []
    names = ", ".join(instrument.find(k).nama for k in missing)
    present = len({m.unsur.kode for m in assignment.of(jenis).values()})
    return [
        Finding(
            "peringatan",
            f"{instrument.singkatan} hanya menanyakan {present} unsur; tidak ada: {names}. Indeks dihitung dari "
            f"unsur yang ada dengan bobot 1/{present}",
            "periksa apakah kuesionernya memang tanpa unsur itu",
            lembar,
            kode=jenis,
        )
    ]


def _hopes_finding(hopes: set[int], layout: Layout, lembar: str) -> Finding:
    return Finding(
        "catatan",
        f"{len(hopes)} kolom harapan atau kepentingan tidak ikut dihitung; indeks dihitung dari kolom kinerjanya",
        "bila kolom itu juga penilaian, hapus kata 'harapan' atau 'kepentingan' dari judulnya",
        lembar,
        address(layout.header + 1, min(hopes) + 1),
    )


def _left_findings(left: list[int], layout: Layout, lembar: str) -> list[Finding]:
    names = "; ".join(layout.headings[c].text[:50] for c in left[:5])
    return [
        Finding(
            "catatan",
            f"{len(left)} kolom jawaban tidak ikut dihitung karena bukan unsur survei yang dikenal: {names}",
            "bila termasuk survei, pasangkan pada pemetaan kolom",
            lembar,
            address(layout.header + 1, left[0] + 1),
        )
    ]


def _day_findings(unclear: bool, place: Place, column: int) -> list[Finding]:
    if not unclear:
        return []
    text = "tanggal dapat dibaca hari/bulan atau bulan/hari; dibaca hari/bulan seperti kebiasaan Indonesia"
    advice = "bila keliru, ubah format tanggal di berkas menjadi tahun-bulan-hari"
    return [Finding("peringatan", text, advice, place.lembar, address(place.first + 1, column + 1))]


def _too_many(role: str, place: Place, column: int) -> Finding:
    what = {"layanan": "jenis layanan", "unit": "unit kerja"}[role]
    return Finding(
        "peringatan",
        f"kolom {what} berisi terlalu banyak isian yang berbeda, sehingga tidak dipakai",
        "gunakan pilihan tetap, bukan isian bebas",
        place.lembar,
        address(place.header + 1, column + 1),
    )


def _own_figures(recoded: Recoded, responses: Responses, contents, asked: list[Asked], rows: Rows, place: Place):
    """Where the file's own row of averages differs from the answers above it."""
    if rows.means is None:
        return []
    values = responses.values()
    found = []
    by_cell = {q.sel: i for i, q in enumerate(recoded.questions)}
    for one in asked:
        index = by_cell.get(address(place.header + 1, one.column + 1))
        number = int(one.content.numbers[rows.means])
        written = one.content.replies[number].number if number >= 0 else None
        question = recoded.questions[index] if index is not None else None
        if written is None or question is None or question.terbalik or (question.minimum, question.maksimum) != (1, 4):
            continue
        ours = float(np.nanmean(values[:, index]))
        if written <= 100 and abs(ours - written) > _OWN_FIGURE_TOLERANCE:
            found.append(
                Finding(
                    "peringatan",
                    f"rata-rata {one.heading.text[:40]} di berkas {format_number(written)}, hitungan kami "
                    f"{format_number(ours)}",
                    "angka kami mengikuti jawaban di berkas; periksa rumus di sel ini",
                    place.lembar,
                    address(place.first + rows.means + 1, one.column + 1),
                    one.kode,
                )
            )
    return found
