"""What is wrong with an instrument that the types cannot tell: sums, uniqueness, references; each with its place."""

import re
from collections import Counter
from collections.abc import Iterator
from math import isclose

from zi_metrics.instruments.model import Gate, Instrument, Node, Prerequisite, PrerequisiteMinimum, Question
from zi_metrics.tolerance import SUM_TOLERANCE

# How the minimum of a prerequisite is written, by its kind.
_MINIMA = {"ya_tidak": r"Ya", "persentase": r"\d{1,3}(,\d+)?%", "tahun": r"\d{1,2}"}


def contradictions(instrument: Instrument) -> Iterator[str]:
    """Every contradiction in an instrument, as Indonesian sentences that begin with the place."""
    nodes, questions = instrument.nodes(), instrument.questions()
    total = sum(n.bobot for n in instrument.komponen)
    if not isclose(total, instrument.total, abs_tol=SUM_TOLERANCE):
        yield f"komponen: jumlah bobot {total:g}, seharusnya {instrument.total:g}"
    yield from _doubled("", [x.kode for x in [*nodes, *questions]])
    for node in nodes:
        yield from _node(node)
    for name, scale in instrument.skala.items():
        if scale.jenis == "pilihan" and list(scale.pilihan.values()) != sorted(scale.pilihan.values(), reverse=True):
            yield f"skala {name}: pilihan harus urut dari nilai tertinggi ke terendah"
    for question in questions:
        yield from _question(instrument, question)
    yield from _shared_counts(questions)
    yield from _doubled("syarat ", [gate.kode for gate in instrument.syarat])
    for gate in instrument.syarat:
        yield from _gate(instrument, gate, {node.kode: node for node in nodes})
    yield from _whole(instrument)
    yield from _doubled("prasyarat ", [item.kode for item in instrument.prasyarat])
    for item in instrument.prasyarat:
        yield from _prerequisite(instrument, item)


def _doubled(what: str, codes: list[str]) -> Iterator[str]:
    for kode, count in Counter(codes).items():
        if count > 1:
            yield f"{what}{kode}: kode dipakai {count} kali"


def _node(node: Node) -> Iterator[str]:
    if bool(node.anak) == bool(node.pertanyaan):
        yield f"{node.kode}: harus berisi anak atau pertanyaan, salah satu saja"
    total = sum(child.bobot for child in node.anak)
    if node.anak and not isclose(total, node.bobot, abs_tol=SUM_TOLERANCE):
        yield f"{node.kode}: jumlah bobot anak {total:g}, seharusnya {node.bobot:g}"
    inside = [below.kode for below in node.walk() if below is not node and below.pokja is not None]
    if node.pokja is not None and inside:
        yield f"{node.kode}: pokja di dalam pokja ({', '.join(inside)}); nilainya akan terhitung dua kali"


def _question(instrument: Instrument, question: Question) -> Iterator[str]:
    scale = instrument.skala.get(question.jawaban)
    if scale is None:
        yield f"{question.kode}: skala jawaban '{question.jawaban}' tidak ada"
        return
    if (scale.jenis == "rasio") != (question.rasio is not None):
        yield f"{question.kode}: aturan rasio harus ada pada pertanyaan rasio, dan hanya di sana"
    if scale.jenis == "pilihan" and question.kriteria and set(question.kriteria) != set(scale.pilihan):
        yield f"{question.kode}: kriteria {sorted(question.kriteria)} tidak sama dengan pilihan {sorted(scale.pilihan)}"
    if question.catatan_sumber and question.catatan_sumber not in instrument.catatan_sumber:
        yield f"{question.kode}: catatan_sumber '{question.catatan_sumber}' tidak ada"
    yield from _counts(question)


def _counts(question: Question) -> Iterator[str]:
    keys = [count.kunci for count in question.masukan]
    for kunci, count in Counter(keys).items():
        if count > 1:
            yield f"{question.kode}: masukan '{kunci}' ditulis {count} kali"
    rule = question.rasio
    used = [*rule.pembilang, *rule.penyebut] if rule else []
    named = (kunci for count in question.masukan for kunci in (*count.jumlah_dari, *count.bagian_dari))
    for kunci in [*used, *named]:
        if kunci not in keys:
            yield f"{question.kode}: masukan '{kunci}' dipakai tetapi tidak ada"
    for count in question.masukan:
        if count.kunci in (*count.jumlah_dari, *count.bagian_dari):
            yield f"{question.kode}: masukan '{count.kunci}' jumlah atau bagian dari dirinya sendiri"


def _shared_counts(questions: list[Question]) -> Iterator[str]:
    """The places that repeat a count name its first; a question shares one count only, so that there are no chains."""
    counts = {(question.kode, count.kunci): count for question in questions for count in question.masukan}
    sharing: dict[str, set[tuple[str, str]]] = {}
    for (kode, kunci), count in counts.items():
        if count.sama_dengan is None:
            continue
        same = (count.sama_dengan.pertanyaan, count.sama_dengan.kunci)
        target = counts.get(same)
        if target is None or same[0] == kode:
            yield f"{kode}: masukan '{kunci}' sama dengan '{same[1]}' di {same[0]}, yang tidak ada di pertanyaan lain"
        elif target.sama_dengan is not None:
            yield f"{kode}: masukan '{kunci}' harus menyebut tempat pertama hitungan itu, bukan {same[0]}"
        for place in (kode, same[0]):
            sharing.setdefault(place, set()).add(same)
    for kode, shared in sharing.items():
        if len(shared) > 1:
            yield f"{kode}: paling banyak satu masukannya boleh sama dengan masukan pertanyaan lain"


def _gate(instrument: Instrument, gate: Gate, nodes: dict[str, Node]) -> Iterator[str]:
    unknown = [k for k in gate.simpul if k not in nodes]
    if unknown:
        yield f"syarat {gate.kode}: simpul {unknown} tidak ada"
        return
    covered = Counter(below.kode for kode in gate.simpul for below in nodes[kode].walk())
    twice = [kode for kode in gate.simpul if covered[kode] > 1]
    if twice:
        yield f"syarat {gate.kode}: simpul {twice} terhitung dua kali"
    if not gate.minimum and not gate.bagian:
        yield f"syarat {gate.kode}: tidak punya minimum untuk satu predikat pun"
    for predikat in {*gate.minimum, *gate.bagian}:
        if predikat not in instrument.predikat:
            yield f"syarat {gate.kode}: predikat '{predikat}' tidak ada"
        if predikat in gate.minimum and predikat in gate.bagian:
            yield f"syarat {gate.kode}: minimum dan bagian untuk {predikat} tidak boleh keduanya"
    unsure = sorted(set(gate.kepastian) - {*gate.minimum, *gate.bagian})
    yield from (f"syarat {gate.kode}: kepastian untuk '{predikat}' tanpa minimumnya" for predikat in unsure)
    for minimum in gate.minimum.values():
        if minimum > instrument.gate_weight(gate) + SUM_TOLERANCE:
            yield f"syarat {gate.kode}: minimum {minimum:g} melebihi bobot {instrument.gate_weight(gate):g}"


def _whole(instrument: Instrument) -> Iterator[str]:
    """Every predicate asks for a total: where a unit stands is told by it first."""
    whole = instrument.gate_over(instrument.komponen)
    for predikat in instrument.predikat:
        if whole is None or instrument.gate_minimum(whole, predikat) is None:
            yield f"syarat: tidak ada minimum nilai total (seluruh komponen) untuk predikat '{predikat}'"


def _prerequisite(instrument: Instrument, item: Prerequisite) -> Iterator[str]:
    if (item.jenis == "peringkat") != bool(item.urutan):
        yield f"prasyarat {item.kode}: urutan harus ada pada jenis peringkat, dan hanya di sana"
    if item.predikat_dipegang is not None and item.predikat_dipegang not in instrument.predikat:
        yield f"prasyarat {item.kode}: predikat_dipegang '{item.predikat_dipegang}' tidak ada"
    for predikat, minimum in item.minimum.items():
        if predikat not in instrument.predikat:
            yield f"prasyarat {item.kode}: predikat '{predikat}' tidak ada"
        if isinstance(minimum, dict) and set(minimum) != set(instrument.instansi):
            yield f"prasyarat {item.kode}: minimum {predikat} harus menyebut setiap jenis instansi, tepat sekali"
        for text in _texts(minimum):
            if item.jenis == "peringkat" and text not in item.urutan:
                yield f"prasyarat {item.kode}: minimum '{text}' tidak ada dalam urutan {item.urutan}"
            if item.jenis in _MINIMA and not re.fullmatch(_MINIMA[item.jenis], text):
                yield f"prasyarat {item.kode}: minimum '{text}' tidak sesuai jenis {item.jenis}"


def _texts(minimum: PrerequisiteMinimum) -> list[str]:
    return list(minimum.values()) if isinstance(minimum, dict) else [minimum]
