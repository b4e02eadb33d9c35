"""The recap sheets of an official LKE workbook: whose it is with the main figures, and every node's figures."""

from collections.abc import Sequence

from zi_metrics.instruments.library import Instrument, Node
from zi_metrics.reports import lke_formulas as formulas
from zi_metrics.reports.lke_cells import Cells
from zi_metrics.reports.lke_rows import LayoutRow
from zi_metrics.reports.lke_sheet import Judged
from zi_metrics.reports.lke_style import set_up_recap

_IDENTITY = {"unit": "Nama Unit Kerja", "tahun": "Tahun", "penilai": "Penilai"}
_HEADINGS_ROW = 5
_DIFFERENCE = '+0.00;"−"0.00;0.00'


class Recap:
    """Writes recaps of one answer sheet; `lke` is the prefix of its cells ("'LKE ZI'!")."""

    def __init__(self, instrument: Instrument, rows: Sequence[LayoutRow], judged: Sequence[Judged], lke: str) -> None:
        self.instrument, self.judged, self.lke = instrument, judged, lke
        self.rows = [row for row in rows if row.jenis.startswith("simpul")]
        self.rows_of = {row.simpul: row for row in self.rows}
        self.question_rows = [row.row for row in rows if row.jenis in ("pertanyaan", "simpul-pertanyaan")]

    def write_main(self, cells: Cells, identity: dict[str, tuple[str, str | int | None]]) -> None:
        """Whose the form is, then answered questions, the total, the components and the areas.

        identity: field of `Identity` -> its cell on the answer sheet, and what is written there
        """
        cells.sheet.set_column("A:A", 52)
        cells.sheet.set_column("B:G", 12)
        set_up_recap(cells.sheet)
        for place, (field, (cell, value)) in enumerate(identity.items(), start=1):
            cells.value(f"A{place}", _IDENTITY[field], "polos-tebal")
            formula = f'=IF({self.lke}{cell}="","",{self.lke}{cell})'
            cells.formula(f"B{place}", formula, value, "polos", align="left")
        self._headings(cells)
        self._answered(cells, _HEADINGS_ROW + 1)
        lines = [("Nilai Evaluasi Zona Integritas", self.instrument.komponen)]
        lines += [(component.nama, [component]) for component in self.instrument.komponen]
        lines += [(nama, self.instrument.area_nodes(number)) for number, nama in self.instrument.pokja().items()]
        for place, (label, nodes) in enumerate(lines, start=_HEADINGS_ROW + 2):
            self._line(cells, place, label, nodes)

    def write_nodes(self, cells: Cells) -> None:
        """Bobot and points of every node; a node without any answer adds nothing and shows 0."""
        cells.sheet.set_column("A:A", 90)
        set_up_recap(cells.sheet)
        cells.value("A1", "Rekapitulasi nilai", "polos-tebal")
        self._headings(cells)
        self._answered(cells, _HEADINGS_ROW + 1)
        nodes = {node.kode: node for node in self.instrument.nodes()}
        for place, row in enumerate(self.rows, start=_HEADINGS_ROW + 2):
            self._line(cells, place, f"{'   ' * row.tingkat}{row.nomor} {row.teks}", [nodes[row.simpul]])

    def _headings(self, cells: Cells) -> None:
        headings = ["Uraian", "Bobot"]
        for judge in self.judged:
            headings += [judge.heading("Nilai"), judge.heading("%")]
        headings += ["Selisih"] if len(self.judged) > 1 else []
        for column, heading in zip("ABCDEFG", headings, strict=False):
            cells.value(f"{column}{_HEADINGS_ROW}", heading, "kepala")

    def _answered(self, cells: Cells, place: int) -> None:
        total = len(self.question_rows)
        cells.value(f"A{place}", "Pertanyaan terjawab", "judul")
        cells.value(f"B{place}", total, "bobot", num_format="0")
        for judge, (nilai, persen) in zip(self.judged, ("CD", "EF"), strict=False):
            count = sum(filling.nilai is not None for filling in judge.fillings.values())
            formula = formulas.answered(judge.columns.nilai, self.question_rows, self.lke)
            cells.formula(f"{nilai}{place}", formula, count, "nilai", num_format="0")
            cells.formula(f"{persen}{place}", f"={nilai}{place}/B{place}", count / total, "persen")

    def _line(self, cells: Cells, place: int, label: str, nodes: Sequence[Node]) -> None:
        bobot = sum(node.bobot for node in nodes)
        cells.value(f"A{place}", label, "judul")
        cells.value(f"B{place}", bobot, "bobot")
        totals = []
        for judge, (nilai, persen) in zip(self.judged, ("CD", "EF"), strict=False):
            points = sum(judge.points.get(node.kode, 0.0) for node in nodes)
            formula = formulas.sum_nilai(judge.columns.nilai, [self.rows_of[node.kode] for node in nodes], self.lke)
            cells.formula(f"{nilai}{place}", formula, points, "nilai")
            cells.formula(f"{persen}{place}", f"={nilai}{place}/B{place}", points / bobot, "persen")
            totals.append(points if judge.points else None)
        if len(totals) > 1:
            # Where one of the two has not judged yet there is no difference.
            answered = f"AND(C{_HEADINGS_ROW + 1}>0,E{_HEADINGS_ROW + 1}>0)"
            result = None if None in totals else totals[1] - totals[0]
            formula = f'=IF({answered},E{place}-C{place},"")'
            cells.formula(f"G{place}", formula, result, "nilai", num_format=_DIFFERENCE)
