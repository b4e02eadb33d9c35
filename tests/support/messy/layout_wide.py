"""Layout C, wide: questions as rows with a column per unit, or units as rows with a column per question."""

from random import Random

from messy import identity
from messy.answers import Given, corrected, draw_answers
from messy.layout_c import AREAS, HEADINGS, written_share
from messy.model import INSTRUMENT, Draft, Key, Label, Row, Sheet, Slot, Truth, question, scale


def draft_wide(rng: Random) -> Draft:
    """A tidy table of this layout."""
    draft = Draft(rng, "daftar-lebar", cached=rng.random() < 0.5)
    draft.transposed = rng.random() < 0.5
    sheet = Sheet(rng.choice(("Rekap", "Sheet1", "Rekap LKE")), [])
    draft.mains, draft.sheets = [sheet], [sheet]
    draft.file_name = rng.choice(("rekap LKE semua unit.xlsx", "Rekap ZI.xlsx", "rekapitulasi (2).xlsx"))
    # Both ways of writing have the same answers to tell; only a table of questions says who judged in its headings.
    judged = rng.random() < 0.5
    keys = _keys(rng, judged)
    answers = _answers(rng, keys)
    draft.truth = {key: {kode: Truth(given.value) for kode, given in answers[key].items()} for key in keys}
    if draft.transposed:
        _units_as_rows(draft, sheet, answers, judged)
    else:
        _questions_as_rows(draft, sheet, answers, judged)
    return draft


def _keys(rng: Random, judged: bool) -> list[Key]:
    units = identity.draw_units(rng, rng.randint(2, 6))
    tahun, one = identity.draw_year(rng), identity.draw_judge(rng)
    return [(unit, tahun, judge) for unit in units for judge in (("unit", "tpi") if judged else (one,))]


def _answers(rng: Random, keys: list[Key]) -> dict[Key, dict[str, Given]]:
    answers: dict[Key, dict[str, Given]] = {}
    for key in keys:
        earlier = next((answers[k] for k in answers if k[:2] == key[:2]), None)
        answers[key] = corrected(rng, earlier) if earlier else draw_answers(rng, rng.choice((0, 0, 0.05, 0.3)))
    return answers


def _titles(rng: Random, first: str, keys: list[Key], judged: bool, with_year: bool = True) -> list[Row]:
    rows = [Row("title", {first: "REKAPITULASI LKE ZONA INTEGRITAS" + (f" TAHUN {keys[0][1]}" if with_year else "")})]
    if not judged:
        rows.append(Row("title", {first: f"Penilai: {rng.choice(identity.JUDGES[keys[0][2]])}"}))
    return [*rows, Row("title")]


def _questions_as_rows(draft: Draft, sheet: Sheet, answers: dict[Key, dict[str, Given]], judged: bool) -> None:
    rng, keys = draft.rng, list(answers)
    lead = rng.choice((["kode"], ["kode", "teks"], ["no", "teks"], ["area", "kode", "teks"]))
    columns = {key: f"u{place}" for place, key in enumerate(keys)}
    # The columns of one unit stay together, whoever judged.
    units = dict.fromkeys(unit for unit, _, _ in keys)
    sheet.groups = [lead, *([columns[key] for key in keys if key[0] == unit] for unit in units)]
    sheet.rows = _titles(rng, lead[0], keys, judged)
    form = rng.choice(("{u} - {p}", "{u} ({p})", "{u}\n{p}")) if judged else "{u}"
    headings = {column: rng.choice(HEADINGS[column]) for column in lead}
    headings |= {columns[k]: form.format(u=k[0], p=identity.SHORT[k[2]]) for k in keys}
    sheet.rows.append(Row("header", headings))
    by_counts = "teks" in lead and rng.random() < 0.4
    for number, asked in enumerate(INSTRUMENT.questions(), start=1):
        counted = by_counts and bool(asked.masukan)
        labels = [("question", asked.teks, "")]
        # The sum row is left out: a table shows the parts.
        labels += [("count", c.label, c.kunci) for c in asked.masukan if counted and not c.jumlah_dari]
        for kind, text, kunci in labels:
            row = Row(kind, {}, asked.kode, kunci)
            values = {"no": number if kind == "question" else None, "kode": asked.kode, "teks": text}
            row.cells = {c: v for c, v in {**values, "area": AREAS.get(asked.kode)}.items() if c in lead}
            sheet.rows.append(row)
            for column, found in (("kode", draft.codes), ("teks", draft.texts)):
                if column in lead:
                    found.append(Label(sheet, row, column, asked.kode, kunci))
            for key in keys:
                if kunci or not counted:
                    _answer(draft, Slot(key, asked.kode, kunci, sheet, row, columns[key]), answers[key][asked.kode])


def _units_as_rows(draft: Draft, sheet: Sheet, answers: dict[Key, dict[str, Given]], judged: bool) -> None:
    rng, keys = draft.rng, list(answers)
    with_year = rng.random() < 0.5
    lead = [*(["no"] if rng.random() < 0.4 else []), "unit"]
    lead += ["tahun"] * with_year + ["penilai"] * judged
    sheet.groups = [[column] for column in [*lead, *(q.kode for q in INSTRUMENT.questions())]]
    sheet.rows = _titles(rng, lead[0], keys, judged, not with_year)
    header = Row("header", {column: rng.choice(HEADINGS[column]) for column in lead})
    heading = rng.choice(("kode", "teks", "keduanya"))
    for asked in INSTRUMENT.questions():
        texts = {"kode": asked.kode, "teks": asked.teks, "keduanya": f"{asked.kode} {asked.teks}"}
        header.cells[asked.kode] = texts[heading]
        if heading != "keduanya":
            (draft.codes if heading == "kode" else draft.texts).append(Label(sheet, header, asked.kode, asked.kode))
    sheet.rows.append(header)
    words = {penilai: rng.choice(names) for penilai, names in identity.JUDGES.items()}
    for number, key in enumerate(keys, start=1):
        values = {"no": number, "unit": key[0], "tahun": key[1], "penilai": words[key[2]]}
        row = Row("unit", {column: values[column] for column in lead}, key=key)
        sheet.rows.append(row)
        for kode, given in answers[key].items():
            _answer(draft, Slot(key, kode, "", sheet, row, kode), given)


def _answer(draft: Draft, slot: Slot, given: Given) -> None:
    """Write one answer; a ratio as a share, unless the table has its raw counts."""
    draft.slots.append(slot)
    if slot.kunci:
        masukan = question(slot.kode).masukan
        draft.counts.setdefault((slot.key, slot.kode), {c.kunci: given.counts[c.kunci] for c in masukan})
        slot.write(given.counts[slot.kunci])
    elif scale(slot.kode).jenis == "rasio" and given.value is not None:
        written, value = written_share(draft.rng, given.value)
        slot.write(written)
        draft.tell(slot.key, slot.kode, Truth(value))
    else:
        slot.write(given.written)
