"""Disorders after which nobody can be sure: answers outside the options, rows deleted, doubled or merged."""

from itertools import pairwise

from messy.model import Draft, Formula, Key, Row, Sheet, Slot, Truth, scale


def outside_options(draft: Draft) -> bool:
    """An answer that is none of the options, or an index beyond its scale."""
    for slot in draft.some(draft.option_slots(), 1, 4):
        known = scale(slot.kode).pilihan
        words = (
            ("F", "X", "A/B", "Sebagian", "?", "Ada", "D", "E", "Ya", "B") if "Ya" not in known else ("B", "Ada", "?")
        )
        slot.write(draft.rng.choice([word for word in words if word not in known]))
        _unreadable(draft, slot)
    for slot in draft.some(draft.index_slots(), 0, 1):
        slot.write(draft.rng.choice((4.8, "Baik", 5, "4,75")))
        _unreadable(draft, slot)
    return True


def deleted_questions(draft: Draft) -> bool:
    """Question rows (or columns) taken out, with the raw counts below them."""
    main = draft.rng.choice(draft.mains)
    settled = {slot.kode for slot in draft.slots if slot.settled and slot.sheet is main}
    found = dict.fromkeys(slot.kode for slot in draft.slots if slot.sheet is main and slot.kode not in settled)
    for kode in draft.some(list(found), 1, 4):
        # In a list, sometimes only one unit's row is gone.
        keys = list(dict.fromkeys(s.key for s in draft.slots if s.sheet is main and s.kode == kode))
        listed = any(row.key for row in main.data_rows())
        gone = [draft.rng.choice(keys)] if listed and draft.rng.random() < 0.5 else keys
        delete_question(draft, main, kode, gone)
    return bool(found)


def delete_question(draft: Draft, main: Sheet, kode: str, gone: list[Key]) -> None:
    """Take a question's rows (or column) out of a sheet, with its raw counts, for some of its assessments."""
    slots = [s for s in draft.slots if s.sheet is main and s.kode == kode and s.key in gone]
    rows = [r for r in main.data_rows() if r.kode == kode and (r.key is None or r.key in gone)]
    dropped = {id(row) for row in rows}
    main.rows = [row for row in main.rows if id(row) not in dropped]
    if draft.transposed:
        main.groups = [[c for c in group if c != kode] for group in main.groups]
    draft.slots = [s for s in draft.slots if s not in slots]
    for labels in (draft.texts, draft.codes):
        labels[:] = [x for x in labels if not (id(x.row) in dropped or (draft.transposed and x.kode == kode))]
    for key in gone:
        draft.sums.pop((key, kode), None)
        draft.counts.pop((key, kode), None)
        draft.tell(key, kode, Truth(None, True, why="deleted_questions"))
    main.groups = [group for group in main.groups if group]


def duplicates_same(draft: Draft) -> bool:
    """A question's row twice, with the same answers."""
    chosen = draft.some(draft.option_slots(), 1, 3)
    for slot in chosen:
        if not slot.settled:
            _double(draft, slot)
    return bool(chosen)


def duplicates_different(draft: Draft) -> bool:
    """A question's row twice, with different answers."""
    chosen = [s for s in draft.some(draft.option_slots(), 1, 3) if draft.truth[s.key][s.kode].value is not None]
    for slot in chosen:
        if slot.settled:
            continue
        options = scale(slot.kode).pilihan
        value = draft.truth[slot.key][slot.kode].value
        other = draft.rng.choice([name for name in options if options[name] != value])
        row, column = _double(draft, slot)
        row.cells[column] = other
        draft.tell(slot.key, slot.kode, Truth(value, True, (options[other],), "duplicates_different"))
    return bool(chosen)


def merged_answers(draft: Draft) -> bool:
    """One answer cell merged over two questions: the second has lost its own."""
    if draft.transposed:
        return False
    by_place = {(id(s.row), s.column): s for s in draft.option_slots()}
    pairs = []
    for sheet in draft.mains:
        for upper, lower in pairwise(sheet.rows):
            for column in sheet.columns:
                first, second = by_place.get((id(upper), column)), by_place.get((id(lower), column))
                # Two units' rows below each other are no such pair.
                if first and second and first.key == second.key and first.kode != second.kode:
                    pairs.append((first, second))
    for first, second in draft.some(pairs, 1, 2):
        options = scale(second.kode).pilihan
        if first.settled or second.settled or not isinstance(first.written, str):
            continue
        written = str(first.written).strip(" .)\u00a0").casefold()
        same = tuple(value for name, value in options.items() if name.casefold() == written)
        second.write(None)
        first.sheet.merged_down.append((first.row, second.row, first.column))
        first.row.glued = True
        draft.settle(first.row)
        draft.settle(second.row)
        draft.tell(second.key, second.kode, Truth(None, True, same, "merged_answers"))
    return bool(pairs)


def numbering_doubled(draft: Draft) -> bool:
    """A number used twice: harmless in the form; in a list, a code that contradicts its text."""
    if draft.is_form:
        return _form_numbers_doubled(draft)
    if not (draft.codes and draft.texts) or draft.transposed:
        return False
    texts = {id(label.row): label for label in draft.texts}
    slots = {id(s.row): s for s in draft.option_slots()}
    rows = [label for label in draft.codes if id(label.row) in slots and id(label.row) in texts]
    pairs = [(a, b) for a, b in pairwise(rows) if a.row.key == b.row.key and a.sheet is b.sheet]
    for above, below in draft.some(pairs, 1, 2):
        if above.kode == below.kode or slots[id(above.row)].settled or slots[id(below.row)].settled:
            continue
        below.row.cells[below.column] = above.row.cells[above.column]
        # All units of a table share the row: each of their answers to the two questions is in doubt.
        for slot in [s for s in draft.slots if s.row is above.row]:
            other = next((s for s in draft.slots if s.row is below.row and s.key == slot.key), None)
            if other is None:
                continue
            values = [draft.truth[slot.key][kode].value for kode in (slot.kode, other.kode)]
            for kode, value, also in ((slot.kode, *values), (other.kode, *reversed(values))):
                more = () if also is None or kode == other.kode else (also,)
                draft.tell(slot.key, kode, Truth(value, True, more, "numbering_doubled"))
        draft.settle(above.row)
        draft.settle(below.row)
    return bool(pairs)


def _form_numbers_doubled(draft: Draft) -> bool:
    main = draft.mains[0]
    numbered = [r for r in main.rows if r.kind in ("node", "question") and _number_column(r)]
    for row in draft.some(numbered[1:], 2, 12):
        before = numbered[numbered.index(row) - 1]
        if _number_column(before) == _number_column(row):
            row.cells[_number_column(row)] = before.cells[_number_column(before)]
    return True


def _number_column(row: Row) -> str | None:
    return next((c for c in "bcdef" if 0 < len(str(row.cells.get(c) or "")) <= 5), None)


def _unreadable(draft: Draft, slot: Slot) -> None:
    slot.settled = True
    draft.tell(slot.key, slot.kode, Truth(None, True, why="outside_options"))


def _double(draft: Draft, slot: Slot) -> tuple[Row, str]:
    """Repeat a question; gives the row and the column of the second answer."""
    sheet, row = slot.sheet, slot.row
    if draft.transposed:
        # Only this question's column is fixed, for all units.
        copy = f"{slot.kode}#2"
        if copy not in sheet.columns:
            place = next(i for i, group in enumerate(sheet.groups) if slot.kode in group)
            sheet.groups.insert(place + 1, [copy])
        for other in sheet.rows:
            if slot.kode in other.cells and other.kind in ("header", "unit"):
                other.cells[copy] = other.cells[slot.kode]
        for other in draft.slots:
            other.settled = other.settled or other.kode == slot.kode
        return row, copy
    double = Row(row.kind, dict(row.cells), row.kode, row.kunci, row.node, row.key)
    for column, cell in double.cells.items():
        if isinstance(cell, Formula):
            double.cells[column] = Formula(cell.kind, double, cell.column, cell.refs, cell.kode)
    # Copied where it stands, or pasted below all others.
    data = sheet.data_rows()
    sheet.after(row if row.glued is False and draft.rng.random() < 0.8 else data[-1], double)
    draft.settle(row)
    return double, slot.column
