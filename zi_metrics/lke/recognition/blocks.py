"""One sheet as blocks: each is one judge's answers for one unit, in whichever way the sheet is laid out.

Forms (a row per question, one or two judges), lists (a row per question and unit), and recaps (a column per unit, or
a row per unit) all become the same thing: items (which row asks what) and the columns in which the answers stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zi_metrics.answers import Identity
from zi_metrics.error_values import error_value
from zi_metrics.lke.recognition.alignment import Target, align
from zi_metrics.lke.recognition.headers import (
    LAST_HEADER_ROW,
    MOST_TEXTS,
    AnswerColumns,
    Header,
    is_draft,
    judge_of,
    judge_word,
    normal,
    parse_heading,
)
from zi_metrics.lke.recognition.identity import is_name, year_in
from zi_metrics.lke.recognition.items import Item, code_key
from zi_metrics.lke.recognition.judge_words import split_judge
from zi_metrics.lke.recognition.sheet_look import SheetLook
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.penilai import JUDGES
from zi_metrics.scoring.options import option_named
from zi_metrics.scoring.values import as_shown, is_blank, parse_number

FORM, TWO_JUDGES, LIST, RECAP = "lampiran-iii", "siklus-2026", "daftar-panjang", "daftar-lebar"
# This share of the questions in one row makes it a header of questions; headings of anything else name far fewer.
_ENOUGH_IN_ROW = 0.25
# With this share recognised there is no need to look at the sheet another way.
_SURE = 0.5
# A column is one of answers when at least this share of what stands in it could be one.
_ANSWERS_IN_COLUMN = 0.6
# Columns that a form has and a recap of units has not.
_FORM_ROLES = {"bobot", "pilihan", "penjelasan"}
# Rows that sum up a part of a form.
CLOSING_ROW = re.compile(r"(?:sub ?)?total(?: nilai)?|jumlah(?: nilai)?|rata rata|rerata")
# Closing rows of a list of units.
_NO_UNIT = re.compile(r"(?:sub)?total|jumlah|rata rata|rerata|rata2", re.IGNORECASE)
# What a column, or a row, computes from others: of all units together, or behind the name of one ('Contoh 01 Selisih').
_COMPUTED = re.compile(
    r"(?:.* )?(?:rata rata|rerata|rata2|median|selisih|perbedaan|gap)(?: (?:nilai|skor|semua|seluruh)(?: unit)?)?"
    r"|(?:nilai |skor )?(?:tertinggi|terendah|maks(?:imum|imal)?|min(?:imum|imal)?|max|simpangan baku|"
    r"(?:standar )?deviasi|average|mean|modus|delta|(?:sub ?)?total|jumlah)(?: (?:nilai|skor))?"
)
# What stands over several units' columns and becomes part of each heading: 'Jawaban Contoh 01'.
_ROLE_WORD = re.compile(r"^\s*(?:jawaban|isian|hasil penilaian|jawab|nilai|skor)\b[\s:–-]*", re.I)
# The same below a unit's name: 'Contoh 01 Jawaban'.
_ROLE_BEHIND = re.compile(r"[\s:–-]+(?:jawaban|isian|hasil penilaian|nilai|skor)\s*$", re.I)
_OPTIONS = (("A", "B", "C", "D", "E"), ("Ya", "Tidak"))
# Words beside a judge's name or a year that name no unit.
_NO_NAME = re.compile(
    r"\b(?:hasil|jawaban|penilaian|evaluasi|verifikasi|validasi|desk|reviu|review|koreksi|pendampingan|oleh|tim|final|"
    r"klarifikasi|pleno|lapangan|sanggah|akhir|revisi|perbaikan|terbaru|awal|sebelum|sesudah|setelah|tahun|lke|zi|semester|triwulan|tw|periode|tahap|ke)\b",
    re.I,
)
_NUMBERS_ONLY = re.compile(r"(?:\d+|[ivx]+)(?: (?:\d+|[ivx]+))*")


@dataclass(frozen=True)
class Block:
    """One judge's answers for one unit on one sheet. identity holds only what the block itself tells."""

    layout: str
    view: View
    header: Header
    items: list[Item]
    answers: AnswerColumns
    identity: Identity


def blocks_of(look: SheetLook, wanted: Sequence[Target]) -> list[Block]:
    """The blocks of a sheet; empty when it is none of the known layouts."""
    codes = frozenset(code_key(target.kode) for target in wanted)
    by_rows = list(_rows_of_questions(look, wanted, codes))
    if by_rows and by_rows[0].header.mapping.columns:
        # A person said what the columns are.
        return by_rows
    questions = [target for target in wanted if target.kind != "simpul"]
    # A heading may look like something that it is not: the way that recognises the most questions is the right one.
    ways, counts = [by_rows], [_recognised(by_rows, questions)]
    if counts[0] < len(questions):
        ways.append(list(_unit_columns(look, codes)))
        counts.append(_recognised(ways[-1], questions))
    if max(counts) < _SURE * len(questions):
        ways.append(list(_unit_rows(look.upright, wanted, codes)))
        counts.append(_recognised(ways[-1], questions))
    best = ways[counts.index(max(counts))]
    return [block for block in best if not _COMPUTED.fullmatch(normal(block.identity.unit or ""))] or best


def _recognised(blocks: list[Block], questions: Sequence[Target]) -> int:
    """Questions found in the fullest block; blocks that share their items are counted once."""
    distinct = {id(block.items): block.items for block in blocks}
    return max((len(align(items, questions)) for items in distinct.values()), default=0)


def _rows_of_questions(look: SheetLook, wanted: Sequence[Target], codes: frozenset[str]) -> Iterator[Block]:
    """A row per question: a form, or a list with a column that names the unit."""
    view, header = look.upright, look.header
    if header is None:
        return
    items = look.items(header, codes)
    if {"unit", "tahun", "penilai"} & set(header.columns):
        yield from _long(view, header, items)
        return
    header = replace(header, answers=_true_answers(view, header, items))
    header = replace(header, answers=_with_judges_beside(view, header, items))
    named = _identities(header)
    layout = RECAP if any(identity.unit for identity in named) else _form_layout(header, items, wanted)
    for answers, identity in zip(header.answers, named, strict=True):
        yield Block(layout, view, header, items, answers, identity)


def _identities(header: Header) -> list[Identity]:
    """Whose each answer column is: by judge; several columns also by the units or years in their headings."""
    identities = [Identity(penilai=a.judge) for a in header.answers]
    if len(identities) < 2 or "jawaban" in header.mapping.columns.values():
        return identities
    own = JUDGES[0].kode
    if {i.penilai for i in identities} - {None, own} and [i.penilai for i in identities].count(None) == 1:
        # Beside the answers of those who judge it, those of nobody in particular are the unit's.
        identities = [
            replace(i, penilai=i.penilai or (own if _names_nobody(header.texts.get(a.jawaban, "")) else None))
            for i, a in zip(identities, header.answers, strict=True)
        ]
    headed = [_identity_of_heading(header.texts.get(a.jawaban, "")) for a in header.answers]
    years = [i.tahun for i in headed]
    if None not in years and len(set(years)) > 1:
        identities = [replace(i, tahun=year) for i, year in zip(identities, years, strict=True)]
    units = [i.unit for i in headed]
    if all(unit and is_name(unit) for unit in units) and len(set(units)) > 1:
        identities = [replace(i, unit=unit) for i, unit in zip(identities, units, strict=True)]
    return identities


def _with_judges_beside(view: View, header: Header, items: list[Item]) -> tuple[AnswerColumns, ...]:
    """The answer columns, and those headed by another judge's name only ('TPI', 'Hasil evaluasi Inspektorat')."""
    if "jawaban" in header.mapping.columns.values():
        return header.answers
    taken = {a.jawaban for a in header.answers} | {c for a in header.answers for c in a.beside.values()}
    judges = {a.judge for a in header.answers}
    columns = list(header.answers)
    for column, text in header.texts.items():
        identity = _identity_of_heading(text)
        free = column not in taken and column not in header.columns.values()
        is_judges = identity.penilai and not identity.unit and identity.penilai not in judges
        if free and is_judges and _holds_answers(view, items, column):
            columns.append(AnswerColumns(identity.penilai, column, {}))
            judges.add(identity.penilai)
    return tuple(sorted(columns, key=lambda a: a.jawaban))


def _true_answers(view: View, header: Header, items: list[Item]) -> tuple[AnswerColumns, ...]:
    """Of several columns headed 'Jawaban', those that hold answers (another may list the options)."""
    if len(header.answers) < 2 or "jawaban" in header.mapping.columns.values():
        return header.answers
    holding = tuple(a for a in header.answers if a.judge or _holds_answers(view, items, a.jawaban))
    return holding or header.answers[:1]


def _form_layout(header: Header, items: list[Item], wanted: Sequence[Target]) -> str:
    if "kode" in header.columns:
        return LIST
    if len(header.answers) > 1:
        return TWO_JUDGES
    # A form shows its hierarchy; a list goes from question to question.
    headings = [target for target in wanted if target.kind == "simpul"]
    return FORM if len(align(items, headings)) >= len(headings) / 4 else LIST


def _long(view: View, header: Header, rows: Sequence[Item]) -> Iterator[Block]:
    """A row per question and unit: the rows of each unit, year and judge are a block of their own."""
    groups: dict[Identity, list[Item]] = {}
    last: dict[str, object] = {}
    for item in rows:
        written = {}
        for role in ("unit", "tahun", "penilai"):
            value = view.value(item.row, header.columns[role]) if role in header.columns else None
            if error_value(value):
                # Whose row this is nobody knows, least of all the row above.
                value = last[role] = None
            # Merged or once-written cells stand for the rows below them.
            last[role] = written[role] = value if not is_blank(value) else last.get(role)
        unit = " ".join(str(written["unit"]).split()) if written["unit"] is not None else None
        if unit is not None and (parse_heading(unit)[0] == "unit" or _NO_UNIT.match(normal(unit))):
            # The header once more, or a closing row.
            last.pop("unit")
            continue
        year = year_in(str(written["tahun"])) if written["tahun"] is not None else None
        judge = judge_of(str(written["penilai"])) if written["penilai"] is not None else None
        groups.setdefault(Identity(unit, year, judge), []).append(item)
    for identity, items in groups.items():
        for answers in header.answers:
            yield Block(
                LIST, view, header, items, answers, replace(identity, penilai=identity.penilai or answers.judge)
            )


def _unit_columns(look: SheetLook, codes: frozenset[str]) -> Iterator[Block]:
    """A row per question, a column per unit (or per judge): any headed column that holds answers."""
    view, header = look.upright, look.header_of_any
    if header is None:
        return
    items = look.items(header, codes)
    # 'Unit' may head the unit's own answers, beside those of TPI.
    known = {column for role, column in header.columns.items() if role != "unit"}
    columns = [
        column
        for column in header.headed
        if column not in known
        and parse_heading(header.texts[column])[0] in (None, "unit")
        and _holds_answers(view, items, column)
    ]
    # A first draft beside what replaced it; alone it is what there is.
    columns = [column for column in columns if not is_draft(header.texts[column])] or columns
    is_form = bool(_FORM_ROLES & set(header.columns))
    if len(columns) == 1 and is_form:
        # A form whose answer column has a heading of its own: that names no unit.
        judge = judge_of(header.texts[columns[0]])
        yield Block(FORM, view, header, items, AnswerColumns(judge, columns[0], {}), Identity(penilai=judge))
        return
    named = [_identity_of_heading(header.texts[column]) for column in columns]
    layout = TWO_JUDGES if is_form and not any(identity.unit for identity in named) else RECAP
    for column, identity in zip(columns, named, strict=True):
        yield Block(layout, view, header, items, AnswerColumns(identity.penilai, column, {}), identity)


def _unit_rows(upright: View, wanted: Sequence[Target], codes: frozenset[str]) -> Iterator[Block]:
    """A row per unit, a column per question: the same as a column per unit, seen with rows and columns swapped."""
    turned = View(upright.sheet, turned=True)
    questions = [target for target in wanted if target.kind != "simpul"]
    row, items = _question_row(upright, questions, codes)
    if row is None:
        return
    first = min(item.row for item in items)
    roles = {role: c for c, t in upright.row_texts(row).items() if c < first and (role := parse_heading(t)[0])}
    unit_column = roles.get("unit", next((c for c in upright.row_texts(row) if c < first), 1))
    header = Header(0, {"penilaian": row}, (), {})
    for below in range(row + 1, upright.last_row + 1):
        unit = upright.value(below, unit_column)
        if not isinstance(unit, str) or _NO_UNIT.match(normal(unit)) or not _holds_answers(turned, items, below):
            continue
        year = upright.value(below, roles["tahun"]) if "tahun" in roles else None
        judge = upright.value(below, roles["penilai"]) if "penilai" in roles else None
        named = _identity_of_heading(unit)
        identity = Identity(
            named.unit,
            year_in(str(year)) if year is not None else named.tahun,
            judge_of(str(judge)) if judge is not None else named.penilai,
        )
        yield Block(RECAP, turned, header, items, AnswerColumns(identity.penilai, below, {}), identity)


def _question_row(view: View, questions: Sequence[Target], codes: frozenset[str]) -> tuple[int | None, list[Item]]:
    """The row whose cells are questions (by code or text), and these as items of the turned view."""
    best: tuple[int, int | None, list[Item]] = (0, None, [])
    seen: set[str] = set()
    for row in range(1, min(LAST_HEADER_ROW, view.last_row) + 1):
        if len(seen) > MOST_TEXTS:
            break
        seen.update(view.row_texts(row).values())
        items = []
        for column, value in view.cells_of(row).items():
            if not isinstance(value, str):
                continue
            key = code_key(value)
            # 'P.1.i.a Unit kerja telah ...': a code before its text.
            code = key if key in codes else next((code_key(w) for w in value.split()[:1] if code_key(w) in codes), "")
            items.append(Item(column, "", "" if key in codes else normal(value), code=code))
        if len(items) < _ENOUGH_IN_ROW * len(questions):
            continue
        matched = {match.row for match in align(items, questions)}
        found = [item for item in items if item.row in matched or item.code]
        if len(matched) > best[0] and len(matched) >= _ENOUGH_IN_ROW * len(questions):
            best = (len(matched), row, [i for i in items if i.row >= min(f.row for f in found)])
    return best[1], best[2]


def _holds_answers(view: View, items: list[Item], column: int) -> bool:
    cells = (view.value(item.row, column) for item in items)
    # An error value says nothing of what its column holds.
    written = [value for value in cells if not is_blank(value) and not error_value(value)]
    likely = [v for v in written if _is_share(v) or (isinstance(v, str | bool) and _is_option(as_shown(v)))]
    return bool(written) and len(likely) >= _ANSWERS_IN_COLUMN * len(written)


def _is_option(text: str) -> bool:
    return any(option_named(options, text) for options in _OPTIONS)


def _is_share(value: object) -> bool:
    number = parse_number(value)
    return number is not None and 0 <= number <= 1


def _names_nobody(text: str) -> bool:
    """Whether a heading says nothing of whose answers stand below it ('Jawaban'; not so 'Jawaban Biro Contoh')."""
    return not normal(_NO_NAME.sub(" ", _ROLE_WORD.sub("", re.sub(r"\b20[1-4]\d\b", " ", text))))


def _identity_of_heading(text: str) -> Identity:
    """'Contoh 03 (TPI) 2025' names a unit, a judge and a year; a heading that only names a judge names no unit."""
    without_year = _ROLE_WORD.sub("", re.sub(r"\(?(?<!\d)20[1-4]\d(?!\d)\)?", " ", text))
    if judge_of(without_year) and normal(split_judge(without_year)[0]) == "":
        return Identity(None, year_in(text), judge_of(without_year))
    unit, judge = split_judge(" ".join(without_year.split()))
    unit = unit.strip(" -–:|/")
    unit = rest if is_name(rest := _ROLE_BEHIND.sub("", unit)) else unit
    # 'Penilaian pendahuluan (Eselon I)' names one judge twice.
    named = judge_of(unit) if judge is None or judge_of(unit) == judge else None
    if named and not normal(_NO_NAME.sub(" ", unit)).replace(judge_word(unit), "").strip():
        return Identity(None, year_in(text), judge_of(unit))
    left = normal(_NO_NAME.sub(" ", unit))
    # 'Semester II' and 'Tim 1' number what is no unit.
    is_number = left != normal(unit) and bool(_NUMBERS_ONLY.fullmatch(left))
    return Identity(unit if left and not is_number else None, year_in(text), judge)
