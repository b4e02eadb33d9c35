"""Disorders among the columns: inserted, hidden, moved; options typed over; the workbook's own figures wrong."""

from messy.model import Draft, Row, Sheet, scale

_EXTRA = {"PIC": ("Pokja 1", "Pokja 2", "Sekretaris"), "Batas Waktu": ("30 April", "15 Mei"),
          "Status": ("Selesai", "Proses", "Ya"), "Paraf": ("v", None), "Verifikasi": ("Sudah", "Belum", None),
          "Prioritas": (1, 2, 3)}  # fmt: skip
_HIDEABLE = ("no", "bobot", "penjelasan", "pilihan", "nilai", "persen", "area", "n", "PIC", "Status", "Prioritas")


def columns_inserted(draft: Draft) -> bool:
    """Columns of the office's own, with words in them that could be answers."""
    for name in draft.some(list(_EXTRA), 1, 2):
        for sheet in draft.mains:
            if name not in sheet.columns:
                sheet.groups.insert(draft.rng.randint(0, len(sheet.groups) - 1), [name])
                sheet.header.cells[name] = name
                for row in sheet.rows:
                    if row.kind in ("question", "count", "unit"):
                        row.cells[name] = draft.rng.choice(_EXTRA[name])
    return True


def column_of_last_year(draft: Draft) -> bool:
    """Last year's answers beside this year's."""
    if draft.layout == "daftar-lebar":
        return False
    for sheet in draft.mains:
        column = "tahun lalu"
        place = next(i for i, group in enumerate(sheet.groups) if "jawaban" in group)
        sheet.groups.insert(place + draft.rng.randint(0, 1), [column])
        sheet.header.cells[column] = "Jawaban Tahun Lalu"
        for row in sheet.rows:
            if row.kind == "question" and scale(row.kode).jenis == "pilihan":
                row.cells[column] = draft.rng.choice([*scale(row.kode).pilihan])
    return True


def columns_hidden(draft: Draft) -> bool:
    """Columns hidden that still hold what they hold."""
    done = False
    for sheet in draft.mains:
        found = [column for column in sheet.columns if column in _HIDEABLE]
        hidden = draft.some(found, 1, 2)
        sheet.hidden_columns.update(hidden)
        done = done or bool(hidden)
    return done


def columns_reordered(draft: Draft) -> bool:
    """Columns in another order; what belongs together stays together."""
    for sheet in draft.mains:
        titles = [row for row in sheet.rows if row.kind == "title"]
        said = [[row.cells[c] for c in sheet.columns if row.cells.get(c) is not None] for row in titles]
        if draft.is_form:
            _reorder_form(draft, sheet)
        elif draft.layout == "daftar-lebar":
            _reorder_wide(draft, sheet)
        else:
            draft.rng.shuffle(sheet.groups)
        for row, texts in zip(titles, said, strict=True):
            _retell(sheet, row, texts)
    return True


def option_column_typed_over(draft: Draft) -> bool:
    """The column of options says something else ('Ya' for 'Ya/Tidak'), or nothing."""
    sheets = [sheet for sheet in draft.mains if "pilihan" in sheet.columns]
    emptied = draft.rng.random() < 0.4
    for sheet in sheets:
        rows = [r for r in sheet.rows if r.kind == "question" and scale(r.kode).jenis == "pilihan"]
        for row in rows if emptied else draft.some(rows, 3, 25):
            names = [*scale(row.kode).pilihan]
            row.cells["pilihan"] = None if emptied else draft.rng.choice((names[0], "/".join(names[:-1]), "A/B/C/D/E"))
    return bool(sheets)


def own_nilai_wrong(draft: Draft) -> bool:
    """The workbook's own figures typed over with others."""
    sheets = [sheet for sheet in draft.mains if "nilai" in sheet.columns]
    for sheet in sheets:
        rows = [row for row in sheet.rows if row.kind in ("node", "question", "total") and "nilai" in row.cells]
        for row in draft.some(rows, 1, 6):
            row.cells["nilai"] = round(draft.rng.uniform(0, row.cells.get("bobot", 1)), 2)
    return bool(sheets)


def no_cached_values(draft: Draft) -> bool:
    """Saved by a program that keeps formulas but not their results."""
    draft.cached = False
    return draft.is_form


def _reorder_form(draft: Draft, sheet: Sheet) -> None:
    """The hierarchy stays on the left, as the form is read by it; in part the answer is moved before it."""
    start = next(i for i, group in enumerate(sheet.groups) if "b" in group) + 1
    tail = sheet.groups[start:]
    draft.rng.shuffle(tail)
    sheet.groups[start:] = tail
    if draft.rng.random() < 0.2:
        moved = next(group for group in sheet.groups if "jawaban" in group)
        sheet.groups.remove(moved)
        sheet.groups.insert(0, moved)


def _reorder_wide(draft: Draft, sheet: Sheet) -> None:
    if not draft.transposed:
        draft.rng.shuffle(sheet.groups[0])
        tail = sheet.groups[1:]
        draft.rng.shuffle(tail)
        sheet.groups[1:] = tail
        return
    for group in draft.some(sheet.groups[3:], 3, 12):
        sheet.groups.remove(group)
        sheet.groups.insert(draft.rng.randint(3, len(sheet.groups)), group)


def _retell(sheet: Sheet, row: Row, texts: list) -> None:
    """Titles do not move with the columns: they stay on the left, a label before its text."""
    if len(row.merges) == 0:
        row.cells = dict(zip(sheet.columns, texts, strict=False))
    elif texts:
        row.cells, row.merges = {sheet.columns[0]: texts[0]}, [(sheet.columns[0], sheet.columns[-1])]
