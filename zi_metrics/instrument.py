"""The regulation as data: reads an instrument file, validates it, and gives it as typed objects.

An instrument is one YAML file in `zi_metrics/instruments/`. Everything that a regulation fixes (weights, questions,
answer scales, ratio rules, gates) is in that file; no other module knows a weight or a minimum.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from math import isclose
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zi_metrics.yaml_data import places, read_yaml

INSTRUMENTS = Path(__file__).parent / "instruments"
DEFAULT_INSTRUMENT = "permenpanrb-90-2021"
# Weights are decimals such as 0.25 and 3.5: their sums differ from the stated one by rounding of floats at most.
WEIGHT_TOLERANCE = 1e-9


class InstrumentError(ValueError):
    """An instrument file is not usable; `problems` names each place and what is wrong there (Indonesian)."""

    def __init__(self, source: str, problems: list[str]):
        self.problems = problems
        super().__init__(f"Berkas instrumen {source} tidak dapat dipakai:\n" + "\n".join(f"- {p}" for p in problems))


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionScale(_Model):
    """Named options, each worth a value in [0, 1]; the options stand from best to worst."""

    jenis: Literal["pilihan"]
    pilihan: dict[str, Annotated[float, Field(ge=0, le=1)]]


class IndexScale(_Model):
    """A survey index from 0 to `maksimum`; its value is index / maksimum."""

    jenis: Literal["indeks"]
    maksimum: Annotated[float, Field(gt=0)]


class RatioScale(_Model):
    """The value comes from raw counts, by the question's own `rasio` rule."""

    jenis: Literal["rasio"]


Scale = Annotated[OptionScale | IndexScale | RatioScale, Field(discriminator="jenis")]


class RatioRule(_Model):
    """value = pembilang / penyebut, both sums of counts (count key -> factor), capped to [0, 1]."""

    pembilang: dict[str, float]
    penyebut: dict[str, float]


class RawCount(_Model):
    """One raw count of a ratio question; `jumlah_dari` names the counts it is the sum of, when not typed itself."""

    kunci: str
    label: str
    jumlah_dari: list[str] = []


class Question(_Model):
    """One question.

    kriteria tells what each option means, petunjuk how a ratio or an index comes about, alias other wordings in use.
    """

    kode: str
    teks: str
    jawaban: str
    rasio: RatioRule | None = None
    masukan: list[RawCount] = []
    kriteria: dict[str, str] = {}
    petunjuk: str = ""
    alias: list[str] = []


class Node(_Model):
    """A component, area or sub-indicator: its nilai is the sum of its children's, at most `bobot` points."""

    kode: str
    nama: str
    bobot: Annotated[float, Field(gt=0)]
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
    """A minimum for the sum of some nodes, per predicate: in points (`minimum`) or as a share of bobot (`bagian`)."""

    kode: str
    nama: str
    simpul: Annotated[list[str], Field(min_length=1)]
    minimum: dict[str, float] = {}
    bagian: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}
    sumber: str


class Instrument(_Model):
    """A whole instrument, valid: weights add up, codes are unique, every reference resolves."""

    kode: str
    versi: int
    nama: str
    sumber: str
    total: float
    predikat: dict[str, Predikat]
    skala: dict[str, Scale]
    komponen: list[Node]
    syarat: list[Gate]

    def nodes(self) -> list[Node]:
        """All nodes above the questions, parents first, in the form's order."""
        return [node for component in self.komponen for node in component.walk()]

    def questions(self) -> list[Question]:
        """All questions in the form's order."""
        return [question for component in self.komponen for question in component.questions()]

    def question(self, kode: str) -> Question:
        """The question with this code. Raises KeyError."""
        return self._questions_by_code[kode]

    def scale_of(self, question: Question) -> OptionScale | IndexScale | RatioScale:
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

    @cached_property
    def _questions_by_code(self) -> dict[str, Question]:
        return {q.kode: q for q in self.questions()}


def read_instrument(path: Path) -> Instrument:
    """Read and validate one instrument file.

    Raises InstrumentError naming every place that is wrong (all at once), FileNotFoundError when there is no file.
    """
    try:
        data = read_yaml(path)
        instrument = Instrument.model_validate(data)
    except yaml.YAMLError as error:
        raise InstrumentError(path.name, [f"bukan YAML yang benar: {error}"]) from error
    except ValidationError as error:
        problems = places(data, error)
        raise InstrumentError(path.name, problems) from error
    problems = list(_contradictions(instrument))
    if problems:
        raise InstrumentError(path.name, problems)
    return instrument


@cache
def load_instrument(kode: str = DEFAULT_INSTRUMENT) -> Instrument:
    """The shipped instrument with this code, read once per process. Raises like `read_instrument`."""
    return read_instrument(INSTRUMENTS / f"{kode}.yaml")


def _contradictions(instrument: Instrument) -> Iterator[str]:
    """What the types cannot tell: sums, uniqueness, references."""
    nodes, questions = instrument.nodes(), instrument.questions()
    if not isclose(sum(n.bobot for n in instrument.komponen), instrument.total, abs_tol=WEIGHT_TOLERANCE):
        yield f"komponen: jumlah bobot {sum(n.bobot for n in instrument.komponen):g}, seharusnya {instrument.total:g}"
    for kode, count in Counter(x.kode for x in [*nodes, *questions]).items():
        if count > 1:
            yield f"{kode}: kode dipakai {count} kali"
    for node in nodes:
        yield from _node_contradictions(node)
    for question in questions:
        yield from _question_contradictions(instrument, question)
    yield from _gate_contradictions(instrument, {n.kode: n.bobot for n in nodes})


def _node_contradictions(node: Node) -> Iterator[str]:
    if bool(node.anak) == bool(node.pertanyaan):
        yield f"{node.kode}: harus berisi anak atau pertanyaan, salah satu saja"
    total = sum(child.bobot for child in node.anak)
    if node.anak and not isclose(total, node.bobot, abs_tol=WEIGHT_TOLERANCE):
        yield f"{node.kode}: jumlah bobot anak {total:g}, seharusnya {node.bobot:g}"


def _question_contradictions(instrument: Instrument, question: Question) -> Iterator[str]:
    scale = instrument.skala.get(question.jawaban)
    if scale is None:
        yield f"{question.kode}: skala jawaban '{question.jawaban}' tidak ada"
        return
    if (scale.jenis == "rasio") != (question.rasio is not None):
        yield f"{question.kode}: aturan rasio harus ada pada pertanyaan rasio, dan hanya di sana"
    if scale.jenis == "pilihan" and question.kriteria and set(question.kriteria) != set(scale.pilihan):
        yield f"{question.kode}: kriteria {sorted(question.kriteria)} tidak sama dengan pilihan {sorted(scale.pilihan)}"
    keys = [count.kunci for count in question.masukan]
    for kunci, count in Counter(keys).items():
        if count > 1:
            yield f"{question.kode}: masukan '{kunci}' ditulis {count} kali"
    rule = question.rasio
    used = [*rule.pembilang, *rule.penyebut] if rule else []
    for kunci in [*used, *(part for count in question.masukan for part in count.jumlah_dari)]:
        if kunci not in keys:
            yield f"{question.kode}: masukan '{kunci}' dipakai tetapi tidak ada"


def _gate_contradictions(instrument: Instrument, weights: dict[str, float]) -> Iterator[str]:
    for kode, count in Counter(gate.kode for gate in instrument.syarat).items():
        if count > 1:
            yield f"syarat {kode}: kode dipakai {count} kali"
    for gate in instrument.syarat:
        unknown = [k for k in gate.simpul if k not in weights]
        if unknown:
            yield f"syarat {gate.kode}: simpul {unknown} tidak ada"
            continue
        for predikat in {*gate.minimum, *gate.bagian}:
            if predikat not in instrument.predikat:
                yield f"syarat {gate.kode}: predikat '{predikat}' tidak ada"
            if predikat in gate.minimum and predikat in gate.bagian:
                yield f"syarat {gate.kode}: minimum dan bagian untuk {predikat} tidak boleh keduanya"
        for minimum in gate.minimum.values():
            if minimum > instrument.gate_weight(gate):
                yield f"syarat {gate.kode}: minimum {minimum:g} melebihi bobot {instrument.gate_weight(gate):g}"
