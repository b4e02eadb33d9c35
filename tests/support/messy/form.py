"""The rows of the official form, as both the 2021 and the 2026 workbook have them, for one or two judges."""

from dataclasses import dataclass

from messy.answers import Given
from messy.model import INSTRUMENT, Draft, Formula, Key, Label, Row, Sheet, Slot, Truth, question, scale
from zi_metrics.reports.lke_rows import layout_rows

PLAN = layout_rows(INSTRUMENT)
_NODES = {node.kode: node for node in INSTRUMENT.nodes()}
_LEVELS = "bcdefg"
_NOTES = ("Sesuai", "Lihat data dukung", "SK sudah ada", "ya", "Masih menunggu tanda tangan", "Nilai B tahun lalu")


@dataclass(frozen=True)
class Judge:
    """One judge's columns in the form; '' where the form has none."""

    key: Key
    jawaban: str
    nilai: str
    catatan: str = ""
    bukti: str = ""
    tautan: str = ""


def add_form_rows(draft: Draft, sheet: Sheet, judges: dict[Judge, dict[str, Given]], ratio_formula: bool) -> None:
    """Append all rows below the header; the first row of the plan comes right after the rows that are there.

    ratio_formula: whether a ratio question's own answer cell holds its formula (else it is blank)
    """
    offset = len(sheet.rows) + 1 - PLAN[0].row
    rows: dict[tuple[str, str, str], Row] = {}
    number = 0
    for planned in PLAN:
        while len(sheet.rows) + 1 < planned.row + offset:
            sheet.rows.append(Row("other"))
        row = _row(planned)
        if row.kind == "question":
            number += 1
            row.cells["no"] = number
        sheet.rows.append(row)
        rows[planned.jenis, planned.kode, planned.kunci] = row
        if row.kind in ("question", "count"):
            text_column = "bcdefg"[planned.tingkat + 1]
            draft.texts.append(Label(sheet, row, text_column, row.kode, row.kunci))
    for judge, answers in judges.items():
        draft.truth[judge.key] = {kode: Truth(given.value) for kode, given in answers.items()}
        for row in rows.values():
            _answer(draft, sheet, row, judge, answers.get(row.kode))
        _formulas(rows, judge, ratio_formula)


def _row(planned) -> Row:
    """One row of the plan: its number, its text, its bobot, and what may be answered."""
    kinds = {"simpul": "node", "angka": "count", "total": "total", "nilai-akhir": "total"}
    kind = kinds.get(planned.jenis, "question")
    row = Row(kind, kode="" if kind in ("node", "total") else planned.kode, kunci=planned.kunci, node=planned.simpul)
    if planned.nomor:
        row.cells[_LEVELS[planned.tingkat]] = planned.nomor
    row.cells["b" if kind == "total" else _LEVELS[planned.tingkat + 1]] = planned.teks
    if planned.bobot is not None:
        row.cells["bobot"] = planned.bobot
    if kind == "total":
        row.merges.append(("b", "g"))
    elif kind == "node" and _NODES[planned.simpul].pertanyaan and planned.tingkat < 4:
        row.merges.append((_LEVELS[planned.tingkat + 1], "g"))
    if kind == "count":
        row.cells["pilihan"] = "Jumlah"
    if kind == "question":
        asked = question(planned.kode)
        meanings = "\n".join(f"{name}. {meaning}" for name, meaning in asked.kriteria.items())
        row.cells |= {"penjelasan": meanings or asked.petunjuk, "pilihan": choices(planned.kode)}
    return row


def choices(kode: str) -> str:
    """What the column of options says: 'A/B/C', '%', or 'Nilai (0-4)' with the form's line break."""
    kind = scale(kode)
    if kind.jenis == "pilihan":
        return "/".join(kind.pilihan)
    return "%" if kind.jenis == "rasio" else "Nilai\n(0-4)"


def _answer(draft: Draft, sheet: Sheet, row: Row, judge: Judge, given: Given | None) -> None:
    if given is None:
        return
    slot = Slot(judge.key, row.kode, row.kunci, sheet, row, judge.jawaban)
    if row.kind == "count":
        draft.counts[judge.key, row.kode] = dict(given.counts)
        count = next(c for c in question(row.kode).masukan if c.kunci == row.kunci)
        if count.jumlah_dari:
            draft.sums[judge.key, row.kode] = slot
        else:
            slot.write(given.counts[row.kunci])
            draft.slots.append(slot)
        return
    if not given.counts:
        slot.write(given.written)
        draft.slots.append(slot)
    if draft.rng.random() < 0.4:
        row.cells |= {judge.catatan: draft.rng.choice(_NOTES)} if judge.catatan else {}
        row.cells |= {judge.bukti: f"Bukti contoh {row.kode}"} if judge.bukti else {}
        row.cells |= {judge.tautan: f"https://contoh.invalid/{row.kode}"} if judge.tautan else {}


def _formulas(rows: dict, judge: Judge, ratio_formula: bool) -> None:
    """The form's own formulas: sums of counts, ratios, Nilai of questions, sub-indicators and all above."""
    of_question = {row.kode: row for row in rows.values() if row.kind == "question"}
    shared = {row.node: row for row in rows.values() if row.kind == "question" and "bobot" in row.cells}
    of_node = {row.node: row for row in rows.values() if row.kind == "node"} | shared
    for (_, kode, _), row in rows.items():
        if row.kind == "question":
            asked = question(kode)
            if asked.masukan and ratio_formula:
                refs = tuple(rows["angka", kode, c.kunci] for c in asked.masukan)
                row.cells[judge.jawaban] = Formula("ratio", row, judge.jawaban, refs, kode)
            if judge.nilai:
                row.cells[judge.nilai] = Formula("nilai", row, judge.jawaban, (), kode)
        elif row.kind == "count":
            parts = next(c.jumlah_dari for c in question(kode).masukan if c.kunci == row.kunci)
            if parts:
                refs = tuple(rows["angka", kode, part] for part in parts)
                row.cells[judge.jawaban] = Formula("sum", row, judge.jawaban, refs, kode)
        elif row.kind == "node" and judge.nilai:
            node = _NODES[row.node]
            if node.pertanyaan:
                refs = tuple(of_question[q.kode] for q in node.pertanyaan)
                row.cells[judge.nilai] = Formula("mean", row, judge.nilai, refs)
            else:
                refs = tuple(of_node[child.kode] for child in node.anak)
                row.cells[judge.nilai] = Formula("total", row, judge.nilai, refs)
        elif row.kind == "total" and judge.nilai:
            nodes = [row.node] if row.node else [component.kode for component in INSTRUMENT.komponen]
            row.cells[judge.nilai] = Formula("total", row, judge.nilai, tuple(of_node[kode] for kode in nodes))
