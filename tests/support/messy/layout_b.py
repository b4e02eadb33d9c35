"""Layout B: the workbook of the 2026 cycle: one sheet `Jawaban`, the unit's and TPI's answers side by side."""

from random import Random

from messy import identity
from messy.answers import corrected, draw_answers
from messy.form import Judge, add_form_rows
from messy.model import Draft, Row, Sheet

_WORDS = {
    "no": ("No", "No.", ""),
    "b": ("Penilaian", "PENILAIAN", "Komponen / Penilaian"),
    "bobot": ("Bobot",),
    "penjelasan": ("Penjelasan", "Penjelasan Pilihan"),
    "pilihan": ("Pilihan Jawaban", "Pilihan"),
    "jawaban": ("Jawaban Unit Kerja", "Jawaban Unit", "Jawaban\nUnit Kerja", "Jawaban Satker", "JAWABAN UNIT KERJA"),
    "catatan": ("Catatan/Keterangan", "Catatan Unit", "Catatan Unit Kerja", "Keterangan"),
    "bukti": ("Bukti/Data Dukung", "Data Dukung", "Bukti Dukung", "Link Bukti/Data Dukung"),
    "jawaban_tpi": ("Jawaban TPI", "Jawaban Tim Penilai Internal", "Penilaian TPI", "Jawaban\nTPI"),
    "nilai": ("Nilai", "Nilai TPI", "Nilai Akhir"),
    "persen": ("%", " %", "Persen"),
    "catatan_tpi": ("Catatan TPI", "Catatan Tim Penilai Internal", "Catatan/Rekomendasi TPI"),
}
# The column of each, from A: K, L, M are the unit's, N and Q are TPI's.
_GROUPS = [["no"], list("bcdefg"), ["bobot"], ["penjelasan"], ["pilihan"], ["jawaban", "catatan", "bukti"],
           ["jawaban_tpi", "nilai", "persen", "catatan_tpi"]]  # fmt: skip


def draft_b(rng: Random) -> Draft:
    """A tidy workbook of this layout; unit and year stand in another sheet, in the file name, or in both."""
    draft = Draft(rng, "siklus-2026", cached=rng.random() < 0.6)
    unit, tahun = identity.draw_units(rng, 1)[0], rng.choice((2025, 2026, 2026))
    sheet = Sheet("Jawaban", [list(group) for group in _GROUPS])
    draft.mains = [sheet]
    header = {column: rng.choice(words) or None for column, words in _WORDS.items()}
    sheet.rows.append(Row("header", header, merges=[("b", "g")]))
    own = draw_answers(rng, rng.choice((0, 0, 0.03, 0.3)))
    judges = {
        Judge((unit, tahun, "unit"), "jawaban", "", "catatan", "bukti"): own,
        Judge((unit, tahun, "tpi"), "jawaban_tpi", "nilai", "catatan_tpi"): corrected(rng, own),
    }
    add_form_rows(draft, sheet, judges, ratio_formula=False)
    in_sheet, in_name = rng.choice(((True, False), (False, True), (True, True)))
    draft.file_name = f"LKE {unit} {tahun}.xlsx" if in_name else rng.choice(("LKE ZI 2026.xlsx", "LKE.xlsx"))
    if not in_sheet:
        guide = rng.choice(([], [_guide()]))
        draft.sheets = [*guide, sheet]
    elif rng.random() < 0.5:
        draft.sheets = [_named(unit, tahun), sheet, _recap(sheet)]
    else:
        draft.sheets = [sheet, _recap(sheet), _named(unit, tahun)]
    return draft


def _guide() -> Sheet:
    lines = ("Petunjuk pengisian", "1. Isi kolom jawaban sesuai pilihan (A/B/C/D/E atau Ya/Tidak).",
             "2. Lampirkan bukti pada kolom yang tersedia.")  # fmt: skip
    return Sheet("Petunjuk", [["a"]], [Row("other", {"a": line}) for line in lines])


def _named(unit: str, tahun: int) -> Sheet:
    sheet = Sheet("Identitas", [["a"], ["b"]])
    sheet.rows = [Row("other", {"a": "Nama Unit Kerja", "b": unit}), Row("other", {"a": "Tahun", "b": tahun})]
    return sheet


def _recap(form: Sheet) -> Sheet:
    sheet = Sheet("Rekap", [["a"], ["b"], ["c"]])
    sheet.rows.append(Row("other", {"a": "Komponen", "b": "Bobot", "c": "Nilai"}))
    for row in form.rows:
        if row.kind == "total":
            sheet.rows.append(Row("other", {"a": row.cells["b"], "b": row.cells["bobot"]}))
    return sheet
