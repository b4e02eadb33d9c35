"""An independent way to the same figures: walks the raw YAML, in plain Python, without any code of the product."""

from pathlib import Path

import yaml
from places import ROOT

FOLDER = ROOT / "zi_metrics" / "instruments"


def raw(path):
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


PATH = FOLDER / "permenpanrb-90-2021.yaml"
RAW = raw(PATH)


def walk(node):
    yield node
    for child in node.get("anak", []):
        yield from walk(child)


def all_nodes(instrument=RAW):
    return [n for k in instrument["komponen"] for n in walk(k)]


def all_questions(instrument=RAW):
    return [q for n in all_nodes(instrument) for q in n.get("pertanyaan", [])]


def worth(kode, answer, instrument=RAW):
    """The value of an answer, an option or a figure on the question's own scale (of a ratio the share)."""
    (question,) = [q for q in all_questions(instrument) if q["kode"] == kode]
    scale = instrument["skala"][question["jawaban"]]
    return scale["pilihan"][answer] if "pilihan" in scale else answer / scale.get("maksimum", 1)


def nilai(node, values):
    """Unanswered counts as 0."""
    return _nilai(node, values, 0)


def nilai_tertinggi(node, values):
    """Unanswered counts as full marks."""
    return _nilai(node, values, 1)


def _nilai(node, values, blank):
    if "pertanyaan" in node:
        answers = [values.get(q["kode"]) for q in node["pertanyaan"]]
        got = [blank if answer is None else answer for answer in answers]
        return node["bobot"] * sum(got) / len(got)
    return sum(_nilai(child, values, blank) for child in node["anak"])


def nilai_rumus(node, values):
    """Mean over the answered questions only; None where none is answered."""
    if "pertanyaan" in node:
        got = [values[q["kode"]] for q in node["pertanyaan"] if values.get(q["kode"]) is not None]
        return node["bobot"] * sum(got) / len(got) if got else None
    parts = [p for p in (nilai_rumus(child, values) for child in node["anak"]) if p is not None]
    return sum(parts) if parts else None


def all_nilai(values, instrument=RAW):
    """(nilai, nilai_rumus) of every node above the questions, by code."""
    return {n["kode"]: (nilai(n, values), nilai_rumus(n, values)) for n in all_nodes(instrument)}


def gates(instrument, predikat, values):
    """Of a predicate: gate code -> 'memenuhi', 'belum' (whatever the open questions bring) or 'belum_dinilai'."""
    nodes = {n["kode"]: n for n in all_nodes(instrument)}
    told = {}
    for gate in instrument["syarat"]:
        own = [nodes[kode] for kode in gate["simpul"]]
        minimum = gate.get("minimum", {}).get(predikat)
        if predikat in gate.get("bagian", {}):
            minimum = gate["bagian"][predikat] * sum(n["bobot"] for n in own)
        if minimum is None:
            continue
        if sum(nilai(n, values) for n in own) >= minimum - 1e-9:
            told[gate["kode"]] = "memenuhi"
        elif sum(nilai_tertinggi(n, values) for n in own) >= minimum - 1e-9:
            told[gate["kode"]] = "belum_dinilai"
        else:
            told[gate["kode"]] = "belum"
    return told


def verdict(instrument, predikat, values):
    """What the gates together say: the worst of them."""
    said = set(gates(instrument, predikat, values).values())
    return "belum" if "belum" in said else "belum_dinilai" if "belum_dinilai" in said else "memenuhi"
