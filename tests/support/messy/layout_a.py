"""Layout A: the official workbook of Lampiran III, with its hidden recap sheets, for one judge."""

from random import Random

from messy import identity
from messy.answers import draw_answers
from messy.form import Judge, add_form_rows
from messy.model import Draft, Formula, Row, Sheet

_HEADINGS = {"no": "No", "b": "Penilaian", "bobot": "Bobot", "penjelasan": "Penjelasan", "pilihan": "Pilihan Jawaban",
             "jawaban": "Jawaban", "nilai": "Nilai", "persen": " %",
             "catatan": "Catatan/Keterangan/Penjelasan"}  # fmt: skip
_TITLE = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS\nPERATURAN MENTERI PANRB NOMOR 90 TAHUN 2021"


def draft_a(rng: Random) -> Draft:
    """A tidy workbook of this layout; who judged whom stands in at least one place."""
    draft = Draft(rng, "lampiran-iii", cached=rng.random() < 0.6)
    key = (identity.draw_units(rng, 1)[0], identity.draw_year(rng), identity.draw_judge(rng))
    places = {place for place in ("utama", "judul", "tanda tangan", "nama berkas") if rng.random() < 0.45}
    places = places or {rng.choice(("utama", "nama berkas"))}
    told = "nama berkas" in places
    draft.file_name = identity.telling_file_name(rng, key) if told else identity.plain_file_name(rng)

    # The note, what the evidence is, and its link: the last two often have no heading, so they stay together.
    groups = [["no"], list("bcdefg"), ["bobot"], ["penjelasan"], ["pilihan"], ["jawaban"], ["nilai", "persen"], ["n"],
              ["catatan", "bukti", "tautan"]]  # fmt: skip
    sheet = Sheet("LKE ZI", groups)
    draft.mains = [sheet]
    if "judul" in places:
        sheet.rows += [Row("title", {"b": f"{a.upper()} : {b}"}) for a, b in identity.identity_lines(rng, key)]
    sheet.rows.append(Row("title", {"b": _TITLE}, merges=[("b", "catatan")]))
    sheet.rows.append(Row("header", dict(_HEADINGS), merges=[("b", "g")]))
    answers = draw_answers(rng, rng.choice((0, 0, 0.03, 0.4)))
    judge = Judge(key, "jawaban", "nilai", "catatan", "bukti", "tautan")
    add_form_rows(draft, sheet, {judge: answers}, ratio_formula=True)
    _signature(rng, sheet, key, "tanda tangan" in places)
    draft.sheets = [*_hidden(rng, sheet, key, "utama" in places), sheet]
    return draft


def _signature(rng: Random, sheet: Sheet, key, named: bool) -> None:
    lines = [f"{label}: {text}" for label, text in identity.identity_lines(rng, key)] if named else ["", "", ""]
    right = [f"..............., .............. {key[1] if named else ''}", "Pimpinan Unit Kerja", "", "NIP ........"]
    sheet.rows.append(Row("other"))
    for place, text in enumerate(right):
        left = lines[place] if place < len(lines) else ""
        sheet.rows.append(Row("other", {"b": left or None, "penjelasan": text or None}))


def _hidden(rng: Random, lke: Sheet, key, named: bool) -> list[Sheet]:
    """The two recap sheets, in part with broken references; in some files people have deleted them."""
    if not named and rng.random() < 0.3:
        return []
    lines = identity.identity_lines(rng, key) if named else []
    utama = Sheet("Utama", [["a"], ["b"], ["c"]], hidden=True)
    utama.rows = [Row("other", {"a": label, "b": text}) for label, text in lines]
    recap = Sheet("Ctt Eval", [["a"], ["b"], ["c"]], hidden=True)
    recap.rows.append(Row("other", {"a": "Rekapitulasi nilai"}))
    for row in lke.rows:
        if row.kind == "node" and row.node.count(".") == 1:
            name = next(v for c, v in row.cells.items() if c in "cdefg" and isinstance(v, str) and len(v) > 3)
            recap.rows.append(Row("other", {"a": name, "b": row.cells["bobot"], "c": Formula("broken")}))
    return [utama, recap]
