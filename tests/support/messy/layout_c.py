"""Layout C, long: one row per question and unit, as agencies' own systems export it or people make it by hand."""

from random import Random

from messy import identity
from messy.answers import Given, corrected, draw_answers
from messy.form import choices
from messy.model import INSTRUMENT, Draft, Key, Label, Percent, Row, Sheet, Slot, Truth, scale

HEADINGS = {
    "no": ("No", "No."),
    "unit": ("Satuan Kerja", "Unit Kerja", "Nama Unit", "Nama Satker", "Unit"),
    "tahun": ("Tahun", "Tahun Penilaian"),
    "penilai": ("Penilai", "Dinilai oleh"),
    "area": ("Area", "Area Perubahan", "Komponen"),
    "kode": ("Kode", "Kode Indikator", "Nomor", "No"),
    "teks": ("Indikator", "Pertanyaan", "Uraian", "Indikator/Pertanyaan"),
    "pilihan": ("Pilihan Jawaban", "Pilihan"),
    "jawaban": ("Jawaban", "Isian", "Jawaban"),
    "nilai": ("Nilai", "Skor"),
    "catatan": ("Catatan", "Keterangan"),
    "tautan": ("Tautan", "Link Data Dukung", "Link Bukti"),
}
_ANSWER_OF = {"unit": ("Jawaban Unit", "Jawaban Unit Kerja"), "tpi": ("Jawaban TPI",), "tpn": ("Jawaban TPN",)}
AREAS = {q.kode: node.nama for node in INSTRUMENT.nodes() if node.pokja for q in node.questions()}


def draft_c(rng: Random) -> Draft:
    """A tidy list: of several units in one sheet, or of one unit per sheet."""
    draft = Draft(rng, "daftar-panjang", cached=rng.random() < 0.5)
    columns = _columns(rng)
    keys = _keys(rng, columns)
    units = list(dict.fromkeys(unit for unit, _, _ in keys))
    headings = _headings(rng, columns, keys)
    by_counts = "teks" in columns and rng.random() < 0.5
    style = {"by_counts": by_counts, "parent": "kode" not in columns or rng.random() < 0.5}
    style["sum_row"] = rng.random() < 0.5
    name_of_sheet = "unit" not in columns and rng.random() < 0.5
    draft.interleaved = len(keys) > 1 and "unit" in columns and rng.random() < 0.3
    for part in [keys] if "unit" in columns else [[k for k in keys if k[0] == unit] for unit in units]:
        name = part[0][0] if name_of_sheet else rng.choice(("Sheet1", "Data", "Rekap Jawaban"))
        sheet = Sheet(name if len(units) == 1 or name_of_sheet else f"{name} {part[0][0][:9]}"[:31], [])
        sheet.groups = [[column] for column in columns]
        sheet.rows = _titles(rng, columns, part, name_of_sheet)
        sheet.rows.append(Row("header", dict(headings)))
        _fill(draft, sheet, part, style)
        draft.mains.append(sheet)
    draft.sheets = list(draft.mains)
    draft.file_name = rng.choice(("rekap jawaban LKE.xlsx", "export_lke.xlsx", "Daftar isian ZI.xlsx"))
    return draft


def written_share(rng: Random, value: float) -> tuple[Percent | float, float]:
    """How a list writes a ratio, and the value that this is: a share, rounded in part, or a percentage."""
    rounded = round(value, rng.choice((2, 4)))
    return (Percent(rounded) if rng.random() < 0.5 else rounded), rounded


def _columns(rng: Random) -> list[str]:
    named = rng.choice((["kode"], ["kode", "teks"], ["kode", "teks"], ["teks"]))
    whose = [column for column, odds in (("unit", 0.7), ("tahun", 0.6), ("penilai", 0.6)) if rng.random() < odds]
    more = [column for column, odds in (("area", 0.3), ("pilihan", 0.3)) if rng.random() < odds]
    end = [column for column, odds in (("nilai", 0.4), ("catatan", 0.4), ("tautan", 0.3)) if rng.random() < odds]
    return [*(["no"] if rng.random() < 0.4 else []), *whose, *more, *named, "jawaban", *end]


def _keys(rng: Random, columns: list[str]) -> list[Key]:
    units = identity.draw_units(rng, rng.choice((1, 2, 2, 3)))
    years = [identity.draw_year(rng)]
    if "tahun" in columns and "unit" in columns and rng.random() < 0.2:
        years = [years[0] - 1, years[0]]
    judges = [identity.draw_judge(rng)]
    if "penilai" in columns and len(units) * len(years) < 4 and rng.random() < 0.4:
        judges = ["unit", "tpi"]
    return [(unit, tahun, penilai) for unit in units for tahun in years for penilai in judges]


def _headings(rng: Random, columns: list[str], keys: list[Key]) -> dict[str, str]:
    chosen = {column: rng.choice(HEADINGS[column]) for column in columns}
    judges = {penilai for _, _, penilai in keys}
    if len(judges) == 1 and rng.random() < 0.3:
        chosen["jawaban"] = rng.choice(_ANSWER_OF[judges.pop()])
    if "no" in columns and chosen.get("kode") in ("No", "Nomor"):
        # Two columns called No: a person would have named the second.
        chosen["kode"] = "Kode"
    return chosen


def _titles(rng: Random, columns: list[str], keys: list[Key], name_of_sheet: bool) -> list[Row]:
    """The lines above the table; they say what no column and no sheet name says."""
    told = {"Unit Kerja": keys[0][0], "Tahun": keys[0][1], "Penilai": rng.choice(identity.JUDGES[keys[0][2]])}
    said = {"Unit Kerja": "unit" in columns or name_of_sheet, "Tahun": "tahun" in columns,
            "Penilai": "penilai" in columns}  # fmt: skip
    first = columns[0]
    rows = [Row("title", {first: "REKAPITULASI JAWABAN LKE ZONA INTEGRITAS"})]
    for label, text in told.items():
        if not said[label]:
            apart = rng.random() < 0.4 and len(columns) > 1
            rows.append(Row("title", {first: label, columns[1]: text} if apart else {first: f"{label}: {text}"}))
    if len(rows) == 1 and rng.random() < 0.5:
        return []
    return [*rows, Row("title")]


def _fill(draft: Draft, sheet: Sheet, keys: list[Key], style: dict) -> None:
    rng = draft.rng
    judged = {penilai: rng.choice(words) for penilai, words in identity.JUDGES.items()}
    blocks, own = [], {}
    for key in keys:
        # A second judge of the same unit and year corrects the first.
        answers = corrected(rng, own[key[:2]]) if key[:2] in own else draw_answers(rng, rng.choice((0, 0, 0.05, 0.3)))
        own[key[:2]] = answers
        draft.truth[key] = {kode: Truth(given.value) for kode, given in answers.items()}
        blocks.append([_question_rows(draft, sheet, key, q, answers[q.kode], style) for q in INSTRUMENT.questions()])
    groups = zip(*blocks, strict=True) if draft.interleaved else blocks
    rows = [row for group in groups for rows in group for row in rows]
    for number, row in enumerate(rows, start=1):
        unit, tahun, penilai = row.key
        whose = {"no": number, "unit": unit, "tahun": tahun, "penilai": judged[penilai], "area": AREAS.get(row.kode)}
        row.cells |= {column: value for column, value in whose.items() if column in sheet.columns}
    sheet.rows += rows


def _question_rows(draft: Draft, sheet: Sheet, key: Key, question, given: Given, style: dict) -> list[Row]:
    """A question's row and those of its raw counts, where the list has them."""
    columns, rows = sheet.columns, []

    def add(kind: str, text: str, kunci: str = "") -> Row:
        row = Row(kind, {}, question.kode, kunci, key=key)
        for column, value, labels in (("kode", question.kode, draft.codes), ("teks", text, draft.texts)):
            if column in columns:
                row.cells[column] = value
                labels.append(Label(sheet, row, column, question.kode, kunci))
        rows.append(row)
        return row

    counted = bool(given.counts) and style["by_counts"]
    if not counted or style["parent"]:
        row = add("question", question.teks)
        row.cells |= {"pilihan": choices(question.kode)} if "pilihan" in columns else {}
        row.cells |= {"nilai": given.value} if "nilai" in columns else {}
        row.cells |= {"catatan": "Catatan contoh"} if "catatan" in columns and draft.rng.random() < 0.4 else {}
        row.cells |= {"tautan": f"https://contoh.invalid/{question.kode}"} if "tautan" in columns else {}
    if not counted:
        slot = Slot(key, question.kode, "", sheet, row, "jawaban")
        written = given.written
        if scale(question.kode).jenis == "rasio" and given.value is not None:
            written, value = written_share(draft.rng, given.value)
            rows[0].cells |= {"nilai": value} if "nilai" in columns else {}
            draft.tell(key, question.kode, Truth(value))
        slot.write(written)
        draft.slots.append(slot)
        return rows
    draft.counts[key, question.kode] = dict(given.counts)
    for count in question.masukan:
        if count.jumlah_dari and not style["sum_row"]:
            continue
        slot = Slot(key, question.kode, count.kunci, sheet, add("count", count.label, count.kunci), "jawaban")
        parts = [given.counts[part] for part in count.jumlah_dari if given.counts[part] is not None]
        if count.jumlah_dari:
            slot.write(sum(parts) if parts else None)
            draft.sums[key, question.kode] = slot
        else:
            slot.write(given.counts[count.kunci])
            draft.slots.append(slot)
    return rows
