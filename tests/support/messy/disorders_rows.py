"""Disorders among the rows and sheets: what stands above, between and below, sections moved, an old copy hidden."""

from copy import deepcopy
from typing import Any

from messy.model import Draft, Formula, Row, Sheet, scale

_TITLES = ("PEMERINTAH CONTOH", "DINAS CONTOH PROVINSI CONTOH", "Pembangunan Zona Integritas menuju WBK/WBBM",
           "Dicetak dari aplikasi contoh", "RAHASIA", None, None)  # fmt: skip
_GUIDE = ("Petunjuk pengisian:", "1. Isi kolom jawaban dengan pilihan A/B/C/D/E atau Ya/Tidak.", None,
          "2. Kolom nilai terisi otomatis, jangan diubah.", "3. Lampirkan tautan data dukung.",
          "Pengungkit 60, Hasil 40", "Jawaban dan catatan TPI diisi oleh inspektorat", None)  # fmt: skip
_REMARKS = ("Catatan: bukti disimpan di folder bersama", "lanjutan dari halaman sebelumnya", "(cek lagi)", None, None)
_FOREIGN = ("Jumlah kendaraan dinas yang dicuci setiap hari Jumat", "Ruang tunggu dilengkapi pendingin udara",
            "Kantin menyediakan menu sarapan", "Luas lahan parkir tamu dalam meter persegi",
            "Seragam batik dipakai setiap hari Kamis")  # fmt: skip

# No table of this kind has been seen to begin lower.
_LOWEST_HEADER = 30


def rows_above(draft: Draft) -> bool:
    """Some title rows more above everything."""
    for sheet in draft.mains:
        _put_on_top(draft, sheet, [draft.rng.choice(_TITLES) for _ in range(draft.rng.randint(1, 5))])
    return True


def header_far_down(draft: Draft) -> bool:
    """A page of instructions above the table: its header stands as low as row 30."""
    for sheet in draft.mains:
        missing = draft.rng.randint(12, _LOWEST_HEADER) - 1 - sheet.rows.index(sheet.header)
        guide = [*_GUIDE, *([None] * 30)]
        _put_on_top(draft, sheet, guide[: max(missing, 0)])
    return True


def rows_between(draft: Draft) -> bool:
    """Blank rows and remarks between the rows."""
    for sheet in draft.mains:
        for _ in range(draft.rng.randint(3, 15)):
            text = draft.rng.choice(_REMARKS)
            _put_between(draft, sheet, Row("other", {draft.rng.choice(_lead(draft, sheet)): text} if text else {}))
    return True


def header_repeated(draft: Draft) -> bool:
    """The header once more in the middle, as on every printed page."""
    for sheet in draft.mains:
        for _ in range(draft.rng.randint(1, 3)):
            _put_between(draft, sheet, Row("other", dict(sheet.header.cells), merges=list(sheet.header.merges)))
    return True


def foreign_rows(draft: Draft) -> bool:
    """Rows (or columns) of the office's own, with answers, that are no questions of the instrument."""
    for text in draft.some(list(_FOREIGN), 1, 3):
        sheet = draft.rng.choice(draft.mains)
        if draft.transposed:
            column = f"asing {text}"
            sheet.groups.insert(draft.rng.randint(1, len(sheet.groups)), [column])
            sheet.header.cells[column] = text
            for row in sheet.rows:
                if row.kind == "unit":
                    row.cells[column] = draft.rng.choice(("A", "Ya", 5))
            continue
        neighbour = draft.rng.choice(sheet.data_rows())
        shared = ("unit", "tahun", "penilai", "area", "no")
        row = Row("other", {c: v for c, v in neighbour.cells.items() if c in shared}, key=neighbour.key)
        text_column = next((x.column for x in draft.texts if x.row is neighbour), None)
        row.cells[text_column or "kode"] = text if text_column else f"Z.9.{draft.rng.choice('abc')}"
        for column in dict.fromkeys(slot.column for slot in draft.slots if slot.sheet is sheet):
            row.cells[column] = draft.rng.choice(("A", "Ya", "B", 5))
        _put_between(draft, sheet, row)
    return True


def totals_and_signature(draft: Draft) -> bool:
    """Rows of totals and means with figures in the answer columns, and a signature block, below the table."""
    for sheet in draft.mains:
        first = _lead(draft, sheet)[0]
        answered = list(dict.fromkeys(s.column for s in draft.slots if s.sheet is sheet))
        for label in draft.rng.sample(("TOTAL", "Rata-rata", "JUMLAH", "Nilai Akhir"), 2):
            figures = {column: round(draft.rng.uniform(1, 95), 2) for column in answered}
            sheet.rows.append(Row("other", {first: label, **figures}))
        sheet.rows.append(Row("other"))
        for line in ("Contoh, 30 April", "Kepala Unit Contoh", None, "NIP 000000 0000 0 000"):
            sheet.rows.append(Row("other", {answered[-1]: line} if line else {}))
    return True


def section_moved(draft: Draft) -> bool:
    """Reform before Pemenuhan."""
    for sheet in draft.mains:
        if draft.transposed:
            asked = [g for g in sheet.groups if g[0].startswith("P.")]
            reform = [g for g in sheet.groups if g[0].startswith("R.")]
            start = min(sheet.groups.index(g) for g in [*asked, *reform])
            rest = [g for g in sheet.groups if g not in asked and g not in reform]
            sheet.groups = [*rest[:start], *reform, *asked, *rest[start:]]
        elif draft.is_form:
            places = {r.node: i for i, r in enumerate(sheet.rows) if r.kind == "node" and r.node in ("A.P", "A.R", "B")}
            a, b, c = places["A.P"], places["A.R"], places["B"]
            sheet.rows = [*sheet.rows[:a], *sheet.rows[b:c], *sheet.rows[a:b], *sheet.rows[c:]]
        else:
            _move_in_list(draft, sheet)
    return True


def old_copy_hidden(draft: Draft) -> bool:
    """An older copy of the sheet, hidden, with other answers."""
    main = draft.rng.choice(draft.mains)
    columns = list(dict.fromkeys(slot.column for slot in draft.slots if slot.sheet is main))
    old = deepcopy(main)
    old.hidden = True
    old.name = draft.rng.choice((f"{main.name[:24]} (2)", f"{main.name[:24]} lama", f"{main.name[:24]} - Copy"))
    for row in old.rows:
        if row.kind in ("question", "count", "unit"):
            for column in columns:
                if column in row.cells and not isinstance(row.cells[column], Formula) and draft.rng.random() < 0.5:
                    row.cells[column] = _other(draft, row.kode or column, row.cells[column])
    place = draft.sheets.index(main)
    draft.sheets.insert(place + draft.rng.randint(0, 1), old)
    return True


def merged_titles(draft: Draft) -> bool:
    """Titles merged over the whole table, and header cells merged over two rows."""
    for sheet in draft.mains:
        columns = sheet.columns
        title = Row("title", {columns[0]: "HASIL PENILAIAN ZONA INTEGRITAS"}, merges=[(columns[0], columns[-1])])
        if sheet.rows.index(sheet.header) + 1 < _LOWEST_HEADER:
            sheet.rows.insert(0, title)
        header = sheet.header
        if draft.rng.random() < 0.6 and not header.glued:
            below = Row("other")
            sheet.after(header, below)
            header.glued = True
            wide = [column for first, last in header.merges for column in _span(columns, first, last)]
            sheet.merged_down += [(header, below, c) for c in columns if header.cells.get(c) and c not in wide]
    return True


def _put_on_top(draft: Draft, sheet: Sheet, lines: list[str | None]) -> None:
    first = _lead(draft, sheet)[0]
    room = max(_LOWEST_HEADER - 1 - sheet.rows.index(sheet.header), 0)
    sheet.rows[:0] = [Row("title", {first: line} if line else {}) for line in lines[:room]]


def _put_between(draft: Draft, sheet: Sheet, row: Row) -> None:
    """Insert a row somewhere below the header, but not into merged cells."""
    start = sheet.rows.index(sheet.header)
    places = [place for place in range(start + 2, len(sheet.rows)) if not sheet.rows[place - 1].glued]
    sheet.rows.insert(draft.rng.choice(places), row)


def _lead(draft: Draft, sheet: Sheet) -> list[str]:
    """The columns in which remarks stand: those before the answers."""
    answered = {slot.column for slot in draft.slots if slot.sheet is sheet}
    before = []
    for column in sheet.columns:
        if column in answered:
            break
        before.append(column)
    return (before or sheet.columns)[:3]


def _move_in_list(draft: Draft, sheet: Sheet) -> None:
    """In lists: within each unit's rows, the questions of Reform first."""
    last = max(sheet.rows.index(row) for row in sheet.data_rows())
    start = min(sheet.rows.index(row) for row in sheet.data_rows())
    blocks: list[list[Row]] = []
    for row in sheet.rows[start : last + 1]:
        if not blocks or (not draft.interleaved and row.key is not None and row.key != blocks[-1][0].key):
            blocks.append([])
        blocks[-1].append(row)
    order = {"R": 0, "P": 1, "B": 2}
    ranked = []
    for block in blocks:
        rank, ranks = 1, []
        for row in block:
            # Remarks and the like stay with the row above them.
            rank = order.get(row.kode[:1], rank)
            ranks.append(rank)
        ranked += [row for _, row in sorted(zip(ranks, block, strict=True), key=lambda pair: pair[0])]
    sheet.rows[start : last + 1] = ranked


def _other(draft: Draft, kode: str, written: Any) -> Any:
    """Another answer of the same kind."""
    if isinstance(written, int):
        return written + 1
    kind = scale(kode) if not kode.endswith("#2") else None
    if isinstance(written, str) and kind and kind.jenis == "pilihan":
        return draft.rng.choice([*kind.pilihan])
    return written


def _span(columns: list[str], first: str, last: str) -> list[str]:
    return columns[columns.index(first) : columns.index(last) + 1]
