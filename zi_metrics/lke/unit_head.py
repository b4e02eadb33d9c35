"""What a unit's screen says first: the answer in a sentence, what fails by how much, and every gate and area once."""

from dataclasses import dataclass
from typing import NamedTuple

from zi_metrics.bahasa import format_plain
from zi_metrics.lke.area import area_minima
from zi_metrics.lke.derivation import TOTAL
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.scoring.score import MET, MISSED, UNDECIDED
from zi_metrics.scoring.standing import verdict_sentences
from zi_metrics.table_rows import rows_of

# A figure that no predicate asks a minimum of; and one of which nothing is answered.
NO_MINIMUM, UNANSWERED = "tanpa_syarat", "kosong"


@dataclass(frozen=True)
class Minimum:
    """What one predicate asks of a figure.

    predikat: its short name; nilai: the minimum in points; teks: as people read it; putusan: MET, MISSED or UNDECIDED
    """

    predikat: str
    nilai: float
    teks: str
    putusan: str


@dataclass(frozen=True)
class Measured:
    """One figure of a unit beside what is asked of it.

    kode: of the gate or node, by which its derivation is opened (TOTAL = the whole); nama: in short, without 'Area'
    nilai, bobot: points; teks: the points as people read them, or that nothing is answered
    keadaan: towards the chosen predicate, MET, MISSED, UNDECIDED, or NO_MINIMUM, UNANSWERED
    minima: of every predicate that asks one, the lowest first
    kurang: points missing to the chosen predicate's minimum, as people read them, '' = none
    """

    kode: str
    nama: str
    nilai: float
    bobot: float
    teks: str
    keadaan: str
    minima: tuple[Minimum, ...]
    kurang: str

    @property
    def penuh(self) -> str:
        """The full mark as people read it."""
        return format_plain(self.bobot)


@dataclass(frozen=True)
class UnitHead:
    """The head of a unit's screen, towards one predicate.

    jawaban: the one sentence that matters, with the unit's name; lainnya: how the other predicates stand, and what the
    proposal still asks, '' = nothing
    kurang: the gates that fail, in the regulation's order; utama: the total and the components; lain: every other gate,
    and the areas that no gate is over, each once
    """

    jawaban: str
    lainnya: str
    kurang: tuple[Measured, ...]
    utama: tuple[Measured, ...]
    lain: tuple[Measured, ...]


class _Gate(NamedTuple):
    predikat: str
    kode: str
    nama: str
    bobot: float
    nilai: float
    minimum: float
    kurang: float
    putusan: str
    terjawab: int


class _Node(NamedTuple):
    kode: str
    nama: str
    nilai: float
    bobot: float
    terjawab: int


def unit_head(report: UnitReport, predikat: str) -> UnitHead:
    """The head of a report, towards a predicate of its instrument."""
    instrument = report.instrument
    gates: dict[str, list[_Gate]] = {}
    for row in rows_of(report.gates, _Gate):
        gates.setdefault(row.kode, []).append(row)
    measured = {kode: _of_gate(report, rows, predikat) for kode, rows in gates.items()}
    nodes = {row.kode: row for row in rows_of(report.nodes, _Node)}
    main = [_main(report, TOTAL, "Total", list(instrument.komponen), measured, nodes)]
    main += [_main(report, node.kode, node.nama, [node], measured, nodes) for node in instrument.komponen]
    over = {gate.kode for one in [instrument.komponen, *([node] for node in instrument.komponen)]
            if (gate := instrument.gate_over(one)) is not None}  # fmt: skip
    others = [one for kode, one in measured.items() if kode not in over]
    return UnitHead(
        jawaban=_answer(report, predikat),
        lainnya=report.sentence_of([key for key in instrument.predikat if key != predikat]),
        kurang=tuple(one for one in measured.values() if one.keadaan in (MISSED, UNDECIDED) or one.kurang),
        utama=tuple(main),
        lain=(*others, *_areas_without_gate(report, nodes)),
    )


def _answer(report: UnitReport, predikat: str) -> str:
    name = report.assessment.unit
    if not report.verdict.terjawab:
        return f"{name} belum dapat dinilai: belum ada pertanyaan yang dijawab."
    short = report.instrument.predikat[predikat].singkatan
    said = verdict_sentences(report.gates, predikat, short, report.catatan.get(predikat, ""))[0]
    return f"{name} {said[0].lower()}{said[1:]}"


def _of_gate(report: UnitReport, rows: list[_Gate], predikat: str) -> Measured:
    """A gate's figure with its minima of all predicates. rows: one per predicate that has it, the lowest first."""
    first = rows[0]
    own = next((row for row in rows if row.predikat == predikat), None)
    names = report.instrument.predikat
    standing = NO_MINIMUM if own is None else own.putusan
    minima = tuple(Minimum(names[r.predikat].singkatan, r.minimum, format_minimum(r.minimum), r.putusan) for r in rows)
    return Measured(
        kode=first.kode,
        nama=first.nama.removeprefix("Area "),
        nilai=first.nilai if first.terjawab else 0.0,
        bobot=first.bobot,
        teks=format_beside(first.nilai, [row.minimum for row in rows]) if first.terjawab else "belum dijawab",
        keadaan=standing if first.terjawab else UNANSWERED,
        minima=minima,
        kurang=format_shortfall(own.kurang) if own is not None and own.putusan != MET else "",
    )


def _main(
    report: UnitReport, kode: str, nama: str, over: list, measured: dict[str, Measured], nodes: dict[str, _Node]
) -> Measured:
    """The whole or a component; with the minima of the gate over it, where there is one."""
    gate = report.instrument.gate_over(over)
    if gate is not None and gate.kode in measured:
        own = measured[gate.kode]
        return Measured(kode, nama, own.nilai, own.bobot, own.teks, own.keadaan, own.minima, own.kurang)
    return _of_nodes(kode, nama, [nodes[node.kode] for node in over])


def _of_nodes(kode: str, nama: str, rows: list[_Node]) -> Measured:
    """A figure of which nobody asks a minimum."""
    answered = any(row.terjawab for row in rows)
    nilai = sum(row.nilai for row in rows) if answered else 0.0
    return Measured(
        kode=kode,
        nama=nama,
        nilai=nilai,
        bobot=sum(row.bobot for row in rows),
        teks=format_beside(nilai, []) if answered else "belum dijawab",
        keadaan=NO_MINIMUM if answered else UNANSWERED,
        minima=(),
        kurang="",
    )


def _areas_without_gate(report: UnitReport, nodes: dict[str, _Node]) -> list[Measured]:
    instrument = report.instrument
    found = []
    for number, name in instrument.pokja().items():
        if area_minima(instrument, number):
            continue
        parts = instrument.area_nodes(number)
        found.append(_of_nodes(parts[0].kode, name, [nodes[node.kode] for node in parts]))
    return found
