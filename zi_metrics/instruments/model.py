"""An instrument as typed objects: components, areas, sub-indicators, questions, scales, gates, prerequisites.

The field names are those of the YAML files; what the types cannot tell is checked in `checks.py`.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr

# How sure a figure is: read in the regulation; seen in documents of agencies that use it; inferred from another form's.
Certainty = Literal["pasti", "dikutip", "disimpulkan"]
CERTAIN, INFERRED = "pasti", "disimpulkan"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionScale(_Model):
    """Named options, each worth a value in [0, 1]; the options stand from best to worst."""

    jenis: Literal["pilihan"]
    pilihan: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], Field(min_length=2)]


class IndexScale(_Model):
    """A survey index from 0 to `maksimum`; its value is index / maksimum."""

    jenis: Literal["indeks"]
    maksimum: Annotated[float, Field(gt=0)]


class PercentScale(_Model):
    """A percentage that the form asks for itself, without raw counts; its value is the share, capped to [0, 1]."""

    jenis: Literal["persentase"]


class RatioScale(_Model):
    """The value comes from raw counts, by the question's own `rasio` rule."""

    jenis: Literal["rasio"]


Scale = Annotated[OptionScale | IndexScale | PercentScale | RatioScale, Field(discriminator="jenis")]


class RatioRule(_Model):
    """value = pembilang / penyebut, both sums of counts (count key -> factor), capped to [0, 1]."""

    pembilang: dict[str, float]
    penyebut: dict[str, float]


class CountPlace(_Model):
    """One raw count by the question that it stands below (its code) and its key there."""

    pertanyaan: str
    kunci: str


class RawCount(_Model):
    """One raw count of a ratio question.

    jumlah_dari: the counts of the question it is the sum of, when not typed itself
    bagian_dari: the counts whose sum it is a part of; all parts of the same whole together are at most that whole
    sama_dengan: the count of another question that it is the same as: one figure, asked for twice
    """

    kunci: str
    label: str
    jumlah_dari: list[str] = []
    bagian_dari: list[str] = []
    sama_dengan: CountPlace | None = None


class Question(_Model):
    """One question.

    kriteria tells what each option means, petunjuk how a ratio or an index comes about, alias other wordings in use,
    catatan_sumber (a key of the instrument's) what its scale rests on, where no copy of the form shows it.
    """

    kode: str
    teks: str
    jawaban: str
    rasio: RatioRule | None = None
    masukan: list[RawCount] = []
    kriteria: dict[str, str] = {}
    petunjuk: str = ""
    alias: list[str] = []
    catatan_sumber: str = ""


class Node(_Model):
    """A component, area or sub-indicator: its nilai is the sum of its children's, at most `bobot` points.

    kepastian: how sure its bobot is; alias: other names in use
    """

    kode: str
    nama: str
    bobot: Annotated[float, Field(gt=0)]
    kepastian: Certainty = CERTAIN
    alias: list[str] = []
    pokja: int | None = None
    anak: "list[Node]" = []
    pertanyaan: list[Question] = []

    def walk(self) -> "Iterator[Node]":
        """This node and all below it, parents first, in the form's order."""
        yield self
        for child in self.anak:
            yield from child.walk()

    def questions(self) -> Iterator[Question]:
        """All questions of this node and those below, in the form's order."""
        for node in self.walk():
            yield from node.pertanyaan


class Predikat(_Model):
    """A predicate that can be awarded (WBK, WBBM)."""

    singkatan: str
    nama: str


class Gate(_Model):
    """A minimum for the sum of some nodes, per predicate: in points (`minimum`) or as a share of bobot (`bagian`).

    kepastian: predicate -> how sure its minimum is, where it is not certain
    """

    kode: str
    nama: str
    simpul: Annotated[list[str], Field(min_length=1)]
    minimum: dict[str, Annotated[float, Field(ge=0)]] = {}
    bagian: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}
    kepastian: dict[str, Certainty] = {}
    sumber: str


# Quoted in the file, because YAML reads a bare Ya or 3 in ways of its own; one text, or one per kind of agency.
PrerequisiteMinimum = StrictStr | dict[str, StrictStr]


class Prerequisite(_Model):
    """What must be true before a unit is proposed, and what no score shows.

    lingkup: of the agency (instansi) or of the unit itself
    jenis: peringkat (one of `urutan`, worst first), ya_tidak, persentase (share), tahun (number of years)
    minimum: predicate -> the least that will do, as it is written ('BB', 'Ya', '100%', '1'), or that per kind of agency
    predikat_dipegang: the predicate that is held where this is met; the verdict on those that ask for it says so
    tahap: the stage of the road since whose beginning the years count, where it is recorded
    """

    kode: str
    nama: str
    lingkup: Literal["instansi", "unit"]
    jenis: Literal["peringkat", "ya_tidak", "persentase", "tahun"]
    urutan: list[StrictStr] = []
    minimum: Annotated[dict[str, PrerequisiteMinimum], Field(min_length=1)]
    sumber: str
    pengecualian: str = ""
    predikat_dipegang: str | None = None
    tahap: str | None = None


class Instrument(_Model):
    """A whole instrument, valid: weights add up, codes are unique, every reference resolves.

    versi: counts up whenever a change of the file changes what an answer is worth or which gate holds
    tahun: first and last year judged by it (None = still in use)
    dikenali_dari: what tells a form of it: its questions, or (bobot) only the weights in the form's own column, because
        its questions are another instrument's
    predikat: lowest first
    catatan_sumber: what is not certain and why (code -> sentence)
    instansi: kinds of agency that the regulation tells apart (code -> name)
    """

    kode: str
    versi: Annotated[int, Field(ge=1)]
    nama: str
    sumber: str
    tahun: tuple[int, int | None]
    dikenali_dari: Literal["pertanyaan", "bobot"] = "pertanyaan"
    total: float
    predikat: Annotated[dict[str, Predikat], Field(min_length=1)]
    skala: dict[str, Scale]
    catatan_sumber: dict[str, str] = {}
    komponen: Annotated[list[Node], Field(min_length=1)]
    syarat: list[Gate]
    instansi: dict[str, str] = {}
    prasyarat: list[Prerequisite] = []

    # An instrument is loaded once per process: it is itself, so that what is computed from it can be kept beside it.
    def __hash__(self) -> int:
        return object.__hash__(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def nodes(self) -> list[Node]:
        """All nodes above the questions, parents first, in the form's order."""
        return list(self._nodes)

    def questions(self) -> list[Question]:
        """All questions in the form's order."""
        return list(self._questions)

    def question(self, kode: str) -> Question:
        """The question with this code. Raises KeyError."""
        return self._questions_by_code[kode]

    def scale_of(self, question: Question) -> Scale:
        """The answer scale of a question."""
        return self.skala[question.jawaban]

    def pokja(self) -> dict[int, str]:
        """Number and name of each area, in order; an area may have several nodes (Pemenuhan and Reform)."""
        return dict(sorted({n.pokja: n.nama for n in reversed(self.nodes()) if n.pokja is not None}.items()))

    def area_nodes(self, pokja: int) -> list[Node]:
        """The nodes that make up one area. Empty when there is no such area."""
        return [n for n in self.nodes() if n.pokja == pokja]

    def gate_minimum(self, gate: Gate, predikat: str) -> float | None:
        """Minimum in points of a gate for a predicate; None where the regulation sets none."""
        if predikat in gate.bagian:
            return gate.bagian[predikat] * self.gate_weight(gate)
        return gate.minimum.get(predikat)

    def gate_weight(self, gate: Gate) -> float:
        """Sum of the bobot of the gate's nodes, in points."""
        weights = {n.kode: n.bobot for n in self.nodes()}
        return sum(weights[k] for k in gate.simpul)

    def gate_over(self, nodes: list[Node]) -> Gate | None:
        """The gate whose nodes are exactly these; None when the regulation has no such gate."""
        wanted = {node.kode for node in nodes}
        return next((gate for gate in self.syarat if set(gate.simpul) == wanted), None)

    def shared_with(self, kode: str, kunci: str) -> tuple[CountPlace, ...]:
        """The places of a raw count that the form asks for more than once, this one included; () for any other."""
        return next((places for places in self.shared_counts if any(_at(p, kode, kunci) for p in places)), ())

    def is_used_in(self, tahun: int) -> bool:
        """Whether units are judged by this instrument in a year."""
        first, last = self.tahun
        return first <= tahun and (last is None or tahun <= last)

    @cached_property
    def shared_counts(self) -> tuple[tuple[CountPlace, ...], ...]:
        """Every raw count that the form asks for more than once: its places, the one that the others name first."""
        found: dict[tuple[str, str], list[CountPlace]] = {}
        for question in self.questions():
            for count in question.masukan:
                if (same := count.sama_dengan) is not None:
                    place = CountPlace(pertanyaan=question.kode, kunci=count.kunci)
                    found.setdefault((same.pertanyaan, same.kunci), [same]).append(place)
        return tuple(tuple(places) for places in found.values())

    # Recognition asks for these tens of thousands of times in one file.
    @cached_property
    def _nodes(self) -> tuple[Node, ...]:
        return tuple(node for component in self.komponen for node in component.walk())

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        return tuple(question for component in self.komponen for question in component.questions())

    @cached_property
    def _questions_by_code(self) -> dict[str, Question]:
        return {question.kode: question for question in self._questions}


def _at(place: CountPlace, kode: str, kunci: str) -> bool:
    return (place.pertanyaan, place.kunci) == (kode, kunci)
