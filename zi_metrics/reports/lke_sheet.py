"""The answer sheet of an official LKE workbook: heading, header, and every row with each judge's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zi_metrics.answers import PENILAI_SHORT, Answer
from zi_metrics.instruments.library import IndexScale, Instrument, OptionScale, PercentScale, Question
from zi_metrics.reports import lke_formulas as formulas
from zi_metrics.reports.lke_cells import Cells
from zi_metrics.reports.lke_filling import Filling
from zi_metrics.reports.lke_layout import BOBOT, HIERARCHY, MEANING, NUMBER, OPTIONS, FormLayout, JudgeColumns
from zi_metrics.reports.lke_rows import LayoutRow
from zi_metrics.reports.lke_style import JUDGE_TINTS, Look, fitted_height
from zi_metrics.reports.lke_validation import computed_share, index_up_to, one_of, typed_share, whole_count

_NO_ANSWER = "#DIV/0!"


@dataclass(frozen=True)
class Judged:
    """One judge's part of the form.

    answers: question code -> answer; fillings: question code -> its cells (every question);
    points: node code -> points as the form's formulas give them, without the nodes that have no answer
    """

    columns: JudgeColumns
    answers: Mapping[str, Answer]
    fillings: Mapping[str, Filling]
    points: Mapping[str, float]

    def heading(self, what: str) -> str:
        """A heading for this judge's figures ('Nilai TPI'); without the judge where there is but one."""
        judge = PENILAI_SHORT.get(self.columns.penilai or "")
        return f"{what} {judge}" if judge else what


def write_answers(
    cells: Cells, instrument: Instrument, layout: FormLayout, rows: Sequence[LayoutRow], judged: Sequence[Judged]
) -> None:
    """Everything above the signatures, into an empty sheet; rows: `layout_rows` of the instrument."""
    _Writer(cells, instrument, layout, rows, judged).write()


class _Writer:
    def __init__(
        self,
        cells: Cells,
        instrument: Instrument,
        layout: FormLayout,
        rows: Sequence[LayoutRow],
        judged: Sequence[Judged],
    ) -> None:
        self.cells, self.instrument, self.layout, self.rows, self.judged = cells, instrument, layout, rows, judged
        self.nodes = {node.kode: node for node in instrument.nodes()}
        self.node_rows = {row.simpul: row for row in rows if row.jenis.startswith("simpul")}
        self.question_rows = {row.kode: row.row for row in rows if row.jenis in ("pertanyaan", "simpul-pertanyaan")}
        self.count_rows = {(row.kode, row.kunci): row.row for row in rows if row.jenis == "angka"}

    def write(self) -> None:
        self._head()
        number = 0
        for row in self.rows:
            self._frame(row)
            if row.kode in self.question_rows and row.jenis != "angka":
                number += 1
                self.cells.value(f"{NUMBER}{row.row}", number, "nomor", row)
                self._question(row)
                continue
            for judge in self.judged:
                if row.jenis == "simpul":
                    self._node(row, judge)
                elif row.jenis == "angka":
                    self._count(row, judge)
                else:
                    self._total(row, judge)

    def _head(self) -> None:
        header = self.layout.header_row
        if header > 1:
            title = f"LEMBAR KERJA EVALUASI ZONA INTEGRITAS\n{self.instrument.sumber.upper()}"
            self.cells.sheet.set_row(0, 42)
            # Up to the last column that the form itself has headed.
            self.cells.merged(f"B1:{self.layout.judges[0].catatan}1", title, "judul-besar")
        self.cells.sheet.set_row(header - 1, 32)
        for column, (heading, _) in self.layout.columns.items():
            self.cells.value(f"{column}{header}", heading, "kepala", **self._tint(column))
        self.cells.merged(f"{HIERARCHY[0]}{header}:{HIERARCHY[-1]}{header}", "Penilaian", "kepala")

    def _tint(self, column: str) -> dict:
        """The heading's own colour where a column is one of several judges'."""
        owners = [j.columns.penilai for j in self.judged if j.columns.penilai and column in j.columns.letters()]
        return {"bg_color": JUDGE_TINTS[owners[0]]} if owners else {}

    def _frame(self, row: LayoutRow) -> None:
        """Fill and border of the whole row; its number and text, and its bobot."""
        for column in self.layout.columns:
            # No lines between the columns that only indent.
            lines: Look = {"left": 0, "right": 0} if column in HIERARCHY else {}
            self.cells.value(f"{column}{row.row}", None, "judul", row, **lines)
        if row.bobot is not None:
            self.cells.value(f"{BOBOT}{row.row}", row.bobot, "bobot", row)
        if row.jenis in ("total", "nilai-akhir"):
            self.cells.merged(f"{HIERARCHY[0]}{row.row}:{HIERARCHY[-1]}{row.row}", row.teks, "teks", row)
            return
        number_column, text_column = HIERARCHY[row.tingkat], HIERARCHY[row.tingkat + 1]
        if row.nomor:
            self.cells.value(f"{number_column}{row.row}", row.nomor, "nomor", row, left=0, right=0)
        if text_column == HIERARCHY[-1]:
            self.cells.value(f"{text_column}{row.row}", row.teks, "teks", row, left=0)
        else:
            self.cells.merged(f"{text_column}{row.row}:{HIERARCHY[-1]}{row.row}", row.teks, "teks", row, left=0)
        self._fit(row, {})

    def _fit(self, row: LayoutRow, texts: Mapping[str, str]) -> None:
        """Make the row as high as its texts (column -> text) need."""
        own = {f"{HIERARCHY[row.tingkat + 1]}:{HIERARCHY[-1]}": row.teks}
        self.cells.sheet.set_row(row.row - 1, fitted_height({**own, **texts}, self.layout.widths))

    def _node(self, row: LayoutRow, judge: Judged) -> None:
        node, nilai, column = self.nodes[row.simpul], judge.points.get(row.simpul), judge.columns.nilai
        if node.pertanyaan:
            question_rows = [self.question_rows[question.kode] for question in node.pertanyaan]
            self._figures(row, judge, formulas.mean_nilai(column, row.row, question_rows), nilai)
        else:
            formula = formulas.sum_nilai(column, (self.node_rows[child.kode] for child in node.anak))
            self._figures(row, judge, formula, nilai or 0.0)

    def _total(self, row: LayoutRow, judge: Judged) -> None:
        kodes = [row.kode] if row.jenis == "total" else [component.kode for component in self.instrument.komponen]
        formula = formulas.sum_nilai(judge.columns.nilai, (self.node_rows[kode] for kode in kodes))
        self._figures(row, judge, formula, sum(judge.points.get(kode, 0.0) for kode in kodes))

    def _figures(self, row: LayoutRow, judge: Judged, formula: str, nilai: float | None) -> None:
        """Nilai and its share of the bobot; None where the form shows that nothing could be averaged."""
        of_bobot = nilai / row.bobot if nilai is not None and row.bobot else _NO_ANSWER
        columns = judge.columns
        self.cells.formula(f"{columns.nilai}{row.row}", formula, _NO_ANSWER if nilai is None else nilai, "nilai", row)
        share = formulas.share(columns.nilai, row)
        self.cells.formula(f"{columns.persen}{row.row}", share, of_bobot, "persen", row)

    def _question(self, row: LayoutRow) -> None:
        question = self.instrument.question(row.kode)
        meanings = "\n".join(f"{option}. {meaning}" for option, meaning in question.kriteria.items())
        texts = {MEANING: meanings or question.petunjuk}
        choice = formulas.choice_label(self.instrument.scale_of(question))
        self.cells.value(f"{MEANING}{row.row}", texts[MEANING], "teks", row)
        self.cells.value(f"{OPTIONS}{row.row}", choice, "pilihan", row)
        for judge in self.judged:
            texts |= self._texts(row, judge)
            self._answer(row, question, judge)
        self._fit(row, {**texts, OPTIONS: choice})

    def _texts(self, row: LayoutRow, judge: Judged) -> dict[str, str]:
        """What the judge noted, its evidence and link; gives them by column."""
        answer, written = judge.answers.get(row.kode, Answer(row.kode, None, None)), {}
        for field, column in judge.columns.texts().items():
            text = getattr(answer, field)
            write = self.cells.value if field == "catatan" else self.cells.link
            write(f"{column}{row.row}", text, "teks", row, fillable=True)
            written[column] = text
        return written

    def _answer(self, row: LayoutRow, question: Question, judge: Judged) -> None:
        columns, filling = judge.columns, judge.fillings[row.kode]
        scale = self.instrument.scale_of(question)
        cell, nilai = f"{columns.jawaban}{row.row}", f"{columns.nilai}{row.row}"
        if isinstance(scale, OptionScale):
            self.cells.value(cell, filling.jawaban, "jawaban", row, fillable=True)
            validation = one_of(list(scale.pilihan))
            formula = formulas.option_nilai(self.instrument, scale, cell, f"{OPTIONS}{row.row}")
        elif isinstance(scale, IndexScale):
            self.cells.value(cell, filling.jawaban, "bobot", row, fillable=True)
            validation, formula = index_up_to(scale.maksimum), formulas.number_nilai(cell, scale.maksimum)
        elif isinstance(scale, PercentScale):
            self.cells.value(cell, filling.jawaban, "persen", row, fillable=True)
            validation, formula = typed_share(), formulas.number_nilai(cell, 1)
        else:
            self._ratio(row, question, judge)
            validation, formula = computed_share(), formulas.number_nilai(cell, 1)
        self.cells.sheet.data_validation(cell, validation)
        self.cells.formula(nilai, formula, _nilai_shown(filling), "nilai", row)
        if row.jenis == "simpul-pertanyaan":
            share = formulas.share(columns.nilai, row)
            self.cells.formula(f"{columns.persen}{row.row}", share, filling.nilai, "persen", row)

    def _ratio(self, row: LayoutRow, question: Question, judge: Judged) -> None:
        """The percentage, computed from its counts; what was typed instead of it, where there is no count."""
        filling, column = judge.fillings[row.kode], judge.columns.jawaban
        if filling.jawaban is None:
            counts = {c.kunci: f"{column}{self.count_rows[question.kode, c.kunci]}" for c in question.masukan}
            self.cells.formula(f"{column}{row.row}", formulas.ratio(question, counts), filling.nilai, "persen", row)
        else:
            self.cells.value(f"{column}{row.row}", filling.jawaban, "persen", row)

    def _count(self, row: LayoutRow, judge: Judged) -> None:
        question, filling = self.instrument.question(row.kode), judge.fillings[row.kode]
        column = judge.columns.jawaban
        self.cells.value(f"{OPTIONS}{row.row}", "Jumlah", "pilihan", row)
        if row.kunci in filling.jumlah:
            parts = next(count.jumlah_dari for count in question.masukan if count.kunci == row.kunci)
            formula = formulas.count_sum(column, [self.count_rows[row.kode, part] for part in parts])
            self.cells.formula(f"{column}{row.row}", formula, filling.jumlah[row.kunci], "jawaban", row)
        else:
            self.cells.value(f"{column}{row.row}", filling.masukan[row.kunci], "jawaban", row, fillable=True)
        self.cells.sheet.data_validation(f"{column}{row.row}", whole_count())


def _nilai_shown(filling: Filling) -> float | str:
    """What the Nilai of a question shows: its value, or the form's words for no answer and for a meaningless one."""
    if filling.nilai is not None:
        return filling.nilai
    return formulas.UNFILLED if filling.jawaban is None else formulas.OUTSIDE
