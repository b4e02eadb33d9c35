"""The official LKE workbook of PermenPANRB 90/2021, Lampiran III, filled with the answers of one assessment.

Its formulas work and carry their results, so that a program that does not recalculate shows the right figures too.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_metrics.answers import PENILAI, Answer
from zi_metrics.instrument import IndexScale, Instrument, OptionScale, Question
from zi_metrics.points import compile_points
from zi_metrics.reports import lampiran_iii_formulas as formulas
from zi_metrics.reports.lampiran_iii_filling import Cell, Filling, fill_in
from zi_metrics.reports.lampiran_iii_recap import write_identity, write_recap
from zi_metrics.reports.lampiran_iii_rows import LayoutRow, layout_rows
from zi_metrics.reports.lampiran_iii_style import Styles, fitted_height, set_up_page
from zi_metrics.reports.lampiran_iii_validation import computed_share, index_up_to, one_of, whole_count
from zi_metrics.scoring import answer_row, node_table, score

__all__ = ["LayoutRow", "layout_rows", "write_lampiran_iii"]

SHEET = "LKE ZI"
# Of the document, not of its making: the same answers must give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_NO_ANSWER = "#DIV/0!"
# P (what the evidence is) and Q (its link) have no heading in the form.
_HEADINGS = {"A": "No", "H": "Bobot", "I": "Penjelasan", "J": "Pilihan Jawaban", "K": "Jawaban", "L": "Nilai",
             "M": " %", "O": "Catatan/Keterangan/Penjelasan"}  # fmt: skip
_COLUMNS = "ABCDEFGHIJKLMNOPQ"
_NUMBER_COLUMNS = "BCDEF"


def write_lampiran_iii(
    instrument: Instrument, answers: Mapping[str, Answer], *, unit: str, tahun: int, penilai: str
) -> bytes:
    """The workbook as .xlsx bytes; the same input gives the same bytes.

    answers: question code -> its answer; a question that is absent, or has neither text nor value, is left blank.
        A ratio question is filled in through its raw counts. A sum of counts stays a formula, unless another number
        was written over it.
    unit, tahun: name of the unit and year judged; penilai: a key of `answers.PENILAI`

    The figures in it are those of the form's own rule (the mean over answered questions, `nilai_rumus_lke`).
    Raises KeyError for an answer or a raw count that the instrument has no place for, ValueError for another penilai.
    """
    if penilai not in PENILAI:
        raise ValueError(f"penilai must be one of {', '.join(PENILAI)}, not {penilai!r}")
    fillings = fill_in(instrument, answers)
    points = _points(instrument, fillings)
    rows = layout_rows(instrument)
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Lembar Kerja Evaluasi Zona Integritas", "created": _CREATED})
        styles = Styles(workbook)
        identity, recap, sheet = (workbook.add_worksheet(name) for name in ("Utama", "Ctt Eval", SHEET))
        lke, whose = f"'{SHEET}'!", {"unit": unit, "tahun": tahun, "penilai": penilai}
        write_identity(identity, styles, instrument, rows, points, lke, **whose)
        write_recap(recap, styles, rows, points, lke)
        writer = _SheetWriter(sheet, styles, instrument, rows, fillings, points)
        writer.write(answers)
        last = _signature(sheet, styles, rows[-1].row + 2, **whose)
        set_up_page(sheet, last)
        sheet.activate()
        sheet.set_first_sheet()
        identity.hide()
        recap.hide()
    return stream.getvalue()


def _points(instrument: Instrument, fillings: Mapping[str, Filling]) -> dict[str, float]:
    """Node code -> points as the form's formulas give them; nodes without any answer are absent."""
    matrix = compile_points(instrument)
    values = answer_row(matrix, {kode: filling.nilai for kode, filling in fillings.items()})
    table = node_table(matrix, score(matrix, values))
    figures = table.set_index("kode")["nilai_rumus_lke"].dropna()
    return {str(kode): float(nilai) for kode, nilai in figures.items()}


class _SheetWriter:
    """Writes the visible sheet: heading, header, and all rows of the plan."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: Styles,
        instrument: Instrument,
        rows: tuple[LayoutRow, ...],
        fillings: Mapping[str, Filling],
        points: Mapping[str, float],
    ):
        self.sheet, self.styles, self.instrument, self.rows = sheet, styles, instrument, rows
        self.fillings, self.points = fillings, points
        self.nodes = {node.kode: node for node in instrument.nodes()}
        self.node_rows = {row.simpul: row for row in rows if row.jenis.startswith("simpul")}
        self.question_rows = {row.kode: row.row for row in rows if row.jenis == "pertanyaan"}
        self.count_rows = {(row.kode, row.kunci): row.row for row in rows if row.jenis == "angka"}

    def write(self, answers: Mapping[str, Answer]) -> None:
        """Everything above the signatures."""
        self._head()
        number = 0
        for row in self.rows:
            self._frame(row)
            if row.jenis == "simpul":
                self._node(row)
            elif row.jenis == "angka":
                self._count(row)
            elif row.jenis in ("total", "nilai-akhir"):
                self._total(row)
            else:
                number += 1
                self.sheet.write_number(f"A{row.row}", number, self.styles.of("nomor", row))
                self._question(row, answers.get(row.kode))

    def _head(self) -> None:
        title = f"LEMBAR KERJA EVALUASI ZONA INTEGRITAS\n{self.instrument.sumber.upper()}"
        self.sheet.set_row(0, 42)
        self.sheet.merge_range("B1:O1", title, self.styles.of("judul-besar"))
        self.sheet.set_row(1, 32)
        kepala = self.styles.of("kepala")
        for column in _COLUMNS:
            self._cell(f"{column}2", _HEADINGS.get(column), kepala)
        self.sheet.merge_range("B2:G2", "Penilaian", kepala)

    def _frame(self, row: LayoutRow) -> None:
        """Fill and border of the whole row; its number and text, and its bobot."""
        for column in _COLUMNS:
            self.sheet.write_blank(f"{column}{row.row}", None, self.styles.of("judul", row))
        if row.bobot is not None:
            self.sheet.write_number(f"H{row.row}", row.bobot, self.styles.of("bobot", row))
        text_column = chr(ord(_NUMBER_COLUMNS[row.tingkat]) + 1)
        text = self.styles.of("teks", row)
        if row.jenis in ("total", "nilai-akhir"):
            self.sheet.merge_range(f"B{row.row}:G{row.row}", row.teks, text)
            return
        if row.nomor:
            self.sheet.write_string(f"{_NUMBER_COLUMNS[row.tingkat]}{row.row}", row.nomor, self.styles.of("nomor", row))
        leaf = bool(self.nodes[row.simpul].pertanyaan)
        if row.jenis.startswith("simpul") and leaf and text_column != "G":
            self.sheet.merge_range(f"{text_column}{row.row}:G{row.row}", row.teks, text)
        else:
            role = "judul" if row.jenis == "simpul" and text_column != "G" else "teks"
            self.sheet.write_string(f"{text_column}{row.row}", row.teks, self.styles.of(role, row))
        self.sheet.set_row(row.row - 1, fitted_height({f"{text_column}:G": row.teks}))

    def _node(self, row: LayoutRow) -> None:
        node = self.nodes[row.simpul]
        nilai = self.points.get(row.simpul)
        if node.pertanyaan:
            question_rows = [self.question_rows[question.kode] for question in node.pertanyaan]
            self._figures(row, formulas.mean_nilai(row.row, question_rows), nilai)
        else:
            formula = formulas.sum_nilai(self.node_rows[child.kode] for child in node.anak)
            self._figures(row, formula, nilai or 0.0)

    def _total(self, row: LayoutRow) -> None:
        kodes = [row.kode] if row.jenis == "total" else [component.kode for component in self.instrument.komponen]
        formula = formulas.sum_nilai(self.node_rows[kode] for kode in kodes)
        self._figures(row, formula, sum(self.points.get(kode, 0.0) for kode in kodes))

    def _figures(self, row: LayoutRow, formula: str, nilai: float | None) -> None:
        """Nilai and its share of the bobot; None where the form shows that nothing could be averaged."""
        of_bobot = _NO_ANSWER if nilai is None else nilai / row.bobot
        self._formula(f"L{row.row}", formula, self.styles.of("nilai", row), _NO_ANSWER if nilai is None else nilai)
        self._formula(f"M{row.row}", formulas.share(row), self.styles.of("persen", row), of_bobot)

    def _question(self, row: LayoutRow, answer: Answer | None) -> None:
        question = self.instrument.question(row.kode)
        scale, filling = self.instrument.scale_of(question), self.fillings[row.kode]
        place = row.row
        self._texts(row, question, answer, formulas.choice_label(scale))
        if isinstance(scale, OptionScale):
            self._cell(f"K{place}", filling.jawaban, self.styles.of("jawaban", row, fillable=True))
            self.sheet.data_validation(f"K{place}", one_of(list(scale.pilihan)))
            formula = formulas.option_nilai(self.instrument, scale, place)
        elif isinstance(scale, IndexScale):
            self._cell(f"K{place}", filling.jawaban, self.styles.of("bobot", row, fillable=True))
            self.sheet.data_validation(f"K{place}", index_up_to(scale.maksimum))
            formula = formulas.number_nilai(place, scale.maksimum)
        else:
            self._ratio(row, question, filling)
            formula = formulas.number_nilai(place, 1)
        self._formula(f"L{place}", formula, self.styles.of("nilai", row), _nilai_shown(filling))
        if row.jenis == "simpul-pertanyaan":
            self._formula(f"M{place}", formulas.share(row), self.styles.of("persen", row), filling.nilai)

    def _texts(self, row: LayoutRow, question: Question, answer: Answer | None, choice: str) -> None:
        """What the options mean, and what the judge noted; the row is made as high as they need."""
        meanings = "\n".join(f"{option}. {meaning}" for option, meaning in question.kriteria.items())
        texts = {"I": meanings or question.petunjuk, "J": choice}
        if answer is not None:
            texts |= {"O": answer.catatan, "P": answer.bukti, "Q": answer.tautan}
        for column, text in texts.items():
            style = self.styles.of("pilihan" if column == "J" else "teks", row)
            self._cell(f"{column}{row.row}", text or None, style)
        self.sheet.set_row(row.row - 1, fitted_height({"G": row.teks, **texts}))

    def _ratio(self, row: LayoutRow, question: Question, filling: Filling) -> None:
        style = self.styles.of("persen", row)
        if filling.jawaban is None:
            counts = {count.kunci: self.count_rows[question.kode, count.kunci] for count in question.masukan}
            self._formula(f"K{row.row}", formulas.ratio(question, counts), style, filling.nilai)
        else:
            self._cell(f"K{row.row}", filling.jawaban, style)
        self.sheet.data_validation(f"K{row.row}", computed_share())

    def _count(self, row: LayoutRow) -> None:
        question, filling = self.instrument.question(row.kode), self.fillings[row.kode]
        self.sheet.write_string(f"J{row.row}", "Jumlah", self.styles.of("pilihan", row))
        if row.kunci in filling.jumlah:
            parts = next(count.jumlah_dari for count in question.masukan if count.kunci == row.kunci)
            formula = formulas.count_sum([self.count_rows[row.kode, part] for part in parts])
            self._formula(f"K{row.row}", formula, self.styles.of("jawaban", row), filling.jumlah[row.kunci])
        else:
            self._cell(f"K{row.row}", filling.masukan[row.kunci], self.styles.of("jawaban", row, fillable=True))
        self.sheet.data_validation(f"K{row.row}", whole_count())

    def _cell(self, cell: str, value: Cell, style: Format) -> None:
        if value is None:
            self.sheet.write_blank(cell, None, style)
        elif isinstance(value, str):
            # As text, whatever it begins with: an answer must never become a formula.
            self.sheet.write_string(cell, value, style)
        else:
            self.sheet.write_number(cell, value, style)

    def _formula(self, cell: str, formula: str, style: Format, result: float | str | None) -> None:
        """A formula with its result; None where it shows nothing."""
        self.sheet.write_formula(cell, formula, style, "" if result is None else result)


def _nilai_shown(filling: Filling) -> float | str:
    """What the Nilai of a question shows: its value, or the form's words for no answer and for a meaningless one."""
    if filling.nilai is not None:
        return filling.nilai
    return formulas.UNFILLED if filling.jawaban is None else formulas.OUTSIDE


def _signature(sheet: Worksheet, styles: Styles, row: int, *, unit: str, tahun: int, penilai: str) -> int:
    """The signature block from this row on, with dotted places for date and name; gives its last row."""
    plain, bold = styles.of("polos"), styles.of("polos-tebal")
    for place, text in enumerate((f"Unit Kerja: {unit}", f"Tahun: {tahun}", f"Penilai: {PENILAI[penilai]}")):
        sheet.write_string(f"B{row + place}", text, plain)
    sheet.write_string(f"I{row}", f"{'.' * 30}, {'.' * 24} {tahun}", plain)
    sheet.write_string(f"I{row + 1}", "Pimpinan Unit Kerja", bold)
    sheet.write_string(f"I{row + 2}", unit, plain)
    sheet.write_string(f"I{row + 6}", "." * 50, plain)
    sheet.write_string(f"I{row + 7}", "(nama pejabat)", plain)
    sheet.write_string(f"I{row + 8}", f"NIP {'.' * 44}", plain)
    return row + 8
