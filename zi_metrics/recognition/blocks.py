"""One sheet as blocks: each is one judge's answers for one unit, in whichever way the sheet is laid out.

Forms (a row per question, one or two judges), lists (a row per question and unit), and recaps (a column per unit, or
a row per unit) all become the same thing: items (which row asks what) and the columns in which the answers stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zi_metrics.answer_values import is_blank, parse_number
from zi_metrics.instrument import Instrument
from zi_metrics.reading import Sheet
from zi_metrics.recognition.alignment import Target, align
from zi_metrics.recognition.headers import (
    LAST_HEADER_ROW,
    AnswerColumns,
    Header,
    find_header,
    judge_of,
    normal,
    parse_heading,
)
from zi_metrics.recognition.identity import Identity, year_in
from zi_metrics.recognition.rows import Item, code_key, read_items
from zi_metrics.recognition.view import View

FORM, TWO_JUDGES, LIST, RECAP = "lampiran-iii", "siklus-2026", "daftar-panjang", "daftar-lebar"
# This share of the questions in one row makes it a header of questions; headings of anything else name far fewer.
_ENOUGH_IN_ROW = 0.25
# A column is one of answers when at least this share of what stands in it could be one.
_ANSWERS_IN_COLUMN = 0.6
_ANSWER = re.compile(r"\s*(?:[a-e]|ya|tidak|y|t)\s*[.)]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One judge's answers for one unit on one sheet. identity holds only what the block itself tells."""

    layout: str
    view: View
    header: Header
    items: list[Item]
    answers: AnswerColumns
    identity: Identity


def blocks_of(sheet: Sheet, instrument: Instrument, wanted: list[Target]) -> list[Block]:
    """The blocks of a sheet; empty when it is none of the known layouts."""
    codes = frozenset(code_key(target.kode) for target in wanted)
    upright = View(sheet)
    header = find_header(upright)
    if header and "unit" in header.columns:
        return list(_long(upright, header, codes))
    if header:
        items = read_items(upright, header, codes)
        header = replace(header, answers=_true_answers(upright, header, items))
        layout = _form_layout(header, items, wanted)
        return [Block(layout, upright, header, items, a, Identity(penilai=a.judge)) for a in header.answers]
    columns = list(_unit_columns(upright, codes))
    return columns or list(_unit_rows(sheet, wanted, codes))


def _true_answers(view: View, header: Header, items: list[Item]) -> tuple[AnswerColumns, ...]:
    """Of several columns headed 'Jawaban', those that hold answers (another may list the options)."""
    if len(header.answers) < 2:
        return header.answers
    holding = tuple(a for a in header.answers if a.judge or _holds_answers(view, items, a.jawaban))
    return holding or header.answers[:1]


def _form_layout(header: Header, items: list[Item], wanted: list[Target]) -> str:
    if len(header.answers) > 1:
        return TWO_JUDGES
    if "kode" in header.columns:
        return LIST
    # A form shows its hierarchy; a list goes from question to question.
    headings = [target for target in wanted if target.kind == "simpul"]
    return FORM if len(align(items, headings)) >= len(headings) / 4 else LIST


def _long(view: View, header: Header, codes: frozenset[str]) -> Iterator[Block]:
    """A row per question and unit: the rows of each unit, year and judge are a block of their own."""
    groups: dict[Identity, list[Item]] = {}
    last: dict[str, object] = {}
    for item in read_items(view, header, codes):
        found = {}
        for role in ("unit", "tahun", "penilai"):
            value = view.value(item.row, header.columns[role]) if role in header.columns else None
            # Merged or once-written cells stand for the rows below them.
            last[role] = found[role] = value if not is_blank(value) else last.get(role)
        unit = " ".join(str(found["unit"]).split()) if found["unit"] is not None else None
        year = year_in(str(found["tahun"])) if found["tahun"] is not None else None
        judge = judge_of(str(found["penilai"])) if found["penilai"] is not None else None
        groups.setdefault(Identity(unit, year, judge), []).append(item)
    for identity, items in groups.items():
        for answers in header.answers:
            yield Block(
                LIST, view, header, items, answers, replace(identity, penilai=identity.penilai or answers.judge)
            )


def _unit_columns(view: View, codes: frozenset[str]) -> Iterator[Block]:
    """A row per question, a column per unit (or per judge): any headed column that holds answers."""
    header = find_header(view, needs_answers=False)
    if header is None:
        return
    items = read_items(view, header, codes)
    known = set(header.columns.values())
    for column in header.headed:
        role, _ = parse_heading(header.texts[column])
        if column in known or role not in (None, "unit") or not _holds_answers(view, items, column):
            continue
        identity = _identity_of_heading(header.texts[column])
        yield Block(RECAP, view, header, items, AnswerColumns(identity.penilai, column, {}), identity)


def _unit_rows(sheet: Sheet, wanted: list[Target], codes: frozenset[str]) -> Iterator[Block]:
    """A row per unit, a column per question: the same as a column per unit, seen with rows and columns swapped."""
    upright, turned = View(sheet), View(sheet, turned=True)
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
        if not isinstance(unit, str) or not _holds_answers(turned, items, below):
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


def _question_row(view: View, questions: list[Target], codes: frozenset[str]) -> tuple[int | None, list[Item]]:
    """The row whose cells are questions (by code or text), and these as items of the turned view."""
    best: tuple[int, int | None, list[Item]] = (0, None, [])
    for row in range(1, min(LAST_HEADER_ROW, view.last_row) + 1):
        items = []
        for column in range(1, view.last_column + 1):
            value = view.value(row, column)
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
    written = [value for item in items if not is_blank(value := view.value(item.row, column))]
    likely = [v for v in written if parse_number(v) is not None or (isinstance(v, str) and _ANSWER.fullmatch(v))]
    return bool(written) and len(likely) >= _ANSWERS_IN_COLUMN * len(written)


def _identity_of_heading(text: str) -> Identity:
    """'Contoh 03 (TPI) 2025' names a unit, a judge and a year; a heading that only names a judge names no unit."""
    judge, year = judge_of(text), year_in(text)
    rest = re.sub(r"\b(?:tpi|tpn|tim penilai internal|tim penilai nasional|mandiri)\b", " ", text, flags=re.I)
    rest = " ".join(re.sub(r"(?<!\d)20[1-4]\d(?!\d)", " ", rest).split()).strip(" -–:|/()[]")
    only_judge = normal(rest) in ("", "unit", "unit kerja", "satker", "jawaban", "nilai", "penilaian")
    # 'Unit Contoh 01' is a unit's name that begins with a judge's word.
    return Identity(None if only_judge else rest, year, judge if only_judge or judge in ("tpi", "tpn") else None)
